//! Customers, where the company keeps them here: contacts, companies and their records.

use shared::{
    id::{self, Id},
    register::{Company, Contact, Firm, Kind, Record},
};

use super::Trouble;
use crate::record::Loaded;

/// The most records one look takes.
pub const RECORDS: usize = 100;
/// The most conversations one look takes.
pub const CONVERSATIONS: usize = 60;

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// What lists show of it.
    pub record: Record,
    /// The contact it is about.
    pub contact: Option<Id<id::Entry>>,
    /// The company it is about.
    pub company: Option<Id<id::Entry>>,
    /// What it says.
    pub text: String,
    /// What was said in the conversation it came from.
    pub log: String,
}

/// Something about a conversation that the register is to be told.
#[derive(Clone, Debug, PartialEq)]
pub struct Errand {
    /// Tells it from others, later ones having higher numbers.
    pub number: u64,
    /// The conversation.
    pub conversation: Id<id::Conversation>,
    /// The activity that it is; nothing: it is none any more.
    pub activity: Option<Kept>,
}

/// Writing, and what has to be known for it.
pub trait Customers: Send {
    /// Adds a company, or changes the one with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_company(&mut self, company: &Company) -> Result<(), Trouble>;

    /// Adds a contact, or changes the one with this id. Of its company only the id counts.
    ///
    /// # Errors
    /// When there is no such company, or the storage fails.
    fn put_contact(&mut self, contact: &Contact) -> Result<(), Trouble>;

    /// Adds a record, or changes the one of its kind with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn put_record(&mut self, kept: &Kept) -> Result<(), Trouble>;

    /// The company with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn firm(&mut self, id: &Id<id::Entry>) -> Result<Option<Firm>, Trouble>;

    /// A company of this name; upper and lower case are alike.
    ///
    /// # Errors
    /// When the storage fails.
    fn firm_named(&mut self, name: &str) -> Result<Option<Firm>, Trouble>;

    /// The contact with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn known_contact(&mut self, id: &Id<id::Entry>) -> Result<Option<Contact>, Trouble>;

    /// The record of this kind with this id.
    ///
    /// # Errors
    /// When the storage fails.
    fn known_record(&mut self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Kept>, Trouble>;

    /// A number that no request was given before.
    ///
    /// # Errors
    /// When the storage fails.
    fn next_request(&mut self) -> Result<u64, Trouble>;

    /// The register was told; nothing happens when there is something newer to tell.
    ///
    /// # Errors
    /// When the storage fails.
    fn finish_errand(&mut self, number: u64) -> Result<(), Trouble>;
}

/// Reading beside the writer.
pub trait Look: Send + Sync {
    /// Contacts with this address; upper and lower case are alike.
    ///
    /// # Errors
    /// When the storage fails.
    fn contacts_by_email(&self, email: &str) -> Result<Vec<Contact>, Trouble>;

    /// Contacts of whom each of the words begins a word of the name, the address, the telephone number or the
    /// company's name; by name, `limit` of them after the first `from`.
    ///
    /// # Errors
    /// When the storage fails.
    fn contacts(&self, words: &[String], from: u64, limit: usize) -> Result<Vec<Contact>, Trouble>;

    /// A contact and its company.
    ///
    /// # Errors
    /// When the storage fails.
    fn contact(&self, id: &Id<id::Entry>) -> Result<Option<(Contact, Option<Company>)>, Trouble>;

    /// The records of a contact and of its company, the latest first, at most [`RECORDS`].
    ///
    /// # Errors
    /// When the storage fails.
    fn records(&self, contact: &Contact) -> Result<Vec<Record>, Trouble>;

    /// A record in full.
    ///
    /// # Errors
    /// When the storage fails.
    fn record(&self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Kept>, Trouble>;

    /// The conversations with a contact, the latest first, at most [`CONVERSATIONS`].
    ///
    /// # Errors
    /// When the storage fails.
    fn conversations_with(&self, contact: &Id<id::Entry>) -> Result<Vec<Loaded>, Trouble>;

    /// What the register is to be told, the oldest first.
    ///
    /// # Errors
    /// When the storage fails.
    fn errands(&self, limit: usize) -> Result<Vec<Errand>, Trouble>;

    /// One conversation.
    ///
    /// # Errors
    /// When the storage fails.
    fn conversation(&self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble>;
}

/// The name of a kind in a table.
pub const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Contact => "contact",
        Kind::Request => "request",
        Kind::Sale => "sale",
        Kind::FollowUp => "follow_up",
        Kind::Project => "project",
        Kind::Activity => "activity",
        Kind::Unknown => "unknown",
    }
}
