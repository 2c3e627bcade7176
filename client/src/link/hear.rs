//! What the server says.

use shared::{
    error::Failed,
    frame::{Event, Reset},
    id::{self, Id},
};

use super::{
    Link, Phase,
    asked::Purpose,
    frame::{Heads, Heard, decode},
    resume::Verdict,
};
use crate::{
    Delivery, Voice,
    delivery::{Answer, Outcome},
};

impl<R: Voice> Link<R> {
    /// One text message came. What is not of this protocol is passed over: what was missed by that
    /// shows in the numbers.
    pub(super) fn hear(&mut self, text: &str, now: u64) {
        if !matches!(self.phase, Phase::Greeting { .. } | Phase::SignedIn { .. }) {
            return;
        }
        self.heart.hear(now);
        let Ok(heard) = decode::<R>(text) else {
            return;
        };
        match heard {
            Heard::Welcome(it) => self.welcomed(it, now),
            Heard::Refused(it) => self.refused(&it, now),
            Heard::GoingAway(retry_in_ms) => self.going_away(retry_in_ms, now),
            _ if !matches!(self.phase, Phase::SignedIn { .. }) => {}
            Heard::Done(id, reply) => self.done(&id, reply),
            Heard::Failed(it) => self.failed(*it, now),
            Heard::Event(log, seq, change) => self.event(&log, seq, change, now),
            Heard::Hint(hint) => self.deliver(Delivery::Hint(hint)),
            Heard::Beat(heads) => {
                self.adopt(&heads, now);
                self.logs.beat(&heads, now);
                self.first_replay_is_over(now);
            }
            Heard::Reset(it) => self.reset(it, now),
            Heard::CaughtUp(heads) => {
                self.adopt(&heads, now);
                self.logs.replayed(&heads, now);
                self.first_replay_is_over(now);
            }
            Heard::Unknown => {}
        }
    }

    fn event(&mut self, log: &Id<id::Log>, seq: u64, change: Option<R::Change>, now: u64) {
        if R::FOLLOWS_LATEST && !self.logs.follows(log) {
            self.logs.begin_with_events(log, seq, now);
        }
        let Verdict::Next(change) = self.logs.event(log, seq, change, now) else {
            return;
        };
        self.deliver_change(log, seq, change);
        self.release(log, now);
    }

    fn reset(&mut self, reset: Box<Reset<R::Snapshot>>, now: u64) {
        if R::FOLLOWS_LATEST {
            self.logs.follow(&reset.log, None);
        }
        if self.logs.reset(&reset.log, reset.seq, now) {
            let log = reset.log.clone();
            self.deliver(Delivery::Reset(reset));
            self.release(&log, now);
        }
    }

    fn release(&mut self, log: &Id<id::Log>, now: u64) {
        while let Some((seq, change)) = self.logs.release(log, now) {
            self.deliver_change(log, seq, change);
        }
    }

    fn deliver_change(&mut self, log: &Id<id::Log>, seq: u64, change: Option<R::Change>) {
        let log = log.clone();
        self.deliver(match change {
            Some(change) => Delivery::Event(Event { log, seq, change }),
            None => Delivery::Unknown(Event {
                log,
                seq,
                change: (),
            }),
        });
    }

    /// A visitor's server names the logs: one that is not known yet must have begun unnoticed.
    fn adopt(&mut self, heads: &Heads, now: u64) {
        if R::FOLLOWS_LATEST {
            for (log, _) in heads {
                self.logs.follow(log, Some(now));
            }
        }
    }

    fn first_replay_is_over(&mut self, now: u64) {
        if let Phase::SignedIn { is_replayed, .. } = &mut self.phase
            && !*is_replayed
        {
            *is_replayed = true;
            self.logs.miss_unreplayed(now);
        }
    }

    fn done(&mut self, id: &Id<id::Client>, reply: Option<R::Reply>) {
        match self.asked.take(id) {
            Some(Purpose::App(question)) => {
                self.answer(id, Some(question), Outcome::Done(reply));
            }
            Some(Purpose::Log(_)) => {}
            None => self.sent(id, reply),
        }
    }

    fn failed(&mut self, failed: Failed<R::Current>, now: u64) {
        let Some(id) = failed.id.clone() else {
            return;
        };
        match self.asked.take(&id) {
            Some(Purpose::App(question)) => {
                self.answer(&id, Some(question), Outcome::Refused(failed));
            }
            Some(Purpose::Log(log)) if failed.retryable => {
                let wait = failed.retry_after_ms.unwrap_or(0);
                let wait = wait.clamp(shared::limits::GAP_FETCH_EVERY_MS, 600_000);
                self.logs.postpone(&log, now + wait);
            }
            Some(Purpose::Log(log)) => {
                if self.logs.unfollow(&log) {
                    self.deliver(Delivery::Lost(log, failed.code));
                }
            }
            None => self.not_sent(&id, failed, now),
        }
    }

    pub(super) fn answer(
        &mut self,
        id: &Id<id::Client>,
        question: Option<R::Command>,
        outcome: Outcome<R>,
    ) {
        self.deliver(Delivery::Answer(Box::new(Answer {
            id: id.clone(),
            question,
            outcome,
        })));
    }
}
