//! Whether channels are open: by their hours, and because somebody is there.

use shared::{
    hours::AHEAD_MS,
    id::{self, Id},
    time::Timestamp,
    visitor::Open,
};

use super::{Hub, agenda::Due};
use crate::hours;

impl Hub {
    /// Finds out anew when every channel opens and closes.
    pub(super) fn plan(&mut self, now: Timestamp) {
        self.outlooks.clear();
        let channels: Vec<_> = self.directory.channels.keys().cloned().collect();
        for channel in channels {
            self.look_ahead(&channel, now);
        }
    }

    /// Finds out when a channel opens and closes, and puts down when it does so next. Then it is told.
    pub(super) fn look_ahead(&mut self, channel: &Id<id::Channel>, now: Timestamp) {
        let known = self.directory.channels.get(channel);
        let Some(it) = known.filter(|it| it.hours.is_on) else {
            self.outlooks.remove(channel);
            return;
        };
        let outlook = hours::outlook(&it.hours, now);
        let ahead = now.plus(AHEAD_MS);
        let next = outlook.changes_after(now).unwrap_or(ahead).min(ahead);
        self.agenda.put(next, Due::Hours(channel.clone()));
        self.outlooks.insert(channel.clone(), outlook);
        self.pending.presence = true;
    }

    /// How a channel stands, for whoever would like to chat.
    pub(super) fn stands(&self, channel: &Id<id::Channel>, now: Timestamp) -> Open {
        let outlook = self.outlooks.get(channel);
        let closed = outlook.filter(|it| !it.is_open_at(now));
        Open {
            is_open: closed.is_none() && self.team.is_open(&self.directory, channel),
            back_at: closed.and_then(|it| it.opens_after(now)),
            is_full: self.is_full(channel),
        }
    }

    /// Whether as many wait on a channel as may.
    pub(super) fn is_full(&self, channel: &Id<id::Channel>) -> bool {
        let known = self.directory.channels.get(channel);
        known.is_some_and(|it| self.lines.of(channel).count() >= it.overflow.limit as usize)
    }
}
