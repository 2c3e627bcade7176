//! What the server says.

use shared::{
    error::Failed,
    frame::{Event, FromServer, Heard, Reset},
    id::{self, Id},
};

use super::{Link, Phase, asked::Purpose, frame, resume::Verdict};
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
        let Ok(heard) = frame::decode::<R>(text) else {
            return;
        };
        match heard {
            Heard::Frame(FromServer::Welcome(it)) => self.welcomed(it, now),
            Heard::Frame(FromServer::Refused(it)) => self.refused(&it, now),
            Heard::Frame(FromServer::GoingAway(it)) => self.going_away(it.retry_in_ms, now),
            _ if !matches!(self.phase, Phase::SignedIn { .. }) => {}
            Heard::Frame(frame) => self.hear_signed_in(frame, now),
            Heard::UnknownEvent(it) => self.event(&it.log, it.seq, None, now),
            Heard::UnknownReply(id) => self.done(&id, None),
            Heard::Unknown => {}
        }
    }

    fn hear_signed_in(&mut self, frame: FromServer<R>, now: u64) {
        match frame {
            FromServer::Done(it) => self.done(&it.id, Some(it.reply)),
            FromServer::Failed(it) => self.failed(it, now),
            FromServer::Event(it) => self.event(&it.log, it.seq, Some(it.change), now),
            FromServer::Now(hint) => self.deliver(Delivery::Hint(hint)),
            FromServer::Beat(it) => {
                self.adopt(it.heads.keys(), now);
                self.logs.beat(&it.heads, now);
                self.first_replay_is_over(now);
            }
            FromServer::Reset(it) => self.reset(it, now),
            FromServer::CaughtUp(it) => {
                self.adopt(it.heads.keys(), now);
                self.logs.replayed(&it.heads, now);
                self.first_replay_is_over(now);
            }
            FromServer::Welcome(_) | FromServer::Refused(_) | FromServer::GoingAway(_) => {}
        }
    }

    fn event(&mut self, log: &Id<id::Log>, seq: u64, change: Option<R::Change>, now: u64) {
        if R::FOLLOWS_LATEST && !self.logs.follows(log) {
            self.logs.begin_with_events(log.clone(), seq, now);
        }
        let Verdict::Next(change) = self.logs.event(log, seq, change, now) else {
            return;
        };
        self.deliver_change(log, seq, change);
        self.release(log, now);
    }

    fn reset(&mut self, reset: Reset<R::Snapshot>, now: u64) {
        if R::FOLLOWS_LATEST {
            self.logs.follow(reset.log.clone(), None);
        }
        if self.logs.reset(&reset.log, reset.seq, now) {
            let log = reset.log.clone();
            self.deliver(Delivery::Reset(Box::new(reset)));
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
    fn adopt<'a>(&mut self, logs: impl Iterator<Item = &'a Id<id::Log>>, now: u64) {
        if R::FOLLOWS_LATEST {
            for log in logs {
                self.logs.follow(log.clone(), Some(now));
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
