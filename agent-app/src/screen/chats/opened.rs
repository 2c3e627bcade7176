//! The conversation that is open, as its parts see it.

use std::sync::Arc;

use leptos::prelude::*;
use shared::{
    agent::Summary,
    id::{self, Id},
};

use super::seat::Seat;
use crate::{session::Session, slice::Talk};

/// The conversation that is open. Copies are the same one.
#[derive(Clone, Copy)]
pub(in crate::screen) struct Opened {
    pub(super) session: Session,
    pub(super) conversation: StoredValue<Id<id::Conversation>>,
    pub(super) talk: RwSignal<Talk>,
    /// How it stands on the desk; what came with the conversation, when it is not there any more.
    pub(super) summary: Memo<Option<Arc<Summary>>>,
    pub(super) seat: Memo<Seat>,
    /// Whether it has ended and nothing of what was said is kept.
    pub(super) is_erased: Memo<bool>,
    /// What to call the visitor.
    pub(super) name: Signal<String>,
}

impl Opened {
    /// Opens a conversation as long as the component that asks is on the page.
    pub(super) fn new(session: Session, conversation: Id<id::Conversation>) -> Self {
        let talk = RwSignal::from(session.open(&conversation));
        let leaving = conversation.clone();
        on_cleanup(move || session.leave(&leaving));
        let conversation = StoredValue::new(conversation);
        let summary = Memo::new(move |_| {
            let inbox = session.inbox().read();
            let on_desk = conversation.with_value(|it| inbox.conversation(it).cloned());
            on_desk.or_else(|| talk.read().summary().cloned())
        });
        let seat =
            Memo::new(move |_| Seat::of(&talk.read(), summary.read().as_deref(), &session.my_id()));
        let is_erased = Memo::new(move |_| {
            *seat.read() == Seat::Ended && summary.read().as_ref().is_some_and(|it| it.unkept)
        });
        let name = Signal::derive(move || match &*summary.read() {
            Some(it) => session.name(&it.visitor),
            None => session.words().visitor.to_owned(),
        });
        Self {
            session,
            conversation,
            talk,
            summary,
            seat,
            is_erased,
            name,
        }
    }

    /// Does something with the conversation's id.
    pub(super) fn with_id<T>(self, act: impl FnOnce(&Id<id::Conversation>) -> T) -> T {
        self.conversation.with_value(act)
    }
}
