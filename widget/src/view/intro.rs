//! What a visitor meets before the first message: a welcome, and what the channel asks for.

use super::form;
use crate::{
    dom::part,
    session::Session,
    stage::Stage,
    state::State,
    words::{self, Words},
};

pub(super) fn listen(session: Session) {
    part("back").on("click", move |_| session.begin_anew(false));
    form::listen(session);
}

pub(super) fn draw(state: &State, words: Words, back: &str) {
    let welcome = state.status.channel.as_ref().map(|it| it.welcome.as_str());
    let welcome = welcome.filter(|it| !it.is_empty());
    part("intro").show(state.stage() == Stage::Beginning);
    part("welcome").say(welcome.unwrap_or(words.say(words::WELCOME)));
    part("back-at").show(!back.is_empty());
    part("back-at").say(back);
    part("away").show(state.status.is_away());
    part("back").show(state.panel.is_beginning);
    form::draw(state, &state.status.form(), words);
}
