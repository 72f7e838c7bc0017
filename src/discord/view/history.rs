//! The life of a blip, and what differs between two editions.

use super::Context;
use super::body::Body;
use super::digest;
use super::flow::Block;
use super::pager;
use super::places;
use crate::digest::{EditionRef, VoteBehind};
use crate::discord::custom_id::CustomId;
use crate::radar::{Scheme, Step};
use crate::service::{DiffView, HistoryView, Matched};

/// The page of a blip's history that is asked for: the newest change first.
pub fn render(view: &HistoryView, context: Context<'_>) -> Body {
    let words = context.wording;
    let mut intro = Vec::new();
    if let Matched::Nearly { query } = &view.matched {
        let (query, title) = (super::escape::escape(query), places::title(&view.blip.title));
        intro.push(words.with(
            "history-nearly",
            [("query", query.into()), ("title", title.into())],
        ));
    }
    intro.push(words.with("history-intro", [("steps", view.steps.len().into())]));
    let steps = view
        .steps
        .iter()
        .rev()
        .map(|(step, vote)| told(step, vote.as_ref(), &view.scheme, context))
        .collect();
    let blocks = [
        Block {
            heading: None,
            parts: intro,
        },
        Block {
            heading: None,
            parts: steps,
        },
    ];
    let leaf = pager::leaf(&blocks, view.page, context);
    let title = words.with(
        "history-title",
        [("title", places::title(&view.blip.title).into())],
    );
    let id = |page| CustomId::History(view.blip.id.clone(), page);
    let hint = words.text("digest-hint").replace('`', "");
    Body::framed(
        Some(title),
        vec![leaf.text],
        places::color(&view.scheme, Some(&view.blip.ring)),
        Some(pager::footer(&hint, leaf.number, leaf.count, context)),
    )
    .with_buttons(pager::turners(leaf.number, leaf.count, id, context))
}

fn told(step: &Step, vote: Option<&VoteBehind>, scheme: &Scheme, context: Context<'_>) -> String {
    let words = context.wording;
    let edition: EditionRef = step.edition.as_ref().into();
    let change = digest::change(&step.blip, &step.shift, scheme, context);
    let row = words.with(
        "history-row",
        [
            ("edition", places::edition(&edition).into()),
            ("date", places::day(edition.published).into()),
            ("change", digest::voted(change, vote, context).into()),
        ],
    );
    if step.stayed == 0 {
        return row;
    }
    let stayed = words.with("history-stayed", [("editions", step.stayed.into())]);
    format!("{row}\n{stayed}")
}

/// The page of what differs between two editions that is asked for.
pub fn diff(view: &DiffView, context: Context<'_>) -> Body {
    let words = context.wording;
    let comparison = &view.comparison;
    let title = words.with(
        "diff-title",
        [
            ("from", places::edition(&comparison.from).into()),
            ("to", places::edition(&comparison.to).into()),
        ],
    );
    let intro = words.with(
        "diff-intro",
        [
            ("from", places::day(comparison.from.published).into()),
            ("to", places::day(comparison.to.published).into()),
            (
                "summary",
                digest::headline(&comparison.entries, comparison.stayed, context).into(),
            ),
        ],
    );
    let mut blocks = vec![Block::paragraph(intro)];
    blocks.extend(digest::changes(&comparison.entries, &view.scheme, context));
    let leaf = pager::leaf(&blocks, view.page, context);
    let (from, to) = (&comparison.from.id, &comparison.to.id);
    let id = |page| CustomId::Diff(from.clone(), to.clone(), page);
    let hint = words.text("digest-hint").replace('`', "");
    Body::framed(
        Some(title),
        vec![leaf.text],
        places::central_color(&view.scheme),
        Some(pager::footer(&hint, leaf.number, leaf.count, context)),
    )
    .with_buttons(pager::turners(leaf.number, leaf.count, id, context))
}
