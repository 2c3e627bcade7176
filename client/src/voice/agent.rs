//! An agent's commands and changes.

use shared::{
    account,
    agent::{Agent, Change, Command, History, Reply, Seen, Snapshot, Unfollow},
    conversation::Page,
    error::Code,
    file::{Link, Slot},
    id::{self, Id},
    message::{Author, Content, Receipt},
};

use super::{Among, Fact, Speech, Stand, Treatment, UPLOADS, Voice};

/// The lane of commands that name no conversation.
const DESK: &str = "desk";
/// The lane of the agent's own quick replies.
const REPLIES: &str = "replies";

/// The lane of what the register is asked to do for a conversation.
fn register(conversation: &Id<id::Conversation>) -> String {
    ["register ", conversation.as_str()].concat()
}

impl Voice for Agent {
    const NEEDS_TICKET: bool = true;
    const FOLLOWS_LATEST: bool = false;

    /// Taking is not kept: an agent who comes back after a reload must not find to have taken somebody
    /// they asked for long ago.
    fn treatment(command: &Command) -> Treatment {
        let lane = |it: &Id<id::Conversation>| it.as_str().to_owned();
        match command {
            Command::Take(it) => Treatment::Once(lane(&it.conversation)),
            Command::TakeNext(_) => Treatment::Once(DESK.to_owned()),
            Command::Post(it) => Treatment::Keep(lane(&it.conversation)),
            Command::Note(it) => Treatment::Keep(lane(&it.conversation)),
            Command::End(it) => Treatment::Keep(lane(&it.conversation)),
            Command::Tag(it) => Treatment::Once(lane(&it.conversation)),
            Command::Reopen(it) => Treatment::Once(lane(&it.conversation)),
            Command::Close(it) => Treatment::Once(lane(&it.conversation)),
            // What concerns others is not done behind the agent's back either.
            Command::Transfer(it) => Treatment::Once(lane(&it.conversation)),
            Command::Invite(it) => Treatment::Once(lane(&it.conversation)),
            Command::Answer(it) => Treatment::Once(lane(&it.conversation)),
            Command::Withdraw(it) => Treatment::Once(lane(&it.conversation)),
            Command::Leave(it) => Treatment::Once(lane(&it.conversation)),
            Command::TakeOver(it) => Treatment::Once(lane(&it.conversation)),
            // Nobody who writes waits for the register.
            Command::Link(it) => Treatment::Once(register(&it.conversation)),
            Command::CreateContact(it) => Treatment::Once(register(&it.conversation)),
            Command::CreateRequest(it) => Treatment::Once(register(&it.conversation)),
            // What was typed stays with the app until this is answered.
            Command::SaveReply(_) | Command::RemoveReply(_) => Treatment::Once(REPLIES.to_owned()),
            Command::Upload(_) => Treatment::Once(UPLOADS.to_owned()),
            _ => Treatment::Ask,
        }
    }

    fn says(command: &Command) -> Option<(&Content, bool)> {
        match command {
            Command::Post(it) => Some((&it.content, false)),
            Command::Note(it) => Some((&it.content, true)),
            _ => None,
        }
    }

    fn leads(_: &Command) -> bool {
        false
    }

    fn amend(_: &str, _: Code) -> Option<Command> {
        None
    }

    fn person(me: &account::Agent) -> Option<&str> {
        Some(me.card.id.as_str())
    }

    fn latest(_: &account::Agent) -> Option<&Id<id::Conversation>> {
        None
    }

    fn history(conversation: Id<id::Conversation>, before: u64, limit: u16) -> Command {
        Command::History(History {
            conversation,
            before,
            limit,
        })
    }

    fn asks_before(question: &Command) -> Option<u64> {
        match question {
            Command::History(it) => Some(it.before),
            _ => None,
        }
    }

    fn page(reply: &Reply) -> Option<&Page<Change>> {
        match reply {
            Reply::Page(page) => Some(page),
            _ => None,
        }
    }

    fn unfollow(log: Id<id::Log>) -> Option<Command> {
        Some(Command::Unfollow(Unfollow { log }))
    }

    fn receipt(reply: &Reply) -> Option<&Receipt> {
        match reply {
            Reply::Posted(it) | Reply::Noted(it) => Some(it),
            _ => None,
        }
    }

    fn slot(reply: &Reply) -> Option<&Slot> {
        match reply {
            Reply::Upload(it) => Some(it),
            _ => None,
        }
    }

    fn link(reply: &Reply) -> Option<&Link> {
        match reply {
            Reply::Link(it) => Some(it),
            _ => None,
        }
    }

    fn read(conversation: Id<id::Conversation>, message: Id<id::Message>) -> Command {
        Command::Read(Seen {
            conversation,
            message,
        })
    }

    fn fact(change: &Change) -> Fact<'_> {
        match change {
            Change::Started(it) => Fact::Started(it),
            Change::Posted(it) => Fact::Said(Speech {
                id: &it.id,
                client_id: it.client_id.as_ref(),
                author: it.author.clone(),
                at: it.at,
                content: &it.content,
                is_private: false,
            }),
            Change::Noted(it) => Fact::Said(Speech {
                id: &it.id,
                client_id: it.client_id.as_ref(),
                author: Author::Agent(it.author.clone()),
                at: it.at,
                content: &it.content,
                is_private: true,
            }),
            Change::Taken(it) => Fact::Taken(it),
            Change::Queued(it) => Fact::Queued(it),
            Change::Ended(it) => Fact::Ended(it),
            Change::Reopened(it) => Fact::Reopened(it),
            Change::Read(it) => Fact::Read(it),
            Change::Rated(it) => Fact::Rated(it),
            Change::Nudged(it) => Fact::Nudged(it),
            Change::Reacted(it) => Fact::Reacted(it),
            Change::Mailed(it) => Fact::Among(Among::Mailed(it.clone())),
            Change::Asked(it) => Fact::Among(Among::Asked(it.clone())),
            Change::Settled(it) => Fact::Among(Among::Settled(it.clone())),
            Change::Joined(it) => Fact::Among(Among::Joined(it.clone())),
            Change::Left(it) => Fact::Among(Among::Left(it.clone())),
            Change::Tagged(it) => Fact::Among(Among::Tagged(it.clone())),
            Change::Blocked(it) => Fact::Among(Among::Blocked(it.clone())),
            Change::Departed(it) => Fact::Among(Among::Departed(it.clone())),
            Change::Closed(it) => Fact::Among(Among::Closed(it.clone())),
            Change::Linked(it) => Fact::Among(Among::Linked(it.clone())),
            Change::Requested(it) => Fact::Among(Among::Requested(it.clone())),
            _ => Fact::Else,
        }
    }

    fn stand(snapshot: &Snapshot) -> Option<(Stand, &Page<Change>)> {
        let Snapshot::Conversation(it) = snapshot else {
            return None;
        };
        let stand = Stand {
            status: it.summary.status,
            agent: it.summary.owner.clone(),
            photo: None,
            ended: it.summary.ended.clone(),
            rating: it.summary.rating.clone(),
            seen_by_visitor: it.summary.seen_by_visitor.clone(),
            seen_by_agent: it.summary.seen_by_agent.clone(),
        };
        Some((stand, &it.page))
    }
}
