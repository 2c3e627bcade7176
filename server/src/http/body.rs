//! The body of a request: JSON, short, and in time.

use std::time::Duration;

use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
    http::header,
};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::Refusal;
use crate::socket::shape;

/// The longest body in bytes.
const MAX: usize = 16 * 1024;
/// How long a client may take for it.
const WITHIN: Duration = Duration::from_secs(10);

/// A body that was read and understood.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for Body<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let kind = request.headers().get(header::CONTENT_TYPE);
        let is_json = kind
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"));
        if !is_json {
            return Err(Refusal::BAD_REQUEST);
        }
        let read = timeout(WITHIN, to_bytes(request.into_body(), MAX)).await;
        let bytes = read
            .map_err(|_| Refusal::BAD_REQUEST)?
            .map_err(|_| Refusal::BAD_REQUEST)?;
        let text = str::from_utf8(&bytes).map_err(|_| Refusal::BAD_REQUEST)?;
        shape::check(text).map_err(|_| Refusal::BAD_REQUEST)?;
        serde_json::from_str(text)
            .map(Self)
            .map_err(|_| Refusal::BAD_REQUEST)
    }
}
