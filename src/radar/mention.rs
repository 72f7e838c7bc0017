//! Which blips a text names.
//!
//! Only whole names count, word for word, and of two that overlap the longer one: whoever writes "Kubernetes Gateway
//! API" does not speak of Kubernetes. Case, accents and punctuation do not count, but in names of up to three letters,
//! many of which are common words, case does: "Go" is named, "let's go" names nothing.

use std::collections::HashMap;
use std::sync::Arc;

use super::blip::Blip;
use super::edition::Edition;
use super::fold::{ends_word, fold};
use super::id::BlipId;
use super::title::Title;

/// The longest name, in letters, that counts only in the case in which the radar writes it.
const SHORT: usize = 3;

/// The names of an edition's blips, to find them in texts.
#[derive(Debug)]
pub struct Mentions {
    /// By their folded words.
    by_words: HashMap<String, Vec<Bearer>>,
    /// How many words the longest one has.
    longest: usize,
}

/// A blip that bears a name.
#[derive(Debug)]
struct Bearer {
    id: BlipId,
    /// The words as the radar writes them, if that counts.
    exactly: Option<Vec<String>>,
    retired: bool,
}

impl Mentions {
    /// The names of an edition: titles, other names, and ids.
    pub fn of(edition: &Edition) -> Self {
        let mut names = Self {
            by_words: HashMap::new(),
            longest: 0,
        };
        names.add_all(edition.blips.values(), false);
        names.add_all(edition.retired.values(), true);
        names
    }

    fn add_all<'a>(&mut self, blips: impl Iterator<Item = &'a Arc<Blip>>, retired: bool) {
        for blip in blips {
            let aliases = blip.aliases.iter().map(Title::as_str);
            // Ids are in lower case, and short ones are words of any language.
            let id = Some(blip.id.as_str()).filter(|id| !is_short(id));
            for name in [blip.title.as_str()].into_iter().chain(id).chain(aliases) {
                self.add(&blip.id, name, retired);
            }
        }
    }

    fn add(&mut self, id: &BlipId, name: &str, retired: bool) {
        let key = fold(name);
        if key.is_empty() {
            return;
        }
        let count = key.split(' ').count();
        self.longest = self.longest.max(count);
        let short = is_short(&key);
        let written = || words(name).iter().map(|word| word.written.to_owned()).collect();
        let bearer = || Bearer {
            id: id.clone(),
            exactly: short.then(written),
            retired,
        };
        if count > 1 && !short {
            // "GitHubActions" is GitHub Actions.
            let joined = key.replace(' ', "");
            self.by_words.entry(joined).or_default().push(bearer());
        }
        self.by_words.entry(key).or_default().push(bearer());
    }

    /// The blips that a text names, each once, in the order in which they come. A name that several bear names those
    /// that are on the radar before those that left it.
    pub fn named_in(&self, text: &str) -> Vec<BlipId> {
        let words = words(text);
        let (mut named, mut at): (Vec<BlipId>, usize) = (Vec::new(), 0);
        while at < words.len() {
            let most = self.longest.min(words.len() - at);
            let longest = (1..=most)
                .rev()
                .find_map(|count| Some((count, self.bearers(words.get(at..at + count)?)?)));
            let Some((count, bearers)) = longest else {
                at += 1;
                continue;
            };
            for id in bearers {
                if !named.contains(id) {
                    named.push(id.clone());
                }
            }
            at += count;
        }
        named
    }

    fn bearers(&self, words: &[Word<'_>]) -> Option<Vec<&BlipId>> {
        let key = words.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>();
        let bearers = self.by_words.get(&key.join(" "))?;
        let written = |bearer: &&Bearer| match &bearer.exactly {
            None => true,
            Some(exactly) => words.iter().map(|word| word.written).eq(exactly),
        };
        let named: Vec<&Bearer> = bearers.iter().filter(written).collect();
        let on_the_radar = named.iter().any(|bearer| !bearer.retired);
        let counts = |bearer: &&&Bearer| !(on_the_radar && bearer.retired);
        let ids: Vec<&BlipId> = named.iter().filter(counts).map(|bearer| &bearer.id).collect();
        (!ids.is_empty()).then_some(ids)
    }
}

fn is_short(key: &str) -> bool {
    key.chars().filter(|&c| c != ' ').count() <= SHORT
}

/// A word of a text, as it is written and folded.
struct Word<'a> {
    written: &'a str,
    folded: String,
}

/// The words of a text. What Discord writes between angle brackets (members, channels, emoji, times) is no word of the
/// author.
fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        add_words(before, &mut words);
        let marks = ["@", "#", ":", "a:", "t:", "/", "id:"];
        let inside = after.split_once('>').filter(|(inside, _)| {
            marks.iter().any(|mark| inside.starts_with(mark)) && !inside.contains(char::is_whitespace)
        });
        rest = inside.map_or(after, |(_, after)| after);
    }
    add_words(rest, &mut words);
    words
}

fn add_words<'a>(text: &'a str, words: &mut Vec<Word<'a>>) {
    for written in text.split(ends_word) {
        let folded = fold(written);
        if !folded.is_empty() {
            words.push(Word { written, folded });
        }
    }
}

#[cfg(test)]
mod tests;
