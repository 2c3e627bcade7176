//! `samtale channel hours`

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::Args;
use jiff::{Timestamp as Instant, tz::TimeZone};

use super::find;
use crate::{
    cli::{Place, out},
    clock,
    directory::{Hours, Lunch},
    hours::{self, holidays, week},
    store::accounts::Accounts,
};

/// The break or the holidays that are none.
const NONE: &str = "none";

/// When a channel is open. What is not given stays as it was; without anything, the hours are shown. Times are
/// those of the clock on the wall in the channel's zone.
#[derive(Args, Debug)]
pub(in crate::cli) struct Set {
    /// The channel.
    id: String,
    /// The time zone, such as Europe/Oslo.
    #[arg(long)]
    zone: Option<String>,
    /// When it is open, such as "mon-fri 08:00-16:00, sat 10:00-14:00". What ends before it begins ends on the
    /// next day: "fri 22:00-02:00"; a longer time is "mon 08:00-fri 16:00".
    #[arg(long, num_args = 1..)]
    week: Option<Vec<String>>,
    /// The break of every day, such as 12:00-12:30, or none.
    #[arg(long)]
    lunch: Option<String>,
    /// A calendar file (.ics) with the days and times in which it is closed, in place of those given before; or
    /// none.
    #[arg(long, value_name = "FILE")]
    holidays: Option<PathBuf>,
    /// Let the channel be open at all times. Its hours are kept: --on.
    #[arg(long, conflicts_with = "on")]
    off: bool,
    /// Let the hours count again.
    #[arg(long)]
    on: bool,
    #[command(flatten)]
    place: Place,
}

impl Set {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut channel = find(&mut store, &self.id)?;
        if self.is_a_question() {
            out::say(&told(&channel.hours, clock::now()));
            return Ok(());
        }
        channel.hours = self.put_into(channel.hours)?;
        store.put_channel(&channel)?;
        out::say(&told(&channel.hours, clock::now()));
        Ok(())
    }

    fn is_a_question(&self) -> bool {
        let gives = self.zone.is_some() || self.week.is_some() || self.lunch.is_some();
        !gives && self.holidays.is_none() && !self.off && !self.on
    }

    fn put_into(self, mut hours: Hours) -> Result<Hours> {
        if let Some(zone) = self.zone {
            hours.zone = zone;
        }
        if hours.zone.is_empty() {
            if self.off {
                return Ok(hours);
            }
            bail!("--zone: tell whose clock the hours are by, such as Europe/Oslo");
        }
        let zone = TimeZone::get(&hours.zone).map_err(|_| {
            let zone = &hours.zone;
            anyhow::anyhow!(
                "--zone: `{zone}` is no time zone this machine knows, such as Europe/Oslo"
            )
        })?;
        if let Some(week) = self.week {
            let read = week::read(&week.join(" "));
            hours.week = read.map_err(|why| anyhow::anyhow!("--week: {why}"))?;
        }
        if hours.week.is_empty() && !self.off {
            bail!("--week: tell when it is open, such as \"mon-fri 08:00-16:00\"");
        }
        if let Some(lunch) = self.lunch {
            hours.lunch = self::lunch(&lunch)?;
        }
        if let Some(path) = self.holidays {
            hours.holidays = if path == Path::new(NONE) {
                Vec::new()
            } else {
                let named = || format!("--holidays: {}", path.display());
                let text = fs::read_to_string(&path).with_context(named)?;
                let read = holidays::read(&text, &zone);
                read.map_err(anyhow::Error::msg).with_context(named)?
            };
        }
        hours.is_on = !self.off;
        Ok(hours)
    }
}

fn lunch(text: &str) -> Result<Option<Lunch>> {
    if text == NONE {
        return Ok(None);
    }
    let read = week::read_lunch(text).map_err(|why| anyhow::anyhow!("--lunch: {why}"))?;
    Ok(Some(read))
}

/// The hours, and what follows from them now.
fn told(hours: &Hours, now: shared::time::Timestamp) -> String {
    if !hours.is_on {
        return "open at all times".to_owned();
    }
    let lunch = hours.lunch.map(|it| {
        let (from, to) = (week::clock(it.from), week::clock(it.to));
        format!(", closed {from}-{to}")
    });
    let holidays = match hours.holidays.len() {
        0 => String::new(),
        count => format!(", {count} holidays"),
    };
    let outlook = hours::outlook(hours, now);
    let next = outlook.changes_after(now).map(|at| {
        let zone = TimeZone::get(&hours.zone).unwrap_or(TimeZone::UTC);
        let ms = i64::try_from(at.0).unwrap_or(i64::MAX);
        let at = Instant::from_millisecond(ms).unwrap_or(Instant::MAX);
        format!(" until {}", at.to_zoned(zone).strftime("%a %Y-%m-%d %H:%M"))
    });
    let now = if outlook.is_open { "open" } else { "closed" };
    format!(
        "{} ({}){}{holidays}; {now}{}",
        week::write(&hours.week),
        hours.zone,
        lunch.unwrap_or_default(),
        next.unwrap_or_default(),
    )
}

/// What is set, for lists.
pub(super) fn describe(hours: &Hours) -> String {
    if hours.is_on {
        format!(", open {} ({})", week::write(&hours.week), hours.zone)
    } else {
        String::new()
    }
}
