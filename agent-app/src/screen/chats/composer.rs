//! Where one writes: to the visitor, or with the private switch on to colleagues only.

use leptos::{ev::SubmitEvent, html, prelude::*};

use super::{
    attach::AttachButton,
    emoji::{EmojiButton, Emojis},
    insert::{Insert, InsertButton},
    offered::{Offered, OptionsButton},
    opened::Opened,
    pen::{FIELD, Pen},
    seat::Seat,
};
use crate::{
    dom::{focus, keys, view},
    screen::later::{Later, Part},
    session::Session,
    ui::icon::{Icon, Picture},
};

/// From so many characters on it is said how many are left.
const NEAR: usize = 500;

#[component]
pub(super) fn Composer(opened: Opened) -> impl IntoView {
    let Opened { session, name, .. } = opened;
    let pen = Pen::new(opened);
    let Pen {
        is_private,
        surplus,
        ..
    } = pen;
    let field = NodeRef::<html::Textarea>::new();
    let insert = Insert::new(pen, field);
    let emojis = Emojis::new(pen, field);
    let is_offering = RwSignal::new(false);
    keys::on_act(move |act| pen.act(act));
    Effect::new(move || {
        if field.get().is_some() && session.wants_to_write() && !view::is_narrow() {
            focus::focus(FIELD);
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        insert.close();
        pen.send();
        focus::focus(FIELD);
    };
    let label = move || label(session, is_private.get(), &name.get());
    let placeholder = move || placeholder(session, is_private.get());
    view! {
        <div class="composing">
            <Show when=move || insert.is_open()>
                <Later part=Part::Insert(insert) />
            </Show>
            <Show when=move || emojis.is_open()>
                <Later part=Part::Emoji(emojis) />
            </Show>
            <form class="pen" data-private=move || is_private.get().to_string() on:submit=submit>
                <Show when=move || *opened.seat.read() == Seat::Ended>
                    <p class="ended-note">{move || ended_note(opened)}</p>
                </Show>
                <Later part=Part::Chips(pen) />
                <textarea
                    id=FIELD
                    class="input"
                    rows="1"
                    node_ref=field
                    aria-label=label
                    aria-describedby="composer-hint composer-count"
                    aria-invalid=move || (surplus.get() > 0).then_some("true")
                    placeholder=placeholder
                    prop:value=pen.draft
                    aria-autocomplete="list"
                    aria-controls=move || insert.active().map(|_| "ready-list")
                    aria-activedescendant=move || insert.active()
                    on:input:target=move |event| {
                        pen.write(&event.target().value());
                        insert.follow();
                    }
                    on:click=move |_| insert.follow()
                    on:paste=move |event| pen.paste(&event)
                    on:keydown=move |event| {
                        if !insert.press(&event) {
                            pen.press(&event);
                        }
                    }
                    on:blur=move |_| pen.keep()
                ></textarea>
                <Offered pen is_open=is_offering />
                <Tools pen insert emojis is_offering />
            </form>
        </div>
        <Later part=Part::QuickReplies(insert) />
        <Later part=Part::Options(pen, is_offering) />
    }
}

/// What can still be written, once it has ended.
fn ended_note(opened: Opened) -> &'static str {
    let words = opened.session.words();
    let summary = opened.summary.read();
    let is_over = summary.as_ref().is_some_and(|it| {
        it.is_blocked || it.ended.as_ref().is_some_and(|it| it.request.is_some())
    });
    if is_over {
        words.over_note
    } else {
        words.ended_note
    }
}

/// What the field is called.
fn label(session: Session, is_private: bool, name: &str) -> String {
    let words = session.words();
    if is_private {
        return words.write_private.to_owned();
    }
    format!("{}: {name}", words.write)
}

/// What stands in it while it is empty.
fn placeholder(session: Session, is_private: bool) -> &'static str {
    let words = session.words();
    if is_private {
        words.write_private_here
    } else {
        words.write_here
    }
}

/// Below the field: the private switch, the count, and what sends.
#[component]
fn Tools(pen: Pen, insert: Insert, emojis: Emojis, is_offering: RwSignal<bool>) -> impl IntoView {
    let Pen {
        is_private,
        is_ended,
        surplus,
        ..
    } = pen;
    let session = pen.opened.session;
    let count = move || {
        let words = session.words();
        let number = surplus.get().unsigned_abs();
        let shown = session.written(|it| it.number(number));
        match surplus.get() {
            1.. => words.too_long.of(number, &shown),
            _ if pen.files.get().0 => words.files_wait.to_owned(),
            _ if number <= NEAR as u64 => words.room_left.of(number, &shown),
            _ => String::new(),
        }
    };
    let send = move || {
        let words = session.words();
        if is_private.get() {
            words.send_private
        } else {
            words.send
        }
    };
    view! {
        <div class="tools">
            <button
                type="button"
                class="private-switch"
                role="switch"
                aria-checked=move || is_private.get().to_string()
                aria-disabled=move || is_ended.get().then_some("true")
                on:click=move |_| pen.set_private(!is_private.get_untracked())
            >
                <Picture icon=Icon::Eye />
                {session.say(|w| w.private_mark)}
            </button>
            <AttachButton pen />
            <EmojiButton emojis />
            <InsertButton insert />
            <OptionsButton pen is_open=is_offering />
            <span id="composer-hint" class="faint">{session.say(|w| w.write_hint)}</span>
            <span id="composer-count" class="count" role="status" data-over=move || { surplus.get() > 0 }>
                {count}
            </span>
            <button
                type="submit"
                class="button"
                data-kind="primary"
                aria-disabled=move || (!pen.can_send()).then_some("true")
            >
                <Picture icon=Icon::Send />
                <span>{send}</span>
            </button>
        </div>
    }
}
