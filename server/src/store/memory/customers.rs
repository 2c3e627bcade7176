//! Customers in memory.

use std::collections::BTreeMap;

use shared::{
    id::{self, Id},
    register::{Company, Contact, Firm, Kind, Record},
};

use super::{Disk, Memory, broken, contents::Kept as Conversation};
use crate::{
    record::Loaded,
    store::{
        Trouble,
        customers::{CONVERSATIONS, Customers, Errand, Kept, Look, RECORDS},
    },
};

/// All of them, as tables would hold it.
#[derive(Clone, Debug, Default)]
pub(super) struct Register {
    companies: BTreeMap<Id<id::Entry>, Company>,
    contacts: BTreeMap<Id<id::Entry>, Contact>,
    records: BTreeMap<(Kind, Id<id::Entry>), Kept>,
    requests: u64,
    /// By number.
    errands: BTreeMap<u64, Id<id::Conversation>>,
    last_errand: u64,
}

impl Customers for Memory {
    fn put_company(&mut self, company: &Company) -> Result<(), Trouble> {
        self.write(|it| {
            let companies = &mut it.register.companies;
            companies.insert(company.id.clone(), company.clone());
            Ok(())
        })
    }

    fn put_contact(&mut self, contact: &Contact) -> Result<(), Trouble> {
        self.write(|it| {
            let firm = contact.company.as_ref();
            if firm.is_some_and(|firm| !it.register.companies.contains_key(&firm.id)) {
                return Err(broken());
            }
            let contacts = &mut it.register.contacts;
            contacts.insert(contact.id.clone(), contact.clone());
            Ok(())
        })
    }

    fn put_record(&mut self, kept: &Kept) -> Result<(), Trouble> {
        self.write(|it| {
            it.register.put_record(kept);
            Ok(())
        })
    }

    fn firm(&mut self, id: &Id<id::Entry>) -> Result<Option<Firm>, Trouble> {
        self.read(|it| it.register.companies.get(id).map(firm))
    }

    fn firm_named(&mut self, name: &str) -> Result<Option<Firm>, Trouble> {
        self.read(|it| {
            let mut all = it.register.companies.values();
            let found = all.find(|it| it.name.to_lowercase() == name.to_lowercase());
            found.map(firm)
        })
    }

    fn known_contact(&mut self, id: &Id<id::Entry>) -> Result<Option<Contact>, Trouble> {
        self.read(|it| it.register.contact(id))
    }

    fn known_record(&mut self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Kept>, Trouble> {
        self.read(|it| it.register.records.get(&(kind, id.clone())).cloned())
    }

    fn next_request(&mut self) -> Result<u64, Trouble> {
        self.write(|it| {
            it.register.requests += 1;
            Ok(it.register.requests)
        })
    }

    fn finish_errand(&mut self, number: u64) -> Result<(), Trouble> {
        self.write(|it| {
            it.register.errands.remove(&number);
            Ok(())
        })
    }
}

impl Look for Disk {
    fn contacts_by_email(&self, email: &str) -> Result<Vec<Contact>, Trouble> {
        self.read(|it| {
            let mut found = it.register.by_name();
            found.retain(|it| it.email.eq_ignore_ascii_case(email));
            found
        })
    }

    fn contacts(&self, words: &[String], from: u64, limit: usize) -> Result<Vec<Contact>, Trouble> {
        self.read(|it| {
            let all = it.register.by_name().into_iter();
            let matching = all.filter(|it| words.iter().all(|word| has_word(it, word)));
            let from = usize::try_from(from).unwrap_or(usize::MAX);
            matching.skip(from).take(limit).collect()
        })
    }

    fn contact(&self, id: &Id<id::Entry>) -> Result<Option<(Contact, Option<Company>)>, Trouble> {
        self.read(|it| {
            let contact = it.register.contact(id)?;
            let firm = contact.company.as_ref();
            let company = firm.and_then(|firm| it.register.companies.get(&firm.id).cloned());
            Some((contact, company))
        })
    }

    fn records(&self, contact: &Contact) -> Result<Vec<Record>, Trouble> {
        self.read(|it| {
            let company = contact.company.as_ref().map(|it| &it.id);
            let own = |it: &Kept| it.contact.as_ref() == Some(&contact.id);
            let all = it.register.records.values();
            let found =
                all.filter(|it| own(it) || it.company.is_some() && it.company.as_ref() == company);
            let mut found: Vec<Record> = found
                .map(|it| Record {
                    of_company: !own(it),
                    ..it.record.clone()
                })
                .collect();
            found.sort_by_key(|it| std::cmp::Reverse(it.at));
            found.truncate(RECORDS);
            found
        })
    }

    fn record(&self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Kept>, Trouble> {
        self.read(|it| it.register.records.get(&(kind, id.clone())).cloned())
    }

    fn conversations_with(&self, contact: &Id<id::Entry>) -> Result<Vec<Loaded>, Trouble> {
        self.read(|it| {
            let all = it.conversations.iter().rev();
            let is_linked = |it: &&Conversation| {
                let linked = it.state.links.contact.as_ref();
                linked.is_some_and(|it| it.id == *contact)
            };
            let found = all.filter(is_linked).take(CONVERSATIONS);
            found.map(Conversation::load).collect()
        })
    }

    fn errands(&self, limit: usize) -> Result<Vec<Errand>, Trouble> {
        self.read(|it| {
            let all = it.register.errands.iter().take(limit);
            all.map(|(number, conversation)| {
                let key = (Kind::Activity, Id::new(conversation.as_str()));
                Errand {
                    number: *number,
                    conversation: conversation.clone(),
                    activity: it.register.records.get(&key).cloned(),
                }
            })
            .collect()
        })
    }

    fn conversation(&self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble> {
        self.read(|it| it.conversation(id).map(Conversation::load))
    }
}

impl Register {
    pub(super) fn put_record(&mut self, kept: &Kept) {
        let key = (kept.record.kind, kept.record.id.clone());
        self.records.insert(key, kept.clone());
    }

    /// The register is to be told of a conversation, as it is when that is done.
    pub(super) fn tell(&mut self, conversation: Id<id::Conversation>) {
        self.errands.retain(|_, it| *it != conversation);
        self.last_errand += 1;
        self.errands.insert(self.last_errand, conversation);
    }

    pub(super) fn remove_record(&mut self, kind: Kind, id: &Id<id::Entry>) {
        self.records.remove(&(kind, id.clone()));
    }

    fn contact(&self, id: &Id<id::Entry>) -> Option<Contact> {
        let mut contact = self.contacts.get(id)?.clone();
        let named = contact.company.as_ref();
        contact.company = named.and_then(|it| self.companies.get(&it.id).map(firm));
        Some(contact)
    }

    fn by_name(&self) -> Vec<Contact> {
        let all = self.contacts.keys();
        let mut all: Vec<Contact> = all.filter_map(|id| self.contact(id)).collect();
        all.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        all
    }
}

fn firm(company: &Company) -> Firm {
    Firm {
        id: company.id.clone(),
        name: company.name.clone(),
    }
}

fn has_word(contact: &Contact, word: &str) -> bool {
    let firm = contact.company.as_ref().map_or("", |it| &*it.name);
    let text = [&*contact.name, &*contact.email, &*contact.phone, firm].join(" ");
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|it| it.starts_with(&word))
}
