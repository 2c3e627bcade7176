//! What visitors ask for.

mod choosing;
mod rating;
mod reacting;
mod requesting;
mod starting;
mod suggesting;
mod trailing;
pub(in crate::hub) mod transcript;

use shared::{
    agent::Change,
    conversation::{Read, Side, Status},
    error::Code,
    frame::{Do, Done, FromServer},
    id::{self, Id},
    message::{Author, Content, Message, Receipt},
    offline::Requested,
    time::Timestamp,
    visitor::{Command, Reply, Seen, State, Visitor},
};

use super::{
    Effect, Hub, SocketId,
    failure::Failure,
    filing::Checked,
    input::Who,
    rates::{Key, Limit, TYPING},
};
use crate::{
    public,
    record::{self, Answer, Fingerprint, Sent, Write},
};

/// A visitor at work: who sends the command from where.
struct Me {
    socket: SocketId,
    id: Id<id::Visitor>,
    channel: Id<id::Channel>,
    address: String,
}

/// A reply, or nothing where a read from the store is the reply.
type Outcome = Result<Option<Reply>, Failure<State>>;

impl Hub {
    /// Carries out a visitor's command and answers it. Beside it stands whether the mail domain in it exists,
    /// when that was looked up.
    pub(super) fn visitor_says(
        &mut self,
        socket: SocketId,
        (said, is_there): (Do<Command>, Option<bool>),
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(me) = self.visitor_at_work(socket) else {
            return;
        };
        let mut after = Vec::new();
        let frame = match self.visitor_does(&me, (&said, is_there), now, effects, &mut after) {
            Ok(Some(reply)) => Some(FromServer::Done(Done { id: said.id, reply })),
            Ok(None) => None,
            Err(failure) => Some(FromServer::<Visitor>::Failed(failure.reply(said.id))),
        };
        effects.extend(frame.map(|frame| Effect::Visitor(vec![socket], Box::new(frame))));
        effects.append(&mut after);
    }

    fn visitor_at_work(&self, socket: SocketId) -> Option<Me> {
        let it = self.sockets.get(&socket)?;
        let Who::Visitor { id, channel } = &it.who else {
            return None;
        };
        Some(Me {
            socket,
            id: id.clone(),
            channel: channel.clone(),
            address: it.address.clone(),
        })
    }

    /// What is to come after the reply goes to `after`.
    fn visitor_does(
        &mut self,
        me: &Me,
        (said, is_there): (&Do<Command>, Option<bool>),
        now: Timestamp,
        effects: &mut Vec<Effect>,
        after: &mut Vec<Effect>,
    ) -> Outcome {
        if !said.id.is_well_formed() {
            return Err(Code::BadRequest.into());
        }
        let visitor = self.visitors.get(&me.id);
        let is_forgotten = visitor.is_some_and(|it| it.known.is_forgotten);
        if is_forgotten && !matches!(said.command, Command::Forget(_)) {
            return Err(Code::NotAllowed.into());
        }
        let is_blocked = visitor.is_some_and(|it| it.known.is_blocked);
        if is_blocked && is_heard(&said.command) {
            return Err(Code::NotAllowed.into());
        }
        if is_durable(&said.command) {
            let fingerprint = record::fingerprint(&said.command);
            if let Some(sent) = self.found.sent.take().flatten() {
                return self.repeated(sent, fingerprint, now).map(Some);
            }
            if let Some(lookup) = self.looks_up(me, said, is_there, now)? {
                effects.push(lookup);
                return Ok(None);
            }
            if let Command::Request(it) = &said.command {
                after.push(self.petition(me, said, it, now)?);
                return Ok(None);
            }
            let answer = self.visitor_changes(me, said, now, effects)?;
            if matches!(said.command, Command::Forget(_)) {
                self.forget(&me.id, now, effects, after);
            }
            self.remember(me, said, fingerprint, answer.clone(), effects);
            return Ok(Some(self.reply(answer, now)));
        }
        self.allow_command(&Id::new(me.id.as_str()), now)?;
        match &said.command {
            Command::Read(it) => self.visitor_read(me, it, now, effects),
            Command::Typing(_) => self.visitor_typing(me, now, effects),
            Command::Browse(it) => self.browse(me, it, now, effects),
            Command::Tell(it) => self.hear_of_visitor(me, it, effects),
            Command::History(it) => {
                let conversation = self.latest(me)?;
                self.page(
                    me.socket,
                    conversation,
                    said.id.clone(),
                    (it.before, it.limit),
                    after,
                )?;
                Ok(None)
            }
            Command::Follow(it) => {
                let conversation = self.latest(me)?;
                if it.log.as_str() != conversation.as_str() {
                    return Err(Code::NotFound.into());
                }
                self.catch_up(me.socket, &conversation, it.after, after);
                self.caught_up(me.socket, &[conversation], after);
                Ok(Some(Reply::Ok {}))
            }
            Command::Suggest(it) => {
                self.suggest(me, &said.id, it, after)?;
                Ok(None)
            }
            Command::Fetch(it) => Ok(Some(Reply::Link(self.fetch(me.socket, it, now)?))),
            Command::Start(_)
            | Command::Request(_)
            | Command::Post(_)
            | Command::End(_)
            | Command::Reopen(_)
            | Command::Upload(_)
            | Command::Rate(_)
            | Command::SendTranscript(_)
            | Command::React(_)
            | Command::Helped(_)
            | Command::Forget(_) => Err(Code::BadRequest.into()),
        }
    }

    /// The commands that change something for good.
    fn visitor_changes(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<State>> {
        match &said.command {
            Command::Start(it) => self.start(me, &said.id, it, now, effects),
            Command::Post(it) => {
                let conversation = self.latest(me)?;
                self.can_go_on(&conversation)?;
                let checked = match &it.content.choice {
                    Some(choice) => Checked::plain(self.chosen(&conversation, choice)?),
                    None => self.checked(&Id::new(me.id.as_str()), &it.content)?,
                };
                self.allow_visitor_post(me, &[], now)?;
                if self.live(&conversation).it.status == Status::Ended {
                    self.reopen(&conversation, Side::Visitor, now, effects);
                }
                let message = self.visitors_message(&said.id, checked.content.clone(), now);
                let receipt = self.post(&conversation, message, effects);
                checked.file(&conversation, false, effects);
                Ok(Answer::Posted(receipt))
            }
            Command::End(_) => {
                let conversation = self.latest(me)?;
                self.allow_command(&Id::new(me.id.as_str()), now)?;
                if self.live(&conversation).it.status != Status::Ended {
                    self.end(&conversation, Side::Visitor, now, effects);
                }
                Ok(Answer::Ok)
            }
            Command::Reopen(_) => {
                let conversation = self.latest(me)?;
                self.allow_command(&Id::new(me.id.as_str()), now)?;
                self.can_go_on(&conversation)?;
                if self.live(&conversation).it.status == Status::Ended {
                    self.reopen(&conversation, Side::Visitor, now, effects);
                }
                Ok(Answer::Ok)
            }
            Command::React(it) => {
                self.react(me, it, now, effects)?;
                Ok(Answer::Ok)
            }
            Command::SendTranscript(it) => {
                self.send_transcript(me, it, now, effects)?;
                Ok(Answer::Ok)
            }
            Command::Rate(it) => {
                self.rate(me, it, now, effects)?;
                Ok(Answer::Ok)
            }
            Command::Forget(_) => {
                self.allow_command(&Id::new(me.id.as_str()), now)?;
                Ok(Answer::Ok)
            }
            Command::Upload(it) => {
                let limits = self.settings.visitor.files.clone();
                let (owner, address) = (Id::new(me.id.as_str()), Some(me.address.as_str()));
                self.announce(&owner, it, limits.as_deref(), address, now, effects)
            }
            Command::Helped(it) => self.helped(me, it, now, effects),
            Command::Request(_)
            | Command::Read(_)
            | Command::Suggest(_)
            | Command::Typing(_)
            | Command::Browse(_)
            | Command::Tell(_)
            | Command::History(_)
            | Command::Follow(_)
            | Command::Fetch(_) => Err(Code::BadRequest.into()),
        }
    }

    fn visitors_message(
        &mut self,
        id: &Id<id::Client>,
        content: Content,
        now: Timestamp,
    ) -> Message {
        Message {
            id: self.ids.make(),
            client_id: Some(id.clone()),
            author: Author::Visitor,
            at: now,
            content,
        }
    }

    fn post(
        &mut self,
        conversation: &Id<id::Conversation>,
        message: Message,
        effects: &mut Vec<Effect>,
    ) -> Receipt {
        let (id, at) = (message.id.clone(), message.at);
        let entry = self.append(conversation, Change::Posted(message), None, effects);
        Receipt {
            conversation: conversation.clone(),
            message: id,
            seq: entry.public_seq.expect("a posted message is public"),
            at,
            dup: false,
        }
    }

    fn visitor_read(
        &mut self,
        me: &Me,
        it: &Seen,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Outcome {
        let conversation = self.latest(me)?;
        let found = self.found.place.take().flatten();
        let live = self.live(&conversation);
        if live.it.is_erased() {
            return Ok(Some(Reply::Ok {}));
        }
        let place = live.place(&it.message).or(found).ok_or(Code::NotFound)?;
        if place.public_seq.is_none() {
            return Err(Code::NotFound.into());
        }
        let seen = live.it.seen_by_visitor.as_ref();
        if seen.is_none_or(|seen| seen.agent_seq < place.agent_seq) {
            let read = Read {
                by: Side::Visitor,
                message: it.message.clone(),
                at: now,
            };
            self.append(&conversation, Change::Read(read), Some(&place), effects);
        }
        Ok(Some(Reply::Ok {}))
    }

    fn visitor_typing(&mut self, me: &Me, now: Timestamp, effects: &mut Vec<Effect>) -> Outcome {
        let conversation = self.latest(me)?;
        self.live(&conversation).stirred_at = Some(now);
        let typing = Key::Typing(Id::new(me.id.as_str()));
        if self.rates.take(&[(typing, &TYPING)], now).is_ok() {
            self.tell_typing(&conversation, None, false, effects);
        }
        Ok(Some(Reply::Ok {}))
    }

    /// There is no way back into what was not kept.
    fn can_go_on(&mut self, conversation: &Id<id::Conversation>) -> Result<(), Failure<State>> {
        let it = &self.live(conversation).it;
        match it.is_erased() {
            true => Err(Failure::with(Code::Ended, public::state(it))),
            false => Ok(()),
        }
    }

    /// The visitor's latest conversation; it is in memory while the visitor is connected.
    fn latest(&self, me: &Me) -> Result<Id<id::Conversation>, Code> {
        let visitor = self.visitors.get(&me.id).ok_or(Code::NotFound)?;
        visitor.latest.clone().ok_or(Code::NotFound)
    }

    fn allow_visitor_post(
        &mut self,
        me: &Me,
        more: &[(Key, [Limit; 1])],
        now: Timestamp,
    ) -> Result<(), Failure<State>> {
        let posts = self.settings.visitor_posts();
        let address_posts = self.settings.address_posts();
        let mut wanted: Vec<(Key, &[Limit])> = vec![
            (Key::Posts(Id::new(me.id.as_str())), &posts),
            (Key::AddressPosts(me.address.clone()), &address_posts),
        ];
        wanted.extend(
            more.iter()
                .map(|(key, limits)| (key.clone(), limits.as_slice())),
        );
        self.rates.take(&wanted, now).map_err(Failure::rate_limited)
    }

    /// Keeps that a command was carried out.
    fn remember(
        &self,
        me: &Me,
        said: &Do<Command>,
        fingerprint: Fingerprint,
        answer: Answer,
        effects: &mut Vec<Effect>,
    ) {
        effects.push(Effect::Write(Write::Sent {
            sender: Id::new(me.id.as_str()),
            id: said.id.clone(),
            sent: Sent {
                fingerprint,
                answer,
            },
        }));
    }

    /// The answer to a command that was carried out before.
    fn repeated(
        &self,
        sent: Sent,
        fingerprint: Fingerprint,
        now: Timestamp,
    ) -> Result<Reply, Failure<State>> {
        if sent.fingerprint != fingerprint {
            return Err(Code::IdConflict.into());
        }
        Ok(self.reply(sent.answer.again(), now))
    }

    fn reply(&self, answer: Answer, now: Timestamp) -> Reply {
        match answer {
            Answer::Started(receipt) => Reply::Started(receipt),
            Answer::Posted(receipt) => Reply::Posted(receipt),
            Answer::Announced(file) => Reply::Upload(self.slot(file, now)),
            Answer::Requested(made) => Reply::Requested(Requested {
                conversation: made.conversation,
                number: made.request.number,
                dup: made.dup,
            }),
            Answer::Noted(_) | Answer::Taken(_) | Answer::Ok => Reply::Ok {},
        }
    }
}

/// Whether it changes something for good.
fn is_durable(command: &Command) -> bool {
    matches!(
        command,
        Command::Start(_)
            | Command::Request(_)
            | Command::Post(_)
            | Command::End(_)
            | Command::Reopen(_)
            | Command::Upload(_)
            | Command::Rate(_)
            | Command::SendTranscript(_)
            | Command::React(_)
            | Command::Helped(_)
            | Command::Forget(_)
    )
}

/// Whether it says something to somebody, which those who are blocked may not.
fn is_heard(command: &Command) -> bool {
    match command {
        Command::Start(_)
        | Command::Request(_)
        | Command::Post(_)
        | Command::Typing(_)
        | Command::Reopen(_)
        | Command::Upload(_)
        | Command::Rate(_)
        | Command::SendTranscript(_)
        | Command::React(_)
        | Command::Suggest(_)
        | Command::Helped(_)
        | Command::Browse(_)
        | Command::Tell(_) => true,
        Command::Read(_)
        | Command::End(_)
        | Command::History(_)
        | Command::Follow(_)
        | Command::Fetch(_)
        | Command::Forget(_) => false,
    }
}
