//! Tabs of one visitor, a store they share, wires that break, frames that vanish, tabs that die: by seed.
//!
//! Whatever happens, each stored message is accepted once, in the order in which it was stored, and each
//! tab sees each event once, in order.

use std::collections::BTreeMap;

use super::{model::Model, *};
use crate::{link::Note, outbox::Record, random::Random};

/// How many seeds to run; more with `SAMTALE_SEEDS`.
fn seeds() -> u128 {
    let asked = std::env::var("SAMTALE_SEEDS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(300)
}

#[test]
fn every_stored_message_is_accepted_once_and_in_order() {
    for seed in 0..seeds() {
        World::new(seed).run();
    }
}

/// Something that will happen.
enum Coming {
    ToServer(u64, String),
    ToTab(usize, Input<Visitor>),
    /// The same, but only while this socket is the tab's.
    OnWire(usize, u64, Input<Visitor>),
    Wake(usize, u64),
    Store(usize, Operation),
    Beat,
    Chance,
}

enum Operation {
    Keep(Box<Record>, Option<u64>),
    Forget(u64),
    Recall,
}

struct Tab {
    link: Link<Visitor>,
    socket: u64,
    wake_at: u64,
    /// The last number seen of each log.
    seen: BTreeMap<Id<id::Log>, u64>,
}

struct World {
    seed: u128,
    random: Random,
    now: u64,
    steps: u64,
    server: Model,
    /// Dead tabs stay as holes.
    tabs: Vec<Option<Tab>>,
    coming: BTreeMap<(u64, u64), Coming>,
    /// When the last thing on each channel arrives: channels keep their order.
    channels: BTreeMap<(u64, u64), u64>,
    store: BTreeMap<u64, Record>,
    stored: Vec<String>,
    is_calm: bool,
    sockets: u64,
}

impl World {
    fn new(seed: u128) -> Self {
        let mut world = Self {
            seed,
            random: Random::new(seed),
            now: 0,
            steps: 0,
            server: Model::new(seed ^ 1 << 80),
            tabs: Vec::new(),
            coming: BTreeMap::new(),
            channels: BTreeMap::new(),
            store: BTreeMap::new(),
            stored: Vec::new(),
            is_calm: false,
            sockets: 0,
        };
        world.open_tab();
        world.later(0, (0, 0), Coming::Beat);
        world
    }

    fn run(&mut self) {
        let chances = 60 + self.random.below(60);
        for _ in 0..chances {
            let after = self.random.below(4_000);
            self.later(after, (1, 0), Coming::Chance);
            self.run_until(self.now + after);
        }
        self.is_calm = true;
        self.server.is_troubled = false;
        self.run_until(self.now + 400_000);
        self.check();
    }

    fn check(&self) {
        let seed = self.seed;
        assert_eq!(self.server.heard_texts(), self.stored, "seed {seed}");
        assert_eq!(self.store, BTreeMap::new(), "seed {seed}");
        for tab in self.tabs.iter().flatten() {
            assert_eq!(tab.link.status(), Status::Live, "seed {seed}");
            assert_eq!(tab.link.outbox.due_after(0), None, "seed {seed}");
            if let Some((log, changes)) = self.server.logs.last() {
                assert_eq!(
                    tab.seen.get(log),
                    Some(&(changes.len() as u64)),
                    "seed {seed}"
                );
            }
        }
    }

    fn run_until(&mut self, until: u64) {
        while let Some(next) = self.coming.first_entry().filter(|it| it.key().0 <= until) {
            self.now = next.key().0;
            let coming = next.remove();
            self.happen(coming);
        }
        self.now = until;
    }

    fn later(&mut self, after: u64, channel: (u64, u64), coming: Coming) {
        let last = self.channels.entry(channel).or_default();
        *last = (*last).max(self.now + after);
        self.steps += 1;
        self.coming.insert((*last, self.steps), coming);
    }

    fn happen(&mut self, coming: Coming) {
        match coming {
            Coming::ToServer(socket, text) => {
                self.server.hear(socket, &text);
                self.carry();
            }
            Coming::ToTab(tab, input) => self.give(tab, input),
            Coming::OnWire(tab, socket, input) => {
                if self.tabs[tab]
                    .as_ref()
                    .is_some_and(|it| it.socket == socket)
                {
                    self.give(tab, input);
                }
            }
            Coming::Wake(tab, at) => {
                if self.tabs[tab].as_ref().is_some_and(|it| it.wake_at == at) {
                    self.give(tab, Input::Wake);
                }
            }
            Coming::Store(tab, operation) => self.operate(tab, operation),
            Coming::Beat => {
                self.server.beat_all();
                self.carry();
                self.later(20_000, (0, 0), Coming::Beat);
            }
            Coming::Chance => self.take_chance(),
        }
    }

    /// Carries what the server says to the tabs; now and then a frame vanishes.
    fn carry(&mut self) {
        for (socket, text) in std::mem::take(&mut self.server.out) {
            let is_on = |it: &Option<Tab>| it.as_ref().is_some_and(|it| it.socket == socket);
            let Some(tab) = self.tabs.iter().position(is_on) else {
                continue;
            };
            if self.is_calm || self.random.below(40) > 0 || text.contains("welcome") {
                let after = self.random.below(120);
                let input = Input::Text(text);
                self.later(after, (2, socket), Coming::OnWire(tab, socket, input));
            }
        }
    }

    fn take_chance(&mut self) {
        let alive: Vec<usize> = (0..self.tabs.len())
            .filter(|it| self.tabs[*it].is_some())
            .collect();
        let tab = alive[self.random.below(alive.len() as u64) as usize];
        match self.random.below(16) {
            0..=5 => self.write(tab),
            6 => (0..5).for_each(|_| self.write(tab)),
            7 | 8 => self.cut(tab, true),
            9 => self.cut(tab, false),
            10 => self.server.agent_acts(),
            11 if alive.len() < 3 => self.open_tab(),
            12 if alive.len() > 1 => self.kill(tab),
            13 => self.give(tab, Input::Visible),
            14 => self.give(tab, Input::Online),
            _ => {}
        }
        self.carry();
    }

    fn write(&mut self, tab: usize) {
        let text = self.random.below(u64::MAX).to_string();
        let Some(it) = &mut self.tabs[tab] else {
            return;
        };
        let content = Content::text(text);
        let command = if it.seen.is_empty() {
            visitor::Command::Start(Start {
                content,
                ..Start::default()
            })
        } else {
            visitor::Command::Post(Post { content })
        };
        let id = it.link.mint();
        self.give(tab, Input::Send(id, command));
    }

    fn open_tab(&mut self) {
        let tab = self.tabs.len();
        self.tabs.push(Some(Tab {
            link: Link::new(Setup {
                is_leading: false,
                ..Setup::visitor(self.seed << 16 | tab as u128, "support")
            }),
            socket: 0,
            wake_at: 0,
            seen: BTreeMap::new(),
        }));
        let stored = self.stored_now();
        self.give(tab, Input::Stored(stored));
        self.give(tab, Input::Credentials(Credentials::new("secret")));
        self.elect();
    }

    /// The oldest tab that is alive leads, as a lock would have it.
    fn elect(&mut self) {
        if let Some(first) = self.tabs.iter().position(Option::is_some) {
            let after = self.random.below(50);
            self.later(after, (3, 0), Coming::ToTab(first, Input::Lead));
        }
    }

    fn kill(&mut self, tab: usize) {
        if let Some(it) = self.tabs[tab].take() {
            self.server.close(it.socket);
        }
        self.elect();
    }

    /// Breaks a wire; the tab is told, or has to find out.
    fn cut(&mut self, tab: usize, is_told: bool) {
        let Some(it) = &mut self.tabs[tab] else {
            return;
        };
        let socket = std::mem::take(&mut it.socket);
        self.server.close(socket);
        self.coming.retain(|_, it| {
            !matches!(it, Coming::ToServer(of, _) | Coming::OnWire(_, of, _) if *of == socket)
        });
        if is_told && socket > 0 {
            self.give(tab, Input::Closed(1006));
        }
    }

    fn give(&mut self, tab: usize, input: Input<Visitor>) {
        let Some(it) = &mut self.tabs[tab] else {
            return;
        };
        it.link.handle(input, self.now);
        let outputs: Vec<_> = std::iter::from_fn(|| it.link.poll()).collect();
        for output in outputs {
            self.perform(tab, output);
        }
    }

    fn perform(&mut self, tab: usize, output: Output<Visitor>) {
        let after = self.random.below(120);
        let Some(it) = &mut self.tabs[tab] else {
            return;
        };
        let socket = it.socket;
        match output {
            Output::Connect => {
                self.sockets += 1;
                it.socket = self.sockets;
                let opened = Coming::OnWire(tab, self.sockets, Input::Opened);
                self.later(after, (2, self.sockets), opened);
            }
            Output::Transmit(text) => {
                let arrives = self.is_calm || text.contains("hello") || self.random.below(40) > 0;
                if socket > 0 && arrives {
                    self.later(after, (4, socket), Coming::ToServer(socket, text));
                }
            }
            Output::Close => {
                it.socket = 0;
                self.server.close(socket);
            }
            Output::WakeAt(at) => {
                it.wake_at = at;
                self.steps += 1;
                self.coming.insert((at, self.steps), Coming::Wake(tab, at));
            }
            Output::Deliver(delivery) => it.see(delivery, &self.server, self.seed),
            Output::Keep(record, at) => self.storing(tab, Operation::Keep(Box::new(record), at)),
            Output::Forget(order) => self.storing(tab, Operation::Forget(order)),
            Output::Recall => self.storing(tab, Operation::Recall),
            Output::Tell(note) => self.spread(tab, &note),
            Output::Authorize => panic!("a visitor needs no ticket"),
        }
    }

    fn storing(&mut self, tab: usize, operation: Operation) {
        let after = self.random.below(30);
        self.later(after, (5, tab as u64), Coming::Store(tab, operation));
    }

    fn operate(&mut self, tab: usize, operation: Operation) {
        if self.tabs[tab].is_none() {
            return;
        }
        match operation {
            Operation::Keep(record, at) => {
                let order = at.unwrap_or_else(|| {
                    self.stored
                        .push(record.content.clone().unwrap_or_default().text);
                    self.stored.len() as u64
                });
                let id = record.id.clone();
                // Another tab may have seen to it in the meantime; then this brings it back.
                self.store.insert(order, *record);
                self.give(tab, Input::Kept(id, Some(order)));
            }
            Operation::Forget(order) => {
                self.store.remove(&order);
            }
            Operation::Recall => {
                let stored = self.stored_now();
                self.give(tab, Input::Stored(stored));
            }
        }
    }

    fn stored_now(&self) -> Vec<(u64, Record)> {
        let encoded = self.store.iter().map(|(order, it)| (*order, it.encode()));
        encoded
            .map(|(order, text)| {
                (
                    order,
                    Record::decode(&text).expect("records survive storage"),
                )
            })
            .collect()
    }

    fn spread(&mut self, from: usize, note: &Note) {
        for tab in (0..self.tabs.len()).filter(|it| *it != from) {
            let after = self.random.below(20);
            let channel = (6, (from * 1_000 + tab) as u64);
            self.later(
                after,
                channel,
                Coming::ToTab(tab, Input::Told(note.clone())),
            );
        }
    }
}

impl Tab {
    /// Compares what the app is told with what the server has.
    fn see(&mut self, delivery: Delivery<Visitor>, server: &Model, seed: u128) {
        match delivery {
            Delivery::Event(it) => {
                let last = self.seen.get(&it.log).copied().unwrap_or(0);
                assert_eq!(it.seq, last + 1, "seed {seed}");
                let log = server.logs.iter().find(|(id, _)| *id == it.log);
                let change = log.and_then(|(_, changes)| changes.get(last as usize));
                assert_eq!(change, Some(&it.change), "seed {seed}");
                self.seen.insert(it.log, it.seq);
            }
            Delivery::Reset(it) => drop(self.seen.insert(it.log, it.seq)),
            Delivery::Lost(log, _) => drop(self.seen.remove(&log)),
            _ => {}
        }
    }
}
