//! A visitor with the widget.

use client::{
    Delivery,
    link::{Input, Setup},
    thread::{Thread, row::Body},
};
use shared::{
    conversation::Status,
    message::Content,
    visitor::{Command, End, Post, Reopen, Start, Typing, Visitor},
};

use super::{
    CHANNEL,
    notebook::Notebook,
    person::{App, Happening, Wish},
    pocket::Pocket,
};
use crate::random::Random;

/// A visitor's app.
pub(super) struct VisitorApp {
    name: String,
    seeds: Random,
    pocket: Pocket<Visitor>,
    pub(super) thread: Thread<Visitor>,
    notebook: Notebook,
}

impl VisitorApp {
    pub(super) fn new(name: &str, seed: u64) -> Self {
        let mut seeds = Random::new(seed);
        let setup = setup(&mut seeds);
        Self {
            name: name.to_owned(),
            pocket: Pocket::new(setup, name.to_owned()),
            seeds,
            thread: Thread::of_visitor(),
            notebook: Notebook::default(),
        }
    }

    fn give(&mut self, input: Input<Visitor>, now: u64, wishes: &mut Vec<Wish>) {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            for delivery in self.pocket.give(input, now, wishes) {
                self.thread.receive(&delivery);
                if let Delivery::Outbox(news) = &delivery {
                    let refused = self.notebook.take_note(news);
                    inputs.extend(refused.map(Input::Discard));
                }
            }
        }
    }

    fn send(&mut self, command: Command, now: u64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let id = self.pocket.mint();
        self.give(Input::Send(id, command), now, &mut wishes);
        wishes
    }

    fn ask(&mut self, command: Command, now: u64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        let id = self.pocket.mint();
        self.give(Input::Ask(id, command), now, &mut wishes);
        wishes
    }

    /// Sends a line in a command that says it; the line stands on the screen at once, and once.
    fn say(&mut self, command: impl FnOnce(Content) -> Command, now: u64) -> Vec<Wish> {
        let line = self.notebook.line(&self.name, false);
        let id = self.pocket.mint();
        self.notebook.sends(id.clone(), line.clone());
        let mut wishes = Vec::new();
        let command = command(Content::text(line.as_str()));
        self.give(Input::Send(id, command), now, &mut wishes);
        assert_eq!(
            self.shown(&line),
            1,
            "I8: {line} is shown at once, and once"
        );
        wishes
    }

    /// How often a line stands on the screen.
    fn shown(&self, line: &str) -> usize {
        self.lines().iter().filter(|it| *it == line).count()
    }

    /// The messages on the screen.
    pub(super) fn lines(&self) -> Vec<String> {
        let rows = self.thread.rows(0..self.thread.len());
        let lines = rows.filter_map(|row| match &row.body {
            Body::Said(it) => Some(it.content.text.clone()),
            Body::Line(_) => None,
        });
        lines.collect()
    }
}

impl App for VisitorApp {
    fn handle(&mut self, happening: Happening, now: u64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        match happening {
            Happening::Start => {
                for input in self.pocket.first_inputs() {
                    self.give(input, now, &mut wishes);
                }
            }
            Happening::Opened => self.give(Input::Opened, now, &mut wishes),
            Happening::Text(text) => self.give(Input::Text(text), now, &mut wishes),
            Happening::Closed(code) => self.give(Input::Closed(code), now, &mut wishes),
            Happening::Wake => self.give(Input::Wake, now, &mut wishes),
        }
        wishes
    }

    fn act(&mut self, random: &mut Random, now: u64) -> Vec<Wish> {
        let is_new = self.thread.conversation().is_none();
        let is_over = self.thread.stand().status == Status::Ended;
        match random.below(20) {
            0 => self.send(Command::End(End {}), now),
            1 => self.send(Command::Reopen(Reopen {}), now),
            2 | 3 => self.ask(Command::Typing(Typing {}), now),
            4..=6 => match self.thread.mark_seen() {
                Some(command) => self.ask(command, now),
                None => Vec::new(),
            },
            7 => match self.thread.older() {
                Some(command) => self.ask(command, now),
                None => Vec::new(),
            },
            8 if is_over => self.starts(now),
            _ if is_new => self.starts(now),
            _ => self.says(false, now),
        }
    }

    fn says(&mut self, _: bool, now: u64) -> Vec<Wish> {
        if self.thread.conversation().is_none() {
            return self.starts(now);
        }
        self.say(|content| Command::Post(Post { content }), now)
    }

    fn takes_next(&mut self, _: u64) -> Vec<Wish> {
        Vec::new()
    }

    fn dies(&mut self) {
        self.pocket.reopen(setup(&mut self.seeds));
        self.thread = Thread::of_visitor();
    }

    fn is_at_rest(&self) -> bool {
        self.pocket.is_at_rest() && self.notebook.is_settled()
    }

    fn describe(&self) -> String {
        format!(
            "{} {}, {:?}",
            self.name,
            self.pocket.describe(),
            self.notebook
        )
    }

    fn notebook(&self) -> &Notebook {
        &self.notebook
    }
}

impl VisitorApp {
    fn starts(&mut self, now: u64) -> Vec<Wish> {
        let start = |content| {
            Command::Start(Start {
                content,
                ..Start::default()
            })
        };
        self.say(start, now)
    }
}

fn setup(seeds: &mut Random) -> Setup {
    let seed = (u128::from(seeds.bits()) << 64) | u128::from(seeds.bits());
    Setup::visitor(seed, CHANNEL)
}
