//! What is durable, in words that every store understands: entries of logs, conversations as they
//! stand, and which commands were carried out.

mod erasing;
mod sent;
mod silence;
mod voices;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use shared::{
    agent::{Change, Person, Preview},
    ask::Question,
    choice::Options,
    conversation::{Ended, Status},
    error::Code,
    file::File,
    form::Answers,
    id::{self, Id},
    message::Content,
    presence::{Card, Presence},
    rating::Rating,
    register, reply,
    tag::Tag,
    time::Timestamp,
    trail::Trail,
    variable::Told,
    warning::Level,
};

use crate::{
    directory::Serves, identity::Identity, mail::Letter, public::Names, store::customers::Kept,
};

pub use self::{
    erasing::remains,
    sent::{Answer, Fingerprint, Sent, fingerprint},
    silence::Silence,
    voices::Voices,
};

/// Marks the id of whoever sends commands: a visitor's or an agent's.
pub enum Sender {}

/// Something to make durable. All of one round becomes durable together, or nothing of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Write {
    /// How a conversation stands; new or in place of what was kept.
    Conversation(Box<Conversation>),
    /// One more entry of a conversation's log. The conversation is known already.
    Entry(Arc<Entry>),
    /// A command was carried out.
    Sent {
        /// Who sent it.
        sender: Id<Sender>,
        /// The command's id.
        id: Id<id::Client>,
        /// What came of it.
        sent: Sent,
    },
    /// What an agent chose to be.
    Presence {
        /// Who.
        agent: Id<id::Agent>,
        /// Present or away.
        presence: Presence,
        /// Why away, if the agent said so.
        reason: Option<Id<id::Reason>>,
    },
    /// Which channels an agent chose to serve.
    Serves {
        /// Who.
        agent: Id<id::Agent>,
        /// Which.
        chosen: Serves,
    },
    /// A quick reply of an agent's; new or in place of what was kept.
    Reply {
        /// Whose.
        agent: Id<id::Agent>,
        /// The reply.
        entry: reply::Entry,
    },
    /// An agent has a quick reply no more.
    NoReply {
        /// Whose.
        agent: Id<id::Agent>,
        /// Which.
        id: Id<id::Reply>,
    },
    /// A conversation with a contact is over: the register is to hold it. New or in place of what was kept.
    Activity(Box<Kept>),
    /// A conversation is with no contact any more.
    NoActivity(Id<id::Conversation>),
    /// What was said in a conversation is not kept, nor its files. How it stands is told before, and its entries keep
    /// their numbers.
    Erase(Id<id::Conversation>),
    /// A file was announced, or stands differently.
    File(Box<Filed>),
    /// A mail is to be sent. One with the same id that waits stays as it is.
    Mail(Box<Letter>),
    /// An article has answered a question before anybody waited.
    Solved {
        /// On which channel.
        channel: Id<id::Channel>,
        /// Which.
        article: Id<id::Reply>,
        /// When.
        at: Timestamp,
    },
    /// What is known of a visitor; new or in place of what was kept.
    Visitor {
        /// Whom.
        id: Id<id::Visitor>,
        /// What.
        known: Box<Known>,
    },
}

/// What is known of a visitor for sure. Nothing is kept of those of whom there is none of it.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Known {
    /// Who it is, as the channel's site has signed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// Whether the visitor's token is good for nothing any more.
    pub is_forgotten: bool,
    /// Whether nothing that they say is taken any more.
    pub is_blocked: bool,
}

/// One entry of a conversation's log with its numbers in both projections.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The conversation.
    pub conversation: Id<id::Conversation>,
    /// Its number for agents.
    pub agent_seq: u64,
    /// Its number for the visitor; absent when it is private.
    pub public_seq: Option<u64>,
    /// What happened, with nothing left out: [`crate::public`] makes what a reader may see.
    pub change: Change,
}

/// A conversation as it stood after entry `agent_head`; later entries are folded in.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Conversation {
    /// The conversation.
    pub id: Id<id::Conversation>,
    /// Its channel.
    pub channel: Id<id::Channel>,
    /// The visitor.
    pub visitor: Id<id::Visitor>,
    /// The name the visitor gave.
    pub name: Option<String>,
    /// The e-mail address the visitor gave.
    pub email: Option<String>,
    /// The company the visitor is with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The telephone number the visitor gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The country the visitor gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// When the visitor consented to what the channel's form says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consented_at: Option<Timestamp>,
    /// The language the visitor reads.
    pub language: Option<String>,
    /// What its site had signed of the visitor when it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// What else the page told, unsigned.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    /// On which pages the visitor is and was, where the channel follows that.
    #[serde(default, skip_serializing_if = "Trail::is_empty")]
    pub trail: Trail,
    /// Where it stands.
    pub status: Status,
    /// Who owns it, or owned it last.
    pub owner: Option<Card>,
    /// The owner's colour for it, while it is active.
    pub rank: Option<u32>,
    /// Its place among all that wait: lower ones come first.
    pub place: i64,
    /// Which number in line it was when it began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at_place: Option<u32>,
    /// When it began.
    pub started_at: Timestamp,
    /// Since when it waits, while it waits.
    pub queued_at: Option<Timestamp>,
    /// When it was first answered.
    pub answered_at: Option<Timestamp>,
    /// How it ended, while it is ended.
    pub ended: Option<Ended>,
    /// The first message.
    pub first: Preview,
    /// The last message that is not private.
    pub last: Preview,
    /// Visitor's messages after the agents' mark.
    pub unread: u32,
    /// Since when the visitor has written without an answer, or the owner could have given one.
    #[serde(default)]
    pub unanswered_since: Option<Timestamp>,
    /// Who was written to about that, since an agent wrote last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Alert>,
    /// Up to where the visitor has seen it.
    pub seen_by_visitor: Option<Mark>,
    /// Up to where the agents have seen it.
    pub seen_by_agent: Option<Mark>,
    /// The question that waits for its answer.
    #[serde(default)]
    pub question: Option<Question>,
    /// Colleagues who write in it too, in the order in which they joined.
    #[serde(default)]
    pub participants: Vec<Card>,
    /// Agents who handed it over and read on.
    #[serde(default)]
    pub listeners: Vec<Card>,
    /// What it is about.
    #[serde(default)]
    pub tags: Vec<Tag>,
    /// When the visitor left, after the end or before it.
    #[serde(default)]
    pub left_at: Option<Timestamp>,
    /// When the agent was done with it.
    #[serde(default)]
    pub finished_at: Option<Timestamp>,
    /// Whether its visitor is blocked.
    #[serde(default)]
    pub is_blocked: bool,
    /// Whether the agent has closed it.
    #[serde(default)]
    pub closed: bool,
    /// Which agents wrote last.
    #[serde(default)]
    pub voices: Voices,
    /// The latest messages with options.
    #[serde(default)]
    pub menus: Vec<Menu>,
    /// Whom and what it is about.
    #[serde(default)]
    pub links: Links,
    /// What its visitor thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Since when its visitor has not answered an agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Silence>,
    /// Whether its visitor wants nothing of it kept.
    #[serde(default)]
    pub unkept: bool,
    /// What its visitor learns of agents' names.
    #[serde(default, skip_serializing_if = "Names::are_full")]
    pub names: Names,
    /// The highest number for agents.
    pub agent_head: u64,
    /// The highest number for the visitor.
    pub public_head: u64,
}

/// Whom and what a conversation is about, as agents said.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Links {
    /// The visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<register::Card>,
    /// A project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<register::Card>,
    /// A sale.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<register::Card>,
    /// Requests that were made of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<register::Number>,
}

/// Somebody was written to, because a conversation was unanswered.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Alert {
    /// Whether it waited, or else a message in it.
    pub is_waiting: bool,
    /// Whose patience was at its end.
    pub level: Level,
}

/// A file as it is kept; its bytes lie elsewhere.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Filed {
    /// As messages show it. Before its bytes have come, as it was announced.
    pub file: File,
    /// Who announced it.
    pub owner: Id<Sender>,
    /// How far it has come.
    pub stage: Stage,
    /// When it was announced.
    pub begun_at: Timestamp,
    /// Where it went with a message.
    pub place: Option<Filing>,
}

/// How far a file has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stage {
    /// Its bytes are still to come.
    Pending,
    /// Its bytes are kept.
    Ready,
    /// Its bytes were not accepted.
    Refused(Code),
    /// No message took it: its bytes are being removed.
    Forgotten,
}

/// Where a file went with a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Filing {
    /// The conversation.
    pub conversation: Id<id::Conversation>,
    /// Whether the message is private.
    pub is_private: bool,
}

/// A read mark: a message that is not private, and where it stands.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Mark {
    /// The message.
    pub message: Id<id::Message>,
    /// Its number for agents.
    pub agent_seq: u64,
}

/// A message with options.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Menu {
    /// The message.
    pub message: Id<id::Message>,
    /// What can be chosen; nothing when it was answered.
    pub options: Option<Options>,
}

/// A conversation as it was kept and what happened to it since.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// As it was kept.
    pub conversation: Conversation,
    /// The entries above its `agent_head`, ascending.
    pub since: Vec<Entry>,
}

/// Where a message stands in its conversation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// Its number for agents.
    pub agent_seq: u64,
    /// Its number for the visitor; absent when it is private.
    pub public_seq: Option<u64>,
    /// The last message that is not private, up to and including this one.
    pub public: Option<Mark>,
    /// Visitor's messages after it.
    pub unread: u32,
}

/// What the figures of a day need to know of a conversation.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lasted {
    /// Its channel.
    pub channel: Id<id::Channel>,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was first answered.
    pub answered_at: Option<Timestamp>,
    /// When it ended, while it is ended.
    pub ended_at: Option<Timestamp>,
    /// What its visitor thought of it.
    pub rating: Option<Rating>,
}

impl Conversation {
    /// What the visitor has answered of the channel's form, or its site has signed.
    pub fn answers(&self) -> Answers {
        Answers {
            name: self.name.clone(),
            email: self.email.clone(),
            company: self.company.clone(),
            phone: self.phone.clone(),
            country: self.country.clone(),
        }
    }

    /// What can be searched of the visitor.
    pub fn whom(&self) -> String {
        let parts = [&self.name, &self.email, &self.company, &self.phone];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        parts.join(" ")
    }

    /// The visitor, for agents: secrets without their values.
    pub fn person(&self, is_online: bool) -> Person {
        let identity = self.identity.as_ref();
        let is_signed = |signed: Option<&String>, known: &Option<String>| {
            signed.is_some() && signed == known.as_ref()
        };
        Person {
            id: self.visitor.clone(),
            customer: identity.map(|it| it.subject.clone()),
            name: self.name.clone(),
            is_name_verified: is_signed(identity.and_then(|it| it.name.as_ref()), &self.name),
            email: self.email.clone(),
            is_email_verified: is_signed(identity.and_then(|it| it.email.as_ref()), &self.email),
            company: self.company.clone(),
            phone: self.phone.clone(),
            country: self.country.clone(),
            consented_at: self.consented_at,
            variables: self
                .variables()
                .map(|(it, signed)| it.shown(signed))
                .collect(),
            language: self.language.clone(),
            page: self.trail.last().cloned(),
            is_online,
        }
    }

    /// What else was told of the visitor, and whether that is signed. What is signed comes first, and nothing
    /// that is not goes by the same name.
    pub fn variables(&self) -> impl Iterator<Item = (&Told, bool)> {
        let signed = self.identity.as_ref().map(|it| it.variables.as_slice());
        let signed = signed.unwrap_or_default();
        let is_new = |it: &&Told| signed.iter().all(|known| known.name != it.name);
        let others = self.told.iter().filter(is_new).map(|it| (it, false));
        signed.iter().map(|it| (it, true)).chain(others)
    }

    /// An agent has no seat beside the owner's any more.
    pub fn take_out(&mut self, agent: &Id<id::Agent>) {
        self.participants.retain(|it| it.id != *agent);
        self.listeners.retain(|it| it.id != *agent);
    }

    /// An agent said whom or what it is about.
    pub fn link(&mut self, linked: &register::Linked) {
        let place = match linked.kind {
            register::Kind::Contact => &mut self.links.contact,
            register::Kind::Project => &mut self.links.project,
            register::Kind::Sale => &mut self.links.sale,
            _ => return,
        };
        place.clone_from(&linked.to);
    }
}

/// What can be searched of a message: what it says, and the names of its files.
pub fn words(content: &Content) -> String {
    if content.text.is_empty() {
        return content.gist();
    }
    [content.gist(), content.file_names("\n")]
        .join("\n")
        .trim_end()
        .to_owned()
}
