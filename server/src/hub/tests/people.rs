//! Accounts, rights and sessions that change while everybody is at work.

use shared::conversation::Status;

use super::*;

#[test]
fn who_signs_out_loses_the_sockets_of_that_sign_in_only() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let mut other = session("ann");
    other.key = [9; 32];
    stage.administrate(|store| store.open_session(&other).unwrap());
    let laptop = stage.join(
        Who::Agent {
            id: Id::new("ann"),
            session: other.key,
        },
        RoleName::Agent,
        None,
    );
    stage.administrate(|store| store.close_session(&session("ann").key).unwrap());
    assert_eq!(stage.closed(ann), Some(CloseCode::SignedOut));
    assert_eq!(stage.closed(laptop), None);
    stage
        .agent_asks(laptop, answers(&conversation, "still here"))
        .unwrap();
    let refused = stage.agent("ann");
    assert_eq!(stage.closed(refused), Some(CloseCode::Refused));
}

#[test]
fn who_may_not_answer_any_more_owns_nothing_any_more() {
    let mut stage = Stage::new();
    let (kari, ann, conversation) = stage.chat();
    let bob = stage.agent("bob");
    stage.administrate(|store| {
        let listen = Rights {
            respond: false,
            notify: true,
            ..RESPOND
        };
        store
            .set_rights(&Id::new("ann"), &Id::new("support"), listen)
            .unwrap();
    });
    stage.pass(100);
    let told = stage.changes::<Visitor>(kari, conversation.as_str());
    assert_eq!(word_v(&told.last().unwrap().1), "queued");
    let refused = stage.agent_asks(ann, answers(&conversation, "hello"));
    assert_eq!(refused, Err(Code::NotAllowed));
    stage.heard::<Agent>(ann);
    stage.visitor_asks(kari, says("anybody?")).unwrap();
    assert_eq!(
        stage.changes::<Agent>(ann, conversation.as_str()),
        [],
        "nor hears of it"
    );
    let Ok(agent::Reply::Taken(it)) = stage.agent_asks(bob, take_next()) else {
        panic!("it waits");
    };
    assert_eq!(it.id, conversation);
}

#[test]
fn a_deactivated_agent_is_out_within_a_look() {
    let mut stage = Stage::new();
    let (_, ann, conversation) = stage.chat();
    let meg = stage.agent("meg");
    stage.administrate(|store| {
        let mut gone = account("ann");
        gone.is_active = false;
        store.put_account(&gone).unwrap();
    });
    stage.pass(100);
    assert_eq!(stage.closed(ann), Some(CloseCode::SignedOut));
    let frames = stage.heard::<Agent>(meg);
    let desk = frames.iter().rev().find_map(|frame| match frame {
        FromServer::Reset(reset) => match &reset.snapshot {
            agent::Snapshot::Desk(desk) => Some(desk),
            agent::Snapshot::Conversation(_) => None,
        },
        _ => None,
    });
    let names = desk
        .unwrap()
        .colleagues
        .iter()
        .map(|it| it.card.name.clone());
    assert_eq!(names.collect::<Vec<_>>(), ["bob", "meg"]);
    let Ok(agent::Reply::Taken(it)) = stage.agent_asks(meg, take(&conversation)) else {
        panic!("it waits");
    };
    assert_eq!(it.status, Status::Active);
}

#[test]
fn an_owner_who_left_the_company_while_the_server_slept_owns_nothing() {
    let mut stage = Stage::new();
    let (_, _, conversation) = stage.chat();
    let mut gone = account("ann");
    gone.is_active = false;
    Memory::new(stage.disk.clone()).put_account(&gone).unwrap();
    stage.crash();
    stage.pass(100);
    let bob = stage.agent("bob");
    let Ok(agent::Reply::Taken(it)) = stage.agent_asks(bob, take_next()) else {
        panic!("it waits");
    };
    assert_eq!(it.id, conversation);
}

#[test]
fn new_rights_count_at_once() {
    let mut stage = Stage::new();
    let (_, conversation) = stage.waiting("kari");
    let nil = stage.agent("nil");
    assert_eq!(
        stage.agent_asks(nil, take(&conversation)),
        Err(Code::NotFound)
    );
    stage.administrate(|store| {
        store
            .set_rights(&Id::new("nil"), &Id::new("support"), RESPOND)
            .unwrap();
    });
    stage.agent_asks(nil, take(&conversation)).unwrap();
}

#[test]
fn a_channel_that_changes_is_told_and_a_session_that_opens_disturbs_nobody() {
    let mut stage = Stage::new();
    let meg = stage.agent("meg");
    stage.pass(1_000);
    stage.heard::<Agent>(meg);
    let mut other = session("bob");
    other.key = [9; 32];
    stage.administrate(|store| store.open_session(&other).unwrap());
    assert_eq!(stage.heard::<Agent>(meg), []);
    stage.administrate(|store| {
        let mut channel = channel_named("sales");
        channel.title = "Buy now".to_owned();
        store.put_channel(&channel).unwrap();
    });
    let per = stage.visitor_on("sales", "per", None);
    let frames = stage.heard::<Visitor>(per);
    assert!(matches!(&frames[0], FromServer::Welcome(it) if it.me.channel.title == "Buy now"));
    assert!(matches!(
        &stage.heard::<Agent>(meg)[0],
        FromServer::Reset(_)
    ));
}
