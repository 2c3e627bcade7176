//! The rules, a store that can fail and people with their apps in one place, with a clock that moves when
//! it is told to: wires break, frames are late, doubled or lost, the server and the apps die at random,
//! and the same seed makes the same run.
//!
//! The server is the engine's own machine, the people use the client core's own link: only the network,
//! the disk and the clock are made up here.

mod agent;
mod backend;
mod check;
mod custody;
mod fate;
mod network;
mod notebook;
mod person;
mod pocket;
mod visitor;

use std::{collections::BTreeMap, sync::Arc};

use server::{
    record::Entry,
    store::memory::{Disk, Fault},
};
use shared::channel::Rights;

use crate::random::Random;
use backend::Backend;
use network::Network;
use person::{Happening, Person, Wish};

pub use fate::Fate;

/// The channel everybody meets on.
pub const CHANNEL: &str = "support";

/// Milliseconds in which everything must have come to rest once nothing is disturbed any more.
const REST_WITHIN_MS: u64 = 30 * 60_000;

/// Milliseconds for which nobody may have noticed that something was lost.
const UNNOTICED_MS: u64 = 75_000;

/// Milliseconds within which somebody who vanished is back: often longer than what they own is kept.
const VANISHED_MS: u64 = 30_000;

/// Milliseconds in which all that is asked, and nobody answers, is over.
const ANSWERED_WITHIN_MS: u64 = 60_000;

/// Milliseconds within which a closed tab or a killed server is back.
const BACK_WITHIN_MS: u64 = 4_000;

/// A server, some people and the wires between them.
pub struct Sim {
    seed: u64,
    random: Random,
    now: u64,
    disk: Disk,
    backend: Backend,
    people: Vec<Person>,
    network: Network,
    /// What will happen, by time; what is due at the same time happens in the order it was planned.
    coming: BTreeMap<(u64, u64), Coming>,
    planned: u64,
    fate: Fate,
    /// Whether what waits is offered.
    offers: bool,
}

/// Something that will happen.
enum Coming {
    /// The wire is there, or could not be made.
    Connected { person: usize, wire: u64 },
    /// A text reaches the server.
    Up { wire: u64, text: String },
    /// A text reaches a person.
    Down {
        person: usize,
        wire: u64,
        text: String,
    },
    /// A person learns that the wire is gone.
    Cut { person: usize, wire: u64 },
    /// The server learns that a wire is gone.
    Left { wire: u64 },
    /// The time a person's app asked for.
    Wake { person: usize, at: u64 },
    /// The server carries out what has come.
    Round,
    /// The server does what is due by itself.
    Tend,
    /// The server tells every socket where its logs stand.
    Beat,
    /// A killed server is there again.
    ServerStarts,
    /// A broken disk works again.
    DiskWorks,
    /// A killed app is opened again.
    Reopen { person: usize },
}

impl Sim {
    /// An empty office with one channel.
    pub fn new(seed: u64, fate: Fate) -> Self {
        let disk = Disk::default();
        backend::furnish(&disk);
        let mut sim = Self {
            seed,
            random: Random::new(seed),
            now: 0,
            backend: Backend::new(disk.clone(), fate.settings(), seed, 0),
            disk,
            people: Vec::new(),
            network: Network::default(),
            coming: BTreeMap::new(),
            planned: 0,
            fate,
            offers: false,
        };
        sim.plan(0, Coming::Tend);
        sim.plan(20_000, Coming::Beat);
        sim
    }

    /// What waits is offered to one agent after the other from now on.
    pub fn offer(&mut self) {
        self.offers = true;
        backend::offer(&self.disk);
        self.backend.tend(self.now);
    }

    /// A visitor opens the widget.
    pub fn visitor(&mut self, name: &str) -> usize {
        let seed = self.random.bits();
        self.arrive(Person::visitor(name, seed))
    }

    /// An agent with all rights opens the app.
    pub fn agent(&mut self, name: &str) -> usize {
        let all = Rights {
            respond: true,
            listen: true,
            notify: true,
            manage: true,
        };
        self.agent_with(name, all)
    }

    /// An agent with some rights opens the app.
    pub fn agent_with(&mut self, name: &str, rights: Rights) -> usize {
        backend::employ(&self.disk, name, rights);
        self.backend.tend(self.now);
        let seed = self.random.bits();
        self.arrive(Person::agent(name, seed))
    }

    fn arrive(&mut self, person: Person) -> usize {
        self.people.push(person);
        let index = self.people.len() - 1;
        self.give(index, Happening::Start);
        index
    }

    /// Somebody does something of their own choice.
    pub fn act(&mut self, person: usize) {
        let wishes = self.people[person].act(&mut self.random, self.now);
        self.grant(person, wishes);
    }

    /// Somebody writes a line, public or private.
    pub fn says(&mut self, person: usize, private: bool) {
        let wishes = self.people[person].says(private, self.now);
        self.grant(person, wishes);
    }

    /// An agent asks for the conversation that waits longest.
    pub fn takes_next(&mut self, person: usize) {
        let wishes = self.people[person].takes_next(self.now);
        self.grant(person, wishes);
    }

    /// Every log as it lies on the disk.
    pub fn logs(&self) -> Vec<Vec<Arc<Entry>>> {
        self.disk.entries()
    }

    /// The messages a visitor sees.
    pub fn lines_of(&self, visitor: usize) -> Vec<String> {
        self.people[visitor].lines()
    }

    /// Lets time pass.
    pub fn run(&mut self, ms: u64) {
        let until = self.now + ms;
        while let Some(next) = self.coming.first_entry().filter(|it| it.key().0 <= until) {
            self.now = next.key().0;
            let coming = next.remove();
            self.happen(coming);
        }
        self.now = until;
    }

    /// A number of things happen to people, wires, server and disk, as the seed says; then nothing
    /// disturbs any more, everything comes to rest, and all that must hold is checked.
    pub fn live(&mut self, chances: u64) {
        for _ in 0..chances {
            let pause = self.random.below(1_500);
            self.run(pause);
            self.take_chance();
        }
        self.rest();
        self.check();
    }

    /// Lets everything come to rest, undisturbed.
    pub fn rest(&mut self) {
        self.fate = self.fate.calm();
        self.repair_disk();
        // Whose wire swallows everything notices that only after a while; and beats find what was lost.
        self.run(UNNOTICED_MS);
        let deadline = self.now + REST_WITHIN_MS;
        while !self.is_at_rest() {
            let seed = self.seed;
            assert!(self.now < deadline, "seed {seed}: {}", self.unrest());
            self.run(1_000);
        }
        // Nobody answers offers any more, and desks are told a little later.
        self.run(ANSWERED_WITHIN_MS);
    }

    fn take_chance(&mut self) {
        let person = self.random.below(self.people.len() as u64) as usize;
        let roll = self.random.below(100);
        match self.fate.chance(roll) {
            fate::Chance::Act => self.act(person),
            fate::Chance::Burst => (0..5).for_each(|_| self.act(person)),
            fate::Chance::Cut => self.cut(person),
            fate::Chance::Blackhole => self.network.swallow(person),
            fate::Chance::CloseTab => self.close_tab(person, BACK_WITHIN_MS),
            fate::Chance::Vanish => self.close_tab(person, VANISHED_MS),
            fate::Chance::KillServer => self.kill_server(),
            fate::Chance::BreakDisk => self.break_disk(),
            fate::Chance::Nothing => {}
        }
    }

    /// The wire of somebody breaks, and both ends notice, each in its own time.
    pub fn cut(&mut self, person: usize) {
        let Some(wire) = self.network.cut(person) else {
            return;
        };
        let (soon, later) = (self.random.below(200), self.random.below(3_000));
        self.plan(soon, Coming::Cut { person, wire });
        self.plan(later, Coming::Left { wire });
    }

    /// Somebody's app dies and is opened again.
    fn close_tab(&mut self, person: usize, back_within_ms: u64) {
        if let Some(wire) = self.network.cut(person) {
            let later = self.random.below(3_000);
            self.plan(later, Coming::Left { wire });
        }
        self.people[person].dies();
        let later = self.random.below(back_within_ms);
        self.plan(later, Coming::Reopen { person });
    }

    /// The server dies: sometimes just after a commit whose acknowledgements nobody got.
    pub fn kill_server(&mut self) {
        if !self.backend.is_up() {
            return;
        }
        if self.random.once_in(2) {
            self.backend.round(self.now);
        }
        self.backend.die();
        for (person, wire) in self.network.cut_all() {
            let soon = self.random.below(200);
            self.plan(soon, Coming::Cut { person, wire });
        }
        let later = self.random.below(BACK_WITHIN_MS);
        self.plan(later, Coming::ServerStarts);
    }

    fn break_disk(&mut self) {
        let fault = match self.random.below(3) {
            0 => Fault::Full,
            1 => Fault::Sync,
            _ => Fault::Gone,
        };
        self.disk.set_fault(Some(fault));
        let later = self.random.below(BACK_WITHIN_MS);
        self.plan(later, Coming::DiskWorks);
    }

    fn repair_disk(&mut self) {
        self.disk.set_fault(None);
    }

    fn plan(&mut self, after: u64, coming: Coming) {
        self.planned += 1;
        self.coming.insert((self.now + after, self.planned), coming);
    }

    fn happen(&mut self, coming: Coming) {
        match coming {
            Coming::Connected { person, wire } => self.connected(person, wire),
            Coming::Up { wire, text } => {
                if let Some(person) = self.network.person_at(wire) {
                    self.backend.hear(wire, &self.people[person].login(), &text);
                    self.plan(self.fate.think_ms(), Coming::Round);
                }
            }
            Coming::Down { person, wire, text } => {
                if self.network.is_on(person, wire) {
                    self.give(person, Happening::Text(text));
                }
            }
            Coming::Cut { person, wire } => {
                if self.people[person].is_on(wire) {
                    self.give(person, Happening::Closed(1006));
                }
            }
            Coming::Left { wire } => {
                self.backend.leave(wire);
                self.plan(0, Coming::Round);
            }
            Coming::Wake { person, at } => {
                if self.people[person].wants_to_wake_at(at) {
                    self.give(person, Happening::Wake);
                }
            }
            Coming::Round => {
                self.backend.round(self.now);
                self.carry();
            }
            Coming::Tend => {
                let next = self.backend.tend(self.now);
                self.carry();
                self.plan(next.max(1), Coming::Tend);
            }
            Coming::Beat => {
                for wire in self.network.living() {
                    self.backend.pong(wire);
                }
                self.backend.beat();
                self.plan(0, Coming::Round);
                self.plan(20_000, Coming::Beat);
            }
            Coming::ServerStarts => self.server_starts(),
            Coming::DiskWorks => self.repair_disk(),
            Coming::Reopen { person } => {
                if self.people[person].is_dead() {
                    self.give(person, Happening::Start);
                }
            }
        }
    }

    fn server_starts(&mut self) {
        if !self.backend.is_up() && !self.backend.start(self.now) {
            // It cannot read its disk; whoever runs it tries again.
            self.plan(500, Coming::ServerStarts);
        }
    }

    fn connected(&mut self, person: usize, wire: u64) {
        if !self.people[person].is_on(wire) {
            return;
        }
        if self.backend.is_up() {
            self.network.open(person, wire);
            self.give(person, Happening::Opened);
        } else {
            self.give(person, Happening::Closed(1006));
        }
    }

    /// Carries what the server says to the people.
    fn carry(&mut self) {
        for said in self.backend.said(&self.disk) {
            let Some(person) = self.network.person_at(said.wire) else {
                continue;
            };
            self.overhear(person, &said);
            let wire = said.wire;
            match said.what {
                backend::What::Text(text) => {
                    for _ in 0..self.fate.copies(&text, &mut self.random) {
                        let text = text.clone();
                        let at = self.network.down(wire, self.now, &mut self.random);
                        self.plan(at - self.now, Coming::Down { person, wire, text });
                    }
                }
                backend::What::Close => {
                    let at = self.network.down(wire, self.now, &mut self.random);
                    self.network.close_later(person, wire);
                    self.plan(at - self.now, Coming::Cut { person, wire });
                    self.plan(at - self.now, Coming::Left { wire });
                }
            }
        }
    }

    /// Tells a person's app what happened, and does what it wants.
    fn give(&mut self, person: usize, happening: Happening) {
        let wishes = self.people[person].handle(happening, self.now);
        self.grant(person, wishes);
    }

    fn grant(&mut self, person: usize, wishes: Vec<Wish>) {
        for wish in wishes {
            match wish {
                Wish::Connect(wire) => {
                    let after = self.random.below(100);
                    self.plan(after, Coming::Connected { person, wire });
                }
                Wish::Transmit(text) => {
                    let Some(wire) = self.network.wire_of(person) else {
                        continue;
                    };
                    for _ in 0..self.fate.copies_up(&text, &mut self.random) {
                        let text = text.clone();
                        let at = self.network.up(wire, self.now, &mut self.random);
                        self.plan(at - self.now, Coming::Up { wire, text });
                    }
                }
                Wish::Close => {
                    if let Some(wire) = self.network.cut(person) {
                        let later = self.random.below(500);
                        self.plan(later, Coming::Left { wire });
                    }
                }
                Wish::WakeAt(at) => {
                    let after = at.saturating_sub(self.now);
                    self.plan(after, Coming::Wake { person, at });
                }
            }
        }
    }
}
