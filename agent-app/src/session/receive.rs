//! What happens: every delivery of the connection, in order, once.

use client::{Delivery, delivery::Outcome, outbox::News};
use leptos::prelude::*;
use shared::{
    agent::{Agent, Change, Command, Reply, Summary},
    conversation::Status,
    error::{Code, Failed},
    id::{self, Id},
};

use super::{Session, perform};
use crate::slice::{Remark, Wish};

impl Session {
    /// Takes one delivery. Every slice is told.
    pub(super) fn receive(self, delivery: &Delivery<Agent>) {
        let now = perform::now();
        self.notice(delivery);
        self.connection.maybe_update(|it| it.receive(delivery, now));
        self.desk.maybe_update(|it| it.receive(delivery));
        self.inbox.maybe_update(|it| it.receive(delivery));
        self.typing.maybe_update(|it| it.receive(delivery, now));
        self.looking.maybe_update(|it| it.receive(delivery, now));
        self.writing.maybe_update(|it| it.receive(delivery));
        self.receive_files(delivery);
        self.receive_ready(delivery);
        self.revealed.maybe_update(|it| it.receive(delivery));
        self.trail.maybe_update(|it| it.receive(delivery));
        for talk in self.talks.with_value(super::talks::Talks::all) {
            talk.maybe_update(|it| it.receive(delivery));
        }
        self.receive_customer(delivery);
        match delivery {
            Delivery::Status(_) => self.check_access(),
            Delivery::Outbox(News::Kept(it)) => self.empty_composer(&it.id),
            Delivery::Answer(it) => {
                self.archive
                    .maybe_update(|archive| archive.receive(&it.id, &it.outcome));
                self.hear_answer(&it.id, &it.outcome);
                if matches!(it.question, Some(Command::Reveal(_))) {
                    self.regret_secret(&it.outcome);
                }
            }
            Delivery::Event(it) => self.hear_change(&it.log.conversation(), &it.change),
            Delivery::Reset(it) => self.watch_or_attend(&it.log.conversation()),
            _ => {}
        }
    }

    /// A secret that was not told is missed.
    fn regret_secret(self, outcome: &Outcome<Agent>) {
        match outcome {
            Outcome::Done(_) => {}
            Outcome::Refused(it) => self.remark(Remark::Refused(it.code)),
            Outcome::Unanswered => self.remark(Remark::Unanswered),
        }
    }

    fn hear_answer(self, id: &Id<id::Client>, outcome: &Outcome<Agent>) {
        let Some(wish) = self.wishes.try_update(|it| it.settle(id)).flatten() else {
            return;
        };
        match (outcome, wish) {
            (Outcome::Done(Some(Reply::Taken(it))), wish) if wish.opens() => {
                self.enter(it);
            }
            (outcome @ Outcome::Done(_), wish) => {
                self.carry_on(&wish);
                self.carry_on_customer(outcome, &wish);
            }
            (Outcome::Refused(it), wish) => self.say_refusal(it, &wish),
            (Outcome::Unanswered, wish) => {
                self.regret(&wish);
                self.remark(Remark::Unanswered);
            }
        }
    }

    fn say_refusal(self, failed: &Failed<Summary>, wish: &Wish) {
        let me = untrack(move || self.me());
        let is_taking = matches!(wish, Wish::Take(_) | Wish::TakeNext);
        let current = failed
            .current
            .as_ref()
            .filter(|_| failed.code == Code::Conflict && is_taking);
        let remark = match current {
            None if failed.code == Code::Conflict && matches!(wish, Wish::Reopen(_)) => {
                Remark::NotReopened
            }
            None if failed.code == Code::Conflict && matches!(wish, Wish::Block) => {
                Remark::NotBlocked
            }
            None if failed.code == Code::Conflict && wish.is_question() => Remark::NotAsked,
            None if failed.code == Code::Conflict && wish.is_answer() => Remark::AskedBefore,
            None => Remark::Refused(failed.code),
            Some(it) if it.status == Status::Active => {
                let owner = it.owner.clone().filter(|it| Some(it) != me.as_ref());
                owner.map_or(Remark::TakenGone, |it| Remark::TakenBy(it.name))
            }
            Some(_) => Remark::TakenGone,
        };
        self.remark(remark);
    }

    fn hear_change(self, conversation: &Id<id::Conversation>, change: &Change) {
        self.speak(conversation, change);
        match change {
            Change::Posted(_) | Change::Noted(_) => self.watch_or_attend(conversation),
            // Whose it is may be told after what was said in it.
            Change::Conversation(it) => self.watch_or_attend(&it.id),
            _ => {}
        }
    }
}
