//! How far back one looks.

use shared::time::Timestamp;

use crate::words::Words;

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

/// A span that ends now.
#[derive(Clone, Copy)]
pub(super) struct Period {
    /// How the choice is called in the form.
    pub(super) value: &'static str,
    pub(super) name: fn(&Words) -> &'static str,
    days: Option<u64>,
}

/// All of them.
pub(super) const ALL: [Period; 5] = [
    Period {
        value: "",
        name: |w| w.any_time,
        days: None,
    },
    Period {
        value: "day",
        name: |w| w.last_day,
        days: Some(1),
    },
    Period {
        value: "week",
        name: |w| w.last_week,
        days: Some(7),
    },
    Period {
        value: "month",
        name: |w| w.last_month,
        days: Some(30),
    },
    Period {
        value: "year",
        name: |w| w.last_year,
        days: Some(365),
    },
];

/// When the period with this value began.
pub(super) fn since(value: &str, now: Timestamp) -> Option<Timestamp> {
    let period = ALL.iter().find(|it| it.value == value)?;
    let ms = period.days? * DAY_MS;
    Some(Timestamp(now.0.saturating_sub(ms)))
}
