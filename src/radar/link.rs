//! Where a blip's reader can go on reading.

use std::fmt;

use super::title::Title;

/// The longest address; Discord refuses longer ones in a message.
const MAX_CHARS: usize = 512;

/// A named web page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What readers see.
    pub title: Title,
    /// Where it leads.
    pub url: Url,
}

/// An `http` or `https` address that can stand in Markdown as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Url(String);

/// A text that is not such an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Another scheme, or none.
    #[error("`{0}` is not a web address: it must start with https:// or http://")]
    Scheme(String),
    /// No host, a user name in front of the host, or a host of impossible characters.
    #[error("`{0}` is not a web address: its host is missing or malformed")]
    Host(String),
    /// White space, control characters, or brackets that would end a Markdown link.
    #[error("`{0}` holds a character that must be percent-encoded in an address")]
    Character(String),
    /// More than 512 characters.
    #[error("an address has at most {MAX_CHARS} characters")]
    TooLong,
}

impl Url {
    /// Reads an address.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or_else(|| UrlError::Scheme(text.to_owned()))?;
        if text.chars().count() > MAX_CHARS {
            return Err(UrlError::TooLong);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if !is_authority(authority) {
            return Err(UrlError::Host(text.to_owned()));
        }
        let forbidden =
            |c: char| !c.is_ascii_graphic() || matches!(c, '<' | '>' | '"' | '(' | ')' | '\\' | '`');
        if rest.contains(forbidden) {
            return Err(UrlError::Character(text.to_owned()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `host` or `host:port`; a name before `@` could pass a foreign host off as a familiar one.
fn is_authority(text: &str) -> bool {
    let (host, port) = text
        .split_once(':')
        .map_or((text, None), |(host, port)| (host, Some(port)));
    let labels = host.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    });
    labels && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn web_addresses_are_accepted() {
        for text in [
            "https://a.io",
            "http://localhost:80/x?y=1#z",
            "https://a-b.example/%28x%29",
        ] {
            assert!(Url::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "a.io",
            "ftp://a.io",
            "javascript:alert(1)",
            "HTTPS//a.io",
            "//a.io",
        ] {
            assert!(matches!(Url::parse(text), Err(UrlError::Scheme(_))), "{text}");
        }
        for text in [
            "https://",
            "https:///x",
            "https://a..b",
            "https://me@a.io",
            "https://a.io:x",
            "https://é.io",
        ] {
            assert!(matches!(Url::parse(text), Err(UrlError::Host(_))), "{text}");
        }
        for text in [
            "https://a.io/a b",
            "https://a.io/(x)",
            "https://a.io/\u{202E}",
            "https://a.io/<x>",
        ] {
            assert!(matches!(Url::parse(text), Err(UrlError::Character(_))), "{text}");
        }
        assert_eq!(
            Url::parse(&format!("https://a.io/{}", "x".repeat(512))),
            Err(UrlError::TooLong)
        );
    }
}
