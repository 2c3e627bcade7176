//! Loading what is durable, and knowing when today began.

use jiff::tz::TimeZone;
use shared::time::Timestamp;

use super::Machine;
use crate::{
    hub::{Kept, RECENT_MS},
    store::Trouble,
};

/// The day in the configured time zone.
pub(super) struct Today {
    zone: TimeZone,
    began_at: Timestamp,
    ends_at: Timestamp,
}

impl Today {
    /// The time zone.
    pub(super) fn zone(&self) -> &TimeZone {
        &self.zone
    }

    pub(super) fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            began_at: Timestamp(0),
            ends_at: Timestamp(0),
        }
    }

    /// When the day of this moment began.
    pub(super) fn began_at(&mut self, now: Timestamp) -> Timestamp {
        if !(self.began_at..self.ends_at).contains(&now) {
            // Moments no calendar knows have a day of their own.
            (self.began_at, self.ends_at) = self.day(now).unwrap_or((now, now));
        }
        self.began_at
    }

    fn day(&self, now: Timestamp) -> Option<(Timestamp, Timestamp)> {
        let now = jiff::Timestamp::from_millisecond(i64::try_from(now.0).ok()?).ok()?;
        let now = now.to_zoned(self.zone.clone());
        let midnight = now.start_of_day().ok()?;
        let next = now.tomorrow().ok()?.start_of_day().ok()?;
        let moment = |at: jiff::Zoned| {
            let ms = u64::try_from(at.timestamp().as_millisecond()).ok()?;
            Some(Timestamp(ms))
        };
        Some((moment(midnight)?, moment(next)?))
    }
}

impl Machine {
    /// Brings the hub to what is durable.
    pub(super) fn reload(&mut self, now: Timestamp) -> Result<(), Trouble> {
        let kept = self.kept(now)?;
        self.directory = std::sync::Arc::new(kept.directory.clone());
        self.hub.restore(kept, now, &mut self.effects);
        Ok(())
    }

    fn kept(&mut self, now: Timestamp) -> Result<Kept, Trouble> {
        let (visitors, followed) = self.hub.needed();
        let day_start = self.today.began_at(now);
        let ended_since = Timestamp(now.0.saturating_sub(RECENT_MS));
        let mut conversations = self.store.live(ended_since)?;
        for id in followed {
            conversations.extend(self.store.conversation(&id)?);
        }
        let mut latest = Vec::new();
        for visitor in visitors {
            let found = self.store.latest(&visitor)?;
            let known = self.store.known(&visitor)?;
            latest.push((visitor, found, known));
        }
        Ok(Kept {
            directory: self.store.directory(now)?,
            conversations,
            latest,
            day_start,
            lasted: self.store.lasted(day_start)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(text: &str) -> Timestamp {
        let at: jiff::Timestamp = text.parse().unwrap();
        Timestamp(u64::try_from(at.as_millisecond()).unwrap())
    }

    #[test]
    fn today_begins_at_the_zones_midnight_also_when_the_clocks_change() {
        let mut today = Today::new(TimeZone::get("Europe/Oslo").unwrap());
        for (now, began) in [
            ("2026-11-20T12:00:00Z", "2026-11-19T23:00:00Z"),
            ("2026-11-20T22:59:59Z", "2026-11-19T23:00:00Z"),
            ("2026-11-20T23:00:00Z", "2026-11-20T23:00:00Z"),
            ("2026-10-25T22:59:59Z", "2026-10-24T22:00:00Z"),
            ("2026-10-25T23:00:00Z", "2026-10-25T23:00:00Z"),
        ] {
            assert_eq!(today.began_at(ms(now)), ms(began), "{now}");
        }
    }
}
