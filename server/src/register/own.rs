//! The server's own register: customers in its store.

use std::sync::Arc;

use shared::{
    form::Kind as Asked,
    id::{self, Id},
    register::{Card, Company, Contact, Contacts, Firm, Kind, NewContact, Number, Record},
};

use super::{AT_ONCE, Draft, File, Full, Key, MATCHES, Register, Trouble};
use crate::store::{Reader, Trouble as Storage, accounts::Accounts, customers::Kept};

/// Contacts of a name among which those are looked for who have all of it.
const NAMESAKES: usize = 50;
/// What requests of this register begin with; the first has the number after this.
const REQUEST: (&str, u64) = ("R-", 1_000);

/// Something to write, in a round of its own.
pub type Job = Box<dyn FnOnce(&mut dyn Accounts) -> Result<Done, Storage> + Send>;

/// What was written.
#[derive(Clone, Debug)]
pub enum Done {
    /// A contact.
    Contact(Card),
    /// A request.
    Request(Number),
}

/// Lets whoever owns the writer do a job, and waits for it.
pub trait Scribe: Send + Sync {
    /// Does it.
    ///
    /// # Errors
    /// What the job returns, or when the storage fails.
    fn write(&self, job: Job) -> Result<Done, Storage>;
}

/// Customers in the server's store.
pub struct Own {
    reader: Arc<dyn Reader>,
    scribe: Box<dyn Scribe>,
}

impl Own {
    /// Over a store.
    pub fn new(reader: Arc<dyn Reader>, scribe: Box<dyn Scribe>) -> Self {
        Self { reader, scribe }
    }
}

impl Register for Own {
    fn matching(&self, email: Option<&str>, name: Option<&str>) -> Result<Vec<Contact>, Trouble> {
        let mut found = match email {
            Some(email) => self.reader.contacts_by_email(email)?,
            None => Vec::new(),
        };
        let words = words(name.unwrap_or_default());
        if !words.is_empty() {
            let namesakes = self.reader.contacts(&words, 0, NAMESAKES)?;
            let others = namesakes
                .into_iter()
                .filter(|it| is_called(it, &words) && !found.iter().any(|known| known.id == it.id));
            let others: Vec<Contact> = others.collect();
            found.extend(others);
        }
        found.truncate(MATCHES);
        Ok(found)
    }

    fn find(&self, words: &[String], from: u64) -> Result<Contacts, Trouble> {
        let mut contacts = self.reader.contacts(words, from, AT_ONCE + 1)?;
        let has_more = contacts.len() > AT_ONCE;
        contacts.truncate(AT_ONCE);
        let next = has_more.then_some(from.saturating_add(AT_ONCE as u64));
        Ok(Contacts {
            contacts,
            next,
            certain: None,
        })
    }

    fn contact(&self, id: &Id<id::Entry>) -> Result<Option<File>, Trouble> {
        let Some((contact, company)) = self.reader.contact(id)? else {
            return Ok(None);
        };
        let records = self.reader.records(&contact)?;
        Ok(Some(File {
            contact,
            company,
            records,
        }))
    }

    fn record(&self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Full>, Trouble> {
        let found = self.reader.record(kind, id)?;
        Ok(found.map(|it| Full {
            record: it.record,
            text: it.text,
            log: it.log,
        }))
    }

    fn create_contact(&self, key: &Key, contact: &NewContact) -> Result<Card, Trouble> {
        let (key, contact) = (key.clone(), contact.clone());
        let job: Job = Box::new(move |accounts| create(accounts, &key, contact).map(Done::Contact));
        match self.scribe.write(job)? {
            Done::Contact(card) => Ok(card),
            Done::Request(_) => Err(Trouble::Refused),
        }
    }

    fn create_request(&self, key: &Key, draft: &Draft) -> Result<Number, Trouble> {
        let (key, draft) = (key.clone(), draft.clone());
        let job: Job = Box::new(move |accounts| request(accounts, &key, draft).map(Done::Request));
        match self.scribe.write(job)? {
            Done::Request(number) => Ok(number),
            Done::Contact(_) => Err(Trouble::Refused),
        }
    }

    /// The engine has written it together with the end of the conversation.
    fn record_activity(&self, _: &Id<id::Conversation>, _: Option<&Kept>) -> Result<(), Trouble> {
        Ok(())
    }
}

fn create(store: &mut dyn Accounts, key: &Key, new: NewContact) -> Result<Card, Storage> {
    let id = Id::new(key.as_str());
    if let Some(known) = store.known_contact(&id)? {
        return Ok(known.card());
    }
    let company = match new.company.as_str() {
        "" => None,
        name => Some(match store.firm_named(name)? {
            Some(firm) => firm,
            None => found(store, key, name)?,
        }),
    };
    let contact = Contact {
        id,
        name: new.name,
        company,
        title: new.title,
        email: new.email,
        phone: new.phone,
        address: String::new(),
        note: String::new(),
    };
    store.put_contact(&contact)?;
    Ok(contact.card())
}

/// Makes the company of a new contact.
fn found(store: &mut dyn Accounts, key: &Key, name: &str) -> Result<Firm, Storage> {
    let company = Company {
        id: Id::new(key.as_str()),
        name: name.to_owned(),
        number: String::new(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        address: String::new(),
    };
    store.put_company(&company)?;
    Ok(Firm {
        id: company.id,
        name: company.name,
    })
}

fn request(store: &mut dyn Accounts, key: &Key, draft: Draft) -> Result<Number, Storage> {
    let id = Id::new(key.as_str());
    if let Some(known) = store.known_record(Kind::Request, &id)? {
        let number = known.record.number;
        return Ok(Number { id, number });
    }
    let number = format!("{}{}", REQUEST.0, REQUEST.1 + store.next_request()?);
    let Draft {
        request,
        conversation,
        contact,
        at,
        log,
        visitor,
        ..
    } = draft;
    // Whom to answer stands below what was asked.
    let told = Asked::ALL.iter().filter_map(|it| visitor.of(*it));
    let text = [request.text.as_str()]
        .into_iter()
        .filter(|it| !it.is_empty());
    let text: Vec<&str> = text.chain(told).collect();
    let text = text.join("\n");
    store.put_record(&Kept {
        record: Record {
            id: id.clone(),
            kind: Kind::Request,
            number: number.clone(),
            title: request.title,
            status: "open".to_owned(),
            category: request.category,
            priority: request.priority.name().to_owned(),
            amount: String::new(),
            at: Some(at),
            conversation: Some(conversation),
            of_company: false,
        },
        company: contact
            .as_ref()
            .and_then(|it| Some(it.company.as_ref()?.id.clone())),
        contact: contact.map(|it| it.id),
        text,
        log,
    })?;
    Ok(Number { id, number })
}

/// The words of a name or a question, without the marks between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether every word is one of the name's, and not of the company's or the address.
fn is_called(contact: &Contact, names: &[String]) -> bool {
    let own = words(&contact.name.to_lowercase());
    let mut names = names.iter().map(|it| it.to_lowercase());
    names.all(|name| own.iter().any(|it| it.starts_with(&name)))
}
