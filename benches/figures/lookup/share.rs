//! How often a lookup was right, and how often any could be.

use std::collections::HashMap;
use std::fmt;

use blipbot::radar::fold;

use super::queries::Typed;

/// How often what is meant was found first, and among three.
#[derive(Debug, Default, Clone, Copy)]
pub struct Share {
    asked: u32,
    first: u32,
    three: u32,
}

impl Share {
    /// Counts a query that found what is meant at this place.
    pub fn add(&mut self, place: Option<usize>) {
        self.asked += 1;
        self.first += u32::from(place == Some(0));
        self.three += u32::from(place.is_some_and(|place| place < 3));
    }

    /// In percent.
    pub fn first(self) -> f64 {
        percent(self.first, self.asked)
    }

    /// In percent.
    pub fn among_three(self) -> f64 {
        percent(self.three, self.asked)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:10} {:7.2} {:12.2}  ",
            self.asked,
            self.first(),
            self.among_three()
        )
    }
}

pub fn percent(part: u32, all: u32) -> f64 {
    100.0 * f64::from(part) / f64::from(all.max(1))
}

/// The names that each text may be meant for. Several names may begin with "Apache", or end with "in production": what
/// is typed does not tell which is meant.
pub struct Meanings(HashMap<String, Vec<String>>);

impl Meanings {
    /// Those for which a text is typed oftenest come first.
    pub fn of(queries: &[Typed]) -> Self {
        let mut counts: HashMap<String, HashMap<&str, u32>> = HashMap::new();
        for typed in queries {
            *counts
                .entry(key(typed))
                .or_default()
                .entry(&typed.meant)
                .or_default() += 1;
        }
        let sorted = |counts: HashMap<&str, u32>| {
            let mut meant: Vec<_> = counts.into_iter().collect();
            meant.sort_by_key(|&(id, times)| (std::cmp::Reverse(times), id.to_owned()));
            meant.into_iter().map(|(id, _)| id.to_owned()).collect()
        };
        Self(
            counts
                .into_iter()
                .map(|(text, counts)| (text, sorted(counts)))
                .collect(),
        )
    }

    pub fn is_one(&self, typed: &Typed) -> bool {
        self.0.get(&key(typed)).is_some_and(|meant| meant.len() == 1)
    }

    /// Where a lookup that knows all that is asked would put what is meant, since the same text gets the same answer.
    pub fn rank(&self, typed: &Typed) -> Option<usize> {
        self.0.get(&key(typed))?.iter().position(|id| *id == typed.meant)
    }
}

/// What is typed, but for signs, case and space.
fn key(typed: &Typed) -> String {
    fold(&typed.text).replace(' ', "")
}
