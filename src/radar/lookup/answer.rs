//! What to do about a name that somebody typed: answer, ask back, or say that nothing is called so.

use std::cmp::Reverse;

use super::names::Query;
use super::{Index, MAX_MATCHES, Match, NEAR_SCORE, Score, UNRELATED};
use crate::radar::id::BlipId;

/// Most names that are told where none is near.
const MAX_NEAREST: usize = 3;
/// A name this close is answered without asking back ...
const CLEAR_SCORE: Score = Score::percent(80);
/// ... if the next one is so much further away.
const CLEAR_MARGIN: Score = Score::percent(10);
/// So many times as much as is not typed of a name must be typed of it, to mean it rather than others that begin so.
const NEARLY_ALL: usize = 3;

/// What to do about a name.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// What to do about a name that a person typed.
    pub fn answer(&self, query: &str) -> Answer {
        let query = Query::new(query);
        let exact = self.exact(&query);
        if let [only] = exact.as_slice()
            && let Some(names) = self.names(*only)
        {
            return Answer::Clear {
                id: names.id.clone(),
                exact: true,
            };
        }
        let mut found = self.found(&query, &exact);
        if exact.len() > 1 {
            found.truncate(exact.len());
            return Answer::Several(self.matches(found));
        }
        if let Some(several) = self.begun_by_several(&query, &found) {
            return Answer::Several(self.matches(several));
        }
        let says_it = |place| self.is_begun(&query, place) || self.has_words(&query, place);
        if found.first().is_some_and(|&(score, _)| score < NEAR_SCORE)
            && found.iter().any(|&(_, place)| says_it(place))
        {
            // Too little is typed to be sure, and too much to say that nothing is called so.
            found.retain(|&(_, place)| says_it(place));
            found.sort_by_key(|&(_, place)| self.is_retired(place));
            return Answer::Several(self.matches(found));
        }
        let mut near = self.matches(found);
        let next = near.get(1).map_or(Score::percent(0), |found| found.score);
        match near.first() {
            Some(best) if best.score >= CLEAR_SCORE && best.score.ahead_of(next) >= CLEAR_MARGIN => {
                Answer::Clear {
                    id: best.id.clone(),
                    exact: false,
                }
            }
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

    /// With what several names begin says of none that it is meant: these, unless nearly all of the nearest is typed.
    fn begun_by_several(&self, query: &Query, found: &[(Score, u32)]) -> Option<Vec<(Score, u32)>> {
        let is_begun = |place| self.is_begun(query, place);
        let nearest = found.iter().find(|&&(_, place)| is_begun(place))?;
        let untyped = self.rests(query, nearest.1).map(letters).min()?;
        let counts = |place| {
            let words = || self.rests(query, place).any(|rest| rest.starts_with(' '));
            let nearly_all = untyped * NEARLY_ALL < query.form.letters.len();
            if nearly_all { words() } else { is_begun(place) }
        };
        if !found.iter().any(|&(_, place)| counts(place)) {
            return None;
        }
        // Of a long name too little is typed for it to be found.
        let places = (0..).zip(&self.entries).map(|(place, _)| place);
        let others = places.filter(|&place| counts(place) && found.iter().all(|known| known.1 != place));
        let mut all = found.to_vec();
        all.extend(others.map(|place| (Score::percent(UNRELATED), place)));
        if all.iter().filter(|&&(_, place)| counts(place)).count() < 2 {
            return None;
        }
        all.retain(|&(score, place)| score >= NEAR_SCORE || is_begun(place) || self.has_words(query, place));
        all.sort_by_key(|&(_, place)| self.is_retired(place));
        all.truncate(MAX_MATCHES);
        Some(all)
    }

    /// Whether a name of the blip has what is typed as words of its own.
    fn has_words(&self, query: &Query, place: u32) -> bool {
        let typed = format!(" {} ", query.form.folded);
        !query.has_no_letters()
            && self.names(place).is_some_and(|names| {
                names
                    .all_folded()
                    .any(|name| format!(" {name} ").contains(&typed))
            })
    }

    /// The names that come nearest, however far they are: somebody who asks for what is not there sees what is.
    fn nearest(&self, query: &Query) -> Vec<Match> {
        if query.has_no_letters() {
            return Vec::new();
        }
        let alike = |name: &str| alike(&query.form.folded, name).times(UNRELATED);
        let mut nearest: Vec<Match> = self
            .entries
            .iter()
            .map(|names| Match {
                id: names.id.clone(),
                score: names.all_folded().map(alike).max().unwrap_or(Score::percent(0)),
            })
            .filter(|found| found.score > Score::percent(0))
            .collect();
        nearest.sort_by_key(|found| Reverse(found.score));
        nearest.truncate(MAX_NEAREST);
        nearest
    }
}

/// How many letters a folded text has.
fn letters(folded: &str) -> usize {
    folded.chars().filter(|&c| c != ' ').count()
}

/// strsim's measure that is most generous to a common beginning.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number from 0 to 100"
)]
fn alike(a: &str, b: &str) -> Score {
    Score::percent((strsim::jaro_winkler(a, b) * 100.0).clamp(0.0, 100.0) as u16)
}
