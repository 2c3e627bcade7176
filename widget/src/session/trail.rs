//! Where the visitor is on the site, while a conversation goes on whose channel follows that.

use shared::{trail::Browse, visitor::Command};
use wasm_bindgen::prelude::Closure;

use super::Session;

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
}
