//! The blips that are wanted, ten on a page.

use super::Context;
use super::body::{Body, abbreviated};
use super::candidates;
use super::escape::escape;
use super::flow::Block;
use super::pager;
use super::places;
use super::select::{Select, SelectOption};
use crate::discord::commands::{Audience, motion_key};
use crate::discord::custom_id::CustomId;
use crate::discord::select_id::SelectId;
use crate::radar::{BlipId, Movement, Scheme, Title};
use crate::service::{BlipRow, BlipsView, Sieve};

/// Longest name of what was asked for, in characters.
const MAX_ASKED: usize = 50;
/// Longest name of a ring, a quadrant or an owner in a row. Backslashes may double it; ten rows with titles of 80 signs fit
/// a message all the same.
const MAX_NAME: usize = 24;

/// The page that is asked for.
pub fn render(view: &BlipsView, audience: Audience, context: Context<'_>) -> Body {
    let (words, page) = (context.wording, &view.page);
    let asked = asked(&view.sieve, &view.scheme, context);
    if page.total == 0 {
        return none(asked, view, audience, context);
    }
    let title = words.with("blips-title", [("total", page.total.into())]);
    let rows = page.rows.iter().map(|row| told(row, view, context)).collect();
    let blocks = [
        Block::paragraph(asked),
        Block {
            heading: None,
            parts: rows,
        },
    ];
    let hint = words.with("blips-edition", [("edition", view.edition.title.as_str().into())]);
    let ring = view.sieve.ring.as_ref();
    let color = ring.map_or_else(
        || places::central_color(&view.scheme),
        |ring| places::color(&view.scheme, Some(ring)),
    );
    let marks = Box::new(view.sieve.marks());
    let turners = pager::turners(
        page.number,
        page.count,
        |number| CustomId::Blips(marks.clone(), number),
        context,
    );
    let footer = pager::footer(&hint, page.number, page.count, context);
    let body = Body::framed(Some(title), pager::pages(&blocks, context), color, Some(footer));
    let options = page.rows.iter().map(|row| {
        let ring = view.scheme.ring_name(&row.blip.ring);
        option(&row.blip.id, &row.blip.title, (ring, row.retired), context)
    });
    let options = options.collect();
    body.with_menu(menu(options, context)).with_buttons(turners)
}

/// That nothing fits, and what to do.
fn none(asked: String, view: &BlipsView, audience: Audience, context: Context<'_>) -> Body {
    let words = context.wording;
    if asked.is_empty() {
        return Body::text(words.text("overview-empty").into_owned());
    }
    let none = words.with("blips-none", [("asked", asked.into())]);
    if view.gone > 0 {
        let but_gone = words.with("blips-none-but-gone", [("count", view.gone.into())]);
        return Body::text(format!("{none} {but_gone}"));
    }
    if view.near.is_empty() {
        return Body::text(none);
    }
    let near = words.with("blips-none-near", [("count", view.near.len().into())]);
    candidates::offered(format!("{none}\n{near}"), &view.near, audience, context)
}

/// A menu from which a card is shown.
pub fn menu(options: Vec<SelectOption>, context: Context<'_>) -> Option<Select> {
    let menu = Select::options(SelectId::Blip, options)?;
    Some(menu.with_placeholder(&context.wording.text("blips-show")))
}

/// A blip in that menu, with the ring in which it stands or stood last.
pub fn option(
    id: &BlipId,
    title: &Title,
    (ring, retired): (&str, bool),
    context: Context<'_>,
) -> SelectOption {
    let option = SelectOption::new(title.as_str(), id.as_str());
    if retired {
        let off = context.wording.with("blips-off", [("ring", ring.into())]);
        option.described(&off)
    } else {
        option.described(ring)
    }
}

/// What the blips must have, in words; nothing if nothing was asked.
fn asked(sieve: &Sieve, scheme: &Scheme, context: Context<'_>) -> String {
    let words = context.wording;
    let said = |key: &str, name: String| words.with(key, [("name", name.into())]);
    let short = |name: &str| escape(&abbreviated(name, MAX_ASKED));
    let parts = [
        sieve
            .words
            .as_deref()
            .map(|text| said("blips-by-words", short(text))),
        sieve
            .ring
            .as_ref()
            .map(|ring| said("blips-by-ring", short(scheme.ring_name(ring)))),
        sieve
            .quadrant
            .as_ref()
            .map(|quadrant| said("blips-by-quadrant", short(scheme.quadrant_name(quadrant)))),
        sieve.tag.as_deref().map(|tag| said("blips-by-tag", short(tag))),
        sieve
            .owner
            .as_deref()
            .map(|owner| said("blips-by-owner", short(owner))),
        sieve
            .motion
            .map(|motion| said("blips-by-motion", words.text(motion_key(motion)).into_owned())),
        sieve.due_by.map(|day| said("blips-by-due", day.to_string())),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join(&words.text("separator"))
}

/// A blip in a line: where it stands, how it moved, and what else was asked for.
fn told(row: &BlipRow, view: &BlipsView, context: Context<'_>) -> String {
    let (words, blip, scheme) = (context.wording, &row.blip, &view.scheme);
    let short = |name: &str| escape(&abbreviated(name, MAX_NAME));
    let ring = short(scheme.ring_name(&blip.ring));
    let mut facts = vec![if row.retired {
        words.with("blips-off", [("ring", ring.into())])
    } else {
        ring
    }];
    if view.sieve.quadrant.is_none() && scheme.quadrants().len() > 1 {
        facts.push(short(scheme.quadrant_name(&blip.quadrant)));
    }
    facts.extend(
        row.movement
            .as_ref()
            .and_then(|movement| moved(movement, scheme, context)),
    );
    if view.sieve.due_by.is_some() {
        let date = blip.review_by.map(|date| date.to_string()).unwrap_or_default();
        facts.push(words.with("blips-due", [("date", date.into())]));
        facts.extend(blip.owner.as_deref().map(short));
    }
    let facts = facts.join(&words.text("separator"));
    words.with(
        "blips-row",
        [
            ("title", places::title(&blip.title).into()),
            ("facts", facts.into()),
        ],
    )
}

/// How it moved with the current edition, if it did and is on the radar.
fn moved(movement: &Movement, scheme: &Scheme, context: Context<'_>) -> Option<String> {
    let (key, from) = match movement {
        Movement::New => ("blips-new", None),
        Movement::MovedIn { from } => ("blips-moved-in", Some(from)),
        Movement::MovedOut { from } => ("blips-moved-out", Some(from)),
        Movement::Returned { .. } => ("blips-returned", None),
        Movement::NoChange | Movement::Retired { .. } => return None,
    };
    let from = from.map(|ring| escape(&abbreviated(scheme.ring_name(ring), MAX_NAME)));
    Some(
        context
            .wording
            .with(key, [("from", from.unwrap_or_default().into())]),
    )
}
