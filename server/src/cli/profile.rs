//! `samtale profile`

use std::path::Path;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use shared::{
    id::{self, Id},
    presence, text,
};

use super::{Place, out};
use crate::store::accounts::Accounts;

/// Sets of channels that agents choose to serve. A running server takes every change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Profile {
    /// Adds a profile behind the others, or changes what is given of one.
    Add(Add),
    /// Lists all profiles, in the order in which agents see them.
    List(Place),
    /// Removes a profile. Who served it serves all channels again.
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// Its id: letters, digits, - and _, such as day.
    id: String,
    /// How agents read it, such as "Day shift". Standard: the id.
    #[arg(long)]
    name: Option<String>,
    /// Its channels. They replace those it had.
    #[arg(long, value_name = "CHANNEL", value_delimiter = ',')]
    channels: Option<Vec<String>>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The profile.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Profile {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        match self {
            Self::Add(it) => it.run(file),
            Self::List(place) => list(&mut place.store(file)?),
            Self::Remove(it) => it.run(file),
        }
    }
}

impl Add {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let id: Id<id::Profile> = Id::new(self.id);
        if !id.is_well_formed() {
            bail!("`{id}` is not a profile's id: letters, digits, - and _, at most 64");
        }
        let mut store = self.place.store(file)?;
        let mut office = store.office()?;
        let known = office.profile(&id).cloned();
        let mut profile = known.unwrap_or_else(|| presence::Profile {
            id: id.clone(),
            name: id.to_string(),
            channels: Vec::new(),
        });
        if let Some(name) = &self.name {
            let Ok(name) = text::name(name) else {
                bail!("the name is empty or longer than 80 characters");
            };
            profile.name = name;
        }
        if let Some(channels) = self.channels {
            profile.channels = channels.into_iter().map(Id::new).collect();
        }
        let known = store.channels()?;
        let mut wanted = profile.channels.iter();
        if let Some(unknown) = wanted.find(|id| !known.iter().any(|it| it.id == **id)) {
            bail!("there is no channel `{unknown}`: see samtale channel list");
        }
        if profile.channels.is_empty() {
            bail!("a profile needs a channel at least: --channels");
        }
        out::say(&describe(&profile));
        match office.profiles.iter_mut().find(|it| it.id == id) {
            Some(known) => *known = profile,
            None => office.profiles.push(profile),
        }
        store.set_office(&office)?;
        Ok(())
    }
}

impl Remove {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut office = store.office()?;
        let before = office.profiles.len();
        office.profiles.retain(|it| it.id.as_str() != self.id);
        if office.profiles.len() == before {
            bail!(
                "there is no profile `{}`: see samtale profile list",
                self.id
            );
        }
        store.set_office(&office)?;
        out::say(&format!("{} is removed.", self.id));
        Ok(())
    }
}

fn list(store: &mut dyn Accounts) -> Result<()> {
    let profiles = store.office()?.profiles;
    if profiles.is_empty() {
        out::say("There is no profile yet, and agents choose channels: samtale profile add");
    }
    for profile in &profiles {
        out::say(&describe(profile));
    }
    Ok(())
}

fn describe(profile: &presence::Profile) -> String {
    let channels: Vec<&str> = profile.channels.iter().map(Id::as_str).collect();
    format!("{}  {}: {}", profile.id, profile.name, channels.join(" "))
}
