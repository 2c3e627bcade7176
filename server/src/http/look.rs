//! How a channel's widget looks: a style sheet and a logo, for whoever may frame the widget, which is to say for anybody.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{
    Engine as _,
    prelude::{BASE64_STANDARD as BASE64, BASE64_URL_SAFE_NO_PAD as BASE64URL},
};
use sha2::{Digest, Sha256};
use shared::id::Id;

use super::{Refusal, headers};
use crate::{
    directory::{Logo, Look},
    edge::Edge,
    look,
};

/// `GET /frame/{channel}/look.css`: empty where the channel has no look, and where there is no channel.
pub(super) async fn sheet(State(edge): State<Arc<Edge>>, Path(channel): Path<String>) -> Response {
    let mut response = text(&of(&edge, &channel), &channel).into_response();
    let given = response.headers_mut();
    given.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/css; charset=utf-8"),
    );
    given.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers::allow_all_pages(&mut response);
    response
}

/// `GET /frame/{channel}/logo/{version}`
pub(super) async fn logo(
    State(edge): State<Arc<Edge>>,
    Path((channel, asked)): Path<(String, String)>,
) -> Response {
    let found = of(&edge, &channel).logo;
    let found = found.filter(|it| version(it) == asked);
    let Some((kind, bytes)) =
        found.and_then(|it| Some((it.kind, BASE64.decode(it.bytes.as_bytes()).ok()?)))
    else {
        return Refusal::NOT_FOUND.into_response();
    };
    let Ok(kind) = HeaderValue::try_from(kind) else {
        return Refusal::NOT_FOUND.into_response();
    };
    let mut response = bytes.into_response();
    let given = response.headers_mut();
    given.insert(header::CONTENT_TYPE, kind);
    // Another picture has another address.
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    given.insert(header::CACHE_CONTROL, keep);
    headers::allow_other_origins(&mut response);
    response
}

/// The style sheet of a channel's look.
pub(super) fn text(look: &Look, channel: &str) -> String {
    let logo = look.logo.as_ref().map(version);
    let logo = format!("/frame/{channel}/logo/{}", logo.unwrap_or_default());
    look::sheet(look, &logo)
}

fn of(edge: &Edge, channel: &str) -> Look {
    let directory = edge.engine.directory();
    let found = directory.channels.get(&Id::new(channel));
    found.map(|it| it.look.clone()).unwrap_or_default()
}

fn version(logo: &Logo) -> String {
    BASE64URL.encode(&Sha256::digest(logo.bytes.as_bytes())[..9])
}
