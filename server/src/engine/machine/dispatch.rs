//! Telling: effects become frames in queues. What goes to many is written once.

use std::sync::Arc;

use shared::{
    Role,
    agent::Agent,
    frame::{Event, FromServer},
    visitor::Visitor,
};

use super::Machine;
use crate::{
    frame,
    hub::{Effect, SocketId},
    public::{self, Names},
    queue::Item,
    record::Entry,
};

impl Machine {
    /// Tells what the round brought. Its writes are durable by now.
    pub(super) fn dispatch(&mut self) {
        let mut effects = std::mem::take(&mut self.effects);
        for effect in effects.drain(..) {
            self.tell(effect);
        }
        self.effects = effects;
        if !self.bells.is_empty() {
            (self.ring)(std::mem::take(&mut self.bells));
        }
    }

    fn tell(&mut self, effect: Effect) {
        match effect {
            Effect::Write(_) => {}
            Effect::Log {
                entry,
                names,
                visitors,
                agents,
            } => {
                self.tell_visitors(&entry, names, &visitors);
                self.tell_agents(&entry, &agents);
            }
            Effect::Visitor(to, frame) => self.push(&to, item(&*frame)),
            Effect::Agent(to, frame) => self.push(&to, item(&*frame)),
            Effect::Desk(to, change) => {
                let change = frame::json(&*change);
                for (socket, seq) in to {
                    let text = frame::desk_event(seq, &change);
                    self.push(&[socket], Item::Frame(text.into()));
                }
            }
            Effect::Read(socket, reading) => self.push(&[socket], Item::Reading(reading)),
            Effect::Ask(socket, question) => self.push(&[socket], Item::Ask(question)),
            Effect::LookUp(socket, lookup) => self.push(&[socket], Item::LookUp(lookup)),
            Effect::Close(socket, code) => {
                if let Some(queue) = self.queues.remove(&socket) {
                    queue.push(Item::Close(code));
                }
            }
        }
    }

    fn tell_visitors(&mut self, entry: &Entry, names: Names, to: &[SocketId]) {
        if to.is_empty() {
            return;
        }
        let change = public::change(&entry.change, names);
        let (Some(seq), Some(change)) = (entry.public_seq, change) else {
            return;
        };
        self.push(to, event::<Visitor>(entry, seq, change));
    }

    fn tell_agents(&mut self, entry: &Entry, to: &[SocketId]) {
        if !to.is_empty() {
            let change = public::change_for_agents(&entry.change);
            self.push(to, event::<Agent>(entry, entry.agent_seq, change));
        }
    }

    /// Whoever reads too slowly finds the line closed, and tells us by leaving.
    fn push(&mut self, to: &[SocketId], item: Item) {
        let Some((last, others)) = to.split_last() else {
            return;
        };
        for socket in others {
            if let Some(queue) = self.queues.get(socket) {
                self.bells.extend(queue.push(item.clone()));
            }
        }
        if let Some(queue) = self.queues.get(last) {
            self.bells.extend(queue.push(item));
        }
    }
}

fn event<R: Role>(entry: &Entry, seq: u64, change: R::Change) -> Item {
    let event = Event {
        log: entry.conversation.log(),
        seq,
        change,
    };
    item(&FromServer::<R>::Event(event))
}

fn item<R: Role>(frame: &FromServer<R>) -> Item {
    let text: Arc<str> = frame::text(frame).into();
    match frame {
        FromServer::Now(_) => Item::Hint(text),
        _ => Item::Frame(text),
    }
}
