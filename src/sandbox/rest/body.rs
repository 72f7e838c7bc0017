//! Bodies: JSON, or a form with `payload_json` and files.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use crate::sandbox::api_error::ApiError;
use crate::sandbox::draft::Upload;

/// What came with a request.
#[derive(Debug)]
pub struct Body {
    /// The JSON.
    pub json: Value,
    /// The files.
    pub files: Vec<Upload>,
}

impl<S: Send + Sync> FromRequest<S> for Body {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let content_type = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        if content_type.is_some_and(|kind| kind.starts_with("multipart/form-data")) {
            let form = Multipart::from_request(request, state)
                .await
                .map_err(|_| ApiError::InvalidJson)?;
            return read_form(form).await;
        }
        let bytes = Bytes::from_request(request, state)
            .await
            .map_err(|_| ApiError::TooLarge)?;
        Ok(Self {
            json: parse(&bytes)?,
            files: Vec::new(),
        })
    }
}

fn parse(bytes: &[u8]) -> Result<Value, ApiError> {
    if bytes.is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_slice(bytes).map_err(|_| ApiError::InvalidJson)
}

async fn read_form(mut form: Multipart) -> Result<Body, ApiError> {
    let mut body = Body {
        json: json!({}),
        files: Vec::new(),
    };
    while let Some(part) = form.next_field().await.map_err(|_| ApiError::TooLarge)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "payload_json" {
            body.json = parse(&part.bytes().await.map_err(|_| ApiError::TooLarge)?)?;
        } else if let Some(index) = file_index(&name) {
            body.files.push(Upload {
                index,
                filename: part.file_name().unwrap_or("file").to_owned(),
                content_type: part
                    .content_type()
                    .unwrap_or("application/octet-stream")
                    .to_owned(),
                bytes: part.bytes().await.map_err(|_| ApiError::TooLarge)?,
            });
        }
    }
    Ok(body)
}

/// The `n` of `files[n]`.
fn file_index(name: &str) -> Option<u64> {
    name.strip_prefix("files[")?.strip_suffix(']')?.parse().ok()
}
