//! The chat page and the interface behind it, which end-to-end tests use, too.

mod assets;
mod changes;
mod control;
mod conversation;
mod deadline;
mod files;
mod guard;
mod guild;
mod moderation;
mod overview;
mod play;
mod refusal;
mod roster;
mod time;

use axum::Router;
use axum::routing::{delete, get, post};

pub use guard::refuse_other_sites;

use super::shared::Handle;

/// The page, and everything under `/sandbox`.
pub fn router() -> Router<Handle> {
    assets::router()
        .route("/sandbox/state", get(overview::state))
        .route("/sandbox/messages", get(conversation::list))
        .route(
            "/sandbox/messages/{channel}/{message}",
            delete(moderation::message),
        )
        .route("/sandbox/message", post(conversation::say))
        .route("/sandbox/thread", post(conversation::start))
        .route("/sandbox/command", post(play::command))
        .route("/sandbox/autocomplete", post(play::autocomplete))
        .route("/sandbox/suggest", post(play::suggest))
        .route("/sandbox/click", post(play::click))
        .route("/sandbox/menu", post(play::menu))
        .route("/sandbox/modal", post(play::modal))
        .route("/sandbox/clock", post(time::clock))
        .route("/sandbox/permissions", post(control::permissions))
        .route("/sandbox/roles", post(control::roles))
        .route("/sandbox/role", post(control::role))
        .route("/sandbox/member", post(roster::member))
        .route("/sandbox/intents", post(roster::intents))
        .route("/sandbox/channels/{channel}", delete(moderation::channel))
        .route("/sandbox/guild", post(guild::guild))
        .route("/sandbox/events", get(changes::events))
        .route("/sandbox/wait", get(changes::wait))
        .route(
            "/attachments/{channel}/{message}/{attachment}/{name}",
            get(files::attachment),
        )
}
