//! Random radars, made of a number each: they take no time, and a failure names them.

use super::{ring, words};
use crate::picture::*;

/// How large a radar is, and the number of which it is made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub quadrants: usize,
    pub rings: usize,
    pub blips: usize,
    pub seed: u64,
}

/// Numbers that look random (`SplitMix64`).
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % u64::try_from(most).unwrap()).unwrap()
    }

    fn word(&mut self, letters: &[char], length: usize) -> String {
        (0..length).map(|_| letters[self.below(letters.len())]).collect()
    }

    /// One to six words of any letters, or, one in ten, a word that must be broken.
    fn title(&mut self, longest: usize) -> String {
        let title = if self.below(10) == 0 {
            let letters: Vec<char> = ('A'..='Z').chain('a'..='z').collect();
            let length = 40 + self.below(26);
            self.word(&letters, length)
        } else {
            let letters: Vec<char> = ('A'..='Z')
                .chain('a'..='z')
                .chain('0'..='9')
                .chain("éЖ<&+#.".chars())
                .collect();
            let words = 1 + self.below(6);
            let words = (0..words).map(|_| {
                let length = 1 + self.below(14);
                self.word(&letters, length)
            });
            words.collect::<Vec<_>>().join(" ")
        };
        title.chars().take(longest).collect::<String>().trim().to_owned()
    }

    /// A quarter of them crowd in the first.
    fn skewed(&mut self, most: usize) -> usize {
        if self.below(4) == 0 { 0 } else { self.below(most) }
    }
}

/// A radar of this size, whose titles are not longer.
pub(super) fn chart(size: Size, longest: usize) -> Chart {
    let mut random = Random(size.seed);
    let blips = (0..size.blips).map(|_| Point {
        title: random.title(longest),
        quadrant: random.skewed(size.quadrants),
        ring: random.skewed(size.rings),
        mark: Mark::ALL[random.below(Mark::ALL.len())],
    });
    let blips = blips.collect();
    let rings = (0..size.rings).map(|_| {
        let digits: Vec<char> = ('0'..='9').chain('a'..='f').collect();
        let color = format!("#{}", random.word(&digits, 6));
        ring(&random.title(longest.min(24)), &color)
    });
    let rings = rings.collect();
    let quadrants = (0..size.quadrants).map(|_| random.title(longest)).collect();
    let title = random.title(longest.min(40));
    Chart::new(
        title,
        "November 2026".to_owned(),
        rings,
        quadrants,
        blips,
        words(),
    )
    .unwrap()
}
