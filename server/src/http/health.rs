//! Whether the server lives, and whether it should be sent visitors.

use std::sync::Arc;

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::edge::Edge;

/// `GET /livez`
pub(super) async fn live() -> Response {
    told(StatusCode::OK, "ok\n")
}

/// `GET /readyz`
pub(super) async fn ready(State(edge): State<Arc<Edge>>) -> Response {
    if edge.is_stopping() {
        told(StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else if edge.engine.is_ready() {
        told(StatusCode::OK, "ok\n")
    } else {
        told(
            StatusCode::SERVICE_UNAVAILABLE,
            "the store does not take anything now\n",
        )
    }
}

fn told(status: StatusCode, text: &'static str) -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, kind, text).into_response()
}
