//! Blips side by side.

use super::Context;
use super::body::{Body, Button, Field, Look, abbreviated};
use super::candidates;
use super::card;
use super::escape::{echo, escape};
use super::flow::width;
use super::markdown;
use super::places;
use crate::blip_text::markdown as markdown_text;
use crate::discord::commands::Audience;
use crate::discord::custom_id::CustomId;
use crate::radar::{BlipId, Heading};
use crate::service::{BlipMark, Candidate, Card, Meant, Teller, Unclear};

/// Most characters of where a blip stands, of what blips have to do with each other, and of each thing that is said: with
/// three of the longest titles all fit the 6000 of a message's frames.
const MAX_STANDING: usize = 340;
const MAX_RELATIONS: usize = 300;
const MAX_SAID: usize = 220;
/// Longest title above what is said, below its first row.
const MAX_TITLE: usize = 24;
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
    let short_titles: Vec<String> = cards
        .iter()
        .map(|card| escape(&abbreviated(card.blip.title.as_str(), MAX_TITLE)))
        .collect();
    let row = |titles: &[String], of: &dyn Fn(&Card) -> String| -> Vec<Field> {
        let fields = cards.iter().zip(titles);
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
        let texts = row(&short_titles, &|card| {
            Some(of(card))
                .filter(|text| !text.is_empty())
                .unwrap_or_else(nothing)
        });
        std::iter::once(heading).chain(texts).collect()
    };
    let mut fields = row(&titles, &|card| standing(card, context));
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
            CustomId::ShowBlip(card.blip.id.clone()),
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
    cut(lines, MAX_RELATIONS)
}

fn tells(card: &Card, of: &BlipId) -> bool {
    let mut own = card
        .related
        .iter()
        .filter(|related| related.told_by == Teller::ThisBlip);
    own.any(|related| related.id == *of)
}

/// As many of these lines as there is room for; that there is more shows. Of a line that is too long by itself its plain
/// words are begun: Markdown that is cut shows its marks.
fn cut(lines: Vec<String>, room: usize) -> String {
    const MORE: &str = " …";
    const FENCE: &str = "```";
    let room = room.saturating_sub(width(MORE) + FENCE.len() + 1);
    let (mut text, mut is_code, all) = (String::new(), false, lines.len());
    let mut taken = 0;
    for line in lines {
        if width(&text) + width(&line) + 1 > room {
            if text.is_empty() {
                let plain = markdown_text::visible(&line);
                // A backslash before each sign may double it.
                text = escape(&abbreviated(&plain, room / 2));
            }
            break;
        }
        is_code ^= line.trim_start().starts_with(FENCE);
        if taken > 0 {
            text.push('\n');
        }
        text.push_str(&line);
        taken += 1;
    }
    if is_code {
        text.push('\n');
        text.push_str(FENCE);
    }
    if taken < all && !text.ends_with('…') {
        text.push_str(MORE);
    }
    text
}

/// Which names are not clear; with buttons that go on if it is only one.
pub fn unclear(meant: &[Meant], audience: Audience, context: Context<'_>) -> Body {
    let words = context.wording;
    let mut text = words.text("compare-unclear").into_owned();
    let is_new = |candidate: &&Candidate| !is_named(meant, &candidate.id);
    for name in meant {
        let (line, near) = match name {
            Meant::One(_) => continue,
            Meant::Unclear(Unclear::Several { query, candidates }) => {
                let left = candidates.iter().filter(is_new).count();
                (
                    candidates::question(query, candidates.len(), left, context),
                    candidates,
                )
            }
            Meant::Unclear(Unclear::Nothing { query, nearest }) => {
                let mut line = words.with("not-on-radar", [("query", echo(query).into())]);
                if nearest.iter().any(|near| is_new(&near)) {
                    line.push(' ');
                    line.push_str(&words.text("not-on-radar-nearest"));
                }
                (line, nearest)
            }
        };
        let near: Vec<Candidate> = near.iter().filter(is_new).cloned().collect();
        text.push_str("\n\n");
        text.push_str(&line);
        text = candidates::with_lines(text, &near, context);
    }
    let ways = ways_on(meant, audience);
    let next = if ways.is_empty() {
        "compare-again"
    } else {
        "compare-choose"
    };
    text.push_str("\n\n");
    text.push_str(&words.text(next));
    if !ways.is_empty() {
        text = candidates::shared(text, audience, context);
    }
    Body::text(text).with_buttons(ways)
}

fn is_named(meant: &[Meant], id: &BlipId) -> bool {
    meant
        .iter()
        .any(|name| matches!(name, Meant::One(blip) if blip.id == *id))
}

/// A button for each blip that the one unclear name may mean.
fn ways_on(meant: &[Meant], audience: Audience) -> Vec<Button> {
    let mut unclear = meant.iter().filter_map(|name| match name {
        Meant::One(_) => None,
        Meant::Unclear(
            Unclear::Several { candidates: near, .. } | Unclear::Nothing { nearest: near, .. },
        ) => Some(near),
    });
    let (Some(candidates), None) = (unclear.next(), unclear.next()) else {
        return Vec::new();
    };
    let with = |candidate: &Candidate| {
        let blips = meant.iter().map(|name| match name {
            Meant::One(blip) => BlipMark::of(&blip.id),
            Meant::Unclear(_) => BlipMark::of(&candidate.id),
        });
        let blips = CustomId::Compare(blips.collect(), audience);
        Button::new(candidate.title.as_str(), Look::Plain, blips)
    };
    let new = candidates
        .iter()
        .filter(|candidate| !is_named(meant, &candidate.id));
    new.map(with).collect()
}
