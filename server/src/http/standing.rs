//! How a channel stands for a page: for rules about when the launcher shows, and for whoever looks for what is wrong.
//!
//! Nothing here is a secret: whether there is a channel and which sites it lists anybody learns from its frame, and
//! whether somebody is there from its chat.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use shared::{id::Id, time::Timestamp};

use super::headers;
use crate::{clock, config::Origin, edge::Edge};

/// How a channel stands for the page that asks.
#[derive(Debug, Serialize)]
struct Standing {
    /// The server's clock.
    at: Timestamp,
    /// Whether there is such a channel.
    known: bool,
    /// Whether it lists the page's site.
    listed: bool,
    /// Whether somebody is there to answer, for pages of its sites.
    open: bool,
    /// What stands beside the launcher, for pages of its sites whose rules ask for that.
    #[serde(skip_serializing_if = "String::is_empty")]
    badge: String,
    /// The channel's own look as a style sheet, for pages of its sites: a launcher that asks wears it before the
    /// visitor acts, and the panel opens in its size.
    #[serde(skip_serializing_if = "String::is_empty")]
    look: String,
    /// Where files come from, where that is an origin of their own: a chat without a frame needs it of the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    files: Option<String>,
}

/// `GET /v1/standing/{channel}`: a module, so that a page whose policy lets the loader run need allow nothing more.
pub(super) async fn tell(
    State(edge): State<Arc<Edge>>,
    Path(channel): Path<String>,
    asked: HeaderMap,
) -> Response {
    let id = Id::new(channel);
    let directory = edge.engine.directory();
    let channel = directory.channels.get(&id);
    let origin = asked
        .get(header::ORIGIN)
        .and_then(|value| value.to_str().ok());
    let listed = channel
        .zip(origin)
        .is_some_and(|(channel, origin)| channel.sites.iter().any(|site| site == origin));
    let own = channel.filter(|_| listed);
    let badge = own.map(|channel| channel.manner.badge.clone());
    let look = own.map(|channel| super::look::text(&channel.look, channel.id.as_str()));
    let standing = Standing {
        at: clock::now(),
        known: channel.is_some(),
        listed,
        open: listed && edge.engine.is_open(id).await,
        badge: badge.unwrap_or_default(),
        look: look.unwrap_or_default(),
        files: edge.config.files_url.as_ref().map(Origin::to_string),
    };
    let json = crate::frame::json(&standing);
    let kind = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    let mut response = (kind, format!("export const standing = {json};\n")).into_response();
    headers::allow_all_pages(&mut response);
    response
}
