//! What to look for.

use leptos::{ev::SubmitEvent, prelude::*};
use shared::{archive::Search, conversation::Status, id::Id};

use super::{period, rating};
use crate::{
    session::Session,
    slice::Course,
    ui::{
        Sentence,
        icon::{Icon, Picture},
    },
};

/// What stands in the form.
#[derive(Clone, Copy)]
struct Form {
    words: RwSignal<String>,
    channel: RwSignal<String>,
    owner: RwSignal<String>,
    status: RwSignal<String>,
    tag: RwSignal<String>,
    rating: RwSignal<String>,
    period: RwSignal<String>,
}

impl Form {
    /// As it was left.
    fn of(search: &Search) -> Self {
        let first = search.channels.first();
        Self {
            words: RwSignal::new(search.words.clone()),
            channel: RwSignal::new(first.map_or_else(String::new, Id::to_string)),
            owner: RwSignal::new(
                search
                    .owner
                    .as_ref()
                    .map_or_else(String::new, Id::to_string),
            ),
            status: RwSignal::new(status_name(search.status).to_owned()),
            tag: RwSignal::new(search.tags.first().map_or_else(String::new, Id::to_string)),
            rating: RwSignal::new(rating::value_of(search.rated)),
            period: RwSignal::new(String::new()),
        }
    }

    fn search(self, session: Session) -> Search {
        let some = |it: String| (!it.is_empty()).then_some(it);
        Search {
            words: self.words.get_untracked(),
            channels: some(self.channel.get_untracked())
                .map(Id::new)
                .into_iter()
                .collect(),
            owner: some(self.owner.get_untracked()).map(Id::new),
            since: period::since(
                &self.period.get_untracked(),
                untrack(move || session.server_time()),
            ),
            status: status(&self.status.get_untracked()),
            tags: some(self.tag.get_untracked())
                .map(Id::new)
                .into_iter()
                .collect(),
            rated: rating::rated(&self.rating.get_untracked()),
            ..Search::default()
        }
    }
}

const STATUSES: [(Status, &str); 3] = [
    (Status::Queued, "queued"),
    (Status::Active, "active"),
    (Status::Ended, "ended"),
];

fn status(name: &str) -> Option<Status> {
    let found = STATUSES.iter().find(|(_, it)| *it == name);
    found.map(|(status, _)| *status)
}

fn status_name(status: Option<Status>) -> &'static str {
    let found = STATUSES.iter().find(|(it, _)| Some(*it) == status);
    found.map_or("", |(_, name)| name)
}

/// What can be chosen, after the choice of no one in particular.
fn with_any(any: &str, all: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let any = [(String::new(), any.to_owned())];
    any.into_iter().chain(all).collect()
}

#[component]
pub(super) fn Filter() -> impl IntoView {
    let session = Session::here();
    let form = Form::of(session.archive().read_untracked().search());
    let look = move || session.look_for(form.search(session));
    if session.archive().read_untracked().course() == Course::Fresh {
        look();
    }
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        look();
    };
    let channels = Signal::derive(move || {
        let desk = session.desk().read();
        let all = desk.channels().iter();
        let all = all.map(|it| (it.channel.id.to_string(), it.channel.name.clone()));
        with_any(session.words().all_channels, all)
    });
    let owners = Signal::derive(move || {
        let desk = session.desk().read();
        let all = desk.colleagues().iter();
        let all = all.map(|it| (it.card.id.to_string(), it.card.name.clone()));
        with_any(session.words().any_agent, all)
    });
    let statuses = Signal::derive(move || {
        let w = session.words();
        let names = [w.status_queued, w.status_active, w.status_ended];
        let all = STATUSES.iter().zip(names);
        let all = all.map(|((_, value), name)| ((*value).to_owned(), name.to_owned()));
        with_any(w.any_status, all)
    });
    let periods = Signal::derive(move || {
        let w = session.words();
        let all = period::ALL.iter();
        all.map(|it| (it.value.to_owned(), (it.name)(w).to_owned()))
            .collect::<Vec<_>>()
    });
    let tags = Signal::derive(move || {
        let desk = session.desk().read();
        let all = desk.tags().iter();
        let all = all.map(|it| (it.id.to_string(), it.name.clone()));
        with_any(session.words().any_topic, all)
    });
    let on_choose = Callback::new(move |()| look());
    view! {
        <form class="filter" role="search" on:submit=submit>
            <div class="search">
                <input
                    class="input"
                    id="archive-words"
                    type="search"
                    maxlength="255"
                    autocomplete="off"
                    aria-label=session.say(|w| w.archive_words)
                    placeholder=session.say(|w| w.archive_words)
                    prop:value=form.words
                    on:input:target=move |event| form.words.set(event.target().value())
                />
                <button class="icon-button" aria-label=session.say(|w| w.search)>
                    <Picture icon=Icon::Search />
                </button>
            </div>
            <div class="choices-row">
                <Choose value=form.channel label=session.say(|w| w.channel) options=channels on_choose />
                <Choose value=form.owner label=session.say(|w| w.agent) options=owners on_choose />
                <Choose value=form.period label=session.say(|w| w.period) options=periods on_choose />
                <Choose value=form.status label=session.say(|w| w.status) options=statuses on_choose />
                <Show when=move || { tags.read().len() > 1 }>
                    <Choose value=form.tag label=session.say(|w| w.topics) options=tags on_choose />
                </Show>
                <Ratings value=form.rating on_choose />
            </div>
        </form>
    }
}

/// What visitors thought, where they are asked.
#[component]
fn Ratings(value: RwSignal<String>, on_choose: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let ratings = Signal::derive(move || {
        let all = rating::choices(&session.scales()).into_iter();
        with_any(session.words().any_rating, all)
    });
    view! {
        <Show when=move || { ratings.read().len() > 1 }>
            <Choose value label=session.say(|w| w.rating) options=ratings on_choose />
        </Show>
    }
}

#[component]
fn Choose(
    value: RwSignal<String>,
    label: Sentence,
    /// Values with their names.
    options: Signal<Vec<(String, String)>>,
    on_choose: Callback<()>,
) -> impl IntoView {
    view! {
        <select
            class="input"
            aria-label=label
            on:change:target=move |event| {
                value.set(event.target().value());
                on_choose.run(());
            }
        >
            <For each=move || options.get() key=Clone::clone let((id, name))>
                <option
                    value=id.clone()
                    prop:selected=move || *value.read() == id
                >
                    {name}
                </option>
            </For>
        </select>
    }
}
