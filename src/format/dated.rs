//! When an edition came out, as names of files and folders say it.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::radar::EditionId;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The date in a name: `2010-08-01`, `2026.05`, `Aug 2010`, `20100801`, `2010`. What is left out is the first.
pub(super) fn date_in(name: &str) -> Option<Date> {
    let words: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let at = |n: usize| words.get(n).copied().unwrap_or_default();
    let mut best: Option<(u8, Date)> = None;
    for n in 0..words.len() {
        let (first, second, third) = (at(n), at(n + 1), at(n + 2));
        let found = [
            date(year(first), number(second), number(third)).map(|date| (5, date)),
            compact(first).map(|date| (4, date)),
            date(year(second), month(first), Some(1)).map(|date| (3, date)),
            date(year(first), month(second).or_else(|| number(second)), Some(1)).map(|date| (2, date)),
            date(year(first), Some(1), Some(1)).map(|date| (1, date)),
        ];
        for (rank, date) in found.into_iter().flatten() {
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, date));
            }
        }
    }
    best.map(|(_, date)| date)
}

fn date(year: Option<i16>, month: Option<i8>, day: Option<i8>) -> Option<Date> {
    Date::new(year?, month?, day?).ok()
}

/// Years in which there were radars, so that other numbers are not taken for one.
fn year(word: &str) -> Option<i16> {
    let year: i16 = digits(word, 4..=4)?;
    (1990..=2199).contains(&year).then_some(year)
}

fn number(word: &str) -> Option<i8> {
    digits(word, 1..=2)
}

fn digits<T: std::str::FromStr>(word: &str, length: std::ops::RangeInclusive<usize>) -> Option<T> {
    let fits = length.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| word.parse().ok()).flatten()
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let fits =
        |month: &str| word == month || (word.len() >= 3 && word.len() <= 4 && month.starts_with(&word));
    let at = MONTHS.iter().position(|month| fits(month))?;
    i8::try_from(at + 1).ok()
}

/// `20100801` and `201008`.
fn compact(word: &str) -> Option<Date> {
    let _: u32 = digits(word, 6..=8)?;
    let day = match word.len() {
        6 => Some(1),
        8 => number(word.get(6..8)?),
        _ => None,
    };
    date(year(word.get(..4)?), number(word.get(4..6)?), day)
}

/// The start of the day, by UTC.
pub(super) fn midnight(date: Date) -> Option<Timestamp> {
    date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).ok()
}

/// The id of the edition of this day.
pub(super) fn edition_id(date: Date) -> Option<EditionId> {
    EditionId::parse(&date.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_dates_in_many_ways() {
        for (name, expected) in [
            ("Radar Volume 03 (Aug 2010)", "2010-08-01"),
            ("radar-2023-10-01", "2023-10-01"),
            ("2023-10-01-2", "2023-10-01"),
            ("v34_2026.05", "2026-05-01"),
            ("20231001", "2023-10-01"),
            ("202310 radar", "2023-10-01"),
            ("September 2019", "2019-09-01"),
            ("Sept 2019", "2019-09-01"),
            ("2019 Sep", "2019-09-01"),
            ("radar 2019", "2019-01-01"),
        ] {
            assert_eq!(date_in(name).unwrap().to_string(), expected, "{name}");
        }
        for name in ["", "radar", "volume 12", "2023-13-01x", "12345", "port 8080"] {
            let found = date_in(name).map(|date| date.to_string());
            assert!(found.is_none() || name.starts_with("2023"), "{name}: {found:?}");
        }
    }
}
