//! All conversations on an agent's desk.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use shared::{
    agent::{Agent, Change, Snapshot, Summary},
    ask::{Question, Whom},
    conversation::Status,
    id::{self, Id},
    time::Timestamp,
};

use crate::Delivery;

/// How long an ended conversation stays in the list of recent ones.
pub const RECENT_MS: u64 = 8 * 60 * 60 * 1000;

/// Conversations: waiting, active, and recently ended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Inbox {
    conversations: BTreeMap<Id<id::Conversation>, Arc<Summary>>,
}

/// Only conversations of these channels; empty: of all.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter(pub Vec<Id<id::Channel>>);

impl Filter {
    fn lets_pass(&self, channel: &Id<id::Channel>) -> bool {
        self.0.is_empty() || self.0.contains(channel)
    }
}

impl Inbox {
    /// Takes what happened; tells whether anything here changed.
    pub fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        match delivery {
            Delivery::Event(it) if it.log.is_desk() => self.apply(&it.change),
            Delivery::Reset(it) => match &it.snapshot {
                Snapshot::Desk(desk) => self.replace(&desk.conversations),
                Snapshot::Conversation(_) => false,
            },
            _ => false,
        }
    }

    /// Applies a change of the desk; tells whether anything here changed.
    pub fn apply(&mut self, change: &Change) -> bool {
        match change {
            Change::Conversation(it) => self.put(it),
            Change::Gone(it) => self.conversations.remove(&it.conversation).is_some(),
            _ => false,
        }
    }

    /// One conversation.
    pub fn conversation(&self, id: &Id<id::Conversation>) -> Option<&Arc<Summary>> {
        self.conversations.get(id)
    }

    /// All of them, the latest that was written in first.
    pub fn all(&self) -> Vec<Arc<Summary>> {
        let mut all: Vec<_> = self.conversations.values().cloned().collect();
        all.sort_by_key(|it| Reverse(it.last.at));
        all
    }

    /// Those that wait, the next one first.
    pub fn in_queue(&self, filter: &Filter) -> Vec<Arc<Summary>> {
        let mut waiting: Vec<_> = self.waiting_ones(filter).cloned().collect();
        waiting.sort_by_key(|it| place_in_line(it));
        waiting
    }

    /// How many wait: the badge of the dashboard.
    pub fn waiting(&self, filter: &Filter) -> usize {
        self.waiting_ones(filter).count()
    }

    /// Those that an agent owns, whoever it is, in the order in which they were answered.
    pub fn ongoing(&self, filter: &Filter) -> Vec<Arc<Summary>> {
        self.active(|it| filter.lets_pass(&it.channel))
    }

    /// Those that `me` owns, in the order in which they were answered. Their number is the badge of Chats.
    pub fn mine(&self, me: &Id<id::Agent>) -> Vec<Arc<Summary>> {
        self.active(|it| is_of(it, me))
    }

    /// Those in which `me` writes beside the owner, or listens after having handed them over.
    pub fn seated(&self, me: &Id<id::Agent>) -> Vec<Arc<Summary>> {
        self.active(|it| {
            let mut seats = it.participants.iter().chain(&it.listeners);
            seats.any(|card| card.id == *me)
        })
    }

    /// Those about which `me`, who serves these channels, is asked something, the oldest question first.
    pub fn asked(&self, me: &Id<id::Agent>, serves: &[Id<id::Channel>]) -> Vec<Arc<Summary>> {
        let is_asked = |it: &&Arc<Summary>| {
            let question = it.question.as_ref();
            question.is_some_and(|it| is_put_to(it, me, serves))
                && !it.participants.iter().any(|card| card.id == *me)
                && !is_of(it, me)
        };
        let mut asked: Vec<_> = self
            .conversations
            .values()
            .filter(is_asked)
            .cloned()
            .collect();
        asked.sort_by_key(|it| it.question.as_ref().map(|it| it.at));
        asked
    }

    /// Those of `me`, not closed yet, that ended within eight hours before `now`, the last one first.
    pub fn recent(&self, me: &Id<id::Agent>, now: Timestamp) -> Vec<Arc<Summary>> {
        let ended_at = |it: &Summary| it.ended.as_ref().map(|it| it.at);
        let is_recent = |it: &Summary| ended_at(it).is_some_and(|at| now.since(at) < RECENT_MS);
        let is_meant = |it: &&Arc<Summary>| {
            it.status == Status::Ended && !it.closed && is_of(it, me) && is_recent(it)
        };
        let mut recent: Vec<_> = self
            .conversations
            .values()
            .filter(is_meant)
            .cloned()
            .collect();
        recent.sort_by_key(|it| Reverse(ended_at(it)));
        recent
    }

    /// Unread messages over all that `me` owns.
    pub fn unread(&self, me: &Id<id::Agent>) -> u32 {
        let all = self.conversations.values();
        let active = all.filter(|it| it.status == Status::Active && is_of(it, me));
        active.map(|it| it.unread).sum()
    }

    fn put(&mut self, summary: &Summary) -> bool {
        let known = self.conversations.get(&summary.id);
        if known.is_some_and(|it| **it == *summary) {
            return false;
        }
        let it = Arc::new(summary.clone());
        self.conversations.insert(summary.id.clone(), it);
        true
    }

    /// Rows that stay the same stay the same, so that a view need not draw them anew.
    fn replace(&mut self, conversations: &[Summary]) -> bool {
        let mut before = std::mem::take(&mut self.conversations);
        let count = before.len();
        let mut has_changed = false;
        for summary in conversations {
            let known = before.remove(&summary.id).filter(|it| **it == *summary);
            has_changed |= known.is_none();
            let it = known.unwrap_or_else(|| Arc::new(summary.clone()));
            self.conversations.insert(summary.id.clone(), it);
        }
        has_changed || self.conversations.len() != count
    }

    fn waiting_ones(&self, filter: &Filter) -> impl Iterator<Item = &Arc<Summary>> {
        let all = self.conversations.values();
        all.filter(|it| it.status == Status::Queued && filter.lets_pass(&it.channel))
    }

    fn active(&self, is_meant: impl Fn(&Summary) -> bool) -> Vec<Arc<Summary>> {
        let all = self.conversations.values();
        let active = all.filter(|it| it.status == Status::Active && is_meant(it));
        let mut active: Vec<_> = active.cloned().collect();
        active.sort_by_key(|it| (it.answered_at, it.started_at));
        active
    }
}

/// Whether a question is put to `me`, who serves these channels.
pub(crate) fn is_put_to(
    question: &Question,
    me: &Id<id::Agent>,
    serves: &[Id<id::Channel>],
) -> bool {
    match &question.whom {
        Whom::Agent(card) => card.id == *me,
        Whom::Channel(channel) => serves.contains(channel),
    }
}

fn is_of(summary: &Summary, me: &Id<id::Agent>) -> bool {
    summary.owner.as_ref().is_some_and(|it| it.id == *me)
}

/// Whoever waits again stands before all who wait for the first time, the latest of them first; the
/// others stand in the order in which they came.
fn place_in_line(it: &Summary) -> (bool, Reverse<Timestamp>, Timestamp) {
    let since = it.queued_at.unwrap_or(it.started_at);
    let is_first_time = since <= it.started_at;
    let again_since = if is_first_time {
        Timestamp::default()
    } else {
        since
    };
    (is_first_time, Reverse(again_since), it.started_at)
}

#[cfg(test)]
mod tests {
    use shared::{
        agent::{Gone, Person, Preview},
        conversation::{Ended, Side},
        presence::Card,
    };

    use super::*;

    fn summary(id: &str, status: Status, owner: Option<&str>) -> Summary {
        let said = Preview {
            by: Side::Visitor,
            text: "Hi".to_owned(),
            at: Timestamp(0),
            cancelled: false,
        };
        Summary {
            id: Id::new(id),
            channel: Id::new("support"),
            visitor: Person {
                customer: None,
                is_name_verified: false,
                is_email_verified: false,
                company: None,
                phone: None,
                country: None,
                consented_at: None,
                variables: Vec::new(),
                id: Id::new("v"),
                name: None,
                email: None,
                language: None,
                page: None,
                is_online: true,
            },
            status,
            owner: owner.map(|it| Card {
                id: Id::new(it),
                name: it.to_owned(),
            }),
            rank: None,
            started_at: Timestamp(0),
            queued_at: None,
            answered_at: None,
            ended: None,
            first: said.clone(),
            last: said,
            unread: 1,
            seen_by_visitor: None,
            seen_by_agent: None,
            question: None,
            participants: Vec::new(),
            listeners: Vec::new(),
            tags: Vec::new(),
            left_at: None,
            finished_at: None,
            is_blocked: false,
            closed: false,
            returns_at: None,
            contact: None,
            project: None,
            sale: None,
            requests: Vec::new(),
            rating: None,
            unkept: false,
        }
    }

    fn waiting(id: &str, started_at: u64, queued_at: u64) -> Summary {
        Summary {
            started_at: Timestamp(started_at),
            queued_at: Some(Timestamp(queued_at)),
            ..summary(id, Status::Queued, None)
        }
    }

    fn inbox(all: &[Summary]) -> Inbox {
        let mut inbox = Inbox::default();
        inbox.replace(all);
        inbox
    }

    fn ids(all: &[Arc<Summary>]) -> Vec<&str> {
        all.iter().map(|it| it.id.as_str()).collect()
    }

    #[test]
    fn who_waits_again_is_first_in_line() {
        let inbox = inbox(&[
            waiting("b", 20, 20),
            waiting("a", 10, 10),
            waiting("again", 5, 40),
            waiting("just again", 15, 50),
            summary("active", Status::Active, Some("ann")),
        ]);
        let all = Filter::default();
        assert_eq!(
            ids(&inbox.in_queue(&all)),
            ["just again", "again", "a", "b"]
        );
        assert_eq!(inbox.waiting(&all), 4);
        assert_eq!(inbox.waiting(&Filter(vec![Id::new("sales")])), 0);
        assert_eq!(inbox.waiting(&Filter(vec![Id::new("support")])), 4);
    }

    #[test]
    fn ongoing_are_of_all_and_mine_are_mine() {
        let answered = |id: &str, owner: &str, at: u64| Summary {
            answered_at: Some(Timestamp(at)),
            ..summary(id, Status::Active, Some(owner))
        };
        let inbox = inbox(&[
            answered("a", "ann", 3),
            answered("b", "bob", 2),
            answered("c", "ann", 1),
        ]);
        assert_eq!(ids(&inbox.ongoing(&Filter::default())), ["c", "b", "a"]);
        assert_eq!(ids(&inbox.mine(&Id::new("ann"))), ["c", "a"]);
        assert_eq!(inbox.unread(&Id::new("ann")), 2);
    }

    #[test]
    fn recent_are_those_of_the_last_eight_hours() {
        let ended = |id: &str, owner: &str, at: u64| Summary {
            ended: Some(Ended::new(Side::Visitor, Timestamp(at))),
            ..summary(id, Status::Ended, Some(owner))
        };
        let inbox = inbox(&[
            ended("old", "ann", 1),
            ended("new", "ann", 9),
            ended("newer", "ann", 10),
            ended("other", "bob", 10),
        ]);
        let now = Timestamp(RECENT_MS + 1);
        assert_eq!(ids(&inbox.recent(&Id::new("ann"), now)), ["newer", "new"]);
    }

    #[test]
    fn only_what_changed_is_a_change() {
        let mut inbox = inbox(&[waiting("a", 1, 1)]);
        let same = waiting("a", 1, 1);
        let kept = inbox.conversation(&same.id).cloned();
        assert!(!inbox.apply(&Change::Conversation(Box::new(same.clone()))));
        assert!(!inbox.replace(std::slice::from_ref(&same)));
        let after = inbox.conversation(&same.id);
        assert!(
            kept.as_ref()
                .zip(after)
                .is_some_and(|(a, b)| Arc::ptr_eq(a, b))
        );
        let taken = summary("a", Status::Active, Some("ann"));
        assert!(inbox.apply(&Change::Conversation(Box::new(taken))));
        let gone = Change::Gone(Gone {
            conversation: Id::new("a"),
        });
        assert!(inbox.apply(&gone));
        assert!(!inbox.apply(&gone));
    }
}
