//! Who waits: per channel, in the order in which they are to be answered.

use std::collections::{BTreeMap, HashMap};

use shared::id::{self, Id};

/// The queues of all channels. A place is a number that is compared across channels: lower comes first.
#[derive(Debug, Default)]
pub(super) struct Lines {
    channels: HashMap<Id<id::Channel>, BTreeMap<i64, Id<id::Conversation>>>,
    lowest: i64,
    highest: i64,
}

impl Lines {
    /// A place behind everybody.
    pub(super) fn back(&mut self) -> i64 {
        self.highest += 1;
        self.highest
    }

    /// A place in front of everybody.
    pub(super) fn front(&mut self) -> i64 {
        self.lowest -= 1;
        self.lowest
    }

    /// Puts a conversation in its place.
    pub(super) fn insert(
        &mut self,
        channel: &Id<id::Channel>,
        place: i64,
        conversation: Id<id::Conversation>,
    ) {
        self.lowest = self.lowest.min(place);
        self.highest = self.highest.max(place);
        let line = self.channels.entry(channel.clone()).or_default();
        line.insert(place, conversation);
    }

    /// Takes a conversation out.
    pub(super) fn remove(&mut self, channel: &Id<id::Channel>, place: i64) {
        if let Some(line) = self.channels.get_mut(channel) {
            line.remove(&place);
        }
    }

    /// The first of those channels.
    pub(super) fn first<'a>(
        &self,
        channels: impl Iterator<Item = &'a Id<id::Channel>>,
    ) -> Option<&Id<id::Conversation>> {
        channels
            .filter_map(|channel| self.channels.get(channel)?.first_key_value())
            .min_by_key(|(place, _)| **place)
            .map(|(_, conversation)| conversation)
    }

    /// Who waits on a channel, in order.
    pub(super) fn of(
        &self,
        channel: &Id<id::Channel>,
    ) -> impl Iterator<Item = &Id<id::Conversation>> {
        self.channels
            .get(channel)
            .into_iter()
            .flat_map(BTreeMap::values)
    }

    /// How many wait on a channel.
    pub(super) fn length(&self, channel: &Id<id::Channel>) -> u32 {
        let line = self.channels.get(channel);
        line.map_or(0, |line| u32::try_from(line.len()).unwrap_or(u32::MAX))
    }

    /// Which number in line a place is, from 1.
    pub(super) fn position(&self, channel: &Id<id::Channel>, place: i64) -> u32 {
        let before = self
            .channels
            .get(channel)
            .map_or(0, |line| line.range(..place).count());
        u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_first_come_first_served_except_for_those_put_in_front() {
        let (support, sales) = (Id::new("support"), Id::new("sales"));
        let mut lines = Lines::default();
        for (channel, name) in [(&support, "a"), (&sales, "b"), (&support, "c")] {
            let place = lines.back();
            lines.insert(channel, place, Id::new(name));
        }
        let front = lines.front();
        lines.insert(&support, front, Id::new("d"));
        let names: Vec<&str> = lines.of(&support).map(Id::as_str).collect();
        assert_eq!(names, ["d", "a", "c"]);
        assert_eq!(lines.position(&support, 3), 3);

        lines.remove(&support, front);
        let first = lines.first([&sales, &support].into_iter());
        assert_eq!(first.map(Id::as_str), Some("a"));
        let first = lines.first([&sales].into_iter());
        assert_eq!(first.map(Id::as_str), Some("b"));
    }

    #[test]
    fn places_go_on_where_a_kept_line_stopped() {
        let channel = Id::new("support");
        let mut lines = Lines::default();
        lines.insert(&channel, 7, Id::new("a"));
        lines.insert(&channel, -3, Id::new("b"));
        assert_eq!(lines.back(), 8);
        assert_eq!(lines.front(), -4);
    }
}
