//! A link with the storage of its device, which survives the app.

use std::collections::{BTreeMap, VecDeque};

use client::{
    Delivery, Link, Voice,
    link::{Credentials, Input, Output, Setup},
    outbox::Record,
};
use shared::id::{self, Id};

use super::person::Wish;

/// A link and what its device keeps.
pub(super) struct Pocket<R: Voice> {
    link: Link<R>,
    stored: BTreeMap<u64, Record>,
    orders: u64,
    wires: u64,
    credentials: String,
}

impl<R: Voice> Pocket<R> {
    pub(super) fn new(setup: Setup, credentials: String) -> Self {
        Self {
            link: Link::new(setup),
            stored: BTreeMap::new(),
            orders: 0,
            wires: 0,
            credentials,
        }
    }

    /// The app died; a new one finds what the device kept.
    pub(super) fn reopen(&mut self, setup: Setup) {
        self.link = Link::new(setup);
    }

    /// The inputs with which an app begins.
    pub(super) fn first_inputs(&self) -> [Input<R>; 2] {
        let records = self.stored.iter();
        let stored = records.map(|(at, it)| (*at, it.clone())).collect();
        let begin = if R::NEEDS_TICKET {
            Input::SignedIn
        } else {
            Input::Credentials(Credentials::new(self.credentials.as_str()))
        };
        [Input::Stored(stored), begin]
    }

    /// Gives the link an input, and takes what it wants and tells.
    pub(super) fn give(
        &mut self,
        input: Input<R>,
        now: u64,
        wishes: &mut Vec<Wish>,
    ) -> Vec<Delivery<R>> {
        let mut told = Vec::new();
        let mut inputs = VecDeque::from([input]);
        while let Some(input) = inputs.pop_front() {
            self.link.handle(input, now);
            while let Some(output) = self.link.poll() {
                match output {
                    Output::Connect => {
                        self.wires += 1;
                        wishes.push(Wish::Connect(self.wires));
                    }
                    Output::Transmit(text) => wishes.push(Wish::Transmit(text)),
                    Output::Close => wishes.push(Wish::Close),
                    Output::WakeAt(at) => wishes.push(Wish::WakeAt(at)),
                    Output::Deliver(delivery) => told.push(delivery),
                    Output::Keep(record, at) => {
                        let at = at.unwrap_or_else(|| {
                            self.orders += 1;
                            self.orders
                        });
                        inputs.push_back(Input::Kept(record.id.clone(), Some(at)));
                        self.stored.insert(at, record);
                    }
                    Output::Forget(at) => drop(self.stored.remove(&at)),
                    Output::Recall => {
                        let records = self.stored.iter();
                        let stored = records.map(|(at, it)| (*at, it.clone())).collect();
                        inputs.push_back(Input::Stored(stored));
                    }
                    Output::Tell(_) => {}
                    Output::Authorize => {
                        let ticket = Credentials::new(self.credentials.as_str());
                        inputs.push_back(Input::Credentials(ticket));
                    }
                }
            }
        }
        told
    }

    pub(super) fn mint(&mut self) -> Id<id::Client> {
        self.link.mint()
    }

    /// Whether the link is live and nothing waits on the device.
    pub(super) fn is_at_rest(&self) -> bool {
        self.link.status().is_live() && self.stored.is_empty()
    }

    pub(super) fn describe(&self) -> String {
        format!("{:?}, stored {:?}", self.link.status(), self.stored)
    }
}
