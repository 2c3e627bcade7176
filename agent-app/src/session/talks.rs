//! The conversations that were opened, the last ones first forgotten.

use leptos::prelude::*;
use shared::id::{self, Id};

use crate::slice::Talk;

/// So many conversations are held, so that going back and forth is quick.
const MOST: usize = 12;

/// The conversations that were opened lately; the last one last.
#[derive(Default)]
pub(super) struct Talks(Vec<(Id<id::Conversation>, ArcRwSignal<Talk>)>);

impl Talks {
    /// A conversation that is held.
    pub(super) fn find(&self, conversation: &Id<id::Conversation>) -> Option<ArcRwSignal<Talk>> {
        let mut held = self.0.iter();
        held.find(|(id, _)| id == conversation)
            .map(|(_, talk)| talk.clone())
    }

    /// Moves a conversation to the end of the line.
    pub(super) fn touch(&mut self, conversation: &Id<id::Conversation>) {
        if let Some(place) = self.0.iter().position(|(id, _)| id == conversation) {
            let held = self.0.remove(place);
            self.0.push(held);
        }
    }

    /// Holds a conversation. Answers which one had to go.
    pub(super) fn hold(
        &mut self,
        conversation: Id<id::Conversation>,
        talk: Talk,
    ) -> (ArcRwSignal<Talk>, Option<Id<id::Conversation>>) {
        let talk = ArcRwSignal::new(talk);
        self.0.push((conversation, talk.clone()));
        let gone = (self.0.len() > MOST).then(|| self.0.remove(0).0);
        (talk, gone)
    }

    /// All that are held.
    pub(super) fn all(&self) -> Vec<ArcRwSignal<Talk>> {
        self.0.iter().map(|(_, talk)| talk.clone()).collect()
    }

    /// Lets all go.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}
