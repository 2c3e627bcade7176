//! Visitors leave requests in place of chats. The register is asked beside the rules; what it says comes back here,
//! and only then something is kept.

use shared::{
    agent::PREVIEW_CHARS,
    conversation::{Ended, Side, Status},
    error::Code,
    form::Answers,
    frame::{Do, Done, FromServer},
    id::{self, Id},
    message::Content,
    register::{Extent, NewRequest, Number, Receipt},
    text,
    time::Timestamp,
    visitor::{Command, Reply, Start, State, Visitor},
};

use super::{Me, starting::Known};
use crate::{
    hub::{Effect, Hub, SocketId, failure::Failure, filing::Checked},
    public,
    record::{self, Answer},
    register::{Asker, Key, Question, Wanted},
};

/// What a visitor leaves, looked over.
struct Left {
    /// The conversation that the request takes the place of.
    running: Option<Id<id::Conversation>>,
    /// What is written beside what was said there.
    said: Option<Checked>,
    /// Who leaves it.
    known: Known,
}

impl Hub {
    /// The question to the register that a request is, if it may be asked.
    pub(super) fn petition(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        it: &Start,
        now: Timestamp,
    ) -> Result<Effect, Failure<State>> {
        let left = self.left(me, it, now)?;
        if let Some(running) = &left.running {
            let it = &self.live(running).it;
            if it.status != Status::Queued {
                return Err(Failure::with(Code::Conflict, public::state(it)));
            }
        }
        self.allow_start(me, now)?;
        let content = left.said.map(|it| it.content);
        let first = left
            .running
            .as_ref()
            .map(|it| self.live(it).it.first.clone());
        let title = match (&content, first) {
            (Some(content), _) => text::preview(&content.gist(), PREVIEW_CHARS),
            (None, first) => first.map(|it| it.text).unwrap_or_default(),
        };
        let channel = self.directory.channels.get(&me.channel);
        let offline = &channel.ok_or(Code::NotFound)?.offline;
        let request = NewRequest {
            title,
            text: content.map(|it| record::words(&it)).unwrap_or_default(),
            category: offline.category.clone(),
            priority: offline.priority,
            log: Extent::Public,
        };
        let id = left.running.unwrap_or_else(|| own_id(me, &said.id));
        let question = Question {
            id: said.id.clone(),
            asker: Asker::Visitor(me.id.clone()),
            conversation: id,
            at: now,
            wanted: Wanted::Petition {
                command: Box::new(said.command.clone()),
                request: Box::new(request),
                visitor: Box::new(left.known.answers()),
            },
        };
        Ok(Effect::Ask(me.socket, Box::new(question)))
    }

    /// The register has a visitor's request, or not: keeps it, and answers the command.
    pub(in crate::hub) fn visitor_is_granted(
        &mut self,
        socket: SocketId,
        said: Do<Command>,
        made: Result<Number, Code>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) {
        let Some(me) = self.visitor_at_work(socket) else {
            return;
        };
        let frame = match self.takes_grant(&me, &said, made, now, effects) {
            Ok(reply) => FromServer::<Visitor>::Done(Done { id: said.id, reply }),
            Err(failure) => FromServer::Failed(failure.reply(said.id)),
        };
        effects.push(Effect::Visitor(vec![socket], Box::new(frame)));
    }

    fn takes_grant(
        &mut self,
        me: &Me,
        said: &Do<Command>,
        made: Result<Number, Code>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Reply, Failure<State>> {
        let fingerprint = record::fingerprint(&said.command);
        if let Some(sent) = self.found.sent.take().flatten() {
            return self.repeated(sent, fingerprint, now);
        }
        let Command::Request(it) = &said.command else {
            return Err(Code::BadRequest.into());
        };
        let request = made?;
        let left = self.left(me, it, now)?;
        let conversation = match left.running {
            // Should an agent have taken it meanwhile, it ends all the same: the visitor has left.
            Some(running) => {
                if let Some(checked) = left.said {
                    let message = self.visitors_message(&said.id, checked.content.clone(), now);
                    self.post(&running, message, effects);
                    checked.file(&running, false, effects);
                }
                running
            }
            None => {
                let checked = left.said.unwrap_or(Checked::plain(Content::default()));
                let message = self.visitors_message(&said.id, checked.content.clone(), now);
                let mut it = self.begun(me, it, left.known, &message, now);
                it.id = own_id(me, &said.id);
                it.status = Status::Ended;
                it.queued_at = None;
                let id = it.id.clone();
                self.open(it, message, effects);
                checked.file(&id, false, effects);
                id
            }
        };
        let live = self.live(&conversation);
        live.it.links.requests.push(request.clone());
        let ended = Ended {
            waited: live.it.status == Status::Queued,
            request: Some(request.number.clone()),
            ..Ended::new(Side::Visitor, now)
        };
        self.finish(&conversation, ended, now, effects);
        let answer = Answer::Requested(Receipt {
            conversation,
            request,
            dup: false,
        });
        self.remember(me, said, fingerprint, answer.clone(), effects);
        Ok(self.reply(answer, now))
    }

    /// Looks over what a visitor leaves.
    fn left(&mut self, me: &Me, it: &Start, now: Timestamp) -> Result<Left, Failure<State>> {
        let identity = self.identity_of(me);
        let channel = self.directory.channels.get(&me.channel);
        let form = channel.and_then(|it| it.offline.form(identity.is_some()));
        let form = form.ok_or(Code::NotAllowed)?;
        let (mut running, mut earlier) = (None, Answers::default());
        if let Ok(latest) = self.latest(me) {
            let it = &self.live(&latest).it;
            earlier = it.answers();
            running = (it.status != Status::Ended).then_some(latest);
        }
        let said = match self.checked(&Id::new(me.id.as_str()), &it.content) {
            Ok(said) => Some(said),
            Err(Code::Empty) if running.is_some() => None,
            Err(code) => return Err(code.into()),
        };
        let known = Known::new(it, &form, &earlier, identity, now)?;
        Ok(Left {
            running,
            said,
            known,
        })
    }
}

/// The conversation that a request is kept in: the same one, however often the command comes.
fn own_id(me: &Me, command: &Id<id::Client>) -> Id<id::Conversation> {
    Id::new(Key::new(&Id::new(me.id.as_str()), command).as_str())
}
