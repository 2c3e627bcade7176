//! The person's own menu: who one is, language, appearance, alerts, shortcuts, and the way out.

use leptos::prelude::*;

use super::languages::Languages;
use crate::{
    dom::keys,
    screen::later::{Later, Part},
    session::Session,
    shortcut::Act,
    slice::Theme,
    ui::{
        choices::{Choice, Choices},
        dialog::Dialog,
        icon::{Icon, Picture},
        menu::Menu,
        switch::Switch,
    },
};

/// `on_sheet` opens the sheet of shortcuts.
#[component]
pub(super) fn OwnMenu(on_sheet: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let is_asking = RwSignal::new(false);
    let is_alerting = RwSignal::new(false);
    let leave = move || {
        if session.writing().read_untracked().unsent() > 0 {
            is_asking.set(true);
        } else {
            session.sign_out();
        }
    };
    keys::on_act(move |act| {
        let deed: keys::Deed = match act {
            Act::Alerts => Box::new(move || is_alerting.set(true)),
            Act::SignOut => Box::new(leave),
            _ => return None,
        };
        Some(deed)
    });
    view! {
        <Menu
            name="own-menu"
            label=session.say(|w| w.own_menu)
            face=|| view! { <Picture icon=Icon::User /> }
        >
            <WhoAmI />
            <Languages />
            <Appearance />
            <Switch
                label=session.say(|w| w.compact)
                is_on=Signal::derive(move || session.settings().read().is_compact)
                on_change=Callback::new(move |is_on| session.set_compact(is_on))
            />
            <button
                type="button"
                class="choice"
                popovertarget="own-menu"
                popovertargetaction="hide"
                on:click=move |_| is_alerting.set(true)
            >
                <Picture icon=Icon::Bell />
                {session.say(|w| w.alerts)}
            </button>
            <button
                type="button"
                class="choice"
                popovertarget="own-menu"
                popovertargetaction="hide"
                on:click=move |_| on_sheet.run(())
            >
                <Picture icon=Icon::Keyboard />
                {session.say(|w| w.shortcuts)}
            </button>
            <button
                type="button"
                class="choice"
                popovertarget="own-menu"
                popovertargetaction="hide"
                on:click=move |_| leave()
            >
                <Picture icon=Icon::SignOut />
                {session.say(|w| w.sign_out)}
            </button>
        </Menu>
        <Later part=Part::Alerts(
            is_alerting.into(),
            Callback::new(move |()| is_alerting.set(false)),
        ) />
        <Later part=Part::Farewell(
            is_asking.into(),
            Callback::new(move |()| is_asking.set(false)),
        ) />
    }
}

#[component]
fn WhoAmI() -> impl IntoView {
    let session = Session::here();
    let me = move || session.account().read().agent().cloned();
    view! {
        <p class="who-am-i">
            <strong><bdi>{move || me().map(|it| it.card.name)}</bdi></strong>
            <bdi>{move || me().map(|it| it.email)}</bdi>
        </p>
    }
}

#[component]
fn Appearance() -> impl IntoView {
    let session = Session::here();
    let labels = [
        session.say(|w| w.like_system),
        session.say(|w| w.light),
        session.say(|w| w.dark),
    ];
    let options = Theme::ALL.into_iter().zip(labels);
    let options = options.map(|(theme, label)| Choice {
        value: theme.name(),
        label,
        hint: None,
    });
    let choose = move |name| {
        if let Some(theme) = Theme::ALL.into_iter().find(|it| it.name() == name) {
            session.choose_theme(theme);
        }
    };
    view! {
        <div class="appearance">
            <span aria-hidden="true">{session.say(|w| w.appearance)}</span>
            <Choices
                name="appearance"
                label=session.say(|w| w.appearance)
                options=options.collect()
                chosen=Signal::derive(move || session.settings().read().theme.name())
                on_choose=Callback::new(choose)
            />
        </div>
    }
}

/// Asks before messages that were not sent are given up.
#[component]
pub(in crate::screen) fn Farewell(is_open: Signal<bool>, on_close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let unsent = move || {
        let count = session.writing().read().unsent() as u64;
        session
            .words()
            .unsent
            .of(count, &session.written(|it| it.number(count)))
    };
    view! {
        <Dialog name="farewell" title=session.say(|w| w.unsent_title) is_open on_close>
            <p>{unsent}</p>
            <div class="answers">
                <button class="button" data-kind="primary" on:click=move |_| on_close.run(())>
                    {session.say(|w| w.stay)}
                </button>
                <button class="button" on:click=move |_| {
                    on_close.run(());
                    session.sign_out();
                }>{session.say(|w| w.sign_out)}</button>
            </div>
        </Dialog>
    }
}
