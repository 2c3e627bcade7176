//! What the core must know of a role beyond its types: how its commands queue and what its changes mean.

use shared::{
    Role,
    ask::{Joined, Left, Question, Settled},
    block::Blocked,
    conversation::{
        Closed, Departed, Ended, Nudged, Page, Queued, Read, Reopened, Started, Status, Taken,
    },
    ending::Mailed,
    error::Code,
    file::{Link, Slot},
    id::{self, Id},
    message::{Author, Content, Receipt},
    presence::Card,
    rating::Rating,
    reaction::Reacted,
    register::{Linked, Requested},
    tag::Tagged,
    time::Timestamp,
};

use crate::read::FromValue;

mod agent;
mod visitor;

/// A role as the client core plays it. Implemented by the two roles of the protocol; what is not reached
/// from one of them is not in that app's bytes.
pub trait Voice:
    Role<
        Me: FromValue,
        Reply: FromValue,
        Current: FromValue,
        Change: FromValue,
        Hint: FromValue,
        Snapshot: FromValue,
    >
{
    /// Whether each socket needs a ticket of its own, fetched over HTTP.
    const NEEDS_TICKET: bool;
    /// Whether the server decides which logs this role's socket follows; otherwise the client does, and
    /// has a desk.
    const FOLLOWS_LATEST: bool;

    /// How a command is to be treated.
    fn treatment(command: &Self::Command) -> Treatment;

    /// The text a durable command puts into a conversation, and whether it is private.
    fn says(command: &Self::Command) -> Option<(&Content, bool)>;

    /// Whether commands typed after this one make no sense without it.
    fn leads(command: &Self::Command) -> bool;

    /// Another command that does what a refused one meant, given its JSON.
    fn amend(command: &str, code: Code) -> Option<Self::Command>;

    /// Who the socket belongs to, to be compared with whom the outbox belongs to; absent: cannot differ.
    fn person(me: &Self::Me) -> Option<&str>;

    /// The conversation that the server lets this client follow by itself.
    fn latest(me: &Self::Me) -> Option<&Id<id::Conversation>>;

    /// The command that asks for entries of a conversation before a number.
    fn history(conversation: Id<id::Conversation>, before: u64, limit: u16) -> Self::Command;

    /// The number a question for history was asked with; `None` for other questions.
    fn asks_before(question: &Self::Command) -> Option<u64>;

    /// The page that answers a question for history.
    fn page(reply: &Self::Reply) -> Option<&Page<Self::Change>>;

    /// The command that stops following a log; `None` for roles that cannot.
    fn unfollow(log: Id<id::Log>) -> Option<Self::Command>;

    /// The receipt in a reply, if it is one for a message.
    fn receipt(reply: &Self::Reply) -> Option<&Receipt>;

    /// Where the bytes of an announced file go, if a reply says that.
    fn slot(reply: &Self::Reply) -> Option<&Slot>;

    /// Where a file can be got, if a reply says that.
    fn link(reply: &Self::Reply) -> Option<&Link>;

    /// The command that marks everything up to a message as seen.
    fn read(conversation: Id<id::Conversation>, message: Id<id::Message>) -> Self::Command;

    /// What a change means for the rows of a conversation.
    fn fact(change: &Self::Change) -> Fact<'_>;

    /// How a snapshot says its conversation stands; absent when it is not a conversation's.
    fn stand(snapshot: &Self::Snapshot) -> Option<(Stand, &Page<Self::Change>)>;
}

/// How a command is to be treated.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Treatment {
    /// Asked at once, and forgotten when there is no connection.
    Ask,
    /// Sent exactly once, across reconnects, but not across a reload of the page.
    Once(Lane),
    /// Sent exactly once, also after a reload.
    Keep(Lane),
}

/// The lane of requests that are left in place of chats: no conversation waits for it.
pub const REQUESTS: &str = "requests";

/// The lane in which files are announced: no conversation waits for it.
pub const UPLOADS: &str = "uploads";

/// Commands of one lane are sent one after the other, each after the answer to the one before.
/// A conversation's id; for a visitor always the same.
pub type Lane = String;

/// What a change means for the rows of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<'a> {
    /// It began and waits.
    Started(&'a Started),
    /// Somebody wrote.
    Said(Speech<'a>),
    /// An agent took it.
    Taken(&'a Taken),
    /// It waits again.
    Queued(&'a Queued),
    /// It ended.
    Ended(&'a Ended),
    /// It goes on.
    Reopened(&'a Reopened),
    /// A side has seen messages.
    Read(&'a Read),
    /// Its visitor rated it.
    Rated(&'a Rating),
    /// Its visitor is asked whether they are still there.
    Nudged(&'a Nudged),
    /// Its visitor said what they think of a message.
    Reacted(&'a Reacted),
    /// Something among agents.
    Among(Among),
    /// Nothing of a conversation.
    Else,
}

/// What happens among the agents of a conversation. Visitors hear nothing of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Among {
    /// Somebody is asked to own it or to join.
    Asked(Question),
    /// A question has come to its end.
    Settled(Settled),
    /// A colleague takes part.
    Joined(Joined),
    /// A colleague takes part no longer.
    Left(Left),
    /// What it is about.
    Tagged(Tagged),
    /// Its visitor was blocked, or is so no longer.
    Blocked(Blocked),
    /// Its visitor has gone away.
    Departed(Departed),
    /// Its agent is done with it.
    Closed(Closed),
    /// It is said whom or what it is about.
    Linked(Linked),
    /// A request was made of it.
    Requested(Requested),
    /// Its visitor asked for what was said, by mail.
    Mailed(Mailed),
}

impl Among {
    /// When it happened.
    pub fn at(&self) -> Timestamp {
        match self {
            Self::Asked(it) => it.at,
            Self::Settled(it) => it.at,
            Self::Joined(it) => it.at,
            Self::Left(it) => it.at,
            Self::Tagged(it) => it.at,
            Self::Blocked(it) => it.at,
            Self::Departed(it) => it.at,
            Self::Closed(it) => it.at,
            Self::Linked(it) => it.at,
            Self::Requested(it) => it.at,
            Self::Mailed(it) => it.at,
        }
    }
}

/// A message, whoever may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Speech<'a> {
    /// The message.
    pub id: &'a Id<id::Message>,
    /// The command that posted it, on the writer's own side.
    pub client_id: Option<&'a Id<id::Client>>,
    /// Who wrote it.
    pub author: Author,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What it says.
    pub content: &'a Content,
    /// Whether only agents see it.
    pub is_private: bool,
}

/// How a conversation stands.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Stand {
    /// Where.
    pub status: Status,
    /// The owner; after the end, the last one.
    pub agent: Option<Card>,
    /// The owner's photo, for visitors.
    pub photo: Option<Id<id::Photo>>,
    /// How it ended, while it is ended.
    pub ended: Option<Ended>,
    /// What its visitor thought of it.
    pub rating: Option<Rating>,
    /// The last message the visitor has seen.
    pub seen_by_visitor: Option<Id<id::Message>>,
    /// The last message the agents have seen.
    pub seen_by_agent: Option<Id<id::Message>>,
}
