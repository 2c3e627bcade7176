//! Where a password comes from: never from the command line, where every user of the machine sees it.

use std::io::{self, IsTerminal};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;

use super::out;
use crate::password;

/// How a password is given.
#[derive(Args, Debug)]
pub(super) struct Source {
    /// Makes a password and prints it once. Otherwise it is asked for, or read from the first
    /// line of standard input.
    #[arg(long)]
    generate: bool,
}

/// A password that was chosen.
pub(super) struct Chosen {
    /// What is kept of it.
    pub(super) hash: String,
    /// The password itself, if nobody has seen it yet.
    made: Option<String>,
}

impl Source {
    /// The new password for this account.
    pub(super) fn choose(&self, email: &str) -> Result<Chosen> {
        let chosen = if self.generate {
            password::generate()
        } else {
            ask()?
        };
        if let Some(objection) = password::objection(&chosen, email) {
            bail!("{objection}");
        }
        Ok(Chosen {
            hash: password::hash(&chosen),
            made: Some(chosen).filter(|_| self.generate),
        })
    }
}

impl Chosen {
    /// Shows the password if it was made here. Called when it is stored.
    pub(super) fn show(self, email: &str) {
        if let Some(made) = self.made {
            out::say(&format!("The password of {email}, shown this once: {made}"));
        }
    }
}

fn ask() -> Result<String> {
    if !io::stdin().is_terminal() {
        let mut line = String::new();
        io::stdin()
            .read_line(&mut line)
            .context("cannot read the password from standard input")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let prompt = |text| rpassword::prompt_password(text).context("cannot ask for the password");
    let first = prompt("New password (at least 12 characters): ")?;
    ensure!(
        first == prompt("Once more: ")?,
        "the two passwords are not the same"
    );
    Ok(first)
}
