//! What an agent may say and hear.

use serde::{Deserialize, Serialize};

use crate::{
    Role, account,
    archive::{Found, Search},
    ask::{Answer, Invite, Joined, Leave, Left, Question, Settled, Transfer, Withdraw},
    channel::Desk as ChannelDesk,
    conversation::{Ended, Page, Queued, Read, Reopened, Started, Status, Taken},
    figures::Figures,
    frame,
    id::{self, Id},
    message::{Content, Message, Receipt},
    presence::{Card, Colleague, Presence, Reason},
    reply::{RemoveReply, Replies, RepliesChanged, SaveReply, Shelf},
    time::Timestamp,
};

/// The role of the agent app.
#[derive(Clone, Debug, PartialEq)]
pub enum Agent {}

impl Role for Agent {
    type Command = Command;
    type Reply = Reply;
    type Change = Change;
    type Hint = Hint;
    type Snapshot = Snapshot;
    type Current = Summary;
    type Me = account::Agent;

    const NAME: frame::RoleName = frame::RoleName::Agent;

    fn follow(log: Id<id::Log>, after: Option<u64>) -> Command {
        Command::Follow(Follow { log, after })
    }
}

/// What an agent may ask for.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Own a waiting conversation. Answered by `taken`.
    Take(Take),
    /// Own the conversation that waits longest. Answered by `taken`.
    TakeNext(TakeNext),
    /// Write to the visitor. Answered by `posted`.
    Post(Post),
    /// Write to colleagues only. Answered by `noted`.
    Note(Note),
    /// Everything up to a message was seen. Monotonic. Answered by `ok`.
    Read(Seen),
    /// The agent is writing. Not stored. Answered by `ok`.
    Typing(Typing),
    /// End a conversation. Answered by `ok`, also when it had ended.
    End(End),
    /// Be present or away, on all of the agent's devices. Answered by `ok`.
    Presence(SetPresence),
    /// Earlier entries. Answered by `page`.
    History(History),
    /// Begin or repair a log. Answered by `ok`, then `reset` or events, then `caught_up`.
    Follow(Follow),
    /// Stop following a log. Answered by `ok`.
    Unfollow(Unfollow),
    /// Ask a colleague to own a conversation from now on. Answered by `ok`.
    Transfer(Transfer),
    /// Ask a colleague to write in a conversation too. Answered by `ok`.
    Invite(Invite),
    /// Answer an offer, a transfer or an invitation. Accepting is answered by `taken`, else by `ok`.
    Answer(Answer),
    /// Take back a transfer or an invitation. Answered by `ok`.
    Withdraw(Withdraw),
    /// Take part in a conversation no longer. Answered by `ok`.
    Leave(Leave),
    /// Own a colleague's conversation, as a manager. Answered by `taken`.
    TakeOver(TakeOver),
    /// Choose the channels one is asked on. Answered by `ok`.
    Serve(Serve),
    /// Look for conversations. Answered by `found`.
    Search(Search),
    /// The ready answers. Answered by `replies`.
    Replies(Replies),
    /// Keep a quick reply. Answered by `ok`.
    SaveReply(SaveReply),
    /// Forget a quick reply. Answered by `ok`.
    RemoveReply(RemoveReply),
}

impl Command {
    /// The names of all commands on the wire.
    pub const NAMES: [&str; 22] = [
        "take",
        "take_next",
        "post",
        "note",
        "read",
        "typing",
        "end",
        "presence",
        "history",
        "follow",
        "unfollow",
        "transfer",
        "invite",
        "answer",
        "withdraw",
        "leave",
        "take_over",
        "serve",
        "search",
        "replies",
        "save_reply",
        "remove_reply",
    ];
}

/// Takes a waiting conversation. The right to respond is needed on its channel.
///
/// Refused with `conflict` when it is not waiting (any more); `current` tells how it stands.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Take {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Takes the next waiting conversation of the channels on which the agent may respond.
/// Refused with `queue_empty`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct TakeNext {
    /// Only of these channels; empty: of all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<Id<id::Channel>>,
}

/// Writes to the visitor. The owner may, and whoever was invited and joined.
///
/// Refused with `not_allowed` (neither of them), `ended`, `empty`, `too_long`, `rate_limited`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Post {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// What to say.
    pub content: Content,
}

/// Writes a private message: for agents, never for the visitor. Whoever may read the conversation
/// may write one, also after its end.
///
/// Refused with `empty`, `too_long`, `rate_limited`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Note {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// What to say.
    pub content: Content,
}

/// Marks messages as seen. Counts when the owner sends it; from others it is answered and ignored.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Seen {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// The last message seen. An earlier one than the last mark changes nothing.
    pub message: Id<id::Message>,
}

/// The agent is writing. At most one a second counts; repeat while it goes on.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Typing {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// Whether in private mode: then only colleagues are told.
    #[serde(default)]
    pub private: bool,
}

/// Ends a conversation. The owner may, and a manager of the channel.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct End {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Sets the agent's own presence; `offline` is `bad_request`, signing out does that. So is a reason that is
/// not among the desk's, or one with `present`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SetPresence {
    /// The new state.
    pub presence: Presence,
    /// Why away, if the agent says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Id<id::Reason>>,
}

/// Owns a colleague's conversation at once. A manager of the channel may. A waiting one is taken.
///
/// Refused with `not_allowed`, `ended`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct TakeOver {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Chooses the channels on which the agent is counted, warned and offered conversations, on all of the
/// agent's devices. Taking by hand stays possible on the others.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Serve {
    /// Which; empty: all on which the agent may respond.
    #[serde(default)]
    pub channels: Vec<Id<id::Channel>>,
}

/// Asks for earlier entries of a conversation's log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct History {
    /// Which.
    pub conversation: Id<id::Conversation>,
    /// Entries with lower numbers than this.
    pub before: u64,
    /// At most so many, 1 to [`crate::limits::MAX_PAGE`].
    pub limit: u16,
}

/// Asks for a log from some point on; also stays subscribed to it. The desk always begins anew with a
/// snapshot, whatever `after` says.
///
/// Refused with `not_found`, or `not_allowed` for a colleague's conversation without the right to listen.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Follow {
    /// `desk` or a conversation's log.
    pub log: Id<id::Log>,
    /// The last number already known; absent: send a snapshot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<u64>,
}

/// Stops following a conversation's log.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Unfollow {
    /// Which.
    pub log: Id<id::Log>,
}

/// What a carried-out command answers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// The conversation is the agent's.
    Taken(Box<Summary>),
    /// The message is stored.
    Posted(Receipt),
    /// The private message is stored.
    Noted(Receipt),
    /// Entries of a log.
    Page(Page<Change>),
    /// Conversations.
    Found(Found),
    /// Ready answers.
    Replies(Shelf),
    /// Done.
    Ok {},
}

/// A change of a conversation's log or of the desk.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Conversation: it began and waits.
    Started(Started),
    /// Conversation: somebody wrote.
    Posted(Message),
    /// Conversation: an agent wrote to colleagues.
    Noted(PrivateMessage),
    /// Conversation: an agent took it.
    Taken(Taken),
    /// Conversation: it waits again.
    Queued(Queued),
    /// Conversation: it ended.
    Ended(Ended),
    /// Conversation: it goes on.
    Reopened(Reopened),
    /// Conversation: a side has seen messages.
    Read(Read),
    /// Conversation: somebody is asked to own it or to join.
    Asked(Question),
    /// Conversation: a question has come to its end.
    Settled(Settled),
    /// Conversation: a colleague takes part.
    Joined(Joined),
    /// Conversation: a colleague takes part no longer.
    Left(Left),
    /// Desk: a conversation is new or stands differently.
    Conversation(Box<Summary>),
    /// Desk: a conversation is not to be shown any more.
    Gone(Gone),
    /// Desk: a colleague is new or stands differently.
    Colleague(Colleague),
    /// Desk: a channel is new or stands differently.
    Channel(Box<ChannelDesk>),
    /// Desk: new figures.
    Figures(Figures),
    /// Desk: ready answers are not as they were; ask for them again.
    RepliesChanged(RepliesChanged),
}

/// A message that only agents see.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct PrivateMessage {
    /// The message.
    pub id: Id<id::Message>,
    /// The id of the command that posted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<Id<id::Client>>,
    /// Who wrote it.
    pub author: Card,
    /// When the server accepted it.
    pub at: Timestamp,
    /// What it says.
    pub content: Content,
}

/// A conversation left the desk.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Gone {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// What a visitor told about themself. Unverified.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Person {
    /// The visitor.
    pub id: Id<id::Visitor>,
    /// The name given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The language read, as BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Whether the visitor's widget is connected now.
    pub is_online: bool,
}

/// Who wrote last, and how it began. Never private.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Preview {
    /// Which side.
    pub by: crate::conversation::Side,
    /// The first [`PREVIEW_CHARS`] characters on one line.
    pub text: String,
    /// When.
    pub at: Timestamp,
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
    /// When it goes back to the queue, because its owner has no connection; absent while all is well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returns_at: Option<Timestamp>,
}

/// Something short-lived; a missed one does no harm.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Somebody is writing in a conversation; show it for at most ten seconds.
    Typing(SomebodyTyping),
}

/// Somebody is writing.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct SomebodyTyping {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// Which colleague; absent: the visitor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<Card>,
    /// Whether in private mode.
    #[serde(default)]
    pub private: bool,
}

/// A log's state at its highest number.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Snapshot {
    /// A conversation.
    Conversation(Box<ConversationSnapshot>),
    /// The desk.
    Desk(Box<DeskSnapshot>),
}

/// A conversation's log at its highest number.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ConversationSnapshot {
    /// How it stands.
    pub summary: Summary,
    /// Its last entries, ascending, at most [`crate::limits::SNAPSHOT_TAIL`].
    pub page: Page<Change>,
}

/// What is on an agent's desk. What does not fit into one frame follows as changes.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct DeskSnapshot {
    /// The agent's own presence.
    pub presence: Presence,
    /// The channels the agent chose to serve; empty: all on which the agent may respond.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<Id<id::Channel>>,
    /// The reasons an agent may be away for, in the administrator's order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Channels the agent may see.
    pub channels: Vec<ChannelDesk>,
    /// Colleagues, the agent among them.
    pub colleagues: Vec<Colleague>,
    /// Conversations: waiting, active, and ended within the last eight hours.
    pub conversations: Vec<Summary>,
    /// Live figures.
    pub figures: Figures,
}
