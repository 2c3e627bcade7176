//! Secrets of visitors that the person asked to see, as long as the conversation is open.

use client::{Delivery, delivery::Outcome};
use shared::{
    agent::{Agent, Command, Reply},
    id::{self, Id},
    variable,
};

/// What was asked for and told.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Revealed(Vec<(variable::Reveal, variable::Revealed)>);

impl Revealed {
    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        let Delivery::Answer(answer) = delivery else {
            return false;
        };
        match (&answer.question, &answer.outcome) {
            (Some(Command::Reveal(asked)), Outcome::Done(Some(Reply::Revealed(told)))) => {
                self.0.retain(|(known, _)| known != asked);
                self.0.push((asked.clone(), told.clone()));
                true
            }
            _ => false,
        }
    }

    /// The value of a secret that was told.
    pub(crate) fn value(&self, conversation: &Id<id::Conversation>, name: &str) -> Option<&str> {
        let mut all = self.0.iter();
        let found = all.find(|(it, _)| it.conversation == *conversation && it.name == name);
        found.map(|(_, told)| told.value.as_str())
    }

    /// Hides a secret of a conversation again, or all of them.
    pub(crate) fn hide(&mut self, conversation: &Id<id::Conversation>, name: Option<&str>) -> bool {
        let before = self.0.len();
        let is_it = |it: &variable::Reveal| {
            it.conversation == *conversation && name.is_none_or(|name| it.name == name)
        };
        self.0.retain(|(it, _)| !is_it(it));
        self.0.len() < before
    }
}

#[cfg(test)]
mod tests {
    use client::delivery::Answer;

    use super::*;

    fn told(name: &str, outcome: Outcome<Agent>) -> Delivery<Agent> {
        Delivery::Answer(Box::new(Answer {
            id: Id::new("q"),
            question: Some(Command::Reveal(variable::Reveal {
                conversation: Id::new("c"),
                name: name.to_owned(),
            })),
            outcome,
        }))
    }

    fn value(text: &str) -> Outcome<Agent> {
        Outcome::Done(Some(Reply::Revealed(variable::Revealed {
            value: text.to_owned(),
        })))
    }

    #[test]
    fn a_secret_is_shown_when_it_was_told_and_until_it_is_hidden() {
        let (c, mut revealed) = (Id::new("c"), Revealed::default());
        assert!(!revealed.receive(&told("PIN", Outcome::Unanswered)));
        assert!(revealed.receive(&told("PIN", value("4711"))));
        assert!(revealed.receive(&told("Code", value("1"))));
        assert_eq!(revealed.value(&c, "PIN"), Some("4711"));
        assert_eq!(revealed.value(&Id::new("d"), "PIN"), None);
        assert!(revealed.hide(&c, Some("PIN")) && !revealed.hide(&c, Some("PIN")));
        assert_eq!(revealed.value(&c, "PIN"), None);
        assert_eq!(revealed.value(&c, "Code"), Some("1"));
        assert!(revealed.hide(&c, None));
        assert_eq!(revealed, Revealed::default());
    }
}
