//! Who may do what. Every command and every delivery asks here, and nowhere else.

use sha2::{Digest, Sha256};
use shared::{
    ask::Whom,
    channel::Rights,
    conversation::Status,
    id::{self, Id},
    presence::Card,
};

use crate::{
    directory::Agent,
    record::{Conversation, Filed, Stage},
};

/// Somebody who wants to do something.
#[derive(Clone, Copy, Debug)]
pub enum Person<'a> {
    /// A visitor.
    Visitor(&'a Id<id::Visitor>),
    /// An agent.
    Agent(&'a Agent),
}

/// Something that is done to a conversation.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Action {
    /// Know that it is there and how it stands.
    List,
    /// Read what was said, also as it is said.
    Read,
    /// Own it.
    Take,
    /// Write to the other side.
    Post,
    /// Write to colleagues.
    Note,
    /// Ask the register about its visitor, and say whom and what it is about.
    Register,
    /// Tell how far one has read, on behalf of one's side.
    Mark,
    /// Tell the other side that one writes.
    Type,
    /// End it.
    End,
    /// Reopen it.
    Reopen,
    /// Ask a colleague to own it.
    HandOver,
    /// Ask a colleague to write in it too.
    Invite,
    /// Own it at once, whoever owns it now.
    TakeOver,
}

/// What an agent is to a conversation, from least to most.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// Nothing but one who may have rights on its channel.
    None,
    /// Handed it over and reads on.
    Listener,
    /// Asked to answer, to own or to join it.
    Asked,
    /// Writes in it beside the owner.
    Participant,
    /// Owns it, or owned it last.
    Owner,
}

/// The answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Go on.
    Allowed,
    /// It may be seen, but not this.
    NotAllowed,
    /// It is not there, for this person.
    NotFound,
}

/// Whether somebody may do something to a conversation.
pub fn can(person: Person<'_>, action: Action, to: &Conversation) -> Verdict {
    match person {
        Person::Visitor(id) if to.visitor != *id => Verdict::NotFound,
        Person::Visitor(_) => visitor_can(action),
        Person::Agent(agent) => {
            let rights = agent.rights_on(&to.channel);
            agent_can(rights, part(agent, to), to.status, action)
        }
    }
}

/// Whether somebody may have a file: whoever may read the message it went with, and before it went with one
/// whoever announced it. `conversation` is the one it went into, as it stands.
pub fn can_fetch(person: Person<'_>, filed: &Filed, conversation: Option<&Conversation>) -> bool {
    if filed.stage != Stage::Ready {
        return false;
    }
    let Some(place) = &filed.place else {
        return match person {
            Person::Visitor(id) => id.as_str() == filed.owner.as_str(),
            Person::Agent(agent) => agent.card.id.as_str() == filed.owner.as_str(),
        };
    };
    let is_hidden = place.is_private && matches!(person, Person::Visitor(_));
    !is_hidden
        && conversation.is_some_and(|to| {
            to.id == place.conversation && can(person, Action::Read, to) == Verdict::Allowed
        })
}

/// What an agent is to a conversation.
pub fn part(agent: &Agent, to: &Conversation) -> Part {
    let is_me = |card: &Card| card.id == agent.card.id;
    let is_asked = to.question.as_ref().is_some_and(|it| match &it.whom {
        Whom::Agent(card) => is_me(card),
        Whom::Channel(channel) => agent.serves(channel),
    });
    if to.owner.as_ref().is_some_and(is_me) {
        Part::Owner
    } else if to.participants.iter().any(is_me) {
        Part::Participant
    } else if is_asked {
        Part::Asked
    } else if to.listeners.iter().any(is_me) {
        Part::Listener
    } else {
        Part::None
    }
}

/// The visitor behind a secret token: the same one for the same token on the same channel.
pub fn visitor_id(channel: &Id<id::Channel>, token: &str) -> Id<id::Visitor> {
    let hash = Sha256::new()
        .chain_update(channel.as_str())
        .chain_update([0])
        .chain_update(token)
        .finalize();
    let mut bits = [0; 16];
    bits.copy_from_slice(&hash[..16]);
    Id::from_bits(u128::from_be_bytes(bits))
}

/// What a visitor may do to the own conversation.
fn visitor_can(action: Action) -> Verdict {
    match action {
        Action::List
        | Action::Read
        | Action::Post
        | Action::Mark
        | Action::Type
        | Action::End
        | Action::Reopen => Verdict::Allowed,
        Action::Take
        | Action::Note
        | Action::Register
        | Action::HandOver
        | Action::Invite
        | Action::TakeOver => Verdict::NotFound,
    }
}

/// What an agent with these rights on the channel may do to a conversation. Whoever takes part may read it
/// without any; whoever owns it needs them.
fn agent_can(rights: Rights, part: Part, status: Status, action: Action) -> Verdict {
    let Rights {
        respond,
        listen,
        notify,
        manage,
    } = rights;
    let owns = part == Part::Owner;
    let joined = part == Part::Participant;
    let takes_part = part > Part::None && !owns;
    if !(respond || listen || notify || manage || takes_part) {
        return Verdict::NotFound;
    }
    // What has lost its owner waits for one; until then nobody speaks in it beside.
    let writes = (joined && status != Status::Queued) || (owns && respond);
    let reads = listen || manage || part > Part::None || (respond && status != Status::Active);
    let is_allowed = match action {
        Action::List => true,
        Action::Read | Action::Note | Action::Register => reads,
        Action::Take => respond,
        Action::Post | Action::Type => writes,
        Action::Mark => owns && respond,
        Action::End | Action::Reopen | Action::HandOver => manage || (owns && respond),
        Action::Invite => manage || joined || (owns && respond),
        Action::TakeOver => manage && respond,
    };
    if is_allowed {
        Verdict::Allowed
    } else {
        Verdict::NotAllowed
    }
}

#[cfg(test)]
mod tests;
