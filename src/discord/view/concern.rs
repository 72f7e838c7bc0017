//! Concerns, deadlines that were moved, and who may vote: what a vote's message says beside its rule.

use jiff::SignedDuration;

use super::Context;
use super::body::abbreviated;
use super::escape::{escape, quote};
use super::excerpts::Excerpts;
use super::flow::Block;
use super::places;
use super::rule;
use crate::id::RoleId;
use crate::vote::{Answer, Concern, ConcernNumber, Electorate, Extension, Proposal, Why};

/// The concerns of a vote, if there are any.
pub fn block(proposal: &Proposal, excerpts: Excerpts, context: Context<'_>) -> Option<Block> {
    if proposal.concerns.is_empty() {
        return None;
    }
    let heading = context
        .wording
        .with("concerns", [("open", proposal.open_concerns().into())]);
    let mut numbered: Vec<(usize, &Concern)> = proposal.concerns.iter().enumerate().collect();
    // What waits for an answer comes first.
    numbered.sort_by_key(|(_, concern)| !concern.is_open());
    let mut parts: Vec<String> = numbered
        .iter()
        .take(excerpts.concerns)
        .map(|(index, concern)| line(ConcernNumber::at(*index), concern, excerpts, context))
        .collect();
    let more = numbered.len().saturating_sub(excerpts.concerns);
    if more > 0 {
        parts.push(context.wording.with("concerns-more", [("count", more.into())]));
    }
    Some(Block::headed(heading, parts))
}

/// One concern with its answer.
fn line(number: ConcernNumber, concern: &Concern, excerpts: Excerpts, context: Context<'_>) -> String {
    let words = context.wording;
    let named = words.with(
        "concern-named",
        [
            ("number", number.get().into()),
            (
                "title",
                escape(&abbreviated(concern.title.as_str(), excerpts.concern)).into(),
            ),
            ("member", places::member(concern.author).into()),
            ("at", places::moment(concern.raised_at).into()),
        ],
    );
    match &concern.answer {
        Answer::Open => words.with("concern-open", [("concern", named.into())]),
        Answer::Resolved { at } => words.with(
            "concern-resolved",
            [
                ("concern", named.into()),
                ("answered", places::moment(*at).into()),
            ],
        ),
        Answer::Overridden { at, by, reason } => {
            let line = words.with(
                "concern-overridden",
                [
                    ("concern", named.into()),
                    ("answered", places::moment(*at).into()),
                    ("by", places::member(*by).into()),
                ],
            );
            format!(
                "{line}\n{}",
                quote(&abbreviated(
                    &reason.as_str().replace('\n', " "),
                    excerpts.concern
                ))
            )
        }
    }
}

/// An extension is told if it is at least that long: nobody notices a deadline that moved by less.
const LEAST_TOLD: SignedDuration = SignedDuration::from_mins(1);

/// Whether anything is said of an extension.
pub fn is_told(extension: &Extension) -> bool {
    extension.until.duration_since(extension.from) >= LEAST_TOLD
}

/// Why the deadline is later than it was.
pub fn extension(extension: &Extension, context: Context<'_>) -> String {
    let words = context.wording;
    let by = extension.until.duration_since(extension.from);
    let by = rule::length(by, context);
    match extension.why {
        Why::Outage { from, until } => words.with(
            "extended-outage",
            [
                ("by", by.into()),
                ("from", places::moment(from).into()),
                ("until", places::moment(until).into()),
            ],
        ),
        Why::Answered(number) => words.with(
            "extended-answered",
            [("by", by.into()), ("number", number.get().into())],
        ),
        Why::Refreshed => words.with("extended-refreshed", [("by", by.into())]),
    }
}

/// Who may vote, and how many they are if that is known. Those who voted and have lost the role since are in that number
/// after it was read again, too: their ballots stand.
pub fn electorate(proposal: &Proposal, context: Context<'_>) -> String {
    let words = context.wording;
    let departed = proposal.without_role();
    let counted = |key, without: &str, role: RoleId, count: usize| {
        let (role, count) = (places::role(role).into(), count.into());
        if departed == 0 {
            return words.with(without, [("role", role), ("count", count)]);
        }
        let departed = words.with("electorate-departed", [("count", departed.into())]);
        words.with(
            key,
            [("role", role), ("count", count), ("departed", departed.into())],
        )
    };
    match &proposal.electorate {
        Electorate::Anyone => words.text("vote-electorate-anyone").into_owned(),
        Electorate::Listed(members) => words.with("vote-electorate-list", [("count", members.len().into())]),
        Electorate::Role { role, size: None } => {
            words.with("vote-electorate-role", [("role", places::role(*role).into())])
        }
        Electorate::Role {
            role,
            size: Some(size),
        } => counted(
            "vote-electorate-counted-departed",
            "vote-electorate-counted",
            *role,
            usize::try_from(*size).unwrap_or(usize::MAX),
        ),
        Electorate::Members { role, members } => counted(
            "vote-electorate-members-departed",
            "vote-electorate-members",
            *role,
            members.len(),
        ),
    }
}
