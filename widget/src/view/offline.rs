//! What a visitor meets in place of a chat: a message, and where that is wanted a form for a request.

use super::form;
use crate::{
    composer::Field,
    dom::part,
    session::Session,
    stage::Stage,
    state::State,
    words::{self, Words},
};

pub(super) fn listen(session: Session) {
    let ask = part("ask");
    ask.on("input", move |_| {
        session.write(Field::Message, &part("ask").value());
    });
    ask.on("blur", move |_| session.remember(Field::Message));
    part("request").on("click", move |_| session.request());
    part("instead").on("click", move |_| session.write_request(true));
    part("to-chat").on("click", move |_| session.write_request(false));
}

pub(super) fn draw(state: &State, words: Words) {
    let offline = state.status.offline();
    let is_shown = state.stage() == Stage::Offline;
    let has_form = is_shown && offline.is_some_and(|it| it.form.is_some());
    let (is_waiting, is_under_way) = (state.is_waiting(), state.request.is_under_way());
    part("ask-field").show(has_form && !is_waiting);
    part("ask").fill(state.composer.text(Field::Message));
    form::draw_wrong(state, Field::Message, "ask", words);
    part("ask").set_disabled(is_under_way);
    part("request").show(has_form);
    part("request").mark("aria-disabled", is_under_way);
    part("to-chat").show(is_shown && !is_waiting && !is_under_way && !state.status.takes_no_chat());
    part("request-state").say(match (is_under_way, state.request.is_slow) {
        (true, true) => words.say(words::REQUEST_SLOW),
        (true, false) => words.say(words::SENDING),
        _ => "",
    });
    let place = state.status.place;
    part("instead").show(place.is_some_and(|it| it.offers_request));
}
