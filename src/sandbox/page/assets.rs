//! The page's files, which are part of the program.

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::sandbox::shared::Handle;

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
/// Nothing but the page's own files runs or is loaded.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: http://127.0.0.1:* http://localhost:*; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Path, type and text of each file.
const FILES: [(&str, &str, &str); 20] = [
    ("/", HTML, include_str!("web/index.html")),
    ("/web/style.css", CSS, include_str!("web/style.css")),
    ("/web/main.js", SCRIPT, include_str!("web/main.js")),
    ("/web/api.js", SCRIPT, include_str!("web/api.js")),
    ("/web/apps.js", SCRIPT, include_str!("web/apps.js")),
    ("/web/dom.js", SCRIPT, include_str!("web/dom.js")),
    ("/web/markdown.js", SCRIPT, include_str!("web/markdown.js")),
    ("/web/time.js", SCRIPT, include_str!("web/time.js")),
    ("/web/message.js", SCRIPT, include_str!("web/message.js")),
    ("/web/picture.js", SCRIPT, include_str!("web/picture.js")),
    ("/web/components.js", SCRIPT, include_str!("web/components.js")),
    ("/web/command-box.js", SCRIPT, include_str!("web/command-box.js")),
    ("/web/choices.js", SCRIPT, include_str!("web/choices.js")),
    ("/web/confirm.js", SCRIPT, include_str!("web/confirm.js")),
    ("/web/menu.js", SCRIPT, include_str!("web/menu.js")),
    ("/web/moderation.js", SCRIPT, include_str!("web/moderation.js")),
    ("/web/places.js", SCRIPT, include_str!("web/places.js")),
    ("/web/roster.js", SCRIPT, include_str!("web/roster.js")),
    ("/web/scroll.js", SCRIPT, include_str!("web/scroll.js")),
    ("/web/modal.js", SCRIPT, include_str!("web/modal.js")),
];

/// A route for each file.
pub fn router() -> Router<Handle> {
    FILES.iter().fold(Router::new(), |router, (path, kind, text)| {
        router.route(path, get(move || async move { file(kind, text) }))
    })
}

fn file(kind: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, text).into_response()
}
