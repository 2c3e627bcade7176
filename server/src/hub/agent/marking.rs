//! Agents say what a conversation is about, and take back its end.

use shared::{
    agent::{Change, Summary},
    block::{Blocked, SetBlock, Standing},
    conversation::{Closed, Side, Status},
    error::Code,
    frame::FromServer,
    id::{self, Id},
    tag::{MAX_TAGS, SetTag, Tagged},
    time::Timestamp,
    visitor::{Hint, Visitor},
};

use super::{Me, sender};
use crate::{
    hub::{Effect, Hub, RECENT_MS, failure::Failure},
    record::{Answer, Write},
    who::Action,
};

impl Hub {
    pub(super) fn tag(
        &mut self,
        me: &Me,
        it: &SetTag,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::Note, &it.conversation)?;
        let known = self.directory.tags.iter().find(|tag| tag.id == it.tag);
        let known = known.cloned();
        let tags = &self.live(&it.conversation).it.tags;
        let set = tags.iter().find(|tag| tag.id == it.tag);
        let (tag, on) = match (set, it.on) {
            (Some(_), true) | (None, false) => return Ok(Answer::Ok),
            (Some(set), false) => (set.clone(), false),
            (None, true) if tags.len() == MAX_TAGS => return Err(Code::TooMany.into()),
            (None, true) => (known.ok_or(Code::NotFound)?, true),
        };
        let tagged = Tagged {
            tag,
            on,
            by: me.card.clone(),
            at: now,
        };
        self.append(&it.conversation, Change::Tagged(tagged), None, effects);
        // What is looked for is looked for in what is kept.
        self.keep(&it.conversation, effects);
        Ok(Answer::Ok)
    }

    pub(super) fn close(
        &mut self,
        me: &Me,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::List, id)?;
        let it = &self.live(id).it;
        if it.owner.as_ref().is_none_or(|owner| owner.id != me.card.id) {
            return Err(Code::NotAllowed.into());
        }
        if it.status != Status::Ended {
            let current = self.summary(id);
            return Err(Failure::with(Code::Conflict, current));
        }
        if !it.closed {
            let closed = Closed {
                agent: me.card.clone(),
                at: now,
            };
            self.append(id, Change::Closed(closed), None, effects);
            self.keep(id, effects);
        }
        Ok(Answer::Ok)
    }

    /// Only by the visitor's latest conversation: nobody is blocked who goes on elsewhere unseen.
    pub(super) fn block(
        &mut self,
        me: &Me,
        SetBlock { conversation, on }: &SetBlock,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::End, conversation)?;
        let live = self.live(conversation);
        let (id, is_ended) = (live.it.visitor.clone(), live.it.status == Status::Ended);
        // Only the visitor knows, where a request came in just then.
        let was_blocked = live.it.is_blocked;
        let visitor = self.visitors.get_mut(&id);
        let visitor = visitor.filter(|it| it.latest.as_ref() == Some(conversation));
        let Some(visitor) = visitor else {
            let current = self.summary(conversation);
            return Err(Failure::with(Code::Conflict, current));
        };
        if visitor.known.is_blocked == *on && was_blocked == *on {
            return Ok(Answer::Ok);
        }
        visitor.known.is_blocked = *on;
        let (sockets, known) = (visitor.sockets.clone(), Box::new(visitor.known.clone()));
        effects.push(Effect::Write(Write::Visitor { id, known }));
        let blocked = Blocked {
            on: *on,
            by: me.card.clone(),
            at: now,
        };
        self.append(conversation, Change::Blocked(blocked), None, effects);
        if *on && !is_ended {
            self.end(conversation, Side::Agent, now, effects);
        }
        self.keep(conversation, effects);
        let standing = Standing { is_blocked: *on };
        let frame = FromServer::<Visitor>::Now(Hint::Block(standing));
        effects.push(Effect::Visitor(sockets, Box::new(frame)));
        Ok(Answer::Ok)
    }

    /// Only what an agent ended, not long ago, what is kept, and while the visitor has nothing newer.
    pub(super) fn take_back_end(
        &mut self,
        me: &Me,
        id: &Id<id::Conversation>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::Reopen, id)?;
        let it = &self.live(id).it;
        if it.status != Status::Ended {
            return Ok(Answer::Ok);
        }
        let (ended, is_blocked) = (it.ended.as_ref(), it.is_blocked);
        let is_ours = ended
            .is_some_and(|it| it.by == Side::Agent && !it.unkept && now.since(it.at) < RECENT_MS);
        let visitor = it.visitor.clone();
        let latest = self.visitors.get(&visitor).and_then(|it| it.latest.clone());
        if !is_ours || is_blocked || latest.as_ref() != Some(id) {
            let current = self.summary(id);
            return Err(Failure::with(Code::Conflict, current));
        }
        self.reopen(id, Side::Agent, now, effects);
        Ok(Answer::Ok)
    }
}
