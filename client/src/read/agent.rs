//! What an agent hears: what a visitor hears too by hand, and what only agents hear by the derives, but not which
//! of it it is. A derive would bring all of what an enum can hold into the app a second time.

use shared::{
    account,
    agent::{Change, ConversationSnapshot, Hint, PrivateMessage, Reply, Snapshot, Summary},
    conversation::Erased,
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
        let (name, it) = variant(value)?;
        Ok(match name.as_str() {
            "started" => Self::Started(FromValue::from_value(it)?),
            "posted" => Self::Posted(FromValue::from_value(it)?),
            "noted" => Self::Noted(FromValue::from_value(it)?),
            "taken" => Self::Taken(FromValue::from_value(it)?),
            "queued" => Self::Queued(FromValue::from_value(it)?),
            "ended" => Self::Ended(FromValue::from_value(it)?),
            "reopened" => Self::Reopened(FromValue::from_value(it)?),
            "read" => Self::Read(FromValue::from_value(it)?),
            "asked" => Self::Asked(it.into_type()?),
            "settled" => Self::Settled(it.into_type()?),
            "joined" => Self::Joined(it.into_type()?),
            "left" => Self::Left(it.into_type()?),
            "tagged" => Self::Tagged(it.into_type()?),
            "blocked" => Self::Blocked(it.into_type()?),
            "departed" => Self::Departed(it.into_type()?),
            "closed" => Self::Closed(it.into_type()?),
            "linked" => Self::Linked(it.into_type()?),
            "requested" => Self::Requested(it.into_type()?),
            "nudged" => Self::Nudged(FromValue::from_value(it)?),
            "reacted" => Self::Reacted(FromValue::from_value(it)?),
            "erased" => Self::Erased(Erased {}),
            "mailed" => Self::Mailed(it.into_type()?),
            "rated" => Self::Rated(FromValue::from_value(it)?),
            "conversation" => Self::Conversation(it.into_type()?),
            "gone" => Self::Gone(it.into_type()?),
            "colleague" => Self::Colleague(it.into_type()?),
            "channel" => Self::Channel(it.into_type()?),
            "figures" => Self::Figures(it.into_type()?),
            "replies_changed" => Self::RepliesChanged(it.into_type()?),
            "warned" => Self::Warned(it.into_type()?),
            _ => return Err(Malformed),
        })
    }
}

impl FromValue for PrivateMessage {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            client_id: it.may("client_id")?,
            author: it.need("author")?,
            at: it.need("at")?,
            content: it.need("content")?,
        })
    }
}

impl FromValue for Hint {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}

impl FromValue for Reply {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        let (name, it) = variant(value)?;
        Ok(match name.as_str() {
            "taken" => Self::Taken(it.into_type()?),
            "posted" => Self::Posted(FromValue::from_value(it)?),
            "noted" => Self::Noted(FromValue::from_value(it)?),
            "page" => Self::Page(FromValue::from_value(it)?),
            "found" => Self::Found(it.into_type()?),
            "replies" => Self::Replies(it.into_type()?),
            "contacts" => Self::Contacts(it.into_type()?),
            "contact" => Self::Contact(it.into_type()?),
            "record" => Self::Record(it.into_type()?),
            "requested" => Self::Requested(it.into_type()?),
            "upload" => Self::Upload(FromValue::from_value(it)?),
            "link" => Self::Link(FromValue::from_value(it)?),
            "revealed" => Self::Revealed(it.into_type()?),
            "trail" => Self::Trail(it.into_type()?),
            "ok" => Self::Ok {},
            _ => return Err(Malformed),
        })
    }
}

impl FromValue for Snapshot {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        let (name, it) = variant(value)?;
        if name == "desk" {
            return it.into_type().map(Self::Desk);
        }
        let mut it = Members::of(it)?;
        let snapshot = ConversationSnapshot {
            summary: it.need("summary")?,
            page: it.need("page")?,
        };
        Ok(Self::Conversation(Box::new(snapshot)))
    }
}

impl FromValue for Summary {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        value.into_type()
    }
}
