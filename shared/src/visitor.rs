//! What a visitor may say and hear. Nothing private has a variant here.
//!
//! A visitor's commands name no conversation: they mean the visitor's latest one on the channel.

use serde::{Deserialize, Serialize};

use crate::{
    Role, account,
    block::Standing,
    conversation::{Ended, Erased, Nudged, Page, Queued, Read, Reopened, Started, Status, Taken},
    ending::SendTranscript,
    faq::{Helped, Suggest, Suggestions},
    file::{Fetch, Link, Slot, Upload},
    form::Answers,
    frame,
    id::{self, Id},
    message::{Content, Message, Receipt},
    offline::Requested,
    presence::Card,
    rating::{Rate, Rating},
    reaction::{React, Reacted},
    time::Timestamp,
    trail::Browse,
    variable::{Tell, Told},
};

/// The role of the widget.
#[derive(Clone, Debug, PartialEq)]
pub enum Visitor {}

impl Role for Visitor {
    type Command = Command;
    type Reply = Reply;
    type Change = Change;
    type Hint = Hint;
    type Snapshot = Snapshot;
    type Current = State;
    type Me = account::Visitor;

    const NAME: frame::RoleName = frame::RoleName::Visitor;

    fn follow(log: Id<id::Log>, after: Option<u64>) -> Command {
        Command::Follow(Follow { log, after })
    }
}

/// What a visitor may ask for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Begin a conversation with a first message. Answered by `started`.
    Start(Start),
    /// Leave a request in place of a chat. Answered by `requested`, when the register has it.
    Request(Start),
    /// Write. Into an ended conversation it reopens it: nothing typed is lost. Answered by `posted`.
    Post(Post),
    /// Everything up to a message was seen. Monotonic. Answered by `ok`.
    Read(Seen),
    /// The visitor is writing. Not stored. Answered by `ok`.
    Typing(Typing),
    /// End the conversation, in the queue or in the chat. Answered by `ok`, also when it had ended.
    End(End),
    /// Come back to an ended conversation. Answered by `ok`, also when it is open.
    Reopen(Reopen),
    /// Earlier entries. Answered by `page`.
    History(History),
    /// Begin or repair the log. Answered by `ok`, then `reset` or events, then `caught_up`.
    Follow(Follow),
    /// Announce a file. Answered by `upload`.
    Upload(Upload),
    /// Get at a file. Answered by `link`.
    Fetch(Fetch),
    /// Rate the conversation that has ended. Answered by `ok`.
    Rate(Rate),
    /// Have what was said in the conversation that has ended sent by mail. Answered by `ok`: it is on its way.
    SendTranscript(SendTranscript),
    /// Say what one thinks of a message. Answered by `ok`.
    React(React),
    /// Look for articles about a question, before anybody waits for an agent. Answered by `suggested`.
    Suggest(Suggest),
    /// An article has answered the question. Answered by `ok`.
    Helped(Helped),
    /// The visitor is on this page, where the channel follows that. Answered by `ok`.
    Browse(Browse),
    /// The page tells something else of the visitor now. Answered by `ok`.
    Tell(Tell),
    /// Be forgotten: end what goes on, and let the token be good for nothing any more. Answered by `ok`; then
    /// all sockets of the visitor close.
    Forget(Forget),
}

impl Command {
    /// The names of all commands on the wire.
    pub const NAMES: [&str; 19] = [
        "start",
        "request",
        "post",
        "read",
        "typing",
        "end",
        "reopen",
        "history",
        "follow",
        "upload",
        "fetch",
        "rate",
        "send_transcript",
        "react",
        "suggest",
        "helped",
        "browse",
        "tell",
        "forget",
    ];
}

/// Begins a conversation.
///
/// Refused with `conflict` while the visitor's latest conversation has not ended; `not_allowed` when it shall not be
/// kept and the channel does not offer that; `empty`,
/// `too_long`, `incomplete` and `invalid` (an answer), `no_domain` (the e-mail address's), `too_many`, `no_file`,
/// `rate_limited`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Start {
    /// The first message.
    pub content: Content,
    /// The visitor's name, if given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The visitor's e-mail address, if given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The company the visitor is with, if given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The visitor's telephone number, if given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The visitor's country, if given. Unverified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Whether the visitor consents to what the channel's form says.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub consent: bool,
    /// Whether nothing of what is said shall be kept after the end, where the channel offers that.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub unkept: bool,
    /// The language the visitor reads, as BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What else the page tells of the visitor. Unverified.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Told>,
}

impl Start {
    /// What the visitor has answered of the channel's form.
    pub fn answers(&self) -> Answers {
        Answers {
            name: self.name.clone(),
            email: self.email.clone(),
            company: self.company.clone(),
            phone: self.phone.clone(),
            country: self.country.clone(),
        }
    }

    /// With these answers.
    #[must_use]
    pub fn answering(self, answers: Answers) -> Self {
        Self {
            name: answers.name,
            email: answers.email,
            company: answers.company,
            phone: answers.phone,
            country: answers.country,
            ..self
        }
    }
}

/// Writes a message, or answers one with options: then `content` holds a `choice`, and nothing else of it counts.
///
/// Refused with `not_found` before the first `start`; `ended` when it has ended and was not kept; `empty`, `too_long`,
/// `too_many`, `no_file`, `rate_limited`. A choice is refused with `not_found` (no such options), `ended`, `conflict` (answered before),
/// `invalid` (not among them).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Post {
    /// What to say.
    pub content: Content,
}

/// Marks messages as seen. An earlier message than the last mark changes nothing; a message that is
/// not in the visitor's conversation, as the visitor sees it, is `not_found`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Seen {
    /// The last message seen.
    pub message: Id<id::Message>,
}

/// The visitor is writing. At most one a second counts; repeat while it goes on.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Typing {}

/// Ends the conversation. `not_found` before the first `start`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct End {}

/// Reopens the conversation: with its last owner if that agent is connected, else at the front of the queue.
/// `not_found` before the first `start`, `ended` when it was not kept.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Reopen {}

/// Lets the visitor's token be good for nothing any more: the person leaves this browser. A conversation that goes
/// on is ended as by `end`, and nobody can come back to it.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Forget {}

/// Asks for earlier entries of the conversation's log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct History {
    /// Entries with lower numbers than this.
    pub before: u64,
    /// At most so many, 1 to [`crate::limits::MAX_PAGE`].
    pub limit: u16,
}

/// Asks for a log from some point on; also stays subscribed to it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Follow {
    /// The conversation's log.
    pub log: Id<id::Log>,
    /// The last number already known; absent: send a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
}

/// What a carried-out command answers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The conversation began; its log follows from number 1.
    Started(Receipt),
    /// The register has the request.
    Requested(Requested),
    /// The message is stored.
    Posted(Receipt),
    /// Entries of the log.
    Page(Page<Change>),
    /// Where the bytes of a file go.
    Upload(Slot),
    /// Where a file can be got.
    Link(Link),
    /// Articles about a question.
    Suggested(Suggestions),
    /// Done.
    Ok {},
}

/// A change of the conversation, as the visitor may see it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It began and waits.
    Started(Started),
    /// Somebody wrote.
    Posted(Message),
    /// An agent answered it.
    Taken(Taken),
    /// It waits again.
    Queued(Queued),
    /// It ended.
    Ended(Ended),
    /// It goes on.
    Reopened(Reopened),
    /// A side has seen messages.
    Read(Read),
    /// The visitor rated it.
    Rated(Rating),
    /// The visitor is asked whether they are still there.
    Nudged(Nudged),
    /// The visitor said what they think of a message.
    Reacted(Reacted),
    /// What stood here was not kept.
    Erased(Erased),
}

/// Something short-lived; a missed one does no harm.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// The agent is writing; show it for at most ten seconds.
    Typing(AgentTyping),
    /// The place in the queue, sent at every change and with every beat while waiting.
    Place(Place),
    /// Whether somebody is there.
    Open(Open),
    /// Whether the visitor may write, where that has changed.
    Block(Standing),
}

/// An agent is writing to the visitor.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct AgentTyping {
    /// Who.
    pub agent: Card,
}

/// Where a waiting visitor stands.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Place {
    /// 1 is next.
    pub place: u32,
    /// Median wait of those answered today, in milliseconds, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_ms: Option<u64>,
    /// Whether the visitor is offered to leave a request instead.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub offers_request: bool,
}

/// Whether somebody is there: as the channel says.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Open {
    /// Whether it is within the channel's hours, and an agent of the channel is present.
    pub is_open: bool,
    /// When it opens next by its hours, while it is closed by them and that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_at: Option<Timestamp>,
    /// Whether as many wait as may.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub is_full: bool,
}

/// How the conversation stands, for the visitor.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct State {
    /// Where it stands.
    pub status: Status,
    /// When it began.
    pub started_at: Timestamp,
    /// The owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Card>,
    /// The owner's photo, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<Id<id::Photo>>,
    /// How it ended, while it is ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// What the visitor thought of it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// The last message the visitor has seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by_visitor: Option<Id<id::Message>>,
    /// The last message the agents have seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by_agent: Option<Id<id::Message>>,
}

/// The conversation's log at its highest number.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Snapshot {
    /// How it stands.
    pub state: State,
    /// Its last entries, ascending, at most [`crate::limits::SNAPSHOT_TAIL`].
    pub page: Page<Change>,
}
