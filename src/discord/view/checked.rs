//! Which blips a message names.

use super::Context;
use super::blips;
use super::body::Body;
use super::candidates;
use super::flow::width;
use super::places;
use super::select::MAX_OPTIONS;
use super::vote;
use crate::outbox::Posted;
use crate::service::Mentioned;

/// Up to so many have a line each. More stand in a row: what a message can name, a message can tell.
const MAX_LINES: usize = 10;
/// What a row holds, in characters as Discord may count them.
const MAX_ROW: usize = 3_500;

/// The blips with their rings, and a menu that shows one.
pub fn render(message: Posted, named: &[Mentioned], context: Context<'_>) -> Body {
    let words = context.wording;
    let link = places::link(message, context);
    if named.is_empty() {
        return Body::text(words.with("checked-nothing", [("link", link.into())]));
    }
    let head = words.with("checked", [("link", link.into()), ("count", named.len().into())]);
    let told = named.iter().map(|one| told(one, context));
    let told = if named.len() <= MAX_LINES {
        let lines: Vec<String> = told.map(|line| format!("- {line}")).collect();
        format!("\n{}", lines.join("\n"))
    } else {
        format!("\n{}", row(told.collect(), context))
    };
    let options = named.iter().take(MAX_OPTIONS).map(|one| {
        let ring = (one.blip.ring.as_str(), one.blip.retired);
        blips::option(&one.blip.id, &one.blip.title, ring, context)
    });
    Body::text(head + &told).with_menu(blips::menu(options.collect(), context))
}

/// All in a row, as far as there is room; how many more there are is said.
fn row(told: Vec<String>, context: Context<'_>) -> String {
    let words = context.wording;
    let separator = words.text("comma");
    let (all, mut used) = (told.len(), 0);
    let mut shown: Vec<String> = Vec::new();
    for one in told {
        used += width(&one) + width(&separator);
        if used > MAX_ROW {
            break;
        }
        shown.push(one);
    }
    if let Some(more) = all.checked_sub(shown.len()).filter(|more| *more > 0) {
        shown.push(words.with("and-more", [("count", more.into())]));
    }
    shown.join(&separator)
}

fn told(mentioned: &Mentioned, context: Context<'_>) -> String {
    let words = context.wording;
    let line = candidates::line(&mentioned.blip, context);
    match &mentioned.open_vote {
        None => line,
        Some(open) => {
            let vote = vote::reference(open.number, open.posted, context);
            words.with("checked-vote", [("line", line.into()), ("vote", vote.into())])
        }
    }
}
