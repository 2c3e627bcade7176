//! A command as it lies in storage.

use serde::Serialize;
use shared::{
    error::Code,
    id::{self, Id},
    message::Content,
};

use crate::{
    json::{self, Malformed, Value},
    read::{FromValue, Members},
};

/// A command as it lies in storage. Holds the wire's own JSON, so that it outlives versions of the app.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// The command's id.
    pub id: Id<id::Client>,
    /// Its lane.
    pub lane: String,
    /// The command as JSON.
    pub command: String,
    /// What it says, if it is a message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Whether it is for agents only.
    pub is_private: bool,
    /// Whether those behind it make no sense without it, such as a first message: then they wait for it
    /// even when it is refused.
    pub leads: bool,
    /// Whether it has taken another form than the one it was given.
    pub is_amended: bool,
    /// Why the server refused it, until it is retried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Code>,
}

impl Record {
    /// The record as text for a store.
    pub fn encode(&self) -> String {
        json::write(self)
    }

    /// Reads what a store held; `None` for what no version of this app can have meant.
    pub fn decode(text: &str) -> Option<Self> {
        let record = Self::from_value(Value::parse(text).ok()?).ok()?;
        let is_object = record.command.starts_with('{') && record.command.ends_with('}');
        (record.id.is_well_formed() && is_object).then_some(record)
    }
}

impl FromValue for Record {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            lane: it.or_empty("lane")?,
            command: it.need("command")?,
            content: it.may("content")?,
            is_private: it.or_empty("is_private")?,
            leads: it.or_empty("leads")?,
            is_amended: it.or_empty("is_amended")?,
            refused: it.may("refused")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_other_versions_are_read_or_left_alone() {
        let oldest = r#"{"id":"a","command":"{\"end\":{}}","color":"red"}"#;
        let record = Record::decode(oldest).expect("what is missing has a meaning");
        assert_eq!((record.lane.as_str(), record.content.clone()), ("", None));
        assert_eq!(Record::decode(&record.encode()), Some(record));
        for odd in [
            "",
            "null",
            "[]",
            "{}",
            r#"{"id":"a"}"#,
            r#"{"id":"not an id","command":"{}"}"#,
            r#"{"id":"a","command":"end"}"#,
            r#"{"id":"a","command":7}"#,
        ] {
            assert_eq!(Record::decode(odd), None, "{odd}");
        }
    }
}
