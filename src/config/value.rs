//! Values as people write them in `bot.toml`, parsed where they stand so that an error names the place.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::num::{NonZeroU32, NonZeroU64};

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use serde::de::{Deserialize, Deserializer, Error};

use super::LogFormat;
use crate::id::ParseIdError;
use crate::policy_text::{Expects, Raw, count, threshold, time};
use crate::vote::Ratio;

/// A duration such as `72h`, `7 days` or `30s`; more than nothing, at most a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DurationText(pub SignedDuration);

impl DurationText {
    /// So many hours.
    pub const fn hours(hours: i64) -> Self {
        Self(SignedDuration::from_hours(hours))
    }
}

impl<'de> Deserialize<'de> for DurationText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        judged(deserializer, time).map(Self)
    }
}

/// A value in the words in which policies refuse theirs: what was written, and what may be.
fn judged<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    judge: fn(&Raw) -> Result<T, Expects>,
) -> Result<T, D::Error> {
    let raw = Raw::deserialize(deserializer)?;
    judge(&raw).map_err(|expects| D::Error::custom(format!("`{raw}` can not be used: {expects}")))
}

/// An id, written as a string or as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdText(pub NonZeroU64);

impl<'de> Deserialize<'de> for IdText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Written::deserialize(deserializer)?.to_string();
        match text.parse() {
            Ok(id) => Ok(Self(id)),
            Err(_) => Err(D::Error::custom(ParseIdError::new(&text))),
        }
    }
}

/// On or off; the environment knows texts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Switch(pub bool);

impl<'de> Deserialize<'de> for Switch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged, expecting = "it must be true or false")]
        enum Written {
            Plain(bool),
            Text(String),
        }

        match Written::deserialize(deserializer)? {
            Written::Plain(on) => Ok(Self(on)),
            Written::Text(text) => text
                .trim()
                .parse()
                .map(Self)
                .map_err(|_| D::Error::custom(format!("`{text}` is neither true nor false"))),
        }
    }
}

/// A number of people, at least one; the environment knows texts only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count(pub NonZeroU32);

impl Count {
    /// So many, known when this is compiled.
    pub const fn new<const N: u32>() -> Self {
        const {
            match NonZeroU32::new(N) {
                Some(count) => Self(count),
                None => unreachable!(),
            }
        }
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let judge = |raw: &Raw| NonZeroU32::new(count(raw)?).ok_or(Expects::Count);
        judged(deserializer, judge).map(Self)
    }
}

/// A number as it is, or as a text.
#[derive(serde::Deserialize)]
#[serde(untagged, expecting = "it must be a number")]
enum Written {
    Number(i64),
    Text(String),
}

impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text.trim()),
        }
    }
}

/// An exact share such as `2/3` or `75%`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatioText(pub Ratio);

impl Default for RatioText {
    fn default() -> Self {
        Self(Ratio::TWO_THIRDS)
    }
}

impl<'de> Deserialize<'de> for RatioText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        judged(deserializer, threshold).map(Self)
    }
}

/// A time zone of the IANA database, such as `Europe/Berlin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(pub TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        TimeZone::get(&name).map(Self).map_err(|_| {
            D::Error::custom(format!(
                "`{name}` is no time zone: write for example UTC or Europe/Berlin"
            ))
        })
    }
}

/// An address of this machine that no other machine reaches, with the port that is used as an example and by default;
/// port 0 takes a free one. `localhost` is 127.0.0.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Loopback<const PORT: u16>(pub SocketAddr);

impl<const PORT: u16> Default for Loopback<PORT> {
    fn default() -> Self {
        Self(SocketAddr::from((Ipv4Addr::LOCALHOST, PORT)))
    }
}

impl<'de, const PORT: u16> Deserialize<'de> for Loopback<PORT> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Written::deserialize(deserializer)?.to_string();
        let wrong = |what: &str| {
            let example = Self::default().0;
            D::Error::custom(format!("`{text}` {what}: write for example {example}"))
        };
        match socket_address(&text) {
            Some(address) if address.ip().is_loopback() => Ok(Self(address)),
            Some(_) => Err(wrong("is not on loopback")),
            None => Err(wrong("is no address with a port")),
        }
    }
}

/// An address as people write it. Names are not looked up: what they mean is for others to say.
fn socket_address(text: &str) -> Option<SocketAddr> {
    match text.rsplit_once(':') {
        Some((name, port)) if name.eq_ignore_ascii_case("localhost") => {
            Some(SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().ok()?)))
        }
        Some(_) | None => text.parse().ok(),
    }
}

impl<'de> Deserialize<'de> for LogFormat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.trim() {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(D::Error::custom(format!("`{text}` is neither text nor json"))),
        }
    }
}
