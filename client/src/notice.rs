//! What deserves a sound: pure, so that both apps decide alike. What is being looked at deserves none,
//! nor what came with a snapshot: that is not new.

use shared::{
    agent::{self, Agent, Summary},
    conversation::Status,
    id::{self, Id},
    message::Author,
    presence::Presence,
    visitor::{self, Visitor},
};

use crate::{
    Delivery,
    desk::Desk,
    inbox::{self, Inbox},
};

/// What the person attends to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attention {
    /// Whether the page is visible and the panel, if there is one, is open.
    pub is_looking: bool,
    /// The conversation on the screen, for agents.
    pub conversation: Option<Id<id::Conversation>>,
}

/// What to draw attention to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Notice {
    /// A message for the reader.
    Message,
    /// A conversation that waits, for agents.
    Waiting,
    /// A question that is put to the agent.
    Asked,
}

/// What a visitor should be made aware of.
pub fn for_visitor(delivery: &Delivery<Visitor>, attention: &Attention) -> Option<Notice> {
    let Delivery::Event(event) = delivery else {
        return None;
    };
    let visitor::Change::Posted(message) = &event.change else {
        return None;
    };
    let is_own = message.author == Author::Visitor;
    (!is_own && !attention.is_looking).then_some(Notice::Message)
}

/// What an agent should be made aware of. `inbox` and `desk` are as they stood before the delivery.
pub fn for_agent(
    delivery: &Delivery<Agent>,
    attention: &Attention,
    inbox: &Inbox,
    desk: &Desk,
) -> Option<Notice> {
    let Delivery::Event(event) = delivery else {
        return None;
    };
    let agent::Change::Conversation(now) = &event.change else {
        return None;
    };
    let before = inbox.conversation(&now.id);
    let me = desk.me()?;
    if is_asked_anew(now, before.map(AsRef::as_ref), desk) {
        return Some(Notice::Asked);
    }
    match now.status {
        Status::Queued => {
            let is_news = before.is_none_or(|it| it.status != Status::Queued);
            let rights = desk.channel(&now.channel)?.rights;
            let is_warned = rights.notify && desk.presence() == Presence::Present;
            (is_news && is_warned).then_some(Notice::Waiting)
        }
        Status::Active if now.owner.as_ref() == Some(me) => {
            let is_watched =
                attention.is_looking && attention.conversation.as_ref() == Some(&now.id);
            let unread = before.map_or(0, |it| it.unread);
            (now.unread > unread && !is_watched).then_some(Notice::Message)
        }
        _ => None,
    }
}

/// Whether the conversation brings the agent a question that was not there before.
fn is_asked_anew(now: &Summary, before: Option<&Summary>, desk: &Desk) -> bool {
    let (Some(question), Some(own)) = (&now.question, desk.own()) else {
        return false;
    };
    let was_there = before.and_then(|it| it.question.as_ref()) == Some(question);
    let is_own = question.by.as_ref() == Some(&own.card);
    !was_there && !is_own && inbox::is_put_to(question, &own.card.id, &own.channels)
}

#[cfg(test)]
mod tests {
    use shared::{
        agent::{DeskSnapshot, Person, Preview, Snapshot},
        ask::{Kind, Question, Whom},
        channel::{self, Channel, Rights},
        conversation::Side,
        figures::Figures,
        frame::{Event, Reset, Welcome},
        limits::{Heartbeat, Limits},
        message::{Content, Message},
        presence::{Card, Colleague},
        time::Timestamp,
    };

    use super::*;

    fn card() -> Card {
        Card {
            id: Id::new("ann"),
            name: "Ann".to_owned(),
        }
    }

    fn posted(author: Author) -> Delivery<Visitor> {
        Delivery::Event(Event {
            log: Id::new("c"),
            seq: 3,
            change: visitor::Change::Posted(Message {
                id: Id::new("m"),
                client_id: None,
                author,
                at: Timestamp(0),
                content: Content::text("Hi"),
            }),
        })
    }

    #[test]
    fn a_visitor_hears_of_answers_that_are_not_looked_at() {
        let looking = Attention {
            is_looking: true,
            conversation: None,
        };
        let answer = posted(Author::Agent(card()));
        assert_eq!(
            for_visitor(&answer, &Attention::default()),
            Some(Notice::Message)
        );
        assert_eq!(for_visitor(&answer, &looking), None);
        assert_eq!(
            for_visitor(&posted(Author::Visitor), &Attention::default()),
            None
        );
    }

    fn summary(status: Status, unread: u32) -> Summary {
        let said = Preview {
            by: Side::Visitor,
            text: String::new(),
            at: Timestamp(0),
            cancelled: false,
        };
        Summary {
            id: Id::new("c"),
            channel: Id::new("support"),
            visitor: Person {
                id: Id::new("v"),
                name: None,
                email: None,
                language: None,
                is_online: true,
            },
            status,
            owner: (status == Status::Active).then(card),
            rank: None,
            started_at: Timestamp(0),
            queued_at: None,
            answered_at: None,
            ended: None,
            first: said.clone(),
            last: said,
            unread,
            seen_by_visitor: None,
            seen_by_agent: None,
            question: None,
            participants: Vec::new(),
            listeners: Vec::new(),
            tags: Vec::new(),
            left_at: None,
            finished_at: None,
            closed: false,
            returns_at: None,
        }
    }

    fn stands(summary: Summary) -> Delivery<Agent> {
        Delivery::Event(Event {
            log: Id::desk(),
            seq: 1,
            change: agent::Change::Conversation(Box::new(summary)),
        })
    }

    /// A desk and an inbox with what lies on them.
    fn room(presence: Presence, conversations: Vec<Summary>) -> (Inbox, Desk) {
        let channel = Channel {
            id: Id::new("support"),
            name: "Support".to_owned(),
            language: "en".to_owned(),
            title: String::new(),
            welcome: String::new(),
            queue_text: String::new(),
            is_open: true,
        };
        let rights = Rights {
            notify: true,
            ..Rights::default()
        };
        let welcome = Delivery::Welcome(
            Box::new(Welcome {
                v: 1,
                me: shared::account::Agent {
                    card: card(),
                    email: String::new(),
                },
                levels: Vec::new(),
                limits: Limits::AGENT,
                epoch: Id::new("e"),
                server_time: Timestamp(0),
                heartbeat: Heartbeat::default(),
            }),
            0,
        );
        let reset = Delivery::Reset(Box::new(Reset {
            log: Id::desk(),
            seq: 0,
            snapshot: Snapshot::Desk(Box::new(DeskSnapshot {
                presence,
                serves: Vec::new(),
                reasons: Vec::new(),
                tags: Vec::new(),
                channels: vec![channel::Desk { channel, rights }],
                colleagues: vec![Colleague {
                    card: card(),
                    presence,
                    reason: None,
                    load: 0,
                    capacity: None,
                    is_busy: false,
                    channels: vec![Id::new("support")],
                }],
                conversations,
                figures: Figures::default(),
            })),
        }));
        let (mut inbox, mut desk) = (Inbox::default(), Desk::default());
        for delivery in [&welcome, &reset] {
            inbox.receive(delivery);
            desk.receive(delivery);
        }
        (inbox, desk)
    }

    #[test]
    fn an_agent_who_is_present_hears_of_who_begins_to_wait() {
        let waits = stands(summary(Status::Queued, 1));
        let nothing = Attention::default();
        let (inbox, desk) = room(Presence::Present, Vec::new());
        assert_eq!(
            for_agent(&waits, &nothing, &inbox, &desk),
            Some(Notice::Waiting)
        );
        let (inbox, desk) = room(Presence::Away, Vec::new());
        assert_eq!(for_agent(&waits, &nothing, &inbox, &desk), None);
        let (inbox, desk) = room(Presence::Present, vec![summary(Status::Queued, 2)]);
        assert_eq!(for_agent(&waits, &nothing, &inbox, &desk), None);
    }

    #[test]
    fn an_agent_hears_of_a_question_once_and_not_of_their_own() {
        let asks = |whom| {
            let question = Some(Question {
                kind: Kind::Transfer,
                by: None,
                whom,
                at: Timestamp(1),
                until: Timestamp(2),
            });
            Summary {
                question,
                ..summary(Status::Active, 0)
            }
        };
        let nothing = Attention::default();
        let me = asks(Whom::Agent(card()));
        let (inbox, desk) = room(Presence::Present, Vec::new());
        let heard = |it: &Summary| for_agent(&stands(it.clone()), &nothing, &inbox, &desk);
        assert_eq!(heard(&me), Some(Notice::Asked));
        let any = asks(Whom::Channel(Id::new("support")));
        assert_eq!(heard(&any), Some(Notice::Asked));
        let others = asks(Whom::Channel(Id::new("sales")));
        assert_eq!(heard(&others), None);
        let mut own = any;
        own.question.as_mut().unwrap().by = Some(card());
        assert_eq!(heard(&own), None);
        let (inbox, desk) = room(Presence::Present, vec![me.clone()]);
        assert_eq!(for_agent(&stands(me), &nothing, &inbox, &desk), None);
    }

    #[test]
    fn an_agent_hears_of_own_messages_that_are_not_looked_at() {
        let (inbox, desk) = room(Presence::Away, vec![summary(Status::Active, 0)]);
        let unread = stands(summary(Status::Active, 1));
        let mut attention = Attention {
            is_looking: true,
            conversation: Some(Id::new("c")),
        };
        assert_eq!(for_agent(&unread, &attention, &inbox, &desk), None);
        attention.is_looking = false;
        assert_eq!(
            for_agent(&unread, &attention, &inbox, &desk),
            Some(Notice::Message)
        );
        let read = stands(summary(Status::Active, 0));
        assert_eq!(for_agent(&read, &attention, &inbox, &desk), None);
    }
}
