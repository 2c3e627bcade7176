//! What visitors of a channel meet when it takes no chats, as its administrator set it.

use serde::{Deserialize, Serialize};
use shared::{
    form::{Field, Form, Kind},
    offline,
    register::Priority,
};

/// The longest text that visitors read then, in characters.
pub const MAX_OFFLINE_TEXT: usize = 1_024;

/// What visitors of a channel meet when it takes no chats.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Offline {
    /// What stands in place of a chat.
    pub instead: Instead,
    /// The heading; may be empty.
    pub header: String,
    /// What is said below it; may be empty.
    pub text: String,
    /// What is asked for beside the question.
    pub form: Form,
    /// Under what the requests are filed; may be empty.
    pub category: String,
    /// How pressing they are.
    pub priority: Priority,
}

/// What stands in place of a chat.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Instead {
    /// Nothing: one may write all the same, and waits.
    #[default]
    Chat,
    /// A message.
    Message,
    /// A message, and a form for a request.
    Form,
}

impl Default for Offline {
    fn default() -> Self {
        let field = |kind, required| Field { kind, required };
        Self {
            instead: Instead::Chat,
            header: String::new(),
            text: String::new(),
            form: Form {
                fields: vec![field(Kind::Name, false), field(Kind::Email, true)],
                ..Form::default()
            },
            category: String::new(),
            priority: Priority::Normal,
        }
    }
}

impl Offline {
    /// What a visitor meets; nothing where one may chat all the same.
    pub fn shown(&self, is_identified: bool) -> Option<offline::Offline> {
        (self.instead != Instead::Chat).then(|| offline::Offline {
            header: self.header.clone(),
            text: self.text.clone(),
            form: self.form(is_identified),
        })
    }

    /// What a visitor is asked for, where a request can be left.
    pub fn form(&self, is_identified: bool) -> Option<Form> {
        let form = self.form.clone();
        (self.instead == Instead::Form).then(|| match is_identified {
            true => form.for_identified(),
            false => form,
        })
    }
}
