//! What the dashboard shows of today.

use std::collections::HashMap;

use shared::{
    figures::{Ratings, Tile},
    id::{self, Id},
    rating::{Rating, Scale},
    time::Timestamp,
};

use crate::record::Lasted;

/// Today's counts per channel.
#[derive(Debug, Default)]
pub(super) struct Today {
    began_at: Timestamp,
    channels: HashMap<Id<id::Channel>, Day>,
}

/// One channel's day. The times are sorted.
#[derive(Clone, Debug, Default, PartialEq)]
struct Day {
    started: u32,
    abandoned: u32,
    waits: Vec<u64>,
    durations: Vec<u64>,
    /// Started and answered, by the hour.
    hours: Vec<(u32, u32)>,
    ratings: HashMap<Scale, Sum>,
}

/// Several ratings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Sum {
    count: u32,
    sum: u32,
}

const HOUR_MS: u64 = 60 * 60 * 1_000;

impl Day {
    fn hour(&mut self, ms: u64) -> &mut (u32, u32) {
        let hour = usize::try_from(ms / HOUR_MS).unwrap_or(usize::MAX);
        // A day with more hours than any has ended without being told.
        let hour = hour.min(LAST_HOUR);
        if self.hours.len() <= hour {
            self.hours.resize(hour + 1, (0, 0));
        }
        &mut self.hours[hour]
    }

    fn rate(&mut self, it: &Rating) {
        let sum = self.ratings.entry(it.scale).or_default();
        sum.count += 1;
        sum.sum += it.value;
    }

    fn rate_no_more(&mut self, it: &Rating) {
        let sum = self.ratings.entry(it.scale).or_default();
        sum.count = sum.count.saturating_sub(1);
        sum.sum = sum.sum.saturating_sub(it.value);
    }
}

/// The last hour of the longest day, when clocks are put back.
const LAST_HOUR: usize = 24;

impl Today {
    /// A day that began at `began_at`, with what happened since.
    pub(super) fn new(began_at: Timestamp, lasted: &[Lasted]) -> Self {
        let mut today = Self {
            began_at,
            channels: HashMap::new(),
        };
        // What ended unanswered at the moment it began was a request, and no chat.
        let is_chat = |it: &&Lasted| {
            let is_touched = it.answered_at.is_some() || it.rating.is_some();
            is_touched || it.ended_at != Some(it.started_at)
        };
        for it in lasted.iter().filter(is_chat) {
            today.started(&it.channel, it.started_at);
            if let Some(answered_at) = it.answered_at {
                today.answered(&it.channel, it.started_at, answered_at);
            }
            if let Some(ended_at) = it.ended_at {
                today.ended(&it.channel, it.answered_at, ended_at, it.rating.as_ref());
            }
        }
        today
    }

    /// Begins anew when a new day has begun. Says whether it has.
    pub(super) fn turn(&mut self, began_at: Timestamp) -> bool {
        let is_new = self.began_at != began_at;
        if is_new {
            *self = Self::new(began_at, &[]);
        }
        is_new
    }

    pub(super) fn started(&mut self, channel: &Id<id::Channel>, at: Timestamp) {
        let since = at.since(self.began_at);
        if let Some(day) = self.day(channel, at) {
            day.started += 1;
            day.hour(since).0 += 1;
        }
    }

    /// For the first time.
    pub(super) fn answered(
        &mut self,
        channel: &Id<id::Channel>,
        started: Timestamp,
        at: Timestamp,
    ) {
        let since = at.since(self.began_at);
        if let Some(day) = self.day(channel, at) {
            day.hour(since).1 += 1;
            insert(&mut day.waits, at.since(started));
        }
    }

    pub(super) fn ended(
        &mut self,
        channel: &Id<id::Channel>,
        answered: Option<Timestamp>,
        at: Timestamp,
        rating: Option<&Rating>,
    ) {
        let Some(day) = self.day(channel, at) else {
            return;
        };
        rating.into_iter().for_each(|it| day.rate(it));
        match answered {
            Some(answered) => insert(&mut day.durations, at.since(answered)),
            None => day.abandoned += 1,
        }
    }

    /// Takes an end back that happened at `ended`.
    pub(super) fn reopened(
        &mut self,
        channel: &Id<id::Channel>,
        answered: Option<Timestamp>,
        ended: Timestamp,
        rating: Option<&Rating>,
    ) {
        let Some(day) = self.day(channel, ended) else {
            return;
        };
        rating.into_iter().for_each(|it| day.rate_no_more(it));
        match answered {
            Some(answered) => remove(&mut day.durations, ended.since(answered)),
            None => day.abandoned = day.abandoned.saturating_sub(1),
        }
    }

    /// A conversation that ended at `ended` was rated, perhaps not for the first time.
    pub(super) fn rated(
        &mut self,
        channel: &Id<id::Channel>,
        ended: Timestamp,
        before: Option<&Rating>,
        now: &Rating,
    ) {
        if let Some(day) = self.day(channel, ended) {
            before.into_iter().for_each(|it| day.rate_no_more(it));
            day.rate(now);
        }
    }

    /// The counts and times of some channels together.
    pub(super) fn tile<'a>(&self, channels: impl Iterator<Item = &'a Id<id::Channel>>) -> Tile {
        let mut sum = Day::default();
        for day in channels.filter_map(|channel| self.channels.get(channel)) {
            sum.started += day.started;
            sum.abandoned += day.abandoned;
            sum.waits.extend(&day.waits);
            sum.durations.extend(&day.durations);
            for (scale, more) in &day.ratings {
                let sum = sum.ratings.entry(*scale).or_default();
                sum.count += more.count;
                sum.sum += more.sum;
            }
            for (hour, (started, answered)) in day.hours.iter().enumerate() {
                let sum = sum.hour(hour as u64 * HOUR_MS);
                sum.0 += started;
                sum.1 += answered;
            }
        }
        sum.waits.sort_unstable();
        sum.durations.sort_unstable();
        Tile {
            started: sum.started,
            answered: u32::try_from(sum.waits.len()).unwrap_or(u32::MAX),
            abandoned: sum.abandoned,
            median_wait_ms: median(&sum.waits),
            median_duration_ms: median(&sum.durations),
            hours: sum.hours,
            ratings: ratings(&sum.ratings),
            ..Tile::default()
        }
    }

    /// When it began.
    pub(super) fn began_at(&self) -> Timestamp {
        self.began_at
    }

    /// The median time to the first answer on a channel.
    pub(super) fn median_wait_ms(&self, channel: &Id<id::Channel>) -> Option<u64> {
        median(&self.channels.get(channel)?.waits)
    }

    fn day(&mut self, channel: &Id<id::Channel>, at: Timestamp) -> Option<&mut Day> {
        (at >= self.began_at).then(|| self.channels.entry(channel.clone()).or_default())
    }
}

/// In an order that stays.
fn ratings(sums: &HashMap<Scale, Sum>) -> Vec<Ratings> {
    let scales = [Scale::Stars, Scale::Score].into_iter();
    let sums = scales.filter_map(|scale| {
        let Sum { count, sum } = *sums.get(&scale)?;
        (count > 0).then_some(Ratings { scale, count, sum })
    });
    sums.collect()
}

fn insert(sorted: &mut Vec<u64>, value: u64) {
    let at = sorted.partition_point(|it| *it < value);
    sorted.insert(at, value);
}

fn remove(sorted: &mut Vec<u64>, value: u64) {
    if let Ok(at) = sorted.binary_search(&value) {
        sorted.remove(at);
    }
}

fn median(sorted: &[u64]) -> Option<u64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(lower.midpoint(upper))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> [Id<id::Channel>; 2] {
        [Id::new("support"), Id::new("sales")]
    }

    #[test]
    fn a_day_counts_what_happened_in_it() {
        let [support, sales] = ids();
        let mut today = Today::new(Timestamp(1_000), &[]);
        for at in [900, 1_100, 1_200] {
            today.started(&support, Timestamp(at));
        }
        today.answered(&support, Timestamp(900), Timestamp(1_300));
        today.answered(&sales, Timestamp(1_200), Timestamp(1_300));
        today.ended(&support, Some(Timestamp(1_300)), Timestamp(1_350), None);
        today.ended(&support, None, Timestamp(1_400), None);
        let tile = today.tile([&support, &sales].into_iter());
        assert_eq!((tile.started, tile.answered, tile.abandoned), (2, 2, 1));
        assert_eq!(tile.median_wait_ms, Some(250));
        assert_eq!(tile.median_duration_ms, Some(50));
        assert_eq!(today.median_wait_ms(&support), Some(400));
    }

    #[test]
    fn a_reopened_conversation_has_not_ended_today() {
        let [support, _] = ids();
        let mut today = Today::new(Timestamp(0), &[]);
        let stars = rating(Scale::Stars, 4);
        today.ended(&support, Some(Timestamp(10)), Timestamp(20), Some(&stars));
        today.ended(&support, None, Timestamp(30), None);
        today.reopened(&support, Some(Timestamp(10)), Timestamp(20), Some(&stars));
        today.reopened(&support, None, Timestamp(30), None);
        assert_eq!(today.tile([&support].into_iter()), Tile::default());
    }

    fn rating(scale: Scale, value: u32) -> Rating {
        Rating {
            scale,
            value,
            comment: String::new(),
            at: Timestamp(0),
        }
    }

    // SO-05.
    #[test]
    fn of_several_ratings_of_one_conversation_the_last_one_counts() {
        let [support, sales] = ids();
        let mut today = Today::new(Timestamp(1_000), &[]);
        let (two, five) = (rating(Scale::Stars, 2), rating(Scale::Stars, 5));
        today.ended(&support, None, Timestamp(1_100), None);
        today.rated(&support, Timestamp(1_100), None, &two);
        today.rated(&support, Timestamp(1_100), Some(&two), &five);
        today.ended(&support, None, Timestamp(1_200), Some(&two));
        today.rated(&sales, Timestamp(1_300), None, &rating(Scale::Score, 0));
        // One that ended yesterday is no part of today's.
        today.rated(&support, Timestamp(900), None, &two);
        let stars = Ratings {
            scale: Scale::Stars,
            count: 2,
            sum: 7,
        };
        let score = Ratings {
            scale: Scale::Score,
            count: 1,
            sum: 0,
        };
        assert_eq!(today.tile([&support].into_iter()).ratings, [stars]);
        let both = today.tile([&support, &sales].into_iter());
        assert_eq!(both.ratings, [stars, score]);
    }

    #[test]
    fn what_happens_counts_for_its_hour() {
        let [support, sales] = ids();
        let mut today = Today::new(Timestamp(1_000), &[]);
        for hour in [0, 2, 2] {
            today.started(&support, Timestamp(1_000 + hour * HOUR_MS));
        }
        today.started(&sales, Timestamp(1_001 + 2 * HOUR_MS));
        let answered = Timestamp(1_000 + 3 * HOUR_MS);
        today.answered(&support, Timestamp(0), answered);
        let tile = today.tile([&support, &sales].into_iter());
        assert_eq!(tile.hours, [(1, 0), (0, 0), (3, 0), (0, 1)]);
        let tile = today.tile([&sales].into_iter());
        assert_eq!(tile.hours, [(0, 0), (0, 0), (1, 0)]);
    }

    #[test]
    fn a_new_day_begins_with_nothing() {
        let [support, _] = ids();
        let mut today = Today::new(Timestamp(0), &[]);
        today.started(&support, Timestamp(10));
        assert!(!today.turn(Timestamp(0)));
        assert!(today.turn(Timestamp(100)));
        assert_eq!(today.tile([&support].into_iter()), Tile::default());
    }
}
