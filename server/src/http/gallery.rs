//! The gallery of the widget and the theme studio: static pages that ask the server for nothing but files.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue},
    response::{IntoResponse, Redirect, Response},
};

use super::{Refusal, file};
use crate::edge::Edge;

/// They show each other in frames, and nobody else shows them.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                      connect-src 'self'; img-src 'self' data:; frame-src 'self'; object-src 'none'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
                      require-trusted-types-for 'script'; trusted-types default";

/// `GET /gallery`
pub(super) async fn enter() -> Redirect {
    Redirect::permanent("/gallery/")
}

/// `GET /gallery/`
pub(super) async fn index(edge: State<Arc<Edge>>, asked: HeaderMap) -> Response {
    get(edge, Path("index.html".to_owned()), asked).await
}

/// `GET /gallery/{path}`
pub(super) async fn get(
    State(edge): State<Arc<Edge>>,
    Path(path): Path<String>,
    asked: HeaderMap,
) -> Response {
    let name = format!("gallery/{path}");
    match edge.apps.file(&name) {
        Some(_) if name.ends_with(".html") => {
            file::page_under(&edge, &asked, &name, HeaderValue::from_static(POLICY))
        }
        Some(file) => file::answer(file, &asked),
        None => Refusal::NOT_FOUND.into_response(),
    }
}
