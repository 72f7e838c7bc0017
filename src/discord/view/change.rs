//! What a proposal would change, in a few words.

use super::Context;
use super::body::abbreviated;
use super::places;
use crate::radar::{Scheme, Title};
use crate::vote::{Change, ProposalNumber};
use crate::wording::Wording;

/// The change for a vote's message.
pub fn prominent(change: &Change, scheme: &Scheme, context: Context<'_>) -> String {
    let words = context.wording;
    match change {
        Change::Add { quadrant, to, .. } => {
            let (to, quadrant) = (places::ring(scheme, to), places::quadrant(scheme, quadrant));
            words.with(
                "vote-change-add",
                [("to", to.into()), ("quadrant", quadrant.into())],
            )
        }
        Change::Move { from, to, .. } => {
            let (from, to) = (places::ring(scheme, from), places::ring(scheme, to));
            words.with("vote-change-move", [("from", from.into()), ("to", to.into())])
        }
        Change::Retire { from, .. } => words.with(
            "vote-change-retire",
            [("from", places::ring(scheme, from).into())],
        ),
        Change::Return { to, .. } => {
            words.with("vote-change-return", [("to", places::ring(scheme, to).into())])
        }
    }
}

/// The change for a list, inside Markdown.
pub fn brief(change: &Change, scheme: &Scheme, context: Context<'_>) -> String {
    let from = change.from().map(|ring| places::ring(scheme, ring));
    let to = change.to().map(|ring| places::ring(scheme, ring));
    worded(change, from, to, context.wording)
}

/// The change as plain text, for suggestions.
pub fn plain(change: &Change, scheme: &Scheme, wording: &Wording) -> String {
    let name = |id| scheme.ring_name(id).to_owned();
    worded(change, change.from().map(name), change.to().map(name), wording)
}

fn worded(change: &Change, from: Option<String>, to: Option<String>, wording: &Wording) -> String {
    let key = match change {
        Change::Add { .. } => "change-plain-add",
        Change::Move { .. } => "change-plain-move",
        Change::Retire { .. } => "change-plain-retire",
        Change::Return { .. } => "change-plain-return",
    };
    let (from, to) = (from.unwrap_or_default(), to.unwrap_or_default());
    wording.with(key, [("from", from.into()), ("to", to.into())])
}

/// A proposal by number and title.
pub fn named(number: ProposalNumber, title: &Title, context: Context<'_>) -> String {
    context.wording.with(
        "proposal-named",
        [
            ("number", number.get().into()),
            ("title", places::title(title).into()),
        ],
    )
}

/// Titles in a row; past `max` they are counted.
pub fn row(titles: &[String], max: usize, context: Context<'_>) -> String {
    let mut shown: Vec<String> = titles
        .iter()
        .take(max)
        .map(|title| abbreviated(title, 200))
        .collect();
    if let Some(more) = titles.len().checked_sub(max).filter(|more| *more > 0) {
        shown.push(context.wording.with("and-more", [("count", more.into())]));
    }
    shown.join(&context.wording.text("comma"))
}
