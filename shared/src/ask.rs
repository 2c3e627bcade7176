//! What one agent asks of another, or the backend of an agent: to take a conversation over, to join it, to
//! answer it. A question has one answer, or lapses.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

/// What is asked.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The backend asks an agent to answer a waiting conversation.
    Offer,
    /// An agent asks a colleague to own the conversation from now on.
    Transfer,
    /// An agent asks a colleague to write in it too.
    Invitation,
    /// A question of a later version: show it, offer no answer.
    #[serde(other)]
    Unknown,
}

/// Who is asked.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// One agent.
    Agent(Card),
    /// Whoever of a channel is first to accept.
    Channel(Id<id::Channel>),
}

/// A question that waits for its answer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Question {
    /// What is asked.
    pub kind: Kind,
    /// Who asks; absent: the backend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Card>,
    /// Who is asked.
    pub whom: Whom,
    /// When it was asked.
    pub at: Timestamp,
    /// When it lapses.
    pub until: Timestamp,
}

/// How a question came to its end.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Who was asked said yes.
    Accepted,
    /// Who was asked said no.
    Declined,
    /// Who asked took it back.
    Withdrawn,
    /// Nobody answered in time.
    Lapsed,
    /// It lost its sense: the conversation ended, or somebody else has it now. Also any outcome of a later
    /// version.
    #[serde(other)]
    Void,
}

/// A question has come to its end.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Settled {
    /// What was asked.
    pub kind: Kind,
    /// Who was asked.
    pub whom: Whom,
    /// How it ended.
    pub outcome: Outcome,
    /// Who answered or took it back; absent: the backend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Card>,
    /// When.
    pub at: Timestamp,
}

/// What an agent is to a conversation beside its owner.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// Writes to the visitor too.
    Participant,
    /// Reads on, after having handed it over.
    #[serde(other)]
    Listener,
}

/// An agent takes part in a conversation from now on, beside its owner.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Joined {
    /// Who.
    pub agent: Card,
    /// As what.
    pub seat: Seat,
    /// When.
    pub at: Timestamp,
}

/// An agent takes part no longer.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Left {
    /// Who.
    pub agent: Card,
    /// When.
    pub at: Timestamp,
}

/// Asks a colleague to own a conversation from now on. The owner may, and a manager of the channel. The
/// colleague has to be present and may respond on the channel. Until it is accepted nothing changes hands;
/// then the former owner listens on until leaving. One question about a conversation waits at a time.
///
/// Refused with `not_allowed`, `not_found` (no such colleague), `conflict` (it is not active, another
/// question waits, or the colleague is not there; `current` tells how it stands), `too_long`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Transfer {
    /// Which.
    pub conversation: Id<id::Conversation>,
    /// To whom.
    pub to: Id<id::Agent>,
    /// A private message for the colleague, written before it is asked; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Asks a colleague, or any of a channel, to write in a conversation too. Its owner and participants may,
/// and a manager. Whoever accepts may read and write in it until leaving, whatever rights they have
/// on its channel.
///
/// Refused like `transfer`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Invite {
    /// Which.
    pub conversation: Id<id::Conversation>,
    /// Whom.
    pub whom: Invitee,
    /// A private message for whoever is asked, written before; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Who is to be invited.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Invitee {
    /// One agent.
    Agent(Id<id::Agent>),
    /// Whoever of those present who may respond on this channel is first to accept.
    Channel(Id<id::Channel>),
}

/// Answers a question that waits for this agent. Whoever declines an offer gets none for some seconds.
///
/// Refused with `conflict` when no such question waits for the agent (any more).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Answer {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// What was asked.
    pub kind: Kind,
    /// Yes or no.
    pub accept: bool,
}

/// Takes back a transfer or an invitation. Who asked may, the owner, and a manager. Answered by `ok` also
/// when nothing waits.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Withdraw {
    /// Where.
    pub conversation: Id<id::Conversation>,
}

/// Takes part no longer, as participant or listener. The owner may leave too: whoever joined first owns it
/// then; when nobody did, it goes back to the queue, first in line, where an invitation that waits stays
/// good. Answered by `ok` also when the agent takes no part.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Leave {
    /// Which.
    pub conversation: Id<id::Conversation>,
}
