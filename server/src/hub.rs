//! The rules: who may say what, and what comes of it. No I/O, no clock, no randomness of its own.
//!
//! A driver feeds [`Hub::handle`] with one [`Input`] after the other. Before each it asks
//! [`Hub::missing`] until nothing is missing, looks that up in the store, and tells it by
//! [`Hub::learn`]. The [`Effect`]s of an input must become durable, all or none, before any of them is
//! told to anybody; when that fails, [`Hub::restore`] brings the hub back to what is durable.

mod absence;
mod agenda;
mod agent;
mod alarm;
mod asking;
mod desk;
pub mod effect;
mod failure;
mod figures;
mod filing;
mod following;
mod hints;
mod hours;
mod identifying;
mod idle;
mod ids;
pub mod input;
mod joining;
mod line;
mod live;
mod missing;
mod moving;
mod pending;
mod rates;
mod restoring;
mod revoking;
mod routing;
pub mod settings;
mod socket;
mod team;
mod telling;
#[cfg(test)]
mod tests;
mod visitor;
mod warning;

use std::collections::{BTreeSet, HashMap};

use shared::{
    agent::Change,
    hours::Outlook,
    id::{self, Id},
    time::Timestamp,
    visitor::Open,
};

use self::{
    agenda::Agenda,
    figures::Today,
    ids::Ids,
    line::Lines,
    live::Live,
    missing::Found,
    pending::Pending,
    rates::Rates,
    socket::{Socket, Visitor},
    team::Team,
};
pub(crate) use self::{
    asking::{DAY_OVER, NO_ANSWER},
    visitor::transcript::MAX_MAILED,
};
pub use self::{
    effect::Effect,
    input::{Input, Said},
    restoring::Kept,
    settings::Settings,
};
use crate::{
    directory::Directory,
    keys::Keys,
    record::{Conversation, Loaded, Write},
};

/// Milliseconds for which desks show a conversation that has ended.
pub const RECENT_MS: u64 = 8 * 60 * 60 * 1_000;

/// How a conversation that is kept stands, for agents; of who is connected it knows nothing.
pub fn summary(kept: Loaded) -> shared::agent::Summary {
    Live::load(kept).summary()
}

/// A conversation that is kept as it stands now, for the rules and for agents.
pub fn kept(kept: Loaded) -> (Conversation, shared::agent::Summary) {
    let live = Live::load(kept);
    let summary = live.summary();
    (live.it, summary)
}

/// What is to be written for a conversation of which everything is known that happened in it.
pub(crate) fn chronicle(it: Conversation, changes: Vec<Change>) -> Vec<Write> {
    let mut writes = vec![Write::Conversation(Box::new(it.clone()))];
    let mut live = Live::new(it);
    for change in changes {
        writes.push(Write::Entry(live.append(change, None)));
    }
    writes.push(Write::Conversation(live.keep()));
    writes
}

/// How a conversation that is kept stands.
pub fn stands(kept: Loaded) -> Conversation {
    Live::load(kept).it
}

/// Names a socket while the server runs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct SocketId(pub u64);

/// Every live conversation, queue, presence and subscription.
pub struct Hub {
    settings: Settings,
    epoch: Id<id::Epoch>,
    ids: Ids,
    keys: Keys,
    directory: Directory,
    sockets: HashMap<SocketId, Socket>,
    /// Visitors with a socket or a conversation in memory: their latest conversation is known.
    visitors: HashMap<Id<id::Visitor>, Visitor>,
    team: Team,
    conversations: HashMap<Id<id::Conversation>, Live>,
    lines: Lines,
    today: Today,
    rates: Rates,
    /// Which channels are open, as visitors and desks were told.
    open: HashMap<Id<id::Channel>, Open>,
    /// When channels with hours open and close.
    outlooks: HashMap<Id<id::Channel>, Outlook>,
    pending: Pending,
    agenda: Agenda,
    /// Conversations that have been unanswered for longer than somebody wants to bear.
    overdue: BTreeSet<Id<id::Conversation>>,
    found: Found,
}

impl Hub {
    /// The rules over nothing yet; [`Hub::restore`] gives them what is kept. The seed makes ids and must
    /// be secret.
    pub fn new(settings: Settings, seed: [u8; 32], epoch: Id<id::Epoch>) -> Self {
        Self {
            settings,
            epoch,
            ids: Ids::new(seed),
            keys: Keys::new(seed),
            directory: Directory::default(),
            sockets: HashMap::new(),
            visitors: HashMap::new(),
            team: Team::default(),
            conversations: HashMap::new(),
            lines: Lines::default(),
            today: Today::default(),
            rates: Rates::default(),
            open: HashMap::new(),
            outlooks: HashMap::new(),
            pending: Pending::default(),
            agenda: Agenda::default(),
            overdue: BTreeSet::new(),
            found: Found::default(),
        }
    }

    /// Judges an input. What comes of it is added to `effects`, in order.
    pub fn handle(&mut self, input: Input, now: Timestamp, effects: &mut Vec<Effect>) {
        match input {
            Input::Join(join) => self.join(*join, now, effects),
            Input::Leave(socket) => self.leave(socket, now),
            Input::Do(socket, said) => {
                match *said {
                    Said::Visitor(said) => self.visitor_says(socket, (said, None), now, effects),
                    Said::LookedUp(said, is_there) => {
                        self.visitor_says(socket, (said, Some(is_there)), now, effects);
                    }
                    Said::Granted(said, number) => {
                        self.visitor_is_granted(socket, said, number, now, effects);
                    }
                    Said::Agent(said) => self.agent_says(socket, said, now, effects),
                    Said::Found(said, found) => {
                        self.register_says(socket, said, found, now, effects);
                    }
                }
                self.route(now, effects);
            }
            Input::Beat(socket) => self.beat(socket, now, effects),
            Input::Tick { day_start } => self.tick(day_start, now, effects),
            Input::Directory(directory) => self.reform(*directory, now, effects),
        }
        self.found = Found::default();
    }
}
