//! Frames, out of text and into it. What is read here is what [`shared::frame::Heard`] reads, and what is
//! written is a [`shared::frame::Hello`]; a test holds them together. Logs lie in lists instead of maps, which
//! is smaller, and they are few.

use serde::{Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap};
use shared::{
    Role, VERSION,
    error::{Failed, Refused},
    frame::{Reset, RoleName, Welcome},
    id::{self, Id},
};

use crate::json::{self, Malformed, Value};

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
pub(crate) fn decode<R: Role>(text: &str) -> Result<Heard<R>, Malformed> {
    let Value::Object(members) = Value::parse(text)? else {
        return Err(Malformed);
    };
    for (name, value) in members {
        return Ok(match name.as_str() {
            "event" => {
                let [log, seq, change] = take(value, ["log", "seq", "change"])?;
                Heard::Event(log.into_type()?, seq.into_type()?, change.into_type().ok())
            }
            "done" => {
                let [id, reply] = take(value, ["id", "reply"])?;
                Heard::Done(id.into_type()?, reply.into_type().ok())
            }
            "now" => value.into_type().map_or(Heard::Unknown, Heard::Hint),
            "welcome" => Heard::Welcome(boxed(value)?),
            "refused" => Heard::Refused(value.into_type()?),
            "failed" => Heard::Failed(boxed(value)?),
            "reset" => Heard::Reset(boxed(value)?),
            "beat" => Heard::Beat(heads(value)?),
            "caught_up" => Heard::CaughtUp(heads(value)?),
            "going_away" => {
                let [retry_in_ms] = take(value, ["retry_in_ms"])?;
                Heard::GoingAway(retry_in_ms.into_type()?)
            }
            _ => continue,
        });
    }
    Ok(Heard::Unknown)
}

fn boxed<T: DeserializeOwned>(value: Value) -> Result<Box<T>, Malformed> {
    value.into_type().map(Box::new)
}

/// Takes members of an object; each must be there.
fn take<const N: usize>(value: Value, names: [&str; N]) -> Result<[Value; N], Malformed> {
    let Value::Object(mut members) = value else {
        return Err(Malformed);
    };
    let mut taken = names.map(|_| Value::Null);
    for (slot, name) in taken.iter_mut().zip(names) {
        let at = members.iter().position(|(it, _)| it == name);
        *slot = members.swap_remove(at.ok_or(Malformed)?).1;
    }
    Ok(taken)
}

fn heads(value: Value) -> Result<Heads, Malformed> {
    let Value::Object(members) = value else {
        return Err(Malformed);
    };
    let mut heads = Heads::new();
    for (name, value) in members {
        if name != "heads" {
            continue;
        }
        let Value::Object(logs) = value else {
            return Err(Malformed);
        };
        for (log, head) in logs {
            heads.push((Id::new(log), head.into_type()?));
        }
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
