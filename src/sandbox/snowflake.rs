//! Discord's ids: a time and a counter in 64 bits, written as a decimal string.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// 2015-01-01T00:00:00Z in Unix milliseconds: where Discord's time starts.
const EPOCH_MILLIS: i64 = 1_420_070_400_000;
/// 2024-01-01T00:00:00Z, counted from Discord's epoch: when this little world came to be.
const WORLD_MILLIS: u64 = 283_996_800_000;

/// An id of anything on Discord.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snowflake(u64);

/// The text is not a snowflake.
#[derive(Debug, thiserror::Error)]
#[error("not a snowflake")]
pub struct NotASnowflake;

impl Snowflake {
    /// The `n`th id of the world as it is at the start: the same in each run.
    pub const fn fixed(n: u64) -> Self {
        Self((WORLD_MILLIS + n * 1_000) << 22)
    }

    /// The id of a moment: so many milliseconds after the world came to be.
    pub const fn fixed_at(millis: u64) -> Self {
        Self((WORLD_MILLIS + millis) << 22)
    }

    /// The number itself.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// When the id was made.
    pub fn created_at(self) -> Timestamp {
        let millis = i64::try_from(self.0 >> 22).unwrap_or(i64::MAX >> 1);
        Timestamp::from_millisecond(millis.saturating_add(EPOCH_MILLIS)).unwrap_or(Timestamp::MAX)
    }
}

impl FromStr for Snowflake {
    type Err = NotASnowflake;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.parse::<u64>() {
            Ok(number) if number > 0 => Ok(Self(number)),
            Ok(_) | Err(_) => Err(NotASnowflake),
        }
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Snowflake {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Snowflake {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrNumber;

        impl Visitor<'_> for TextOrNumber {
            type Value = Snowflake;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a snowflake")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Snowflake, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Snowflake, E> {
                if number == 0 {
                    Err(E::custom(NotASnowflake))
                } else {
                    Ok(Snowflake(number))
                }
            }
        }

        deserializer.deserialize_any(TextOrNumber)
    }
}

/// Makes ids that grow, whatever the clock does.
#[derive(Debug, Default)]
pub struct SnowflakeSource {
    last: u64,
}

impl SnowflakeSource {
    /// An id made at `now`, greater than each one before it.
    pub fn next(&mut self, now: Timestamp) -> Snowflake {
        let millis = u64::try_from(now.as_millisecond() - EPOCH_MILLIS).unwrap_or(1);
        self.last = (millis << 22).max(self.last + 1);
        Snowflake(self.last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_time_to_the_millisecond() {
        let now: Timestamp = "2026-03-01T12:00:00.123Z".parse().unwrap();
        assert_eq!(SnowflakeSource::default().next(now).created_at(), now);
    }

    #[test]
    fn ids_of_one_moment_differ_and_grow_even_when_the_clock_goes_back() {
        let mut source = SnowflakeSource::default();
        let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        let first = source.next(now);
        let second = source.next(now);
        let earlier: Timestamp = "2026-02-01T12:00:00Z".parse().unwrap();
        let third = source.next(earlier);
        assert!(first < second && second < third);
    }

    #[test]
    fn zero_and_text_are_refused() {
        assert!("0".parse::<Snowflake>().is_err());
        assert!("ada".parse::<Snowflake>().is_err());
        assert_eq!(serde_json::from_str::<Snowflake>("\"7\"").unwrap(), Snowflake(7));
        assert_eq!(serde_json::from_str::<Snowflake>("7").unwrap(), Snowflake(7));
    }
}
