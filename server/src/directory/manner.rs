//! How a channel meets its visitors.

use serde::{Deserialize, Serialize};
use shared::{limits::MAX_TEXT, text};

use crate::public::Names;

/// How a channel meets its visitors.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Manner {
    /// What is said first when a conversation begins; may be empty, and may hold `{name}`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub greeting: String,
    /// What stands beside the launcher, on pages whose rules ask for it; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub badge: String,
    /// What visitors learn of agents' names.
    pub names: Names,
    /// Whether visitors may say what they think of a message.
    pub reactions: bool,
}

/// Where the visitor's name stands in a greeting, and what goes with it when there is none.
const GAPS: [&str; 3] = [", {name}", " {name}", "{name}"];

impl Manner {
    /// What is said to somebody with this name, if anything is.
    pub fn greet(&self, name: Option<&str>) -> Option<String> {
        let said = match name {
            Some(name) => self.greeting.replace("{name}", name),
            None => GAPS
                .iter()
                .fold(self.greeting.clone(), |said, gap| said.replace(gap, "")),
        };
        text::lines(&said, MAX_TEXT).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // SO-54.
    #[test]
    fn a_greeting_holds_the_name_where_there_is_one() {
        let greet = |greeting: &str, name| {
            let manner = Manner {
                greeting: greeting.to_owned(),
                ..Manner::default()
            };
            manner.greet(name)
        };
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(greet("Hi, {name}!", Some("Kari")), said("Hi, Kari!"));
        assert_eq!(greet("Hi, {name}!", None), said("Hi!"));
        assert_eq!(greet("Hi {name}! {name}.", None), said("Hi!."));
        // A name is no gap.
        assert_eq!(greet("{name}", Some("{name}")), said("{name}"));
        assert_eq!(greet("", Some("Kari")), None);
        assert_eq!(greet(" {name} ", None), None);
    }
}
