//! A request's body, written once and sent as often as the request is repeated.

use bytes::Bytes;
use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::multipart::{Form, Part};
use serde::Serialize;

use super::allowed_mentions::MessageBody;
use super::callback::Callback;
use super::error::SendError;
use super::file::File;

/// Room for a card, so that the body is not moved while it is written.
const TYPICAL: usize = 6 * 1024;

/// What goes over the wire after the headers.
pub(super) enum Payload {
    Empty,
    Json(Bytes),
    /// JSON and the files that it speaks of.
    WithFiles(Bytes, Vec<File>),
}

impl Payload {
    /// Anything but a message.
    pub fn json(body: &impl Serialize) -> Result<Self, SendError> {
        let mut json = Vec::with_capacity(TYPICAL);
        serde_json::to_writer(&mut json, body)?;
        Ok(Self::Json(json.into()))
    }

    /// A message.
    pub fn message(mut body: MessageBody) -> Result<Self, SendError> {
        let files = body.take_files();
        Self::with_files(&body.into_value(), files)
    }

    /// The first answer to an interaction.
    pub fn callback(mut callback: Callback) -> Result<Self, SendError> {
        let files = callback.take_files();
        Self::with_files(&callback.into_json(), files)
    }

    fn with_files(body: &impl Serialize, files: Vec<File>) -> Result<Self, SendError> {
        let payload = Self::json(body)?;
        Ok(match payload {
            Self::Json(json) if !files.is_empty() => Self::WithFiles(json, files),
            payload => payload,
        })
    }

    pub fn attach(&self, request: RequestBuilder) -> RequestBuilder {
        match self {
            Self::Empty => request,
            Self::Json(json) => request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(json.clone()),
            Self::WithFiles(json, files) => {
                let form = Form::new().part("payload_json", part(json, "application/json"));
                let form = files.iter().enumerate().fold(form, |form, (id, file)| {
                    let part = part(&file.bytes, file.kind).file_name(file.name.clone());
                    form.part(format!("files[{id}]"), part)
                });
                request.multipart(form)
            }
        }
    }
}

/// A part of a known length, so that the request says its own.
fn part(bytes: &Bytes, kind: &'static str) -> Part {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    Part::stream_with_length(bytes.clone(), length).headers(headers)
}
