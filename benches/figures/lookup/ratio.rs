//! What the lookup is compared with: `RapidFuzz`'s ratio of what is typed to each name, the best first.

use std::cmp::Ordering;
use std::collections::{BTreeSet, HashMap};

use rapidfuzz::fuzz::ratio;

use super::queries::{Listed, Typed};

/// Each way to write each name, and whose it is.
pub struct Ratio {
    names: Vec<(usize, String)>,
    places: HashMap<String, usize>,
}

impl Ratio {
    pub fn of(names: &[Listed]) -> Self {
        let written = |(place, name): (usize, &Listed)| {
            let ways = [Some(&name.title), Some(&name.id), name.alias.as_ref()];
            // The title and the id are mostly the same.
            let ways: BTreeSet<_> = ways.into_iter().flatten().map(|way| prepared(way)).collect();
            ways.into_iter().map(move |way| (place, way))
        };
        Self {
            names: names.iter().enumerate().flat_map(written).collect(),
            places: (0..)
                .zip(names)
                .map(|(place, name)| (name.id.clone(), place))
                .collect(),
        }
    }

    /// How many names it puts before the one that is meant. Of names that it finds equally close, the first is first.
    pub fn before(&self, typed: &Typed) -> Option<usize> {
        let text = prepared(&typed.text);
        let mut best = vec![0.0_f64; self.places.len()];
        for (place, name) in &self.names {
            // Not its `RatioBatchComparator`, which in version 0.5 finds less in names of different lengths.
            let score = ratio(text.chars(), name.chars());
            if let Some(best) = best.get_mut(*place) {
                *best = best.max(score);
            }
        }
        let meant = *self.places.get(&typed.meant)?;
        let score = *best.get(meant)?;
        let is_before = |&(place, other): &(usize, &f64)| match other.total_cmp(&score) {
            Ordering::Greater => true,
            Ordering::Equal => place < meant,
            Ordering::Less => false,
        };
        Some(best.iter().enumerate().filter(is_before).count())
    }
}

/// Small letters, and a space for each sign, as `RapidFuzz` prepares texts in Python.
fn prepared(text: &str) -> String {
    let spaced = text
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '_' { c } else { ' ' });
    let small: String = spaced.flat_map(char::to_lowercase).collect();
    small.trim().to_owned()
}
