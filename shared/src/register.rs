//! Customers as the company's register knows them: contacts, their companies, and the records about both.
//! The register may be the backend's own or another program's.

use serde::{Deserialize, Serialize};

use crate::{
    agent::Summary,
    file::File,
    id::{self, Id},
    limits, presence,
    text::{self, Invalid},
    time::Timestamp,
};

/// What an entry of the register is.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person.
    Contact,
    /// Something a customer wants done.
    Request,
    /// Something a customer buys, or may buy.
    Sale,
    /// Something to be done for a customer at a time.
    FollowUp,
    /// Something that takes longer.
    Project,
    /// Something that was done with a customer, such as a conversation.
    Activity,
    /// A kind of a later version: show it.
    #[serde(other)]
    Unknown,
}

/// A contact, a project or a sale in short, as it stands in a conversation.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Card {
    /// Which.
    pub id: Id<id::Entry>,
    /// What it is called.
    pub name: String,
    /// The company it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Firm>,
}

/// A company in short.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Firm {
    /// Which.
    pub id: Id<id::Entry>,
    /// Its name.
    pub name: String,
}

/// A person in the register.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Contact {
    /// Which.
    pub id: Id<id::Entry>,
    /// The person's name.
    pub name: String,
    /// The company the person belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Firm>,
    /// What the person is there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What colleagues should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Contact {
    /// The contact in short.
    pub fn card(&self) -> Card {
        Card {
            id: self.id.clone(),
            name: self.name.clone(),
            company: self.company.clone(),
        }
    }
}

/// A company in the register.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Company {
    /// Which.
    pub id: Id<id::Entry>,
    /// Its name.
    pub name: String,
    /// The customer's number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The web site.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// The address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

/// A request, a sale, a follow-up, a project or an activity, without its text. Status, category, priority
/// and amount are in the register's own words.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Record {
    /// Which of its kind.
    pub id: Id<id::Entry>,
    /// What it is.
    pub kind: Kind,
    /// What people call it by, such as `R-1042`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// What it is about.
    pub title: String,
    /// How it stands.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub status: String,
    /// Under what it is filed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// How pressing it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub priority: String,
    /// How much money, with its currency.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub amount: String,
    /// When it was made, is due or was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// The conversation it came from, or is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Id<id::Conversation>>,
    /// Whether it is the company's, or another of its contacts', and not the contact's own.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub of_company: bool,
}

impl Record {
    /// The record in short.
    pub fn card(&self) -> Card {
        Card {
            id: self.id.clone(),
            name: self.title.clone(),
            company: None,
        }
    }
}

/// Asks which contacts the visitor of a conversation could be, by the e-mail address and the name given.
/// Whoever may read the conversation may ask.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct MatchContacts {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Looks for contacts on behalf of a conversation. Whoever may read it may.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct FindContacts {
    /// For which conversation.
    pub conversation: Id<id::Conversation>,
    /// Each begins a word of the contact's name, address, number or company; none: all contacts.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Those from here on, as [`Contacts::next`] said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u64>,
}

/// Some contacts, the best first.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Contacts {
    /// At most 20.
    pub contacts: Vec<Contact>,
    /// Where the rest begins, if there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u64>,
    /// Which of them the visitor is for certain, by what the channel's site has signed. Only where whom the visitor
    /// could be was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certain: Option<Id<id::Entry>>,
}

/// Asks for everything about a contact, on behalf of a conversation. Whoever may read it may.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LookAtContact {
    /// For which conversation.
    pub conversation: Id<id::Conversation>,
    /// Which contact.
    pub id: Id<id::Entry>,
}

/// A contact with all there is about it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ContactFile {
    /// The person.
    pub contact: Contact,
    /// The person's company.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    /// The records of both, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
    /// Other conversations with the contact that the agent may read, the latest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub conversations: Vec<Summary>,
    /// Files of messages in the contact's conversations that the agent may read, this one included when it is
    /// linked; the latest first, at most [`limits::MAX_DOCUMENTS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Document>,
}

/// A file that went with a message of a conversation with a contact.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Document {
    /// The file.
    pub file: File,
    /// The conversation it went into.
    pub conversation: Id<id::Conversation>,
    /// When it was announced.
    pub at: Timestamp,
    /// Whether the message is private.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub private: bool,
}

/// Asks for one record in full, on behalf of a conversation. Whoever may read it may.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LookAtRecord {
    /// For which conversation.
    pub conversation: Id<id::Conversation>,
    /// What it is.
    pub kind: Kind,
    /// Which.
    pub id: Id<id::Entry>,
}

/// A record in full, as far as it fits into a frame.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct RecordFile {
    /// The record.
    pub record: Record,
    /// What it says.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// What was said in the conversation it came from; only for those who may read that conversation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub log: String,
}

/// Says which contact, project or sale a conversation is about, or that it is about none. Whoever may read
/// it may, also after its end.
///
/// Refused with `bad_request` for another kind, `not_found`, `unavailable`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Link {
    /// Which conversation.
    pub conversation: Id<id::Conversation>,
    /// What is linked: [`Kind::Contact`], [`Kind::Project`] or [`Kind::Sale`].
    pub kind: Kind,
    /// Which one; absent: none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<id::Entry>>,
}

/// Makes a new contact and links it to a conversation. Whoever may read it may.
///
/// Refused with `empty` (without a name), `too_long`, `invalid` (the address), `unavailable`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreateContact {
    /// Which conversation.
    pub conversation: Id<id::Conversation>,
    /// The contact.
    pub contact: NewContact,
}

/// A contact as an agent writes it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct NewContact {
    /// The person's name.
    pub name: String,
    /// The e-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// The telephone number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// What the person is at the company.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The name of the person's company: the one of this name, or else a new one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub company: String,
}

impl NewContact {
    /// The contact with every text made clean.
    ///
    /// # Errors
    /// When there is no name, something is too long, or the address is none.
    pub fn clean(&self) -> Result<Self, Invalid> {
        let or_empty = |checked: Result<String, Invalid>| match checked {
            Err(Invalid::Empty) => Ok(String::new()),
            checked => checked,
        };
        Ok(Self {
            name: text::line(&self.name, limits::MAX_TITLE)?,
            email: or_empty(text::email(&self.email))?,
            phone: or_empty(text::line(&self.phone, limits::MAX_TITLE))?,
            title: or_empty(text::line(&self.title, limits::MAX_TITLE))?,
            company: or_empty(text::line(&self.company, limits::MAX_TITLE))?,
        })
    }
}

/// Makes a request of a conversation, which goes on. Whoever may read it may.
///
/// Refused with `empty` (without a title), `too_long`, `too_many` (the conversation has
/// [`limits::MAX_REQUESTS`]), `unavailable`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct CreateRequest {
    /// Which conversation.
    pub conversation: Id<id::Conversation>,
    /// The request.
    pub request: NewRequest,
}

/// A request as an agent writes it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct NewRequest {
    /// What it is about.
    pub title: String,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Under what it is filed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// How pressing it is.
    #[serde(default)]
    pub priority: Priority,
    /// How much of what was said goes with it.
    #[serde(default)]
    pub log: Extent,
}

/// How pressing a request is.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Priority {
    /// It can wait.
    Low,
    /// Before others.
    High,
    /// At once.
    Urgent,
    /// As usual; also any word of a later version.
    #[default]
    #[serde(other)]
    Normal,
}

impl Priority {
    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Normal => "normal",
            Self::High => "high",
            Self::Urgent => "urgent",
        }
    }
}

/// How much of what was said goes with a request.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// Also what agents wrote to each other, marked.
    All,
    /// What the visitor saw; also any word of a later version.
    #[default]
    #[serde(other)]
    Public,
}

impl NewRequest {
    /// The request with every text made clean.
    ///
    /// # Errors
    /// When there is no title or something is too long.
    pub fn clean(&self) -> Result<Self, Invalid> {
        let or_empty = |checked: Result<String, Invalid>| match checked {
            Err(Invalid::Empty) => Ok(String::new()),
            checked => checked,
        };
        Ok(Self {
            title: text::line(&self.title, limits::MAX_TITLE)?,
            text: or_empty(text::body(&self.text))?,
            category: or_empty(text::line(&self.category, limits::MAX_TITLE))?,
            priority: self.priority,
            log: self.log,
        })
    }
}

/// A request in short.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Number {
    /// Which.
    pub id: Id<id::Entry>,
    /// What people call it by; visitors are told this one.
    pub number: String,
}

/// A request is made.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Receipt {
    /// The conversation.
    pub conversation: Id<id::Conversation>,
    /// The request.
    pub request: Number,
    /// Whether the command was carried out before.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub dup: bool,
}

/// An agent said whom or what a conversation is about. Visitors hear nothing of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Linked {
    /// What is linked.
    pub kind: Kind,
    /// Which one; absent: none any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Card>,
    /// Who said so.
    pub by: presence::Card,
    /// When.
    pub at: Timestamp,
}

/// An agent made a request of a conversation. Visitors hear nothing of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Requested {
    /// The request.
    pub request: Number,
    /// Who made it.
    pub by: presence::Card,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_contact_needs_a_name_and_no_odd_address() {
        let contact = |name: &str, email: &str| NewContact {
            name: name.to_owned(),
            email: email.to_owned(),
            company: " Fjord\n AS ".to_owned(),
            ..NewContact::default()
        };
        let clean = contact(" Kari ", "").clean().expect("it is one");
        assert_eq!((&*clean.name, &*clean.company), ("Kari", "Fjord AS"));
        assert_eq!(contact(" ", "").clean(), Err(Invalid::Empty));
        assert_eq!(contact("Kari", "kari").clean(), Err(Invalid::Malformed));
        assert_eq!(contact(&"å".repeat(256), "").clean(), Err(Invalid::TooLong));
    }

    #[test]
    fn words_of_a_later_version_are_borne() {
        let text = r#"{"title": "Kettle", "priority": "cosmic", "log": "dreams"}"#;
        let request: NewRequest = serde_json::from_str(text).expect("it can be read");
        assert_eq!(
            (request.priority, request.log),
            (Priority::Normal, Extent::Public)
        );
    }
}
