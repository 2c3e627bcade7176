//! All conversations on an agent's desk.

use std::{collections::BTreeMap, sync::Arc};

use shared::{
    agent::{Agent, Change, Summary},
    id::{self, Id},
    time::Timestamp,
};

use crate::Delivery;

/// Conversations: waiting, active, and recently ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inbox {
    conversations: BTreeMap<Id<id::Conversation>, Arc<Summary>>,
}

/// Only conversations of these channels; empty: of all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter(pub Vec<Id<id::Channel>>);

impl Inbox {
    /// Takes what happened; tells whether anything here changed.
    pub fn receive(&mut self, _delivery: &Delivery<Agent>) -> bool {
        false
    }

    /// Applies a change of the desk; tells whether anything here changed.
    pub fn apply(&mut self, _change: &Change) -> bool {
        false
    }

    /// One conversation.
    pub fn conversation(&self, id: &Id<id::Conversation>) -> Option<&Arc<Summary>> {
        self.conversations.get(id)
    }

    /// Those that wait, the next one first.
    pub fn in_queue(&self, _filter: &Filter) -> Vec<Arc<Summary>> {
        Vec::new()
    }

    /// How many wait: the badge of the dashboard.
    pub fn waiting(&self, _filter: &Filter) -> usize {
        0
    }

    /// Those that an agent owns, whoever it is; the oldest first.
    pub fn ongoing(&self, _filter: &Filter) -> Vec<Arc<Summary>> {
        Vec::new()
    }

    /// Those that `me` owns, in the order in which they were answered. Their number is the badge of Chats.
    pub fn mine(&self, _me: &Id<id::Agent>) -> Vec<Arc<Summary>> {
        Vec::new()
    }

    /// Those of `me` that ended within eight hours before `now`, the last one first.
    pub fn recent(&self, _me: &Id<id::Agent>, _now: Timestamp) -> Vec<Arc<Summary>> {
        Vec::new()
    }

    /// Unread messages over all that `me` owns.
    pub fn unread(&self, _me: &Id<id::Agent>) -> u32 {
        0
    }
}
