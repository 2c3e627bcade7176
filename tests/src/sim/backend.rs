//! The server of a simulation: the engine's machine over a disk in memory, with wires for sockets.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use server::{
    directory::{Channel, Mode, Routing},
    engine::machine::{Machine, Order},
    hub::{
        Said, Settings, SocketId,
        input::{Join, Who},
    },
    queue::{self, Item},
    store::{
        Reader,
        accounts::{Account, Accounts, Session},
        memory::{Disk, Memory},
    },
    who,
};
use shared::{
    Role,
    agent::{Agent, DeskSnapshot, Snapshot},
    channel::Rights,
    frame::{FromClient, FromServer, Heard, RoleName},
    id::Id,
    time::Timestamp,
    visitor::Visitor,
    warning::Patience,
};

use super::CHANNEL;

/// When the simulation's clock stands at zero.
const BEGAN_AT: u64 = 1_790_000_000_000;

/// Milliseconds of silence after which the server gives a wire up.
const PATIENCE_MS: u64 = 45_000;

/// The server.
pub(super) struct Backend {
    machine: Option<Machine>,
    disk: Disk,
    settings: Settings,
    seed: u64,
    seats: BTreeMap<u64, Seat>,
    orders: Vec<Order>,
    starts: u64,
    now: u64,
}

/// A socket that has said hello.
struct Seat {
    line: queue::Receiver,
    heard_at: u64,
    is_closed: bool,
}

/// Who somebody proves to be.
#[derive(Clone, Debug)]
pub(super) enum Login {
    /// A visitor with this token.
    Visitor(String),
    /// An agent of this name.
    Agent(String),
}

/// Something the server says.
pub(super) struct Saying {
    pub(super) wire: u64,
    pub(super) what: What,
}

/// What it says.
pub(super) enum What {
    /// A frame.
    Text(String),
    /// Nothing more.
    Close,
}

impl Backend {
    pub(super) fn new(disk: Disk, settings: Settings, seed: u64, now: u64) -> Self {
        let mut backend = Self {
            machine: None,
            disk,
            settings,
            seed,
            seats: BTreeMap::new(),
            orders: Vec::new(),
            starts: 0,
            now,
        };
        assert!(backend.start(now), "the disk works at the begin");
        backend
    }

    /// Starts the server; says whether it could.
    pub(super) fn start(&mut self, now: u64) -> bool {
        self.starts += 1;
        let mut seed = [0; 32];
        seed[..8].copy_from_slice(&self.seed.to_le_bytes());
        seed[8..16].copy_from_slice(&self.starts.to_le_bytes());
        let store = Box::new(Memory::new(self.disk.clone()));
        let settings = self.settings.clone();
        let at = Timestamp(BEGAN_AT + now);
        self.machine = Machine::open(store, settings, TimeZone::UTC, seed, at).ok();
        self.is_up()
    }

    pub(super) fn is_up(&self) -> bool {
        self.machine.is_some()
    }

    /// Everything that is not on the disk is gone.
    pub(super) fn die(&mut self) {
        self.machine = None;
        self.seats.clear();
        self.orders.clear();
    }

    /// A text came over a wire.
    pub(super) fn hear(&mut self, wire: u64, login: &Login, text: &str) {
        if let Some(seat) = self.seats.get_mut(&wire) {
            seat.heard_at = self.now;
        }
        match login {
            Login::Visitor(token) => {
                let channel = Id::new(CHANNEL);
                let id = who::visitor_id(&channel, token);
                let who = Who::Visitor { id, channel };
                self.hear_as::<Visitor>(wire, who, Said::Visitor, text);
            }
            Login::Agent(name) => {
                let (id, session) = (Id::new(name.as_str()), session(name).key);
                let who = Who::Agent { id, session };
                self.hear_as::<Agent>(wire, who, Said::Agent, text);
            }
        }
    }

    fn hear_as<R: Role>(
        &mut self,
        wire: u64,
        who: Who,
        said: fn(shared::frame::Do<R::Command>) -> Said,
        text: &str,
    ) {
        let socket = SocketId(wire);
        let heard: FromClient<R::Command> =
            serde_json::from_str(text).expect("a link says nothing that is not of the protocol");
        match heard {
            FromClient::Hello(hello) => {
                let is_agent = matches!(who, Who::Agent { .. });
                assert_eq!(is_agent, hello.role == RoleName::Agent);
                let (sender, line) = queue::line();
                let join = Join {
                    identity: None,
                    socket,
                    who,
                    hello,
                    address: "::1".to_owned(),
                };
                self.orders.push(Order::Join(Box::new(join), sender));
                let seat = Seat {
                    line,
                    heard_at: self.now,
                    is_closed: false,
                };
                self.seats.insert(wire, seat);
            }
            FromClient::Do(command) => {
                self.orders.push(Order::Do(socket, Box::new(said(command))));
            }
            FromClient::Probe {} => self.orders.push(Order::Beat(socket)),
        }
    }

    /// A wire is gone.
    pub(super) fn leave(&mut self, wire: u64) {
        if self.seats.remove(&wire).is_some() {
            self.orders.push(Order::Leave(SocketId(wire)));
        }
    }

    /// Every socket is to be told where its logs stand; those that were silent for too long are given up.
    pub(super) fn beat(&mut self) {
        let silent: Vec<u64> = self
            .seats
            .iter()
            .filter(|(_, seat)| self.now - seat.heard_at > PATIENCE_MS)
            .map(|(wire, _)| *wire)
            .collect();
        for wire in silent {
            self.leave(wire);
        }
        let beats = self.seats.keys().map(|wire| Order::Beat(SocketId(*wire)));
        self.orders.extend(beats);
    }

    /// A pong, which every client's network stack sends by itself.
    pub(super) fn pong(&mut self, wire: u64) {
        if let Some(seat) = self.seats.get_mut(&wire) {
            seat.heard_at = self.now;
        }
    }

    /// Carries out what has come.
    pub(super) fn round(&mut self, now: u64) {
        self.now = now;
        let orders = std::mem::take(&mut self.orders);
        if let Some(machine) = self.machine.as_mut().filter(|_| !orders.is_empty()) {
            machine.round(orders, Timestamp(BEGAN_AT + now));
        }
    }

    /// Does what is due by itself; answers after how many milliseconds there is more.
    pub(super) fn tend(&mut self, now: u64) -> u64 {
        self.now = now;
        let at = Timestamp(BEGAN_AT + now);
        self.machine.as_mut().map_or(100, |machine| {
            machine.tend(at);
            machine.due_in(at)
        })
    }

    /// Takes what the server has said since.
    pub(super) fn said(&mut self, disk: &Disk) -> Vec<Saying> {
        let mut said = Vec::new();
        for (&wire, seat) in &mut self.seats {
            while let Some(item) = seat.line.try_recv().filter(|_| !seat.is_closed) {
                let mut say = |what| said.push(Saying { wire, what });
                match item {
                    Item::Frame(text) | Item::Hint(text) => say(What::Text(text.to_string())),
                    Item::Close(_) => {
                        seat.is_closed = true;
                        say(What::Close);
                    }
                    // Nobody here asks the register, or a name server.
                    Item::Ask(_) | Item::LookUp(_) => {}
                    Item::Reading(mut reading) => loop {
                        match reading.next(disk as &dyn Reader) {
                            Ok(None) => break,
                            Ok(Some(texts)) => {
                                texts.into_iter().for_each(|text| say(What::Text(text)));
                            }
                            Err(_) => {
                                // What cannot be read ends the socket: the client comes again.
                                seat.is_closed = true;
                                say(What::Close);
                                break;
                            }
                        }
                    },
                }
            }
        }
        said
    }
}

impl Backend {
    /// The desk that an agent who came now would be given.
    pub(super) fn desk_of(&mut self, name: &str) -> DeskSnapshot {
        let wire = u64::MAX;
        let hello = r#"{"hello":{"min":1,"max":1,"role":"agent","token":"t"}}"#;
        self.hear(wire, &Login::Agent(name.to_owned()), hello);
        self.round(self.now);
        let disk = self.disk.clone();
        let said = self.said(&disk);
        self.leave(wire);
        self.round(self.now);
        let desk = said.into_iter().find_map(|said| match said.what {
            What::Text(text) if said.wire == wire => match Heard::<Agent>::decode(&text) {
                Ok(Heard::Frame(FromServer::Reset(reset))) => match reset.snapshot {
                    Snapshot::Desk(desk) => Some(*desk),
                    Snapshot::Conversation(_) => None,
                },
                _ => None,
            },
            _ => None,
        });
        desk.expect("every agent is given a desk")
    }
}

/// Has what waits on the channel offered.
pub(super) fn offer(disk: &Disk) {
    let mut store = Memory::new(disk.clone());
    for mut channel in store.channels().expect("the disk works") {
        channel.routing.mode = Mode::Offer;
        store.put_channel(&channel).expect("the disk works");
    }
}

/// Sets the channel up.
pub(super) fn furnish(disk: &Disk) {
    let channel = Channel {
        id: Id::new(CHANNEL),
        name: "Support".to_owned(),
        language: "en".to_owned(),
        title: "Chat with us".to_owned(),
        routing: Routing {
            answer_within_s: 5,
            rest_s: 2,
            grace_s: 6,
            ..Routing::default()
        },
        patience: Patience {
            waiting_s: Some(5),
            waiting_managers_s: Some(20),
            message_s: Some(5),
            message_managers_s: Some(20),
        },
        ..Channel::default()
    };
    Memory::new(disk.clone())
        .put_channel(&channel)
        .expect("the disk works at the begin");
}

/// Gives an agent an account with rights, signed in.
pub(super) fn employ(disk: &Disk, name: &str, rights: Rights) {
    let mut store = Memory::new(disk.clone());
    let account = Account {
        id: Id::new(name),
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        is_active: true,
        is_administrator: false,
    };
    let done = store
        .put_account(&account)
        .and_then(|()| store.set_rights(&Id::new(name), &Id::new(CHANNEL), rights))
        .and_then(|()| store.open_session(&session(name)));
    done.expect("the disk works when somebody is employed");
}

fn session(name: &str) -> Session {
    let mut key = [0; 32];
    key[..name.len()].copy_from_slice(name.as_bytes());
    Session {
        key,
        agent: Id::new(name),
        created_at: Timestamp(0),
        expires_at: Timestamp(u64::MAX),
    }
}
