//! What an edition changed, and why.

use std::sync::Arc;

use super::Context;
use super::body::Body;
use super::escape::{escape, quote};
use super::flow::Block;
use super::markdown;
use super::overview;
use super::pager;
use super::places;
use super::vote;
use crate::digest::{Digest, Entry};
use crate::discord::custom_id::CustomId;
use crate::radar::{Blip, Heading, Movement, Scheme};
use crate::service::DigestView;

/// The page of the digest that is asked for.
pub fn render(view: &DigestView, context: Context<'_>) -> Body {
    let leaf = pager::leaf(&blocks(&view.digest, &view.scheme, context), view.page, context);
    let id = |page| CustomId::Edition(view.digest.edition.id.clone(), page);
    let hint = context.wording.text("digest-hint").replace('`', "");
    Body::framed(
        Some(title(&view.digest, context)),
        vec![leaf.text],
        places::central_color(&view.scheme),
        Some(pager::footer(&hint, leaf.number, leaf.count, context)),
    )
    .with_buttons(pager::turners(leaf.number, leaf.count, id, context))
}

/// The edition's name.
pub fn title(digest: &Digest, context: Context<'_>) -> String {
    let edition = places::edition(&digest.edition);
    context
        .wording
        .with("digest-title", [("edition", edition.into())])
}

/// The whole digest.
pub fn blocks(digest: &Digest, scheme: &Scheme, context: Context<'_>) -> Vec<Block> {
    let words = context.wording;
    let published = words.with(
        "digest-published",
        [("date", places::day(digest.edition.published).into())],
    );
    if digest.founding {
        let blips: Vec<Arc<Blip>> = digest
            .entries
            .iter()
            .map(|entry| Arc::clone(&entry.blip))
            .collect();
        let founding = words.with("digest-founding", [("blips", blips.len().into())]);
        let mut blocks = vec![Block::paragraph(format!("{published} {founding}"))];
        blocks.extend(overview::by_ring(scheme, &blips, context));
        return blocks;
    }
    let mut blocks = vec![Block::paragraph(format!(
        "{published} {}",
        summary(digest, context)
    ))];
    blocks.extend(changes(digest, scheme, context));
    blocks
}

/// How many changed and how many stayed.
pub fn summary(digest: &Digest, context: Context<'_>) -> String {
    context.wording.with(
        "digest-summary",
        [
            ("changes", digest.entries.len().into()),
            ("stayed", digest.stayed.into()),
        ],
    )
}

/// The changes, kind by kind.
pub fn changes(digest: &Digest, scheme: &Scheme, context: Context<'_>) -> Vec<Block> {
    let groups = [
        "digest-new",
        "digest-moved-in",
        "digest-moved-out",
        "digest-returned",
        "digest-retired",
    ];
    let mut blocks = Vec::new();
    for group in groups {
        let entries: Vec<String> = digest
            .entries
            .iter()
            .filter(|entry| group_of(&entry.movement) == Some(group))
            .map(|entry| told(entry, scheme, context))
            .collect();
        if !entries.is_empty() {
            let heading = context.wording.with(group, [("count", entries.len().into())]);
            blocks.push(Block::headed(heading, entries));
        }
    }
    blocks
}

/// Under which heading a change stands.
const fn group_of(movement: &Movement) -> Option<&'static str> {
    match movement {
        Movement::New => Some("digest-new"),
        Movement::MovedIn { .. } => Some("digest-moved-in"),
        Movement::MovedOut { .. } => Some("digest-moved-out"),
        Movement::Returned { .. } => Some("digest-returned"),
        Movement::Retired { .. } => Some("digest-retired"),
        Movement::NoChange => None,
    }
}

fn told(entry: &Entry, scheme: &Scheme, context: Context<'_>) -> String {
    let words = context.wording;
    let title = places::title(&entry.blip.title);
    let to = places::ring(scheme, &entry.blip.ring);
    let (key, from) = match &entry.movement {
        Movement::New | Movement::NoChange => ("digest-entry-new", None),
        Movement::MovedIn { from } | Movement::MovedOut { from } => ("digest-entry-moved", Some(from)),
        Movement::Returned { from } => ("digest-entry-returned", Some(from)),
        Movement::Retired { from } => ("digest-entry-retired", Some(from)),
    };
    let from = from.map(|ring| places::ring(scheme, ring)).unwrap_or_default();
    let mut line = words.with(
        key,
        [("title", title.into()), ("from", from.into()), ("to", to.into())],
    );
    if let Some(behind) = &entry.vote {
        let vote = vote::reference(behind.number, behind.posted, context);
        line = words.with(
            "digest-entry-voted",
            [("entry", line.into()), ("vote", vote.into())],
        );
    }
    format!("{line}\n{}", reason(entry, context))
}

/// Why: what the proposer said, else the verdict that the edition brought, else what it says the blip is.
fn reason(entry: &Entry, context: Context<'_>) -> String {
    if let Some(behind) = &entry.vote {
        return match &behind.reason {
            Some(reason) => quote(reason.as_str()),
            None => context.wording.text("digest-no-reason").into_owned(),
        };
    }
    let text = &entry.blip.text;
    let words = text.section(&Heading::Verdict).unwrap_or(&text.summary);
    if !entry.has_own_text || words.trim().is_empty() {
        return context.wording.text("digest-no-reason").into_owned();
    }
    markdown::lines(words).join("\n")
}

/// A draft's title, as it is typed, in a heading.
pub fn draft_title(typed: &str, context: Context<'_>) -> String {
    context
        .wording
        .with("preview-title", [("title", escape(typed).into())])
}
