//! Entries that are durable but not in their table yet, for readers on any thread.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
};

use shared::id::{self, Id};

use crate::record::Entry;

type Logs = HashMap<Id<id::Conversation>, Vec<Arc<Entry>>>;

/// The ends of logs. Whoever reads a log asks here first and then the table: what is moved in between is
/// seen twice, and nothing is missed.
#[derive(Debug, Default)]
pub(super) struct Fresh(RwLock<Logs>);

impl Fresh {
    /// What is known of a log, ascending.
    pub(super) fn of(&self, conversation: &Id<id::Conversation>) -> Vec<Arc<Entry>> {
        self.read().get(conversation).cloned().unwrap_or_default()
    }

    /// The highest numbers for agents and for the visitor, if anything is known here; the visitor's is
    /// zero when nothing known is public.
    pub(super) fn heads(&self, conversation: &Id<id::Conversation>) -> Option<(u64, u64)> {
        let logs = self.read();
        let log = logs.get(conversation)?;
        let agent = log.last()?.agent_seq;
        let public = log.iter().rev().find_map(|it| it.public_seq);
        Some((agent, public.unwrap_or(0)))
    }

    /// Adds entries, in order.
    pub(super) fn add<'a>(&self, entries: impl Iterator<Item = &'a Arc<Entry>>) {
        let mut logs = self.write();
        for entry in entries {
            match logs.get_mut(&entry.conversation) {
                Some(log) => log.push(entry.clone()),
                None => drop(logs.insert(entry.conversation.clone(), vec![entry.clone()])),
            }
        }
    }

    /// Lets go of the entries up to these numbers.
    pub(super) fn remove(&self, moved: &HashMap<Id<id::Conversation>, u64>) {
        let mut logs = self.write();
        for (conversation, up_to) in moved {
            if let Some(log) = logs.get_mut(conversation) {
                log.retain(|it| it.agent_seq > *up_to);
                if log.is_empty() {
                    logs.remove(conversation);
                }
            }
        }
    }

    pub(super) fn clear(&self) {
        self.write().clear();
    }

    fn read(&self) -> RwLockReadGuard<'_, Logs> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Logs> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
