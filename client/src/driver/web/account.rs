//! Sign-in of agents over HTTP, from a page of the server's own origin.

use serde::de::DeserializeOwned;
use shared::{
    error::Code,
    http::{self, Problem, Setup, SignIn, SignedIn, Ticket},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response};

use super::window;
use crate::json;

/// Why a request failed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Error {
    /// The server was not reached, or what answered was not this protocol.
    Unreachable,
    /// The server refused.
    Refused(Problem),
}

impl Error {
    /// The code of a refusal.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Unreachable => None,
            Self::Refused(problem) => Some(problem.code),
        }
    }

    /// How long to wait before another try, if the server said so.
    pub fn retry_after_ms(&self) -> Option<u64> {
        match self {
            Self::Unreachable => None,
            Self::Refused(problem) => problem.retry_after_ms,
        }
    }
}

/// Signs in; the session lies in a cookie that no script can read.
///
/// # Errors
/// `Refused` with `sign_in_required` when address or password are wrong, `rate_limited` after too many tries.
pub async fn sign_in(sign_in: &SignIn) -> Result<SignedIn, Error> {
    decode(&request("POST", http::SESSION, Some(&json::write(sign_in))).await?)
}

/// Who is signed in.
///
/// # Errors
/// `Refused` with `sign_in_required` when nobody is.
pub async fn who() -> Result<SignedIn, Error> {
    decode(&request("GET", http::SESSION, None).await?)
}

/// Signs out, and ends the sockets of this session.
///
/// # Errors
/// When the server was not reached: the session still stands.
pub async fn sign_out() -> Result<(), Error> {
    request("DELETE", http::SESSION, None).await.map(drop)
}

/// Makes the first administrator, who is signed in from then on.
///
/// # Errors
/// `Refused` with `sign_in_required` when the token is wrong, `not_found` when there is an account already,
/// `invalid` when a field is.
pub async fn set_up(set_up: &Setup) -> Result<SignedIn, Error> {
    decode(&request("POST", http::SETUP, Some(&json::write(set_up))).await?)
}

/// A ticket for one socket.
pub(super) async fn ticket() -> Result<String, Error> {
    let ticket: Ticket = decode(&request("POST", http::TICKET, None).await?)?;
    Ok(ticket.ticket)
}

/// The body of a successful answer.
pub(super) async fn request(method: &str, path: &str, body: Option<&str>) -> Result<String, Error> {
    let response = fetch(method, path, body).await;
    let response: Response = response.map_err(|_| Error::Unreachable)?;
    let text = match response.text() {
        Ok(text) => JsFuture::from(text).await.map_err(|_| Error::Unreachable)?,
        Err(_) => return Err(Error::Unreachable),
    };
    let text = text.as_string().unwrap_or_default();
    if response.ok() {
        return Ok(text);
    }
    let problem = json::read(&text);
    Err(problem.map_or(Error::Unreachable, Error::Refused))
}

async fn fetch(method: &str, path: &str, body: Option<&str>) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set(http::GUARD, "1")?;
    let init = RequestInit::new();
    init.set_method(method);
    if let Some(body) = body {
        headers.set("content-type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await?;
    response.dyn_into()
}

fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    json::read(text).map_err(|_| Error::Unreachable)
}
