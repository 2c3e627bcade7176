//! What becomes of the conversation, below what was said.
//!
//! The scrolled box runs from its end (`column-reverse`): it stays at the newest message without
//! anybody's doing, and earlier ones come in above without moving what is read.

use client::thread::Mark;
use shared::visitor::Place;

use crate::{
    dom::part,
    session::Session,
    stage::Stage,
    state::State,
    words::{self, Words},
};

/// So near to the end counts as being there, in CSS pixels.
const NEAR: f64 = 48.0;
/// So near to the beginning, what came earlier is fetched.
const FAR_BACK: f64 = 400.0;

pub(super) fn listen(session: Session) {
    part("reopen").on("click", move |_| session.reopen());
    part("anew").on("click", move |_| session.begin_anew(true));
    part("down").on("click", |_| {
        part("scroll").set_scroll_top(0.0);
        part("scroll").focus();
    });
    part("scroll").on("scroll", move |_| look(session));
}

/// Tells the session where the visitor looks.
pub(super) fn look(session: Session) {
    let scroll = part("scroll");
    let below = -scroll.scroll_top();
    session.scroll(below < NEAR);
    if scroll.scroll_height() - scroll.client_height() - below < FAR_BACK {
        session.look_back();
    }
}

pub(super) fn draw(state: &State, words: Words, back: &str) {
    let stage = state.stage();
    let is_at_end = state.panel.is_at_end;
    part("loading").show(stage == Stage::Loading);
    part("ended").show(stage == Stage::Ended);
    let is_shown = !matches!(stage, Stage::Beginning | Stage::Offline);
    part("log").show(is_shown);
    part("delivery").show(is_shown);
    let may_write = !state.status.is_blocked;
    let ended = state.thread.stand().ended.as_ref();
    let may_return = ended.is_none_or(|it| it.request.is_none() && !it.unkept);
    part("reopen").show(may_write && may_return);
    part("anew").show(may_write);
    // What is fetched of the past is not news.
    let is_news = is_at_end && state.status.is_live();
    part("log").set("aria-live", if is_news { "polite" } else { "off" });
    part("earlier").show(state.thread.is_loading());
    part("down").show(!is_at_end && state.thread.unread() > 0);
    part("delivery").say(delivery(state, words));

    let writing = state.status.writing.as_deref();
    part("typing").show(writing.is_some());
    part("writing").say(&words.name(words::WRITING, writing.unwrap_or_default()));
    draw_waiting(state, words, back);
}

/// What became of the own message that was the last word.
fn delivery(state: &State, words: Words) -> &'static str {
    let last = state.thread.row(state.thread.len().wrapping_sub(1));
    let own = state.thread.last_own();
    let own = own.filter(|(row, _)| last.is_some_and(|last| last.key == row.key));
    match own.map(|(_, mark)| mark) {
        Some(Mark::Sending | Mark::Unknown) => words.say(words::SENDING),
        Some(Mark::Sent) => words.say(words::SENT),
        Some(Mark::Seen) => words.say(words::SEEN),
        Some(Mark::Refused(_)) | None => "",
    }
}

fn draw_waiting(state: &State, words: Words, back: &str) {
    let place = state.status.place;
    let own = state
        .status
        .channel
        .as_ref()
        .map(|it| it.queue_text.as_str());
    let own = own.filter(|it| !it.is_empty());
    part("waiting").show(state.stage() == Stage::Waiting);
    part("place").say(&match place.map(|it| it.place) {
        None => String::new(),
        Some(0 | 1) => words.say(words::NEXT).to_owned(),
        Some(place) => words.count(words::PLACE, place.into()),
    });
    part("queue").say(&told(own.unwrap_or(words.say(words::QUEUE)), place));
    part("wait").say(&match place.and_then(|it| it.wait_ms) {
        _ if !back.is_empty() => back.to_owned(),
        _ if state.status.is_away() => words.say(words::AWAY).to_owned(),
        Some(ms) => words.wait(ms),
        None => String::new(),
    });
}

/// A text for those who wait, with the place in the queue and how long people wait today in it.
fn told(text: &str, place: Option<Place>) -> String {
    let minutes = place.and_then(|it| it.wait_ms).unwrap_or_default() / 60_000;
    let two = |n: u64| [(n / 10 % 10).to_string(), (n % 10).to_string()].concat();
    let wait = [two(minutes / 60), two(minutes % 60)].join(":");
    let place = place.map_or(1, |it| it.place).to_string();
    text.replace("{cque}", &place).replace("{cavw}", &wait)
}
