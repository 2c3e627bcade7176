//! All about the linked contact: who it is, what there is about it, and what was said before.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::{
    id::{self, Id},
    register::{Card, ContactFile, Kind, Record},
};

use super::{Label, chooser::State, documents::Documents};
use crate::{screen::chats::opened::Opened, ui::Sentence};

/// The kinds of records, in the order in which they stand, and what to call them.
const KINDS: [(Kind, Label); 5] = [
    (Kind::Request, |w| w.requests),
    (Kind::Sale, |w| w.sales),
    (Kind::FollowUp, |w| w.follow_ups),
    (Kind::Project, |w| w.projects),
    (Kind::Activity, |w| w.activities),
];

#[component]
pub(super) fn File(opened: Opened, card: Card, is_changing: RwSignal<bool>) -> impl IntoView {
    let session = opened.session;
    let Card { name, company, .. } = card;
    let file = Memo::new(move |_| session.customer().read().file.answer().clone());
    let facts = move || file.get().map(|it| facts(&it));
    let sections = KINDS.map(|(kind, label)| {
        let label = session.say(label);
        view! { <Records opened file kind label /> }
    });
    view! {
        <h3><bdi>{name}</bdi></h3>
        {company.map(|it| view! { <p><bdi>{it.name}</bdi></p> })}
        <State
            state=Signal::derive(move || session.customer().read().file.state())
            empty=session.say(|w| w.nothing_known)
            is_empty=Signal::derive(move || {
                let file = file.read();
                file.as_ref()
                    .is_some_and(|it| {
                        it.records.is_empty() && it.conversations.is_empty() && it.documents.is_empty()
                    })
            })
            on_retry=Callback::new(move |()| session.look_at_contact())
        />
        <dl>
            {move || {
                let all = facts().unwrap_or_default().into_iter();
                all.map(|(label, value)| {
                    view! {
                        <div>
                            <dt>{session.say(label)}</dt>
                            <dd><bdi>{value}</bdi></dd>
                        </div>
                    }
                })
                .collect_view()
            }}
        </dl>
        {sections}
        <Documents opened file />
        <Earlier opened file />
        <div class="answers">
            <button type="button" class="button" on:click=move |_| is_changing.set(true)>
                {session.say(|w| w.contact_change)}
            </button>
            <button
                type="button"
                class="button"
                data-kind="quiet"
                on:click=move |_| opened.with_id(|it| session.link(it, Kind::Contact, None))
            >
                {session.say(|w| w.contact_unlink)}
            </button>
        </div>
    }
}

/// What is known of the person and the company.
fn facts(file: &ContactFile) -> Vec<(Label, String)> {
    let it = &file.contact;
    let mut all: Vec<(Label, &str)> = vec![
        (|w| w.contact_title, &it.title),
        (|w| w.email, &it.email),
        (|w| w.phone, &it.phone),
        (|w| w.address, &it.address),
        (|w| w.contact_note, &it.note),
    ];
    if let Some(it) = &file.company {
        all.push((|w| w.company, &it.name));
        all.push((|w| w.customer_number, &it.number));
        all.push((|w| w.email, &it.email));
        all.push((|w| w.phone, &it.phone));
        all.push((|w| w.website, &it.website));
        all.push((|w| w.address, &it.address));
    }
    all.retain(|(_, value)| !value.is_empty());
    all.into_iter()
        .map(|(label, value)| (label, value.to_owned()))
        .collect()
}

#[component]
fn Records(
    opened: Opened,
    file: Memo<Option<Arc<ContactFile>>>,
    kind: Kind,
    label: Sentence,
) -> impl IntoView {
    let records = Memo::new(move |_| {
        let file = file.read();
        let all = file.iter().flat_map(|it| &it.records);
        all.filter(|it| it.kind == kind)
            .cloned()
            .collect::<Vec<_>>()
    });
    let rows = move || {
        let all = records.get().into_iter();
        all.map(|record| view! { <Row opened record /> })
            .collect_view()
    };
    view! {
        <Show when=move || !records.read().is_empty()>
            <h4>{label}</h4>
            <ul class="entries">{rows}</ul>
        </Show>
    }
}

#[component]
fn Row(opened: Opened, record: Record) -> impl IntoView {
    let session = opened.session;
    let Record { id, kind, .. } = record.clone();
    let hint = move || {
        let day = record
            .at
            .map(|at| session.written(|it| it.day(at)))
            .unwrap_or_default();
        let company = if record.of_company {
            session.words().of_company
        } else {
            ""
        };
        let parts = [
            &*record.number,
            &*record.status,
            &*record.amount,
            &*day,
            company,
        ];
        let parts: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        parts.join(" · ")
    };
    let linking = linking(opened, kind, id.clone());
    let open = move |_| session.look_at_record(kind, &id);
    view! {
        <li>
            <button type="button" class="entry" on:click=open>
                <bdi>{record.title.clone()}</bdi>
                <bdi class="faint">{hint}</bdi>
            </button>
            {linking}
        </li>
    }
}

/// What links a sale or a project with the conversation, and shows whether it is linked.
fn linking(opened: Opened, kind: Kind, id: Id<id::Entry>) -> Option<impl IntoView> {
    let session = opened.session;
    if !matches!(kind, Kind::Sale | Kind::Project) {
        return None;
    }
    let linked = id.clone();
    let is_linked = Memo::new(move |_| {
        let summary = opened.summary.read();
        let place = summary.as_ref().and_then(|it| match kind {
            Kind::Sale => it.sale.as_ref(),
            _ => it.project.as_ref(),
        });
        place.is_some_and(|it| it.id == linked)
    });
    let toggle = move |_| {
        let to = (!is_linked.get_untracked()).then_some(&id);
        opened.with_id(|it| session.link(it, kind, to));
    };
    Some(view! {
        <button
            type="button"
            class="button"
            aria-pressed=move || is_linked.get().to_string()
            title=session.say(|w| w.record_link)
            on:click=toggle
        >
            {move || {
                let words = session.words();
                if is_linked.get() { words.record_linked } else { words.record_link_short }
            }}
        </button>
    })
}

/// Other conversations with the contact, to be read in the archive.
#[component]
fn Earlier(opened: Opened, file: Memo<Option<Arc<ContactFile>>>) -> impl IntoView {
    let session = opened.session;
    let rows = move || {
        let file = file.get();
        let all = file.iter().flat_map(|it| &it.conversations);
        all.map(|it| {
            let (at, text) = (it.started_at, it.first.text.clone());
            view! {
                <li>
                    <A href=format!("/archive/{}", it.id) attr:class="entry">
                        <bdi>{text}</bdi>
                        <span class="faint">{move || session.written(|it| it.moment(at))}</span>
                    </A>
                </li>
            }
        })
        .collect_view()
    };
    let has_some = Memo::new(move |_| {
        let file = file.read();
        file.as_ref().is_some_and(|it| !it.conversations.is_empty())
    });
    view! {
        <Show when=move || has_some.get()>
            <h4>{session.say(|w| w.earlier_chats)}</h4>
            <ul class="entries">{rows}</ul>
        </Show>
    }
}
