//! The frames: what one text message of the socket holds.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    Role,
    error::{Failed, Refused},
    id::{self, Id},
    limits::{Heartbeat, Limits},
    time::Timestamp,
};

/// What a client sends.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FromClient<C> {
    /// The first frame, and only the first.
    Hello(Hello),
    /// A command.
    Do(Do<C>),
    /// Asks for a beat at once, to find out whether the connection lives.
    Probe {},
}

/// What a server sends.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[serde(bound(serialize = ""))]
pub enum FromServer<R: Role> {
    /// The `hello` is accepted.
    Welcome(Welcome<R::Me>),
    /// The `hello` is not accepted; the socket closes.
    Refused(Refused),
    /// A command was carried out, durably where it changes something.
    Done(Done<R::Reply>),
    /// A command was not carried out.
    Failed(Failed<R::Current>),
    /// A numbered change of a log.
    Event(Event<R::Change>),
    /// A hint.
    Now(R::Hint),
    /// A heartbeat with the highest number of each followed log.
    Beat(Beat),
    /// A log begins anew: drop what you have of it and take this.
    Reset(Reset<R::Snapshot>),
    /// These logs are complete up to these numbers.
    CaughtUp(Beat),
    /// The server goes away; connect anew after so many milliseconds.
    GoingAway(GoingAway),
}

/// Which kind of client.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    /// A widget.
    Visitor,
    /// An agent app.
    Agent,
}

/// Introduces a client.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Hello {
    /// The lowest version spoken.
    pub min: u16,
    /// The highest version spoken.
    pub max: u16,
    /// Which kind of client.
    pub role: RoleName,
    /// A visitor's own secret: 43 characters of base64url, 32 random bytes, made by the client and
    /// kept by it. Or an agent's ticket.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub token: String,
    /// The channel, for visitors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Id<id::Channel>>,
    /// Who the visitor is, as the channel's site has signed it: a JSON Web Token. Once it was accepted, `token`
    /// alone proves the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Optional features the client knows; unknown ones are ignored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caps: Vec<String>,
    /// Where the client stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resume: Option<Resume>,
}

/// Where a client stopped. Grants nothing.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Resume {
    /// The epoch the numbers belong to.
    pub epoch: Id<id::Epoch>,
    /// The last number known of each log.
    pub cursors: BTreeMap<Id<id::Log>, u64>,
}

/// Carries a command.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Do<C> {
    /// The client's id for it, never used before for another command.
    pub id: Id<id::Client>,
    /// The command.
    pub command: C,
}

/// Accepts a client.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Welcome<M> {
    /// The version both speak from now on.
    pub v: u16,
    /// Who the client is.
    pub me: M,
    /// Levels this backend has: `core`, `desk`, `admin`. Hide what is missing.
    pub levels: Vec<String>,
    /// Limits to keep.
    pub limits: Limits,
    /// When it differs from the epoch of the client's cursors, those are void.
    pub epoch: Id<id::Epoch>,
    /// The server's clock, for showing times.
    pub server_time: Timestamp,
    /// How both sides know the other is alive.
    pub heartbeat: Heartbeat,
}

/// Answers a command.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Done<P> {
    /// The command's id.
    pub id: Id<id::Client>,
    /// What came of it.
    pub reply: P,
}

/// Carries a change of a log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Event<C> {
    /// Which log.
    pub log: Id<id::Log>,
    /// Its number, one more than the one before.
    pub seq: u64,
    /// What changed. A kind of a later version is ignored, but its number counts.
    pub change: C,
}

/// The highest number of logs.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Beat {
    /// Per log.
    #[serde(default)]
    pub heads: BTreeMap<Id<id::Log>, u64>,
}

/// Begins a log anew.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reset<S> {
    /// Which log.
    pub log: Id<id::Log>,
    /// The number the snapshot stands at; the next event has one more.
    pub seq: u64,
    /// The log's state.
    pub snapshot: S,
}

/// The server goes away.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct GoingAway {
    /// When to come back, in milliseconds.
    pub retry_in_ms: u64,
}

/// A frame that is not of this protocol.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Malformed;

/// What a client hears. Like [`FromServer`], but kinds of a later version are not an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Heard<R: Role> {
    /// A frame of this version.
    Frame(FromServer<R>),
    /// An event of a kind this version does not know. Its number counts.
    UnknownEvent(Event<()>),
    /// A reply of a kind this version does not know. The command was carried out.
    UnknownReply(Id<id::Client>),
    /// Another frame or hint this version does not know. Ignore it.
    Unknown,
}

/// Every kind of server frame, its inner part still undecoded.
#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    welcome: Option<&'a RawValue>,
    #[serde(borrow)]
    refused: Option<&'a RawValue>,
    #[serde(borrow)]
    done: Option<Done<&'a RawValue>>,
    #[serde(borrow)]
    failed: Option<&'a RawValue>,
    #[serde(borrow)]
    event: Option<Event<&'a RawValue>>,
    #[serde(borrow)]
    now: Option<&'a RawValue>,
    beat: Option<Beat>,
    #[serde(borrow)]
    reset: Option<&'a RawValue>,
    caught_up: Option<Beat>,
    going_away: Option<GoingAway>,
}

impl<R: Role> Heard<R> {
    /// Reads one text message.
    ///
    /// # Errors
    /// [`Malformed`] when it is not JSON or a known frame lacks what it must have.
    pub fn decode(text: &str) -> Result<Self, Malformed> {
        let it: Envelope<'_> = serde_json::from_str(text).map_err(|_| Malformed)?;
        if let Some(event) = it.event {
            let (log, seq) = (event.log, event.seq);
            return Ok(match serde_json::from_str(event.change.get()) {
                Ok(change) => Self::Frame(FromServer::Event(Event { log, seq, change })),
                Err(_) => Self::UnknownEvent(Event {
                    log,
                    seq,
                    change: (),
                }),
            });
        }
        if let Some(done) = it.done {
            return Ok(match serde_json::from_str(done.reply.get()) {
                Ok(reply) => Self::Frame(FromServer::Done(Done { id: done.id, reply })),
                Err(_) => Self::UnknownReply(done.id),
            });
        }
        if let Some(hint) = it.now {
            return Ok(serde_json::from_str(hint.get())
                .map_or(Self::Unknown, |hint| Self::Frame(FromServer::Now(hint))));
        }
        if let Some(part) = it.welcome {
            return known(part, FromServer::Welcome);
        }
        if let Some(part) = it.refused {
            return known(part, FromServer::Refused);
        }
        if let Some(part) = it.failed {
            return known(part, FromServer::Failed);
        }
        if let Some(part) = it.reset {
            return known(part, FromServer::Reset);
        }
        if let Some(beat) = it.beat {
            return Ok(Self::Frame(FromServer::Beat(beat)));
        }
        if let Some(beat) = it.caught_up {
            return Ok(Self::Frame(FromServer::CaughtUp(beat)));
        }
        Ok(it
            .going_away
            .map_or(Self::Unknown, |it| Self::Frame(FromServer::GoingAway(it))))
    }
}

fn known<'a, R: Role, T: Deserialize<'a>>(
    part: &'a RawValue,
    wrap: impl FnOnce(T) -> FromServer<R>,
) -> Result<Heard<R>, Malformed> {
    serde_json::from_str(part.get())
        .map(|part| Heard::Frame(wrap(part)))
        .map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visitor::Visitor;

    fn heard(text: &str) -> Result<Heard<Visitor>, Malformed> {
        Heard::decode(text)
    }

    #[test]
    fn an_unknown_event_keeps_its_number() {
        let event = Event {
            log: Id::new("c"),
            seq: 7,
            change: (),
        };
        assert_eq!(
            heard(r#"{"event":{"log":"c","seq":7,"change":{"danced":{"how":"well"}}}}"#),
            Ok(Heard::UnknownEvent(event))
        );
    }

    #[test]
    fn unknown_frames_hints_replies_and_fields_are_no_error() {
        assert_eq!(heard(r#"{"weather":{"is":"fine"}}"#), Ok(Heard::Unknown));
        assert_eq!(
            heard(r#"{"now":{"weather":{"is":"fine"}}}"#),
            Ok(Heard::Unknown)
        );
        assert_eq!(
            heard(r#"{"done":{"id":"a","reply":{"danced":{}}}}"#),
            Ok(Heard::UnknownReply(Id::new("a")))
        );
        let heads = [(Id::new("c"), 3)].into();
        assert_eq!(
            heard(r#"{"beat":{"heads":{"c":3},"mood":"good"}}"#),
            Ok(Heard::Frame(FromServer::Beat(Beat { heads })))
        );
    }

    #[test]
    fn what_is_not_a_frame_is_malformed() {
        for text in [
            "",
            "null",
            "[]",
            "3",
            "{\"beat\":",
            "{\"welcome\":{}}",
            "{\"reset\":3}",
        ] {
            assert_eq!(heard(text), Err(Malformed), "{text}");
        }
    }
}
