//! Whom one talks to: asking the register, linking, new contacts, requests.

use client::{
    Delivery,
    delivery::{Answer, Outcome},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    agent::{Agent, Change, Command, Reply, Summary},
    id::{self, Id},
    register::{
        Card, CreateContact, CreateRequest, FindContacts, Kind, Link, LookAtContact, LookAtRecord,
        MatchContacts, NewContact, NewRequest,
    },
};
use std::sync::Arc;

use super::{Session, perform};
use crate::{
    slice::{Acquainted, Forms, Wish},
    words::{Language, fill},
};

/// What of this is kept on this device.
const ACQUAINTED: &str = "acquainted";
const FORMS: &str = "forms";

type Conversation = Id<id::Conversation>;

impl Session {
    /// Takes one delivery, after everybody who knows how conversations stand.
    pub(super) fn receive_customer(self, delivery: &Delivery<Agent>) {
        match delivery {
            Delivery::Answer(answer) => {
                let Answer { id, outcome, .. } = &**answer;
                self.customer.maybe_update(|it| it.receive(id, outcome));
            }
            Delivery::Reset(_) => self.follow_customer(),
            Delivery::Event(it) => {
                if matches!(it.change, Change::Conversation(_) | Change::Linked(_)) {
                    self.follow_customer();
                }
            }
            _ => {}
        }
    }

    /// The contact panel shows a conversation.
    pub(crate) fn attend_customer(self, conversation: &Conversation) {
        self.customer
            .update(|it| it.attend(Some(conversation.clone())));
        self.follow_customer();
        self.seek_matches();
    }

    /// It shows it no more.
    pub(crate) fn leave_customer(self, conversation: &Conversation) {
        let is_it = self.customer.read_untracked().conversation() == Some(conversation);
        if is_it {
            self.customer.update(|it| it.attend(None));
        }
    }

    /// Somebody may have linked another contact.
    fn follow_customer(self) {
        let conversation = self.customer.read_untracked().conversation().cloned();
        let Some(conversation) = conversation else {
            return;
        };
        let Some(summary) = untrack(move || self.summary_of(&conversation)) else {
            return;
        };
        let contact = summary.contact.as_ref().map(|it| &it.id);
        let is_new = self.customer.try_maybe_update(|it| {
            let is_new = it.link(contact);
            (is_new, is_new)
        });
        if is_new == Some(true) {
            self.look_at_contact();
        }
    }

    /// How a conversation stands, on the desk or where it was opened.
    fn summary_of(self, conversation: &Conversation) -> Option<Arc<Summary>> {
        let on_desk = self.inbox.read().conversation(conversation).cloned();
        on_desk.or_else(|| {
            let talk = self.talks.with_value(|it| it.find(conversation))?;
            talk.read_untracked().summary().cloned()
        })
    }

    fn for_customer(self, ask: impl FnOnce(Conversation) -> Command) -> Option<Id<id::Client>> {
        let conversation = self.customer.read_untracked().conversation().cloned();
        self.ask(ask(conversation?))
    }

    /// Asks whom the visitor could be.
    pub(crate) fn seek_matches(self) {
        let question = self
            .for_customer(|conversation| Command::MatchContacts(MatchContacts { conversation }));
        self.customer.update(|it| {
            it.matches = Default::default();
            it.matches.begin(question);
        });
    }

    /// Asks for everything about the linked contact.
    pub(crate) fn look_at_contact(self) {
        let conversation = self.customer.read_untracked().conversation().cloned();
        let summary = untrack(move || self.summary_of(&conversation?));
        let Some(card) = summary.and_then(|it| it.contact.clone()) else {
            return;
        };
        let question = self.for_customer(|conversation| {
            Command::Contact(LookAtContact {
                conversation,
                id: card.id,
            })
        });
        self.customer.update(|it| it.file.begin(question));
    }

    /// Looks for contacts.
    pub(crate) fn find_contacts(self, words: &str) {
        self.customer.update(|it| it.look_for(words));
        if !words.trim().is_empty() {
            self.find_more(None);
        }
    }

    /// Looks for contacts from here on.
    pub(crate) fn find_more(self, from: Option<u64>) {
        let words = self.customer.read_untracked().words().to_owned();
        let question = self.for_customer(|conversation| {
            Command::FindContacts(FindContacts {
                conversation,
                words,
                from,
            })
        });
        self.customer.update(|it| it.found.begin(question));
    }

    /// Opens a record.
    pub(crate) fn look_at_record(self, kind: Kind, id: &Id<id::Entry>) {
        self.customer.update(|it| it.open(Some((kind, id.clone()))));
        self.look_at_record_again();
    }

    /// Asks for the open record once more.
    pub(crate) fn look_at_record_again(self) {
        let opened = self.customer.read_untracked().opened().cloned();
        let Some((kind, id)) = opened else {
            return;
        };
        let question = self.for_customer(|conversation| {
            Command::Record(LookAtRecord {
                conversation,
                kind,
                id,
            })
        });
        self.customer.update(|it| it.record.begin(question));
    }

    /// Closes it.
    pub(crate) fn close_record(self) {
        self.customer.update(|it| it.open(None));
    }

    /// Says which contact the visitor is.
    pub(crate) fn link_contact(self, conversation: &Conversation, card: &Card) {
        self.change_acquainted(|it| it.touch(card));
        self.link(conversation, Kind::Contact, Some(&card.id));
    }

    /// Says whom or what a conversation is about, or that it is about none.
    pub(crate) fn link(self, conversation: &Conversation, kind: Kind, id: Option<&Id<id::Entry>>) {
        let link = Command::Link(Link {
            conversation: conversation.clone(),
            kind,
            id: id.cloned(),
        });
        self.send(link, Wish::Link(conversation.clone()));
    }

    /// A contact is a favourite from now on, or no longer.
    pub(crate) fn toggle_acquainted(self, card: &Card) {
        self.change_acquainted(|it| it.toggle(card));
    }

    fn change_acquainted(self, change: impl FnOnce(&mut Acquainted)) {
        self.acquainted.update(change);
        let text = self.acquainted.read_untracked().encode();
        perform::keep_of(&self.agent_id(), ACQUAINTED, Some(&text));
    }

    /// A new contact is being written, with what the visitor gave; or not any more.
    pub(crate) fn begin_contact(self, conversation: &Conversation) {
        let summary = untrack(move || self.summary_of(conversation));
        let visitor = summary.map(|it| it.visitor.clone());
        let given = |it: Option<String>| it.unwrap_or_default();
        let contact = NewContact {
            name: given(visitor.as_ref().and_then(|it| it.name.clone())),
            email: given(visitor.as_ref().and_then(|it| it.email.clone())),
            company: given(visitor.as_ref().and_then(|it| it.company.clone())),
            phone: given(visitor.and_then(|it| it.phone)),
            ..NewContact::default()
        };
        self.write_contact(conversation, Some(contact));
    }

    /// The new contact of a conversation is this now.
    pub(crate) fn write_contact(self, conversation: &Conversation, it: Option<NewContact>) {
        self.forms
            .update(|forms| forms.set_contact(conversation, it));
        self.keep_forms();
    }

    /// Saves the new contact and links it.
    pub(crate) fn add_contact(self, conversation: &Conversation) {
        let forms = self.forms.read_untracked();
        let Some(contact) = forms.contact(conversation).cloned() else {
            return;
        };
        drop(forms);
        let create = Command::CreateContact(CreateContact {
            conversation: conversation.clone(),
            contact,
        });
        self.send(create, Wish::AddContact(conversation.clone()));
    }

    /// The request of a conversation is this now.
    pub(crate) fn write_request(self, conversation: &Conversation, it: Option<NewRequest>) {
        self.forms
            .update(|forms| forms.set_request(conversation, it));
        self.keep_forms();
    }

    /// Saves the request.
    pub(crate) fn make_request(self, conversation: &Conversation) {
        let forms = self.forms.read_untracked();
        let Some(request) = forms.request(conversation).cloned() else {
            return;
        };
        drop(forms);
        let create = Command::CreateRequest(CreateRequest {
            conversation: conversation.clone(),
            request,
        });
        self.send(create, Wish::Request(conversation.clone()));
    }

    /// Puts the number of a request behind what is being written, in the language of who is to read it.
    async fn write_number(self, conversation: Conversation, number: String) {
        let summary = self
            .inbox
            .read_untracked()
            .conversation(&conversation)
            .cloned();
        let language = summary.and_then(|it| it.visitor.language.clone());
        let language = language.and_then(|it| Language::of_tag(&it));
        let sentence = self.words_in(language).await.request_number;
        let text = fill(sentence, "number", &number);
        let draft = self
            .writing
            .read_untracked()
            .draft(&conversation)
            .to_owned();
        let text = match draft.trim_end() {
            "" => text,
            before => format!("{before}\n{text}"),
        };
        self.write(&conversation, &text);
        self.keep_draft(&conversation);
    }

    /// What was asked of the register is done: what that leaves behind.
    pub(super) fn carry_on_customer(self, outcome: &Outcome<Agent>, wish: &Wish) {
        match (wish, outcome) {
            (Wish::AddContact(conversation), _) => self.write_contact(conversation, None),
            (Wish::Request(conversation), Outcome::Done(Some(Reply::Requested(it)))) => {
                self.write_request(conversation, None);
                let number = it.request.number.clone();
                spawn_local(self.write_number(conversation.clone(), number));
                self.look_at_contact();
            }
            _ => {}
        }
    }

    fn keep_forms(self) {
        let text = self.forms.read_untracked().encode();
        perform::keep_of(&self.agent_id(), FORMS, text.as_deref());
    }

    /// Takes up what this device keeps of the person.
    pub(super) fn recall_customer(self) {
        let agent = self.agent_id();
        let recalled = |name| perform::recall_of(&agent, name);
        let known = Acquainted::recall(recalled(ACQUAINTED).as_deref());
        self.acquainted.set(known);
        self.forms.set(Forms::recall(recalled(FORMS).as_deref()));
    }

    /// Removes what this device keeps of the person.
    pub(super) fn forget_customer(self) {
        for name in [ACQUAINTED, FORMS] {
            perform::keep_of(&self.agent_id(), name, None);
        }
    }
}
