//! Where files come from an origin of their own, nothing else comes from it, and files from nowhere else.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::http;

use super::Refusal;
use crate::{config::Origin, edge::Edge};

/// Lets a request through where it belongs.
pub(super) async fn keep(State(edge): State<Arc<Edge>>, request: Request, next: Next) -> Response {
    if let Some(origin) = &edge.config.files_url {
        let reads = matches!(*request.method(), Method::GET | Method::HEAD);
        let path = request.uri().path();
        let is_file = reads && path.starts_with(http::FILES);
        let is_health = matches!(path, "/livez" | "/readyz");
        let host = request.headers().get(header::HOST);
        let is_there = host.is_some_and(|it| it.as_bytes() == authority(origin).as_bytes());
        if !is_health && is_file != is_there {
            return Refusal::NOT_FOUND.into_response();
        }
    }
    next.run(request).await
}

fn authority(origin: &Origin) -> &str {
    let text = origin.as_str();
    text.split_once("://").map_or(text, |(_, it)| it)
}
