//! Who may ask for what. Enforced before the answer is even begun.

use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use shared::http;

use super::{Refusal, cookie};
use crate::{
    clock,
    directory::{Channel, SessionKey},
    edge::Edge,
    secret,
    store::accounts::{Account, Session},
};

/// Who may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Policy {
    /// Anybody; nothing changes.
    Open,
    /// Anybody from a page of our own: the request changes something.
    Change,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever is signed in, from a page of our own.
    SignedInChange,
    /// A page of our own, of a site that a channel lists, or a program that is no browser. Who it is, is asked in
    /// the socket; a site's page can only be a visitor of a channel that lists it.
    Socket,
    /// Whoever has a key that was given over a socket for exactly this. To change something, from a page of our
    /// own, of a site that a channel lists, or a program that is no browser. A site's page may read the answer.
    Key,
}

/// The browser session of whoever is signed in.
#[derive(Clone, Debug)]
pub(super) struct SignedIn {
    /// The session.
    pub(super) session: Session,
    /// Whose it is.
    pub(super) account: Account,
}

/// Lets a request through to its answer, or refuses it.
pub(super) async fn enforce(
    State((edge, policy)): State<(Arc<Edge>, Policy)>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let site = match policy {
        Policy::Socket | Policy::Key => site(&edge, headers),
        _ => None,
    };
    let is_allowed = match policy {
        Policy::Open | Policy::SignedIn => matches!(*request.method(), Method::GET | Method::HEAD),
        Policy::Change | Policy::SignedInChange => is_from_our_page(&edge, headers),
        Policy::Socket => is_own_or_absent(&edge, headers) || site.is_some(),
        Policy::Key => match *request.method() {
            Method::GET | Method::HEAD => true,
            Method::OPTIONS => site.is_some(),
            _ => is_own_or_absent(&edge, headers) || site.is_some(),
        },
    };
    if !is_allowed {
        let address = request.extensions().get::<super::Address>();
        let origin = headers.get(header::ORIGIN);
        tracing::warn!(
            ?policy,
            ?address,
            ?origin,
            path = request.uri().path(),
            "refused a foreign page"
        );
        return Refusal::NOT_ALLOWED.into_response();
    }
    if matches!(policy, Policy::SignedIn | Policy::SignedInChange) {
        match signed_in(&edge, headers).await {
            Ok(who) => request.extensions_mut().insert(who),
            Err(refusal) => return refusal.into_response(),
        };
    }
    let mut response = next.run(request).await;
    if let Some(site) = site.filter(|_| policy == Policy::Key) {
        super::headers::allow_page(&site, &mut response);
    }
    response
}

/// What is kept of the session the request's cookie belongs to.
pub(super) fn session_key(headers: &HeaderMap) -> Option<SessionKey> {
    cookie::read(headers, cookie::SESSION).map(secret::hash)
}

async fn signed_in(edge: &Edge, headers: &HeaderMap) -> Result<SignedIn, Refusal> {
    let key = session_key(headers).ok_or(Refusal::SIGN_IN)?;
    let now = clock::now();
    let found = edge
        .engine
        .ask(move |accounts| accounts.session(&key, now))
        .await?;
    let (session, account) = found.ok_or(Refusal::SIGN_IN)?;
    Ok(SignedIn { session, account })
}

/// No foreign page can send the header without being asked first, and none can choose its `Origin`.
fn is_from_our_page(edge: &Edge, headers: &HeaderMap) -> bool {
    let has_guard = headers.get(http::GUARD).is_some_and(|value| value == "1");
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (Some(origin), None) => has_guard && edge.is_own(origin.as_bytes()),
        _ => false,
    }
}

/// The origin of the page that asks, where it is no page of ours but of a site that a channel lists.
pub(super) fn site(edge: &Edge, headers: &HeaderMap) -> Option<String> {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    let (Some(origin), None) = (origins.next(), origins.next()) else {
        return None;
    };
    let origin = origin.to_str().ok()?;
    let is_listed = |it: &Channel| it.sites.iter().any(|site| site == origin);
    let directory = edge.engine.directory();
    let is_site = !edge.is_own(origin.as_bytes()) && directory.channels.values().any(is_listed);
    is_site.then(|| origin.to_owned())
}

fn is_own_or_absent(edge: &Edge, headers: &HeaderMap) -> bool {
    let mut origins = headers.get_all(header::ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => true,
        (Some(origin), None) => edge.is_own(origin.as_bytes()),
        (Some(_), Some(_)) => false,
    }
}
