//! Ready answers: fetching them, remembering which are used, and changing the own ones.

use client::{Delivery, delivery::Outcome};
use leptos::prelude::*;
use shared::{
    agent::Agent,
    id::{self, Id},
};

use super::{Session, perform};
use crate::slice::{Handy, Part, Remark, Revision};

/// What of this is kept on this device.
const HANDY: &str = "handy";
const REVISION: &str = "revision";

impl Session {
    /// Takes one delivery.
    pub(super) fn receive_ready(self, delivery: &Delivery<Agent>) {
        if self.replies.try_maybe_update(|it| {
            let has_changed = it.receive(delivery);
            (has_changed, has_changed)
        }) == Some(true)
        {
            self.settle_revision();
        }
        self.fetch_ready();
        let Delivery::Answer(answer) = delivery else {
            return;
        };
        if !self.revision.read_untracked().has_sent(&answer.id) {
            return;
        }
        self.revision.maybe_update(|it| it.receive(delivery));
        if let Outcome::Refused(failed) = &answer.outcome {
            self.discard(&answer.id);
            self.remark(Remark::Refused(failed.code));
        }
    }

    /// Ready answers are about to be looked at.
    pub(crate) fn want_ready(self) {
        if !self.connection.read_untracked().has_desk() {
            return;
        }
        self.replies
            .update_untracked(client::replies::Replies::want);
        self.fetch_ready();
    }

    fn fetch_ready(self) {
        let question = self
            .replies
            .try_maybe_update(|it| (false, it.question()))
            .flatten();
        if let Some(question) = question {
            self.ask(question);
        }
    }

    /// One was inserted.
    pub(crate) fn touch_ready(self, id: &Id<id::Reply>) {
        self.change_handy(|it| it.touch(id));
    }

    /// One is a favourite from now on, or no longer.
    pub(crate) fn toggle_favourite(self, id: &Id<id::Reply>) {
        self.change_handy(|it| it.toggle(id));
    }

    fn change_handy(self, change: impl FnOnce(&mut Handy)) {
        self.handy.update(change);
        let text = self.handy.read_untracked().encode();
        perform::keep_of(&self.agent_id(), HANDY, Some(&text));
    }

    /// Adds an empty quick reply to those that are changed.
    pub(crate) fn add_quick(self) -> Option<Id<id::Reply>> {
        let (_, client) = self.client.get_value()?;
        let id = client.new_id();
        self.revise(|it| it.add(&id));
        Some(id)
    }

    /// A part of a quick reply is this now.
    pub(crate) fn write_quick(self, id: &Id<id::Reply>, part: Part, text: &str) {
        let replies = self.replies.read_untracked();
        self.revise(|it| it.write(id, part, text, &replies));
    }

    /// A quick reply is to be removed, or not any more.
    pub(crate) fn remove_quick(self, id: &Id<id::Reply>, is_gone: bool) {
        let replies = self.replies.read_untracked();
        self.revise(|it| it.set_gone(id, is_gone, &replies));
    }

    /// Sends what was changed. The failure is the first one that cannot be kept as it is.
    pub(crate) fn save_quick(self) -> Result<(), Id<id::Reply>> {
        let replies = self.replies.read_untracked();
        let all = self.revise(|it| it.save(&replies));
        drop(replies);
        for (draft, command) in all.unwrap_or_else(|| Ok(Vec::new()))? {
            if let Some((_, client)) = self.client.get_value() {
                let id = client.send(command);
                self.revision.update(|it| it.leave(id, draft));
            }
        }
        Ok(())
    }

    /// Changes the revision and keeps it beyond this page.
    fn revise<T>(self, change: impl FnOnce(&mut Revision) -> T) -> Option<T> {
        let found = self.revision.try_update(change);
        self.keep_revision();
        found
    }

    fn settle_revision(self) {
        let replies = self.replies.read_untracked();
        self.revision.maybe_update(|it| it.settle(&replies));
        drop(replies);
        self.keep_revision();
    }

    fn keep_revision(self) {
        let revision = self.revision.read_untracked();
        let text = revision.encode();
        let kept = Some(text.as_str()).filter(|_| revision.count() > 0);
        perform::keep_of(&self.agent_id(), REVISION, kept);
    }

    /// Takes up what this device keeps of the person.
    pub(super) fn recall_ready(self) {
        let agent = self.agent_id();
        let recalled = |name| perform::recall_of(&agent, name);
        self.handy.set(Handy::recall(recalled(HANDY).as_deref()));
        self.revision
            .set(Revision::recall(recalled(REVISION).as_deref()));
    }

    /// Removes what this device keeps of the person.
    pub(super) fn forget_ready(self) {
        for name in [HANDY, REVISION] {
            perform::keep_of(&self.agent_id(), name, None);
        }
    }

    /// Whose connection it is.
    pub(super) fn agent_id(self) -> Id<id::Agent> {
        let connected = self.client.get_value();
        connected.map_or_else(|| Id::new(""), |(agent, _)| agent)
    }
}
