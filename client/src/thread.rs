//! The rows of one conversation, as either side sees it.
//!
//! Rows that are confirmed stand in the order of their numbers; own messages that are not come after
//! them, in the order they were typed. Appending and finding a row do not depend on how many there are
//! (logarithmically at most); only a page of earlier entries moves the others.

use std::{collections::VecDeque, marker::PhantomData, ops::Range, sync::Arc};

use shared::{
    agent::Agent,
    conversation::{Entry, Page},
    frame::{Event, Reset},
    id::{self, Id},
    limits::MAX_PAGE,
    message::Author,
    reaction::Reacted,
    time::Timestamp,
    visitor::Visitor,
};

use crate::{
    Delivery, Voice,
    delivery::{Answer, Outcome},
    outbox::News,
    voice::{Fact, Stand},
};

mod answers;
mod fold;
mod index;
mod own;
pub mod row;
#[cfg(test)]
mod tests;
pub mod window;

pub use row::{Body, Line, Mark, Row};

use index::Index;
use own::Own;

/// Messages of one writer stand together when no more than this lies between them.
const GROUP_MS: u64 = 5 * 60_000;

/// One conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread<R: Voice> {
    me: Option<Id<id::Agent>>,
    conversation: Option<Id<id::Conversation>>,
    stand: Stand,
    rows: VecDeque<Arc<Row>>,
    /// Numbers of the messages held, by their ids, and of own ones also by those of their commands.
    index: Index,
    own: Own,
    /// What its visitor thought of messages, in the order in which that was said.
    reactions: Vec<Reacted>,
    /// The lowest number whose entry is held; the highest there is while nothing is known.
    first: u64,
    last: u64,
    /// The marks of both sides as numbers: everything up to there was seen.
    seen_by_visitor: u64,
    seen_by_agent: u64,
    unread: usize,
    /// The page that is being fetched ends before this.
    fetching: Option<u64>,
    /// The mark that was asked for last.
    asked_to_mark: u64,
    role: PhantomData<fn() -> R>,
}

impl Thread<Visitor> {
    /// The visitor's thread: of no conversation yet; it takes up each one that begins.
    pub fn of_visitor() -> Self {
        Self::new(None, None)
    }
}

impl Thread<Agent> {
    /// A conversation as the agent `me` sees it.
    pub fn of_agent(me: Id<id::Agent>, conversation: Id<id::Conversation>) -> Self {
        Self::new(Some(me), Some(conversation))
    }
}

impl<R: Voice> Thread<R> {
    fn new(me: Option<Id<id::Agent>>, conversation: Option<Id<id::Conversation>>) -> Self {
        Self {
            me,
            conversation,
            stand: Stand::default(),
            rows: VecDeque::new(),
            index: Index::default(),
            own: Own::default(),
            reactions: Vec::new(),
            first: u64::MAX,
            last: 0,
            seen_by_visitor: 0,
            seen_by_agent: 0,
            unread: 0,
            fetching: None,
            asked_to_mark: 0,
            role: PhantomData,
        }
    }

    /// Takes what happened; tells whether anything here changed. Give it every delivery.
    pub fn receive(&mut self, delivery: &Delivery<R>) -> bool {
        match delivery {
            Delivery::Event(it) => self.take(it, |thread| thread.apply(&it.change, it.seq)),
            Delivery::Unknown(it) => self.take(it, |thread| thread.advance(it.seq)),
            Delivery::Reset(it) => self.reset(it),
            Delivery::Lost(log, _) => self.is_of(log) && self.lose(),
            Delivery::Answer(it) => self.answered(it),
            Delivery::Outbox(news) => {
                let conversation = self.conversation.as_ref().map(Id::as_str);
                let lane = if R::FOLLOWS_LATEST {
                    Some("")
                } else {
                    conversation
                };
                let is_confirmed = |key: &str| self.number(key).is_some();
                match news {
                    News::Kept(it) if is_confirmed(it.id.as_str()) => false,
                    _ => self.own.receive(news, lane, self.last),
                }
            }
            Delivery::Status(status) => self.status_changed(status.is_live()),
            _ => false,
        }
    }

    /// Applies the change with the next number; tells whether anything changed. Numbers that were
    /// applied before change nothing.
    pub fn apply(&mut self, change: &R::Change, seq: u64) -> bool {
        if !self.advance(seq) {
            return false;
        }
        if let Some(row) = self.fold(change, seq) {
            self.append(row);
        }
        true
    }

    /// The command that fetches what came before the first row; `None` when there is nothing or it is
    /// on its way already. Give it to `ask`.
    pub fn older(&mut self) -> Option<R::Command> {
        let conversation = self.conversation.clone()?;
        if self.is_complete() || self.is_loading() || self.first == u64::MAX {
            return None;
        }
        self.fetching = Some(self.first);
        Some(R::history(conversation, self.first, MAX_PAGE))
    }

    /// The command that marks everything as seen; `None` when it is already, or was just asked for.
    /// Give it to `ask` while the person looks at the conversation and the link is live.
    pub fn mark_seen(&mut self) -> Option<R::Command> {
        let conversation = self.conversation.clone()?;
        let marked = self.own_mark().max(self.asked_to_mark);
        let unseen = self.rows.iter().rev().take_while(|it| it.number() > marked);
        let (seq, id) = unseen.filter_map(|row| self.foreign(row)).next()?;
        self.asked_to_mark = seq;
        Some(R::read(conversation, id))
    }

    /// The conversation; a visitor has none before the first one began.
    pub fn conversation(&self) -> Option<&Id<id::Conversation>> {
        self.conversation.as_ref()
    }

    /// How it stands.
    pub fn stand(&self) -> &Stand {
        &self.stand
    }

    /// The number of the last entry that was applied.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// How many rows there are, own unconfirmed ones included; those come last.
    pub fn len(&self) -> usize {
        self.rows.len() + self.own.pending().len()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place, counted from the first one held.
    pub fn row(&self, index: usize) -> Option<&Arc<Row>> {
        match index.checked_sub(self.rows.len()) {
            None => self.rows.get(index),
            Some(behind) => self.own.pending().get(behind),
        }
    }

    /// The rows at some places; those beyond the end are left out.
    pub fn rows(&self, places: Range<usize>) -> impl Iterator<Item = &Arc<Row>> {
        places.map_while(|index| self.row(index))
    }

    /// The place of the row with this key.
    pub fn place(&self, key: &str) -> Option<usize> {
        let is_meant = |it: &Arc<Row>| it.key == key;
        if let Some(behind) = self.own.pending().iter().position(is_meant) {
            return Some(self.rows.len() + behind);
        }
        self.place_of(row::number_of(key).or_else(|| self.number(key))?)
    }

    /// Whether the conversation's beginning is held.
    pub fn is_complete(&self) -> bool {
        self.first <= 1
    }

    /// Whether earlier rows are being fetched.
    pub fn is_loading(&self) -> bool {
        self.fetching.is_some()
    }

    /// What became of an own message; `None` for those of others and for system lines.
    pub fn mark(&self, row: &Row) -> Option<Mark> {
        let Body::Said(said) = &row.body else {
            return None;
        };
        if !said.is_own {
            return None;
        }
        Some(match row.seq {
            Some(seq) if seq <= self.others_mark() && !said.is_private => Mark::Seen,
            Some(_) => Mark::Sent,
            None => self.own.mark(&row.key),
        })
    }

    /// The last own message and what became of it, for the line under it.
    pub fn last_own(&self) -> Option<(&Arc<Row>, Mark)> {
        let pending = self.own.pending().last();
        let row = pending.or_else(|| {
            let place = self.place_of(self.own.last()?)?;
            self.rows.get(place)
        })?;
        Some((row, self.mark(row)?))
    }

    /// How the row at a place stands to its neighbours. `day` numbers the days of the reader's calendar.
    pub fn grouping(&self, index: usize, day: impl Fn(Timestamp) -> i64) -> row::Grouping {
        let Some(row) = self.row(index) else {
            return row::Grouping::default();
        };
        let before = index.checked_sub(1).and_then(|it| self.row(it));
        let after = self.row(index + 1);
        // What is not confirmed yet belongs to the day of what stands before it.
        let is_same_day = |a: &Row, b: &Row| match (a.at, b.at) {
            (Some(a), Some(b)) => day(a) == day(b),
            _ => true,
        };
        let are_together = |a: &Row, b: &Row| is_same_day(a, b) && a.is_followed_by(b, GROUP_MS);
        row::Grouping {
            begins_day: before.is_none_or(|it| !is_same_day(it, row)),
            begins_group: before.is_none_or(|it| !are_together(it, row)),
            ends_group: after.is_none_or(|it| !are_together(row, it)),
        }
    }

    /// How many messages of the other side this side has not marked as seen, of those held.
    pub fn unread(&self) -> usize {
        self.unread
    }

    /// The place of the first of them.
    pub fn first_unread(&self) -> Option<usize> {
        let marked = self.own_mark();
        let from = self.rows.partition_point(|row| row.number() <= marked);
        let mut later = self.rows.iter().skip(from);
        Some(from + later.position(|row| self.foreign(row).is_some())?)
    }

    fn take<C>(&mut self, event: &Event<C>, apply: impl FnOnce(&mut Self) -> bool) -> bool {
        // A visitor's thread takes up the conversation that begins.
        let begins = R::FOLLOWS_LATEST && event.seq == 1 && !self.is_of(&event.log);
        if begins {
            self.begin(event.log.conversation());
        }
        self.is_of(&event.log) && apply(self)
    }

    fn advance(&mut self, seq: u64) -> bool {
        let is_new = seq > self.last;
        self.last = self.last.max(seq);
        self.first = self.first.min(seq);
        is_new
    }

    fn reset(&mut self, reset: &Reset<R::Snapshot>) -> bool {
        let Some((stand, page)) = R::stand(&reset.snapshot) else {
            return false;
        };
        if !R::FOLLOWS_LATEST && !self.is_of(&reset.log) {
            return false;
        }
        self.begin(reset.log.conversation());
        self.stand = stand;
        self.last = reset.seq;
        self.first = page.entries.first().map_or(reset.seq + 1, |it| it.seq);
        let mut rows = Vec::new();
        for entry in &page.entries {
            rows.extend(self.row_of(&entry.change, entry.seq));
            self.reactions.extend(reacted::<R>(entry));
        }
        rows.into_iter().for_each(|row| self.append(row));
        self.marks_from_stand();
        self.own.forget_sent(self.last);
        true
    }

    /// Forgets what is confirmed; what is not yet stays to be seen.
    fn lose(&mut self) -> bool {
        let conversation = self.conversation.take();
        self.restart();
        if !R::FOLLOWS_LATEST {
            self.conversation = conversation;
        }
        true
    }

    fn begin(&mut self, conversation: Id<id::Conversation>) {
        self.restart();
        self.conversation = Some(conversation);
    }

    fn restart(&mut self) {
        let own = std::mem::take(&mut self.own);
        *self = Self::new(self.me.take(), None);
        self.own = own.anew();
    }

    fn answered(&mut self, answer: &Answer<R>) -> bool {
        let is_done = matches!(answer.outcome, Outcome::Done(_));
        let Some(before) = answer.question.as_ref().and_then(R::asks_before) else {
            // Perhaps it was a mark; then it may be asked for again.
            if !is_done && answer.question.is_some() {
                self.asked_to_mark = 0;
            }
            return false;
        };
        let Outcome::Done(reply) = &answer.outcome else {
            return self.stop_fetching(before);
        };
        let Some(page) = reply.as_ref().and_then(R::page) else {
            // An answer of a later version: asked again, it would be the same.
            let is_meant = self.stop_fetching(before);
            if is_meant {
                self.first = 1;
            }
            return is_meant;
        };
        let is_ours = self.conversation.as_ref() == Some(&page.conversation);
        // An answer to a question of before a new beginning fits nowhere.
        if !is_ours || self.fetching != Some(before) || before != self.first {
            return false;
        }
        self.fetching = None;
        self.prepend(page);
        true
    }

    fn stop_fetching(&mut self, before: u64) -> bool {
        let is_meant = self.fetching == Some(before);
        if is_meant {
            self.fetching = None;
        }
        is_meant
    }

    fn prepend(&mut self, page: &Page<R::Change>) {
        // A page without entries says that there are none.
        self.first = page.entries.first().map_or(1, |it| it.seq);
        let before = self.rows.front().map_or(u64::MAX, |row| row.number());
        let earlier = page.entries.iter().rev().filter(|it| it.seq < before);
        for entry in earlier {
            if let Some(it) = reacted::<R>(entry) {
                self.reactions.insert(0, it);
            }
            if let Some(row) = self.row_of(&entry.change, entry.seq) {
                self.note_down(&row);
                self.rows.push_front(Arc::new(row));
            }
        }
        self.marks_from_stand();
    }

    fn append(&mut self, row: Row) {
        self.note_down(&row);
        if self
            .foreign(&row)
            .is_some_and(|(seq, _)| seq > self.own_mark())
        {
            self.unread += 1;
        }
        self.rows.push_back(Arc::new(row));
    }

    /// Remembers where a message is, and that an own one is confirmed.
    fn note_down(&mut self, row: &Row) {
        if let (Body::Said(said), Some(seq)) = (&row.body, row.seq) {
            if let Some(id) = &said.id {
                self.index.insert(id.as_str(), seq);
            }
            if said.is_own {
                self.index.insert(&row.key, seq);
                self.own.confirm(&row.key, seq);
            }
        }
    }

    fn status_changed(&mut self, is_live: bool) -> bool {
        // What was asked for and got lost may be asked for again.
        if !is_live {
            self.asked_to_mark = 0;
        }
        false
    }

    /// The number of a message held, by its id or its key.
    fn number(&self, name: &str) -> Option<u64> {
        self.index.find(name, |seq| {
            let row = self.place_of(seq).and_then(|at| self.rows.get(at));
            row.is_some_and(|it| it.is_named(name))
        })
    }

    fn place_of(&self, seq: u64) -> Option<usize> {
        self.rows
            .binary_search_by_key(&seq, |row| row.number())
            .ok()
    }

    fn is_of(&self, log: &Id<id::Log>) -> bool {
        let own = self.conversation.as_ref().map(Id::as_str);
        own == Some(log.as_str())
    }

    /// Number and id of a message that is not of the reader's own side.
    fn foreign(&self, row: &Row) -> Option<(u64, Id<id::Message>)> {
        let Body::Said(said) = &row.body else {
            return None;
        };
        let is_of_visitor = said.author == Some(Author::Visitor);
        if said.author.is_none() || is_of_visitor == self.me.is_none() || said.is_private {
            return None;
        }
        Some((row.seq?, said.id.clone()?))
    }

    /// Up to where the reader's own side has seen.
    fn own_mark(&self) -> u64 {
        if self.me.is_none() {
            self.seen_by_visitor
        } else {
            self.seen_by_agent
        }
    }

    fn others_mark(&self) -> u64 {
        if self.me.is_none() {
            self.seen_by_agent
        } else {
            self.seen_by_visitor
        }
    }
}

/// What an entry says of a message, if it does.
fn reacted<R: Voice>(entry: &Entry<R::Change>) -> Option<Reacted> {
    match R::fact(&entry.change) {
        Fact::Reacted(it) => Some(it.clone()),
        _ => None,
    }
}
