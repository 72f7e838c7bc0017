//! The name of a time zone, as the IANA time zone database spells it.

use std::fmt;
use std::str::FromStr;

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Longest name, in bytes; the longest that there is has 32.
pub const MAX_ZONE_NAME: usize = 64;
/// Stands for "not known" in the database, and is no place.
const UNKNOWN: &str = "Etc/Unknown";

/// A name such as `Europe/Berlin`. It was in the database when somebody chose it; another machine's, or a later one, may
/// not have it any more, and then what is stored under it must stay readable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ZoneName(String);

/// A text that can not be the name of a time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a time zone")]
pub struct ZoneNameError(String);

impl ZoneName {
    /// The zone that is meant, with its name as the database spells it: `europe/berlin` is found, too.
    pub fn known(typed: &str) -> Option<Self> {
        let typed = typed.trim().replace(' ', "_");
        let zone = TimeZone::get(&typed).ok()?;
        let name: Self = zone.iana_name()?.parse().ok()?;
        (name.0 != UNKNOWN).then_some(name)
    }

    /// All names of the database that comes with the bot, in order.
    pub fn all() -> Vec<Self> {
        let bundled = TimeZoneDatabase::bundled();
        let mut all: Vec<Self> = bundled
            .available()
            .filter_map(|name| name.as_str().parse().ok())
            .filter(|name: &Self| name.0 != UNKNOWN)
            .collect();
        all.sort();
        all
    }

    /// The rules of the zone; `None` if the database has it no more.
    pub fn rules(&self) -> Option<TimeZone> {
        TimeZone::get(&self.0).ok()
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ZoneName {
    type Err = ZoneNameError;

    /// A name of the right shape. Whether the database has it is not asked: see [`ZoneName::known`].
    fn from_str(text: &str) -> Result<Self, ZoneNameError> {
        let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '+' | '/');
        let fits = (1..=MAX_ZONE_NAME).contains(&text.len()) && text.chars().all(is_part);
        fits.then(|| Self(text.to_owned()))
            .ok_or_else(|| ZoneNameError(text.to_owned()))
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_found_however_its_name_is_typed() {
        for typed in [
            "Europe/Berlin",
            " europe/berlin",
            "America/New York",
            "utc",
            "Etc/GMT+5",
        ] {
            let name = ZoneName::known(typed).unwrap();
            assert!(name.rules().is_some(), "{typed}");
        }
        assert_eq!(
            ZoneName::known("america/new york").unwrap().as_str(),
            "America/New_York"
        );
        for typed in ["", "Mars/Base", "Etc/Unknown", "../../etc/passwd", "Berlin"] {
            assert_eq!(ZoneName::known(typed), None, "{typed}");
        }
    }

    #[test]
    fn all_names_are_known_and_none_is_too_long() {
        let all = ZoneName::all();
        assert!(all.len() > 400, "{}", all.len());
        for name in all {
            assert_eq!(ZoneName::known(name.as_str()), Some(name));
        }
    }

    #[test]
    fn a_zone_that_went_out_of_the_database_stays_readable() {
        let gone: ZoneName = "Europe/Atlantis".parse().unwrap();
        assert_eq!(gone.rules(), None);
        assert!("Europe/Atlantis?".parse::<ZoneName>().is_err());
    }
}
