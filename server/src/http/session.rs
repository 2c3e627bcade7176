//! Signing in and out.

use std::{sync::Arc, time::Instant};

use axum::{
    Extension, Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use shared::{
    account,
    http::{SignIn, SignedIn},
    presence::{Card, Presence},
    time::Timestamp,
};

use super::{Address, Refusal, body::Body, cookie, policy, policy::session_key};
use crate::{
    clock,
    edge::Edge,
    secret,
    store::{
        Trouble,
        accounts::{Account, Accounts, Session},
    },
    throttle::{self, Try},
};

/// How long a sign-in lasts: a week.
const LASTS: u64 = 7 * 24 * 60 * 60;
/// How long a browser is remembered: a year.
const REMEMBERED: u64 = 365 * 24 * 60 * 60;

/// `GET /v1/session`
pub(super) async fn who(Extension(it): Extension<policy::SignedIn>) -> Json<SignedIn> {
    Json(told(&it.account))
}

/// `POST /v1/session`
pub(super) async fn sign_in(
    State(edge): State<Arc<Edge>>,
    Extension(address): Extension<Address>,
    headers: HeaderMap,
    Body(wanted): Body<SignIn>,
) -> Result<Response, Refusal> {
    let (email, now) = (wanted.email.clone(), clock::now());
    let proof = cookie::read(&headers, cookie::BROWSER);
    // A stranger pays for the look-up too; whoever has any proof is judged when it is known whose it is.
    if proof.is_none() {
        charge_address(&edge, address)?;
    }
    let found = edge
        .engine
        .ask(move |accounts| look_up(accounts, &email))
        .await?;
    let (account, hash) = found.unzip();
    let browser = match (proof, &account) {
        (Some(proof), Some(account)) => edge.browsers.check(proof, &account.id),
        _ => None,
    };
    if proof.is_some() && browser.is_none() {
        charge_address(&edge, address)?;
    }
    let attempt = Try {
        address: address.0,
        account: account.as_ref().map_or_else(
            || throttle::Account::Unknown(secret::hash(&wanted.email.to_lowercase())),
            |account| throttle::Account::Known(account.id.clone()),
        ),
        browser,
    };
    edge.throttle
        .account(&attempt, Instant::now())
        .map_err(|wait| limited(wait, address))?;

    let is_right = edge.verify(wanted.password, hash.flatten()).await?;
    let Some(account) = account.filter(|it| is_right && it.is_active) else {
        tracing::warn!(%address, "a sign-in failed");
        return Err(Refusal::SIGN_IN);
    };
    tracing::info!(%address, agent = %account.id, "signed in");
    if wanted.away {
        let agent = account.id.clone();
        edge.engine
            .ask(move |accounts| accounts.set_presence(&agent, Presence::Away))
            .await?;
    }
    open(&edge, account, now, session_key(&headers)).await
}

/// `DELETE /v1/session`
pub(super) async fn sign_out(
    State(edge): State<Arc<Edge>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if let Some(key) = session_key(&headers) {
        edge.engine
            .ask(move |accounts| accounts.close_session(&key))
            .await?;
        tracing::info!("signed out");
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    cookie::set(response.headers_mut(), cookie::SESSION, "", 0);
    Ok(response)
}

/// Begins a browser session in place of `old`, and tells the browser.
pub(super) async fn open(
    edge: &Edge,
    account: Account,
    now: Timestamp,
    old: Option<[u8; 32]>,
) -> Result<Response, Refusal> {
    let token = secret::new();
    let session = Session {
        key: secret::hash(&token),
        agent: account.id.clone(),
        created_at: now,
        expires_at: now.plus(LASTS * 1000),
    };
    edge.engine
        .ask(move |accounts| {
            accounts.forget_sessions(now)?;
            if let Some(old) = old {
                accounts.close_session(&old)?;
            }
            accounts.open_session(&session)
        })
        .await?;
    let mut response = Json(told(&account)).into_response();
    let headers = response.headers_mut();
    cookie::set(headers, cookie::SESSION, &token, LASTS);
    let proof = edge.browsers.proof(&account.id);
    cookie::set(headers, cookie::BROWSER, &proof, REMEMBERED);
    Ok(response)
}

/// Lets an address pay for something costly.
pub(super) fn charge_address(edge: &Edge, address: Address) -> Result<(), Refusal> {
    edge.throttle
        .address(address.0, Instant::now())
        .map_err(|wait| limited(wait, address))
}

fn limited(wait: std::time::Duration, address: Address) -> Refusal {
    tracing::warn!(%address, "too many tries to sign in");
    Refusal::rate_limited(wait)
}

type Found = (Account, Option<String>);

fn look_up(accounts: &mut dyn Accounts, email: &str) -> Result<Option<Found>, Trouble> {
    let Some(account) = accounts.account_by_email(email)? else {
        return Ok(None);
    };
    let hash = accounts.password(&account.id)?;
    Ok(Some((account, hash)))
}

fn told(account: &Account) -> SignedIn {
    let card = Card {
        id: account.id.clone(),
        name: account.name.clone(),
    };
    SignedIn {
        agent: account::Agent {
            card,
            email: account.email.clone(),
        },
    }
}
