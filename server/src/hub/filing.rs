//! Files: announcing them, taking them along with a message, and who gets at them.

use shared::{
    error::Code,
    file::{Fetch, File, Link, Slot, Upload},
    http::FILES,
    id::{self, Id},
    limits,
    message::Content,
    text::{self, Invalid},
    time::Timestamp,
};

use super::{
    Effect, Hub, SocketId,
    failure::{self, Failure},
    input::Who,
    rates::Key,
};
use crate::{
    files::name,
    record::{Answer, Filed, Filing, Sender, Stage, Write},
    who,
};

/// How long whoever announces a file waits when there is no room for it.
const NO_ROOM_FOR_MS: u64 = 60_000;

/// What a message shall hold, checked: its files are there, the sender's own and free.
pub(super) struct Checked {
    pub(super) content: Content,
    files: Vec<Filed>,
}

impl Hub {
    /// Takes a file in, before its bytes come.
    pub(super) fn announce<C>(
        &mut self,
        owner: &Id<Sender>,
        it: &Upload,
        limits: Option<&shared::file::Limits>,
        address: Option<&str>,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<Answer, Failure<C>> {
        let Some(limits) = limits else {
            return Err(Code::UnknownCommand.into());
        };
        let held = self.found.held.take().unwrap_or_default();
        let (own, shared) = (self.settings.uploads(), self.settings.address_uploads());
        let mut wanted = vec![(Key::Uploads(owner.clone()), &own[..])];
        wanted.extend(address.map(|it| (Key::AddressUploads(it.to_owned()), &shared[..])));
        self.rates
            .take(&wanted, now)
            .map_err(Failure::rate_limited)?;
        if it.size == 0 {
            return Err(Code::Empty.into());
        }
        if it.size > limits.max_bytes {
            return Err(Code::TooLarge.into());
        }
        if !limits.takes(&it.kind) {
            return Err(Code::WrongType.into());
        }
        if held.waiting >= limits::MAX_WAITING_FILES {
            return Err(Code::TooMany.into());
        }
        if held.bytes.saturating_add(it.size) > self.settings.file_space {
            return Err(Failure::unavailable(NO_ROOM_FOR_MS));
        }
        let file = File {
            id: self.ids.make(),
            name: name::clean(&it.name),
            size: it.size,
            kind: it.kind.clone(),
            width: None,
            height: None,
        };
        let id = file.id.clone();
        let filed = Filed {
            file,
            owner: owner.clone(),
            stage: Stage::Pending,
            begun_at: now,
            place: None,
        };
        effects.push(Effect::Write(Write::File(Box::new(filed))));
        Ok(Answer::Announced(id))
    }

    /// Where the bytes of a file go.
    pub(super) fn slot(&self, file: Id<id::File>, now: Timestamp) -> Slot {
        Slot {
            address: format!("{FILES}/{file}"),
            key: self.keys.upload(&file, now),
            file,
        }
    }

    /// Where somebody gets a file. What is not there, foreign or private looks alike.
    pub(super) fn fetch(
        &mut self,
        socket: SocketId,
        it: &Fetch,
        now: Timestamp,
    ) -> Result<Link, Code> {
        let found = self.found.files.take().unwrap_or_default();
        let filed = found.into_iter().find(|filed| filed.file.id == it.file);
        let (Some(filed), Some(socket)) = (filed, self.sockets.get(&socket)) else {
            return Err(Code::NotFound);
        };
        let place = filed.place.as_ref().map(|it| &it.conversation);
        let live = place.and_then(|id| self.conversations.get(id));
        let conversation = live.map(|live| &live.it);
        let may = match &socket.who {
            Who::Visitor { id, .. } => {
                let latest = self.visitors.get(id).and_then(|it| it.latest.as_ref());
                place.is_none_or(|it| Some(it) == latest)
                    && who::can_fetch(who::Person::Visitor(id), &filed, conversation)
            }
            Who::Agent { id, .. } => self.directory.agents.get(id).is_some_and(|agent| {
                who::can_fetch(who::Person::Agent(agent), &filed, conversation)
            }),
        };
        if !may {
            return Err(Code::NotFound);
        }
        let origin = self.settings.file_origin.as_deref().unwrap_or_default();
        let key = self.keys.link(&it.file, &socket.who, now);
        Ok(Link {
            file: it.file.clone(),
            address: format!("{origin}{FILES}/{}?key={key}", it.file),
        })
    }

    /// What a message shall hold: of its files only the ids are believed.
    pub(super) fn checked(&mut self, owner: &Id<Sender>, it: &Content) -> Result<Checked, Code> {
        let found = self.found.files.take().unwrap_or_default();
        if it.files.len() > limits::MAX_FILES {
            return Err(Code::TooMany);
        }
        let text = match text::body(&it.text) {
            Ok(text) => text,
            // Options answer something that was said.
            Err(Invalid::Empty) if !it.files.is_empty() && it.options.is_none() => String::new(),
            Err(invalid) => return Err(failure::of_text(invalid)),
        };
        let mut files: Vec<Filed> = Vec::new();
        for wanted in &it.files {
            let filed = found.iter().find(|filed| filed.file.id == wanted.id);
            let is_free = |filed: &&Filed| {
                filed.owner == *owner && filed.stage == Stage::Ready && filed.place.is_none()
            };
            let is_twice = files.iter().any(|filed| filed.file.id == wanted.id);
            let filed = filed.filter(is_free).filter(|_| !is_twice);
            files.push(filed.ok_or(Code::NoFile)?.clone());
        }
        let content = Content {
            text,
            files: files.iter().map(|filed| filed.file.clone()).collect(),
            ..Content::default()
        };
        Ok(Checked { content, files })
    }
}

impl Checked {
    /// Without files.
    pub(super) fn plain(content: Content) -> Self {
        Self {
            content,
            files: Vec::new(),
        }
    }

    /// The message is written: its files go with it, in the same round.
    pub(super) fn file(
        self,
        conversation: &Id<id::Conversation>,
        is_private: bool,
        effects: &mut Vec<Effect>,
    ) {
        for filed in self.files {
            let place = Filing {
                conversation: conversation.clone(),
                is_private,
            };
            let filed = Filed {
                place: Some(place),
                ..filed
            };
            effects.push(Effect::Write(Write::File(Box::new(filed))));
        }
    }
}
