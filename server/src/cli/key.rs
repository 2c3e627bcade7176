//! `samtale channel key`

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};

use super::{Place, out};
use crate::{
    clock,
    directory::{self, Channel, MAX_KEYS},
    secret,
    store::accounts::Accounts,
};

/// The keys with which a channel's sites sign who their visitors are. Several count at a time, so that one can be
/// put in another's place: add the new one, let the site use it, remove the old one. A running server takes every
/// change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Makes a key and shows it this once.
    Add(OfChannel),
    /// Lists a channel's keys without their secrets.
    List(OfChannel),
    /// Removes a key: nothing that is signed with it is believed from then on.
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(super) struct OfChannel {
    /// The channel.
    channel: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// The channel.
    channel: String,
    /// The key's id.
    id: String,
    #[command(flatten)]
    place: Place,
}

impl Key {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        match self {
            Self::Add(it) => add(&mut it.place.store(file)?, &it.channel),
            Self::List(it) => list(&mut it.place.store(file)?, &it.channel),
            Self::Remove(it) => remove(&mut it.place.store(file)?, &it.channel, &it.id),
        }
    }
}

fn add(store: &mut dyn Accounts, channel: &str) -> Result<()> {
    let mut channel = found(store, channel)?;
    if channel.trust.keys.len() >= MAX_KEYS {
        bail!("the channel has {MAX_KEYS} keys already: samtale channel key remove");
    }
    let key = directory::Key {
        id: format!("{:08x}", u32::from_be_bytes(secret::random())),
        secret: secret::new(),
        made_at: clock::now(),
    };
    channel.trust.keys.push(key.clone());
    store.put_channel(&channel)?;
    out::say(&format!(
        "A key for the site's own server, never for its pages. It is not shown again.\n\n  \
         kid     {}\n  secret  {}",
        key.id, key.secret
    ));
    Ok(())
}

fn list(store: &mut dyn Accounts, channel: &str) -> Result<()> {
    let channel = found(store, channel)?;
    if channel.trust.keys.is_empty() {
        let id = &channel.id;
        out::say(&format!(
            "`{id}` has no key, and believes nothing: samtale channel key add {id}"
        ));
    }
    for key in &channel.trust.keys {
        let at = i64::try_from(key.made_at.0).ok();
        let at = at.and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
        let at = at.map_or_else(String::new, |at| at.strftime("%Y-%m-%d").to_string());
        out::say(&format!("{}  made {at}", key.id));
    }
    Ok(())
}

fn remove(store: &mut dyn Accounts, channel: &str, id: &str) -> Result<()> {
    let mut channel = found(store, channel)?;
    let keys = &mut channel.trust.keys;
    let before = keys.len();
    keys.retain(|key| key.id != id);
    if keys.len() == before {
        bail!("`{channel}` has no key `{id}`", channel = channel.id);
    }
    store.put_channel(&channel)?;
    out::say(&format!("{id} is removed."));
    Ok(())
}

fn found(store: &mut dyn Accounts, id: &str) -> Result<Channel> {
    let mut all = store.channels()?.into_iter();
    let channel = all.find(|it| it.id.as_str() == id);
    channel.with_context(|| format!("there is no channel `{id}`: see samtale channel list"))
}
