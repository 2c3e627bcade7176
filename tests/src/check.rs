//! What must hold of a conversation whatever happened to it.

use std::collections::BTreeSet;

use client::{
    Voice,
    voice::{Fact, Speech},
};
use shared::{
    agent::{Agent, Snapshot, Summary},
    conversation::{Side, Status},
    id::{self, Id},
    message::Author,
    rating::Rating,
    visitor::{self, Visitor},
};

use crate::socket::Socket;

/// Looks a conversation over, in both projections: dense numbers, each command once, the same order for
/// both sides, nothing private for the visitor, and a state that follows from the log.
pub async fn conversation(
    agent: &mut Socket<Agent>,
    visitor: &mut Socket<Visitor>,
    conversation: &Id<id::Conversation>,
) {
    // Both are checked to be dense while they are read.
    let whole = agent.history(conversation).await;
    let public = visitor.history(conversation).await;
    let whole: Vec<Fact<'_>> = whole.iter().map(Agent::fact).collect();
    let public: Vec<Fact<'_>> = public.iter().map(Visitor::fact).collect();

    each_message_once(&whole);
    let expected: Vec<Fact<'_>> = whole
        .iter()
        .filter(|it| !is_private(it))
        .map(bare)
        .collect();
    let found: Vec<Fact<'_>> = public.iter().map(bare).collect();
    assert_eq!(found, expected, "the visitor's projection differs");

    let told = Told::by(&whole);
    agent.follow(conversation, None).await;
    match &agent.logs[&conversation.log()].snapshot {
        Some(Snapshot::Conversation(snapshot)) => told.must_be_summary(&snapshot.summary),
        other => panic!("no snapshot of the conversation: {other:?}"),
    }
    let state = visitor.state(conversation).await;
    told.must_be_state(&state);
}

/// No message and no command twice.
fn each_message_once(facts: &[Fact<'_>]) {
    let mut messages = BTreeSet::new();
    let mut commands = BTreeSet::new();
    for fact in facts {
        if let Fact::Said(speech) = fact {
            assert!(messages.insert(speech.id), "{} stands twice", speech.id);
            if let Some(id) = speech.client_id {
                let sender = format!("{:?}", speech.author);
                assert!(commands.insert((sender, id)), "{id} was carried out twice");
            }
        }
    }
}

fn is_private(fact: &Fact<'_>) -> bool {
    match fact {
        Fact::Said(speech) => speech.is_private,
        // What happens among agents.
        Fact::Among(_) => true,
        _ => false,
    }
}

/// The fact without what each side learns of its own commands only.
fn bare<'a>(fact: &Fact<'a>) -> Fact<'a> {
    match fact {
        Fact::Said(speech) => Fact::Said(Speech {
            client_id: None,
            ..speech.clone()
        }),
        other => other.clone(),
    }
}

/// How a conversation stands, as its log tells.
#[derive(Debug, Default)]
struct Told {
    status: Status,
    owner: Option<Id<id::Agent>>,
    seen_by_visitor: Option<Id<id::Message>>,
    seen_by_agent: Option<Id<id::Message>>,
    /// Visitor's messages after the agents' mark.
    unread: u32,
    last: String,
    rating: Option<Rating>,
}

impl Told {
    fn by(facts: &[Fact<'_>]) -> Self {
        let mut told = Self::default();
        for (index, fact) in facts.iter().enumerate() {
            told.hear(fact, &facts[..index]);
        }
        told
    }

    fn hear(&mut self, fact: &Fact<'_>, before: &[Fact<'_>]) {
        match fact {
            Fact::Started(_) | Fact::Queued(_) => self.status = Status::Queued,
            Fact::Taken(taken) => {
                self.status = Status::Active;
                self.owner = Some(taken.agent.id.clone());
            }
            Fact::Ended(_) => self.status = Status::Ended,
            Fact::Reopened(reopened) => {
                self.status = match &reopened.agent {
                    Some(_) => Status::Active,
                    None => Status::Queued,
                };
            }
            Fact::Read(read) if read.by == Side::Visitor => {
                self.seen_by_visitor = Some(read.message.clone());
            }
            Fact::Read(read) => {
                self.seen_by_agent = Some(read.message.clone());
                self.unread = of_visitor_after(&read.message, before);
            }
            Fact::Said(speech) if !speech.is_private => {
                self.unread += u32::from(speech.author == Author::Visitor);
                self.last = speech.content.gist();
            }
            Fact::Rated(rating) => self.rating = Some((*rating).clone()),
            Fact::Said(_) | Fact::Nudged(_) | Fact::Reacted(_) | Fact::Among(_) | Fact::Else => (),
        }
    }

    fn must_be_summary(&self, summary: &Summary) {
        assert_eq!(summary.status, self.status);
        assert_eq!(summary.seen_by_visitor, self.seen_by_visitor);
        assert_eq!(summary.seen_by_agent, self.seen_by_agent);
        assert_eq!(summary.rating, self.rating);
        assert_eq!(summary.unread, self.unread, "unread");
        let last = shared::text::preview(&self.last, shared::agent::PREVIEW_CHARS);
        assert_eq!(summary.last.text, last);
        if self.status == Status::Active {
            let owner = summary.owner.as_ref().map(|it| &it.id);
            assert_eq!(owner, self.owner.as_ref());
        }
    }

    fn must_be_state(&self, state: &visitor::State) {
        assert_eq!(state.status, self.status);
        assert_eq!(state.seen_by_visitor, self.seen_by_visitor);
        assert_eq!(state.seen_by_agent, self.seen_by_agent);
        assert_eq!(state.rating, self.rating);
    }
}

/// How many messages the visitor wrote after a message.
fn of_visitor_after(message: &Id<id::Message>, facts: &[Fact<'_>]) -> u32 {
    let after = facts.iter().rev().take_while(|fact| match fact {
        Fact::Said(speech) => speech.id != message,
        _ => true,
    });
    let theirs = after.filter(|fact| match fact {
        Fact::Said(speech) => speech.author == Author::Visitor,
        _ => false,
    });
    u32::try_from(theirs.count()).expect("it is a small number")
}
