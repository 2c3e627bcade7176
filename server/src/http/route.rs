//! The registry of routes. Each declares its policy: there is no other way to answer a request.

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{MethodRouter, delete, get, options, post, put},
};
use shared::http;

use super::{
    download, dress, file, frame, gallery, health, look, photo, policy, policy::Policy, session,
    setup, standing, ticket, upgrade, upload,
};
use crate::edge::Edge;

/// One thing that can be asked for.
pub(super) struct Route {
    /// The path, as the router writes it.
    path: &'static str,
    /// Who may. Policies without a guard let nothing but `GET` and `HEAD` through.
    policy: Policy,
    answer: fn() -> MethodRouter<Arc<Edge>>,
}

impl Route {
    const fn new(
        path: &'static str,
        policy: Policy,
        answer: fn() -> MethodRouter<Arc<Edge>>,
    ) -> Self {
        Self {
            path,
            policy,
            answer,
        }
    }

    /// Adds it to a router, behind its policy.
    pub(super) fn add_to(&self, router: Router<Arc<Edge>>, edge: &Arc<Edge>) -> Router<Arc<Edge>> {
        let guard = middleware::from_fn_with_state((edge.clone(), self.policy), policy::enforce);
        router.route(self.path, (self.answer)().route_layer(guard))
    }
}

/// One file, below [`http::FILES`].
const FILE: &str = "/v1/files/{id}";

/// One photo, below [`http::PHOTOS`].
const PHOTO: &str = "/v1/photos/{id}";

/// The look of one channel, below [`http::LOOKS`].
const LOOK: &str = "/v1/looks/{channel}";

/// All routes.
pub(super) const ALL: &[Route] = &[
    Route::new(http::SOCKET, Policy::Socket, || get(upgrade::open)),
    Route::new(http::SESSION, Policy::SignedIn, || get(session::who)),
    Route::new(http::SESSION, Policy::Change, || post(session::sign_in)),
    Route::new(http::SESSION, Policy::Change, || delete(session::sign_out)),
    Route::new(http::TICKET, Policy::SignedInChange, || post(ticket::issue)),
    Route::new(http::SETUP, Policy::Change, || post(setup::set_up)),
    Route::new(http::LOOKS, Policy::SignedIn, || get(dress::list)),
    Route::new(LOOK, Policy::SignedInChange, || put(dress::put)),
    Route::new(FILE, Policy::Key, || put(upload::put)),
    Route::new(FILE, Policy::Key, || options(upload::ask)),
    Route::new(FILE, Policy::Key, || get(download::get)),
    Route::new("/v1/standing/{channel}", Policy::Open, || {
        get(standing::tell)
    }),
    Route::new(PHOTO, Policy::Open, || get(photo::get)),
    Route::new("/livez", Policy::Open, || get(health::live)),
    Route::new("/readyz", Policy::Open, || get(health::ready)),
    Route::new("/widget.js", Policy::Open, || get(file::loader)),
    Route::new("/widget/{*path}", Policy::Open, || get(file::widget)),
    Route::new("/frame/{channel}", Policy::Open, || get(frame::page)),
    Route::new("/frame/{channel}/look.css", Policy::Open, || {
        get(look::sheet)
    }),
    Route::new("/frame/{channel}/logo/{version}", Policy::Open, || {
        get(look::logo)
    }),
    Route::new("/frame.js", Policy::Open, || get(frame::gone)),
    Route::new("/gallery", Policy::Open, || get(gallery::enter)),
    Route::new("/gallery/", Policy::Open, || get(gallery::index)),
    Route::new("/gallery/{*path}", Policy::Open, || get(gallery::get)),
    Route::new("/", Policy::Open, || get(file::agent_page)),
    Route::new("/{*path}", Policy::Open, || get(file::agent)),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_paths_of_the_protocol_are_there() {
        assert!(FILE.starts_with(http::FILES));
        assert!(PHOTO.starts_with(http::PHOTOS));
        assert!(LOOK.starts_with(http::LOOKS));
        for path in [
            http::SOCKET,
            http::SESSION,
            http::TICKET,
            http::SETUP,
            http::LOOKS,
        ] {
            assert!(ALL.iter().any(|route| route.path == path), "{path}");
        }
    }

    #[test]
    fn only_what_changes_nothing_is_open() {
        let open: Vec<&str> = ALL
            .iter()
            .filter(|route| route.policy == Policy::Open)
            .map(|route| route.path)
            .collect();
        let expected = [
            "/v1/standing/{channel}",
            PHOTO,
            "/livez",
            "/readyz",
            "/widget.js",
            "/widget/{*path}",
            "/frame/{channel}",
            "/frame/{channel}/look.css",
            "/frame/{channel}/logo/{version}",
            "/frame.js",
            "/gallery",
            "/gallery/",
            "/gallery/{*path}",
            "/",
            "/{*path}",
        ];
        assert_eq!(open, expected);
    }
}
