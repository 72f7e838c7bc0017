//! Which names are worth a closer look: all are gone through, a few operations each.

use std::ops::Range;

use super::form::{Form, Outline};
use super::letter::Letter;

/// The names of all blips, one after the other in memory. A blip's names stand together.
#[derive(Debug, Clone, Default)]
pub(super) struct Sieve {
    /// Which letters and pairs of letters each name has. By themselves, since most names are passed over for them.
    parts: Vec<Parts>,
    marks: Vec<Mark>,
    letters: Vec<Letter>,
    /// The places of the titles among the marks, in the order of their letters.
    titles: Vec<u32>,
}

/// What a name is made of, as bits.
#[derive(Debug, Clone, Copy)]
struct Parts {
    has: u64,
    pairs: u64,
}

impl Parts {
    /// Whether one may hold the words of the other: but for where words meet, their pairs are the same.
    fn share_words(self, typed: &Form, name: &Mark) -> bool {
        let meet = |words: u8| u32::from(words.saturating_sub(1));
        !more_than(typed.outline.pairs & !self.pairs, meet(typed.outline.words))
            || !more_than(self.pairs & !typed.outline.pairs, meet(name.outline.words))
    }
}

/// A name in the sieve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// The place of its blip in the index.
    pub(super) entry: u32,
    /// Whether the blip has left the radar.
    pub(super) retired: bool,
    /// Which of the blip's names it is.
    pub(super) key: u16,
    at: u32,
    length: u16,
    pub(super) outline: Outline,
}

/// How far from a typed name a name may be to get a closer look.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reach {
    /// The most mistakes in it.
    mistakes: u32,
    /// The most names that get one.
    names: usize,
}

impl Reach {
    /// Two mistakes; one in a short name, since two leave nothing of it; one in five letters in a long one.
    pub(super) fn of(typed: &Form) -> Self {
        let mistakes = match typed.letters.len() {
            0..=3 => 1,
            4..=14 => 2,
            long => u32::try_from(long / 5).unwrap_or(u32::MAX),
        };
        Self { mistakes, names: 48 }
    }

    /// One mistake more in what is long enough to be known by the rest.
    pub(super) fn further(typed: &Form) -> Self {
        let Self { mistakes, names } = Self::of(typed);
        let more = u32::from(typed.letters.len() >= 7);
        Self {
            mistakes: mistakes + more,
            names,
        }
    }

    /// While a name is still being typed, one mistake; two if it is long already.
    pub(super) fn while_typing(typed: &Form) -> Self {
        Self {
            mistakes: if typed.letters.len() < 16 { 1 } else { 2 },
            names: 16,
        }
    }
}

impl Sieve {
    pub(super) fn add(&mut self, entry: u32, retired: bool, key: u16, name: &Form) {
        self.parts.push(Parts {
            has: name.outline.has,
            pairs: name.outline.pairs,
        });
        self.marks.push(Mark {
            entry,
            retired,
            key,
            at: u32::try_from(self.letters.len()).unwrap_or(u32::MAX),
            length: u16::try_from(name.letters.len()).unwrap_or(u16::MAX),
            outline: name.outline,
        });
        self.letters.extend_from_slice(&name.letters);
    }

    /// Puts the titles in order, once all names are there.
    pub(super) fn finish(&mut self) {
        let titles = (0..).zip(&self.marks).filter(|(_, mark)| mark.key == 0);
        let mut titles: Vec<u32> = titles.map(|(place, _)| place).collect();
        titles.sort_by(|a, b| self.letters_at(*a).cmp(self.letters_at(*b)));
        self.titles = titles;
    }

    fn mark(&self, place: u32) -> Option<&Mark> {
        self.marks.get(usize::try_from(place).ok()?)
    }

    fn letters_at(&self, place: u32) -> &[Letter] {
        self.mark(place).map_or(&[], |mark| self.letters(mark))
    }

    /// The titles that begin so.
    pub(super) fn titles_from<'a>(&'a self, typed: &'a [Letter]) -> impl Iterator<Item = &'a Mark> {
        let first = self
            .titles
            .partition_point(|place| self.letters_at(*place) < typed);
        let from = self.titles.get(first..).unwrap_or_default();
        let here = from
            .iter()
            .take_while(|place| self.letters_at(**place).starts_with(typed));
        here.filter_map(|place| self.mark(*place))
    }

    pub(super) fn letters(&self, mark: &Mark) -> &[Letter] {
        let at = usize::try_from(mark.at).unwrap_or(usize::MAX);
        let range: Range<usize> = at..at.saturating_add(usize::from(mark.length));
        self.letters.get(range).unwrap_or_default()
    }

    /// The names with the same letters in the same order.
    pub(super) fn same<'a>(&'a self, typed: &'a Form) -> impl Iterator<Item = &'a Mark> {
        let names = self.parts.iter().zip(&self.marks);
        names
            .filter(|(parts, mark)| {
                parts.has == typed.outline.has && mark.outline.whole == typed.outline.whole
            })
            .map(|(_, mark)| mark)
    }

    /// The names that have all letters of what is typed, in any order.
    pub(super) fn with_all_letters<'a>(&'a self, typed: &'a Form) -> impl Iterator<Item = &'a Mark> {
        let names = self.parts.iter().zip(&self.marks);
        names
            .filter(|(parts, _)| typed.outline.has & !parts.has == 0)
            .map(|(_, mark)| mark)
    }

    /// The names that what is typed could be meant for, nearest first. `by_words` says whether a name
    /// is worth a look for its words, if it has all typed letters, or only such.
    pub(super) fn near(&self, typed: &Form, reach: Reach, by_words: impl Fn(&Mark) -> bool) -> Vec<&Mark> {
        let pattern = Pattern::new(&typed.letters);
        let length = u32::try_from(typed.letters.len()).unwrap_or(u32::MAX);
        let several = typed.outline.words > 1;
        let mut near: Vec<(u32, u32)> = Vec::new();
        for (place, parts) in (0..).zip(&self.parts) {
            let lacking = typed.outline.has & !parts.has;
            let beside = parts.has & !typed.outline.has;
            let worded = beside == 0 || several && lacking == 0;
            // Each mistake brings at most one letter that the name does not have ...
            if more_than(lacking, reach.mistakes) && !worded {
                continue;
            }
            // ... and at most three pairs, of which one that brings a letter brings two.
            let most_pairs = (3 * reach.mistakes).saturating_sub(lacking.count_ones());
            let few_pairs = !more_than(typed.outline.pairs & !parts.pairs, most_pairs);
            if !few_pairs && !worded && parts.has != typed.outline.has {
                continue;
            }
            let Some(mark) = self.mark(place) else { break };
            let mistakes = if mark.outline.bag == typed.outline.bag {
                0
            } else {
                let distance = few_pairs.then(|| pattern.distance(self.letters(mark)));
                match distance {
                    Some(distance) if distance <= reach.mistakes => distance,
                    Some(_) | None if worded && parts.share_words(typed, mark) && by_words(mark) => 1,
                    Some(_) | None => continue,
                }
            };
            let name = u32::from(mark.length);
            let rest = length.saturating_sub(name) + name.saturating_sub(length) / 2;
            near.push((mistakes << 16 | rest, place));
        }
        if near.len() > reach.names {
            near.select_nth_unstable(reach.names);
            near.truncate(reach.names);
        }
        near.sort_unstable();
        near.into_iter()
            .filter_map(|(_, place)| self.mark(place))
            .collect()
    }
}

/// Whether more than so many bits are set; without counting, for which the oldest processors have no instruction.
fn more_than(bits: u64, most: u32) -> bool {
    let mut bits = bits;
    for _ in 0..most {
        bits &= bits.wrapping_sub(1);
    }
    bits != 0
}

/// A typed name, prepared for [`distance`](Self::distance): for each letter, at which places it stands.
#[derive(Debug)]
struct Pattern {
    places: [u64; 256],
    length: u32,
}

impl Pattern {
    /// The first 64 letters count: so many are compared at once.
    fn new(typed: &[Letter]) -> Self {
        let mut places = [0; 256];
        let mut length = 0;
        for &letter in typed.iter().take(64) {
            places[usize::from(letter)] |= 1 << length;
            length += 1;
        }
        Self { places, length }
    }

    /// The fewest letters that must be swapped, dropped, added or replaced so that what is typed stands somewhere in
    /// the name. Hyyrö's bit vectors ("A bit-vector algorithm for computing Levenshtein and Damerau edit distances",
    /// 2003), which compare all letters of the pattern at once; a part of the text may be left out at either end.
    fn distance(&self, name: &[Letter]) -> u32 {
        let Some(top) = self.length.checked_sub(1) else {
            return 0;
        };
        let (mut more, mut less, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let (mut distance, mut least) = (self.length, self.length);
        for &letter in name {
            let here = self.places[usize::from(letter)];
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & more).wrapping_add(more) ^ more) | here | less | swapped;
            let up = less | !(diagonal | more);
            let down = diagonal & more;
            distance = distance + (up >> top & 1) as u32 - (down >> top & 1) as u32;
            least = least.min(distance);
            more = down << 1 | !(diagonal | up << 1);
            less = up << 1 & diagonal;
            before = here;
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn distance(typed: &str, name: &str) -> u32 {
        Pattern::new(&Form::new(typed).letters).distance(&Form::new(name).letters)
    }

    /// The same, letter by letter.
    fn slowly(typed: &[Letter], name: &[Letter]) -> u32 {
        (0..=name.len())
            .flat_map(|from| (from..=name.len()).map(move |to| (from, to)))
            .map(|(from, to)| {
                let text =
                    |letters: &[Letter]| -> String { letters.iter().copied().map(char::from).collect() };
                u32::try_from(strsim::osa_distance(&text(typed), &text(&name[from..to]))).unwrap()
            })
            .min()
            .unwrap()
    }

    #[test]
    fn mistakes_are_counted_wherever_the_text_stands() {
        for (typed, name, mistakes) in [
            ("terraform", "Terraform Cloud", 0),
            ("terrafrom", "Terraform", 1),
            ("teraform", "HashiCorp Terraform", 1),
            ("kubernets gatway", "Kubernetes Gateway API", 2),
            ("", "Anything", 0),
            ("zzz", "Atlantis", 3),
        ] {
            assert_eq!(distance(typed, name), mistakes, "{typed} in {name}");
        }
    }

    proptest! {
        #[test]
        fn the_distance_is_that_of_the_slow_way(typed in "[a-d]{1,9}", name in "[a-d]{0,12}") {
            let (typed, name) = (Form::new(&typed).letters, Form::new(&name).letters);
            prop_assert_eq!(Pattern::new(&typed).distance(&name), slowly(&typed, &name));
        }

        #[test]
        fn bits_are_counted(bits in any::<u64>(), most in 0_u32..6) {
            prop_assert_eq!(more_than(bits, most), bits.count_ones() > most);
        }
    }
}
