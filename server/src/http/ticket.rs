//! Tickets for sockets.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{Extension, Json, extract::State};
use shared::{http::Ticket, limits};

use super::{Refusal, policy::SignedIn};
use crate::edge::Edge;

/// `POST /v1/ticket`
pub(super) async fn issue(
    State(edge): State<Arc<Edge>>,
    Extension(it): Extension<SignedIn>,
) -> Result<Json<Ticket>, Refusal> {
    edge.tickets
        .issue(it.account.id, it.session.key, Instant::now())
        .map(|ticket| Json(Ticket { ticket }))
        .ok_or(Refusal::rate_limited(Duration::from_millis(
            limits::TICKET_LIVES_MS,
        )))
}
