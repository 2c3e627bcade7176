//! A little server for one visitor, exact in what the protocol promises and free in everything else.

use std::collections::BTreeMap;

use super::*;
use crate::random::Random;

/// The server; frames for sockets are taken out of `out`.
pub(crate) struct Model {
    pub(crate) random: Random,
    /// Conversations, the last one is the visitor's latest.
    pub(crate) logs: Vec<(Id<id::Log>, Vec<visitor::Change>)>,
    pub(crate) out: Vec<(u64, String)>,
    pub(crate) is_troubled: bool,
    answers: BTreeMap<Id<id::Client>, (String, visitor::Reply)>,
    sockets: Vec<u64>,
    is_ended: bool,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Incoming {
    Hello(shared::frame::Hello),
    Do(shared::frame::Do<visitor::Command>),
    Probe {},
}

impl Model {
    pub(crate) fn new(seed: u128) -> Self {
        Self {
            random: Random::new(seed),
            logs: Vec::new(),
            out: Vec::new(),
            is_troubled: true,
            answers: BTreeMap::new(),
            sockets: Vec::new(),
            is_ended: false,
        }
    }

    pub(crate) fn close(&mut self, socket: u64) {
        self.sockets.retain(|it| *it != socket);
    }

    pub(crate) fn hear(&mut self, socket: u64, text: &str) {
        match serde_json::from_str(text).expect("the link speaks the protocol") {
            Incoming::Hello(it) => self.hello(socket, it.resume),
            Incoming::Do(it) => self.perform(socket, it.id, it.command),
            Incoming::Probe {} => self.beat(socket),
        }
    }

    pub(crate) fn beat_all(&mut self) {
        for socket in self.sockets.clone() {
            self.beat(socket);
        }
    }

    /// The agent writes, or ends the conversation.
    pub(crate) fn agent_acts(&mut self) {
        if self.logs.is_empty() || self.is_ended {
            return;
        }
        if self.random.below(8) == 0 {
            self.is_ended = true;
            self.publish(visitor::Change::Ended(shared::conversation::Ended::new(
                shared::conversation::Side::Agent,
                Timestamp(0),
            )));
        } else {
            let agent = agent_account("ann").card;
            self.say(
                shared::message::Author::Agent(agent),
                None,
                Content::text("Hm"),
            );
        }
    }

    /// What the visitor has written, in the order in which it was accepted.
    pub(crate) fn heard_texts(&self) -> Vec<&str> {
        let changes = self.logs.iter().flat_map(|(_, log)| log);
        let texts = changes.filter_map(|it| match it {
            visitor::Change::Posted(it) if it.author == shared::message::Author::Visitor => {
                Some(it.content.text.as_str())
            }
            _ => None,
        });
        texts.collect()
    }

    fn hello(&mut self, socket: u64, resume: Option<shared::frame::Resume>) {
        let latest = self.logs.last().map(|(id, _)| id.clone());
        let account = visitor_account(latest.as_ref().map(Id::as_str));
        self.send(socket, &FromServer::Welcome(welcome(account, "e1")));
        if let Some(log) = latest {
            let after = resume.and_then(|it| it.cursors.get(&log).copied());
            self.replay(socket, &log, after);
        } else {
            self.send(socket, &FromServer::CaughtUp(Beat::default()));
        }
        self.sockets.push(socket);
    }

    fn replay(&mut self, socket: u64, log: &Id<id::Log>, after: Option<u64>) {
        let found = self.logs.iter().find(|(id, _)| id == log);
        let (_, changes) = found
            .cloned()
            .expect("only the visitor's own logs are asked for");
        let head = changes.len() as u64;
        match after.filter(|it| *it <= head) {
            Some(after) => {
                for seq in after + 1..=head {
                    let change = changes[seq as usize - 1].clone();
                    let log = log.clone();
                    self.send(socket, &FromServer::Event(Event { log, seq, change }));
                }
            }
            None => {
                let log = log.clone();
                let snapshot = snapshot();
                self.send(
                    socket,
                    &FromServer::Reset(Reset {
                        log,
                        seq: head,
                        snapshot,
                    }),
                );
            }
        }
        self.send(socket, &caught_up(log.as_str(), head));
    }

    fn perform(&mut self, socket: u64, id: Id<id::Client>, command: visitor::Command) {
        if let visitor::Command::Follow(it) = command {
            let reply = visitor::Reply::Ok {};
            self.send(socket, &FromServer::Done(Done { id, reply }));
            return self.replay(socket, &it.log, it.after);
        }
        let print = serde_json::to_string(&command).expect("commands are JSON");
        if let Some((known, reply)) = self.answers.get(&id) {
            if *known != print {
                return self.send(socket, &failed(&id, Code::IdConflict, None));
            }
            let reply = reply.clone();
            return self.send(socket, &FromServer::Done(Done { id, reply }));
        }
        if self.is_troubled && self.random.below(12) == 0 {
            let code = [Code::RateLimited, Code::Unavailable][self.random.below(2) as usize];
            let after = self.random.below(3_000);
            return self.send(
                socket,
                &failed(&id, code, Some(after).filter(|it| *it > 500)),
            );
        }
        let content = match command {
            visitor::Command::Start(it) => {
                if !self.logs.is_empty() && !self.is_ended {
                    return self.send(socket, &failed(&id, Code::Conflict, None));
                }
                self.begin();
                it.content
            }
            visitor::Command::Post(it) => {
                if self.logs.is_empty() {
                    return self.send(socket, &failed(&id, Code::NotFound, None));
                }
                self.reopen();
                it.content
            }
            other => panic!("{other:?} is not part of this model"),
        };
        let seq = self.say(shared::message::Author::Visitor, Some(id.clone()), content);
        let reply = visitor::Reply::Posted(receipt(seq));
        self.answers.insert(id.clone(), (print, reply.clone()));
        self.send(socket, &FromServer::Done(Done { id, reply }));
    }

    fn begin(&mut self) {
        self.is_ended = false;
        self.logs
            .push((Id::new(format!("c{}", self.logs.len())), Vec::new()));
        self.publish(visitor::Change::Started(shared::conversation::Started {
            channel: Id::new("support"),
            at: Timestamp(0),
        }));
    }

    fn reopen(&mut self) {
        if std::mem::take(&mut self.is_ended) {
            self.publish(visitor::Change::Reopened(shared::conversation::Reopened {
                by: shared::conversation::Side::Visitor,
                agent: None,
                photo: None,
                at: Timestamp(0),
            }));
        }
    }

    fn say(
        &mut self,
        author: shared::message::Author,
        client_id: Option<Id<id::Client>>,
        content: Content,
    ) -> u64 {
        let id = self.random.id();
        let at = Timestamp(0);
        self.publish(visitor::Change::Posted(shared::message::Message {
            id,
            client_id,
            author,
            at,
            content,
        }))
    }

    fn publish(&mut self, change: visitor::Change) -> u64 {
        let (log, changes) = self.logs.last_mut().expect("a conversation has begun");
        changes.push(change.clone());
        let (log, seq) = (log.clone(), changes.len() as u64);
        let event = FromServer::Event(Event { log, seq, change });
        for socket in self.sockets.clone() {
            self.send(socket, &event);
        }
        seq
    }

    fn beat(&mut self, socket: u64) {
        let heads = self
            .logs
            .last()
            .map(|(id, log)| (id.clone(), log.len() as u64));
        let heads = heads.into_iter().collect();
        self.send(socket, &FromServer::Beat(Beat { heads }));
    }

    fn send(&mut self, socket: u64, frame: &FromServer<Visitor>) {
        let text = serde_json::to_string(frame).expect("frames are JSON");
        self.out.push((socket, text));
    }
}
