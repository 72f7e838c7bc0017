//! `/edition list`, and the answer to who published one.

use jiff::Timestamp;

use super::Context;
use super::body::{Body, Button, Look, NEUTRAL};
use super::digest;
use super::flow::Block;
use super::pager;
use super::places;
use crate::digest::Digest;
use crate::discord::custom_id::CustomId;
use crate::id::ChannelId;
use crate::service::{EditionLine, Page};

/// The most buttons of a message.
const SHOWN: usize = 25;

/// A page of the list.
pub fn list(page: &Page<EditionLine>, scheduled: Option<Timestamp>, context: Context<'_>) -> Body {
    let words = context.wording;
    let scheduled = scheduled.map(|at| next(at, context));
    if page.rows.is_empty() {
        let empty = words.text("editions-empty").into_owned();
        let lines: Vec<String> = [empty].into_iter().chain(scheduled).collect();
        return Body::text(lines.join("\n"));
    }
    let title = words.with("editions-title", [("total", page.total.into())]);
    let parts = page.rows.iter().map(|line| row(line, context));
    let parts = scheduled.into_iter().chain(parts).collect();
    let pages = pager::pages(&[Block { heading: None, parts }], context);
    let footer = pager::footer("", page.number, page.count, context);
    let footer = (!footer.is_empty()).then_some(footer);
    let show = page.rows.iter().map(|line| {
        let id = line.edition.id.clone();
        Button::new(id.as_str().to_owned(), Look::Plain, CustomId::Edition(id, 0))
    });
    Body::framed(Some(title), pages, NEUTRAL, footer)
        .with_buttons(show)
        .with_buttons(pager::turners(
            page.number,
            page.count,
            CustomId::Editions,
            context,
        ))
}

/// When the next one comes out by the schedule.
pub fn next(at: Timestamp, context: Context<'_>) -> String {
    context.wording.with(
        "edition-scheduled",
        [
            ("at", places::moment(at).into()),
            ("in", places::distance(at).into()),
        ],
    )
}

fn row(line: &EditionLine, context: Context<'_>) -> String {
    let (id, title) = (line.edition.id.as_str(), places::edition(&line.edition));
    let key = if line.edition.title == id {
        "editions-name-bare"
    } else {
        "editions-name"
    };
    let name = context
        .wording
        .with(key, [("title", title.into()), ("id", id.into())]);
    context.wording.with(
        "editions-row",
        [
            ("name", name.into()),
            ("date", places::day(line.edition.published).into()),
            ("blips", line.blips.into()),
            ("changes", line.changes.into()),
        ],
    )
}

/// The pages about editions that came out before the one that is told, while nobody could tell; none if there are none.
pub fn missed(missed: &[EditionLine], context: Context<'_>) -> Vec<String> {
    if missed.is_empty() {
        return Vec::new();
    }
    let words = context.wording;
    let heading = words.with("digest-missed", [("count", missed.len().into())]);
    let mut rows: Vec<String> = missed.iter().map(|line| missed_row(line, context)).collect();
    if missed.len() > SHOWN {
        rows.push(words.text("digest-missed-more").into_owned());
    }
    pager::pages(&[Block::headed(heading, rows)], context)
}

fn missed_row(line: &EditionLine, context: Context<'_>) -> String {
    context.wording.with(
        "digest-missed-row",
        [
            ("title", places::edition(&line.edition).into()),
            ("date", places::day(line.edition.published).into()),
            ("changes", line.changes.into()),
        ],
    )
}

/// The buttons that show their digests, as many as a message holds.
pub fn missed_buttons(missed: &[EditionLine]) -> Vec<Button> {
    let shown = missed.iter().take(SHOWN);
    shown
        .map(|line| {
            let id = CustomId::Edition(line.edition.id.clone(), 0);
            Button::new(line.edition.title.clone(), Look::Plain, id)
        })
        .collect()
}

/// Says that it is out, what its digest says that it changed, and where it is told.
pub fn published(digest: &Digest, digests: Option<ChannelId>, context: Context<'_>) -> Body {
    let words = context.wording;
    let published = words.with(
        "published",
        [
            ("title", places::edition(&digest.edition).into()),
            ("summary", digest::summary(digest, context).into()),
        ],
    );
    let told = match digests {
        Some(channel) => words.with(
            "published-digests",
            [("channel", places::channel(channel).into())],
        ),
        None => words.text("published-nowhere").into_owned(),
    };
    Body::text(format!("{published}\n{told}"))
}
