//! What those who vote are told between the opening and the outcome.

use super::Context;
use super::body::Body;
use super::change;
use super::concern;
use super::escape::{escape, quote};
use super::places;
use crate::outbox::Update;
use crate::service::ProposalView;
use crate::vote::{Answer, ConcernNumber, Fate, Proposal, Status};

/// The message; `None` if there is nothing to say any more.
pub fn announce(view: &ProposalView, update: Update, footer: String, context: Context<'_>) -> Option<Body> {
    let words = context.wording;
    let proposal = &view.proposal;
    let named = || change::named(proposal.number, proposal.change.title(), context);
    let mut lines = match update {
        // The thread itself is the news.
        Update::Thread | Update::Waiting => return None,
        Update::Reminder(_) => {
            if !proposal.status.is_live() {
                return None;
            }
            vec![words.with(
                "update-reminder",
                [
                    ("proposal", named().into()),
                    (
                        "change",
                        change::brief(&proposal.change, &view.scheme, context).into(),
                    ),
                    ("in", places::distance(proposal.closes_at).into()),
                    ("at", places::moment(proposal.closes_at).into()),
                ],
            )]
        }
        Update::Raised(number) => raised(proposal, number, context)?,
        Update::Answered(number) => answered(proposal, number, context)?,
        Update::Held(_) => match proposal.status {
            Status::Held { until, .. } => vec![words.with(
                "update-held",
                [
                    ("proposal", named().into()),
                    ("open", proposal.open_concerns().into()),
                    ("until", places::moment(until).into()),
                ],
            )],
            Status::Waiting(_)
            | Status::Open
            | Status::Passed { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => return None,
        },
        Update::Extended(index) => {
            let extension = proposal.extensions.get(usize::try_from(index).ok()?)?;
            vec![words.with(
                "update-extended",
                [
                    ("proposal", named().into()),
                    ("why", concern::extension(extension, context).into()),
                    ("at", places::moment(extension.until).into()),
                ],
            )]
        }
        Update::Conflict => match &proposal.status {
            Status::Passed {
                fate: Fate::Conflict { .. },
                ..
            } => vec![words.with("update-conflict", [("proposal", named().into())])],
            Status::Passed {
                fate: Fate::Queued | Fate::Published { .. },
                ..
            }
            | Status::Waiting(_)
            | Status::Open
            | Status::Held { .. }
            | Status::Rejected { .. }
            | Status::NoQuorum { .. }
            | Status::Blocked { .. }
            | Status::Withdrawn { .. }
            | Status::Cancelled { .. }
            | Status::Stale { .. } => return None,
        },
    };
    if !update.is_for_the_thread()
        && let Some(posted) = view.posted
    {
        let link = places::link(posted, context);
        lines.push(words.with("announce-link", [("link", link.into())]));
    }
    let color = places::color(&view.scheme, proposal.change.to());
    Some(Body::framed(None, vec![lines.join("\n")], color, Some(footer)))
}

fn raised(proposal: &Proposal, number: ConcernNumber, context: Context<'_>) -> Option<Vec<String>> {
    let concern = proposal.concerns.get(number.index())?;
    let mut lines = vec![context.wording.with(
        "update-raised",
        [
            ("number", number.get().into()),
            ("title", escape(concern.title.as_str()).into()),
            ("member", places::member(concern.author).into()),
            ("proposal", proposal.number.get().into()),
        ],
    )];
    lines.extend(concern.text.as_ref().map(|text| quote(text.as_str())));
    Some(lines)
}

fn answered(proposal: &Proposal, number: ConcernNumber, context: Context<'_>) -> Option<Vec<String>> {
    let words = context.wording;
    let concern = proposal.concerns.get(number.index())?;
    let title = escape(concern.title.as_str());
    match &concern.answer {
        Answer::Open => None,
        Answer::Resolved { .. } => Some(vec![words.with(
            "update-resolved",
            [
                ("number", number.get().into()),
                ("title", title.into()),
                ("member", places::member(concern.author).into()),
            ],
        )]),
        Answer::Overridden { by, reason, .. } => Some(vec![
            words.with(
                "update-overridden",
                [
                    ("number", number.get().into()),
                    ("title", title.into()),
                    ("by", places::member(*by).into()),
                ],
            ),
            quote(reason.as_str()),
        ]),
    }
}
