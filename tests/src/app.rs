//! An app without a face: the participant that both apps use, and the thread it shows.

use client::{
    Delivery, Voice,
    driver::native::{Participant, Place, account::Session},
    link::Status,
    thread::{Body, Mark, Thread},
};
use shared::{
    agent::Agent,
    id::{self, Id},
    visitor::Visitor,
};

use crate::patience::{PATIENCE, within_time};

/// Somebody's app, showing one conversation.
pub struct App<R: Voice> {
    participant: Participant<R>,
    /// What it shows.
    pub thread: Thread<R>,
    status: Status,
}

impl App<Visitor> {
    /// A widget.
    pub fn visitor(place: &Place, channel: &str, secret: &str) -> Self {
        let participant = Participant::visitor(place, channel, secret);
        Self::new(participant, Thread::of_visitor())
    }
}

impl App<Agent> {
    /// An agent's app with a conversation open.
    pub fn agent(
        session: &Session,
        me: &Id<id::Agent>,
        conversation: &Id<id::Conversation>,
    ) -> Self {
        let participant = Participant::agent(session);
        participant.follow(conversation);
        Self::new(
            participant,
            Thread::of_agent(me.clone(), conversation.clone()),
        )
    }
}

impl<R: Voice> App<R> {
    fn new(participant: Participant<R>, thread: Thread<R>) -> Self {
        Self {
            participant,
            thread,
            status: Status::Idle,
        }
    }

    /// Sends a command exactly once.
    pub fn send(&mut self, command: R::Command) {
        self.participant.send(command);
    }

    /// Goes on until the app stands so.
    pub async fn until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let limit = PATIENCE * 2;
        let going_on = async {
            while !is_so(self) {
                let delivery = self.participant.next().await;
                self.take(&delivery.expect("the participant goes on"));
            }
        };
        within_time(limit, what, going_on).await;
    }

    /// Goes on until everything is sent, known and shown.
    pub async fn settle(&mut self) {
        self.until("the app to settle", |app| {
            app.is_live() && app.unsent() == 0
        })
        .await;
    }

    /// Whether everything shown is as new as it can be.
    pub fn is_live(&self) -> bool {
        self.status.is_live()
    }

    /// The texts of the messages, in the order shown.
    pub fn texts(&self) -> Vec<&str> {
        let rows = self.thread.rows(0..self.thread.len());
        let said = rows.filter_map(|row| match &row.body {
            Body::Said(said) => Some(said.content.text.as_str()),
            Body::Line(_) => None,
        });
        said.collect()
    }

    /// How many own messages are not acknowledged yet.
    pub fn unsent(&self) -> usize {
        let rows = self.thread.rows(0..self.thread.len());
        rows.filter(|row| row.seq.is_none()).count()
    }

    /// The key of the row that says this, and what became of it.
    pub fn row(&self, text: &str) -> Option<(&str, Option<Mark>)> {
        let mut rows = self.thread.rows(0..self.thread.len());
        let row = rows.find(|row| match &row.body {
            Body::Said(said) => said.content.text == text,
            Body::Line(_) => false,
        })?;
        Some((&row.key, self.thread.mark(row)))
    }

    fn take(&mut self, delivery: &Delivery<R>) {
        if let Delivery::Status(status) = delivery {
            self.status = *status;
        }
        self.thread.receive(delivery);
    }
}
