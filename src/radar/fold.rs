//! How names are compared: one folding for titles, ids, aliases and what a member types.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// The key under which a name is compared: case, accents, punctuation and runs of space do not count.
///
/// Words of the key are separated by one space. `+` and `#` are part of names (C, C++ and C# are three things), so
/// they stay. A text without a letter or digit may fold to nothing; nothing equals nothing only by accident, so
/// callers do not match on an empty key.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        // There is nothing to decompose.
        return joined(text.chars().map(|c| c.to_ascii_lowercase()), text.len());
    }
    joined(letters(text), text.len())
}

/// The words of a normalized text of about `length` bytes.
fn joined(letters: impl Iterator<Item = char>, length: usize) -> String {
    let mut key = String::with_capacity(length);
    let mut gap = false;
    for c in letters {
        if ends_word(c) {
            gap = true;
            continue;
        }
        if gap && !key.is_empty() {
            key.push(' ');
        }
        gap = false;
        key.push(c);
    }
    key
}

/// Whether a character ends a word of a [`fold`]ed text.
pub(super) fn ends_word(c: char) -> bool {
    !(c.is_alphanumeric() || is_combining_mark(c) || is_invisible(c) || matches!(c, '+' | '#'))
}

/// The weaker key by which two titles are the same title: only case and space do not count.
pub fn fold_case_and_space(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        if word.is_ascii() {
            key.extend(word.chars().map(|c| c.to_ascii_lowercase()));
            continue;
        }
        key.extend(word.nfkc().filter(|&c| !is_invisible(c)).flat_map(lower_case));
    }
    key
}

/// Decomposed, accents and invisible characters removed, in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    // Lower case may decompose further, and decomposition may give capitals: twice is enough for a fixed point.
    text.nfkd()
        .flat_map(lower_case)
        .nfkd()
        .flat_map(lower_case)
        .filter(|&c| !is_accent(c) && !is_invisible(c))
}

/// Lower case without the two special cases in which equal words would differ: final sigma and sharp s.
fn lower_case(c: char) -> impl Iterator<Item = char> {
    let (first, second) = match c {
        'ς' => ('σ', None),
        'ß' | 'ẞ' => ('s', Some('s')),
        other => (other, None),
    };
    first.to_lowercase().chain(second)
}

/// A mark above or below a letter. Marks that are vowels (Devanagari, Thai) have a lower class and are kept.
fn is_accent(c: char) -> bool {
    canonical_combining_class(c) >= 200
}

/// Characters that change how text is ordered on the screen: in a name they can only deceive.
pub(super) fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters without a width or a look of their own.
pub(super) fn is_invisible(c: char) -> bool {
    is_bidi_control(c)
        || matches!(c, '\u{00AD}' | '\u{034F}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200D}')
        || matches!(c, '\u{2060}'..='\u{2065}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
        || matches!(c, '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn case_accents_punctuation_and_space_do_not_count() {
        assert_eq!(fold("  Gateway-API "), "gateway api");
        assert_eq!(fold("Café\u{0301} \u{202E}Ｆｕｌｌ"), "cafe full");
        assert_eq!(fold("Cafe\u{0301}"), fold("CAFÉ"));
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("Straße"), "strasse");
    }

    #[test]
    fn names_that_differ_by_a_sign_stay_apart() {
        assert_eq!(fold("C"), "c");
        assert_eq!(fold("C++"), "c++");
        assert_eq!(fold("C#"), "c#");
    }

    #[test]
    fn vowel_signs_are_letters_and_emoji_are_not() {
        assert_ne!(fold("कि"), fold("का"));
        assert_eq!(fold("🚀\u{FE0F}"), "");
    }

    #[test]
    fn the_weaker_key_keeps_punctuation() {
        assert_eq!(fold_case_and_space(" ZAP  proxy "), "zap proxy");
        assert_ne!(fold_case_and_space(".NET"), fold_case_and_space("NET"));
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
