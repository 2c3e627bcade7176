//! What of working together lives on this page alone: notes that will go with a question, and questions
//! that were declined here.

use std::collections::BTreeMap;

use shared::{
    agent::Summary,
    id::{self, Id},
    time::Timestamp,
};

type Conversation = Id<id::Conversation>;

/// Notes and refusals, by conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Together {
    notes: BTreeMap<Conversation, String>,
    /// A question is known by when it was asked. One that went to several stays for the others.
    declined: BTreeMap<Conversation, Timestamp>,
}

impl Together {
    /// The note that will go with the next question about a conversation.
    pub(crate) fn note(&self, conversation: &Conversation) -> &str {
        self.notes.get(conversation).map_or("", String::as_str)
    }

    /// The note is this now; an empty one is forgotten.
    pub(crate) fn write_note(&mut self, conversation: &Conversation, text: &str) {
        if text.is_empty() {
            self.notes.remove(conversation);
        } else {
            self.notes.insert(conversation.clone(), text.to_owned());
        }
    }

    /// The question about a conversation was declined.
    pub(crate) fn decline(&mut self, summary: &Summary) {
        if let Some(question) = &summary.question {
            self.declined.insert(summary.id.clone(), question.at);
        }
    }

    /// Nobody heard of the refusal.
    pub(crate) fn undo_decline(&mut self, conversation: &Conversation) {
        self.declined.remove(conversation);
    }

    /// Whether the question about a conversation was declined here.
    pub(crate) fn has_declined(&self, summary: &Summary) -> bool {
        let asked_at = summary.question.as_ref().map(|it| it.at);
        asked_at.is_some() && self.declined.get(&summary.id).copied() == asked_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_kept_until_it_is_emptied() {
        let (mut together, chat) = (Together::default(), Id::new("c"));
        together.write_note(&chat, "Knows the lamp");
        assert_eq!(together.note(&chat), "Knows the lamp");
        together.write_note(&chat, "");
        assert_eq!(together, Together::default());
    }
}
