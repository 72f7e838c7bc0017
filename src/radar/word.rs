//! The words of a text, as names and texts are searched for.

use super::fold::{ends_word, fold};

/// A word, as it is written and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it is written.
    pub written: &'a str,
    /// Its key (see [`fold`](fn@super::fold)); never empty.
    pub folded: String,
}

/// The words of a text. `+` and `#` belong to a word at whose end they stand (C++, C#); elsewhere they part words, or
/// nothing would be found in `Terraform+Helm` and `#terraform`.
pub fn words(text: &str) -> Vec<Word<'_>> {
    text.split(ends_word).flat_map(at_signs).collect()
}

fn is_sign(c: char) -> bool {
    matches!(c, '+' | '#')
}

fn at_signs(run: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = run.trim_start_matches(is_sign);
    while !rest.is_empty() {
        let letters = rest.find(is_sign).unwrap_or(rest.len());
        let signs = rest[letters..].len() - rest[letters..].trim_start_matches(is_sign).len();
        let ends = if letters + signs == rest.len() {
            rest.len()
        } else {
            letters
        };
        let (written, after) = rest.split_at(ends);
        let folded = fold(written);
        if !folded.is_empty() {
            words.push(Word { written, folded });
        }
        rest = after.trim_start_matches(is_sign);
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn signs_belong_to_the_word_that_they_end() {
        assert_eq!(folded("C++, C# and c"), ["c++", "c#", "and", "c"]);
        assert_eq!(
            folded("#terraform Terraform+Helm helm + x ++ #"),
            ["terraform", "terraform", "helm", "helm", "x"]
        );
        assert_eq!(folded("C++11 a#b#"), ["c", "11", "a", "b#"]);
    }

    #[test]
    fn accents_do_not_part_words() {
        assert_eq!(folded("Cafe\u{301}-Dash"), ["cafe", "dash"]);
    }

    proptest! {
        #[test]
        fn no_word_is_empty_and_all_letters_are_there(text in any::<String>()) {
            let words = words(&text);
            prop_assert!(words.iter().all(|word| !word.folded.is_empty()));
            // Some marks count as letters, and are folded away.
            let letter = |c: &char| c.is_alphanumeric() && !fold(&c.to_string()).is_empty();
            let letters = |text: &str| text.chars().filter(letter).count();
            let written: usize = words.iter().map(|word| letters(word.written)).sum();
            prop_assert_eq!(written, letters(&text));
        }
    }
}
