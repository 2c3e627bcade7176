//! What the session holds on to that no view shows: the client, the page, and counts of what was done.

use std::cell::{Cell, OnceCell, RefCell};

use client::{driver::web::Client, typing::Throttle};
use shared::visitor::Visitor;
use wasm_bindgen::prelude::Closure;

use crate::perform::Host;

pub(super) struct Outside {
    pub(super) host: Host,
    pub(super) language: String,
    pub(super) client: OnceCell<Client<Visitor>>,
    /// Whether this tab is the one that speaks for all of the visitor's.
    pub(super) is_leading: Cell<bool>,
    throttle: RefCell<Throttle>,
    edits: Cell<u32>,
    told: Cell<Option<(usize, bool)>>,
}

impl Outside {
    pub(super) fn new(host: Host, language: String) -> Self {
        Self {
            host,
            language,
            client: OnceCell::new(),
            is_leading: Cell::new(true),
            throttle: RefCell::default(),
            edits: Cell::new(0),
            told: Cell::new(None),
        }
    }

    pub(super) fn client(&self) -> &Client<Visitor> {
        self.client.get().expect("the client starts with the app")
    }

    pub(super) fn listen(&self, on_panel: impl FnMut(bool, bool) + 'static) {
        let on_panel = Closure::<dyn FnMut(bool, bool)>::new(on_panel);
        self.host.listen(on_panel.into_js_value());
    }

    /// Tells the page how many messages wait to be seen and whether a conversation goes on.
    pub(super) fn tell(&self, unread: usize, is_live: bool) {
        let state = Some((unread, is_live));
        if self.told.replace(state) != state {
            self.host.tell(unread as u32, is_live);
        }
    }

    /// One sound, however many tabs are open.
    pub(super) fn ring(&self) {
        if self.is_leading.get() {
            self.host.ring();
        }
    }

    /// Counts a change of what is written.
    pub(super) fn edit(&self) -> u32 {
        self.edits.set(self.edits.get() + 1);
        self.edits.get()
    }

    pub(super) fn is_last_edit(&self, number: u32) -> bool {
        self.edits.get() == number
    }

    /// Whether a pressed key should be told now.
    pub(super) fn tells_writing(&self, now: u64) -> bool {
        self.throttle.borrow_mut().is_due(now)
    }

    /// The text was sent: the next pressed key is told at once.
    pub(super) fn rests(&self) {
        self.throttle.borrow_mut().rest();
    }
}
