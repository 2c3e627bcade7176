//! Whom to ask to take over, or to write too: colleagues who are present, those with the least to do first,
//! and for an invitation whole channels. A private note may go along.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{
    agent::Summary,
    ask::{Invitee, Kind},
    id::{self, Id},
    presence::Colleague,
};

use super::opened::Opened;
use crate::{session::Session, slice::Wish, ui::dialog::Dialog, words::fill};

/// Somebody who can be asked, with what stands beside the name.
#[derive(Clone, Debug, PartialEq)]
struct Candidate {
    whom: Invitee,
    /// What stands for it in the page.
    key: String,
    name: String,
    load: Option<u32>,
    is_busy: bool,
}

#[component]
pub(in crate::screen) fn Hand(opened: Opened, handing: RwSignal<Option<Kind>>) -> impl IntoView {
    let session = opened.session;
    let is_transfer = Memo::new(move |_| handing.get() != Some(Kind::Invitation));
    let title = Signal::derive(move || {
        let words = session.words();
        if is_transfer.get() {
            words.transfer_title
        } else {
            words.invite_title
        }
    });
    view! {
        <Dialog
            name="hand"
            title
            is_open=Signal::derive(move || handing.read().is_some())
            on_close=Callback::new(move |()| handing.set(None))
        >
            <Form opened handing />
        </Dialog>
    }
}

#[component]
fn Form(opened: Opened, handing: RwSignal<Option<Kind>>) -> impl IntoView {
    let session = opened.session;
    let is_transfer = handing.get_untracked() != Some(Kind::Invitation);
    let candidates = Memo::new(move |_| {
        let summary = opened.summary.read();
        let summary = summary.as_ref();
        summary.map_or_else(Vec::new, |it| candidates(session, it, is_transfer))
    });
    let chosen = RwSignal::new(None::<String>);
    let found = Memo::new(move |_| {
        let chosen = chosen.read();
        let candidates = candidates.read();
        let mut all = candidates.iter();
        all.find(|it| Some(&it.key) == chosen.as_ref()).cloned()
    });
    let wish = StoredValue::new(Wish::Ask(opened.with_id(Clone::clone)));
    let is_useless =
        move || found.read().is_none() || wish.with_value(|it| session.wishes().read().has(it));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(found) = found.get_untracked().filter(|_| !untrack(is_useless)) else {
            return;
        };
        opened.with_id(|id| match found.whom {
            Invitee::Agent(to) if is_transfer => session.transfer(id, &to),
            whom => session.invite(id, whom),
        });
        handing.set(None);
    };
    let row = move |it: Candidate| view! { <Row candidate=it chosen /> };
    let legend = session.say(if is_transfer {
        |w| w.transfer_to
    } else {
        |w| w.invite_whom
    });
    let act = session.say(if is_transfer {
        |w| w.do_transfer
    } else {
        |w| w.do_invite
    });
    view! {
        <form on:submit=submit>
            <Show
                when=move || !candidates.read().is_empty()
                fallback=move || view! { <p>{session.say(|w| w.nobody_present)}</p> }
            >
                <fieldset class="candidates">
                    <legend>{legend}</legend>
                    <For each=move || candidates.get() key=|it| it.key.clone() children=row />
                </fieldset>
            </Show>
            <Note opened />
            <div class="answers">
                <button
                    type="submit"
                    class="button"
                    data-kind="primary"
                    aria-disabled=move || is_useless().then_some("true")
                >
                    {act}
                </button>
                <button type="button" class="button" on:click=move |_| handing.set(None)>
                    {session.say(|w| w.cancel)}
                </button>
            </div>
        </form>
    }
}

#[component]
fn Row(candidate: Candidate, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let session = Session::here();
    let Candidate {
        key,
        name,
        load,
        is_busy,
        ..
    } = candidate;
    let load = move || {
        let load = u64::from(load?);
        let shown = session.written(|it| it.number(load));
        Some(session.words().load.of(load, &shown))
    };
    let is_chosen = {
        let key = key.clone();
        move || chosen.read().as_ref() == Some(&key)
    };
    view! {
        <label class="candidate">
            <input
                type="radio"
                name="candidate"
                prop:checked=is_chosen
                on:change=move |_| chosen.set(Some(key.clone()))
            />
            <bdi>{name}</bdi>
            {is_busy.then(|| view! { <span class="faint">{session.say(|w| w.busy)}</span> })}
            <span class="faint numeral">{load}</span>
        </label>
    }
}

/// It lives longer than the dialog: what was written is there again until it was sent.
#[component]
fn Note(opened: Opened) -> impl IntoView {
    let session = opened.session;
    let note = Memo::new(move |_| {
        let together = session.together().read();
        opened.with_id(|it| together.note(it).to_owned())
    });
    view! {
        <div class="field">
            <label for="hand-note">{session.say(|w| w.note_label)}</label>
            <textarea
                id="hand-note"
                class="input"
                rows="3"
                prop:value=note
                on:input:target=move |event| {
                    opened.with_id(|it| session.write_handing_note(it, &event.target().value()));
                }
            ></textarea>
        </div>
    }
}

/// Who can be asked: to take over, whoever is present and answers on the channel; to write too, whoever is
/// present and takes no part yet, and every channel that has somebody like that.
fn candidates(session: Session, summary: &Summary, is_transfer: bool) -> Vec<Candidate> {
    let desk = session.desk().read();
    let owner = summary.owner.as_ref().map(|it| &it.id);
    let is_outside = |it: &&Colleague| {
        let joined = summary
            .participants
            .iter()
            .any(|card| card.id == it.card.id);
        Some(&it.card.id) != owner && (is_transfer || !joined)
    };
    let present: Vec<_> = desk.present().into_iter().filter(is_outside).collect();
    let agents = present
        .iter()
        .filter(|it| !is_transfer || it.channels.contains(&summary.channel));
    let mut all: Vec<_> = agents.map(|it| agent(it)).collect();
    if !is_transfer {
        let has_agent = |id: &Id<id::Channel>| present.iter().any(|it| it.channels.contains(id));
        let channels = desk
            .channels()
            .iter()
            .filter(|it| has_agent(&it.channel.id));
        all.extend(channels.map(|it| Candidate {
            whom: Invitee::Channel(it.channel.id.clone()),
            key: format!("channel {}", it.channel.id),
            name: fill(session.words().anybody, "channel", &it.channel.name),
            load: None,
            is_busy: false,
        }));
    }
    all
}

fn agent(it: &Colleague) -> Candidate {
    Candidate {
        whom: Invitee::Agent(it.card.id.clone()),
        key: format!("agent {} {} {}", it.card.id, it.load, it.is_busy),
        name: it.card.name.clone(),
        load: Some(it.load),
        is_busy: it.is_busy,
    }
}
