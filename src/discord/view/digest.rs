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
use crate::digest::{Digest, Entry, VoteBehind};
use crate::discord::custom_id::CustomId;
use crate::radar::{Blip, Heading, Movement, Quadrant, Scheme, Shift};
use crate::service::DigestView;

/// The page of the digest that is asked for.
pub fn render(view: &DigestView, context: Context<'_>) -> Body {
    let leaf = pager::leaf_of(pages(&view.digest, &view.scheme, context), view.page);
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
        if !digest.corrections.is_empty() {
            blocks.insert(0, corrections(digest, context));
        }
        blocks.extend(overview::by_ring(scheme, &blips, true, context));
        return blocks;
    }
    let mut blocks = vec![Block::paragraph(format!(
        "{published} {}",
        summary(digest, context)
    ))];
    if !digest.corrections.is_empty() {
        blocks.insert(0, corrections(digest, context));
    }
    blocks.extend(all_changes(digest, scheme, context));
    blocks
}

/// What was corrected since.
fn corrections(digest: &Digest, context: Context<'_>) -> Block {
    let told = digest.corrections.iter().map(|correction| {
        let line = context.wording.with(
            "digest-corrected",
            [
                ("at", places::moment(correction.at).into()),
                ("member", places::member(correction.by).into()),
            ],
        );
        format!("{line}\n{}", quote(correction.note.as_str()))
    });
    Block {
        heading: None,
        parts: told.collect(),
    }
}

/// How many changed, in which way, and how many stayed.
pub fn summary(digest: &Digest, context: Context<'_>) -> String {
    let told = headline(&digest.entries, digest.stayed, context);
    if digest.updated.is_empty() {
        return told;
    }
    let updated = context
        .wording
        .with("digest-updated", [("count", digest.updated.len().into())]);
    format!("{told} {updated}")
}

/// The changes, and of which blips the edition says something else without moving them.
pub fn all_changes(digest: &Digest, scheme: &Scheme, context: Context<'_>) -> Vec<Block> {
    let mut blocks = changes(&digest.entries, scheme, context);
    if !digest.updated.is_empty() {
        let words = context.wording;
        let told = digest.updated.iter().map(|blip| {
            let (title, ring) = (places::title(&blip.title), places::ring(scheme, &blip.ring));
            let line = words.with(
                "digest-updated-row",
                [("title", title.into()), ("ring", ring.into())],
            );
            format!("- {line}")
        });
        let heading = words.with("digest-updated-heading", [("count", digest.updated.len().into())]);
        blocks.push(Block::headed(heading, told.collect()));
    }
    blocks
}

/// How many changed, in which way, and how many stayed as they were.
pub fn headline(entries: &[Entry], stayed: usize, context: Context<'_>) -> String {
    let words = context.wording;
    let told = words.with(
        "digest-summary",
        [("changes", entries.len().into()), ("stayed", stayed.into())],
    );
    let kinds = kinds(entries, context);
    if kinds.is_empty() {
        return told;
    }
    words.with(
        "digest-headline",
        [("kinds", kinds.into()), ("told", told.into())],
    )
}

/// How many there are of each kind of change.
pub fn kinds(entries: &[Entry], context: Context<'_>) -> String {
    let words = context.wording;
    let told = Kind::ALL.iter().filter_map(|kind| {
        let count = entries.iter().filter(|entry| Kind::of(entry) == *kind).count();
        (count > 0).then(|| words.with(kind.counted(), [("count", count.into())]))
    });
    told.collect::<Vec<_>>().join(&words.text("separator"))
}

/// The changes, quadrant by quadrant, and in each kind by kind.
pub fn changes(entries: &[Entry], scheme: &Scheme, context: Context<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (quadrant, here) in by_quadrant(entries, scheme) {
        let told = here.iter().map(|entry| told(entry, scheme, context)).collect();
        blocks.push(Block::headed(heading(quadrant, here.len(), context), told));
    }
    blocks
}

fn heading(quadrant: &Quadrant, changes: usize, context: Context<'_>) -> String {
    context.wording.with(
        "digest-quadrant",
        [
            ("quadrant", places::title(&quadrant.title).into()),
            ("count", changes.into()),
        ],
    )
}

/// The quadrants in which something changed, with what did, kind by kind.
fn by_quadrant<'a>(entries: &'a [Entry], scheme: &'a Scheme) -> Vec<(&'a Quadrant, Vec<&'a Entry>)> {
    let quadrants = scheme.quadrants().iter().map(|quadrant| {
        let mut here: Vec<&Entry> = entries
            .iter()
            .filter(|entry| entry.blip.quadrant == quadrant.id)
            .collect();
        here.sort_by_key(|entry| Kind::of(entry));
        (quadrant, here)
    });
    quadrants.filter(|(_, here)| !here.is_empty()).collect()
}

/// The whole of a digest on pages, with an index on top where there are several.
pub fn pages(digest: &Digest, scheme: &Scheme, context: Context<'_>) -> Vec<String> {
    let plain = blocks(digest, scheme, context);
    let pages = pager::pages(&plain, context);
    if pages.len() == 1 || digest.founding {
        return pages;
    }
    // The index is as long whichever numbers stand in it, give or take a digit: so a second look is enough.
    let mut pages = pages;
    for _ in 0..2 {
        let mut with_index = plain.clone();
        let after_intro = 1 + usize::from(!digest.corrections.is_empty());
        with_index.insert(after_intro, index(digest, scheme, &pages, context));
        pages = pager::pages(&with_index, context);
    }
    pages
}

/// What is found on which page.
fn index(digest: &Digest, scheme: &Scheme, pages: &[String], context: Context<'_>) -> Block {
    let words = context.wording;
    let row = |(quadrant, here): (&Quadrant, Vec<&Entry>)| {
        let heading = heading(quadrant, here.len(), context);
        let page = pages
            .iter()
            .position(|page| page.contains(&heading))
            .unwrap_or_default();
        let here: Vec<Entry> = here.into_iter().cloned().collect();
        words.with(
            "digest-index-row",
            [
                ("quadrant", places::title(&quadrant.title).into()),
                ("page", (page + 1).into()),
                ("kinds", kinds(&here, context).into()),
            ],
        )
    };
    let rows = by_quadrant(&digest.entries, scheme)
        .into_iter()
        .map(row)
        .collect();
    Block::headed(words.text("digest-index").into_owned(), rows)
}

/// In which way a blip changed, in the order in which it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    MovedIn,
    MovedOut,
    New,
    Returned,
    Retired,
    Other,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::MovedIn,
        Self::MovedOut,
        Self::New,
        Self::Returned,
        Self::Retired,
        Self::Other,
    ];

    const fn of(entry: &Entry) -> Self {
        match &entry.shift.movement {
            Movement::New => Self::New,
            Movement::MovedIn { .. } => Self::MovedIn,
            Movement::MovedOut { .. } => Self::MovedOut,
            Movement::Returned { .. } => Self::Returned,
            Movement::Retired { .. } => Self::Retired,
            Movement::NoChange => Self::Other,
        }
    }

    const fn counted(self) -> &'static str {
        match self {
            Self::MovedIn => "digest-moved-in",
            Self::MovedOut => "digest-moved-out",
            Self::New => "digest-new",
            Self::Returned => "digest-returned",
            Self::Retired => "digest-retired",
            Self::Other => "digest-other",
        }
    }
}

/// What changed of a blip, in one line.
pub fn change(blip: &Blip, shift: &Shift, scheme: &Scheme, context: Context<'_>) -> String {
    let words = context.wording;
    let to = places::ring(scheme, &blip.ring);
    let (key, from) = match &shift.movement {
        Movement::New => ("digest-entry-new", None),
        Movement::NoChange => ("digest-entry-stays", None),
        Movement::MovedIn { from } => ("digest-entry-moved-in", Some(from)),
        Movement::MovedOut { from } => ("digest-entry-moved-out", Some(from)),
        Movement::Returned { from } => ("digest-entry-returned", Some(from)),
        Movement::Retired { from } => ("digest-entry-retired", Some(from)),
    };
    let from = from.map(|ring| places::ring(scheme, ring)).unwrap_or_default();
    let mut line = words.with(
        key,
        [
            ("title", places::title(&blip.title).into()),
            ("from", from.into()),
            ("to", to.into()),
        ],
    );
    if let Some(before) = &shift.renamed_from {
        let before = places::title(before);
        line = words.with(
            "digest-entry-renamed",
            [("entry", line.into()), ("before", before.into())],
        );
    }
    if let Some(before) = &shift.quadrant_from {
        line = words.with(
            "digest-entry-requadranted",
            [
                ("entry", line.into()),
                ("before", places::quadrant(scheme, before).into()),
                ("quadrant", places::quadrant(scheme, &blip.quadrant).into()),
            ],
        );
    }
    line
}

fn told(entry: &Entry, scheme: &Scheme, context: Context<'_>) -> String {
    let line = voted(
        change(&entry.blip, &entry.shift, scheme, context),
        entry.vote.as_ref(),
        context,
    );
    match reason(entry, context) {
        Some(reason) => format!("{line}\n{reason}"),
        None => line,
    }
}

/// The line with a link to the vote behind it, if there is one.
pub fn voted(line: String, vote: Option<&VoteBehind>, context: Context<'_>) -> String {
    let Some(behind) = vote else {
        return line;
    };
    let vote = vote::reference(behind.number, behind.posted, context);
    context.wording.with(
        "digest-entry-voted",
        [("entry", line.into()), ("vote", vote.into())],
    )
}

/// Why: what the proposer said, else the verdict that the edition brought, else what it says the blip is.
fn reason(entry: &Entry, context: Context<'_>) -> Option<String> {
    let none = || context.wording.text("digest-no-reason").into_owned();
    if let Some(behind) = &entry.vote {
        let said = behind.reason.as_ref();
        return Some(said.map_or_else(none, |reason| quote(reason.as_str())));
    }
    let text = &entry.blip.text;
    let words = text.section(&Heading::Verdict).unwrap_or(&text.summary);
    if entry.has_own_text && !words.trim().is_empty() {
        return Some(markdown::lines(words).join("\n"));
    }
    // A new name and another quadrant speak for themselves.
    (Kind::of(entry) != Kind::Other).then(none)
}

/// A draft's title, as it is typed, in a heading.
pub fn draft_title(typed: &str, context: Context<'_>) -> String {
    context
        .wording
        .with("preview-title", [("title", escape(typed).into())])
}
