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
        let mut offered = self.offered(&query.form);
        if offered.len() > limit {
            offered.select_nth_unstable(limit);
            offered.truncate(limit);
        }
        offered.sort_unstable();
        let mut places: Vec<u32> = offered.into_iter().map(|(.., place)| place).collect();
        if places.len() < limit {
            let mistyped = self.read(&query, Reach::while_typing, TYPO_SCORE, limit);
            for (_, place) in mistyped {
                if places.len() < limit && !places.contains(&place) {
                    places.push(place);
                }
            }
        }
        let names = places.into_iter().filter_map(|place| self.names(place));
        names.map(|names| names.id.clone()).collect()
    }

    /// The blips with a name that holds what is typed, each by its strongest.
    fn offered(&self, typed: &Form) -> Vec<Offered> {
        let mut offered: Vec<Offered> = Vec::new();
        for mark in self.sieve.with_all_letters(typed) {
            let letters = self.sieve.letters(mark);
            let Some(offer) = offer(&typed.letters, letters, mark) else {
                continue;
            };
            let rest = u32::try_from(letters.len() - typed.letters.len()).unwrap_or(u32::MAX);
            let offer = (offer, mark.retired, rest, mark.entry);
            // A blip's names stand together.
            match offered.last_mut() {
                Some(last) if last.3 == mark.entry => *last = offer.min(*last),
                Some(_) | None => offered.push(offer),
            }
        }
        offered
    }
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
