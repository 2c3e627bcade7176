//! A conversation in a list of agents.

use serde::{Deserialize, Serialize};

use crate::{
    ask::Question,
    conversation::{Ended, Side, Status},
    id::{self, Id},
    presence::Card,
    rating::Rating,
    register,
    tag::Tag,
    time::Timestamp,
    trail::Stop,
    variable::Variable,
};

/// What is known of a visitor: what they told themself, unless something else is said.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Person {
    /// The visitor.
    pub id: Id<id::Visitor>,
    /// Who it is at the company, such as a customer number: signed by the channel's site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The name given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the site has signed the name.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_name_verified: bool,
    /// The e-mail address given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the site has signed the address.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_email_verified: bool,
    /// The company given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The telephone number given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The country given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// When the visitor consented to what the channel's form says; absent: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consented_at: Option<Timestamp>,
    /// What else was told when the chat began, the signed ones first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Variable>,
    /// The language read, as BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The page of the channel's sites that the visitor is on, or was last. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Stop>,
    /// Whether the visitor's widget is connected now.
    pub is_online: bool,
}

/// Who wrote last, and how it began. Never private.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Preview {
    /// Which side.
    pub by: Side,
    /// The first [`PREVIEW_CHARS`] characters on one line.
    pub text: String,
    /// When.
    pub at: Timestamp,
    /// Whether the visitor wanted none of an agent's options; there is no text then.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub cancelled: bool,
}

/// Characters of a preview.
pub const PREVIEW_CHARS: usize = 120;

/// A conversation in a list. The same for every agent who may see it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Summary {
    /// The conversation.
    pub id: Id<id::Conversation>,
    /// Its channel.
    pub channel: Id<id::Channel>,
    /// The visitor.
    pub visitor: Person,
    /// Where it stands.
    pub status: Status,
    /// Who owns it; after the end, who owned it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Card>,
    /// The owner's colour for it: the lowest number from 1 that no other active conversation of the
    /// owner has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// When it began.
    pub started_at: Timestamp,
    /// Since when it waits, while it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queued_at: Option<Timestamp>,
    /// When it was first answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// How it ended, while it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// When the visitor left: ended it, or went away for good. Absent while the visitor may still be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_at: Option<Timestamp>,
    /// When its agent was done with it: ended it, or closed it after its end. Absent while work goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// Whether its visitor is blocked, as far as this conversation tells.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_blocked: bool,
    /// Whether its agent has closed it after its end.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub closed: bool,
    /// How the first message began.
    pub first: Preview,
    /// How the last message that is not private began.
    pub last: Preview,
    /// Visitor's messages after the agents' mark.
    pub unread: u32,
    /// The last message the visitor has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by_visitor: Option<Id<id::Message>>,
    /// The last message the agents have seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by_agent: Option<Id<id::Message>>,
    /// The question that waits for its answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
    /// Colleagues who write in it too, in the order in which they joined.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Card>,
    /// Agents who handed it over and read on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub listeners: Vec<Card>,
    /// What it is about, in the order in which that was said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// When it goes back to the queue, because its owner has no connection; absent while all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns_at: Option<Timestamp>,
    /// The contact that the visitor is, as an agent said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<register::Card>,
    /// The project it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<register::Card>,
    /// The sale it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sale: Option<register::Card>,
    /// The requests that were made of it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requests: Vec<register::Number>,
    /// What its visitor thought of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Whether the visitor wants nothing of it kept: what is said goes when it ends.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub unkept: bool,
}
