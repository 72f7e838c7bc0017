//! Letters as small numbers, and what they have to do with each other on a keyboard.

/// A folded letter as a number. The 38 signs that names are mostly made of have numbers of their own; others share the
/// rest, which can only make two names look closer than they are, never the same: that is told by their texts.
pub(super) type Letter = u8;

/// The first number that is not that of one sign alone.
const SHARED: u8 = 38;
const VOWELS: u64 = 1 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20;
/// The rows of a keyboard, each shifted by about half a key to the right of the one above.
const KEYBOARD: [&[u8]; 4] = [b"1234567890", b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

#[expect(
    clippy::cast_possible_truncation,
    reason = "what is left of a division by less than 256"
)]
pub(super) const fn letter(c: char) -> Letter {
    match c {
        'a'..='z' => c as u8 - b'a',
        '0'..='9' => c as u8 - b'0' + 26,
        '+' => 36,
        '#' => 37,
        other => SHARED + (other as u32 % (u8::MAX - SHARED) as u32) as u8,
    }
}

/// One bit for each letter; the letters that share numbers share bits, too.
#[expect(clippy::cast_possible_truncation, reason = "64 bits")]
pub(super) const fn bit(letter: Letter) -> u64 {
    if letter < SHARED {
        1 << letter
    } else {
        1 << (SHARED + letter % (u64::BITS as u8 - SHARED))
    }
}

pub(super) const fn is_vowel(letter: Letter) -> bool {
    letter < SHARED && VOWELS & bit(letter) != 0
}

pub(super) const fn is_digit(letter: Letter) -> bool {
    matches!(letter, 26..=35)
}

/// The letters whose keys touch this one's, as bits.
pub(super) fn neighbours(letter: Letter) -> u64 {
    NEIGHBOURS.get(usize::from(letter)).copied().unwrap_or(0)
}

/// Whether one of `letters` (bits that stand for one letter each) is this one.
pub(super) const fn among(letter: Letter, letters: u64) -> bool {
    letter < SHARED && letters & bit(letter) != 0
}

const NEIGHBOURS: [u64; SHARED as usize] = {
    let mut touching = [0; SHARED as usize];
    let mut row = 0;
    while row < KEYBOARD.len() {
        let keys = KEYBOARD[row];
        let mut at = 0;
        while at < keys.len() {
            let mut others: [Option<u8>; 3] = [None; 3];
            if at + 1 < keys.len() {
                others[0] = Some(keys[at + 1]);
            }
            if row + 1 < KEYBOARD.len() {
                let below = KEYBOARD[row + 1];
                if at < below.len() {
                    others[1] = Some(below[at]);
                }
                if at > 0 && at - 1 < below.len() {
                    others[2] = Some(below[at - 1]);
                }
            }
            let mut other = 0;
            while other < others.len() {
                if let Some(key) = others[other] {
                    let (a, b) = (letter(keys[at] as char), letter(key as char));
                    touching[a as usize] |= bit(b);
                    touching[b as usize] |= bit(a);
                }
                other += 1;
            }
            at += 1;
        }
        row += 1;
    }
    touching
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_touch_are_neighbours_both_ways() {
        let touching = |c: char| -> String {
            ('a'..='z')
                .chain('0'..='9')
                .filter(|&other| among(letter(other), neighbours(letter(c))))
                .collect()
        };
        assert_eq!(touching('g'), "bfhtvy");
        assert_eq!(touching('q'), "aw12");
        assert_eq!(touching('m'), "jkn");
        assert_eq!(touching('p'), "lo0");
        assert_eq!(touching('+'), "");
        assert_eq!(touching('é'), "");
    }

    #[test]
    fn letters_of_other_scripts_have_numbers_that_are_no_latin_letter() {
        for c in ['é', 'я', 'の', '🦀', '\u{10FFFF}'] {
            assert!(letter(c) >= SHARED, "{c}");
            assert!(!is_vowel(letter(c)), "{c}");
        }
        assert!(is_vowel(letter('u')) && !is_vowel(letter('y')));
        let digits: String = ('\0'..='\u{2FF}').filter(|&c| is_digit(letter(c))).collect();
        assert_eq!(digits, "0123456789");
    }
}
