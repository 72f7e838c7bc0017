//! What happened to a proposal between two of its states, for its trail. Computed from the states, so that no transition
//! can forget to tell.

use super::concern::{Answer, ConcernNumber};
use super::electorate::size_or_unknown;
use super::proposal::Proposal;
use super::status::Status;
use super::terms;
use super::trail::EventKind;
use crate::id::MemberId;

/// What stands before the hash of the terms in the entry that closes a trail.
const TERMS: &str = ", terms ";

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// Who did it, if a member did.
    pub by: Option<MemberId>,
    /// What.
    pub what: EventKind,
    /// The particulars. Members are not named in it: it stays when they are forgotten.
    pub detail: String,
}

/// Everything that happened to a proposal between `before` and `next`, in the order in which it did.
pub fn between(before: &Proposal, next: &Proposal) -> Vec<Happening> {
    let mut happened = about_concerns(before, next);
    let mut add = |by, what, detail: String| happened.push(Happening { by, what, detail });
    for text in next.addenda.iter().skip(before.addenda.len()) {
        add(Some(next.proposer), EventKind::Addendum, text.to_string());
    }
    for voided in next.voided.iter().skip(before.voided.len()) {
        add(
            Some(voided.by),
            EventKind::BallotVoided,
            format!("up to {}: {}", voided.at, voided.reason),
        );
    }
    if before.departed != next.departed {
        // Not who: the numbers of voters stand in the terms.
        add(
            None,
            EventKind::RosterChanged,
            format!("voted and left since: {}", next.departed.len()),
        );
    }
    // Who has the roster of an open vote read again tells that: the state does not say who it was.
    if begins(before, next) {
        let size = size_or_unknown(next.electorate.size());
        add(
            next.seconded_by,
            EventKind::Opened,
            format!("until {}, electorate {size}", next.closes_at),
        );
    }
    for extension in next.extensions.iter().skip(before.extensions.len()) {
        add(
            None,
            EventKind::Extended,
            format!("from {} to {}", extension.from, extension.until),
        );
    }
    let ends = before.status.is_live() && !next.status.is_live();
    match (&before.status, &next.status) {
        (Status::Open, Status::Held { until, .. }) => {
            add(None, EventKind::Held, format!("until {until} at most"));
        }
        (Status::Held { .. }, Status::Open) => {
            add(None, EventKind::Reopened, format!("until {}", next.closes_at));
        }
        (
            _,
            Status::Passed { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. },
        ) if ends => {
            let count = next.status.count();
            if let Some(electors) = count.and_then(|count| count.electors)
                && electors.counted != electors.opened
            {
                add(
                    None,
                    EventKind::RosterChanged,
                    format!("{} to {}", electors.opened, electors.counted),
                );
            }
            add(None, EventKind::Closed, closed(next));
        }
        (_, Status::Passed { .. }) if next.status.dropped() != before.status.dropped() => {
            // Who puts it back is told by whoever does so: the state does not say it.
            if let Some((_, by, reason)) = next.status.dropped() {
                add(Some(by), EventKind::Dropped, reason.to_string());
            }
        }
        // What else became of a change that was decided the editions tell, and for what a proposal waits it tells itself.
        (
            Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Passed { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. },
            _,
        ) => {}
    }
    happened
}

/// What happened to its concerns.
fn about_concerns(before: &Proposal, next: &Proposal) -> Vec<Happening> {
    let mut happened = Vec::new();
    let mut add = |by, what, detail: String| happened.push(Happening { by, what, detail });
    for (index, concern) in next.concerns.iter().enumerate() {
        let number = ConcernNumber::at(index);
        let known = before.concerns.get(index);
        if known.is_none() {
            add(
                Some(concern.author),
                EventKind::ConcernRaised,
                format!("{number}: {}", concern.title),
            );
        }
        if known.is_some_and(|known| known.answer == concern.answer) {
            continue;
        }
        match &concern.answer {
            Answer::Open => {}
            Answer::Resolved { .. } => {
                add(
                    Some(concern.author),
                    EventKind::ConcernResolved,
                    number.to_string(),
                );
            }
            Answer::Overridden { by, reason, .. } => {
                add(
                    Some(*by),
                    EventKind::ConcernOverridden,
                    format!("{number}: {reason}"),
                );
            }
        }
    }
    happened
}

/// Whether it is put to the vote.
fn begins(before: &Proposal, next: &Proposal) -> bool {
    matches!((&before.status, &next.status), (Status::Waiting(_), Status::Open))
}

/// What the entry says that closes the trail of a vote.
fn closed(ended: &Proposal) -> String {
    format!("{}{TERMS}{}", outcome(ended), terms::hash(ended))
}

/// Whether an entry that closes a trail may be of this proposal. In older versions it bound no terms.
pub fn may_close(detail: &str, ended: &Proposal) -> bool {
    !detail.contains(TERMS) || detail == closed(ended)
}

/// How a vote ended, and with what numbers.
fn outcome(ended: &Proposal) -> String {
    let name = ended.status.name();
    let Some(count) = ended.status.count() else {
        return name.to_owned();
    };
    let tally = &count.tally;
    let size = size_or_unknown(count.electorate());
    format!(
        "{name}: in favor {}, against {}, abstain {}, recused {}, electorate {size}",
        tally.in_favor, tally.against, tally.abstain, tally.recused
    )
}
