//! Where each followed log stands, and what is missing of it (P-08…P-11).
//!
//! Invariant: what leaves here of one log is a snapshot or number 1 first, and then each number once,
//! without holes.

use shared::{
    id::{self, Id},
    limits::GAP_FETCH_EVERY_MS,
};

use super::frame::Heads;

/// Events of one log that are held while one before them is missing.
const MOST_HELD: usize = 256;
/// How long after a beat events may come that it has already counted.
const BEAT_GRACE_MS: u64 = 300;
/// How long a replay may pause before it is asked for again.
const REPLAY_GRACE_MS: u64 = 5_000;

/// All followed logs: few, so a list is quick enough.
#[derive(Clone, Debug)]
pub(super) struct Logs<C> {
    logs: Vec<Log<C>>,
}

/// One followed log.
#[derive(Clone, Debug)]
struct Log<C> {
    id: Id<id::Log>,
    /// The last number given to the app; none while there is no copy.
    last: Option<u64>,
    /// The highest number known to exist.
    head: u64,
    /// Later events in the order of their numbers; a change is absent when its kind is not known.
    held: Vec<(u64, Option<C>)>,
    /// Whether this socket has said that the log is complete up to some number.
    is_replayed: bool,
    /// When to fetch what is missing.
    due: Option<u64>,
    fetched_at: Option<u64>,
    fetches: u32,
}

/// What is to be done with an event.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Verdict<C> {
    /// Give it to the app, and then what [`Logs::release`] yields.
    Next(Option<C>),
    /// It was given to the app before, is held, or of no concern.
    Nothing,
}

impl<C> Logs<C> {
    pub(super) fn new() -> Self {
        Self { logs: Vec::new() }
    }

    /// Follows a log, to be fetched at `due`; nothing new for one that is followed already.
    pub(super) fn follow(&mut self, id: &Id<id::Log>, due: Option<u64>) {
        if !self.follows(id) {
            self.logs.push(Log::new(id.clone(), due));
        }
    }

    /// Follows a log that began just now, as an event tells: from number 1 on, or, when that was missed,
    /// from a snapshot on.
    pub(super) fn begin_with_events(&mut self, id: &Id<id::Log>, seq: u64, now: u64) {
        self.follow(id, Some(now).filter(|_| seq != 1));
        if let Some(log) = self.log(id) {
            log.is_replayed = true;
        }
    }

    /// Follows a log that the server will send by itself.
    pub(super) fn expect(&mut self, id: &Id<id::Log>) {
        self.follow(id, None);
        if let Some(log) = self.log(id) {
            log.due = None;
        }
    }

    /// Forgets a log; answers whether it was followed.
    pub(super) fn unfollow(&mut self, id: &Id<id::Log>) -> bool {
        let before = self.logs.len();
        self.logs.retain(|log| log.id != *id);
        self.logs.len() != before
    }

    /// A log to be forgotten, when only one is to be kept.
    pub(super) fn other_than(&self, kept: Option<&Id<id::Log>>) -> Option<Id<id::Log>> {
        let other = self.logs.iter().find(|log| Some(&log.id) != kept);
        other.map(|log| log.id.clone())
    }

    pub(super) fn follows(&self, id: &Id<id::Log>) -> bool {
        self.logs.iter().any(|log| log.id == *id)
    }

    /// The cursors for `hello`. A desk has none: it always begins anew.
    pub(super) fn cursors(&self) -> Heads {
        let conversations = self.logs.iter().filter(|log| !log.id.is_desk());
        conversations
            .filter_map(|log| Some((log.id.clone(), log.last?)))
            .collect()
    }

    /// A new socket is signed in. What had a cursor will be replayed, what had none must be fetched.
    /// `is_void`: the cursors belong to another epoch.
    pub(super) fn begin(&mut self, is_void: bool, now: u64) {
        for log in &mut self.logs {
            let was_asked_for = log.last.is_some() || log.id.is_desk();
            let last = log.last.filter(|_| !is_void && !log.id.is_desk());
            *log = Log::new(log.id.clone(), (!was_asked_for).then_some(now));
            log.last = last;
        }
    }

    fn log(&mut self, id: &Id<id::Log>) -> Option<&mut Log<C>> {
        self.logs.iter_mut().find(|log| log.id == *id)
    }

    /// An event came; `None` for a kind that is not known.
    pub(super) fn event(
        &mut self,
        id: &Id<id::Log>,
        seq: u64,
        change: Option<C>,
        now: u64,
    ) -> Verdict<C> {
        let Some(log) = self.log(id) else {
            return Verdict::Nothing;
        };
        log.head = log.head.max(seq);
        if seq <= log.last.unwrap_or(0) {
            return Verdict::Nothing;
        }
        if seq == log.last.unwrap_or(0) + 1 {
            log.advance(seq, now);
            return Verdict::Next(change);
        }
        log.hold(seq, change);
        if log.is_replayed {
            log.miss(now);
        }
        Verdict::Nothing
    }

    /// The next held event, when nothing is missing before it any more.
    pub(super) fn release(&mut self, id: &Id<id::Log>, now: u64) -> Option<(u64, Option<C>)> {
        let log = self.log(id)?;
        if log.held.first()?.0 != log.last? + 1 {
            return None;
        }
        let (seq, change) = log.held.remove(0);
        log.advance(seq, now);
        Some((seq, change))
    }

    /// A log begins anew at a number; answers whether it is followed.
    pub(super) fn reset(&mut self, id: &Id<id::Log>, seq: u64, now: u64) -> bool {
        let Some(log) = self.log(id) else {
            return false;
        };
        log.held.retain(|(held, _)| *held > seq);
        log.head = log.held.last().map_or(seq, |(held, _)| *held);
        log.advance(seq, now);
        true
    }

    /// A beat: so far should each log have come. One that it does not name is not followed any more, as
    /// far as the server is concerned: whoever asks again is told why.
    pub(super) fn beat(&mut self, heads: &Heads, now: u64) {
        let is_named = |log: &Log<C>| heads.iter().any(|(id, _)| *id == log.id);
        let replayed = self.logs.iter_mut().filter(|log| log.is_replayed);
        for log in replayed.filter(|log| !is_named(log)) {
            log.is_replayed = false;
            log.miss(now);
        }
        for (id, head) in heads {
            let Some(log) = self.log(id) else {
                continue;
            };
            log.head = log.head.max(*head);
            log.is_replayed |= log.last == Some(*head);
            if !log.is_complete() {
                let grace = if log.is_replayed {
                    BEAT_GRACE_MS
                } else {
                    REPLAY_GRACE_MS
                };
                log.miss(now + grace);
            }
        }
    }

    /// These logs were replayed up to these numbers.
    pub(super) fn replayed(&mut self, heads: &Heads, now: u64) {
        for (id, head) in heads {
            let Some(log) = self.log(id) else {
                continue;
            };
            log.head = log.head.max(*head);
            log.is_replayed = true;
            if log.head == 0 {
                log.last = Some(0);
            }
            log.check(now);
        }
    }

    /// The first replay of a socket is over: whatever was not in it must be fetched.
    pub(super) fn miss_unreplayed(&mut self, now: u64) {
        let unreplayed = self.logs.iter_mut().filter(|log| !log.is_replayed);
        unreplayed.for_each(|log| log.miss(now));
    }

    /// Fetching failed for the moment: not again before then.
    pub(super) fn postpone(&mut self, id: &Id<id::Log>, until: u64) {
        if let Some(log) = self.log(id) {
            log.due = Some(until);
        }
    }

    /// A log to be fetched now, and the number after which.
    pub(super) fn fetch(&mut self, now: u64) -> Option<(Id<id::Log>, Option<u64>)> {
        let is_due = |log: &Log<C>| log.due.is_some_and(|due| due <= now);
        let log = self.logs.iter_mut().find(|log| is_due(log))?;
        log.fetched_at = Some(now);
        log.fetches += 1;
        log.due = Some(now + log.pause());
        let after = log.last.filter(|_| !log.id.is_desk());
        Some((log.id.clone(), after))
    }

    /// When the next fetch is due.
    pub(super) fn due_at(&self) -> Option<u64> {
        self.logs.iter().filter_map(|log| log.due).min()
    }

    /// Whether nothing is missing of any log, as far as is known.
    pub(super) fn are_complete(&self) -> bool {
        self.logs.iter().all(Log::is_complete)
    }
}

impl<C> Log<C> {
    fn new(id: Id<id::Log>, due: Option<u64>) -> Self {
        Self {
            id,
            last: None,
            head: 0,
            held: Vec::new(),
            is_replayed: false,
            due,
            fetched_at: None,
            fetches: 0,
        }
    }

    fn is_complete(&self) -> bool {
        self.is_replayed && self.held.is_empty() && self.last.is_some_and(|it| it >= self.head)
    }

    fn advance(&mut self, seq: u64, now: u64) {
        self.last = Some(seq);
        self.fetches = 0;
        self.check(now);
    }

    /// Plans a fetch if something is missing, and drops the plan if not.
    fn check(&mut self, now: u64) {
        if self.is_complete() {
            self.due = None;
        } else if self.is_replayed {
            self.miss(now);
        } else if self.due.is_some() {
            self.due = Some(now + REPLAY_GRACE_MS);
        }
    }

    /// Something is missing: fetch it at `due`, but not too soon after the last time.
    fn miss(&mut self, due: u64) {
        let earliest = self.fetched_at.map_or(0, |at| at + self.pause());
        let due = due.max(earliest);
        self.due = Some(self.due.map_or(due, |it| it.min(due)));
    }

    /// At most once in two seconds, and less often while it does not help.
    fn pause(&self) -> u64 {
        GAP_FETCH_EVERY_MS << self.fetches.saturating_sub(1).min(4)
    }

    fn hold(&mut self, seq: u64, change: Option<C>) {
        let at = self.held.partition_point(|(held, _)| *held < seq);
        if self.held.get(at).is_none_or(|(held, _)| *held != seq) {
            self.held.insert(at, (seq, change));
            self.held.truncate(MOST_HELD);
        }
    }
}
