//! Blips side by side.

use super::Context;
use super::body::{Body, Button, Field, Look, abbreviated};
use super::candidates;
use super::card;
use super::escape::{echo, escape};
use super::flow::{Block, paginate};
use super::markdown;
use super::places;
use crate::discord::custom_id::CustomId;
use crate::radar::{BlipId, Heading};
use crate::service::{BlipMark, Candidate, Card, Meant, Teller};

/// How many fields Discord puts beside each other.
const ACROSS: usize = 3;
/// Most characters of where a blip stands, and of each thing said of it: all together fit the 6000 of a message.
const MAX_STANDING: usize = 450;
const MAX_SAID: usize = 260;
/// Longest title in front of what is said.
const MAX_TITLE: usize = 40;
/// What is shown of the sections, in this order.
const SECTIONS: [(Heading, &str); 3] = [
    (Heading::Strengths, "card-heading-strengths"),
    (Heading::Limits, "card-heading-limits"),
    (Heading::Verdict, "card-heading-verdict"),
];

/// A column for each blip, a row for each thing that is said of any.
pub fn render(cards: &[Card], context: Context<'_>) -> Body {
    let words = context.wording;
    let titles: Vec<String> = cards.iter().map(|card| places::title(&card.blip.title)).collect();
    let mut fields = row(cards, |card| {
        (places::title(&card.blip.title), standing(card, context))
    });
    let said = |key: &str, of: &dyn Fn(&Card) -> Option<String>| -> Vec<Field> {
        if cards.iter().all(|card| of(card).is_none()) {
            return Vec::new();
        }
        row(cards, |card| {
            let title = escape(&abbreviated(card.blip.title.as_str(), MAX_TITLE));
            let heading = words.text(key).into_owned();
            let name = words.with(
                "compare-heading",
                [("title", title.into()), ("heading", heading.into())],
            );
            let text = of(card).unwrap_or_else(|| words.text("compare-nothing").into_owned());
            (name, text)
        })
    };
    let summary = |card: &Card| {
        Some(cut(markdown::lines(&card.blip.text.summary), MAX_SAID)).filter(|text| !text.is_empty())
    };
    fields.extend(said("compare-summary", &summary));
    for (heading, key) in SECTIONS {
        let section = |card: &Card| {
            card.blip
                .text
                .section(&heading)
                .map(|text| cut(markdown::lines(text), MAX_SAID))
        };
        fields.extend(said(key, &section));
    }
    let footer = words.text("overview-hint").replace('`', "");
    let color = cards
        .first()
        .map_or(super::body::NEUTRAL, |card| places::central_color(&card.scheme));
    let shown = cards.iter().map(|card| {
        Button::new(
            card.blip.title.as_str(),
            Look::Plain,
            CustomId::Pick(card.blip.id.clone()),
        )
    });
    Body::framed(
        Some(titles.join(&words.text("separator"))),
        vec![relations(cards, context)],
        color,
        Some(footer),
    )
    .with_fields(fields)
    .with_buttons(shown)
}

/// A field for each card, and one without words where that keeps the next row from moving up.
fn row(cards: &[Card], field: impl Fn(&Card) -> (String, String)) -> Vec<Field> {
    let fields = cards.iter().map(|card| {
        let (name, value) = field(card);
        Field { name, value }
    });
    let fill = std::iter::repeat_with(Field::empty).take(ACROSS.saturating_sub(cards.len()));
    fields.chain(fill).collect()
}

/// Where it stands, since when, and what readers should know.
fn standing(card: &Card, context: Context<'_>) -> String {
    let words = context.wording;
    let mut lines = vec![card::place(card, context), card::since(card, context)];
    lines.extend(
        card::news(card, context)
            .iter()
            .flat_map(|news| news.lines())
            .map(str::to_owned),
    );
    lines.extend(
        card.blip
            .owner
            .as_ref()
            .map(|owner| words.with("card-owner", [("owner", escape(owner).into())])),
    );
    lines.extend(
        card.blip
            .review_by
            .map(|date| words.with("card-review", [("date", date.to_string().into())])),
    );
    cut(lines, MAX_STANDING)
}

/// What they have to do with each other, in their own words.
fn relations(cards: &[Card], context: Context<'_>) -> String {
    let is_here = |id: &BlipId| cards.iter().any(|card| card.blip.id == *id);
    let lines = cards.iter().flat_map(|card| {
        let own = card
            .related
            .iter()
            .filter(|related| related.told_by == Teller::ThisBlip && is_here(&related.id));
        own.map(|related| {
            context.wording.with(
                "compare-related",
                [
                    ("this", places::title(&card.blip.title).into()),
                    ("how", escape(&related.how).into()),
                    ("title", places::title(&related.title).into()),
                ],
            )
        })
    });
    cut(lines.collect(), MAX_STANDING)
}

/// As much of these lines as there is room for; that there is more shows.
fn cut(parts: Vec<String>, room: usize) -> String {
    let block = Block { heading: None, parts };
    let mut pages = paginate(&[block], room, str::to_owned).into_iter();
    let first = pages.next().unwrap_or_default();
    if pages.next().is_some() {
        format!("{first} …")
    } else {
        first
    }
}

/// Which names are not clear; with buttons that go on if it is only one.
pub fn unclear(meant: &[Meant], context: Context<'_>) -> Body {
    let words = context.wording;
    let mut text = words.text("compare-unclear").into_owned();
    for name in meant {
        let (line, near) = match name {
            Meant::One(_) => continue,
            Meant::Several { query, candidates } => (
                words.with("candidates", [("query", echo(query).into())]),
                candidates,
            ),
            Meant::Nothing { query, nearest } => (
                words.with("not-on-radar", [("query", echo(query).into())]),
                nearest,
            ),
        };
        text.push_str("\n\n");
        text.push_str(&line);
        text = candidates::with_lines(text, near, context);
    }
    Body::text(text).with_buttons(ways_on(meant))
}

/// A button for each blip that the one unclear name may mean.
fn ways_on(meant: &[Meant]) -> Vec<Button> {
    let mut unclear = meant.iter().filter_map(|name| match name {
        Meant::One(_) => None,
        Meant::Several { candidates, .. } => Some(candidates),
        Meant::Nothing { nearest, .. } => Some(nearest),
    });
    let (Some(candidates), None) = (unclear.next(), unclear.next()) else {
        return Vec::new();
    };
    let known = |id: &BlipId| {
        meant
            .iter()
            .any(|name| matches!(name, Meant::One(blip) if blip.id == *id))
    };
    let with = |candidate: &Candidate| {
        let blips = meant.iter().map(|name| match name {
            Meant::One(blip) => BlipMark::of(&blip.id),
            Meant::Several { .. } | Meant::Nothing { .. } => BlipMark::of(&candidate.id),
        });
        Button::new(
            candidate.title.as_str(),
            Look::Plain,
            CustomId::Compare(blips.collect()),
        )
    };
    candidates
        .iter()
        .filter(|candidate| !known(&candidate.id))
        .map(with)
        .collect()
}
