//! The seam to the register of customers: the server's own store, or a company's own program. Nothing here
//! runs on the engine's thread: a register may be slow, and conversations do not wait for it.

mod clerk;
pub(crate) mod courier;
mod http;
pub mod log;
pub mod own;
pub mod question;

use shared::{
    form::Answers,
    id::{self, Id},
    register::{Card, Company, Contact, Contacts, Kind, NewContact, NewRequest, Number, Record},
    time::Timestamp,
};

pub(crate) use clerk::Clerk;
pub(crate) use http::Http;
pub use own::{Own, Scribe};
pub use question::{Answered, Asker, Finding, Question, Wanted};

use crate::{record::Sender, store::customers::Kept};

/// Contacts of one answer.
pub const AT_ONCE: usize = 20;
/// Contacts that a visitor could be, in one answer.
pub const MATCHES: usize = 8;

/// Where customers are kept. Its calls take their time.
pub trait Register: Send + Sync {
    /// Contacts that somebody with this address and name could be, the likeliest first.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn matching(&self, email: Option<&str>, name: Option<&str>) -> Result<Vec<Contact>, Trouble>;

    /// Contacts of whom each word begins some word, at most [`AT_ONCE`] after the first `from`.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn find(&self, words: &[String], from: u64) -> Result<Contacts, Trouble>;

    /// A contact with its company and the records of both, the latest first.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn contact(&self, id: &Id<id::Entry>) -> Result<Option<File>, Trouble>;

    /// A record in full.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn record(&self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Full>, Trouble>;

    /// Makes a contact, and its company where there is none of that name. The same key makes the same one
    /// once.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn create_contact(&self, key: &Key, contact: &NewContact) -> Result<Card, Trouble>;

    /// Makes a request. The same key makes the same one once.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn create_request(&self, key: &Key, draft: &Draft) -> Result<Number, Trouble>;

    /// Keeps that a conversation with a customer is over, in place of what was kept of the same one; nothing:
    /// it was with nobody.
    ///
    /// # Errors
    /// See [`Trouble`].
    fn record_activity(
        &self,
        conversation: &Id<id::Conversation>,
        activity: Option<&Kept>,
    ) -> Result<(), Trouble>;
}

/// What there is about a contact.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The person.
    pub contact: Contact,
    /// The person's company.
    pub company: Option<Company>,
    /// The records of both.
    pub records: Vec<Record>,
}

/// A record with what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Full {
    /// The record.
    pub record: Record,
    /// What it says.
    pub text: String,
    /// What was said in its conversation.
    pub log: String,
}

/// A request before it has a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What was written, made clean.
    pub request: NewRequest,
    /// The conversation it comes from.
    pub conversation: Id<id::Conversation>,
    /// The contact it is about.
    pub contact: Option<Card>,
    /// The agent who makes it; absent: the visitor.
    pub by: Option<shared::presence::Card>,
    /// Who the visitor says to be, where it is the visitor who makes it.
    pub visitor: Answers,
    /// When.
    pub at: Timestamp,
    /// What was said.
    pub log: String,
}

/// Tells one wish from all others, however often it is made.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Key(String);

impl Key {
    /// The key of a command: of everybody's commands this one alone.
    pub fn new(sender: &Id<Sender>, command: &Id<id::Client>) -> Self {
        use sha2::{Digest, Sha256};
        let hash = Sha256::new()
            .chain_update(sender.as_str())
            .chain_update([0])
            .chain_update(command.as_str())
            .finalize();
        let mut bits = [0; 16];
        bits.copy_from_slice(&hash[..16]);
        let id = Id::<id::Entry>::from_bits(u128::from_be_bytes(bits));
        Self(id.as_str().to_owned())
    }

    /// The key as text: an id nobody else has.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why the register did not do what it was asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Trouble {
    /// It does not answer, or with nothing that makes sense. It may later.
    Unavailable(String),
    /// It does not take what it was given.
    Refused,
}

impl From<crate::store::Trouble> for Trouble {
    fn from(trouble: crate::store::Trouble) -> Self {
        Self::Unavailable(trouble.to_string())
    }
}
