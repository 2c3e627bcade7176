//! What a visitor meets before the first message: a welcome, and who one is, if one likes to say.

use shared::limits::MAX_NAME;

use crate::{
    composer::Field,
    dom::part,
    session::Session,
    stage::Stage,
    state::State,
    words::{self, Words},
};

pub(super) fn listen(session: Session) {
    part("back").on("click", move |_| session.begin_anew(false));
    for (field, id) in [(Field::Name, "name"), (Field::Email, "email")] {
        part(id).on("input", move |_| session.write(field, &part(id).value()));
        part(id).on("blur", move |_| session.remember(field));
    }
}

pub(super) fn draw(state: &State, words: Words, back: &str) {
    let welcome = state.status.channel.as_ref().map(|it| it.welcome.as_str());
    let welcome = welcome.filter(|it| !it.is_empty());
    part("intro").show(state.stage() == Stage::Beginning);
    part("welcome").say(welcome.unwrap_or(words.say(words::WELCOME)));
    part("back-at").show(!back.is_empty());
    part("back-at").say(back);
    part("away").show(state.status.is_away());
    part("name-field").show(!state.status.is_identified);
    part("email-field").show(!state.status.is_identified);
    part("back").show(state.panel.is_beginning);

    let fields = [
        (Field::Name, "name", "name-wrong", words::NAME_WRONG),
        (Field::Email, "email", "email-wrong", words::EMAIL_WRONG),
    ];
    for (field, id, note, word) in fields {
        let is_wrong = state.composer.is_wrong(field);
        let said = words.count(word, MAX_NAME as u64);
        part(id).fill(state.composer.text(field));
        part(id).mark("aria-invalid", is_wrong);
        part(note).say(if is_wrong { &said } else { "" });
    }
}
