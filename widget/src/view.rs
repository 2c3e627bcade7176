//! What the visitor sees: `frame.html`, brought to life. Each part takes what the visitor does to the
//! session and, at each change, writes what differs.

mod chips;
mod composer;
mod conversation;
mod ending;
mod faq;
mod form;
mod head;
mod intro;
mod lines;
mod offline;
mod options;

use shared::hours::Told;

use crate::{
    dom::after,
    session::Session,
    state::State,
    words::{self, Words},
};

pub(crate) struct View {
    session: Session,
    words: Words,
    lines: lines::Lines,
    chips: chips::Chips,
    ending: ending::Ending,
    /// How many articles are shown.
    articles: usize,
}

impl View {
    pub(crate) fn new(session: Session, words: Words) -> Self {
        head::listen(session);
        intro::listen(session);
        faq::listen(session);
        offline::listen(session);
        conversation::listen(session);
        composer::listen(session);
        Self {
            session,
            words,
            lines: lines::Lines::new(session, words),
            chips: chips::Chips::new(session, words),
            ending: ending::Ending::new(session, words),
            articles: 0,
        }
    }

    pub(crate) fn draw(&mut self, state: &State) {
        head::draw(self.session, state, self.words);
        let back = back(state, self.session, self.words);
        intro::draw(state, self.words, &back);
        faq::draw(self.session, state, &mut self.articles);
        offline::draw(state, self.words);
        self.lines.draw(state);
        conversation::draw(state, self.words, &back);
        self.ending.draw(state);
        self.chips.draw(&state.composer);
        composer::draw(state, self.words);
        // What is held may not fill the panel: then there is nothing to scroll, but more to see.
        if state.stage().is_shown() && !state.thread.is_complete() && !state.thread.is_loading() {
            let session = self.session;
            after(0, move || conversation::look(session));
        }
    }
}

/// When somebody is there again, by the visitor's clock; nothing where that is not known.
fn back(state: &State, session: Session, words: Words) -> String {
    let channel = state.status.channel.as_ref();
    let Some(at) = channel.and_then(|it| it.back_at) else {
        return String::new();
    };
    let (at, host) = (at.0 as f64, session.host());
    let time = host.time(at);
    let day = match Told::days_ahead(-host.days_ago(at) as i64) {
        Told::Time => return words.fill(words::BACK_AT, &[&time]),
        Told::Weekday => host.weekday(at),
        Told::Date => host.date(at),
    };
    words.fill(words::BACK_ON, &[&day, &time])
}
