//! The conversation as lines to draw: what is said, by whom, on which day.

use std::{collections::VecDeque, ops::Range, sync::Arc};

use client::thread::{Body, Line as Event, Mark, Row, Thread, row::Grouping};
use shared::{
    choice::Options,
    conversation::{Ended, Side, Why},
    file::File,
    id::{self, Id},
    link::PageLink,
    message::Author,
    time::Timestamp,
    visitor::Visitor,
};

use crate::words::{self, Word, Words};

/// How to tell moments, by the visitor's calendar.
pub(crate) struct Calendar<'a> {
    /// The time of day.
    pub(crate) time: &'a dyn Fn(Timestamp) -> String,
    /// The day, for days that have no name.
    pub(crate) date: &'a dyn Fn(Timestamp) -> String,
    /// How many days before today.
    pub(crate) days_ago: &'a dyn Fn(Timestamp) -> i64,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// Differs from that of another line, and from its own when it has to be drawn anew.
    pub(crate) key: String,
    /// The day, above the first line of it.
    pub(crate) day: String,
    /// Whose: `own`, `other` or `system`.
    pub(crate) side: &'static str,
    /// Who wrote it and when, above the first line of several.
    pub(crate) by: String,
    pub(crate) text: String,
    pub(crate) files: Vec<File>,
    pub(crate) link: Option<Box<PageLink>>,
    /// `sending` or `refused` while the server does not have it.
    pub(crate) delivery: &'static str,
    /// The command to repeat when it was refused.
    pub(crate) command: Option<Id<id::Client>>,
    /// What can be chosen, and of which message.
    pub(crate) options: Option<(Id<id::Message>, Options)>,
    /// The message it is, when that is confirmed.
    pub(crate) said: Option<Id<id::Message>>,
}

/// The lines at some places of the conversation.
pub(crate) fn lines(
    thread: &Thread<Visitor>,
    places: Range<usize>,
    words: Words,
    calendar: &Calendar<'_>,
) -> Vec<Line> {
    let lines = places.clone().zip(thread.rows(places)).map(|(index, row)| {
        let grouping = thread.grouping(index, |at| -(calendar.days_ago)(at));
        line(row, thread.mark(row), grouping, words, calendar)
    });
    lines.collect()
}

/// How many lines at the beginning, and how many at the end, are those that were there `before`. What is
/// not confirmed yet may stand otherwise now, and so may a line that has another one above it.
pub(crate) fn kept<'a>(
    before: &VecDeque<Arc<Row>>,
    len: usize,
    row: impl Fn(usize) -> Option<&'a Arc<Row>>,
) -> (usize, usize) {
    let is_same = |(old, new): &(&Arc<Row>, &Arc<Row>)| Arc::ptr_eq(old, new) && old.seq.is_some();
    let from_begin = before.iter().zip((0..len).filter_map(&row));
    let first = from_begin.take_while(is_same).count();
    if first == before.len() {
        return (first, 0);
    }
    let from_end = before.iter().skip(first).rev();
    let from_end = from_end.zip((first..len).rev().filter_map(&row));
    let last = from_end.take_while(is_same).count();
    (first, last.saturating_sub(1))
}

fn line(
    row: &Row,
    mark: Option<Mark>,
    grouping: Grouping,
    words: Words,
    calendar: &Calendar<'_>,
) -> Line {
    let mut line = Line {
        key: String::new(),
        day: String::new(),
        side: "system",
        by: String::new(),
        text: String::new(),
        files: Vec::new(),
        link: None,
        delivery: "",
        command: None,
        options: None,
        said: None,
    };
    if let Some(at) = row.at.filter(|_| grouping.begins_day) {
        line.day = match (calendar.days_ago)(at) {
            0 => words.say(words::TODAY).to_owned(),
            1 => words.say(words::YESTERDAY).to_owned(),
            _ => (calendar.date)(at),
        };
    }
    match &row.body {
        Body::Line(event) => line.text = system(event, words),
        Body::Said(said) => {
            line.side = if said.is_own { "own" } else { "other" };
            line.text = match said.content.text.as_str() {
                "" if said.content.choice.is_some() => words.say(words::CHOSE_NONE).to_owned(),
                "" if said.content.files.is_empty() => words.say(words::NEWER).to_owned(),
                text => text.to_owned(),
            };
            line.files.clone_from(&said.content.files);
            let link = said.content.link.clone();
            line.link = link.filter(|it| !it.host().is_empty());
            line.delivery = match mark {
                Some(Mark::Sending | Mark::Unknown) => "sending",
                Some(Mark::Refused(_)) => "refused",
                _ => "",
            };
            line.command = said.client_id.clone();
            line.said = said.id.clone();
            line.options = said.id.clone().zip(said.content.options.clone());
            if grouping.begins_group {
                line.by = by(said.is_own, said.author.as_ref(), row.at, words, calendar);
            }
        }
    }
    line.key = [&row.key, line.delivery, &line.day, &line.by].join("\n");
    line
}

fn by(
    is_own: bool,
    author: Option<&Author>,
    at: Option<Timestamp>,
    words: Words,
    calendar: &Calendar<'_>,
) -> String {
    let name = match author {
        Some(Author::Agent(card)) => ["\u{2068}", &card.name, "\u{2069}"].concat(),
        _ if is_own => words.say(words::YOU).to_owned(),
        _ => String::new(),
    };
    let time = at.map(|at| (calendar.time)(at)).unwrap_or_default();
    let parts = [name, time].into_iter().filter(|it| !it.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

fn system(event: &Event, words: Words) -> String {
    match event {
        Event::Started | Event::Rated(_) => String::new(),
        Event::Taken(card) | Event::Reopened(_, Some(card)) => words.name(words::TAKEN, &card.name),
        Event::Queued => words.say(words::QUEUED).to_owned(),
        Event::Ended(it) if it.request.is_some() => String::new(),
        Event::Ended(it) => words.say(ended(it)).to_owned(),
        Event::Nudged => words.say(words::NUDGED).to_owned(),
        Event::Reopened(_, None) => words.say(words::REOPENED).to_owned(),
        Event::Among(_) => String::new(),
    }
}

fn ended(it: &Ended) -> Word {
    match (it.by, it.why) {
        (Side::Visitor, _) if it.waited => words::LEFT_QUEUE,
        (Side::Visitor, _) => words::ENDED_BY_YOU,
        (_, Some(Why::Idle)) => words::ENDED_IDLE,
        (Side::Agent, _) => words::ENDED_BY_AGENT,
        _ => words::ENDED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(first: u64, end: u64) -> VecDeque<Arc<Row>> {
        (first..end).map(|seq| row(Some(seq))).collect()
    }

    fn row(seq: Option<u64>) -> Arc<Row> {
        Arc::new(Row {
            key: format!("{seq:?}"),
            seq,
            at: None,
            body: Body::Line(Event::Queued),
        })
    }

    fn kept_of(before: &VecDeque<Arc<Row>>, now: &VecDeque<Arc<Row>>) -> (usize, usize) {
        kept(before, now.len(), |index| now.get(index))
    }

    #[test]
    fn what_comes_at_the_end_touches_nothing_else() {
        let before = rows(10, 20);
        let mut now = before.clone();
        assert_eq!(kept_of(&before, &now), (10, 0));
        now.push_back(row(Some(20)));
        assert_eq!(kept_of(&before, &now), (10, 0));
    }

    #[test]
    fn what_comes_before_touches_the_first_line_that_was_there() {
        let before = rows(10, 20);
        let mut now = rows(5, 10);
        now.extend(before.iter().cloned());
        assert_eq!(kept_of(&before, &now), (0, 9));
    }

    #[test]
    fn what_is_not_confirmed_is_looked_at_each_time() {
        let mut before = rows(10, 20);
        before.push_back(row(None));
        assert_eq!(kept_of(&before, &before), (10, 0));
        let mut now = before.clone();
        now.pop_back();
        assert_eq!(kept_of(&before, &now), (10, 0));
    }

    #[test]
    fn of_another_conversation_nothing_is_kept() {
        assert_eq!(kept_of(&rows(10, 20), &rows(10, 20)), (0, 0));
        assert_eq!(kept_of(&VecDeque::new(), &rows(10, 20)), (0, 0));
        assert_eq!(kept_of(&rows(10, 20), &VecDeque::new()), (0, 0));
    }
}
