//! A request's body, written once and sent as often as the request is repeated.

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::allowed_mentions::MessageBody;
use super::error::SendError;

/// Room for a card, so that the body is not moved while it is written.
const TYPICAL: usize = 6 * 1024;

/// What goes over the wire after the headers. A message with files is to become a variant of its own.
pub(super) enum Payload {
    Empty,
    Json(Bytes),
}

impl Payload {
    /// Anything but a message.
    pub fn json(body: &impl Serialize) -> Result<Self, SendError> {
        let mut json = Vec::with_capacity(TYPICAL);
        serde_json::to_writer(&mut json, body)?;
        Ok(Self::Json(json.into()))
    }

    /// A message.
    pub fn message(body: MessageBody) -> Result<Self, SendError> {
        Self::json(&body.into_value())
    }

    /// An edit of a message, whose pictures stay unless it names others.
    pub fn edit(mut body: MessageBody) -> Result<Self, SendError> {
        body.keep_attachments();
        Self::message(body)
    }

    pub fn attach(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::Empty => request,
            Self::Json(json) => request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(json.clone()),
        }
    }
}
