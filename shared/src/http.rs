//! The few things beside the socket: sign-in of agents.
//!
//! Every request that changes something carries the header [`GUARD`] and an `Origin` that is the
//! backend's own; errors are a JSON object with a `code`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    account,
    error::Code,
    file::File,
    id::{self, Id},
};

/// `GET` opens the socket.
pub const SOCKET: &str = "/v1/socket";
/// `POST` signs in, `GET` tells who is signed in, `DELETE` signs out.
pub const SESSION: &str = "/v1/session";
/// `POST` gives a ticket for one socket to whoever is signed in.
pub const TICKET: &str = "/v1/ticket";
/// `POST` makes the first administrator, once, with the token printed at first start.
pub const SETUP: &str = "/v1/setup";
/// `PUT` sends the bytes of a file, `GET` gets them, each below it under the file's id.
pub const FILES: &str = "/v1/files";
/// `GET` shows the photo of an agent, each below it under the photo's id.
pub const PHOTOS: &str = "/v1/photos";
/// `GET` tells of which channels whoever is signed in may change the look; `PUT` below it, under a channel's id, does.
pub const LOOKS: &str = "/v1/looks";
/// The header that no foreign page can send without being asked first; its value is `1`.
pub const GUARD: &str = "x-samtale";

/// What an agent types to sign in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct SignIn {
    /// The address of the account.
    pub email: String,
    /// The password.
    pub password: String,
    /// Whether the agent is away from the beginning, and so is offered nothing.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub away: bool,
}

/// Makes the first administrator.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Setup {
    /// The one-time token the backend printed.
    pub token: String,
    /// The name visitors will see.
    pub name: String,
    /// The address to sign in with.
    pub email: String,
    /// At least 12 characters.
    pub password: String,
}

/// Who is signed in.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct SignedIn {
    /// The agent.
    pub agent: account::Agent,
}

/// A ticket for one socket.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Ticket {
    /// The token for `hello`; good once, for [`crate::limits::TICKET_LIVES_MS`].
    pub ticket: String,
}

/// A file whose bytes have come and are found good.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Uploaded {
    /// The file, as messages show it.
    pub file: File,
}

/// The channels whose look whoever is signed in may change.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Looks {
    /// They, in the order of their ids.
    pub channels: Vec<Looked>,
}

/// A channel that has a look.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Looked {
    /// The channel.
    pub id: Id<id::Channel>,
    /// Its name, for agents' lists.
    pub name: String,
}

/// How the widget of a channel is to look, where the page around it sets nothing else.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct PutLook {
    /// Values of public tokens by their names, with or without what all of them begin with. They take the place of all
    /// that were set; none: the standard look. Scheme and logo stay as they are.
    pub tokens: BTreeMap<String, String>,
}

/// Why a request was not carried out.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// `sign_in_required` (401), `not_allowed` (403), `not_found` (404), `invalid` (422),
    /// `rate_limited` (429), `unavailable` (503), `too_large` (413), `wrong_type` (415) or `bad_request` (400).
    pub code: Code,
    /// How long to wait before repeating, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// The token that is none, or whose value is not taken, of a look that is `invalid`; cut when it is long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
}
