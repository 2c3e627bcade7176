//! How a conversation ends, and what is thought of it.

use shared::{
    conversation::{Nudged, Why},
    ending::Ending,
    rating::{Rating, Scale, Survey},
    reaction::{Reacted, Reaction},
};

use super::{FromValue, Members};
use crate::json::{Malformed, Value};

type Fits<T> = Result<T, Malformed>;

impl FromValue for Ending {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            title: it.or_empty("title")?,
            text: it.or_empty("text")?,
            rating: it.may("rating")?,
            transcript: it.or_empty("transcript")?,
        })
    }
}

impl FromValue for Why {
    fn from_value(value: Value) -> Fits<Self> {
        Ok(match String::from_value(value)?.as_str() {
            "idle" => Self::Idle,
            _ => Self::Unknown,
        })
    }
}

impl FromValue for Nudged {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self { at: it.need("at")? })
    }
}

impl FromValue for Reaction {
    fn from_value(value: Value) -> Fits<Self> {
        Ok(match String::from_value(value)?.as_str() {
            "like" => Self::Like,
            "dislike" => Self::Dislike,
            _ => Self::Unknown,
        })
    }
}

impl FromValue for Reacted {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            message: it.need("message")?,
            reaction: it.may("reaction")?,
            at: it.need("at")?,
        })
    }
}

impl FromValue for Survey {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            scale: it.need("scale")?,
            text: it.or_empty("text")?,
        })
    }
}

impl FromValue for Scale {
    fn from_value(value: Value) -> Fits<Self> {
        Ok(match String::from_value(value)?.as_str() {
            "stars" => Self::Stars,
            "score" => Self::Score,
            _ => Self::Unknown,
        })
    }
}

impl FromValue for Rating {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            scale: it.need("scale")?,
            value: it.need("value")?,
            comment: it.or_empty("comment")?,
            at: it.need("at")?,
        })
    }
}
