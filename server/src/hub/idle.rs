//! Visitors who say nothing any more: they are asked once whether they are still there, and then their
//! conversation ends. The clock runs from the last answer of an agent; what waits for one ends never.

use shared::{
    agent::Change,
    conversation::{Ended, Nudged, Side, Status, Why},
    id::{self, Id},
    time::Timestamp,
};

use super::{Effect, Hub, agenda::Due, asking::later, live::Live};

/// What comes of a silence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    Nudge,
    End,
}

impl Hub {
    /// Puts down when something comes of a visitor's silence.
    pub(super) fn await_silence(&mut self, id: &Id<id::Conversation>, now: Timestamp) {
        let live = self.conversations.get(id);
        if let Some((at, _)) = live.and_then(|live| self.next_step(live)) {
            self.agenda.put(at.max(now), Due::Silence(id.clone()));
        }
    }

    /// Does what is due of it. A visitor who has written, or is writing, has broken it.
    pub(super) fn end_silence(
        &mut self,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let live = self.conversations.get(id);
        match live.and_then(|live| self.next_step(live)) {
            Some((at, Step::Nudge)) if at <= now => {
                self.append(id, Change::Nudged(Nudged { at: now }), None, effects);
                self.keep(id, effects);
            }
            Some((at, Step::End)) if at <= now => {
                let ended = Ended {
                    why: Some(Why::Idle),
                    ..Ended::new(Side::System, now)
                };
                self.finish(id, ended, now, effects);
                return;
            }
            _ => {}
        }
        self.await_silence(id, now);
    }

    /// What comes next of a visitor's silence, and when.
    fn next_step(&self, live: &Live) -> Option<(Timestamp, Step)> {
        let silence = live.it.silence?;
        let channel = self.directory.channels.get(&live.it.channel)?;
        let idle = &channel.ending.idle;
        let since = silence.since.max(live.stirred_at.unwrap_or_default());
        let nudge = idle.nudge_after_s.filter(|_| !silence.is_nudged);
        let nudge = nudge.map(|it| (later(since, it), Step::Nudge));
        let end = idle.end_after_s.map(|it| (later(since, it), Step::End));
        let steps = nudge.into_iter().chain(end);
        steps
            .filter(|_| live.it.status == Status::Active)
            .min_by_key(|(at, _)| *at)
    }
}
