//! Discord's REST interface, version 10, as far as a bot of this kind uses it.

mod body;
mod channels;
mod commands;
mod guilds;
mod interactions;
mod messages;
mod middleware;
mod path;
mod rate_limit;
mod threads;
mod users;
mod webhooks;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, patch, post, put};

pub use middleware::is_sandbox_token;
pub use rate_limit::RateLimits;

use super::api_error::ApiError;
use super::faults;
use super::limits;
use super::shared::Handle;

/// Room for the parts of a request that are not files.
const BODY_SLACK: usize = 1024 * 1024;
/// The most bytes of a request.
pub const MAX_BODY: usize = limits::REQUEST_BYTES + BODY_SLACK;

/// All routes under `/api/v10`, with what every answer has: Discord's date and the bucket's headers.
pub fn router(shared: &Handle) -> Router<Handle> {
    let routes = bot_routes(shared)
        .merge(open_routes())
        .fallback(not_found)
        .method_not_allowed_fallback(wrong_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(shared.clone(), middleware::bucket))
        .layer(from_fn_with_state(shared.clone(), faults::middleware))
        .layer(from_fn_with_state(shared.clone(), middleware::count_invalid))
        .layer(from_fn_with_state(shared.clone(), middleware::date));
    Router::new().nest("/api/v10", routes)
}

/// What needs no token of the bot: the path has one, or there is nothing to keep.
fn open_routes() -> Router<Handle> {
    Router::new()
        .route("/gateway", get(users::gateway))
        .route(
            "/interactions/{interaction}/{token}/callback",
            post(interactions::callback),
        )
        .route("/webhooks/{application}/{token}", post(webhooks::follow_up))
        .route(
            "/webhooks/{application}/{token}/messages/{message}",
            get(webhooks::show).patch(webhooks::edit).delete(webhooks::delete),
        )
}

/// What needs the bot's token.
fn bot_routes(shared: &Handle) -> Router<Handle> {
    Router::new()
        .route("/gateway/bot", get(users::gateway_bot))
        .route("/users/@me", get(users::me))
        .route("/users/@me/guilds", get(guilds::list))
        .route("/users/@me/channels", post(users::open_direct))
        .route("/applications/@me", get(users::application))
        .route("/oauth2/applications/@me", get(users::application))
        .route(
            "/applications/{application}/commands",
            both(commands::list_global, commands::replace_global),
        )
        .route(
            "/applications/{application}/guilds/{guild}/commands",
            both(commands::list_guild, commands::replace_guild),
        )
        .route("/guilds/{guild}", get(guilds::show))
        .route("/guilds/{guild}/roles", get(guilds::roles))
        .route("/guilds/{guild}/roles/member-counts", get(guilds::member_counts))
        .route("/guilds/{guild}/members", get(guilds::members))
        .route("/guilds/{guild}/channels", get(guilds::channels))
        .route("/guilds/{guild}/members/{user}", get(guilds::member))
        .route(
            "/channels/{channel}",
            get(channels::show)
                .merge(patch(channels::edit))
                .delete(channels::delete),
        )
        .route("/channels/{channel}/threads", post(threads::create_alone))
        .route(
            "/channels/{channel}/messages",
            get(messages::list).post(messages::create),
        )
        .route(
            "/channels/{channel}/messages/{message}",
            get(messages::show)
                .merge(patch(messages::edit))
                .delete(messages::delete),
        )
        .route(
            "/channels/{channel}/messages/{message}/crosspost",
            post(messages::crosspost),
        )
        .route(
            "/channels/{channel}/messages/{message}/threads",
            post(threads::create),
        )
        .layer(from_fn_with_state(shared.clone(), middleware::bot_token))
}

fn both<T1, T2>(list: impl Handler<T1, Handle>, replace: impl Handler<T2, Handle>) -> MethodRouter<Handle>
where
    T1: 'static,
    T2: 'static,
{
    get(list).merge(put(replace))
}

async fn not_found() -> ApiError {
    ApiError::NotFound
}

async fn wrong_method() -> ApiError {
    ApiError::MethodNotAllowed
}
