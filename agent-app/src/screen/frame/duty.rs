//! What stands behind the presence switch: reasons to be away, and the channels one serves. Nothing where
//! there is nothing to choose.

use leptos::prelude::*;
use shared::{
    id::{self, Id},
    presence::{Presence, Profile, Reason},
};

use crate::{
    session::{DAY_OVER, NO_ANSWER, Session},
    ui::{
        icon::{Icon, Picture},
        menu::Menu,
        switch::Switch,
    },
};

/// A channel by id and name.
type Named = (Id<id::Channel>, String);

#[component]
pub(super) fn Duty() -> impl IntoView {
    let session = Session::here();
    let reasons = Memo::new(move |_| session.desk().read().reasons().to_vec());
    let channels = Memo::new(move |_| may_serve(session));
    let profiles = Memo::new(move |_| session.desk().read().profiles().to_vec());
    let has_profiles = Memo::new(move |_| !profiles.read().is_empty());
    let has_reasons = Memo::new(move |_| !reasons.read().is_empty());
    let has_desk = Memo::new(move |_| session.connection().read().has_desk());
    let has_channels = Memo::new(move |_| has_desk.get() && channels.read().len() > 1);
    let reason = move |it: Reason| view! { <Because reason=it /> };
    let channel = move |(id, name): Named| view! { <Served id name channels /> };
    view! {
        <Show when=move || has_reasons.get() || has_channels.get() || has_profiles.get()>
            <Menu
                name="duty"
                label=session.say(|w| w.duty)
                face=|| view! { <Picture icon=Icon::CaretDown /> }
            >
                <Show when=move || has_reasons.get()>
                    <h3>{session.say(|w| w.away_because)}</h3>
                    <For each=move || reasons.get() key=|it| (it.id.clone(), it.name.clone()) children=reason />
                </Show>
                <Show when=move || has_profiles.get()>
                    <h3>{session.say(|w| w.profiles)}</h3>
                    <Chosen profile=None />
                    <For each=move || profiles.get() key=|it| (it.id.clone(), it.name.clone()) let(profile)>
                        <Chosen profile=Some(profile) />
                    </For>
                </Show>
                <Show when=move || has_channels.get()>
                    <h3>{session.say(|w| w.my_channels)}</h3>
                    <p class="faint">{session.say(|w| w.my_channels_text)}</p>
                    <For each=move || channels.get() key=Clone::clone children=channel />
                </Show>
            </Menu>
        </Show>
    }
}

#[component]
fn Because(reason: Reason) -> impl IntoView {
    let session = Session::here();
    let Reason { id, name } = reason;
    let is_it = {
        let id = id.clone();
        move || {
            let desk = session.desk().read();
            let reason = desk.own().and_then(|it| it.reason.as_ref());
            reason.is_some_and(|it| it.id == id)
        }
    };
    view! {
        <button
            type="button"
            class="choice"
            aria-pressed=move || is_it().to_string()
            popovertarget="duty"
            popovertargetaction="hide"
            on:click=move |_| session.be_away(&id)
        >
            <bdi>{name}</bdi>
        </button>
    }
}

/// A set of channels that is served in one press; all of them, without a profile.
#[component]
fn Chosen(profile: Option<Profile>) -> impl IntoView {
    let session = Session::here();
    let id = profile.as_ref().map(|it| it.id.clone());
    let is_it = {
        let id = id.clone();
        move || {
            let desk = session.desk().read();
            let is_all = id.is_none() && desk.serves().is_empty();
            is_all || id.is_some() && desk.profile() == id.as_ref()
        }
    };
    let name = move || match &profile {
        Some(it) => it.name.clone(),
        None => session.words().my_channels_all.to_owned(),
    };
    view! {
        <button
            type="button"
            class="choice"
            aria-pressed=move || is_it().to_string()
            popovertarget="duty"
            popovertargetaction="hide"
            on:click=move |_| match &id {
                Some(id) => session.serve_profile(id),
                None => session.serve(Vec::new()),
            }
        >
            <bdi>{name}</bdi>
        </button>
    }
}

#[component]
fn Served(id: Id<id::Channel>, name: String, channels: Memo<Vec<Named>>) -> impl IntoView {
    let session = Session::here();
    let id = StoredValue::new(id);
    let is_on = Signal::derive(move || id.with_value(|it| serves(session, it)));
    let change = move |is_on: bool| {
        let all = channels.get_untracked();
        let chosen = all.iter().map(|it| it.0.clone()).filter(|it| {
            let is_this = id.with_value(|id| id == it);
            if is_this {
                is_on
            } else {
                untrack(|| serves(session, it))
            }
        });
        let chosen: Vec<_> = chosen.collect();
        if chosen.len() == all.len() {
            session.serve(Vec::new());
        } else if !chosen.is_empty() {
            session.serve(chosen);
        }
    };
    let label = StoredValue::new(name);
    view! {
        <Switch
            label=Signal::derive(move || label.get_value())
            is_on
            on_change=Callback::new(change)
        />
    }
}

/// The channels on which the person may respond.
fn may_serve(session: Session) -> Vec<Named> {
    let desk = session.desk().read();
    let may_respond = desk.channels().iter().filter(|it| it.rights.respond);
    may_respond
        .map(|it| (it.channel.id.clone(), it.channel.name.clone()))
        .collect()
}

fn serves(session: Session, channel: &Id<id::Channel>) -> bool {
    let desk = session.desk().read();
    desk.serves().is_empty() || desk.serves().contains(channel)
}

/// Says that one was taken to be away, and leads back in one press.
#[component]
pub(super) fn Missed() -> impl IntoView {
    let session = Session::here();
    let reason = Memo::new(move |_| {
        let desk = session.desk().read();
        let is_away = desk.presence() == Presence::Away;
        let reason = desk.own().filter(|_| is_away)?.reason.as_ref()?;
        let id = reason.id.as_str();
        [NO_ANSWER, DAY_OVER].into_iter().find(|it| *it == id)
    });
    let text = move || {
        let words = session.words();
        if reason.get() == Some(DAY_OVER) {
            words.day_over_text
        } else {
            words.no_answer_text
        }
    };
    view! {
        <div class="missed" role="status">
            <Show when=move || reason.read().is_some()>
                <p class="notice" data-kind="warning">
                    {text}" "
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| session.set_presence(Presence::Present)
                    >
                        {session.say(|w| w.i_am_back)}
                    </button>
                </p>
            </Show>
        </div>
    }
}
