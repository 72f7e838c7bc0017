//! How a typed name may be read as a blip's name, and what each reading costs.
//!
//! Every way in which people type a name that is not the name costs something, and the cheapest reading counts: the
//! whole name or its beginning, with or without its first words, with mistakes; its words in another order; beginnings
//! of its words; the name and words that are not in it. Costs are hundredths of what one typed letter tells, so that what
//! is left of all letters is the score. They were tuned on one set of names and measured on another: see
//! `tests/it/lookup`.

use super::form::{Form, Outline};
use super::letter::{Letter, among, is_digit, is_vowel, neighbours};

/// What a reading costs.
pub(super) type Cost = u32;

/// What can not be read so.
pub(super) const NEVER: Cost = 1_000_000;

/// A letter in the place of another.
const REPLACED: Cost = 100;
/// Of one whose key touches the other's.
const NEIGHBOUR: Cost = 80;
/// A vowel in the place of another.
const OTHER_VOWEL: Cost = 100;
/// A digit in the place of another: Python 2 is not Python 3, whatever keys touch.
const OTHER_DIGIT: Cost = 300;
/// Two letters in the other order.
const SWAPPED: Cost = 60;
/// A letter of the name that is not typed.
const DROPPED: Cost = 60;
const VOWEL_DROPPED: Cost = 50;
/// One of two equal letters that follow each other.
const TWIN_DROPPED: Cost = 80;
/// A letter that is not the name's.
const ADDED: Cost = 120;
/// A letter that is typed twice.
const DOUBLED: Cost = 70;
/// Letters after the whole name: that there are any, and each.
const MORE: Cost = 40;
const EACH_MORE: Cost = 60;

/// The name without its first word; without more than that.
const WITHOUT_FIRST: Cost = 50;
const WITHOUT_MORE: Cost = 130;
/// The beginning of a name, and the part of it that is not typed, as a share of the whole. The less of a name is typed the
/// less it says ("java" is not "JavaScript"), so what is missing beyond the half counts more.
const BEGUN: Cost = 40;
const UNTYPED: Cost = 60;
const UNTYPED_BEYOND_HALF: Cost = 300;
/// That a beginning has the length at which people who begin a name usually stop, with a mistake in it or without.
const USUAL_LENGTH: Cost = 40;
const USUAL_LENGTH_MISTYPED: Cost = 30;
const NEARLY_SO_MISTYPED: Cost = 5;
/// No beginning costs less.
const LEAST_BEGUN: Cost = 5;
/// More words than the name has; than its beginning has.
const MORE_WORDS: Cost = 75;
const MORE_WORDS_BEGUN: Cost = 55;

/// Two words in the other order; words in any order.
pub(super) const REORDERED: Cost = 40;
const IN_ANY_ORDER: Cost = 60;
/// Beginnings of words, and the letters that are not typed, as a share of the name.
const WORDS_BEGUN: Cost = 140;
const UNTYPED_IN_WORDS: Cost = 120;
/// Every letter that is typed beside the words of a name: what may be a thing of its own is offered, not answered.
const PER_LETTER_BESIDE: Cost = 30;
const PER_LETTER_OF_NAME: Cost = 9;

/// A blip's name, as it is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a> {
    pub(super) folded: &'a str,
    pub(super) letters: &'a [Letter],
    pub(super) outline: &'a Outline,
}

impl Name<'_> {
    fn words(&self) -> impl Iterator<Item = &str> {
        self.folded.split(' ')
    }

    /// Whether the words of `typed` tell of this name: each begins one of its words, or all of its words are typed, or it
    /// is typed and something behind it.
    pub(super) fn shares_words(&self, typed: &Form) -> bool {
        typed.letters.starts_with(self.letters) || self.has_words_begun_by(typed) || self.is_within(typed)
    }

    fn has_words_begun_by(&self, typed: &Form) -> bool {
        let begun = |word: &str| self.words().any(|other| other.starts_with(word));
        typed.outline.has & !self.outline.has == 0 && typed.words().all(begun)
    }

    fn is_within(&self, typed: &Form) -> bool {
        typed.outline.words > self.outline.words
            && self.outline.has & !typed.outline.has == 0
            && self.words().all(|word| typed.words().any(|other| other == word))
    }
}

/// Reads typed names; keeps the memory for it.
#[derive(Debug, Default)]
pub(super) struct Reader {
    rows: [Vec<Cost>; 3],
}

impl Reader {
    /// What the cheapest reading costs; [`NEVER`] if that is more than `most`.
    pub(super) fn cost(&mut self, typed: &Form, name: Name<'_>, most: Cost) -> Cost {
        let (letters, length) = (count(typed.letters.len()), count(name.letters.len()));
        let mut cost = self.in_order(typed, name, most);
        if typed.outline.words > 1 {
            if typed.outline.bag == name.outline.bag {
                let moved = typed.words().zip(name.words()).filter(|(a, b)| a != b).count();
                cost = cost.min(if moved == 2 { REORDERED } else { IN_ANY_ORDER });
            }
            if name.has_words_begun_by(typed) {
                let untyped = UNTYPED_IN_WORDS * length.saturating_sub(letters) / length.max(1);
                cost = cost.min(WORDS_BEGUN + untyped);
            }
            if name.is_within(typed) {
                cost = cost.min((letters * PER_LETTER_BESIDE).saturating_sub(length * PER_LETTER_OF_NAME));
            }
        }
        if cost > most { NEVER } else { cost }
    }

    /// The letters in the order in which they are typed: Damerau's and Levenshtein's distance, which strsim has with one
    /// weight for all mistakes, with a weight for each, for which the name may begin at a later word and end anywhere.
    fn in_order(&mut self, typed: &Form, name: Name<'_>, most: Cost) -> Cost {
        let length = name.letters.len();
        let [before, above, row] = &mut self.rows;
        for cells in [&mut *before, &mut *above, &mut *row] {
            cells.clear();
            // One more, so that two letters back is a cell for the first one, too.
            cells.resize(length + 2, NEVER);
        }
        begin(above, name);
        let (mut more, mut previous) = (NEVER, None);
        for (at, &typed_letter) in typed.letters.iter().enumerate() {
            let whole = above.last().copied().unwrap_or(NEVER);
            more = more.min(whole + MORE) + EACH_MORE;
            let twice = previous == Some(typed_letter);
            let twice_next = typed.letters.get(at + 1) == Some(&typed_letter);
            let (touching, vowel) = (neighbours(typed_letter), is_vowel(typed_letter));
            let digit = is_digit(typed_letter);
            let added = if twice { DOUBLED } else { ADDED };
            let first = above.get(1).copied().unwrap_or(NEVER);
            let mut left = first + if twice_next { DOUBLED } else { ADDED };
            if let Some(cell) = row.get_mut(1) {
                *cell = left;
            }
            let mut least = left.min(more);
            // The two letters of the name before this one, and the cell of two typed letters and three of the name ago.
            let (mut name_last, mut name_before, mut furthest_corner) = (None, None, NEVER);
            let cells = row.iter_mut().skip(2).zip(name.letters);
            let others = above.iter().skip(1).zip(above.iter().skip(2)).zip(before.iter());
            for ((cell, &letter), ((&corner, &up), &far_corner)) in cells.zip(others) {
                let is_vowel = is_vowel(letter);
                let mut cost = if letter == typed_letter {
                    corner.min(up + DOUBLED)
                } else {
                    let replaced = if digit && is_digit(letter) {
                        OTHER_DIGIT
                    } else if among(letter, touching) {
                        NEIGHBOUR
                    } else if vowel && is_vowel {
                        OTHER_VOWEL
                    } else {
                        REPLACED
                    };
                    let replaced = (corner + replaced).min(up + added);
                    if previous != Some(letter) {
                        replaced
                    } else if name_last == Some(typed_letter) {
                        replaced.min(far_corner + SWAPPED)
                    } else if name_before == Some(typed_letter)
                        && let Some(between) = name_last
                    {
                        // The letter between the two that are swapped is not typed.
                        replaced.min(furthest_corner + SWAPPED + dropped(between, name_before))
                    } else {
                        replaced
                    }
                };
                cost = cost.min(left + dropped(letter, name_last));
                *cell = cost;
                left = cost;
                least = least.min(cost);
                (name_before, name_last, furthest_corner) = (name_last, Some(letter), far_corner);
            }
            if least > most {
                return NEVER;
            }
            previous = Some(typed_letter);
            std::mem::swap(before, above);
            std::mem::swap(above, row);
        }
        end(above, typed, name).min(more + more_words(typed, name))
    }
}

/// The first row: the name may begin late, and lack letters.
fn begin(row: &mut [Cost], name: Name<'_>) {
    let starts = name.outline.starts;
    let mut left = 0;
    let letters = name.letters.iter().zip(1_u32..);
    if let Some(cell) = row.get_mut(1) {
        *cell = 0;
    }
    let mut last = None;
    for (cell, (&letter, at)) in row.iter_mut().skip(2).zip(letters) {
        let begins_word = starts.checked_shr(at).unwrap_or(0) & 1 == 1;
        let late = match begins_word {
            true if at == u32::from(name.outline.first_word) => WITHOUT_FIRST,
            true => WITHOUT_MORE,
            false => NEVER,
        };
        left = (left + dropped(letter, last)).min(late);
        last = Some(letter);
        *cell = left;
    }
}

/// The last row: all is typed, and the name may end before its end.
fn end(row: &[Cost], typed: &Form, name: Name<'_>) -> Cost {
    let length = count(name.letters.len());
    let mut cost = row.last().copied().unwrap_or(NEVER) + more_words(typed, name);
    let ends = row.iter().skip(2).zip(1..length);
    for (&cell, end) in ends {
        if cell + LEAST_BEGUN >= cost {
            continue;
        }
        let untyped = length - end;
        let beyond_half = untyped.saturating_sub(length / 2);
        let mut begun = BEGUN + (UNTYPED * untyped + UNTYPED_BEYOND_HALF * beyond_half) / length;
        begun = begun.saturating_sub(usual_length(name.outline, end, cell > 0));
        let words = (name.outline.starts & !u64::MAX.checked_shl(end).unwrap_or(0)).count_ones();
        if u32::from(typed.outline.words) > words {
            begun += MORE_WORDS_BEGUN;
        }
        cost = cost.min(cell + begun.max(LEAST_BEGUN));
    }
    cost
}

/// What a beginning costs less for its length.
fn usual_length(outline: &Outline, end: u32, mistyped: bool) -> Cost {
    if !mistyped {
        return if u32::from(outline.cut_at_60) == end {
            USUAL_LENGTH
        } else {
            0
        };
    }
    match u32::from(outline.cut_at_70).abs_diff(end) {
        0 => USUAL_LENGTH_MISTYPED,
        1 => NEARLY_SO_MISTYPED,
        _ => 0,
    }
}

fn more_words(typed: &Form, name: Name<'_>) -> Cost {
    if typed.outline.words > name.outline.words {
        MORE_WORDS
    } else {
        0
    }
}

/// A letter of the name that is not typed, after the one before it.
fn dropped(letter: Letter, before: Option<Letter>) -> Cost {
    if before == Some(letter) {
        TWIN_DROPPED
    } else if is_vowel(letter) {
        VOWEL_DROPPED
    } else {
        DROPPED
    }
}

fn count(letters: usize) -> u32 {
    u32::try_from(letters).unwrap_or(u32::MAX)
}
