//! Channels: the topics visitors can chat about.

use serde::{Deserialize, Serialize};

use crate::{
    ending::Ending,
    form::Form,
    id::{self, Id},
    offline::Offline,
    time::Timestamp,
    warning::Patience,
};

/// A channel as visitors and agents may know it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Channel {
    /// The channel.
    pub id: Id<id::Channel>,
    /// Its name, for agents' lists.
    pub name: String,
    /// The language of its texts, as BCP 47, such as `nb`.
    pub language: String,
    /// The heading of the widget.
    pub title: String,
    /// The line under the heading, before a conversation; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub welcome: String,
    /// What a waiting visitor reads; may be empty, then the app's own words stand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub queue_text: String,
    /// What the visitor is asked for before a chat. Agents are told nothing of it.
    #[serde(default, skip_serializing_if = "Form::is_empty")]
    pub form: Form,
    /// Whether it looks for articles about a question before anybody waits.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub suggests: bool,
    /// Whether agents see on which pages a visitor is, once a chat has begun.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub page_trail: bool,
    /// Whether visitors may begin a chat that is not kept. Agents are told nothing of it.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub offers_unkept: bool,
    /// Whether visitors may say what they think of a message. Agents are told nothing of it.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub reactions: bool,
    /// Whether it is open: within its hours, and an agent of the channel is present.
    pub is_open: bool,
    /// When it opens next by its hours, while it is closed by them and that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Timestamp>,
    /// Whether as many wait as may: no conversation begins now.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_full: bool,
    /// What a visitor meets when a conversation has ended.
    #[serde(default, skip_serializing_if = "Ending::is_plain")]
    pub ending: Ending,
    /// What visitors meet while it is not open or full; absent: a chat, which then waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<Box<Offline>>,
}

/// What an agent may do on a channel.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Rights {
    /// Take and answer conversations.
    #[serde(default)]
    pub respond: bool,
    /// Read running conversations of colleagues.
    #[serde(default)]
    pub listen: bool,
    /// Be warned of waiting conversations.
    #[serde(default)]
    pub notify: bool,
    /// Act on conversations of colleagues.
    #[serde(default)]
    pub manage: bool,
}

/// A channel on an agent's desk.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Desk {
    /// The channel.
    pub channel: Channel,
    /// What this agent may do on it.
    pub rights: Rights,
    /// When somebody is warned.
    #[serde(default, skip_serializing_if = "Patience::is_endless")]
    pub patience: Patience,
}
