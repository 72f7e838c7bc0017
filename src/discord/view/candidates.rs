//! Several blips that may be meant, or none.

use super::Context;
use super::body::{Body, Button, Look};
use super::escape::echo;
use super::places;
use crate::discord::custom_id::CustomId;
use crate::service::Candidate;

/// Asks which one is meant.
pub fn which(query: &str, candidates: &[Candidate], context: Context<'_>) -> Body {
    let key = if candidates.len() == 1 {
        "candidate-only"
    } else {
        "candidates"
    };
    let question = context.wording.with(key, [("query", echo(query).into())]);
    let text = with_lines(question, candidates, context);
    Body::text(text).with_buttons(buttons(candidates))
}

/// Says that there is no such blip, what comes nearest and how to propose it.
pub fn not_on_radar(query: &str, nearest: &[Candidate], context: Context<'_>) -> Body {
    let words = context.wording;
    let mut text = words.with("not-on-radar", [("query", echo(query).into())]);
    if !nearest.is_empty() {
        text.push(' ');
        text.push_str(&words.text("not-on-radar-nearest"));
        text = with_lines(text, nearest, context);
    }
    text.push('\n');
    text.push_str(&words.text("not-on-radar-propose"));
    Body::text(text).with_buttons(buttons(nearest))
}

/// `text` with the candidates below, a line each.
pub fn with_lines(mut text: String, candidates: &[Candidate], context: Context<'_>) -> String {
    for candidate in candidates {
        text.push_str("\n- ");
        text.push_str(&line(candidate, context));
    }
    text
}

/// A candidate with where it stands.
pub fn line(candidate: &Candidate, context: Context<'_>) -> String {
    let (title, ring) = (places::title(&candidate.title), places::title(&candidate.ring));
    let key = if candidate.retired {
        "candidate-line-off"
    } else {
        "candidate-line"
    };
    let words = context.wording;
    words.with(key, [("title", title.into()), ("ring", ring.into())])
}

/// A button for each candidate.
pub fn buttons(candidates: &[Candidate]) -> impl Iterator<Item = Button> {
    candidates.iter().map(|candidate| {
        Button::new(
            candidate.title.as_str(),
            Look::Plain,
            CustomId::Pick(candidate.id.clone()),
        )
    })
}
