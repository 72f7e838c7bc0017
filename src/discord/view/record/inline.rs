//! Typed text inside a Markdown document that leaves Discord (`CommonMark` 0.31): it says what it says, and does nothing.

use crate::radar::Url;

/// `text` on one line, inert. Visible web addresses become autolinks, in which nothing has a meaning.
pub fn typed(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    let line = words.join(" ");
    // At the start of a line a number with a dot begins a list.
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line.split_at_checked(digits) {
        Some((number, rest)) if digits > 0 && rest.starts_with('.') => format!("{number}\\{rest}"),
        Some(_) | None => line,
    }
}

fn word(word: &str) -> String {
    // Punctuation at the end is the sentence's.
    let address = word.trim_end_matches(['.', ',', ';', ':']);
    if Url::parse(address).is_ok() && !address.contains(['<', '>', '`', '\\']) {
        return format!("<{address}>{}", escaped(&word[address.len()..]));
    }
    escaped(word)
}

fn escaped(word: &str) -> String {
    let mut escaped = String::with_capacity(word.len() + 8);
    for c in word.chars() {
        // A backslash before any other sign of ASCII takes its meaning away (`CommonMark` 2.4).
        if c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ';' | '\'' | '"' | '/' | '?' | '%') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// `text` as a quotation, line by line.
pub fn quoted(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("> {}", typed(line)).trim_end().to_owned())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_begins_a_block() {
        assert_eq!(typed("# a"), "\\# a");
        assert_eq!(typed("1. a"), "1\\. a");
        assert_eq!(typed("1) a"), "1\\) a");
        assert_eq!(typed("---"), "\\-\\-\\-");
        assert_eq!(typed("==="), "\\=\\=\\=");
        assert_eq!(typed("<!-- a"), "\\<\\!\\-\\- a");
        assert_eq!(typed("&lt; [a](b) `c`"), "\\&lt; \\[a\\]\\(b\\) \\`c\\`");
        assert_eq!(quoted("a\n---\n\nb"), "> a\n> \\-\\-\\-\n>\n> b");
    }

    #[test]
    fn an_address_stays_one() {
        assert_eq!(typed("see https://a.example/b_c"), "see <https://a.example/b_c>");
        assert_eq!(typed("https://a.example/b."), "<https://a.example/b>.");
    }

    proptest! {
        #[test]
        fn no_sign_with_a_meaning_is_left_alone(text in "[a-z0-9 \n\\\\*_~`|<>@\\[\\]():#+=&!$-]{0,80}|\\PC{0,60}") {
            for line in quoted(&text).lines() {
                prop_assert!(line.starts_with('>'), "{line}");
                for word in line[1..].split_whitespace().filter(|word| !word.starts_with('<')) {
                    let mut chars = word.chars();
                    while let Some(c) = chars.next() {
                        match c {
                            '\\' => prop_assert!(chars.next().is_some_and(|c| c.is_ascii_punctuation())),
                            c => prop_assert!(!"*_~`|<>[]()#+=&!$-".contains(c), "{line}"),
                        }
                    }
                }
            }
        }
    }
}
