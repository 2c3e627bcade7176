//! Everything beside the socket: sign-in, the files of the apps, health.

mod address;
mod apart;
mod body;
mod cookie;
mod download;
mod dress;
mod file;
mod frame;
mod gallery;
mod headers;
mod health;
mod look;
mod photo;
mod policy;
mod problem;
mod route;
mod session;
mod setup;
mod standing;
mod ticket;
mod upgrade;
mod upload;

use std::sync::Arc;

use axum::{Router, middleware};

pub(crate) use address::Address;
pub(crate) use problem::Refusal;

use crate::edge::Edge;

/// Everything that can be asked for, and for whom.
pub(crate) fn router(edge: &Arc<Edge>) -> Router {
    route::ALL
        .iter()
        .fold(Router::new(), |router, route| route.add_to(router, edge))
        .fallback(|| async { Refusal::NOT_FOUND })
        .layer(middleware::from_fn_with_state(edge.clone(), apart::keep))
        .layer(middleware::from_fn_with_state(
            edge.clone(),
            headers::strict,
        ))
        .layer(middleware::from_fn_with_state(edge.clone(), address::find))
        .with_state(edge.clone())
}
