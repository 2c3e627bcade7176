//! Tells programs that the server is up, and where.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;

use crate::{Running, demo::SignIn, place};

/// Where to tell it.
#[derive(Args, Debug)]
pub(super) struct ReadyFile {
    /// Writes a JSON object to this file when everything is up: address, origin and, in the demo,
    /// the sign-ins. Only the user who runs the server can read it.
    #[arg(long, env = "SAMTALE_READY_FILE", value_name = "FILE")]
    ready_file: Option<PathBuf>,
}

/// What is told.
#[derive(Debug, Default, Serialize)]
pub(super) struct Ready {
    /// The process.
    pub(super) pid: u32,
    /// Where the server listens.
    pub(super) address: String,
    /// How browsers reach it.
    pub(super) origin: String,
    /// Lets the first administrator in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) setup_token: Option<String>,
    /// The demo shop.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) shop: Option<String>,
    /// The demo's sign-ins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) agents: Vec<SignIn>,
}

impl Ready {
    /// What a server tells of itself.
    pub(super) fn of(running: &Running) -> Self {
        Self {
            pid: std::process::id(),
            address: running.address.to_string(),
            origin: running.origin.to_string(),
            setup_token: running.setup_token.clone(),
            ..Self::default()
        }
    }
}

impl ReadyFile {
    /// Writes it, if that is wanted.
    pub(super) fn write(&self, ready: &Ready) -> Result<()> {
        let Some(path) = &self.ready_file else {
            return Ok(());
        };
        let text = serde_json::to_string(ready).context("it is plain text")?;
        write(path, &text)
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    place::write_secret(path, format!("{text}\n").as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))
}
