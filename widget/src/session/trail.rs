//! What the page tells of the visitor while a conversation goes on: where they are, where the channel follows that, and what
//! else the site says.

use shared::{
    trail::Browse,
    variable::{Tell, Told},
    visitor::Command,
};
use wasm_bindgen::prelude::Closure;

use super::Session;
use crate::composer;

impl Session {
    /// Tells the server of each page that the page tells of.
    pub(super) fn listen_for_pages(self) {
        let on_page = Closure::<dyn FnMut()>::new(move || {
            let here = |at| self.0.host.here(at);
            if self.0.is_followed.get() {
                self.ask(Command::Browse(Browse {
                    address: here(0),
                    title: here(1),
                    referrer: here(2),
                    zone: here(3),
                    browser: here(4),
                }));
            }
        });
        self.0.host.on_page(on_page.into_js_value());
    }

    /// Asks the page where the visitor is, when that begins to matter, and anew with each connection.
    pub(super) fn follow_pages(self) {
        let is_followed = self.read(|it| {
            let channel = it.status.channel.as_ref();
            let is_wanted = channel.is_some_and(|it| it.page_trail);
            is_wanted && it.status.is_live() && it.stage().is_live()
        });
        if is_followed && !self.0.is_followed.replace(is_followed) {
            self.0.host.say("where");
        }
        self.0.is_followed.set(is_followed);
    }

    /// What the page tells of the visitor, now.
    pub(super) fn variables(self) -> Vec<Told> {
        composer::told(&self.0.host.variables())
    }

    /// Tells the server when the page tells something else.
    pub(super) fn listen_for_variables(self) {
        let on_told = Closure::<dyn FnMut()>::new(move || {
            self.0.has_told.set(false);
            self.0.is_news.set(true);
            self.tell_variables();
        });
        self.0.host.on_told(on_told.into_js_value());
    }

    /// Tells what the page tells, when that begins to matter, and anew with each connection: another page may say
    /// something else.
    pub(super) fn tell_variables(self) {
        let matters = self.read(|it| it.status.is_live() && it.stage().is_live());
        if matters && !self.0.has_told.replace(matters) {
            let variables = self.variables();
            if self.0.is_news.take() || !variables.is_empty() {
                self.ask(Command::Tell(Tell { variables }));
            }
        }
        self.0.has_told.set(matters);
    }
}
