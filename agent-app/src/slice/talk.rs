//! One conversation that was opened: its thread, and how far the reader and the loading of it are.

use std::sync::Arc;

use client::{
    Delivery,
    delivery::Outcome,
    outbox::{News, Pending},
    thread::{Body, Thread},
};
use shared::{
    agent::{Agent, Change, Command, Snapshot, Summary},
    error::Code,
    id::{self, Id},
    register::{Kind, Linked},
};

/// A conversation that was opened.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Talk {
    conversation: Id<id::Conversation>,
    thread: Thread<Agent>,
    summary: Option<Arc<Summary>>,
    is_loaded: bool,
    lost: Option<Code>,
    has_older_failed: bool,
    divider: Option<String>,
    /// Whether the reader has not looked at it since it arrived.
    is_fresh: bool,
    /// The last number the reader has seen.
    seen: u64,
}

impl Talk {
    /// A conversation before anything of it came, seen by the agent `me`. What lies in the outbox shows.
    pub(crate) fn new<'a>(
        me: Id<id::Agent>,
        conversation: Id<id::Conversation>,
        pending: impl IntoIterator<Item = &'a Pending>,
    ) -> Self {
        let mut thread = Thread::of_agent(me, conversation.clone());
        for it in pending {
            thread.receive(&Delivery::Outbox(News::Kept(it.clone())));
        }
        Self {
            conversation,
            thread,
            summary: None,
            is_loaded: false,
            lost: None,
            has_older_failed: false,
            divider: None,
            is_fresh: true,
            seen: 0,
        }
    }

    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        let mut has_changed = self.thread.receive(delivery);
        match delivery {
            Delivery::Reset(it) if it.log == self.conversation.log() => {
                if let Snapshot::Conversation(snapshot) = &it.snapshot {
                    self.summary = Some(Arc::new(snapshot.summary.clone()));
                }
                self.is_loaded = true;
                if self.seen == 0 {
                    self.see();
                }
                self.lost = None;
                has_changed = true;
            }
            Delivery::Event(it) if it.log == self.conversation.log() => {
                if let (Change::Linked(linked), Some(summary)) = (&it.change, &mut self.summary) {
                    link(Arc::make_mut(summary), linked);
                    has_changed = true;
                }
            }
            Delivery::Lost(log, code) if *log == self.conversation.log() => {
                self.lost = Some(*code);
                has_changed = true;
            }
            Delivery::Answer(answer) if self.asked_for_older(answer.question.as_ref()) => {
                self.has_older_failed = !matches!(answer.outcome, Outcome::Done(_));
                has_changed = true;
            }
            _ => {}
        }
        has_changed
    }

    /// The question for what came before the first row, unless it is asked already.
    pub(crate) fn older(&mut self) -> Option<Command> {
        self.has_older_failed = false;
        self.thread.older()
    }

    /// The reader looks at the end: what is new is marked off from the rest, and the command is made that
    /// tells that it was seen.
    pub(crate) fn attend(&mut self) -> Option<Command> {
        self.is_fresh &= !self.is_loaded;
        let divider = self.first_news();
        let seen = self.thread.mark_seen();
        if seen.is_some() && divider.is_some() {
            self.divider = divider;
        }
        seen
    }

    /// As [`Talk::attend`], while the reader has been looking all along: nothing is new to them.
    pub(crate) fn watch(&mut self) -> Option<Command> {
        self.thread.mark_seen()
    }

    /// The reader has the end before their eyes.
    pub(crate) fn see(&mut self) {
        self.seen = self.thread.last();
    }

    /// The last number the reader has seen.
    pub(crate) fn seen(&self) -> u64 {
        self.seen
    }

    /// The reader wrote or went away: nothing is new any more. Tells whether something was.
    pub(crate) fn settle(&mut self) -> bool {
        self.divider.take().is_some()
    }

    /// The rows and how the conversation stands.
    pub(crate) fn thread(&self) -> &Thread<Agent> {
        &self.thread
    }

    /// Whether the reader has not looked at it since it was opened.
    pub(crate) fn is_fresh(&self) -> bool {
        self.is_fresh
    }

    /// How it stood when it arrived.
    pub(crate) fn summary(&self) -> Option<&Arc<Summary>> {
        self.summary.as_ref()
    }

    /// Whether the conversation has arrived.
    pub(crate) fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    /// Why it cannot be shown.
    pub(crate) fn lost(&self) -> Option<Code> {
        self.lost
    }

    /// Whether the last question for earlier rows went wrong.
    pub(crate) fn has_older_failed(&self) -> bool {
        self.has_older_failed
    }

    /// The key of the first row that was new when the reader came.
    pub(crate) fn divider(&self) -> Option<&str> {
        self.divider.as_deref()
    }

    /// The key of the first row that was not seen, if anything that was said stands before it.
    fn first_news(&self) -> Option<String> {
        let place = self.thread.first_unread()?;
        let mut before = self.thread.rows(0..place);
        let has_context = before.any(|row| matches!(row.body, Body::Said(_)));
        let has_more = !self.thread.is_complete();
        let row = self.thread.row(place).filter(|_| has_context || has_more)?;
        Some(row.key.clone())
    }

    fn asked_for_older(&self, question: Option<&Command>) -> bool {
        matches!(question, Some(Command::History(it)) if it.conversation == self.conversation)
    }
}

/// What a conversation is about from now on. Those that are on no desk are told of it by their log alone.
fn link(summary: &mut Summary, linked: &Linked) {
    let place = match linked.kind {
        Kind::Contact => &mut summary.contact,
        Kind::Project => &mut summary.project,
        Kind::Sale => &mut summary.sale,
        _ => return,
    };
    place.clone_from(&linked.to);
}
