//! `samtale agent work`

use std::{path::Path, str::FromStr};

use anyhow::{Result, bail};
use clap::Args;
use shared::id::{self, Id};

use super::{Place, agent::find, out};
use crate::{directory, store::accounts::Accounts};

/// What is given is set, the rest is kept; without anything it is shown.
#[derive(Args, Debug)]
pub(super) struct Work {
    /// The account's address.
    #[arg(value_name = "E-MAIL")]
    email: String,
    /// The most conversations offered at once, 1 to 99; 0 for as many as anybody.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=99))]
    capacity: Option<u32>,
    /// How well the agent knows a channel's matters, 1 to 9, such as support=7. More than one with commas,
    /// or by giving it again.
    #[arg(long, value_name = "CHANNEL=1..9", value_delimiter = ',')]
    skill: Vec<Skill>,
    /// The group the agent is in; none for none.
    #[arg(long)]
    group: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// A skill on a channel.
#[derive(Clone, Debug)]
struct Skill {
    channel: Id<id::Channel>,
    level: u8,
}

impl FromStr for Skill {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || format!("`{text}` is not like support=7, with a number from 1 to 9");
        let (channel, level) = text.split_once('=').ok_or_else(form)?;
        let level = level.parse().ok().filter(|it| (1..=9).contains(it));
        Ok(Self {
            channel: Id::new(channel),
            level: level.ok_or_else(form)?,
        })
    }
}

impl Work {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let account = find(&mut store, &self.email)?;
        let known = store.channels()?;
        let mut work = store.work(&account.id)?;
        for Skill { channel, level } in self.skill {
            if !known.iter().any(|it| it.id == channel) {
                bail!("there is no channel `{channel}`: see samtale channel list");
            }
            work.skills.insert(channel, level);
        }
        if let Some(capacity) = self.capacity {
            work.capacity = (capacity != 0).then_some(capacity);
        }
        if let Some(group) = self.group {
            let known = store.office()?.groups.into_iter();
            let mut known = known.map(|it| it.id);
            work.group = match known.find(|it| it.as_str() == group) {
                None if group != "none" => {
                    bail!("there is no group `{group}`: see samtale group list")
                }
                found => found,
            };
        }
        store.set_work(&account.id, &work)?;
        out::say(&format!("{}: {}", account.email, describe(&work)));
        Ok(())
    }
}

fn describe(work: &directory::Work) -> String {
    let capacity = match work.capacity {
        Some(most) => format!("at most {most} at once"),
        None => "as many at once as anybody".to_owned(),
    };
    let skills = work
        .skills
        .iter()
        .map(|(channel, level)| format!(", {channel}={level}"));
    let group = work.group.as_ref().map(|it| format!(", in {it}"));
    let text = capacity + &group.unwrap_or_default();
    skills.fold(text, |text, skill| text + &skill)
}
