//! A request's body, written once and sent as often as the request is repeated.

use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::allowed_mentions::MessageBody;
use super::error::SendError;

/// What goes over the wire after the headers. A message with files is to become a variant of its own.
pub(super) enum Payload {
    Empty,
    Json(Vec<u8>),
}

impl Payload {
    /// Anything but a message.
    pub fn json(body: &impl Serialize) -> Result<Self, SendError> {
        Ok(Self::Json(serde_json::to_vec(body)?))
    }

    /// A message, or an edit of one.
    pub fn message(body: MessageBody) -> Result<Self, SendError> {
        Self::json(&body.into_value())
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
