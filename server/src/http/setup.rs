//! The first administrator.

use std::sync::Arc;

use axum::{Extension, extract::State, http::HeaderMap, response::Response};
use shared::{channel::Rights, http::Setup, id::Id, text};
use subtle::ConstantTimeEq;

use super::{Address, Refusal, body::Body, policy::session_key, session};
use crate::{
    clock,
    edge::Edge,
    password, secret,
    store::{
        Trouble,
        accounts::{Account, Accounts},
    },
};

/// `POST /v1/setup`
pub(super) async fn set_up(
    State(edge): State<Arc<Edge>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    Body(wanted): Body<Setup>,
) -> Result<Response, Refusal> {
    session::charge_address(&edge, address)?;
    let token = secret::hash(&wanted.token);
    let is_open = move |accounts: &mut dyn Accounts| match accounts.setup_token()? {
        Some(kept) => Ok(Some(bool::from(kept.ct_eq(&token)))),
        None => Ok(None),
    };
    match edge.engine.ask(is_open).await? {
        None => return Err(Refusal::NOT_FOUND),
        Some(false) => {
            tracing::warn!(%address, "a wrong set-up token");
            return Err(Refusal::SIGN_IN);
        }
        Some(true) => {}
    }
    let account = account(&wanted)?;
    let hash = edge.hash(wanted.password).await?;
    let made = account.clone();
    let is_done = edge
        .engine
        .ask(move |accounts| {
            // Somebody else may have been faster while the password was hashed.
            if is_open(accounts)? != Some(true) {
                return Ok(false);
            }
            make(accounts, &made, &hash)?;
            accounts.set_setup_token(None)?;
            Ok(true)
        })
        .await?;
    if !is_done {
        return Err(Refusal::NOT_FOUND);
    }
    tracing::info!(%address, agent = %account.id, "the first administrator was made");
    session::open(&edge, account, clock::now(), session_key(&headers)).await
}

fn account(wanted: &Setup) -> Result<Account, Refusal> {
    let invalid = |_| Refusal::INVALID;
    let (name, email) = (
        text::name(&wanted.name).map_err(invalid)?,
        text::email(&wanted.email).map_err(invalid)?,
    );
    if password::objection(&wanted.password, &email).is_some() {
        return Err(Refusal::INVALID);
    }
    Ok(Account {
        id: Id::from_bits(u128::from_be_bytes(secret::random())),
        name,
        email,
        is_active: true,
        is_administrator: true,
    })
}

fn make(accounts: &mut dyn Accounts, account: &Account, hash: &str) -> Result<(), Trouble> {
    accounts.put_account(account)?;
    accounts.set_password(&account.id, hash)?;
    let all = Rights {
        respond: true,
        listen: true,
        notify: true,
        manage: true,
    };
    for channel in accounts.channels()? {
        accounts.set_rights(&account.id, &channel.id, all)?;
    }
    Ok(())
}
