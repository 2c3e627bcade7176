//! What the app sends and asks, and what the tabs of one person agree on.

use shared::{
    error::{Code, Failed},
    id::{self, Id},
};

use super::{Link, Note, Output, Phase, Reading, asked::Purpose, frame};
use crate::{
    Delivery, Voice,
    delivery::Outcome,
    json,
    outbox::{Kept, News, Record, STORE_WITHIN_MS, State},
    voice::Treatment,
};

/// How long another tab may leave a command alone before this one sends it itself.
const STAND_IN_AFTER_MS: u64 = 5_000;

impl<R: Voice> Link<R> {
    pub(super) fn send(&mut self, id: Id<id::Client>, command: R::Command, now: u64) {
        let (lane, is_stored) = match R::treatment(&command) {
            Treatment::Ask => return self.ask(id, command, now),
            Treatment::Once(lane) => (lane, false),
            Treatment::Keep(lane) => (lane, true),
        };
        let record = record::<R>(id, lane, &command);
        if is_stored {
            self.outputs.push_back(Output::Keep(record.clone(), None));
            self.outbox.add_stored(record, now);
        } else {
            let id = record.id.clone();
            self.outbox.add(record, now);
            self.tell_pending(&id, News::Kept);
        }
    }

    pub(super) fn ask(&mut self, id: Id<id::Client>, command: R::Command, now: u64) {
        if !matches!(self.phase, Phase::SignedIn { .. }) {
            self.answer(&id, Some(command), Outcome::Unanswered);
            return;
        }
        match self.frame(&id, &json::write(&command)) {
            Ok(frame) => {
                self.asked.add(id, Purpose::App(command), now);
                self.outputs.push_back(Output::Transmit(frame));
            }
            Err(failed) => self.answer(&id, Some(command), Outcome::Refused(failed)),
        }
    }

    pub(super) fn unfollow(&mut self, log: Id<id::Log>) {
        let is_told = self.logs.unfollow(&log) && matches!(self.phase, Phase::SignedIn { .. });
        let command = R::unfollow(log).filter(|_| is_told);
        // Nothing depends on the answer.
        let id = self.mint();
        let frame = command.and_then(|it| self.frame(&id, &json::write(&it)).ok());
        self.outputs.extend(frame.map(Output::Transmit));
    }

    /// Asks for what is missing of the logs, and gives up what is not answered.
    pub(super) fn fetch_missing(&mut self, now: u64) {
        while let Some((log, after)) = self.logs.fetch(now) {
            let command = R::follow(log.clone(), after);
            let id = self.mint();
            if let Ok(frame) = self.frame(&id, &json::write(&command)) {
                self.asked.add(id, Purpose::Log(log), now);
                self.outputs.push_back(Output::Transmit(frame));
            }
        }
        while let Some((id, purpose)) = self.asked.take_late(now) {
            self.give_up(&id, purpose);
        }
    }

    pub(super) fn transmit_outbox(&mut self, now: u64) {
        for id in self.outbox.unanswered(now) {
            self.tell_unknown(id);
        }
        if self.stand_in_at(now).is_some_and(|at| at <= now) {
            self.is_standing_in = true;
        }
        let leads = self.leads();
        while let Some(record) = self.outbox.next(leads, now) {
            let (id, command) = (record.id.clone(), record.command.clone());
            match self.frame(&id, &command) {
                Ok(frame) => self.outputs.push_back(Output::Transmit(frame)),
                Err(failed) => self.not_sent(&id, failed, now),
            }
        }
    }

    /// A command was carried out.
    pub(super) fn sent(&mut self, id: &Id<id::Client>, reply: Option<R::Reply>) {
        let Some(settled) = self.outbox.settle(id) else {
            return;
        };
        let receipt = reply.as_ref().and_then(R::receipt).cloned();
        if let Some(order) = settled.order {
            self.outputs.push_back(Output::Forget(order));
        }
        if settled.is_shared {
            self.tell(Note::Done(id.clone(), receipt.clone()));
        }
        self.news(News::Done(id.clone(), receipt));
        self.answer(id, None, Outcome::Done(reply));
    }

    /// A command was not carried out.
    pub(super) fn not_sent(&mut self, id: &Id<id::Client>, failed: Failed<R::Current>, now: u64) {
        if failed.retryable {
            if self.outbox.pause(id, failed.retry_after_ms, now) {
                self.news(News::Changed(id.clone(), State::Sending));
            }
            return;
        }
        let Some(record) = self.outbox.record(id) else {
            return;
        };
        if answers_the_form_before::<R>(record, failed.code) {
            self.outbox.pause(id, None, now);
            return;
        }
        if let Some(other) = amended::<R>(record, failed.code) {
            self.replace(id, other, now);
            return;
        }
        let state = State::Refused(failed.code);
        if self.outbox.set(id, state) {
            self.write_over(id);
            self.tell(Note::Refused(id.clone(), failed.code));
            self.news(News::Changed(id.clone(), state));
        }
        self.answer(id, None, Outcome::Refused(failed));
    }

    fn replace(&mut self, id: &Id<id::Client>, by: Record, now: u64) {
        let new = by.id.clone();
        if let Some(order) = self.outbox.replace(id, by.clone(), now) {
            self.outputs.push_back(Output::Keep(by, Some(order)));
        }
        if new != *id {
            self.tell_pending(&new, |pending| News::Replaced(id.clone(), pending));
        }
    }

    pub(super) fn retry(&mut self, id: Id<id::Client>, now: u64) {
        let state = self.outbox.pending(&id).map(|it| it.state);
        if state == Some(State::Refused(Code::IdConflict)) {
            if let Some(other) = self.outbox.record(&id).and_then(|it| renamed(it, "-r")) {
                self.replace(&id, other, now);
            }
        } else if self.outbox.retry(&id, now) {
            self.write_over(&id);
            self.tell(Note::Retry(id.clone()));
            self.news(News::Changed(id, State::Sending));
        }
    }

    /// What is stored of a command shall tell how it stands: what was refused is not repeated unasked by
    /// whoever reads it.
    fn write_over(&mut self, id: &Id<id::Client>) {
        let stored = self.outbox.stored(id);
        let keep = stored.map(|(record, order)| Output::Keep(record, Some(order)));
        self.outputs.extend(keep);
    }

    pub(super) fn discard(&mut self, id: Id<id::Client>) {
        if self.outbox.is_on_its_way(&id) {
            return;
        }
        let Some(settled) = self.outbox.settle(&id) else {
            return;
        };
        if let Some(order) = settled.order {
            self.outputs.push_back(Output::Forget(order));
        }
        self.tell(Note::Gone(id.clone()));
        self.news(News::Gone(id));
    }

    /// A record lies in the store, or nowhere.
    pub(super) fn kept(&mut self, id: &Id<id::Client>, order: Option<u64>, now: u64) {
        if order.is_some_and(|it| self.outbox.misses_before(it)) {
            // Another tab has stored something earlier: that is to be sent first.
            self.recall();
            self.reading.holds_until = Some(now + STORE_WITHIN_MS);
        }
        match self.outbox.kept(id, order, now) {
            Kept::News => {
                self.tell_pending(id, News::Kept);
                self.is_durable_now(order.is_some());
                if order.is_some() {
                    self.tell(Note::Kept {});
                }
            }
            Kept::Before => {}
            Kept::Superfluous(order) => self.outputs.push_back(Output::Forget(order)),
        }
    }

    pub(super) fn check_storing(&mut self, now: u64) {
        for id in self.outbox.overdue(now) {
            self.tell_pending(&id, News::Kept);
            self.is_durable_now(false);
        }
    }

    /// Whether nothing may be sent before the store is read.
    pub(super) fn is_held(&mut self, now: u64) -> bool {
        self.reading.holds_until = self.reading.holds_until.filter(|it| *it > now);
        self.reading.holds_until.is_some()
    }

    fn is_durable_now(&mut self, is_durable: bool) {
        if self.is_durable != is_durable {
            self.is_durable = is_durable;
            self.deliver(Delivery::Durable(is_durable));
        }
    }

    /// The store was read.
    pub(super) fn stored(&mut self, records: Vec<(u64, Record)>, now: u64) {
        let reading = std::mem::take(&mut self.reading);
        let restored = self.outbox.restore(records, now);
        let superfluous = restored.superfluous.into_iter();
        self.outputs.extend(superfluous.map(Output::Forget));
        for id in restored.gone {
            self.news(News::Gone(id));
        }
        for id in restored.new {
            self.tell_pending(&id, News::Kept);
        }
        if reading.is_stale {
            self.recall();
        }
        if reading.leads_then {
            self.setup.is_leading = true;
            self.deliver(Delivery::Leading(true));
        }
    }

    pub(super) fn do_without_storage(&mut self) {
        self.reading = Reading::default();
        self.setup.is_leading = true;
        self.is_durable_now(false);
    }

    pub(super) fn lead(&mut self) {
        if !self.setup.is_leading {
            self.recall();
            self.reading.leads_then = true;
        }
    }

    pub(super) fn recall(&mut self) {
        if self.reading.is_under_way {
            self.reading.is_stale = true;
        } else {
            self.reading.is_under_way = true;
            self.outputs.push_back(Output::Recall);
        }
    }

    /// Another tab says something.
    pub(super) fn told(&mut self, note: Note, now: u64) {
        match note {
            Note::Kept {} => self.recall(),
            Note::Done(id, receipt) => {
                self.is_standing_in = false;
                if self.outbox.settle(&id).is_some() {
                    self.news(News::Done(id, receipt));
                }
            }
            Note::Refused(id, code) => self.told_state(id, State::Refused(code)),
            Note::Unknown(id) => self.told_state(id, State::Unknown),
            Note::Retry(id) => {
                if self.outbox.retry(&id, now) {
                    self.news(News::Changed(id, State::Sending));
                }
            }
            Note::Gone(id) => {
                if self.outbox.settle(&id).is_some() {
                    self.news(News::Gone(id));
                }
            }
        }
    }

    fn told_state(&mut self, id: Id<id::Client>, state: State) {
        self.is_standing_in = false;
        if self.outbox.set(&id, state) {
            self.news(News::Changed(id, state));
        }
    }

    /// The connection is gone.
    pub(super) fn cut(&mut self) {
        for id in self.outbox.cut() {
            self.tell_unknown(id);
        }
        while let Some((id, purpose)) = self.asked.take_any() {
            self.give_up(&id, purpose);
        }
    }

    fn give_up(&mut self, id: &Id<id::Client>, purpose: Purpose<R>) {
        if let Purpose::App(question) = purpose {
            self.answer(id, Some(question), Outcome::Unanswered);
        }
    }

    pub(super) fn leads(&self) -> bool {
        self.setup.is_leading || self.is_standing_in
    }

    /// When this tab begins to send because the one that should does not.
    pub(super) fn stand_in_at(&self, now: u64) -> Option<u64> {
        if self.leads() {
            return None;
        }
        let since = self.outbox.waits_since(now)?;
        Some(since + STAND_IN_AFTER_MS)
    }

    fn tell_pending(
        &mut self,
        id: &Id<id::Client>,
        news: impl FnOnce(crate::outbox::Pending) -> News,
    ) {
        if let Some(pending) = self.outbox.pending(id) {
            self.news(news(pending));
        }
    }

    fn tell_unknown(&mut self, id: Id<id::Client>) {
        self.tell(Note::Unknown(id.clone()));
        self.news(News::Changed(id, State::Unknown));
    }

    fn tell(&mut self, note: Note) {
        self.outputs.push_back(Output::Tell(note));
    }

    /// A command as a frame, or why it cannot be one.
    fn frame(&self, id: &Id<id::Client>, command: &str) -> Result<String, Failed<R::Current>> {
        let frame = frame::command(id, command);
        if frame.len() > self.max_frame {
            return Err(Failed::new(Some(id.clone()), Code::TooLong));
        }
        Ok(frame)
    }
}

fn record<R: Voice>(id: Id<id::Client>, lane: String, command: &R::Command) -> Record {
    let (content, is_private) = R::says(command).unzip();
    Record {
        id,
        lane,
        command: json::write(command),
        content: content.cloned(),
        is_private: is_private.unwrap_or(false),
        leads: R::leads(command),
        is_amended: false,
        refused: None,
    }
}

/// What a refused command becomes, if it can succeed in another form: first under its own id, so that
/// another tab that still tries the first form cannot make it happen twice; and if a server holds the id
/// against that, under one that follows from it. Where the other form does not fit either, the first one
/// is tried once more, under an id of its own.
fn amended<R: Voice>(record: &Record, code: Code) -> Option<Record> {
    if record.is_amended && code == Code::IdConflict {
        return renamed(record, "-a");
    }
    let command = R::amend(&record.command, code)?;
    let other = Record {
        is_amended: true,
        ..self::record::<R>(record.id.clone(), record.lane.clone(), &command)
    };
    if record.is_amended {
        renamed(&other, "-b")
    } else {
        Some(other)
    }
}

/// Whether a failure is a late answer to the form the command had before: the form it has now, under the
/// same id, cannot fail like that.
fn answers_the_form_before<R: Voice>(record: &Record, code: Code) -> bool {
    let is_of_either_form = matches!(code, Code::Conflict | Code::NotFound);
    record.is_amended && is_of_either_form && R::amend(&record.command, code).is_none()
}

/// The same under an id that follows from the first one; only once.
fn renamed(record: &Record, suffix: &str) -> Option<Record> {
    let id: Id<id::Client> = Id::new([record.id.as_str(), suffix].concat());
    let is_first = !record.id.as_str().ends_with(suffix);
    (is_first && id.is_well_formed()).then(|| Record {
        id,
        refused: None,
        ..record.clone()
    })
}
