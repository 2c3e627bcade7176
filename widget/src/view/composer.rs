//! Where the visitor writes.

use leptos::{ev::KeyboardEvent, html::Textarea, prelude::*};

use super::{
    head::icon,
    live::{flag, text},
};
use crate::{composer::Field, session::Session, stage::Stage, words};

const PLANE: &str = "M12 19V5M6 11l6-6 6 6";
/// The key code browsers give while a text is being composed, such as in Japanese.
const COMPOSING: u32 = 229;
/// From so many characters left on, they are counted.
const NARROW: i64 = 200;

pub(super) fn composer(session: Session) -> impl IntoView {
    let words = session.words;
    let area = NodeRef::<Textarea>::new();
    let room = move || session.composer(|it| it.room());
    let label = move || {
        let is_first = session.is_at(Stage::Beginning);
        words.say(if is_first { words::ASK } else { words::WRITE }).to_owned()
    };
    let count = move || match room() {
        room @ ..0 => words.count(words::OVER, room.unsigned_abs()),
        room @ ..NARROW => words.count(words::LEFT, room.unsigned_abs()),
        _ => String::new(),
    };
    let on_key = move |event: KeyboardEvent| {
        let is_composed = !event.is_composing() && event.key_code() != COMPOSING;
        if event.key() == "Enter" && !event.shift_key() && is_composed {
            event.prevent_default();
            session.post();
        }
    };
    let is_hidden = move || session.is_at(Stage::Ended) && session.composer(|it| it.text(Field::Message).is_empty());
    Effect::new(move |_| {
        let text = session.composer(|it| it.text(Field::Message).to_owned());
        if let Some(area) = area.get()
            && area.value() != text
        {
            area.set_value(&text);
        }
    });
    Effect::new(move |_| {
        if session.calls() > 0
            && let Some(area) = area.get()
        {
            // It fails only where there is no page.
            area.focus().ok();
        }
    });
    view! {
        <form
            class="composer"
            hidden=flag(is_hidden)
            on:submit=move |event| {
                event.prevent_default();
                session.post();
            }
        >
            <textarea
                class="input"
                rows="1"
                dir="auto"
                enterkeyhint="send"
                node_ref=area
                aria-label=text(label)
                placeholder=text(label)
                aria-describedby="count"
                on:input:target=move |event| session.write(Field::Message, &event.target().value())
                on:keydown=on_key
                on:blur=move |_| session.remember(Field::Message)
            ></textarea>
            <button class="icon-button send" aria-label=words.say(words::SEND) aria-disabled=text(move || (room() < 0).to_string())>
                {icon(PLANE)}
            </button>
            <p class="count" id="count" role="status" data-over=flag(move || room() < 0)>{text(count)}</p>
        </form>
    }
}
