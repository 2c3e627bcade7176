//! The looks of channels, for whoever manages them: the theme studio saves them here. A value is taken when the command
//! line would take it.

use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use shared::{
    channel::Rights,
    error::Code,
    http::{Looked, Looks, Problem, PutLook},
    id::{self, Id},
    limits::MAX_NAME,
};

use super::{Refusal, body::Body, policy::SignedIn};
use crate::{
    directory::{Agent, Look},
    edge::Edge,
    look,
    store::{
        Trouble,
        accounts::{Account, Accounts},
    },
};

/// `GET /v1/looks`
pub(super) async fn list(
    State(edge): State<Arc<Edge>>,
    Extension(it): Extension<SignedIn>,
) -> Json<Looks> {
    let directory = edge.engine.directory();
    let all = directory.channels.values();
    let managed = all.filter(|channel| rights(&edge, &it.account, &channel.id).manage);
    let mut channels: Vec<Looked> = managed
        .map(|channel| Looked {
            id: channel.id.clone(),
            name: channel.name.clone(),
        })
        .collect();
    channels.sort_by(|one, other| one.id.cmp(&other.id));
    Json(Looks { channels })
}

/// `PUT /v1/looks/{channel}`
pub(super) async fn put(
    State(edge): State<Arc<Edge>>,
    Extension(it): Extension<SignedIn>,
    Path(channel): Path<String>,
    Body(wanted): Body<PutLook>,
) -> Result<Response, Refusal> {
    let id = Id::new(channel);
    let rights = rights(&edge, &it.account, &id);
    if rights == Rights::default() {
        return Err(Refusal::NOT_FOUND);
    }
    if !rights.manage {
        return Err(Refusal::NOT_ALLOWED);
    }
    let mut wished = Look::default();
    for (name, value) in &wanted.tokens {
        if look::set(&mut wished, name, value).is_err() {
            return Ok(refused(name));
        }
    }
    let of = id.clone();
    let has_changed = edge.engine.ask(move |accounts| wear(accounts, &of, wished));
    if has_changed.await? {
        tracing::info!(agent = %it.account.id, channel = %id, "changed the look of a channel");
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// What somebody may do on a channel, as it is by now.
fn rights(edge: &Edge, account: &Account, channel: &Id<id::Channel>) -> Rights {
    let directory = edge.engine.directory();
    let agent = directory.agents.get(&account.id);
    agent.map_or_else(Rights::default, |it: &Agent| it.rights_on(channel))
}

/// Tells whether the look is another one now.
fn wear(
    accounts: &mut dyn Accounts,
    id: &Id<id::Channel>,
    Look { tokens, .. }: Look,
) -> Result<bool, Trouble> {
    let all = accounts.channels()?.into_iter();
    let mut found = all.filter(|it| it.id == *id);
    let mut channel = found.next().ok_or(Trouble::Absent)?;
    if channel.look.tokens == tokens {
        return Ok(false);
    }
    channel.look.tokens = tokens;
    accounts.put_channel(&channel)?;
    Ok(true)
}

/// What is not taken.
fn refused(token: &str) -> Response {
    let problem = Problem {
        code: Code::Invalid,
        retry_after_ms: None,
        token: Some(token.chars().take(MAX_NAME).collect()),
    };
    (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response()
}
