//! The bounded line of what one socket is still to be sent.
//!
//! Hints give way first and may be lost; nothing else is ever dropped silently: when it does not fit
//! any more, the line is emptied and the socket is to be closed, to come back and resume.

use std::{
    collections::VecDeque,
    mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use shared::{error::CloseCode, limits};
use tokio::sync::Notify;

use crate::{domains::Lookup, reading::Reading, register::Question};

/// Something a socket's task is to do, in this order.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Send this text.
    Frame(Arc<str>),
    /// Send this text, unless there is no room for it.
    Hint(Arc<str>),
    /// Read from the store, and send what comes of it.
    Reading(Box<Reading>),
    /// Ask the register; what waits behind does not wait for its answer.
    Ask(Box<Question>),
    /// Look a mail domain up; what waits behind does not wait for that.
    LookUp(Box<Lookup>),
    /// Send nothing more and close.
    Close(CloseCode),
}

impl Item {
    fn bytes(&self) -> usize {
        match self {
            Self::Frame(text) | Self::Hint(text) => text.len(),
            Self::Reading(_) | Self::Ask(_) | Self::LookUp(_) | Self::Close(_) => 0,
        }
    }
}

/// Makes a line and its two ends.
pub fn line() -> (Sender, Receiver) {
    let line = Arc::new(Line::default());
    (Sender(line.clone()), Receiver(line))
}

/// The end that fills the line. Never waits.
#[derive(Debug)]
pub struct Sender(Arc<Line>);

/// The end that empties the line.
#[derive(Debug)]
pub struct Receiver(Arc<Line>);

#[derive(Debug, Default)]
struct Line {
    waiting: Mutex<Waiting>,
    filled: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    items: VecDeque<Item>,
    bytes: usize,
    hints: usize,
    is_closed: bool,
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        // Nothing in here panics halfway through a change.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sender {
    /// Puts something at the end; after a close nothing is. Gives a bell when the other end may be
    /// waiting: whoever lets go of it at once rings at once, and whoever has more to put keeps it for so long.
    pub fn push(&self, item: Item) -> Option<Bell> {
        let mut waiting = self.0.lock();
        if waiting.is_closed {
            return None;
        }
        // What lies there already was rung for, or its bell is still held.
        let may_wait = waiting.items.is_empty();
        waiting.push(item);
        drop(waiting);
        may_wait.then(|| Bell(self.0.clone()))
    }
}

impl Drop for Sender {
    fn drop(&mut self) {
        drop(self.push(Item::Close(CloseCode::Fault)));
    }
}

/// Wakes the end that empties the line, when it is dropped.
#[derive(Debug)]
pub struct Bell(Arc<Line>);

impl Drop for Bell {
    fn drop(&mut self) {
        self.0.filled.notify_one();
    }
}

impl Receiver {
    /// The next thing to do, as soon as there is one. After a close there is nothing more to ask for.
    pub async fn recv(&mut self) -> Item {
        loop {
            if let Some(item) = self.try_recv() {
                return item;
            }
            // A bell between the two lines leaves a permit that ends the wait at once.
            self.0.filled.notified().await;
        }
    }

    /// The next thing to do, if there is one now. Lets a socket write many frames at once.
    pub fn try_recv(&mut self) -> Option<Item> {
        self.0.lock().pop()
    }
}

impl Waiting {
    fn push(&mut self, item: Item) {
        match &item {
            Item::Close(_) => {
                self.is_closed = true;
                self.items.push_back(item);
                return;
            }
            Item::Hint(_) if !self.has_room_for(&item) => return,
            Item::Hint(_) => self.hints += 1,
            Item::Frame(_) | Item::Reading(_) | Item::Ask(_) | Item::LookUp(_) => {}
        }
        if !self.has_room_for(&item) {
            self.drop_hints();
        }
        if !self.has_room_for(&item) {
            *self = Self {
                items: [Item::Close(CloseCode::SlowConsumer)].into(),
                is_closed: true,
                ..Self::default()
            };
            return;
        }
        self.bytes += item.bytes();
        self.items.push_back(item);
    }

    fn pop(&mut self) -> Option<Item> {
        let item = self.items.pop_front()?;
        self.bytes -= item.bytes();
        if matches!(item, Item::Hint(_)) {
            self.hints -= 1;
        }
        if self.items.is_empty() && self.items.capacity() > 32 {
            self.items = VecDeque::new();
        }
        Some(item)
    }

    /// One frame may always wait, however long it is.
    fn has_room_for(&self, item: &Item) -> bool {
        self.items.is_empty()
            || (self.items.len() < limits::MAX_WAITING_EVENTS
                && self.bytes + item.bytes() <= limits::MAX_WAITING_BYTES)
    }

    fn drop_hints(&mut self) {
        if mem::take(&mut self.hints) == 0 {
            return;
        }
        self.items.retain(|item| !matches!(item, Item::Hint(_)));
        self.bytes = self.items.iter().map(Item::bytes).sum();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn whoever_waits_is_woken_once_for_all_that_a_round_has() {
        let (sender, mut receiver) = line();
        let frame = |text: &str| Item::Frame(text.into());
        let bell = sender.push(frame("a"));
        assert!(bell.is_some());
        assert!(sender.push(frame("b")).is_none(), "the bell is still held");
        let woken = tokio::spawn(async move {
            let items = [receiver.recv().await, receiver.recv().await];
            (items, receiver)
        });
        drop(bell);
        let (items, mut receiver) = woken.await.unwrap();
        assert_eq!(items, [frame("a"), frame("b")]);

        // Nobody keeps this bell, so it rings at once.
        sender.push(frame("c"));
        assert_eq!(receiver.recv().await, frame("c"));
        drop(sender);
        assert_eq!(receiver.recv().await, Item::Close(CloseCode::Fault));
    }
}
