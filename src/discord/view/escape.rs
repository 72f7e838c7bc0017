//! Typed text inside our Markdown: it says what it says, and does nothing.

use crate::prose::Prose;
use crate::radar::Url;

use super::body::abbreviated;

/// As much of a typed text as is repeated in an answer.
const ECHO: usize = 100;

/// `text` on one line, with everything that Discord would read as Markdown, a mention or a link disarmed. Web
/// addresses that are plainly visible stay, so that a reason can point to its source.
pub fn escape(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    escape_word_by_word(text)
}

fn escape_word_by_word(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for (position, word) in visible(text).split_whitespace().enumerate() {
        if position > 0 {
            escaped.push(' ');
        }
        if Url::parse(word).is_ok() {
            escaped.push_str(word);
        } else {
            disarm(word, position == 0, &mut escaped);
        }
    }
    escaped
}

/// Whether nothing in `text` needs a second look, which is so of most names and sentences: words of ASCII letters,
/// digits and harmless punctuation with single spaces between them.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        match byte {
            b' ' if before == b' ' => return false,
            b' ' | b'.' | b',' | b';' | b'(' | b')' | b'/' | b'\'' => {}
            // At the start these make a list.
            b'-' | b'+' if before != b' ' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => return false,
        }
        before = byte;
    }
    before != b' '
}

/// `text` as a quotation, line by line. A text that is mostly signs would double its length: it becomes a code
/// block, in which nothing counts as Markdown either.
pub fn quote(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!("> {}", escape(line)).trim_end().to_owned())
        .collect();
    let quoted = lines.join("\n");
    let length = text.chars().count();
    if quoted.chars().count() <= length + length / 4 + 100 {
        return quoted;
    }
    format!("```\n{}\n```", text.replace('`', "ˋ"))
}

/// The beginning of what a member typed, to be repeated to them.
pub fn echo(typed: &str) -> String {
    escape(&abbreviated(&visible(typed), ECHO))
}

/// `text` on one line and without invisible characters.
fn visible(text: &str) -> String {
    let line: Vec<&str> = text.split_whitespace().collect();
    Prose::parse(&line.join(" "), usize::MAX).map_or_else(|_| String::new(), |prose| prose.to_string())
}

fn disarm(word: &str, first: bool, escaped: &mut String) {
    for (position, c) in word.chars().enumerate() {
        let everywhere = matches!(
            c,
            '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '@' | '[' | ']' | ':'
        );
        let at_start = first && position == 0 && matches!(c, '#' | '-' | '+');
        if (everywhere && !harmless_colon(word, position, c)) || at_start {
            escaped.push('\\');
        }
        escaped.push(c);
    }
}

/// A colon matters in `https://` and in the names of emoji; at the end of a word it is punctuation.
fn harmless_colon(word: &str, position: usize, c: char) -> bool {
    c == ':' && position > 0 && position + 1 == word.chars().count() && !word.starts_with(':')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_markdown_would_read_is_disarmed() {
        assert_eq!(escape("**bold** _it_ ~~no~~"), r"\*\*bold\*\* \_it\_ \~\~no\~\~");
        assert_eq!(
            escape("[x](https://evil.example)"),
            r"\[x\](https\://evil.example)"
        );
        assert_eq!(escape("<@123> @everyone"), r"\<\@123\> \@everyone");
        assert_eq!(escape("# Title"), r"\# Title");
        assert_eq!(escape("- item"), r"\- item");
        assert_eq!(escape("a\n# b"), "a # b");
        assert_eq!(escape("\u{202E}abc"), "abc");
    }

    #[test]
    fn common_names_stay_as_they_are() {
        for text in [
            "C++",
            "C#",
            "Gateway API",
            "well-known",
            "Excalidraw+",
            "see: this",
        ] {
            assert_eq!(escape(text), text);
        }
    }

    #[test]
    fn visible_addresses_stay() {
        let text = "see https://a.example/b_c-d and go";
        assert_eq!(escape(text), text);
    }

    #[test]
    fn a_quotation_keeps_its_lines() {
        assert_eq!(quote("one\n\n# two"), "> one\n>\n> \\# two");
    }

    #[test]
    fn a_text_of_signs_does_not_double() {
        let text = "*".repeat(1000);
        assert!(quote(&text).chars().count() <= 1010);
        assert!(quote(&"`".repeat(999)).starts_with("```\nˋˋ"));
    }

    /// What is left when every escaped character is taken away.
    fn unescaped(text: &str) -> String {
        let mut left = String::new();
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            if c == '\\' {
                chars.next();
            } else {
                left.push(c);
            }
        }
        left
    }

    proptest! {
        #[test]
        fn nothing_with_a_meaning_is_left(text in "[a-z0-9 \\\\*_~`|<>@\\[\\]():#+-]{0,60}|\\PC{0,60}") {
            let escaped = escape(&text);
            let words: Vec<String> = escaped
                .split(' ')
                .filter(|word| Url::parse(word).is_err())
                .map(unescaped)
                .collect();
            for word in &words {
                prop_assert!(!word.contains(['\\', '*', '_', '~', '`', '|', '<', '>', '@', '[', ']']), "{escaped}");
                prop_assert!(!word.contains("://"), "{escaped}");
            }
            prop_assert!(!escaped.starts_with(['#', '-', '+', '>']), "{escaped}");
            prop_assert!(!escaped.contains('\n'));
        }

        #[test]
        fn plain_text_needs_no_second_look(text in "[a-zA-Z0-9 .,;()/'+:#_-]{0,40}|\\PC{0,20}") {
            prop_assert_eq!(escape(&text), escape_word_by_word(&text));
        }

        #[test]
        fn escaping_loses_no_visible_word(text in "[a-z0-9*_ -]{0,60}") {
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(words(&escape(&text).replace('\\', "")), words(&text));
        }
    }
}
