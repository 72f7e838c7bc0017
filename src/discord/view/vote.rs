//! A vote's own message, and the answers to those who propose and vote.

use super::Context;
use super::body::{Body, Button, Look, abbreviated};
use super::candidates;
use super::change;
use super::concern;
use super::escape::{escape, quote};
use super::excerpts::{self, Excerpts};
use super::flow::Block;
use super::outcome;
use super::pager;
use super::places;
use super::rule;
use crate::discord::commands::choice_key;
use crate::discord::custom_id::CustomId;
use crate::discord::form_id::FormId;
use crate::id::ChannelId;
use crate::outbox::Posted;
use crate::radar::{Standing, Title};
use crate::service::{Again, Candidate, Earlier, ProposalView, Rebased, Recorded};
use crate::vote::policy::Rule;
use crate::vote::{
    Change, Choice, Count, Effect, Electorate, Phase, Policy, Proposal, ProposalNumber, Status, Tally, Voter,
    Waiting,
};
use crate::wording::Wording;

/// The message with its buttons while the vote is open, with its outcome afterwards.
///
/// The first one shows no mark: its buttons are one. One that was posted again has the buttons of the one before it, one
/// that waits has none yet, and one that could be posted only after the end has none any more: there `footer` is the mark.
pub fn message(view: &ProposalView, footer: &str, context: Context<'_>) -> Body {
    let marked = match view.proposal.status.phase() {
        Phase::Open => false,
        Phase::Waiting(_) => true,
        Phase::Held { .. } | Phase::Over => view.posted.is_none(),
    };
    let body = match view.again {
        Some(again) => framed(view, &[posted_again(again, context)], Some(footer), context),
        None => framed(view, &[], marked.then_some(footer), context),
    };
    let number = view.proposal.number;
    match view.proposal.status {
        Status::Open => with_changes(with_all_buttons(body, number, context), view, context),
        Status::Held { .. } => with_changes(body, view, context),
        Status::Waiting(Waiting::Second { .. }) => body.with_buttons([Button::new(
            context.wording.text("button-second"),
            Look::Main,
            CustomId::Second(number),
        )]),
        Status::Waiting(Waiting::Behind(_) | Waiting::Voters)
        | Status::Passed { .. }
        | Status::Rejected { .. }
        | Status::NoQuorum { .. }
        | Status::Blocked { .. }
        | Status::Withdrawn { .. }
        | Status::Cancelled { .. } => body,
        Status::Stale { ref found, .. } if view.proposal.change.is_done_at(found) => body,
        Status::Stale { .. } => again(body, number, context),
    }
}

/// The button that shows what is said of the blip otherwise than when the vote opened, if something is.
pub(super) fn with_changes(body: Body, view: &ProposalView, context: Context<'_>) -> Body {
    let number = view.proposal.number;
    body.with_buttons(view.reworded.then(|| {
        let label = context.wording.text("button-reworded");
        Button::new(label, Look::Plain, CustomId::Reworded(number, 0))
    }))
}

/// The button that proposes the same again from where the blip stands now.
fn again(body: Body, number: ProposalNumber, context: Context<'_>) -> Body {
    body.with_buttons([Button::new(
        context.wording.text("button-restart"),
        Look::Main,
        CustomId::Restart(number),
    )])
}

/// That the message before this one was deleted.
fn posted_again(again: Again, context: Context<'_>) -> String {
    let at = places::moment(again.at);
    match again.thread {
        Some(thread) => context.wording.with(
            "vote-again-thread",
            [("at", at.into()), ("thread", places::channel(thread).into())],
        ),
        None => context.wording.with("vote-again", [("at", at.into())]),
    }
}

/// The vote with `extra` paragraphs and a footer below.
pub fn framed(view: &ProposalView, extra: &[String], footer: Option<&str>, context: Context<'_>) -> Body {
    excerpts::fitted(|excerpts| card(view, (extra, footer), excerpts, context))
}

fn card(
    view: &ProposalView,
    (extra, footer): (&[String], Option<&str>),
    excerpts: Excerpts,
    context: Context<'_>,
) -> Body {
    let proposal = &view.proposal;
    let title = context.wording.with(
        "vote-title",
        [
            ("number", proposal.number.get().into()),
            ("title", places::title(proposal.change.title()).into()),
        ],
    );
    let mut first = Block::paragraph(change::prominent(&proposal.change, &view.scheme, context));
    first.parts.extend(rebased(view, context));
    let mut blocks = vec![first];
    blocks.extend(outcome::of(view, context).map(outcome_block));
    blocks.push(why(view, excerpts, context));
    blocks.extend(summary(&proposal.change, context));
    blocks.extend(
        view.reworded
            .then(|| Block::paragraph(context.wording.text("vote-reworded"))),
    );
    blocks.push(terms(view, context));
    blocks.extend(concern::block(proposal, excerpts, context));
    blocks.push(standing(view, context));
    blocks.extend(reasons(view, excerpts, context));
    blocks.extend(extra.iter().map(Block::paragraph));
    let color = places::color(&view.scheme, proposal.change.to());
    let pages = pager::pages(&blocks, context);
    Body::framed(Some(title), pages, color, footer.map(str::to_owned))
}

/// That the start of the vote changed while it waited.
fn rebased(view: &ProposalView, context: Context<'_>) -> Option<String> {
    let (words, change) = (context.wording, &view.proposal.change);
    match view.rebased.as_ref()? {
        Rebased::Meanwhile => Some(words.text("vote-rebased-meanwhile").into_owned()),
        Rebased::To(standing) if change.is_done_at(standing) => {
            Some(words.text("vote-rebased-done").into_owned())
        }
        Rebased::To(Standing::In(ring)) => {
            let ring = places::ring(&view.scheme, ring);
            Some(words.with("vote-rebased-in", [("ring", ring.into())]))
        }
        Rebased::To(Standing::Retired) => Some(words.text("vote-rebased-off").into_owned()),
        // It was to join with the draft, and was dropped.
        Rebased::To(Standing::Unknown) => Some(words.text("vote-rebased-gone").into_owned()),
    }
}

fn outcome_block(mut lines: Vec<String>) -> Block {
    let heading = lines.remove(0);
    Block::headed(heading, lines)
}

/// The reason, what the proposer added to it, and the vote before it that asked the same.
fn why(view: &ProposalView, excerpts: Excerpts, context: Context<'_>) -> Block {
    let proposal = &view.proposal;
    let mut block = first_reason(proposal, context);
    if let Some(last) = proposal.addenda.last() {
        let times = proposal.addenda.len();
        block
            .parts
            .push(context.wording.with("vote-added", [("times", times.into())]));
        let last = last.as_str().replace('\n', " ");
        block.parts.push(quote(&abbreviated(&last, excerpts.addendum)));
    }
    let before = view.earlier.as_ref();
    block
        .parts
        .extend(before.map(|before| asked_before(before, excerpts.links, context)));
    block
}

/// Which vote asked the same before, and how it ended.
pub(super) fn asked_before(earlier: &Earlier, linked: bool, context: Context<'_>) -> String {
    let (words, number) = (context.wording, earlier.number.get());
    let named = match earlier.posted.filter(|_| linked) {
        Some(posted) => words.with(
            "vote-earlier-link",
            [
                ("number", number.into()),
                ("link", places::link(posted, context).into()),
            ],
        ),
        None => format!("#{number}"),
    };
    let status = words.text(outcome::status_key(&earlier.status)).to_lowercase();
    words.with(
        "vote-earlier",
        [("proposal", named.into()), ("status", status.into())],
    )
}

fn first_reason(proposal: &Proposal, context: Context<'_>) -> Block {
    let member = places::member(proposal.proposer);
    let parts = match &proposal.reason {
        Some(reason) => vec![
            context.wording.with("vote-proposed", [("member", member.into())]),
            quote(reason.as_str()),
        ],
        None => vec![
            context
                .wording
                .with("vote-proposed-bare", [("member", member.into())]),
        ],
    };
    Block { heading: None, parts }
}

fn summary(change: &Change, context: Context<'_>) -> Option<Block> {
    match change {
        Change::Add { summary, .. } => Some(Block {
            heading: None,
            parts: vec![
                context.wording.text("vote-summary").into_owned(),
                quote(summary.as_str()),
            ],
        }),
        Change::Move { .. } | Change::Retire { .. } | Change::Return { .. } => None,
    }
}

/// Why members voted as they did, once the vote is over.
fn reasons(view: &ProposalView, excerpts: Excerpts, context: Context<'_>) -> Option<Block> {
    if view.reasons.is_empty() {
        return None;
    }
    let words = context.wording;
    let names = view.proposal.policy.names;
    let mut parts: Vec<String> = view
        .reasons
        .iter()
        .take(excerpts.reasons)
        .map(|why| {
            let reason = abbreviated(&why.text.as_str().replace('\n', " "), excerpts.reason);
            let choice = words.text(choice_key(why.choice)).into_owned();
            match why.voter {
                Voter::Known(member) if names => words.with(
                    "reason-named",
                    [
                        ("choice", choice.into()),
                        ("member", places::member(member).into()),
                        ("reason", escape(&reason).into()),
                    ],
                ),
                Voter::Known(_) | Voter::Forgotten(_) => words.with(
                    "reason-unnamed",
                    [("choice", choice.into()), ("reason", escape(&reason).into())],
                ),
            }
        })
        .collect();
    let number = view.proposal.number.get();
    parts.push(words.with(
        "reasons-more",
        [("count", view.reasons.len().into()), ("number", number.into())],
    ));
    Some(Block::headed(words.text("reasons"), parts))
}

/// Rule, voters and deadline, as far as they are known: who may vote is read, and the time runs, once it is put to the vote.
fn terms(view: &ProposalView, context: Context<'_>) -> Block {
    let words = context.wording;
    let proposal = &view.proposal;
    let rule = rule::words(&proposal.policy, context);
    let mut parts = vec![words.with("vote-rule", [("rule", rule.into())])];
    if proposal.status.ended_at().is_none() {
        parts.push(words.with("vote-policy", [("policy", proposal.policy.name.as_str().into())]));
    }
    match proposal.status.phase() {
        Phase::Waiting(_) => {
            parts.push(words.text("vote-electorate-later").into_owned());
            parts.extend(places::left_out(&proposal.policy.excluded, context));
            let window = rule::duration(proposal.window(), context);
            parts.push(words.with("vote-deadline-later", [("duration", window.into())]));
            parts.extend(secret(&proposal.policy, context));
        }
        phase @ (Phase::Open | Phase::Held { .. }) => {
            parts.push(concern::electorate(proposal, context));
            parts.extend(places::left_out(&proposal.policy.excluded, context));
            let at = places::moment(proposal.closes_at);
            parts.push(if phase == Phase::Open {
                let distance = places::distance(proposal.closes_at);
                words.with("vote-deadline", [("at", at.into()), ("in", distance.into())])
            } else {
                words.with("vote-deadline-past", [("at", at.into())])
            });
            // Why the deadline is what it is; the earlier ones are in the record.
            let moved = proposal.extensions.iter().rfind(|moved| concern::is_told(moved));
            parts.extend(moved.map(|extension| concern::extension(extension, context)));
            parts.extend(secret(&proposal.policy, context));
        }
        Phase::Over => {
            let at = proposal.closed_at();
            parts.extend(at.map(|at| words.with("vote-closed", [("at", places::moment(at).into())])));
        }
    }
    Block { heading: None, parts }
}

/// That names are not shown, if they are not, and who sees them all the same: said before anybody votes.
pub(super) fn secret(policy: &Policy, context: Context<'_>) -> Option<String> {
    (!policy.names).then(|| context.wording.text("policy-secret").into_owned())
}

/// How the vote stands: apart from its terms, so that it is seen at a glance.
fn standing(view: &ProposalView, context: Context<'_>) -> Block {
    let mut parts = vec![format!("**{}**", shown_tally(view, context))];
    // A tally that somebody changed by their word says so.
    if !view.proposal.voided.is_empty() {
        parts.push(context.wording.text("vote-voided").into_owned());
    }
    parts.extend(departed(view, context));
    parts.extend(progress(view, context));
    if view.proposal.status == Status::Open {
        let number = view.proposal.number.get();
        parts.push(context.wording.with("vote-hint", [("number", number.into())]));
    }
    Block { heading: None, parts }
}

/// That some who voted are not there any more, if that was seen: their ballots stand, unless a maintainer voids them.
pub(super) fn departed(view: &ProposalView, context: Context<'_>) -> Option<String> {
    let (words, proposal) = (context.wording, &view.proposal);
    let key = match proposal.electorate.role() {
        Some(_) => "vote-departed-role",
        None => "vote-departed",
    };
    // Of a vote that was ended without a count nothing stands.
    let stands = proposal.status.is_live() || outcome::counted(&proposal.status);
    (view.departed > 0 && stands).then(|| {
        let said = words.with(key, [("count", view.departed.into())]);
        if proposal.status == Status::Open {
            format!("{said} {}", words.text("vote-departed-void"))
        } else {
            said
        }
    })
}

/// The tally, or how many took part while it is kept secret.
pub(super) fn shown_tally(view: &ProposalView, context: Context<'_>) -> String {
    let count = &view.count.tally;
    if view.proposal.hides_tally() {
        return context
            .wording
            .with("vote-tally-hidden", [("count", count.taking_part().into())]);
    }
    tally(count, context)
}

/// What would pass it, what it lacks, and when it can close at the earliest. Of one that is held, too: whoever would go past
/// its concerns sees what follows.
fn progress(view: &ProposalView, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let (proposal, count) = (&view.proposal, &view.count);
    let ahead = match proposal.status.phase() {
        Phase::Open => closing(proposal, count, context),
        Phase::Held { until } => vec![words.with("vote-held", [("until", places::moment(until).into())])],
        Phase::Waiting(waiting) => return vec![waits(waiting, context)],
        Phase::Over => return Vec::new(),
    };
    let mut lines = Vec::new();
    if let Some(size) = count.electorate() {
        lines.push(words.with(
            "vote-turnout",
            [("voted", count.tally.taking_part().into()), ("size", size.into())],
        ));
    }
    if view.away > 0 {
        lines.push(words.with("vote-away", [("count", view.away.into())]));
    }
    if count.tally.recused > 0 {
        // Of a role that is only counted it shows at the close whether others came in their place.
        let key = match proposal.electorate {
            Electorate::Role { .. } => "vote-recused-counted",
            Electorate::Anyone | Electorate::Listed(_) | Electorate::Members { .. } => "vote-recused",
        };
        lines.push(words.with(key, [("count", count.tally.recused.into())]));
    }
    if count.tally.advisory > 0 {
        lines.push(words.with("vote-advisory", [("count", count.tally.advisory.into())]));
    }
    if !proposal.hides_tally() {
        lines.push(rule::needs(view, context));
    }
    lines.extend(ahead);
    lines
}

/// What must be done before an open vote closes, and when it can close at the earliest.
fn closing(proposal: &Proposal, count: &Count, context: Context<'_>) -> Vec<String> {
    let words = context.wording;
    let mut lines = Vec::new();
    if proposal.is_blocked() {
        lines.push(words.with("needs-answers", [("open", proposal.open_concerns().into())]));
    }
    let early = proposal.may_close_at();
    let can = count.electors.is_some()
        && match proposal.policy.rule {
            Rule::Majority { .. } => true,
            Rule::Lazy { .. } => false,
        };
    lines.push(if can && early < proposal.closes_at {
        words.with("vote-early", [("at", places::moment(early).into())])
    } else {
        words.text("vote-not-early").into_owned()
    });
    lines
}

/// What a proposal waits for.
/// What a proposal waits for.
pub(super) fn waits(waiting: Waiting, context: Context<'_>) -> String {
    let words = context.wording;
    match waiting {
        Waiting::Behind(number) => words.with("waiting-behind", [("number", number.get().into())]),
        Waiting::Voters => words.text("waiting-voters").into_owned(),
        Waiting::Second { until } => words.with("waiting-second", [("until", places::moment(until).into())]),
    }
}

fn recuse(number: ProposalNumber, context: Context<'_>) -> Button {
    Button::new(
        context.wording.text(choice_key(Choice::Recuse)),
        Look::Plain,
        CustomId::Vote(number, Choice::Recuse),
    )
}

/// How many gave which answer (contract).
pub fn tally(tally: &Tally, context: Context<'_>) -> String {
    context.wording.with(
        "vote-tally",
        [
            ("in-favor", tally.in_favor.into()),
            ("against", tally.against.into()),
            ("abstain", tally.abstain.into()),
        ],
    )
}

/// The three answers, and what else a voter can do.
pub fn with_all_buttons(body: Body, number: ProposalNumber, context: Context<'_>) -> Body {
    body.with_buttons(buttons(number, context)).with_buttons([
        Button::new(
            context.wording.text("button-concern"),
            Look::Plain,
            CustomId::Open(FormId::Concern(number)),
        ),
        recuse(number, context),
    ])
}

/// The three answers.
pub fn buttons(number: ProposalNumber, context: Context<'_>) -> impl Iterator<Item = Button> {
    Choice::BUTTONS.into_iter().map(move |choice| {
        Button::new(
            context.wording.text(choice_key(choice)),
            Look::Plain,
            CustomId::Vote(number, choice),
        )
    })
}

/// A vote by its number, as a link once it is posted.
pub fn reference(number: ProposalNumber, posted: Option<Posted>, context: Context<'_>) -> String {
    let number = number.get();
    match posted {
        Some(posted) => context.wording.with(
            "vote-linked",
            [
                ("number", number.into()),
                ("link", places::link(posted, context).into()),
            ],
        ),
        None => context.wording.with("vote-unlinked", [("number", number.into())]),
    }
}

/// What a vote's thread is called.
pub fn thread_name(view: &ProposalView, wording: &Wording) -> String {
    wording.with(
        "thread-name",
        [
            ("number", view.proposal.number.get().into()),
            ("title", view.proposal.change.title().as_str().into()),
        ],
    )
}

/// The answer to `/propose`.
pub fn proposed(
    number: ProposalNumber,
    title: &Title,
    place: (ChannelId, Option<Posted>),
    (similar, waiting): (&[Candidate], Option<Waiting>),
    context: Context<'_>,
) -> Body {
    let words = context.wording;
    let (key, place) = match place {
        (_, Some(posted)) if waiting.is_some() => ("proposed-waiting", places::link(posted, context)),
        (_, Some(posted)) => ("proposed", places::link(posted, context)),
        (channel, None) => ("proposed-later", places::channel(channel)),
    };
    let stored = words.with(
        key,
        [
            ("proposal", change::named(number, title, context).into()),
            ("place", place.into()),
        ],
    );
    let hint = words.with("proposed-hint", [("number", number.get().into())]);
    let text = match waiting.map(|waiting| waits(waiting, context)) {
        Some(waits) => format!("{stored}\n{waits}\n{hint}"),
        None => format!("{stored}\n{hint}"),
    };
    if similar.is_empty() {
        return Body::text(text);
    }
    let meant = words.text("proposed-similar");
    Body::text(candidates::with_lines(
        format!("{text}\n{meant}"),
        similar,
        context,
    ))
}

/// The answer to a ballot that is on disk; starts with `Recorded` (contract).
pub fn recorded(recorded: &Recorded, context: Context<'_>) -> Body {
    let words = context.wording;
    let name = |choice| words.text(choice_key(choice)).into_owned();
    let (key, before) = match recorded.before {
        None => ("recorded", String::new()),
        Some(before) if before == recorded.choice => ("recorded-same", String::new()),
        Some(before) => ("recorded-changed", name(before)),
    };
    let mut text = words.with(
        key,
        [
            ("choice", name(recorded.choice).into()),
            ("before", before.into()),
            (
                "proposal",
                change::named(recorded.number, &recorded.title, context).into(),
            ),
            ("deadline", places::moment(recorded.closes_at).into()),
            ("in", places::distance(recorded.closes_at).into()),
        ],
    );
    match recorded.effect {
        // What was voided is told where the ballot is shown: a new one counts again.
        Effect::Counts | Effect::Voided => {}
        // Who recuses themselves from giving advice says nothing that could count.
        Effect::Advisory if recorded.choice == Choice::Recuse => {}
        Effect::Advisory => {
            text.push(' ');
            text.push_str(&words.text("recorded-advisory"));
        }
    }
    Body::text(text).with_buttons([Button::new(
        words.text("button-reason"),
        Look::Plain,
        CustomId::Open(FormId::Reason(recorded.number, recorded.choice)),
    )])
}
