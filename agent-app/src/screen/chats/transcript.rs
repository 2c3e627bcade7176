//! The messages of a conversation. However long it is, only the rows around the reader are in the page.

use leptos::prelude::*;

use super::{ground::Ground, line::Line, mounted::Mounted, opened::Opened};
use crate::{
    dom,
    shortcut::Act,
    ui::icon::{Icon, Picture},
    words::fill,
};

#[component]
pub(super) fn Transcript(opened: Opened) -> impl IntoView {
    let Opened { session, talk, .. } = opened;
    let ground = Ground::new(opened);
    on_cleanup(move || ground.keep_place());
    dom::on_leave(move || ground.keep_place());
    let slice = Memo::new(move |_| ground.slice());
    let rows = Memo::new(move |_| ground.standings(&slice.read()));
    let mounted = StoredValue::new_local(Mounted::default());
    let shown = move || {
        let rows = rows.read();
        mounted
            .try_update_value(|it| it.take(&rows))
            .unwrap_or_default()
    };
    Effect::new(move || {
        rows.track();
        slice.track();
        talk.track();
        ground.settle_soon();
    });
    Effect::new(move || {
        ground.watch_view();
    });
    dom::keys::on_act(move |act| {
        let to_end = move || ground.go_to_end();
        (act == Act::Latest).then(|| Box::new(to_end) as dom::keys::Deed)
    });
    let pixels = |height: f64| format!("{height}px");
    view! {
        <div class="transcript-frame">
            <div
                class="scroller"
                role="region"
                tabindex="0"
                aria-label=session.say(|w| w.messages)
                node_ref=ground.scroller
                on:scroll=move |_| ground.scrolled()
            >
                <Earlier ground />
                <div style:height=move || pixels(slice.read().above)></div>
                <ul class="transcript">
                    <For each=shown key=|it| it.key.clone() let(shown)>
                        <Line shown ground />
                    </For>
                </ul>
                <div style:height=move || pixels(slice.read().below)></div>
            </div>
            <Jump ground />
        </div>
        <Writers ground />
    }
}

/// What stands above the first row while there is more.
#[component]
fn Earlier(ground: Ground) -> impl IntoView {
    let Opened { session, talk, .. } = ground.opened;
    let has_failed = Memo::new(move |_| talk.read().has_older_failed());
    let is_loading = Memo::new(move |_| talk.read().thread().is_loading());
    view! {
        <div class="earlier" role="status">
            <Show when=move || is_loading.get()>
                <span class="slow">{session.say(|w| w.loading_earlier)}</span>
            </Show>
            <Show when=move || has_failed.get() && !is_loading.get()>
                <span>{session.say(|w| w.earlier_failed)}</span>
                <button type="button" class="button" on:click=move |_| ground.fetch_older()>
                    {session.say(|w| w.retry)}
                </button>
            </Show>
        </div>
    }
}

/// The way back to the end, with the number of messages one has not seen.
#[component]
fn Jump(ground: Ground) -> impl IntoView {
    let Opened { session, talk, .. } = ground.opened;
    let unread = Memo::new(move |_| talk.read().thread().unread() as u64);
    let sentence = move || {
        let words = session.words();
        match unread.get() {
            0 => words.to_latest.to_owned(),
            more => words
                .new_below
                .of(more, &session.written(|it| it.number(more))),
        }
    };
    view! {
        <Show when=move || ground.is_away.get()>
            <button
                type="button"
                class="button jump"
                data-news=move || unread.get() != 0
                on:click=move |_| ground.go_to_end()
            >
                <Picture icon=Icon::ArrowDown />
                {sentence}
            </button>
        </Show>
    }
}

/// Who is writing.
#[component]
fn Writers(ground: Ground) -> impl IntoView {
    let Opened {
        session,
        conversation,
        name: visitor,
        ..
    } = ground.opened;
    let writers = Memo::new(move |_| conversation.with_value(|it| session.typing().read().who(it)));
    let sentence = move || {
        let words = session.words();
        let lines = writers.get().into_iter().map(|it| {
            let line = if it.is_private {
                words.is_typing_private
            } else {
                words.is_typing
            };
            fill(
                line,
                "name",
                &it.agent.map_or_else(|| visitor.get(), |it| it.name),
            )
        });
        lines.collect::<Vec<_>>().join(" ")
    };
    view! {
        <div class="writers">
            <Show when=move || !writers.read().is_empty()>
                <span class="typing"><i></i>{sentence}</span>
            </Show>
        </div>
    }
}
