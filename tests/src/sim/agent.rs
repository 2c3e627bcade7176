//! An agent with the agent app.

use std::collections::BTreeMap;

use client::{
    Delivery,
    desk::Desk,
    inbox::{Filter, Inbox},
    link::{Input, Setup},
    thread::{Thread, row::Body},
};
use shared::{
    agent::{Agent, Command, End, Note, Post, SetPresence, Take, TakeNext, TakeOver, Typing},
    ask::{Answer, Invite, Invitee, Leave, Transfer, Withdraw},
    id::{self, Id},
    message::Content,
    presence::Presence,
};

use super::{
    CHANNEL,
    notebook::Notebook,
    person::{App, Happening, Wish},
    pocket::Pocket,
};
use crate::random::Random;

type ConversationId = Id<id::Conversation>;

/// An agent's app.
pub(super) struct AgentApp {
    pub(super) id: Id<id::Agent>,
    name: String,
    seeds: Random,
    pocket: Pocket<Agent>,
    pub(super) inbox: Inbox,
    pub(super) desk: Desk,
    pub(super) threads: BTreeMap<ConversationId, Thread<Agent>>,
    notebook: Notebook,
}

impl AgentApp {
    pub(super) fn new(name: &str, seed: u64) -> Self {
        let mut seeds = Random::new(seed);
        let setup = setup(&mut seeds);
        Self {
            id: Id::new(name),
            name: name.to_owned(),
            pocket: Pocket::new(setup, name.to_owned()),
            seeds,
            inbox: Inbox::default(),
            desk: Desk::default(),
            threads: BTreeMap::new(),
            notebook: Notebook::default(),
        }
    }

    fn give(&mut self, input: Input<Agent>, now: u64, wishes: &mut Vec<Wish>) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for delivery in self.pocket.give(input, now, wishes) {
                self.inbox.receive(&delivery);
                self.desk.receive(&delivery);
                for thread in self.threads.values_mut() {
                    thread.receive(&delivery);
                }
                match &delivery {
                    Delivery::Outbox(news) => {
                        let refused = self.notebook.take_note(news);
                        inputs.extend(refused.map(Input::Discard));
                    }
                    Delivery::Lost(log, _) => {
                        self.threads.remove(&log.conversation());
                    }
                    _ => {}
                }
            }
        }
        self.open_what_concerns_me(now, wishes);
    }

    /// Shows what the agent owns and what waits.
    fn open_what_concerns_me(&mut self, now: u64, wishes: &mut Vec<Wish>) {
        let waiting = self.inbox.in_queue(&Filter::default());
        let mine = self.inbox.mine(&self.id);
        let seated = self.inbox.seated(&self.id);
        let shown = waiting.iter().chain(&mine).chain(&seated);
        let new: Vec<ConversationId> = shown
            .filter(|it| !self.threads.contains_key(&it.id))
            .map(|it| it.id.clone())
            .collect();
        for id in new.into_iter().take(20) {
            let thread = Thread::of_agent(self.id.clone(), id.clone());
            self.threads.insert(id.clone(), thread);
            self.give(Input::Follow(id.log()), now, wishes);
        }
    }

    fn send(&mut self, command: Command, now: u64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let id = self.pocket.mint();
        self.give(Input::Send(id, command), now, &mut wishes);
        wishes
    }

    fn ask(&mut self, command: Option<Command>, now: u64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        if let Some(command) = command {
            let id = self.pocket.mint();
            self.give(Input::Ask(id, command), now, &mut wishes);
        }
        wishes
    }

    fn say(&mut self, conversation: ConversationId, private: bool, now: u64) -> Vec<Wish> {
        let line = self.notebook.line(&self.name, private);
        let content = Content::text(line.as_str());
        let shown_in = Some(conversation.clone()).filter(|it| self.threads.contains_key(it));
        let command = if private {
            Command::Note(Note {
                conversation,
                content,
            })
        } else {
            Command::Post(Post {
                conversation,
                content,
                seen: None,
            })
        };
        let id = self.pocket.mint();
        self.notebook.sends(id.clone(), line.clone());
        let mut wishes = Vec::new();
        self.give(Input::Send(id, command), now, &mut wishes);
        if let Some(thread) = shown_in.and_then(|it| self.threads.get(&it)) {
            let rows = thread.rows(0..thread.len());
            let says = |body: &Body| matches!(body, Body::Said(it) if it.content.text == line);
            let shown = rows.filter(|row| says(&row.body)).count();
            assert_eq!(shown, 1, "I8: {line} is shown at once, and once");
        }
        wishes
    }

    fn one_of_mine(&self, random: &mut Random) -> Option<ConversationId> {
        let mut mine = self.inbox.mine(&self.id);
        mine.extend(self.inbox.seated(&self.id));
        pick(&mine, random).map(|it| it.id.clone())
    }

    /// Answers what is asked, or asks something of a colleague.
    fn works_together(&mut self, random: &mut Random, now: u64) -> Vec<Wish> {
        let serves = self.desk.own().map(|it| it.channels.clone());
        let asked = self.inbox.asked(&self.id, &serves.unwrap_or_default());
        let asked = pick(&asked, random).and_then(|it| {
            let kind = it.question.as_ref()?.kind;
            Some((it.id.clone(), kind))
        });
        if let Some((conversation, kind)) = asked {
            let answer = Answer {
                conversation,
                kind,
                accept: random.below(3) > 0,
            };
            return self.send(Command::Answer(answer), now);
        }
        let mine = self.one_of_mine(random);
        let colleague = pick(&self.desk.present(), random).map(|it| it.card.id.clone());
        let note = String::new();
        let command = match (random.below(8), mine, colleague) {
            (0 | 1, Some(conversation), Some(to)) => Command::Transfer(Transfer {
                conversation,
                to,
                note,
            }),
            (2 | 3, Some(conversation), colleague) => {
                let channel = Invitee::Channel(Id::new(CHANNEL));
                let whom = colleague.map_or(channel, Invitee::Agent);
                Command::Invite(Invite {
                    conversation,
                    whom,
                    note,
                })
            }
            (4, Some(conversation), _) => Command::Withdraw(Withdraw { conversation }),
            (5, Some(conversation), _) => Command::Leave(Leave { conversation }),
            (6, ..) => {
                let all = self.inbox.ongoing(&Filter::default());
                let Some(it) = pick(&all, random) else {
                    return Vec::new();
                };
                let conversation = it.id.clone();
                Command::TakeOver(TakeOver { conversation })
            }
            _ => {
                let back = SetPresence {
                    presence: Presence::Present,
                    reason: None,
                };
                return self.ask(Some(Command::Presence(back)), now);
            }
        };
        self.send(command, now)
    }
}

impl App for AgentApp {
    fn handle(&mut self, happening: Happening, now: u64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        match happening {
            Happening::Start => {
                for input in self.pocket.first_inputs() {
                    self.give(input, now, &mut wishes);
                }
            }
            Happening::Opened => self.give(Input::Opened, now, &mut wishes),
            Happening::Text(text) => self.give(Input::Text(text), now, &mut wishes),
            Happening::Closed(code) => self.give(Input::Closed(code), now, &mut wishes),
            Happening::Wake => self.give(Input::Wake, now, &mut wishes),
        }
        wishes
    }

    fn act(&mut self, random: &mut Random, now: u64) -> Vec<Wish> {
        if random.once_in(3) {
            return self.works_together(random, now);
        }
        let mine = self.one_of_mine(random);
        match (random.below(20), mine) {
            (0..=2, _) => self.takes_next(now),
            (3 | 4, _) => {
                let waiting = self.inbox.in_queue(&Filter::default());
                let Some(it) = pick(&waiting, random) else {
                    return Vec::new();
                };
                let conversation = it.id.clone();
                self.send(Command::Take(Take { conversation }), now)
            }
            (5, Some(conversation)) => self.send(Command::End(End { conversation }), now),
            (6, _) => {
                let presence = match random.below(2) {
                    0 => Presence::Present,
                    _ => Presence::Away,
                };
                self.ask(
                    Some(Command::Presence(SetPresence {
                        presence,
                        reason: None,
                    })),
                    now,
                )
            }
            (7 | 8, Some(it)) => {
                let thread = self.threads.get_mut(&it);
                let mark = thread.and_then(Thread::mark_seen);
                self.ask(mark, now)
            }
            (9, Some(it)) => {
                let thread = self.threads.get_mut(&it);
                let older = thread.and_then(Thread::older);
                self.ask(older, now)
            }
            (10, Some(conversation)) => {
                let private = random.once_in(2);
                let typing = Typing {
                    conversation,
                    private,
                };
                self.ask(Some(Command::Typing(typing)), now)
            }
            (11, _) => {
                // Also after it has ended, or while a colleague owns it.
                let shown: Vec<_> = self.threads.keys().cloned().collect();
                match pick(&shown, random) {
                    Some(it) => self.say(it.clone(), true, now),
                    None => Vec::new(),
                }
            }
            (12 | 13, Some(it)) => self.say(it, true, now),
            (_, Some(it)) => self.say(it, false, now),
            (_, None) => Vec::new(),
        }
    }

    fn says(&mut self, private: bool, now: u64) -> Vec<Wish> {
        let mine = self.inbox.mine(&self.id);
        let first = mine.first().map(|it| it.id.clone());
        let shown = first.or_else(|| self.threads.keys().next().cloned());
        shown.map_or_else(Vec::new, |it| self.say(it, private, now))
    }

    fn takes_next(&mut self, now: u64) -> Vec<Wish> {
        self.send(Command::TakeNext(TakeNext::default()), now)
    }

    fn dies(&mut self) {
        self.pocket.reopen(setup(&mut self.seeds));
        self.inbox = Inbox::default();
        self.desk = Desk::default();
        self.threads.clear();
    }

    fn is_at_rest(&self) -> bool {
        self.pocket.is_at_rest() && self.notebook.is_settled()
    }

    fn describe(&self) -> String {
        format!(
            "{} {}, {:?}",
            self.name,
            self.pocket.describe(),
            self.notebook
        )
    }

    fn notebook(&self) -> &Notebook {
        &self.notebook
    }
}

fn pick<'a, T>(from: &'a [T], random: &mut Random) -> Option<&'a T> {
    if from.is_empty() {
        return None;
    }
    from.get(random.below(from.len() as u64) as usize)
}

fn setup(seeds: &mut Random) -> Setup {
    let seed = (u128::from(seeds.bits()) << 64) | u128::from(seeds.bits());
    Setup::agent(seed)
}
