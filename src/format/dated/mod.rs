//! When an edition came out, as names of files and folders say it.
//!
//! Parts of a date count as one date only where they stand side by side: in `Volume 03 (Aug 2010)` the 03 is no day. What
//! can be read in two ways (`03/04/2024`) is not guessed.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::radar::EditionId;

/// Names of months: English, German, French and Spanish, without accents.
const MONTHS: [[&str; 4]; 12] = [
    ["january", "januar", "janvier", "enero"],
    ["february", "februar", "fevrier", "febrero"],
    ["march", "marz", "mars", "marzo"],
    ["april", "april", "avril", "abril"],
    ["may", "mai", "mai", "mayo"],
    ["june", "juni", "juin", "junio"],
    ["july", "juli", "juillet", "julio"],
    ["august", "august", "aout", "agosto"],
    ["september", "september", "septembre", "septiembre"],
    ["october", "oktober", "octobre", "octubre"],
    ["november", "november", "novembre", "noviembre"],
    ["december", "dezember", "decembre", "diciembre"],
];
/// Words after which a number counts editions.
const COUNTERS: [&str; 22] = [
    "v",
    "ver",
    "version",
    "vol",
    "volume",
    "no",
    "nr",
    "number",
    "nummer",
    "numero",
    "issue",
    "edition",
    "edicion",
    "ausgabe",
    "band",
    "r",
    "rel",
    "release",
    "rev",
    "revision",
    "sprint",
    "iteration",
];

/// A date in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dated {
    /// The first day of what is said.
    pub(super) date: Date,
    /// Whether nothing but a year was understood.
    pub(super) only_year: bool,
    /// The day that it would be if a number before the month did not count editions, as in `release 15 March 2024`.
    or_day: Option<Date>,
    /// Whether a day was said that the month does not have.
    no_such_day: bool,
    /// What tells it from others of its day: `a` of `2024-03-15a`.
    pub(super) letter: Option<char>,
    /// Whether its day is said.
    has_day: bool,
}

/// A value that is a date and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A day.
    Day(Date),
    /// A longer time, which this day begins.
    From(Date),
}

impl Dated {
    /// What is to be said of it, if the day is a guess.
    pub(super) fn note(self, name: &str) -> Option<String> {
        let Self {
            date,
            only_year,
            or_day,
            no_such_day,
            letter: _,
            has_day: _,
        } = self;
        let name = super::problem::short(name);
        if let Some(day) = or_day {
            let number = day.day();
            return Some(format!(
                "in `{name}` the {number} is taken for the edition's number, so its date is {date}: if it is the day, write \
                 it as in `{day}`"
            ));
        }
        if no_such_day {
            let month = date.strftime("%B %Y");
            return Some(format!(
                "the day in `{name}` is none of its month: it is understood as {month}, and so taken for {date}"
            ));
        }
        only_year.then(|| {
            let year = date.year();
            format!(
                "of the date in `{name}` only the year {year} is understood, so it is taken for {date}: write it as in \
                 `{year}-03-01`, `{year}-03`, `Mar {year}` or `{year}-Q1`"
            )
        })
    }
}

/// A word of a name, and what stands between it and the next one.
struct Word<'a> {
    text: &'a str,
    /// In lower case, without accents.
    folded: String,
    gap: &'a str,
}

fn words(name: &str) -> Vec<Word<'_>> {
    let mut words = Vec::new();
    let mut rest = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        let next = after.find(char::is_alphanumeric).unwrap_or(after.len());
        let (gap, after) = after.split_at(next);
        words.push(Word {
            text,
            folded: crate::radar::fold(text),
            gap,
        });
        rest = after;
    }
    words
}

/// The date in a name: `2010-08-01`, `2010-08-01T1030Z`, `31.12.2023`, `15 March 2024`, `2024 March 15`, `Aug 15, 2024`, `2026.05`, `03-2024`, `Aug 2010`,
/// `2023 Q3`, `2023-H2`, `20100801`, `2010`. What is left out is the first; of several the most exact one counts.
pub(super) fn date_in(name: &str) -> Option<Dated> {
    let words = words(name);
    let mut best: Option<(u8, Date)> = None;
    let mut days: Vec<Date> = Vec::new();
    // The months of days that they do not have.
    let mut lettered: Vec<(Date, char)> = Vec::new();
    let mut impossible: Vec<Date> = Vec::new();
    for at in 0..words.len() {
        let here = words.get(at..).unwrap_or_default();
        let counted = at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| {
                // Or it goes on with a date that begins before it.
                let goes_on = sign(before.gap).is_some() && number(before.text).is_some();
                // Or it is the second part of a version, as in `v1.2.2023`.
                let of_version = || {
                    let gap = here.first().map(|word| word.gap).unwrap_or_default();
                    same_sign(before.gap, gap).is_some() && is_counter_with_number(&before.folded)
                };
                COUNTERS.contains(&before.folded.as_str()) || goes_on || of_version()
            });
        if counted {
            let [_, _, day_first, ..] = readings(here, false);
            days.extend(day_first.map(|(_, day)| day));
        }
        lettered.extend(letter(here));
        impossible.extend(no_day(here).filter(|_| !counted));
        for (rank, date) in readings(here, counted).into_iter().flatten() {
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, date));
            }
        }
    }
    best.map(|(rank, date)| Dated {
        date,
        only_year: rank == ONLY_YEAR,
        or_day: days
            .into_iter()
            .find(|day| rank == ONLY_MONTH && day.first_of_month() == date),
        no_such_day: matches!(rank, ONLY_MONTH | MONTH_AFTER_YEAR) && impossible.contains(&date),
        letter: lettered
            .into_iter()
            .find_map(|(day, letter)| (day == date).then_some(letter)),
        has_day: rank >= COMPACT,
    })
}

/// The date that a text is, as it is written where a value must be one: `2024-05`, `May 1, 2024`, `20240501`. Nothing if
/// there is more in it, if days and months can be taken for each other, or if there is no such day.
pub(super) fn date_of(text: &str) -> Option<Said> {
    let words = words(text);
    let is_month = |word: &Word<'_>| month(&word.folded).is_some();
    let is_part = |word: &Word<'_>| {
        let text = word.text;
        is_month(word) || day(text).is_some() || year(text).is_some() || compact(text).is_some()
    };
    let is_part_of_year = |pair: &[Word<'_>]| matches!(pair, [one, other] if part_of_year(one.text, other.text).or_else(|| part_of_year(other.text, one.text)).is_some());
    let all = words.iter().all(is_part) || is_part_of_year(&words);
    let first = words.first()?;
    // `1.2.2024` is a day of January to some, and of February to others.
    let is_plain = year(first.text).is_some() || compact(first.text).is_some() || words.iter().any(is_month);
    let dated =
        date_in(text).filter(|dated| all && (is_plain || is_part_of_year(&words)) && !dated.no_such_day)?;
    if dated.has_day {
        return Some(Said::Day(dated.date));
    }
    // Of what stands beside a year something was not understood.
    let is_understood = !dated.only_year || words.len() == 1;
    is_understood.then_some(Said::From(dated.date))
}

/// `20240501`.
const COMPACT: u8 = 5;

/// A month by its name, and a year; or a day that its month does not have.
const ONLY_MONTH: u8 = 4;

/// A year, and a month behind it.
const MONTH_AFTER_YEAR: u8 = 3;

const ONLY_YEAR: u8 = 1;

/// The first of the month if the words say a day of it that it does not have.
fn no_day(words: &[Word<'_>]) -> Option<Date> {
    if let Some(month) = words
        .first()
        .and_then(|word| no_compact_day(without_time(word.text)))
    {
        return Some(month);
    }
    let [first, second, third, ..] = words else {
        return None;
    };
    let beside = |gap: &str| matches!(gap, " " | "-" | "_" | "." | "/" | ". " | ", ");
    if !beside(first.gap) || !beside(second.gap) {
        return None;
    }
    let month_in = |word: &Word<'_>| month(&word.folded);
    let (year, month, day) = match (year(first.text), month_in(first)) {
        (Some(year), _) => {
            let month = number(second.text).or_else(|| month_in(second))?;
            (year, month, number(without_letter(without_time(third.text)))?)
        }
        (None, Some(month)) => (year(third.text)?, month, day(second.text)?),
        (None, None) => (year(third.text)?, month_in(second)?, day(first.text)?),
    };
    let is_day = (0..=31).contains(&day) && Date::new(year, month, day).is_ok();
    Date::new(year, month, 1).ok().filter(|_| !is_day)
}

/// The same of `20240230`.
fn no_compact_day(word: &str) -> Option<Date> {
    let _: u32 = digits(word, 8..=8)?;
    let month = date(year(word.get(..4)?), number(word.get(4..6)?), Some(1))?;
    compact(word).is_none().then_some(month)
}

/// The day with a letter behind it, and the letter.
fn letter(words: &[Word<'_>]) -> Option<(Date, char)> {
    let [year_word, month_word, day_word, ..] = words else {
        return None;
    };
    let number_of_day = without_letter(day_word.text);
    let letter = day_word.text.strip_prefix(number_of_day)?.chars().next()?;
    let day = date(
        year(year_word.text),
        number(month_word.text),
        number(number_of_day),
    )?;
    Some((day, letter.to_ascii_lowercase()))
}

/// `15` of `15a`: of one day there are several.
fn without_letter(word: &str) -> &str {
    let number = word.strip_suffix(|c: char| c.is_ascii_alphabetic());
    number
        .filter(|number| number.len() == 2 && self::number(number).is_some())
        .unwrap_or(word)
}

/// What the words may say from here on, each with how exact it is. `counted`: the first of them is no day or month.
fn readings(words: &[Word<'_>], counted: bool) -> [Option<(u8, Date)>; 12] {
    let text = |n: usize| {
        words
            .get(n)
            .map(|word| without_time(word.text))
            .unwrap_or_default()
    };
    let month_at = |n: usize| words.get(n).and_then(|word| month(&word.folded));
    let gap = |n: usize| words.get(n).map(|word| word.gap).unwrap_or_default();
    let ranked = |rank, date: Option<Date>| date.map(|date| (rank, date));
    let (first, second, third) = (text(0), text(1), text(2));
    // Day and month by numbers, the year last: with points the day comes first, else only where no month is so large.
    let numbers = same_sign(gap(0), gap(1)).filter(|_| !counted).and_then(|sign| {
        let (one, other) = (number(first)?, number(second)?);
        match (sign, one > 12, other > 12) {
            ('.', _, false) | (_, true, false) => date(year(third), Some(other), Some(one)),
            ('/' | '-' | '_', false, true) => date(year(third), Some(one), Some(other)),
            _ => None,
        }
    });
    let spelled = |gap: &str| matches!(gap, " " | "-" | "_" | "." | ". " | ", ");
    let beside = |gap: &str| spelled(gap) || sign(gap).is_some();
    let day_first = (spelled(gap(0)) && spelled(gap(1)) && !counted)
        .then(|| date(year(third), month_at(1), day(first)))
        .flatten();
    let month_first = (spelled(gap(0)) && spelled(gap(1)))
        .then(|| date(year(third), month_at(0), day(second)))
        .flatten();
    let year_first = (spelled(gap(0)) && spelled(gap(1)))
        .then(|| date(year(first), month_at(1), day(third)))
        .flatten();
    let in_order = (beside(gap(0)) && beside(gap(1)))
        .then(|| date(year(first), number(second), number(without_letter(third))))
        .flatten();
    let month_by_number = sign(gap(0)).filter(|_| !counted);
    [
        ranked(7, in_order),
        ranked(7, year_first),
        ranked(7, day_first),
        ranked(7, month_first),
        ranked(6, numbers),
        ranked(COMPACT, compact(first).filter(|_| first.len() == 8)),
        ranked(ONLY_MONTH, compact(first).filter(|_| first.len() < 8)),
        ranked(ONLY_MONTH, no_day(words).filter(|_| !counted)),
        ranked(ONLY_MONTH, date(year(second), month_at(0), Some(1))),
        ranked(
            MONTH_AFTER_YEAR,
            date(year(first), month_at(1).or_else(|| number(second)), Some(1))
                .or_else(|| part_of_year(first, second)),
        ),
        ranked(
            2,
            month_by_number
                .and_then(|_| date(year(second), number(first), Some(1)))
                .or_else(|| part_of_year(second, first)),
        ),
        ranked(ONLY_YEAR, date(year(first), Some(1), Some(1))),
    ]
}

/// `v1` and `vol3`: what counts, and its number.
fn is_counter_with_number(folded: &str) -> bool {
    let letters = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() < folded.len() && COUNTERS.contains(&letters)
}

/// `17` of `17T1030Z`.
fn without_time(word: &str) -> &str {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match word.split_once(['T', 't']) {
        Some((date, time)) if is_number(date) && is_number(time.trim_end_matches(['Z', 'z'])) => date,
        Some(_) | None => word,
    }
}

/// The sign between two numbers of a date.
fn sign(gap: &str) -> Option<char> {
    let mut signs = gap.chars();
    signs
        .next()
        .filter(|sign| matches!(sign, '.' | '-' | '_' | '/') && signs.next().is_none())
}

fn same_sign(one: &str, other: &str) -> Option<char> {
    sign(one).filter(|_| one == other)
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

/// A day beside a month's name: `15`, `1st`, `22nd`.
fn day(word: &str) -> Option<i8> {
    let endings = ["st", "nd", "rd", "th", "er"];
    let bare = endings.iter().find_map(|ending| word.strip_suffix(ending));
    number(bare.unwrap_or(word))
}

fn digits<T: std::str::FromStr>(word: &str, length: std::ops::RangeInclusive<usize>) -> Option<T> {
    let fits = length.contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| word.parse().ok()).flatten()
}

/// A month by its name, or by three or four letters that begin it.
fn month(folded: &str) -> Option<i8> {
    let short = (3..=4).contains(&folded.len());
    let fits = |name: &&str| folded == *name || (short && name.starts_with(folded));
    // `mar` begins March in all of them, `jui` neither June nor July.
    let mut of = (1..).zip(MONTHS).filter(|(_, names)| names.iter().any(fits));
    let (month, _) = of.next()?;
    of.next().is_none().then_some(month)
}

/// The first day of a quarter or a half of a year.
fn part_of_year(of: &str, part: &str) -> Option<Date> {
    let part = part.to_ascii_lowercase();
    let (kind, number) = part.split_at_checked(1)?;
    let number: i8 = digits(number, 1..=1)?;
    let month = match kind {
        "q" if (1..=4).contains(&number) => number * 3 - 2,
        "h" if (1..=2).contains(&number) => number * 6 - 5,
        _ => return None,
    };
    date(year(of), Some(month), Some(1))
}

/// `20100801`, `201008` and `2023Q3`.
fn compact(word: &str) -> Option<Date> {
    if let Some((of, part)) = word.split_at_checked(4)
        && let Some(date) = part_of_year(of, part)
    {
        return Some(date);
    }
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
mod tests;
