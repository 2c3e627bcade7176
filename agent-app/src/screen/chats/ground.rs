//! What the rows of one transcript share: where the reader is, how high rows are, and what moves them.

use client::thread::window::Slice;
use leptos::{html, prelude::*};

use super::{
    mounted::{Standing, standings},
    opened::Opened,
};
use crate::{
    dom::view::{self, Size, Sizes},
    locale::day_number,
    scroll::Scroll,
};

/// What the rows of one transcript share.
#[derive(Clone, Copy)]
pub(super) struct Ground {
    pub(super) opened: Opened,
    scroll: StoredValue<Scroll>,
    pub(super) scroller: NodeRef<html::Div>,
    sizes: StoredValue<Option<Sizes>, LocalStorage>,
    /// Told when the geometry is new.
    moved: Trigger,
    pub(super) is_away: RwSignal<bool>,
    /// Whether the view is put in its place before the next picture.
    is_settling: StoredValue<bool>,
    /// The day it is, by the reader's calendar.
    pub(super) today: Memo<i64>,
    /// What to call the visitor; [`Opened::name`] is told of much that does not change it.
    pub(super) name: Memo<String>,
}

impl Ground {
    pub(super) fn new(opened: Opened) -> Self {
        let place = opened.with_id(|it| opened.session.place(it));
        let ground = Self {
            opened,
            scroll: StoredValue::new(Scroll::new(place)),
            scroller: NodeRef::new(),
            sizes: StoredValue::new_local(None),
            moved: Trigger::new(),
            is_away: RwSignal::new(false),
            is_settling: StoredValue::new(false),
            today: Memo::new(move |_| day_number(opened.session.server_time())),
            name: Memo::new(move |_| opened.name.get()),
        };
        let sizes = Sizes::new("data-row", move |sizes| ground.measure(&sizes));
        ground.sizes.set_value(sizes);
        ground
    }

    /// What to mount, now and whenever that changes.
    pub(super) fn slice(self) -> Slice {
        self.moved.track();
        self.sync();
        self.scroll.with_value(Scroll::slice)
    }

    /// How the rows that are mounted stand.
    pub(super) fn standings(self, slice: &Slice) -> Vec<Standing> {
        standings(&self.opened.talk.read(), slice.rows.clone())
    }

    /// Has the size of the view watched, once it is there.
    pub(super) fn watch_view(self) {
        if let Some(scroller) = self.scroller.get() {
            self.with_sizes(|sizes| sizes.watch(scroller.into()));
        }
    }

    /// Takes up the rows as they are.
    fn sync(self) {
        let talk = self.opened.talk.read();
        self.scroll.update_value(|it| it.sync(talk.thread()));
    }

    /// Has the view put in its place before the next picture, when the page shows the rows.
    pub(super) fn settle_soon(self) {
        if !self.is_settling.get_value() {
            self.is_settling.set_value(true);
            view::before_picture(move || {
                self.is_settling.try_set_value(false);
                self.settle();
            });
        }
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
        let talk = self.opened.talk.read_untracked();
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
    pub(super) fn scrolled(self) {
        let Some(scroller) = self.scroller.get_untracked() else {
            return;
        };
        let (top, viewport, content) = view::extent(&scroller);
        let talk = self.opened.talk.read_untracked();
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
        self.opened.session.reach_end(is_at_end);
        if wants_older && !self.opened.talk.read_untracked().has_older_failed() {
            self.fetch_older();
        }
    }

    pub(super) fn fetch_older(self) {
        if self
            .opened
            .with_id(|it| self.opened.session.fetch_older(it))
        {
            self.scroll.update_value(Scroll::asked);
        }
    }

    pub(super) fn go_to_end(self) {
        self.scroll.update_value(Scroll::go_to_end);
        self.moved.notify();
        self.settle();
    }

    pub(super) fn keep_place(self) {
        let talk = self.opened.talk.read_untracked();
        let place = self.scroll.with_value(|it| it.place(talk.thread()));
        self.opened
            .with_id(|it| self.opened.session.keep_place(it, place));
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
