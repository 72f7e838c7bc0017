//! A policy as text, all keys, so that it can be read, changed and read in again.

use jiff::SignedDuration;

use super::key::Key;
use super::raw::NONE;
use crate::vote::Policy;
use crate::vote::policy::{Concerns, Quorum as VoteQuorum, Rule, Visibility};

/// A duration in its largest unit that leaves no rest: `7 days`, `36 hours`, `90 seconds`.
pub fn span(duration: SignedDuration) -> String {
    let seconds = duration.as_secs();
    let (count, unit) = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        .into_iter()
        .find(|(length, _)| seconds >= *length && seconds % length == 0)
        .map_or((seconds, "second"), |(length, unit)| (seconds / length, unit));
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

/// How a quorum is written.
pub(super) fn quorum(quorum: VoteQuorum) -> String {
    match quorum {
        VoteQuorum::Voters(voters) => voters.to_string(),
        VoteQuorum::Share(share) => format!("\"{share}\""),
    }
}

/// The policy in lines of `key = value`, which are TOML, too.
pub fn write(policy: &Policy) -> String {
    let lines = Key::ALL
        .into_iter()
        .filter_map(|key| Some(format!("{} = {}", key.name(), value(policy, key)?)));
    lines.collect::<Vec<_>>().join("\n")
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn value(policy: &Policy, key: Key) -> Option<String> {
    let time = |duration| quoted(&span(duration));
    match key {
        Key::Rule => Some(quoted(match policy.rule {
            Rule::Majority { .. } => "majority",
            Rule::Lazy { .. } => "lazy",
        })),
        Key::Duration => Some(time(policy.duration)),
        Key::MinOpen => Some(time(policy.min_open)),
        Key::Quorum | Key::Threshold | Key::Of | Key::MinInFavor | Key::MinSeconds => {
            number(&policy.rule, key)
        }
        Key::Concerns => Some(quoted(match policy.concerns {
            Concerns::Hold(_) => "hold",
            Concerns::Note => "note",
        })),
        Key::MaxHold => match policy.concerns {
            Concerns::Hold(max) => Some(time(max)),
            Concerns::Note => None,
        },
        Key::Tally => Some(quoted(match policy.tally {
            Visibility::Live => "live",
            Visibility::AfterClose => "hidden",
        })),
        Key::Names => Some(policy.names.to_string()),
        Key::Reminders => {
            let times: Vec<String> = policy.reminders.iter().map(|before| time(*before)).collect();
            Some(format!("[{}]", times.join(", ")))
        }
        Key::Cooldown if policy.cooldown.is_zero() => Some(quoted(NONE)),
        Key::Cooldown => Some(time(policy.cooldown)),
        Key::Proposers => Some(quoted(policy.proposers.name())),
        Key::MaxOpen => Some(
            policy
                .max_open
                .map_or_else(|| quoted(NONE), |max| max.to_string()),
        ),
        Key::Extend => Some(policy.extend.to_string()),
        Key::Excluded => {
            let parties = policy.excluded.0.iter().map(|party| quoted(&party.to_string()));
            Some(format!("[{}]", parties.collect::<Vec<_>>().join(", ")))
        }
    }
}

/// The numbers of a rule; `None` for a key that the rule has not.
fn number(rule: &Rule, key: Key) -> Option<String> {
    match rule {
        Rule::Majority {
            quorum: voters,
            threshold,
            base,
            min_in_favor,
        } => match key {
            Key::Quorum => Some(quorum(*voters)),
            Key::Threshold => Some(quoted(&threshold.to_string())),
            Key::Of => Some(quoted(base.name())),
            Key::MinInFavor => Some(min_in_favor.to_string()),
            Key::MinSeconds
            | Key::Rule
            | Key::Duration
            | Key::MinOpen
            | Key::Concerns
            | Key::MaxHold
            | Key::Tally
            | Key::Names
            | Key::Reminders
            | Key::Cooldown
            | Key::Proposers
            | Key::MaxOpen
            | Key::Extend
            | Key::Excluded => None,
        },
        Rule::Lazy { min_seconds } => (key == Key::MinSeconds).then(|| min_seconds.to_string()),
    }
}
