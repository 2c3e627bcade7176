//! `samtale group`

use std::path::Path;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use shared::{
    id::{self, Id},
    text,
};

use super::{Place, out};
use crate::{directory, store::accounts::Accounts};

/// Groups of agents: what was set for a group counts for its agents, where nothing was set for themselves. A
/// running server takes every change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Group {
    /// Adds a group, or changes what is given of one. Agents come in by samtale agent work --group.
    Add(Add),
    /// Lists all groups.
    List(Place),
    /// Removes a group. Its agents stay, without one.
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// Its id: letters, digits, - and _, such as evening.
    id: String,
    /// Its name. Standard: the id.
    #[arg(long)]
    name: Option<String>,
    /// The most conversations each of its agents is offered at once, 1 to 99; 0 for as many as anybody.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=99))]
    capacity: Option<u32>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The group.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Group {
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
        let id: Id<id::Group> = Id::new(self.id);
        if !id.is_well_formed() {
            bail!("`{id}` is not a group's id: letters, digits, - and _, at most 64");
        }
        let mut store = self.place.store(file)?;
        let mut office = store.office()?;
        let known = office.group(&id).cloned();
        let mut group = known.unwrap_or_else(|| directory::Group {
            id: id.clone(),
            name: id.to_string(),
            capacity: None,
        });
        if let Some(name) = &self.name {
            let Ok(name) = text::name(name) else {
                bail!("the name is empty or longer than 80 characters");
            };
            group.name = name;
        }
        if let Some(capacity) = self.capacity {
            group.capacity = (capacity != 0).then_some(capacity);
        }
        out::say(&describe(&group));
        match office.groups.iter_mut().find(|it| it.id == id) {
            Some(known) => *known = group,
            None => office.groups.push(group),
        }
        store.set_office(&office)?;
        Ok(())
    }
}

impl Remove {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut office = store.office()?;
        let before = office.groups.len();
        office.groups.retain(|it| it.id.as_str() != self.id);
        if office.groups.len() == before {
            bail!("there is no group `{}`: see samtale group list", self.id);
        }
        store.set_office(&office)?;
        out::say(&format!("{} is removed.", self.id));
        Ok(())
    }
}

fn list(store: &mut dyn Accounts) -> Result<()> {
    let groups = store.office()?.groups;
    if groups.is_empty() {
        out::say("There is no group yet: samtale group add");
    }
    for group in &groups {
        out::say(&describe(group));
    }
    Ok(())
}

fn describe(group: &directory::Group) -> String {
    let capacity = match group.capacity {
        Some(most) => format!("at most {most} at once"),
        None => "as many at once as anybody".to_owned(),
    };
    format!("{}  {}, {capacity}", group.id, group.name)
}
