//! Cursors, gaps, beacons and epochs.

use super::*;

fn agent_event(log: &str, seq: u64) -> FromServer<Agent> {
    FromServer::Event(Event {
        log: Id::new(log),
        seq,
        change: agent::Change::Queued(shared::conversation::Queued { at: Timestamp(seq) }),
    })
}

fn reconnect(stage: &mut Stage<Visitor>, epoch: &str) -> String {
    stage
        .give(Input::Closed(1006))
        .pass(600)
        .give(Input::Opened);
    let hello = stage.sent().pop().expect("a hello was sent");
    stage.hear(FromServer::Welcome(welcome(
        visitor_account(Some("c")),
        epoch,
    )));
    hello
}

#[test]
fn events_are_delivered_once_and_in_order() {
    let mut stage = visitor_at(3);
    for seq in [4, 4, 3, 5, 1, 6] {
        stage.hear(event(seq));
    }
    assert_eq!(numbers(&stage.told()), [4, 5, 6]);
}

#[test]
fn an_event_of_an_unknown_kind_advances_the_number() {
    let mut stage = visitor_at(3);
    let odd = r#"{"event":{"log":"c","seq":4,"change":{"danced":{}}}}"#;
    stage.give(Input::Text(odd.to_owned())).hear(event(5));
    assert_eq!(numbers(&stage.told()), [4, 5]);
    assert_eq!(stage.link.status(), Status::Live);
}

#[test]
fn a_gap_is_held_and_fetched_at_most_every_two_seconds() {
    let mut stage = visitor_at(3);
    stage.hear(event(6)).hear(event(5));
    assert_eq!(stage.link.status(), Status::CatchingUp);
    let sent = stage.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(
        sent[0].contains(r#""command":{"follow":{"log":"c","after":3}}"#),
        "{sent:?}"
    );
    stage.pass(1_999).hear(event(7));
    assert!(stage.sent().is_empty());
    stage.pass(1);
    assert_eq!(stage.sent().len(), 1);
    stage.hear(event(4)).hear(event(5));
    assert_eq!(numbers(&stage.told()), [4, 5, 6, 7]);
    assert_eq!(stage.link.status(), Status::Live);
    stage.pass(30_000);
    assert!(stage.sent().is_empty());
}

#[test]
fn fetching_in_vain_becomes_rare() {
    let mut stage = visitor_at(3);
    stage.hear(event(6));
    for _ in 0..60 {
        stage.pass(5_000).hear(FromServer::Beat(beat("c", 6)));
    }
    let fetches = stage.sent().len();
    assert!((8..16).contains(&fetches), "{fetches}");
}

#[test]
fn what_is_held_is_bounded_and_still_all_arrives() {
    let mut stage = visitor_at(0);
    for seq in 2..5_000 {
        stage.hear(event(seq));
    }
    assert!(stage.told().is_empty());
    for seq in 1..5_000 {
        stage.hear(event(seq));
    }
    assert_eq!(numbers(&stage.told()), (1..5_000).collect::<Vec<_>>());
}

#[test]
fn a_swallowed_last_event_is_noticed_by_the_beat() {
    let mut stage = visitor_at(3);
    stage.hear(FromServer::Beat(beat("c", 4)));
    assert_eq!(stage.link.status(), Status::CatchingUp);
    stage.pass(300);
    assert_eq!(stage.sent().len(), 1);
    stage.hear(event(4));
    assert_eq!(stage.link.status(), Status::Live);
}

#[test]
fn a_beat_that_overtakes_its_event_causes_no_fetch() {
    let mut stage = visitor_at(3);
    stage
        .hear(FromServer::Beat(beat("c", 4)))
        .pass(200)
        .hear(event(4))
        .pass(5_000);
    assert!(stage.sent().is_empty());
}

#[test]
fn reconnecting_resumes_where_it_stopped() {
    let mut stage = visitor_at(3);
    stage.hear(event(4));
    let hello = reconnect(&mut stage, "e1");
    assert!(
        hello.contains(r#""resume":{"epoch":"e1","cursors":{"c":4}}"#),
        "{hello}"
    );
    stage.hear(event(5)).hear(event(6));
    assert_eq!(stage.link.status(), Status::CatchingUp);
    stage.hear(caught_up("c", 6));
    assert_eq!(stage.link.status(), Status::Live);
    assert_eq!(numbers(&stage.told()), [5, 6]);
}

#[test]
fn another_epoch_voids_the_cursor() {
    let mut stage = visitor_at(3);
    reconnect(&mut stage, "e2");
    stage.hear(event(1)).hear(event(2));
    stage
        .hear(FromServer::Reset(Reset {
            log: Id::new("c"),
            seq: 2,
            snapshot: snapshot(),
        }))
        .hear(caught_up("c", 2));
    assert_eq!(numbers(&stage.told()), [1, 2, 2]);
    assert_eq!(stage.link.status(), Status::Live);
    let hello = reconnect(&mut stage, "e2");
    assert!(
        hello.contains(r#""epoch":"e2","cursors":{"c":2}"#),
        "{hello}"
    );
}

#[test]
fn a_replay_without_the_log_is_completed_by_asking_for_it() {
    let mut stage = visitor_at(3);
    reconnect(&mut stage, "e1");
    stage.take();
    stage.hear(FromServer::CaughtUp(Beat::default()));
    assert!(stage.sent()[0].contains("follow"));
    assert_eq!(stage.link.status(), Status::CatchingUp);
}

#[test]
fn a_swallowed_end_of_replay_is_made_up_for_by_the_beat() {
    let mut stage = visitor_at(3);
    reconnect(&mut stage, "e1");
    stage
        .hear(event(4))
        .pass(20_000)
        .hear(FromServer::Beat(beat("c", 4)));
    assert_eq!(stage.link.status(), Status::Live);
}

#[test]
fn a_visitors_new_conversation_is_taken_up_from_its_first_event() {
    let mut stage = visitor(None);
    stage.take();
    stage.hear(event(1)).hear(event(2));
    assert_eq!(numbers(&stage.told()), [1, 2]);
    assert_eq!(stage.link.status(), Status::Live);
    assert!(reconnect(&mut stage, "e1").contains(r#""cursors":{"c":2}"#));
}

#[test]
fn a_new_conversation_whose_beginning_was_swallowed_is_fetched_whole() {
    let mut stage = visitor(None);
    stage.take();
    stage.hear(event(2));
    assert!(stage.sent()[0].contains(r#"{"follow":{"log":"c"}}"#));
    let mut stage = visitor(None);
    stage.take();
    stage.hear(FromServer::Beat(beat("c", 2)));
    assert!(stage.sent()[0].contains(r#"{"follow":{"log":"c"}}"#));
}

#[test]
fn a_visitor_drops_the_conversation_that_is_not_the_latest_any_more() {
    let mut stage = visitor_at(3);
    stage
        .give(Input::Closed(1006))
        .pass(600)
        .give(Input::Opened)
        .take();
    stage.hear(FromServer::Welcome(welcome(
        visitor_account(Some("d")),
        "e1",
    )));
    assert_eq!(stage.told(), [Delivery::Lost(Id::new("c"), Code::NotFound)]);
}

#[test]
fn the_desk_begins_anew_on_every_socket() {
    let mut stage = agent();
    stage.hear(agent_event("desk", 1));
    assert_eq!(numbers(&stage.told()), [1]);
    stage.give(Input::Closed(1006)).pass(600);
    stage
        .give(Input::Credentials(Credentials::new("t")))
        .give(Input::Opened);
    let hello = stage.sent().pop().expect("a hello was sent");
    assert!(hello.contains(r#""cursors":{}"#), "{hello}");
    stage.hear(FromServer::Welcome(welcome(agent_account("ann"), "e1")));
    stage.hear(agent_event("desk", 2));
    assert!(stage.told().is_empty());
    assert_eq!(stage.link.status(), Status::CatchingUp);
}

#[test]
fn an_agent_follows_conversations_across_reconnects() {
    let mut stage = agent();
    stage.give(Input::Follow(Id::new("c")));
    assert!(stage.sent()[0].contains(r#"{"follow":{"log":"c"}}"#));
    assert_eq!(stage.link.status(), Status::CatchingUp);
    stage.hear(agent_event("c", 1)).hear(caught_up("c", 1));
    assert_eq!(stage.link.status(), Status::Live);
    stage.give(Input::Follow(Id::new("c"))).take();
    stage.give(Input::Closed(1006)).pass(600);
    stage.give(Input::Follow(Id::new("d")));
    stage
        .give(Input::Credentials(Credentials::new("t")))
        .give(Input::Opened);
    assert!(
        stage
            .sent()
            .pop()
            .expect("a hello")
            .contains(r#""cursors":{"c":1}"#)
    );
    stage.hear(FromServer::Welcome(welcome(agent_account("ann"), "e1")));
    let sent = stage.sent();
    assert!(
        sent.len() == 1 && sent[0].contains(r#"{"follow":{"log":"d"}}"#),
        "{sent:?}"
    );
}

#[test]
fn an_agent_who_may_not_follow_is_told_so() {
    let mut stage = agent();
    stage.give(Input::Follow(Id::new("c")));
    let sent = stage.sent();
    let id = sent[0]
        .split('"')
        .nth(5)
        .map(Id::new)
        .expect("a command has an id");
    stage.hear(failed(&id, Code::NotAllowed, None));
    assert_eq!(
        stage.told(),
        [Delivery::Lost(Id::new("c"), Code::NotAllowed)]
    );
    assert_eq!(stage.link.status(), Status::Live);
}

#[test]
fn what_an_agent_does_not_follow_any_more_is_not_delivered() {
    let mut stage = agent();
    stage
        .give(Input::Follow(Id::new("c")))
        .hear(agent_event("c", 1))
        .take();
    stage.give(Input::Unfollow(Id::new("c")));
    assert!(stage.sent()[0].contains(r#"{"unfollow":{"log":"c"}}"#));
    stage.hear(agent_event("c", 2)).hear(caught_up("c", 2));
    assert!(stage.told().is_empty());
    stage.give(Input::Follow(Id::new("c")));
    assert!(stage.sent()[0].contains(r#"{"follow":{"log":"c"}}"#));
}
