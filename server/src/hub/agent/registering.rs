//! Whom and what a conversation is about. The register is asked beside the rules; what it says comes back
//! here, and only what counts then counts.

use shared::{
    agent::{Agent, Change, Command, Reply, Summary},
    archive::MAX_WORDS,
    conversation::Status,
    error::Code,
    frame::{Do, Done, FromServer},
    id::{self, Id},
    limits::MAX_REQUESTS,
    register::{self, Kind, Linked, Record, Requested},
    time::Timestamp,
    trail::LookAtTrail,
    variable::{Reveal, Revealed},
};

use super::{Me, Outcome, sender};
use crate::{
    hub::{
        Effect, Hub, SocketId,
        failure::{self, Failure},
    },
    record::{self, Answer, Sent, Write},
    register::{Asker, Finding, Question, Wanted, own},
    store::customers::Kept,
    who::Action,
};

impl Hub {
    /// Tells the value of what an agent is shown without it.
    pub(super) fn reveal(&mut self, me: &Me, it: &Reveal) -> Outcome {
        self.allow(me, Action::Read, &it.conversation)?;
        let live = self.live(&it.conversation);
        let told = live.it.variables().find(|(told, _)| told.name == it.name);
        let value = told.ok_or(Code::NotFound)?.0.value.clone();
        Ok(Some(Reply::Revealed(Revealed { value })))
    }

    /// Tells on which pages a visitor was.
    pub(super) fn look_at_trail(&mut self, me: &Me, it: &LookAtTrail) -> Outcome {
        self.allow(me, Action::Read, &it.conversation)?;
        let live = self.live(&it.conversation);
        Ok(Some(Reply::Trail(live.it.trail.clone())))
    }

    /// What a command needs of the register before it can be carried out, if it needs anything.
    pub(super) fn asks_register_first(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        now: Timestamp,
    ) -> Option<Result<Effect, Failure<Summary>>> {
        matches!(
            said.command,
            Command::Link(_) | Command::CreateContact(_) | Command::CreateRequest(_)
        )
        .then(|| {
            self.allow_command(&sender(me), now)?;
            self.asks_register(me, said, now)
        })
    }

    /// The question to the register that a command is or needs, if the agent may ask it.
    pub(super) fn asks_register(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        now: Timestamp,
    ) -> Result<Effect, Failure<Summary>> {
        let conversation = about(&said.command).ok_or(Code::BadRequest)?;
        self.allow(me, Action::Register, conversation)?;
        let agent = self.directory.agents.get(&me.card.id);
        let agent = Box::new(agent.ok_or(Code::NotFound)?.clone());
        let question = Question {
            id: said.id.clone(),
            asker: Asker::Agent(agent),
            conversation: conversation.clone(),
            at: now,
            wanted: self.wanted(&said.command)?,
        };
        Ok(Effect::Ask(me.socket, Box::new(question)))
    }

    fn wanted(&mut self, command: &Command) -> Result<Wanted, Failure<Summary>> {
        let named = |id: &Id<id::Entry>| match id.is_well_formed() {
            true => Ok(id.clone()),
            false => Err(Code::NotFound),
        };
        Ok(match command {
            Command::MatchContacts(it) => {
                let visitor = self.live(&it.conversation).it.person(false);
                Wanted::Matches(Box::new(visitor))
            }
            Command::FindContacts(it) => {
                if it.words.chars().nth(MAX_WORDS).is_some() {
                    return Err(Code::TooLong.into());
                }
                Wanted::Contacts {
                    words: own::words(&it.words),
                    from: it.from.unwrap_or_default(),
                }
            }
            Command::Contact(it) => Wanted::Contact(named(&it.id)?),
            Command::Record(it) => Wanted::Record(it.kind, named(&it.id)?),
            Command::Link(it) => {
                if !matches!(it.kind, Kind::Contact | Kind::Project | Kind::Sale) {
                    return Err(Code::BadRequest.into());
                }
                it.id.as_ref().map(named).transpose()?;
                Wanted::Change(Box::new(command.clone()), None)
            }
            Command::CreateContact(it) => {
                it.contact.clean().map_err(failure::of_text)?;
                Wanted::Change(Box::new(command.clone()), None)
            }
            Command::CreateRequest(it) => {
                let links = &self.live(&it.conversation).it.links;
                if links.requests.len() >= MAX_REQUESTS {
                    return Err(Code::TooMany.into());
                }
                let contact = links.contact.clone();
                it.request.clean().map_err(failure::of_text)?;
                Wanted::Change(Box::new(command.clone()), contact)
            }
            _ => return Err(Code::BadRequest.into()),
        })
    }

    /// Carries out a command with what the register said, and answers it.
    pub(in crate::hub) fn register_says(
        &mut self,
        socket: SocketId,
        said: Do<Command>,
        found: Result<Finding, Code>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(me) = self.at_work(socket) else {
            return;
        };
        let frame = match self.takes_finding(&me, &said, found, now, effects) {
            Ok(reply) => FromServer::<Agent>::Done(Done { id: said.id, reply }),
            Err(failure) => FromServer::Failed(failure.reply(said.id)),
        };
        effects.push(Effect::Agent(vec![socket], Box::new(frame)));
    }

    fn takes_finding(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        found: Result<Finding, Code>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Reply, Failure<Summary>> {
        let fingerprint = record::fingerprint(&said.command);
        if let Some(sent) = self.found.sent.take().flatten() {
            return self.repeated_to_agent(sent, fingerprint, now);
        }
        let conversation = about(&said.command).ok_or(Code::BadRequest)?;
        self.allow(me, Action::Register, conversation)?;
        let by = me.card.clone();
        let answer = match found? {
            Finding::Linked(to) => {
                let kind = match &said.command {
                    Command::Link(it) => it.kind,
                    _ => Kind::Contact,
                };
                let linked = Linked {
                    kind,
                    to,
                    by,
                    at: now,
                };
                self.link(conversation, linked, effects);
                Answer::Ok
            }
            Finding::Requested(request) => {
                let requested = Requested {
                    request: request.clone(),
                    by,
                    at: now,
                };
                self.append(conversation, Change::Requested(requested), None, effects);
                self.pending.moved.insert(conversation.clone());
                Answer::Requested(register::Receipt {
                    conversation: conversation.clone(),
                    request,
                    dup: false,
                })
            }
        };
        effects.push(Effect::Write(Write::Sent {
            sender: sender(me),
            id: said.id.clone(),
            sent: Sent {
                fingerprint,
                answer: answer.clone(),
            },
        }));
        Ok(self.reply_to_agent(answer, now))
    }

    /// A link counts in the conversation, in what is looked up by contact, and, once it is over, in the
    /// register.
    fn link(&mut self, id: &Id<id::Conversation>, linked: Linked, effects: &mut Vec<Effect>) {
        let is_contact = linked.kind == Kind::Contact;
        self.append(id, Change::Linked(linked), None, effects);
        self.pending.moved.insert(id.clone());
        let live = self.live(id);
        effects.push(Effect::Write(Write::Conversation(live.keep())));
        if is_contact && live.it.status == Status::Ended {
            let is_linked = live.it.links.contact.is_some();
            self.keep_activity(id, effects);
            if !is_linked {
                effects.push(Effect::Write(Write::NoActivity(id.clone())));
            }
        }
    }

    /// A conversation that is over is an activity of its contact and of the contact's company.
    pub(in crate::hub) fn keep_activity(
        &mut self,
        id: &Id<id::Conversation>,
        effects: &mut Vec<Effect>,
    ) {
        let it = &self.live(id).it;
        let Some(contact) = it.links.contact.clone() else {
            return;
        };
        let (at, owner) = (it.started_at, it.owner.clone());
        let channel = self
            .directory
            .channels
            .get(&self.conversations[id].it.channel);
        let names = channel.map(|it| it.name.clone()).into_iter();
        let names: Vec<String> = names.chain(owner.map(|it| it.name)).collect();
        let kept = Kept {
            record: Record {
                id: Id::new(id.as_str()),
                kind: Kind::Activity,
                number: String::new(),
                title: names.join(" · "),
                status: String::new(),
                category: String::new(),
                priority: String::new(),
                amount: String::new(),
                at: Some(at),
                conversation: Some(id.clone()),
                of_company: false,
            },
            company: contact.company.map(|it| it.id),
            contact: Some(contact.id),
            text: String::new(),
            log: String::new(),
        };
        effects.push(Effect::Write(Write::Activity(Box::new(kept))));
    }
}

/// The conversation on whose behalf the register is asked.
fn about(command: &Command) -> Option<&Id<id::Conversation>> {
    match command {
        Command::MatchContacts(it) => Some(&it.conversation),
        Command::FindContacts(it) => Some(&it.conversation),
        Command::Contact(it) => Some(&it.conversation),
        Command::Record(it) => Some(&it.conversation),
        Command::Link(it) => Some(&it.conversation),
        Command::CreateContact(it) => Some(&it.conversation),
        Command::CreateRequest(it) => Some(&it.conversation),
        _ => None,
    }
}
