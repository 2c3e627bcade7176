//! The engines that browsers are made of. Most stories are played in Chromium; what must hold for every
//! visitor is played in all three.

mod chromium;
mod firefox;
mod webkit;

use std::path::{Path, PathBuf};

use fantoccini::wd::Capabilities;
use serde_json::Value;
use tokio::process::Command;

use super::Look;
use crate::{program::Program, settings};

/// Whose browser it is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Engine {
    /// Chromium: one driver opens as many as are wanted.
    #[default]
    Chromium,
    /// Firefox: a driver opens one.
    Firefox,
    /// WebKitGTK's small browser: a driver opens one, on a screen of its own.
    WebKit,
}

impl Engine {
    /// Starts the driver, and what it needs. The first program is the driver.
    pub(super) async fn start(self, port: u16) -> Vec<Program> {
        match self {
            Self::Chromium => vec![chromium::start(port).await],
            Self::Firefox => vec![firefox::start(port).await],
            Self::WebKit => webkit::start(port).await,
        }
    }

    /// What the driver wants to know of a browser that is to be opened. What pages say goes to `log`
    /// where the engine can do that.
    pub(super) fn capabilities(self, look: &Look, log: &Path) -> Capabilities {
        let capabilities = match self {
            Self::Chromium => chromium::capabilities(look, log),
            Self::Firefox => firefox::capabilities(look),
            Self::WebKit => webkit::capabilities(look),
        };
        let Value::Object(capabilities) = capabilities else {
            unreachable!("each is written as an object");
        };
        capabilities
    }

    /// What a page complains of in a line that driver or browser wrote.
    pub(super) fn complaint(self, line: &str) -> Option<&str> {
        match self {
            Self::Chromium => chromium::complaint(line),
            Self::Firefox => firefox::complaint(line),
            // Nothing tells what is on its console.
            Self::WebKit => None,
        }
    }
}

/// A program that the environment names, or one on PATH.
fn program(variable: &str, name: &str) -> Command {
    Command::new(path(variable, name))
}

fn path(variable: &str, otherwise: &str) -> PathBuf {
    settings::path(variable).unwrap_or_else(|| otherwise.into())
}
