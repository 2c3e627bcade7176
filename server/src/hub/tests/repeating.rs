//! A command that is repeated is not carried out again.

use super::*;

#[test]
fn a_repeated_message_gets_the_same_receipt_and_stands_once() {
    let mut stage = Stage::new();
    let phone = stage.visitor("kari");
    let laptop = stage.visitor("kari");
    let receipt = |reply| match reply {
        Ok(visitor::Reply::Posted(receipt) | visitor::Reply::Started(receipt)) => receipt,
        other => panic!("{other:?}"),
    };
    for (id, command) in [("one", start("help")), ("two", says("hi"))] {
        let first = receipt(stage.asks_as::<Visitor>(phone, id, command.clone()));
        assert!(!first.dup);
        for number in 0..25 {
            stage.pass(10_000);
            let socket = if number % 2 == 0 { phone } else { laptop };
            let again = receipt(stage.asks_as::<Visitor>(socket, id, command.clone()));
            assert!(again.dup);
            assert_eq!((again.seq, &again.message), (first.seq, &first.message));
            assert_eq!(
                (again.at, &again.conversation),
                (first.at, &first.conversation)
            );
        }
    }
    assert_eq!(stage.disk.entries()[0].len(), 3);
}

#[test]
fn fifty_repeats_at_once_are_one_message_and_fifty_receipts() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    let orders: Vec<Order> = (0..50)
        .map(|_| {
            let id = Id::new("same");
            let command = says("hi");
            Order::Do(kari, Box::new(Said::Visitor(Do { id, command })))
        })
        .collect();
    stage.orders(orders);
    let frames = stage.heard::<Visitor>(kari);
    let dups: Vec<bool> = frames
        .iter()
        .filter_map(|frame| match frame {
            FromServer::Done(Done {
                reply: visitor::Reply::Posted(it),
                ..
            }) => Some(it.dup),
            _ => None,
        })
        .collect();
    assert_eq!(dups.len(), 50);
    assert_eq!(dups.iter().filter(|dup| !**dup).count(), 1);
    assert_eq!(stage.disk.entries()[0].len(), 3);
}

#[test]
fn the_same_id_with_another_content_is_a_conflict_and_changes_nothing() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    stage.asks_as::<Visitor>(kari, "id", says("hi")).unwrap();
    for other in [says("ho"), start("hi")] {
        let failed = stage.asks_as::<Visitor>(kari, "id", other).unwrap_err();
        assert_eq!(failed.code, Code::IdConflict);
    }
    assert_eq!(stage.disk.entries()[0].len(), 3);
}

#[test]
fn two_people_may_use_the_same_id() {
    let mut stage = Stage::new();
    for name in ["kari", "ola"] {
        let (socket, _) = stage.waiting(name);
        stage.asks_as::<Visitor>(socket, "id", says("hi")).unwrap();
    }
    let lengths: Vec<usize> = stage.disk.entries().iter().map(Vec::len).collect();
    assert_eq!(lengths, [3, 3]);
}

#[test]
fn a_repeated_take_next_gives_the_same_conversation() {
    let mut stage = Stage::new();
    let (_, first) = stage.waiting("kari");
    stage.waiting("ola");
    let ann = stage.agent("ann");
    let taken = |stage: &mut Stage, ann| match stage.asks_as::<Agent>(ann, "id", take_next()) {
        Ok(agent::Reply::Taken(it)) => it.id,
        other => panic!("{other:?}"),
    };
    for _ in 0..3 {
        assert_eq!(taken(&mut stage, ann), first);
    }
    stage.crash();
    let ann = stage.agent("ann");
    assert_eq!(taken(&mut stage, ann), first);
}

#[test]
fn a_repeated_end_does_not_end_what_was_reopened_since() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    let end = || visitor::Command::End(visitor::End {});
    stage.asks_as::<Visitor>(kari, "end", end()).unwrap();
    stage.visitor_asks(kari, says("wait")).unwrap();
    stage.asks_as::<Visitor>(kari, "end", end()).unwrap();
    stage.visitor_asks(kari, says("still here?")).unwrap();
    let words: Vec<String> = stage.disk.entries()[0]
        .iter()
        .map(|entry| word_a(&entry.change))
        .collect();
    let expected = [
        "started",
        "help",
        "ended by Visitor",
        "reopened",
        "wait",
        "still here?",
    ];
    assert_eq!(words, expected);
}

#[test]
fn what_failed_may_be_tried_again_with_the_same_id() {
    let mut stage = Stage::new();
    let ann = stage.agent("ann");
    let failed = stage.asks_as::<Agent>(ann, "id", take_next()).unwrap_err();
    assert_eq!(failed.code, Code::QueueEmpty);
    stage.waiting("kari");
    stage.asks_as::<Agent>(ann, "id", take_next()).unwrap();
}

#[test]
fn an_id_that_is_not_well_formed_is_refused() {
    let mut stage = Stage::new();
    let (kari, _) = stage.waiting("kari");
    for id in ["", "a b", &"x".repeat(65)] {
        let failed = stage.asks_as::<Visitor>(kari, id, says("hi")).unwrap_err();
        assert_eq!(failed.code, Code::BadRequest);
    }
}
