//! Which blips a message names.

use super::Context;
use super::blips;
use super::body::Body;
use super::places;
use super::select::{MAX_OPTIONS, SelectOption};
use super::vote;
use crate::outbox::Posted;
use crate::service::Mentioned;

/// How many are told in words; the menu has more.
const MAX_LINES: usize = 10;

/// The blips with their rings, and a menu that shows one.
pub fn render(message: Posted, named: &[Mentioned], context: Context<'_>) -> Body {
    let words = context.wording;
    let link = places::link(message, context);
    if named.is_empty() {
        return Body::text(words.with("checked-nothing", [("link", link.into())]));
    }
    let head = words.with("checked", [("link", link.into()), ("count", named.len().into())]);
    let mut lines = vec![head];
    lines.extend(
        named
            .iter()
            .take(MAX_LINES)
            .map(|one| format!("- {}", told(one, context))),
    );
    if let Some(more) = named.len().checked_sub(MAX_LINES).filter(|more| *more > 0) {
        lines.push(words.with("and-more", [("count", more.into())]));
    }
    let options = named.iter().take(MAX_OPTIONS).map(|one| {
        SelectOption::new(one.blip.title.as_str(), one.blip.id.as_str()).described(one.blip.ring.as_str())
    });
    Body::text(lines.join("\n")).with_menu(blips::menu(options.collect(), context))
}

fn told(mentioned: &Mentioned, context: Context<'_>) -> String {
    let (words, blip) = (context.wording, &mentioned.blip);
    let key = if mentioned.retired {
        "checked-off"
    } else {
        "candidate-line"
    };
    let (title, ring) = (places::title(&blip.title), places::title(&blip.ring));
    let line = words.with(key, [("title", title.into()), ("ring", ring.into())]);
    match &mentioned.open_vote {
        None => line,
        Some(open) => {
            let vote = vote::reference(open.number, open.posted, context);
            words.with("checked-vote", [("line", line.into()), ("vote", vote.into())])
        }
    }
}
