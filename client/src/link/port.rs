//! What goes into a link and what comes out.

use serde::Serialize;
use shared::{
    Role,
    error::Code,
    id::{self, Id},
    message::Receipt,
};

use super::Credentials;
use crate::{
    Delivery,
    json::{Malformed, Value},
    outbox::Record,
    read::{FromValue, variant},
};

/// Everything that can happen to a link.
#[derive(Clone, Debug)]
pub enum Input<R: Role> {
    /// There are (new) credentials: connect. For an agent, the answer to `Authorize`.
    Credentials(Credentials),
    /// An agent signed in: connect. Leads to `Authorize`.
    SignedIn,
    /// `Authorize` failed: with a code when refused, without when the server was not reached; and how
    /// many milliseconds to wait, if the server said so.
    Denied(Option<Code>, Option<u64>),
    /// The socket is open.
    Opened,
    /// A text message came.
    Text(String),
    /// The socket is closed, with this code; 1006 when there was none.
    Closed(u16),
    /// The time asked for has come.
    Wake,
    /// The system says that there is a network.
    Online,
    /// The system says that there is none. Not believed, but looked into.
    Offline,
    /// The person looks at the page again.
    Visible,
    /// Send a command exactly once. The id comes from [`crate::Link::mint`].
    Send(Id<id::Client>, R::Command),
    /// Ask now or never. The id comes from [`crate::Link::mint`].
    Ask(Id<id::Client>, R::Command),
    /// Send a refused command again.
    Retry(Id<id::Client>),
    /// Forget a command that is not on its way.
    Discard(Id<id::Client>),
    /// Keep following a conversation's log, across reconnects.
    Follow(Id<id::Log>),
    /// Do not follow it any more.
    Unfollow(Id<id::Log>),
    /// A record is stored, at this place in the order of all tabs; `None`: storage is denied.
    Kept(Id<id::Client>, Option<u64>),
    /// Everything that lies in the store, in its order. At the start, and as the answer to `Recall`.
    Stored(Vec<(u64, Record)>),
    /// There is no store: nothing survives a reload, and no other tab knows of anything.
    StorageDenied,
    /// From now on this link sends what is kept.
    Lead,
    /// Another tab says something.
    Told(Note),
    /// Close, and stay closed until new credentials.
    Stop,
}

/// Everything a link asks of the world around it.
#[derive(Clone, Debug, PartialEq)]
pub enum Output<R: Role> {
    /// Open a socket.
    Connect,
    /// Send a text message.
    Transmit(String),
    /// Close the socket and report nothing more of it.
    Close,
    /// Give `Wake` at this time.
    WakeAt(u64),
    /// Tell the app.
    Deliver(Delivery<R>),
    /// Store a record, at its own place or over what lies at the given one; answer with `Kept`.
    Keep(Record, Option<u64>),
    /// Remove the record at this place of the store.
    Forget(u64),
    /// Read the whole store; answer with `Stored`.
    Recall,
    /// Tell the other tabs of this person.
    Tell(Note),
    /// Fetch a ticket; answer with `Credentials` or `Denied`.
    Authorize,
}

/// What tabs of one person tell each other about the outbox they share.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// Something new lies in the store.
    Kept {},
    /// A command was done.
    Done(Id<id::Client>, Option<Receipt>),
    /// A command was refused.
    Refused(Id<id::Client>, Code),
    /// A command's connection broke before the answer.
    Unknown(Id<id::Client>),
    /// A refused command shall be sent again.
    Retry(Id<id::Client>),
    /// A command was discarded.
    Gone(Id<id::Client>),
}

impl FromValue for Note {
    fn from_value(value: Value) -> Result<Self, Malformed> {
        let (name, it) = variant(value)?;
        let (first, second) = match it {
            Value::List(mut pair) if pair.len() == 2 => (pair.swap_remove(0), pair.pop()),
            it => (it, None),
        };
        let second = second.unwrap_or(Value::Null);
        Ok(match name.as_str() {
            "kept" => Self::Kept {},
            "done" if second == Value::Null => Self::Done(Id::from_value(first)?, None),
            "done" => Self::Done(Id::from_value(first)?, Some(Receipt::from_value(second)?)),
            "refused" => Self::Refused(Id::from_value(first)?, Code::from_value(second)?),
            "unknown" => Self::Unknown(Id::from_value(first)?),
            "retry" => Self::Retry(Id::from_value(first)?),
            "gone" => Self::Gone(Id::from_value(first)?),
            _ => return Err(Malformed),
        })
    }
}

#[cfg(test)]
mod tests {
    use shared::time::Timestamp;

    use super::*;
    use crate::json;

    #[test]
    fn notes_are_read_as_they_are_written() {
        let id = || Id::new("a");
        let receipt = Receipt {
            conversation: Id::new("c"),
            message: Id::new("m"),
            seq: 7,
            at: Timestamp(3),
            dup: true,
        };
        for note in [
            Note::Kept {},
            Note::Done(id(), None),
            Note::Done(id(), Some(receipt)),
            Note::Refused(id(), Code::TooLong),
            Note::Unknown(id()),
            Note::Retry(id()),
            Note::Gone(id()),
        ] {
            let value = Value::parse(&json::write(&note));
            assert_eq!(value.and_then(Note::from_value), Ok(note));
        }
    }
}
