//! Where the visitor writes.

use super::options;
use crate::{
    composer::Field,
    dom::{Event, part},
    session::Session,
    stage::Stage,
    state::State,
    words::{self, Words},
};

/// The key code browsers give while a text is being composed, such as in Japanese.
const COMPOSING: u32 = 229;
/// From so many characters left on, they are counted.
const NARROW: i64 = 200;

pub(super) fn listen(session: Session) {
    let message = part("message");
    message.on("input", move |_| {
        session.write(Field::Message, &part("message").value());
    });
    part("attach").on("click", |_| part("file").click());
    message.on("blur", move |_| session.remember(Field::Message));
    message.on("keydown", move |event| {
        if sends(&event) {
            post(session, &event);
        }
    });
    part("composer").on("submit", move |event| post(session, &event));
}

pub(super) fn draw(state: &State, words: Words) {
    let stage = state.stage();
    let text = state.composer.text(Field::Message);
    // An ended chat needs no composer, but what stands in it is not taken away.
    let is_over = stage == Stage::Ended && !state.panel.is_returning;
    let tray = &state.composer.tray;
    let is_shown = !is_over || !text.is_empty() || !tray.chips().is_empty();
    let is_shown = is_shown && stage != Stage::Offline;
    part("composer").show(is_shown);
    let message = part("message");
    message.fill(text);
    let due = state.due();
    let label = words.say(match due {
        _ if stage == Stage::Beginning => words::ASK,
        Some(offered) => options::word(offered),
        None => words::WRITE,
    });
    message.set_read_only(due.is_some());
    message.set("aria-label", label);
    message.set("placeholder", label);

    let room = state.composer.room();
    part("send").mark("aria-disabled", room < 0 || tray.is_busy() || due.is_some());
    let limits = state.composer.limits.as_ref();
    part("attach").show(limits.is_some());
    if let Some(limits) = limits {
        part("file").set("accept", &limits.types.join(","));
    }
    part("count").mark("data-over", room < 0);
    part("count").say(&match room {
        ..0 => words.count(words::OVER, room.unsigned_abs()),
        0..NARROW => words.count(words::LEFT, room.unsigned_abs()),
        _ => String::new(),
    });
}

/// Enter sends; with Shift it begins a new line, and while a text is being composed it ends that.
pub(super) fn sends(event: &Event) -> bool {
    let is_composing = event.is_composing() || event.key_code() == COMPOSING;
    event.key().as_deref() == Some("Enter") && !event.shift_key() && !is_composing
}

fn post(session: Session, event: &Event) {
    event.prevent_default();
    session.post();
}
