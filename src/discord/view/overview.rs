//! The whole radar on a page or two.

use std::sync::Arc;

use super::Context;
use super::body::Body;
use super::change;
use super::flow::Block;
use super::pager;
use super::places;
use super::proposals;
use crate::discord::custom_id::CustomId;
use crate::radar::{Blip, Ring, Scheme};
use crate::service::Overview;

/// The page of the radar that is asked for.
pub fn render(overview: &Overview, context: Context<'_>) -> Body {
    let leaf = pager::leaf(&blocks(overview, context), overview.page, context);
    let hint = context.wording.text("overview-hint").replace('`', "");
    Body::framed(
        Some(places::title(overview.scheme.title())),
        vec![leaf.text],
        places::central_color(&overview.scheme),
        Some(pager::footer(&hint, leaf.number, leaf.count, context)),
    )
    .with_buttons(pager::turners(leaf.number, leaf.count, CustomId::Whole, context))
}

fn blocks(overview: &Overview, context: Context<'_>) -> Vec<Block> {
    let words = context.wording;
    let edition = words.with(
        "overview-edition",
        [
            ("edition", places::edition(&overview.edition).into()),
            ("date", places::day(overview.edition.published).into()),
            ("blips", overview.blips.len().into()),
        ],
    );
    let mut blocks = vec![Block {
        heading: None,
        parts: vec![
            edition,
            ring_counts(overview, context),
            quadrant_counts(overview, context),
        ],
    }];
    if overview.blips.is_empty() {
        blocks.push(Block::paragraph(words.text("overview-empty")));
    }
    blocks.extend(by_ring(&overview.scheme, &overview.blips, context));
    if !overview.open_votes.is_empty() {
        let heading = words.with("overview-votes", [("count", overview.open_votes.len().into())]);
        let rows = overview
            .open_votes
            .iter()
            .map(|view| format!("- {}", proposals::row(view, context)))
            .collect();
        blocks.push(Block::headed(heading, rows));
    }
    blocks
}

/// How many blips stand in each ring.
pub fn ring_counts(overview: &Overview, context: Context<'_>) -> String {
    let counts = overview.scheme.rings().iter().map(|ring| {
        let count = overview.blips.iter().filter(|blip| blip.ring == ring.id).count();
        (places::title(&ring.title), count)
    });
    counted("overview-rings", counts, context)
}

fn quadrant_counts(overview: &Overview, context: Context<'_>) -> String {
    let counts = overview.scheme.quadrants().iter().map(|quadrant| {
        let blips = overview.blips.iter();
        let count = blips.filter(|blip| blip.quadrant == quadrant.id).count();
        (places::title(&quadrant.title), count)
    });
    counted("overview-quadrants", counts, context)
}

fn counted(key: &str, counts: impl Iterator<Item = (String, usize)>, context: Context<'_>) -> String {
    let words = context.wording;
    let counts: Vec<String> = counts
        .map(|(name, count)| words.with("overview-count", [("name", name.into()), ("count", count.into())]))
        .collect();
    let counts = counts.join(&words.text("separator"));
    words.with(key, [("counts", counts.into())])
}

/// The titles of `blips`, ring by ring, and by quadrant where there are several.
pub fn by_ring<'a>(
    scheme: &'a Scheme,
    blips: &'a [Arc<Blip>],
    context: Context<'a>,
) -> impl Iterator<Item = Block> + 'a {
    scheme.rings().iter().filter_map(move |ring| {
        let here: Vec<&Blip> = blips
            .iter()
            .map(Arc::as_ref)
            .filter(|blip| blip.ring == ring.id)
            .collect();
        (!here.is_empty()).then(|| of_ring(scheme, ring, &here, context))
    })
}

fn of_ring(scheme: &Scheme, ring: &Ring, blips: &[&Blip], context: Context<'_>) -> Block {
    let words = context.wording;
    let heading = words.with(
        "overview-ring",
        [
            ("ring", places::title(&ring.title).into()),
            ("count", blips.len().into()),
        ],
    );
    let titles = |of: &mut dyn Iterator<Item = &&Blip>| {
        let titles: Vec<String> = of.map(|blip| places::title(&blip.title)).collect();
        change::row(&titles, usize::MAX, context)
    };
    if scheme.quadrants().len() == 1 {
        return Block::headed(heading, vec![titles(&mut blips.iter())]);
    }
    let lines = scheme.quadrants().iter().filter_map(|quadrant| {
        let titles = titles(&mut blips.iter().filter(|blip| blip.quadrant == quadrant.id));
        (!titles.is_empty()).then(|| {
            words.with(
                "overview-quadrant",
                [
                    ("quadrant", places::title(&quadrant.title).into()),
                    ("blips", titles.into()),
                ],
            )
        })
    });
    Block::headed(heading, lines.collect())
}
