//! How things stand, for an agent who begins to follow a log.

use serde::{Deserialize, Serialize};

use crate::{
    agent::Change,
    channel::Desk,
    conversation::Page,
    figures::Figures,
    id::{self, Id},
    presence::{Colleague, Presence, Profile, Reason},
    summary::Summary,
    tag::Tag,
    warning::Warning,
};

/// A conversation's log at its highest number.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationSnapshot {
    /// How it stands.
    pub summary: Summary,
    /// Its last entries, ascending, at most [`crate::limits::SNAPSHOT_TAIL`].
    pub page: Page<Change>,
}

/// What is on an agent's desk. What does not fit into one frame follows as changes.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DeskSnapshot {
    /// The agent's own presence.
    pub presence: Presence,
    /// The channels the agent chose to serve; empty: all on which the agent may respond.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<Id<id::Channel>>,
    /// The profile the agent chose; `serves` are its channels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Id<id::Profile>>,
    /// The profiles the agent may choose, in the administrator's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<Profile>,
    /// The reasons an agent may be away for, in the administrator's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// The topics of conversations, in the administrator's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Channels the agent may see.
    pub channels: Vec<Desk>,
    /// Colleagues, the agent among them.
    pub colleagues: Vec<Colleague>,
    /// Conversations: waiting, active, and ended within the last eight hours.
    pub conversations: Vec<Summary>,
    /// Live figures.
    pub figures: Figures,
    /// What has been unanswered for too long.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
}
