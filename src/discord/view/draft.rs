//! The next edition: what it would change, and the last question before it is published.

use super::Context;
use super::body::{Body, Button, Look};
use super::change;
use super::digest;
use super::editions;
use super::flow::Block;
use super::pager;
use super::places;
use crate::discord::custom_id::CustomId;
use crate::service::DraftView;

/// The page of the draft that is asked for.
pub fn render(view: &DraftView, context: Context<'_>) -> Body {
    let words = context.wording;
    let scheduled = view.scheduled.map(|at| editions::next(at, context));
    if view.draft.queued.is_empty() {
        let empty = words.text("draft-empty").into_owned();
        let lines: Vec<String> = [empty].into_iter().chain(scheduled).collect();
        return Body::text(lines.join("\n"));
    }
    let mut blocks: Vec<Block> = scheduled.map(Block::paragraph).into_iter().collect();
    match &view.digest {
        Some(digest) => blocks.push(Block {
            heading: None,
            parts: vec![
                words.text("draft-publish-hint").into_owned(),
                words.text("draft-intro").into_owned(),
                digest::summary(digest, context),
            ],
        }),
        None => blocks.push(Block::paragraph(words.text("draft-empty"))),
    }
    blocks.extend(changes(view, context));
    let leaf = pager::leaf(&blocks, view.page, context);
    framed(view, words.text("draft-title").into_owned(), &leaf, context).with_buttons(pager::turners(
        leaf.number,
        leaf.count,
        CustomId::Draft,
        context,
    ))
}

/// The preview with the button that publishes what it shows.
pub fn preview(view: &DraftView, context: Context<'_>) -> Body {
    let words = context.wording;
    let named = view.digest.as_ref().map(|digest| digest.edition.title.as_str());
    let title = digest::draft_title(view.title.as_deref().or(named).unwrap_or_default(), context);
    let mut blocks = vec![Block::paragraph(words.text("preview-intro"))];
    let summary = view
        .digest
        .as_ref()
        .map(|digest| digest::summary(digest, context));
    blocks.extend(summary.map(Block::paragraph));
    blocks.extend(changes(view, context));
    let leaf = pager::leaf(&blocks, view.page, context);
    let publish = Button::new(
        words.text("button-publish"),
        Look::Main,
        CustomId::Publish(view.fingerprint, view.title.clone()),
    );
    let id = |page| CustomId::Preview(page, view.title.clone());
    let turners = pager::turners(leaf.number, leaf.count, id, context);
    framed(view, title, &leaf, context).with_buttons([publish].into_iter().chain(turners))
}

fn framed(view: &DraftView, title: String, leaf: &pager::Leaf, context: Context<'_>) -> Body {
    let footer = pager::footer("", leaf.number, leaf.count, context);
    Body::framed(
        Some(title),
        vec![leaf.text.clone()],
        places::central_color(&view.scheme),
        (!footer.is_empty()).then_some(footer),
    )
}

/// What would be posted, and what does not fit any more.
fn changes(view: &DraftView, context: Context<'_>) -> Vec<Block> {
    let mut blocks = view
        .digest
        .as_ref()
        .map(|digest| digest::changes(&digest.entries, &view.scheme, context))
        .unwrap_or_default();
    let left_out: Vec<String> = view
        .draft
        .queued
        .iter()
        .filter(|queued| !queued.fits)
        .map(|queued| {
            let (number, change) = (queued.proposal.number, &queued.proposal.change);
            let row = context.wording.with(
                "draft-left-out-row",
                [
                    ("proposal", change::named(number, change.title(), context).into()),
                    ("change", change::brief(change, &view.scheme, context).into()),
                ],
            );
            format!("- {row}")
        })
        .collect();
    if !left_out.is_empty() {
        let heading = context
            .wording
            .with("draft-left-out", [("count", left_out.len().into())]);
        let why = context.wording.text("draft-left-out-why").into_owned();
        let parts = std::iter::once(why).chain(left_out).collect();
        blocks.push(Block::headed(heading, parts));
    }
    blocks
}
