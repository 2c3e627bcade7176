//! `samtale agent change`

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use shared::text;

use super::{find, out};
use crate::{
    cli::Place,
    photo::Photo,
    store::{
        accounts::{Account, Accounts},
        photos::Photos,
    },
};

/// The photo that is none.
const NONE: &str = "none";

/// What is given is set, the rest is kept.
#[derive(Args, Debug)]
pub(in crate::cli) struct Change {
    /// The account's address.
    #[arg(value_name = "E-MAIL")]
    email: String,
    /// The name that visitors see.
    #[arg(long)]
    name: Option<String>,
    /// A picture that visitors see beside the name: a PNG, JPEG or WebP file of at most 1024 pixels a side; none
    /// to take it away. What else such a file tells is left out.
    #[arg(long, value_name = "FILE")]
    photo: Option<PathBuf>,
    #[command(flatten)]
    place: Place,
}

impl Change {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let photo = match &self.photo {
            Some(path) if path.as_os_str() == NONE => Some(None),
            Some(path) => Some(Some(Photo::read(path)?)),
            None => None,
        };
        let mut store = self.place.store(file)?;
        let account = find(&mut store, &self.email)?;
        if let Some(name) = self.name {
            let Ok(name) = text::name(&name) else {
                bail!("the name is empty or longer than 80 characters");
            };
            store.put_account(&Account {
                name,
                ..account.clone()
            })?;
        }
        if let Some(photo) = photo {
            store.set_photo(&account.id, photo.as_ref())?;
        }
        out::say(&format!("{} is changed.", account.email));
        Ok(())
    }
}
