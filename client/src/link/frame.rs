//! Frames out of text. The same as [`Heard::decode`], in fewer bytes: a test holds them together.

use serde::de::DeserializeOwned;
use shared::{
    Role,
    frame::{Done, Event, FromServer, Heard},
    id::{self, Id},
};

use crate::json::{Malformed, Value};

/// Reads one text message.
pub(crate) fn decode<R: Role>(text: &str) -> Result<Heard<R>, Malformed> {
    let Value::Object(members) = Value::parse(text)? else {
        return Err(Malformed);
    };
    for (name, value) in members {
        let frame = match name.as_str() {
            "event" => return event(value),
            "done" => return done(value),
            "now" => return Ok(known(value, FromServer::Now).unwrap_or(Heard::Unknown)),
            "welcome" => known(value, FromServer::Welcome),
            "refused" => known(value, FromServer::Refused),
            "failed" => known(value, FromServer::Failed),
            "reset" => known(value, FromServer::Reset),
            "beat" => known(value, FromServer::Beat),
            "caught_up" => known(value, FromServer::CaughtUp),
            "going_away" => known(value, FromServer::GoingAway),
            _ => continue,
        };
        return frame;
    }
    Ok(Heard::Unknown)
}

fn known<R: Role, T: DeserializeOwned>(
    value: Value,
    wrap: fn(T) -> FromServer<R>,
) -> Result<Heard<R>, Malformed> {
    value.into_type().map(|it| Heard::Frame(wrap(it)))
}

fn event<R: Role>(value: Value) -> Result<Heard<R>, Malformed> {
    let [log, seq, change] = take(value, ["log", "seq", "change"])?;
    let (log, seq): (Id<id::Log>, u64) = (log.into_type()?, seq.into_type()?);
    Ok(match change.into_type() {
        Ok(change) => Heard::Frame(FromServer::Event(Event { log, seq, change })),
        Err(Malformed) => Heard::UnknownEvent(Event {
            log,
            seq,
            change: (),
        }),
    })
}

fn done<R: Role>(value: Value) -> Result<Heard<R>, Malformed> {
    let [id, reply] = take(value, ["id", "reply"])?;
    let id: Id<id::Client> = id.into_type()?;
    Ok(match reply.into_type() {
        Ok(reply) => Heard::Frame(FromServer::Done(Done { id, reply })),
        Err(Malformed) => Heard::UnknownReply(id),
    })
}

/// Takes members of an object; each must be there.
fn take<const N: usize>(value: Value, names: [&str; N]) -> Result<[Value; N], Malformed> {
    let Value::Object(mut members) = value else {
        return Err(Malformed);
    };
    let mut taken = names.map(|_| None);
    for (slot, name) in taken.iter_mut().zip(names) {
        let at = members.iter().position(|(it, _)| it == name);
        *slot = at.map(|at| members.swap_remove(at).1);
    }
    if taken.iter().any(Option::is_none) {
        return Err(Malformed);
    }
    Ok(taken.map(|it| it.unwrap_or(Value::Null)))
}
