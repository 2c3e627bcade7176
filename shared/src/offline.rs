//! What visitors meet when a channel takes no chats.

use serde::{Deserialize, Serialize};

use crate::{
    form::Form,
    id::{self, Id},
};

/// What a visitor meets in place of a chat while a channel is not open, or its queue is full.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Offline {
    /// The heading; may be empty, then the app's own words stand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub header: String,
    /// What is said below it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What is asked for beside the question, where a request can be left; absent: none can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Form>,
}

/// A visitor's request lies in the register.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Requested {
    /// The conversation it is kept in.
    pub conversation: Id<id::Conversation>,
    /// What people call it by.
    pub number: String,
    /// Whether the command was carried out before.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub dup: bool,
}
