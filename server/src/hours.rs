//! What follows from a channel's hours: when it opens and closes.
//!
//! What counts is the clock on the wall of the channel's zone, minute by minute: what is skipped when clocks
//! are put forward does not happen, what comes twice when they are put back happens twice.

pub mod holidays;
pub mod week;

use jiff::{
    Timestamp as Instant, ToSpan,
    civil::{Date, DateTime, date},
    tz::{AmbiguousOffset, TimeZone},
};
use shared::{
    hours::{AHEAD_MS, Outlook},
    time::Timestamp,
};

use crate::directory::{Holiday, Hours, hours::DAY};

/// Days within which the next opening is looked for: longer, nobody plans.
const FAR_DAYS: i64 = 400;
/// Days of one look.
const AT_ONCE: i64 = 15;
/// Milliseconds of a day of 24 hours.
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// When it opens and closes from `now` on: at least for [`AHEAD_MS`], and up to the next opening.
pub fn outlook(hours: &Hours, now: Timestamp) -> Outlook {
    if !hours.is_on {
        return Outlook {
            is_open: true,
            changes: Vec::new(),
        };
    }
    let zone = TimeZone::get(&hours.zone).unwrap_or_else(|_| {
        tracing::error!(zone = %hours.zone, "this machine does not know a channel's time zone");
        TimeZone::UTC
    });
    let plan = Plan::new(hours, &zone, now);
    let is_open = plan.is_open_at(now);
    let mut outlook = Outlook {
        is_open,
        changes: Vec::new(),
    };
    let mut was_open = is_open;
    let mut day = 0;
    while day < FAR_DAYS {
        let to = now.plus((day + AT_ONCE).unsigned_abs() * DAY_MS);
        let from = now.plus(day.unsigned_abs() * DAY_MS);
        for at in plan.candidates(from, to) {
            if at > now && plan.is_open_at(at) != was_open {
                was_open = !was_open;
                outlook.changes.push(at);
            }
        }
        day += AT_ONCE;
        let has_opening = was_open || outlook.opens_after(now).is_some();
        if to.since(now) >= AHEAD_MS && has_opening {
            break;
        }
    }
    outlook
}

/// A channel's hours in a zone, ready to be asked.
struct Plan<'a> {
    hours: &'a Hours,
    zone: &'a TimeZone,
    /// The holidays of the years in question, each as it falls: from and to.
    closed: Vec<(i64, i64)>,
    /// Minutes of a day at which it may open or close.
    moments: Vec<i64>,
}

impl<'a> Plan<'a> {
    fn new(hours: &'a Hours, zone: &'a TimeZone, now: Timestamp) -> Self {
        let year = zone.to_datetime(instant(now)).year();
        let years = (year - 1)..=(year + 2);
        let closed: Vec<_> = hours
            .holidays
            .iter()
            .flat_map(|it| years.clone().filter_map(|year| it.in_year(year)))
            .collect();
        let day = i64::from(DAY);
        let week = hours.week.iter().flat_map(|it| [it.from, it.to]);
        let lunch = hours.lunch.iter().flat_map(|it| [it.from, it.to]);
        let holidays = closed.iter().flat_map(|(from, to)| [*from, *to]);
        let set = week.chain(lunch).map(i64::from).chain(holidays);
        let mut moments: Vec<i64> = set.map(|it| it.rem_euclid(day)).chain([0]).collect();
        moments.sort_unstable();
        moments.dedup();
        Self {
            hours,
            zone,
            closed,
            moments,
        }
    }

    fn is_open_at(&self, at: Timestamp) -> bool {
        self.is_open(minute(self.zone.to_datetime(instant(at))))
    }

    /// Whether it is open while the clock on the wall shows this minute.
    fn is_open(&self, minute: i64) -> bool {
        let day = i64::from(DAY);
        // The first day of 1970 was a Thursday.
        let weekday = (minute.div_euclid(day) + 3).rem_euclid(7);
        let of_day = minute.rem_euclid(day);
        let of_week = weekday * day + of_day;
        let is_within = self.hours.week.iter().any(|it| {
            let begins = i64::from(it.day) * day;
            let (from, to) = (begins + i64::from(it.from), begins + i64::from(it.to));
            [of_week, of_week + 7 * day]
                .iter()
                .any(|now| (from..to).contains(now))
        });
        let is_lunch = |from: u32, to: u32| (i64::from(from)..i64::from(to)).contains(&of_day);
        is_within
            && !self.hours.lunch.is_some_and(|it| is_lunch(it.from, it.to))
            && !self
                .closed
                .iter()
                .any(|(from, to)| (*from..*to).contains(&minute))
    }

    /// All moments of a time at which it may open or close, ascending.
    fn candidates(&self, from: Timestamp, to: Timestamp) -> Vec<Timestamp> {
        let (first, last) = (
            self.zone.to_datetime(instant(from)).date(),
            self.zone.to_datetime(instant(to)).date(),
        );
        let mut found = Vec::new();
        let days = first.series(1.day()).take_while(|it| *it <= last);
        for day in days {
            for minute in &self.moments {
                found.extend(self.instants(day, *minute));
            }
        }
        // Where clocks are changed, the day goes on somewhere else.
        let changes = self.zone.following(instant(from));
        let changes = changes.map(|it| it.timestamp());
        found.extend(changes.take_while(|it| *it < instant(to)));
        let mut found: Vec<_> = found.into_iter().filter_map(timestamp).collect();
        found.retain(|it| from <= *it && *it < to);
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The moments at which the clock on the wall shows a minute of a day: one, two or none.
    fn instants(&self, day: Date, minute: i64) -> impl Iterator<Item = Instant> + use<> {
        let (hour, minute) = (minute / 60, minute % 60);
        let (hour, minute) = (i8::try_from(hour), i8::try_from(minute));
        let shown = day.at(hour.unwrap_or_default(), minute.unwrap_or_default(), 0, 0);
        let offsets = match self.zone.to_ambiguous_timestamp(shown).offset() {
            AmbiguousOffset::Unambiguous { offset } => [Some(offset), None],
            AmbiguousOffset::Gap { .. } => [None, None],
            AmbiguousOffset::Fold { before, after } => [Some(before), Some(after)],
        };
        let offsets = offsets.into_iter().flatten();
        offsets.filter_map(move |it| it.to_timestamp(shown).ok())
    }
}

impl Holiday {
    /// When it begins and ends if it falls into this year.
    fn in_year(&self, year: i16) -> Option<(i64, i64)> {
        let begins = shown(self.from)?;
        let Some(yearly) = self.yearly else {
            return (begins.year() == year).then_some((self.from, self.to));
        };
        // A day that a year does not have is no holiday in it.
        let begins = begins.with().year(year).build().ok()?;
        let from = minute(begins);
        let is_one = from >= self.from && yearly.until.is_none_or(|until| from <= until);
        is_one.then(|| (from, from + (self.to - self.from)))
    }
}

/// Which minute since the beginning of 1970 a clock shows.
fn minute(shown: DateTime) -> i64 {
    let days = shown
        .date()
        .since(EPOCH)
        .map_or(0, |it| i64::from(it.get_days()));
    days * i64::from(DAY) + i64::from(shown.hour()) * 60 + i64::from(shown.minute())
}

/// What a clock shows in a minute since the beginning of 1970.
fn shown(minute: i64) -> Option<DateTime> {
    EPOCH.at(0, 0, 0, 0).checked_add(minute.minutes()).ok()
}

const EPOCH: Date = date(1970, 1, 1);

fn instant(at: Timestamp) -> Instant {
    let ms = i64::try_from(at.0).unwrap_or(i64::MAX);
    Instant::from_millisecond(ms).unwrap_or(Instant::MAX)
}

fn timestamp(at: Instant) -> Option<Timestamp> {
    u64::try_from(at.as_millisecond()).ok().map(Timestamp)
}

#[cfg(test)]
mod tests;
