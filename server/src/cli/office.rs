//! `samtale office`

use std::path::Path;

use anyhow::Result;
use clap::{ArgAction, Args};

use super::{Place, out};
use crate::{directory, store::accounts::Accounts};

/// What is given is set, the rest is kept; without anything it is shown. A running server takes every change
/// over within a second.
#[derive(Args, Debug)]
pub(super) struct Office {
    /// The most conversations an agent is offered at once, 1 to 99, where neither the agent nor the group
    /// says otherwise; 0 for the standard.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=99))]
    capacity: Option<u32>,
    /// Offers in a row that an agent may leave without an answer before counting as away, 1 to 99.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=99))]
    misses: Option<u32>,
    /// Whether everybody is away from midnight on, in the configured time zone.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    away_at_midnight: Option<bool>,
    /// Whether an agent is only offered what waits where the agent knows most, of all that waits.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    by_skill: Option<bool>,
    /// Whether, of agents alike in skill and load, the one is asked first who has been ready for the longest time,
    /// instead of the one who was asked the longest time ago.
    #[arg(long, value_name = "true|false", action = ArgAction::Set)]
    by_ready: Option<bool>,
    #[command(flatten)]
    place: Place,
}

impl Office {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut office = store.office()?;
        if let Some(capacity) = self.capacity {
            office.capacity = (capacity != 0).then_some(capacity);
        }
        office.misses = self.misses.unwrap_or(office.misses);
        office.away_at_midnight = self.away_at_midnight.unwrap_or(office.away_at_midnight);
        office.by_skill = self.by_skill.unwrap_or(office.by_skill);
        office.by_ready = self.by_ready.unwrap_or(office.by_ready);
        store.set_office(&office)?;
        out::say(&describe(&office));
        Ok(())
    }
}

fn describe(office: &directory::Office) -> String {
    let capacity = match office.capacity {
        Some(most) => format!("At most {most} conversations at once"),
        None => "The standard number of conversations at once".to_owned(),
    };
    let midnight = if office.away_at_midnight {
        "everybody is away from midnight on"
    } else {
        "nobody is sent away at midnight"
    };
    let skill = if office.by_skill {
        "agents are only offered what they know best"
    } else {
        "agents are offered whatever waits"
    };
    let order = if office.by_ready {
        "the one ready longest first"
    } else {
        "the one asked longest ago first"
    };
    let misses = office.misses;
    format!(
        "{capacity}, away after {misses} offers without an answer, {midnight}, {skill}, {order}."
    )
}
