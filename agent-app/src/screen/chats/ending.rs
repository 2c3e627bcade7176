//! Ending a conversation. While the visitor is still there, it is asked first, and the answer that does
//! nothing is the one the keyboard stands on.

use leptos::prelude::*;
use shared::conversation::Status;

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
    // What has ended stays until it is closed.
    let can_close = Memo::new(move |_| {
        let (summary, me) = (opened.summary.read(), session.my_id());
        summary.as_ref().is_some_and(|it| {
            let is_mine = it.owner.as_ref().is_some_and(|owner| owner.id == me);
            it.status == Status::Ended && !it.closed && is_mine
        })
    });
    keys::on_act(move |act| {
        if act != Act::End {
            return None;
        }
        if is_own.get_untracked() {
            return Some(Box::new(ask) as keys::Deed);
        }
        let close = move || opened.with_id(|it| session.close(it));
        can_close
            .get_untracked()
            .then(|| Box::new(close) as keys::Deed)
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
        <Show when=move || can_close.get()>
            <button
                type="button"
                class="button end"
                on:click=move |_| opened.with_id(|it| session.close(it))
            >
                {session.say(|w| w.close_chat)}
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
