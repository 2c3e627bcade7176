//! The list itself: alone above the text that called it, or with everything to look for one.

use std::sync::Arc;

use leptos::{ev::MouseEvent, html, prelude::*};
use shared::{reply::Entry, text};

use super::{Insert, row_id, shelf, source_name};
use crate::{
    dom::{focus, view},
    ui::{
        choices::{Choice, Choices},
        icon::{Icon, Picture},
    },
};

/// The list's id.
const LIST: &str = "ready-list";
const SEARCH: &str = "ready-search";

#[component]
pub(in crate::screen) fn Panel(insert: Insert) -> impl IntoView {
    let session = insert.session();
    let is_panel = Memo::new(move |_| insert.is_panel());
    view! {
        <div
            class="insert"
            // What is pressed in here and takes no focus leaves it in here.
            tabindex="-1"
            data-panel=move || is_panel.get().to_string()
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    insert.press(&event);
                }
            }
            on:focusout=move |event| {
                if focus::goes_outside(&event, ".insert, .insert-button") {
                    insert.close();
                }
            }
        >
            <Show when=move || is_panel.get()>
                <Finder insert />
            </Show>
            <Rows insert />
            <Show when=move || is_panel.get() && insert.found.read().is_empty()>
                <p class="faint">
                    {move || {
                        let words = session.words();
                        let replies = session.replies().read();
                        match (replies.is_known(), replies.all().is_empty()) {
                            (false, _) => words.loading,
                            (_, true) => words.ready_empty,
                            _ => words.ready_none,
                        }
                    }}
                </p>
            </Show>
            <Show when=move || is_panel.get()>
                <Details insert />
            </Show>
        </div>
    }
}

/// What to look for, and where.
#[component]
fn Finder(insert: Insert) -> impl IntoView {
    let session = insert.session();
    let field = NodeRef::<html::Input>::new();
    Effect::new(move || {
        if field.get().is_some() {
            focus::focus(SEARCH);
        }
    });
    let sources = [
        (shelf::ALL, session.say(|w| w.ready_all)),
        (shelf::FAQ, session.say(|w| w.ready_faq)),
        (shelf::TEMPLATE, session.say(|w| w.ready_templates)),
        (shelf::QUICK, session.say(|w| w.ready_quick_all)),
        (shelf::RECENT, session.say(|w| w.ready_recent)),
        (shelf::FAVOURITE, session.say(|w| w.ready_favourites)),
    ];
    let sources = sources.map(|(value, label)| Choice {
        value,
        label,
        hint: None,
    });
    let folders = Memo::new(move |_| shelf::folders(session.replies().read().all()));
    view! {
        <input
            type="search"
            id=SEARCH
            class="input"
            node_ref=field
            role="combobox"
            autocomplete="off"
            aria-expanded="true"
            aria-autocomplete="list"
            aria-controls=LIST
            aria-activedescendant=move || insert.active()
            aria-label=session.say(|w| w.ready_search)
            placeholder=session.say(|w| w.ready_search)
            prop:value=insert.words
            on:input:target=move |event| {
                insert.at.set(0);
                insert.words.set(event.target().value());
            }
            on:keydown=move |event| {
                insert.press(&event);
            }
        />
        <div class="sources">
            <Choices
                name="ready-source"
                label=session.say(|w| w.ready_source)
                options=sources.into()
                chosen=insert.source.into()
                on_choose=Callback::new(move |source| {
                    insert.at.set(0);
                    insert.source.set(source);
                })
            />
            <Show when=move || !folders.read().is_empty()>
                <select
                    class="input"
                    aria-label=session.say(|w| w.ready_folder)
                    prop:value=insert.folder
                    on:change:target=move |event| {
                        insert.at.set(0);
                        insert.folder.set(event.target().value());
                    }
                >
                    <option value="">{session.say(|w| w.ready_all_folders)}</option>
                    {move || {
                        let all = folders.get().into_iter();
                        all.map(|it| view! { <option value=it.clone()>{it.clone()}</option> })
                            .collect_view()
                    }}
                </select>
            </Show>
        </div>
    }
}

/// The rows to choose from.
#[component]
fn Rows(insert: Insert) -> impl IntoView {
    let session = insert.session();
    Effect::new(move || {
        if let Some(row) = insert.active() {
            view::reveal(&row);
        }
    });
    let rows = move || {
        let found = insert.found.get().into_iter().enumerate();
        found
            .map(|(at, entry)| view! { <Row insert at entry /> })
            .collect_view()
    };
    view! {
        <div
            id=LIST
            class="ready-list"
            role="listbox"
            aria-label=session.say(|w| w.ready_title)
            hidden=move || insert.found.read().is_empty()
        >
            {rows}
        </div>
    }
}

#[component]
fn Row(insert: Insert, at: usize, entry: Arc<Entry>) -> impl IntoView {
    let session = insert.session();
    let kind = entry.kind;
    let folder = entry.folder.clone();
    let start = text::preview(&entry.content, 90);
    let title = entry.title.clone();
    view! {
        <div
            id=row_id(at)
            class="ready"
            role="option"
            aria-selected=move || (insert.at.get() == at).to_string()
            // The focus stays where one writes.
            on:mousedown=|event: MouseEvent| event.prevent_default()
            on:click=move |_| insert.take(&entry)
        >
            <bdi class="ready-title">{title}</bdi>
            <span class="ready-source">{move || source_name(session, kind)}</span>
            <span class="ready-text">
                {(!folder.is_empty()).then(|| view! { <bdi class="ready-folder">{folder}</bdi> })}
                <bdi>{start}</bdi>
            </span>
        </div>
    }
}

/// What the chosen row says, whether it is a favourite, and the way to the own ones.
#[component]
fn Details(insert: Insert) -> impl IntoView {
    let session = insert.session();
    let chosen = Memo::new(move |_| insert.chosen());
    let is_favourite = move || {
        let chosen = chosen.read();
        let id = chosen.as_ref().map(|it| &it.id);
        id.is_some_and(|it| session.handy().read().is_favourite(it))
    };
    let toggle = move |_| {
        if let Some(it) = chosen.get_untracked() {
            session.toggle_favourite(&it.id);
        }
    };
    let unsaved = move || {
        let count = session.revision().read().count() as u64;
        let shown = session.written(|it| it.number(count));
        (count > 0).then(|| session.words().ready_unsaved.of(count, &shown))
    };
    let edit = move |_| {
        insert.close();
        insert.is_editing.set(true);
    };
    view! {
        <Show when=move || chosen.read().is_some()>
            <p class="ready-content" dir="auto">
                {move || chosen.get().map(|it| text::preview(&it.content, 400))}
            </p>
        </Show>
        <div class="ready-tools">
            <Show when=move || chosen.read().is_some()>
                <button
                    type="button"
                    class="button"
                    aria-pressed=move || is_favourite().to_string()
                    on:click=toggle
                >
                    {session.say(|w| w.ready_favourite)}
                </button>
            </Show>
            <span class="faint">{unsaved}</span>
            <button type="button" class="button edit-quick" on:click=edit>
                <Picture icon=Icon::Pencil />
                {session.say(|w| w.quick_edit)}
            </button>
        </div>
    }
}
