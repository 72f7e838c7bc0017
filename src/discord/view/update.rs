//! What those who vote are told between the opening and the outcome.

use super::Context;
use super::body::Body;
use super::change;
use super::concern;
use super::escape::{escape, quote};
use super::places;
use super::voters;
use crate::id::{MemberId, RoleId};
use crate::outbox::Update;
use crate::service::{Addressees, Concerned, ProposalView, Silent};
use crate::vote::{Answer, ConcernNumber, Fate, Phase, Proposal};

/// The message, which pings a role if one is given; `None` if there is nothing to say any more.
pub fn announce(
    view: &ProposalView,
    (update, Concerned { pinged, by }): (Update, Concerned),
    footer: String,
    context: Context<'_>,
) -> Option<Body> {
    let words = context.wording;
    let proposal = &view.proposal;
    let named = || change::named(proposal.number, proposal.change.title(), context);
    let mut lines = match update {
        // A thread is its own news, a vote's message looks like one, and a reminder says whom it is for.
        Update::Thread | Update::Repost(_) | Update::Reminder(_) => return None,
        Update::Waiting => match proposal.status.phase() {
            Phase::Open => vec![words.with(
                "update-opened",
                [
                    ("proposal", named().into()),
                    (
                        "change",
                        change::brief(&proposal.change, &view.scheme, context).into(),
                    ),
                    ("at", places::moment(proposal.closes_at).into()),
                ],
            )],
            Phase::Waiting(_) | Phase::Held { .. } | Phase::Over => return None,
        },
        Update::Added(index) => added(proposal, index, context)?,
        Update::Voided(index) => voided(proposal, index, named(), context)?,
        Update::Refreshed(_) => refreshed(proposal, named(), by, context)?,
        Update::Dropped(_) => dropped(proposal, named(), context)?,
        Update::Kept(_) => match proposal.status.fate()? {
            Fate::Queued | Fate::Published { .. } => {
                let by = maintainer(by, context);
                vec![words.with("update-kept", [("proposal", named().into()), ("by", by.into())])]
            }
            Fate::Conflict { .. } | Fate::Dropped { .. } => return None,
        },
        Update::Raised(number) => raised(proposal, number, context)?,
        Update::Answered(number) => answered(proposal, number, context)?,
        Update::Held(_) => match proposal.status.phase() {
            Phase::Held { until } => vec![words.with(
                "update-held",
                [
                    ("proposal", named().into()),
                    ("open", proposal.open_concerns().into()),
                    ("until", places::moment(until).into()),
                ],
            )],
            Phase::Waiting(_) | Phase::Open | Phase::Over => return None,
        },
        Update::Extended(index) => {
            let extension = proposal.extensions.get(usize::try_from(index).ok()?)?;
            if !concern::is_told(extension) {
                return None;
            }
            vec![words.with(
                "update-extended",
                [
                    ("proposal", named().into()),
                    ("why", concern::extension(extension, context).into()),
                    ("at", places::moment(extension.until).into()),
                ],
            )]
        }
        Update::Conflict => match proposal.status.fate()? {
            Fate::Conflict { .. } => vec![words.with("update-conflict", [("proposal", named().into())])],
            Fate::Queued | Fate::Published { .. } | Fate::Dropped { .. } => return None,
        },
    };
    if !update.is_for_the_thread() {
        lines.extend(link(view, context));
    }
    Some(pinging(body(view, &lines, footer), pinged))
}

/// A maintainer by name, unless nobody knows any more who it was.
fn maintainer(by: Option<MemberId>, context: Context<'_>) -> String {
    match by {
        Some(member) => places::member(member),
        None => context.wording.text("a-maintainer").into_owned(),
    }
}

fn pinging(body: Body, role: Option<RoleId>) -> Body {
    match role {
        Some(role) => body.mentioning(role),
        None => body,
    }
}

/// That the deadline is near; `None` if the vote is over. Only the voters' role is pinged, and only if it may be: those
/// who have not voted are named, which pings nobody inside the frame.
pub fn remind(view: &ProposalView, whom: &Addressees, footer: String, context: Context<'_>) -> Option<Body> {
    let words = context.wording;
    let proposal = &view.proposal;
    if !proposal.status.is_live() {
        return None;
    }
    let change = change::brief(&proposal.change, &view.scheme, context);
    let mut lines = vec![words.with(
        "update-reminder",
        [
            (
                "proposal",
                change::named(proposal.number, proposal.change.title(), context).into(),
            ),
            ("change", change.into()),
            ("in", places::distance(proposal.closes_at).into()),
            ("at", places::moment(proposal.closes_at).into()),
        ],
    )];
    let ping = whom.role.filter(|_| whom.pinged);
    if let (Some(role), None) = (whom.role, ping) {
        lines.push(words.with("reminder-role", [("role", places::role(role).into())]));
    }
    lines.extend(match &whom.silent {
        Some(Silent::Named(members)) => Some(voters::silent(members, context)),
        Some(Silent::Counted(count)) => Some(words.with("reminder-silent", [("count", (*count).into())])),
        None => None,
    });
    lines.extend(link(view, context));
    Some(pinging(body(view, &lines, footer), ping))
}

fn link(view: &ProposalView, context: Context<'_>) -> Option<String> {
    let link = places::link(view.posted?, context);
    Some(context.wording.with("announce-link", [("link", link.into())]))
}

fn body(view: &ProposalView, lines: &[String], footer: String) -> Body {
    let color = places::color(&view.scheme, view.proposal.change.to());
    Body::framed(None, vec![lines.join("\n")], color, Some(footer))
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

fn added(proposal: &Proposal, index: u32, context: Context<'_>) -> Option<Vec<String>> {
    let text = proposal.addenda.get(usize::try_from(index).ok()?)?;
    let heading = context.wording.with(
        "update-added",
        [("member", places::member(proposal.proposer).into())],
    );
    Some(vec![heading, quote(text.as_str())])
}

/// Whose ballots are void is told where votes have names.
fn voided(proposal: &Proposal, index: u32, named: String, context: Context<'_>) -> Option<Vec<String>> {
    let voided = proposal.voided.get(usize::try_from(index).ok()?)?;
    let whose = if proposal.policy.names {
        places::member(voided.member)
    } else {
        context.wording.text("update-voided-secret").into_owned()
    };
    let heading = context.wording.with(
        "update-voided",
        [
            ("proposal", named.into()),
            ("by", places::member(voided.by).into()),
            ("whose", whose.into()),
        ],
    );
    Some(vec![heading, quote(voided.reason.as_str())])
}

fn refreshed(
    proposal: &Proposal,
    named: String,
    by: Option<MemberId>,
    context: Context<'_>,
) -> Option<Vec<String>> {
    let line = context.wording.with(
        "update-refreshed",
        [
            ("proposal", named.into()),
            ("by", maintainer(by, context).into()),
            ("size", proposal.electorate.size()?.into()),
            ("departed", proposal.without_role().into()),
        ],
    );
    Some(vec![line])
}

fn dropped(proposal: &Proposal, named: String, context: Context<'_>) -> Option<Vec<String>> {
    let (_, by, reason) = proposal.status.dropped()?;
    let heading = context.wording.with(
        "update-dropped",
        [("proposal", named.into()), ("by", places::member(by).into())],
    );
    Some(vec![heading, quote(reason.as_str())])
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
