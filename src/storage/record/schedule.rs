//! A guild's schedule as it is stored, within its settings.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::text::Text;
use crate::id::{InteractionId, MemberId};
use crate::schedule::{Occurrence, Rule, Schedule};

/// As it came with version 5 of the settings.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScheduleV5 {
    id: Text<InteractionId>,
    typed: String,
    rule: Text<Rule>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    by: Text<MemberId>,
    set: Text<Timestamp>,
    /// Up to which local date it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    done: Option<Text<Date>>,
    /// The local date and the instant of what comes next.
    date: Text<Date>,
    at: Text<Timestamp>,
    /// Whether the channel is still to be told of that.
    heads_up: bool,
    /// How often what it was told was put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told: Option<u32>,
}

impl From<&Schedule> for ScheduleV5 {
    fn from(schedule: &Schedule) -> Self {
        let Schedule {
            id,
            typed,
            rule,
            title,
            set_by,
            set_at,
            done,
            next: Occurrence { date, at },
            heads_up,
            told,
        } = schedule;
        Self {
            id: Text(*id),
            typed: typed.clone(),
            rule: Text(rule.clone()),
            title: title.clone(),
            by: Text(*set_by),
            set: Text(*set_at),
            done: done.map(Text),
            date: Text(*date),
            at: Text(*at),
            heads_up: *heads_up,
            told: *told,
        }
    }
}

impl From<ScheduleV5> for Schedule {
    fn from(record: ScheduleV5) -> Self {
        let ScheduleV5 {
            id,
            typed,
            rule,
            title,
            by,
            set,
            done,
            date,
            at,
            heads_up,
            told,
        } = record;
        Self {
            id: id.0,
            typed,
            rule: rule.0,
            title,
            set_by: by.0,
            set_at: set.0,
            done: done.map(|date| date.0),
            next: Occurrence {
                date: date.0,
                at: at.0,
            },
            heads_up,
            told,
        }
    }
}
