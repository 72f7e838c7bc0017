//! Names that people read: of blips, rings, quadrants, links and editions.

use std::fmt;

use super::fold::{fold, is_bidi_control, is_invisible};

/// The longest title, in characters.
const MAX_CHARS: usize = 80;

/// A name of 1 to 80 characters on one line, without characters that hide or reorder text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Title(String);

/// Why a text is not a [`Title`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TitleError {
    /// Nothing that can be seen is left after trimming.
    #[error("it is empty")]
    Empty,
    /// More than 80 characters.
    #[error("it has {0} characters; {MAX_CHARS} are allowed")]
    TooLong(usize),
    /// A control character that is not white space, or an invisible one that separates nothing.
    #[error("it holds the control character U+{:04X}", u32::from(*.0))]
    Control(char),
    /// A character that changes the direction of the text around it.
    #[error("it holds U+{:04X}, which changes the direction of the text", u32::from(*.0))]
    Bidi(char),
}

impl Title {
    /// Reads a title; white space around it is dropped and runs of white space become one space.
    pub fn parse(text: &str) -> Result<Self, TitleError> {
        let mut title = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !title.is_empty() {
                title.push(' ');
            }
            title.push_str(word);
        }
        if let Some(c) = title.chars().find(|&c| is_bidi_control(c)) {
            return Err(TitleError::Bidi(c));
        }
        if let Some(c) = title
            .chars()
            .find(|&c| c.is_control() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}'))
        {
            return Err(TitleError::Control(c));
        }
        if title.chars().all(is_invisible) {
            return Err(TitleError::Empty);
        }
        match title.chars().count() {
            count if count > MAX_CHARS => Err(TitleError::TooLong(count)),
            _ => Ok(Self(title)),
        }
    }

    /// The title as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key by which the title is found (see [`fold`]).
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

impl fmt::Display for Title {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_trimmed_and_collapsed() {
        assert_eq!(Title::parse(" Gateway\n\t API ").unwrap().as_str(), "Gateway API");
    }

    #[test]
    fn lengths_are_counted_in_characters() {
        assert!(Title::parse(&"é".repeat(80)).is_ok());
        assert_eq!(Title::parse(&"é".repeat(81)), Err(TitleError::TooLong(81)));
        assert_eq!(Title::parse(" \n "), Err(TitleError::Empty));
        assert_eq!(Title::parse("\u{AD}\u{FE0F}"), Err(TitleError::Empty));
    }

    #[test]
    fn text_that_deceives_is_refused() {
        assert_eq!(
            Title::parse("Ter\u{202E}raform"),
            Err(TitleError::Bidi('\u{202E}'))
        );
        assert_eq!(Title::parse("Ter\u{7}raform"), Err(TitleError::Control('\u{7}')));
        assert_eq!(Title::parse("\u{200B}"), Err(TitleError::Control('\u{200B}')));
        assert_eq!(
            TitleError::Bidi('\u{202E}').to_string(),
            "it holds U+202E, which changes the direction of the text"
        );
    }
}
