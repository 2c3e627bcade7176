//! What the visitor sees: `frame.html`, brought to life. Each part takes what the visitor does to the
//! session and, at each change, writes what differs.

mod composer;
mod conversation;
mod head;
mod intro;
mod lines;

use crate::{session::Session, state::State, words::Words};

pub(crate) struct View {
    words: Words,
    lines: lines::Lines,
}

impl View {
    pub(crate) fn new(session: Session, words: Words) -> Self {
        head::listen(session);
        intro::listen(session);
        conversation::listen(session);
        composer::listen(session);
        Self {
            words,
            lines: lines::Lines::new(session, words),
        }
    }

    pub(crate) fn draw(&mut self, state: &State) {
        head::draw(state, self.words);
        intro::draw(state, self.words);
        self.lines.draw(state);
        conversation::draw(state, self.words);
        composer::draw(state, self.words);
    }
}
