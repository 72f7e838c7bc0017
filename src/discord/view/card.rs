//! One blip: all that the team has to say about it.

use super::Context;
use super::body::{Body, NEUTRAL};
use super::escape::{echo, escape, quote};
use super::flow::Block;
use super::markdown;
use super::pager;
use super::places;
use super::vote;
use crate::discord::custom_id::CustomId;
use crate::radar::{Heading, Link, Movement};
use crate::service::{Card, Matched, Related, Teller};

/// The page of the card that is asked for.
pub fn render(card: &Card, context: Context<'_>) -> Body {
    let leaf = pager::leaf(&blocks(card, context), card.page, context);
    let footer = context
        .wording
        .with("card-footer", [("edition", card.edition.title.as_str().into())]);
    let color = if card.retired {
        NEUTRAL
    } else {
        places::color(&card.scheme, Some(&card.blip.ring))
    };
    let id = |page| CustomId::Card(card.blip.id.clone(), page);
    Body::framed(
        Some(places::title(&card.blip.title)),
        vec![leaf.text],
        color,
        Some(pager::footer(&footer, leaf.number, leaf.count, context)),
    )
    .with_buttons(pager::turners(leaf.number, leaf.count, id, context))
}

fn blocks(card: &Card, context: Context<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(standing(card, context))];
    blocks.extend(news(card, context).map(Block::paragraph));
    if !card.blip.text.summary.is_empty() {
        blocks.push(block(None, &card.blip.text.summary));
    }
    for section in &card.blip.text.sections {
        let heading = heading(&section.heading, context);
        blocks.push(block(Some(heading), &section.markdown));
    }
    let listed = |key: &str, items: Vec<String>| {
        let items: Vec<String> = items.into_iter().map(|item| format!("- {item}")).collect();
        (!items.is_empty()).then(|| Block::headed(context.wording.text(key), items))
    };
    let related = card
        .related
        .iter()
        .map(|related| relation(card, related, context));
    blocks.extend(listed("card-heading-related", related.collect()));
    blocks.extend(listed(
        "card-heading-links",
        card.blip.links.iter().map(link).collect(),
    ));
    blocks.extend(details(card, context));
    blocks
}

/// Where it stands and since when.
fn standing(card: &Card, context: Context<'_>) -> String {
    let (words, place) = (context.wording, place(card, context));
    let since = since(card, context);
    let Some(behind) = &card.vote else {
        return format!("{place}\n{since}");
    };
    let vote = vote::reference(behind.number, behind.posted, context);
    let voted = words.with(
        "digest-entry-voted",
        [("entry", since.into()), ("vote", vote.into())],
    );
    match &behind.reason {
        Some(reason) => format!("{place}\n{voted}\n{}", quote(reason.as_str())),
        None => format!("{place}\n{voted}"),
    }
}

/// Its ring and quadrant.
pub fn place(card: &Card, context: Context<'_>) -> String {
    let ring = places::ring(&card.scheme, &card.blip.ring);
    let quadrant = places::quadrant(&card.scheme, &card.blip.quadrant);
    let key = if card.retired {
        "card-place-retired"
    } else {
        "card-place"
    };
    context
        .wording
        .with(key, [("ring", ring.into()), ("quadrant", quadrant.into())])
}

/// Since when it stands there.
pub fn since(card: &Card, context: Context<'_>) -> String {
    let edition = places::edition(&card.since);
    let (key, from) = match &card.movement {
        Movement::New => ("card-since-new", None),
        Movement::MovedIn { from } => ("card-since-moved-in", Some(from)),
        Movement::MovedOut { from } => ("card-since-moved-out", Some(from)),
        Movement::NoChange => ("card-since-no-change", None),
        Movement::Retired { from } => ("card-since-retired", Some(from)),
        Movement::Returned { from } => ("card-since-returned", Some(from)),
    };
    let from = from
        .map(|ring| places::ring(&card.scheme, ring))
        .unwrap_or_default();
    context
        .wording
        .with(key, [("edition", edition.into()), ("from", from.into())])
}

/// What a reader should know before they rely on the rest.
pub fn news(card: &Card, context: Context<'_>) -> Option<String> {
    let words = context.wording;
    let nearly = match &card.matched {
        Matched::Exactly => None,
        Matched::Nearly { query } => Some(words.with(
            "card-nearly",
            [
                ("title", places::title(&card.blip.title).into()),
                ("query", echo(query).into()),
            ],
        )),
    };
    let vote = card.open_vote.as_ref().map(|open| {
        let vote = vote::reference(open.number, open.posted, context);
        words.with("card-vote", [("vote", vote.into())])
    });
    let draft = card.draft.as_ref().map(|ring| match ring {
        None => words.text("card-draft-retired").into_owned(),
        Some(ring) => {
            let key = if card.retired {
                "card-draft-returns"
            } else {
                "card-draft-ring"
            };
            words.with(key, [("ring", places::ring(&card.scheme, ring).into())])
        }
    });
    let lines: Vec<String> = nearly.into_iter().chain(vote).chain(draft).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The team's own Markdown, a line a part.
fn block(heading: Option<String>, text: &str) -> Block {
    let lines = markdown::lines(text);
    match heading {
        Some(heading) => Block::headed(heading, lines),
        None => Block {
            heading: None,
            parts: lines,
        },
    }
}

fn heading(heading: &Heading, context: Context<'_>) -> String {
    let key = match heading {
        Heading::Strengths => "card-heading-strengths",
        Heading::Limits => "card-heading-limits",
        Heading::Alternatives => "card-heading-alternatives",
        Heading::Tips => "card-heading-tips",
        Heading::Verdict => "card-heading-verdict",
        Heading::Other(text) => return escape(text),
    };
    context.wording.text(key).into_owned()
}

fn relation(card: &Card, related: &Related, context: Context<'_>) -> String {
    let key = match related.told_by {
        Teller::ThisBlip => "card-related-this",
        Teller::OtherBlip => "card-related-other",
    };
    context.wording.with(
        key,
        [
            ("how", escape(&related.how).into()),
            ("title", places::title(&related.title).into()),
            ("ring", places::title(&related.ring).into()),
            ("this", places::title(&card.blip.title).into()),
        ],
    )
}

/// A named address. Inside a link's name a backslash does not help: brackets become round.
fn link(link: &Link) -> String {
    let name = link.title.as_str();
    if name.contains("://") {
        return format!("{} {}", escape(name), link.url);
    }
    let name = name.replace('[', "(").replace(']', ")");
    format!("[{name}]({})", link.url)
}

/// Owner, review, tags, other names.
fn details(card: &Card, context: Context<'_>) -> Option<Block> {
    let words = context.wording;
    let blip = &card.blip;
    let joined = |texts: Vec<String>| texts.join(&words.text("comma"));
    let owner = blip
        .owner
        .as_ref()
        .map(|owner| words.with("card-owner", [("owner", escape(owner).into())]));
    let review = blip
        .review_by
        .map(|date| words.with("card-review", [("date", date.to_string().into())]));
    let tags = (!blip.tags.is_empty()).then(|| {
        let tags = joined(blip.tags.iter().map(|tag| escape(tag)).collect());
        words.with("card-tags", [("tags", tags.into())])
    });
    let aliases = (!blip.aliases.is_empty()).then(|| {
        let aliases = joined(blip.aliases.iter().map(places::title).collect());
        words.with("card-aliases", [("aliases", aliases.into())])
    });
    let lines: Vec<String> = [owner, review, tags, aliases].into_iter().flatten().collect();
    (!lines.is_empty()).then_some(Block {
        heading: None,
        parts: lines,
    })
}
