//! What an agent hears: read by the derives, whose bytes the agent's app can bear.

use shared::{
    account,
    agent::{Change, ConversationSnapshot, Hint, Reply, Snapshot, Summary},
    conversation::Page,
};

use super::{FromValue, Members, variant};
use crate::json::{Malformed, Value};

impl FromValue for account::Agent {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Change {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Hint {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

/// What holds entries of a log is read so that those of unknown kinds are passed over.
impl FromValue for Reply {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        match variant(value)? {
            (name, page) if name == "page" => Page::from_value(page).map(Self::Page),
            other => Value::Object(vec![other]).into_type(),
        }
    }
}

impl FromValue for Snapshot {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        match variant(value)? {
            (name, it) if name == "conversation" => {
                let mut it = Members::of(it)?;
                let summary = it.need("summary")?;
                let page = it.need("page")?;
                let snapshot = ConversationSnapshot { summary, page };
                Ok(Self::Conversation(Box::new(snapshot)))
            }
            other => Value::Object(vec![other]).into_type(),
        }
    }
}

impl FromValue for Summary {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}
