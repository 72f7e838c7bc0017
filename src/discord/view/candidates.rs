//! Several blips that may be meant, or none. A press of one goes on with what the blip was looked for.

use super::Context;
use super::body::{Body, Button, Look};
use super::escape::echo;
use super::places;
use crate::discord::commands::Audience;
use crate::discord::custom_id::CustomId;
use crate::service::{Candidate, Purpose};

/// What the blip that is meant was looked for, and who was to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// What for.
    pub purpose: Purpose,
    /// Who reads it. The question itself is for the asker alone.
    pub audience: Audience,
}

impl Goal {
    /// `text`, and that everybody will read the answer, if they will.
    fn told(self, text: String, context: Context<'_>) -> String {
        match (self.purpose, self.audience) {
            (Purpose::Card, audience) => shared(text, audience, context),
            // There is no such answer for everybody.
            (Purpose::History | Purpose::Edit, Audience::Asker | Audience::Channel) => text,
        }
    }
}

/// `text` above buttons, and that everybody will read the answer to them, if they will.
pub fn shared(text: String, audience: Audience, context: Context<'_>) -> String {
    match audience {
        Audience::Asker => text,
        Audience::Channel => [text.as_str(), &context.wording.text("candidates-shared")].join("\n"),
    }
}

/// Asks which one is meant.
pub fn which(query: &str, candidates: &[Candidate], goal: Goal, context: Context<'_>) -> Body {
    let count = candidates.len();
    let text = with_lines(question(query, count, count, context), candidates, context);
    Body::text(goal.told(text, context)).with_buttons(buttons(candidates, goal))
}

/// `text` with blips whose cards can be shown.
pub fn offered(text: String, candidates: &[Candidate], audience: Audience, context: Context<'_>) -> Body {
    let goal = Goal {
        purpose: Purpose::Card,
        audience,
    };
    let text = goal.told(with_lines(text, candidates, context), context);
    Body::text(text).with_buttons(buttons(candidates, goal))
}

/// Asks in a sentence which of `all` is meant, of which `left` come into question: the others are named besides.
pub fn question(query: &str, all: usize, left: usize, context: Context<'_>) -> String {
    let key = match (all, left) {
        (_, 0) => "not-on-radar",
        (1, _) => "candidate-only",
        (_, 1) => "candidate-other",
        (_, _) => "candidates",
    };
    context.wording.with(key, [("query", echo(query).into())])
}

/// Says that there is no such blip, what comes nearest and how to propose it.
pub fn not_on_radar(query: &str, nearest: &[Candidate], goal: Goal, context: Context<'_>) -> Body {
    let words = context.wording;
    let mut text = words.with("not-on-radar", [("query", echo(query).into())]);
    if !nearest.is_empty() {
        text.push(' ');
        text.push_str(&words.text("not-on-radar-nearest"));
        text = goal.told(with_lines(text, nearest, context), context);
    }
    text.push('\n');
    text.push_str(&words.text("not-on-radar-propose"));
    Body::text(text).with_buttons(buttons(nearest, goal))
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

/// A button for each candidate, which goes on with what was asked for.
pub fn buttons(candidates: &[Candidate], goal: Goal) -> impl Iterator<Item = Button> {
    candidates.iter().map(move |candidate| {
        let blip = candidate.id.clone();
        let id = match goal.purpose {
            Purpose::Card => CustomId::Pick(blip, goal.audience),
            Purpose::History => CustomId::History(blip, 0),
            Purpose::Edit => CustomId::Edit(blip),
        };
        Button::new(candidate.title.as_str(), Look::Plain, id)
    })
}
