//! The strict headers of every answer. An answer that needs another value has set it before.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};

use crate::{config::Origin, edge::Edge};

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const EMBEDDER: HeaderName = HeaderName::from_static("cross-origin-embedder-policy");

/// What stands in every answer that does not say otherwise.
const STANDARD: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (OPENER, "same-origin"),
    (RESOURCE, "same-origin"),
    (
        PERMISSIONS,
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    (header::CACHE_CONTROL, "no-store"),
    (header::VARY, "accept-encoding, origin"),
];

/// For a year.
const ONLY_TLS: &str = "max-age=31536000; includeSubDomains";

/// Adds what is missing.
pub(super) async fn strict(
    State(edge): State<Arc<Edge>>,
    request: Request,
    next: Next,
) -> Response {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return response;
    }
    let headers = response.headers_mut();
    for (name, value) in STANDARD {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    if edge.origins.first().is_some_and(Origin::is_https) {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static(ONLY_TLS),
        );
    }
    response
}

/// Lets pages of other origins load the answer.
pub(super) fn allow_other_origins(response: &mut Response) {
    response
        .headers_mut()
        .insert(RESOURCE, HeaderValue::from_static("cross-origin"));
}

/// Lets pages of other origins frame the answer, those too that keep out whatever has not agreed to be loaded: the page
/// has to ask the same of what it loads itself.
pub(super) fn allow_framing(response: &mut Response) {
    allow_other_origins(response);
    response
        .headers_mut()
        .insert(EMBEDDER, HeaderValue::from_static("require-corp"));
}

/// Lets pages of other origins load the answer and read it, whoever they are.
pub(super) fn allow_all_pages(response: &mut Response) {
    allow_other_origins(response);
    let all = HeaderValue::from_static("*");
    response
        .headers_mut()
        .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, all);
}

/// Lets a page of ours read the answer where it comes from another origin.
pub(super) fn allow_own_pages(edge: &Edge, asked: &HeaderMap, response: &mut Response) {
    let origin = asked.get(header::ORIGIN);
    if let Some(origin) = origin.filter(|it| edge.is_own(it.as_bytes())) {
        response
            .headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
}

/// Lets the pages of one other origin read the answer.
pub(super) fn allow_page(origin: &str, response: &mut Response) {
    if let Ok(origin) = HeaderValue::from_str(origin) {
        response
            .headers_mut()
            .insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
}

/// The policy of a page that runs one of the apps, shown in frames of `ancestors` alone.
pub(super) fn app_policy(edge: &Edge, ancestors: &str) -> HeaderValue {
    let sockets: String = edge
        .origins
        .iter()
        .map(|origin| format!(" {}", origin.for_sockets()))
        .collect();
    let files = edge.config.files_url.as_ref();
    let files = files.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         connect-src 'self'{sockets}{files}; img-src 'self' data:{files}; font-src 'self'; media-src 'self'; \
         manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; \
         form-action 'none'; frame-ancestors {ancestors}; require-trusted-types-for 'script'; \
         trusted-types default"
    );
    HeaderValue::try_from(policy).expect("origins are plain ASCII")
}
