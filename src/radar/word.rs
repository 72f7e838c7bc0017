//! The words of a text, as names and texts are searched for.

use unicode_script::{Script, UnicodeScript as _};

use super::fold::{ends_word, fold};

/// A word, as it is written and folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it is written.
    pub written: &'a str,
    /// Its key (see [`fold`](fn@super::fold)); never empty.
    pub folded: String,
    /// Whether it goes on behind a dot, as the ending of a file or a part of an address does (`js` in `index.js`).
    pub behind_dot: bool,
}

/// The words of a text. `+` and `#` belong to a word at whose end they stand (C++, C#), or to one letter before a number
/// (C++17); elsewhere they part words, or nothing would be found in `Terraform+Helm` and `#terraform`.
///
/// Scripts part words, too: who writes without spaces, or hangs an ending of their own language on a name, names it all the
/// same (`用Crossplane部署`, `Crossplane을`). Of scripts that have no spaces each sign is a word.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut behind_dot = false;
    for run in text.split_inclusive(ends_word) {
        let letters = run.trim_end_matches(ends_word);
        let pieces = of_one_script(letters).into_iter().flat_map(at_signs);
        let mut pieces = pieces.peekable();
        if let Some(first) = pieces.peek_mut() {
            first.behind_dot = behind_dot;
        }
        words.extend(pieces);
        behind_dot = !letters.is_empty() && run.ends_with('.');
    }
    words
}

/// The pieces of a run that are written in one script. Digits, signs and accents are of any.
fn of_one_script(run: &str) -> Vec<&str> {
    if run.is_ascii() {
        return vec![run];
    }
    let (mut pieces, mut from, mut last) = (Vec::new(), 0, None);
    for (at, c) in run.char_indices() {
        let script = match c.script() {
            Script::Common | Script::Inherited | Script::Unknown => continue,
            script => script,
        };
        // A mark belongs to the letter before it.
        let goes_on = !c.is_alphanumeric() || last == Some(script) && !has_no_spaces(script);
        if !goes_on && last.is_some() {
            pieces.extend(run.get(from..at));
            from = at;
        }
        last = Some(script);
    }
    pieces.extend(run.get(from..));
    pieces
}

/// Whether words of this script follow each other without a space.
fn has_no_spaces(script: Script) -> bool {
    matches!(
        script,
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
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
        let is_numbered = || {
            let after = &rest[letters + signs..];
            rest[..letters].chars().count() == 1 && after.starts_with(|c: char| c.is_ascii_digit())
        };
        let ends = if letters + signs == rest.len() || is_numbered() {
            letters + signs
        } else {
            letters
        };
        let (written, after) = rest.split_at(ends);
        let folded = fold(written);
        if !folded.is_empty() {
            words.push(Word {
                written,
                folded,
                behind_dot: false,
            });
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
        assert_eq!(folded("C++11 a#b# C#12"), ["c++", "11", "a", "b#", "c#", "12"]);
        assert_eq!(folded("terraform#12"), ["terraform", "12"]);
    }

    #[test]
    fn what_goes_on_behind_a_dot_is_known() {
        let behind = |text| -> Vec<bool> { words(text).iter().map(|word| word.behind_dot).collect() };
        assert_eq!(
            behind("see index.test.js. Then .NET"),
            [false, false, true, true, false, false]
        );
        assert_eq!(behind("1. Go"), [false, false]);
        assert_eq!(behind("a..b"), [false, false]);
    }

    #[test]
    fn accents_do_not_part_words() {
        assert_eq!(folded("Cafe\u{301}-Dash"), ["cafe", "dash"]);
    }

    #[test]
    fn scripts_part_words_and_where_no_spaces_are_written_each_sign_is_one() {
        assert_eq!(
            folded("我们用Crossplane部署。"),
            ["我", "们", "用", "crossplane", "部", "署"]
        );
        assert_eq!(
            folded("Crossplane을 Kubernetesом"),
            ["crossplane", &fold("을"), "kubernetes", "ом"]
        );
        assert_eq!(folded("テラform"), ["テ", "ラ", "form"]);
        assert_eq!(folded("K8s上的C++17"), ["k8s", "上", "的", "c++", "17"]);
        assert_eq!(folded("naïve Łódź straße"), ["naive", "łodz", "strasse"]);
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
