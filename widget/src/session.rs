//! The state of the app: one signal per slice, and the visitor's intents. Nothing else writes it.

use std::time::Duration;

use client::{Delivery, driver::web, notice, outbox::News, thread::Thread};
use leptos::prelude::{
    GetUntracked, LocalStorage, Memo, RwSignal, StoredValue, Update, UpdateUntracked, With,
    WithUntracked, WithValue, set_timeout,
};
use shared::{
    id::{self, Id},
    limits::TYPING_LIVES_MS,
    visitor::{Command, End, Hint, Post, Reopen, Typing, Visitor},
};

use crate::{
    composer::{Composer, Field},
    panel::Panel,
    perform::Host,
    stage::Stage,
    status::Status,
    words::Words,
};

mod outside;
mod read;

use outside::Outside;

/// After so long without connection the visitor is told.
const SLOW_AFTER_MS: u64 = 2_000;
/// A pause in typing after which the draft is remembered.
const PAUSE_MS: u64 = 400;
/// Within this time another tab, where the visitor looks at the message, tells that it was seen.
const RING_AFTER_MS: u64 = 400;

/// The state of the app.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    pub(crate) words: Words,
    status: RwSignal<Status>,
    thread: RwSignal<Thread<Visitor>>,
    composer: RwSignal<Composer>,
    panel: RwSignal<Panel>,
    calls: RwSignal<u32>,
    stage: Memo<Stage>,
    outside: StoredValue<Outside, LocalStorage>,
}

impl Session {
    pub(crate) fn new(words: Words, language: String, host: Host) -> Self {
        let status = RwSignal::new(Status::new());
        let thread = RwSignal::new(Thread::of_visitor());
        let panel = RwSignal::new(Panel::default());
        let stage = Memo::new(move |_| {
            thread.with(|thread| panel.with(|panel| status.with(|it| Stage::of(thread, panel, it))))
        });
        Self {
            words,
            status,
            thread,
            composer: RwSignal::new(Composer::default()),
            panel,
            calls: RwSignal::new(0),
            stage,
            outside: StoredValue::new_local(Outside::new(host, language)),
        }
    }

    /// Connects, and tells the page that the app is there.
    pub(crate) fn begin(self, channel: &str) {
        let config = web::Config::visitor(web::own_socket(), Id::new(channel));
        let client = web::Client::start(config, move |delivery| self.receive(&delivery));
        self.outside(|it| it.client.set(client).ok());
        self.watch_connection();
        self.outside(|it| it.listen(move |is_visible, is_called| self.show(is_visible, is_called)));
    }

    /// Gives every slice what happened, and does what follows from it.
    fn receive(self, delivery: &Delivery<Visitor>) {
        let attention = notice::Attention {
            is_looking: self.panel.with_untracked(Panel::is_looking),
            conversation: None,
        };
        let notice = notice::for_visitor(delivery, &attention);
        self.status.maybe_update(|it| it.receive(delivery));
        self.composer.maybe_update(|it| it.receive(delivery));
        self.panel.maybe_update(|it| it.receive(delivery));
        self.thread.maybe_update(|it| it.receive(delivery));
        match delivery {
            Delivery::Status(_) => self.watch_connection(),
            Delivery::Hint(Hint::Typing(_)) => self.watch_writing(),
            Delivery::Outbox(News::Kept(_)) => self.remember(Field::Message),
            Delivery::Leading(is_leading) => self.outside(|it| it.is_leading.set(*is_leading)),
            _ => {}
        }
        if notice.is_some() {
            after(RING_AFTER_MS, move || self.ring());
        }
        self.attend();
    }

    /// What the visitor looks at is seen; the page learns what is not.
    fn attend(self) {
        let is_looking = self.panel.with_untracked(Panel::is_looking);
        let command = if is_looking {
            self.thread.update_untracked(Thread::mark_seen)
        } else {
            None
        };
        if let Some(command) = command {
            self.ask(command);
        }
        let unread = if is_looking {
            0
        } else {
            self.thread.with_untracked(Thread::unread)
        };
        let is_live = self.stage.get_untracked().is_live() || unread > 0;
        self.outside(|it| it.tell(unread, is_live));
    }

    fn ring(self) {
        let is_missed = self.thread.with_untracked(Thread::unread) > 0;
        let may_ring = self
            .panel
            .with_untracked(|it| it.has_sound && !it.is_looking());
        if is_missed && may_ring {
            self.outside(Outside::ring);
        }
    }

    fn watch_connection(self) {
        if self.status.with_untracked(Status::is_gone) {
            self.outside(|it| it.host.say("gone"));
        }
        if let Some(number) = self.status.with_untracked(Status::break_number) {
            after(SLOW_AFTER_MS, move || {
                self.status.maybe_update(|it| it.grow_slow(number));
            });
        }
    }

    fn watch_writing(self) {
        let hints = self.status.with_untracked(|it| it.hints);
        after(TYPING_LIVES_MS, move || {
            self.status.maybe_update(|it| it.stop_writing(hints));
        });
    }

    /// The page shows the chat or hides it; `is_called`: the visitor opened it just now.
    fn show(self, is_visible: bool, is_called: bool) {
        self.panel.update(|it| it.is_visible = is_visible);
        if is_called {
            self.call();
        }
        if !is_visible {
            Field::ALL
                .into_iter()
                .for_each(|field| self.remember(field));
        }
        self.attend();
    }

    /// Leads the visitor to where one writes.
    pub(crate) fn call(self) {
        self.calls.update(|it| *it += 1);
    }

    pub(crate) fn close(self) {
        self.outside(|it| it.host.say("close"));
    }

    /// The visitor scrolled: to the newest message, or away from it.
    pub(crate) fn scroll(self, is_at_end: bool) {
        self.panel.maybe_update(|it| it.scroll(is_at_end));
        self.attend();
    }

    /// The visitor looks for what came earlier.
    pub(crate) fn look_back(self) {
        let mut question = None;
        self.thread.maybe_update(|it| {
            question = it.older();
            question.is_some()
        });
        if let Some(question) = question {
            self.ask(question);
        }
    }

    pub(crate) fn write(self, field: Field, text: &str) {
        self.composer.maybe_update(|it| it.set(field, text));
        let edit = self.outside(Outside::edit);
        after(PAUSE_MS, move || {
            if self.outside(|it| it.is_last_edit(edit)) {
                self.remember(field);
            }
        });
        let is_told = field == Field::Message && self.stage.get_untracked().is_live();
        if is_told && !text.is_empty() && self.outside(|it| it.tells_writing(web::now())) {
            self.ask(Command::Typing(Typing {}));
        }
    }

    /// Keeps what stands in a field for the next page, a reload, and other tabs.
    pub(crate) fn remember(self, field: Field) {
        let text = self.composer.with_untracked(|it| it.text(field).to_owned());
        self.outside(|it| it.client().remember(field.key(), &text));
    }

    /// Sends what is written: into the conversation, or to begin one.
    pub(crate) fn post(self) {
        let begins = self.stage.get_untracked() == Stage::Beginning;
        let language = self.outside(|it| it.language.clone());
        let mut command = None;
        self.composer.update(|it| {
            command = if begins {
                it.begin(language).map(Command::Start)
            } else {
                it.message().map(|content| Command::Post(Post { content }))
            };
        });
        if let Some(command) = command {
            let id = self.send(command);
            self.composer.update(|it| it.sends(id));
            self.outside(Outside::rests);
        }
    }

    pub(crate) fn retry(self, id: &Id<id::Client>) {
        self.outside(|it| it.client().retry(id));
        self.call();
    }

    /// Ends the conversation, or leaves the queue.
    pub(crate) fn end(self) {
        self.send(Command::End(End {}));
    }

    pub(crate) fn reopen(self) {
        self.send(Command::Reopen(Reopen {}));
        self.call();
    }

    /// A new chat after one that ended; or back to that.
    pub(crate) fn begin_anew(self, is_beginning: bool) {
        self.panel.update(|it| it.is_beginning = is_beginning);
        if is_beginning {
            self.call();
        }
    }

    pub(crate) fn switch_sound(self) {
        self.panel.update(|it| it.has_sound = !it.has_sound);
        let is_quiet = self.panel.with_untracked(|it| !it.has_sound);
        let value = if is_quiet { "1" } else { "" };
        self.outside(|it| it.client().remember(Panel::QUIET, value));
    }

    fn send(self, command: Command) -> Id<id::Client> {
        self.outside(|it| it.client().send(command))
    }

    fn ask(self, command: Command) {
        self.outside(|it| it.client().ask(command));
    }

    fn outside<T>(self, act: impl FnOnce(&Outside) -> T) -> T {
        self.outside.with_value(act)
    }
}

/// Calls later.
fn after(ms: u64, then: impl FnOnce() + 'static) {
    set_timeout(then, Duration::from_millis(ms));
}
