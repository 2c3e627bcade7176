//! What a visitor meets before the first message: a welcome, and what the channel asks for.

use shared::form::Form;

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
    part("unkept").on("change", move |_| {
        session.keep_not(part("unkept").checked());
    });
    form::listen(session);
}

pub(super) fn draw(state: &State, words: Words, back: &str) {
    let (stage, status) = (state.stage(), &state.status);
    let is_offline = stage == Stage::Offline;
    let is_away = status.is_away();
    let offline = status.offline().filter(|_| is_offline);
    // What the channel says there is for when nobody is there, not for who is tired of waiting.
    let welcome = match offline {
        Some(offline) if is_away => offline.header.as_str(),
        Some(_) => "",
        None => status.channel.as_ref().map_or("", |it| &it.welcome),
    };
    let own = match (is_offline, is_away) {
        (true, true) => words::OFFLINE,
        (true, false) => words::LEAVE_REQUEST,
        _ => words::WELCOME,
    };
    part("unkept-field").show(!is_offline && status.offers_unkept());
    part("unkept").set_checked(state.composer.is_unkept);
    part("intro").show(is_offline || stage == Stage::Beginning);
    part("welcome").say(if welcome.is_empty() {
        words.say(own)
    } else {
        welcome
    });
    part("back-at").show(!back.is_empty());
    part("back-at").say(back);
    let is_full = status.is_full();
    let is_waiting = is_offline && state.is_waiting();
    part("away").show(is_full && !is_waiting || is_away && !is_offline);
    part("away").say(words.say(if is_full { words::FULL } else { words::AWAY }));
    part("back").show(is_waiting || state.panel.is_beginning);
    part("back").say(words.say(if is_waiting {
        words::WAIT_ON
    } else {
        words::BACK
    }));
    let form = offline.map_or_else(
        || status.form(),
        |it| Form {
            text: if is_away {
                it.text.clone()
            } else {
                String::new()
            },
            ..it.form.clone().unwrap_or_default()
        },
    );
    form::draw(state, &form, words);
}
