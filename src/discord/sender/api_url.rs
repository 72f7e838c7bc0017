//! Where Discord's REST API is.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use reqwest::Url;

/// The version of the API that this bot speaks.
const API_PATH: &str = "/api/v10";

/// The origin of the REST API. Plain `http` is accepted on loopback only, so that a token never crosses a network in
/// the open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiUrl {
    /// Scheme, host and port, without a slash at the end.
    origin: String,
    loopback: bool,
    real: bool,
}

/// A text that is no address of an API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ApiUrlError {
    /// Not an address at all.
    #[error("`{0}` is not an address such as https://discord.com")]
    Malformed(String),
    /// A scheme other than `https` and `http`.
    #[error("the API is reached by https, not by `{0}`")]
    Scheme(String),
    /// `http` to another machine.
    #[error(
        "plain http is accepted on loopback only, and `{0}` is not: the token would cross the network in the open"
    )]
    PlainText(String),
    /// More than an origin.
    #[error(
        "only scheme, host and port are wanted, as in https://discord.com: `{0}` is added by the bot or not wanted"
    )]
    MoreThanOrigin(String),
}

impl ApiUrl {
    /// The full address of a path that starts with a slash.
    pub(super) fn join(&self, path_and_query: &str) -> String {
        let mut url = String::with_capacity(self.origin.len() + API_PATH.len() + path_and_query.len());
        url.push_str(&self.origin);
        url.push_str(API_PATH);
        url.push_str(path_and_query);
        url
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the API is on this machine.
    pub const fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// Whether this is Discord itself rather than a stand-in or a proxy.
    pub const fn is_discord(&self) -> bool {
        self.real
    }
}

impl FromStr for ApiUrl {
    type Err = ApiUrlError;

    fn from_str(text: &str) -> Result<Self, ApiUrlError> {
        let malformed = || ApiUrlError::Malformed(text.to_owned());
        let url = Url::parse(text).map_err(|_| malformed())?;
        let host = url.host_str().ok_or_else(malformed)?;
        let loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            "http" => return Err(ApiUrlError::PlainText(host.to_owned())),
            other => return Err(ApiUrlError::Scheme(other.to_owned())),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ApiUrlError::MoreThanOrigin("a user's name".to_owned()));
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(ApiUrlError::MoreThanOrigin(
                url.as_str()[url.origin().ascii_serialization().len()..].to_owned(),
            ));
        }
        Ok(Self {
            origin: url.origin().ascii_serialization(),
            loopback,
            real: is_discord(host),
        })
    }
}

impl fmt::Display for ApiUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

/// Whether the host of an address is this machine.
pub(in crate::discord) fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether the host of an address is one of Discord's own.
pub(in crate::discord) fn is_discord(host: &str) -> bool {
    ["discord.com", "discord.gg"]
        .iter()
        .any(|own| host == *own || host.strip_suffix(own).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_for_loopback() {
        for text in [
            "http://127.0.0.1:7700",
            "http://localhost:1/",
            "http://[::1]:80",
            "https://discord.com",
        ] {
            assert!(text.parse::<ApiUrl>().is_ok(), "{text}");
        }
        for text in [
            "http://discord.com",
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "http://127.0.0.1.nip.io",
        ] {
            assert!(
                matches!(text.parse::<ApiUrl>(), Err(ApiUrlError::PlainText(_))),
                "{text}"
            );
        }
    }

    #[test]
    fn only_an_origin_is_an_origin() {
        for text in [
            "https://discord.com/api",
            "https://a:b@discord.com",
            "https://discord.com?x=1",
            "ws://127.0.0.1",
            "discord.com",
            "",
        ] {
            assert!(text.parse::<ApiUrl>().is_err(), "{text}");
        }
        let url: ApiUrl = "https://discord.com/".parse().unwrap();
        assert_eq!(
            url.join("/gateway/bot"),
            "https://discord.com/api/v10/gateway/bot"
        );
        assert!(url.is_discord() && !url.is_loopback());
        assert!(!"https://notdiscord.com".parse::<ApiUrl>().unwrap().is_discord());
    }
}
