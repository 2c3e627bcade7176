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

impl Source {
    /// The hash of the new password.
    pub(super) fn hash(&self, email: &str) -> Result<String> {
        let chosen = if self.generate {
            password::generate()
        } else {
            ask()?
        };
        if let Some(objection) = password::objection(&chosen, email) {
            bail!("{objection}");
        }
        let hash = password::hash(&chosen);
        if self.generate {
            out::say(&format!(
                "The password of {email}, shown this once: {chosen}"
            ));
        }
        Ok(hash)
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
