//! Frames, out of text and into it. What is read here is what [`shared::frame::Heard`] reads, and what is
//! written is a [`shared::frame::Hello`]; a test holds them together. Logs lie in lists instead of maps, which
//! is smaller, and they are few.

use serde::{Serialize, Serializer, ser::SerializeMap};
use shared::{
    Role, VERSION,
    error::{Failed, Refused},
    frame::{Reset, RoleName, Welcome},
    id::{self, Id},
};

use crate::{
    Voice,
    json::{self, Malformed, Value},
    read::{FromValue, Members},
};

/// Numbers of logs.
pub(crate) type Heads = Vec<(Id<id::Log>, u64)>;

/// What a client hears.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Heard<R: Role> {
    Welcome(Box<Welcome<R::Me>>),
    Refused(Refused),
    /// The reply is absent when this version does not know its kind.
    Done(Id<id::Client>, Option<R::Reply>),
    Failed(Box<Failed<R::Current>>),
    /// The change is absent when this version does not know its kind.
    Event(Id<id::Log>, u64, Option<R::Change>),
    Hint(R::Hint),
    Beat(Heads),
    Reset(Box<Reset<R::Snapshot>>),
    CaughtUp(Heads),
    GoingAway(u64),
    /// Something this version does not know.
    Unknown,
}

/// Reads one text message.
pub(crate) fn decode<R: Voice>(text: &str) -> Result<Heard<R>, Malformed> {
    let Value::Object(members) = Value::parse(text)? else {
        return Err(Malformed);
    };
    for (name, value) in members {
        return Ok(match name.as_str() {
            "event" => {
                let mut it = Members::of(value)?;
                let change = it.need::<Value>("change")?;
                let change = R::Change::from_value(change).ok();
                Heard::Event(it.need("log")?, it.need("seq")?, change)
            }
            "done" => {
                let mut it = Members::of(value)?;
                let reply = it.need::<Value>("reply")?;
                Heard::Done(it.need("id")?, R::Reply::from_value(reply).ok())
            }
            "now" => R::Hint::from_value(value).map_or(Heard::Unknown, Heard::Hint),
            "welcome" => Heard::Welcome(boxed(value)?),
            "refused" => Heard::Refused(FromValue::from_value(value)?),
            "failed" => Heard::Failed(boxed(value)?),
            "reset" => Heard::Reset(boxed(value)?),
            "beat" => Heard::Beat(heads(value)?),
            "caught_up" => Heard::CaughtUp(heads(value)?),
            "going_away" => Heard::GoingAway(Members::of(value)?.need("retry_in_ms")?),
            _ => continue,
        });
    }
    Ok(Heard::Unknown)
}

fn boxed<T: FromValue>(value: Value) -> Result<Box<T>, Malformed> {
    T::from_value(value).map(Box::new)
}

fn heads(value: Value) -> Result<Heads, Malformed> {
    let mut heads = Heads::new();
    let logs: Option<Value> = Members::of(value)?.may("heads")?;
    let Value::Object(logs) = logs.unwrap_or(Value::Object(Vec::new())) else {
        return Err(Malformed);
    };
    for (log, head) in logs {
        heads.push((Id::new(log), u64::from_value(head)?));
    }
    Ok(heads)
}

/// Introduces a client.
#[derive(Serialize)]
pub(super) struct Hello<'a> {
    pub(super) min: u16,
    pub(super) max: u16,
    pub(super) role: RoleName,
    pub(super) token: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) channel: Option<&'a Id<id::Channel>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) identity: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) resume: Option<Resume<'a>>,
}

/// Where the client stopped.
#[derive(Serialize)]
pub(super) struct Resume<'a> {
    pub(super) epoch: &'a Id<id::Epoch>,
    #[serde(serialize_with = "as_map")]
    pub(super) cursors: Heads,
}

fn as_map<S: Serializer>(heads: &Heads, out: S) -> Result<S::Ok, S::Error> {
    let mut map = out.serialize_map(None)?;
    for (log, seq) in heads {
        map.serialize_entry(log, seq)?;
    }
    map.end()
}

/// The first frame.
pub(super) fn hello<R: Role>(
    token: &str,
    identity: Option<&str>,
    channel: Option<&Id<id::Channel>>,
    epoch: Option<&Id<id::Epoch>>,
    cursors: Heads,
) -> String {
    let hello = json::write(&Hello {
        min: VERSION,
        max: VERSION,
        role: R::NAME,
        token,
        channel,
        identity,
        resume: epoch.map(|epoch| Resume { epoch, cursors }),
    });
    ["{\"hello\":", &hello, "}"].concat()
}

/// A command.
pub(super) fn command(id: &Id<id::Client>, command: &str) -> String {
    [
        "{\"do\":{\"id\":\"",
        id.as_str(),
        "\",\"command\":",
        command,
        "}}",
    ]
    .concat()
}
