//! Files of the contact's conversations: to look at again, and to send once more.

use std::sync::Arc;

use leptos::prelude::*;
use shared::register::{ContactFile, Document};

use crate::{
    screen::chats::{files::size_text, opened::Opened},
    slice::is_named,
    ui::icon::{Icon, Picture},
    words::fill,
};

/// So many are looked through without a search.
const FEW: usize = 5;

#[component]
pub(super) fn Documents(opened: Opened, file: Memo<Option<Arc<ContactFile>>>) -> impl IntoView {
    let session = opened.session;
    let all = Memo::new(move |_| {
        let file = file.read();
        file.as_ref()
            .map_or_else(Vec::new, |it| it.documents.clone())
    });
    let words = RwSignal::new(String::new());
    // Lists that are as they were are not drawn anew: a key's focus stays where it is.
    let found = Memo::new(move |_| {
        let mut found = all.get();
        found.retain(|it| is_named(&it.file.name, &words.read()));
        found
    });
    let rows = move || {
        let found = found.get().into_iter();
        found
            .map(|document| view! { <Row opened document /> })
            .collect_view()
    };
    let none = move || {
        let is_none = found.read().is_empty();
        is_none.then(|| session.words().document_none)
    };
    view! {
        <Show when=move || !all.read().is_empty()>
            <h4>{session.say(|w| w.documents)}</h4>
            <Show when=move || { all.read().len() > FEW }>
                <div role="search" class="contact-search">
                    <input
                        type="search"
                        id="document-search"
                        class="input"
                        autocomplete="off"
                        aria-label=session.say(|w| w.document_search)
                        placeholder=session.say(|w| w.document_search)
                        prop:value=words
                        on:input:target=move |event| words.set(event.target().value())
                    />
                </div>
            </Show>
            <ul class="entries documents">{rows}</ul>
            <p class="faint" role="status">
                {none}
            </p>
        </Show>
    }
}

#[component]
fn Row(opened: Opened, document: Document) -> impl IntoView {
    let session = opened.session;
    let Document {
        file, at, private, ..
    } = document;
    let size = file.size;
    let hint = move || {
        let day = session.written(|it| it.day(at));
        let private = if private {
            session.words().private_mark
        } else {
            ""
        };
        let parts = [&*size_text(session, size), &*day, private].map(str::to_owned);
        let parts: Vec<_> = parts.into_iter().filter(|it| !it.is_empty()).collect();
        parts.join(" · ")
    };
    let name = file.name.clone();
    let label = {
        let name = name.clone();
        Signal::derive(move || fill(session.words().document_attach, "name", &name))
    };
    let file = StoredValue::new(file);
    let is_busy = move || opened.with_id(|to| file.with_value(|it| session.is_copying(to, &it.id)));
    let may_attach = Memo::new(move |_| {
        opened.seat.read().can_write() && session.connection().read().files().is_some()
    });
    let attach =
        move |_| opened.with_id(|it| file.with_value(|file| session.attach_copy(it, file)));
    view! {
        <li>
            <button
                type="button"
                class="entry"
                on:click=move |_| file.with_value(|it| session.open_file(it))
            >
                <bdi>{name}</bdi>
                <bdi class="faint">{hint}</bdi>
            </button>
            <Show when=move || may_attach.get()>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=label
                    title=label
                    aria-busy=move || is_busy().to_string()
                    aria-disabled=move || is_busy().to_string()
                    on:click=attach
                >
                    <Picture icon=Icon::Paperclip />
                </button>
            </Show>
        </li>
    }
}
