//! The rhythms that have words: the first day of a period, or one weekday of each month.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Which of a month's Mondays, for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Nth {
    /// The first.
    First,
    /// The second.
    Second,
    /// The third.
    Third,
    /// The fourth.
    Fourth,
    /// The last.
    Last,
}

impl Nth {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::First, Self::Second, Self::Third, Self::Fourth, Self::Last];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
            Self::Third => "third",
            Self::Fourth => "fourth",
            Self::Last => "last",
        }
    }

    /// As jiff counts: backwards from the end if negative.
    const fn count(self) -> i8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
            Self::Last => -1,
        }
    }
}

/// The days of the week, from Monday, with their names.
const WEEKDAYS: [(Weekday, &str); 7] = [
    (Weekday::Monday, "monday"),
    (Weekday::Tuesday, "tuesday"),
    (Weekday::Wednesday, "wednesday"),
    (Weekday::Thursday, "thursday"),
    (Weekday::Friday, "friday"),
    (Weekday::Saturday, "saturday"),
    (Weekday::Sunday, "sunday"),
];

/// How often, and on which day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// The first day of each month.
    Month,
    /// The first day of January, April, July and October.
    Quarter,
    /// The first day of January and July.
    HalfYear,
    /// The first of January.
    Year,
    /// One weekday of each month.
    Weekday(Nth, Weekday),
}

impl Period {
    /// The first day after `date` on which it falls. `None` at the end of the years that can be told.
    pub fn day_after(self, date: Date) -> Option<Date> {
        let mut month = date.first_of_month();
        // Every period comes round within a year.
        for _ in 0..=12 {
            if let Some(day) = self.day_in(month).filter(|day| *day > date) {
                return Some(day);
            }
            month = month.checked_add(1.month()).ok()?;
        }
        None
    }

    /// Its day in the month that begins on `first`, if it has one there.
    fn day_in(self, first: Date) -> Option<Date> {
        let every = |months: i8| ((first.month() - 1) % months == 0).then_some(first);
        match self {
            Self::Month => Some(first),
            Self::Quarter => every(3),
            Self::HalfYear => every(6),
            Self::Year => every(12),
            Self::Weekday(nth, weekday) => first.nth_weekday_of_month(nth.count(), weekday).ok(),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month => f.write_str("month"),
            Self::Quarter => f.write_str("quarter"),
            Self::HalfYear => f.write_str("half-year"),
            Self::Year => f.write_str("year"),
            Self::Weekday(nth, weekday) => {
                let name = WEEKDAYS.iter().find(|(day, _)| day == weekday);
                write!(f, "{} {}", nth.name(), name.map_or("day", |(_, name)| name))
            }
        }
    }
}

/// A text that names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not month, quarter, half-year, year, or one like `first monday`")]
pub struct PeriodError;

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        match text {
            "month" => Ok(Self::Month),
            "quarter" => Ok(Self::Quarter),
            "half-year" | "half year" => Ok(Self::HalfYear),
            "year" => Ok(Self::Year),
            _ => {
                let (nth, weekday) = text.split_once(' ').ok_or(PeriodError)?;
                let nth = Nth::ALL.into_iter().find(|known| known.name() == nth);
                let weekday = WEEKDAYS.into_iter().find(|(_, name)| *name == weekday);
                let (nth, (weekday, _)) = nth.zip(weekday).ok_or(PeriodError)?;
                Ok(Self::Weekday(nth, weekday))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three(period: &str, after: &str) -> Vec<String> {
        let period: Period = period.parse().unwrap();
        let after = Some(after.parse().unwrap());
        std::iter::successors(after, |date| period.day_after(*date))
            .skip(1)
            .take(3)
            .map(|date| date.to_string())
            .collect()
    }

    #[test]
    fn a_period_falls_on_its_first_day() {
        assert_eq!(
            three("month", "2026-11-30"),
            ["2026-12-01", "2027-01-01", "2027-02-01"]
        );
        assert_eq!(
            three("quarter", "2026-11-26"),
            ["2027-01-01", "2027-04-01", "2027-07-01"]
        );
        assert_eq!(
            three("half-year", "2026-01-01"),
            ["2026-07-01", "2027-01-01", "2027-07-01"]
        );
        assert_eq!(
            three("year", "2026-01-01"),
            ["2027-01-01", "2028-01-01", "2029-01-01"]
        );
    }

    #[test]
    fn a_weekday_is_one_of_its_month() {
        assert_eq!(
            three("first monday", "2026-11-02"),
            ["2026-12-07", "2027-01-04", "2027-02-01"]
        );
        assert_eq!(
            three("last friday", "2026-11-26"),
            ["2026-11-27", "2026-12-25", "2027-01-29"]
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "month",
            "quarter",
            "half-year",
            "year",
            "third wednesday",
            "last sunday",
        ] {
            assert_eq!(text.parse::<Period>().unwrap().to_string(), text);
        }
        for text in ["", "week", "first", "fifth monday", "first of may"] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }
}
