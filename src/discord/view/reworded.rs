//! What is said of a blip otherwise than when the vote about it opened, line by line.

use similar::TextDiff;

use super::Context;
use super::body::{Body, NEUTRAL};
use super::change;
use super::escape::escape;
use super::flow::Block;
use super::pager;
use crate::blip_text::{markdown, write_links, write_tags};
use crate::discord::custom_id::CustomId;
use crate::radar::{Blip, Title};
use crate::service::Reworded;
use crate::vote::ProposalNumber;

/// How many lines around a change are shown that stayed.
const AROUND: usize = 1;

/// A page of the differences.
pub fn render(
    (proposal, title): (ProposalNumber, &Title),
    reworded: Option<&Reworded>,
    page: u16,
    context: Context<'_>,
) -> Body {
    let words = context.wording;
    let Some(reworded) = reworded else {
        let named = change::named(proposal, title, context);
        return Body::text(words.with("reworded-nothing", [("proposal", named.into())]));
    };
    let intro = words.with("reworded-intro", [("number", proposal.get().into())]);
    let lines = differences(&reworded.before, &reworded.now, context);
    let blocks = [
        Block::paragraph(intro),
        Block::paragraph(format!("```diff\n{lines}\n```")),
    ];
    let leaf = pager::leaf(&blocks, page, context);
    let heading = words.with("reworded-title", [("title", escape(title.as_str()).into())]);
    let footer = pager::footer("", leaf.number, leaf.count, context);
    let id = |page| CustomId::Reworded(proposal, page);
    Body::framed(
        Some(heading),
        vec![leaf.text],
        NEUTRAL,
        (!footer.is_empty()).then_some(footer),
    )
    .with_buttons(pager::turners(leaf.number, leaf.count, id, context))
}

/// The lines that went and came, with one that stayed around each. No backtick of theirs ends the block.
fn differences(before: &Blip, now: &Blip, context: Context<'_>) -> String {
    let (before, now) = (sheet(before, context), sheet(now, context));
    let lines = TextDiff::from_lines(&before, &now)
        .unified_diff()
        .context_radius(AROUND)
        .missing_newline_hint(false)
        .to_string();
    lines.trim_end().replace('`', "ˋ")
}

/// Everything that is said of a blip, but where it stands, a fact or a paragraph in a line.
fn sheet(blip: &Blip, context: Context<'_>) -> String {
    let words = context.wording;
    let fact = |key: &str, name: &'static str, value: String| {
        (!value.is_empty()).then(|| words.with(key, [(name, value.into())]))
    };
    let aliases: Vec<&str> = blip.aliases.iter().map(Title::as_str).collect();
    let links = write_links(&blip.links);
    let facts = [
        fact("reworded-name", "title", blip.title.as_str().to_owned()),
        fact("reworded-aliases", "aliases", aliases.join(", ")),
        fact("reworded-tags", "tags", write_tags(&blip.tags)),
        fact("reworded-owner", "owner", blip.owner.clone().unwrap_or_default()),
        fact(
            "reworded-review",
            "date",
            blip.review_by.map(|date| date.to_string()).unwrap_or_default(),
        ),
    ];
    let facts = facts.into_iter().flatten();
    let links = links
        .lines()
        .map(|link| words.with("reworded-link", [("link", link.to_owned().into())]));
    let related = blip.related.iter().map(|related| {
        words.with(
            "reworded-related",
            [
                ("how", related.how.clone().into()),
                ("blip", related.id.to_string().into()),
            ],
        )
    });
    let text = markdown::write(&blip.text);
    let text = text.lines().map(str::to_owned);
    facts
        .chain(links)
        .chain(related)
        .chain([String::new()])
        .chain(text)
        .map(|line| line + "\n")
        .collect()
}
