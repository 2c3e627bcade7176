//! The window in which one keeps quick replies. What is written stands on this device until it is saved.

use leptos::{html, prelude::*};
use shared::{
    error::Code,
    id::{self, Id},
};

use super::Insert;
use crate::{
    dom::{focus, view},
    session::Session,
    slice::{Draft, Part},
    ui::dialog::Dialog,
};

#[component]
pub(in crate::screen) fn QuickReplies(insert: Insert) -> impl IntoView {
    let session = insert.session();
    let is_editing = insert.is_editing;
    let close = Callback::new(move |()| {
        if is_editing.get_untracked() {
            is_editing.set(false);
            focus::focus(super::FIELD);
        }
    });
    view! {
        <Dialog
            name="quick-replies"
            title=session.say(|w| w.ready_quick_all)
            is_open=is_editing.into()
            on_close=close
        >
            <Window close />
        </Dialog>
    }
}

#[component]
fn Window(close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let rows = Memo::new(move |_| {
        let replies = session.replies().read();
        session.revision().read().rows(&replies)
    });
    let ids = Memo::new(move |_| {
        let rows = rows.read();
        rows.iter().map(|it| it.id.clone()).collect::<Vec<_>>()
    });
    let add = move |_| {
        if let Some(id) = session.add_quick() {
            let field = field_id(&id, Part::Title);
            view::before_picture(move || {
                focus::focus(&field);
            });
        }
    };
    let save = move |_| match session.save_quick() {
        Ok(()) => close.run(()),
        Err(id) => {
            focus::focus(&field_id(&id, Part::Title));
        }
    };
    view! {
        <p>{session.say(|w| w.quick_text)}</p>
        <ul class="quick-list">
            <For each=move || ids.get() key=Clone::clone let:id>
                <Row id rows />
            </For>
        </ul>
        <div class="answers">
            <button type="button" class="button" on:click=add>{session.say(|w| w.quick_add)}</button>
            <button type="button" class="button" on:click=move |_| close.run(())>
                {session.say(|w| w.close)}
            </button>
            <button type="button" class="button" data-kind="primary" on:click=save>
                {session.say(|w| w.quick_save)}
            </button>
        </div>
    }
}

#[component]
fn Row(id: Id<id::Reply>, rows: Memo<Vec<Draft>>) -> impl IntoView {
    let session = Session::here();
    let id = StoredValue::new(id);
    let row = Memo::new(move |_| {
        let rows = rows.read();
        id.with_value(|id| rows.iter().find(|it| it.id == *id).cloned())
    });
    let is_gone = Memo::new(move |_| row.read().as_ref().is_some_and(|it| it.is_gone));
    let fault = Memo::new(move |_| {
        let row = row.read();
        row.as_ref()
            .and_then(|it| session.revision().read().fault(it))
    });
    let wrong = move || {
        let words = session.words();
        fault.get().map(|code| match code {
            Code::Empty => words.quick_incomplete,
            Code::TooLong => words.quick_too_long,
            code => words.refusal(code),
        })
    };
    let toggle = move |_| {
        let is_gone = is_gone.get_untracked();
        id.with_value(|id| session.remove_quick(id, !is_gone));
    };
    let note = id.with_value(|id| format!("quick-note-{id}"));
    let text_note = note.clone();
    let content = NodeRef::<html::Textarea>::new();
    view! {
        <li class="quick" data-gone=move || is_gone.get().then_some("true")>
            <Line id row part=Part::Title note=note.clone() />
            <Line id row part=Part::Folder note=note.clone() />
            <textarea
                class="input"
                rows="2"
                node_ref=content
                id=id.with_value(|id| field_id(id, Part::Content))
                aria-label=session.say(|w| w.quick_content)
                aria-describedby=text_note
                placeholder=session.say(|w| w.quick_content)
                disabled=move || is_gone.get()
                prop:value=move || row.get().map(|it| it.content).unwrap_or_default()
                on:input:target=move |event| {
                    let text = event.target().value();
                    id.with_value(|id| session.write_quick(id, Part::Content, &text));
                }
            ></textarea>
            <p id=note class="wrong" role="status">{wrong}</p>
            <button type="button" class="button" data-kind="quiet" on:click=toggle>
                {move || {
                    let words = session.words();
                    if is_gone.get() { words.quick_keep } else { words.quick_remove }
                }}
            </button>
        </li>
    }
}

/// Title or folder.
#[component]
fn Line(
    id: StoredValue<Id<id::Reply>>,
    row: Memo<Option<Draft>>,
    part: Part,
    note: String,
) -> impl IntoView {
    let session = Session::here();
    let label = session.say(match part {
        Part::Folder => |w| w.ready_folder,
        _ => |w| w.quick_title,
    });
    let value = move || {
        let row = row.get();
        row.map(|it| {
            if part == Part::Folder {
                it.folder
            } else {
                it.title
            }
        })
        .unwrap_or_default()
    };
    view! {
        <input
            class="input"
            type="text"
            autocomplete="off"
            id=id.with_value(|id| field_id(id, part))
            aria-label=label
            aria-describedby=note
            placeholder=label
            disabled=move || row.read().as_ref().is_some_and(|it| it.is_gone)
            prop:value=value
            on:input:target=move |event| {
                let text = event.target().value();
                id.with_value(|id| session.write_quick(id, part, &text));
            }
        />
    }
}

fn field_id(id: &Id<id::Reply>, part: Part) -> String {
    let part = match part {
        Part::Folder => "folder",
        Part::Title => "title",
        Part::Content => "content",
    };
    format!("quick-{part}-{id}")
}
