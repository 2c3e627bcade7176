//! The messages of a conversation. However long it is, only the rows around the reader are in the page.

use leptos::{html, prelude::*};
use shared::id::{self, Id};

use super::{line::Line, talk::Opened};
use crate::{
    dom,
    dom::view::{self, Size, Sizes},
    scroll::Scroll,
    session::Session,
    shortcut::Act,
    ui::icon::{Icon, Picture},
};

/// What the rows of one transcript share.
#[derive(Clone, Copy)]
pub(super) struct Ground {
    pub(super) session: Session,
    pub(super) conversation: StoredValue<Id<id::Conversation>>,
    pub(super) talk: Opened,
    scroll: StoredValue<Scroll>,
    scroller: NodeRef<html::Div>,
    sizes: StoredValue<Option<Sizes>, LocalStorage>,
    /// Told when the geometry is new.
    moved: Trigger,
    is_away: RwSignal<bool>,
}

#[component]
pub(super) fn Transcript(
    conversation: StoredValue<Id<id::Conversation>>,
    talk: Opened,
) -> impl IntoView {
    let session = Session::here();
    let place = conversation.with_value(|it| session.place(it));
    let ground = Ground {
        session,
        conversation,
        talk,
        scroll: StoredValue::new(Scroll::new(place)),
        scroller: NodeRef::new(),
        sizes: StoredValue::new_local(None),
        moved: Trigger::new(),
        is_away: RwSignal::new(false),
    };
    ground
        .sizes
        .set_value(Sizes::new("data-row", move |sizes| ground.measure(&sizes)));
    on_cleanup(move || ground.keep_place());
    dom::on_leave(move || ground.keep_place());
    let slice = Memo::new(move |_| {
        ground.moved.track();
        ground.sync();
        ground.scroll.with_value(Scroll::slice)
    });
    let rows = Memo::new(move |_| {
        let talk = talk.read();
        let rows = talk.thread().rows(slice.read().rows.clone());
        rows.map(|row| row.key.clone()).collect::<Vec<_>>()
    });
    Effect::new(move || {
        rows.track();
        slice.track();
        talk.track();
        view::before_picture(move || ground.settle());
    });
    Effect::new(move || {
        if let Some(scroller) = ground.scroller.get() {
            ground.with_sizes(|sizes| sizes.watch(scroller.into()));
        }
    });
    dom::keys::on_act(move |act| {
        let is_meant = act == Act::Latest && session.settings().read_untracked().has_single_keys;
        if is_meant {
            ground.go_to_end();
        }
        is_meant
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
                    <For each=move || rows.get() key=Clone::clone let(key)>
                        <Line row_key=key ground />
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
    let Ground { session, talk, .. } = ground;
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
    let Ground { session, talk, .. } = ground;
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
    let Ground {
        session,
        conversation,
        ..
    } = ground;
    let writers = Memo::new(move |_| conversation.with_value(|it| session.typing().read().who(it)));
    let sentence = move || {
        let words = session.words();
        let lines = writers.get().into_iter().map(|it| {
            let line = if it.is_private {
                words.is_typing_private
            } else {
                words.is_typing
            };
            let visitor = || conversation.with_value(|it| session.visitor_name(it));
            crate::words::fill(line, "name", &it.agent.map_or_else(visitor, |it| it.name))
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

impl Ground {
    /// Takes up the rows as they are.
    fn sync(self) {
        let talk = self.talk.read();
        self.scroll.update_value(|it| it.sync(talk.thread()));
    }

    /// The page shows the rows now: the view goes where it shall stand.
    fn settle(self) {
        let Some(scroller) = self.scroller.try_get_untracked().flatten() else {
            return;
        };
        let Some((top, is_at_end)) = self.scroll.try_with_value(|it| (it.top(), it.is_at_end()))
        else {
            return;
        };
        if is_at_end {
            view::scroll_to_end(&scroller);
        } else {
            view::scroll_to(&scroller, top);
        }
        let (top, ..) = view::extent(&scroller);
        self.scroll.update_value(|it| it.stands(top));
        self.report();
    }

    /// Rows, or the view, have another size.
    fn measure(self, sizes: &[Size]) {
        let talk = self.talk.read_untracked();
        let mut has_changed = false;
        for Size { label, height } in sizes {
            let place = label.as_ref().and_then(|key| talk.thread().place(key));
            if let Some(place) = place.filter(|_| *height > 0.0) {
                has_changed |= self
                    .scroll
                    .try_update_value(|it| it.measured(place, *height))
                    == Some(true);
            }
        }
        drop(talk);
        if has_changed {
            self.moved.notify();
        }
        self.settle();
        if sizes.iter().any(|it| it.label.is_none()) {
            self.scrolled();
        }
    }

    /// The reader scrolled.
    fn scrolled(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let (top, viewport, content) = view::extent(&scroller);
        let talk = self.talk.read_untracked();
        self.scroll
            .update_value(|it| it.scrolled(top, viewport, content, talk.thread()));
        drop(talk);
        self.moved.notify();
        self.report();
    }

    /// Tells where the reader is, and fetches what comes into reach.
    fn report(self) {
        let (is_at_end, wants_older) = self
            .scroll
            .with_value(|it| (it.is_at_end(), it.wants_older()));
        if self.is_away.get_untracked() == is_at_end {
            self.is_away.set(!is_at_end);
        }
        self.session.reach_end(is_at_end);
        if wants_older && !self.talk.read_untracked().has_older_failed() {
            self.fetch_older();
        }
    }

    fn fetch_older(self) {
        if self
            .conversation
            .with_value(|it| self.session.fetch_older(it))
        {
            self.scroll.update_value(Scroll::asked);
        }
    }

    fn go_to_end(self) {
        self.scroll.update_value(Scroll::go_to_end);
        self.moved.notify();
        self.settle();
    }

    fn keep_place(self) {
        let talk = self.talk.read_untracked();
        let place = self.scroll.with_value(|it| it.place(talk.thread()));
        self.conversation
            .with_value(|it| self.session.keep_place(it, place));
    }

    /// Has the size of something watched.
    pub(super) fn with_sizes(self, watch: impl FnOnce(&mut Sizes)) {
        self.sizes.update_value(|it| {
            if let Some(sizes) = it {
                watch(sizes);
            }
        });
    }
}
