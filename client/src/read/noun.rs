//! What both roles hear.

use shared::{
    choice::{Choice, Options},
    conversation::{Ended, Entry, Page, Queued, Read, Reopened, Side, Started, Status, Taken},
    error::{Code, Failed, Refused},
    file::{self, File, Link, Slot},
    frame::{Reset, Welcome},
    limits::{Heartbeat, Limits},
    link::PageLink,
    message::{Author, Content, Message, Receipt},
    presence::Card,
    time::Timestamp,
};

use super::{FromValue, Members, variant};
use crate::json::{Malformed, Value};

type Fits<T> = Result<T, Malformed>;

impl FromValue for Timestamp {
    fn from_value(value: Value) -> Fits<Self> {
        u64::from_value(value).map(Self)
    }
}

impl FromValue for Status {
    fn from_value(value: Value) -> Fits<Self> {
        Ok(match String::from_value(value)?.as_str() {
            "queued" => Self::Queued,
            "active" => Self::Active,
            "ended" => Self::Ended,
            _ => Self::Unknown,
        })
    }
}

impl FromValue for Side {
    fn from_value(value: Value) -> Fits<Self> {
        Ok(match String::from_value(value)?.as_str() {
            "visitor" => Self::Visitor,
            "agent" => Self::Agent,
            _ => Self::System,
        })
    }
}

/// The names of [`Code::ALL`], in the same order.
const CODES: [&str; Code::ALL.len()] = [
    "bad_request",
    "unknown_command",
    "too_long",
    "empty",
    "invalid",
    "incomplete",
    "no_domain",
    "not_found",
    "not_allowed",
    "conflict",
    "ended",
    "changed",
    "queue_empty",
    "closed",
    "queue_full",
    "too_many",
    "too_large",
    "wrong_type",
    "no_file",
    "id_conflict",
    "rate_limited",
    "unavailable",
    "unsupported_version",
    "sign_in_required",
    "unknown_channel",
    "too_many_sockets",
    "identity_refused",
    "identity_required",
];

impl FromValue for Code {
    fn from_value(value: Value) -> Fits<Self> {
        let name = String::from_value(value)?;
        let at = CODES.iter().position(|it| *it == name);
        let code = at.and_then(|at| Self::ALL.get(at).copied());
        Ok(code.unwrap_or(Self::Unknown))
    }
}

impl FromValue for Card {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            name: it.need("name")?,
        })
    }
}

impl FromValue for Content {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            text: it.or_empty("text")?,
            options: it.may("options")?,
            choice: it.may("choice")?,
            link: it.may("link")?.map(Box::new),
            files: it.or_empty("files")?,
        })
    }
}

impl FromValue for Options {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            texts: it.need("texts")?,
            multiple: it.or_empty("multiple")?,
            required: it.or_empty("required")?,
        })
    }
}

impl FromValue for PageLink {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            address: it.need("address")?,
            title: it.or_empty("title")?,
            own_site: it.or_empty("own_site")?,
        })
    }
}

impl FromValue for Choice {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            message: it.need("message")?,
            texts: it.or_empty("texts")?,
            cancelled: it.or_empty("cancelled")?,
        })
    }
}

impl FromValue for File {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.need("id")?,
            name: it.or_empty("name")?,
            size: it.or_empty("size")?,
            kind: it.or_empty("type")?,
            width: it.may("width")?,
            height: it.may("height")?,
        })
    }
}

impl FromValue for Author {
    fn from_value(value: Value) -> Fits<Self> {
        let (name, it) = variant(value)?;
        match name.as_str() {
            "visitor" => Ok(Self::Visitor),
            "agent" => Card::from_value(it).map(Self::Agent),
            _ => Ok(Self::System),
        }
    }
}

impl FromValue for Message {
    fn from_value(value: Value) -> Fits<Self> {
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

impl FromValue for Receipt {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            conversation: it.need("conversation")?,
            message: it.need("message")?,
            seq: it.need("seq")?,
            at: it.need("at")?,
            dup: it.or_empty("dup")?,
        })
    }
}

impl FromValue for Started {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            channel: it.need("channel")?,
            at: it.need("at")?,
        })
    }
}

impl FromValue for Taken {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            agent: it.need("agent")?,
            photo: it.may("photo")?,
            at: it.need("at")?,
        })
    }
}

impl FromValue for Queued {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self { at: it.need("at")? })
    }
}

impl FromValue for Ended {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            by: it.need("by")?,
            why: it.may("why")?,
            at: it.need("at")?,
            waited: it.or_empty("waited")?,
            request: it.may("request")?,
            unkept: it.or_empty("unkept")?,
        })
    }
}

impl FromValue for Reopened {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            by: it.need("by")?,
            agent: it.may("agent")?,
            photo: it.may("photo")?,
            at: it.need("at")?,
        })
    }
}

impl FromValue for Read {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            by: it.need("by")?,
            message: it.need("message")?,
            at: it.need("at")?,
        })
    }
}

impl<C: FromValue> FromValue for Entry<C> {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            seq: it.need("seq")?,
            change: it.need("change")?,
        })
    }
}

/// Entries whose kind this version does not know are passed over, as they are when they happen.
impl<C: FromValue> FromValue for Page<C> {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        let all: Vec<Value> = it.need("entries")?;
        let known = all.into_iter().map(Entry::from_value);
        Ok(Self {
            conversation: it.need("conversation")?,
            entries: known.filter_map(Result::ok).collect(),
        })
    }
}

impl FromValue for Limits {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            max_text: it.need("max_text")?,
            max_frame: it.need("max_frame")?,
            posts_per_10s: it.need("posts_per_10s")?,
            posts_per_60s: it.need("posts_per_60s")?,
            files: it.may("files")?.map(Box::new),
        })
    }
}

impl FromValue for file::Limits {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            max_count: it.need("max_count")?,
            max_bytes: it.need("max_bytes")?,
            types: it.or_empty("types")?,
        })
    }
}

impl FromValue for Slot {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            file: it.need("file")?,
            address: it.need("address")?,
            key: it.need("key")?,
        })
    }
}

impl FromValue for Link {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            file: it.need("file")?,
            address: it.need("address")?,
        })
    }
}

impl FromValue for Heartbeat {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            every_ms: it.need("every_ms")?,
            patience_ms: it.need("patience_ms")?,
        })
    }
}

impl<M: FromValue> FromValue for Welcome<M> {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            v: it.need("v")?,
            me: it.need("me")?,
            levels: it.need("levels")?,
            limits: it.need("limits")?,
            epoch: it.need("epoch")?,
            server_time: it.need("server_time")?,
            heartbeat: it.need("heartbeat")?,
        })
    }
}

impl FromValue for Refused {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        let versions: Option<Vec<u16>> = it.may("versions")?;
        let versions = versions.map(|it| match it[..] {
            [min, max] => Ok((min, max)),
            _ => Err(Malformed),
        });
        Ok(Self {
            code: it.need("code")?,
            versions: versions.transpose()?,
            retry_after_ms: it.may("retry_after_ms")?,
        })
    }
}

impl<C: FromValue> FromValue for Failed<C> {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            id: it.may("id")?,
            code: it.need("code")?,
            retryable: it.or_empty("retryable")?,
            retry_after_ms: it.may("retry_after_ms")?,
            current: it.may("current")?,
        })
    }
}

impl<S: FromValue> FromValue for Reset<S> {
    fn from_value(value: Value) -> Fits<Self> {
        let mut it = Members::of(value)?;
        Ok(Self {
            log: it.need("log")?,
            seq: it.need("seq")?,
            snapshot: it.need("snapshot")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::{agent, visitor};

    use super::*;

    /// The frame of a later version: a kind of change and a kind of author that nobody knows here.
    const LATER: &str = r#"{"conversation": "c", "entries": [
        {"seq": 1, "change": {"started": {"channel": "support", "at": 1}}},
        {"seq": 2, "change": {"danced": {"how": "well"}}},
        {"seq": 3, "change": {"posted": {"id": "m", "author": {"bot": {"name": "Bo 9"}}, "at": 2,
            "content": {"text": "Hi"}}}},
        {"seq": 4, "change": {"posted": {"id": "n", "author": "robot", "at": 3, "content": {}}}}
    ]}"#;

    #[test]
    fn what_is_unknown_in_a_page_is_passed_over_and_the_rest_is_read() {
        let reply = format!(r#"{{"page": {LATER}}}"#);
        let value = |text: &str| Value::parse(text).expect("it is JSON");
        let seqs = |all: Vec<u64>| assert_eq!(all, [1, 3, 4]);
        let Ok(visitor::Reply::Page(page)) = visitor::Reply::from_value(value(&reply)) else {
            panic!("a visitor reads it");
        };
        seqs(page.entries.iter().map(|it| it.seq).collect());
        let Ok(agent::Reply::Page(page)) = agent::Reply::from_value(value(&reply)) else {
            panic!("an agent reads it");
        };
        seqs(page.entries.iter().map(|it| it.seq).collect());
        let robot = page.entries.last().map(|it| &it.change);
        assert!(matches!(robot, Some(agent::Change::Posted(it)) if it.author == Author::System));

        let snapshot = format!(
            r#"{{"conversation": {{"summary": {{"id": "c", "channel": "support",
            "visitor": {{"id": "v", "is_online": true}}, "status": "queued", "started_at": 1,
            "first": {{"by": "visitor", "text": "", "at": 1}},
            "last": {{"by": "visitor", "text": "", "at": 1}}, "unread": 0}}, "page": {LATER}}}}}"#
        );
        let Ok(agent::Snapshot::Conversation(it)) = agent::Snapshot::from_value(value(&snapshot))
        else {
            panic!("an agent reads it");
        };
        seqs(it.page.entries.iter().map(|it| it.seq).collect());
    }

    #[test]
    fn every_code_has_its_name() {
        for (code, name) in Code::ALL.into_iter().zip(CODES) {
            let theirs: Code = serde_json::from_value(name.into()).expect("a name is a code");
            assert_eq!(theirs, code);
            assert_eq!(Code::from_value(Value::Text(name.to_owned())), Ok(code));
        }
        assert_eq!(
            Code::from_value(Value::Text("odd".to_owned())),
            Ok(Code::Unknown)
        );
    }
}
