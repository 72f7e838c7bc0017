//! The words of all blips, to find blips by what is said of them.

use std::collections::HashMap;

use super::markdown;
use crate::radar::{Blip, BlipId, Edition, Title, words};

/// In which of a blip's words the words that are looked for stand, the likeliest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// They are a name of it, whether or not with spaces between them.
    Name,
    /// All of them are words of its names: title, id, other names.
    Names,
    /// All of them begin words of its names.
    NameBeginnings,
    /// All of them are words, some only of what is said of it: text, headings, tags, owner.
    Texts,
    /// All of them begin words, some only of what is said of it.
    TextBeginnings,
}

/// How well one word that is looked for fits a blip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Fit {
    in_names: bool,
    is_whole: bool,
}

/// How many words that are looked for fit a blip so far, and whether all of them do so in its names, or whole.
#[derive(Debug, Clone, Copy)]
struct Count {
    words: usize,
    fit: Fit,
}

/// The words of an edition's blips, those that have left the radar among them.
#[derive(Debug)]
pub struct Words {
    blips: Vec<BlipId>,
    /// Whole names, without spaces.
    whole: HashMap<String, Vec<u32>>,
    names: Vocabulary,
    texts: Vocabulary,
}

/// Folded words in their order, each with the blips that have it, by their position.
#[derive(Debug)]
struct Vocabulary(Vec<(Box<str>, Box<[u32]>)>);

impl Words {
    /// The words of an edition.
    pub fn of(edition: &Edition) -> Self {
        let (mut blips, mut whole) = (Vec::new(), HashMap::<_, Vec<u32>>::new());
        let (mut names, mut texts) = (HashMap::new(), HashMap::new());
        let all = edition.blips.values().chain(edition.retired.values());
        for (position, blip) in (0..).zip(all) {
            for name in names_of(blip) {
                let words = folded(name);
                whole.entry(words.concat()).or_default().push(position);
                note_joined(&mut names, position, &words);
                for word in words {
                    note_word(&mut names, position, word);
                }
            }
            note(&mut texts, position, texts_of(blip).iter().map(String::as_str));
            blips.push(blip.id.clone());
        }
        Self {
            blips,
            whole,
            names: Vocabulary::new(names),
            texts: Vocabulary::new(texts),
        }
    }

    /// The blips of which each of the typed words begins a word, or that bear all of them joined as a name. Case, accents
    /// and punctuation do not count. Nothing of a text without a letter or digit.
    pub fn find(&self, typed: &str) -> HashMap<&BlipId, Place> {
        let of_no_words = Count {
            words: 0,
            fit: Fit {
                in_names: true,
                is_whole: true,
            },
        };
        let mut counts = vec![of_no_words; self.blips.len()];
        let typed = folded(typed);
        for word in &typed {
            for (position, fit) in self.fits(word) {
                let count = usize::try_from(position).ok().and_then(|at| counts.get_mut(at));
                if let Some(count) = count {
                    count.words += 1;
                    count.fit.in_names &= fit.in_names;
                    count.fit.is_whole &= fit.is_whole;
                }
            }
        }
        let all = typed.len();
        let found = self.blips.iter().zip(&counts);
        let found = found.filter(|(_, count)| all > 0 && count.words == all);
        let mut places: HashMap<&BlipId, Place> = found.map(|(id, count)| (id, count.fit.place())).collect();
        let named = self.whole.get(&typed.concat()).filter(|_| all > 0);
        for &position in named.into_iter().flatten() {
            let id = usize::try_from(position).ok().and_then(|at| self.blips.get(at));
            places.extend(id.map(|id| (id, Place::Name)));
        }
        places
    }

    /// How well a word fits the blips that it fits, by their position: at its best.
    fn fits(&self, word: &str) -> HashMap<u32, Fit> {
        let mut fits: HashMap<u32, Fit> = HashMap::new();
        for (vocabulary, in_names) in [(&self.texts, false), (&self.names, true)] {
            for (position, is_whole) in vocabulary.starting_with(word) {
                let fit = Fit { in_names, is_whole };
                let best = fits.entry(position).or_insert(fit);
                if fit.place() < best.place() {
                    *best = fit;
                }
            }
        }
        fits
    }
}

impl Fit {
    const fn place(self) -> Place {
        match (self.in_names, self.is_whole) {
            (true, true) => Place::Names,
            (true, false) => Place::NameBeginnings,
            (false, true) => Place::Texts,
            (false, false) => Place::TextBeginnings,
        }
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

    /// The blips with a word that starts so, and whether that is all of it; one with several of them comes several times.
    fn starting_with(&self, start: &str) -> impl Iterator<Item = (u32, bool)> {
        let from = self.0.partition_point(|(word, _)| &**word < start);
        let rest = self.0.get(from..).unwrap_or_default();
        let here = rest.iter().take_while(move |(word, _)| word.starts_with(start));
        here.flat_map(move |(word, blips)| blips.iter().map(move |&at| (at, &**word == start)))
    }
}

/// The names of a blip. The checksum of which an id is made, or with which it ends, nobody types.
fn names_of(blip: &Blip) -> impl Iterator<Item = &str> {
    let id = blip.id.as_str();
    let id = match id.rsplit_once('-') {
        Some((words, end)) if is_checksum(end) => words,
        _ if is_checksum(id) => "",
        _ => id,
    };
    let aliases = blip.aliases.iter().map(Title::as_str);
    let own = [blip.title.as_str(), id]
        .into_iter()
        .filter(|name| !name.is_empty());
    own.chain(aliases)
}

/// Whether a piece of an id looks like the checksum that stands for letters which ids can not have.
fn is_checksum(piece: &str) -> bool {
    piece.len() == 8
        && piece.bytes().all(|byte| byte.is_ascii_hexdigit())
        && piece.bytes().any(|byte| byte.is_ascii_digit())
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

/// Notes the words of a name from each of them on as one: who writes `GitHub Actions` as one word begins it so.
fn note_joined(vocabulary: &mut HashMap<String, Vec<u32>>, position: u32, words: &[String]) {
    for from in 0..words.len().saturating_sub(1) {
        let joined = words.get(from..).unwrap_or_default().concat();
        note_word(vocabulary, position, joined);
    }
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
            note_word(vocabulary, position, word.folded);
        }
    }
}

fn note_word(vocabulary: &mut HashMap<String, Vec<u32>>, position: u32, word: String) {
    let blips = vocabulary.entry(word).or_default();
    if blips.last() != Some(&position) {
        blips.push(position);
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
        assert_eq!(found("ATL"), [(atlantis.clone(), Place::NameBeginnings)]);
        assert_eq!(found("Atlantis"), [(atlantis.clone(), Place::Name)]);
        assert_eq!(found("gate KUBER"), [(gateway.clone(), Place::NameBeginnings)]);
        assert_eq!(found("gateway kubernetes"), [(gateway.clone(), Place::Names)]);
        assert_eq!(found("atlantis pull"), [(atlantis.clone(), Place::Texts)]);
        assert_eq!(found("atlantis pul"), [(atlantis.clone(), Place::TextBeginnings)]);
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
    fn words_of_a_name_are_found_as_one_and_a_name_in_pieces() {
        let gateway = "kubernetes-gateway-api".to_owned();
        assert_eq!(found("kubernetesgatewayapi"), [(gateway.clone(), Place::Name)]);
        assert_eq!(found("k8sgateway"), [(gateway.clone(), Place::Name)]);
        assert_eq!(found("K8s-Gate way"), [(gateway.clone(), Place::Name)]);
        for begun in ["kubernetesgate", "gatewayap", "gatewayapi"] {
            assert_eq!(ids(begun), ["kubernetes-gateway-api"], "{begun}");
        }
    }

    #[test]
    fn an_id_that_only_numbers_a_title_is_no_word() {
        let numbered = |title: &str| BlipId::from_title(&Title::parse(title).unwrap());
        let id = numbered("Кафка");
        assert!(is_checksum(id.as_str()), "{id}");
        let words = Words::of(&edition(&[("Кафка", &[])], &[]));
        assert!(words.find(id.as_str()).is_empty());
        assert!(words.find(&id.as_str()[..2]).is_empty());
        assert_eq!(words.find("кафка").len(), 1);
        assert!(!is_checksum("facade"));
        let words = Words::of(&edition(&[("C#", &[])], &[]));
        for typed in ["c-sharp", "sharp", "c#"] {
            assert_eq!(words.find(typed).len(), 1, "{typed}");
        }
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
            let is_name = |typed: &[String]| found(&typed.concat()).iter().any(|(_, place)| *place == Place::Name);
            // A name in pieces has an order.
            prop_assume!(!is_name(&typed));
            let one = found(&typed.join(" "));
            typed.reverse();
            prop_assume!(!is_name(&typed));
            prop_assert_eq!(found(&typed.join(" ")), one);
        }

        #[test]
        fn the_same_word_twice_asks_no_more_than_once(typed in "[a-z]{1,3}") {
            prop_assert_eq!(found(&format!("{typed} {typed}")), found(&typed));
        }
    }
}
