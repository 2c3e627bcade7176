//! A store that lives in memory, for simulations: what was not committed is lost in a crash, and the
//! disk can be made to fail.

mod accounts;
mod contents;
mod customers;
mod files;
mod mails;
mod photos;
mod replies;
mod search;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::{
    conversation::Status,
    id::{self, Id},
    reply,
    time::Timestamp,
};

use self::contents::Contents;
use super::{
    Match, Query, Reader, Span, Store, Trouble, files::latest, mails::Waiting, replies::Look,
};
use crate::{
    directory::Directory,
    photo::Photo,
    record::{Entry, Filed, Known, Lasted, Loaded, Place, Sender, Sent, Write},
    register::own,
};

/// What survives a crash. Clones are the same disk.
#[derive(Clone, Debug, Default)]
pub struct Disk(Arc<Mutex<Platter>>);

#[derive(Debug, Default)]
struct Platter {
    contents: Contents,
    fault: Option<Fault>,
}

/// How a disk fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// Nothing can be written.
    Full,
    /// What is committed arrives, but the sync says that it failed.
    Sync,
    /// Nothing can be written or read.
    Gone,
}

/// The writer of a [`Disk`].
#[derive(Debug)]
pub struct Memory {
    disk: Disk,
    /// What the disk held at the begin of the last round, with what was written since.
    seen: Contents,
    round: Option<Round>,
    known_directory: Option<u64>,
}

/// What was written since [`Store::begin`].
#[derive(Debug, Default)]
struct Round {
    writes: Vec<Write>,
    /// Whether accounts changed too.
    has_more: bool,
}

impl Disk {
    /// Lets the disk fail from here on, or work again.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.lock().fault = fault;
    }

    /// Every entry of every conversation, in the order of the conversations' begin.
    pub fn entries(&self) -> Vec<Vec<Arc<Entry>>> {
        let platter = self.lock();
        let kept = platter.contents.conversations.iter();
        kept.map(|it| it.entries.clone()).collect()
    }

    /// Every command that was carried out.
    pub fn sent(&self) -> Vec<(Id<Sender>, Id<id::Client>, Sent)> {
        let platter = self.lock();
        let sent = platter.contents.sent.iter();
        sent.map(|((sender, id), sent)| (sender.clone(), id.clone(), sent.clone()))
            .collect()
    }

    fn lock(&self) -> MutexGuard<'_, Platter> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, read: impl FnOnce(&Contents) -> T) -> Result<T, Trouble> {
        let platter = self.lock();
        if platter.fault == Some(Fault::Gone) {
            return Err(broken());
        }
        Ok(read(&platter.contents))
    }
}

impl Memory {
    /// Goes on with what a disk holds.
    pub fn new(disk: Disk) -> Self {
        Self {
            disk,
            seen: Contents::default(),
            round: None,
            known_directory: None,
        }
    }

    /// What the round sees: its own writes, or what is committed.
    fn read<T>(&self, read: impl FnOnce(&Contents) -> T) -> Result<T, Trouble> {
        match &self.round {
            Some(_) => Ok(read(&self.seen)),
            None => self.disk.read(read),
        }
    }

    /// Changes accounts inside the round, or in a round of its own.
    fn write<T>(
        &mut self,
        write: impl FnOnce(&mut Contents) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        if let Some(round) = &mut self.round {
            round.has_more = true;
            return write(&mut self.seen);
        }
        self.begin()?;
        match self.write(write) {
            Ok(found) => self.commit().map(|()| found),
            Err(trouble) => {
                self.rollback();
                Err(trouble)
            }
        }
    }
}

impl Store for Memory {
    fn epoch(&self) -> Id<id::Epoch> {
        Id::new("memory")
    }

    fn begin(&mut self) -> Result<(), Trouble> {
        let version = self.disk.read(|contents| contents.version)?;
        if self.seen.version != version {
            self.seen = self.disk.read(Contents::clone)?;
        }
        self.round = Some(Round::default());
        Ok(())
    }

    fn apply(&mut self, write: &Write) -> Result<(), Trouble> {
        let round = self.round.as_mut().ok_or_else(broken)?;
        round.writes.push(write.clone());
        self.seen.apply(write)
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        let round = self.round.take().ok_or_else(broken)?;
        let mut platter = self.disk.lock();
        if matches!(platter.fault, Some(Fault::Full | Fault::Gone)) {
            return Err(broken());
        }
        self.seen.version += 1;
        if round.has_more {
            platter.contents = self.seen.clone();
        } else {
            for write in &round.writes {
                platter.contents.apply(write)?;
            }
            platter.contents.version = self.seen.version;
        }
        match platter.fault {
            Some(_) => Err(broken()),
            None => Ok(()),
        }
    }

    fn rollback(&mut self) {
        self.round = None;
        self.seen = Contents::default();
    }

    fn verify(&mut self) -> Result<(), Trouble> {
        self.rollback();
        match self.disk.lock().fault {
            None => Ok(()),
            Some(_) => Err(broken()),
        }
    }

    fn sent(&mut self, sender: &Id<Sender>, id: &Id<id::Client>) -> Result<Option<Sent>, Trouble> {
        let key = (sender.clone(), id.clone());
        self.read(|contents| contents.sent.get(&key).cloned())
    }

    fn known(&mut self, visitor: &Id<id::Visitor>) -> Result<Known, Trouble> {
        self.read(|contents| contents.visitors.get(visitor).cloned().unwrap_or_default())
    }

    fn conversation(&mut self, id: &Id<id::Conversation>) -> Result<Option<Loaded>, Trouble> {
        self.read(|contents| contents.conversation(id).map(contents::Kept::load))
    }

    fn latest(&mut self, visitor: &Id<id::Visitor>) -> Result<Option<Loaded>, Trouble> {
        self.read(|contents| {
            let mut kept = contents.conversations.iter();
            kept.rfind(|it| it.state.visitor == *visitor)
                .map(contents::Kept::load)
        })
    }

    fn place(
        &mut self,
        conversation: &Id<id::Conversation>,
        message: &Id<id::Message>,
    ) -> Result<Option<Place>, Trouble> {
        self.read(|contents| contents.conversation(conversation)?.place(message))
    }

    fn entries(&mut self, span: &Span) -> Result<Vec<Entry>, Trouble> {
        self.read(|contents| {
            let kept = contents.conversation(&span.conversation);
            kept.map_or_else(Vec::new, |kept| kept.span(span))
        })
    }

    fn live(&mut self, ended_since: Timestamp) -> Result<Vec<Loaded>, Trouble> {
        self.read(|contents| {
            let kept = contents.conversations.iter();
            let live = kept.filter(|it| match &it.state.ended {
                Some(ended) => ended.at >= ended_since,
                None => it.state.status != Status::Ended,
            });
            live.map(contents::Kept::load).collect()
        })
    }

    fn lasted(&mut self, since: Timestamp) -> Result<Vec<Lasted>, Trouble> {
        self.read(|contents| {
            let all = contents.conversations.iter().map(contents::Kept::lasted);
            all.filter(|it| {
                let later = it.answered_at.max(it.ended_at);
                later.max(Some(it.started_at)) >= Some(since)
            })
            .collect()
        })
    }

    fn directory(&mut self, now: Timestamp) -> Result<Directory, Trouble> {
        self.read(|contents| contents.directory(now))
    }

    fn has_new_directory(&mut self) -> Result<bool, Trouble> {
        let version = self.read(|contents| contents.directory_version)?;
        Ok(self.known_directory.replace(version) != Some(version))
    }

    /// Searching reads everything, so there is nothing to prepare.
    fn index(&mut self) -> Result<bool, Trouble> {
        Ok(false)
    }

    fn reader(&self) -> Arc<dyn Reader> {
        Arc::new(self.disk.clone())
    }
}

/// Writes beside whoever owns the writer: only where both take turns.
impl crate::register::Scribe for Disk {
    fn write(&self, job: own::Job) -> Result<own::Done, Trouble> {
        let mut store = Memory::new(self.clone());
        store.begin()?;
        match job(&mut store) {
            Ok(done) => store.commit().map(|()| done),
            Err(trouble) => {
                store.rollback();
                Err(trouble)
            }
        }
    }
}

impl Reader for Disk {
    fn search(&self, query: &Query) -> Result<Vec<Match>, Trouble> {
        self.read(|contents| contents.search(query))
    }

    fn entries(&self, span: &Span) -> Result<Vec<Entry>, Trouble> {
        self.read(|contents| {
            let kept = contents.conversation(&span.conversation);
            kept.map_or_else(Vec::new, |kept| kept.span(span))
        })
    }

    fn filed(&self, id: &Id<id::File>) -> Result<Option<(Filed, Option<Loaded>)>, Trouble> {
        self.read(|contents| {
            let filed = contents.files.get(id)?;
            let kept = filed.place.as_ref();
            let kept = kept.and_then(|it| contents.conversation(&it.conversation));
            Some((filed.clone(), kept.map(contents::Kept::load)))
        })
    }

    fn filed_in(&self, conversations: &[Id<id::Conversation>]) -> Result<Vec<Filed>, Trouble> {
        self.read(|contents| {
            let is_there = |it: &&Filed| {
                let place = it.place.as_ref();
                place.is_some_and(|it| conversations.contains(&it.conversation))
            };
            let found = contents.files.values().filter(is_there);
            latest(found.cloned().collect())
        })
    }

    fn mails(&self, now: Timestamp, limit: usize) -> Result<Vec<Waiting>, Trouble> {
        self.read(|contents| contents.mails.due(now, limit))
    }

    fn photo(&self, id: &Id<id::Photo>) -> Result<Option<Photo>, Trouble> {
        self.read(|contents| contents.photos.values().find(|it| it.id == *id).cloned())
    }

    fn replies(&self, look: &Look) -> Result<Vec<reply::Entry>, Trouble> {
        self.read(|contents| contents.look(look))
    }
}

fn broken() -> Trouble {
    Trouble::Storage("the disk is broken".to_owned())
}
