//! The files of the apps.

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use bytes::Bytes;
use sha2::{Digest, Sha256};

use super::{Refusal, headers};
use crate::{apps::File, edge::Edge};

/// What stands in the place of apps that are not there.
const NO_APPS: &str = "This server has no apps inside. Build them with `cargo xtask apps` and start \
                       it with --apps target/apps, or build it with `cargo xtask dist`.\n";

/// `GET /`
pub(super) async fn agent_page(State(edge): State<Arc<Edge>>, asked: HeaderMap) -> Response {
    page(&edge, &asked, "agent/index.html", "'none'")
}

/// `GET /{path}`: a file of the agent app, or its page for any other path: the app finds its way itself.
pub(super) async fn agent(
    State(edge): State<Arc<Edge>>,
    Path(path): Path<String>,
    asked: HeaderMap,
) -> Response {
    let name = format!("agent/{path}");
    match edge.apps.file(&name) {
        Some(_) if name.ends_with(".html") => page(&edge, &asked, &name, "'none'"),
        Some(file) => answer(file, &asked),
        None if is_place(&path) => page(&edge, &asked, "agent/index.html", "'none'"),
        None => Refusal::NOT_FOUND.into_response(),
    }
}

/// `GET /widget.js`: what web sites embed.
pub(super) async fn loader(State(edge): State<Arc<Edge>>, asked: HeaderMap) -> Response {
    let Some(file) = edge.apps.file("widget/widget.js") else {
        return no_apps();
    };
    let mut response = answer(file, &asked);
    headers::allow_all_pages(&mut response);
    response
}

/// `GET /widget/{path}`: what the widget's page loads, and what the loader fetches from other sites' pages. All of
/// it is the same for everybody, so that everybody may read it.
pub(super) async fn widget(
    State(edge): State<Arc<Edge>>,
    Path(path): Path<String>,
    asked: HeaderMap,
) -> Response {
    // The page itself is only there for a channel, with the channel's policy.
    match edge.apps.file(&format!("widget/{path}")) {
        Some(file) if !path.ends_with(".html") => {
            let mut response = answer(file, &asked);
            headers::allow_all_pages(&mut response);
            response
        }
        _ => Refusal::NOT_FOUND.into_response(),
    }
}

/// A page that runs an app.
pub(super) fn page(edge: &Edge, asked: &HeaderMap, name: &str, ancestors: &str) -> Response {
    page_under(edge, asked, name, headers::app_policy(edge, ancestors))
}

/// A page under a policy of its own.
pub(super) fn page_under(
    edge: &Edge,
    asked: &HeaderMap,
    name: &str,
    policy: HeaderValue,
) -> Response {
    let Some(file) = edge.apps.file(name) else {
        return no_apps();
    };
    // A browser that is told "not modified" keeps the old policy: it must be part of the tag.
    let version = &BASE64URL.encode(&Sha256::digest(&policy)[..6]);
    let mut response = tagged(file, asked, version);
    response
        .headers_mut()
        .insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}

/// Whether a path is a place within the app and not the name of a file.
fn is_place(path: &str) -> bool {
    let is_file = path.rsplit('/').next().is_some_and(|it| it.contains('.'));
    !is_file
        && !["v1/", "frame/", "words/"]
            .iter()
            .any(|it| path.starts_with(it))
}

fn no_apps() -> Response {
    let kind = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::NOT_FOUND, kind, NO_APPS).into_response()
}

/// A file that is no page.
pub(super) fn answer(file: &File, asked: &HeaderMap) -> Response {
    tagged(file, asked, "")
}

/// The file, or that the browser has it already; `version` tells what else the answer depends on.
fn tagged(file: &File, asked: &HeaderMap, version: &str) -> Response {
    let brotli = file.brotli.as_ref().filter(|_| wants_brotli(asked));
    let coding = if brotli.is_some() { "br" } else { "" };
    let tag = format!("\"{}{version}{coding}\"", file.tag);
    let is_known = asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| matches!(known.trim(), "*") || known.trim().trim_start_matches("W/") == tag);
    let (status, body) = if is_known {
        (StatusCode::NOT_MODIFIED, Bytes::new())
    } else {
        (StatusCode::OK, brotli.unwrap_or(&file.plain).clone())
    };
    let mut response = (status, Body::from(body)).into_response();
    let headers = response.headers_mut();
    let keep = if file.is_hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(
        header::ETAG,
        HeaderValue::try_from(tag).expect("tags are plain ASCII"),
    );
    if !is_known {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.kind));
        if brotli.is_some() {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
    }
    response
}

/// Whether brotli is accepted, and no less than plain bytes.
fn wants_brotli(asked: &HeaderMap) -> bool {
    let mut brotli = None;
    let mut plain = None;
    let mut any = None;
    let values = asked.get_all(header::ACCEPT_ENCODING).iter();
    for part in values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
    {
        let mut words = part.split(';').map(str::trim);
        let name = words.next().unwrap_or_default();
        let weight = words
            .find_map(|word| word.strip_prefix("q="))
            .map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        match name.to_ascii_lowercase().as_str() {
            "br" => brotli = Some(weight),
            "identity" => plain = Some(weight),
            "*" => any = Some(weight),
            _ => {}
        }
    }
    let brotli: f32 = brotli.or(any).unwrap_or(0.0);
    brotli > 0.0 && brotli >= plain.unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(accepted: &'static str, expected: bool) {
        let value = HeaderValue::from_static(accepted);
        let asked = [(header::ACCEPT_ENCODING, value)].into_iter().collect();
        assert_eq!(wants_brotli(&asked), expected, "{accepted}");
    }

    #[test]
    fn brotli_is_sent_to_whoever_wants_it() {
        check("gzip, deflate, br, zstd", true);
        check("gzip, BR;q=0.5", true);
        check("*", true);
        check("gzip", false);
        check("", false);
        check("br;q=0", false);
        check("*;q=0", false);
        check("br;q=0, *", false);
        check("br;q=0.2, identity;q=0.8", false);
        check("br;q=nonsense", false);
        assert!(!wants_brotli(&HeaderMap::new()));
    }

    #[test]
    fn places_of_the_app_are_told_from_files() {
        for place in ["chats", "chats/b3xT0h", "sign-in"] {
            assert!(is_place(place), "{place}");
        }
        for file in [
            "boot.js",
            "a/b.css",
            "v1/none",
            "frame/x",
            "words/x",
            "favicon.ico",
        ] {
            assert!(!is_place(file), "{file}");
        }
    }
}
