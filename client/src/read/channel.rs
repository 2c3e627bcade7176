//! What a visitor hears of a channel.

use shared::{
    channel::Channel,
    faq::Article,
    form::{self, Form},
    offline::{Offline, Requested},
};

use super::{FromValue, Members};
use crate::json::{Malformed, Value};

type Fits<T> = Result<T, Malformed>;

impl FromValue for Channel {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            name: it.need("name")?,
            language: it.need("language")?,
            title: it.need("title")?,
            welcome: it.or_empty("welcome")?,
            queue_text: it.or_empty("queue_text")?,
            form: it.or_empty("form")?,
            suggests: it.or_empty("suggests")?,
            page_trail: it.or_empty("page_trail")?,
            offers_unkept: it.or_empty("offers_unkept")?,
            reactions: it.or_empty("reactions")?,
            is_open: it.need("is_open")?,
            back_at: it.may("back_at")?,
            is_full: it.or_empty("is_full")?,
            offline: it.may("offline")?.map(Box::new),
            ending: it.or_empty("ending")?,
        })
    }
}

impl FromValue for Article {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            title: it.need("title")?,
            link: it.need("link")?,
        })
    }
}

impl FromValue for Form {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            text: it.or_empty("text")?,
            fields: it.or_empty("fields")?,
            consent: it.or_empty("consent")?,
        })
    }
}

impl FromValue for form::Field {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            kind: it.need("kind")?,
            required: it.or_empty("required")?,
        })
    }
}

impl FromValue for form::Kind {
    fn from_value(value: Value) -> Fits<Self> {
        Ok(match String::from_value(value)?.as_str() {
            "name" => Self::Name,
            "email" => Self::Email,
            "company" => Self::Company,
            "phone" => Self::Phone,
            "country" => Self::Country,
            _ => Self::Unknown,
        })
    }
}

impl FromValue for Offline {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            header: it.or_empty("header")?,
            text: it.or_empty("text")?,
            form: it.may("form")?,
        })
    }
}

impl FromValue for Requested {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            conversation: it.need("conversation")?,
            number: it.need("number")?,
            dup: it.or_empty("dup")?,
        })
    }
}
