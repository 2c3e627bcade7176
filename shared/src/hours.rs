//! Opening hours, as everybody needs them: when it opens and closes next. Whoever knows of time zones makes an
//! [`Outlook`]; what is open at a moment follows from it, without any.

use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

/// For how many milliseconds an outlook holds at least: 14 days.
pub const AHEAD_MS: u64 = 14 * 24 * 60 * 60 * 1_000;

/// When something opens and closes, for the time to come.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Outlook {
    /// Whether it is open before the first change.
    pub is_open: bool,
    /// When that changes: ascending, each once, opening and closing by turns.
    pub changes: Vec<Timestamp>,
}

impl Outlook {
    /// Whether it is open at a moment.
    pub fn is_open_at(&self, at: Timestamp) -> bool {
        self.is_open == self.passed(at).is_multiple_of(2)
    }

    /// When it opens or closes next after a moment.
    pub fn changes_after(&self, at: Timestamp) -> Option<Timestamp> {
        self.changes.get(self.passed(at)).copied()
    }

    /// When it opens next after a moment, as far as is known.
    pub fn opens_after(&self, at: Timestamp) -> Option<Timestamp> {
        let next = self.passed(at) + usize::from(self.is_open_at(at));
        self.changes.get(next).copied()
    }

    /// How many changes have happened by then.
    fn passed(&self, at: Timestamp) -> usize {
        self.changes.partition_point(|it| *it <= at)
    }
}

/// How a moment to come is told to somebody, so that nobody has to count days.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Told {
    /// By the time alone: it is today.
    Time,
    /// By the day of the week and the time: it is within a week.
    Weekday,
    /// By the date and the time.
    Date,
}

impl Told {
    /// How a moment is told that lies so many days ahead by the reader's calendar.
    pub fn days_ahead(days: i64) -> Self {
        match days {
            ..=0 => Self::Time,
            1..=6 => Self::Weekday,
            _ => Self::Date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: u64) -> Timestamp {
        Timestamp(ms)
    }

    #[test]
    fn what_opens_at_a_moment_is_open_from_then_on() {
        let outlook = Outlook {
            is_open: false,
            changes: vec![at(10), at(20), at(30)],
        };
        let open = [9, 10, 19, 20, 29, 30, 99].map(|it| outlook.is_open_at(at(it)));
        assert_eq!(open, [false, true, true, false, false, true, true]);
        let opens = [0, 9, 10, 20, 29, 30].map(|it| outlook.opens_after(at(it)));
        let expected = [10, 10, 30, 30, 30].map(|it| Some(at(it)));
        assert_eq!(opens[..5], expected);
        assert_eq!(opens[5], None, "that it closes again is not known");
        let changes = [0, 10, 30].map(|it| outlook.changes_after(at(it)));
        assert_eq!(changes, [Some(at(10)), Some(at(20)), None]);
    }

    #[test]
    fn without_changes_it_stays_as_it_is() {
        for is_open in [true, false] {
            let outlook = Outlook {
                is_open,
                changes: Vec::new(),
            };
            assert_eq!(outlook.is_open_at(at(7)), is_open);
            assert_eq!(outlook.opens_after(at(7)), None);
        }
    }

    #[test]
    fn a_moment_is_told_by_as_little_as_is_clear() {
        use Told::{Date, Time, Weekday};
        let told = [0, 1, 6, 7, 40].map(Told::days_ahead);
        assert_eq!(told, [Time, Weekday, Weekday, Date, Date]);
    }
}
