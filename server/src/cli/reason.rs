//! `samtale reason`

use std::path::Path;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use shared::{
    id::{self, Id},
    presence, text,
};

use super::{Place, out};
use crate::{
    hub::{DAY_OVER, NO_ANSWER},
    store::accounts::Accounts,
};

/// What agents may be away for. A running server takes every change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Reason {
    /// Adds a reason behind the others, or changes the name of one.
    Add(Add),
    /// Lists all reasons, in the order in which agents see them.
    List(Place),
    /// Removes a reason. Who is away for it stays away.
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// Its id: letters, digits, - and _, such as lunch.
    id: String,
    /// How agents read it, such as "Lunch". Standard: the id.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The reason.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Reason {
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
        let id: Id<id::Reason> = Id::new(self.id);
        if !id.is_well_formed() {
            bail!("`{id}` is not a reason's id: letters, digits, - and _, at most 64");
        }
        if [NO_ANSWER, DAY_OVER].contains(&id.as_str()) {
            bail!("`{id}` is what the server itself gives agents as a reason");
        }
        let Ok(name) = text::name(self.name.as_deref().unwrap_or(id.as_str())) else {
            bail!("the name is empty or longer than 80 characters");
        };
        let mut store = self.place.store(file)?;
        let mut reasons = store.reasons()?;
        match reasons.iter_mut().find(|it| it.id == id) {
            Some(known) => known.name.clone_from(&name),
            None => reasons.push(presence::Reason {
                id: id.clone(),
                name: name.clone(),
            }),
        }
        store.set_reasons(&reasons)?;
        out::say(&format!("{id}  {name}"));
        Ok(())
    }
}

impl Remove {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut reasons = store.reasons()?;
        let before = reasons.len();
        reasons.retain(|it| it.id.as_str() != self.id);
        if reasons.len() == before {
            bail!("there is no reason `{}`: see samtale reason list", self.id);
        }
        store.set_reasons(&reasons)?;
        out::say(&format!("{} is removed.", self.id));
        Ok(())
    }
}

fn list(store: &mut dyn Accounts) -> Result<()> {
    let reasons = store.reasons()?;
    if reasons.is_empty() {
        out::say("There is no reason yet, and agents are away without one: samtale reason add");
    }
    for reason in reasons {
        out::say(&format!("{}  {}", reason.id, reason.name));
    }
    Ok(())
}
