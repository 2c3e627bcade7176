//! What agents ask the register, and what becomes of its answer: a reply to the agent, or something the rules
//! have to judge.

use jiff::tz::TimeZone;
use shared::{
    agent::{Agent, Command, Person as Visitor, Reply},
    error::{Code, Failed},
    form::Answers,
    frame::{Do, Done, FromServer},
    id::{self, Id},
    limits::MAX_FRAME,
    presence,
    register::{
        Card, Contact, ContactFile, Contacts, Document, Extent, Kind, Link, NewRequest, Number,
        RecordFile,
    },
    text::Invalid,
    time::Timestamp,
    visitor,
};

use super::{Draft, Full, Key, Register, Trouble, log};
use crate::{
    directory,
    frame::{json, text},
    hub::{self, Said},
    record::Filed,
    store::{self, Reader},
    who::{Action, Person, Verdict, can},
};

/// Bytes of a frame that are kept for what stands around an answer.
const AROUND: usize = 512;
/// Milliseconds after which a register that does not answer may be asked again.
const RETRY_AFTER_MS: u64 = 3_000;

/// Something that is asked. What the rules had to say about it is said.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The command's id.
    pub id: Id<id::Client>,
    /// Who asks.
    pub asker: Asker,
    /// On behalf of which conversation.
    pub conversation: Id<id::Conversation>,
    /// When.
    pub at: Timestamp,
    /// What.
    pub wanted: Wanted,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Asker {
    /// An agent.
    Agent(Box<directory::Agent>),
    /// A visitor, who hears nothing of the register but the number of a request.
    Visitor(Id<id::Visitor>),
}

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Wanted {
    /// Contacts that this visitor could be.
    Matches(Box<Visitor>),
    /// Contacts with these words.
    Contacts {
        /// The words.
        words: Vec<String>,
        /// After so many.
        from: u64,
    },
    /// A contact with all there is about it.
    Contact(Id<id::Entry>),
    /// A record in full.
    Record(Kind, Id<id::Entry>),
    /// Something for a command that changes the conversation, about this contact.
    Change(Box<Command>, Option<Card>),
    /// A request of a visitor, who says to be this.
    Petition {
        /// The command it is for.
        command: Box<visitor::Command>,
        /// The request.
        request: Box<NewRequest>,
        /// Who the visitor says to be.
        visitor: Box<Answers>,
    },
}

/// What the register found or made for a command that changes a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// What is linked from now on.
    Linked(Option<Card>),
    /// A request.
    Requested(Number),
}

impl Asker {
    fn card(&self) -> Option<presence::Card> {
        match self {
            Self::Agent(agent) => Some(agent.card.clone()),
            Self::Visitor(_) => None,
        }
    }
}

/// What becomes of an answer.
#[derive(Debug, PartialEq)]
pub enum Answered {
    /// This frame is sent to whoever asked.
    Frame(String),
    /// The rules judge what was found.
    Said(Box<Said>),
}

impl Question {
    /// Asks. Blocks while the register takes its time.
    pub fn put(self, register: &dyn Register, reader: &dyn Reader, zone: &TimeZone) -> Answered {
        if let Wanted::Petition {
            command,
            request,
            visitor,
        } = &self.wanted
        {
            let made = self.petition(request, visitor, register, reader, zone);
            let (id, command) = (self.id.clone(), (**command).clone());
            let said = Said::Granted(Do { id, command }, made.map_err(Failure::code));
            return Answered::Said(Box::new(said));
        }
        if let Wanted::Change(command, contact) = &self.wanted {
            let found = self.change(command, contact.clone(), register, reader, zone);
            let (id, command) = (self.id.clone(), (**command).clone());
            let said = Said::Found(Do { id, command }, found.map_err(Failure::code));
            return Answered::Said(Box::new(said));
        }
        let frame = match self.look(register, reader) {
            Ok(Some(reply)) => {
                let id = self.id.clone();
                FromServer::<Agent>::Done(Done { id, reply })
            }
            Ok(None) => self.failed(Code::NotFound),
            Err(trouble) => self.failed(Failure::Trouble(trouble).code()),
        };
        Answered::Frame(text(&frame))
    }

    /// Says that it is not asked.
    pub fn failed(&self, code: Code) -> FromServer<Agent> {
        FromServer::Failed(Failed {
            retry_after_ms: code.is_retryable().then_some(RETRY_AFTER_MS),
            ..Failed::new(Some(self.id.clone()), code)
        })
    }

    fn look(&self, register: &dyn Register, reader: &dyn Reader) -> Result<Option<Reply>, Trouble> {
        match &self.wanted {
            Wanted::Matches(visitor) => {
                let matching = matching(visitor, register)?;
                Ok(Some(Reply::Contacts(fitting(matching))))
            }
            Wanted::Contacts { words, from } => {
                let contacts = register.find(words, *from)?;
                Ok(Some(Reply::Contacts(fitting(contacts))))
            }
            Wanted::Contact(id) => self.file(register, reader, id),
            Wanted::Record(kind, id) => {
                let found = register.record(*kind, id)?;
                let found = found.map(|it| self.full(reader, it)).transpose()?;
                Ok(found.map(|it| Reply::Record(Box::new(it))))
            }
            _ => Ok(None),
        }
    }

    fn file(
        &self,
        register: &dyn Register,
        reader: &dyn Reader,
        id: &Id<id::Entry>,
    ) -> Result<Option<Reply>, Trouble> {
        let Some(found) = register.contact(id)? else {
            return Ok(None);
        };
        let all = reader.conversations_with(id)?.into_iter();
        let all = all.map(hub::kept).filter(|(it, _)| self.may_read(it));
        let all: Vec<_> = all.map(|(_, summary)| summary).collect();
        let readable: Vec<_> = all.iter().map(|it| it.id.clone()).collect();
        let documents = reader.filed_in(&readable)?.into_iter();
        let others = all.into_iter().filter(|it| it.id != self.conversation);
        let mut file = ContactFile {
            contact: found.contact,
            company: found.company,
            records: found.records,
            conversations: others.take(super::AT_ONCE).collect(),
            documents: documents.filter_map(document).collect(),
        };
        let mut size = json(&file).len();
        while size > MAX_FRAME - AROUND {
            let (records, documents) = (file.records.len(), file.documents.len());
            let dropped = if records > documents.max(file.conversations.len()) {
                file.records.pop().map_or(0, |it| json(&it).len())
            } else if documents > file.conversations.len() {
                file.documents.pop().map_or(0, |it| json(&it).len())
            } else {
                file.conversations.pop().map_or(0, |it| json(&it).len())
            };
            if dropped == 0 {
                return Err(Trouble::Unavailable("a contact is too long".to_owned()));
            }
            size = size.saturating_sub(dropped + 1);
        }
        Ok(Some(Reply::Contact(Box::new(file))))
    }

    /// The log is only for those who may read the conversation.
    fn full(&self, reader: &dyn Reader, found: Full) -> Result<RecordFile, Trouble> {
        let Full {
            record,
            mut text,
            mut log,
        } = found;
        let may_read = match &record.conversation {
            None => true,
            Some(id) => {
                let kept = reader.conversation(id)?;
                kept.is_some_and(|it| self.may_read(&hub::kept(it).0))
            }
        };
        if !may_read {
            log.clear();
        }
        let room = MAX_FRAME - AROUND - json(&record).len().min(MAX_FRAME / 4);
        cut(&mut text, room / 2);
        cut(&mut log, room.saturating_sub(json(&text).len()));
        Ok(RecordFile { record, text, log })
    }

    fn may_read(&self, conversation: &crate::record::Conversation) -> bool {
        match &self.asker {
            Asker::Agent(agent) => {
                can(Person::Agent(agent), Action::Read, conversation) == Verdict::Allowed
            }
            Asker::Visitor(_) => false,
        }
    }

    fn key(&self) -> Key {
        let sender = match &self.asker {
            Asker::Agent(agent) => agent.card.id.as_str(),
            Asker::Visitor(id) => id.as_str(),
        };
        Key::new(&Id::new(sender), &self.id)
    }

    /// Makes a visitor's request, with what was said where there is a conversation already.
    fn petition(
        &self,
        request: &NewRequest,
        visitor: &Answers,
        register: &dyn Register,
        reader: &dyn Reader,
        zone: &TimeZone,
    ) -> Result<Number, Failure> {
        let kept = reader.conversation(&self.conversation)?;
        let log = kept.map(|it| log::of(reader, &hub::kept(it).0, Extent::Public, zone));
        let draft = Draft {
            request: request.clean()?,
            conversation: self.conversation.clone(),
            contact: None,
            by: None,
            visitor: visitor.clone(),
            at: self.at,
            log: log.transpose()?.unwrap_or_default(),
        };
        Ok(register.create_request(&self.key(), &draft)?)
    }

    fn change(
        &self,
        command: &Command,
        contact: Option<Card>,
        register: &dyn Register,
        reader: &dyn Reader,
        zone: &TimeZone,
    ) -> Result<Finding, Failure> {
        let key = self.key();
        match command {
            Command::Link(Link { id: None, .. }) => Ok(Finding::Linked(None)),
            Command::Link(Link {
                id: Some(id), kind, ..
            }) => {
                let card = match kind {
                    Kind::Contact => register.contact(id)?.map(|it| it.contact.card()),
                    kind => register.record(*kind, id)?.map(|it| it.record.card()),
                };
                let card = card.ok_or(Failure::Absent)?;
                Ok(Finding::Linked(Some(card)))
            }
            Command::CreateContact(it) => {
                let contact = it.contact.clean()?;
                let card = register.create_contact(&key, &contact)?;
                Ok(Finding::Linked(Some(card)))
            }
            Command::CreateRequest(it) => {
                let kept = reader.conversation(&self.conversation)?;
                let (kept, _) = hub::kept(kept.ok_or(Failure::Absent)?);
                let draft = Draft {
                    request: it.request.clean()?,
                    conversation: self.conversation.clone(),
                    contact,
                    by: self.asker.card(),
                    visitor: Answers::default(),
                    at: self.at,
                    log: log::of(reader, &kept, it.request.log, zone)?,
                };
                Ok(Finding::Requested(register.create_request(&key, &draft)?))
            }
            _ => Err(Failure::Absent),
        }
    }
}

/// Why a command gets nothing from the register.
#[derive(Debug)]
enum Failure {
    Absent,
    Invalid,
    Trouble(Trouble),
}

impl Failure {
    fn code(self) -> Code {
        match self {
            Self::Absent => Code::NotFound,
            Self::Invalid | Self::Trouble(Trouble::Refused) => Code::Invalid,
            Self::Trouble(Trouble::Unavailable(why)) => {
                tracing::warn!(%why, "the register does not answer");
                Code::Unavailable
            }
        }
    }
}

impl From<Trouble> for Failure {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<store::Trouble> for Failure {
    fn from(trouble: store::Trouble) -> Self {
        Self::Trouble(trouble.into())
    }
}

impl From<Invalid> for Failure {
    fn from(_: Invalid) -> Self {
        Self::Invalid
    }
}

/// A file as it is told of a contact.
fn document(filed: Filed) -> Option<Document> {
    let place = filed.place?;
    Some(Document {
        file: filed.file,
        conversation: place.conversation,
        at: filed.begun_at,
        private: place.is_private,
    })
}

/// Whom a visitor could be, and who it is for certain: that takes what the site has signed. What a visitor says
/// proves nothing.
fn matching(visitor: &Visitor, register: &dyn Register) -> Result<Contacts, Trouble> {
    let (email, name) = (visitor.email.as_deref(), visitor.name.as_deref());
    let mut contacts = register.matching(email, name)?;
    let email = email.filter(|_| visitor.is_email_verified);
    let has_address =
        |it: &Contact| email.is_some_and(|email| email.eq_ignore_ascii_case(&it.email));
    let customer = visitor.customer.as_deref().map(Id::<id::Entry>::new);
    let known = match customer.filter(Id::is_well_formed) {
        Some(id) => register.contact(&id)?.map(|it| it.contact),
        None => None,
    };
    // The site and the register may number people differently: an address that speaks against it wins.
    let known = known.filter(|it| it.email.is_empty() || email.is_none() || has_address(it));
    let certain = known.or_else(|| {
        let mut alike = contacts.iter().filter(|it| has_address(it));
        alike.next().filter(|_| alike.next().is_none()).cloned()
    });
    let id = certain.as_ref().map(|it| it.id.clone());
    if let Some(certain) = certain {
        contacts.retain(|it| it.id != certain.id);
        contacts.insert(0, certain);
    }
    Ok(Contacts {
        contacts,
        next: None,
        certain: id,
    })
}

/// As many contacts as fit into a frame.
fn fitting(mut contacts: Contacts) -> Contacts {
    contacts.contacts.truncate(super::AT_ONCE);
    let mut room = MAX_FRAME - AROUND;
    contacts.contacts.retain(|it| {
        let size = json(it).len() + 1;
        let fits = size <= room;
        room -= if fits { size } else { 0 };
        fits
    });
    contacts
}

/// Cuts a text so that it takes at most so many bytes in a frame.
fn cut(text: &mut String, room: usize) {
    if json(text).len() <= room {
        return;
    }
    let mut size = "\"…\"".len();
    let fits = |it: &char| {
        size += json(it).len() - 2;
        size <= room
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push('…');
    *text = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_to_what_a_frame_takes() {
        let mut text = "\"quoted\" \u{1f4e6}\n".repeat(1_000);
        let whole = text.clone();
        cut(&mut text, 1_000_000);
        assert_eq!(text, whole);
        cut(&mut text, 1_000);
        assert!(json(&text).len() <= 1_000 && text.ends_with('…'));
        assert!(whole.starts_with(text.trim_end_matches('…')));
        cut(&mut text, 3);
        assert_eq!(text, "…");
    }
}
