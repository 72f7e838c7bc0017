//! Text that a person typed and others will read: trimmed, of a stated length, without characters that can
//! disguise it.

use std::fmt;

/// Most lines that are kept of a typed text: more would push the rest of a message off the screen.
const MAX_LINES: usize = 40;

/// Why a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProseError {
    /// Nothing is left after trimming.
    #[error("the text is empty")]
    Empty,
    /// Longer than allowed, in characters.
    #[error("the text has {length} characters; at most {max} are allowed")]
    TooLong {
        /// What was typed.
        length: usize,
        /// What is allowed.
        max: usize,
    },
}

/// A typed text, never empty, free of control and direction characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Prose(String);

impl Prose {
    /// Cleans `text` and checks that at most `max` characters are left.
    pub fn parse(text: &str, max: usize) -> Result<Self, ProseError> {
        let visible = visible(text);
        let lines: Vec<&str> = visible.lines().map(str::trim_end).collect();
        let cleaned = lines.join("\n").trim().to_owned();
        let length = cleaned.chars().count();
        if cleaned.is_empty() {
            return Err(ProseError::Empty);
        }
        if length > max || cleaned.lines().count() > MAX_LINES {
            return Err(ProseError::TooLong { length, max });
        }
        Ok(Self(cleaned))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as Markdown that reads the same: what Markdown would take as its own is escaped.
    pub fn to_markdown(&self) -> String {
        let mut markdown = String::with_capacity(self.0.len());
        let mut at_start = true;
        for c in self.0.chars() {
            let opens_block = at_start && matches!(c, '#' | '-' | '+' | '=' | '>');
            if opens_block || matches!(c, '\\' | '*' | '_' | '~' | '`' | '|' | '<' | '>' | '[' | ']') {
                markdown.push('\\');
            }
            markdown.push(c);
            at_start = c == '\n' || (at_start && c == ' ');
        }
        markdown
    }
}

impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text without the characters that can disguise it; lines stay.
pub fn visible(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !disguises(*c)).collect()
}

/// Characters that are invisible or turn the reading direction: they make a text look like another one.
fn disguises(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_marks_and_outer_space_are_dropped() {
        assert_eq!(
            Prose::parse("  \u{202E}evil\u{200B} \n", 20).unwrap().as_str(),
            "evil"
        );
    }

    #[test]
    fn nothing_visible_is_empty() {
        assert_eq!(Prose::parse(" \u{200B}\n\t", 20), Err(ProseError::Empty));
    }

    #[test]
    fn markdown_of_a_text_reads_as_it_was_typed() {
        let prose = Prose::parse("# no [link](https://a.example) *b*\n- x_y", 100).unwrap();
        assert_eq!(
            prose.to_markdown(),
            "\\# no \\[link\\](https://a.example) \\*b\\*\n\\- x\\_y"
        );
    }

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(Prose::parse("äöü", 3).is_ok());
        assert_eq!(
            Prose::parse("abcd", 3),
            Err(ProseError::TooLong { length: 4, max: 3 })
        );
    }
}
