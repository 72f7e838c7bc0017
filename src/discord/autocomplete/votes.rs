//! What is suggested for the terms of a vote.

use jiff::SignedDuration;

use super::{MAX_CHOICES, text};
use crate::discord::sender::Choice;
use crate::discord::view::{plain_duration, plain_policy};
use crate::policy_text::span;
use crate::radar::fold;
use crate::vote::{Policies, duration};
use crate::wording::Wording;

/// Times that votes often have, in days.
const USUAL: [i64; 6] = [1, 2, 3, 5, 7, 14];

/// The policies whose names hold what is typed.
pub fn policies(typed: &str, policies: &Policies, wording: &Wording) -> Vec<Choice> {
    let key = fold(typed);
    let meant = policies
        .iter()
        .filter(|policy| policy.name.as_str().contains(&key));
    meant
        .take(MAX_CHOICES)
        .map(|policy| text(&plain_policy(policy, wording), policy.name.as_str()))
        .collect()
}

/// What is typed, if it is a duration, and the usual ones.
pub fn durations(typed: &str, wording: &Wording) -> Vec<Choice> {
    let own = duration::parse(typed).ok();
    let usual = USUAL
        .into_iter()
        .map(|days| SignedDuration::from_hours(24 * days));
    let usual = usual.filter(|duration| own.is_none() && span(*duration).contains(typed));
    own.into_iter()
        .chain(usual)
        .map(|duration| text(&plain_duration(duration, wording), span(duration)))
        .collect()
}
