//! `samtale check`

use std::{path::Path, process::ExitCode};

use anyhow::{Context, Result};
use clap::Args;

use super::out;
use crate::{
    apps::Apps,
    config::{Config, Values},
    files::{self, copies, objects::Folder},
    mail, place,
    store::{accounts::Accounts, files::Files, mails::Mails, sqlite::Sqlite},
};

/// Checks the configuration, the database and who can read it.
#[derive(Args, Debug)]
pub(super) struct Check {
    #[command(flatten)]
    values: Values,
}

impl Check {
    pub(super) fn run(self, file: Option<&Path>) -> Result<ExitCode> {
        let config = Config::new(self.values.or(Values::from_file(file)?))?;
        out::say("The configuration is fine.");
        let mut faults = Vec::new();
        if let Err(error) = Apps::open(config.apps.as_deref()) {
            faults.push(format!("{error:#}"));
        }
        match &config.mail {
            Some(it) => {
                faults.extend(mail::carrier(it).err().map(|error| format!("{error:#}")));
                out::say(&format!("Mails go to {}.", it.way));
            }
            None => out::say("No mails are sent: mail_server is not set."),
        }
        let database = place::database(&config.data);
        if database.exists() {
            faults.extend(place::open_to_others(&config.data)?);
            let mut store = Sqlite::open(&database)
                .with_context(|| format!("cannot open the database {}", database.display()))?;
            faults.extend(store.check()?);
            let writing = store.channels()?.into_iter().filter(|it| it.alarm.writes());
            let writing: Vec<_> = writing.map(|it| it.id.to_string()).collect();
            if config.mail.is_none() && !writing.is_empty() {
                let channels = writing.join(", ");
                faults.push(format!(
                    "mail_server: it is not set, so nobody gets the e-mails of {channels}"
                ));
            }
            match store.waiting_mails()? {
                0 => {}
                count => out::say(&format!("Mails that wait to be sent: {count}.")),
            }
            let folder = Folder::open(&files::folder(&config.data))?;
            faults.extend(copies::check(&folder, &store.ready_files()?)?);
        } else {
            let folder = config.data.display();
            out::say(&format!(
                "There is no database in {folder} yet: the server makes it."
            ));
        }
        if faults.is_empty() {
            out::say("Nothing is wrong.");
            return Ok(ExitCode::SUCCESS);
        }
        for fault in &faults {
            out::complain(fault);
        }
        Ok(ExitCode::FAILURE)
    }
}
