//! Outgoing mail. A [`Letter`] waits in the store until a [`Carrier`] has brought it away; [`outbox`] is the
//! task that hands it over. Whoever writes one puts it into the round that it belongs to.

pub mod alarm;
mod folder;
mod letter;
pub(crate) mod outbox;
mod smtp;
pub mod transcript;
mod words;

use std::sync::Arc;

use anyhow::Result;

pub use letter::{Letter, is_address};

use crate::config::{self, Way};

/// Brings letters away.
pub(crate) trait Carrier: Send + Sync {
    /// Brings one to its recipient. Blocks until it is safe with somebody else.
    ///
    /// # Errors
    /// Says what to do about it. The reason holds no address.
    fn bring(&self, letter: &Letter) -> Result<(), Trouble>;
}

/// Why a letter was not brought away.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Trouble {
    /// It would not be taken later either.
    Refused(String),
    /// It is not taken now, others may be.
    Delayed(String),
    /// Nothing can be brought away now.
    Unavailable(String),
}

/// Who brings letters away.
///
/// # Errors
/// In plain words, when something it needs is not there.
pub(crate) fn carrier(config: &config::Mail) -> Result<Arc<dyn Carrier>> {
    Ok(match &config.way {
        Way::Folder(path) => Arc::new(folder::Folder::open(path, &config.from)?),
        Way::Server(server) => Arc::new(smtp::Smtp::new(server, &config.from)?),
    })
}
