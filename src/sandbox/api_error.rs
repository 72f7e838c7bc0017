//! Discord's refusals: HTTP status, code and sentence.

use std::time::Duration;

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::form_errors::FormErrors;

/// Why a request was refused. The variants are Discord's JSON error codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[allow(missing_docs, reason = "each variant's sentence is its documentation")]
pub enum ApiError {
    #[error("401: Unauthorized")]
    Unauthorized,
    #[error("404: Not Found")]
    NotFound,
    #[error("405: Method Not Allowed")]
    MethodNotAllowed,
    #[error("Unknown Channel")]
    UnknownChannel,
    #[error("Unknown Guild")]
    UnknownGuild,
    #[error("Unknown Message")]
    UnknownMessage,
    #[error("Unknown Member")]
    UnknownMember,
    #[error("Unknown User")]
    UnknownUser,
    #[error("Unknown Webhook")]
    UnknownWebhook,
    #[error("Unknown interaction")]
    UnknownInteraction,
    #[error("Max number of daily application command creates has been reached (200)")]
    TooManyCreates,
    #[error("Maximum number of edits to messages older than 1 hour reached. Try again later")]
    OldEdits(Duration),
    #[error("This message cannot be edited due to announcement rate limits.")]
    PublishedEdits(Duration),
    #[error("The write action you are performing on the channel has hit the write rate limit.")]
    Publishes(Duration),
    #[error("This message has already been crossposted.")]
    AlreadyCrossposted,
    #[error("Interaction has already been acknowledged.")]
    AlreadyAcknowledged,
    #[error("Request entity too large")]
    TooLarge,
    #[error("Missing Access")]
    MissingAccess,
    #[error("Cannot edit a message authored by another user")]
    NotYourMessage,
    #[error("Cannot send an empty message")]
    EmptyMessage,
    #[error("Cannot send messages to this user")]
    CannotMessageUser,
    #[error("Missing Permissions")]
    MissingPermissions,
    #[error("Cannot execute action on this channel type")]
    WrongChannelType,
    #[error("Invalid Webhook Token")]
    InvalidWebhookToken,
    #[error("Thread is archived")]
    ThreadArchived,
    #[error("A thread has already been created for this message")]
    ThreadExists,
    #[error("Invalid Form Body")]
    Form(#[from] FormErrors),
    #[error("The request body contains invalid JSON.")]
    InvalidJson,
}

impl std::error::Error for FormErrors {}

impl std::fmt::Display for FormErrors {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.tree().fmt(formatter)
    }
}

impl ApiError {
    /// One complaint about one field of the body.
    pub fn field(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::Form(FormErrors::single(path, code, message))
    }

    fn status_and_code(&self) -> (StatusCode, u32) {
        match self {
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, 0),
            Self::NotFound => (StatusCode::NOT_FOUND, 0),
            Self::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, 0),
            Self::UnknownChannel => (StatusCode::NOT_FOUND, 10_003),
            Self::UnknownGuild => (StatusCode::NOT_FOUND, 10_004),
            Self::UnknownMessage => (StatusCode::NOT_FOUND, 10_008),
            Self::UnknownMember => (StatusCode::NOT_FOUND, 10_007),
            Self::UnknownUser => (StatusCode::NOT_FOUND, 10_013),
            Self::UnknownWebhook => (StatusCode::NOT_FOUND, 10_015),
            Self::UnknownInteraction => (StatusCode::NOT_FOUND, 10_062),
            Self::TooManyCreates => (StatusCode::BAD_REQUEST, 30_034),
            Self::OldEdits(_) => (StatusCode::TOO_MANY_REQUESTS, 30_046),
            Self::PublishedEdits(_) => (StatusCode::TOO_MANY_REQUESTS, 20_022),
            Self::Publishes(_) => (StatusCode::TOO_MANY_REQUESTS, 20_028),
            Self::AlreadyCrossposted => (StatusCode::BAD_REQUEST, 40_033),
            Self::AlreadyAcknowledged => (StatusCode::BAD_REQUEST, 40_060),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, 40_005),
            Self::MissingAccess => (StatusCode::FORBIDDEN, 50_001),
            Self::NotYourMessage => (StatusCode::FORBIDDEN, 50_005),
            Self::EmptyMessage => (StatusCode::BAD_REQUEST, 50_006),
            Self::CannotMessageUser => (StatusCode::FORBIDDEN, 50_007),
            Self::MissingPermissions => (StatusCode::FORBIDDEN, 50_013),
            Self::WrongChannelType => (StatusCode::BAD_REQUEST, 50_024),
            Self::InvalidWebhookToken => (StatusCode::UNAUTHORIZED, 50_027),
            Self::ThreadArchived => (StatusCode::BAD_REQUEST, 50_083),
            Self::ThreadExists => (StatusCode::BAD_REQUEST, 160_004),
            Self::Form(_) => (StatusCode::BAD_REQUEST, 50_035),
            Self::InvalidJson => (StatusCode::BAD_REQUEST, 50_109),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code) = self.status_and_code();
        let message = match &self {
            Self::Form(_) => "Invalid Form Body".to_owned(),
            other => other.to_string(),
        };
        let mut body = json!({ "message": message, "code": code });
        if let Self::Form(errors) = &self {
            body["errors"] = errors.tree();
        }
        if let Self::OldEdits(after) | Self::PublishedEdits(after) | Self::Publishes(after) = &self {
            let seconds = after.as_secs_f64();
            body["retry_after"] = json!(seconds);
            body["global"] = json!(false);
            let headers = [
                (RETRY_AFTER.as_str(), format!("{:.0}", seconds.ceil())),
                ("x-ratelimit-scope", "user".to_owned()),
            ];
            return (status, headers, Json(body)).into_response();
        }
        (status, Json(body)).into_response()
    }
}
