//! Agents write, to visitors and in private, and tell how far they have read.

use shared::{
    agent::{Change, Note, Post, PrivateMessage, Reply, Seen, Summary},
    choice::Options,
    conversation::{Read, Side, Status},
    error::Code,
    id::{self, Id},
    link::PageLink,
    message::{Author, Content, Message, Receipt},
    time::Timestamp,
};

use super::{Me, Outcome, sender};
use crate::{
    hub::{
        Effect, Hub,
        failure::{self, Failure},
        rates::{Key, TYPING},
    },
    record::{Answer, Place},
    who::{Action, Verdict},
};

impl Hub {
    pub(super) fn agent_post(
        &mut self,
        me: &Me,
        id: &Id<id::Client>,
        it: &Post,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow(me, Action::List, &it.conversation)?;
        if self.live(&it.conversation).it.status == Status::Ended {
            let current = self.summary(&it.conversation);
            return Err(Failure::with(Code::Ended, current));
        }
        self.allow(me, Action::Post, &it.conversation)?;
        let others = self.live(&it.conversation).it.voices.beside(&me.card.id);
        if it.seen.is_some_and(|seen| others > Some(seen)) {
            return Err(Code::Changed.into());
        }
        let checked = self.checked(&sender(me), &it.content)?;
        let options = it.content.options.as_ref().map(Options::clean);
        let options = options.transpose().map_err(failure::of_text)?;
        let link = self.pointed_out(&it.conversation, &it.content)?;
        self.allow_agent_post(me, now)?;
        let message = Message {
            id: self.ids.make(),
            client_id: Some(id.clone()),
            author: Author::Agent(me.card.clone()),
            at: now,
            content: Content {
                options,
                link: link.map(Box::new),
                ..checked.content.clone()
            },
        };
        let message_id = message.id.clone();
        let entry = self.append(&it.conversation, Change::Posted(message), None, effects);
        checked.file(&it.conversation, false, effects);
        Ok(Answer::Posted(Receipt {
            conversation: it.conversation.clone(),
            message: message_id,
            seq: entry.agent_seq,
            at: now,
            dup: false,
        }))
    }

    /// A link as it may stand beside a message.
    fn pointed_out(
        &mut self,
        conversation: &Id<id::Conversation>,
        content: &Content,
    ) -> Result<Option<PageLink>, Code> {
        let channel = self.live(conversation).it.channel.clone();
        let channel = self.directory.channels.get(&channel);
        let sites = channel.map_or(&[][..], |it| &it.sites);
        let link = content.link.as_ref().map(|it| it.clean(sites));
        link.transpose().map_err(failure::of_text)
    }

    pub(super) fn note(
        &mut self,
        me: &Me,
        id: &Id<id::Client>,
        it: &Note,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow(me, Action::Note, &it.conversation)?;
        if self.live(&it.conversation).it.is_erased() {
            let current = self.summary(&it.conversation);
            return Err(Failure::with(Code::Ended, current));
        }
        let checked = self.checked(&sender(me), &it.content)?;
        self.allow_agent_post(me, now)?;
        let note = PrivateMessage {
            id: self.ids.make(),
            client_id: Some(id.clone()),
            author: me.card.clone(),
            at: now,
            content: checked.content.clone(),
        };
        let message = note.id.clone();
        let entry = self.append(&it.conversation, Change::Noted(note), None, effects);
        checked.file(&it.conversation, true, effects);
        Ok(Answer::Noted(Receipt {
            conversation: it.conversation.clone(),
            message,
            seq: entry.agent_seq,
            at: now,
            dup: false,
        }))
    }

    /// Marks up to the last message that is not private, up to and including the one named: what visitors
    /// hear of a mark never names a private one.
    pub(super) fn agent_read(
        &mut self,
        me: &Me,
        it: &Seen,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        let found = self.found.place.take().flatten();
        self.allow(me, Action::List, &it.conversation)?;
        if self.may(me, Action::Mark, &it.conversation) != Verdict::Allowed {
            return Ok(Some(Reply::Ok {}));
        }
        let live = self.live(&it.conversation);
        if live.it.is_erased() {
            return Ok(Some(Reply::Ok {}));
        }
        let place = live.place(&it.message).or(found).ok_or(Code::NotFound)?;
        let Some(public) = place.public.clone() else {
            return Ok(Some(Reply::Ok {}));
        };
        let seen = live.it.seen_by_agent.as_ref();
        if seen.is_none_or(|seen| seen.agent_seq < public.agent_seq) {
            let read = Read {
                by: Side::Agent,
                message: public.message.clone(),
                at: now,
            };
            let place = Place {
                agent_seq: public.agent_seq,
                ..place
            };
            self.append(&it.conversation, Change::Read(read), Some(&place), effects);
        }
        Ok(Some(Reply::Ok {}))
    }

    pub(super) fn agent_typing(
        &mut self,
        me: &Me,
        conversation: &Id<id::Conversation>,
        private: bool,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        self.allow(me, Action::List, conversation)?;
        let action = if private { Action::Note } else { Action::Type };
        let counts = self.may(me, action, conversation) == Verdict::Allowed;
        let typing = Key::Typing(sender(me));
        if counts && self.rates.take(&[(typing, &TYPING)], now).is_ok() {
            self.tell_typing(conversation, Some(me), private, effects);
        }
        Ok(Some(Reply::Ok {}))
    }

    pub(super) fn look(
        &self,
        me: &Me,
        conversation: &Id<id::Conversation>,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        self.allow(me, Action::Read, conversation)?;
        self.tell_looking(conversation, me, effects);
        Ok(Some(Reply::Ok {}))
    }

    pub(super) fn allow_agent_post(
        &mut self,
        me: &Me,
        now: Timestamp,
    ) -> Result<(), Failure<Summary>> {
        let posts = (Key::Posts(sender(me)), &self.settings.agent_posts()[..]);
        self.rates
            .take(&[posts], now)
            .map_err(Failure::rate_limited)
    }
}
