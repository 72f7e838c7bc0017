//! What a vote has to do with the member who looks at it: what they answered, or that they have no vote in it.

use super::Context;
use super::places;
use crate::discord::commands::choice_key;
use crate::service::Mine;
use crate::vote::electorate::Admission;
use crate::vote::{Choice, Effect, Phase, Proposal};

/// The line; none while it is not known who may vote.
pub fn line(proposal: &Proposal, mine: Mine, context: Context<'_>) -> Option<String> {
    let words = context.wording;
    let phase = proposal.status.phase();
    let goes_on = match phase {
        Phase::Open | Phase::Held { .. } => true,
        // Who may vote is read when it is put to the vote.
        Phase::Waiting(_) => return None,
        // Who could vote then is not told by the roles of now.
        Phase::Over => false,
    };
    let barred = barred(proposal, mine.admission, context).filter(|_| goes_on);
    let no_vote = |why: String| words.with("proposal-no-vote", [("why", why.into())]);
    let Some((choice, effect)) = mine.ballot else {
        return Some(match barred {
            Some(why) => no_vote(why),
            None => words.text(silent(phase, mine.admission)).into_owned(),
        });
    };
    let is_open = matches!(phase, Phase::Open);
    let voted = |key| {
        let choice = words.text(choice_key(choice)).into_owned();
        words.with(key, [("choice", choice.into())])
    };
    Some(match (effect, barred) {
        (Effect::Counts, None) if choice == Choice::Recuse && is_open => voted("proposal-mine-recused-open"),
        (Effect::Counts, _) if choice == Choice::Recuse => voted("proposal-mine-recused"),
        (Effect::Counts, None) => voted("proposal-mine"),
        (Effect::Counts, Some(why)) => {
            let choice = words.text(choice_key(choice)).into_owned();
            words.with(
                "proposal-mine-fixed",
                [("choice", choice.into()), ("why", why.into())],
            )
        }
        (Effect::Advisory, _) => voted("proposal-mine-advisory"),
        (Effect::Voided, None) if is_open => voted("proposal-mine-voided-open"),
        (Effect::Voided, None) => voted("proposal-mine-voided"),
        (Effect::Voided, Some(why)) => format!("{} {}", voted("proposal-mine-voided"), no_vote(why)),
    })
}

/// Of those who may vote and did not.
fn silent(phase: Phase, admission: Admission) -> &'static str {
    match (phase, admission) {
        (Phase::Open, Admission::Advisory) => "proposal-mine-none-advice",
        (
            Phase::Open,
            Admission::Binding | Admission::LacksRole(_) | Admission::NotListed | Admission::Excluded,
        ) => "proposal-mine-none-open",
        (Phase::Waiting(_) | Phase::Held { .. } | Phase::Over, _) => "proposal-mine-none",
    }
}

/// Why the member has no vote, if they have none.
fn barred(proposal: &Proposal, admission: Admission, context: Context<'_>) -> Option<String> {
    let words = context.wording;
    match admission {
        Admission::Binding | Admission::Advisory => None,
        Admission::LacksRole(role) => Some(words.with("no-vote-role", [("role", places::role(role).into())])),
        Admission::NotListed => Some(words.text("no-vote-list").into_owned()),
        Admission::Excluded => {
            let policy = proposal.policy.name.as_str();
            Some(words.with("no-vote-excluded", [("policy", policy.into())]))
        }
    }
}
