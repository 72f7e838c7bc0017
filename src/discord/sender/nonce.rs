//! The mark by which Discord recognises the repetition of a message that it has already posted.

use std::fmt;
use std::str::FromStr;

/// At most 25 characters, the same for each try of one message and for no other message.
///
/// It is always sent with `enforce_nonce`: a repetition within a few minutes gives the existing message.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Nonce(String);

/// A text that Discord would refuse as a nonce.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a nonce has 1 to 25 letters, digits, `-` or `_`: `{0}`")]
pub struct NonceError(String);

impl Nonce {
    /// The longest that Discord accepts.
    pub const MAX_LENGTH: usize = 25;

    /// The nonce of these hexadecimal digits, of which at most [`Nonce::MAX_LENGTH`] are taken.
    pub(in crate::discord) fn from_digits(digits: &str) -> Self {
        Self(
            digits
                .chars()
                .filter(char::is_ascii_hexdigit)
                .take(Self::MAX_LENGTH)
                .collect(),
        )
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Nonce {
    type Err = NonceError;

    fn from_str(text: &str) -> Result<Self, NonceError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() || text.len() > Self::MAX_LENGTH || !text.chars().all(plain) {
            return Err(NonceError(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_fits_discord() {
        assert!("a".repeat(25).parse::<Nonce>().is_ok());
        for text in ["", "a b", "ä", &"a".repeat(26)] {
            assert!(text.parse::<Nonce>().is_err(), "{text}");
        }
    }
}
