//! What the register says about the customer of the conversation that is looked at.

use std::sync::Arc;

use client::delivery::Outcome;
use shared::{
    agent::{Agent, Reply},
    error::Code,
    id::{self, Id},
    register::{Contact, ContactFile, Kind, RecordFile},
};

/// How a question went.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Inquiry {
    /// Nothing was asked.
    #[default]
    Fresh,
    /// The answer is on its way.
    Asked,
    /// It is here.
    Answered,
    /// There is no such thing.
    Absent,
    /// There was no answer.
    Failed,
}

/// What was asked and what came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Asked<T> {
    question: Option<Id<id::Client>>,
    state: Inquiry,
    answer: T,
}

impl<T> Asked<T> {
    /// Something is asked under this command; without one nobody can be asked.
    pub(crate) fn begin(&mut self, question: Option<Id<id::Client>>) {
        self.state = match question {
            Some(_) => Inquiry::Asked,
            None => Inquiry::Failed,
        };
        self.question = question;
    }

    /// Takes an answer; tells whether it was one to the last question.
    fn receive(
        &mut self,
        id: &Id<id::Client>,
        outcome: &Outcome<Agent>,
        take: impl FnOnce(&mut T, &Reply),
    ) -> bool {
        if self.question.as_ref() != Some(id) {
            return false;
        }
        self.question = None;
        self.state = match outcome {
            Outcome::Done(Some(reply)) => {
                take(&mut self.answer, reply);
                Inquiry::Answered
            }
            Outcome::Refused(it) if it.code == Code::NotFound => Inquiry::Absent,
            _ => Inquiry::Failed,
        };
        true
    }

    pub(crate) fn state(&self) -> Inquiry {
        self.state
    }

    pub(crate) fn answer(&self) -> &T {
        &self.answer
    }
}

/// Whether a name holds each of these words, whatever their case.
pub(crate) fn is_named(name: &str, words: &str) -> bool {
    let name = name.to_lowercase();
    let words = words.to_lowercase();
    words.split_whitespace().all(|word| name.contains(word))
}

/// Contacts, and where the rest of them begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) contacts: Vec<Arc<Contact>>,
    pub(crate) next: Option<u64>,
    /// Which of them the visitor is for certain, as the site has signed.
    pub(crate) certain: Option<Id<id::Entry>>,
}

/// What is known on behalf of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Customer {
    conversation: Option<Id<id::Conversation>>,
    /// The contact that is linked, if one is.
    linked: Option<Id<id::Entry>>,
    /// Whom the visitor could be.
    pub(crate) matches: Asked<Found>,
    /// What was looked for.
    pub(crate) found: Asked<Found>,
    /// All about the linked contact.
    pub(crate) file: Asked<Option<Arc<ContactFile>>>,
    /// The record that is open.
    pub(crate) record: Asked<Option<Arc<RecordFile>>>,
    opened: Option<(Kind, Id<id::Entry>)>,
    words: String,
}

impl Customer {
    /// Another conversation is looked at, or none.
    pub(crate) fn attend(&mut self, conversation: Option<Id<id::Conversation>>) {
        *self = Self {
            conversation,
            ..Self::default()
        };
    }

    /// The conversation that is looked at.
    pub(crate) fn conversation(&self) -> Option<&Id<id::Conversation>> {
        self.conversation.as_ref()
    }

    /// This contact is linked now, or none; tells whether that is new.
    pub(crate) fn link(&mut self, contact: Option<&Id<id::Entry>>) -> bool {
        let is_new = self.linked.as_ref() != contact;
        if is_new {
            self.linked = contact.cloned();
            self.file = Asked::default();
        }
        is_new
    }

    /// This record is open from now on, or none.
    pub(crate) fn open(&mut self, record: Option<(Kind, Id<id::Entry>)>) {
        self.opened = record;
        self.record = Asked::default();
    }

    /// Which record is open.
    pub(crate) fn opened(&self) -> Option<&(Kind, Id<id::Entry>)> {
        self.opened.as_ref()
    }

    /// What is looked for among contacts; what was found before is forgotten.
    pub(crate) fn look_for(&mut self, words: &str) {
        words.clone_into(&mut self.words);
        self.found = Asked::default();
    }

    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// Takes an answer; tells whether anything here changed.
    pub(crate) fn receive(&mut self, id: &Id<id::Client>, outcome: &Outcome<Agent>) -> bool {
        let contacts = |found: &mut Found, reply: &Reply| {
            if let Reply::Contacts(it) = reply {
                let all = it.contacts.iter().cloned().map(Arc::new);
                found.contacts.extend(all);
                found.next = it.next;
                found.certain.clone_from(&it.certain);
            }
        };
        let file = |file: &mut Option<_>, reply: &Reply| {
            if let Reply::Contact(it) = reply {
                *file = Some(Arc::new((**it).clone()));
            }
        };
        let record = |record: &mut Option<_>, reply: &Reply| {
            if let Reply::Record(it) = reply {
                *record = Some(Arc::new((**it).clone()));
            }
        };
        self.matches.receive(id, outcome, contacts)
            || self.found.receive(id, outcome, contacts)
            || self.file.receive(id, outcome, file)
            || self.record.receive(id, outcome, record)
    }
}

#[cfg(test)]
mod tests {
    use shared::{error::Failed, register::Contacts};

    use super::*;

    fn contacts(names: &[&str], next: Option<u64>) -> Outcome<Agent> {
        let contacts = names.iter().map(|name| Contact {
            id: Id::new(*name),
            name: (*name).to_owned(),
            company: None,
            title: String::new(),
            email: String::new(),
            phone: String::new(),
            address: String::new(),
            note: String::new(),
        });
        let contacts = contacts.collect();
        Outcome::Done(Some(Reply::Contacts(Contacts {
            contacts,
            next,
            certain: None,
        })))
    }

    fn names(found: &Asked<Found>) -> Vec<&str> {
        let all = found.answer().contacts.iter();
        all.map(|it| it.name.as_str()).collect()
    }

    #[test]
    fn only_the_answer_to_the_last_words_counts_and_more_is_added_to_it() {
        let mut customer = Customer::default();
        customer.look_for("ka");
        customer.found.begin(Some(Id::new("1")));
        customer.look_for("kar");
        customer.found.begin(Some(Id::new("2")));
        assert!(!customer.receive(&Id::new("1"), &contacts(&["Kaja"], None)));
        assert!(customer.receive(&Id::new("2"), &contacts(&["Kari"], Some(20))));
        customer.found.begin(Some(Id::new("3")));
        assert!(customer.receive(&Id::new("3"), &contacts(&["Karin"], None)));
        assert_eq!(names(&customer.found), ["Kari", "Karin"]);
        assert_eq!(customer.found.state(), Inquiry::Answered);
    }

    #[test]
    fn a_document_is_found_by_pieces_of_its_name() {
        assert!(is_named("Offer Åsen 2026.pdf", "åsen off"));
        assert!(is_named("Offer.pdf", "  "));
        assert!(!is_named("Offer.pdf", "offer bill"));
    }

    #[test]
    fn what_is_not_there_is_told_from_what_has_no_answer() {
        let mut customer = Customer::default();
        for (code, state) in [
            (Code::NotFound, Inquiry::Absent),
            (Code::Unavailable, Inquiry::Failed),
        ] {
            customer.file.begin(Some(Id::new("1")));
            let refused = Outcome::Refused(Failed::new(None, code));
            assert!(customer.receive(&Id::new("1"), &refused));
            assert_eq!(customer.file.state(), state);
        }
        customer.file.begin(None);
        assert_eq!(customer.file.state(), Inquiry::Failed);
    }

    #[test]
    fn another_contact_makes_what_was_known_void() {
        let mut customer = Customer::default();
        let kari = Id::new("kari");
        assert!(!customer.link(None));
        assert!(customer.link(Some(&kari)));
        customer.file.begin(Some(Id::new("1")));
        assert!(!customer.link(Some(&kari)));
        assert_eq!(customer.file.state(), Inquiry::Asked);
        assert!(customer.link(None));
        assert_eq!(customer.file.state(), Inquiry::Fresh);
    }
}
