//! Agents' photos, for everybody who was told their ids.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use shared::id::Id;
use tokio::task::spawn_blocking;

use super::{Refusal, headers};
use crate::edge::{BUSY_FOR, Edge};

/// An id never means another photo.
const KEEP: &str = "public, max-age=31536000, immutable";

/// `GET /v1/photos/{id}`.
pub(super) async fn get(
    State(edge): State<Arc<Edge>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let id = Id::new(id);
    if !id.is_well_formed() {
        return Err(Refusal::NOT_FOUND);
    }
    let reader = edge.engine.reader();
    let found = spawn_blocking(move || reader.photo(&id)).await;
    let photo = match found {
        Ok(Ok(photo)) => photo.ok_or(Refusal::NOT_FOUND)?,
        _ => return Err(Refusal::unavailable(BUSY_FOR)),
    };
    let kind = HeaderValue::try_from(photo.kind).map_err(|_| Refusal::NOT_FOUND)?;
    let mut response = photo.bytes.into_response();
    let given = response.headers_mut();
    given.insert(header::CONTENT_TYPE, kind);
    given.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    headers::allow_other_origins(&mut response);
    Ok(response)
}
