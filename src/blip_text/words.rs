//! The words of all blips, to find blips by what is said of them.

use std::collections::HashMap;

use super::markdown;
use crate::radar::{Blip, BlipId, Edition, Title, words};

/// In which of a blip's words the words that are looked for stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// All of them in its names: title, id, other names.
    Names,
    /// Some only in what is said of it: text, headings, tags, owner.
    Texts,
}

/// The words of an edition's blips, those that have left the radar among them.
#[derive(Debug)]
pub struct Words {
    blips: Vec<BlipId>,
    names: Vocabulary,
    texts: Vocabulary,
}

/// Folded words in their order, each with the blips that have it, by their position.
#[derive(Debug)]
struct Vocabulary(Vec<(Box<str>, Box<[u32]>)>);

impl Words {
    /// The words of an edition.
    pub fn of(edition: &Edition) -> Self {
        let (mut blips, mut names, mut texts) = (Vec::new(), HashMap::new(), HashMap::new());
        let all = edition.blips.values().chain(edition.retired.values());
        for (position, blip) in (0..).zip(all) {
            note(&mut names, position, names_of(blip));
            note(&mut texts, position, texts_of(blip).iter().map(String::as_str));
            blips.push(blip.id.clone());
        }
        Self {
            blips,
            names: Vocabulary::new(names),
            texts: Vocabulary::new(texts),
        }
    }

    /// The blips of which each of the typed words begins a word. Case, accents and punctuation do not count. Nothing of
    /// a text without a letter or digit.
    pub fn find(&self, typed: &str) -> HashMap<&BlipId, Place> {
        // How many of the words so far begin a word of each blip, and how many of those a word of its names.
        let mut counts = vec![(0_usize, 0_usize); self.blips.len()];
        let typed = words(typed);
        for (before, word) in typed.iter().enumerate() {
            let mut note = |position: u32, in_names: bool| {
                let count = usize::try_from(position).ok().and_then(|at| counts.get_mut(at));
                // One that lacks a word already, or has this one already, is left as it is.
                if let Some(count) = count.filter(|count| count.0 == before) {
                    *count = (before + 1, count.1 + usize::from(in_names));
                }
            };
            self.names
                .starting_with(&word.folded)
                .for_each(|at| note(at, true));
            self.texts
                .starting_with(&word.folded)
                .for_each(|at| note(at, false));
        }
        let whole = |&(_, &(all, _)): &(&BlipId, &(usize, usize))| !typed.is_empty() && all == typed.len();
        let found = self.blips.iter().zip(&counts).filter(whole);
        let place = |of_names: usize| {
            if of_names == typed.len() {
                Place::Names
            } else {
                Place::Texts
            }
        };
        found.map(|(id, &(_, of_names))| (id, place(of_names))).collect()
    }
}

impl Vocabulary {
    fn new(words: HashMap<String, Vec<u32>>) -> Self {
        let mut words: Vec<_> = words
            .into_iter()
            .map(|(word, blips)| (word.into_boxed_str(), blips.into_boxed_slice()))
            .collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Self(words)
    }

    /// The blips with a word that starts so; one with several of them comes several times.
    fn starting_with(&self, start: &str) -> impl Iterator<Item = u32> {
        let from = self.0.partition_point(|(word, _)| &**word < start);
        let rest = self.0.get(from..).unwrap_or_default();
        let here = rest.iter().take_while(move |(word, _)| word.starts_with(start));
        here.flat_map(|(_, blips)| blips.iter().copied())
    }
}

fn names_of(blip: &Blip) -> impl Iterator<Item = &str> {
    let aliases = blip.aliases.iter().map(Title::as_str);
    [blip.title.as_str(), blip.id.as_str()].into_iter().chain(aliases)
}

fn texts_of(blip: &Blip) -> Vec<String> {
    let mut texts = vec![markdown::visible(&blip.text.summary)];
    for section in &blip.text.sections {
        texts.push(section.heading.as_str().to_owned());
        texts.push(markdown::visible(&section.markdown));
    }
    texts.extend(blip.tags.iter().cloned());
    texts.extend(blip.owner.clone());
    texts
}

/// Notes the words of a blip's texts, each once.
fn note<'a>(vocabulary: &mut HashMap<String, Vec<u32>>, position: u32, texts: impl Iterator<Item = &'a str>) {
    for text in texts {
        for word in words(text) {
            let blips = vocabulary.entry(word.folded).or_default();
            if blips.last() != Some(&position) {
                blips.push(position);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::radar::sample::edition;
    use crate::radar::{BlipText, Section};

    fn words() -> Words {
        let mut edition = edition(
            &[("Atlantis", &[]), ("Kubernetes Gateway API", &["K8s Gateway"])],
            &[("Hermès", &[])],
        );
        for blip in edition.blips.values_mut() {
            let blip = Arc::make_mut(blip);
            blip.text = BlipText::from_summary(
                "Plans in *pull requests*, see [the docs](https://docs.example/guide).",
            );
            blip.tags = vec!["GitOps".to_owned()];
        }
        let atlantis = edition.blips.values_mut().next().map(Arc::make_mut).unwrap();
        atlantis.owner = Some("Platform Team".to_owned());
        atlantis.text.sections.push(Section {
            heading: crate::radar::Heading::Limits,
            markdown: "- one `server` more\n- no Kubernetes".to_owned(),
        });
        Words::of(&edition)
    }

    fn found(typed: &str) -> Vec<(String, Place)> {
        let words = words();
        let found = words.find(typed).into_iter();
        let mut found: Vec<_> = found.map(|(id, place)| (id.to_string(), place)).collect();
        found.sort();
        found
    }

    fn ids(typed: &str) -> Vec<String> {
        found(typed).into_iter().map(|(id, _)| id).collect()
    }

    #[test]
    fn each_word_begins_a_word_of_the_names_or_the_texts() {
        let (atlantis, gateway) = ("atlantis".to_owned(), "kubernetes-gateway-api".to_owned());
        assert_eq!(found("ATL"), [(atlantis.clone(), Place::Names)]);
        assert_eq!(found("gate KUBER"), [(gateway.clone(), Place::Names)]);
        assert_eq!(found("atlantis pull"), [(atlantis.clone(), Place::Texts)]);
        assert_eq!(
            found("kubernetes"),
            [(atlantis, Place::Texts), (gateway, Place::Names)]
        );
        assert_eq!(ids("k8s"), ["kubernetes-gateway-api"]);
        assert_eq!(ids("hermes"), ["hermes"]);
        for in_texts in ["server", "limits", "gitops", "platform te", "the docs"] {
            assert_eq!(ids(in_texts)[0], "atlantis", "{in_texts}");
        }
    }

    #[test]
    fn no_word_is_found_in_the_middle_of_another_one_and_all_are_needed() {
        for typed in ["tlantis", "atlantis zzz", "zzz atlantis"] {
            assert_eq!(found(typed), [], "{typed}");
        }
    }

    #[test]
    fn signs_part_words_and_are_no_words() {
        assert_eq!(ids("kubernetes+gateway"), ["kubernetes-gateway-api"]);
        assert_eq!(ids("#atlantis"), ["atlantis"]);
        assert_eq!(ids("gateway + api"), ["kubernetes-gateway-api"]);
    }

    #[test]
    fn a_text_without_words_finds_nothing() {
        for typed in ["", "  ", "!?", "🚀"] {
            assert_eq!(found(typed), [], "{typed}");
        }
    }

    #[test]
    fn what_only_an_address_says_is_not_found() {
        for typed in ["https", "guide", "example"] {
            assert_eq!(found(typed), [], "{typed}");
        }
    }

    proptest! {
        #[test]
        fn the_order_of_the_words_does_not_matter(mut typed in proptest::collection::vec("[a-z]{1,3}", 1..4)) {
            let one = found(&typed.join(" "));
            typed.reverse();
            prop_assert_eq!(found(&typed.join(" ")), one);
        }

        #[test]
        fn the_same_word_twice_asks_no_more_than_once(typed in "[a-z]{1,3}") {
            prop_assert_eq!(found(&format!("{typed} {typed}")), found(&typed));
        }
    }
}
