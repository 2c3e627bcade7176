//! Files: those that go with the message being written, and those that came.

use client::{
    Delivery, Voice,
    attach::{Next, Stage},
    delivery::{Answer, Outcome},
};
use shared::{
    file::{Fetch, File},
    id::{self, Id},
    visitor::{Command, Visitor},
};
use wasm_bindgen::prelude::Closure;

use super::Session;
use crate::{
    composer::FILES,
    dom::{Part, after, part},
};

/// A file that was asked for.
pub(super) struct Asked {
    /// With this command; nothing: to be asked when there is a connection.
    id: Option<Id<id::Client>>,
    file: File,
    picture: Option<Part>,
}

impl Session {
    /// Hears of files that the visitor chooses, and how far they come.
    pub(super) fn listen_for_files(self) {
        let on_file = move |name, size, kind| self.attach(name, size, kind);
        let on_file = Closure::<dyn FnMut(String, f64, String) -> u32>::new(on_file);
        let on_step = move |number, sent, status, answer: String| {
            self.step(number, sent, status, &answer);
        };
        let on_step = Closure::<dyn FnMut(u32, f64, i32, String)>::new(on_step);
        self.0
            .host
            .attach(on_file.into_js_value(), on_step.into_js_value());
    }

    /// Keeps which files are there for the next page, a reload, and other tabs.
    pub(super) fn remember_files(self) {
        let kept = self.read(|it| it.composer.tray.encode());
        self.client().remember(FILES, &kept);
    }

    /// A file is attached; gives its number.
    fn attach(self, name: String, size: f64, kind: String) -> u32 {
        let file = File {
            name,
            size: size as u64,
            kind,
            ..File::default()
        };
        let mut added = (0, false);
        self.change(|it| {
            added = it.composer.add(file);
            true
        });
        if added.1 {
            self.announce(added.0);
        }
        added.0
    }

    /// Sends a file again that did not arrive.
    pub(crate) fn attach_again(self, number: u32) {
        self.0.state.borrow_mut().composer.tray.retry(number);
        self.announce(number);
    }

    /// Announces a file, for the first time or again.
    fn announce(self, number: u32) {
        self.change(|it| {
            let upload = it.composer.tray.announce(number);
            if let Some(upload) = upload {
                let id = self.client().send(Command::Upload(upload));
                it.composer.tray.announced(number, id);
            }
            true
        });
    }

    /// Takes a file out again.
    pub(crate) fn detach(self, number: u32) {
        self.0.host.forget(number);
        self.change(|it| {
            it.composer.tray.remove(number);
            true
        });
        self.remember_files();
        part("message").focus();
    }

    fn step(self, number: u32, sent: f64, status: i32, answer: &str) {
        let mut next = None;
        self.change(|it| {
            let tray = &mut it.composer.tray;
            if status < 0 {
                return tray.moved(number, sent as u64);
            }
            next = Some(tray.arrived(number, status as u16, answer));
            true
        });
        if let Some(next) = next {
            self.go_on(number, next);
        }
    }

    fn go_on(self, number: u32, next: Next) {
        match next {
            Next::Send(slot) => self.0.host.upload(number, &slot.address, &slot.key),
            Next::Again(ms) => after(ms, move || self.0.host.upload(number, "", "")),
            Next::Anew => self.announce(number),
            Next::Forget => {
                let is_cut = self.read(|it| {
                    let mut chips = it.composer.tray.chips().iter();
                    chips.any(|it| it.key == number && it.stage == Stage::Cut)
                });
                if !is_cut {
                    self.0.host.forget(number);
                }
                self.remember_files();
            }
        }
    }

    pub(super) fn hear_answer(self, delivery: &Delivery<Visitor>, answer: &Answer<Visitor>) {
        let mut next = None;
        self.change(|it| {
            next = it.composer.tray.receive(delivery);
            next.is_some()
        });
        if let Some((number, next)) = next {
            if matches!(answer.outcome, Outcome::Refused(_)) {
                self.client().discard(&answer.id);
            }
            self.go_on(number, next);
        }
        let mut asked = self.0.asked.borrow_mut();
        let is_it = |it: &Asked| it.id.as_ref() == Some(&answer.id);
        let Some(at) = asked.iter().position(is_it) else {
            return;
        };
        let mut it = asked.swap_remove(at);
        match &answer.outcome {
            Outcome::Done(reply) => {
                if let Some(link) = reply.as_ref().and_then(Visitor::link) {
                    let is_shown = it.file.is_picture();
                    self.0.host.open(&link.address, is_shown, it.picture);
                }
            }
            Outcome::Unanswered if it.picture.is_some() => {
                it.id = None;
                asked.push(it);
            }
            _ => {}
        }
    }

    /// Shows a file in a picture, or saves it; a picture opens in a page of its own.
    pub(crate) fn fetch(self, file: &File, picture: Option<Part>) {
        let file = file.clone();
        let fetch = Fetch {
            file: file.id.clone(),
        };
        let id = Some(self.client().ask(Command::Fetch(fetch)));
        self.0.asked.borrow_mut().push(Asked { id, file, picture });
    }

    /// Asks for the pictures that could not be asked for without a connection.
    pub(super) fn fetch_again(self) {
        if self.read(|it| it.status.is_live()) {
            let waiting = self
                .0
                .asked
                .borrow_mut()
                .extract_if(.., |it| it.id.is_none())
                .collect::<Vec<_>>();
            for it in waiting {
                self.fetch(&it.file, it.picture);
            }
        }
    }
}
