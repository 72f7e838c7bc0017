//! A decision as a document: Markdown Architectural Decision Records, version 4 (<https://adr.github.io/madr/>).
//!
//! Nothing that was typed stands in the front matter, and elsewhere it passes through [`inline`].

mod ballots;
mod inline;
mod parts;

use jiff::Timestamp;

use self::inline::{quoted, typed};
use super::body::Body;
use super::{Context, change, outcome, places, vote};
use crate::discord::sender::{File, MAX_FILE};
use crate::id::MemberId;
use crate::service::RecordView;
use crate::vote::{Change, Status};

/// The answer, and the document that goes with it.
pub fn render(record: &RecordView, context: Context<'_>) -> (Body, File) {
    let proposal = &record.view.proposal;
    let named = change::named(proposal.number, proposal.change.title(), context);
    let status = context.wording.text(outcome::status_key(&proposal.status));
    let text = context.wording.with(
        "record-answer",
        [("proposal", named.into()), ("status", status.into_owned().into())],
    );
    let file = File {
        name: name(record),
        kind: "text/markdown; charset=utf-8",
        bytes: document(record, MAX_FILE, context).into(),
        description: None,
    };
    (Body::text(text), file)
}

/// The name of the file: the number, so that they sort, and what was proposed.
fn name(record: &RecordView) -> String {
    let proposal = &record.view.proposal;
    let (number, blip) = (proposal.number.get(), proposal.change.blip());
    match proposal.change.to() {
        Some(ring) => format!("{number:04}-{blip}-to-{ring}.md"),
        None => format!("{number:04}-{blip}-retire.md"),
    }
}

/// The document, in at most `max` bytes: ballots that do not fit are counted.
fn document(record: &RecordView, max: usize, context: Context<'_>) -> String {
    let before = [
        front_matter(record, context),
        head(record, context),
        parts::outcome(record, context),
    ]
    .join("\n\n");
    let after = [
        parts::options_weighed(record, context),
        parts::more_information(record, context),
    ]
    .join("\n\n");
    // The rest is for the headings and the sentence about those that are left out.
    let room = max.saturating_sub(before.len() + after.len() + 1024);
    let ballots = ballots::section(record, room, context);
    [before, ballots, after].join("\n\n") + "\n"
}

/// Ids, numbers and words of ours only.
fn front_matter(record: &RecordView, context: Context<'_>) -> String {
    let proposal = &record.view.proposal;
    let status = match record.superseded_by {
        Some(number) => context
            .wording
            .with("record-superseded", [("number", number.get().into())]),
        None => madr_status(&proposal.status).to_owned(),
    };
    let date = proposal.status.ended_at().unwrap_or(proposal.opens_at);
    let makers: Vec<String> = ballots::named_voters(record).into_iter().map(quote_id).collect();
    let consulted: std::collections::BTreeSet<MemberId> =
        proposal.concerns.iter().map(|concern| concern.author).collect();
    let consulted: Vec<String> = consulted.into_iter().map(quote_id).collect();
    [
        "---".to_owned(),
        format!("status: \"{status}\""),
        format!("date: {}", date.strftime("%F")),
        format!("decision-makers: [{}]", makers.join(", ")),
        format!("consulted: [{}]", consulted.join(", ")),
        format!("informed: [\"{}\"]", proposal.channel),
        "---".to_owned(),
    ]
    .join("\n")
}

/// In quotes: a number of that size is no number to every reader of YAML.
fn quote_id(id: MemberId) -> String {
    format!("\"{id}\"")
}

/// MADR's word for a status.
const fn madr_status(status: &Status) -> &'static str {
    match status {
        Status::Waiting(_) | Status::Open | Status::Held { .. } => "proposed",
        Status::Passed { .. } => "accepted",
        Status::Rejected { .. }
        | Status::NoQuorum { .. }
        | Status::Blocked { .. }
        | Status::Withdrawn { .. }
        | Status::Cancelled { .. }
        | Status::Stale { .. } => "rejected",
    }
}

/// Title, context and options.
fn head(record: &RecordView, context: Context<'_>) -> String {
    let (words, view) = (context.wording, &record.view);
    let proposal = &view.proposal;
    let what = typed(&change::plain(&proposal.change, &view.scheme, words));
    let title = typed(proposal.change.title().as_str());
    let mut lines = vec![
        format!("# {title}: {what}"),
        words.text("record-context").into_owned(),
        words.with(
            "record-proposed",
            [
                ("number", proposal.number.get().into()),
                ("member", member(proposal.proposer, context).into()),
                ("at", moment(proposal.opens_at).into()),
                ("title", title.into()),
                ("change", what.clone().into()),
            ],
        ),
    ];
    lines.extend(proposal.reason.iter().map(|reason| quoted(reason.as_str())));
    for more in &proposal.addenda {
        lines.push(words.with("vote-added", [("times", 1.into())]));
        lines.push(quoted(more.as_str()));
    }
    let before = view.earlier.as_ref();
    lines.extend(before.map(|before| vote::asked_before(before, true, context)));
    match &proposal.change {
        Change::Add { summary, .. } => {
            lines.push(words.text("vote-summary").into_owned());
            lines.push(quoted(summary.as_str()));
        }
        Change::Move { .. } | Change::Retire { .. } | Change::Return { .. } => {}
    }
    lines.push(words.text("record-options").into_owned());
    lines.push(format!("* {what}\n* {}", words.text("record-status-quo")));
    lines.join("\n\n")
}

/// A member by id: the document is read where names of Discord are not known.
fn member(id: MemberId, context: Context<'_>) -> String {
    context
        .wording
        .with("record-member", [("id", id.to_string().into())])
}

/// A time that every reader can read.
fn moment(at: Timestamp) -> String {
    at.strftime("%F %T UTC").to_string()
}

/// A link to the vote's message and thread, once it is posted. A thread that is started from a message has its id, and
/// outlives it.
fn links(record: &RecordView, context: Context<'_>) -> Option<String> {
    let posted = record.view.posted?;
    let thread = match record.view.again.and_then(|again| again.thread) {
        Some(thread) => thread.to_string(),
        None => posted.message.to_string(),
    };
    let thread = format!("https://discord.com/channels/{}/{thread}", context.guild);
    Some(context.wording.with(
        "record-links",
        [
            ("message", places::link(posted, context).into()),
            ("thread", thread.into()),
        ],
    ))
}

#[cfg(test)]
mod tests;
