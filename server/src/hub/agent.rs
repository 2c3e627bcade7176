//! What agents ask for.

mod marking;
mod owning;
mod registering;
mod replying;
mod together;
mod writing;

use shared::{
    agent::{Agent, Command, Reply, Summary},
    conversation::{Side, Status},
    error::Code,
    frame::{Do, Done, FromServer},
    id::{self, Id},
    presence::Card,
    time::Timestamp,
};

use super::{
    Effect, Hub, SocketId,
    failure::{self, Failure},
    input::Who,
    rates::Key,
};
use crate::{
    record::{self, Answer, Fingerprint, Sender, Sent, Write},
    who::{Action, Person, Verdict, can},
};

/// An agent at work: who sends the command from where.
pub(super) struct Me {
    pub(super) socket: SocketId,
    pub(super) card: Card,
}

/// A reply, or nothing where a read from the store is the reply.
type Outcome = Result<Option<Reply>, Failure<Summary>>;

impl Hub {
    /// Carries out an agent's command and answers it.
    pub(super) fn agent_says(
        &mut self,
        socket: SocketId,
        said: Do<Command>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(me) = self.at_work(socket) else {
            return;
        };
        let mut after = Vec::new();
        let frame = match self.agent_does(&me, &said, now, effects, &mut after) {
            Ok(Some(reply)) => Some(FromServer::Done(Done { id: said.id, reply })),
            Ok(None) => None,
            Err(failure) => Some(FromServer::<Agent>::Failed(failure.reply(said.id))),
        };
        effects.extend(frame.map(|frame| Effect::Agent(vec![socket], Box::new(frame))));
        effects.append(&mut after);
    }

    /// The agent behind a socket.
    fn at_work(&self, socket: SocketId) -> Option<Me> {
        let Who::Agent { id, .. } = &self.sockets.get(&socket)?.who else {
            return None;
        };
        let card = self.directory.agents.get(id)?.card.clone();
        Some(Me { socket, card })
    }

    /// What is to come after the reply goes to `after`.
    fn agent_does(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
        after: &mut Vec<Effect>,
    ) -> Outcome {
        if !said.id.is_well_formed() {
            return Err(Code::BadRequest.into());
        }
        if is_durable(&said.command) {
            let fingerprint = record::fingerprint(&said.command);
            if let Some(sent) = self.found.sent.take().flatten() {
                return self.repeated_to_agent(sent, fingerprint, now).map(Some);
            }
            if let Some(asked) = self.asks_register_first(me, said, now) {
                after.push(asked?);
                return Ok(None);
            }
            let answer = self.agent_changes(me, said, now, effects)?;
            effects.push(Effect::Write(Write::Sent {
                sender: sender(me),
                id: said.id.clone(),
                sent: Sent {
                    fingerprint,
                    answer: answer.clone(),
                },
            }));
            return Ok(Some(self.reply_to_agent(answer, now)));
        }
        self.allow_command(&sender(me), now)?;
        match &said.command {
            Command::Read(it) => self.agent_read(me, it, now, effects),
            Command::Typing(it) => {
                self.agent_typing(me, &it.conversation, it.private, now, effects)
            }
            Command::Look(it) => self.look(me, &it.conversation, effects),
            Command::Presence(it) => self.set_presence(me, it, effects),
            Command::Serve(it) => self.serve(me, it, now, effects, after),
            Command::History(it) => {
                self.allow(me, Action::Read, &it.conversation)?;
                let span = (it.before, it.limit);
                self.page(
                    me.socket,
                    it.conversation.clone(),
                    said.id.clone(),
                    span,
                    after,
                )?;
                Ok(None)
            }
            Command::Search(it) => self.search(me, said.id.clone(), it, after),
            Command::Follow(it) => self.follow(me, it, now, after),
            Command::Unfollow(it) => {
                self.unfollow(me.socket, &it.log.conversation());
                Ok(Some(Reply::Ok {}))
            }
            Command::Fetch(it) => Ok(Some(Reply::Link(self.fetch(me.socket, it, now)?))),
            Command::Replies(it) => {
                self.replies(me, &said.id, it, after)?;
                Ok(None)
            }
            Command::Reveal(it) => self.reveal(me, it),
            Command::Trail(it) => self.look_at_trail(me, it),
            Command::MatchContacts(_)
            | Command::FindContacts(_)
            | Command::Contact(_)
            | Command::Record(_) => {
                after.push(self.asks_register(me, said, now)?);
                Ok(None)
            }
            _ => Err(Code::BadRequest.into()),
        }
    }

    /// The commands that change something for good.
    fn agent_changes(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<Summary>> {
        match &said.command {
            Command::Take(it) => self.take(me, it, now, effects),
            Command::TakeNext(it) => self.take_next(me, it, now, effects),
            Command::Post(it) => self.agent_post(me, &said.id, it, now, effects),
            Command::Note(it) => self.note(me, &said.id, it, now, effects),
            Command::End(it) => {
                self.allow_command(&sender(me), now)?;
                self.allow(me, Action::End, &it.conversation)?;
                if self.live(&it.conversation).it.status != Status::Ended {
                    self.end(&it.conversation, Side::Agent, now, effects);
                }
                Ok(Answer::Ok)
            }
            Command::Tag(it) => self.tag(me, it, now, effects),
            Command::Block(it) => self.block(me, it, now, effects),
            Command::Close(it) => self.close(me, &it.conversation, now, effects),
            Command::Reopen(it) => self.take_back_end(me, &it.conversation, now, effects),
            Command::Transfer(it) => self.transfer(me, it, now, effects),
            Command::Invite(it) => self.invite(me, it, now, effects),
            Command::Answer(it) => self.answer(me, it, now, effects),
            Command::Withdraw(it) => self.withdraw(me, it, now, effects),
            Command::Leave(it) => self.leave_conversation(me, it, now, effects),
            Command::TakeOver(it) => self.take_over(me, it, now, effects),
            Command::SaveReply(it) => self.save_reply(me, &it.reply, now, effects),
            Command::RemoveReply(it) => self.remove_reply(me, &it.id, now, effects),
            Command::Upload(it) => {
                let limits = self.settings.agent.files.clone();
                self.announce(&sender(me), it, limits.as_deref(), None, now, effects)
            }
            _ => Err(Code::BadRequest.into()),
        }
    }

    /// Whether the agent may do that to a conversation; what is not there may not be seen.
    pub(super) fn may(
        &self,
        me: &Me,
        action: Action,
        conversation: &Id<id::Conversation>,
    ) -> Verdict {
        let agent = self.directory.agents.get(&me.card.id);
        match (agent, self.conversations.get(conversation)) {
            (Some(agent), Some(live)) => can(Person::Agent(agent), action, &live.it),
            _ => Verdict::NotFound,
        }
    }

    /// Goes on only when the agent may; the conversation is in memory then.
    pub(super) fn allow(
        &self,
        me: &Me,
        action: Action,
        conversation: &Id<id::Conversation>,
    ) -> Result<(), Code> {
        failure::of_verdict(self.may(me, action, conversation))
    }

    /// Counts one of the commands that are not messages.
    pub(super) fn allow_command<C>(
        &mut self,
        sender: &Id<Sender>,
        now: Timestamp,
    ) -> Result<(), Failure<C>> {
        let commands = (Key::Commands(sender.clone()), &self.settings.commands()[..]);
        self.rates
            .take(&[commands], now)
            .map_err(Failure::rate_limited)
    }

    /// The answer to a command that was carried out before.
    fn repeated_to_agent(
        &self,
        sent: Sent,
        fingerprint: Fingerprint,
        now: Timestamp,
    ) -> Result<Reply, Failure<Summary>> {
        if sent.fingerprint != fingerprint {
            return Err(Code::IdConflict.into());
        }
        Ok(self.reply_to_agent(sent.answer.again(), now))
    }

    fn reply_to_agent(&self, answer: Answer, now: Timestamp) -> Reply {
        match answer {
            Answer::Posted(receipt) | Answer::Started(receipt) => Reply::Posted(receipt),
            Answer::Noted(receipt) => Reply::Noted(receipt),
            Answer::Taken(conversation) => Reply::Taken(Box::new(self.summary(&conversation))),
            Answer::Requested(receipt) => Reply::Requested(receipt),
            Answer::Announced(file) => Reply::Upload(self.slot(file, now)),
            Answer::Ok => Reply::Ok {},
        }
    }
}

/// Whether a command changes something for good, so that repeating it must give the same answer.
fn is_durable(command: &Command) -> bool {
    match command {
        Command::Take(_)
        | Command::TakeNext(_)
        | Command::Post(_)
        | Command::Note(_)
        | Command::End(_)
        | Command::Tag(_)
        | Command::Block(_)
        | Command::Reopen(_)
        | Command::Close(_)
        | Command::Transfer(_)
        | Command::Invite(_)
        | Command::Answer(_)
        | Command::Withdraw(_)
        | Command::Leave(_)
        | Command::TakeOver(_)
        | Command::SaveReply(_)
        | Command::RemoveReply(_)
        | Command::Link(_)
        | Command::CreateContact(_)
        | Command::CreateRequest(_)
        | Command::Upload(_) => true,
        Command::Read(_)
        | Command::Typing(_)
        | Command::Look(_)
        | Command::Presence(_)
        | Command::Serve(_)
        | Command::Search(_)
        | Command::History(_)
        | Command::Follow(_)
        | Command::Unfollow(_)
        | Command::Replies(_)
        | Command::MatchContacts(_)
        | Command::FindContacts(_)
        | Command::Contact(_)
        | Command::Record(_)
        | Command::Fetch(_)
        | Command::Reveal(_)
        | Command::Trail(_) => false,
    }
}

/// An agent as a sender of commands.
fn sender(me: &Me) -> Id<Sender> {
    Id::new(me.card.id.as_str())
}
