//! Who the socket belongs to, as told in `welcome`.

use serde::{Deserialize, Serialize};

use crate::{
    channel::Channel,
    id::{self, Id},
    presence::Card,
};

/// A visitor.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Visitor {
    /// The visitor; the same for the same token.
    pub id: Id<id::Visitor>,
    /// The channel asked for.
    pub channel: Channel,
    /// Whether the channel's site has signed who it is.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_identified: bool,
    /// Whether the visitor is blocked, and all that they would say is refused.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_blocked: bool,
    /// The visitor's latest conversation, ended or not, if there is one. Its log follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Id<id::Conversation>>,
}

/// An agent.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Agent {
    /// Id and the name visitors see.
    pub card: Card,
    /// The address used to sign in.
    pub email: String,
}
