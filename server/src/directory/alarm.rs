//! To whom a channel writes e-mails about what is unanswered, and when.

use serde::{Deserialize, Serialize};
use shared::{
    id::{self, Id},
    warning::{Level, Patience},
};

/// The most addresses of one level.
pub const MAX_RECIPIENTS: usize = 10;

/// How a channel makes itself heard.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Alarm {
    /// Whether agents and managers are warned in their app.
    pub popup: bool,
    /// Whether e-mails are sent.
    pub email: bool,
    /// After how many seconds an e-mail goes to the first recipients, and to those of managers.
    #[serde(skip_serializing_if = "Patience::is_endless")]
    pub patience: Patience,
    /// The addresses of the first recipients.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// The addresses of managers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub to_managers: Vec<String>,
    /// The template that says what is written; absent, or not there any more: the server's own words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub template: Option<Id<id::Reply>>,
}

impl Default for Alarm {
    fn default() -> Self {
        Self {
            popup: true,
            email: true,
            patience: Patience::default(),
            to: Vec::new(),
            to_managers: Vec::new(),
            template: None,
        }
    }
}

impl Alarm {
    /// Who is written to.
    pub fn recipients(&self, level: Level) -> &[String] {
        match level {
            Level::Managers => &self.to_managers,
            Level::Agents => &self.to,
        }
    }

    /// Whether e-mails may have to be sent.
    pub fn writes(&self) -> bool {
        self.email && !self.patience.is_endless()
    }
}
