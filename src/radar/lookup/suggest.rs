//! What is offered while a name is being typed.

use super::Index;
use super::form::Form;
use super::letter::Letter;
use super::names::Query;
use super::score::Score;
use super::sieve::{Mark, Reach};
use crate::radar::id::BlipId;

/// Nothing less close is offered while a name is being typed.
const TYPO_SCORE: Score = Score::percent(60);

/// Why a blip is offered while a name is being typed, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Offer {
    /// What is typed is one of its names.
    Is,
    /// It begins the title.
    BeginsTitle,
    /// It begins an alias or the id.
    BeginsName,
    /// It begins a later word of a name.
    BeginsWord,
    /// It stands somewhere in a name.
    Within,
}

/// A blip with its offer, in the order in which they are shown: what is on the radar, short names, then titles.
type Offered = (Offer, bool, u32, u32);

impl Index {
    /// What to offer while a name is being typed; everything in the order of titles while nothing is.
    pub fn suggest(&self, partial: &str, limit: usize) -> Vec<BlipId> {
        let query = Query::new(partial);
        let in_order = self.entries.iter();
        if query.is_empty() {
            return in_order.take(limit).map(|names| names.id.clone()).collect();
        }
        if query.has_no_letters() {
            return in_order
                .filter(|names| names.spelling.starts_with(&query.spelling))
                .take(limit)
                .map(|names| names.id.clone())
                .collect();
        }
        // No other offer is as strong: if these are enough, nothing else is looked at.
        let mut offered = self.strongest(&query.form);
        let is_begun = !offered.is_empty();
        if offered.len() < limit {
            offered = self.offered(&query.form);
        }
        if offered.len() > limit {
            offered.select_nth_unstable(limit);
            offered.truncate(limit);
        }
        offered.sort_unstable();
        let mut places: Vec<u32> = offered.into_iter().map(|(.., place)| place).collect();
        // Whoever has begun a title does not mean another one with mistakes.
        if places.len() < limit && !is_begun {
            let mut mistyped = self.read(&query, Reach::while_typing, TYPO_SCORE, limit);
            if mistyped.is_empty() && places.is_empty() {
                // What would be found if it were sent like this is not to be missing here.
                mistyped = self.read(&query, Reach::of, TYPO_SCORE, limit);
            }
            for (_, place) in mistyped {
                if places.len() < limit && !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        let names = places.into_iter().filter_map(|place| self.names(place));
        names.map(|names| names.id.clone()).collect()
    }

    /// The blips of which what is typed is a name, or begins the title.
    fn strongest(&self, typed: &Form) -> Vec<Offered> {
        let names = self
            .sieve
            .titles_from(&typed.letters)
            .chain(self.sieve.same(typed));
        let strong = names.filter_map(|mark| {
            let letters = self.sieve.letters(mark);
            let offer = offer(&typed.letters, letters, mark)?;
            (offer <= Offer::BeginsTitle).then(|| offered(offer, typed, letters, mark))
        });
        let mut strong: Vec<Offered> = strong.collect();
        strong.sort_unstable_by_key(|&(offer, .., place)| (place, offer));
        strong.dedup_by_key(|&mut (.., place)| place);
        strong
    }

    /// The blips with a name that holds what is typed, each by its strongest.
    fn offered(&self, typed: &Form) -> Vec<Offered> {
        let mut all: Vec<Offered> = Vec::new();
        for mark in self.sieve.with_all_letters(typed) {
            let letters = self.sieve.letters(mark);
            let Some(offer) = offer(&typed.letters, letters, mark) else {
                continue;
            };
            let offer = offered(offer, typed, letters, mark);
            // A blip's names stand together.
            match all.last_mut() {
                Some(last) if last.3 == mark.entry => *last = offer.min(*last),
                Some(_) | None => all.push(offer),
            }
        }
        all
    }
}

fn offered(offer: Offer, typed: &Form, name: &[Letter], mark: &Mark) -> Offered {
    let rest = u32::try_from(name.len() - typed.letters.len()).unwrap_or(u32::MAX);
    (offer, mark.retired, rest, mark.entry)
}

fn offer(typed: &[Letter], name: &[Letter], mark: &Mark) -> Option<Offer> {
    if name.starts_with(typed) {
        return Some(match mark.key {
            _ if name.len() == typed.len() => Offer::Is,
            0 => Offer::BeginsTitle,
            _ => Offer::BeginsName,
        });
    }
    let first = typed.first()?;
    // The letters after which what is typed begins: a word if a bit says so.
    let room = name.len().checked_sub(typed.len())?;
    let mut within = None;
    let candidates = name.iter().enumerate().take(room + 1).skip(1);
    for (at, _) in candidates.filter(|(_, letter)| *letter == first) {
        if name.get(at..).is_some_and(|rest| rest.starts_with(typed)) {
            if u32::try_from(at).is_ok_and(|at| mark.outline.starts.checked_shr(at).unwrap_or(0) & 1 == 1) {
                return Some(Offer::BeginsWord);
            }
            within = Some(Offer::Within);
        }
    }
    within
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::radar::sample::edition;

    const WORDS: [&str; 8] = ["a", "ab", "abc", "b", "ba", "c", "cab", "d"];

    fn names() -> impl Strategy<Value = Vec<String>> {
        let word = proptest::sample::select(WORDS.to_vec());
        let name = proptest::collection::vec(word, 1..4).prop_map(|words| words.join(" "));
        proptest::collection::hash_set(name, 1..40).prop_map(|names| names.into_iter().collect())
    }

    proptest! {
        #[test]
        fn looking_at_the_strongest_first_changes_nothing(
            names in names(),
            retired in names(),
            typed in "[a-d]{1,3}",
            limit in 1_usize..6,
        ) {
            let aliases: Vec<&str> = names.iter().rev().map(String::as_str).collect();
            let blips: Vec<(&str, &[&str])> =
                names.iter().zip(&aliases).map(|(name, alias)| (name.as_str(), std::slice::from_ref(alias))).collect();
            let gone = retired.iter().filter(|name| !names.contains(name));
            let gone: Vec<(&str, &[&str])> = gone.map(|name| (name.as_str(), [].as_slice())).collect();
            let index = Index::new(&edition(&blips, &gone));
            let mut all = index.offered(&Query::new(&typed).form);
            all.sort_unstable();
            let all = all.iter().filter_map(|&(.., place)| Some(index.names(place)?.id.clone()));
            let all: Vec<BlipId> = all.take(limit).collect();
            let suggested = index.suggest(&typed, limit);
            prop_assert_eq!(&suggested[..all.len()], all.as_slice());
        }
    }
}
