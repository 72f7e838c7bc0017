//! The colour of a ring.

use std::fmt;

/// A colour as 24 bits: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(u32);

/// A text that is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a colour: write it as #rrggbb")]
pub struct ColorError(String);

impl Color {
    /// Reads `#rrggbb`.
    pub fn parse(text: &str) -> Result<Self, ColorError> {
        text.strip_prefix('#')
            .filter(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .map(Self)
            .ok_or_else(|| ColorError(text.to_owned()))
    }

    /// The number `0xRRGGBB`.
    pub const fn rgb(self) -> u32 {
        self.0
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:06x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_after_a_hash_and_nothing_else() {
        assert_eq!(Color::parse("#0aF0ff").unwrap().rgb(), 0x000a_f0ff);
        assert_eq!(Color::parse("#0aF0ff").unwrap().to_string(), "#0af0ff");
        for text in [
            "", "#", "0af0ff", "#0af0f", "#0af0fff", "#+af0ff", "#gggggg", "#é0f0f",
        ] {
            assert!(Color::parse(text).is_err(), "{text}");
        }
    }
}
