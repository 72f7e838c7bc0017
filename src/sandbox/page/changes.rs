//! Hearing of changes: as a stream of events, or by waiting for the next one.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::Stream;
use futures_util::stream::unfold;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::sandbox::shared::Handle;

/// The longest wait for a change.
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// `GET /sandbox/events`: the count of changes, each time that it grows. The first event tells where it stands.
pub async fn events(State(shared): State<Handle>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = shared.watch();
    changes.mark_changed();
    let stream = unfold((shared, changes), |(shared, mut changes)| async move {
        tokio::select! {
            () = shared.stopping.cancelled() => return None,
            result = changes.changed() => result.ok()?,
        }
        let count = *changes.borrow_and_update();
        Some((Ok(Event::default().data(count.to_string())), (shared, changes)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

/// What the caller knows already.
#[derive(Debug, Deserialize)]
pub struct Known {
    #[serde(default)]
    after: u64,
}

/// `GET /sandbox/wait`: the count of changes as soon as it is greater than `after`, at the latest in five seconds.
pub async fn wait(State(shared): State<Handle>, Query(known): Query<Known>) -> Json<Value> {
    let mut changes = shared.watch();
    tokio::select! {
        () = shared.stopping.cancelled() => {}
        // Late or not: the count is told.
        _ = timeout(LONGEST_WAIT, changes.wait_for(|count| *count > known.after)) => {}
    }
    let count = *changes.borrow();
    Json(json!({ "change": count }))
}
