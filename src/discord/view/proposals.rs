//! `/proposal`: the list, one of them, and what became of ending one.

use std::collections::BTreeSet;

use super::Context;
use super::body::{Body, Button, Look, NEUTRAL};
use super::change;
use super::flow::Block;
use super::mine;
use super::outcome;
use super::pager;
use super::places;
use super::rule;
use super::vote;
use super::voters;
use crate::discord::custom_id::CustomId;
use crate::id::MemberId;
use crate::service::{Mine, Page, ProposalView};
use crate::vote::{Phase, Status, Waiting};

/// A page of the list.
pub fn list(page: &Page<ProposalView>, context: Context<'_>) -> Body {
    let words = context.wording;
    if page.rows.is_empty() {
        return Body::text(words.text("proposals-empty"));
    }
    let title = words.with("proposals-title", [("total", page.total.into())]);
    let parts = page.rows.iter().map(|view| row(view, context)).collect();
    let pages = pager::pages(&[Block { heading: None, parts }], context);
    let footer = pager::footer("", page.number, page.count, context);
    let footer = (!footer.is_empty()).then_some(footer);
    let show = page.rows.iter().map(|view| {
        let number = view.proposal.number;
        let label = words.with("button-proposal", [("number", number.get().into())]);
        Button::new(label, Look::Plain, CustomId::ShowProposal(number))
    });
    Body::framed(Some(title), pages, NEUTRAL, footer)
        .with_buttons(show)
        .with_buttons(pager::turners(
            page.number,
            page.count,
            CustomId::Proposals,
            context,
        ))
}

/// A proposal in two lines, for lists.
pub fn row(view: &ProposalView, context: Context<'_>) -> String {
    let words = context.wording;
    let proposal = &view.proposal;
    let (number, title) = (proposal.number, proposal.change.title());
    let named = match view.posted {
        Some(posted) => words.with(
            "proposal-linked",
            [
                ("number", number.get().into()),
                ("link", places::link(posted, context).into()),
                ("title", places::title(title).into()),
            ],
        ),
        None => change::named(number, title, context),
    };
    let what = words.with(
        "proposals-row",
        [
            ("proposal", named.into()),
            (
                "change",
                change::brief(&proposal.change, &view.scheme, context).into(),
            ),
        ],
    );
    format!("{what}\n  {}", state(view, context))
}

fn state(view: &ProposalView, context: Context<'_>) -> String {
    let words = context.wording;
    let proposal = &view.proposal;
    let status = words.text(outcome::status_key(&proposal.status));
    let tally = vote::shown_tally(view, context);
    match proposal.status.phase() {
        Phase::Waiting(waiting) => return waits(waiting, context),
        Phase::Held { until } => {
            return words.with(
                "proposals-state-held",
                [("until", places::day(until).into()), ("tally", tally.into())],
            );
        }
        Phase::Open | Phase::Over => {}
    }
    match proposal.closed_at() {
        None => words.with(
            "proposals-state-open",
            [
                ("in", places::distance(proposal.closes_at).into()),
                ("tally", tally.into()),
            ],
        ),
        Some(at) if outcome::counted(&proposal.status) => words.with(
            "proposals-state-counted",
            [
                ("status", status.into_owned().into()),
                ("at", places::day(at).into()),
                ("tally", tally.into()),
            ],
        ),
        Some(at) => words.with(
            "proposals-state-ended",
            [
                ("status", status.into_owned().into()),
                ("at", places::day(at).into()),
            ],
        ),
    }
}

/// What a proposal waits for, in a few words.
fn waits(waiting: Waiting, context: Context<'_>) -> String {
    let words = context.wording;
    match waiting {
        Waiting::Behind(number) => words.with("proposals-state-behind", [("number", number.get().into())]),
        Waiting::Voters => words.text("proposals-state-voters").into_owned(),
        Waiting::Second { until } => {
            words.with("proposals-state-second", [("in", places::distance(until).into())])
        }
    }
}

/// One proposal and what the member answered; the answers, too, while they may give one.
pub fn show(
    view: &ProposalView,
    mine: Mine,
    silent: Option<&BTreeSet<MemberId>>,
    context: Context<'_>,
) -> Body {
    let words = context.wording;
    let mine_to_give = view.proposal.status == Status::Open && mine.admission.takes_ballots();
    let mine = mine::line(&view.proposal, mine, context);
    let place = match view.posted {
        Some(posted) => words.with("proposal-link", [("link", places::link(posted, context).into())]),
        None => words.with(
            "proposal-unposted",
            [("channel", places::channel(view.proposal.channel).into())],
        ),
    };
    let lines: Vec<String> = mine.into_iter().chain([place]).collect();
    let mut extra = vec![lines.join("\n")];
    extra.extend(silent.map(|members| voters::silent(members, context)));
    let body = vote::framed(view, &extra, None, context);
    let body = if mine_to_give {
        vote::with_all_buttons(body, view.proposal.number, context)
    } else {
        body
    };
    vote::with_changes(body, view, context)
}

/// The answer to who ended one.
pub fn ended(view: &ProposalView, context: Context<'_>) -> Body {
    let proposal = &view.proposal;
    let cooldown = outcome::cooldown(view).map(|(time, _)| rule::duration(time, context));
    let key = match proposal.status {
        Status::Withdrawn { .. } if cooldown.is_some() => "ended-withdrawn-lost",
        Status::Withdrawn { .. } => "ended-withdrawn",
        Status::Cancelled { .. } => "ended-cancelled",
        Status::Waiting(_)
        | Status::Open
        | Status::Held { .. }
        | Status::Passed { .. }
        | Status::Rejected { .. }
        | Status::NoQuorum { .. }
        | Status::Blocked { .. }
        | Status::Stale { .. } => "ended-other",
    };
    Body::text(context.wording.with(
        key,
        [
            (
                "proposal",
                change::named(proposal.number, proposal.change.title(), context).into(),
            ),
            ("number", proposal.number.get().into()),
            ("time", cooldown.unwrap_or_default().into()),
        ],
    ))
}
