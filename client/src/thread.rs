//! The rows of one conversation, as either side sees it.

use std::{collections::VecDeque, marker::PhantomData, sync::Arc};

use shared::{
    id::{self, Id},
    time::Timestamp,
};

use crate::{Delivery, Voice, voice::Stand};

pub mod row;
pub mod window;

pub use row::{Body, Line, Mark, Row};

/// One conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Thread<R: Voice> {
    me: Option<Id<id::Agent>>,
    conversation: Option<Id<id::Conversation>>,
    stand: Stand,
    rows: VecDeque<Arc<Row>>,
    pending: Vec<Arc<Row>>,
    role: PhantomData<fn() -> R>,
}

impl Thread<shared::visitor::Visitor> {
    /// The visitor's thread: of no conversation yet; it takes up each one that begins.
    pub fn of_visitor() -> Self {
        Self::new(None, None)
    }
}

impl Thread<shared::agent::Agent> {
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
            pending: Vec::new(),
            role: PhantomData,
        }
    }

    /// Takes what happened; tells whether anything here changed. Give it every delivery.
    pub fn receive(&mut self, _delivery: &Delivery<R>) -> bool {
        false
    }

    /// Applies one numbered change; tells whether anything changed.
    pub fn apply(&mut self, _change: &R::Change, _seq: u64) -> bool {
        false
    }

    /// The command that fetches what came before the first row; `None` when there is nothing or it is
    /// on its way already. Give it to `ask`.
    pub fn older(&mut self) -> Option<R::Command> {
        None
    }

    /// The command that marks everything as seen; `None` when it is already, or was just asked for.
    /// Give it to `ask` while the person looks at the conversation.
    pub fn mark_seen(&mut self) -> Option<R::Command> {
        None
    }

    /// The conversation; a visitor has none before the first one began.
    pub fn conversation(&self) -> Option<&Id<id::Conversation>> {
        self.conversation.as_ref()
    }

    /// How it stands.
    pub fn stand(&self) -> &Stand {
        &self.stand
    }

    /// How many rows there are, own unconfirmed ones included; those come last.
    pub fn len(&self) -> usize {
        self.rows.len() + self.pending.len()
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row at a place, counted from the first one held.
    pub fn row(&self, index: usize) -> Option<&Arc<Row>> {
        let confirmed = self.rows.len();
        self.rows
            .get(index)
            .or_else(|| self.pending.get(index.checked_sub(confirmed)?))
    }

    /// The rows at some places; those beyond the end are left out.
    pub fn rows(&self, places: std::ops::Range<usize>) -> impl Iterator<Item = &Arc<Row>> {
        places.map_while(|index| self.row(index))
    }

    /// The place of the row with this key.
    pub fn place(&self, _key: &str) -> Option<usize> {
        None
    }

    /// Whether the conversation's beginning is held.
    pub fn is_complete(&self) -> bool {
        false
    }

    /// Whether earlier rows are being fetched.
    pub fn is_loading(&self) -> bool {
        false
    }

    /// What became of an own message; `None` for those of others and for system lines.
    pub fn mark(&self, _row: &Row) -> Option<Mark> {
        None
    }

    /// The last own message and what became of it, for the line under it.
    pub fn last_own(&self) -> Option<(&Arc<Row>, Mark)> {
        None
    }

    /// How the row at a place stands to its neighbours. `day` numbers the days of the reader's calendar.
    pub fn grouping(&self, _index: usize, _day: impl Fn(Timestamp) -> i64) -> row::Grouping {
        row::Grouping::default()
    }

    /// How many messages of the other side this side has not marked as seen.
    pub fn unread(&self) -> usize {
        0
    }

    /// The place of the first of them.
    pub fn first_unread(&self) -> Option<usize> {
        None
    }
}
