//! A week's hours as they are written: `mon-fri 08:00-16:00, sat 10:00-14:00, fri 22:00-02:00`.

use crate::directory::{
    Lunch, Stretch,
    hours::{DAY, MAX_STRETCHES},
};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Reads the hours of a week. What ends before it begins ends on the next day, `mon 08:00-fri 16:00` four days
/// later.
///
/// # Errors
/// Which part is wrong, and how.
pub fn read(text: &str) -> Result<Vec<Stretch>, String> {
    let mut week = Vec::new();
    for part in text.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        read_part(part, &mut week).map_err(|why| format!("`{part}`: {why}"))?;
    }
    if week.is_empty() {
        return Err("no day is open: such as mon-fri 08:00-16:00".to_owned());
    }
    if week.len() > MAX_STRETCHES {
        return Err(format!("at most {MAX_STRETCHES} times a week"));
    }
    Ok(week)
}

/// Reads a break such as `12:00-12:30`.
///
/// # Errors
/// What is wrong.
pub fn read_lunch(text: &str) -> Result<Lunch, String> {
    let (from, to) = times(text)?;
    if from >= to {
        return Err(format!("`{text}` ends before it begins"));
    }
    Ok(Lunch { from, to })
}

fn read_part(part: &str, week: &mut Vec<Stretch>) -> Result<(), String> {
    let words: Vec<&str> = part.split_whitespace().collect();
    match words[..] {
        [days, hours] => {
            let (first, last) = days.split_once('-').unwrap_or((days, days));
            let (first, last) = (day(first)?, day(last)?);
            let (from, to) = times(hours)?;
            let to = if to > from { to } else { to + DAY };
            for ahead in 0..=days_between(first, last) {
                let day = (first + ahead) % 7;
                week.push(Stretch { day, from, to });
            }
            Ok(())
        }
        [first, middle, end] => {
            let (from, last) = middle.split_once('-').ok_or(
                "a day, a time, - and again a day and a time, such as mon 08:00-fri 16:00",
            )?;
            let (begins, from) = (day(first)?, time(from)?);
            let ahead = days_between(begins, day(last)?);
            let to = ahead * DAY + time(end)?;
            let to = if to > from { to } else { to + 7 * DAY };
            week.push(Stretch {
                day: begins,
                from,
                to,
            });
            Ok(())
        }
        _ => Err("a day or days, and a time, such as mon-fri 08:00-16:00".to_owned()),
    }
}

fn days_between(first: u32, last: u32) -> u32 {
    (last + 7 - first) % 7
}

fn day(name: &str) -> Result<u32, String> {
    let name = name.to_lowercase();
    let place = DAYS.iter().position(|it| *it == name);
    place
        .and_then(|it| u32::try_from(it).ok())
        .ok_or_else(|| format!("`{name}` is no day: {}", DAYS.join(", ")))
}

fn times(text: &str) -> Result<(u32, u32), String> {
    let (from, to) = text
        .split_once('-')
        .ok_or_else(|| format!("`{text}` is no time such as 08:00-16:00"))?;
    Ok((time(from)?, time(to)?))
}

/// Minutes since midnight; 24:00 is the next one.
fn time(text: &str) -> Result<u32, String> {
    let wrong = || format!("`{text}` is no time of day such as 08:00, up to 24:00");
    let (hours, minutes) = text.split_once(':').ok_or_else(wrong)?;
    let is_plain =
        |it: &str| (1..=2).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_digit());
    if !is_plain(hours) || !is_plain(minutes) || minutes.len() != 2 {
        return Err(wrong());
    }
    let (hours, minutes): (u32, u32) = (
        hours.parse().map_err(|_| wrong())?,
        minutes.parse().map_err(|_| wrong())?,
    );
    let time = hours * 60 + minutes;
    if minutes < 60 && time <= DAY {
        Ok(time)
    } else {
        Err(wrong())
    }
}

/// The hours of a week as they would be written, each day for itself.
pub fn write(week: &[Stretch]) -> String {
    let parts = week.iter().map(|it| {
        let begins = DAYS[(it.day % 7) as usize];
        let (from, to) = (clock(it.from), clock(it.to % DAY));
        match it.to / DAY {
            0 => format!("{begins} {from}-{to}"),
            1 if it.to == DAY => format!("{begins} {from}-24:00"),
            1 if it.to % DAY <= it.from => format!("{begins} {from}-{to}"),
            days => {
                let ends = DAYS[((it.day + days) % 7) as usize];
                format!("{begins} {from}-{ends} {to}")
            }
        }
    });
    parts.collect::<Vec<_>>().join(", ")
}

/// A time of day as it is written.
pub fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_named_alone_in_a_row_or_around_the_weekend() {
        let days = |text: &str| {
            let week = read(text).expect("it is well written");
            week.iter().map(|it| it.day).collect::<Vec<_>>()
        };
        assert_eq!(days("mon-fri 08:00-16:00"), [0, 1, 2, 3, 4]);
        assert_eq!(days("sat-mon 8:00-16:00"), [5, 6, 0]);
        assert_eq!(days("Wed 08:00-16:00, Sun 10:00-12:00"), [2, 6]);
    }

    #[test]
    fn what_ends_before_it_begins_ends_on_the_next_day() {
        let late = read("fri 22:00-02:00").expect("it is well written");
        assert_eq!((late[0].from, late[0].to), (22 * 60, 26 * 60));
        let whole = read("mon 00:00-24:00").expect("it is well written");
        assert_eq!((whole[0].from, whole[0].to), (0, DAY));
        let long = read("sun 20:00-tue 06:00").expect("it is well written");
        assert_eq!((long[0].day, long[0].to), (6, 2 * DAY + 6 * 60));
        let always = read("mon 00:00-mon 00:00").expect("it is well written");
        assert_eq!(always[0].to, 7 * DAY);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, word) in [
            ("", "no day is open"),
            ("mon", "a day or days"),
            ("moon 08:00-16:00", "`moon` is no day"),
            ("mon 8-16", "`8` is no time"),
            ("mon 08:00-24:01", "`24:01` is no time"),
            ("mon 08:60-09:00", "`08:60` is no time"),
            ("mon 08:00", "no time such as"),
            ("mon +8:00-09:00", "`+8:00` is no time"),
        ] {
            let why = read(text).expect_err(text);
            assert!(why.contains(word), "{text}: {why}");
        }
        assert!(read_lunch("13:00-12:00").is_err());
        assert_eq!(read_lunch("12:00-12:30").map(|it| it.to), Ok(750));
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        for text in [
            "mon-fri 08:00-16:00",
            "fri 22:00-02:00, sat 00:00-24:00",
            "sun 20:00-tue 06:00",
            "tue 09:00-09:00",
        ] {
            let week = read(text).expect("it is well written");
            assert_eq!(read(&write(&week)), Ok(week), "{text}");
        }
    }
}
