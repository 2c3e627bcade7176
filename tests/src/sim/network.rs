//! The wires between people and the server. What is on a wire keeps its order; what is cut is lost.

use std::collections::BTreeMap;

use crate::random::Random;

/// Milliseconds a frame is under way at most.
const DELAY_MS: u64 = 150;

/// All wires.
#[derive(Default)]
pub(super) struct Network {
    /// The wire of each person, if there is one.
    wires: BTreeMap<usize, Wire>,
}

#[derive(Clone, Copy)]
struct Wire {
    id: u64,
    /// Whether it swallows everything.
    is_blackhole: bool,
    /// Whether the server has said its last word.
    is_closing: bool,
    /// When the last frame arrives on either end.
    last_up: u64,
    last_down: u64,
}

impl Network {
    /// A wire is made.
    pub(super) fn open(&mut self, person: usize, id: u64) {
        let wire = Wire {
            id,
            is_blackhole: false,
            is_closing: false,
            last_up: 0,
            last_down: 0,
        };
        self.wires.insert(person, wire);
    }

    /// A person's wire is no more; answers which it was.
    pub(super) fn cut(&mut self, person: usize) -> Option<u64> {
        self.wires.remove(&person).map(|wire| wire.id)
    }

    /// All wires are no more; answers whose and which they were.
    pub(super) fn cut_all(&mut self) -> Vec<(usize, u64)> {
        let wires = std::mem::take(&mut self.wires);
        wires.into_iter().map(|(it, wire)| (it, wire.id)).collect()
    }

    /// From here on a person's wire swallows everything.
    pub(super) fn swallow(&mut self, person: usize) {
        if let Some(wire) = self.wires.get_mut(&person) {
            wire.is_blackhole = true;
        }
    }

    /// The server has said its last word on a wire.
    pub(super) fn close_later(&mut self, person: usize, id: u64) {
        if let Some(wire) = self.wires.get_mut(&person).filter(|wire| wire.id == id) {
            wire.is_closing = true;
        }
    }

    /// The wire a person can send on.
    pub(super) fn wire_of(&self, person: usize) -> Option<u64> {
        let wire = self.wires.get(&person)?;
        (!wire.is_closing).then_some(wire.id)
    }

    /// Whose wire this is.
    pub(super) fn person_at(&self, id: u64) -> Option<usize> {
        let mut wires = self.wires.iter();
        wires
            .find(|(_, wire)| wire.id == id && !wire.is_blackhole)
            .map(|(person, _)| *person)
    }

    /// The wires on which a ping is answered.
    pub(super) fn living(&self) -> impl Iterator<Item = u64> {
        let wires = self.wires.values();
        wires.filter(|wire| !wire.is_blackhole).map(|wire| wire.id)
    }

    /// Whether what is on this wire still reaches the person.
    pub(super) fn is_on(&self, person: usize, id: u64) -> bool {
        let wire = self.wires.get(&person);
        wire.is_some_and(|wire| wire.id == id && !wire.is_blackhole)
    }

    /// When a frame that leaves a person now arrives at the server.
    pub(super) fn up(&mut self, id: u64, now: u64, random: &mut Random) -> u64 {
        let at = now + random.below(DELAY_MS);
        match self.wires.values_mut().find(|wire| wire.id == id) {
            Some(wire) => {
                wire.last_up = wire.last_up.max(at);
                wire.last_up
            }
            None => at,
        }
    }

    /// When a frame that leaves the server now arrives at the person.
    pub(super) fn down(&mut self, id: u64, now: u64, random: &mut Random) -> u64 {
        let at = now + random.below(DELAY_MS);
        match self.wires.values_mut().find(|wire| wire.id == id) {
            Some(wire) => {
                wire.last_down = wire.last_down.max(at);
                wire.last_down
            }
            None => at,
        }
    }
}
