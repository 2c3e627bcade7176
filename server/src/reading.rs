//! Reads that a socket's task does when their turn comes: what the queue holds behind them happened
//! later, so the order in the queue is the order on the wire.

use std::collections::VecDeque;

use shared::{
    Role,
    agent::{self, Agent},
    archive::Search,
    conversation::Entry as Numbered,
    faq::Suggestions,
    frame::{Done, Event, FromServer, Reset},
    id::{self, Id},
    limits,
    reply::{self, Shelf},
    visitor::{self, Visitor},
};

use crate::{
    archive, directory, faq,
    frame::{json, text},
    public::{self, Audience, Names},
    record::Entry,
    store::{
        Reader, Span, Trouble,
        replies::{self as ready, Look},
    },
};

/// Entries replayed at once. The longest message takes about 40 KB, so this stays below 1 MiB.
const AT_ONCE: u16 = 25;
const _: () = assert!(AT_ONCE <= limits::REPLAY_CHUNK);
/// Bytes of a frame that are kept for what stands beside its entries, such as a summary.
const BESIDE_ENTRIES: usize = 8 * 1024;
/// Bytes of an entry beside its change.
const BESIDE_CHANGE: usize = 40;

/// Something to read and to send. Call [`Reading::next`] until it returns nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Whose log; the desk's has a name as if it were one's.
    pub conversation: Id<id::Conversation>,
    /// What visitors learn of agents' names in it.
    pub names: Names,
    /// What of it, and for whom.
    pub what: What,
}

/// What to read.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// The entries with numbers above `after` up to `to`, as events.
    Replay {
        /// For whom.
        audience: Audience,
        /// Known already.
        after: u64,
        /// The last one wanted.
        to: u64,
    },
    /// A snapshot for the visitor, standing at `at`.
    VisitorSnapshot {
        /// The log's highest number for the visitor.
        at: u64,
        /// How the conversation stood then.
        state: visitor::State,
    },
    /// A snapshot for an agent, standing at `at`.
    AgentSnapshot {
        /// The log's highest number for agents.
        at: u64,
        /// How the conversation stood then.
        summary: Box<agent::Summary>,
    },
    /// The answer to `history`.
    Page {
        /// The command's id.
        id: Id<id::Client>,
        /// For whom.
        audience: Audience,
        /// Numbers below this.
        before: u64,
        /// At most so many.
        limit: u16,
    },
    /// The answer to `search`.
    Search {
        /// The command's id.
        id: Id<id::Client>,
        /// Who looks.
        reader: Box<directory::Agent>,
        /// For what.
        search: Box<Search>,
    },
    /// The answer to `replies`.
    Replies {
        /// The command's id.
        id: Id<id::Client>,
        /// Which ones.
        look: Look,
    },
    /// The answer to `suggest`.
    Suggest {
        /// The command's id.
        id: Id<id::Client>,
        /// The question.
        question: String,
        /// The folder in which articles may lie; absent: none is suggested.
        folder: Option<String>,
    },
    /// What did not fit into a desk's snapshot, as events.
    Desk {
        /// The number of the first one.
        seq: u64,
        /// The changes, in order.
        changes: VecDeque<agent::Change>,
    },
    /// All has been read.
    Nothing,
}

impl Reading {
    /// Reads the next part and gives the frames to send, in order; nothing when all was read. Blocks
    /// while it reads.
    ///
    /// # Errors
    /// When the storage fails. A page is then `unavailable`; after anything else the socket must close.
    pub fn next(&mut self, reader: &dyn Reader) -> Result<Option<Vec<String>>, Trouble> {
        match std::mem::replace(&mut self.what, What::Nothing) {
            What::Nothing => Ok(None),
            What::Replay {
                audience,
                after,
                to,
            } => self.replay(reader, audience, after, to),
            What::VisitorSnapshot { at, state } => {
                let entries = self.tail(reader, Audience::Visitor, at, limits::SNAPSHOT_TAIL)?;
                let page = public::page(self.conversation.clone(), &entries, self.names);
                let snapshot = visitor::Snapshot { state, page };
                Ok(Some(vec![self.reset::<Visitor>(at, snapshot)]))
            }
            What::AgentSnapshot { at, summary } => {
                let entries = self.tail(reader, Audience::Agents, at, limits::SNAPSHOT_TAIL)?;
                let page = public::page_for_agents(self.conversation.clone(), &entries);
                let snapshot = agent::ConversationSnapshot {
                    summary: *summary,
                    page,
                };
                let snapshot = agent::Snapshot::Conversation(Box::new(snapshot));
                Ok(Some(vec![self.reset::<Agent>(at, snapshot)]))
            }
            What::Page {
                id,
                audience,
                before,
                limit,
            } => {
                let to = before.saturating_sub(1);
                let limit = limit.clamp(1, limits::MAX_PAGE);
                let entries = self.tail(reader, audience, to, limit)?;
                Ok(Some(vec![self.page(id, audience, &entries)]))
            }
            What::Search {
                id,
                reader: agent,
                search,
            } => {
                let reply = agent::Reply::Found(archive::find(reader, &agent, &search)?);
                let done = Done { id, reply };
                Ok(Some(vec![text(&FromServer::<Agent>::Done(done))]))
            }
            What::Replies { id, look } => Ok(Some(vec![replies(reader, id, &look)?])),
            What::Suggest {
                id,
                question,
                folder,
            } => {
                let articles = match folder {
                    Some(folder) => faq::best(&question, &folder, &shelf(reader)?),
                    None => Vec::new(),
                };
                let reply = visitor::Reply::Suggested(Suggestions { articles });
                let done = Done { id, reply };
                Ok(Some(vec![text(&FromServer::<Visitor>::Done(done))]))
            }
            What::Desk { seq, changes } => Ok(self.desk(seq, changes)),
        }
    }

    fn desk(&mut self, seq: u64, mut changes: VecDeque<agent::Change>) -> Option<Vec<String>> {
        if changes.is_empty() {
            return None;
        }
        let later = changes.split_off(usize::from(AT_ONCE).min(changes.len()));
        let now = (seq..).zip(changes);
        let entries = now.map(|(seq, change)| Numbered { seq, change }).collect();
        self.what = What::Desk {
            seq: seq + u64::from(AT_ONCE),
            changes: later,
        };
        Some(self.events::<Agent>(entries))
    }

    fn replay(
        &mut self,
        reader: &dyn Reader,
        audience: Audience,
        after: u64,
        to: u64,
    ) -> Result<Option<Vec<String>>, Trouble> {
        if after >= to {
            return Ok(None);
        }
        let entries = reader.entries(&Span {
            conversation: self.conversation.clone(),
            audience,
            after,
            to,
            limit: AT_ONCE,
            from_end: false,
        })?;
        let page = after + entries.len() as u64;
        if entries.is_empty() {
            return Err(Trouble::Storage("a log has a hole".to_owned()));
        }
        let frames = match audience {
            Audience::Visitor => {
                let page = public::page(self.conversation.clone(), &entries, self.names);
                self.events::<Visitor>(page.entries)
            }
            Audience::Agents => {
                let page = public::page_for_agents(self.conversation.clone(), &entries);
                self.events::<Agent>(page.entries)
            }
        };
        self.what = What::Replay {
            audience,
            after: page,
            to,
        };
        Ok(Some(frames))
    }

    /// The highest entries up to `to`: at most `limit`, and no more than fit into one frame.
    fn tail(
        &self,
        reader: &dyn Reader,
        audience: Audience,
        to: u64,
        limit: u16,
    ) -> Result<Vec<Entry>, Trouble> {
        let mut entries = reader.entries(&Span {
            conversation: self.conversation.clone(),
            audience,
            after: 0,
            to,
            limit,
            from_end: true,
        })?;
        let mut room = limits::MAX_FRAME - BESIDE_ENTRIES;
        let fitting = entries.iter().rev().take_while(|entry| {
            let size = json(&entry.change).len() + BESIDE_CHANGE;
            let fits = size <= room;
            room = room.saturating_sub(size);
            fits
        });
        let fitting = fitting.count().max(1).min(entries.len());
        Ok(entries.split_off(entries.len() - fitting))
    }

    fn events<R: Role>(&self, entries: Vec<Numbered<R::Change>>) -> Vec<String> {
        entries
            .into_iter()
            .map(|entry| {
                text(&FromServer::<R>::Event(Event {
                    log: self.conversation.log(),
                    seq: entry.seq,
                    change: entry.change,
                }))
            })
            .collect()
    }

    fn reset<R: Role>(&self, seq: u64, snapshot: R::Snapshot) -> String {
        text(&FromServer::<R>::Reset(Reset {
            log: self.conversation.log(),
            seq,
            snapshot,
        }))
    }

    fn page(&self, id: Id<id::Client>, audience: Audience, entries: &[Entry]) -> String {
        match audience {
            Audience::Visitor => {
                let page = public::page(self.conversation.clone(), entries, self.names);
                let reply = visitor::Reply::Page(page);
                text(&FromServer::<Visitor>::Done(Done { id, reply }))
            }
            Audience::Agents => {
                let page = public::page_for_agents(self.conversation.clone(), entries);
                let reply = agent::Reply::Page(page);
                text(&FromServer::<Agent>::Done(Done { id, reply }))
            }
        }
    }
}

/// The ready answers that fit into one frame.
/// Everybody's ready answers.
fn shelf(reader: &dyn Reader) -> Result<Vec<reply::Entry>, Trouble> {
    let mut look = Look {
        // No agent has this id.
        agent: Id::default(),
        after: None,
    };
    let mut all = Vec::new();
    loop {
        let part = reader.replies(&look)?;
        let is_last = part.len() < usize::from(ready::AT_ONCE);
        look.after = part.last().map(reply::Entry::position);
        all.extend(part);
        if is_last {
            return Ok(all);
        }
    }
}

fn replies(reader: &dyn Reader, id: Id<id::Client>, look: &Look) -> Result<String, Trouble> {
    let mut entries = reader.replies(look)?;
    let found = entries.len();
    let mut room = limits::MAX_FRAME - BESIDE_ENTRIES;
    let fitting = entries.iter().take_while(|entry| {
        let size = json(entry).len() + 1;
        let fits = size <= room;
        room = room.saturating_sub(size);
        fits
    });
    let fitting = fitting.count().max(1).min(found);
    entries.truncate(fitting);
    let more = fitting < found || found == usize::from(ready::AT_ONCE);
    let reply = agent::Reply::Replies(Shelf { entries, more });
    Ok(text(&FromServer::<Agent>::Done(Done { id, reply })))
}
