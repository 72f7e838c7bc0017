//! The sections of a record after its context: outcome, what was weighed, and where to look further.

use super::super::{Context, concern, outcome as ended, rule, vote};
use super::inline::{quoted, typed};
use super::{links, member, moment};
use crate::service::RecordView;
use crate::vote::trail::Act;
use crate::vote::{Answer, Concern, ConcernNumber, Extension, Fate, Status, Why};

/// What was decided, by which rule and which numbers.
pub fn outcome(record: &RecordView, context: Context<'_>) -> String {
    let (words, view) = (context.wording, &record.view);
    let proposal = &view.proposal;
    let status = words.text(ended::status_key(&proposal.status)).into_owned();
    let mut lines = vec![
        words.text("record-outcome").into_owned(),
        words.with("record-outcome-is", [("status", status.into())]),
    ];
    match &proposal.status {
        Status::Cancelled { by, reason, .. } => {
            lines.push(words.with(
                "outcome-cancelled-next",
                [("member", member(*by, context).into())],
            ));
            lines.push(quoted(reason.as_str()));
        }
        Status::Waiting(_) | Status::Open | Status::Held { .. } if proposal.hides_tally() => {
            let count = view.count.tally.taking_part();
            lines.push(words.with("vote-tally-hidden", [("count", count.into())]));
        }
        Status::Waiting(_) | Status::Open | Status::Held { .. } => {
            lines.push(vote::tally(&view.count.tally, context));
            lines.push(list(rule::checks(&proposal.policy, &view.count, context)));
            lines.push(rule::needs(view, context));
        }
        Status::Passed { .. }
        | Status::Rejected { .. }
        | Status::NoQuorum { .. }
        | Status::Blocked { .. }
        | Status::Withdrawn { .. }
        | Status::Stale { .. } => {
            lines.push(vote::tally(&view.count.tally, context));
            lines.push(list(ended::of(view, context).into_iter().flatten().skip(1)));
        }
    }
    lines.push(words.text("record-confirmation").into_owned());
    lines.push(words.with("vote-policy", [("policy", proposal.policy.name.as_str().into())]));
    lines.push(rule::words(&proposal.policy, context));
    lines.push(concern::electorate(proposal, context));
    if let Some(electors) = proposal.status.count().and_then(|count| count.electors) {
        lines.push(words.with(
            "record-electors",
            [
                ("opened", electors.opened.into()),
                ("counted", electors.counted.into()),
            ],
        ));
    }
    lines.extend(vote::departed(view, context));
    let times = [
        ("opened", moment(proposal.opens_at).into()),
        ("closes", moment(proposal.closes_at).into()),
    ];
    lines.push(words.with("record-window", times));
    let moved = proposal.extensions.iter().filter(|moved| concern::is_told(moved));
    let moved: Vec<String> = moved.map(|extension| extended(extension, context)).collect();
    if !moved.is_empty() {
        lines.push(list(moved));
    }
    lines.join("\n\n")
}

fn extended(extension: &Extension, context: Context<'_>) -> String {
    let words = context.wording;
    let until = moment(extension.until);
    match extension.why {
        Why::Outage { from, until: heard } => words.with(
            "record-extended-outage",
            [
                ("until", until.into()),
                ("from", moment(from).into()),
                ("heard", moment(heard).into()),
            ],
        ),
        Why::Answered(number) => words.with(
            "record-extended-answered",
            [("until", until.into()), ("number", number.get().into())],
        ),
        Why::Refreshed => words.with("record-extended-refreshed", [("until", until.into())]),
    }
}

/// The concerns with their answers.
pub fn options_weighed(record: &RecordView, context: Context<'_>) -> String {
    let concerns = &record.view.proposal.concerns;
    let heading = context.wording.text("record-weighed").into_owned();
    if concerns.is_empty() {
        return format!("{heading}\n\n{}", context.wording.text("record-concerns-none"));
    }
    let numbered = concerns.iter().enumerate();
    let lines = numbered.map(|(index, concern)| weighed(ConcernNumber::at(index), concern, context));
    format!("{heading}\n\n{}", lines.collect::<Vec<_>>().join("\n\n"))
}

fn weighed(number: ConcernNumber, concern: &Concern, context: Context<'_>) -> String {
    let words = context.wording;
    let mut lines = vec![words.with(
        "record-concern",
        [
            ("number", number.get().into()),
            ("title", typed(concern.title.as_str()).into()),
            ("member", member(concern.author, context).into()),
            ("at", moment(concern.raised_at).into()),
        ],
    )];
    lines.extend(concern.text.iter().map(|text| quoted(text.as_str())));
    match &concern.answer {
        Answer::Open => lines.push(words.text("record-concern-open").into_owned()),
        Answer::Resolved { at } => {
            lines.push(words.with("record-concern-resolved", [("at", moment(*at).into())]));
        }
        Answer::Overridden { at, by, reason } => {
            lines.push(words.with(
                "record-concern-overridden",
                [("at", moment(*at).into()), ("by", member(*by, context).into())],
            ));
            lines.push(quoted(reason.as_str()));
        }
    }
    lines.join("\n\n")
}

/// Links, the edition, events, and how to check all this.
pub fn more_information(record: &RecordView, context: Context<'_>) -> String {
    let (words, trail) = (context.wording, &record.trail);
    let proposal = &record.view.proposal;
    let mut lines = vec![words.text("record-more").into_owned()];
    lines.extend(links(record, context));
    match &proposal.status {
        Status::Passed {
            fate: Fate::Published { edition, at },
            ..
        } => lines.push(words.with(
            "record-edition",
            [
                ("edition", typed(edition.as_str()).into()),
                ("at", moment(*at).into()),
            ],
        )),
        Status::Passed { .. }
        | Status::Waiting(_)
        | Status::Open
        | Status::Held { .. }
        | Status::Rejected { .. }
        | Status::NoQuorum { .. }
        | Status::Blocked { .. }
        | Status::Withdrawn { .. }
        | Status::Cancelled { .. }
        | Status::Stale { .. } => {}
    }
    for voided in &proposal.voided {
        lines.push(words.with("record-voided-by", [("by", member(voided.by, context).into())]));
        lines.push(quoted(voided.reason.as_str()));
    }
    let events: Vec<String> = trail
        .entries
        .iter()
        .filter_map(|entry| match &entry.act {
            Act::Cast { .. } => None,
            Act::Event { what, detail } => Some(words.with(
                "record-event",
                [
                    ("at", moment(entry.at).into()),
                    ("what", what.name().into()),
                    ("detail", typed(detail).into()),
                ],
            )),
        })
        .collect();
    if !events.is_empty() {
        lines.push(list(events));
    }
    lines.push(match &trail.head {
        Some(head) => words.with(
            "record-trail",
            [
                ("entries", head.entries.into()),
                ("hash", head.hash.to_string().into()),
                ("guild", context.guild.to_string().into()),
            ],
        ),
        None => words.text("record-trail-none").into_owned(),
    });
    lines.join("\n\n")
}

fn list(lines: impl IntoIterator<Item = String>) -> String {
    let lines: Vec<String> = lines.into_iter().map(|line| format!("* {line}")).collect();
    lines.join("\n")
}
