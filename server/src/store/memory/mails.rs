//! Mails in memory.

use shared::{id::Id, time::Timestamp};

use super::Memory;
use crate::{
    mail::Letter,
    store::{
        Trouble,
        mails::{Mails, Waiting},
    },
};

/// All that wait, each with when it is due, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Outbox(Vec<(Timestamp, Waiting)>);

impl Outbox {
    /// Adds one, unless it is there.
    pub(super) fn put(&mut self, letter: &Letter) {
        if self.0.iter().all(|(_, it)| it.letter.id != letter.id) {
            let waiting = Waiting {
                letter: letter.clone(),
                tried: 0,
            };
            self.0.push((letter.written_at, waiting));
        }
    }

    /// Those that are due, the first due first.
    pub(super) fn due(&self, now: Timestamp, limit: usize) -> Vec<Waiting> {
        let mut due: Vec<_> = self.0.iter().filter(|(at, _)| *at <= now).collect();
        due.sort_by_key(|(at, _)| *at);
        let due = due.into_iter().take(limit);
        due.map(|(_, it)| it.clone()).collect()
    }
}

impl Mails for Memory {
    fn drop_mail(&mut self, id: &Id<Letter>) -> Result<(), Trouble> {
        self.write(|it| {
            it.mails.0.retain(|(_, it)| it.letter.id != *id);
            Ok(())
        })
    }

    fn put_off_mail(&mut self, id: &Id<Letter>, due_at: Timestamp) -> Result<(), Trouble> {
        self.write(|it| {
            for (at, it) in &mut it.mails.0 {
                if it.letter.id == *id {
                    *at = due_at;
                    it.tried += 1;
                }
            }
            Ok(())
        })
    }

    fn waiting_mails(&mut self) -> Result<u64, Trouble> {
        self.read(|it| it.mails.0.len() as u64)
    }
}
