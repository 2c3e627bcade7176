//! What a change does to a conversation: to how it stands, and which row it makes.

use shared::{
    conversation::{Read, Side, Status},
    id::{self, Id},
    message::Author,
    time::Timestamp,
};

use super::{Body, Line, Row, Thread, row::Said};
use crate::{
    Voice,
    voice::{Fact, Speech},
};

impl<R: Voice> Thread<R> {
    /// Applies a change to how the conversation stands, and makes its row.
    pub(super) fn fold(&mut self, change: &R::Change, seq: u64) -> Option<Row> {
        match R::fact(change) {
            Fact::Started(_) => self.stand.status = Status::Queued,
            Fact::Taken(it) => {
                self.stand.status = Status::Active;
                self.stand.agent = Some(it.agent.clone());
                self.stand.photo = it.photo.clone();
            }
            Fact::Queued(_) => {
                self.stand.status = Status::Queued;
                self.stand.agent = None;
            }
            Fact::Ended(it) => {
                self.stand.status = Status::Ended;
                self.stand.ended = Some(it.clone());
            }
            Fact::Reopened(it) => {
                let is_owned = it.agent.is_some();
                self.stand.status = if is_owned {
                    Status::Active
                } else {
                    Status::Queued
                };
                self.stand.agent = it.agent.clone();
                self.stand.photo = it.photo.clone();
                self.stand.ended = None;
            }
            Fact::Read(it) => self.mark_read(it),
            Fact::Rated(it) => self.stand.rating = Some(it.clone()),
            Fact::Reacted(it) => self.reactions.push(it.clone()),
            Fact::Said(_) | Fact::Nudged(_) | Fact::Among(_) | Fact::Else => {}
        }
        self.row_of(change, seq)
    }

    /// The row a change makes, if any.
    pub(super) fn row_of(&self, change: &R::Change, seq: u64) -> Option<Row> {
        let line = |line, at| Some(Row::line(line, at, seq));
        match R::fact(change) {
            Fact::Started(it) => line(Line::Started, it.at),
            Fact::Said(it) => Some(self.said(&it, seq)),
            Fact::Taken(it) => line(Line::Taken(it.agent.clone()), it.at),
            Fact::Queued(it) => line(Line::Queued, it.at),
            Fact::Ended(it) => line(Line::Ended(it.clone()), it.at),
            Fact::Reopened(it) => line(Line::Reopened(it.by, it.agent.clone()), it.at),
            Fact::Nudged(it) => line(Line::Nudged, it.at),
            Fact::Rated(it) => line(Line::Rated(it.clone()), it.at),
            Fact::Among(it) => {
                let at = it.at();
                line(Line::Among(it), at)
            }
            Fact::Read(_) | Fact::Reacted(_) | Fact::Else => None,
        }
    }

    fn said(&self, it: &Speech<'_>, seq: u64) -> Row {
        let is_own = match (&it.author, &self.me) {
            (Author::Visitor, None) => true,
            (Author::Agent(card), Some(me)) => card.id == *me,
            _ => false,
        };
        let own_id = it.client_id.filter(|_| is_own);
        Row {
            key: own_id.map_or(it.id.as_str(), Id::as_str).to_owned(),
            seq: Some(seq),
            at: Some(it.at),
            body: Body::Said(Said {
                id: Some(it.id.clone()),
                client_id: it.client_id.cloned(),
                author: Some(it.author.clone()),
                is_own,
                is_private: it.is_private,
                content: it.content.clone(),
            }),
        }
    }

    /// Takes over the marks that a snapshot tells, as far as their messages are held: those of earlier
    /// messages are before everything held.
    pub(super) fn marks_from_stand(&mut self) {
        let number = |id: &Option<Id<id::Message>>| self.number(id.as_ref()?.as_str());
        let visitor = number(&self.stand.seen_by_visitor);
        let agent = number(&self.stand.seen_by_agent);
        self.seen_by_visitor = self.seen_by_visitor.max(visitor.unwrap_or(0));
        self.seen_by_agent = self.seen_by_agent.max(agent.unwrap_or(0));
        self.count_unread();
    }

    /// A side has seen messages. Marks only go forward; a message that is not known is no mark.
    fn mark_read(&mut self, read: &Read) {
        let Some(seq) = self.number(read.message.as_str()) else {
            return;
        };
        let (mark, id) = match read.by {
            Side::Visitor => (&mut self.seen_by_visitor, &mut self.stand.seen_by_visitor),
            Side::Agent => (&mut self.seen_by_agent, &mut self.stand.seen_by_agent),
            Side::System => return,
        };
        if seq > *mark {
            *mark = seq;
            *id = Some(read.message.clone());
            self.count_unread();
        }
    }

    /// Counts what lies behind the own mark: few rows, or there would be many unread.
    fn count_unread(&mut self) {
        let mark = self.own_mark();
        let behind = self.rows.iter().rev().take_while(|row| row.number() > mark);
        self.unread = behind.filter(|row| self.foreign(row).is_some()).count();
    }
}

impl Row {
    fn line(line: Line, at: Timestamp, seq: u64) -> Self {
        Self {
            key: super::row::key_of(seq),
            seq: Some(seq),
            at: Some(at),
            body: Body::Line(line),
        }
    }
}
