//! `samtale tag`

use std::path::Path;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use shared::{
    id::{self, Id},
    tag, text,
};

use super::{Place, out};
use crate::store::accounts::Accounts;

/// What conversations may be about. A running server takes every change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Tag {
    /// Adds a topic behind the others, or changes the name or the category of one.
    Add(Add),
    /// Lists all topics, in the order in which agents see them.
    List(Place),
    /// Removes a topic. Conversations that have it keep it.
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// Its id: letters, digits, - and _, such as refund.
    id: String,
    /// How agents read it, such as "Refund". Standard: as before, else the id.
    #[arg(long)]
    name: Option<String>,
    /// Under what it stands among the others, such as "Orders"; empty: under nothing. Standard: as before.
    #[arg(long)]
    category: Option<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The topic.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Tag {
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
        let id: Id<id::Tag> = Id::new(self.id);
        if !id.is_well_formed() {
            bail!("`{id}` is not a topic's id: letters, digits, - and _, at most 64");
        }
        let mut store = self.place.store(file)?;
        let mut tags = store.tags()?;
        let at = tags.iter().position(|it| it.id == id);
        let at = at.unwrap_or_else(|| {
            tags.push(tag::Tag {
                id: id.clone(),
                name: id.to_string(),
                category: String::new(),
            });
            tags.len() - 1
        });
        if let Some(name) = self.name {
            let Ok(name) = text::name(&name) else {
                bail!("the name is empty or longer than 80 characters");
            };
            tags[at].name = name;
        }
        match self.category.as_deref().map(|it| (it, text::name(it))) {
            None => {}
            Some((_, Ok(category))) => tags[at].category = category,
            Some((it, Err(_))) if it.trim().is_empty() => tags[at].category.clear(),
            Some(_) => bail!("the category is longer than 80 characters"),
        }
        let shown = line(&tags[at]);
        store.set_tags(&tags)?;
        out::say(&shown);
        Ok(())
    }
}

impl Remove {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let mut tags = store.tags()?;
        let before = tags.len();
        tags.retain(|it| it.id.as_str() != self.id);
        if tags.len() == before {
            bail!("there is no topic `{}`: see samtale tag list", self.id);
        }
        store.set_tags(&tags)?;
        out::say(&format!("{} is removed.", self.id));
        Ok(())
    }
}

fn list(store: &mut dyn Accounts) -> Result<()> {
    let tags = store.tags()?;
    if tags.is_empty() {
        out::say("There is no topic yet: samtale tag add");
    }
    for tag in tags {
        out::say(&line(&tag));
    }
    Ok(())
}

fn line(tag: &tag::Tag) -> String {
    match tag.category.as_str() {
        "" => format!("{}  {}", tag.id, tag.name),
        category => format!("{}  {}  ({category})", tag.id, tag.name),
    }
}
