//! Ids that people type and that name files: of blips, rings, quadrants and editions.

use std::fmt;
use std::str::FromStr;

use super::title::Title;
use crate::fnv::hash32;

/// Why a text is not an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing at all.
    #[error("an id may not be empty")]
    Empty,
    /// Longer than this kind of id may be.
    #[error("an id has at most {0} characters")]
    TooLong(usize),
    /// A character that is not allowed, or not allowed at the start.
    #[error("`{0}` is not an id: {1}")]
    Malformed(String, &'static str),
}

const SLUG_RULE: &str = "use a-z, 0-9 and -, and start with a letter or digit";
const FILE_RULE: &str = "use A-Z, a-z, 0-9, `.`, `_` and -, and do not start with `.`";

fn check_length(text: &str, max: usize) -> Result<(), IdError> {
    match text.chars().count() {
        0 => Err(IdError::Empty),
        count if count > max => Err(IdError::TooLong(max)),
        _ => Ok(()),
    }
}

/// Lower-case letters, digits and `-`, starting with a letter or digit.
fn check_slug(text: &str, max: usize) -> Result<(), IdError> {
    check_length(text, max)?;
    let allowed = text
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if allowed && !text.starts_with('-') {
        Ok(())
    } else {
        Err(IdError::Malformed(text.to_owned(), SLUG_RULE))
    }
}

/// The name of a folder, on any file system, that leads nowhere else: no separators and no leading dot.
fn check_file_name(text: &str, max: usize) -> Result<(), IdError> {
    check_length(text, max)?;
    let allowed = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if allowed && !text.starts_with('.') {
        Ok(())
    } else {
        Err(IdError::Malformed(text.to_owned(), FILE_RULE))
    }
}

macro_rules! text_ids {
    ($($(#[$doc:meta])* $name:ident: $check:ident, $max:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// The most characters that an id of this kind has.
            pub const MAX_CHARS: usize = $max;

            /// Reads an id exactly as it is written.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                $check(text, Self::MAX_CHARS).map(|()| Self(text.to_owned()))
            }

            /// The id as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Self::parse(text)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    )+};
}

text_ids! {
    /// What a blip is called across all editions; its file's name without `.md`.
    BlipId: check_slug, 64;
    /// What a ring is called whatever its title: renaming a ring moves nobody.
    RingId: check_slug, 32;
    /// What a quadrant is called whatever its title.
    QuadrantId: check_slug, 32;
    /// What an edition is called; its folder's name, or the date of a guild's own edition.
    EditionId: check_file_name, 40;
}

impl BlipId {
    /// The id that a new blip of this title gets: the folded title with `-` between its words.
    ///
    /// Letters outside a-z can not be kept; a title that loses some, or that is cut, gets a short checksum of the
    /// title at its end, so that two such titles do not share an id.
    pub fn from_title(title: &Title) -> Self {
        let key = title.key();
        let mut slug = String::with_capacity(key.len());
        let mut lost = false;
        for c in key.chars() {
            match c {
                'a'..='z' | '0'..='9' => slug.push(c),
                '+' => slug.push_str("-plus-"),
                '#' => slug.push_str("-sharp-"),
                ' ' => slug.push('-'),
                _ => lost = true,
            }
        }
        let mut id = slug
            .split('-')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join("-");
        if lost || id.is_empty() || id.len() > Self::MAX_CHARS {
            let checksum = format!("{:08x}", hash32(title.as_str().bytes()));
            id.truncate(Self::MAX_CHARS - checksum.len() - 1);
            let stem = id.trim_end_matches('-');
            id = if stem.is_empty() {
                checksum
            } else {
                format!("{stem}-{checksum}")
            };
        }
        Self(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slug(title: &str) -> String {
        BlipId::from_title(&Title::parse(title).unwrap())
            .as_str()
            .to_owned()
    }

    #[test]
    fn titles_become_ids() {
        assert_eq!(slug("Kubernetes Gateway API"), "kubernetes-gateway-api");
        assert_eq!(slug("Excalidraw+"), "excalidraw-plus");
        assert_eq!(slug("C++"), "c-plus-plus");
        assert_eq!(slug("C#"), "c-sharp");
        assert_eq!(slug("Café (2024)"), "cafe-2024");
    }

    #[test]
    fn titles_that_lose_letters_do_not_share_an_id() {
        for title in ["日本", "中国", "🚀", "日本 go", &"long ".repeat(15)] {
            assert!(BlipId::parse(&slug(title)).is_ok(), "{title}");
        }
        assert_ne!(slug("日本"), slug("中国"));
        assert_ne!(slug("日本 go"), "go");
    }

    #[test]
    fn ids_that_could_lead_elsewhere_are_refused() {
        for text in ["", "-a", "A", "a b", "../a", "a/b", "é", &"a".repeat(65)] {
            assert!(BlipId::parse(text).is_err(), "{text}");
        }
        for text in ["", "..", ".hidden", "a/b", "a\\b", "2023 10", &"1".repeat(41)] {
            assert!(EditionId::parse(text).is_err(), "{text}");
        }
        assert_eq!(EditionId::parse("2023-10-01").unwrap().to_string(), "2023-10-01");
    }
}
