//! The palette: everything that can be done or gone to, found by typing.

use std::time::Duration;

use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html,
    prelude::*,
};
use leptos_router::hooks::use_location;
use shared::{
    archive::Search,
    id::{self, Id},
    presence::Presence,
};

use crate::{
    dom::{keys, view},
    palette::fit,
    session::Session,
    shortcut::{self, Act},
    ui::dialog::Dialog,
    words::Words,
};

/// So many are shown of what was looked for.
const MOST: usize = 30;
const LIST: &str = "palette-list";

/// What a row leads to.
#[derive(Clone, PartialEq)]
enum What {
    Act(Act),
    Chat(Id<id::Conversation>),
    Colleague(Id<id::Agent>),
    Channel(Id<id::Channel>),
    Reason(Id<id::Reason>),
    Profile(Id<id::Profile>),
}

/// A row.
#[derive(Clone)]
struct Entry {
    what: What,
    name: String,
    /// What it says beside the name.
    more: String,
    /// What kind of thing it is.
    kind: fn(&'static Words) -> &'static str,
    keys: &'static [&'static str],
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        (&self.what, &self.name, &self.more) == (&other.what, &other.name, &other.more)
    }
}

#[component]
pub(in crate::screen) fn Palette(is_open: Signal<bool>, on_close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    view! {
        <Dialog name="palette" title=session.say(|w| w.palette) is_open on_close>
            <Finder on_close />
        </Dialog>
    }
}

#[component]
fn Finder(on_close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let path = use_location().pathname;
    let (words, at) = (RwSignal::new(String::new()), RwSignal::new(0_usize));
    // What can be done does not change while one chooses.
    let acts = StoredValue::new(possible());
    let found = Memo::new(move |_| find(session, &acts.read_value(), &words.read()));
    let active = move || {
        let at = at.get();
        (at < found.read().len()).then(|| row_id(at))
    };
    let choose = move |entry: &Entry| {
        let (what, is_archive) = (
            entry.what.clone(),
            path.read_untracked().starts_with("/archive"),
        );
        on_close.run(());
        // The window gives the focus back before.
        set_timeout(move || follow(session, &what, is_archive), Duration::ZERO);
    };
    let press = move |event: KeyboardEvent| {
        let count = found.read_untracked().len();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" if keys::is_sending(&event) => {
                let chosen = found.read_untracked().get(at.get_untracked()).cloned();
                if let Some(entry) = chosen {
                    choose(&entry);
                }
            }
            // Some browsers would only empty the field.
            "Escape" => on_close.run(()),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move || {
        if let Some(row) = active() {
            view::reveal(&row);
        }
    });
    let rows = move || {
        let found = found.get().into_iter().enumerate();
        let row = |(place, entry): (usize, Entry)| {
            let take = entry.clone();
            view! {
                <div
                    id=row_id(place)
                    class="ready"
                    role="option"
                    aria-selected=move || (at.get() == place).to_string()
                    // The focus stays where one writes.
                    on:mousedown=|event: MouseEvent| event.prevent_default()
                    on:click=move |_| choose(&take)
                >
                    <Row entry />
                </div>
            }
        };
        found.map(row).collect_view()
    };
    view! {
        <Field words at active=Signal::derive(active) on_press=Callback::new(press) />
        <div
            id=LIST
            class="ready-list"
            role="listbox"
            aria-label=session.say(|w| w.palette)
            hidden=move || found.read().is_empty()
        >
            {rows}
        </div>
        <p class="faint" role="status">
            {move || found.read().is_empty().then(|| session.words().ready_none)}
        </p>
    }
}

#[component]
fn Field(
    words: RwSignal<String>,
    at: RwSignal<usize>,
    active: Signal<Option<String>>,
    on_press: Callback<KeyboardEvent>,
) -> impl IntoView {
    let session = Session::here();
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if let Some(field) = field.get() {
            let _ = field.focus();
        }
    });
    view! {
        <input
            type="search"
            class="input"
            node_ref=field
            role="combobox"
            autocomplete="off"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls=LIST
            aria-activedescendant=active
            aria-label=session.say(|w| w.palette_search)
            placeholder=session.say(|w| w.palette_search)
            prop:value=words
            on:input:target=move |event| {
                at.set(0);
                words.set(event.target().value());
            }
            on:keydown=move |event| on_press.run(event)
        />
    }
}

#[component]
fn Row(entry: Entry) -> impl IntoView {
    let session = Session::here();
    let kind = entry.kind;
    let keys = entry.keys.iter().map(|key| view! { <kbd>{*key}</kbd> });
    view! {
        <bdi class="ready-title">{entry.name}</bdi>
        <span class="ready-source">{keys.collect_view()}{session.say(kind)}</span>
        {(!entry.more.is_empty()).then(|| view! {
            <span class="ready-text"><bdi>{entry.more}</bdi></span>
        })}
    }
}

/// What can be done now, with its keys.
fn possible() -> Vec<(Act, usize)> {
    let all = shortcut::ALL.iter().enumerate();
    let acts = all.filter_map(|(line, it)| Some((it.act?, line)));
    acts.filter(|(act, _)| *act != Act::Palette && keys::deed(*act).is_some())
        .collect()
}

/// What fits the words: what can be done, then conversations, colleagues, channels, and what one can be; each
/// with the best first.
fn find(session: Session, acts: &[(Act, usize)], words: &str) -> Vec<Entry> {
    let all = entries(session, acts);
    let mut fitting: Vec<(usize, Entry)> = all
        .into_iter()
        .filter_map(|it| Some((fit(words, &[&it.name, " ", &it.more].concat())?, it)))
        .collect();
    fitting.sort_by_key(|it| it.0);
    let mut found: Vec<_> = fitting.into_iter().map(|it| it.1).collect();
    found.truncate(MOST);
    found
}

fn entries(session: Session, acts: &[(Act, usize)]) -> Vec<Entry> {
    let words = session.words();
    let desk = session.desk().read();
    let entry = |what, name, more, kind| Entry {
        what,
        name,
        more,
        kind,
        keys: &[],
    };
    let mut all: Vec<Entry> = Vec::new();
    for (act, line) in acts {
        let line = &shortcut::ALL[*line];
        let name = (line.name)(words).to_owned();
        let found = entry(What::Act(*act), name, String::new(), |w| w.command);
        all.push(Entry {
            keys: line.keys,
            ..found
        });
    }
    let inbox = session.inbox().read();
    for it in inbox.all() {
        let what = What::Chat(it.id.clone());
        let more = it.last.text.clone();
        all.push(entry(what, session.name(&it.visitor), more, |w| w.a_chat));
    }
    for it in desk.colleagues() {
        let state = match (it.presence, &it.reason) {
            (Presence::Present, _) if it.is_busy => words.busy.to_owned(),
            (Presence::Present, _) => words.present.to_owned(),
            (Presence::Away, Some(reason)) => session.reason_name(reason),
            (Presence::Away, None) => words.away.to_owned(),
            (Presence::Offline, _) => words.colleague_offline.to_owned(),
        };
        let what = What::Colleague(it.card.id.clone());
        all.push(entry(what, it.card.name.clone(), state, |w| w.agent));
    }
    for it in desk.channels() {
        let what = What::Channel(it.channel.id.clone());
        let name = it.channel.name.clone();
        all.push(entry(what, name, String::new(), |w| w.channel));
    }
    for it in desk.reasons() {
        let what = What::Reason(it.id.clone());
        all.push(entry(what, it.name.clone(), String::new(), |w| w.away));
    }
    for it in desk.profiles() {
        let what = What::Profile(it.id.clone());
        all.push(entry(what, it.name.clone(), String::new(), |w| w.profiles));
    }
    all
}

/// Does what a row stands for.
fn follow(session: Session, what: &What, is_archive: bool) {
    match what {
        What::Act(act) => {
            if let Some(deed) = keys::deed(*act) {
                deed();
            }
        }
        What::Chat(id) => session.go(&format!("/chats/{id}")),
        What::Colleague(id) => {
            session.look_for(Search {
                owner: Some(id.clone()),
                ..Search::default()
            });
            if is_archive {
                // The form takes up what is looked for when it comes anew.
                session.go("/");
            }
            set_timeout(move || session.go("/archive"), Duration::ZERO);
        }
        What::Channel(id) => {
            session.choose_channel(Some(id.clone()));
            session.go("/");
        }
        What::Reason(id) => session.be_away(id),
        What::Profile(id) => session.serve_profile(id),
    }
}

fn row_id(at: usize) -> String {
    format!("palette-{at}")
}
