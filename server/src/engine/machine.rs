//! One round of the engine, without its thread and its clock: orders in, frames into queues.

mod accounts;
mod dispatch;
mod failing;
mod kept;
mod refusal;

use std::{collections::HashMap, sync::Arc};

use jiff::tz::TimeZone;
use shared::{
    error::{CloseCode, Code},
    id::{self, Id},
    time::Timestamp,
};

use self::{kept::Today, refusal::Asked};
use crate::{
    directory::Directory,
    hub::{
        Effect, Hub, Input, MAX_MAILED, Said, Settings, SocketId,
        input::{Join, Learned, Missing},
    },
    public::Audience,
    queue,
    store::{Span, Store, Trouble, accounts::Accounts},
};

/// Milliseconds between two tries to write again.
const VERIFY_EVERY_MS: u64 = 1_000;

/// Milliseconds between two looks at whether another process changed accounts.
const LOOK_EVERY_MS: u64 = 250;

/// Milliseconds between two rounds that let what was said lately be found.
const INDEX_EVERY_MS: u64 = 1_000;

/// Milliseconds after which accounts are read anew in any case: sessions end by themselves.
const REREAD_EVERY_MS: u64 = 60_000;

/// The hub, the store it must agree with, and the queues of its sockets.
pub struct Machine {
    hub: Hub,
    store: Box<dyn Store>,
    queues: HashMap<SocketId, queue::Sender>,
    /// Whom to wake when everybody of the round has been told.
    bells: Vec<queue::Bell>,
    ring: Ring,
    today: Today,
    health: Health,
    directory: Arc<Directory>,
    is_directory_stale: bool,
    looked_at: Timestamp,
    indexed_at: Timestamp,
    /// Whether something that was said cannot be found yet.
    is_index_behind: bool,
    reread_at: Timestamp,
    /// Whether the round has written something.
    is_begun: bool,
    effects: Vec<Effect>,
    /// Whom the round owes an answer.
    asked: Vec<Asked>,
    /// Who came in this round.
    joined: Vec<SocketId>,
}

/// Something that clients want.
pub enum Order {
    /// To come in; the queue takes what they are told.
    Join(Box<Join>, queue::Sender),
    /// To have a command carried out.
    Do(SocketId, Box<Said>),
    /// To be told that what they sent is no command, after the answers to what they sent before.
    Fail(SocketId, Option<Id<id::Client>>, Code),
    /// To hear where their logs stand.
    Beat(SocketId),
    /// Nothing any more: the socket is gone.
    Leave(SocketId),
}

/// Rings bells, by dropping them.
pub type Ring = Box<dyn FnMut(Vec<queue::Bell>) + Send>;

/// Something to do with accounts. It says whether it shall count, and gives what is to be called with
/// how storing it went. When the store cannot be used, it gets the reason instead.
pub type Job = Box<dyn FnOnce(Result<&mut dyn Accounts, &Trouble>) -> (bool, Report) + Send>;

/// Tells whoever asked how it went.
pub type Outcome = Box<dyn FnOnce() + Send>;

/// Takes why something was not stored, if it was not.
pub type Report = Box<dyn FnOnce(Option<Trouble>) + Send>;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Health {
    /// What is asked for can be made durable.
    Well,
    /// Nothing can be written now; the hub holds what is durable, and reads go on.
    Suspect { since: Timestamp },
    /// Nothing can be read either: nobody is let in.
    Lost { since: Timestamp },
}

impl Machine {
    /// Loads what is live.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn open(
        store: Box<dyn Store>,
        settings: Settings,
        zone: TimeZone,
        seed: [u8; 32],
        now: Timestamp,
    ) -> Result<Self, Trouble> {
        let hub = Hub::new(settings, seed, store.epoch());
        let mut machine = Self {
            hub,
            store,
            queues: HashMap::new(),
            bells: Vec::new(),
            ring: Box::new(drop),
            today: Today::new(zone),
            health: Health::Well,
            directory: Arc::default(),
            is_directory_stale: false,
            looked_at: now,
            indexed_at: now,
            is_index_behind: true,
            reread_at: now,
            is_begun: false,
            effects: Vec::new(),
            asked: Vec::new(),
            joined: Vec::new(),
        };
        machine.store.has_new_directory()?;
        machine.reload(now)?;
        Ok(machine)
    }

    /// Lets somebody else ring, all at once after each round.
    #[must_use]
    pub fn ringing(self, ring: Ring) -> Self {
        Self { ring, ..self }
    }

    /// Carries out orders: all that they change becomes durable together, and only then is anybody told.
    pub fn round(&mut self, orders: impl IntoIterator<Item = Order>, now: Timestamp) {
        for order in orders {
            // Whoever comes in meets what an administrator has just changed beside the server.
            if matches!(order, Order::Join(..)) {
                self.refresh(now);
            }
            if let Err(trouble) = self.carry_out(order, now) {
                self.fail(&trouble, now);
            }
        }
        self.settle(now);
    }

    /// Does what is due by itself: tells desks what gathered, looks for new accounts, tries whether a
    /// store that failed works again.
    pub fn tend(&mut self, now: Timestamp) {
        if let Health::Suspect { since } | Health::Lost { since } = self.health
            && now.since(since) >= VERIFY_EVERY_MS
        {
            self.recover(now);
        }
        if now.since(self.looked_at) >= LOOK_EVERY_MS || now < self.looked_at {
            self.looked_at = now;
            self.is_directory_stale |= now.since(self.reread_at) >= REREAD_EVERY_MS;
            self.refresh(now);
        }
        if self.health == Health::Well {
            let day_start = self.today.began_at(now);
            if let Err(trouble) = self.judge(Input::Tick { day_start }, now) {
                self.fail(&trouble, now);
            }
            self.settle(now);
            self.index(now);
        }
    }

    /// Lets what was said lately be searched, a little of it at a time.
    fn index(&mut self, now: Timestamp) {
        let after = if self.is_index_behind {
            LOOK_EVERY_MS
        } else {
            INDEX_EVERY_MS
        };
        let is_due = now < self.indexed_at || now.since(self.indexed_at) >= after;
        if self.health != Health::Well || !is_due {
            return;
        }
        self.indexed_at = now;
        match self.store.index() {
            Ok(is_behind) => self.is_index_behind = is_behind,
            Err(trouble) => {
                self.fail(&trouble, now);
                self.settle(now);
            }
        }
    }

    /// In how many milliseconds there is something to tend to.
    pub fn due_in(&self, now: Timestamp) -> u64 {
        let due = self.hub.due_in(now).filter(|_| self.health == Health::Well);
        due.unwrap_or(LOOK_EVERY_MS).min(LOOK_EVERY_MS)
    }

    /// Closes every socket.
    pub fn close(&mut self, code: CloseCode) {
        for (_, queue) in self.queues.drain() {
            queue.push(queue::Item::Close(code));
        }
    }

    /// Whether commands can be made durable now.
    pub fn is_well(&self) -> bool {
        self.health == Health::Well
    }

    /// Channels and agents as the rules know them.
    pub fn directory(&self) -> &Arc<Directory> {
        &self.directory
    }

    /// Whether a channel is open, as visitors and desks were told.
    pub fn is_open(&self, channel: &Id<id::Channel>) -> bool {
        self.hub.is_open(channel)
    }

    fn carry_out(&mut self, order: Order, now: Timestamp) -> Result<(), Trouble> {
        match order {
            Order::Join(join, queue) => {
                self.queues.insert(join.socket, queue);
                let may_write = join.identity.is_some();
                if matches!(self.health, Health::Lost { .. })
                    || may_write && self.health != Health::Well
                {
                    self.turn_away(&join);
                    return Ok(());
                }
                self.joined.push(join.socket);
                self.judge(Input::Join(join), now)
            }
            Order::Do(socket, said) => {
                self.asked.push(Asked::new(socket, &said));
                if self.health != Health::Well && refusal::writes(&said) {
                    self.refuse_last();
                    return Ok(());
                }
                self.judge(Input::Do(socket, said), now)
            }
            Order::Fail(socket, id, code) => {
                // Its turn among the answers is now; should the round fail, it is told then.
                let faulty = Asked::faulty(socket, id, code);
                self.effects.push(faulty.clone().refusal());
                self.asked.push(faulty);
                Ok(())
            }
            Order::Beat(socket) => self.judge(Input::Beat(socket), now),
            Order::Leave(socket) => {
                self.queues.remove(&socket);
                self.judge(Input::Leave(socket), now)
            }
        }
    }

    /// Lets the hub judge an input, and writes what is to be written.
    fn judge(&mut self, input: Input, now: Timestamp) -> Result<(), Trouble> {
        while let Some(missing) = self.hub.missing(&input) {
            let learned = self.look_up(&missing)?;
            self.hub.learn(missing, learned);
        }
        let before = self.effects.len();
        self.hub.handle(input, now, &mut self.effects);
        for effect in &self.effects[before..] {
            if let Effect::Write(write) = effect {
                if !self.is_begun {
                    self.store.begin()?;
                    self.is_begun = true;
                }
                self.store.apply(write)?;
            }
        }
        Ok(())
    }

    fn look_up(&mut self, missing: &Missing) -> Result<Learned, Trouble> {
        let store = &mut self.store;
        Ok(match missing {
            Missing::Sent { sender, id } => Learned::Sent(store.sent(sender, id)?),
            Missing::Latest(visitor) => {
                Learned::Latest(store.latest(visitor)?.map(Box::new), store.known(visitor)?)
            }
            Missing::Conversation(id) => {
                Learned::Conversation(store.conversation(id)?.map(Box::new))
            }
            Missing::Place {
                conversation,
                message,
            } => Learned::Place(store.place(conversation, message)?),
            Missing::Replies { agent, id } => Learned::Replies(store.other_replies(agent, id)?),
            Missing::Files(ids) => {
                let mut found = Vec::new();
                for id in ids {
                    found.extend(store.file(id)?);
                }
                Learned::Files(found)
            }
            Missing::Held(owner) => Learned::Held(store.held(owner)?),
            Missing::Log(conversation) => {
                let span = Span {
                    conversation: conversation.clone(),
                    audience: Audience::Visitor,
                    after: 0,
                    to: u64::MAX,
                    limit: MAX_MAILED,
                    from_end: true,
                };
                Learned::Log(store.entries(&span)?, self.today.zone().clone())
            }
        })
    }

    /// Makes the round durable, then tells everybody.
    fn settle(&mut self, now: Timestamp) {
        if self.is_begun
            && let Err(trouble) = self.store.commit()
        {
            self.fail(&trouble, now);
        }
        self.is_begun = false;
        self.asked.clear();
        self.joined.clear();
        self.dispatch();
    }
}

/// The id of a command, whoever sent it.
fn command_id(said: &Said) -> &Id<id::Client> {
    match said {
        Said::Visitor(said) | Said::LookedUp(said, _) | Said::Granted(said, _) => &said.id,
        Said::Agent(said) | Said::Found(said, _) => &said.id,
    }
}
