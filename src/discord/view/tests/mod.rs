//! Every answer once, as a reader sees it; and the worst that can be asked of the renderers.

mod finding;
mod limits;
mod notices;
mod refusals;
mod responses;
pub(super) mod sample;
mod worst;
mod worst_words;

use std::fmt::Write as _;

use serde_json::Value;

use super::{Context, Reply};
use crate::wording::Wording;

/// What a reader sees of a body, with the buttons' ids.
fn readable(body: &Value) -> String {
    limits::check(body);
    let mut text = String::new();
    let content = body["content"].as_str().unwrap();
    if !content.is_empty() {
        writeln!(text, "{content}").unwrap();
    }
    for embed in body["embeds"].as_array().unwrap() {
        let color = embed["color"].as_u64().unwrap();
        let title = embed["title"].as_str().unwrap_or("(no title)");
        writeln!(text, "┌ {title} (#{color:06x})").unwrap();
        for line in embed["description"].as_str().unwrap_or_default().lines() {
            writeln!(text, "{}", format!("│ {line}").trim_end()).unwrap();
        }
        for field in embed["fields"].as_array().map(Vec::as_slice).unwrap_or_default() {
            writeln!(text, "├ {}", field["name"].as_str().unwrap().escape_debug()).unwrap();
            for line in field["value"].as_str().unwrap().lines() {
                writeln!(text, "{}", format!("│   {}", line.escape_debug()).trim_end()).unwrap();
            }
        }
        if let Some(footer) = embed["footer"]["text"].as_str() {
            writeln!(text, "└ {footer}").unwrap();
        }
    }
    for row in body["components"].as_array().unwrap() {
        for button in row["components"].as_array().unwrap() {
            if let Some(menu) = button["placeholder"].as_str() {
                let id = button["custom_id"].as_str().unwrap();
                writeln!(text, "[{menu} ▾] {id}").unwrap();
                continue;
            }
            let (label, id) = (
                button["label"].as_str().unwrap(),
                button["custom_id"].as_str().unwrap(),
            );
            writeln!(text, "[{label}] {id}").unwrap();
        }
    }
    text
}

/// The same of an answer.
fn readable_reply(reply: &Reply) -> String {
    let readers = if reply.ephemeral {
        "the asking member"
    } else {
        "everybody"
    };
    format!("for {readers}\n{}", readable(&reply.body))
}

/// Renders with English words in the sample's guild.
pub(super) fn with_context<T>(render: impl FnOnce(Context<'_>) -> T) -> T {
    let wording = Wording::shared();
    render(Context {
        wording: &wording,
        guild: sample::guild(),
    })
}
