//! Threads of both roles, fed with deliveries as the link makes them.

use shared::{
    agent,
    conversation::{Ended, Entry, Page, Queued, Read, Reopened, Side, Started, Status, Taken},
    error::{Code, Failed},
    message::{Content, Message, Receipt},
    presence::Card,
    reaction::Reaction,
    visitor,
};

use super::*;
use crate::{
    link,
    outbox::{News, Pending, State},
};

fn card(id: &str) -> Card {
    Card {
        id: Id::new(id),
        name: id.to_owned(),
    }
}

fn by_agent(id: &str) -> Author {
    Author::Agent(card(id))
}

/// A message whose id is its number.
fn message(seq: u64, author: Author, client_id: Option<&str>) -> Message {
    Message {
        id: Id::new(format!("m{seq}")),
        client_id: client_id.map(Id::new),
        author,
        at: Timestamp(seq * 1_000),
        content: Content::text(format!("text {seq}")),
    }
}

fn posted(seq: u64, author: Author) -> visitor::Change {
    visitor::Change::Posted(message(seq, author, None))
}

fn started() -> visitor::Change {
    visitor::Change::Started(Started {
        channel: Id::new("support"),
        at: Timestamp(1_000),
    })
}

fn read(by: Side, seq: u64) -> visitor::Change {
    visitor::Change::Read(Read {
        by,
        message: Id::new(format!("m{seq}")),
        at: Timestamp(0),
    })
}

fn event<R: Voice>(seq: u64, change: R::Change) -> Delivery<R> {
    Delivery::Event(Event {
        log: Id::new("c"),
        seq,
        change,
    })
}

fn pending(id: &str, lane: &str, state: State) -> Pending {
    Pending {
        id: Id::new(id),
        lane: lane.to_owned(),
        content: Some(Content::text("typed")),
        is_private: false,
        state,
    }
}

fn kept<R: Voice>(id: &str, lane: &str) -> Delivery<R> {
    Delivery::Outbox(News::Kept(pending(id, lane, State::Sending)))
}

fn done<R: Voice>(id: &str, seq: u64) -> Delivery<R> {
    let receipt = Receipt {
        conversation: Id::new("c"),
        message: Id::new(format!("m{seq}")),
        seq,
        at: Timestamp(0),
        dup: false,
    };
    Delivery::Outbox(News::Done(Id::new(id), Some(receipt)))
}

/// A visitor's thread with these changes from number 1 on.
fn thread(changes: impl IntoIterator<Item = visitor::Change>) -> Thread<Visitor> {
    let mut thread = Thread::of_visitor();
    for (change, seq) in changes.into_iter().zip(1..) {
        assert!(thread.receive(&event(seq, change)), "{seq}");
    }
    thread
}

fn reset(seq: u64, state: visitor::State, changes: Vec<visitor::Change>) -> Delivery<Visitor> {
    let first = seq + 1 - changes.len() as u64;
    let entries = changes.into_iter().zip(first..);
    let entries = entries.map(|(change, seq)| Entry { seq, change }).collect();
    Delivery::Reset(Box::new(Reset {
        log: Id::new("c"),
        seq,
        snapshot: visitor::Snapshot {
            state,
            page: Page {
                conversation: Id::new("c"),
                entries,
            },
        },
    }))
}

fn page(before: u64, entries: Vec<u64>) -> Delivery<Visitor> {
    let entries = entries.into_iter().map(|seq| Entry {
        seq,
        change: posted(seq, by_agent("ann")),
    });
    page_of(before, entries.collect())
}

fn page_of(before: u64, entries: Vec<Entry<visitor::Change>>) -> Delivery<Visitor> {
    Delivery::Answer(Box::new(Answer {
        id: Id::new("q"),
        question: Some(Visitor::history(Id::new("c"), before, 100)),
        outcome: Outcome::Done(Some(visitor::Reply::Page(Page {
            conversation: Id::new("c"),
            entries,
        }))),
    }))
}

fn keys<R: Voice>(thread: &Thread<R>) -> Vec<&str> {
    thread
        .rows(0..thread.len())
        .map(|row| row.key.as_str())
        .collect()
}

fn marks<R: Voice>(thread: &Thread<R>) -> Vec<Option<Mark>> {
    thread
        .rows(0..thread.len())
        .map(|row| thread.mark(row))
        .collect()
}

#[test]
fn changes_become_rows_and_move_the_conversation() {
    let at = Timestamp(0);
    let stories = [
        (started(), Status::Queued),
        (posted(2, Author::Visitor), Status::Queued),
        (
            visitor::Change::Taken(Taken {
                agent: card("ann"),
                photo: None,
                at,
            }),
            Status::Active,
        ),
        (posted(4, by_agent("ann")), Status::Active),
        (read(Side::Visitor, 4), Status::Active),
        (visitor::Change::Queued(Queued { at }), Status::Queued),
        (
            visitor::Change::Ended(Ended::new(Side::Visitor, at)),
            Status::Ended,
        ),
        (
            visitor::Change::Reopened(Reopened {
                by: Side::Visitor,
                agent: Some(card("bob")),
                photo: None,
                at,
            }),
            Status::Active,
        ),
    ];
    let mut thread = Thread::of_visitor();
    for ((change, status), seq) in stories.into_iter().zip(1..) {
        assert!(thread.receive(&event(seq, change)));
        assert_eq!(thread.stand().status, status, "{seq}");
    }
    assert_eq!(thread.stand().agent, Some(card("bob")));
    assert_eq!(thread.stand().ended, None);
    assert_eq!(keys(&thread), [":1", "m2", ":3", "m4", ":6", ":7", ":8"]);
    assert!(thread.is_complete());
}

#[test]
fn what_was_applied_changes_nothing() {
    let mut thread = thread([started(), posted(2, Author::Visitor)]);
    assert!(!thread.receive(&event(2, posted(2, Author::Visitor))));
    assert!(!thread.apply(&posted(1, Author::Visitor), 1));
    let foreign = Delivery::Event(Event {
        log: Id::new("other"),
        seq: 3,
        change: posted(3, Author::Visitor),
    });
    assert!(!thread.receive(&foreign));
    assert_eq!(thread.len(), 2);
}

#[test]
fn an_own_message_is_seen_at_once_and_once() {
    for event_comes_first in [true, false] {
        let mut thread = thread([started()]);
        assert!(thread.receive(&kept("x", "")));
        assert!(!thread.receive(&kept("x", "")));
        assert_eq!(keys(&thread), [":1", "x"]);
        let own = visitor::Change::Posted(message(2, Author::Visitor, Some("x")));
        let mut deliveries = [event(2, own), done("x", 2)];
        if !event_comes_first {
            deliveries.swap(0, 1);
        }
        for delivery in &deliveries {
            thread.receive(delivery);
            assert_eq!(keys(&thread), [":1", "x"]);
            assert_eq!(marks(&thread), [None, Some(Mark::Sent)]);
        }
        // A tab that reads the store late does not show it again.
        assert!(!thread.receive(&kept("x", "")));
        assert_eq!(thread.place("x"), Some(1));
        assert_eq!(thread.len(), 2);
    }
}

#[test]
fn a_message_that_the_snapshot_covers_is_not_shown_twice() {
    let mut thread = thread([started()]);
    thread.receive(&kept("x", ""));
    thread.receive(&done("x", 2));
    let later = (3..=52).map(|seq| posted(seq, by_agent("ann"))).collect();
    thread.receive(&reset(52, visitor::State::default(), later));
    assert!(!keys(&thread).contains(&"x"));
    thread.receive(&kept("y", ""));
    thread.receive(&done("y", 50));
    assert_eq!(thread.len(), 50);
}

#[test]
fn an_own_message_tells_what_became_of_it() {
    let mut thread = thread([started()]);
    thread.receive(&kept("x", ""));
    let own = |thread: &Thread<Visitor>| thread.last_own().map(|(_, mark)| mark);
    for (state, mark) in [
        (State::Unknown, Mark::Unknown),
        (State::Refused(Code::TooLong), Mark::Refused(Code::TooLong)),
        (State::Sending, Mark::Sending),
    ] {
        let news = Delivery::Outbox(News::Changed(Id::new("x"), state));
        assert!(thread.receive(&news));
        assert!(!thread.receive(&news));
        assert_eq!(own(&thread), Some(mark));
    }
    thread.receive(&done("x", 2));
    assert_eq!(own(&thread), Some(Mark::Sent));
    let confirmed = visitor::Change::Posted(message(2, Author::Visitor, Some("x")));
    thread.receive(&event(2, confirmed));
    thread.receive(&event(3, read(Side::Agent, 2)));
    assert_eq!(own(&thread), Some(Mark::Seen));
    assert_eq!(marks(&thread), [None, Some(Mark::Seen)]);
}

#[test]
fn discarded_and_replaced_messages_leave_and_change_their_row() {
    let mut thread = thread([started()]);
    thread.receive(&kept("x", ""));
    thread.receive(&kept("y", ""));
    let other = pending("x-a", "", State::Sending);
    assert!(thread.receive(&Delivery::Outbox(News::Replaced(Id::new("x"), other))));
    assert_eq!(keys(&thread), [":1", "x-a", "y"]);
    assert!(thread.receive(&Delivery::Outbox(News::Gone(Id::new("x-a")))));
    assert_eq!(keys(&thread), [":1", "y"]);
}

#[test]
fn marks_only_go_forward_and_unknown_ones_are_none() {
    let mut thread = thread([
        started(),
        posted(2, Author::Visitor),
        posted(3, Author::Visitor),
        read(Side::Agent, 3),
        read(Side::Agent, 2),
        read(Side::Agent, 77),
    ]);
    assert_eq!(marks(&thread)[1..], [Some(Mark::Seen), Some(Mark::Seen)]);
    thread.receive(&event(7, posted(7, Author::Visitor)));
    assert_eq!(marks(&thread)[3], Some(Mark::Sent));
}

#[test]
fn unread_are_those_of_the_other_side_behind_the_mark() {
    let mut thread = thread([
        started(),
        posted(2, Author::Visitor),
        posted(3, by_agent("ann")),
        posted(4, Author::System),
        posted(5, Author::Visitor),
        posted(6, by_agent("ann")),
    ]);
    assert_eq!((thread.unread(), thread.first_unread()), (3, Some(2)));
    thread.receive(&event(7, read(Side::Visitor, 4)));
    assert_eq!((thread.unread(), thread.first_unread()), (1, Some(5)));
    thread.receive(&event(8, read(Side::Visitor, 6)));
    assert_eq!((thread.unread(), thread.first_unread()), (0, None));
}

#[test]
fn a_mark_is_asked_for_once_until_the_connection_breaks() {
    let mut thread = thread([
        started(),
        posted(2, by_agent("ann")),
        posted(3, Author::Visitor),
    ]);
    let mark = Visitor::read(Id::new("c"), Id::new("m2"));
    assert_eq!(thread.mark_seen(), Some(mark.clone()));
    assert_eq!(thread.mark_seen(), None);
    thread.receive(&Delivery::Status(link::Status::Waiting(1)));
    assert_eq!(thread.mark_seen(), Some(mark.clone()));
    let unanswered = Delivery::Answer(Box::new(Answer {
        id: Id::new("q"),
        question: Some(mark.clone()),
        outcome: Outcome::Unanswered,
    }));
    thread.receive(&unanswered);
    assert_eq!(thread.mark_seen(), Some(mark));
    thread.receive(&event(4, read(Side::Visitor, 2)));
    assert_eq!(thread.mark_seen(), None);
}

#[test]
fn a_snapshot_begins_anew_and_keeps_what_is_not_confirmed() {
    let mut thread = thread([started(), posted(2, by_agent("ann"))]);
    thread.receive(&kept("x", ""));
    let state = visitor::State {
        status: Status::Active,
        seen_by_visitor: Some(Id::new("m8")),
        seen_by_agent: Some(Id::new("m3")),
        ..visitor::State::default()
    };
    let tail = vec![
        posted(7, Author::Visitor),
        posted(8, by_agent("ann")),
        posted(9, by_agent("ann")),
    ];
    assert!(thread.receive(&reset(9, state, tail)));
    assert_eq!(keys(&thread), ["m7", "m8", "m9", "x"]);
    assert_eq!(thread.stand().status, Status::Active);
    assert_eq!((thread.unread(), thread.is_complete()), (1, false));
    assert_eq!(marks(&thread)[0], Some(Mark::Sent));
    assert!(!thread.receive(&event(9, posted(9, by_agent("ann")))));
    assert!(thread.receive(&event(10, posted(10, by_agent("ann")))));
}

#[test]
fn history_is_put_before_and_fetched_once() {
    let mut thread = Thread::of_visitor();
    assert_eq!(thread.older(), None);
    let state = visitor::State {
        seen_by_agent: Some(Id::new("m4")),
        ..visitor::State::default()
    };
    thread.receive(&reset(
        9,
        state,
        vec![posted(8, Author::Visitor), posted(9, Author::Visitor)],
    ));
    assert_eq!(thread.older(), Some(Visitor::history(Id::new("c"), 8, 100)));
    assert_eq!((thread.older(), thread.is_loading()), (None, true));
    assert!(
        !thread.receive(&page(5, vec![4])),
        "not the question that was asked"
    );
    assert!(thread.receive(&page(8, vec![4, 5, 6, 7])));
    assert_eq!(keys(&thread), ["m4", "m5", "m6", "m7", "m8", "m9"]);
    assert!(
        !thread.receive(&page(8, vec![4, 5, 6, 7])),
        "asked once, answered once"
    );
    assert_eq!(thread.older(), Some(Visitor::history(Id::new("c"), 4, 100)));
    assert!(thread.receive(&page(4, vec![])));
    assert!(thread.is_complete());
    assert_eq!(thread.older(), None);
    assert_eq!(thread.place("m6"), Some(2));
}

// PZ-39.
#[test]
fn what_was_thought_of_a_message_last_counts_however_it_came() {
    let reacted = |seq: u64, reaction| {
        visitor::Change::Reacted(Reacted {
            message: Id::new(format!("m{seq}")),
            reaction,
            at: Timestamp(seq),
        })
    };
    let entries = vec![
        posted(8, by_agent("ann")),
        reacted(8, Some(Reaction::Dislike)),
        reacted(4, None),
    ];
    let mut thread = Thread::of_visitor();
    thread.receive(&reset(10, visitor::State::default(), entries));
    let of = |thread: &Thread<Visitor>, seq| thread.reaction(&Id::new(format!("m{seq}")));
    assert_eq!(of(&thread, 8), Some(Reaction::Dislike));
    // An earlier page brings the message, and what was thought of it before.
    assert!(thread.older().is_some());
    let entries = [
        (4, posted(4, by_agent("ann"))),
        (5, reacted(4, Some(Reaction::Like))),
        (6, posted(6, by_agent("ann"))),
        (7, reacted(6, Some(Reaction::Like))),
    ];
    let entries = entries.map(|(seq, change)| Entry { seq, change });
    assert!(thread.receive(&page_of(8, entries.into())));
    assert_eq!(
        (of(&thread, 4), of(&thread, 6)),
        (None, Some(Reaction::Like))
    );
    assert!(thread.receive(&event(11, reacted(8, Some(Reaction::Like)))));
    assert_eq!(of(&thread, 8), Some(Reaction::Like));
    assert_eq!(keys(&thread), ["m4", "m6", "m8"]);
}

#[test]
fn a_page_that_comes_after_a_new_beginning_is_dropped() {
    let mut thread = Thread::of_visitor();
    thread.receive(&reset(
        9,
        visitor::State::default(),
        vec![posted(9, Author::Visitor)],
    ));
    thread.older();
    thread.receive(&reset(
        20,
        visitor::State::default(),
        vec![posted(20, Author::Visitor)],
    ));
    assert!(!thread.receive(&page(9, vec![7, 8])));
    assert_eq!(keys(&thread), ["m20"]);
}

#[test]
fn a_page_that_was_refused_may_be_asked_for_again() {
    let mut thread = Thread::of_visitor();
    thread.receive(&reset(
        9,
        visitor::State::default(),
        vec![posted(9, Author::Visitor)],
    ));
    let question = thread.older();
    assert!(question.is_some());
    for outcome in [
        Outcome::Unanswered,
        Outcome::Refused(Failed::new(None, Code::RateLimited)),
    ] {
        let question = question.clone();
        assert!(thread.receive(&Delivery::Answer(Box::new(Answer {
            id: Id::new("q"),
            question: question.clone(),
            outcome,
        }))));
        assert_eq!(thread.older(), question);
    }
}

#[test]
fn a_visitors_next_conversation_takes_the_place_of_the_one_before() {
    let mut thread = thread([started(), posted(2, Author::Visitor)]);
    thread.receive(&kept("x", ""));
    let begins = Delivery::Event(Event {
        log: Id::new("d"),
        seq: 1,
        change: started(),
    });
    assert!(thread.receive(&begins));
    assert_eq!(keys(&thread), [":1", "x"]);
    assert_eq!(thread.conversation(), Some(&Id::new("d")));
    assert!(!thread.receive(&Delivery::Lost(Id::new("c"), Code::NotFound)));
    assert!(thread.receive(&Delivery::Lost(Id::new("d"), Code::NotFound)));
    assert_eq!((keys(&thread), thread.conversation()), (vec!["x"], None));
}

#[test]
fn an_agent_sees_own_messages_colleagues_and_private_ones() {
    let mut thread = Thread::of_agent(Id::new("ann"), Id::new("c"));
    let note = agent::PrivateMessage {
        id: Id::new("m4"),
        client_id: Some(Id::new("n")),
        author: card("ann"),
        at: Timestamp(4_000),
        content: Content::text("not for the visitor"),
    };
    let said = |seq, author, client_id| agent::Change::Posted(message(seq, author, client_id));
    let changes = [
        said(1, Author::Visitor, None),
        said(2, by_agent("ann"), Some("x")),
        said(3, by_agent("bob"), Some("y")),
        agent::Change::Noted(note),
        agent::Change::Read(Read {
            by: Side::Visitor,
            message: Id::new("m3"),
            at: Timestamp(0),
        }),
    ];
    for (change, seq) in changes.into_iter().zip(1..) {
        assert!(thread.receive(&event(seq, change)));
    }
    assert_eq!(keys(&thread), ["m1", "x", "m3", "n"]);
    let expected = [None, Some(Mark::Seen), None, Some(Mark::Sent)];
    assert_eq!(marks(&thread), expected);
    assert_eq!(thread.unread(), 1);
    assert!(!thread.receive(&kept("z", "other")));
    assert!(thread.receive(&kept("z", "c")));
    assert!(!thread.receive(&Delivery::Lost(Id::new("d"), Code::NotFound)));
}

#[test]
fn rows_stand_together_by_writer_day_and_time() {
    let minute = |seq: u64, author: Author, minutes: u64| {
        visitor::Change::Posted(Message {
            at: Timestamp(minutes * 60_000),
            ..message(seq, author, None)
        })
    };
    let mut thread = thread([
        minute(1, Author::Visitor, 0),
        minute(2, Author::Visitor, 2),
        minute(3, Author::Visitor, 10),
        minute(4, by_agent("ann"), 11),
        minute(5, by_agent("ann"), 61),
    ]);
    thread.receive(&kept("x", ""));
    let hour = |at: Timestamp| (at.0 / 3_600_000) as i64;
    let facts: Vec<_> = (0..6)
        .map(|it| {
            let it = thread.grouping(it, hour);
            (it.begins_day, it.begins_group, it.ends_group)
        })
        .collect();
    assert_eq!(
        facts,
        [
            (true, true, false),
            (false, false, true),
            (false, true, true),
            (false, true, true),
            (true, true, true),
            (false, true, true),
        ]
    );
}

#[test]
fn ten_thousand_messages_are_found_without_a_search_through_all() {
    let mut thread = thread([started()]);
    for seq in 2..=10_001 {
        thread.receive(&event(seq, posted(seq, by_agent("ann"))));
    }
    assert_eq!((thread.len(), thread.unread()), (10_001, 10_000));
    assert_eq!(thread.place("m9000"), Some(8_999));
    assert_eq!(thread.place(":1"), Some(0));
    assert_eq!(thread.place("nobody"), None);
    assert_eq!(thread.rows(9_990..20_000).count(), 11);
}
