//! Hours against the clock on the wall, minute by minute, wherever clocks are changed.

use proptest::{prelude::*, sample::select};

use super::*;
use crate::directory::{Lunch, Stretch, hours::Yearly};

/// Zones whose clocks are changed at midnight, by half an hour, by two, in the south, at once by a day, or not.
const ZONES: [&str; 32] = [
    "Europe/Oslo",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/Chisinau",
    "Europe/Istanbul",
    "Atlantic/Azores",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "America/Havana",
    "America/Asuncion",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Nuuk",
    "America/Scoresbysund",
    "America/Mexico_City",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Amman",
    "Asia/Damascus",
    "Asia/Tehran",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "UTC",
];

const HOUR_MS: u64 = 60 * 60 * 1_000;
const MINUTE_MS: u64 = 60 * 1_000;

fn hours(zone: &str, week: &str) -> Hours {
    Hours {
        is_on: true,
        zone: zone.to_owned(),
        week: week::read(week).expect("it is well written"),
        lunch: None,
        holidays: Vec::new(),
    }
}

/// All moments from 2020 to 2035 at which the clocks of a zone are changed.
fn changes_of_clocks(zone: &TimeZone) -> Vec<Timestamp> {
    let day = |year: i16| date(year, 1, 1).at(0, 0, 0, 0);
    let bound = |year| {
        TimeZone::UTC
            .to_timestamp(day(year))
            .expect("it is a moment")
    };
    let all = zone.following(bound(2020)).map(|it| it.timestamp());
    let all = all.take_while(|it| *it < bound(2036));
    all.filter_map(timestamp).collect()
}

/// Whether the channel is open, told as a person would look it up: what does the clock on the wall show, and does
/// the notice at the door say so?
fn looked_up(hours: &Hours, zone: &TimeZone, at: Timestamp) -> bool {
    let shown = zone.to_datetime(instant(at));
    let noon = |it: u32| {
        (
            i8::try_from(it / 60).unwrap(),
            i8::try_from(it % 60).unwrap(),
        )
    };
    if let Some(lunch) = hours.lunch {
        let now = (shown.hour(), shown.minute());
        if noon(lunch.from) <= now && now < noon(lunch.to) {
            return false;
        }
    }
    for holiday in &hours.holidays {
        let begins = EPOCH.at(0, 0, 0, 0) + holiday.from.minutes();
        let lasts = (holiday.to - holiday.from).minutes();
        let years = shown.year() - 1..=shown.year();
        for year in years.filter(|it| holiday.yearly.is_some() || *it == begins.year()) {
            let Ok(begins) = begins.with().year(year).build() else {
                continue;
            };
            if begins <= shown && shown < begins + lasts {
                return false;
            }
        }
    }
    (0..=8).any(|ago: i64| {
        let day = shown.date().checked_sub(ago.days()).unwrap();
        let weekday = u32::try_from(day.weekday().to_monday_zero_offset()).unwrap();
        let todays = hours.week.iter().filter(|it| it.day == weekday);
        let midnight = day.at(0, 0, 0, 0);
        todays.into_iter().any(|it| {
            let from = midnight + i64::from(it.from).minutes();
            let to = midnight + i64::from(it.to).minutes();
            from <= shown && shown < to
        })
    })
}

/// Compares the outlook from `now` on with what one finds by looking at the clock each minute around `around`.
fn compare(hours: &Hours, now: Timestamp, around: Timestamp, reach_ms: u64) {
    let zone = TimeZone::get(&hours.zone).expect("the machine knows it");
    let outlook = outlook(hours, now);
    assert!(
        outlook.changes.is_sorted_by(|one, next| one < next),
        "the changes ascend: {outlook:?}"
    );
    assert!(outlook.changes.iter().all(|it| *it > now));
    let from = Timestamp(around.0 - reach_ms).max(now);
    let mut at = Timestamp(from.0.next_multiple_of(MINUTE_MS));
    while at < around.plus(reach_ms) {
        let expected = looked_up(hours, &zone, at);
        assert_eq!(
            outlook.is_open_at(at),
            expected,
            "{} at {}: {outlook:?}",
            hours.zone,
            instant(at)
        );
        at = at.plus(MINUTE_MS);
    }
}

#[test]
fn around_every_change_of_clocks_it_is_open_when_the_clock_says_so() {
    let weeks = [
        "mon-sun 00:00-02:30, mon-sun 08:00-16:00",
        "mon-sun 01:15-24:00",
        "sat-mon 22:00-02:00",
    ];
    for zone in ZONES {
        let clocks = TimeZone::get(zone).expect("the machine knows it");
        for (index, at) in changes_of_clocks(&clocks).into_iter().enumerate() {
            let hours = hours(zone, weeks[index % weeks.len()]);
            compare(&hours, Timestamp(at.0 - 7 * HOUR_MS), at, 6 * HOUR_MS);
        }
    }
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let stretch = (0..7_u32, 0..DAY, 1..3 * DAY).prop_map(|(day, from, lasts)| Stretch {
        day,
        from,
        to: from + lasts.min(7 * DAY),
    });
    let lunch = (0..DAY - 1, 1..180_u32).prop_map(|(from, lasts)| Lunch {
        from,
        to: (from + lasts).min(DAY),
    });
    let holiday = (-4_000..4_000_i64, 0..2_000_i64, any::<bool>());
    (
        select(&ZONES[..]),
        prop::collection::vec(stretch, 1..6),
        prop::option::of(lunch),
        holiday,
    )
        .prop_map(|(zone, week, lunch, (from, lasts, yearly))| Hours {
            is_on: true,
            zone: zone.to_owned(),
            week,
            lunch,
            // Minutes around a change of clocks; made so in the test.
            holidays: vec![Holiday {
                name: String::new(),
                from,
                to: from + lasts,
                yearly: yearly.then_some(Yearly { until: None }),
            }],
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_hours_are_kept_around_any_change_of_clocks(
        hours in any_hours(),
        index in any::<prop::sample::Index>(),
        before in 0..40_u64,
    ) {
        let zone = TimeZone::get(&hours.zone).expect("the machine knows it");
        let changes = changes_of_clocks(&zone);
        prop_assume!(!changes.is_empty());
        let at = changes[index.index(changes.len())];
        let near = minute(zone.to_datetime(instant(at)));
        let mut hours = hours;
        for holiday in &mut hours.holidays {
            holiday.from += near;
            holiday.to += near;
        }
        let now = Timestamp(at.0 - before * HOUR_MS);
        compare(&hours, now, at, 30 * HOUR_MS);
    }
}

#[test]
fn the_outlook_is_long_enough_and_knows_the_next_opening() {
    let now = timestamp("2026-11-27T12:00Z".parse().expect("a moment")).expect("after 1970");
    let mut hours = hours("Europe/Oslo", "mon-fri 08:00-16:00");
    let known = outlook(&hours, now);
    let last = known.changes.last().expect("there are many");
    assert!(last.since(now) > AHEAD_MS - 3 * 24 * HOUR_MS);
    // Closed for two months: when it opens again is known all the same.
    let from = minute(date(2026, 11, 1).at(0, 0, 0, 0));
    hours.holidays = vec![Holiday {
        name: "Moving".to_owned(),
        from,
        to: from + 90 * i64::from(DAY),
        yearly: None,
    }];
    let opens = outlook(&hours, now)
        .opens_after(now)
        .map(|it| instant(it).to_string());
    assert_eq!(opens.as_deref(), Some("2027-02-01T07:00:00Z"));
    // A week without a single hour never opens; that is found out.
    hours.week.clear();
    assert_eq!(outlook(&hours, now), Outlook::default());
    hours.is_on = false;
    assert!(outlook(&hours, now).is_open_at(now.plus(u64::MAX / 2)));
}

#[test]
fn a_break_and_a_holiday_close_what_the_week_opens() {
    let mut hours = hours("Europe/Oslo", "mon-fri 08:00-16:00");
    hours.lunch = Some(Lunch {
        from: 12 * 60,
        to: 12 * 60 + 30,
    });
    let christmas = minute(date(2020, 12, 25).at(0, 0, 0, 0));
    hours.holidays = vec![Holiday {
        name: String::new(),
        from: christmas,
        to: christmas + i64::from(DAY),
        yearly: Some(Yearly { until: None }),
    }];
    // 2026-12-24 is a Thursday.
    let now = timestamp("2026-12-24T06:00Z".parse().expect("a moment")).expect("after 1970");
    let changes: Vec<_> = outlook(&hours, now)
        .changes
        .iter()
        .take(5)
        .map(|it| instant(*it).to_string())
        .collect();
    assert_eq!(
        changes,
        [
            "2026-12-24T07:00:00Z",
            "2026-12-24T11:00:00Z",
            "2026-12-24T11:30:00Z",
            "2026-12-24T15:00:00Z",
            "2026-12-28T07:00:00Z",
        ]
    );
}
