//! The rules as short stories, told through the engine's machine and a store in memory.

mod alarm;
mod answering;
mod blocking;
mod choosing;
mod colleagues;
mod desks;
mod ending;
mod filing;
mod following;
mod hours;
mod identifying;
mod idle;
mod intake;
mod keeping;
mod mailing;
mod marking;
mod meeting;
mod office;
mod people;
mod private;
mod reacting;
mod registering;
mod repeating;
mod replies;
mod requesting;
mod routing;
mod searching;
mod suggesting;
mod together;
mod trailing;
mod trouble;
mod visiting;
mod warning;

use std::{collections::HashMap, sync::Arc};

use jiff::tz::TimeZone;
use shared::{
    Role,
    agent::{self, Agent},
    ask::Whom,
    channel::Rights,
    error::{CloseCode, Code, Failed},
    frame::{Do, Done, Event, FromServer, Heard, Hello, Resume, RoleName},
    id::{self, Id},
    message::Content,
    time::Timestamp,
    visitor::{self, Visitor},
    warning::Patience,
};

use super::{
    Said, Settings, SocketId,
    input::{Join, Who},
};
use crate::{
    directory::Channel,
    engine::machine::{Machine, Order},
    identity::Identity,
    public::Names,
    queue::{self, Item},
    register::{self, Answered},
    store::{
        Reader,
        accounts::{Account, Accounts, Session},
        memory::{Disk, Memory},
    },
    who::visitor_id,
};

/// A server without a network, with a clock that moves when it is told to.
struct Stage {
    machine: Machine,
    settings: Settings,
    disk: Disk,
    now: Timestamp,
    sockets: HashMap<SocketId, Seat>,
    ids: u32,
}

/// What one socket was sent.
struct Seat {
    line: queue::Receiver,
    texts: Vec<String>,
    closed: Option<CloseCode>,
}

/// All rights on a channel.
const ALL: Rights = Rights {
    respond: true,
    listen: true,
    notify: true,
    manage: true,
};

/// Only to answer.
const RESPOND: Rights = Rights {
    respond: true,
    listen: false,
    notify: false,
    manage: false,
};

impl Stage {
    /// With channels `support` and `sales`; `ann` and `bob` may answer on support, `meg` may do
    /// everything on both, `nil` may do nothing.
    fn new() -> Self {
        Self::with(Settings::default())
    }

    fn with(settings: Settings) -> Self {
        let disk = Disk::default();
        let mut store = Memory::new(disk.clone());
        for channel in ["support", "sales"] {
            store.put_channel(&channel_named(channel)).unwrap();
        }
        for agent in ["ann", "bob", "meg", "nil"] {
            store.put_account(&account(agent)).unwrap();
            store.open_session(&session(agent)).unwrap();
        }
        for (agent, channel, rights) in [
            ("ann", "support", RESPOND),
            ("bob", "support", RESPOND),
            ("meg", "support", ALL),
            ("meg", "sales", ALL),
        ] {
            store
                .set_rights(&Id::new(agent), &Id::new(channel), rights)
                .unwrap();
        }
        let now = Timestamp(1_790_000_000_000);
        Self {
            machine: machine(store, settings.clone(), 0, now),
            settings,
            disk,
            now,
            sockets: HashMap::new(),
            ids: 0,
        }
    }

    /// The server dies and starts again; every socket is lost.
    fn crash(&mut self) {
        self.sockets.clear();
        let store = Memory::new(self.disk.clone());
        self.machine = machine(store, self.settings.clone(), self.ids, self.now);
    }

    fn pass(&mut self, ms: u64) {
        self.now = self.now.plus(ms);
        self.machine.tend(self.now);
    }

    /// A visitor's widget connects.
    fn visitor(&mut self, name: &str) -> SocketId {
        self.visitor_on("support", name, None)
    }

    fn visitor_on(&mut self, channel: &str, name: &str, resume: Option<Resume>) -> SocketId {
        let channel = Id::new(channel);
        let id = visitor_id(&channel, name);
        self.join(Who::Visitor { id, channel }, RoleName::Visitor, resume)
    }

    /// An agent's app connects.
    fn agent(&mut self, name: &str) -> SocketId {
        self.agent_again(name, None)
    }

    fn agent_again(&mut self, name: &str, resume: Option<Resume>) -> SocketId {
        let (id, session) = (Id::new(name), session(name).key);
        self.join(Who::Agent { id, session }, RoleName::Agent, resume)
    }

    fn join(&mut self, who: Who, role: RoleName, resume: Option<Resume>) -> SocketId {
        self.join_as(who, role, resume, None)
    }

    fn join_as(
        &mut self,
        who: Who,
        role: RoleName,
        resume: Option<Resume>,
        identity: Option<Identity>,
    ) -> SocketId {
        self.ids += 1;
        let socket = SocketId(u64::from(self.ids));
        let (sender, line) = queue::line();
        let hello = Hello {
            min: 1,
            max: 1,
            role,
            token: String::new(),
            channel: None,
            identity: None,
            caps: Vec::new(),
            resume,
        };
        let address = "::1".to_owned();
        let join = Join {
            socket,
            who,
            identity,
            hello,
            address,
        };
        self.orders([Order::Join(Box::new(join), sender)]);
        let seat = Seat {
            line,
            texts: Vec::new(),
            closed: None,
        };
        self.sockets.insert(socket, seat);
        socket
    }

    fn leave(&mut self, socket: SocketId) {
        self.orders([Order::Leave(socket)]);
        self.sockets.remove(&socket);
    }

    fn orders(&mut self, orders: impl IntoIterator<Item = Order>) {
        self.machine.round(orders, self.now);
    }

    /// Changes accounts, as an administrator would.
    fn administrate(&mut self, change: impl FnOnce(&mut Memory)) {
        change(&mut Memory::new(self.disk.clone()));
        self.pass(250);
    }

    /// Everything a socket was sent since this was asked last.
    fn heard<R: Role>(&mut self, socket: SocketId) -> Vec<FromServer<R>> {
        self.read(socket);
        let seat = self.sockets.get_mut(&socket).unwrap();
        let texts = std::mem::take(&mut seat.texts);
        texts.iter().map(|text| frame(text)).collect()
    }

    /// Why a socket was closed, if it was.
    fn closed(&mut self, socket: SocketId) -> Option<CloseCode> {
        self.read(socket);
        self.sockets[&socket].closed
    }

    fn read(&mut self, socket: SocketId) {
        let disk = self.disk.clone();
        let mut said = Vec::new();
        let seat = self.sockets.get_mut(&socket).unwrap();
        while let Some(item) = seat.line.try_recv() {
            match item {
                Item::Frame(text) | Item::Hint(text) => seat.texts.push(text.to_string()),
                Item::Close(code) => seat.closed = Some(code),
                Item::Ask(question) => {
                    let own = register::Own::new(Arc::new(disk.clone()), Box::new(disk.clone()));
                    match question.put(&own, &disk, &TimeZone::UTC) {
                        Answered::Frame(text) => seat.texts.push(text),
                        Answered::Said(found) => said.push(*found),
                    }
                }
                // There are no domains but those that end so.
                Item::LookUp(it) => {
                    let is_there = it.domain.ends_with(".example");
                    said.push(Said::LookedUp(it.said, is_there));
                }
                Item::Reading(mut reading) => {
                    while let Some(texts) = reading.next(&disk as &dyn Reader).unwrap() {
                        seat.texts.extend(texts);
                    }
                }
            }
        }
        if !said.is_empty() {
            let orders = said.into_iter().map(|it| Order::Do(socket, Box::new(it)));
            let orders: Vec<_> = orders.collect();
            self.orders(orders);
            self.read(socket);
        }
    }

    /// The numbered changes of a log that a socket was sent, and nothing else.
    fn changes<R: Role>(&mut self, socket: SocketId, log: &str) -> Vec<(u64, R::Change)> {
        let frames = self.heard::<R>(socket);
        frames
            .into_iter()
            .filter_map(|frame| match frame {
                FromServer::Event(Event {
                    log: of,
                    seq,
                    change,
                }) if of.as_str() == log => Some((seq, change)),
                _ => None,
            })
            .collect()
    }

    /// A command under an id of its own. What the socket was sent before stays to be heard.
    fn asks<R: Speaker>(
        &mut self,
        socket: SocketId,
        command: R::Command,
    ) -> Result<R::Reply, Failed<R::Current>> {
        self.ids += 1;
        let id = format!("c{}", self.ids);
        self.asks_as::<R>(socket, &id, command)
    }

    fn asks_as<R: Speaker>(
        &mut self,
        socket: SocketId,
        id: &str,
        command: R::Command,
    ) -> Result<R::Reply, Failed<R::Current>> {
        let id = Id::new(id);
        let said = R::said(Do {
            id: id.clone(),
            command,
        });
        self.orders([Order::Do(socket, Box::new(said))]);
        self.read(socket);
        let seat = self.sockets.get_mut(&socket).unwrap();
        let answer = |text: &String| match frame::<R>(text) {
            FromServer::Done(Done { id: of, reply }) if of == id => Some(Ok(reply)),
            FromServer::Failed(failed) if failed.id.as_ref() == Some(&id) => Some(Err(failed)),
            _ => None,
        };
        let at = seat.texts.iter().rposition(|text| answer(text).is_some());
        let text = seat.texts.remove(at.expect("every command is answered"));
        answer(&text).unwrap()
    }

    fn visitor_asks(
        &mut self,
        socket: SocketId,
        command: visitor::Command,
    ) -> Result<visitor::Reply, Code> {
        self.asks::<Visitor>(socket, command)
            .map_err(|failed| failed.code)
    }

    fn agent_asks(
        &mut self,
        socket: SocketId,
        command: agent::Command,
    ) -> Result<agent::Reply, Code> {
        self.asks::<Agent>(socket, command)
            .map_err(|failed| failed.code)
    }

    /// A visitor begins a conversation.
    fn start(&mut self, socket: SocketId, text: &str) -> Id<id::Conversation> {
        let reply = self.visitor_asks(socket, start(text));
        let Ok(visitor::Reply::Started(receipt)) = reply else {
            panic!("{reply:?}");
        };
        receipt.conversation
    }

    /// A visitor called `name` begins a conversation, and is left waiting.
    fn waiting(&mut self, name: &str) -> (SocketId, Id<id::Conversation>) {
        let socket = self.visitor(name);
        let conversation = self.start(socket, "help");
        (socket, conversation)
    }

    /// A conversation between a visitor and `ann`.
    fn chat(&mut self) -> (SocketId, SocketId, Id<id::Conversation>) {
        let (kari, conversation) = self.waiting("kari");
        let ann = self.agent("ann");
        self.agent_asks(ann, take(&conversation)).unwrap();
        self.agent_asks(ann, follow(&conversation, None)).unwrap();
        (kari, ann, conversation)
    }
}

/// A role whose commands can be given to the machine.
trait Speaker: Role {
    fn said(command: Do<Self::Command>) -> Said;
}

impl Speaker for Visitor {
    fn said(command: Do<Self::Command>) -> Said {
        Said::Visitor(command)
    }
}

impl Speaker for Agent {
    fn said(command: Do<Self::Command>) -> Said {
        Said::Agent(command)
    }
}

/// Each life of a server draws other ids.
fn machine(store: Memory, settings: Settings, life: u32, now: Timestamp) -> Machine {
    let mut seed = [7; 32];
    seed[..4].copy_from_slice(&life.to_le_bytes());
    Machine::open(Box::new(store), settings, TimeZone::UTC, seed, now).unwrap()
}

fn frame<R: Role>(text: &str) -> FromServer<R> {
    match Heard::decode(text) {
        Ok(Heard::Frame(frame)) => frame,
        other => panic!("{other:?} from {text}"),
    }
}

fn channel_named(name: &str) -> Channel {
    Channel {
        id: Id::new(name),
        name: name.to_owned(),
        language: "en".to_owned(),
        title: "Chat with us".to_owned(),
        sites: vec!["https://shop.example".to_owned()],
        ..Channel::default()
    }
}

fn account(name: &str) -> Account {
    Account {
        id: Id::new(name),
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        is_active: true,
        is_administrator: false,
    }
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

fn start(text: &str) -> visitor::Command {
    visitor::Command::Start(visitor::Start {
        content: Content::text(text),
        ..visitor::Start::default()
    })
}

fn says(text: &str) -> visitor::Command {
    let content = Content::text(text);
    visitor::Command::Post(visitor::Post { content })
}

fn answers(conversation: &Id<id::Conversation>, text: &str) -> agent::Command {
    answers_after(conversation, text, None)
}

/// An answer by somebody who has seen everything up to a number.
fn answers_after(
    conversation: &Id<id::Conversation>,
    text: &str,
    seen: Option<u64>,
) -> agent::Command {
    agent::Command::Post(agent::Post {
        conversation: conversation.clone(),
        content: Content::text(text),
        seen,
    })
}

fn notes(conversation: &Id<id::Conversation>, text: &str) -> agent::Command {
    agent::Command::Note(agent::Note {
        conversation: conversation.clone(),
        content: Content::text(text),
    })
}

fn take(conversation: &Id<id::Conversation>) -> agent::Command {
    let conversation = conversation.clone();
    agent::Command::Take(agent::Take { conversation })
}

fn take_next() -> agent::Command {
    agent::Command::TakeNext(agent::TakeNext::default())
}

fn ends(conversation: &Id<id::Conversation>) -> agent::Command {
    let conversation = conversation.clone();
    agent::Command::End(agent::End { conversation })
}

fn follow(conversation: &Id<id::Conversation>, after: Option<u64>) -> agent::Command {
    let log = conversation.log();
    agent::Command::Follow(agent::Follow { log, after })
}

fn resume(cursors: &[(&Id<id::Conversation>, u64)]) -> Option<Resume> {
    Some(Resume {
        epoch: Id::new("memory"),
        cursors: cursors.iter().map(|(id, at)| (id.log(), *at)).collect(),
    })
}

/// One word per change, for comparing what was seen.
fn word_v(change: &visitor::Change) -> String {
    use visitor::Change;
    match change {
        Change::Started(_) => "started".to_owned(),
        Change::Posted(it) => it.content.text.clone(),
        Change::Taken(it) => format!("taken by {}", it.agent.name),
        Change::Queued(_) => "queued".to_owned(),
        Change::Ended(it) => format!("ended by {:?}", it.by),
        Change::Reopened(it) => match &it.agent {
            Some(agent) => format!("reopened with {}", agent.name),
            None => "reopened".to_owned(),
        },
        Change::Read(it) => format!("read by {:?}", it.by),
        Change::Rated(it) => format!("rated {}", it.value),
        Change::Nudged(_) => "nudged".to_owned(),
        Change::Reacted(it) => format!("reacted {:?}", it.reaction),
        Change::Erased(_) => "erased".to_owned(),
    }
}

/// The same for agents; private ones stand in brackets.
fn word_a(change: &agent::Change) -> String {
    match (crate::public::change(change, Names::Full), change) {
        (Some(change), _) => word_v(&change),
        (None, agent::Change::Noted(it)) => format!("[{}]", it.content.text),
        (None, agent::Change::Asked(it)) => format!("[{:?} to {}]", it.kind, whom(&it.whom)),
        (None, agent::Change::Settled(it)) => format!("[{:?} {:?}]", it.kind, it.outcome),
        (None, agent::Change::Joined(it)) => format!("[{} is {:?}]", it.agent.name, it.seat),
        (None, agent::Change::Tagged(it)) => format!("[{} {}]", it.tag.name, it.on),
        (None, agent::Change::Departed(_)) => "[departed]".to_owned(),
        (None, agent::Change::Closed(it)) => format!("[closed by {}]", it.agent.name),
        (None, agent::Change::Left(it)) => format!("[{} left]", it.agent.name),
        (None, other) => format!("{other:?}"),
    }
}

fn whom(whom: &Whom) -> &str {
    match whom {
        Whom::Agent(card) => &card.name,
        Whom::Channel(channel) => channel.as_str(),
    }
}
