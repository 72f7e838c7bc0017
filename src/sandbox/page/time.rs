//! Moving the clock.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use jiff::SignedDuration;
use serde::Deserialize;
use serde_json::{Value, json};

use super::deadline;
use super::refusal::Refusal;
use crate::sandbox::shared::Handle;

/// The furthest that one request moves the clock: ten years.
const FURTHEST_SECONDS: i64 = 10 * 366 * 86_400;

/// Where to.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Move {
    /// Forwards by so much.
    By {
        /// The seconds.
        advance_seconds: i64,
    },
    /// To a place that has a name.
    To {
        /// The place.
        to: Target,
    },
}

/// A place in time that has a name.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A second after the next time that the bot speaks of.
    NextDeadline,
}

/// `POST /sandbox/clock`
pub async fn clock(State(shared): State<Handle>, Json(wanted): Json<Move>) -> Result<Json<Value>, Refusal> {
    let by = match wanted {
        Move::By { advance_seconds } if (0..=FURTHEST_SECONDS).contains(&advance_seconds) => {
            SignedDuration::from_secs(advance_seconds)
        }
        Move::By { .. } => {
            return Err(Refusal::bad(
                "The clock goes forwards only, and at most ten years at a time.",
            ));
        }
        Move::To {
            to: Target::NextDeadline,
        } => {
            let now = shared.clock.now();
            let next = shared.read(|state| deadline::next(state, now));
            let next = next.ok_or_else(|| {
                Refusal(
                    StatusCode::CONFLICT,
                    "No message names a time to come.".to_owned(),
                )
            })?;
            next.duration_since(now) + SignedDuration::from_secs(1)
        }
    };
    shared.clock.advance(by);
    shared.changed();
    Ok(Json(json!({ "now": shared.clock.now().to_string() })))
}
