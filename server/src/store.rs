//! The seam to what is durable. [`Store`] is the one writer, [`Reader`] reads beside it, and
//! [`accounts::Accounts`] is what administrators set.

pub mod accounts;
pub mod customers;
pub mod files;
pub mod mails;
pub mod memory;
pub mod photos;
pub mod replies;
pub mod sqlite;
#[cfg(test)]
mod tests;

use std::{fmt, sync::Arc};

use shared::{
    archive::{Excerpt, Rated},
    conversation::Status,
    id::{self, Id},
    reply,
    time::Timestamp,
};

use crate::{
    directory::Directory,
    photo::Photo,
    public::Audience,
    record::{Entry, Filed, Known, Lasted, Loaded, Place, Sender, Sent, Write},
};

/// The writer. One thread owns it.
pub trait Store: accounts::Accounts {
    /// Names the life of this store; another one voids every cursor.
    fn epoch(&self) -> Id<id::Epoch>;

    /// Begins a round: what is applied from here on becomes durable together.
    ///
    /// # Errors
    /// When the storage does not let us; nothing has begun then.
    fn begin(&mut self) -> Result<(), Trouble>;

    /// Adds to the round.
    ///
    /// # Errors
    /// When the storage refuses; the round can only be rolled back then.
    fn apply(&mut self, write: &Write) -> Result<(), Trouble>;

    /// Makes the round durable: when this returns, it is on disk.
    ///
    /// # Errors
    /// When the storage refuses or cannot sync; the round must be taken as not done, and the store is
    /// suspect until [`Store::verify`] says otherwise.
    fn commit(&mut self) -> Result<(), Trouble>;

    /// Drops the round.
    fn rollback(&mut self);

    /// Finds out whether the storage can be written and read again, by doing it.
    ///
    /// # Errors
    /// When it cannot.
    fn verify(&mut self) -> Result<(), Trouble>;

    /// The command `id` of `sender`, if it was carried out.
    ///
    /// # Errors
    /// When the storage fails.
    fn sent(&mut self, sender: &Id<Sender>, id: &Id<id::Client>) -> Result<Option<Sent>, Trouble>;

    /// One conversation.
    ///
    /// # Errors
    /// When the storage fails.
    fn conversation(&mut self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble>;

    /// A visitor's latest conversation.
    ///
    /// # Errors
    /// When the storage fails.
    fn latest(&mut self, visitor: &Id<id::Visitor>) -> Result<Option<Loaded>, Trouble>;

    /// What is known of a visitor.
    ///
    /// # Errors
    /// When the storage fails.
    fn known(&mut self, visitor: &Id<id::Visitor>) -> Result<Known, Trouble>;

    /// Where a message stands in a conversation.
    ///
    /// # Errors
    /// When the storage fails.
    fn place(
        &mut self,
        conversation: &Id<id::Conversation>,
        message: &Id<id::Message>,
    ) -> Result<Option<Place>, Trouble>;

    /// Entries of a conversation's log, those of the round included, see [`Reader::entries`].
    ///
    /// # Errors
    /// When the storage fails.
    fn entries(&mut self, span: &Span) -> Result<Vec<Entry>, Trouble>;

    /// All conversations that wait, are active, or ended at `ended_since` or later.
    ///
    /// # Errors
    /// When the storage fails.
    fn live(&mut self, ended_since: Timestamp) -> Result<Vec<Loaded>, Trouble>;

    /// What began, was first answered or ended at `since` or later.
    ///
    /// # Errors
    /// When the storage fails.
    fn lasted(&mut self, since: Timestamp) -> Result<Vec<Lasted>, Trouble>;

    /// Channels, agents, and the sessions that end after `now`.
    ///
    /// # Errors
    /// When the storage fails.
    fn directory(&mut self, now: Timestamp) -> Result<Directory, Trouble>;

    /// Whether accounts or channels changed since this was asked last, by this or another process.
    ///
    /// # Errors
    /// When the storage fails.
    fn has_new_directory(&mut self) -> Result<bool, Trouble>;

    /// Puts the words of messages where [`Reader::search`] finds them: of some that are not there yet, in
    /// a round of its own; and lets nothing be left on the disk of what was erased. Says whether there may be more to
    /// do.
    ///
    /// # Errors
    /// When the storage fails.
    fn index(&mut self) -> Result<bool, Trouble>;

    /// A handle that reads what is committed, from any thread.
    fn reader(&self) -> Arc<dyn Reader>;
}

/// Reads what is committed. Used by many threads at once.
pub trait Reader: customers::Look {
    /// Entries of a conversation's log with numbers in `range`, as `audience` counts them, ascending,
    /// at most `limit`. With `from_end` the highest ones, else the lowest.
    ///
    /// # Errors
    /// When the storage fails.
    fn entries(&self, span: &Span) -> Result<Vec<Entry>, Trouble>;

    /// A file, and the conversation it went into, if it went into one.
    ///
    /// # Errors
    /// When the storage fails.
    fn filed(&self, id: &Id<id::File>) -> Result<Option<(Filed, Option<Loaded>)>, Trouble>;

    /// The files that went with messages of these conversations, the latest first, at most
    /// [`shared::limits::MAX_DOCUMENTS`].
    ///
    /// # Errors
    /// When the storage fails.
    fn filed_in(&self, conversations: &[Id<id::Conversation>]) -> Result<Vec<Filed>, Trouble>;

    /// Mails that are due, the first due first.
    ///
    /// # Errors
    /// When the storage fails.
    fn mails(&self, now: Timestamp, limit: usize) -> Result<Vec<mails::Waiting>, Trouble>;

    /// An agent's photo.
    ///
    /// # Errors
    /// When the storage fails.
    fn photo(&self, id: &Id<id::Photo>) -> Result<Option<Photo>, Trouble>;

    /// Ready answers, in order, at most [`replies::AT_ONCE`].
    ///
    /// # Errors
    /// When the storage fails.
    fn replies(&self, look: &replies::Look) -> Result<Vec<reply::Entry>, Trouble>;

    /// The conversations that match, the latest first. Messages of the last seconds may not be found yet.
    ///
    /// # Errors
    /// When the storage fails.
    fn search(&self, query: &Query) -> Result<Vec<Match>, Trouble>;
}

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Each begins a word of one message, or of the visitor's name and address; none: all match.
    pub words: Vec<String>,
    /// Only of these channels.
    pub channels: Vec<Id<id::Channel>>,
    /// Only those whose last owner this is.
    pub owner: Option<Id<id::Agent>>,
    /// Only those that began then or later.
    pub since: Option<Timestamp>,
    /// Only those that began before.
    pub before: Option<Timestamp>,
    /// Only those that stand so.
    pub status: Option<Status>,
    /// Only those about one of these topics; none: about anything.
    pub tags: Vec<Id<id::Tag>>,
    /// Only those that were rated so.
    pub rated: Option<Rated>,
    /// Only those before this place.
    pub from: Option<u64>,
    /// At most so many.
    pub limit: usize,
}

/// A conversation that matches.
#[derive(Clone, Debug)]
pub struct Match {
    /// Its place among all: later ones have higher ones.
    pub place: u64,
    /// The conversation.
    pub kept: Loaded,
    /// Where the words stand, the latest first.
    pub excerpts: Vec<Excerpt>,
}

/// Which entries to read.
#[derive(Clone, Debug)]
pub struct Span {
    /// Of which conversation.
    pub conversation: Id<id::Conversation>,
    /// Whose numbers count, and whose entries are left out.
    pub audience: Audience,
    /// Numbers above this.
    pub after: u64,
    /// Numbers up to and including this.
    pub to: u64,
    /// At most so many.
    pub limit: u16,
    /// Whether the highest ones are wanted and not the lowest; the order is ascending either way.
    pub from_end: bool,
}

/// Why the storage did not do what it was asked.
#[derive(Debug)]
pub enum Trouble {
    /// The storage failed: full, broken, locked by somebody else, or its content makes no sense.
    Storage(String),
    /// The e-mail address belongs to another account.
    Taken,
    /// There is no such thing.
    Absent,
}

impl fmt::Display for Trouble {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Storage(why) => write!(out, "the storage failed: {why}"),
            Self::Taken => out.write_str("the e-mail address belongs to another account"),
            Self::Absent => out.write_str("no such thing"),
        }
    }
}

impl std::error::Error for Trouble {}
