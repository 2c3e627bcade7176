//! What one can do about a conversation together with colleagues: a menu, and the question before leaving
//! what one owns.

use leptos::prelude::*;
use shared::ask::Kind;

use super::{opened::Opened, part, part::May, seat::Seat};
use crate::{
    dom::keys,
    screen::later::{Later, Part},
    shortcut::Act,
    ui::{
        Sentence,
        dialog::Dialog,
        icon::{Icon, Picture},
        menu::Menu,
    },
    words::fill,
};

const NAME: &str = "tasks";

#[component]
pub(super) fn Tasks(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let may = Memo::new(move |_| part::may(opened));
    let handing = RwSignal::new(None::<Kind>);
    let is_leaving = RwSignal::new(false);
    let is_requesting = RwSignal::new(false);
    let can = move |pick: fn(May) -> bool| Signal::derive(move || pick(may.get()));
    let leave = move || {
        if *opened.seat.read_untracked() == Seat::Own {
            is_leaving.set(true);
        } else {
            opened.with_id(|it| session.step_out(it));
        }
    };
    keys::on_act(move |act| {
        let may = may.get_untracked();
        let hand = move |kind| Box::new(move || handing.set(Some(kind))) as keys::Deed;
        match act {
            Act::Transfer if may.transfer => Some(hand(Kind::Transfer)),
            Act::Invite if may.invite => Some(hand(Kind::Invitation)),
            Act::TakeOver if may.take_over => Some(Box::new(move || {
                opened.with_id(|it| session.take_over(it));
            })),
            Act::Leave if may.leave => Some(Box::new(leave)),
            _ => None,
        }
    });
    view! {
        <Show when=move || may.get().anything()>
            <Menu
                name=NAME
                label=session.say(|w| w.tasks)
                face=|| view! { <Picture icon=Icon::Dots /> }
            >
                <Task
                    label=session.say(|w| w.transfer)
                    can=can(|it| it.transfer)
                    on_use=Callback::new(move |()| handing.set(Some(Kind::Transfer)))
                />
                <Task
                    label=session.say(|w| w.invite)
                    can=can(|it| it.invite)
                    on_use=Callback::new(move |()| handing.set(Some(Kind::Invitation)))
                />
                <Task
                    label=session.say(|w| w.request_create)
                    can=can(|it| it.request)
                    on_use=Callback::new(move |()| is_requesting.set(true))
                />
                <Task
                    label=session.say(|w| w.take_over)
                    can=can(|it| it.take_over)
                    on_use=Callback::new(move |()| opened.with_id(|it| session.take_over(it)))
                />
                <Task
                    label=session.say(|w| w.reopen_chat)
                    can=can(|it| it.reopen)
                    on_use=Callback::new(move |()| opened.with_id(|it| session.reopen(it)))
                />
                <Task
                    label=session.say(|w| w.block)
                    can=can(|it| it.block)
                    on_use=Callback::new(move |()| opened.with_id(|it| session.block(it, true)))
                />
                <Task
                    label=session.say(|w| w.unblock)
                    can=can(|it| it.unblock)
                    on_use=Callback::new(move |()| opened.with_id(|it| session.block(it, false)))
                />
                <Task
                    label=session.say(|w| w.leave_chat)
                    can=can(|it| it.leave)
                    on_use=Callback::new(move |()| leave())
                />
            </Menu>
        </Show>
        <Later part=Part::Hand(opened, handing) />
        <Later part=Part::Request(opened, is_requesting) />
        <Later part=Part::Leaving(opened, is_leaving) />
    }
}

/// An entry of the menu, where it makes sense.
#[component]
fn Task(label: Sentence, can: Signal<bool>, on_use: Callback<()>) -> impl IntoView {
    view! {
        <Show when=move || can.get()>
            <button
                type="button"
                class="choice"
                popovertarget=NAME
                popovertargetaction="hide"
                on:click=move |_| on_use.run(())
            >
                {label}
            </button>
        </Show>
    }
}

/// Asks before an owner leaves, and says whose the conversation is then.
#[component]
pub(in crate::screen) fn Leaving(opened: Opened, is_open: RwSignal<bool>) -> impl IntoView {
    let session = opened.session;
    let close = move || is_open.set(false);
    let outlook = move || {
        let words = session.words();
        let summary = opened.summary.read();
        let first = summary.as_ref().and_then(|it| it.participants.first());
        let invited = summary.as_ref().and_then(|it| it.question.as_ref());
        let invited = invited.filter(|it| it.kind == Kind::Invitation);
        match (first, invited) {
            (Some(card), _) => fill(words.leave_to, "agent", &card.name),
            (None, Some(question)) => {
                fill(words.leave_invited, "agent", &session.whom(&question.whom))
            }
            (None, None) => words.leave_queue.to_owned(),
        }
    };
    view! {
        <Dialog
            name="leaving"
            title=session.say(|w| w.leave_title)
            is_open=is_open.into()
            on_close=Callback::new(move |()| close())
        >
            <p>{outlook}</p>
            <div class="answers">
                <button class="button" data-kind="primary" autofocus on:click=move |_| close()>
                    {session.say(|w| w.stay_here)}
                </button>
                <button class="button" on:click=move |_| {
                    close();
                    opened.with_id(|it| session.step_out(it));
                }>{session.say(|w| w.leave_chat)}</button>
            </div>
        </Dialog>
    }
}
