//! The channels and agents of the demo.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use shared::{channel::Rights, id::Id, warning::Patience};

use super::{ending::ending, manner::manner};
use crate::{
    clock,
    directory::{Alarm, Channel, Hours, Instead, Key, Offline, Stretch, hours::DAY},
    engine::Engine,
    password, place, secret,
    store::{
        Trouble,
        accounts::{Account, Accounts},
    },
};

/// The file that keeps the sign-ins, so that the next start can show them again.
pub(super) const FILE: &str = "sign-ins.json";

const DAY_MS: u64 = 24 * 60 * 60 * 1_000;

const AGENTS: [(&str, &str); 2] = [
    ("Anna Berg", "anna@demo.example"),
    ("Bo Lindqvist", "bo@demo.example"),
];

/// How an agent of the demo signs in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct SignIn {
    /// The name visitors see.
    pub(crate) name: String,
    /// The address to sign in with.
    pub(crate) email: String,
    /// The password, made at the first start.
    pub(crate) password: String,
}

/// Makes the channels, which these sites may embed and which believe what is signed with this key, and the agents, where they are not there yet.
///
/// # Errors
/// When the data folder or the store cannot be used.
pub(crate) async fn fill(
    engine: &Engine,
    folder: &Path,
    sites: Vec<String>,
    key: Key,
    is_plain: bool,
) -> Result<Vec<SignIn>> {
    let sign_ins = sign_ins(&folder.join(FILE))?;
    let agents = sign_ins.clone();
    engine
        .ask(move |accounts| {
            for mut channel in channels(&sites, is_plain) {
                channel.trust.keys.push(key.clone());
                accounts.put_channel(&channel)?;
            }
            super::replies::provide(accounts)?;
            super::topics::provide(accounts)?;
            super::house::provide(accounts)?;
            super::customers::provide(accounts, clock::now())?;
            agents.iter().try_for_each(|it| enlist(accounts, it))
        })
        .await?;
    Ok(sign_ins)
}

/// Makes channels, which no site may embed yet, and everybody who works there, where they are not there yet.
pub(super) fn provide(accounts: &mut dyn Accounts) -> Result<(), Trouble> {
    if accounts.channels()?.is_empty() {
        for channel in channels(&[], true) {
            accounts.put_channel(&channel)?;
        }
    }
    for (name, email) in AGENTS {
        admit(accounts, name, email)?;
    }
    super::house::provide(accounts)
}

fn sign_ins(path: &Path) -> Result<Vec<SignIn>> {
    if let Ok(text) = fs::read_to_string(path) {
        return serde_json::from_str(&text)
            .with_context(|| format!("{} is damaged: start with --fresh", path.display()));
    }
    let made: Vec<SignIn> = AGENTS
        .iter()
        .map(|(name, email)| SignIn {
            name: (*name).to_owned(),
            email: (*email).to_owned(),
            password: password::generate(),
        })
        .collect();
    let text = serde_json::to_string_pretty(&made).context("it is plain text")?;
    place::write_secret(path, text.as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))?;
    Ok(made)
}

/// Makes an agent who is not there, or whose password is another one.
fn enlist(accounts: &mut dyn Accounts, it: &SignIn) -> Result<(), Trouble> {
    let account = admit(accounts, &it.name, &it.email)?;
    let hash = accounts.password(&account.id)?;
    if hash.is_none() || !password::verify(&it.password, hash.as_deref()) {
        accounts.set_password(&account.id, &password::hash(&it.password))?;
    }
    accounts.set_setup_token(None)
}

/// Makes an account with all rights that is not there.
fn admit(accounts: &mut dyn Accounts, name: &str, email: &str) -> Result<Account, Trouble> {
    if let Some(account) = accounts.account_by_email(email)? {
        return Ok(account);
    }
    let account = Account {
        id: Id::from_bits(u128::from_be_bytes(secret::random())),
        name: name.to_owned(),
        email: email.to_owned(),
        is_active: true,
        is_administrator: email == AGENTS[0].1,
    };
    accounts.put_account(&account)?;
    super::faces::show(accounts, &account)?;
    let rights = Rights {
        respond: true,
        listen: true,
        notify: true,
        manage: account.is_administrator,
    };
    for channel in accounts.channels()? {
        accounts.set_rights(&account.id, &channel.id, rights)?;
    }
    Ok(account)
}

/// The whole week, so that the demo is open whenever somebody looks at it.
fn always() -> Hours {
    Hours {
        is_on: true,
        zone: "Europe/Oslo".to_owned(),
        week: vec![Stretch {
            day: 0,
            from: 0,
            to: 7 * DAY,
        }],
        ..Hours::default()
    }
}

/// Closed whenever somebody looks at it, so that they meet the form in its place: it opens the day after tomorrow.
fn close(channel: &mut Channel) {
    let days = clock::now().0 / DAY_MS + 2;
    // The first day of 1970 was a Thursday, and the first of a week is Monday.
    let day = u32::try_from((days + 3) % 7).expect("it is small");
    channel.hours.zone = "UTC".to_owned();
    channel.hours.week = vec![Stretch {
        day,
        from: 9 * 60,
        to: 11 * 60,
    }];
    channel.offline = Offline {
        instead: Instead::Form,
        header: "The workshop is closed now".to_owned(),
        text: "Tell us what broke, and we write back.".to_owned(),
        category: "Repairs".to_owned(),
        ..Offline::default()
    };
}

/// Plain channels do nothing by themselves.
fn channels(sites: &[String], is_plain: bool) -> [Channel; 4] {
    let channel =
        |id, name: &str, language: &str, title: &str, welcome: &str, queue_text: &str| Channel {
            id: Id::new(id),
            name: name.to_owned(),
            language: language.to_owned(),
            title: title.to_owned(),
            welcome: welcome.to_owned(),
            queue_text: queue_text.to_owned(),
            sites: sites.to_vec(),
            patience: Patience {
                waiting_s: Some(60),
                waiting_managers_s: Some(180),
                message_s: Some(120),
                message_managers_s: Some(300),
            },
            alarm: Alarm {
                patience: Patience {
                    waiting_s: Some(120),
                    message_s: Some(240),
                    ..Patience::default()
                },
                to: vec!["shift@demo.example".to_owned()],
                ..Alarm::default()
            },
            ending: ending(id),
            hours: always(),
            manner: manner(id, !is_plain),
            ..Channel::default()
        };
    let mut all = [
        channel(
            "support",
            "Support",
            "en",
            "Ask Nordlys",
            "Questions about an order, a lamp or a kettle? We are people, and we answer here.",
            "Thank you. One of us will be with you in a moment.",
        ),
        channel(
            "sales",
            "Sales",
            "en",
            "Nordlys for companies",
            "Larger orders, offices and restaurants: tell us what you need.",
            "",
        ),
        channel(
            "kundeservice",
            "Kundeservice",
            "nb",
            "Spør Nordlys",
            "Lurer du på noe om en bestilling eller en vare? Skriv til oss her.",
            "Takk. En av oss er straks hos deg.",
        ),
        channel(
            "workshop",
            "Workshop",
            "en",
            "Ask the workshop",
            "Something of ours broke? Tell the people who mend it.",
            "",
        ),
    ];
    close(&mut all[3]);
    all[0].intake.suggests = !is_plain;
    for channel in &mut all {
        channel.privacy.page_trail = !is_plain;
    }
    all
}
