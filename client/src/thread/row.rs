//! One row of a conversation.

use crate::voice::Among;
use shared::{
    conversation::{Ended, Side},
    error::Code,
    id::{self, Id},
    message::{Author, Content},
    presence::Card,
    rating::Rating,
    time::Timestamp,
};

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What makes the row this row, also when an own message is confirmed: the key of a list.
    pub key: String,
    /// Its number in the log; absent for own messages that are not confirmed.
    pub seq: Option<u64>,
    /// When the server accepted it; absent as above.
    pub at: Option<Timestamp>,
    /// What it shows.
    pub body: Body,
}

impl Row {
    /// The row's number; rows that have none yet come after all that have.
    pub(super) fn number(&self) -> u64 {
        self.seq.unwrap_or(u64::MAX)
    }

    /// Whether this is the row with this key, or of the message with this id.
    pub(super) fn is_named(&self, name: &str) -> bool {
        let is_id = |said: &Said| said.id.as_ref().is_some_and(|id| id.as_str() == name);
        self.key == name || matches!(&self.body, Body::Said(said) if is_id(said))
    }

    /// Whether the next row is a message of the same writer and the same kind, soon after.
    pub(super) fn is_followed_by(&self, next: &Self, within_ms: u64) -> bool {
        let (Body::Said(a), Body::Said(b)) = (&self.body, &next.body) else {
            return false;
        };
        let is_soon = self
            .at
            .zip(next.at)
            .is_none_or(|(a, b)| b.since(a) <= within_ms);
        let is_same = (a.is_own && b.is_own) || (a.author.is_some() && a.author == b.author);
        is_soon && is_same && a.is_private == b.is_private
    }
}

/// The key of a line of the system: no message's id has a colon.
pub(super) fn key_of(seq: u64) -> String {
    let mut key = String::from(":");
    crate::json::write_number(seq, &mut key);
    key
}

/// The number in such a key.
pub(super) fn number_of(key: &str) -> Option<u64> {
    key.strip_prefix(':')?.parse().ok()
}

/// What a row shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// A message.
    Said(Said),
    /// A line of the system.
    Line(Line),
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The message; absent while not confirmed.
    pub id: Option<Id<id::Message>>,
    /// The command that posted it, on the own side.
    pub client_id: Option<Id<id::Client>>,
    /// Who wrote it; absent while not confirmed (then it is the reader's own).
    pub author: Option<Author>,
    /// Whether the reader wrote it.
    pub is_own: bool,
    /// Whether only agents see it.
    pub is_private: bool,
    /// What it says.
    pub content: Content,
}

/// A line of the system.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// It began.
    Started,
    /// An agent took it.
    Taken(Card),
    /// It waits again.
    Queued,
    /// It ended.
    Ended(Ended),
    /// It goes on: with that agent, or in the queue.
    Reopened(Side, Option<Card>),
    /// Its visitor rated it.
    Rated(Rating),
    /// Its visitor was asked whether they are still there.
    Nudged,
    /// Something among agents.
    Among(Among),
}

/// What became of an own message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mark {
    /// On its way.
    Sending,
    /// Possibly arrived: the connection broke; it is repeated.
    Unknown,
    /// Not accepted.
    Refused(Code),
    /// On the server's disk.
    Sent,
    /// Seen by the other side.
    Seen,
}

/// How a row stands to its neighbours.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Grouping {
    /// The row before is of another day, or there is none.
    pub begins_day: bool,
    /// The row before is not a message of the same writer within the same minutes and day.
    pub begins_group: bool,
    /// The row after is not of the same group.
    pub ends_group: bool,
}
