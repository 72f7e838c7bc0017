//! When a step was.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;
use serde_json::value::RawValue;

use crate::format::dated::{self, Said};
use crate::format::json;
use crate::format::problem::short;

/// A time, and what is to be said of how it was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct When {
    pub(super) time: Timestamp,
    pub(super) note: Option<String>,
}

/// When it was, as the plugin's `new Date()` understands it as far as that is the same everywhere: a day, a time with its
/// offset, or milliseconds since 1970. Days that are written otherwise are the browser's there and UTC's here.
pub(super) fn time(value: &RawValue) -> Option<When> {
    let (time, note) = if value.get().starts_with('"') {
        of_text(json::text(value)?.trim())?
    } else if let Some(day) = as_day(value) {
        let note =
            format!("the number is read as the day {day}; the plugin takes it for milliseconds of 1970");
        (dated::midnight(day)?, Some(note))
    } else if is_seconds(value) {
        return None;
    } else {
        (Timestamp::from_millisecond(value.get().parse().ok()?).ok()?, None)
    };
    // An edition is called by its day, and days before our calendar are no names.
    (time.to_zoned(TimeZone::UTC).year() > 0).then_some(When { time, note })
}

/// Why this is no time, and what would be one.
pub(super) fn refused(value: &RawValue) -> String {
    let hint = if is_seconds(value) {
        ": this one can only be seconds"
    } else {
        ""
    };
    let date = json::text(value).filter(|date| !date.is_empty());
    let date = date.map_or_else(
        || json::kind(value).to_owned(),
        |date| format!("`{}`", short(&date)),
    );
    format!(
        "{date} is not a date: write one such as \"2024-05-01\", \"2024/05/01\" or \"2024-05-01T12:00:00Z\", or the \
         milliseconds since 1970 as a number{hint}"
    )
}

fn of_text(text: &str) -> Option<(Timestamp, Option<String>)> {
    let mail = rfc2822::DateTimeParser::new();
    let exact = text
        .parse::<Timestamp>()
        .ok()
        .or_else(|| mail.parse_timestamp(text).ok());
    if let Some(time) = exact {
        return Some((time, None));
    }
    let day: Option<Date> = text.parse().ok();
    let said = day.map(Said::Day).or_else(|| dated::date_of(text))?;
    match said {
        Said::Day(day) => Some((dated::midnight(day)?, None)),
        Said::From(day) => {
            let note = format!("`{}` says no day, so it is taken for {day}", short(text));
            Some((dated::midnight(day)?, Some(note)))
        }
    }
}

/// A number that is written as a day, such as 20240501: as milliseconds all of them are in the first six hours of 1970.
fn as_day(value: &RawValue) -> Option<Date> {
    let number = value.get();
    match dated::date_of(number).filter(|_| number.len() == 8)? {
        Said::Day(day) => Some(day),
        Said::From(_) => None,
    }
}

/// A number that is a day of the first months of 1970 as milliseconds, and one on which there were radars as seconds.
fn is_seconds(value: &RawValue) -> bool {
    const YEARS: std::ops::RangeInclusive<i64> = 631_152_000..=7_258_118_400;
    value
        .get()
        .parse()
        .is_ok_and(|number: i64| YEARS.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<When> {
        time(&RawValue::from_string(json.to_owned()).unwrap())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (json, expected) in [
            ("\"May 1, 2024\"", "2024-05-01T00:00:00Z"),
            ("\"1 May 2024\"", "2024-05-01T00:00:00Z"),
            ("\" 2024/5/1 \"", "2024-05-01T00:00:00Z"),
            ("\"20240203\"", "2024-02-03T00:00:00Z"),
            ("\"Wed, 01 May 2024 10:30:00 +0200\"", "2024-05-01T08:30:00Z"),
            ("\"2024-05-01T12:00:00Z\"", "2024-05-01T12:00:00Z"),
            ("1714564800000", "2024-05-01T12:00:00Z"),
        ] {
            let when = read(json).unwrap();
            assert_eq!(when.time.to_string(), expected, "{json}");
            assert_eq!(when.note, None, "{json}");
        }
    }

    #[test]
    fn what_says_no_day_is_read_as_its_first_and_told() {
        for (json, expected, note) in [
            (
                "\"2024-05\"",
                "2024-05-01T00:00:00Z",
                "`2024-05` says no day, so it is taken for 2024-05-01",
            ),
            (
                "\"May 2024\"",
                "2024-05-01T00:00:00Z",
                "`May 2024` says no day, so it is taken for 2024-05-01",
            ),
            (
                "\"2024\"",
                "2024-01-01T00:00:00Z",
                "`2024` says no day, so it is taken for 2024-01-01",
            ),
            (
                "20240203",
                "2024-02-03T00:00:00Z",
                "the number is read as the day 2024-02-03; the plugin takes it for milliseconds of 1970",
            ),
        ] {
            let when = read(json).unwrap();
            assert_eq!(when.time.to_string(), expected, "{json}");
            assert_eq!(when.note.as_deref(), Some(note), "{json}");
        }
    }

    #[test]
    fn what_is_no_day_or_can_be_two_is_refused() {
        for json in [
            "\"2024-02-30\"",
            "\"Feb 30, 2024\"",
            "\"20240230\"",
            "\"1/2/2024\"",
            "\"soon\"",
            "\"\"",
            "1714564800",
            "true",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
