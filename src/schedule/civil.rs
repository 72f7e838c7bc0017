//! The instant of a local date and time: right across daylight saving.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The instant at which clocks in `zone` show that date and time. One that they skip is taken for the first instant after
/// it, one that they show twice for the first. `None` outside the years that can be told.
pub fn instant(date: Date, time: Time, zone: &TimeZone) -> Option<Timestamp> {
    let ambiguous = zone.to_ambiguous_timestamp(date.to_datetime(time));
    let offset = ambiguous.offset();
    // For a skipped time this lies before the change, by as much as the time lies in the gap.
    let earlier = ambiguous.earlier().ok()?;
    match offset {
        AmbiguousOffset::Unambiguous { .. } | AmbiguousOffset::Fold { .. } => Some(earlier),
        AmbiguousOffset::Gap { .. } => zone.following(earlier).next().map(|change| change.timestamp()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// When clocks show that time.
    fn at(zone: &str, local: &str) -> String {
        let local: jiff::civil::DateTime = local.parse().unwrap();
        let zone = TimeZone::get(zone).unwrap();
        instant(local.date(), local.time(), &zone).unwrap().to_string()
    }

    #[test]
    fn a_skipped_time_is_the_first_instant_after_it() {
        assert_eq!(at("Europe/Berlin", "2026-03-29T01:59"), "2026-03-29T00:59:00Z");
        assert_eq!(at("Europe/Berlin", "2026-03-29T02:00"), "2026-03-29T01:00:00Z");
        assert_eq!(at("Europe/Berlin", "2026-03-29T02:59"), "2026-03-29T01:00:00Z");
        assert_eq!(at("Europe/Berlin", "2026-03-29T03:00"), "2026-03-29T01:00:00Z");
        assert_eq!(at("America/New_York", "2026-03-08T02:30"), "2026-03-08T07:00:00Z");
        // Half an hour on Lord Howe Island.
        assert_eq!(
            at("Australia/Lord_Howe", "2026-10-04T02:10"),
            "2026-10-03T15:30:00Z"
        );
        assert_eq!(
            at("Australia/Lord_Howe", "2026-10-04T02:30"),
            "2026-10-03T15:30:00Z"
        );
        // No midnight in Beirut, and in Samoa no thirtieth of December at all.
        assert_eq!(at("Asia/Beirut", "2026-03-29T00:00"), "2026-03-28T22:00:00Z");
        assert_eq!(at("Pacific/Apia", "2011-12-30T09:00"), "2011-12-30T10:00:00Z");
    }

    #[test]
    fn a_doubled_time_is_the_first_of_the_two() {
        assert_eq!(at("Europe/Berlin", "2026-10-25T02:30"), "2026-10-25T00:30:00Z");
        assert_eq!(at("America/New_York", "2026-11-01T01:30"), "2026-11-01T05:30:00Z");
        assert_eq!(
            at("Australia/Lord_Howe", "2026-04-05T01:45"),
            "2026-04-04T14:45:00Z"
        );
        assert_eq!(at("America/Havana", "2026-11-01T00:30"), "2026-11-01T04:30:00Z");
    }
}
