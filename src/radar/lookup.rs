//! Finding the blip that a person means.
//!
//! Names are compared by their folded keys (see [`fold`](super::fold)). An exact name always wins; otherwise a
//! name is answered only when it is close and clearly closer than the next one, so that nobody reads about another
//! thing than the one they asked for.

mod names;
mod score;

use std::cmp::Ordering;

use self::names::Names;
use self::score::Query;
use super::edition::Edition;
use super::id::BlipId;

/// At most so many blips are offered for one name.
const MAX_MATCHES: usize = 5;
/// Most names that are told where none is near.
const MAX_NEAREST: usize = 3;
/// A name this close is answered without asking back ...
const CLEAR_SCORE: f64 = 0.8;
/// ... if the next one is so much further away.
const CLEAR_MARGIN: f64 = 0.1;
/// A name this close is offered as "did you mean".
const NEAR_SCORE: f64 = 0.7;

/// The names of an edition's blips, prepared for comparison. Blips that have left the radar are found, too.
#[derive(Debug, Clone)]
pub struct Index {
    /// Those on the radar before those that left it, each in the order of their titles.
    entries: Vec<Names>,
}

/// A blip and how close its nearest name is.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The blip.
    pub id: BlipId,
    /// 1 is exact, 0 has nothing in common.
    pub score: f64,
}

/// What to do about a name.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One blip is meant.
    Clear {
        /// The blip.
        id: BlipId,
        /// Whether the name is one of the blip's own; otherwise the reader is told which blip is shown.
        exact: bool,
    },
    /// Several may be meant, best first.
    Several(Vec<Match>),
    /// None has such a name.
    Unknown {
        /// The least distant, best first.
        nearest: Vec<Match>,
    },
}

impl Index {
    /// Prepares the names of an edition.
    pub fn new(edition: &Edition) -> Self {
        let current = edition.blips.values().map(|blip| Names::of(blip, false));
        let retired = edition.retired.values().map(|blip| Names::of(blip, true));
        let mut entries: Vec<Names> = current.chain(retired).collect();
        entries.sort_by(|a, b| a.place().cmp(&b.place()));
        Self { entries }
    }

    /// The nearest blips, best first, at most five; for a name that is exact, what it names comes first.
    pub fn find(&self, query: &str) -> Vec<Match> {
        let query = Query::new(query);
        if query.is_empty() {
            return Vec::new();
        }
        let mut matches = self.ranked(&query);
        // With the names that match exactly, only those that would be near on their own are worth a look.
        let exact = matches.first().is_some_and(|best| best.score >= 1.0);
        matches.retain(|found| found.score >= if exact { NEAR_SCORE } else { score::RELATED });
        matches.truncate(MAX_MATCHES);
        matches
    }

    /// What to do about a name that a person typed.
    pub fn answer(&self, query: &str) -> Answer {
        let query_text = query;
        let query = Query::new(query_text);
        let exact = self.exact(&query);
        if let [only] = exact.as_slice() {
            return Answer::Clear {
                id: (*only).clone(),
                exact: true,
            };
        }
        let mut near = self.find(query_text);
        if exact.len() > 1 {
            near.retain(|found| exact.contains(&&found.id));
            return Answer::Several(near);
        }
        let next = near.get(1).map_or(0.0, |found| found.score);
        match near.first() {
            Some(best) if best.score >= CLEAR_SCORE && best.score - next >= CLEAR_MARGIN => Answer::Clear {
                id: best.id.clone(),
                exact: false,
            },
            Some(best) if best.score >= NEAR_SCORE => {
                near.retain(|found| found.score >= NEAR_SCORE);
                Answer::Several(near)
            }
            Some(_) => Answer::Unknown { nearest: near },
            None => Answer::Unknown {
                nearest: self.nearest(&query),
            },
        }
    }

    /// What to offer while a name is being typed; everything in the order of titles while nothing is.
    pub fn suggest(&self, partial: &str, limit: usize) -> Vec<BlipId> {
        let query = Query::new(partial);
        if query.is_empty() {
            return self
                .entries
                .iter()
                .take(limit)
                .map(|names| names.id.clone())
                .collect();
        }
        let mut offers: Vec<_> = self
            .entries
            .iter()
            .filter_map(|names| {
                names
                    .offer(&query)
                    .map(|offer| (offer, names.score(&query), names))
            })
            .collect();
        // A stable sort: equals stay in the order of the entries, those on the radar first.
        offers.sort_by(|(a, a_score, a_names), (b, b_score, b_names)| {
            (a, a_names.retired)
                .cmp(&(b, b_names.retired))
                .then(descending(*a_score, *b_score))
        });
        offers
            .into_iter()
            .take(limit)
            .map(|(_, _, names)| names.id.clone())
            .collect()
    }

    /// The blips that bear this name, by the strongest way in which any does.
    fn exact(&self, query: &Query) -> Vec<&BlipId> {
        let best = self
            .entries
            .iter()
            .filter_map(|names| names.exact(query).map(|how| (how, names.retired)))
            .min();
        let bears = |names: &&Names| {
            best.is_some_and(|(how, retired)| names.exact(query) == Some(how) && names.retired == retired)
        };
        self.entries.iter().filter(bears).map(|names| &names.id).collect()
    }

    /// The names that come nearest, however far they are: somebody who asks for what is not there sees what is.
    fn nearest(&self, query: &Query) -> Vec<Match> {
        let mut nearest = if query.is_empty() {
            Vec::new()
        } else {
            self.ranked(query)
        };
        nearest.retain(|found| found.score > 0.0);
        nearest.truncate(MAX_NEAREST);
        nearest
    }

    fn ranked(&self, query: &Query) -> Vec<Match> {
        let exact = self.exact(query);
        let mut ranked: Vec<(bool, Match)> = self
            .entries
            .iter()
            .map(|names| {
                (
                    exact.contains(&&names.id),
                    Match {
                        id: names.id.clone(),
                        score: names.score(query),
                    },
                )
            })
            .collect();
        ranked.sort_by(|(a_exact, a), (b_exact, b)| b_exact.cmp(a_exact).then(descending(a.score, b.score)));
        ranked.into_iter().map(|(_, found)| found).collect()
    }
}

fn descending(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}

#[cfg(test)]
mod tests;
