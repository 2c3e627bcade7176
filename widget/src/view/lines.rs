//! The lines of the conversation, kept in step with the state: what stays is not touched.

use std::{collections::VecDeque, sync::Arc};

use client::{
    prose::{self, Piece},
    thread::Row,
};
use shared::{
    file::File,
    id::{self, Id},
    link::PageLink,
    reaction::Reaction,
};

use super::options;
use crate::{
    dom::{Part, part},
    session::Session,
    state::State,
    transcript::{self, Calendar, Line},
    words::Words,
};

/// What can be thought of a message, and the buttons for it.
const REACTIONS: [(Reaction, &str); 2] = [
    (Reaction::Like, "[data-label=like]"),
    (Reaction::Dislike, "[data-label=dislike]"),
];

pub(super) struct Lines {
    session: Session,
    words: Words,
    /// The rows that are shown, and how each of them is.
    rows: VecDeque<Arc<Row>>,
    shown: VecDeque<(String, Part)>,
    /// Those of them that offer options.
    menus: Vec<(Id<id::Message>, Part)>,
    /// The buttons that say what one thinks of a message, of those that have them.
    reactions: Vec<(Id<id::Message>, Part)>,
    /// The day it was when they were drawn.
    today: f64,
}

impl Lines {
    pub(super) fn new(session: Session, words: Words) -> Self {
        Self {
            session,
            words,
            rows: VecDeque::new(),
            shown: VecDeque::new(),
            menus: Vec::new(),
            reactions: Vec::new(),
            today: 0.0,
        }
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.draw_lines(state);
        for (message, menu) in &self.menus {
            let is_open = state.stage().is_live() && !state.thread.is_answered(message);
            menu.set_disabled(!is_open);
        }
        for (message, buttons) in &self.reactions {
            let now = state.reaction(message);
            for (reaction, name) in REACTIONS {
                let is_so = now == Some(reaction);
                buttons.find(name).mark("aria-pressed", is_so);
            }
        }
    }

    fn draw_lines(&mut self, state: &State) {
        let host = self.session.host();
        let thread = &state.thread;
        let today = host.days_ago(0.0);
        if self.today != today {
            // A day's name is right for one day.
            self.rows.clear();
            self.today = today;
        }
        let (first, last) = transcript::kept(&self.rows, thread.len(), |it| thread.row(it));
        let end = thread.len() - last;
        if first == end && self.shown.len() == thread.len() {
            return;
        }
        let asks = state.status.channel.as_ref().is_some_and(|it| it.reactions);
        let calendar = Calendar {
            time: &|at| host.time(at.0 as f64),
            date: &|at| host.date(at.0 as f64),
            days_ago: &|at| host.days_ago(at.0 as f64) as i64,
        };
        let after = self.shown.split_off(self.shown.len() - last);
        let mut before = self.shown.split_off(first);
        for line in transcript::lines(thread, first..end, self.words, &calendar) {
            if let Some(place) = before.iter().position(|(key, _)| *key == line.key) {
                before.drain(..place).for_each(|(_, gone)| gone.remove());
                self.shown.extend(before.pop_front());
                continue;
            }
            let made = make(self.session, &line);
            if let Some((message, offered)) = line.options {
                let menu = options::make(self.session, self.words, &message, &offered);
                made.append(&menu);
                self.menus.retain(|(it, _)| *it != message);
                self.menus.push((message, menu));
            }
            if let Some(message) = line.said.filter(|_| line.side == "other" && asks) {
                self.ask(&made, &message);
            }
            match before.front().or(after.front()) {
                Some((_, next)) => next.before(&made),
                None => part("lines").append(&made),
            }
            self.shown.push_back((line.key, made));
        }
        before.iter().for_each(|(_, gone)| gone.remove());
        self.shown.extend(after);
        let kept = self.rows.split_off(self.rows.len() - last);
        self.rows.truncate(first);
        self.rows.extend(thread.rows(first..end).cloned());
        self.rows.extend(kept);
    }
}

impl Lines {
    /// Asks what the visitor thinks of a message.
    fn ask(&mut self, line: &Part, message: &Id<id::Message>) {
        let buttons = Part::copy_of("reactions");
        self.reactions.retain(|(it, _)| it != message);
        for (reaction, name) in REACTIONS {
            let (session, id) = (self.session, message.clone());
            let act = move |_| session.react(&id, reaction);
            buttons.find(name).on("click", act);
        }
        line.append(&buttons);
        self.reactions.push((message.clone(), buttons));
    }
}

/// A line does not change: one that does is another one.
fn make(session: Session, line: &Line) -> Part {
    let made = Part::copy_of("line");
    made.set("data-side", line.side);
    made.set("data-delivery", line.delivery);
    if line.side == "own" {
        // The visitor knows already.
        made.set("aria-live", "off");
    }
    made.find(".day").say(&line.day);
    made.find(".by").say(&line.by);
    let bubble = made.find(".bubble");
    bubble.set("part", &["message-", line.side].concat());
    if line.side == "system" {
        bubble.set("class", "event");
        // A sentence of ours, whatever the script of the name that it begins with.
        bubble.set("dir", "");
    }
    bubble.show(!line.text.is_empty());
    for file in &line.files {
        made.find(".files").append(&card(session, file));
    }
    if let Some(link) = &line.link {
        made.find(".files").append(&pointed_out(session, link));
    }
    for piece in prose::pieces(&line.text) {
        match (piece.target(), piece) {
            (Some(target), Piece::Link(text)) => {
                let link = link(&target);
                link.say(text);
                bubble.append(&link);
            }
            (_, Piece::Link(text) | Piece::Plain(text)) => bubble.append_text(text),
        }
    }
    if let Some(command) = line.command.clone().filter(|_| line.delivery == "refused") {
        made.find(".delivery").show(true);
        made.find("button")
            .on("click", move |_| session.retry(&command));
    }
    made
}

/// A picture to see, or a file to save.
fn card(session: Session, file: &File) -> Part {
    let (item, button) = (Part::new("li"), Part::new("button"));
    button.set("type", "button");
    if let Some((width, height)) = file.width.zip(file.height) {
        button.set("class", "picture");
        let picture = Part::new("img");
        picture.set("alt", &file.name);
        picture.set("width", &width.to_string());
        picture.set("height", &height.to_string());
        button.append(&picture);
        session.fetch(file, Some(picture));
    } else {
        button.set("class", "file");
        named(&button, &file.name, &size(file.size));
    }
    let file = file.clone();
    button.on("click", move |_| session.fetch(&file, None));
    item.append(&button);
    item
}

/// How large a file is, in few characters.
fn size(bytes: u64) -> String {
    let kilos = bytes.div_ceil(1024);
    if kilos < 1024 {
        [kilos.to_string().as_str(), "\u{a0}kB"].concat()
    } else {
        [kilos.div_ceil(1024).to_string().as_str(), "\u{a0}MB"].concat()
    }
}

/// A page to go to: one of the site's own takes the place of the page that the visitor is on.
fn pointed_out(session: Session, to: &PageLink) -> Part {
    let (item, link) = (Part::new("li"), link(&to.address));
    link.set("class", "file");
    if to.own_site {
        link.set("target", &session.host().target());
    }
    named(&link, to.name(), to.host());
    item.append(&link);
    item
}

/// What a card is called, and what is to be known of it.
fn named(card: &Part, name: &str, much: &str) {
    for (tag, text) in [("bdi", name), ("span", much)] {
        let line = Part::new(tag);
        line.set("dir", "auto");
        line.say(text);
        card.append(&line);
    }
}

fn link(target: &str) -> Part {
    let link = Part::new("a");
    link.set("href", target);
    link.set("target", "_blank");
    link.set("rel", "noopener noreferrer");
    link
}
