//! The names of one blip, folded once.

use super::score::{Query, closeness};
use crate::radar::blip::Blip;
use crate::radar::fold::{fold, fold_case_and_space};
use crate::radar::id::BlipId;

/// How a name is a blip's own, strongest first. An id is strongest: autocomplete sends ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exact {
    /// The id as it is written.
    Id,
    /// The title, but for case and space.
    Spelling,
    /// The folded title or id.
    Title,
    /// A folded alias.
    Alias,
    /// A title, id or alias with nothing between its words.
    RunTogether,
}

/// Why a blip is offered while a name is being typed, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Offer {
    /// What is typed begins the title.
    BeginsTitle,
    /// It begins an alias or the id.
    BeginsName,
    /// It begins a later word of a name.
    BeginsWord,
    /// It stands somewhere in a name.
    Within,
    /// It looks like a name with a mistake in it.
    Typo,
}

/// Nothing less close is offered while a name is being typed.
const TYPO_SCORE: f64 = 0.6;

#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) id: BlipId,
    pub(super) retired: bool,
    spelling: String,
    /// Folded: the title, then the id, then the aliases; none is empty, none repeats.
    keys: Vec<Key>,
}

/// One folded name in the forms in which it is compared.
#[derive(Debug, Clone)]
pub(super) struct Key {
    pub(super) folded: String,
    pub(super) run_together: String,
    pub(super) sorted: String,
    is_alias: bool,
}

impl Key {
    pub(super) fn new(folded: String, is_alias: bool) -> Self {
        let run_together = folded.replace(' ', "");
        let mut words: Vec<&str> = folded.split(' ').collect();
        words.sort_unstable();
        let sorted = words.join(" ");
        Self {
            folded,
            run_together,
            sorted,
            is_alias,
        }
    }
}

impl Names {
    pub(super) fn of(blip: &Blip, retired: bool) -> Self {
        let mut keys: Vec<Key> = Vec::with_capacity(2 + blip.aliases.len());
        let own = [blip.title.as_str(), blip.id.as_str()]
            .into_iter()
            .map(|name| (name, false));
        let aliases = blip.aliases.iter().map(|alias| (alias.as_str(), true));
        for (name, is_alias) in own.chain(aliases) {
            let folded = fold(name);
            if !folded.is_empty() && keys.iter().all(|key| key.folded != folded) {
                keys.push(Key::new(folded, is_alias));
            }
        }
        Self {
            id: blip.id.clone(),
            retired,
            spelling: fold_case_and_space(blip.title.as_str()),
            keys,
        }
    }

    /// The order in which everything is listed.
    pub(super) fn place(&self) -> (bool, &str, &BlipId) {
        (self.retired, &self.spelling, &self.id)
    }

    pub(super) fn exact(&self, query: &Query) -> Option<Exact> {
        if query.text == self.id.as_str() {
            return Some(Exact::Id);
        }
        if !query.spelling.is_empty() && query.spelling == self.spelling {
            return Some(Exact::Spelling);
        }
        self.keys
            .iter()
            .filter_map(|key| {
                if query.key.folded == key.folded {
                    Some(if key.is_alias { Exact::Alias } else { Exact::Title })
                } else if !query.key.run_together.is_empty() && query.key.run_together == key.run_together {
                    Some(Exact::RunTogether)
                } else {
                    None
                }
            })
            .min()
    }

    pub(super) fn score(&self, query: &Query) -> f64 {
        if self.exact(query).is_some() {
            return 1.0;
        }
        self.keys
            .iter()
            .map(|key| closeness(query, key))
            .fold(0.0, f64::max)
    }

    pub(super) fn offer(&self, query: &Query) -> Option<Offer> {
        let typed = &query.key;
        if typed.folded.is_empty() {
            return self
                .spelling
                .starts_with(&query.spelling)
                .then_some(Offer::BeginsTitle);
        }
        let by_key = self.keys.iter().enumerate().filter_map(|(n, key)| {
            if key.folded.starts_with(&typed.folded) || key.run_together.starts_with(&typed.run_together) {
                Some(if n == 0 {
                    Offer::BeginsTitle
                } else {
                    Offer::BeginsName
                })
            } else if begins_word(&key.folded, &typed.folded) {
                Some(Offer::BeginsWord)
            } else if key.folded.contains(&typed.folded) || key.run_together.contains(&typed.run_together) {
                Some(Offer::Within)
            } else {
                None
            }
        });
        by_key
            .min()
            .or_else(|| (self.score(query) >= TYPO_SCORE).then_some(Offer::Typo))
    }
}

/// Whether `typed` begins `name` at a word after the first.
fn begins_word(name: &str, typed: &str) -> bool {
    name.match_indices(' ')
        .any(|(at, _)| name[at + 1..].starts_with(typed))
}
