//! A name in the forms in which it is compared.

use super::letter::{Letter, bit, letter};
use crate::fnv::hash64;
use crate::radar::fold::fold;

/// Letters beyond these are not compared one by one. Titles and ids have at most 100 characters.
const MAX_LETTERS: usize = 200;

/// A folded name: its words, its letters with nothing between them, and what is told of these at a glance.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// Words, one space apart.
    pub(super) folded: String,
    /// The letters of all words.
    pub(super) letters: Vec<Letter>,
    pub(super) outline: Outline,
}

/// What is told of a name without its letters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    /// Which letters it has, as bits.
    pub(super) has: u64,
    /// Which letters follow each other in it, as bits that some pairs share.
    pub(super) pairs: u64,
    /// Stands for all letters in their order.
    pub(super) whole: u64,
    /// Stands for all words in any order.
    pub(super) bag: u64,
    /// At which letters words begin, as bits; those after the 64th are not told.
    pub(super) starts: u64,
    pub(super) words: u8,
    /// How many letters stand before the first space.
    pub(super) first_word: u8,
    /// How many letters the first 60 % of the name have, as it is written.
    pub(super) cut_at_60: u8,
    /// How many letters the first 70 % have.
    pub(super) cut_at_70: u8,
}

impl Form {
    /// Folds a name as it is written.
    pub(super) fn new(text: &str) -> Self {
        let folded = fold(text);
        let letters: Vec<Letter> = folded
            .chars()
            .filter(|&c| c != ' ')
            .map(letter)
            .take(MAX_LETTERS)
            .collect();
        let (mut starts, mut at, mut words, mut bag) = (0, 0, 0_u8, 0_u64);
        for word in folded.split(' ') {
            starts |= 1_u64.checked_shl(at).unwrap_or(0);
            at += u32::try_from(word.chars().count()).unwrap_or(u32::MAX - at);
            words = words.saturating_add(1);
            bag = bag.wrapping_add(hash64(word.bytes()));
        }
        let outline = Outline {
            has: letters.iter().fold(0, |has, &letter| has | bit(letter)),
            pairs: letters.windows(2).fold(0, |pairs, pair| pairs | pair_bit(pair)),
            whole: hash64(folded.bytes().filter(|&byte| byte != b' ')),
            bag,
            starts,
            words,
            first_word: count(text.split_whitespace().next().unwrap_or_default().chars()),
            cut_at_60: cut(text, 60),
            cut_at_70: cut(text, 70),
        };
        Self {
            folded,
            letters,
            outline,
        }
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.folded.split(' ')
    }

    /// The name with two neighbouring words in the other order, for each such pair; of short names only.
    pub(super) fn reordered(&self) -> Vec<Self> {
        const MOST_WORDS: usize = 3;
        let words: Vec<&str> = self.words().collect();
        if words.len() > MOST_WORDS {
            return Vec::new();
        }
        (1..words.len())
            .map(|at| {
                let mut words = words.clone();
                words.swap(at - 1, at);
                Self::new(&words.join(" "))
            })
            .collect()
    }
}

/// One of 64 bits for two letters that follow each other.
fn pair_bit(pair: &[Letter]) -> u64 {
    let [first, second] = pair else { return 0 };
    1 << ((u32::from(*first) * 37 + u32::from(*second) * 11) % u64::BITS)
}

/// How many letters stand in the first `percent` of a name, to the nearest character.
fn cut(text: &str, percent: usize) -> u8 {
    let chars = text.chars().count();
    count(text.chars().take((chars * percent + 50) / 100))
}

fn count(text: impl Iterator<Item = char>) -> u8 {
    let letters = text.filter(|&c| c.is_alphanumeric() || matches!(c, '+' | '#'));
    u8::try_from(letters.count()).unwrap_or(u8::MAX)
}
