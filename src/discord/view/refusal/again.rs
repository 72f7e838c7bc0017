//! What `/propose` took for no blip of the radar, as a command to copy: what was typed is not to be typed once more. A
//! button could not hold it, and one that showed a card would look as if something was proposed.

use super::super::Context;
use super::super::candidates::line;
use super::super::places;
use crate::discord::commands::proposing;
use crate::service::{Candidate, Propose};

/// `text`, the blips that may have been meant, and the command for the first of them.
pub fn with_command(
    text: String,
    question: &str,
    nearest: &[Candidate],
    asked: &Propose,
    context: Context<'_>,
) -> String {
    let Some(first) = nearest.first() else {
        return text;
    };
    let words = context.wording;
    let mut lines = vec![text];
    if !question.is_empty() {
        lines.push(words.text(question).into_owned());
    }
    lines.extend(nearest.iter().map(|candidate| {
        let named = [
            ("candidate", line(candidate, context).into()),
            ("id", candidate.id.as_str().into()),
        ];
        words.with("refused-near-row", named)
    }));
    let title = places::title(&first.title);
    let again = match nearest.len() {
        1 => "refused-again-only",
        _ => "refused-again",
    };
    lines.push(words.with(again, [("title", title.into())]));
    let command = proposing(asked, &first.id).replace("```", "ˋˋˋ");
    lines.push(format!("```\n{command}\n```"));
    lines.join("\n")
}
