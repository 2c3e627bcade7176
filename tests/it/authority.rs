//! Who may do what, as a table: whatever is not listed is denied. And access that ends, ends at once.

use serde_json::{Value, json};
use shared::{
    agent::{
        Command, End, Follow, History, Look, Note, Post, Seen, SetPresence, Take, Typing, Unfollow,
    },
    channel::Rights,
    error::Code,
    id::{self, Id},
    message::Content,
    presence::Presence,
    visitor,
};
use tests::{
    socket::Closed,
    world::{ALL_RIGHTS, CHANNEL, OTHER_CHANNEL, World},
};

const NONE: Rights = Rights {
    respond: false,
    listen: false,
    notify: false,
    manage: false,
};

/// Everybody who may come across a conversation of Ann's.
const PEOPLE: [(&str, &str, Rights); 7] = [
    ("Ann", CHANNEL, ALL_RIGHTS),
    (
        "Responder",
        CHANNEL,
        Rights {
            respond: true,
            ..NONE
        },
    ),
    (
        "Listener",
        CHANNEL,
        Rights {
            listen: true,
            ..NONE
        },
    ),
    (
        "Notified",
        CHANNEL,
        Rights {
            notify: true,
            ..NONE
        },
    ),
    (
        "Manager",
        CHANNEL,
        Rights {
            manage: true,
            ..NONE
        },
    ),
    ("Elsewhere", OTHER_CHANNEL, ALL_RIGHTS),
    ("Nobody", CHANNEL, NONE),
];

/// How a conversation stands when somebody tries something.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stand {
    Queued,
    Anns,
    EndedByAnn,
}

/// What each of [`PEOPLE`] gets, in order: `+` done, `!` not allowed, `?` not found, `x` conflict,
/// `e` ended.
const TABLE: [(&str, Stand, &str); 18] = [
    ("read it", Stand::Queued, "+++!+??"),
    ("read it", Stand::Anns, "+!+!+??"),
    ("read it", Stand::EndedByAnn, "+++!+??"),
    ("look", Stand::Queued, "+++!+??"),
    ("look", Stand::Anns, "+!+!+??"),
    ("look", Stand::EndedByAnn, "+++!+??"),
    ("note", Stand::Queued, "+++!+??"),
    ("note", Stand::Anns, "+!+!+??"),
    ("note", Stand::EndedByAnn, "+++!+??"),
    ("post", Stand::Queued, "!!!!!??"),
    ("post", Stand::Anns, "+!!!!??"),
    ("post", Stand::EndedByAnn, "eeeee??"),
    ("take", Stand::Queued, "++!!!??"),
    ("take", Stand::Anns, "+x!!!??"),
    ("take", Stand::EndedByAnn, "xx!!!??"),
    ("end", Stand::Queued, "!!!!+??"),
    ("end", Stand::Anns, "+!!!+??"),
    ("end", Stand::EndedByAnn, "+!!!+??"),
];

#[tokio::test]
async fn agents_may_do_what_the_table_says_and_nothing_else() {
    let world = World::start().await;
    let mut wrong = Vec::new();
    for (what, stand, outcomes) in TABLE {
        for ((name, channel, rights), expected) in PEOPLE.into_iter().zip(outcomes.chars()) {
            let conversation = conversation(&world, stand).await;
            let mut agent = world.member(name, &[(channel, rights)]).await;
            for command in commands(what, &conversation) {
                let found = match agent.ask(command).await.map_err(|it| it.code) {
                    Ok(_) => '+',
                    Err(Code::NotAllowed) => '!',
                    Err(Code::NotFound) => '?',
                    Err(Code::Conflict) => 'x',
                    Err(Code::Ended) => 'e',
                    Err(other) => panic!("{name}, {what}, {stand:?}: {other:?}"),
                };
                if found != expected {
                    wrong.push(format!(
                        "{name} may {what} when {stand:?}: {found}, not {expected}"
                    ));
                }
            }
            agent.close().await;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let absent = Id::new("0000000000000000000000");
    for what in [
        "read it", "look", "note", "post", "take", "end", "mark", "typing",
    ] {
        for command in commands(what, &absent) {
            assert_eq!(ann.refusal(command).await, Code::NotFound, "{what}");
        }
    }
}

/// G-01, G-02: of every command that the golden frames know.
#[tokio::test]
async fn no_command_tells_an_outsider_whether_a_conversation_is_there() {
    let frames = include_str!("../vectors/agent_commands.json");
    let frames: Value = serde_json::from_str(frames).expect("the vectors are JSON");
    let commands = frames["frames"].as_array().expect("there are frames");
    let commands = commands.iter().map(|it| &it["frame"]["do"]["command"]);
    let absent = Id::new("0000000000000000000000");
    let (mut tried, mut wrong) = (0, Vec::new());
    for (name, channel, rights) in [PEOPLE[5], PEOPLE[6]] {
        let world = World::start().await;
        let (_ann, _kari, conversation) = world.chat("Ann").await;
        let mut outsider = world.member(name, &[(channel, rights)]).await;
        for command in commands.clone() {
            let mut answers = Vec::new();
            for id in [&conversation, &absent] {
                let Some(command) = about(command, id) else {
                    continue;
                };
                let client_id = outsider.mint();
                let frame = json!({ "do": { "id": client_id, "command": command } });
                outsider.say_text(&frame.to_string()).await;
                let answer = outsider.answer(&client_id).await;
                answers.push(answer.map(|_| ()).map_err(|it| (it.code, it.current)));
            }
            let [found, expected] = answers.as_slice() else {
                continue;
            };
            tried += 1;
            let is_kept_quiet = found == expected && !matches!(found, Err((_, Some(_))));
            // To stop following what one does not follow harms nobody.
            let is_denied = found.is_err() || command.get("unfollow").is_some();
            if !is_kept_quiet || !is_denied {
                wrong.push(format!("{name}: {command}: {found:?}, not {expected:?}"));
            }
        }
        outsider.close().await;
    }
    assert!(tried > 40, "{tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The command for another conversation; nothing if it is about none.
fn about(command: &Value, conversation: &Id<id::Conversation>) -> Option<Value> {
    let mut command = command.clone();
    let (_, content) = command.as_object_mut()?.iter_mut().next()?;
    let names = ["conversation", "log"];
    let name = names.into_iter().find(|it| {
        let named = content.get(*it).and_then(Value::as_str);
        named.is_some_and(|it| it != Id::desk().as_str())
    })?;
    content[name] = json!(conversation);
    Some(command)
}

#[tokio::test]
async fn a_desk_holds_only_channels_of_its_agent() {
    let world = World::start().await;
    let mut elsewhere = world
        .member("Elsewhere", &[(OTHER_CHANNEL, ALL_RIGHTS)])
        .await;
    let conversation = conversation(&world, Stand::Queued).await;
    elsewhere.be(Presence::Present).await;
    let heard = serde_json::to_string(&elsewhere.drain().await).expect("frames can be written");
    assert!(!heard.contains(conversation.as_str()), "{heard}");
    assert!(!heard.contains("Secret question"), "{heard}");
    let next = Command::TakeNext(shared::agent::TakeNext::default());
    assert_eq!(elsewhere.refusal(next).await, Code::QueueEmpty);
    let named = Command::TakeNext(shared::agent::TakeNext {
        channels: vec![Id::new(CHANNEL)],
    });
    assert_ne!(elsewhere.refusal(named).await, Code::Conflict);
}

#[tokio::test]
async fn a_visitor_reaches_nothing_of_another() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let message = kari.post("mine").await.message;
    let mut ola = world.visitor().await;
    ola.start("Hello?").await;
    for command in [
        visitor::Command::Read(visitor::Seen { message }),
        visitor::Command::Follow(visitor::Follow {
            log: conversation.log(),
            after: Some(0),
        }),
    ] {
        assert_eq!(ola.refusal(command).await, Code::NotFound);
    }
    // The same secret on another channel is another visitor.
    let elsewhere = match kari.person() {
        tests::socket::Person::Visitor { token, .. } => tests::socket::Person::Visitor {
            token: token.clone(),
            channel: Id::new(OTHER_CHANNEL),
        },
        agent @ tests::socket::Person::Agent { .. } => panic!("{agent:?}"),
    };
    let other =
        tests::socket::Socket::<visitor::Visitor>::sign_on(world.address(), elsewhere).await;
    assert_eq!(other.me().conversation, None);
    assert_ne!(other.me().id, kari.me().id);
    assert_eq!(ann.texts(&conversation).await, ["Hello?", "mine"]);
}

#[tokio::test]
async fn lost_rights_count_at_the_next_command_and_the_next_delivery() {
    let world = World::start().await;
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let mut ole = world.agent("Ole").await;
    ole.follow(&conversation, None).await;
    kari.post("Ole hears this").await;
    ole.hear("Ole hears this").await;
    let member = world.member_named("Ole");
    world.house().set_rights(&member, CHANNEL, NONE).await;
    kari.post("but not this").await;
    ann.hear("but not this").await;
    let follow = Command::Follow(Follow {
        log: conversation.log(),
        after: None,
    });
    assert_eq!(ole.refusal(follow).await, Code::NotFound);
    let heard = serde_json::to_string(&ole.drain().await).expect("frames can be written");
    assert!(!heard.contains("but not this"), "{heard}");
}

#[tokio::test]
async fn whoever_works_here_no_longer_is_signed_out_at_once() {
    let world = World::start().await;
    let (mut ann, _kari, _) = world.chat("Ann").await;
    let mut second = world.agent("Ann").await;
    world.house().dismiss(&world.member_named("Ann")).await;
    let signed_out = Closed { code: Some(4003) };
    assert_eq!(ann.closed().await, signed_out);
    assert_eq!(second.closed().await, signed_out);
}

/// A conversation of a new visitor, brought to where it shall stand.
async fn conversation(world: &World, stand: Stand) -> Id<id::Conversation> {
    let mut visitor = world.visitor().await;
    let conversation = visitor.start("Secret question").await.conversation;
    if stand != Stand::Queued {
        let mut ann = world.agent("Ann").await;
        ann.take(&conversation).await;
        if stand == Stand::EndedByAnn {
            ann.end(&conversation).await;
        }
        ann.close().await;
    }
    visitor.close().await;
    conversation
}

/// The commands by which somebody tries something.
fn commands(what: &str, conversation: &Id<id::Conversation>) -> Vec<Command> {
    let conversation = conversation.clone();
    let content = Content::text("text");
    match what {
        "read it" => vec![
            Command::History(History {
                conversation: conversation.clone(),
                before: 10,
                limit: 10,
            }),
            Command::Follow(Follow {
                log: conversation.log(),
                after: Some(0),
            }),
        ],
        "note" => vec![Command::Note(Note {
            conversation,
            content,
        })],
        "post" => vec![Command::Post(Post {
            conversation,
            content,
            seen: None,
        })],
        "look" => vec![Command::Look(Look { conversation })],
        "take" => vec![Command::Take(Take { conversation })],
        "end" => vec![Command::End(End { conversation })],
        "mark" => vec![Command::Read(Seen {
            conversation,
            message: Id::new("0000000000000000000000"),
        })],
        "typing" => vec![Command::Typing(Typing {
            conversation,
            private: false,
        })],
        other => panic!("nobody tries to {other}"),
    }
}

#[tokio::test]
async fn presence_is_present_or_away_and_nothing_else() {
    let world = World::start().await;
    let mut ann = world.agent("Ann").await;
    let offline = Command::Presence(SetPresence {
        presence: Presence::Offline,
        reason: None,
    });
    assert_eq!(ann.refusal(offline).await, Code::BadRequest);
    let desk = Command::Unfollow(Unfollow { log: Id::desk() });
    // The desk is followed as long as the socket is open.
    assert_ne!(
        ann.ask(desk).await.map_err(|it| it.code),
        Err(Code::Unavailable)
    );
}
