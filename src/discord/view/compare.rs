//! Blips side by side.

use super::Context;
use super::body::{Body, Button, Field, Look};
use super::candidates;
use super::card;
use super::escape::{echo, escape};
use super::flow::{Block, paginate};
use super::markdown;
use super::places;
use crate::discord::custom_id::CustomId;
use crate::radar::{BlipId, Heading};
use crate::service::{BlipMark, Candidate, Card, Meant, Teller};

/// Most characters of where a blip stands, and of each thing said of it: all together fit the 6000 of a message.
const MAX_STANDING: usize = 450;
const MAX_SAID: usize = 260;
/// What is shown of the sections, in this order.
const SECTIONS: [(Heading, &str); 3] = [
    (Heading::Strengths, "card-heading-strengths"),
    (Heading::Limits, "card-heading-limits"),
    (Heading::Verdict, "card-heading-verdict"),
];

/// A column for each blip, and for each thing that is said of any a heading with a row below.
pub fn render(cards: &[Card], context: Context<'_>) -> Body {
    let words = context.wording;
    let titles: Vec<String> = cards.iter().map(|card| places::title(&card.blip.title)).collect();
    let row = |of: &dyn Fn(&Card) -> String| -> Vec<Field> {
        let fields = cards.iter().zip(&titles);
        fields
            .map(|(card, title)| Field::beside(title, of(card)))
            .collect()
    };
    let said = |key: &str, of: &dyn Fn(&Card) -> String| -> Vec<Field> {
        if cards.iter().all(|card| of(card).is_empty()) {
            return Vec::new();
        }
        let nothing = || words.text("compare-nothing").into_owned();
        let heading = Field::heading(&words.text(key));
        let texts = row(&|card| {
            Some(of(card))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(nothing)
        });
        std::iter::once(heading).chain(texts).collect()
    };
    let mut fields = row(&|card| standing(card, context));
    fields.extend(said("compare-summary", &|card| short(&card.blip.text.summary)));
    for (heading, key) in SECTIONS {
        fields.extend(said(key, &|card| {
            short(card.blip.text.section(&heading).unwrap_or_default())
        }));
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

fn short(markdown: &str) -> String {
    cut(markdown::lines(markdown), MAX_SAID)
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

/// What they have to do with each other, in their own words; of two that tell of each other, in the first one's.
fn relations(cards: &[Card], context: Context<'_>) -> String {
    let mut lines = Vec::new();
    for (at, card) in cards.iter().enumerate() {
        let own = card
            .related
            .iter()
            .filter(|related| related.told_by == Teller::ThisBlip);
        for related in own {
            let is_other = |other: &&Card| other.blip.id == related.id;
            let told_before = cards
                .iter()
                .take(at)
                .find(is_other)
                .is_some_and(|other| tells(other, &card.blip.id));
            if told_before || !cards.iter().any(|other| other.blip.id == related.id) {
                continue;
            }
            lines.push(context.wording.with(
                "compare-related",
                [
                    ("this", places::title(&card.blip.title).into()),
                    ("how", escape(&related.how).into()),
                    ("title", places::title(&related.title).into()),
                ],
            ));
        }
    }
    cut(lines, MAX_STANDING)
}

fn tells(card: &Card, of: &BlipId) -> bool {
    let mut own = card
        .related
        .iter()
        .filter(|related| related.told_by == Teller::ThisBlip);
    own.any(|related| related.id == *of)
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
