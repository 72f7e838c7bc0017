//! Finding the blip that a person means.
//!
//! Names are compared by their folded keys (see [`fold`](super::fold)). An exact name always wins; otherwise a
//! name is answered only when it is close and clearly closer than the next one, so that nobody reads about another
//! thing than the one they asked for.

mod answer;
mod form;
mod letter;
mod names;
mod reading;
mod score;
mod sieve;
mod suggest;

use std::cmp::Reverse;

pub use self::answer::Answer;
pub use self::score::Score;

use self::form::Form;
use self::names::{Names, Query};
use self::reading::{Cost, Name, REORDERED, Reader};
use self::sieve::{Mark, Reach, Sieve};
use super::edition::Edition;
use super::id::BlipId;

/// At most so many blips are offered for one name.
const MAX_MATCHES: usize = 5;
/// A name this close is offered as "did you mean".
const NEAR_SCORE: Score = Score::percent(70);
/// Nothing less close is worth a mention ...
const RELATED_SCORE: Score = Score::percent(45);
/// ... but to somebody who would be told nothing otherwise: in hundredths of what strsim says.
const UNRELATED: u16 = 44;
/// Fewer letters begin too many names to tell anything.
const LEAST_TYPED: usize = 2;
/// What left the radar is meant a little less often: as if a part of a letter were wrong.
const RETIRED: Cost = 20;

/// The names of an edition's blips, prepared for comparison. Blips that have left the radar are found, too.
#[derive(Debug, Clone)]
pub struct Index {
    /// Those on the radar before those that left it, each in the order of their titles.
    entries: Vec<Names>,
    sieve: Sieve,
}

/// A blip and how close its nearest name is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The blip.
    pub id: BlipId,
    /// How close it is.
    pub score: Score,
}

impl Index {
    /// Prepares the names of an edition.
    pub fn new(edition: &Edition) -> Self {
        let current = edition.blips.values().map(|blip| Names::of(blip, false));
        let retired = edition.retired.values().map(|blip| Names::of(blip, true));
        let mut all: Vec<_> = current.chain(retired).collect();
        all.sort_by(|(a, _), (b, _)| a.place().cmp(&b.place()));
        let (mut entries, mut sieve) = (Vec::with_capacity(all.len()), Sieve::default());
        for (place, (names, forms)) in (0..).zip(all) {
            for (key, form) in (0..).zip(&forms) {
                sieve.add(place, names.retired, key, form);
            }
            entries.push(names);
        }
        sieve.finish();
        Self { entries, sieve }
    }

    /// The nearest blips, best first, at most five; for a name that is exact, what it names comes first.
    pub fn find(&self, query: &str) -> Vec<Match> {
        let query = Query::new(query);
        self.matches(self.found(&query, &self.exact(&query)))
    }

    /// The blips that bear this name, by the strongest way in which any does.
    fn exact(&self, query: &Query) -> Vec<u32> {
        let mut bearers: Vec<_> = if query.has_no_letters() {
            let places = (0..).zip(&self.entries);
            places
                .filter_map(|(place, names)| Some((names.exact(query)?, names.retired, place)))
                .collect()
        } else {
            let same = self.sieve.same(&query.form);
            same.filter_map(|mark| {
                let names = self.names(mark.entry)?;
                Some((names.exact(query)?, names.retired, mark.entry))
            })
            .collect()
        };
        bearers.sort_unstable();
        bearers.dedup();
        let strongest = bearers.first().map(|&(how, retired, _)| (how, retired));
        bearers.retain(|&(how, retired, _)| Some((how, retired)) == strongest);
        bearers.into_iter().map(|(.., place)| place).collect()
    }

    fn found(&self, query: &Query, exact: &[u32]) -> Vec<(Score, u32)> {
        // With the names that match exactly, only those that would be near on their own are worth a look.
        let least = if exact.is_empty() {
            RELATED_SCORE
        } else {
            NEAR_SCORE
        };
        let own = exact.iter().map(|&place| (Score::EXACT, place));
        let most = MAX_MATCHES + exact.len();
        let mut near = self.read(query, Reach::of, least, most);
        if near.is_empty() && exact.is_empty() {
            // Two mistakes that overlap count as three.
            near = self.read(query, Reach::further, least, most);
        }
        if exact.is_empty() {
            self.put_begun_first(query, &mut near);
        }
        self.put_current_first(query, &mut near);
        let others = near.into_iter().filter(|(_, place)| !exact.contains(place));
        own.chain(others).take(MAX_MATCHES).collect()
    }

    /// Whoever begins a name means it rather than one that is typed with a mistake, however little of it is typed.
    fn put_begun_first(&self, query: &Query, near: &mut Vec<(Score, u32)>) {
        let typed = &query.form.letters;
        if typed.len() < LEAST_TYPED {
            return;
        }
        let mut begun: Vec<_> = self.sieve.titles_from(typed).collect();
        begun.sort_unstable_by_key(|mark| (mark.retired, self.sieve.letters(mark).len(), mark.entry));
        let begun = begun.into_iter().map(|mark| mark.entry);
        let others = begun.filter(|&place| near.iter().all(|found| found.1 != place));
        let others: Vec<u32> = others.take(MAX_MATCHES).collect();
        near.extend(others.into_iter().map(|place| (Score::percent(UNRELATED), place)));
        let is_begun = |place| self.is_begun(query, place);
        let mistyped = near.iter().filter(|found| !is_begun(found.1));
        let Some(best) = mistyped.map(|&(score, _)| score).max() else {
            return;
        };
        for found in near.iter_mut().filter(|found| is_begun(found.1)) {
            found.0 = found.0.max(best);
        }
        near.sort_by_key(|&(score, place)| (Reverse(score), !is_begun(place)));
    }

    /// Of names that begin as it is typed, those on the radar are not behind those that left it: these may be the shorter
    /// ones, of which more is typed.
    fn put_current_first(&self, query: &Query, near: &mut [(Score, u32)]) {
        let is_retired = |place| self.is_retired(place);
        let begun = |&(_, place): &(Score, u32)| self.is_begun(query, place);
        let mut retired = near.iter().filter(|found| begun(found) && is_retired(found.1));
        let Some(&(best, _)) = retired.next() else {
            return;
        };
        for found in near
            .iter_mut()
            .filter(|found| begun(found) && !is_retired(found.1))
        {
            found.0 = found.0.max(best);
        }
        near.sort_by_key(|found| (Reverse(found.0), !begun(found), is_retired(found.1)));
    }

    fn is_retired(&self, place: u32) -> bool {
        self.names(place).is_some_and(|names| names.retired)
    }

    /// Whether a name of the blip begins with what is typed, and goes on.
    fn is_begun(&self, query: &Query, place: u32) -> bool {
        self.rests(query, place).next().is_some()
    }

    /// What is not typed of the blip's names that begin with what is.
    fn rests<'a>(&'a self, query: &'a Query, place: u32) -> impl Iterator<Item = &'a str> {
        let typed = query.form.folded.as_str();
        let names = self.names(place).into_iter().filter(|_| !typed.is_empty());
        let rests = names
            .flat_map(Names::all_folded)
            .filter_map(move |name| name.strip_prefix(typed));
        rests.filter(|rest| !rest.is_empty())
    }

    fn matches(&self, found: Vec<(Score, u32)>) -> Vec<Match> {
        let matches = found.into_iter().filter_map(|(score, place)| {
            let id = self.names(place)?.id.clone();
            Some(Match { id, score })
        });
        matches.collect()
    }

    /// The places of the blips that may be meant, best first, at most so many.
    fn read(&self, query: &Query, reach: fn(&Form) -> Reach, least: Score, most: usize) -> Vec<(Score, u32)> {
        let letters = query.form.letters.len();
        let mut reading = Reading {
            index: self,
            query,
            reach,
            most,
            most_cost: least.most_cost(letters),
            reader: Reader::default(),
            found: Vec::new(),
        };
        reading.names_near(&query.form, 0);
        // Words in another order, with mistakes.
        if reading.best() > NEAR_SCORE.most_cost(letters) {
            for form in query.form.reordered() {
                reading.names_near(&form, REORDERED);
            }
        }
        let score = |cost| {
            if cost == 0 {
                Score::EXACT
            } else {
                Score::left_of(letters, cost)
            }
        };
        let found = reading.found.into_iter();
        found.map(|found| (score(found.cost), found.place)).collect()
    }

    fn names(&self, place: u32) -> Option<&Names> {
        self.entries.get(usize::try_from(place).ok()?)
    }

    fn name<'a>(&'a self, mark: &'a Mark) -> Option<Name<'a>> {
        Some(Name {
            folded: self.names(mark.entry)?.folded(mark.key),
            letters: self.sieve.letters(mark),
            outline: &mark.outline,
        })
    }
}

/// A typed name being read.
struct Reading<'a> {
    index: &'a Index,
    query: &'a Query,
    /// How far names are looked for.
    reach: fn(&Form) -> Reach,
    most: usize,
    most_cost: Cost,
    reader: Reader,
    /// Best first.
    found: Vec<Found>,
}

/// A blip that may be meant. The less its reading costs the better it is, then the longer the piece of it that is
/// written as it is typed ("Mesh" is rather Bluetooth Mesh than Data mesh), then the shorter its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    cost: Cost,
    as_typed: Reverse<usize>,
    letters: usize,
    place: u32,
}

impl Reading<'_> {
    fn best(&self) -> Cost {
        self.found.first().map_or(reading::NEVER, |found| found.cost)
    }

    /// What a blip may cost to be among those that are wanted.
    fn most_cost(&self) -> Cost {
        match self.found.get(self.most.saturating_sub(1)) {
            Some(last) => last.cost.min(self.most_cost),
            None => self.most_cost,
        }
    }

    /// Reads what is typed as each name that is near; each reading costs so much more.
    fn names_near(&mut self, typed: &Form, more: Cost) {
        let index = self.index;
        let by_words = |mark: &Mark| index.name(mark).is_some_and(|name| name.shares_words(typed));
        for mark in index.sieve.near(typed, (self.reach)(typed), by_words) {
            let (Some(names), Some(name)) = (index.names(mark.entry), index.name(mark)) else {
                continue;
            };
            let is_own =
                mark.outline.whole == self.query.form.outline.whole && names.exact(self.query).is_some();
            let cost = if is_own {
                0
            } else {
                let cost = more + self.reader.cost(typed, name, self.most_cost());
                // Letters that share a number are no reason to call a name exact.
                cost.max(1) + if mark.retired { RETIRED } else { 0 }
            };
            if cost <= self.most_cost() {
                self.note(Found {
                    cost,
                    as_typed: Reverse(shared(&self.query.text, names.written(mark.key))),
                    letters: name.letters.len(),
                    place: mark.entry,
                });
            }
        }
    }

    /// Notes a blip by its best name.
    fn note(&mut self, found: Found) {
        match self.found.iter_mut().find(|known| known.place == found.place) {
            Some(known) => *known = found.min(*known),
            None => self.found.push(found),
        }
        self.found.sort_unstable();
        self.found.truncate(self.most);
    }
}

/// How long the longest piece of a name is that is typed so, capitals told from small letters.
fn shared(typed: &str, written: &str) -> usize {
    // For each sign of the name: how long the common piece is that ends with it and with the typed sign before.
    let mut ending = vec![0_usize; written.len()];
    let mut longest = 0;
    for typed in typed.bytes() {
        let mut before = 0;
        for (ending, written) in ending.iter_mut().zip(written.bytes()) {
            let now = if typed == written { before + 1 } else { 0 };
            before = std::mem::replace(ending, now);
            longest = longest.max(now);
        }
    }
    longest
}

#[cfg(test)]
mod tests;
