//! What an agent may say and hear.

use serde::{Deserialize, Serialize};

use crate::{
    Role, account,
    archive::{Found, Search},
    ask::{Answer, Invite, Joined, Leave, Left, Question, Settled, Transfer, Withdraw},
    block::{Blocked, SetBlock},
    channel::Desk as ChannelDesk,
    conversation::{
        Closed, Departed, Ended, Erased, Nudged, Page, Queued, Read, Reopened, Started, Taken,
    },
    ending::Mailed,
    figures::Figures,
    file::{Fetch, Link as FileLink, Slot, Upload},
    frame,
    id::{self, Id},
    message::{Content, Message, Receipt},
    presence::{Card, Colleague, Presence},
    rating::Rating,
    reaction::Reacted,
    register::{
        ContactFile, Contacts, CreateContact, CreateRequest, FindContacts, Link, Linked,
        LookAtContact, LookAtRecord, MatchContacts, Receipt as RequestReceipt, RecordFile,
        Requested,
    },
    reply::{RemoveReply, Replies, RepliesChanged, SaveReply, Shelf},
    tag::{SetTag, Tagged},
    trail::{LookAtTrail, Trail},
    variable::{Reveal, Revealed},
    warning::Warned,
};

pub use crate::message::PrivateMessage;
pub use crate::snapshot::{ConversationSnapshot, DeskSnapshot};
pub use crate::summary::{PREVIEW_CHARS, Person, Preview, Summary};

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
    /// The agent looks at a conversation. Not stored. Answered by `ok`.
    Look(Look),
    /// Say what a conversation is about. Answered by `ok`.
    Tag(SetTag),
    /// Block a visitor, or let them write again. Answered by `ok`.
    Block(SetBlock),
    /// Take back the end that an agent gave a conversation. Answered by `ok`.
    Reopen(Reopen),
    /// Be done with a conversation that has ended. Answered by `ok`.
    Close(Close),
    /// Contacts that the visitor could be. Answered by `contacts`.
    MatchContacts(MatchContacts),
    /// Look for contacts. Answered by `contacts`.
    FindContacts(FindContacts),
    /// Everything about a contact. Answered by `contact`.
    Contact(LookAtContact),
    /// One record in full. Answered by `record`.
    Record(LookAtRecord),
    /// Say whom or what a conversation is about. Answered by `ok`.
    Link(Link),
    /// Make a contact, and link it. Answered by `ok`.
    CreateContact(CreateContact),
    /// Make a request of a conversation. Answered by `requested`.
    CreateRequest(CreateRequest),
    /// Announce a file. Answered by `upload`.
    Upload(Upload),
    /// Get at a file. Answered by `link`.
    Fetch(Fetch),
    /// The value of a secret variable. Answered by `revealed`.
    Reveal(Reveal),
    /// On which pages the visitor was. Answered by `trail`.
    Trail(LookAtTrail),
}

impl Command {
    /// The names of all commands on the wire.
    pub const NAMES: [&str; 38] = [
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
        "look",
        "tag",
        "block",
        "reopen",
        "close",
        "match_contacts",
        "find_contacts",
        "contact",
        "record",
        "link",
        "create_contact",
        "create_request",
        "upload",
        "fetch",
        "reveal",
        "trail",
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
/// Refused with `not_allowed` (neither of them), `ended`, `changed`, `empty`, `too_long`, `too_many`,
/// `no_file`, `rate_limited`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Post {
    /// Where.
    pub conversation: Id<id::Conversation>,
    /// What to say.
    pub content: Content,
    /// The last number of the log that the writer has seen. When a colleague wrote after it, to the visitor
    /// or in private, nothing is posted: `changed`. Absent: post in any case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
}

/// Writes a private message: for agents, never for the visitor. Whoever may read the conversation
/// may write one, also after its end, unless it was not kept.
///
/// Refused with `ended` (it was not kept), `empty`, `too_long`, `too_many`, `no_file`, `rate_limited`.
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

/// The agent looks at a conversation that they may read. Repeat it every [`crate::limits::LOOK_EVERY_MS`]
/// while it goes on.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Look {
    /// At which.
    pub conversation: Id<id::Conversation>,
}

/// Ends a conversation. The owner may, and a manager of the channel.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct End {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Takes back the end of a conversation that an agent ended less than eight hours ago. Its last owner may, and a
/// manager of the channel. It goes on as when the visitor reopens it. Nothing happens when it is open.
///
/// Refused with `not_allowed`, or `conflict` when somebody else ended it, it is too long ago, it was not kept, or the
/// visitor has begun another one; `current` tells how it stands.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reopen {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Is done with a conversation that has ended: it leaves the agent's list until it goes on again. Its last owner may.
///
/// Refused with `not_allowed`, `conflict` (it has not ended; `current` tells how it stands).
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Close {
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
    /// Those of this profile, whichever these are; then no channels are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Id<id::Profile>>,
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
    /// Contacts.
    Contacts(Contacts),
    /// A contact with all there is about it.
    Contact(Box<ContactFile>),
    /// A record in full.
    Record(Box<RecordFile>),
    /// The request is made.
    Requested(RequestReceipt),
    /// Where the bytes of a file go.
    Upload(Slot),
    /// Where a file can be got.
    Link(FileLink),
    /// A secret.
    Revealed(Revealed),
    /// On which pages the visitor was.
    Trail(Trail),
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
    /// Conversation: what it is about.
    Tagged(Tagged),
    /// Conversation: its visitor was blocked, or is so no longer.
    Blocked(Blocked),
    /// Conversation: its visitor has gone away after the end, or before it.
    Departed(Departed),
    /// Conversation: its agent is done with it.
    Closed(Closed),
    /// Conversation: an agent said whom or what it is about.
    Linked(Linked),
    /// Conversation: an agent made a request of it.
    Requested(Requested),
    /// Conversation: its visitor rated it.
    Rated(Rating),
    /// Conversation: its visitor was asked whether they are still there.
    Nudged(Nudged),
    /// Conversation: its visitor said what they think of a message.
    Reacted(Reacted),
    /// Conversation: its visitor asked for what was said, by mail.
    Mailed(Mailed),
    /// Conversation: what stood here was not kept.
    Erased(Erased),
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
    /// Desk: what has been unanswered for too long; replaces what was told before.
    Warned(Warned),
}

/// A conversation left the desk.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Gone {
    /// Which.
    pub conversation: Id<id::Conversation>,
}

/// Something short-lived; a missed one does no harm.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hint {
    /// Somebody is writing in a conversation; show it for at most ten seconds.
    Typing(SomebodyTyping),
    /// A colleague looks at a conversation; show it for at most ten seconds.
    Looking(Looking),
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

/// A colleague looks at a conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Looking {
    /// At which.
    pub conversation: Id<id::Conversation>,
    /// Who.
    pub agent: Card,
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
