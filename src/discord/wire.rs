//! Reading what Discord writes in a way of its own.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// An id: a number in quotes.
pub(in crate::discord) fn id<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
    deserializer: D,
) -> Result<T, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

/// An id that may be absent or null.
pub(in crate::discord) fn optional_id<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::<String>::deserialize(deserializer)?
        .map(|text| text.parse().map_err(serde::de::Error::custom))
        .transpose()
}

/// A list of ids.
pub(in crate::discord) fn ids<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Vec::<String>::deserialize(deserializer)?
        .iter()
        .map(|text| text.parse().map_err(serde::de::Error::custom))
        .collect()
}

/// An object whose keys are ids.
pub(in crate::discord) fn keys<'de, D, T, V>(deserializer: D) -> Result<HashMap<T, V>, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: Display> + Eq + Hash,
    V: Deserialize<'de>,
{
    HashMap::<String, V>::deserialize(deserializer)?
        .into_iter()
        .map(|(key, value)| Ok((key.parse().map_err(serde::de::Error::custom)?, value)))
        .collect()
}
