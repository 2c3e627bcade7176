//! Whether channels are open: by their hours, and because somebody is there.

use shared::{
    hours::AHEAD_MS,
    id::{self, Id},
    time::Timestamp,
    visitor::Open,
};

use super::{Hub, agenda::Due, asking::later, live::Live};
use crate::{directory::Instead, hours};

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
        known.is_some_and(|it| self.lines.length(channel) >= it.overflow.limit)
    }

    /// Whether a chat may begin on a channel, as far as somebody is there for it.
    pub(super) fn takes_chats(&self, channel: &Id<id::Channel>, now: Timestamp) -> bool {
        let known = self.directory.channels.get(channel);
        let is_strict = known.is_some_and(|it| it.offline.instead != Instead::Chat);
        !is_strict || self.stands(channel, now).is_open
    }

    /// Whether a visitor who waits is offered to leave a request instead: when nobody is there, when they have
    /// waited for so long, or when so many wait.
    pub(super) fn offers_request(&self, live: &Live, now: Timestamp) -> bool {
        let Some(channel) = self.directory.channels.get(&live.it.channel) else {
            return false;
        };
        let Some(since) = live.it.queued_at else {
            return false;
        };
        let overflow = &channel.overflow;
        let is_long = |limit: u32| later(since, limit) <= now;
        let are_many = |limit: u32| self.lines.length(&channel.id) >= limit;
        channel.offline.instead == Instead::Form
            && (overflow.offer_after_s.is_some_and(is_long)
                || overflow.offer_at.is_some_and(are_many)
                || !self.stands(&channel.id, now).is_open)
    }

    /// Puts down when a visitor who waits is offered a request.
    pub(super) fn await_offer(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        let Some(live) = self.conversations.get(id) else {
            return;
        };
        let channel = self.directory.channels.get(&live.it.channel);
        let limit = channel.and_then(|it| it.overflow.offer_after_s);
        if let Some((since, limit)) = live.it.queued_at.zip(limit) {
            let at = later(since, limit);
            if at > now {
                self.agenda.put(at, Due::Offer(id.clone()));
            } else {
                self.look_at_line(id);
            }
        }
    }

    /// Somebody who waits may have to be told something else.
    pub(super) fn look_at_line(&mut self, id: &Id<id::Conversation>) {
        if let Some(live) = self.conversations.get(id) {
            self.pending.lines.insert(live.it.channel.clone());
        }
    }
}
