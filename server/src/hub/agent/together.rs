//! Agents work on one conversation together: they hand it over, invite, answer, leave, take over.

use shared::{
    agent::{Change, PrivateMessage, Serve, Summary, TakeOver},
    ask::{
        Answer as Answers, Invite, Invitee, Kind, Leave, Outcome as End, Seat, Transfer, Whom,
        Withdraw,
    },
    conversation::Status,
    error::Code,
    id::{self, Id},
    message::Content,
    presence::Card,
    text,
    time::Timestamp,
};

use super::{Me, Outcome, sender};
use crate::{
    directory::{Agent, Office, Serves},
    hub::{
        Effect, Hub,
        failure::{self, Failure},
    },
    record::{Answer, Write},
    who::{Action, Part, Verdict, part},
};

impl Hub {
    pub(super) fn transfer(
        &mut self,
        me: &Me,
        it: &Transfer,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::HandOver, &it.conversation)?;
        let to = self.colleague_named(me, &it.to)?.clone();
        let note = note_text(&it.note)?;
        let live = self.live(&it.conversation);
        let channel = live.it.channel.clone();
        let owns = live
            .it
            .owner
            .as_ref()
            .is_some_and(|owner| owner.id == it.to);
        let can_own = to.rights_on(&channel).respond && self.is_there(&it.to) && !owns;
        let whom = Whom::Agent(to.card.clone());
        self.must_be_free(&it.conversation, can_own)?;
        self.hand_note(me, &it.conversation, note, now, effects)?;
        let asked = (Some(me.card.clone()), whom);
        self.ask(&it.conversation, Kind::Transfer, asked, now, effects);
        Ok(Answer::Ok)
    }

    pub(super) fn invite(
        &mut self,
        me: &Me,
        it: &Invite,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::Invite, &it.conversation)?;
        let note = note_text(&it.note)?;
        let (whom, can_join) = match &it.whom {
            Invitee::Agent(agent) => {
                let agent = self.colleague_named(me, agent)?.clone();
                let can_join = self.can_join(&it.conversation, &agent);
                (Whom::Agent(agent.card), can_join)
            }
            Invitee::Channel(channel) => {
                if !self.directory.channels.contains_key(channel) {
                    return Err(Code::NotFound.into());
                }
                let mut agents = self.directory.agents.values();
                let can_join = agents
                    .any(|agent| agent.serves(channel) && self.can_join(&it.conversation, agent));
                (Whom::Channel(channel.clone()), can_join)
            }
        };
        self.must_be_free(&it.conversation, can_join)?;
        self.hand_note(me, &it.conversation, note, now, effects)?;
        let asked = (Some(me.card.clone()), whom);
        self.ask(&it.conversation, Kind::Invitation, asked, now, effects);
        Ok(Answer::Ok)
    }

    pub(super) fn answer(
        &mut self,
        me: &Me,
        it: &Answers,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::List, &it.conversation)?;
        let id = &it.conversation;
        let agent = self.directory.agents.get(&me.card.id);
        let is_asked = agent.is_some_and(|agent| self.is_asked(id, agent));
        let found = &self.live(id).it;
        let is_meant = found
            .question
            .as_ref()
            .is_some_and(|found| found.kind == it.kind);
        let (owner, status) = (found.owner.clone(), found.status);
        if !(is_asked && is_meant) {
            return Err(Failure::with(Code::Conflict, self.summary(id)));
        }
        if !it.accept {
            self.decline(id, &me.card, now, effects);
            return Ok(Answer::Ok);
        }
        let card = me.card.clone();
        self.settle(id, End::Accepted, Some(card.clone()), now, effects);
        match (it.kind, status) {
            (Kind::Invitation, Status::Active) => {
                self.seat(id, card, Seat::Participant, now, effects);
            }
            (Kind::Transfer, _) => self.hand_over(id, owner, card, now, effects),
            _ => self.give(id, card, now, effects),
        }
        Ok(Answer::Taken(id.clone()))
    }

    pub(super) fn withdraw(
        &mut self,
        me: &Me,
        it: &Withdraw,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::List, &it.conversation)?;
        let Some(question) = self.live(&it.conversation).it.question.clone() else {
            return Ok(Answer::Ok);
        };
        let asked_it = question.by.as_ref().is_some_and(|by| by.id == me.card.id);
        let may = self.may(me, Action::HandOver, &it.conversation) == Verdict::Allowed;
        if question.kind == Kind::Offer || !(asked_it || may) {
            return Err(Code::NotAllowed.into());
        }
        let by = Some(me.card.clone());
        self.settle(&it.conversation, End::Withdrawn, by, now, effects);
        Ok(Answer::Ok)
    }

    pub(super) fn leave_conversation(
        &mut self,
        me: &Me,
        it: &Leave,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::List, &it.conversation)?;
        let id = &it.conversation;
        let agent = self
            .directory
            .agents
            .get(&me.card.id)
            .ok_or(Code::NotFound)?
            .clone();
        let found = &self.live(id).it;
        match (part(&agent, found), found.status) {
            (Part::Owner, Status::Active) => match found.participants.first().cloned() {
                Some(first) => self.give(id, first, now, effects),
                None => self.give_back(id, now, effects),
            },
            (Part::Participant | Part::Listener | Part::Asked, _) => {
                let mut seated = found.participants.iter().chain(&found.listeners);
                if seated.any(|it| it.id == me.card.id) {
                    self.unseat(id, me.card.clone(), now, effects);
                }
            }
            _ => {}
        }
        Ok(Answer::Ok)
    }

    pub(super) fn take_over(
        &mut self,
        me: &Me,
        it: &TakeOver,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        self.allow_command(&sender(me), now)?;
        self.allow(me, Action::TakeOver, &it.conversation)?;
        let id = &it.conversation;
        let found = &self.live(id).it;
        let owner = found.owner.clone();
        let is_mine = owner.as_ref().is_some_and(|owner| owner.id == me.card.id);
        match found.status {
            Status::Active if is_mine => {}
            Status::Active => self.hand_over(id, owner, me.card.clone(), now, effects),
            Status::Queued => self.give(id, me.card.clone(), now, effects),
            _ => return Err(Failure::with(Code::Ended, self.summary(id))),
        }
        Ok(Answer::Taken(id.clone()))
    }

    pub(super) fn serve(
        &mut self,
        me: &Me,
        it: &Serve,
        now: Timestamp,
        effects: &mut Vec<Effect>,
        after: &mut Vec<Effect>,
    ) -> Outcome {
        let agent = self
            .directory
            .agents
            .get_mut(&me.card.id)
            .ok_or(Code::NotFound)?;
        let office = &self.directory.office;
        let chosen = chosen(agent, it, office)?;
        agent.choose(&chosen, office);
        effects.push(Effect::Write(Write::Serves {
            agent: me.card.id.clone(),
            chosen,
        }));
        self.presence_changed(me.card.id.clone());
        let member = self.team.members.get(&me.card.id);
        for socket in member.map(|it| it.sockets.clone()).unwrap_or_default() {
            self.renew_desk(socket, now, after);
        }
        Ok(Some(shared::agent::Reply::Ok {}))
    }

    /// The conversation goes from one agent to another, and the first reads on.
    fn hand_over(
        &mut self,
        id: &Id<id::Conversation>,
        from: Option<Card>,
        to: Card,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let from = from.filter(|it| self.directory.agents.contains_key(&it.id));
        if let Some(from) = from {
            self.seat(id, from, Seat::Listener, now, effects);
        }
        self.give(id, to, now, effects);
    }

    /// A colleague whom this agent may know of.
    fn colleague_named(&self, me: &Me, id: &Id<id::Agent>) -> Result<&Agent, Code> {
        let asks = self.directory.agents.get(&me.card.id);
        let found = self.directory.agents.get(id);
        let (Some(asks), Some(found)) = (asks, found) else {
            return Err(Code::NotFound);
        };
        crate::hub::desk::knows(asks, found)
            .then_some(found)
            .ok_or(Code::NotFound)
    }

    /// Whether somebody could take part who does not yet.
    fn can_join(&self, id: &Id<id::Conversation>, agent: &Agent) -> bool {
        let live = self.conversations.get(id);
        let is_outside = live.is_some_and(|live| part(agent, &live.it) < Part::Participant);
        is_outside && self.is_there(&agent.card.id)
    }

    /// Goes on only where an agent owns the conversation, no question waits, and there is somebody to ask.
    fn must_be_free(
        &self,
        id: &Id<id::Conversation>,
        can_be_asked: bool,
    ) -> Result<(), Failure<Summary>> {
        let current = self.summary(id);
        let is_free = current.status == Status::Active && current.question.is_none();
        if is_free && can_be_asked {
            return Ok(());
        }
        let code = match current.status {
            Status::Ended => Code::Ended,
            _ => Code::Conflict,
        };
        Err(Failure::with(code, current))
    }

    /// Writes the private message that goes with a question.
    fn hand_note(
        &mut self,
        me: &Me,
        id: &Id<id::Conversation>,
        text: Option<String>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Failure<Summary>> {
        let Some(text) = text else {
            return Ok(());
        };
        self.allow_agent_post(me, now)?;
        let note = PrivateMessage {
            id: self.ids.make(),
            client_id: None,
            author: me.card.clone(),
            at: now,
            content: Content::text(text),
        };
        self.append(id, Change::Noted(note), None, effects);
        Ok(())
    }
}

/// What an agent chooses to serve, if that is possible: channels on which the agent may respond, or a profile
/// with some of them.
fn chosen(agent: &Agent, it: &Serve, office: &Office) -> Result<Serves, Code> {
    let may_respond = |channel: &Id<id::Channel>| agent.rights_on(channel).respond;
    let Some(id) = &it.profile else {
        let may = it.channels.iter().all(may_respond);
        let channels = it.channels.clone();
        return may
            .then_some(Serves::Channels(channels))
            .ok_or(Code::NotFound);
    };
    if !it.channels.is_empty() {
        return Err(Code::BadRequest);
    }
    let profile = office.profile(id).ok_or(Code::NotFound)?;
    let profile = profile.channels.iter().any(may_respond).then(|| id.clone());
    let profile = profile.ok_or(Code::NotFound)?;
    Ok(Serves::Profile { profile })
}

/// The text of a note that may be left out.
fn note_text(note: &str) -> Result<Option<String>, Code> {
    if note.trim().is_empty() {
        return Ok(None);
    }
    text::body(note).map(Some).map_err(failure::of_text)
}
