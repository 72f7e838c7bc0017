//! What is suggested for schedules and time zones.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::{MAX_CHOICES, text};
use crate::discord::commands::OFF;
use crate::discord::sender::Choice;
use crate::schedule::Rule;
use crate::wording::Wording;
use crate::zone::ZoneName;

/// Rhythms that teams have, with the keys of what they mean.
const USUAL: [(&str, &str); 6] = [
    ("every quarter", "suggest-schedule-quarter"),
    ("every month at 10:00", "suggest-schedule-month"),
    ("every first monday at 10:00", "suggest-schedule-weekday"),
    ("every half-year", "suggest-schedule-half-year"),
    ("every year", "suggest-schedule-year"),
    ("0 9 1 */3 *", "suggest-schedule-cron"),
];

/// What is typed, if it can be understood, and examples.
pub fn schedules(typed: &str, now: Timestamp, wording: &Wording) -> Vec<Choice> {
    let own = typed.parse::<Rule>().ok().map(|_| text(typed, typed));
    let key = typed.to_ascii_lowercase();
    let holds = |value: &str| own.is_none() && value.contains(&key);
    let example = |value: &str, key: &str| {
        let name = wording.with(key, [("when", value.into())]);
        text(&name, value)
    };
    let usual = USUAL.into_iter().filter(|(value, _)| holds(value));
    let mut found: Vec<Choice> = usual.map(|(value, key)| example(value, key)).collect();
    let date = next_month(now).map(|date| format!("{date} 10:00"));
    found.extend(
        date.filter(|date| holds(date))
            .map(|date| example(&date, "suggest-schedule-date")),
    );
    found.extend(holds(OFF).then(|| example(OFF, "suggest-schedule-off")));
    own.into_iter().chain(found).collect()
}

/// The first day of the next month, anywhere near.
fn next_month(now: Timestamp) -> Option<Date> {
    let today = now.to_zoned(TimeZone::UTC).date();
    today.first_of_month().checked_add(1.month()).ok()
}

/// The time zones whose names hold what is typed; those that start with it, or have it after a slash, first.
pub fn zones(typed: &str) -> Vec<Choice> {
    let key = typed.to_ascii_lowercase().replace(' ', "_");
    let mut found: Vec<ZoneName> = ZoneName::all();
    found.retain(|name| name.as_str().to_ascii_lowercase().contains(&key));
    found.sort_by_cached_key(|name| {
        let name = name.as_str().to_ascii_lowercase();
        !(name.starts_with(&key) || name.split('/').any(|part| part.starts_with(&key)))
    });
    let found = found.into_iter().take(MAX_CHOICES);
    found.map(|name| text(name.as_str(), name.as_str())).collect()
}
