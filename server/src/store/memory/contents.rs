//! What a disk in memory holds.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use shared::{
    agent::Change,
    channel::Rights,
    id::{self, Id},
    message::Author,
    presence::{Card, Presence, Reason},
    register::Kind,
    reply,
    tag::Tag,
    time::Timestamp,
};

use super::{broken, customers::Register, mails::Outbox, replies::Owner};
use crate::{
    directory::{Agent, Channel, Directory, Office, Serves, Work},
    photo::Photo,
    public::Audience,
    record::{
        self, Conversation, Entry, Filed, Known, Lasted, Loaded, Mark, Place, Sender, Sent, Stage,
        Write,
    },
    store::{
        Span, Trouble,
        accounts::{Account, Session},
    },
};

/// Everything, as tables would hold it.
#[derive(Clone, Debug, Default)]
pub(super) struct Contents {
    /// How often articles have answered a question.
    pub(super) solved: BTreeMap<Id<id::Reply>, u64>,
    /// Counts the rounds.
    pub(super) version: u64,
    /// In the order in which they began.
    pub(super) conversations: Vec<Kept>,
    places: HashMap<Id<id::Conversation>, usize>,
    pub(super) visitors: HashMap<Id<id::Visitor>, Known>,
    pub(super) sent: HashMap<(Id<Sender>, Id<id::Client>), Sent>,
    pub(super) accounts: BTreeMap<Id<id::Agent>, Account>,
    pub(super) passwords: HashMap<Id<id::Agent>, String>,
    pub(super) presence: HashMap<Id<id::Agent>, (Presence, Option<Id<id::Reason>>)>,
    pub(super) serves: HashMap<Id<id::Agent>, Serves>,
    pub(super) work: HashMap<Id<id::Agent>, Work>,
    pub(super) photos: BTreeMap<Id<id::Agent>, Photo>,
    pub(super) reasons: Vec<Reason>,
    pub(super) tags: Vec<Tag>,
    pub(super) office: Office,
    pub(super) replies: BTreeMap<(Owner, Id<id::Reply>), reply::Entry>,
    pub(super) files: BTreeMap<Id<id::File>, Filed>,
    pub(super) mails: Outbox,
    /// Counts the changes of everybody's ready answers.
    pub(super) shared_replies: u64,
    pub(super) register: Register,
    pub(super) rights: BTreeMap<(Id<id::Agent>, Id<id::Channel>), Rights>,
    pub(super) channels: BTreeMap<Id<id::Channel>, Channel>,
    pub(super) sessions: Vec<Session>,
    pub(super) setup_token: Option<[u8; 32]>,
    pub(super) directory_version: u64,
}

/// A conversation with its log.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) state: Conversation,
    pub(super) entries: Vec<Arc<Entry>>,
}

impl Contents {
    pub(super) fn apply(&mut self, write: &Write) -> Result<(), Trouble> {
        match write {
            Write::Conversation(state) => {
                let state = (**state).clone();
                match self.conversation_mut(&state.id) {
                    Some(kept) => kept.state = state,
                    None => {
                        let place = self.conversations.len();
                        self.places.insert(state.id.clone(), place);
                        let entries = Vec::new();
                        self.conversations.push(Kept { state, entries });
                    }
                }
            }
            Write::Entry(entry) => {
                let kept = self.conversation_mut(&entry.conversation);
                kept.ok_or_else(broken)?.append(entry)?;
            }
            Write::Sent { sender, id, sent } => {
                let key = (sender.clone(), id.clone());
                if self.sent.insert(key, sent.clone()).is_some() {
                    return Err(broken());
                }
            }
            Write::Presence {
                agent,
                presence,
                reason,
            } => {
                let chosen = (*presence, reason.clone());
                self.presence.insert(agent.clone(), chosen);
            }
            Write::Serves { agent, chosen } => {
                self.serves.insert(agent.clone(), chosen.clone());
            }
            Write::Reply { agent, entry } => {
                let key = (Some(agent.clone()), entry.id.clone());
                self.replies.insert(key, entry.clone());
            }
            Write::NoReply { agent, id } => {
                self.replies.remove(&(Some(agent.clone()), id.clone()));
            }
            Write::Activity(kept) => {
                self.register.put_record(kept);
                self.register.tell(Id::new(kept.record.id.as_str()));
            }
            Write::Visitor { id, known } => {
                self.visitors.insert(id.clone(), (**known).clone());
            }
            Write::NoActivity(id) => {
                let entry = Id::new(id.as_str());
                self.register.remove_record(Kind::Activity, &entry);
                self.register.tell(id.clone());
            }
            Write::Solved { article, .. } => {
                *self.solved.entry(article.clone()).or_default() += 1;
            }
            Write::Mail(letter) => self.mails.put(letter),
            Write::File(filed) => {
                self.files.insert(filed.file.id.clone(), (**filed).clone());
            }
            Write::Erase(id) => self.erase(id)?,
        }
        Ok(())
    }

    /// Takes the content out of a conversation's log and lets go of its files.
    fn erase(&mut self, id: &Id<id::Conversation>) -> Result<(), Trouble> {
        let kept = self.conversation_mut(id).ok_or_else(broken)?;
        for entry in &mut kept.entries {
            if let Some(change) = record::remains(&entry.change) {
                let erased = Entry {
                    change,
                    ..(**entry).clone()
                };
                *entry = Arc::new(erased);
            }
        }
        let is_there = |it: &&mut Filed| it.place.as_ref().is_some_and(|it| it.conversation == *id);
        for filed in self.files.values_mut().filter(is_there) {
            filed.file.name.clear();
            filed.begun_at = Timestamp(0);
            filed.stage = Stage::Forgotten;
            filed.place = None;
        }
        Ok(())
    }

    pub(super) fn conversation(&self, id: &Id<id::Conversation>) -> Option<&Kept> {
        self.conversations.get(*self.places.get(id)?)
    }

    fn conversation_mut(&mut self, id: &Id<id::Conversation>) -> Option<&mut Kept> {
        self.conversations.get_mut(*self.places.get(id)?)
    }

    pub(super) fn directory(&self, now: Timestamp) -> Directory {
        let agents = self.accounts.values().filter(|it| it.is_active);
        let sessions = self.sessions.iter().filter(|it| it.expires_at > now);
        Directory {
            channels: self.channels.clone(),
            agents: agents.map(|it| (it.id.clone(), self.agent(it))).collect(),
            sessions: sessions.map(|it| it.key).collect::<HashSet<_>>(),
            reasons: self.reasons.clone(),
            tags: self.tags.clone(),
            office: self.office.clone(),
            replies: self.shared_replies,
            templates: self.templates(),
        }
    }

    fn templates(&self) -> BTreeMap<Id<id::Reply>, String> {
        let named = self.channels.values();
        let named = named.filter_map(|it| it.alarm.template.clone());
        let found = named.filter_map(|id| {
            let entry = self.replies.get(&(None, id.clone()))?;
            Some((id, entry.content.clone()))
        });
        found.collect()
    }

    fn agent(&self, account: &Account) -> Agent {
        let own = |(agent, _): &(Id<id::Agent>, Id<id::Channel>)| *agent == account.id;
        let rights = self.rights.iter().filter(|(key, _)| own(key));
        let chosen = self.presence.get(&account.id).cloned();
        let (presence, reason) = chosen.unwrap_or((Presence::Present, None));
        let mut agent = Agent {
            card: Card {
                id: account.id.clone(),
                name: account.name.clone(),
            },
            photo: self.photos.get(&account.id).map(|it| it.id.clone()),
            email: account.email.clone(),
            is_administrator: account.is_administrator,
            presence,
            reason,
            serves: Vec::new(),
            profile: None,
            work: self.work.get(&account.id).cloned().unwrap_or_default(),
            rights: rights
                .map(|((_, channel), rights)| (channel.clone(), *rights))
                .collect(),
        };
        if let Some(chosen) = self.serves.get(&account.id) {
            agent.choose(chosen, &self.office);
        }
        agent
    }
}

impl Kept {
    /// Entries have to come without holes, in both projections.
    fn append(&mut self, entry: &Arc<Entry>) -> Result<(), Trouble> {
        let publics = self.entries.iter().rev().find_map(|it| it.public_seq);
        let is_next = entry.agent_seq == self.entries.len() as u64 + 1
            && entry
                .public_seq
                .is_none_or(|seq| seq == publics.unwrap_or(0) + 1);
        if !is_next {
            return Err(broken());
        }
        self.entries.push(entry.clone());
        Ok(())
    }

    pub(super) fn load(&self) -> Loaded {
        let above = |it: &&Arc<Entry>| it.agent_seq > self.state.agent_head;
        Loaded {
            conversation: self.state.clone(),
            since: self
                .entries
                .iter()
                .filter(above)
                .map(|it| (**it).clone())
                .collect(),
        }
    }

    pub(super) fn lasted(&self) -> Lasted {
        Lasted {
            channel: self.state.channel.clone(),
            started_at: self.state.started_at,
            answered_at: self.state.answered_at,
            ended_at: self.state.ended.as_ref().map(|ended| ended.at),
            rating: self.state.rating.clone(),
        }
    }

    pub(super) fn span(&self, span: &Span) -> Vec<Entry> {
        let seq = |it: &Entry| match span.audience {
            Audience::Agents => Some(it.agent_seq),
            Audience::Visitor => it.public_seq,
        };
        let is_within = |seq: u64| span.after < seq && seq <= span.to;
        let within = self
            .entries
            .iter()
            .filter(|it| seq(it).is_some_and(is_within));
        let found: Vec<Entry> = within.map(|it| (**it).clone()).collect();
        let limit = usize::from(span.limit);
        let skipped = if span.from_end {
            found.len().saturating_sub(limit)
        } else {
            0
        };
        found.into_iter().skip(skipped).take(limit).collect()
    }

    pub(super) fn place(&self, message: &Id<id::Message>) -> Option<Place> {
        let is_it = |it: &Arc<Entry>| message_of(it) == Some(message);
        let at = self.entries.iter().position(is_it)?;
        let entry = &self.entries[at];
        let mut up_to = self.entries[..=at].iter().rev();
        let public = up_to.find_map(|it| {
            it.public_seq?;
            Some(Mark {
                message: message_of(it)?.clone(),
                agent_seq: it.agent_seq,
            })
        });
        let after = self.entries[at + 1..].iter();
        let unread = after.filter(|it| is_by_visitor(it)).count();
        Some(Place {
            agent_seq: entry.agent_seq,
            public_seq: entry.public_seq,
            public,
            unread: u32::try_from(unread).unwrap_or(u32::MAX),
        })
    }
}

fn message_of(entry: &Entry) -> Option<&Id<id::Message>> {
    match &entry.change {
        Change::Posted(it) => Some(&it.id),
        Change::Noted(it) => Some(&it.id),
        _ => None,
    }
}

fn is_by_visitor(entry: &Entry) -> bool {
    matches!(&entry.change, Change::Posted(it) if it.author == Author::Visitor)
}
