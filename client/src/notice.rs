//! What deserves a sound: pure, so that both apps decide alike. What is being looked at deserves none,
//! nor what came with a snapshot: that is not new.

use shared::{
    agent::{self, Agent, Summary},
    conversation::{Side, Status},
    id::{self, Id},
    message::Author,
    presence::Presence,
    visitor::{self, Visitor},
    warning::Warning,
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
    /// Whether those who wait are on the screen, for agents.
    pub has_queue: bool,
}

impl Attention {
    /// Whether this is being looked at, for agents.
    pub fn is_on(&self, notice: Notice, conversation: &Id<id::Conversation>) -> bool {
        let has_it = self.conversation.as_ref() == Some(conversation);
        let is_listed = notice == Notice::Waiting && self.has_queue;
        self.is_looking && (has_it || is_listed)
    }
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
    /// Something has been unanswered for too long, for agents.
    Warned,
}

/// What a visitor should be made aware of.
pub fn for_visitor(delivery: &Delivery<Visitor>, attention: &Attention) -> Option<Notice> {
    let Delivery::Event(event) = delivery else {
        return None;
    };
    let is_own = match &event.change {
        visitor::Change::Posted(message) => message.author == Author::Visitor,
        visitor::Change::Nudged(_) | visitor::Change::Reacted(_) => false,
        _ => return None,
    };
    (!is_own && !attention.is_looking).then_some(Notice::Message)
}

/// What an agent should be made aware of, and in which conversation. `inbox` and `desk` are as they stood
/// before the delivery.
pub fn for_agent(
    delivery: &Delivery<Agent>,
    attention: &Attention,
    inbox: &Inbox,
    desk: &Desk,
) -> Option<(Notice, Id<id::Conversation>)> {
    let Delivery::Event(event) = delivery else {
        return None;
    };
    match &event.change {
        agent::Change::Conversation(now) => {
            let notice = of_summary(now, attention, inbox, desk)?;
            Some((notice, now.id.clone()))
        }
        agent::Change::Warned(now) => {
            let is_new = |it: &&Warning| {
                let is_watched = attention.is_on(Notice::Warned, &it.conversation);
                !desk.warnings().contains(it) && !is_watched
            };
            let new = now.warnings.iter().find(is_new)?;
            Some((Notice::Warned, new.conversation.clone()))
        }
        _ => None,
    }
}

fn of_summary(now: &Summary, attention: &Attention, inbox: &Inbox, desk: &Desk) -> Option<Notice> {
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
            let is_watched = attention.is_on(Notice::Waiting, &now.id);
            (is_news && is_warned && !is_watched).then_some(Notice::Waiting)
        }
        Status::Active if now.owner.as_ref() == Some(me) => {
            let is_watched = attention.is_on(Notice::Message, &now.id);
            let has_news = before.is_none_or(|before| {
                // What was read and what came after it may be told together.
                let is_later = now.last.by == Side::Visitor && now.last.at > before.last.at;
                now.unread > before.unread || is_later
            });
            (now.unread > 0 && has_news && !is_watched).then_some(Notice::Message)
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
        ending::Ending,
        figures::Figures,
        frame::{Event, Reset, Welcome},
        limits::{Heartbeat, Limits},
        message::{Content, Message},
        presence::{Card, Colleague},
        time::Timestamp,
        warning::{Level, Patience, Warned},
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
            ..Attention::default()
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
                customer: None,
                is_name_verified: false,
                is_email_verified: false,
                company: None,
                phone: None,
                country: None,
                consented_at: None,
                variables: Vec::new(),
                id: Id::new("v"),
                name: None,
                email: None,
                language: None,
                page: None,
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
            is_blocked: false,
            closed: false,
            returns_at: None,
            contact: None,
            project: None,
            sale: None,
            requests: Vec::new(),
            rating: None,
            unkept: false,
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
            form: shared::form::Form::default(),
            suggests: false,
            page_trail: false,
            offers_unkept: false,
            reactions: false,
            is_open: true,
            back_at: None,
            is_full: false,
            ending: Ending::default(),
            offline: None,
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
                profile: None,
                profiles: Vec::new(),
                reasons: Vec::new(),
                tags: Vec::new(),
                channels: vec![channel::Desk {
                    channel,
                    rights,
                    patience: Patience::default(),
                }],
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
                warnings: Vec::new(),
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
        let id = Id::new("c");
        assert_eq!(
            for_agent(&waits, &nothing, &inbox, &desk),
            Some((Notice::Waiting, id))
        );
        let dashboard = Attention {
            is_looking: true,
            conversation: None,
            has_queue: true,
        };
        assert_eq!(for_agent(&waits, &dashboard, &inbox, &desk), None);
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
        let heard = |it: &Summary| {
            let heard = for_agent(&stands(it.clone()), &nothing, &inbox, &desk);
            heard.map(|(notice, _)| notice)
        };
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
            has_queue: false,
        };
        assert_eq!(for_agent(&unread, &attention, &inbox, &desk), None);
        attention.is_looking = false;
        assert_eq!(
            for_agent(&unread, &attention, &inbox, &desk),
            Some((Notice::Message, Id::new("c")))
        );
        // Read and written in again, told as one.
        let (inbox, desk) = room(Presence::Away, vec![summary(Status::Active, 1)]);
        let mut again = summary(Status::Active, 1);
        assert_eq!(
            for_agent(&stands(again.clone()), &attention, &inbox, &desk),
            None
        );
        again.last.at = Timestamp(5);
        assert_eq!(
            for_agent(&stands(again), &attention, &inbox, &desk),
            Some((Notice::Message, Id::new("c")))
        );
        let read = stands(summary(Status::Active, 0));
        assert_eq!(for_agent(&read, &attention, &inbox, &desk), None);
    }

    #[test]
    fn an_agent_hears_of_each_warning_once_and_of_none_that_is_looked_at() {
        let warned = |level| {
            let warning = Warning {
                conversation: Id::new("c"),
                level,
                since: Timestamp(1),
            };
            let warnings = vec![warning];
            Delivery::Event(Event {
                log: Id::desk(),
                seq: 1,
                change: agent::Change::Warned(Warned { warnings }),
            })
        };
        let (inbox, mut desk) = room(Presence::Present, vec![summary(Status::Queued, 1)]);
        let mut attention = Attention {
            is_looking: true,
            conversation: Some(Id::new("c")),
            has_queue: false,
        };
        let agents = warned(Level::Agents);
        assert_eq!(for_agent(&agents, &attention, &inbox, &desk), None);
        attention.conversation = None;
        let expected = Some((Notice::Warned, Id::new("c")));
        assert_eq!(for_agent(&agents, &attention, &inbox, &desk), expected);
        desk.receive(&agents);
        assert_eq!(for_agent(&agents, &attention, &inbox, &desk), None);
        let managers = warned(Level::Managers);
        assert_eq!(for_agent(&managers, &attention, &inbox, &desk), expected);
    }
}
