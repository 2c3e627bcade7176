//! Where the reader is in a long transcript, and which rows must be mounted for that.
//!
//! Only a window of rows is in the page. What changes above the reader (earlier rows that arrive, rows that
//! turn out higher than assumed) moves [`Scroll::top`] along, so that the reader stays at the same line.

use client::thread::{
    Thread,
    window::{Slice, Window},
};
use shared::agent::Agent;

/// A line of a transcript that outlives a reload: a row's number, and how far the reader is into the row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Place {
    pub(crate) seq: u64,
    pub(crate) offset: f64,
}

/// The geometry of one transcript.
#[derive(Clone, Debug)]
pub(crate) struct Scroll {
    window: Window,
    /// The key of the first row held, to notice what came before it.
    first: Option<String>,
    /// The key of the row at the top of the view, for when all rows are replaced.
    anchor: Option<(String, f64)>,
    top: f64,
    /// Where the view really stood last.
    stood: f64,
    viewport: f64,
    is_at_end: bool,
    /// Where to go once the row has arrived, and how many pages may still be fetched for it.
    sought: Option<(Place, u8)>,
}

/// A row's height before it is measured.
const ESTIMATE: f64 = 56.0;
/// So many rows more than a screen are mounted above and below what is seen.
const SPARE: usize = 2;
/// The end counts as seen when so much of it is missing.
const NEAR: f64 = 32.0;
/// Earlier rows are fetched when so much is left above.
const AHEAD: f64 = 1_200.0;
/// A view is at least so high, as long as it is not measured.
const LEAST_VIEW: f64 = 400.0;
/// A place further back than so many pages is given up.
const MOST_PAGES: u8 = 30;

impl Scroll {
    /// At the end, or on the way to a place.
    pub(crate) fn new(sought: Option<Place>) -> Self {
        Self {
            window: Window::new(ESTIMATE),
            first: None,
            anchor: None,
            top: 0.0,
            stood: 0.0,
            viewport: 0.0,
            is_at_end: true,
            sought: sought.map(|place| (place, MOST_PAGES)),
        }
    }

    /// Takes up the rows as they are now. The first time it goes to what the reader has not seen, when that
    /// is more than fits into the view.
    pub(crate) fn sync(&mut self, thread: &Thread<Agent>) {
        let is_first_time = self.first.is_none() && self.sought.is_none();
        let first = thread.row(0).map(|row| row.key.as_str());
        if first != self.first.as_deref() {
            let before = self.first.as_deref().and_then(|key| thread.place(key));
            match before {
                Some(count) => self.top += self.window.prepend(count),
                None => self.window = Window::new(ESTIMATE),
            }
            self.window.resize(thread.len());
            if before.is_none() && !self.is_at_end {
                self.find_anchor(thread);
            }
            self.first = first.map(str::to_owned);
        }
        self.window.resize(thread.len());
        if let Some(unseen) = thread.first_unread().filter(|_| is_first_time) {
            let height = self.window.height() - self.window.top(unseen);
            if height > self.viewport.max(LEAST_VIEW) {
                self.go_to(unseen);
            }
        }
        self.seek(thread);
        if self.is_at_end {
            self.top = self.lowest();
        }
    }

    fn find_anchor(&mut self, thread: &Thread<Agent>) {
        let found = self
            .anchor
            .as_ref()
            .and_then(|(key, offset)| Some(self.window.top(thread.place(key)?) + offset));
        self.is_at_end = found.is_none();
        self.top = found.unwrap_or_default();
    }

    fn seek(&mut self, thread: &Thread<Agent>) {
        let Some((place, pages)) = self.sought else {
            return;
        };
        let first = thread.row(0).and_then(|row| row.seq);
        if first.is_none_or(|first| first > place.seq && !thread.is_complete() && pages > 0) {
            return;
        }
        self.sought = None;
        let rows = thread.rows(0..thread.len());
        let index = rows
            .take_while(|row| row.seq.is_some_and(|seq| seq < place.seq))
            .count();
        if pages > 0 && index < thread.len() {
            self.is_at_end = false;
            self.top = self.window.top(index) + place.offset;
        }
    }

    /// The person scrolled, or the view has another size.
    pub(crate) fn scrolled(
        &mut self,
        top: f64,
        viewport: f64,
        content: f64,
        thread: &Thread<Agent>,
    ) {
        // At the end, rows may have come below since; only who goes up leaves it.
        let has_gone_up = top < self.stood - 1.0;
        let is_near_end = content - top - viewport <= NEAR;
        self.is_at_end = is_near_end || self.is_at_end && !has_gone_up;
        self.top = top;
        self.stood = top;
        self.viewport = viewport;
        let index = self.window.at(top);
        let offset = top - self.window.top(index);
        self.anchor = thread.row(index).map(|row| (row.key.clone(), offset));
    }

    /// The view was put here.
    pub(crate) fn stands(&mut self, top: f64) {
        self.stood = top;
    }

    /// A mounted row is so high. Tells whether what is mounted may have to change.
    pub(crate) fn measured(&mut self, index: usize, height: f64) -> bool {
        let bottom = self.window.top(index + 1);
        let change = self.window.measure(index, height);
        if !self.is_at_end && bottom <= self.top {
            self.top += change;
        }
        change != 0.0
    }

    /// A page of earlier rows was asked for.
    pub(crate) fn asked(&mut self) {
        if let Some((_, pages)) = &mut self.sought {
            *pages = pages.saturating_sub(1);
        }
    }

    /// Goes to the end and stays there.
    pub(crate) fn go_to_end(&mut self) {
        self.sought = None;
        self.is_at_end = true;
        self.top = self.lowest();
    }

    fn go_to(&mut self, index: usize) {
        self.sought = None;
        self.is_at_end = false;
        self.top = (self.window.top(index) - NEAR).max(0.0);
    }

    /// What to mount: what is seen and a screen to each side. Moves in steps, so that most scrolling mounts nothing.
    pub(crate) fn slice(&self) -> Slice {
        let view = self.viewport.max(LEAST_VIEW);
        let step = view / 2.0;
        let top = (self.top / step).floor() * step;
        self.window.slice(top - view, 3.0 * view + step, SPARE)
    }

    /// Where the view shall stand.
    pub(crate) fn top(&self) -> f64 {
        self.top
    }

    /// Whether the last row is in view.
    pub(crate) fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Whether earlier rows are wanted.
    pub(crate) fn wants_older(&self) -> bool {
        self.top < AHEAD || self.sought.is_some()
    }

    /// Where the reader is, for after a reload; nothing at the end.
    pub(crate) fn place(&self, thread: &Thread<Agent>) -> Option<Place> {
        if self.is_at_end {
            return self.sought.map(|it| it.0);
        }
        let (key, offset) = self.anchor.as_ref()?;
        let seq = thread.row(thread.place(key)?)?.seq?;
        Some(Place {
            seq,
            offset: *offset,
        })
    }

    fn lowest(&self) -> f64 {
        (self.window.height() - self.viewport).max(0.0)
    }
}
