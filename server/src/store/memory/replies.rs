//! Ready answers in memory.

use std::collections::BTreeMap;

use shared::{
    id::{self, Id},
    reply::{Entry, Position},
};

use super::{Memory, contents::Contents};
use crate::store::{
    Trouble,
    replies::{AT_ONCE, Look, Replies},
};

/// Whose a ready answer is; nobody's: everybody's.
pub(super) type Owner = Option<Id<id::Agent>>;

impl Replies for Memory {
    fn shared_replies(&mut self) -> Result<Vec<Entry>, Trouble> {
        self.read(|it| {
            let shared = it.replies.iter().filter(|((owner, _), _)| owner.is_none());
            sorted(shared.map(|(_, entry)| entry.clone()))
        })
    }

    fn put_shared_reply(&mut self, entry: &Entry) -> Result<(), Trouble> {
        self.write(|it| {
            it.replies.insert((None, entry.id.clone()), entry.clone());
            it.count_shared_replies();
            Ok(())
        })
    }

    fn remove_shared_reply(&mut self, id: &Id<id::Reply>) -> Result<(), Trouble> {
        self.write(|it| {
            let removed = it.replies.remove(&(None, id.clone()));
            it.count_shared_replies();
            removed.map(|_| ()).ok_or(Trouble::Absent)
        })
    }

    fn solved(&mut self) -> Result<BTreeMap<Id<id::Reply>, u64>, Trouble> {
        self.read(|it| it.solved.clone())
    }

    fn other_replies(&mut self, agent: &Id<id::Agent>, id: &Id<id::Reply>) -> Result<u32, Trouble> {
        self.read(|it| {
            let keys = it.replies.keys();
            let others = keys.filter(|(owner, it)| owner.as_ref() == Some(agent) && it != id);
            u32::try_from(others.count()).unwrap_or(u32::MAX)
        })
    }
}

impl Contents {
    fn count_shared_replies(&mut self) {
        self.shared_replies += 1;
        self.directory_version += 1;
    }

    pub(super) fn look(&self, look: &Look) -> Vec<Entry> {
        let all = self.replies.iter().filter(|((owner, _), entry)| {
            let is_meant = owner.as_ref().is_none_or(|owner| *owner == look.agent);
            let is_after = |after: &Position| entry.position() > *after;
            is_meant && look.after.as_ref().is_none_or(is_after)
        });
        let mut found = sorted(all.map(|(_, entry)| entry.clone()));
        found.truncate(AT_ONCE.into());
        found
    }
}

fn sorted(all: impl Iterator<Item = Entry>) -> Vec<Entry> {
    let mut all: Vec<Entry> = all.collect();
    all.sort_by_cached_key(Entry::position);
    all
}
