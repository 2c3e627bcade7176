//! Accounts, rights, channels and sessions: changing them, and noticing that others did.

use std::sync::Arc;

use shared::time::Timestamp;

use super::{Health, Job, Machine, Outcome};
use crate::hub::Input;

impl Machine {
    /// Does something with accounts, in a round of its own. What comes back tells how it went: it is
    /// called when others can see what changed.
    pub fn ask(&mut self, job: Job, now: Timestamp) -> Outcome {
        if let Err(trouble) = self.store.begin() {
            let (_, report) = job(Err(&trouble));
            return Box::new(move || report(None));
        }
        let (counts, report) = job(Ok(&mut *self.store));
        if !counts {
            self.store.rollback();
            return Box::new(move || report(None));
        }
        match self.store.commit() {
            Ok(()) => {
                self.refresh(now);
                Box::new(move || report(None))
            }
            Err(trouble) => {
                self.fail(&trouble, now);
                self.settle(now);
                Box::new(move || report(Some(trouble)))
            }
        }
    }

    /// Takes in accounts, rights, channels and sessions that changed.
    pub(super) fn refresh(&mut self, now: Timestamp) {
        match self.store.has_new_directory() {
            Ok(is_new) => self.is_directory_stale |= is_new,
            Err(trouble) => tracing::warn!(%trouble, "accounts cannot be looked at"),
        }
        if !self.is_directory_stale || matches!(self.health, Health::Lost { .. }) {
            return;
        }
        match self.store.directory(now) {
            Ok(directory) => {
                self.is_directory_stale = false;
                self.reread_at = now;
                self.directory = Arc::new(directory.clone());
                let input = Input::Directory(Box::new(directory));
                if let Err(trouble) = self.judge(input, now) {
                    self.fail(&trouble, now);
                }
                self.settle(now);
            }
            Err(trouble) => tracing::warn!(%trouble, "accounts cannot be read"),
        }
    }
}
