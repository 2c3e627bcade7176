//! What was sent and is not yet acknowledged.
//!
//! Each command lies in the outbox until the server has answered it. It is transmitted when it is stored
//! (or storage is denied), when those before it in its lane are answered, and again after every reconnect,
//! always under the same id: so it is carried out exactly once, in the order it was typed.
//!
//! Order is kept by stopping and waiting: of each lane one command is on its way. A refused command does
//! not hold up those behind it, unless they make no sense without it ([`Record::leads`]).

use std::collections::VecDeque;

use shared::{
    error::Code,
    id::{self, Id},
    message::{Content, Receipt},
};

mod entry;
mod record;

use entry::{Entry, Place};
pub use record::Record;

/// How long a command waits for its answer before it is transmitted again, at first.
pub(crate) const ANSWER_WITHIN_MS: u64 = 10_000;
/// How long a record may take to be stored before it is sent all the same.
pub(crate) const STORE_WITHIN_MS: u64 = 2_000;
/// The shortest pause before a command is repeated that may succeed later.
const PAUSE_MS: u64 = 250;
/// The longest pause a server may ask for.
const LONGEST_PAUSE_MS: u64 = 600_000;
/// How many settled commands are remembered, so that a late reading of the store does not revive them.
const REMEMBERED: usize = 64;

/// What the app is told about the outbox.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// A command lies in the outbox. Now the composer may be emptied; the row shows it.
    Kept(Pending),
    /// It stands differently.
    Changed(Id<id::Client>, State),
    /// It was answered: it is done. The receipt is there for messages.
    Done(Id<id::Client>, Option<Receipt>),
    /// It goes on under another id.
    Replaced(Id<id::Client>, Pending),
    /// It was discarded, or another tab has seen to it.
    Gone(Id<id::Client>),
}

/// A command in the outbox, as far as a view needs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// Its id, which its message will carry.
    pub id: Id<id::Client>,
    /// The lane it is in: the conversation's id for agents.
    pub lane: String,
    /// What it says, if it is a message.
    pub content: Option<Content>,
    /// Whether it is for agents only.
    pub is_private: bool,
    /// How it stands.
    pub state: State,
}

/// How a command in the outbox stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Waiting for its turn, or on its way.
    Sending,
    /// It was on its way when the connection broke or the answer stayed out; it is repeated under the
    /// same id.
    Unknown,
    /// The server said no. It stays until it is retried or discarded.
    Refused(Code),
}

/// The commands that are not yet acknowledged, in the order they were typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outbox {
    entries: Vec<Entry>,
    settled: VecDeque<Id<id::Client>>,
    last_order: u64,
}

/// What storing a record meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kept {
    /// The command lies in the outbox now.
    News,
    /// It did before.
    Before,
    /// It was answered in the meantime: what lies at this place of the store can go.
    Superfluous(u64),
}

/// What reading the store brought.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Restored {
    /// Commands that were not known.
    pub(crate) new: Vec<Id<id::Client>>,
    /// Commands that are not in the store any more: somebody else has seen to them.
    pub(crate) gone: Vec<Id<id::Client>>,
    /// Places of commands that were settled, but whoever settled them could not clear away.
    pub(crate) superfluous: Vec<u64>,
}

impl Outbox {
    /// Takes a new command of this tab alone, which lies here at once.
    pub(crate) fn add(&mut self, record: Record, now: u64) {
        let mut entry = Entry::new(record, Place::Memory, self.last_order, false);
        entry.lies_since = now;
        self.entries.push(entry);
        self.sort();
    }

    /// Takes a new command that is to be stored first.
    pub(crate) fn add_stored(&mut self, record: Record, now: u64) {
        self.entries
            .push(Entry::new(record, Place::Storing(now), u64::MAX, true));
    }

    /// Whether something that is not known here must lie in the store before `order`.
    pub(crate) fn misses_before(&self, order: u64) -> bool {
        order > self.last_order + 1
    }

    /// A record is stored at `order`, or cannot be.
    pub(crate) fn kept(&mut self, id: &Id<id::Client>, order: Option<u64>, now: u64) -> Kept {
        let last_order = self.last_order.max(order.unwrap_or(0));
        let Some(entry) = self.entry_mut(id) else {
            return order.map_or(Kept::Before, Kept::Superfluous);
        };
        let is_news = matches!(entry.place, Place::Storing(_));
        entry.place = order.map_or(Place::Memory, Place::Stored);
        // What other tabs cannot know, this one sends itself.
        entry.is_shared = order.is_some();
        entry.rank = order.unwrap_or(entry.rank.min(last_order));
        if is_news {
            entry.lies_since = now;
        }
        self.last_order = last_order;
        self.sort();
        if is_news { Kept::News } else { Kept::Before }
    }

    /// Commands whose storing takes too long; they go on without.
    pub(crate) fn overdue(&mut self, now: u64) -> Vec<Id<id::Client>> {
        let late = self.entries.iter_mut().filter(|it| it.is_overdue(now));
        let late = late.map(|entry| {
            entry.place = Place::Memory;
            entry.is_shared = false;
            entry.rank = entry.rank.min(self.last_order);
            entry.lies_since = now;
            entry.record.id.clone()
        });
        late.collect()
    }

    /// Takes everything that the store holds.
    pub(crate) fn restore(&mut self, stored: Vec<(u64, Record)>, now: u64) -> Restored {
        let mut restored = Restored::default();
        self.entries.retain(|entry| {
            let is_at = |order| {
                let mut all = stored.iter();
                all.any(|(it, record)| *it == order && record.id == entry.record.id)
            };
            let stays = entry.is_on_its_way() || entry.order().is_none_or(is_at);
            if !stays {
                restored.gone.push(entry.record.id.clone());
            }
            stays
        });
        for (order, record) in stored {
            self.last_order = self.last_order.max(order);
            if self.settled.contains(&record.id) {
                restored.superfluous.push(order);
                continue;
            }
            if let Some(entry) = self.entry_mut(&record.id) {
                // Still on its way into the store as far as this tab was told: `kept` will come.
                entry.rank = order;
                continue;
            }
            restored.new.push(record.id.clone());
            let mut entry = Entry::new(record, Place::Stored(order), order, true);
            entry.lies_since = now;
            self.entries.push(entry);
        }
        self.sort();
        restored
    }

    /// The next command to transmit, which is then on its way. `is_leading`: also those that are shared
    /// with other tabs.
    pub(crate) fn next(&mut self, is_leading: bool, now: u64) -> Option<&Record> {
        let index = self.ready(is_leading, now)?;
        let entry = self.entries.get_mut(index)?;
        entry.set_off(now);
        Some(&entry.record)
    }

    fn ready(&self, is_leading: bool, now: u64) -> Option<usize> {
        let mut busy: Vec<&str> = Vec::new();
        for (index, entry) in self.entries.iter().enumerate() {
            let lane = entry.record.lane.as_str();
            if entry.lets_pass() || busy.contains(&lane) {
                continue;
            }
            if entry.is_ready(now) && (is_leading || !entry.is_shared) {
                return Some(index);
            }
            busy.push(lane);
        }
        None
    }

    /// When something here has to be looked at again.
    pub(crate) fn due_after(&self, now: u64) -> Option<u64> {
        let all = self.entries.iter().filter_map(Entry::due_at);
        all.filter(|due| *due > now).min()
    }

    /// Since when the oldest command waits that another tab should send.
    pub(crate) fn waits_since(&self, now: u64) -> Option<u64> {
        let is_waiting = |it: &&Entry| it.is_shared && it.is_ready(now);
        let waiting = self.entries.iter().filter(is_waiting);
        waiting.map(|it| it.lies_since).min()
    }

    /// Commands whose answer stayed out; they are to be transmitted again.
    pub(crate) fn unanswered(&mut self, now: u64) -> Vec<Id<id::Client>> {
        self.bring_back(|it| it.is_unanswered(now))
    }

    /// The connection broke: whatever was on its way is unknown now.
    pub(crate) fn cut(&mut self) -> Vec<Id<id::Client>> {
        let cut = self.bring_back(Entry::is_on_its_way);
        for entry in &mut self.entries {
            entry.tries = 0;
        }
        cut
    }

    fn bring_back(&mut self, is_meant: impl Fn(&Entry) -> bool) -> Vec<Id<id::Client>> {
        let meant = self.entries.iter_mut().filter(|it| is_meant(it));
        meant
            .map(|entry| {
                entry.come_back();
                entry.record.id.clone()
            })
            .collect()
    }

    /// It was answered for good, or discarded. Answers where it lay in the store.
    pub(crate) fn settle(&mut self, id: &Id<id::Client>) -> Option<Settled> {
        let entry = self.entries.remove(self.index(id)?);
        if self.settled.len() == REMEMBERED {
            self.settled.pop_front();
        }
        let order = entry.order();
        self.settled.push_back(entry.record.id);
        Some(Settled {
            order,
            is_shared: entry.is_shared,
        })
    }

    /// It failed, but may succeed later: it waits, and those behind it with it. Answers whether it stands
    /// differently by that.
    pub(crate) fn pause(&mut self, id: &Id<id::Client>, after_ms: Option<u64>, now: u64) -> bool {
        let Some(entry) = self.entry_mut(id) else {
            return false;
        };
        let own = PAUSE_MS << entry.tries.min(6);
        let asked = after_ms.map(|ms| ms.clamp(PAUSE_MS, LONGEST_PAUSE_MS));
        entry.pause(now + asked.unwrap_or(own));
        std::mem::replace(&mut entry.state, State::Sending) != State::Sending
    }

    /// Sets how a command stands; answers whether that is news.
    pub(crate) fn set(&mut self, id: &Id<id::Client>, state: State) -> bool {
        let Some(entry) = self.entry_mut(id) else {
            return false;
        };
        if state != State::Unknown {
            entry.stay();
        }
        let is_news = entry.state != state;
        entry.state = state;
        if let State::Refused(code) = state {
            entry.record.refused = Some(code);
        }
        is_news
    }

    /// Puts a refused command back into its place in the queue; answers whether it was one.
    pub(crate) fn retry(&mut self, id: &Id<id::Client>, now: u64) -> bool {
        let Some(entry) = self.entry_mut(id).filter(|it| it.is_refused()) else {
            return false;
        };
        entry.state = State::Sending;
        entry.record.refused = None;
        entry.lies_since = now;
        true
    }

    /// Another command takes the place of one that will not succeed, also in the store: answers at which
    /// key it has to be written over, or nothing when there is nothing to store.
    pub(crate) fn replace(&mut self, id: &Id<id::Client>, by: Record, now: u64) -> Option<u64> {
        let entry = self.entry_mut(id)?;
        let order = entry.order();
        let place = order.map_or(Place::Memory, |_| Place::Storing(now));
        *entry = Entry::new(by, place, entry.rank, entry.is_shared);
        entry.lies_since = now;
        order
    }

    /// A command as the app sees it.
    pub(crate) fn pending(&self, id: &Id<id::Client>) -> Option<Pending> {
        self.entry(id).map(Entry::pending)
    }

    /// A command to be written over where it is stored, because it stands differently.
    pub(crate) fn stored(&self, id: &Id<id::Client>) -> Option<(Record, u64)> {
        let entry = self.entry(id)?;
        Some((entry.record.clone(), entry.order()?))
    }

    /// A command as it is stored.
    pub(crate) fn record(&self, id: &Id<id::Client>) -> Option<&Record> {
        self.entry(id).map(|it| &it.record)
    }

    /// Whether a command is on its way just now.
    pub(crate) fn is_on_its_way(&self, id: &Id<id::Client>) -> bool {
        self.entry(id).is_some_and(Entry::is_on_its_way)
    }

    fn index(&self, id: &Id<id::Client>) -> Option<usize> {
        self.entries.iter().position(|it| it.record.id == *id)
    }

    fn entry(&self, id: &Id<id::Client>) -> Option<&Entry> {
        self.entries.iter().find(|it| it.record.id == *id)
    }

    fn entry_mut(&mut self, id: &Id<id::Client>) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|it| it.record.id == *id)
    }

    /// Sorting is stable: what has no place of its own stays behind what was there before it.
    fn sort(&mut self) {
        // By insertion: nearly everything stands in its place already.
        for end in 1..self.entries.len() {
            let mut at = end;
            while at > 0 && self.entries[at - 1].rank > self.entries[at].rank {
                self.entries.swap(at - 1, at);
                at -= 1;
            }
        }
    }
}

/// A command that has left the outbox.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Settled {
    /// Where it lay in the store.
    pub(crate) order: Option<u64>,
    /// Whether other tabs know of it.
    pub(crate) is_shared: bool,
}
