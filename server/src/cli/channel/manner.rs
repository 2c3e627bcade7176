//! What `samtale channel` sets of how visitors are met.

use anyhow::{Result, ensure};
use clap::Args;
use shared::limits::MAX_TEXT;

use crate::{directory::Manner, public::Names};

/// The most characters that stand beside the launcher.
const MAX_BADGE: usize = 60;

/// How visitors are met.
#[derive(Args, Debug)]
pub(super) struct Manners {
    /// What is said first in every conversation; empty for nothing. {name} in it is the visitor's name, and nothing
    /// for visitors who gave none.
    #[arg(long, value_name = "TEXT")]
    greeting: Option<String>,
    /// What stands beside the round button, on pages whose rules ask for it; empty for nothing.
    #[arg(long, value_name = "TEXT")]
    badge: Option<String>,
    /// Whether visitors learn agents' first names only. Counts for conversations that begin from then on.
    #[arg(long, value_name = "BOOL")]
    first_names: Option<bool>,
    /// Whether visitors may say of a message that it helps, or that it does not.
    #[arg(long, value_name = "BOOL")]
    reactions: Option<bool>,
}

impl Manners {
    pub(super) fn put_into(self, manner: &mut Manner) -> Result<()> {
        if let Some(greeting) = self.greeting {
            let fits = greeting.chars().count() <= MAX_TEXT / 2;
            ensure!(fits, "--greeting: at most {} characters", MAX_TEXT / 2);
            manner.greeting = greeting;
        }
        if let Some(badge) = self.badge {
            let badge = badge.trim();
            let fits = badge.chars().count() <= MAX_BADGE && !badge.contains(char::is_control);
            ensure!(fits, "--badge: one line of at most {MAX_BADGE} characters");
            manner.badge = badge.to_owned();
        }
        if let Some(is_so) = self.first_names {
            manner.names = if is_so { Names::First } else { Names::Full };
        }
        if let Some(is_so) = self.reactions {
            manner.reactions = is_so;
        }
        Ok(())
    }
}

pub(super) fn describe(manner: &Manner) -> String {
    let greets = if manner.greeting.is_empty() {
        ""
    } else {
        ", greets"
    };
    let names = match manner.names {
        Names::Full => "",
        Names::First => ", first names only",
    };
    let reactions = if manner.reactions {
        ", asks of messages"
    } else {
        ""
    };
    [greets, names, reactions].concat()
}
