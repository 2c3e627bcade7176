//! Holidays out of a calendar file (iCalendar, RFC 5545). Every event closes: an all-day one whole days, another
//! the time it takes. Of events that come again only those are read that do so each year on the same date.

use jiff::{
    Timestamp as Instant, ToSpan,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use super::minute;
use crate::directory::{
    Holiday,
    hours::{MAX_HOLIDAYS, Yearly},
};

/// Reads a calendar for a channel in this zone.
///
/// # Errors
/// Which line is wrong, and how.
pub fn read(text: &str, zone: &TimeZone) -> Result<Vec<Holiday>, String> {
    let mut holidays = Vec::new();
    let mut event: Option<Event> = None;
    let mut inner: Vec<String> = Vec::new();
    let mut is_begun = false;
    for line in unfolded(text) {
        let Line { number, text } = &line;
        let at = |why: String| format!("line {number}: {why}");
        let property = Property::read(text).map_err(at)?;
        match (property.name.as_str(), event.as_mut()) {
            ("BEGIN", _) => {
                inner.push(property.value.to_uppercase());
                is_begun |= inner == ["VCALENDAR"];
                if !is_begun {
                    return Err(at(
                        "this is no calendar: it begins with BEGIN:VCALENDAR".to_owned()
                    ));
                }
                if inner == ["VCALENDAR", "VEVENT"] {
                    event = Some(Event::new(*number));
                }
            }
            ("END", _) => {
                let ended = property.value.to_uppercase();
                if inner.pop().as_ref() != Some(&ended) {
                    return Err(at(format!("END:{ended} ends what was not begun")));
                }
                if inner == ["VCALENDAR"] && ended == "VEVENT" {
                    holidays.extend(
                        event
                            .take()
                            .map(|it| it.holiday(zone))
                            .transpose()?
                            .flatten(),
                    );
                }
            }
            // What is within an event, such as an alarm, is not the event's.
            (_, Some(event)) if inner.len() == 2 => event.take(*number, property),
            _ if inner.is_empty() => {
                return Err(at(
                    "this is no calendar: it begins with BEGIN:VCALENDAR".to_owned()
                ));
            }
            _ => {}
        }
    }
    if let Some(open) = inner.pop() {
        return Err(format!(
            "the file ends within {open}: END:{open} is missing"
        ));
    }
    if !is_begun {
        return Err("this is no calendar: it begins with BEGIN:VCALENDAR".to_owned());
    }
    if holidays.len() > MAX_HOLIDAYS {
        return Err(format!("at most {MAX_HOLIDAYS} holidays"));
    }
    Ok(holidays)
}

/// A line as it was before it was folded, with the number of its first one.
struct Line {
    number: usize,
    text: String,
}

/// A line that begins with white space goes on with the one before.
fn unfolded(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let text = text.trim_start_matches('\u{feff}');
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim_end_matches('\r');
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.text.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => lines.push(Line {
                number,
                text: line.to_owned(),
            }),
        }
    }
    lines
}

/// `NAME;PARAMETER=…:VALUE`
struct Property {
    name: String,
    /// Each `PARAMETER=…`, as it is written.
    parameters: Vec<String>,
    value: String,
}

impl Property {
    fn read(line: &str) -> Result<Self, String> {
        let mut is_quoted = false;
        let mut cuts = Vec::new();
        let mut colon = None;
        for (at, letter) in line.char_indices() {
            match letter {
                '"' => is_quoted = !is_quoted,
                ';' if !is_quoted => cuts.push(at),
                ':' if !is_quoted => {
                    colon = Some(at);
                    break;
                }
                _ => {}
            }
        }
        let wrong =
            || "this is no line of a calendar, such as DTSTART;VALUE=DATE:20261225".to_owned();
        let colon = colon.ok_or_else(wrong)?;
        let mut parts = Vec::new();
        let mut from = 0;
        for cut in cuts.into_iter().chain([colon]) {
            parts.push(line[from..cut].to_owned());
            from = cut + 1;
        }
        let name = parts.remove(0).to_uppercase();
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '-';
        if name.is_empty() || !name.chars().all(is_name) {
            return Err(wrong());
        }
        Ok(Self {
            name,
            parameters: parts,
            value: line[colon + 1..].trim().to_owned(),
        })
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let pairs = self.parameters.iter().filter_map(|it| it.split_once('='));
        let mut found = pairs.filter(|(it, _)| it.eq_ignore_ascii_case(name));
        found.next().map(|(_, value)| value.trim_matches('"'))
    }
}

/// An event as far as it has been read, each property with its line.
struct Event {
    line: usize,
    found: Vec<(usize, Property)>,
}

impl Event {
    fn new(line: usize) -> Self {
        Self {
            line,
            found: Vec::new(),
        }
    }

    fn take(&mut self, line: usize, property: Property) {
        self.found.push((line, property));
    }

    fn find(&self, name: &str) -> Option<(usize, &Property)> {
        let found = self.found.iter().find(|(_, it)| it.name == name);
        found.map(|(line, it)| (*line, it))
    }

    /// What it closes; nothing when it was called off.
    fn holiday(&self, zone: &TimeZone) -> Result<Option<Holiday>, String> {
        let is_off = |(_, it): (usize, &Property)| it.value.eq_ignore_ascii_case("CANCELLED");
        if self.find("STATUS").is_some_and(is_off) {
            return Ok(None);
        }
        let (line, start) = self.find("DTSTART").ok_or_else(|| {
            format!(
                "line {}: the event does not begin: DTSTART is missing",
                self.line
            )
        })?;
        let (begins, is_day) = moment(start, zone).map_err(|why| format!("line {line}: {why}"))?;
        let ends = match (self.find("DTEND"), self.find("DURATION")) {
            (Some((line, end)), _) => {
                let (ends, _) = moment(end, zone).map_err(|why| format!("line {line}: {why}"))?;
                if ends <= begins {
                    return Err(format!("line {line}: the event ends before it begins"));
                }
                minute(ends)
            }
            (None, Some((line, it))) => {
                let minutes = duration(&it.value);
                minute(begins)
                    + minutes.ok_or_else(|| {
                        format!(
                            "line {line}: `{}` is no duration such as P1D or PT4H",
                            it.value
                        )
                    })?
            }
            (None, None) if is_day => minute(begins) + 24 * 60,
            (None, None) => {
                let line = self.line;
                return Err(format!(
                    "line {line}: the event does not end: DTEND is missing"
                ));
            }
        };
        for name in ["RDATE", "EXDATE", "RECURRENCE-ID"] {
            if let Some((line, _)) = self.find(name) {
                return Err(format!(
                    "line {line}: {name} is not read; write such a day as an event of its own"
                ));
            }
        }
        let yearly = self.find("RRULE").map(|(line, it)| {
            yearly(&it.value, begins, zone).map_err(|why| format!("line {line}: {why}"))
        });
        Ok(Some(Holiday {
            name: self
                .find("SUMMARY")
                .map_or_else(String::new, |(_, it)| plain(&it.value)),
            from: minute(begins),
            to: ends,
            yearly: yearly.transpose()?,
        }))
    }
}

/// What the clock on the wall shows at a moment, and whether the moment is a whole day.
fn moment(property: &Property, zone: &TimeZone) -> Result<(DateTime, bool), String> {
    let value = property.value.as_str();
    let wrong =
        || format!("`{value}` is no date such as 20261225, or time such as 20261224T120000");
    let Some((day, time)) = value.split_once('T') else {
        return Ok((date(value).ok_or_else(wrong)?.at(0, 0, 0, 0), true));
    };
    let is_utc = time.ends_with('Z');
    let time = clock(time.trim_end_matches('Z')).ok_or_else(wrong)?;
    let shown = date(day).ok_or_else(wrong)?.to_datetime(time);
    let elsewhere = match property.parameter("TZID") {
        _ if is_utc => Some(TimeZone::UTC),
        Some(name) => Some(TimeZone::get(name).map_err(|_| {
            format!("`{name}` is no time zone this machine knows, such as Europe/Oslo")
        })?),
        None => None,
    };
    let Some(elsewhere) = elsewhere else {
        return Ok((shown, false));
    };
    let instant: Instant = elsewhere.to_timestamp(shown).map_err(|_| wrong())?;
    Ok((zone.to_datetime(instant), false))
}

fn date(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let (year, rest) = text.split_at(4);
    let (month, day) = rest.split_at(2);
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn clock(text: &str) -> Option<Time> {
    if text.len() != 6 || !text.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let (hour, rest) = text.split_at(2);
    let (minute, second) = rest.split_at(2);
    Time::new(
        hour.parse().ok()?,
        minute.parse().ok()?,
        second.parse().ok()?,
        0,
    )
    .ok()
}

/// Minutes of a duration of weeks, days, hours and minutes.
fn duration(text: &str) -> Option<i64> {
    let mut rest = text.strip_prefix('P')?;
    let (mut minutes, mut is_time) = (0_i64, false);
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix('T') {
            (rest, is_time) = (behind, true);
            continue;
        }
        let end = rest.find(|it: char| !it.is_ascii_digit())?;
        let count: i64 = rest[..end].parse().ok().filter(|it| *it < 10_000)?;
        minutes += count
            * match (&rest[end..=end], is_time) {
                ("W", false) => 7 * 24 * 60,
                ("D", false) => 24 * 60,
                ("H", true) => 60,
                ("M", true) => 1,
                _ => return None,
            };
        rest = &rest[end + 1..];
    }
    (minutes > 0).then_some(minutes)
}

/// A rule that makes an event come again.
fn yearly(rule: &str, begins: DateTime, zone: &TimeZone) -> Result<Yearly, String> {
    let odd = || format!("`{rule}`: only what comes again each year on the same date is read");
    let mut until = None;
    let mut is_yearly = false;
    for part in rule.split(';') {
        let (name, value) = part.split_once('=').ok_or_else(odd)?;
        match (name.to_uppercase().as_str(), value) {
            ("FREQ", "YEARLY") => is_yearly = true,
            ("INTERVAL", "1") => {}
            ("WKST", _) => {}
            ("BYMONTH", month) if month.parse() == Ok(begins.month()) => {}
            ("BYMONTHDAY", day) if day.parse() == Ok(begins.day()) => {}
            ("UNTIL", last) => {
                let property = Property {
                    name: String::new(),
                    parameters: Vec::new(),
                    value: last.to_owned(),
                };
                let (last, is_day) = moment(&property, zone)?;
                let whole = if is_day { 24 * 60 - 1 } else { 0 };
                until = Some(minute(last) + whole);
            }
            ("COUNT", count) => {
                let count: i64 = count.parse().ok().filter(|it| *it > 0).ok_or_else(odd)?;
                let last = begins.checked_add((count - 1).years()).map_err(|_| odd())?;
                until = Some(minute(last));
            }
            _ => return Err(odd()),
        }
    }
    if is_yearly {
        Ok(Yearly { until })
    } else {
        Err(odd())
    }
}

/// A text without its escapes, on one line.
fn plain(text: &str) -> String {
    let text = text.replace("\\n", " ").replace("\\N", " ");
    text.replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
    }

    fn oslo() -> TimeZone {
        TimeZone::get("Europe/Oslo").expect("the machine knows it")
    }

    fn event(lines: &str) -> Result<Holiday, String> {
        let text = calendar(&format!("BEGIN:VEVENT\r\n{lines}\r\nEND:VEVENT\r\n"));
        read(&text, &oslo()).map(|mut it| it.remove(0))
    }

    fn at(text: &str) -> i64 {
        minute(text.parse().expect("it is a moment"))
    }

    #[test]
    fn whole_days_and_times_close() {
        let day = event("DTSTART;VALUE=DATE:20261225\r\nSUMMARY:Christmas\\, first\r\n  day")
            .expect("it is one");
        let expected = (at("2026-12-25T00:00"), at("2026-12-26T00:00"));
        assert_eq!((day.from, day.to), expected);
        assert_eq!(day.name, "Christmas, first day");
        let days =
            event("DTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261227").expect("it is one");
        assert_eq!(days.to, at("2026-12-27T00:00"));
        let noon = event("DTSTART:20261224T110000Z\r\nDURATION:PT12H").expect("it is one");
        assert_eq!(noon.from, at("2026-12-24T12:00"), "in Oslo");
        let there = event("DTSTART;TZID=America/New_York:20261224T120000\r\nDTEND:20261224T235900")
            .expect("it is one");
        assert_eq!(there.from, at("2026-12-24T18:00"));
    }

    #[test]
    fn what_comes_again_each_year_is_read() {
        let yearly = |rule: &str| event(&format!("DTSTART;VALUE=DATE:20200501\r\nRRULE:{rule}"));
        let always = yearly("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1").expect("it is one");
        assert_eq!(always.yearly, Some(Yearly { until: None }));
        let counted = yearly("FREQ=YEARLY;COUNT=3").expect("it is one");
        let until = Some(at("2022-05-01T00:00"));
        assert_eq!(counted.yearly, Some(Yearly { until }));
        let until = yearly("FREQ=YEARLY;UNTIL=20220501").expect("it is one");
        let last = Some(at("2022-05-01T23:59"));
        assert_eq!(until.yearly, Some(Yearly { until: last }));
        for odd in [
            "FREQ=WEEKLY",
            "FREQ=YEARLY;BYDAY=1MO",
            "FREQ=YEARLY;INTERVAL=2",
            "nonsense",
        ] {
            assert!(yearly(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_fault_is_told_with_its_line() {
        let faults = [
            ("DTSTART:20261399", "line 4: `20261399` is no date"),
            (
                "SUMMARY:Long\r\n  one\r\nDTSTART:2026-12-25",
                "line 6: `2026-12-25` is no date",
            ),
            ("SUMMARY:Nothing else", "line 3: the event does not begin"),
            ("DTSTART:20261224T120000", "line 3: the event does not end"),
            (
                "DTSTART:20261225\r\nDTEND:20261225",
                "line 5: the event ends before",
            ),
            (
                "DTSTART:20261225\r\nRRULE:FREQ=DAILY",
                "line 5: `FREQ=DAILY`",
            ),
            (
                "DTSTART:20261225\r\nEXDATE:20271225",
                "line 5: EXDATE is not read",
            ),
            (
                "DTSTART;TZID=Mars/North:20261225T100000",
                "line 4: `Mars/North` is no time zone",
            ),
            ("This is no property", "line 4: this is no line"),
        ];
        for (lines, fault) in faults {
            let told = event(lines).expect_err(lines);
            assert!(told.starts_with(fault), "{lines}: {told}");
        }
        for (text, fault) in [
            ("", "this is no calendar"),
            ("Date,Name\n2026-12-25,Christmas", "line 1: this is no line"),
            ("BEGIN:VCARD\nEND:VCARD", "line 1: this is no calendar"),
            (
                "BEGIN:VCALENDAR\nBEGIN:VEVENT\n",
                "the file ends within VEVENT",
            ),
            (
                "BEGIN:VCALENDAR\nEND:VEVENT\n",
                "line 2: END:VEVENT ends what",
            ),
        ] {
            let told = read(text, &oslo()).expect_err(text);
            assert!(told.starts_with(fault), "{text}: {told}");
        }
    }

    #[test]
    fn what_is_no_event_or_was_called_off_closes_nothing() {
        let text = calendar(
            "BEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=YEARLY;BYDAY=-1SU\n\
             END:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nDTSTART:20261225\nSTATUS:CANCELLED\nEND:VEVENT\n\
             BEGIN:VEVENT\nDTSTART:20261226\nBEGIN:VALARM\nDURATION:odd\nEND:VALARM\nEND:VEVENT\n",
        );
        let read = read(&text, &oslo()).expect("it is a calendar");
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].from, at("2026-12-26T00:00"));
    }
}
