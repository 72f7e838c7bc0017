//! What is suggested for the terms of a vote.

use jiff::SignedDuration;

use super::{MAX_CHARS, MAX_CHOICES, text};
use crate::discord::sender::{Choice, ChoiceValue};
use crate::discord::view::{abbreviated, plain_duration, plain_policy};
use crate::policy_text::span;
use crate::radar::fold;
use crate::vote::{ConcernNumber, Policies, Proposal, ProposalNumber, duration};
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

/// The concerns about the proposal that wait for an answer, by number or by what their titles hold.
pub fn concerns(
    typed: &str,
    about: Option<ProposalNumber>,
    proposals: &[Proposal],
    wording: &Wording,
) -> Vec<Choice> {
    let key = fold(typed);
    let number = typed.trim_start_matches('#');
    let about = proposals.iter().find(|proposal| Some(proposal.number) == about);
    let numbered = about
        .into_iter()
        .flat_map(|proposal| proposal.concerns.iter().enumerate());
    let open = numbered.filter(|(_, concern)| concern.is_open());
    let named = open.map(|(index, concern)| (ConcernNumber::at(index), concern));
    let meant = named.filter(|(own, concern)| {
        let by_number = !number.is_empty() && own.to_string().starts_with(number);
        by_number || fold(concern.title.as_str()).contains(&key)
    });
    meant
        .take(MAX_CHOICES)
        .map(|(own, concern)| {
            let name = wording.with(
                "suggest-concern",
                [
                    ("number", own.get().into()),
                    ("title", concern.title.as_str().into()),
                ],
            );
            Choice {
                name: abbreviated(&name, MAX_CHARS),
                value: ChoiceValue::Number(own.get()),
            }
        })
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
