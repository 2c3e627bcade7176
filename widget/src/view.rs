//! What the visitor sees: `frame.html`, brought to life. Each part takes what the visitor does to the
//! session and, at each change, writes what differs.

mod chips;
mod composer;
mod conversation;
mod head;
mod intro;
mod lines;
mod options;

use crate::{dom::after, session::Session, state::State, words::Words};

pub(crate) struct View {
    session: Session,
    words: Words,
    lines: lines::Lines,
    chips: chips::Chips,
}

impl View {
    pub(crate) fn new(session: Session, words: Words) -> Self {
        head::listen(session);
        intro::listen(session);
        conversation::listen(session);
        composer::listen(session);
        Self {
            session,
            words,
            lines: lines::Lines::new(session, words),
            chips: chips::Chips::new(session, words),
        }
    }

    pub(crate) fn draw(&mut self, state: &State) {
        head::draw(state, self.words);
        intro::draw(state, self.words);
        self.lines.draw(state);
        conversation::draw(state, self.words);
        self.chips.draw(&state.composer);
        composer::draw(state, self.words);
        // What is held may not fill the panel: then there is nothing to scroll, but more to see.
        if state.stage().is_shown() && !state.thread.is_complete() && !state.thread.is_loading() {
            let session = self.session;
            after(0, move || conversation::look(session));
        }
    }
}
