//! Ids in paths, refused in Discord's way when they are not snowflakes.

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use crate::sandbox::api_error::ApiError;

/// Like [`Path`], with Discord's refusal.
pub struct Ids<T>(pub T);

impl<T, S> FromRequestParts<S> for Ids<T>
where
    T: DeserializeOwned + Send,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        match path {
            Ok(Path(ids)) => Ok(Self(ids)),
            Err(_) => Err(ApiError::field(
                "id",
                "NUMBER_TYPE_COERCE",
                "Value is not snowflake.",
            )),
        }
    }
}
