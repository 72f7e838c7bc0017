//! The whole radar on a page or two.

use std::sync::Arc;

use super::Context;
use super::body::Body;
use super::change;
use super::flow::Block;
use super::pager;
use super::places;
use super::proposals;
use super::select::{MAX_OPTIONS, Select, SelectOption};
use crate::discord::custom_id::CustomId;
use crate::discord::select_id::SelectId;
use crate::radar::{Blip, Ring, Scheme};
use crate::service::Overview;

/// So few blips of a single quadrant have their names in the radar's picture, or nearly all of them.
const NAMED_ANYWAY: usize = 20;

/// The page of the radar that is asked for, or of one of its quadrants.
pub fn render(overview: &Overview, context: Context<'_>) -> Body {
    let leaf = pager::leaf(&blocks(overview, context), overview.page, context);
    let hint = context.wording.text("overview-hint").replace('`', "");
    let (title, menu) = match &overview.quadrant {
        Some(quadrant) => (places::quadrant(&overview.scheme, quadrant), None),
        None => (
            places::title(overview.scheme.title()),
            quadrants_menu(overview, context),
        ),
    };
    let id = |page| match &overview.quadrant {
        Some(quadrant) => CustomId::Quadrant(quadrant.clone(), page),
        None => CustomId::Whole(page),
    };
    Body::framed(
        Some(title),
        vec![leaf.text],
        places::central_color(&overview.scheme),
        Some(pager::footer(&hint, leaf.number, leaf.count, context)),
    )
    .with_menu(menu)
    .with_buttons(pager::turners(leaf.number, leaf.count, id, context))
}

/// A menu from which a quadrant is shown by itself, with all of its blips in the picture.
fn quadrants_menu(overview: &Overview, context: Context<'_>) -> Option<Select> {
    let words = context.wording;
    let options = overview.scheme.quadrants().iter().filter_map(|quadrant| {
        let blips = overview.blips.iter();
        let count = blips.filter(|blip| blip.quadrant == quadrant.id).count();
        let described = words.with("overview-quadrant-blips", [("count", count.into())]);
        let option = SelectOption::new(quadrant.title.as_str(), quadrant.id.as_str()).described(&described);
        (count > 0).then_some(option)
    });
    let options: Vec<SelectOption> = options.take(MAX_OPTIONS).collect();
    if options.len() == 1 && overview.blips.len() <= NAMED_ANYWAY {
        return None;
    }
    let menu = Select::options(SelectId::Quadrant, options)?;
    Some(menu.with_placeholder(&words.text("overview-quadrant-show")))
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
    let mut parts = vec![edition, ring_counts(overview, context)];
    if overview.quadrant.is_none() {
        parts.push(quadrant_counts(overview, context));
    }
    let mut blocks = vec![Block { heading: None, parts }];
    if overview.blips.is_empty() {
        let empty = match overview.quadrant {
            Some(_) => "overview-quadrant-empty",
            None => "overview-empty",
        };
        blocks.push(Block::paragraph(words.text(empty)));
    }
    blocks.extend(by_ring(
        &overview.scheme,
        &overview.blips,
        overview.quadrant.is_none(),
        context,
    ));
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

/// The titles of `blips`, ring by ring, and `by_quadrant` where there are several.
pub fn by_ring<'a>(
    scheme: &'a Scheme,
    blips: &'a [Arc<Blip>],
    by_quadrant: bool,
    context: Context<'a>,
) -> impl Iterator<Item = Block> + 'a {
    let by_quadrant = by_quadrant && scheme.quadrants().len() > 1;
    scheme.rings().iter().filter_map(move |ring| {
        let here: Vec<&Blip> = blips
            .iter()
            .map(Arc::as_ref)
            .filter(|blip| blip.ring == ring.id)
            .collect();
        (!here.is_empty()).then(|| of_ring(scheme, ring, (&here, by_quadrant), context))
    })
}

fn of_ring(
    scheme: &Scheme,
    ring: &Ring,
    (blips, by_quadrant): (&[&Blip], bool),
    context: Context<'_>,
) -> Block {
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
    if !by_quadrant {
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
