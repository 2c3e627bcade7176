//! A conversation in memory: how it stands, who follows it, and where its latest messages are.

use std::{collections::VecDeque, sync::Arc};

use shared::{
    agent::{Change, PREVIEW_CHARS, Preview, Summary},
    ask::Seat,
    conversation::{Read, Side, Status},
    id::{self, Id},
    limits::MAX_MENUS,
    message::{Author, Message},
    text,
    time::Timestamp,
};

use super::SocketId;
use crate::record::{Conversation, Entry, Loaded, Mark, Menu, Place, Silence};

/// Messages whose place is known without asking the store. More than [`KEEP_EVERY`], so that everything
/// since the conversation was kept is among them.
const RECENT: usize = 128;

/// Entries after which a conversation is kept anew, to be loaded quickly.
const KEEP_EVERY: u64 = 64;

/// A conversation in memory.
#[derive(Debug)]
pub(super) struct Live {
    /// How it stands.
    pub(super) it: Conversation,
    /// Sockets of the visitor that follow it.
    pub(super) visitors: Vec<SocketId>,
    /// Sockets of agents that follow it.
    pub(super) agents: Vec<SocketId>,
    /// Whether desks show it.
    pub(super) is_on_desks: bool,
    /// The place in the queue that the visitor was told last, and whether a request was offered.
    pub(super) told_place: Option<(u32, bool)>,
    /// Since when the visitor has no connection, as far as that was seen.
    pub(super) gone_at: Option<Timestamp>,
    /// When the visitor was writing last.
    pub(super) stirred_at: Option<Timestamp>,
    /// When it goes back to the queue, because its owner has no connection.
    pub(super) returns_at: Option<Timestamp>,
    /// Who said no to the question that waits, or left the last offers unanswered.
    pub(super) declined: Vec<Id<id::Agent>>,
    /// Agents without rights on its channel whose desks show it, because they take part.
    pub(super) guests: Vec<Id<id::Agent>>,
    recent: VecDeque<Recent>,
    kept_at: u64,
}

#[derive(Debug)]
struct Recent {
    message: Id<id::Message>,
    agent_seq: u64,
    public_seq: Option<u64>,
    is_by_visitor: bool,
}

impl Live {
    /// A conversation without entries, or one that is to be brought up to date by [`Live::fold`].
    pub(super) fn new(it: Conversation) -> Self {
        Self {
            kept_at: it.agent_head,
            it,
            visitors: Vec::new(),
            agents: Vec::new(),
            is_on_desks: false,
            told_place: None,
            gone_at: None,
            stirred_at: None,
            returns_at: None,
            declined: Vec::new(),
            guests: Vec::new(),
            recent: VecDeque::new(),
        }
    }

    /// A conversation as the store has it.
    pub(super) fn load(loaded: Loaded) -> Self {
        let mut live = Self::new(loaded.conversation);
        for entry in &loaded.since {
            live.fold(entry, None);
        }
        live
    }

    /// Gives a change its numbers and lets it count. Where a mark stands has to be told with it.
    pub(super) fn append(&mut self, change: Change, place: Option<&Place>) -> Arc<Entry> {
        let is_public = crate::public::is_public(&change);
        let entry = Arc::new(Entry {
            conversation: self.it.id.clone(),
            agent_seq: self.it.agent_head + 1,
            public_seq: is_public.then_some(self.it.public_head + 1),
            change,
        });
        self.fold(&entry, place);
        entry
    }

    /// Lets an entry count: the only way in which a conversation's log changes how it stands.
    fn fold(&mut self, entry: &Entry, place: Option<&Place>) {
        let it = &mut self.it;
        it.agent_head = entry.agent_seq;
        it.public_head = entry.public_seq.unwrap_or(it.public_head);
        match &entry.change {
            Change::Posted(message) => self.fold_message(entry, message),
            Change::Noted(note) => {
                it.voices.speak(&note.author.id, entry.agent_seq);
                self.remember(entry, note.id.clone(), false);
            }
            Change::Read(read) => self.fold_read(read, place),
            Change::Taken(taken) => {
                it.status = Status::Active;
                it.owner = Some(taken.agent.clone());
                it.take_out(&taken.agent.id);
                it.queued_at = None;
                it.answered_at.get_or_insert(taken.at);
                // Whoever owns it from now on could not answer before.
                it.unanswered_since = it.unanswered_since.map(|_| taken.at);
            }
            Change::Queued(queued) => {
                it.status = Status::Queued;
                it.owner = None;
                it.rank = None;
                it.queued_at = Some(queued.at);
                it.silence = None;
            }
            Change::Ended(ended) => {
                it.status = Status::Ended;
                it.rank = None;
                it.queued_at = None;
                it.silence = None;
                it.ended = Some(ended.clone());
                it.left_at = (ended.by == Side::Visitor).then_some(ended.at);
                it.finished_at = (ended.by == Side::Agent).then_some(ended.at);
                answered(it);
                it.participants.clear();
                it.listeners.clear();
            }
            Change::Reopened(reopened) => {
                let is_owned = reopened.agent.is_some();
                it.status = if is_owned {
                    Status::Active
                } else {
                    Status::Queued
                };
                it.queued_at = (!is_owned).then_some(reopened.at);
                it.owner = reopened.agent.clone();
                it.ended = None;
                it.left_at = None;
                it.finished_at = None;
                it.closed = false;
            }
            other => fold_beside(it, other),
        }
    }

    fn fold_message(&mut self, entry: &Entry, message: &Message) {
        let is_by_visitor = message.author == Author::Visitor;
        if let Author::Agent(card) = &message.author {
            self.it.voices.speak(&card.id, entry.agent_seq);
        }
        self.it.last = preview(message);
        self.fold_options(message);
        match message.author {
            Author::Visitor => {
                self.it.unanswered_since.get_or_insert(message.at);
                self.it.silence = None;
            }
            Author::Agent(_) => {
                answered(&mut self.it);
                self.it.silence = Some(Silence {
                    since: message.at,
                    is_nudged: false,
                });
            }
            Author::System => {}
        }
        self.it.unread += u32::from(is_by_visitor);
        self.remember(entry, message.id.clone(), is_by_visitor);
    }

    /// Options wait for their one answer, as long as they are among the latest.
    fn fold_options(&mut self, message: &Message) {
        let menus = &mut self.it.menus;
        if let Some(choice) = &message.content.choice {
            let answered = menus.iter_mut().filter(|it| it.message == choice.message);
            answered.for_each(|it| it.options = None);
        }
        if message.content.options.is_some() {
            menus.push(Menu {
                message: message.id.clone(),
                options: message.content.options.clone(),
            });
            let surplus = menus.len().saturating_sub(MAX_MENUS);
            menus.drain(..surplus);
        }
    }

    fn fold_read(&mut self, read: &Read, place: Option<&Place>) {
        let place = place.cloned().or_else(|| self.place(&read.message));
        let Some(place) = place else {
            return;
        };
        let mark = Some(Mark {
            message: read.message.clone(),
            agent_seq: place.agent_seq,
        });
        match read.by {
            Side::Visitor => self.it.seen_by_visitor = mark,
            Side::Agent => {
                self.it.seen_by_agent = mark;
                self.it.unread = place.unread;
            }
            Side::System => {}
        }
    }

    fn remember(&mut self, entry: &Entry, message: Id<id::Message>, is_by_visitor: bool) {
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Recent {
            message,
            agent_seq: entry.agent_seq,
            public_seq: entry.public_seq,
            is_by_visitor,
        });
    }

    /// Where a message stands, if it is a recent one.
    pub(super) fn place(&self, message: &Id<id::Message>) -> Option<Place> {
        let at = self.recent.iter().rposition(|it| it.message == *message)?;
        let found = &self.recent[at];
        let public = self
            .recent
            .range(..=at)
            .rfind(|it| it.public_seq.is_some())
            .map(|it| Mark {
                message: it.message.clone(),
                agent_seq: it.agent_seq,
            });
        let unread = self.recent.range(at + 1..).filter(|it| it.is_by_visitor);
        // A private message whose public one before it is not known here is left to the store.
        public.is_some().then(|| Place {
            agent_seq: found.agent_seq,
            public_seq: found.public_seq,
            unread: u32::try_from(unread.count()).unwrap_or(u32::MAX),
            public,
        })
    }

    /// Whether the store should keep how it stands, because loading it would take long or would not be
    /// possible: a mark among the entries since must be on one of their messages.
    pub(super) fn is_to_be_kept(&self, mark: Option<&Mark>) -> bool {
        self.it.agent_head - self.kept_at >= KEEP_EVERY
            || mark.is_some_and(|mark| mark.agent_seq <= self.kept_at)
    }

    /// How it stands, for the store.
    pub(super) fn keep(&mut self) -> Box<Conversation> {
        self.kept_at = self.it.agent_head;
        Box::new(self.it.clone())
    }

    /// How it stands, for agents.
    pub(super) fn summary(&self) -> Summary {
        let it = &self.it;
        let message = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.message.clone());
        Summary {
            id: it.id.clone(),
            channel: it.channel.clone(),
            visitor: it.person(!self.visitors.is_empty()),
            status: it.status,
            owner: it.owner.clone(),
            rank: it.rank,
            started_at: it.started_at,
            queued_at: it.queued_at,
            answered_at: it.answered_at,
            ended: it.ended.clone(),
            first: it.first.clone(),
            last: it.last.clone(),
            unread: it.unread,
            seen_by_visitor: message(&it.seen_by_visitor),
            seen_by_agent: message(&it.seen_by_agent),
            question: it.question.clone(),
            participants: it.participants.clone(),
            listeners: it.listeners.clone(),
            left_at: it.left_at,
            finished_at: it.finished_at,
            closed: it.closed,
            is_blocked: it.is_blocked,
            tags: it.tags.clone(),
            returns_at: self.returns_at,
            contact: it.links.contact.clone(),
            project: it.links.project.clone(),
            sale: it.links.sale.clone(),
            requests: it.links.requests.clone(),
            rating: it.rating.clone(),
            unkept: it.unkept,
        }
    }

    /// Loses what was said.
    pub(super) fn erase(&mut self) {
        self.it.erase();
        self.recent.clear();
    }

    /// Since when somebody could have answered and nobody has.
    pub(super) fn unanswered_since(&self) -> Option<Timestamp> {
        match self.it.status {
            Status::Queued => self.it.queued_at,
            Status::Active => self.it.unanswered_since,
            _ => None,
        }
    }

    /// When it ended, while it is ended.
    pub(super) fn ended_at(&self) -> Option<Timestamp> {
        self.it.ended.as_ref().map(|ended| ended.at)
    }
}

/// Lets count what happens beside the way of a conversation.
fn fold_beside(it: &mut Conversation, change: &Change) {
    match change {
        Change::Asked(question) => it.question = Some(question.clone()),
        Change::Settled(_) => it.question = None,
        Change::Joined(joined) => {
            it.take_out(&joined.agent.id);
            let seats = match joined.seat {
                Seat::Participant => &mut it.participants,
                Seat::Listener => &mut it.listeners,
            };
            seats.push(joined.agent.clone());
        }
        Change::Left(left) => it.take_out(&left.agent.id),
        Change::Departed(departed) => it.left_at = Some(departed.at),
        Change::Closed(closed) => {
            it.closed = true;
            it.finished_at.get_or_insert(closed.at);
        }
        Change::Tagged(tagged) => {
            it.tags.retain(|tag| tag.id != tagged.tag.id);
            it.tags.extend(tagged.on.then(|| tagged.tag.clone()));
        }
        Change::Blocked(blocked) => it.is_blocked = blocked.on,
        Change::Linked(linked) => it.link(linked),
        Change::Rated(rating) => it.rating = Some(rating.clone()),
        Change::Nudged(_) => it.silence.iter_mut().for_each(|it| it.is_nudged = true),
        Change::Requested(made) => it.links.requests.push(made.request.clone()),
        Change::Started(_)
        | Change::Mailed(_)
        | Change::Erased(_)
        | Change::Reacted(_)
        | Change::Posted(_)
        | Change::Noted(_)
        | Change::Read(_)
        | Change::Taken(_)
        | Change::Queued(_)
        | Change::Ended(_)
        | Change::Reopened(_)
        | Change::Conversation(_)
        | Change::Gone(_)
        | Change::Colleague(_)
        | Change::Channel(_)
        | Change::Figures(_)
        | Change::RepliesChanged(_)
        | Change::Warned(_) => {}
    }
}

/// Nothing is unanswered any more.
fn answered(it: &mut Conversation) {
    it.unanswered_since = None;
    it.alerts.clear();
}

/// How a message begins, for lists.
pub(super) fn preview(message: &Message) -> Preview {
    Preview {
        by: match message.author {
            Author::Visitor => Side::Visitor,
            Author::Agent(_) => Side::Agent,
            Author::System => Side::System,
        },
        text: text::preview(&message.content.gist(), PREVIEW_CHARS),
        at: message.at,
        cancelled: message
            .content
            .choice
            .as_ref()
            .is_some_and(|it| it.cancelled),
    }
}
