//! A cron expression of five fields, with a single time of day. `croner` says on which dates it falls; what instant that is
//! is ours to say, as for all rules.

use std::fmt;
use std::sync::Arc;

use croner::Cron;
use croner::parser::{CronParser, Seconds, Year};
use jiff::civil::{Date, DateTime, Time};

use super::Fault;

/// One of the five fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CronField {
    /// 0 to 59.
    Minute,
    /// 0 to 23.
    Hour,
    /// 1 to 31.
    Day,
    /// 1 to 12, or a name.
    Month,
    /// 0 to 7, or a name.
    Weekday,
}

impl CronField {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 5] = [Self::Minute, Self::Hour, Self::Day, Self::Month, Self::Weekday];

    /// What may stand in it for a number, and the signs that it has besides `*`, `,`, `-` and `/`.
    const fn words(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Minute | Self::Hour => (&[], ""),
            Self::Day => (&["L", "W", "LW"], "?"),
            Self::Month => (
                &[
                    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
                ],
                "",
            ),
            Self::Weekday => (&["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT", "L"], "?#+"),
        }
    }

    /// Whether nothing foreign stands in it. The library replaces names wherever it finds them: a month among the days
    /// would become a day.
    fn has_its_words(self, text: &str) -> bool {
        let (words, signs) = self.words();
        let signs = |c: char| "*,-/".contains(c) || signs.contains(c);
        text.split(|c: char| signs(c) || c.is_ascii_digit())
            .filter(|word| !word.is_empty())
            .all(|word| words.contains(&word.to_ascii_uppercase().as_str()))
    }
}

/// An expression that falls on a day at most once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronExpression {
    text: String,
    time: Time,
    cron: Arc<Cron>,
}

impl CronExpression {
    /// Reads the five fields.
    pub fn parse(fields: [&str; 5]) -> Result<Self, Fault> {
        let parser = CronParser::builder()
            .seconds(Seconds::Disallowed)
            .year(Year::Disallowed)
            .build();
        for (index, (field, text)) in CronField::ALL.into_iter().zip(fields).enumerate() {
            let mut alone = ["*"; 5];
            if let Some(place) = alone.get_mut(index) {
                *place = text;
            }
            if !field.has_its_words(text) || parser.parse(&alone.join(" ")).is_err() {
                let text = text.to_owned();
                return Err(Fault::Field { field, text });
            }
        }
        let text = fields.join(" ");
        let cron = parser.parse(&text).map_err(|_| Fault::Form)?;
        let (hours, minutes) = (cron.pattern.hours.values(), cron.pattern.minutes.values());
        let ([hour], [minute]) = (hours.as_slice(), minutes.as_slice()) else {
            return Err(Fault::TooOften);
        };
        let part = |value: u16| i8::try_from(value).map_err(|_| Fault::TooOften);
        let time = Time::new(part(*hour)?, part(*minute)?, 0, 0).map_err(|_| Fault::TooOften)?;
        let cron = Arc::new(cron);
        Ok(Self { text, time, cron })
    }

    /// The time of day.
    pub const fn time(&self) -> Time {
        self.time
    }

    /// The first day after `date` on which it falls; `None` if there is none.
    pub fn day_after(&self, date: Date) -> Option<Date> {
        let midnight = DateTime::from_parts(date.tomorrow().ok()?, Time::midnight());
        let next = self.cron.find_next_occurrence(&midnight, true);
        next.ok().map(DateTime::date)
    }
}

impl fmt::Display for CronExpression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<CronExpression, Fault> {
        let fields: Vec<&str> = text.split(' ').collect();
        CronExpression::parse(fields.try_into().unwrap())
    }

    fn three(text: &str, after: &str) -> Vec<String> {
        let cron = parse(text).unwrap();
        std::iter::successors(Some(after.parse().unwrap()), |date| cron.day_after(*date))
            .skip(1)
            .take(3)
            .map(|date| date.to_string())
            .collect()
    }

    #[test]
    fn an_expression_falls_on_its_days() {
        assert_eq!(
            three("0 9 1 */3 *", "2026-11-26"),
            ["2027-01-01", "2027-04-01", "2027-07-01"]
        );
        assert_eq!(
            three("30 16 * * FRI#L", "2026-11-26"),
            ["2026-11-27", "2026-12-25", "2027-01-29"]
        );
        assert_eq!(
            three("0 10 * * mon#1", "2026-12-07"),
            ["2027-01-04", "2027-02-01", "2027-03-01"]
        );
        assert_eq!(
            three("0 9 29 2 *", "2026-11-26"),
            ["2028-02-29", "2032-02-29", "2036-02-29"]
        );
        assert_eq!(
            three("0 0 * * *", "2026-02-27"),
            ["2026-02-28", "2026-03-01", "2026-03-02"]
        );
        assert_eq!(
            parse("0 9 30 2 *")
                .unwrap()
                .day_after("2026-11-26".parse().unwrap()),
            None
        );
    }

    #[test]
    fn the_wrong_field_is_named() {
        for (text, wrong) in [
            ("60 9 1 * *", CronField::Minute),
            ("0 24 1 * *", CronField::Hour),
            ("0 9 32 * *", CronField::Day),
            ("0 9 JAN * *", CronField::Day),
            ("0 9 1 13 *", CronField::Month),
            ("0 9 1 MON *", CronField::Month),
            ("0 9 1 * 8", CronField::Weekday),
            ("0 9 1 * JAN", CronField::Weekday),
            ("0 9 1 * MONDAY", CronField::Weekday),
            ("x 9 1 * *", CronField::Minute),
            ("@ 9 1 * *", CronField::Minute),
            ("0 ä 1 * *", CronField::Hour),
        ] {
            let fault = parse(text).unwrap_err();
            assert!(
                matches!(fault, Fault::Field { field, .. } if field == wrong),
                "{text}: {fault:?}"
            );
        }
    }

    #[test]
    fn more_than_once_a_day_is_too_often() {
        for text in [
            "* * * * *",
            "0 * 1 * *",
            "0,30 9 1 * *",
            "0 9-10 1 * *",
            "*/30 9 * * 1",
        ] {
            assert_eq!(parse(text), Err(Fault::TooOften), "{text}");
        }
        assert!(parse("*/60 9 1 * *").is_err());
    }
}
