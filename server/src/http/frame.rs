//! The widget's page, framed by the sites of its channel and by nobody else.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::id::Id;

use super::{file, headers};
use crate::{config::Origin, edge::Edge};

/// What stands in the frame of a channel that is not there.
const UNKNOWN: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">\
                       <title>No such channel</title><script src=\"/frame.js\" async></script>\
                       <p>There is no such chat channel.</p></html>\n";
/// It may stand in anybody's frame: it says nothing.
const UNKNOWN_POLICY: &str = "default-src 'none'; script-src 'self'; base-uri 'none'; \
                              form-action 'none'; frame-ancestors http: https:";
/// What it runs.
const GONE: &str = include_str!("gone.js");

/// `GET /frame/{channel}`
pub(super) async fn page(
    State(edge): State<Arc<Edge>>,
    Path(channel): Path<String>,
    asked: HeaderMap,
) -> Response {
    let directory = edge.engine.directory();
    let mut response = match directory.channels.get(&Id::new(channel)) {
        Some(channel) => {
            let sites: Vec<&str> = channel
                .sites
                .iter()
                .map(String::as_str)
                .filter(|site| site.parse::<Origin>().is_ok())
                .collect();
            let ancestors = if sites.is_empty() {
                "'none'".to_owned()
            } else {
                sites.join(" ")
            };
            file::page(&edge, &asked, "widget/frame.html", &ancestors)
        }
        None => unknown(),
    };
    headers::allow_framing(&mut response);
    response
}

/// `GET /frame.js`: what the page of an unknown channel runs.
pub(super) async fn gone() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (kind, GONE).into_response()
}

fn unknown() -> Response {
    let mut response = (StatusCode::NOT_FOUND, UNKNOWN).into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(UNKNOWN_POLICY),
    );
    response
}
