//! A conversation from its first question to its end, as everybody in it sees it.

use shared::{
    agent::{Change as AgentChange, Command, Hint as AgentHint, Take, TakeNext},
    conversation::{Side, Status},
    error::Code,
    message::Author,
    presence::Presence,
    visitor::{Change, Command as VisitorCommand, Hint, Reopen, Start},
};
use tests::world::World;

#[tokio::test]
async fn a_question_is_answered_and_both_sides_have_the_same_story() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut kari = world.visitor().await;

    let question = kari.start("Where is my parcel?").await;
    let conversation = question.conversation.clone();
    assert_eq!((question.seq, question.dup), (2, false));
    kari.place(1).await;

    let waiting = ann
        .shows("a question", |it| it.status == Status::Queued)
        .await;
    assert_eq!(waiting.id, conversation);
    assert_eq!(waiting.first.text, "Where is my parcel?");
    assert_eq!((waiting.unread, waiting.owner), (1, None));

    let taken = ann.take(&conversation).await;
    assert_eq!((taken.status, taken.rank), (Status::Active, Some(1)));
    ann.follow(&conversation, Some(0)).await;
    let agent = kari
        .change("an agent", |change| match change {
            Change::Taken(taken) => Some(taken.agent.name.clone()),
            _ => None,
        })
        .await;
    assert_eq!(agent, "Ann");

    let answer = ann.post(&conversation, "It is in Bergen.").await;
    kari.hear("It is in Bergen.").await;
    kari.read(&answer.message).await;
    ann.change("that it was read", |change| match change {
        AgentChange::Read(read) if read.by == Side::Visitor => Some(()),
        _ => None,
    })
    .await;
    kari.post("Thanks!").await;
    let thanks = ann.hear("Thanks!").await;
    ann.read(&conversation, &thanks).await;
    kari.change("that it was read", |change| match change {
        Change::Read(read) if read.by == Side::Agent && read.message == thanks => Some(()),
        _ => None,
    })
    .await;
    ann.end(&conversation).await;
    kari.change("the end", |change| match change {
        Change::Ended(ended) if ended.by == Side::Agent => Some(()),
        _ => None,
    })
    .await;

    ann.settle().await;
    let story = ["Where is my parcel?", "It is in Bergen.", "Thanks!"];
    assert_eq!(kari.texts(&conversation).await, story);
    assert_eq!(ann.texts(&conversation).await, story);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn who_wrote_a_message_is_told_and_its_command_only_to_its_own_side() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let second = kari.post("Is anybody there?").await;
    ann.post(&conversation, "Yes.").await;
    kari.hear("Yes.").await;

    let mine = kari.history(&conversation).await;
    let written = mine.iter().filter_map(|change| match change {
        Change::Posted(message) => Some((message.author.clone(), message.client_id.is_some())),
        _ => None,
    });
    let agent = Author::Agent(world.card("Ann"));
    let expected = [
        (Author::Visitor, true),
        (Author::Visitor, true),
        (agent.clone(), false),
    ];
    assert_eq!(written.collect::<Vec<_>>(), expected);

    let theirs = ann.history(&conversation).await;
    let written = theirs.iter().filter_map(|change| match change {
        AgentChange::Posted(message) => Some((message.author.clone(), message.client_id.is_some())),
        _ => None,
    });
    let expected = [
        (Author::Visitor, false),
        (Author::Visitor, false),
        (agent, true),
    ];
    assert_eq!(written.collect::<Vec<_>>(), expected);
    assert!(
        mine.iter()
            .any(|it| matches!(it, Change::Posted(it) if it.id == second.message))
    );
}

#[tokio::test]
async fn the_queue_is_first_come_first_served_and_tells_everybody_their_place() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut visitors = Vec::new();
    for place in 1..=3 {
        let mut visitor = world.visitor().await;
        let conversation = visitor
            .start(&format!("I am number {place}"))
            .await
            .conversation;
        visitor.place(place).await;
        visitors.push((visitor, conversation));
    }
    // Out of turn: whoever is chosen. Then in turn.
    let (last, conversation) = &mut visitors[2];
    ann.take(conversation).await;
    last.change("an agent", |change| {
        matches!(change, Change::Taken(_)).then_some(())
    })
    .await;
    assert_eq!(ann.take_next().await.id, visitors[0].1);
    visitors[1].0.place(1).await;
    let second = ann.take_next().await;
    assert_eq!((second.id, second.rank), (visitors[1].1.clone(), Some(3)));
    assert_eq!(
        ann.refusal(Command::TakeNext(TakeNext::default())).await,
        Code::QueueEmpty
    );
}

#[tokio::test]
async fn a_visitor_who_leaves_the_queue_makes_room_for_those_behind() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut kari = world.visitor().await;
    let mut ola = world.visitor().await;
    let first = kari.start("Never mind").await.conversation;
    let second = ola.start("I can wait").await.conversation;
    ola.place(2).await;
    kari.end().await;
    ola.place(1).await;
    let left = ann
        .shows("somebody left", |it| {
            it.id == first && it.status == Status::Ended
        })
        .await;
    assert_eq!(left.ended.map(|it| it.by), Some(Side::Visitor));
    assert_eq!(left.answered_at, None);
    assert_eq!(ann.take_next().await.id, second);
}

#[tokio::test]
async fn colleagues_see_each_others_changes() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let mut ole = world.agent("Ole").await;
    let mut kari = world.visitor().await;
    let conversation = kari.start("Hello?").await.conversation;
    ole.shows("a question", |it| it.id == conversation).await;
    ann.take(&conversation).await;
    let taken = ole
        .shows("that Ann took it", |it| it.status == Status::Active)
        .await;
    assert_eq!(taken.owner, Some(world.card("Ann")));
    ole.desk_is("Ann's load", |desk| {
        let mut others = desk.colleagues.iter();
        others.any(|it| it.card.name == "Ann" && it.load == 1)
    })
    .await;

    let failed = ole
        .ask(Command::Take(Take {
            conversation: conversation.clone(),
        }))
        .await;
    let failed = failed.expect_err("it is Ann's");
    assert_eq!(failed.code, Code::Conflict);
    assert_eq!(
        failed.current.and_then(|it| it.owner),
        Some(world.card("Ann"))
    );

    ann.end(&conversation).await;
    ole.shows("the end", |it| it.status == Status::Ended).await;
}

#[tokio::test]
async fn typing_is_told_to_the_other_side_and_not_back() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    kari.typing().await;
    ann.hint("typing", |hint| match hint {
        AgentHint::Typing(it) => it.agent.is_none().then_some(()),
        AgentHint::Looking(_) => None,
    })
    .await;
    kari.drain().await;
    ann.typing(&conversation, false).await;
    kari.hint("typing", |hint| match hint {
        Hint::Typing(it) => (it.agent.name == "Ann").then_some(()),
        _ => None,
    })
    .await;
    let back = ann.drain().await;
    assert!(!back.iter().any(is_typing), "{back:?}");
}

#[tokio::test]
async fn read_marks_only_move_forward() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let first = ann.post(&conversation, "one").await.message;
    let second = ann.post(&conversation, "two").await.message;
    kari.read(&second).await;
    kari.read(&first).await;
    kari.read(&second).await;
    let marks = |changes: Vec<Change>| -> Vec<_> {
        let marks = changes.into_iter().filter_map(|change| match change {
            Change::Read(read) if read.by == Side::Visitor => Some(read.message),
            _ => None,
        });
        marks.collect()
    };
    assert_eq!(marks(kari.history(&conversation).await), [second]);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn an_ended_conversation_comes_back_to_its_agent() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    kari.end().await;
    ann.shows("the end", |it| it.status == Status::Ended).await;
    kari.reopen().await;
    let back = kari
        .change("a return", |change| match change {
            Change::Reopened(it) => Some(it.clone()),
            _ => None,
        })
        .await;
    assert_eq!(
        (back.by, back.agent),
        (Side::Visitor, Some(world.card("Ann")))
    );
    let again = ann
        .shows("a return", |it| {
            it.id == conversation && it.status == Status::Active
        })
        .await;
    assert_eq!((again.owner, again.ended), (Some(world.card("Ann")), None));
    ann.post(&conversation, "Welcome back").await;
    kari.hear("Welcome back").await;
}

#[tokio::test]
async fn without_its_agent_it_comes_back_in_front_of_the_queue() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ola = world.visitor().await;
    ola.start("I wait").await;
    ola.place(1).await;
    ann.end(&conversation).await;
    ann.close().await;
    let mut ole = world.agent("Ole").await;
    ole.desk_is("Ann's leaving", |desk| {
        let mut others = desk.colleagues.iter();
        others.any(|it| it.card.name == "Ann" && it.presence == Presence::Offline)
    })
    .await;
    kari.reopen().await;
    kari.place(1).await;
    ola.place(2).await;
    assert_eq!(ole.take_next().await.id, conversation);
}

#[tokio::test]
async fn whatever_a_visitor_writes_after_the_end_reopens_it() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    ann.end(&conversation).await;
    let failed = ann
        .ask(tests::socket::agent::post(&conversation, "Too late"))
        .await;
    assert_eq!(failed.expect_err("it ended").code, Code::Ended);
    kari.post("One more thing").await;
    ann.shows("a return", |it| it.status == Status::Active)
        .await;
    assert_eq!(ann.texts(&conversation).await, ["Hello?", "One more thing"]);
    world.check(&mut kari, &conversation).await;
}

#[tokio::test]
async fn a_new_conversation_can_be_started_after_the_end_but_not_before() {
    let world = World::start().await;
    let (_ann, mut kari, conversation) = world.chat("Ann").await;
    let start = VisitorCommand::Start(Start {
        content: shared::message::Content::text("Another thing"),
        ..Start::default()
    });
    let failed = kari.ask(start).await.expect_err("one goes on");
    assert_eq!(failed.code, Code::Conflict);
    assert_eq!(failed.current.map(|it| it.status), Some(Status::Active));
    kari.end().await;
    let second = kari.start("Another thing").await.conversation;
    assert_ne!(second, conversation);
    kari.place(1).await;
}

#[tokio::test]
async fn before_the_first_start_there_is_nothing_to_speak_of() {
    let world = World::start().await;
    let mut kari = world.visitor().await;
    for command in [
        tests::socket::visitor::post("Hello?"),
        VisitorCommand::Reopen(Reopen {}),
        VisitorCommand::End(shared::visitor::End {}),
    ] {
        assert_eq!(kari.refusal(command).await, Code::NotFound);
    }
}

#[tokio::test]
async fn presence_opens_and_closes_a_channel() {
    let world = World::start().await;
    let mut kari = world.visitor().await;
    assert!(!kari.me().channel.is_open);
    let mut ann = world.agent("Ann").await;
    let open = |wanted: bool| {
        move |hint: &Hint| match hint {
            Hint::Open(it) => (it.is_open == wanted).then_some(()),
            _ => None,
        }
    };
    kari.hint("an open channel", open(true)).await;
    ann.be(Presence::Away).await;
    kari.hint("a closed channel", open(false)).await;
    let mut ole = world.agent("Ole").await;
    let conversation = kari.start("Hello?").await.conversation;
    ole.shows("a question", |it| it.id == conversation).await;
    // Away means not counted, but still able to answer.
    ann.take(&conversation).await;
}

#[tokio::test]
async fn figures_follow_what_happens() {
    let world = World::start().await;
    let mut ole = world.agent("Ole").await;
    let (mut ann, _kari, conversation) = world.chat("Ann").await;
    let mut ola = world.visitor().await;
    ola.start("Another").await;
    ole.desk_is("one waiting, one active", |desk| {
        let all = &desk.figures.all;
        (all.waiting, all.active, all.available) == (1, 1, 2)
            && (all.started, all.answered) == (2, 1)
    })
    .await;
    ola.end().await;
    ann.end(&conversation).await;
    ole.desk_is("nobody left", |desk| {
        let all = &desk.figures.all;
        (all.waiting, all.active, all.abandoned) == (0, 0, 1)
    })
    .await;
}

fn is_typing(frame: &shared::frame::FromServer<shared::agent::Agent>) -> bool {
    matches!(frame, shared::frame::FromServer::Now(AgentHint::Typing(_)))
}
