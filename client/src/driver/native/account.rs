//! Sign-in of agents over HTTP.

use serde::{Serialize, de::DeserializeOwned};
use shared::http::{self as paths, Problem, SignIn, SignedIn, Ticket};

use super::{Error, Place, http};
use crate::json;

/// An agent who is signed in.
#[derive(Clone, Eq, PartialEq)]
pub struct Session {
    place: Place,
    cookie: String,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Session")
            .field("place", &self.place)
            .finish_non_exhaustive()
    }
}

impl Session {
    /// Signs in.
    ///
    /// # Errors
    /// `Refused` with `sign_in_required` when address or password are wrong, `rate_limited` after too
    /// many tries.
    pub async fn sign_in(place: &Place, email: &str, password: &str) -> Result<Self, Error> {
        let sign_in = SignIn {
            email: email.to_owned(),
            password: password.to_owned(),
            away: false,
        };
        let nobody = Self {
            place: place.clone(),
            cookie: String::new(),
        };
        let answer = nobody
            .request("POST", paths::SESSION, &encode(&sign_in))
            .await?;
        let pairs = answer
            .all("set-cookie")
            .filter_map(|it| it.split(';').next());
        let cookie = pairs.collect::<Vec<_>>().join("; ");
        Ok(Self { cookie, ..nobody })
    }

    /// Who is signed in.
    ///
    /// # Errors
    /// `Refused` with `sign_in_required` when the session is over.
    pub async fn who(&self) -> Result<SignedIn, Error> {
        decode(&self.request("GET", paths::SESSION, "").await?.body)
    }

    /// A ticket for one socket.
    ///
    /// # Errors
    /// `Refused` with `sign_in_required` when the session is over.
    pub async fn ticket(&self) -> Result<String, Error> {
        let answer = self.request("POST", paths::TICKET, "").await?;
        let ticket: Ticket = decode(&answer.body)?;
        Ok(ticket.ticket)
    }

    /// Signs out, and ends the sockets of this session.
    ///
    /// # Errors
    /// When the server was not reached: the session still stands.
    pub async fn sign_out(&self) -> Result<(), Error> {
        self.request("DELETE", paths::SESSION, "").await.map(drop)
    }

    /// Where the session is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    async fn request(&self, method: &str, path: &str, body: &str) -> Result<http::Answer, Error> {
        let own_origin = ["http://", &self.place.server].concat();
        let headers = [
            (
                "origin",
                self.place.origin.as_deref().unwrap_or(&own_origin),
            ),
            (paths::GUARD, "1"),
            ("content-type", "application/json"),
            ("cookie", &self.cookie),
        ];
        let server = &self.place.server;
        let answer = http::request(server, method, path, &headers, body).await?;
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        let problem: Problem = decode(&answer.body)?;
        Err(Error::Refused(problem.code, problem.retry_after_ms))
    }
}

/// A new secret for a visitor: 43 characters of base64url.
pub fn secret() -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u64> = (0..43).map(|_| random_bits()).collect();
    let last = bits.len() - 1;
    let chars = bits.iter().enumerate().map(|(at, it)| {
        // Each character carries six bits; the last one of base64 uses four, the others are zero.
        let six = if at == last { it & 0b11_1100 } else { it & 63 };
        char::from(ALPHABET[six as usize])
    });
    chars.collect()
}

pub(super) fn seed() -> u128 {
    u128::from(random_bits()) << 64 | u128::from(random_bits())
}

fn random_bits() -> u64 {
    getrandom::u64().expect("every system that runs this has a source of random bits")
}

fn encode(it: &impl Serialize) -> String {
    json::write(it)
}

fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    json::read(text).map_err(|_| Error::Unreachable)
}
