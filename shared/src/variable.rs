//! What is told of a visitor when a chat begins, beside name and address: a customer number, an order, what
//! stands in the basket.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    limits::{MAX_NAME, MAX_VARIABLE, MAX_VARIABLES},
    text,
};

/// Something a site tells of its visitor: on its page, where anybody could write it, or in what it has signed.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Told {
    /// What it is called, for agents to read.
    pub name: String,
    /// What it is.
    pub value: String,
    /// Whether agents see it only when they ask for it.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub secret: bool,
}

/// What agents are shown of it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Variable {
    /// What it is called.
    pub name: String,
    /// What it is; absent while it is secret: [`Reveal`] asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// Whether the site has signed it.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub verified: bool,
    /// Whether it is shown only when an agent asks for it.
    #[serde(default, skip_serializing_if = "crate::is_false")]
    pub secret: bool,
}

/// What the page tells of the visitor has changed while the conversation goes on. It takes the place of what was told
/// before, unsigned as that was; what cannot be taken is left out. Answered by `ok`, also when it is no news.
///
/// Refused with `not_found` before the first conversation.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Tell {
    /// All that is told.
    pub variables: Vec<Told>,
}

/// Asks for the value of a secret variable. Whoever may read the conversation may.
///
/// Refused with `not_found` when nothing of this name was told, `not_allowed`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Reveal {
    /// Of which conversation.
    pub conversation: Id<id::Conversation>,
    /// The variable's name.
    pub name: String,
}

/// The value of a variable.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
pub struct Revealed {
    /// What it is.
    pub value: String,
}

/// Neither is written into a log by accident.
impl fmt::Debug for Told {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Told({:?})", self.name)
    }
}

impl fmt::Debug for Revealed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Revealed")
    }
}

/// Makes what was told clean: one line each, values cut to [`MAX_VARIABLE`] characters, each name once. What has
/// no name or no value is left out, and so is what is more than [`MAX_VARIABLES`]: a page's fault must not cost
/// the visitor a message.
pub fn clean(told: &[Told]) -> Vec<Told> {
    let mut kept: Vec<Told> = Vec::new();
    for it in told {
        let name = text::line(&it.name, MAX_NAME);
        let value = text::line(&it.value, usize::MAX);
        let (Ok(name), Ok(value)) = (name, value) else {
            continue;
        };
        if kept.len() < MAX_VARIABLES && kept.iter().all(|known| known.name != name) {
            kept.push(Told {
                name,
                value: text::preview(&value, MAX_VARIABLE),
                secret: it.secret,
            });
        }
    }
    kept
}

impl Told {
    /// What agents are shown of it.
    pub fn shown(&self, verified: bool) -> Variable {
        Variable {
            name: self.name.clone(),
            value: (!self.secret).then(|| self.value.clone()),
            verified,
            secret: self.secret,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(name: &str, value: &str) -> Told {
        Told {
            name: name.to_owned(),
            value: value.to_owned(),
            secret: false,
        }
    }

    #[test]
    fn what_was_told_is_made_clean_and_never_refused() {
        let long = "x".repeat(300);
        let messy = [
            told(" Order\n number ", "47\u{202e}11 "),
            told("", "nameless"),
            told("Empty", " "),
            told("Order number", "another"),
            told("Long", &long),
        ];
        let kept = clean(&messy);
        assert_eq!(kept[0], told("Order number", "4711"));
        assert_eq!(
            kept[1].value.chars().count(),
            MAX_VARIABLE + 1,
            "cut, with …"
        );
        assert_eq!(kept.len(), 2);
        let many: Vec<_> = (0..30).map(|n| told(&n.to_string(), "x")).collect();
        assert_eq!(clean(&many).len(), MAX_VARIABLES);
    }

    #[test]
    fn a_secret_is_not_shown_and_no_value_is_in_what_logs_print() {
        let pin = Told {
            secret: true,
            ..told("PIN", "kanarifugl")
        };
        assert_eq!(pin.shown(true).value, None);
        assert_eq!(told("Order", "1").shown(false).value.as_deref(), Some("1"));
        let value = pin.value.clone();
        for text in [
            format!("{pin:?}"),
            format!("{:?}", pin.shown(true)),
            format!("{:?}", Revealed { value }),
        ] {
            assert!(!text.contains("kanarifugl"), "{text}");
        }
    }
}
