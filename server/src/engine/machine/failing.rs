//! When the store fails, or the rules do: back to what is durable.

use shared::{error::CloseCode, time::Timestamp};

use super::{Health, Machine};
use crate::{
    hub::{Effect, Input},
    store::Trouble,
};

impl Machine {
    /// Starts over from what is durable after a fault that is not the store's.
    pub fn start_over(&mut self, now: Timestamp) {
        self.fail(&Trouble::Storage("a fault of the rules".to_owned()), now);
        if matches!(self.health, Health::Suspect { .. }) {
            self.health = Health::Well;
        }
        self.settle(now);
    }

    /// Drops the round: nothing of it is told. Whoever waits for an answer is told that nothing was done,
    /// whoever just came has to come again, and the hub goes back to what is durable.
    pub(super) fn fail(&mut self, trouble: &Trouble, now: Timestamp) {
        tracing::error!(%trouble, "a round was not stored");
        self.store.rollback();
        self.is_begun = false;
        self.effects.clear();
        let lost_already = matches!(self.health, Health::Lost { .. });
        if !lost_already {
            self.health = Health::Suspect { since: now };
        }
        self.refuse_all();
        for socket in std::mem::take(&mut self.joined) {
            self.hub
                .handle(Input::Leave(socket), now, &mut self.effects);
            self.effects.push(Effect::Close(socket, CloseCode::Fault));
        }
        if !lost_already && let Err(trouble) = self.reload(now) {
            tracing::error!(%trouble, "what is stored cannot be read");
            self.lose(now);
        }
    }

    /// Nothing can be read: everybody has to come again later.
    pub(super) fn lose(&mut self, now: Timestamp) {
        self.health = Health::Lost { since: now };
        let mut sockets: Vec<_> = self.queues.keys().copied().collect();
        sockets.sort_unstable();
        for socket in sockets {
            self.hub
                .handle(Input::Leave(socket), now, &mut self.effects);
            self.effects.push(Effect::Close(socket, CloseCode::Fault));
        }
    }

    /// Tries whether the store works again.
    pub(super) fn recover(&mut self, now: Timestamp) {
        let tried = self.store.verify().and_then(|()| self.reload(now));
        match tried {
            Ok(()) => {
                tracing::info!("the store works again");
                self.health = Health::Well;
            }
            Err(trouble) => {
                tracing::warn!(%trouble, "the store does not work yet");
                self.health = match self.health {
                    Health::Lost { .. } => Health::Lost { since: now },
                    _ => Health::Suspect { since: now },
                };
            }
        }
        self.settle(now);
    }
}
