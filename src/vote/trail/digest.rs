//! Hashes and salts: bytes that people see as lower-case hexadecimal digits.

use std::fmt;
use std::str::FromStr;

use ring::digest::{Context, SHA256};

/// A text that is not so many bytes in lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {digits} lower-case hexadecimal digits")]
pub struct HexError {
    text: String,
    digits: usize,
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

macro_rules! bytes {
    ($($(#[$doc:meta])* $name:ident: $length:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub [u8; $length]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // Written at once: the head of a trail is in every write.
                let mut digits = [0; $length * 2];
                for (byte, at) in self.0.iter().zip((0..).step_by(2)) {
                    digits[at] = DIGITS[usize::from(byte >> 4)];
                    digits[at + 1] = DIGITS[usize::from(byte & 15)];
                }
                f.write_str(std::str::from_utf8(&digits).unwrap_or_default())
            }
        }

        impl FromStr for $name {
            type Err = HexError;

            fn from_str(text: &str) -> Result<Self, HexError> {
                let error = || HexError { text: text.to_owned(), digits: $length * 2 };
                let digits = text.as_bytes();
                let known = |digit: &u8| matches!(digit, b'0'..=b'9' | b'a'..=b'f');
                if digits.len() != $length * 2 || !digits.iter().all(known) {
                    return Err(error());
                }
                let mut bytes = [0; $length];
                for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
                    *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| error())?;
                }
                Ok(Self(bytes))
            }
        }
    )+};
}

bytes! {
    /// A hash or a commitment: 32 bytes.
    Digest: 32,
    /// Random bytes that keep commitments from being guessed: drawn once for each voter of a proposal.
    Salt: 16,
}

impl Digest {
    /// The commitment of an entry behind which no member stands: there is nothing to keep hidden.
    pub const NOBODY: Self = Self([0; 32]);

    /// The SHA-256 of these parts, one after the other.
    pub fn of<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hasher = Context::new(&SHA256);
        for part in parts {
            hasher.update(part);
        }
        Self::taken(hasher.finish().as_ref())
    }

    /// What a function gave whose results have 32 bytes, as those of SHA-256 have.
    pub(super) fn taken(bytes: &[u8]) -> Self {
        let mut digest = [0; 32];
        digest.copy_from_slice(bytes);
        Self(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_back_and_have_one_form() {
        let salt = Salt([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 254, 255]);
        let text = "000102030405060708090a0b0c0dfeff";
        assert_eq!(salt.to_string(), text);
        assert_eq!(text.parse(), Ok(salt));
        for wrong in [
            "",
            "00",
            &text.to_uppercase(),
            &text.replace('0', "+"),
            &text.replace("00", "é"),
        ] {
            assert!(wrong.parse::<Salt>().is_err(), "{wrong}");
        }
    }
}
