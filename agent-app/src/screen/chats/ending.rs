//! Ending a conversation. While the visitor is still there, it is asked first, and the answer that does
//! nothing is the one the keyboard stands on.

use leptos::prelude::*;

use super::{opened::Opened, seat::Seat};
use crate::{
    dom::{focus, keys},
    shortcut::Act,
    slice::Wish,
    ui::dialog::Dialog,
    words::fill,
};

#[component]
pub(super) fn Ending(opened: Opened, is_online: Memo<bool>) -> impl IntoView {
    let Opened {
        session,
        seat,
        name,
        ..
    } = opened;
    let is_asking = RwSignal::new(false);
    let is_own = Memo::new(move |_| *seat.read() == Seat::Own);
    let wish = StoredValue::new(Wish::End(opened.with_id(Clone::clone)));
    let is_ending = move || wish.with_value(|it| session.wishes().read().has(it));
    let end = move || opened.with_id(|it| session.end(it));
    let ask = move || {
        if is_online.get_untracked() {
            is_asking.set(true);
        } else {
            end();
        }
    };
    keys::on_act(move |act| {
        let has_keys = session.settings().read_untracked().has_single_keys;
        let is_meant = act == Act::End && has_keys && is_own.get_untracked();
        if is_meant {
            ask();
        }
        is_meant
    });
    let close = move || {
        is_asking.set(false);
        focus::focus("composer");
    };
    view! {
        <Show when=move || is_own.get()>
            <button
                type="button"
                class="button end"
                aria-disabled=move || is_ending().then_some("true")
                on:click=move |_| ask()
            >
                {session.say(|w| w.end_chat)}
            </button>
        </Show>
        <Dialog
            name="ending"
            title=session.say(|w| w.end_title)
            is_open=is_asking.into()
            on_close=Callback::new(move |()| is_asking.set(false))
        >
            <p>{move || fill(session.words().end_text, "name", &name.get())}</p>
            <div class="answers">
                <button class="button" data-kind="primary" autofocus on:click=move |_| close()>
                    {session.say(|w| w.keep_chatting)}
                </button>
                <button class="button" on:click=move |_| {
                    is_asking.set(false);
                    end();
                }>{session.say(|w| w.end_chat)}</button>
            </div>
        </Dialog>
    }
}
