//! On which pages a visitor was, as it was told last.

use client::{Delivery, delivery::Outcome};
use shared::{
    agent::{Agent, Command, Reply},
    id::{self, Id},
    trail,
};

/// The trail that was asked for last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Trail(Option<(Id<id::Conversation>, trail::Trail)>);

impl Trail {
    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        let Delivery::Answer(answer) = delivery else {
            return false;
        };
        match (&answer.question, &answer.outcome) {
            (Some(Command::Trail(asked)), Outcome::Done(Some(Reply::Trail(told)))) => {
                self.0 = Some((asked.conversation.clone(), told.clone()));
                true
            }
            _ => false,
        }
    }

    /// That of a conversation's visitor.
    pub(crate) fn of(&self, conversation: &Id<id::Conversation>) -> Option<&trail::Trail> {
        let (of, trail) = self.0.as_ref()?;
        (of == conversation).then_some(trail)
    }
}

#[cfg(test)]
mod tests {
    use client::delivery::Answer;

    use super::*;

    #[test]
    fn a_trail_is_that_of_the_conversation_it_was_asked_for() {
        let told = trail::Trail {
            zone: Some("Europe/Oslo".to_owned()),
            ..trail::Trail::default()
        };
        let answer = |outcome| {
            Delivery::Answer(Box::new(Answer {
                id: Id::new("q"),
                question: Some(Command::Trail(trail::LookAtTrail {
                    conversation: Id::new("c"),
                })),
                outcome,
            }))
        };
        let mut trail = Trail::default();
        assert!(!trail.receive(&answer(Outcome::Unanswered)));
        let done = Outcome::Done(Some(Reply::Trail(told.clone())));
        assert!(trail.receive(&answer(done)));
        assert_eq!(trail.of(&Id::new("c")), Some(&told));
        assert_eq!(trail.of(&Id::new("d")), None);
    }
}
