//! Files of messages.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};

use super::refusal::Refusal;
use crate::sandbox::shared::Handle;
use crate::sandbox::snowflake::Snowflake;

/// `GET /attachments/{channel}/{message}/{attachment}/{name}`. What is in a file never runs as a page.
pub async fn attachment(
    State(shared): State<Handle>,
    Path((channel, message, attachment, _)): Path<(Snowflake, Snowflake, Snowflake, String)>,
) -> Result<Response, Refusal> {
    let file = shared.read(|state| {
        let message = state
            .messages
            .get(&message)
            .filter(|message| message.channel == channel)?;
        message
            .attachments
            .iter()
            .find(|file| file.id == attachment)
            .cloned()
    });
    let file = file.ok_or_else(|| Refusal(StatusCode::NOT_FOUND, "There is no such file.".to_owned()))?;
    let headers = [
        (CONTENT_TYPE, file.content_type),
        (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox".to_owned(),
        ),
    ];
    Ok((headers, file.bytes).into_response())
}
