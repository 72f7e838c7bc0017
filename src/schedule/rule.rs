//! When something happens: once, or in a rhythm. In local dates and times; what instants those are is another matter.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};

use super::{CronExpression, Fault, Period};

/// Longest rule, in characters: a cron expression with lists fits.
pub const MAX_RULE: usize = 100;
/// The time of day where none is given.
const MORNING: Time = Time::constant(9, 0, 0, 0);

/// A date or a rhythm: some days, and one time of day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// At that time, and never again.
    Once(DateTime),
    /// On a day of each period, at that time.
    Every(Period, Time),
    /// As a cron expression says.
    Cron(CronExpression),
}

impl Rule {
    /// The first day after `date` on which it falls; `None` if there is none.
    pub fn day_after(&self, date: Date) -> Option<Date> {
        match self {
            Self::Once(at) => Some(at.date()).filter(|day| *day > date),
            Self::Every(period, _) => period.day_after(date),
            Self::Cron(cron) => cron.day_after(date),
        }
    }

    /// The time of day.
    pub fn time(&self) -> Time {
        match self {
            Self::Once(at) => at.time(),
            Self::Every(_, time) => *time,
            Self::Cron(cron) => cron.time(),
        }
    }

    /// Whether it happens again and again.
    pub const fn is_rhythm(&self) -> bool {
        match self {
            Self::Once(_) => false,
            Self::Every(..) | Self::Cron(_) => true,
        }
    }
}

impl FromStr for Rule {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        if text.chars().count() > MAX_RULE {
            return Err(Fault::Form);
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let is_word = |first: &&str| first.starts_with(|c: char| c.is_alphabetic());
        if let Ok(fields) = <[&str; 5]>::try_from(words.as_slice())
            && !fields.first().is_some_and(is_word)
        {
            return Ok(Self::Cron(CronExpression::parse(fields)?));
        }
        let text = words.join(" ").to_ascii_lowercase();
        if let Some(rest) = text.strip_prefix("every ") {
            let (period, at) = rest
                .split_once(" at ")
                .map_or((rest, None), |(period, at)| (period, Some(at)));
            let period = period.strip_suffix(" of the month").unwrap_or(period);
            let period = period.parse().map_err(|_| Fault::Form)?;
            return Ok(Self::Every(period, time(at)?));
        }
        let (day, at) = text
            .split_once([' ', 't'])
            .map_or((text.as_str(), None), |(day, at)| (day, Some(at)));
        if !day.starts_with(|c: char| c.is_ascii_digit()) || day.matches('-').count() != 2 {
            return Err(Fault::Form);
        }
        let date = day.parse::<Date>().ok().filter(|date| date.to_string() == day);
        let date = date.ok_or_else(|| Fault::Date(day.to_owned()))?;
        Ok(Self::Once(date.to_datetime(time(at)?)))
    }
}

/// A time of day as `9:00` or `09:00`, to the minute.
fn time(typed: Option<&str>) -> Result<Time, Fault> {
    let Some(typed) = typed else {
        return Ok(MORNING);
    };
    let wrong = || Fault::Time(typed.to_owned());
    let part = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let (hour, minute) = typed.split_once(':').ok_or_else(wrong)?;
    let minute = Some(minute).filter(|minute| minute.len() == 2).and_then(part);
    let (hour, minute) = part(hour).zip(minute).ok_or_else(wrong)?;
    Time::new(hour, minute, 0, 0).map_err(|_| wrong())
}

impl fmt::Display for Rule {
    /// As it can be typed, and read again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.time().strftime("%H:%M");
        match self {
            Self::Once(when) => write!(f, "{} {at}", when.date()),
            Self::Every(period, _) => write!(f, "every {period} at {at}"),
            Self::Cron(cron) => cron.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::schedule::CronField;

    fn written(typed: &str) -> Result<String, Fault> {
        typed.parse::<Rule>().map(|rule| rule.to_string())
    }

    #[test]
    fn what_people_type_is_understood() {
        for (typed, rule) in [
            ("2026-12-01", "2026-12-01 09:00"),
            (" 2026-12-01  10:30 ", "2026-12-01 10:30"),
            ("2026-12-01T7:05", "2026-12-01 07:05"),
            ("every quarter", "every quarter at 09:00"),
            ("Every Half Year at 8:00", "every half-year at 08:00"),
            ("every month  at 23:59", "every month at 23:59"),
            (
                "every first Monday of the month at 10:00",
                "every first monday at 10:00",
            ),
            ("every last friday", "every last friday at 09:00"),
            ("0  9 1 */3 *", "0 9 1 */3 *"),
            ("0 9 * * Mon#1", "0 9 * * Mon#1"),
        ] {
            assert_eq!(written(typed).as_deref(), Ok(rule), "{typed}");
            assert_eq!(written(rule).as_deref(), Ok(rule));
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        for typed in [
            "",
            "soon",
            "every week",
            "every",
            "3 days",
            "@monthly",
            "0 0 9 1 * *",
            "1.12.2026",
        ] {
            assert_eq!(written(typed), Err(Fault::Form), "{typed}");
        }
        assert_eq!(written("2026-02-30"), Err(Fault::Date("2026-02-30".to_owned())));
        assert_eq!(written("2026-2-3"), Err(Fault::Date("2026-2-3".to_owned())));
        for at in ["25:00", "9", "9:5", "10:60", "10:00:00", "9h"] {
            let fault = Err(Fault::Time(at.to_owned()));
            assert_eq!(written(&format!("every month at {at}")), fault);
            assert_eq!(written(&format!("2026-12-01 {at}")), fault);
        }
        let (field, text) = (CronField::Hour, "24".to_owned());
        assert_eq!(written("0 24 1 * *"), Err(Fault::Field { field, text }));
        assert_eq!(
            written(&format!("0 9 1{} * *", ",1".repeat(100))),
            Err(Fault::Form)
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), fields in "[0-9A-Z*,/#?LW+@ -]{0,20}") {
            for text in [text, fields] {
                if let Ok(rule) = text.parse::<Rule>() {
                    prop_assert_eq!(rule.to_string().parse::<Rule>(), Ok(rule));
                }
            }
        }

        #[test]
        fn the_days_of_a_rule_ascend(
            fields in "[0-5]?[0-9] 1?[0-9] ([1-9]|\\*|L|15W|\\*/7) ([1-9]|\\*|\\*/3) ([0-7]|\\*|MON#1)",
            offset in 0..40_000,
        ) {
            let rule: Rule = fields.parse().unwrap();
            let start = jiff::civil::date(1990, 1, 1) + jiff::Span::new().days(offset);
            let mut day = start;
            for _ in 0..5 {
                let Some(next) = rule.day_after(day) else { break };
                prop_assert!(next > day);
                day = next;
            }
        }
    }
}
