//! Single values. Everything that has no range but its own is judged here.

use jiff::SignedDuration;

use super::fault::Expects;
use super::raw::{NONE, Raw};
use crate::vote::excluded::MAX_EXCLUDED;
use crate::vote::policy::{Base, MAX_HOLD, MAX_REMINDERS, Proposers, Quorum, Visibility};
use crate::vote::{Excluded, Ratio, duration};

/// The largest number of members that can be written.
pub const MAX_COUNT: u32 = 1_000_000;

/// A value, or what may stand there.
pub type Read<T> = Result<T, Expects>;

fn one(raw: &Raw, expects: Expects) -> Read<String> {
    raw.one().ok_or(expects)
}

/// One of these words.
pub(super) fn word<T: Copy>(raw: &Raw, words: &[(&str, T)], expects: Expects) -> Read<T> {
    let text = one(raw, expects)?;
    let found = words.iter().find(|(word, _)| *word == text);
    found.map(|(_, meaning)| *meaning).ok_or(expects)
}

/// A duration of more than nothing, at most a year.
pub fn time(raw: &Raw) -> Read<SignedDuration> {
    duration::parse(&one(raw, Expects::Time)?).map_err(|_| Expects::Time)
}

pub(super) fn hold(raw: &Raw) -> Read<SignedDuration> {
    let max = time(raw).map_err(|_| Expects::Hold)?;
    if max <= MAX_HOLD {
        Ok(max)
    } else {
        Err(Expects::Hold)
    }
}

pub(super) fn cooldown(raw: &Raw) -> Read<SignedDuration> {
    let text = one(raw, Expects::Cooldown)?;
    let nothing = [NONE, "0", "0s", "0h"].contains(&text.as_str());
    if nothing {
        return Ok(SignedDuration::ZERO);
    }
    duration::parse(&text).map_err(|_| Expects::Cooldown)
}

/// The longest first; `None`: they are no reminders of any vote.
pub(super) fn reminders(raw: &Raw) -> Option<Vec<SignedDuration>> {
    let read: Result<Vec<_>, _> = raw.many().iter().map(|text| duration::parse(text)).collect();
    let mut reminders = read.ok()?;
    reminders.sort_by(|one, other| other.cmp(one));
    let distinct = reminders.is_sorted_by(|longer, shorter| longer > shorter);
    (distinct && reminders.len() <= MAX_REMINDERS).then_some(reminders)
}

/// A number of members, at least one.
pub fn count(raw: &Raw) -> Read<u32> {
    let number = one(raw, Expects::Count)?.parse().map_err(|_| Expects::Count)?;
    if (1..=MAX_COUNT).contains(&number) {
        Ok(number)
    } else {
        Err(Expects::Count)
    }
}

pub(super) fn limit(raw: &Raw) -> Read<Option<u32>> {
    if raw.one().as_deref() == Some(NONE) {
        return Ok(None);
    }
    count(raw).map(Some).map_err(|_| Expects::Limit)
}

pub(super) fn quorum(raw: &Raw) -> Read<Quorum> {
    let text = one(raw, Expects::Quorum)?;
    match share(&text) {
        Some(share) => Ok(Quorum::Share(share)),
        None => count(raw).map(Quorum::Voters).map_err(|_| Expects::Quorum),
    }
}

/// A share: more than nothing, at most the whole.
pub fn threshold(raw: &Raw) -> Read<Ratio> {
    share(&one(raw, Expects::Share)?).ok_or(Expects::Share)
}

/// The exact share in a text such as `2/3`, `50%` or `66.5 %`; above nothing, at most the whole.
pub(super) fn share(text: &str) -> Option<Ratio> {
    let Some(percent) = text.trim().strip_suffix('%') else {
        return text.parse().ok();
    };
    let percent = percent.trim();
    let (whole, part) = percent.split_once('.').unwrap_or((percent, ""));
    let digits = format!("{whole}{part}");
    // More digits than that nobody means, and they would not fit.
    if part.len() > 4 || digits.len() > 8 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let numerator: u32 = digits.parse().ok()?;
    let denominator = 100 * 10_u32.pow(u32::try_from(part.len()).ok()?);
    let shared = common_divisor(numerator, denominator);
    Ratio::new(numerator / shared, denominator / shared).ok()
}

/// The greatest common divisor; `denominator` is not zero.
fn common_divisor(numerator: u32, denominator: u32) -> u32 {
    let (mut large, mut small) = (denominator, numerator);
    while small > 0 {
        (large, small) = (small, large % small);
    }
    large
}

pub(super) fn base(raw: &Raw) -> Read<Base> {
    word(raw, &Base::ALL.map(|base| (base.name(), base)), Expects::Base)
}

pub(super) fn proposers(raw: &Raw) -> Read<Proposers> {
    let words = Proposers::ALL.map(|who| (who.name(), who));
    word(raw, &words, Expects::Proposers)
}

pub(super) fn tally(raw: &Raw) -> Read<Visibility> {
    let words = [("live", Visibility::Live), ("hidden", Visibility::AfterClose)];
    word(raw, &words, Expects::Tally)
}

pub(super) fn switch(raw: &Raw) -> Read<bool> {
    word(raw, &[("true", true), ("false", false)], Expects::Switch)
}

pub(super) fn excluded(raw: &Raw) -> Read<Excluded> {
    let read: Result<_, _> = raw.many().iter().map(|text| text.parse()).collect();
    let excluded = Excluded(read.map_err(|_| Expects::Excluded)?);
    if excluded.0.len() <= MAX_EXCLUDED {
        Ok(excluded)
    } else {
        Err(Expects::Excluded)
    }
}
