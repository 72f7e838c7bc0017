//! The ballots of a record: in their order, without anything that the policy keeps secret.

use std::collections::{BTreeSet, HashSet};

use super::super::Context;
use super::inline::typed;
use super::{member, moment};
use crate::discord::commands::choice_key;
use crate::id::MemberId;
use crate::service::RecordView;
use crate::vote::tally::latest;
use crate::vote::{Ballot, Choice, Voter};

/// Whose ballots decide, where the policy shows names and the tally is no secret.
pub fn named_voters(record: &RecordView) -> BTreeSet<MemberId> {
    let proposal = &record.view.proposal;
    if !proposal.policy.names || proposal.hides_tally() {
        return BTreeSet::new();
    }
    let ballots = record.trail.ballots();
    let counted = latest(ballots.iter().filter(|ballot| proposal.counts(ballot)));
    counted
        .values()
        .filter(|ballot| ballot.choice != Choice::Recuse)
        .filter_map(|ballot| ballot.voter.member())
        .collect()
}

/// Each ballot in a line, in at most `room` bytes. Those that do not fit are counted.
pub fn section(record: &RecordView, room: usize, context: Context<'_>) -> String {
    let words = context.wording;
    let heading = words.text("record-ballots").into_owned();
    if record.view.proposal.hides_tally() {
        return format!("{heading}\n\n{}", words.text("record-ballots-secret"));
    }
    let ballots = record.trail.ballots();
    if ballots.is_empty() {
        return format!("{heading}\n\n{}", words.text("record-ballots-none"));
    }
    let (latest, order) = (latest(&ballots), in_order(&ballots));
    let mut text = format!("{heading}\n");
    for (index, ballot) in ballots.iter().enumerate() {
        let replaced = latest
            .get(&ballot.voter)
            .is_some_and(|last| last.interaction != ballot.interaction);
        let line = line(ballot, replaced, (record, &order), context);
        if text.len() + line.len() + 1 > room {
            let left = words.with(
                "record-ballots-left-out",
                [("count", (ballots.len() - index).into())],
            );
            return format!("{text}\n\n{left}");
        }
        text.push('\n');
        text.push_str(&line);
    }
    text
}

fn line(
    ballot: &Ballot,
    replaced: bool,
    (record, order): (&RecordView, &[Voter]),
    context: Context<'_>,
) -> String {
    let (words, proposal) = (context.wording, &record.view.proposal);
    let names = proposal.policy.names;
    // Who watched the channel could tell by the second whose ballot it is.
    let at = if names {
        moment(ballot.at())
    } else {
        ballot.at().strftime("%F").to_string()
    };
    let mut line = words.with(
        "record-ballot",
        [
            ("at", at.into()),
            ("voter", voter(ballot.voter, order, record, context).into()),
            (
                "choice",
                words.text(choice_key(ballot.choice)).into_owned().into(),
            ),
        ],
    );
    // Without names a mark would tell whose ballot it is: the tally says how many there are.
    let mark = if names && proposal.is_voided(ballot) {
        Some("record-voided")
    } else if replaced {
        Some("record-replaced")
    } else if !names {
        None
    } else if matches!(ballot.voter, Voter::Forgotten(_)) {
        Some("record-forgotten")
    } else if proposal.counts(ballot) {
        has_departed(ballot, record).then_some("record-departed")
    } else {
        Some("record-advisory")
    };
    if let Some(mark) = mark {
        line.push_str(&words.with("record-mark", [("mark", words.text(mark).into_owned().into())]));
    }
    // Reasons are shown at the close.
    if let (Some(reason), false) = (&ballot.reason, proposal.status.is_live()) {
        line.push_str("\n  > ");
        line.push_str(&typed(reason.as_str()));
    }
    line
}

/// Whether its voter had left when it was last looked.
fn has_departed(ballot: &Ballot, record: &RecordView) -> bool {
    let number = match ballot.voter {
        Voter::Forgotten(number) => Some(number),
        Voter::Known(member) => record.trail.voters.get(&member).map(|key| key.number),
    };
    number.is_some_and(|number| record.view.proposal.departed.contains(&number))
}

/// The member if the policy shows names, else a number that stands for them.
///
/// Without names it is not the trail's: who raised a concern, or seconded the proposal, has one before they vote, and
/// could be told by it.
fn voter(voter: Voter, order: &[Voter], record: &RecordView, context: Context<'_>) -> String {
    let names = record.view.proposal.policy.names;
    let number = match voter {
        Voter::Known(id) if names => return member(id, context),
        Voter::Forgotten(number) if names => usize::try_from(number.get()).ok(),
        Voter::Known(_) | Voter::Forgotten(_) => {
            order.iter().position(|known| *known == voter).map(|at| at + 1)
        }
    };
    match number {
        Some(number) => context.wording.with("record-voter", [("number", number.into())]),
        None => context.wording.text("record-voter-unknown").into_owned(),
    }
}

/// The voters in the order of their first ballots.
fn in_order(ballots: &[Ballot]) -> Vec<Voter> {
    let mut seen = HashSet::new();
    let voters = ballots.iter().map(|ballot| ballot.voter);
    voters.filter(|voter| seen.insert(*voter)).collect()
}
