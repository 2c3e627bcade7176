//! The outbox behind the link: states, order, refusals, tabs.

use super::*;
use crate::{link::Note, outbox::Record};

fn send<R: Voice>(stage: &mut Stage<R>, command: R::Command) -> Id<id::Client> {
    let id = stage.link.mint();
    stage.give(Input::Send(id.clone(), command));
    id
}

fn start(text: &str) -> visitor::Command {
    visitor::Command::Start(Start {
        content: Content::text(text),
        ..Start::default()
    })
}

fn agent_post(conversation: &str, text: &str) -> agent::Command {
    agent::Command::Post(agent::Post {
        conversation: Id::new(conversation),
        content: Content::text(text),
        seen: None,
    })
}

/// The texts that were transmitted.
fn texts<R: Voice>(stage: &mut Stage<R>) -> Vec<String> {
    let sent = stage.sent();
    let text = |it: &String| {
        Some(
            it.split_once(r#""text":""#)?
                .1
                .split('"')
                .next()?
                .to_owned(),
        )
    };
    sent.iter().filter_map(text).collect()
}

fn states<R: Voice>(stage: &mut Stage<R>, id: &Id<id::Client>) -> Vec<State> {
    let told = stage.told();
    let states = told.iter().filter_map(|it| match it {
        Delivery::Outbox(News::Changed(of, state)) if of == id => Some(*state),
        _ => None,
    });
    states.collect()
}

#[test]
fn a_command_is_sent_when_it_is_stored_and_not_before() {
    let mut stage = visitor_at(3);
    let id = stage.link.mint();
    stage.give_raw(Input::Send(id.clone(), post("Hi")));
    assert!(matches!(&stage.take()[0], Output::Keep(record, None) if record.id == id));
    stage.give_raw(Input::Kept(id.clone(), Some(1)));
    let out = stage.take();
    assert!(matches!(&out[0], Output::Deliver(Delivery::Outbox(News::Kept(it))) if it.id == id));
    assert_eq!(out[1], Output::Tell(Note::Kept {}));
    assert!(matches!(&out[2], Output::Transmit(_)));
    stage.hear(posted(&id, 4));
    let out = stage.take();
    assert_eq!(out[0], Output::Forget(1));
    assert_eq!(
        out[2],
        Output::Deliver(Delivery::Outbox(News::Done(id, Some(receipt(4)))))
    );
}

#[test]
fn without_storage_a_command_is_sent_from_memory_and_the_person_is_told() {
    for is_denied in [true, false] {
        let mut stage = visitor_at(3);
        let id = stage.link.mint();
        stage.give_raw(Input::Send(id.clone(), post("Hi")));
        if is_denied {
            stage.give_raw(Input::Kept(id, None));
        } else {
            stage.pass(2_000);
        }
        let out = stage.take();
        assert!(out.contains(&Output::Deliver(Delivery::Durable(false))));
        assert!(out.iter().any(|it| matches!(it, Output::Transmit(_))));
    }
}

#[test]
fn a_visitor_has_one_command_on_its_way() {
    let mut stage = visitor_at(3);
    let ids: Vec<_> = ["a", "b", "c"].map(|it| send(&mut stage, post(it))).into();
    assert_eq!(texts(&mut stage), ["a"]);
    stage.hear(posted(&ids[0], 4));
    assert_eq!(texts(&mut stage), ["b"]);
    stage
        .hear(posted(&ids[1], 5))
        .hear(posted(&ids[1], 5))
        .hear(posted(&ids[2], 6));
    assert_eq!(texts(&mut stage), ["c"]);
}

#[test]
fn an_agent_has_one_command_on_its_way_per_conversation() {
    let mut stage = agent();
    for (conversation, text) in [("c", "1"), ("c", "2"), ("d", "3"), ("c", "4"), ("d", "5")] {
        send(&mut stage, agent_post(conversation, text));
    }
    assert_eq!(texts(&mut stage), ["1", "3"]);
}

#[test]
fn what_was_on_its_way_is_unknown_and_goes_again_under_the_same_id() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    let first = stage.sent();
    stage.give(Input::Closed(1006));
    assert_eq!(states(&mut stage, &id), [State::Unknown]);
    stage.pass(600).give(Input::Opened).take();
    stage.hear(FromServer::Welcome(welcome(
        visitor_account(Some("c")),
        "e1",
    )));
    assert_eq!(stage.sent(), first);
    stage.hear(posted(&id, 4));
    assert_eq!(stage.link.state_of(&id), None);
}

#[test]
fn an_answer_that_stays_out_is_asked_for_again() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    let first = stage.sent();
    stage.pass(9_999);
    assert!(stage.sent().is_empty());
    stage.pass(1);
    assert_eq!(stage.link.state_of(&id), Some(State::Unknown));
    assert_eq!(stage.sent(), first);
}

#[test]
fn a_limit_is_waited_for_and_order_is_kept() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    send(&mut stage, post("b"));
    stage.take();
    stage
        .hear(failed(&id, Code::RateLimited, Some(4_000)))
        .pass(3_999);
    assert!(stage.sent().is_empty());
    stage.pass(1);
    assert_eq!(texts(&mut stage), ["a"]);
}

#[test]
fn a_refused_message_stays_and_lets_the_others_pass() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    send(&mut stage, post("b"));
    stage.take();
    stage.hear(failed(&id, Code::TooLong, None));
    assert_eq!(
        stage.link.state_of(&id),
        Some(State::Refused(Code::TooLong))
    );
    assert_eq!(texts(&mut stage), ["b"]);
    stage.give(Input::Retry(id.clone()));
    assert_eq!(states(&mut stage, &id), [State::Sending]);
}

#[test]
fn a_refused_message_can_be_discarded() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    stage.give(Input::Discard(id.clone()));
    assert_eq!(stage.link.state_of(&id), Some(State::Sending));
    stage.hear(failed(&id, Code::TooLong, None)).take();
    stage.give(Input::Discard(id.clone()));
    assert!(stage.out.iter().any(|it| matches!(it, Output::Forget(_))));
    assert_eq!(stage.link.state_of(&id), None);
}

#[test]
fn a_refused_first_message_holds_up_what_makes_no_sense_without_it() {
    let mut stage = visitor(None);
    let first = send(&mut stage, start("a"));
    let second = send(&mut stage, post("b"));
    stage.take();
    stage.hear(failed(&first, Code::Invalid, None)).pass(30_000);
    assert!(texts(&mut stage).is_empty());
    stage.give(Input::Discard(first));
    assert_eq!(texts(&mut stage), ["b"]);
    // There is no conversation to write into: the message begins one.
    stage.hear(failed(&second, Code::NotFound, None));
    let sent = stage.sent();
    assert!(
        sent[0].contains(r#"{"start":{"content":{"text":"b"}}}"#),
        "{sent:?}"
    );
}

#[test]
fn a_first_message_into_an_open_conversation_becomes_a_plain_one() {
    let mut stage = visitor(None);
    let first = send(&mut stage, start("a"));
    send(&mut stage, post("b"));
    stage.take();
    stage.hear(failed(&first, Code::Conflict, None));
    let plain = |id: &str| {
        format!(r#"{{"do":{{"id":"{id}","command":{{"post":{{"content":{{"text":"a"}}}}}}}}}}"#)
    };
    assert_eq!(stage.sent(), [plain(first.as_str())]);
    // A server that remembers refusals holds the id against it.
    stage.hear(failed(&first, Code::IdConflict, None));
    let other: Id<id::Client> = Id::new(format!("{first}-a"));
    let out = stage.take();
    assert!(out.contains(&Output::Transmit(plain(other.as_str()))));
    assert!(out.iter().any(|it| matches!(it,
        Output::Deliver(Delivery::Outbox(News::Replaced(old, by))) if *old == first && by.id == other)));
    stage.hear(failed(&other, Code::IdConflict, None));
    assert_eq!(
        stage.link.state_of(&other),
        Some(State::Refused(Code::IdConflict))
    );
}

#[test]
fn a_first_message_that_another_tab_has_turned_into_a_plain_one_is_not_sent_twice() {
    let mut stage = visitor(None);
    let first = send(&mut stage, start("a"));
    stage.take();
    stage.hear(failed(&first, Code::IdConflict, None));
    assert!(stage.sent()[0].contains(r#""command":{"post""#));
    stage.hear(posted(&first, 2));
    assert_eq!(stage.link.state_of(&first), None);
}

#[test]
fn what_replaces_a_stored_command_is_stored_over_it_before_it_is_sent() {
    let mut stage = visitor(None);
    let first = send(&mut stage, start("a"));
    stage.take();
    let refusal = serde_json::to_string(&failed::<Visitor>(&first, Code::Conflict, None));
    stage.give_raw(Input::Text(refusal.expect("frames are JSON")));
    let out = stage.take();
    assert!(out.iter().any(|it| matches!(it, Output::Keep(_, Some(_)))));
    assert!(!out.iter().any(|it| matches!(it, Output::Transmit(_))));
}

#[test]
fn an_id_that_was_used_for_something_else_is_exchanged_on_request() {
    let mut stage = agent();
    let id = send(&mut stage, agent_post("c", "a"));
    stage.hear(failed(&id, Code::IdConflict, None)).take();
    stage.give(Input::Retry(id.clone()));
    assert!(stage.sent()[0].contains(&format!("{id}-r")));
}

#[test]
fn a_frame_that_is_too_long_is_refused_here() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post(&"x".repeat(70_000)));
    assert_eq!(
        stage.link.state_of(&id),
        Some(State::Refused(Code::TooLong))
    );
    assert!(stage.sent().is_empty());
}

#[test]
fn a_question_is_answered_once_with_itself_or_not_at_all() {
    let question = visitor::Command::Typing(visitor::Typing {});
    for is_cut in [true, false] {
        let mut stage = visitor_at(3);
        let id = stage.link.mint();
        stage.give(Input::Ask(id.clone(), question.clone())).take();
        if is_cut {
            stage.give(Input::Closed(1006));
        } else {
            stage.pass(30_000);
        }
        let told = stage.told();
        assert!(matches!(&told[0], Delivery::Answer(it)
            if it.id == id && it.question == Some(question.clone()) && it.outcome == Outcome::Unanswered));
    }
}

#[test]
fn a_question_without_a_connection_is_answered_at_once() {
    let mut stage = Stage::<Visitor>::new(Setup::visitor(7, "support"));
    let id = stage.link.mint();
    stage.give(Input::Ask(id, visitor::Command::Typing(visitor::Typing {})));
    assert!(matches!(&stage.told()[0], Delivery::Answer(it) if it.outcome == Outcome::Unanswered));
}

fn tab(seed: u128, is_leading: bool) -> Stage<Visitor> {
    let mut stage = Stage::new(Setup {
        is_leading,
        ..Setup::visitor(seed, "support")
    });
    stage
        .give(Input::Stored(Vec::new()))
        .give(Input::Credentials(Credentials::new("secret")))
        .give(Input::Opened)
        .hear(FromServer::Welcome(welcome(visitor_account(None), "e1")))
        .take();
    stage
}

fn record(id: &str, text: &str) -> Record {
    Record {
        id: Id::new(id),
        lane: String::new(),
        command: serde_json::to_string(&post(text)).expect("commands are JSON"),
        content: Some(Content::text(text)),
        is_private: false,
        leads: false,
        is_amended: false,
        refused: None,
    }
}

#[test]
fn what_was_refused_is_not_repeated_unasked_by_whoever_reads_it_later() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    stage.take();
    let refusal = serde_json::to_string(&failed::<Visitor>(&id, Code::BadRequest, None));
    stage.give_raw(Input::Text(refusal.expect("frames are JSON")));
    let kept = |stage: &mut Stage<Visitor>| {
        let kept = stage.take().into_iter().find_map(|it| match it {
            Output::Keep(record, Some(order)) => Some((order, record)),
            _ => None,
        });
        kept.expect("it is written over")
    };
    let stored = kept(&mut stage);
    let record = Record::decode(&stored.1.encode()).expect("it can be read");
    let mut later = tab(1, true);
    later.give(Input::Stored(vec![(stored.0, record)]));
    assert_eq!(
        later.link.state_of(&id),
        Some(State::Refused(Code::BadRequest))
    );
    assert!(texts(&mut later).is_empty());
    later.give_raw(Input::Retry(id));
    assert_eq!(kept(&mut later).1.refused, None);
}

#[test]
fn a_message_that_fits_neither_form_goes_back_to_the_first_one_under_another_id() {
    let mut stage = visitor_at(3);
    let id = send(&mut stage, post("a"));
    stage.take();
    stage.hear(failed(&id, Code::NotFound, None));
    assert!(stage.sent()[0].contains(r#""command":{"start""#));
    stage.hear(failed(&id, Code::Conflict, None));
    let other: Id<id::Client> = Id::new(format!("{id}-b"));
    let sent = stage.sent();
    assert!(
        sent[0].contains(r#""command":{"post""#) && sent[0].contains(other.as_str()),
        "{sent:?}"
    );
    stage.hear(failed(&other, Code::NotFound, None));
    assert_eq!(
        stage.link.state_of(&other),
        Some(State::Refused(Code::NotFound))
    );
}

#[test]
fn a_tab_that_does_not_lead_leaves_sending_to_the_one_that_does() {
    let mut stage = tab(1, false);
    let id = send(&mut stage, post("a"));
    let out = stage.take();
    assert!(out.contains(&Output::Tell(Note::Kept {})));
    assert!(!out.iter().any(|it| matches!(it, Output::Transmit(_))));
    stage.give(Input::Told(Note::Unknown(id.clone())));
    assert_eq!(states(&mut stage, &id), [State::Unknown]);
    stage.give(Input::Told(Note::Done(id.clone(), Some(receipt(4)))));
    assert_eq!(
        stage.told(),
        [Delivery::Outbox(News::Done(id, Some(receipt(4))))]
    );
}

#[test]
fn the_tab_that_leads_sends_what_others_have_stored() {
    let mut stage = tab(1, true);
    stage.give(Input::Told(Note::Kept {}));
    assert!(stage.take().contains(&Output::Recall));
    stage.give(Input::Told(Note::Kept {}));
    stage.give(Input::Stored(vec![
        (4, record("x", "a")),
        (5, record("y", "b")),
    ]));
    let out = stage.take();
    assert!(
        out.contains(&Output::Recall),
        "what came meanwhile is read too"
    );
    assert_eq!(
        out.iter()
            .filter(|it| matches!(it, Output::Transmit(_)))
            .count(),
        1
    );
    stage
        .give(Input::Stored(vec![
            (4, record("x", "a")),
            (5, record("y", "b")),
        ]))
        .take();
    stage.hear(posted(&Id::new("x"), 4));
    let out = stage.take();
    assert!(out.contains(&Output::Tell(Note::Done(Id::new("x"), Some(receipt(4))))));
    assert!(out.contains(&Output::Forget(4)));
}

#[test]
fn a_tab_takes_over_with_everything_that_is_left_in_typed_order() {
    let mut stage = tab(1, false);
    let own = stage.link.mint();
    stage.give_raw(Input::Send(own.clone(), post("c")));
    stage.give_raw(Input::Kept(own.clone(), Some(7)));
    stage.give(Input::Lead);
    assert!(stage.take().contains(&Output::Recall));
    let own = Record {
        id: own,
        ..record("", "c")
    };
    stage.give(Input::Stored(vec![
        (4, record("x", "a")),
        (7, own),
        (9, record("y", "d")),
    ]));
    let mut all = Vec::new();
    for seq in 4..7 {
        let sent = stage.sent();
        let id = sent[0]
            .split('"')
            .nth(5)
            .map(Id::new)
            .expect("a command has an id");
        all.extend(sent);
        stage.hear(posted(&id, seq));
    }
    let order = ["\"a\"", "\"c\"", "\"d\""];
    assert!(
        all.iter()
            .zip(order)
            .all(|(frame, text)| frame.contains(text)),
        "{all:?}"
    );
}

#[test]
fn a_tab_stands_in_for_one_that_is_silent_until_that_speaks() {
    let mut stage = tab(1, false);
    send(&mut stage, post("a"));
    stage.pass(4_999);
    assert!(texts(&mut stage).is_empty());
    stage.pass(1);
    assert_eq!(texts(&mut stage), ["a"]);
    stage.give(Input::Told(Note::Unknown(Id::new("other"))));
    send(&mut stage, post("b"));
    stage.pass(4_000);
    assert!(texts(&mut stage).is_empty());
}

#[test]
fn what_another_tab_has_seen_to_is_gone_here() {
    let mut stage = tab(1, false);
    stage
        .give(Input::Stored(vec![(4, record("x", "a"))]))
        .take();
    stage.give(Input::Stored(Vec::new()));
    assert_eq!(stage.told(), [Delivery::Outbox(News::Gone(Id::new("x")))]);
}

#[test]
fn taking_is_not_stored_and_needs_no_leader() {
    let mut stage = agent();
    stage.link.setup.is_leading = false;
    let take = agent::Command::Take(agent::Take {
        conversation: Id::new("c"),
    });
    stage.give_raw(Input::Send(Id::new("t"), take));
    let out = stage.take();
    assert!(!out.iter().any(|it| matches!(it, Output::Keep(..))));
    assert!(out.iter().any(|it| matches!(it, Output::Transmit(_))));
}

#[test]
fn a_storage_answer_after_the_fact_cleans_up() {
    let mut stage = visitor_at(3);
    let id = stage.link.mint();
    stage.give_raw(Input::Send(id.clone(), post("a")));
    stage.pass(2_000).hear(posted(&id, 4)).take();
    stage.give_raw(Input::Kept(id, Some(9)));
    assert!(stage.take().contains(&Output::Forget(9)));
}
