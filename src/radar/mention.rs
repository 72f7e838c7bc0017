//! Which blips a text names.
//!
//! Only whole names count, word for word, and of those that begin at the same word the longest: whoever writes "Kubernetes
//! Gateway API" does not speak of Kubernetes. Sentences and lines part names. Case, accents and punctuation do not count,
//! but in names that may be words of a language by themselves (a letter, two with a vowel, or a word that everybody uses)
//! case does: "Go" is named, "let's go" names nothing. Endings of files name nothing, either.

mod ordinary;

use std::collections::HashMap;
use std::sync::Arc;

use super::blip::Blip;
use super::edition::Edition;
use super::id::BlipId;
use super::short::short_titles;
use super::title::Title;
use super::word::{Word, words};

/// How many letters a name has at least whose singular names it, too: shorter ones are rather no plurals.
const LEAST_SINGULAR: usize = 8;

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
    /// Whether the name is made of the blip's own: one of what it says many of, many of what it says one of, or the part of
    /// a title by which it is called, too. Whoever's own name it is, is meant first.
    derived: bool,
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
            // Ids are in lower case, where a short name counts only as it is written.
            let id = Some(blip.id.as_str()).filter(|id| !may_be_a_word(&words(id)));
            for name in [blip.title.as_str()].into_iter().chain(id).chain(aliases) {
                self.add(&blip.id, name, retired, false);
            }
            for name in short_titles(blip.title.as_str()) {
                self.add(&blip.id, name, retired, true);
            }
        }
    }

    fn add(&mut self, id: &BlipId, name: &str, retired: bool, is_part: bool) {
        let words = words(name);
        if words.is_empty() {
            return;
        }
        self.longest = self.longest.max(words.len());
        let exact = may_be_a_word(&words);
        let written = || words.iter().map(|word| word.written.to_owned()).collect();
        let bearer = |derived| Bearer {
            id: id.clone(),
            exactly: exact.then(written),
            derived,
            retired,
        };
        let mut add = |key: String, derived| {
            self.by_words.entry(key).or_default().push(bearer(derived));
        };
        if words.len() > 1 && !exact {
            // "GitHubActions" is GitHub Actions.
            add(joined(&words, ""), is_part);
        }
        let key = joined(&words, " ");
        if let Some(one) = one_of(&key).filter(|_| !exact) {
            add(one.to_owned(), true);
        }
        if words.len() > 1 && !key.ends_with('s') {
            // "Kubernetes Gateway APIs" are not Kubernetes.
            add(format!("{key}s"), true);
        }
        add(key, is_part);
    }

    /// The blips that a text names, each once, in the order in which they come. A name that several bear names those
    /// that are on the radar before those that left it.
    pub fn named_in(&self, text: &str) -> Vec<BlipId> {
        let mut named: Vec<BlipId> = Vec::new();
        for sentence in sentences(text) {
            let words = words(sentence);
            let mut at = 0;
            while at < words.len() {
                let most = self.longest.min(words.len() - at);
                let here = words.get(at..).unwrap_or_default();
                if here.first().is_some_and(is_ending) {
                    at += 1;
                    continue;
                }
                let longest = (1..=most)
                    .rev()
                    .find_map(|count| Some((count, self.bearers(here.get(..count)?)?)));
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
        }
        named
    }

    fn bearers(&self, words: &[Word<'_>]) -> Option<Vec<&BlipId>> {
        let bearers = self.by_words.get(&joined(words, " "))?;
        let written = |bearer: &&Bearer| match &bearer.exactly {
            None => true,
            Some(exactly) => words.iter().map(|word| word.written).eq(exactly),
        };
        let mut named: Vec<&Bearer> = bearers.iter().filter(written).collect();
        if named.iter().any(|bearer| !bearer.derived) {
            named.retain(|bearer| !bearer.derived);
        }
        let on_the_radar = named.iter().any(|bearer| !bearer.retired);
        let counts = |bearer: &&&Bearer| !(on_the_radar && bearer.retired);
        let ids: Vec<&BlipId> = named.iter().filter(counts).map(|bearer| &bearer.id).collect();
        (!ids.is_empty()).then_some(ids)
    }
}

/// Whether no name begins with a word since it is the ending of a file or an address: `index.js`, `main.go`.
fn is_ending(word: &Word<'_>) -> bool {
    const MAX_LETTERS: usize = 5;
    let may_be = |c: char| c.is_lowercase() || c.is_ascii_digit();
    word.behind_dot && word.written.chars().count() <= MAX_LETTERS && word.written.chars().all(may_be)
}

fn joined(words: &[Word<'_>], between: &str) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    words.join(between)
}

/// The singular of a name that ends in a long plural: "a microservice" speaks of Microservices. The other way round one word
/// is no name: whoever writes that something reacts does not speak of React.
fn one_of(key: &str) -> Option<&str> {
    let one = key
        .strip_suffix('s')
        .filter(|one| !one.ends_with(['s', 'u', 'i']))?;
    (one.chars().count() >= LEAST_SINGULAR).then_some(one)
}

/// Whether a name may be a word that means something else: one letter, two with a vowel, or a word that everybody uses.
fn may_be_a_word(words: &[Word<'_>]) -> bool {
    if let [word] = words
        && ordinary::is_ordinary(&word.folded)
    {
        return true;
    }
    let letters: Vec<char> = words.iter().flat_map(|word| word.folded.chars()).collect();
    match letters.as_slice() {
        [_] => true,
        [one, other] => {
            let is_vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || !c.is_ascii();
            one.is_alphabetic() && other.is_alphabetic() && (is_vowel(one) || is_vowel(other))
        }
        _ => false,
    }
}

/// The sentences of a text, without what Discord writes between angle brackets (members, channels, emoji, times), which is
/// no word of the author.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    for line in authored(text).into_iter().flat_map(str::lines) {
        let mut from = 0;
        let mut to = 0;
        for word in line.split_inclusive(char::is_whitespace) {
            to += word.len();
            // At the end of a word only: `.NET` and `node.js` are names.
            if word.trim_end().ends_with(['.', '!', '?', ';']) {
                sentences.extend(line.get(from..to));
                from = to;
            }
        }
        sentences.extend(line.get(from..));
    }
    sentences
}

/// What stands between Discord's marks.
fn authored(text: &str) -> Vec<&str> {
    const MARKS: [&str; 7] = ["@", "#", ":", "a:", "t:", "/", "id:"];
    let (mut parts, mut from) = (Vec::new(), 0);
    for (at, _) in text.match_indices('<') {
        let Some((inside, _)) = text.get(at + 1..).and_then(|after| after.split_once('>')) else {
            break;
        };
        let is_mark =
            MARKS.iter().any(|mark| inside.starts_with(mark)) && !inside.contains(char::is_whitespace);
        if is_mark && at >= from {
            parts.extend(text.get(from..at));
            from = at + inside.len() + 2;
        }
    }
    parts.extend(text.get(from..));
    parts
}

#[cfg(test)]
mod tests;
