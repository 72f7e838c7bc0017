//! How a vote ended: for its message, and for its channel.

use std::cmp::Ordering;

use jiff::SignedDuration;

use super::Context;
use super::body::Body;
use super::change;
use super::escape::{escape, quote};
use super::places;
use super::rule;
use crate::service::ProposalView;
use crate::vote::{Count, Electorate, Electors, Fate, Proposal, Status};

/// The outcome and what follows from it, for the vote's message; `None` while it is open.
pub fn of(view: &ProposalView, context: Context<'_>) -> Option<Vec<String>> {
    let (words, proposal) = (context.wording, &view.proposal);
    let (outcome, next) = match &proposal.status {
        Status::Waiting(_) | Status::Open | Status::Held { .. } => return None,
        Status::Passed {
            fate: Fate::Queued | Fate::Published { .. },
            ..
        } => ("outcome-passed", "outcome-passed-next"),
        Status::Passed {
            fate: Fate::Conflict { .. },
            ..
        } => ("outcome-passed", "outcome-conflict-next"),
        Status::Passed {
            fate: Fate::Dropped { by, reason, .. },
            ..
        } => {
            let mut lines = vec![words.text("outcome-dropped").into_owned()];
            if let Some(count) = proposal.status.count() {
                lines.extend(rule::checks(&proposal.policy, count, context));
                lines.extend(electors(count, proposal, context));
            }
            let member = places::member(*by);
            lines.push(words.with("outcome-dropped-next", [("member", member.into())]));
            lines.push(quote(reason.as_str()));
            return Some(lines);
        }
        Status::Rejected { .. } => ("outcome-rejected", "outcome-rejected-next"),
        Status::NoQuorum { .. } if proposal.seconded_by.is_some() => {
            ("outcome-no-quorum", "outcome-no-quorum-second")
        }
        Status::NoQuorum { .. } => ("outcome-no-quorum", "outcome-no-quorum-next"),
        Status::Blocked { .. } => ("outcome-blocked", "outcome-blocked-next"),
        Status::Withdrawn { .. } => ("outcome-withdrawn", "outcome-withdrawn-next"),
        Status::Stale { found, .. } if proposal.change.is_done_at(found) => {
            ("outcome-stale", "outcome-stale-done")
        }
        Status::Stale { .. } => ("outcome-stale", "outcome-stale-next"),
        Status::Cancelled { by, reason, .. } => {
            let member = places::member(*by);
            return Some(vec![
                words.text("outcome-cancelled").into_owned(),
                words.with("outcome-cancelled-next", [("member", member.into())]),
                quote(reason.as_str()),
            ]);
        }
    };
    let mut lines = vec![words.text(outcome).into_owned()];
    if let Some(count) = proposal.status.count() {
        lines.extend(rule::checks(&proposal.policy, count, context));
        lines.extend(electors(count, proposal, context));
    }
    lines.push(match &view.published {
        Some(edition) => words.with("outcome-published", [("edition", escape(edition).into())]),
        None => match cooldown(view) {
            Some((cooldown, key)) => {
                let time = rule::duration(cooldown, context);
                words.with(key, [("time", time.into())])
            }
            None => words.text(next).into_owned(),
        },
    });
    Some(lines)
}

/// For how long the same needs a second to be asked again, and the words for it, if the members did not want it.
pub(super) fn cooldown(view: &ProposalView) -> Option<(SignedDuration, &'static str)> {
    let (proposal, cooldown) = (&view.proposal, view.proposal.policy.cooldown);
    if cooldown.is_zero() || !proposal.is_lost(&view.count) {
        return None;
    }
    let key = if counted(&proposal.status) {
        "outcome-rejected-cooldown"
    } else {
        "outcome-withdrawn-cooldown"
    };
    Some((cooldown, key))
}

/// How many could vote, where that is not what it was when the vote opened, or could not be asked.
fn electors(count: &Count, proposal: &Proposal, context: Context<'_>) -> Option<String> {
    let electors = count.electors?;
    let words = context.wording;
    let ended_early = proposal
        .status
        .ended_at()
        .is_some_and(|at| at < proposal.due_at());
    if !electors.asked && !ended_early {
        return Some(words.with("electors-not-asked", [("opened", electors.opened.into())]));
    }
    let sizes = || {
        [
            ("opened", electors.opened.into()),
            ("counted", electors.counted.into()),
        ]
    };
    match electors.counted.cmp(&electors.opened) {
        Ordering::Equal => None,
        Ordering::Greater => Some(words.with("electors-more", sizes())),
        Ordering::Less => {
            let [opened, counted] = sizes();
            let who = missing(electors, count.tally.recused, proposal, context);
            Some(words.with("electors-fewer", [opened, counted, ("who", who.into())]))
        }
    }
}

/// Who is not in an electorate any more that became smaller.
fn missing(electors: Electors, recused: u32, proposal: &Proposal, context: Context<'_>) -> String {
    let words = context.wording;
    let gone = match proposal.electorate {
        // Of a role that is only counted nobody knows who is away.
        Electorate::Anyone | Electorate::Role { .. } => "electors-gone-counted",
        Electorate::Listed(_) => "electors-gone-listed",
        Electorate::Members { .. } => "electors-gone-members",
    };
    let gone = || words.text(gone).into_owned();
    let withdrew = |key| words.with(key, [("count", recused.into())]);
    if recused == 0 {
        return gone();
    }
    match electors.counted.saturating_add(recused).cmp(&electors.opened) {
        Ordering::Less => words.with(
            "electors-both",
            [
                ("gone", gone().into()),
                ("recused", withdrew("electors-recused").into()),
            ],
        ),
        Ordering::Equal => withdrew("electors-recused"),
        Ordering::Greater => withdrew("electors-recused-others"),
    }
}

/// The word for a status (contract).
pub const fn status_key(status: &Status) -> &'static str {
    match status {
        Status::Waiting(_) => "status-waiting",
        Status::Open => "status-open",
        Status::Held { .. } => "status-held",
        Status::Blocked { .. } => "status-blocked",
        Status::Stale { .. } => "status-stale",
        Status::Passed {
            fate: Fate::Dropped { .. },
            ..
        } => "status-dropped",
        Status::Passed { .. } => "status-passed",
        Status::Rejected { .. } => "status-rejected",
        Status::NoQuorum { .. } => "status-no-quorum",
        Status::Withdrawn { .. } => "status-withdrawn",
        Status::Cancelled { .. } => "status-cancelled",
    }
}

/// What the channel is told; `None` while the vote is open.
pub fn announce(view: &ProposalView, footer: String, context: Context<'_>) -> Option<Body> {
    let words = context.wording;
    let proposal = &view.proposal;
    let what = words.with(
        "announce-what",
        [
            (
                "proposal",
                change::named(proposal.number, proposal.change.title(), context).into(),
            ),
            (
                "change",
                change::brief(&proposal.change, &view.scheme, context).into(),
            ),
        ],
    );
    let (key, member, reason) = match &proposal.status {
        Status::Waiting(_) | Status::Open | Status::Held { .. } => return None,
        Status::Blocked { .. } => ("announce-blocked", String::new(), None),
        Status::Stale { .. } => ("announce-stale", String::new(), None),
        Status::Passed { .. } => ("announce-passed", String::new(), None),
        Status::Rejected { .. } => ("announce-rejected", String::new(), None),
        Status::NoQuorum { .. } => ("announce-no-quorum", String::new(), None),
        Status::Withdrawn { .. } => ("announce-withdrawn", String::new(), None),
        Status::Cancelled { by, reason, .. } => ("announce-cancelled", places::member(*by), Some(reason)),
    };
    let mut lines = vec![words.with(key, [("what", what.into()), ("member", member.into())])];
    lines.extend(reason.map(|reason| quote(reason.as_str())));
    if counted(&proposal.status) {
        lines.push(super::vote::tally(&view.count.tally, context));
    }
    if let Some(posted) = view.posted {
        let link = places::link(posted, context);
        lines.push(words.with("announce-link", [("link", link.into())]));
    }
    let color = places::color(&view.scheme, proposal.change.to());
    Some(Body::framed(None, vec![lines.join("\n")], color, Some(footer)))
}

/// Whether its ballots were counted.
pub const fn counted(status: &Status) -> bool {
    match status {
        Status::Passed { .. }
        | Status::Rejected { .. }
        | Status::NoQuorum { .. }
        | Status::Blocked { .. } => true,
        Status::Waiting(_)
        | Status::Open
        | Status::Held { .. }
        | Status::Withdrawn { .. }
        | Status::Cancelled { .. }
        | Status::Stale { .. } => false,
    }
}
