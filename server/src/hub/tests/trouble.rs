//! Storage that fails, and servers that die.

use super::*;
use crate::store::memory::Fault;

#[test]
fn what_cannot_be_stored_is_not_acknowledged_and_not_told() {
    for fault in [Fault::Full, Fault::Sync] {
        let mut stage = Stage::new();
        let (kari, ann, conversation) = stage.chat();
        stage.heard::<Agent>(ann);
        stage.disk.set_fault(Some(fault));
        let failed = stage
            .asks_as::<Visitor>(kari, "id", says("hi"))
            .unwrap_err();
        assert_eq!((failed.code, failed.retryable), (Code::Unavailable, true));
        assert!(failed.retry_after_ms.is_some());
        assert!(!stage.machine.is_well());
        assert_eq!(stage.changes::<Agent>(ann, conversation.as_str()), []);

        let failed = stage.asks::<Agent>(ann, answers(&conversation, "x"));
        assert_eq!(failed.unwrap_err().code, Code::Unavailable);
        let history = visitor::Command::History(visitor::History {
            before: 9,
            limit: 9,
        });
        stage.visitor_asks(kari, history).unwrap();
        let late = stage.visitor("kari");
        let frames = stage.heard::<Visitor>(late);
        assert!(matches!(frames[0], FromServer::Welcome(_)), "reads go on");

        stage.disk.set_fault(None);
        stage.pass(1_000);
        assert!(stage.machine.is_well());
        let reply = stage.asks_as::<Visitor>(kari, "id", says("hi")).unwrap();
        let visitor::Reply::Posted(receipt) = reply else {
            panic!("{reply:?}");
        };
        assert_eq!(receipt.dup, fault == Fault::Sync, "the same id, once");
        let logs = stage.disk.entries();
        let words: Vec<String> = logs[0].iter().map(|it| word_a(&it.change)).collect();
        assert_eq!(words, ["started", "help", "taken by ann", "hi"]);
    }
}

#[test]
fn a_failed_round_is_told_to_everybody_in_it_and_undone_for_all() {
    let mut stage = Stage::new();
    let (_, conversation) = stage.waiting("kari");
    let (ann, ola) = (stage.agent("ann"), stage.visitor("ola"));
    stage.heard::<Agent>(ann);
    stage.heard::<Visitor>(ola);
    stage.disk.set_fault(Some(Fault::Full));
    let id = Id::new("a");
    let command = take(&conversation);
    let taking = Order::Do(ann, Box::new(Said::Agent(Do { id, command })));
    let id = Id::new("b");
    let command = start("help");
    let starting = Order::Do(ola, Box::new(Said::Visitor(Do { id, command })));
    stage.orders([taking, starting]);
    let frames = stage.heard::<Agent>(ann);
    let failed = |frame: &FromServer<Agent>| matches!(frame, FromServer::Failed(_));
    assert!(frames.iter().any(failed), "{frames:?}");
    let frames = stage.heard::<Visitor>(ola);
    assert!(matches!(&frames[0], FromServer::Failed(it) if it.code == Code::Unavailable));

    stage.disk.set_fault(None);
    stage.pass(1_000);
    stage.agent_asks(ann, take(&conversation)).unwrap();
    stage.start(ola, "help");
    assert_eq!(stage.disk.entries().len(), 2);
}

#[test]
fn a_store_that_cannot_be_read_sends_everybody_away_until_it_can() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.disk.set_fault(Some(Fault::Gone));
    let failed = stage.asks::<Visitor>(kari, says("hi")).unwrap_err();
    assert_eq!(failed.code, Code::Unavailable);
    assert_eq!(stage.closed(kari), Some(CloseCode::Fault));
    assert_eq!(stage.closed(ann), Some(CloseCode::Fault));
    let late = stage.visitor("kari");
    let frames = stage.heard::<Visitor>(late);
    assert!(matches!(&frames[0], FromServer::Refused(it) if it.code == Code::Unavailable));
    assert_eq!(stage.closed(late), Some(CloseCode::Refused));

    stage.disk.set_fault(None);
    stage.pass(1_000);
    let kari = stage.visitor("kari");
    stage.visitor_asks(kari, says("hi")).unwrap();
    let ann = stage.agent("ann");
    stage
        .agent_asks(ann, answers(&conversation, "hello"))
        .unwrap();
}

#[test]
fn after_a_crash_everything_stands_as_it_did() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let (_, waits) = stage.waiting("ola");
    let (per, reopened) = stage.waiting("per");
    stage
        .visitor_asks(per, visitor::Command::End(visitor::End {}))
        .unwrap();
    stage.visitor_asks(per, says("no, wait")).unwrap();
    for number in 0..70 {
        stage.pass(2_000);
        stage.visitor_asks(kari, says(&number.to_string())).unwrap();
        stage.agent_asks(ann, notes(&conversation, "hm")).unwrap();
    }
    let Ok(visitor::Reply::Posted(last)) = stage.visitor_asks(kari, says("last")) else {
        panic!("posted");
    };
    for message in [last.message.clone(), last.message] {
        let conversation = conversation.clone();
        let seen = agent::Seen {
            conversation,
            message,
        };
        stage.agent_asks(ann, agent::Command::Read(seen)).unwrap();
    }
    stage.visitor_asks(kari, says("unread")).unwrap();
    let desk = |stage: &mut Stage| {
        let meg = stage.agent("meg");
        let frames = stage.heard::<Agent>(meg);
        let FromServer::Reset(reset) = frames[1].clone() else {
            panic!("{frames:?}");
        };
        let agent::Snapshot::Desk(mut desk) = reset.snapshot else {
            panic!("{reset:?}");
        };
        for it in &mut desk.conversations {
            it.visitor.is_online = false;
            // After the crash nobody is connected.
            it.returns_at = None;
        }
        desk.conversations
    };
    let before = desk(&mut stage);
    assert_eq!(before[0].unread, 1);
    stage.crash();
    assert_eq!(desk(&mut stage), before);
    let bob = stage.agent("bob");
    for expected in [reopened, waits] {
        let Ok(agent::Reply::Taken(it)) = stage.agent_asks(bob, take_next()) else {
            panic!("it waits");
        };
        assert_eq!(it.id, expected);
    }
}

#[test]
fn a_fault_of_the_rules_undoes_the_round_and_keeps_the_rest() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    stage.machine.start_over(stage.now);
    assert!(stage.machine.is_well());
    stage.visitor_asks(kari, says("hi")).unwrap();
    stage
        .agent_asks(ann, answers(&conversation, "hello"))
        .unwrap();
    let told = stage.changes::<Visitor>(kari, conversation.as_str());
    let seqs: Vec<u64> = told.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(seqs, [1, 2, 3, 4, 5]);
}
