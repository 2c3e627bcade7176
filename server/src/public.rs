//! The only place where what a visitor may see is made from what happened.

use serde::{Deserialize, Serialize};
use shared::{
    agent,
    conversation::{Entry as Numbered, Page, Reopened, Taken},
    id::{self, Id},
    message::{Author, Message},
    presence::Card,
    visitor,
};

use crate::record::{Conversation, Entry};

/// Who reads.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Audience {
    /// The visitor of the conversation.
    Visitor,
    /// Agents who may read it.
    Agents,
}

/// What visitors learn of agents' names.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Names {
    /// All of it.
    #[default]
    Full,
    /// The first name.
    First,
}

impl Names {
    /// Whether nothing is left out.
    pub fn are_full(&self) -> bool {
        *self == Self::Full
    }

    /// An agent as a visitor may know one.
    pub fn card(self, it: &Card) -> Card {
        let first = it.name.split_whitespace().next().unwrap_or_default();
        Card {
            id: it.id.clone(),
            name: match self {
                Self::Full => it.name.clone(),
                Self::First => first.to_owned(),
            },
        }
    }
}

/// A change as the visitor may see it; nothing when it is private or belongs to the desk.
pub fn change(it: &agent::Change, names: Names) -> Option<visitor::Change> {
    use agent::Change;
    Some(match it {
        Change::Started(it) => visitor::Change::Started(it.clone()),
        Change::Posted(it) => visitor::Change::Posted(message_for_visitor(it, names)),
        Change::Taken(it) => visitor::Change::Taken(Taken {
            agent: names.card(&it.agent),
            ..it.clone()
        }),
        Change::Queued(it) => visitor::Change::Queued(it.clone()),
        Change::Ended(it) => visitor::Change::Ended(it.clone()),
        Change::Reopened(it) => visitor::Change::Reopened(Reopened {
            agent: it.agent.as_ref().map(|it| names.card(it)),
            ..it.clone()
        }),
        Change::Read(it) => visitor::Change::Read(it.clone()),
        Change::Rated(it) => visitor::Change::Rated(it.clone()),
        Change::Nudged(it) => visitor::Change::Nudged(it.clone()),
        Change::Reacted(it) => visitor::Change::Reacted(it.clone()),
        Change::Erased(it) => visitor::Change::Erased(it.clone()),
        Change::Noted(_)
        | Change::Asked(_)
        | Change::Settled(_)
        | Change::Joined(_)
        | Change::Left(_)
        | Change::Tagged(_)
        | Change::Blocked(_)
        | Change::Departed(_)
        | Change::Closed(_)
        | Change::Linked(_)
        | Change::Requested(_)
        | Change::Mailed(_)
        | Change::Conversation(_)
        | Change::Gone(_)
        | Change::Colleague(_)
        | Change::Channel(_)
        | Change::Figures(_)
        | Change::RepliesChanged(_)
        | Change::Warned(_) => return None,
    })
}

/// A change as agents may see it.
pub fn change_for_agents(it: &agent::Change) -> agent::Change {
    match it {
        agent::Change::Posted(it) => agent::Change::Posted(message(it, Audience::Agents)),
        other => other.clone(),
    }
}

fn message_for_visitor(it: &Message, names: Names) -> Message {
    let message = message(it, Audience::Visitor);
    Message {
        author: match &it.author {
            Author::Agent(card) => Author::Agent(names.card(card)),
            other => other.clone(),
        },
        ..message
    }
}

/// A message for one side: the writer's own id for it stays on the writer's side.
fn message(it: &Message, audience: Audience) -> Message {
    let own = match it.author {
        Author::Visitor => audience == Audience::Visitor,
        Author::Agent(_) => audience == Audience::Agents,
        Author::System => false,
    };
    Message {
        client_id: it.client_id.clone().filter(|_| own),
        ..it.clone()
    }
}

/// Entries of a log as the visitor may see them.
pub fn page(
    conversation: Id<id::Conversation>,
    entries: &[Entry],
    names: Names,
) -> Page<visitor::Change> {
    let entries = entries
        .iter()
        .filter_map(|entry| {
            let (seq, change) = (entry.public_seq?, change(&entry.change, names)?);
            Some(Numbered { seq, change })
        })
        .collect();
    Page {
        conversation,
        entries,
    }
}

/// Entries of a log as agents may see them.
pub fn page_for_agents(
    conversation: Id<id::Conversation>,
    entries: &[Entry],
) -> Page<agent::Change> {
    let entries = entries
        .iter()
        .map(|entry| Numbered {
            seq: entry.agent_seq,
            change: change_for_agents(&entry.change),
        })
        .collect();
    Page {
        conversation,
        entries,
    }
}

/// How a conversation stands, as the visitor may know it; but for the owner's photo.
pub fn state(it: &Conversation) -> visitor::State {
    visitor::State {
        status: it.status,
        started_at: it.started_at,
        agent: it.owner.as_ref().map(|owner| it.names.card(owner)),
        photo: None,
        ended: it.ended.clone(),
        rating: it.rating.clone(),
        seen_by_visitor: it.seen_by_visitor.as_ref().map(|mark| mark.message.clone()),
        seen_by_agent: it.seen_by_agent.as_ref().map(|mark| mark.message.clone()),
    }
}

/// Whether a change of a conversation's log has a number of its own for the visitor.
pub fn is_public(it: &agent::Change) -> bool {
    use agent::Change;
    !matches!(
        it,
        Change::Noted(_)
            | Change::Asked(_)
            | Change::Settled(_)
            | Change::Joined(_)
            | Change::Left(_)
            | Change::Tagged(_)
            | Change::Blocked(_)
            | Change::Departed(_)
            | Change::Closed(_)
            | Change::Linked(_)
            | Change::Requested(_)
            | Change::Mailed(_)
    )
}
