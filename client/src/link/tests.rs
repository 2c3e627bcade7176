//! The link against scripts, one rule each; `tests/seeds.rs` is the link against chance.

use shared::{
    account,
    agent::{self, Agent},
    channel::Channel,
    ending::Ending,
    error::{Code, Failed, Refused},
    frame::{Beat, Done, Event, FromServer, GoingAway, Reset, Welcome},
    id::{self, Id},
    limits::{Heartbeat, Limits},
    message::{Content, Receipt},
    time::Timestamp,
    visitor::{self, Post, Start, Visitor},
};

use super::{Credentials, Input, Link, Output, Setup, Status};
use crate::{
    Delivery, Voice,
    delivery::Outcome,
    outbox::{News, State},
};

pub(crate) mod model;
mod resume;
mod seeds;
mod send;

/// A link and a clock; whatever it puts out is collected.
struct Stage<R: Voice> {
    link: Link<R>,
    now: u64,
    out: Vec<Output<R>>,
    stored: u64,
}

impl<R: Voice> Stage<R> {
    fn new(setup: Setup) -> Self {
        Self {
            link: Link::new(setup),
            now: 1_000_000,
            out: Vec::new(),
            stored: 0,
        }
    }

    /// Gives an input; storing succeeds at once, at growing places.
    fn give(&mut self, input: Input<R>) -> &mut Self {
        self.give_raw(input);
        let is_keep = |it: &Output<R>| matches!(it, Output::Keep(..));
        while let Some(at) = self.out.iter().position(is_keep) {
            if let Output::Keep(record, place) = self.out.remove(at) {
                self.stored += 1;
                let order = place.unwrap_or(self.stored);
                self.give_raw(Input::Kept(record.id, Some(order)));
            }
        }
        self
    }

    fn give_raw(&mut self, input: Input<R>) {
        self.link.handle(input, self.now);
        self.out.extend(std::iter::from_fn(|| self.link.poll()));
    }

    fn hear(&mut self, frame: FromServer<R>) -> &mut Self {
        let text = serde_json::to_string(&frame).expect("frames are JSON");
        self.give(Input::Text(text))
    }

    /// Lets time pass, waking the link whenever it asked for it.
    fn pass(&mut self, ms: u64) -> &mut Self {
        let until = self.now + ms;
        while let Some(at) = self.link.wake_at.filter(|at| *at <= until) {
            self.now = at;
            self.give(Input::Wake);
        }
        self.now = until;
        self
    }

    fn take(&mut self) -> Vec<Output<R>> {
        std::mem::take(&mut self.out)
    }

    /// What was transmitted since the last look.
    fn sent(&mut self) -> Vec<String> {
        let sent = self.take().into_iter().filter_map(|it| match it {
            Output::Transmit(text) => Some(text),
            _ => None,
        });
        sent.collect()
    }

    /// What the app was told since the last look, without status.
    fn told(&mut self) -> Vec<Delivery<R>> {
        let told = self.take().into_iter().filter_map(|it| match it {
            Output::Deliver(Delivery::Status(_) | Delivery::Welcome(..)) => None,
            Output::Deliver(it) => Some(it),
            _ => None,
        });
        told.collect()
    }

    fn connects(&mut self) -> usize {
        let is_connect = |it: &&Output<R>| matches!(it, Output::Connect);
        self.take().iter().filter(is_connect).count()
    }
}

fn welcome<M>(me: M, epoch: &str) -> Welcome<M> {
    Welcome {
        v: 1,
        me,
        levels: vec!["core".to_owned()],
        limits: Limits::VISITOR,
        epoch: Id::new(epoch),
        server_time: Timestamp(0),
        heartbeat: Heartbeat::default(),
    }
}

fn visitor_account(conversation: Option<&str>) -> account::Visitor {
    account::Visitor {
        is_identified: false,
        is_blocked: false,
        id: Id::new("v"),
        channel: Channel {
            id: Id::new("support"),
            name: "Support".to_owned(),
            language: "en".to_owned(),
            title: "Hello".to_owned(),
            welcome: String::new(),
            queue_text: String::new(),
            form: shared::form::Form::default(),
            suggests: false,
            page_trail: false,
            offers_unkept: false,
            reactions: false,
            is_open: true,
            back_at: None,
            is_full: false,
            ending: Ending::default(),
            offline: None,
        },
        conversation: conversation.map(Id::new),
    }
}

fn agent_account(id: &str) -> account::Agent {
    account::Agent {
        card: shared::presence::Card {
            id: Id::new(id),
            name: "Ann".to_owned(),
        },
        email: "ann@example.com".to_owned(),
    }
}

/// A visitor whose socket is open and who was welcomed.
fn visitor(conversation: Option<&str>) -> Stage<Visitor> {
    let mut stage = Stage::new(Setup::visitor(7, "support"));
    stage
        .give(Input::Credentials(Credentials::new("secret")))
        .give(Input::Opened)
        .hear(FromServer::Welcome(welcome(
            visitor_account(conversation),
            "e1",
        )));
    stage
}

/// The visitor's conversation `c` was replayed up to a number.
fn visitor_at(seq: u64) -> Stage<Visitor> {
    let mut stage = visitor(Some("c"));
    stage
        .hear(FromServer::Reset(Reset {
            log: Id::new("c"),
            seq,
            snapshot: snapshot(),
        }))
        .hear(caught_up("c", seq));
    assert_eq!(stage.link.status(), Status::Live);
    stage.take();
    stage
}

fn agent() -> Stage<Agent> {
    let mut stage = Stage::new(Setup::agent(7));
    stage
        .give(Input::SignedIn)
        .give(Input::Credentials(Credentials::new("ticket")))
        .give(Input::Opened)
        .hear(FromServer::Welcome(welcome(agent_account("ann"), "e1")))
        .hear(FromServer::Reset(Reset {
            log: Id::desk(),
            seq: 0,
            snapshot: agent::Snapshot::Desk(Box::new(agent::DeskSnapshot {
                presence: shared::presence::Presence::Present,
                serves: Vec::new(),
                profile: None,
                profiles: Vec::new(),
                reasons: Vec::new(),
                tags: Vec::new(),
                channels: Vec::new(),
                colleagues: Vec::new(),
                conversations: Vec::new(),
                figures: shared::figures::Figures::default(),
                warnings: Vec::new(),
            })),
        }))
        .hear(caught_up("desk", 0));
    assert_eq!(stage.link.status(), Status::Live);
    stage.take();
    stage
}

fn snapshot() -> visitor::Snapshot {
    visitor::Snapshot {
        state: visitor::State::default(),
        page: shared::conversation::Page {
            conversation: Id::new("c"),
            entries: Vec::new(),
        },
    }
}

fn beat(log: &str, head: u64) -> Beat {
    Beat {
        heads: [(Id::new(log), head)].into(),
    }
}

fn caught_up<R: Voice>(log: &str, head: u64) -> FromServer<R> {
    FromServer::CaughtUp(beat(log, head))
}

fn event(seq: u64) -> FromServer<Visitor> {
    FromServer::Event(Event {
        log: Id::new("c"),
        seq,
        change: visitor::Change::Queued(shared::conversation::Queued { at: Timestamp(seq) }),
    })
}

/// The numbers of the events that were delivered.
fn numbers<R: Voice>(told: &[Delivery<R>]) -> Vec<u64> {
    let numbers = told.iter().filter_map(|it| match it {
        Delivery::Event(it) => Some(it.seq),
        Delivery::Unknown(it) => Some(it.seq),
        Delivery::Reset(it) => Some(it.seq),
        _ => None,
    });
    numbers.collect()
}

fn post(text: &str) -> visitor::Command {
    visitor::Command::Post(Post {
        content: Content::text(text),
    })
}

fn receipt(seq: u64) -> Receipt {
    Receipt {
        conversation: Id::new("c"),
        message: Id::new(format!("m{seq}")),
        seq,
        at: Timestamp(seq),
        dup: false,
    }
}

fn posted(id: &Id<id::Client>, seq: u64) -> FromServer<Visitor> {
    FromServer::Done(Done {
        id: id.clone(),
        reply: visitor::Reply::Posted(receipt(seq)),
    })
}

fn failed<R: Voice>(id: &Id<id::Client>, code: Code, after_ms: Option<u64>) -> FromServer<R> {
    FromServer::Failed(Failed {
        retry_after_ms: after_ms,
        ..Failed::new(Some(id.clone()), code)
    })
}

#[test]
fn hello_names_role_channel_and_token_and_comes_first() {
    let mut stage = Stage::<Visitor>::new(Setup::visitor(7, "support"));
    stage.give(Input::Credentials(Credentials::new("secret")));
    assert_eq!(
        stage.take(),
        [
            Output::Connect,
            Output::Deliver(Delivery::Status(Status::Connecting)),
            Output::WakeAt(1_010_000),
        ]
    );
    stage.give(Input::Opened);
    assert_eq!(
        stage.sent(),
        [r#"{"hello":{"min":1,"max":1,"role":"visitor","token":"secret","channel":"support"}}"#]
    );
}

#[test]
fn a_visitor_without_a_conversation_is_live_at_once() {
    assert_eq!(visitor(None).link.status(), Status::Live);
    assert_eq!(visitor(Some("c")).link.status(), Status::CatchingUp);
}

#[test]
fn a_ticket_is_used_once() {
    let mut stage = agent();
    stage.give(Input::Closed(1006)).pass(600);
    assert!(stage.take().contains(&Output::Authorize));
    stage
        .give(Input::Credentials(Credentials::new("second")))
        .give(Input::Opened);
    let hello = stage.sent().pop().expect("a hello was sent");
    assert!(
        hello.contains("\"second\"") && hello.contains("\"agent\""),
        "{hello}"
    );
    stage.give(Input::Credentials(Credentials::new("late")));
    assert_eq!(stage.connects(), 0);
}

#[test]
fn a_link_never_gives_up_and_tries_at_least_every_half_minute() {
    let mut stage = Stage::<Visitor>::new(Setup::visitor(3, "support"));
    stage.give(Input::Credentials(Credentials::new("secret")));
    let mut tried = vec![stage.now];
    for _ in 0..200 {
        stage.give(Input::Closed(1006));
        while stage.link.status() != Status::Connecting {
            let at = stage
                .link
                .wake_at
                .expect("a waiting link wants to be woken");
            stage.pass(at - stage.now);
        }
        tried.push(stage.now);
    }
    let waits: Vec<u64> = tried.windows(2).map(|it| it[1] - it[0]).collect();
    assert!(waits.iter().all(|it| *it <= 30_000));
    assert!(waits[0] <= 500 && waits.iter().any(|it| *it > 20_000));
}

#[test]
fn a_try_that_hangs_counts_as_waiting() {
    let mut stage = Stage::<Visitor>::new(Setup::visitor(3, "support"));
    stage
        .give(Input::Credentials(Credentials::new("secret")))
        .take();
    stage.pass(3_600_000);
    let out = stage.take();
    let closes = out.iter().filter(|it| **it == Output::Close).count();
    let connects = out.iter().filter(|it| **it == Output::Connect).count();
    assert!(connects >= 119, "{connects} tries in an hour");
    assert!(closes == connects || closes == connects + 1);
}

#[test]
fn silence_ends_the_connection_after_fifty_seconds() {
    let mut stage = visitor_at(3);
    stage
        .pass(40_000)
        .hear(FromServer::Beat(beat("c", 3)))
        .pass(49_999);
    assert_eq!(stage.link.status(), Status::Live);
    stage.take();
    stage.pass(1);
    assert!(stage.take().contains(&Output::Close));
    assert!(matches!(stage.link.status(), Status::Waiting(_)));
}

#[test]
fn a_reason_to_doubt_is_followed_by_a_probe_with_three_seconds() {
    for reason in [Input::Online, Input::Visible, Input::Offline] {
        let mut stage = visitor_at(3);
        stage.give(reason);
        assert_eq!(stage.sent(), [r#"{"probe":{}}"#]);
        stage
            .pass(2_000)
            .hear(FromServer::Beat(beat("c", 3)))
            .pass(10_000);
        assert_eq!(stage.link.status(), Status::Live);
        stage.give(Input::Online).pass(3_000);
        assert!(
            matches!(stage.link.status(), Status::Waiting(_)),
            "{:?}",
            stage.link.status()
        );
    }
}

#[test]
fn after_a_long_sleep_the_connection_is_doubted_before_it_is_dropped() {
    let mut stage = visitor_at(3);
    stage.now += 7_200_000;
    stage.give(Input::Wake);
    assert_eq!(stage.sent(), [r#"{"probe":{}}"#]);
    stage.hear(FromServer::Beat(beat("c", 3)));
    assert_eq!(stage.link.status(), Status::Live);
    stage.now += 7_200_000;
    stage.give(Input::Wake).pass(3_000);
    assert!(matches!(stage.link.status(), Status::Waiting(_)));
}

#[test]
fn the_network_coming_back_is_used_at_once() {
    let mut stage = visitor_at(3);
    for _ in 0..8 {
        stage.give(Input::Closed(1006)).pass(31_000);
        stage.give(Input::Opened);
    }
    stage.give(Input::Closed(1006)).take();
    stage.give(Input::Online).pass(1_000);
    assert_eq!(stage.connects(), 1);
}

#[test]
fn a_server_that_goes_away_is_left_alone_for_as_long_as_it_said() {
    let mut stage = visitor_at(3);
    stage.hear(FromServer::GoingAway(GoingAway { retry_in_ms: 4_000 }));
    let id = stage.link.mint();
    stage.give(Input::Send(id, post("Hi")));
    assert_eq!(stage.sent(), [""; 0]);
    stage
        .give(Input::Closed(1001))
        .give(Input::Visible)
        .pass(3_999);
    assert_eq!(stage.connects(), 0);
    stage.pass(1);
    assert_eq!(stage.connects(), 1);
}

#[test]
fn a_refused_sign_in_waits_for_new_credentials() {
    let mut stage = Stage::<Visitor>::new(Setup::visitor(3, "gone"));
    stage
        .give(Input::Credentials(Credentials::new("secret")))
        .give(Input::Opened);
    stage.hear(FromServer::Refused(Refused {
        code: Code::UnknownChannel,
        versions: None,
        retry_after_ms: None,
    }));
    assert_eq!(stage.link.status(), Status::Barred(Code::UnknownChannel));
    stage.take();
    stage.give(Input::Online).pass(86_400_000);
    assert_eq!(stage.connects(), 0);
    stage.give(Input::Credentials(Credentials::new("other")));
    assert_eq!(stage.connects(), 1);
}

#[test]
fn an_identity_goes_along_until_a_socket_was_welcomed_and_never_again() {
    let signed = || Credentials::new("secret").of(Some("signed".to_owned()));
    let mut stage = Stage::<Visitor>::new(Setup::visitor(3, "support"));
    stage.give(Input::Credentials(signed())).give(Input::Opened);
    let hello = |stage: &mut Stage<Visitor>| stage.sent().concat();
    assert!(hello(&mut stage).contains(r#""identity":"signed""#));
    // The answer is lost: the server may not know yet.
    stage
        .give(Input::Closed(1006))
        .pass(60_000)
        .give(Input::Opened);
    assert!(hello(&mut stage).contains(r#""identity":"signed""#));
    stage.hear(FromServer::Welcome(welcome(visitor_account(None), "e1")));
    stage
        .give(Input::Closed(1006))
        .pass(60_000)
        .give(Input::Opened);
    let again = hello(&mut stage);
    assert!(
        again.contains("secret") && !again.contains("identity"),
        "{again}"
    );

    let mut stage = Stage::<Visitor>::new(Setup::visitor(3, "support"));
    stage.give(Input::Credentials(signed())).give(Input::Opened);
    stage.hear(FromServer::Refused(Refused {
        code: Code::IdentityRefused,
        versions: None,
        retry_after_ms: None,
    }));
    assert_eq!(stage.link.status(), Status::Barred(Code::IdentityRefused));
    assert!(!format!("{:?}", signed()).contains("sign"));
}

#[test]
fn a_full_house_is_tried_again_after_the_time_it_named() {
    let mut stage = Stage::<Visitor>::new(Setup::visitor(3, "support"));
    stage
        .give(Input::Credentials(Credentials::new("secret")))
        .give(Input::Opened);
    stage.hear(FromServer::Refused(Refused {
        code: Code::TooManySockets,
        versions: None,
        retry_after_ms: Some(9_000),
    }));
    stage.take();
    stage.give(Input::Visible).pass(8_999);
    assert_eq!(stage.connects(), 0);
    stage.pass(1);
    assert_eq!(stage.connects(), 1);
}

#[test]
fn an_agent_who_is_signed_out_is_barred_until_signed_in() {
    let mut stage = agent();
    stage.give(Input::Closed(4003)).pass(60_000);
    assert_eq!(stage.link.status(), Status::Barred(Code::SignInRequired));
    stage.take();
    stage.give(Input::SignedIn);
    assert!(stage.take().contains(&Output::Authorize));
    stage.give(Input::Denied(Some(Code::SignInRequired), None));
    assert_eq!(stage.link.status(), Status::Barred(Code::SignInRequired));
}

#[test]
fn an_unreachable_ticket_office_is_tried_again() {
    let mut stage = agent();
    stage.give(Input::Closed(1006)).pass(500).take();
    stage.give(Input::Denied(None, None)).pass(1_500);
    assert!(stage.take().contains(&Output::Authorize));
    stage
        .give(Input::Denied(Some(Code::Unavailable), Some(5_000)))
        .pass(4_999);
    assert_eq!(
        stage
            .take()
            .iter()
            .filter(|it| **it == Output::Authorize)
            .count(),
        0
    );
}

#[test]
fn a_socket_of_somebody_else_is_not_used() {
    let mut stage = Stage::<Agent>::new(Setup {
        person: Some("ann".to_owned()),
        ..Setup::agent(7)
    });
    stage
        .give(Input::SignedIn)
        .give(Input::Credentials(Credentials::new("ticket")))
        .give(Input::Opened)
        .take();
    stage.hear(FromServer::Welcome(welcome(agent_account("bob"), "e1")));
    assert_eq!(stage.link.status(), Status::Barred(Code::SignInRequired));
    assert!(stage.told().is_empty());
}

#[test]
fn what_is_not_of_the_protocol_is_passed_over() {
    let mut stage = visitor_at(3);
    for text in [
        "",
        "null",
        "{\"weather\":{}}",
        "{\"event\":7}",
        "{\"reset\":{\"log\":\"c\"}}",
    ] {
        stage.give(Input::Text(text.to_owned()));
    }
    assert_eq!(stage.link.status(), Status::Live);
    stage.hear(event(4));
    assert_eq!(numbers(&stage.told()), [4]);
}

#[test]
fn a_faulty_client_comes_back_slowly() {
    let waits = (0..50).map(|seed| {
        let mut stage = Stage::<Visitor>::new(Setup::visitor(seed, "support"));
        stage
            .give(Input::Credentials(Credentials::new("s")))
            .give(Input::Opened);
        stage.give(Input::Closed(4001));
        match stage.link.status() {
            Status::Waiting(until) => until - stage.now,
            other => panic!("{other:?}"),
        }
    });
    assert!(waits.max() > Some(20_000));
}
