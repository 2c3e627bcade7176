//! The app at work: the one place that changes the state, and all that the visitor can want.

mod ending;
mod faq;
mod files;
mod form;
mod request;
mod trail;

use std::cell::{Cell, OnceCell, RefCell};

use client::{
    Delivery,
    driver::web::{self, Client, Config},
    notice::{self, Attention},
    outbox::{News, State as Fate},
    thread::Body,
    typing::Throttle,
};
use shared::{
    choice::Choice,
    http,
    id::{self, Id},
    limits::TYPING_LIVES_MS,
    message::Content,
    reaction::{React, Reaction},
    visitor::{Change, Command, End, Forget, Hint, Post, Reopen, Start, Typing, Visitor},
};
use wasm_bindgen::prelude::Closure;

use crate::{
    composer::Field,
    dom::{after, part},
    faq::Faq,
    news,
    panel::Panel,
    perform::Host,
    rating::Rating,
    stage::Stage,
    state::State,
};

/// After so long without connection the visitor is told.
const SLOW_AFTER_MS: u32 = 2_000;
/// A pause in typing after which the draft is remembered.
const PAUSE_MS: u32 = 400;
/// Within this time another tab, where the visitor looks at the message, tells that it was seen.
const RING_AFTER_MS: u32 = 400;

/// Where to connect, and what to keep: nothing for somebody who is not believed to be who the page says.
pub(crate) fn config(host: &Host, channel: &str, person: String, identity: String) -> Config {
    let origin = host.origin();
    let rest = origin.get("http".len()..).unwrap_or_default();
    let socket = ["ws", rest, http::SOCKET].concat();
    Config {
        is_kept: !person.is_empty(),
        person,
        identity: (!identity.is_empty()).then_some(identity),
        ..Config::visitor(socket, Id::new(channel))
    }
}

/// The app, as long as its page is there.
#[derive(Clone, Copy)]
pub(crate) struct Session(&'static Inner);

/// Shows the state.
type Draw = Box<dyn FnMut(&State)>;

struct Inner {
    host: Host,
    language: String,
    state: RefCell<State>,
    draw: OnceCell<RefCell<Draw>>,
    client: OnceCell<Client<Visitor>>,
    throttle: RefCell<Throttle>,
    /// Whether this tab is the one that speaks for all of the visitor's.
    is_leading: Cell<bool>,
    /// How often something was typed.
    edits: Cell<u32>,
    /// Files that were asked for: with a picture to show them in, or to be saved.
    asked: RefCell<Vec<files::Asked>>,
    /// Whether the page is asked where the visitor is.
    is_followed: Cell<bool>,
    /// Whether the server knows what else the page tells.
    has_told: Cell<bool>,
    /// Whether the page has said something else, be it nothing.
    is_news: Cell<bool>,
}

impl Session {
    pub(crate) fn new(host: Host, language: String) -> Self {
        Self(Box::leak(Box::new(Inner {
            host,
            language,
            state: RefCell::new(State::new()),
            draw: OnceCell::new(),
            client: OnceCell::new(),
            throttle: RefCell::default(),
            is_leading: Cell::new(true),
            edits: Cell::new(0),
            asked: RefCell::default(),
            is_followed: Cell::default(),
            has_told: Cell::default(),
            is_news: Cell::default(),
        })))
    }

    /// Draws, connects, and tells the page that the app is there. `draw` is called at each change.
    pub(crate) fn begin(self, config: Config, draw: impl FnMut(&State) + 'static) {
        self.0.draw.set(RefCell::new(Box::new(draw))).ok();
        let late = self.0.host.late();
        self.0.state.borrow_mut().composer.take_up(&late);
        self.0.state.borrow_mut().status.is_guest = !config.is_kept;
        let client = Client::start(config, move |delivery| self.receive(&delivery));
        self.0.client.set(client).ok();
        self.watch_connection();
        self.draw();
        let on_panel = move |is_visible, is_called| self.show(is_visible, is_called);
        let on_panel = Closure::<dyn FnMut(bool, bool)>::new(on_panel);
        let on_leave = Closure::<dyn FnMut()>::new(move || self.leave());
        let on_stop = Closure::<dyn FnMut()>::new(move || self.client().stop());
        self.0.host.on_stop(on_stop.into_js_value());
        let on_prefill = move |message, name, email| {
            self.change(|it| it.composer.offer([message, name, email]));
        };
        let on_prefill = Closure::<dyn FnMut(String, String, String)>::new(on_prefill);
        self.0.host.on_prefill(on_prefill.into_js_value());
        self.0.host.on_leave(on_leave.into_js_value());
        self.0.host.listen(on_panel.into_js_value());
        self.listen_for_files();
        self.listen_for_pages();
        self.listen_for_variables();
    }

    /// Takes what happened, and does what follows from it.
    fn receive(self, delivery: &Delivery<Visitor>) {
        let attention = Attention {
            is_looking: self.read(|it| it.panel.is_looking()),
            ..Attention::default()
        };
        if notice::for_visitor(delivery, &attention).is_some() {
            after(RING_AFTER_MS, move || self.ring());
        }
        let request = self.heard_of_request(delivery);
        self.change(|it| it.receive(delivery));
        if let Some(word) = news::word(delivery) {
            self.0.host.say(word);
        }
        if request {
            self.follow_request(delivery);
        }
        match delivery {
            Delivery::Status(_) => {
                self.watch_connection();
                self.fetch_again();
            }
            Delivery::Welcome(..) => self.post_at_last(),
            Delivery::Hint(Hint::Typing(_)) => self.watch_writing(),
            Delivery::Outbox(News::Kept(it)) => {
                self.remember(Field::Message);
                self.remember_files();
                if let Fate::Refused(code) = it.state {
                    self.take_back(&it.id, code);
                }
            }
            Delivery::Answer(answer) if matches!(answer.question, Some(Command::Forget(_))) => {
                self.clear_out();
            }
            Delivery::Answer(answer) => {
                self.hear_answer(delivery, answer);
                self.hear_articles(answer);
            }
            // The form is there again, with what has to be corrected.
            Delivery::Outbox(News::Gone(_)) => self.call_to_correct(),
            Delivery::Outbox(News::Changed(id, Fate::Refused(code))) => {
                self.drop_refused(id);
                self.take_back(id, *code);
            }
            Delivery::Event(event) if matches!(event.change, Change::Started(_)) => {
                self.client().remember(Rating::COMMENT, "");
            }
            Delivery::Remembered(_) => self.remember_all(),
            Delivery::Leading(is_leading) => self.0.is_leading.set(*is_leading),
            _ => {}
        }
        self.attend();
    }

    /// What the visitor looks at is seen; the page learns what is not.
    fn attend(self) {
        let mut state = self.0.state.borrow_mut();
        // Without a connection the question fails at once, and would be asked again at once, for ever.
        let is_looking = state.panel.is_looking() && state.status.is_live();
        let seen = is_looking.then(|| state.thread.mark_seen()).flatten();
        let unread = state.unread();
        let is_live = state.stage().is_live() || unread > 0;
        let is_connected = state.status.is_live();
        let available = state.status.is_available().map_or(2, u32::from);
        drop(state);
        if let Some(command) = seen {
            self.ask(command);
        }
        self.follow_pages();
        self.tell_variables();
        let host = &self.0.host;
        host.tell(unread as u32, is_live, is_connected, available);
    }

    /// One sound, however many tabs are open, for what is still not seen.
    fn ring(self) {
        let is_due = self.read(|it| it.panel.has_sound && it.unread() > 0);
        if is_due && self.0.is_leading.get() {
            self.0.host.ring();
        }
    }

    fn watch_connection(self) {
        match self.read(|it| it.status.end()) {
            Some("out") => self.clear_out(),
            Some(word) => self.0.host.say(word),
            None => {}
        }
        if let Some(number) = self.read(|it| it.status.break_number()) {
            after(SLOW_AFTER_MS, move || {
                self.change(|it| it.status.grow_slow(number));
                self.post_at_last();
            });
        }
    }

    /// The visitor leaves, or becomes somebody else: what goes on ends at the server first, where it is reached.
    fn leave(self) {
        self.ask(Command::Forget(Forget {}));
    }

    /// Nothing of this visitor stays in the browser.
    fn clear_out(self) {
        self.client().log_out();
        self.0.host.say("out");
    }

    fn watch_writing(self) {
        let hints = self.read(|it| it.status.hints);
        after(TYPING_LIVES_MS as u32, move || {
            self.change(|it| it.status.stop_writing(hints));
        });
    }

    /// The page shows the chat or hides it; `is_called`: the visitor opened it just now.
    fn show(self, is_visible: bool, is_called: bool) {
        self.0.state.borrow_mut().panel.is_visible = is_visible;
        if is_called {
            self.call();
        }
        if !is_visible {
            self.remember_all();
        }
        // The page may be going away, and not live until its storage has answered.
        let late = self.read(|it| it.composer.late());
        self.0.host.keep_late(if is_visible { "" } else { &late });
        self.attend();
    }

    /// Leads the visitor to where one writes, or, where that is not, to what was said.
    fn call(self) {
        part("scroll").focus();
        part("ask").focus();
        part("message").focus();
    }

    pub(crate) fn close(self) {
        self.0.host.say("close");
    }

    /// The visitor scrolled: to the newest message, or away from it.
    pub(crate) fn scroll(self, is_at_end: bool) {
        self.change(|it| it.panel.scroll(is_at_end));
        self.attend();
    }

    /// The visitor looks for what came earlier.
    pub(crate) fn look_back(self) {
        let mut question = None;
        self.change(|it| {
            question = it.thread.older();
            question.is_some()
        });
        if let Some(question) = question {
            self.ask(question);
        }
    }

    pub(crate) fn write(self, field: Field, text: &str) {
        self.change(|it| {
            if field == Field::Message {
                it.faq = Faq::Idle;
                // It is not the message any more that was to be sent.
                it.panel.is_eager = false;
            }
            it.panel.is_asking |= it.stage() == Stage::Offline;
            let is_elsewhere = field == Field::Email && it.mailing.rest();
            it.composer.write(field, text) | is_elsewhere
        });
        let edit = self.0.edits.get() + 1;
        self.0.edits.set(edit);
        after(PAUSE_MS, move || {
            if self.0.edits.get() == edit {
                self.remember_all();
            }
        });
        let is_told = field == Field::Message && self.read(|it| it.stage().is_live());
        if is_told && !text.is_empty() && self.0.throttle.borrow_mut().is_due(web::now()) {
            self.ask(Command::Typing(Typing {}));
        }
    }

    /// Keeps what stands in a field for the next page, a reload, and other tabs.
    pub(crate) fn remember(self, field: Field) {
        self.read(|it| {
            if let Some(text) = it.composer.remembered(field) {
                self.client().remember(field.key(), text);
            }
        });
    }

    /// What is newer than what is remembered: also what stood in the fields as the page before went away.
    fn remember_all(self) {
        for field in Field::ALL {
            self.remember(field);
        }
    }

    /// Sends what is written: into the conversation, or to begin one.
    pub(crate) fn post(self) {
        let is_early = self.read(State::is_early);
        self.0.state.borrow_mut().panel.is_eager = is_early;
        if is_early || self.read(|it| it.due().is_some()) {
            return;
        }
        let mut command = None;
        self.change(|it| {
            command = if it.stage() == Stage::Beginning {
                let start = it
                    .composer
                    .begin(&self.0.language, &it.status.form(), false);
                let variables = self.variables();
                let unkept = it.composer.is_unkept && it.status.offers_unkept();
                start.map(|it| {
                    Command::Start(Start {
                        variables,
                        unkept,
                        ..it
                    })
                })
            } else {
                let content = it.composer.message();
                content.map(|content| Command::Post(Post { content }))
            };
            true
        });
        if let Some(Command::Start(start)) = &command
            && self.look_for_articles(start)
        {
            return;
        }
        // What had the focus, a button, may be gone with the next step.
        part("message").focus();
        if let Some(command) = command {
            self.0.state.borrow_mut().faq = Faq::Idle;
            let id = self.client().send(command);
            self.0.state.borrow_mut().composer.sends(id);
            self.0.throttle.borrow_mut().rest();
            part("scroll").set_scroll_top(0.0);
        } else {
            self.call_to_correct();
        }
    }

    /// Answers a message with options; with none of them, when there are no texts.
    pub(crate) fn choose(self, message: &Id<id::Message>, texts: Vec<String>) {
        let content = Content::choice(Choice {
            message: message.clone(),
            cancelled: texts.is_empty(),
            texts,
        });
        self.client().send(Command::Post(Post { content }));
        self.call();
    }

    /// The visitor thinks this of a message; the same once more takes it back.
    pub(crate) fn react(self, message: &Id<id::Message>, reaction: Reaction) {
        let is_so = self.read(|it| it.reaction(message) == Some(reaction));
        let react = React {
            message: message.clone(),
            reaction: (!is_so).then_some(reaction),
        };
        self.client().send(Command::React(react.clone()));
        self.change(|it| {
            it.reacting = Some(react);
            true
        });
    }

    /// What the server refused is sent again when it is a message, and no choice: then another one was made,
    /// or it is over.
    fn drop_refused(self, id: &Id<id::Client>) {
        let is_lost = self.read(|it| {
            let row = it
                .thread
                .place(id.as_str())
                .and_then(|at| it.thread.row(at));
            row.is_none_or(|row| matches!(&row.body, Body::Said(it) if it.content.choice.is_some()))
        });
        if is_lost {
            self.client().discard(id);
        }
    }

    pub(crate) fn retry(self, id: &Id<id::Client>) {
        self.client().retry(id);
        self.call();
    }

    /// Ends the conversation, or leaves the queue.
    pub(crate) fn end(self) {
        self.client().send(Command::End(End {}));
        // When the question is closed: what had the focus before may be gone.
        after(0, move || self.call());
    }

    pub(crate) fn reopen(self) {
        self.client().send(Command::Reopen(Reopen {}));
        self.change(|it| {
            it.panel.is_returning = true;
            true
        });
        self.call();
    }

    /// A new chat after one that ended; or back to that.
    pub(crate) fn begin_anew(self, is_beginning: bool) {
        self.change(|it| {
            it.panel.is_beginning = is_beginning;
            it.panel.is_asking = false;
            true
        });
        self.call();
    }

    pub(crate) fn switch_sound(self) {
        self.change(|it| {
            it.panel.has_sound = !it.panel.has_sound;
            true
        });
        let has_sound = self.read(|it| it.panel.has_sound);
        self.client()
            .remember(Panel::QUIET, if has_sound { "" } else { "1" });
    }

    /// How the page tells moments, by the visitor's calendar.
    pub(crate) fn host(self) -> &'static Host {
        &self.0.host
    }

    fn ask(self, command: Command) {
        self.client().ask(command);
    }

    fn client(self) -> &'static Client<Visitor> {
        self.0.client.get().expect("the client starts with the app")
    }

    fn read<T>(self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.0.state.borrow())
    }

    /// Changes the state, and draws it when `act` tells that it did.
    fn change(self, act: impl FnOnce(&mut State) -> bool) {
        let has_changed = act(&mut self.0.state.borrow_mut());
        if has_changed {
            self.draw();
        }
    }

    fn draw(self) {
        if let Some(draw) = self.0.draw.get() {
            draw.borrow_mut()(&self.0.state.borrow());
        }
    }
}
