//! Requests that visitors leave: where a channel takes no chats, and where they have waited for long enough.

use shared::{
    agent::{Command, Reply},
    archive::{Found, Search},
    conversation::{Ended, Side, Status},
    form::{Field, Form, Kind},
    offline::Requested,
    register,
    visitor::{Hint, Place, Start},
};

use super::*;
use crate::{
    directory::{Instead, Offline, Overflow},
    store::customers::Look as _,
};

fn offline() -> Offline {
    let field = |kind, required| Field { kind, required };
    Offline {
        instead: Instead::Form,
        header: "We sleep".to_owned(),
        form: Form {
            fields: vec![
                field(Kind::Name, false),
                field(Kind::Email, true),
                field(Kind::Phone, true),
            ],
            ..Form::default()
        },
        category: "Web".to_owned(),
        ..Offline::default()
    }
}

fn left(text: &str) -> Start {
    Start {
        content: Content::text(text),
        name: Some("Kari".to_owned()),
        email: Some("kari@fjord.example".to_owned()),
        phone: Some("+47 22 33 44 55".to_owned()),
        ..Start::default()
    }
}

fn requests(text: &str) -> visitor::Command {
    visitor::Command::Request(left(text))
}

impl Stage {
    /// Support has a form for when nobody is there, and offers it to those who wait for long.
    fn with_form(overflow: Overflow) -> Self {
        let mut stage = Self::new();
        let channel = Channel {
            offline: offline(),
            overflow,
            ..channel_named("support")
        };
        stage.administrate(|store| store.put_channel(&channel).unwrap());
        stage
    }

    fn leaves(&mut self, socket: SocketId, text: &str) -> Requested {
        match self.visitor_asks(socket, requests(text)) {
            Ok(visitor::Reply::Requested(made)) => made,
            other => panic!("{other:?}"),
        }
    }

    fn places(&mut self, socket: SocketId) -> Vec<Place> {
        let frames = self.heard::<Visitor>(socket).into_iter();
        let places = frames.filter_map(|frame| match frame {
            FromServer::Now(Hint::Place(place)) => Some(place),
            _ => None,
        });
        places.collect()
    }

    /// How a visitor's conversation stands, as a page that is loaded anew is told.
    fn stands(&mut self, name: &str) -> visitor::State {
        let socket = self.visitor(name);
        let frames = self.heard::<Visitor>(socket).into_iter();
        let mut states = frames.filter_map(|frame| match frame {
            FromServer::Reset(reset) => Some(reset.snapshot.state),
            _ => None,
        });
        let state = states.next().expect("there is a conversation");
        self.leave(socket);
        state
    }

    fn archive(&mut self, socket: SocketId) -> Found {
        match self.agent_asks(socket, Command::Search(Search::default())) {
            Ok(Reply::Found(found)) => found,
            other => panic!("{other:?}"),
        }
    }
}

// SO-18, SO-60, SO-69.
#[test]
fn where_nobody_is_there_a_request_is_left_and_stands_in_the_archive() {
    let mut stage = Stage::with_form(Overflow::default());
    let kari = stage.visitor("kari");
    let frames = stage.heard::<Visitor>(kari);
    let FromServer::Welcome(welcome) = &frames[0] else {
        panic!("{frames:?}");
    };
    let met = welcome.me.channel.offline.as_ref().unwrap();
    assert_eq!((&*met.header, met.form.is_some()), ("We sleep", true));
    assert_eq!(stage.visitor_asks(kari, start("hi")), Err(Code::Closed));

    let made = stage.leaves(kari, "My kettle leaks");
    assert_eq!((&*made.number, made.dup), ("R-1001", false));
    let state = stage.stands("kari");
    assert_eq!(state.status, Status::Ended);
    let ended = state.ended.unwrap();
    assert_eq!(ended.request.as_deref(), Some("R-1001"));
    assert!(!ended.waited);

    let meg = stage.agent("meg");
    let found = stage.archive(meg);
    let summary = &found.hits[0].summary;
    assert_eq!(summary.id, made.conversation);
    assert_eq!(summary.first.text, "My kettle leaks");
    assert_eq!(summary.visitor.phone.as_deref(), Some("+47 22 33 44 55"));
    assert_eq!(summary.requests[0].number, "R-1001");
    assert_eq!(summary.ended.as_ref().unwrap().request, ended.request);
    stage
        .agent_asks(meg, follow(&made.conversation, None))
        .expect("it can be read");
    let record = stage
        .disk
        .record(register::Kind::Request, &summary.requests[0].id);
    let record = record.unwrap().unwrap();
    assert_eq!(record.record.category, "Web");
    assert_eq!(
        record.text,
        "My kettle leaks\nKari\nkari@fjord.example\n+47 22 33 44 55"
    );
}

#[test]
fn a_repeated_request_is_made_once() {
    let mut stage = Stage::with_form(Overflow::default());
    let kari = stage.visitor("kari");
    let ask = |stage: &mut Stage, socket, text: &str| {
        let answer = stage.asks_as::<Visitor>(socket, "mine", requests(text));
        answer.map_err(|failed| failed.code)
    };
    let Ok(visitor::Reply::Requested(first)) = ask(&mut stage, kari, "My kettle leaks") else {
        panic!("it is made");
    };
    stage.crash();
    let kari = stage.visitor("kari");
    let Ok(visitor::Reply::Requested(again)) = ask(&mut stage, kari, "My kettle leaks") else {
        panic!("it was made");
    };
    assert_eq!(again, Requested { dup: true, ..first });
    let other = ask(&mut stage, kari, "Something else");
    assert_eq!(other, Err(Code::IdConflict));
    let next = stage.leaves(kari, "And the lamp");
    assert_eq!(next.number, "R-1002");
    assert_ne!(next.conversation, again.conversation);
}

#[test]
fn what_is_left_is_looked_over() {
    let mut stage = Stage::with_form(Overflow::default());
    let kari = stage.visitor("kari");
    let without_phone = Start {
        phone: None,
        ..left("My kettle leaks")
    };
    let odd = Start {
        email: Some("kari@".to_owned()),
        ..left("My kettle leaks")
    };
    for (start, code) in [
        (without_phone, Code::Incomplete),
        (odd, Code::Invalid),
        (left("  "), Code::Empty),
        (left(&"x".repeat(10_001)), Code::TooLong),
    ] {
        let command = visitor::Command::Request(start);
        assert_eq!(stage.visitor_asks(kari, command), Err(code));
    }
    // A channel without the form takes none, and a chat that goes on is one.
    let elsewhere = stage.visitor_on("sales", "kari", None);
    let refused = stage.visitor_asks(elsewhere, requests("hi"));
    assert_eq!(refused, Err(Code::NotAllowed));
    let ann = stage.agent("ann");
    stage.pass(100);
    let conversation = stage.start(kari, "hello");
    stage.agent_asks(ann, take(&conversation)).unwrap();
    let refused = stage.asks::<Visitor>(kari, requests("hi")).unwrap_err();
    assert_eq!(refused.code, Code::Conflict);
    assert_eq!(refused.current.unwrap().status, Status::Active);
}

// SO-51, SO-52.
#[test]
fn who_waits_for_long_is_offered_a_request_and_leaves_the_queue_with_it() {
    let mut stage = Stage::with_form(Overflow {
        offer_after_s: Some(60),
        ..Overflow::default()
    });
    let _ann = stage.agent("ann");
    stage.pass(100);
    let kari = stage.visitor("kari");
    let conversation = stage.start(kari, "My kettle leaks");
    stage.pass(100);
    let offered = |places: Vec<Place>| places.last().map(|it| it.offers_request);
    assert_eq!(offered(stage.places(kari)), Some(false));
    stage.pass(59_000);
    assert_eq!(offered(stage.places(kari)), None, "nothing changed");
    stage.pass(1_000);
    stage.pass(100);
    assert_eq!(offered(stage.places(kari)), Some(true));

    let made = stage.leaves(kari, "");
    assert_eq!(
        made.conversation, conversation,
        "it takes the place of the chat"
    );
    let state = stage.stands("kari");
    let ended = state.ended.unwrap();
    let expected = Ended {
        waited: true,
        request: Some(made.number.clone()),
        ..Ended::new(Side::Visitor, stage.now)
    };
    assert_eq!(ended, expected);
    let kept = stage.disk.conversation(&conversation).unwrap().unwrap();
    assert_eq!(kept.conversation.asked_at_place, Some(1));
    let request = kept.conversation.links.requests[0].id.clone();
    let record = stage.disk.record(register::Kind::Request, &request);
    let record = record.unwrap().unwrap();
    assert_eq!(record.record.title, "My kettle leaks");
    assert!(
        record.log.contains("My kettle leaks"),
        "what was said goes with it"
    );
}

#[test]
fn where_many_wait_or_nobody_is_there_all_are_offered_a_request() {
    let mut stage = Stage::with_form(Overflow {
        offer_at: Some(2),
        ..Overflow::default()
    });
    let ann = stage.agent("ann");
    stage.pass(100);
    let kari = stage.visitor("kari");
    stage.start(kari, "hello");
    stage.pass(100);
    assert!(!stage.places(kari).last().unwrap().offers_request);
    let ola = stage.visitor("ola");
    stage.start(ola, "hello");
    stage.pass(100);
    for socket in [kari, ola] {
        assert!(stage.places(socket).last().unwrap().offers_request);
    }
    stage
        .visitor_asks(ola, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.pass(100);
    assert!(!stage.places(kari).last().unwrap().offers_request);
    stage.leave(ann);
    stage.pass(100);
    assert!(stage.places(kari).last().unwrap().offers_request);
}

// SO-52.
#[test]
fn leaving_while_waiting_is_told_apart() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    let end = visitor::Command::End(visitor::End {});
    stage.visitor_asks(kari, end.clone()).unwrap();
    assert!(stage.stands("kari").ended.unwrap().waited);
    let ola = stage.visitor("ola");
    let conversation = stage.start(ola, "hello");
    let ann = stage.agent("ann");
    stage.agent_asks(ann, take(&conversation)).unwrap();
    stage.visitor_asks(ola, end).unwrap();
    assert!(!stage.stands("ola").ended.unwrap().waited);
}

#[test]
fn figures_count_chats_and_no_requests() {
    let mut stage = Stage::with_form(Overflow::default());
    let kari = stage.visitor("kari");
    stage.leaves(kari, "My kettle leaks");
    let figures = |stage: &mut Stage| {
        let meg = stage.agent("meg");
        let frames = stage.heard::<Agent>(meg).into_iter();
        let mut desks = frames.filter_map(|frame| match frame {
            FromServer::Reset(reset) => match reset.snapshot {
                agent::Snapshot::Desk(desk) => Some(desk.figures.all),
                agent::Snapshot::Conversation(_) => None,
            },
            _ => None,
        });
        let tile = desks.next().unwrap();
        (tile.started, tile.abandoned)
    };
    assert_eq!(figures(&mut stage), (0, 0));
    stage.crash();
    assert_eq!(figures(&mut stage), (0, 0), "after a restart too");
}
