//! What the outbox posts: votes, outcomes, digests, introductions, and why something of it waits.

use serde_json::Value;

use super::Context;
use super::body::{Body, NEUTRAL};
use super::calendar;
use super::digest;
use super::editions;
use super::files;
use super::flow::Block;
use super::outcome;
use super::overview;
use super::pager;
use super::places;
use super::trouble;
use super::update;
use super::vote;
use crate::outbox::Posted;
use crate::service::{DigestView, EditionLine, Facts, Overview};

/// What tells part `part` (from 1) of a notice from every other message of ours, in its footer: by it the part is
/// looked for in the channel's history when Discord's answer was lost.
pub fn part_marker(reference: &str, part: usize) -> String {
    format!("{reference}-{part}")
}

/// The messages of a notice in order; none if there is nothing to say. All carry a footer with
/// [`part_marker`] of `reference`, except a vote's first: its buttons' ids mark it.
pub fn render_facts(facts: &Facts, reference: &str, context: Context<'_>) -> Vec<Value> {
    let marker = Marker { reference, context };
    let bodies = match facts {
        Facts::Vote(view) => vec![vote::message(view, &marker.footer(1, 1), context)],
        Facts::Outcome(view) => outcome::announce(view, marker.footer(1, 1), context)
            .into_iter()
            .collect(),
        Facts::Update(view, what, concerned) => {
            update::announce(view, (*what, *concerned), marker.footer(1, 1), context)
                .into_iter()
                .collect()
        }
        Facts::Reminder(view, whom) => update::remind(view, whom, marker.footer(1, 1), context)
            .into_iter()
            .collect(),
        Facts::Digest(view) => digest(view, &[], marker),
        Facts::CatchUp(view, missed) => digest(view, missed, marker),
        Facts::Continuation(view, missed, there) => {
            digest(view, missed, marker).into_iter().skip(*there).collect()
        }
        Facts::Introduction(view) => vec![introduction(view, marker)],
        Facts::Trouble(waiting) => vec![trouble::tell(waiting, marker.footer(1, 1), context)],
        Facts::BrokenFiles(broken) => vec![files::broken(broken, marker.footer(1, 1), context)],
        Facts::LostEditions(lost) => vec![files::lost(lost, marker.footer(1, 1), context)],
        Facts::MendedFiles => vec![files::mended(marker.footer(1, 1), context)],
        Facts::Calendar(view) => vec![calendar::announce(view, marker.footer(1, 1), context)],
        Facts::Nothing => Vec::new(),
    };
    bodies.into_iter().map(Body::into_json).collect()
}

#[derive(Clone, Copy)]
struct Marker<'a> {
    reference: &'a str,
    context: Context<'a>,
}

impl Marker<'_> {
    /// The footer of part `part` of `parts`, from 1.
    fn footer(self, part: usize, parts: usize) -> String {
        let reference = part_marker(self.reference, part);
        let reference = self
            .context
            .wording
            .with("reference", [("reference", reference.into())]);
        let page = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        pager::footer(&reference, page(part - 1), page(parts), self.context)
    }
}

/// The digest, and after it a message of the editions that were missed before it, if there are any.
fn digest(view: &DigestView, missed: &[EditionLine], marker: Marker<'_>) -> Vec<Body> {
    let context = marker.context;
    let pages = digest::pages(&view.digest, &view.scheme, context);
    let older = editions::missed(missed, context);
    let (told, parts) = (pages.len(), pages.len() + older.len());
    let mut bodies = told_pages(view, pages, parts, marker);
    let buttons = editions::missed_buttons(missed);
    let last = older.len();
    let mut buttons = Some(buttons);
    for (position, page) in older.into_iter().enumerate() {
        let footer = marker.footer(told + position + 1, parts);
        let body = Body::framed(
            None,
            vec![page],
            places::central_color(&view.scheme),
            Some(footer),
        );
        bodies.push(match buttons.take_if(|_| position + 1 == last) {
            Some(buttons) => body.with_buttons(buttons),
            None => body,
        });
    }
    bodies
}

fn told_pages(view: &DigestView, pages: Vec<String>, parts: usize, marker: Marker<'_>) -> Vec<Body> {
    let context = marker.context;
    let color = places::central_color(&view.scheme);
    pages
        .into_iter()
        .enumerate()
        .map(|(position, page)| {
            let title = (position == 0).then(|| digest::title(&view.digest, context));
            let footer = marker.footer(position + 1, parts);
            Body::framed(title, vec![page], color, Some(footer))
        })
        .collect()
}

/// What stands in a message of a digest that has nothing more to tell since it was corrected.
pub fn left_over(first: Posted, reference: &str, part: usize, context: Context<'_>) -> Value {
    let marker = Marker { reference, context };
    let link = places::link(first, context);
    let text = context.wording.with("digest-left-over", [("link", link.into())]);
    Body::framed(None, vec![text], NEUTRAL, Some(marker.footer(part, 1))).into_json()
}

/// A few lines: a guild that meets the radar does not need sixteen new blips in a row.
fn introduction(view: &Overview, marker: Marker<'_>) -> Body {
    let context = marker.context;
    let words = context.wording;
    let hello = words.with(
        "introduction-hello",
        [
            ("edition", places::edition(&view.edition).into()),
            ("date", places::day(view.edition.published).into()),
        ],
    );
    let blocks = [Block {
        heading: None,
        parts: vec![
            hello,
            overview::ring_counts(view, context),
            words.text("introduction-how").into_owned(),
        ],
    }];
    let title = words.with(
        "introduction-title",
        [("radar", places::title(view.scheme.title()).into())],
    );
    Body::framed(
        Some(title),
        pager::pages(&blocks, context),
        places::central_color(&view.scheme),
        Some(marker.footer(1, 1)),
    )
}
