//! `samtale agent`

mod change;

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use shared::{channel::Rights, id::Id, text};

use self::change::Change;
use super::{Place, out, password::Source, work::Work};
use crate::{
    secret,
    store::accounts::{Account, Accounts},
};

/// What to do with accounts. A running server takes every change over within a second.
#[derive(Debug, Subcommand)]
pub(super) enum Agent {
    /// Adds an account.
    Add(Add),
    /// Changes what is given of an account and keeps the rest.
    Change(Change),
    /// Lists all accounts.
    List(Place),
    /// Sets a new password and ends all sign-ins of the account.
    Password(Password),
    /// Lets an account sign in again.
    Activate(One),
    /// Stops an account from signing in and ends all its sign-ins.
    Deactivate(One),
    /// Sets what an account may do on a channel; without any right it leaves the channel.
    Rights(SetRights),
    /// Sets how many conversations an account is offered at once, and how well it knows which channels.
    Work(Work),
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// The address to sign in with.
    #[arg(value_name = "E-MAIL")]
    email: String,
    /// The name that visitors see.
    #[arg(long)]
    name: String,
    /// May change settings.
    #[arg(long)]
    administrator: bool,
    /// Gives all rights on these channels.
    #[arg(long, value_name = "CHANNEL", value_delimiter = ',')]
    channels: Vec<String>,
    #[command(flatten)]
    password: Source,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Password {
    /// The account's address.
    #[arg(value_name = "E-MAIL")]
    email: String,
    #[command(flatten)]
    password: Source,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct One {
    /// The account's address.
    #[arg(value_name = "E-MAIL")]
    email: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct SetRights {
    /// The account's address.
    #[arg(value_name = "E-MAIL")]
    email: String,
    /// The channel.
    channel: String,
    /// Take and answer conversations.
    #[arg(long)]
    respond: bool,
    /// Read running conversations of colleagues.
    #[arg(long)]
    listen: bool,
    /// Be warned of waiting conversations.
    #[arg(long)]
    notify: bool,
    /// Act on conversations of colleagues.
    #[arg(long)]
    manage: bool,
    #[command(flatten)]
    place: Place,
}

impl Agent {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        match self {
            Self::Add(add) => add.run(file),
            Self::Change(it) => it.run(file),
            Self::List(place) => list(&mut place.store(file)?),
            Self::Password(it) => {
                let mut store = it.place.store(file)?;
                let account = find(&mut store, &it.email)?;
                let chosen = it.password.choose(&account.email)?;
                store.set_password(&account.id, &chosen.hash)?;
                out::say(&format!("{} has a new password.", account.email));
                chosen.show(&account.email);
                Ok(())
            }
            Self::Activate(it) => it.set_active(file, true),
            Self::Deactivate(it) => it.set_active(file, false),
            Self::Rights(it) => it.run(file),
            Self::Work(it) => it.run(file),
        }
    }
}

impl Add {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let Ok(email) = text::email(&self.email) else {
            bail!("`{}` is not an e-mail address", self.email);
        };
        let Ok(name) = text::name(&self.name) else {
            bail!("the name is empty or longer than 80 characters");
        };
        let mut store = self.place.store(file)?;
        if store.account_by_email(&email)?.is_some() {
            bail!("{email} has an account already");
        }
        let channels = self.channels.iter().map(|it| Id::new(it.as_str()));
        let channels: Vec<_> = channels.collect();
        let known = store.channels()?;
        if let Some(unknown) = channels
            .iter()
            .find(|id| !known.iter().any(|it| it.id == **id))
        {
            bail!("there is no channel `{unknown}`: see samtale channel list");
        }
        let account = Account {
            id: Id::from_bits(u128::from_be_bytes(secret::random())),
            name,
            email,
            is_active: true,
            is_administrator: self.administrator,
        };
        let chosen = self.password.choose(&account.email)?;
        store.put_account(&account)?;
        store.set_password(&account.id, &chosen.hash)?;
        for channel in &channels {
            store.set_rights(&account.id, channel, ALL)?;
        }
        store.set_setup_token(None)?;
        out::say(&format!("{} can sign in now.", account.email));
        chosen.show(&account.email);
        Ok(())
    }
}

impl One {
    fn set_active(self, file: Option<&Path>, is_active: bool) -> Result<()> {
        let mut store = self.place.store(file)?;
        let account = find(&mut store, &self.email)?;
        store.put_account(&Account {
            is_active,
            ..account.clone()
        })?;
        let can = if is_active { "can" } else { "can no longer" };
        out::say(&format!("{} {can} sign in.", account.email));
        Ok(())
    }
}

impl SetRights {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let account = find(&mut store, &self.email)?;
        let channel = Id::new(self.channel.as_str());
        let rights = Rights {
            respond: self.respond,
            listen: self.listen,
            notify: self.notify,
            manage: self.manage,
        };
        store
            .set_rights(&account.id, &channel, rights)
            .with_context(|| format!("cannot set rights on `{channel}`"))?;
        out::say(&format!(
            "{}: {} on {channel}.",
            account.email,
            words(rights)
        ));
        Ok(())
    }
}

/// Every right.
pub(super) const ALL: Rights = Rights {
    respond: true,
    listen: true,
    notify: true,
    manage: true,
};

fn list(store: &mut dyn Accounts) -> Result<()> {
    let accounts = store.accounts()?;
    if accounts.is_empty() {
        out::say("There is no account yet: samtale agent add");
    }
    for account in accounts {
        let mut line = format!("{}  {}", account.email, account.name);
        if account.is_administrator {
            line.push_str("  administrator");
        }
        if !account.is_active {
            line.push_str("  not active");
        }
        out::say(&line);
    }
    Ok(())
}

/// The account that signs in with this address.
pub(super) fn find(store: &mut dyn Accounts, email: &str) -> Result<Account> {
    store
        .account_by_email(email)?
        .with_context(|| format!("there is no account {email}: see samtale agent list"))
}

fn words(rights: Rights) -> String {
    let all = [
        (rights.respond, "respond"),
        (rights.listen, "listen"),
        (rights.notify, "notify"),
        (rights.manage, "manage"),
    ];
    let held: Vec<&str> = all.iter().filter(|(has, _)| *has).map(|it| it.1).collect();
    if held.is_empty() {
        "no rights".to_owned()
    } else {
        held.join(", ")
    }
}
