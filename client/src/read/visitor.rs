//! What a visitor hears.

use shared::{
    account,
    block::Standing,
    conversation::Erased,
    faq::Suggestions,
    visitor::{AgentTyping, Change, Hint, Open, Place, Reply, Snapshot, State},
};

use super::{FromValue, Members, variant};
use crate::json::{Malformed, Value};

type Fits<T> = Result<T, Malformed>;

impl FromValue for account::Visitor {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            channel: it.need("channel")?,
            is_identified: it.or_empty("is_identified")?,
            is_blocked: it.or_empty("is_blocked")?,
            conversation: it.may("conversation")?,
        })
    }
}

impl FromValue for Change {
    fn from_value(value: Value) -> Fits<Self> {
        let (name, it) = variant(value)?;
        Ok(match name.as_str() {
            "started" => Self::Started(FromValue::from_value(it)?),
            "posted" => Self::Posted(FromValue::from_value(it)?),
            "taken" => Self::Taken(FromValue::from_value(it)?),
            "queued" => Self::Queued(FromValue::from_value(it)?),
            "ended" => Self::Ended(FromValue::from_value(it)?),
            "reopened" => Self::Reopened(FromValue::from_value(it)?),
            "read" => Self::Read(FromValue::from_value(it)?),
            "nudged" => Self::Nudged(FromValue::from_value(it)?),
            "reacted" => Self::Reacted(FromValue::from_value(it)?),
            "erased" => Self::Erased(Erased {}),
            "rated" => Self::Rated(FromValue::from_value(it)?),
            _ => return Err(Malformed),
        })
    }
}

impl FromValue for Reply {
    fn from_value(value: Value) -> Fits<Self> {
        let (name, it) = variant(value)?;
        Ok(match name.as_str() {
            "started" => Self::Started(FromValue::from_value(it)?),
            "requested" => Self::Requested(FromValue::from_value(it)?),
            "posted" => Self::Posted(FromValue::from_value(it)?),
            "page" => Self::Page(FromValue::from_value(it)?),
            "upload" => Self::Upload(FromValue::from_value(it)?),
            "link" => Self::Link(FromValue::from_value(it)?),
            "suggested" => Self::Suggested(Suggestions {
                articles: Members::of(it)?.or_empty("articles")?,
            }),
            "ok" => Self::Ok {},
            _ => return Err(Malformed),
        })
    }
}

impl FromValue for Hint {
    fn from_value(value: Value) -> Fits<Self> {
        let (name, it) = variant(value)?;
        let mut it = Members::of(it)?;
        Ok(match name.as_str() {
            "typing" => Self::Typing(AgentTyping {
                agent: it.need("agent")?,
            }),
            "place" => Self::Place(Place {
                place: it.need("place")?,
                wait_ms: it.may("wait_ms")?,
                offers_request: it.or_empty("offers_request")?,
            }),
            "open" => Self::Open(Open {
                is_open: it.need("is_open")?,
                back_at: it.may("back_at")?,
                is_full: it.or_empty("is_full")?,
            }),
            "block" => Self::Block(Standing {
                is_blocked: it.need("is_blocked")?,
            }),
            _ => return Err(Malformed),
        })
    }
}

impl FromValue for State {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            status: it.need("status")?,
            started_at: it.need("started_at")?,
            agent: it.may("agent")?,
            photo: it.may("photo")?,
            ended: it.may("ended")?,
            rating: it.may("rating")?,
            seen_by_visitor: it.may("seen_by_visitor")?,
            seen_by_agent: it.may("seen_by_agent")?,
        })
    }
}

impl FromValue for Snapshot {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            state: it.need("state")?,
            page: it.need("page")?,
        })
    }
}
