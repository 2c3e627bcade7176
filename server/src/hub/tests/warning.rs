//! Warnings: who is told of what has been unanswered for too long, and when it is over.

use shared::{
    agent::{Change, Command, Serve, SetPresence, Snapshot},
    presence::Presence,
    warning::{Level, Patience},
};

use super::*;

/// Only to be warned.
const NOTIFY: Rights = Rights {
    respond: false,
    listen: false,
    notify: true,
    manage: false,
};

fn be(presence: Presence) -> Command {
    Command::Presence(SetPresence {
        presence,
        reason: None,
    })
}

impl Stage {
    /// With limits of 60 and 180 seconds for who waits, 30 and 90 for a message, on `support`. `ann` is to
    /// be notified too, `nil` may do nothing but that.
    fn warning() -> Self {
        let mut stage = Self::new();
        stage.administrate(|store| {
            let mut channel = channel_named("support");
            channel.patience = Patience {
                waiting_s: Some(60),
                waiting_managers_s: Some(180),
                message_s: Some(30),
                message_managers_s: Some(90),
            };
            store.put_channel(&channel).unwrap();
            let support = Id::new("support");
            let notified = Rights {
                notify: true,
                ..RESPOND
            };
            store
                .set_rights(&Id::new("ann"), &support, notified)
                .unwrap();
            store.set_rights(&Id::new("nil"), &support, NOTIFY).unwrap();
        });
        stage
    }

    /// What a desk was told of warnings since this was asked last.
    fn warned(&mut self, socket: SocketId) -> Vec<Vec<(Id<id::Conversation>, Level)>> {
        let changes = self.changes::<Agent>(socket, "desk");
        let warned = changes.into_iter().filter_map(|(_, change)| match change {
            Change::Warned(it) => Some(it.warnings),
            _ => None,
        });
        let pairs = |it: Vec<shared::warning::Warning>| {
            it.into_iter()
                .map(|it| (it.conversation, it.level))
                .collect()
        };
        warned.map(pairs).collect()
    }

    /// What an agent who comes now is warned of.
    fn warned_at_once(&mut self, agent: &str) -> Vec<(Id<id::Conversation>, Level)> {
        let socket = self.agent(agent);
        let desk = self
            .heard::<Agent>(socket)
            .into_iter()
            .find_map(|frame| match frame {
                FromServer::Reset(reset) => match reset.snapshot {
                    Snapshot::Desk(desk) => Some(desk),
                    Snapshot::Conversation(_) => None,
                },
                _ => None,
            });
        let warnings = desk.unwrap().warnings.into_iter();
        warnings.map(|it| (it.conversation, it.level)).collect()
    }
}

// SO-19, SO-63.
#[test]
fn who_waits_too_long_warns_those_to_be_notified_and_later_the_managers() {
    let mut stage = Stage::warning();
    let [ann, bob, meg, nil] = ["ann", "bob", "meg", "nil"].map(|it| stage.agent(it));
    let (_, chat) = stage.waiting("kari");
    stage.pass(59_000);
    for socket in [ann, bob, meg, nil] {
        assert_eq!(stage.warned(socket), Vec::<Vec<_>>::new());
    }
    stage.pass(1_100);
    let agents = vec![vec![(chat.clone(), Level::Agents)]];
    for socket in [ann, meg, nil] {
        assert_eq!(stage.warned(socket), agents);
    }
    assert_eq!(stage.warned(bob), Vec::<Vec<_>>::new());
    stage.pass(120_000);
    assert_eq!(
        stage.warned(meg),
        vec![vec![(chat.clone(), Level::Managers)]]
    );
    assert_eq!(stage.warned(ann), Vec::<Vec<_>>::new());
    // Whoever comes now sees it at once.
    assert_eq!(
        stage.warned_at_once("ann"),
        vec![(chat.clone(), Level::Agents)]
    );
    // An answer ends it for everybody.
    stage.agent_asks(bob, take(&chat)).unwrap();
    stage.pass(200);
    for socket in [ann, meg, nil] {
        assert_eq!(stage.warned(socket), vec![vec![]]);
    }
}

// SO-17.
#[test]
fn whoever_is_away_or_serves_other_channels_is_not_warned() {
    let mut stage = Stage::warning();
    let (ann, meg) = (stage.agent("ann"), stage.agent("meg"));
    stage.agent_asks(ann, be(Presence::Away)).unwrap();
    let channels = vec![Id::new("sales")];
    let serve = Command::Serve(Serve {
        channels,
        profile: None,
    });
    stage.agent_asks(meg, serve).unwrap();
    let (_, chat) = stage.waiting("kari");
    stage.pass(61_000);
    stage.pass(120_000);
    assert_eq!(stage.warned(ann), Vec::<Vec<_>>::new());
    // Nor are managers, when nobody is there who could do anything about it.
    assert_eq!(stage.warned(meg), Vec::<Vec<_>>::new());
    stage.agent_asks(ann, be(Presence::Present)).unwrap();
    stage.pass(200);
    assert_eq!(stage.warned(ann), vec![vec![(chat.clone(), Level::Agents)]]);
    assert_eq!(stage.warned(meg), vec![vec![(chat, Level::Managers)]]);
    stage.agent_asks(ann, be(Presence::Away)).unwrap();
    stage.pass(200);
    assert_eq!(stage.warned(ann), vec![vec![]]);
    assert_eq!(stage.warned(meg), vec![vec![]]);
}

// SO-63.
#[test]
fn a_message_without_an_answer_warns_its_owner_and_later_the_managers() {
    let mut stage = Stage::warning();
    let (kari, ann, chat) = stage.chat();
    let meg = stage.agent("meg");
    // The question counts from when ann took it.
    stage.pass(29_000);
    stage.visitor_asks(kari, says("hello?")).unwrap();
    stage.pass(1_100);
    assert_eq!(stage.warned(ann), vec![vec![(chat.clone(), Level::Agents)]]);
    stage.agent_asks(ann, answers(&chat, "hello")).unwrap();
    stage.pass(500);
    assert_eq!(stage.warned(ann), vec![vec![]]);
    // Notes are no answer.
    stage.visitor_asks(kari, says("and now?")).unwrap();
    stage.pass(20_000);
    stage.agent_asks(ann, notes(&chat, "who knows?")).unwrap();
    stage.visitor_asks(kari, says("are you there?")).unwrap();
    stage.pass(11_000);
    assert_eq!(stage.warned(ann), vec![vec![(chat.clone(), Level::Agents)]]);
    assert_eq!(stage.warned(meg), Vec::<Vec<_>>::new());
    stage.pass(60_000);
    assert_eq!(
        stage.warned(meg),
        vec![vec![(chat.clone(), Level::Managers)]]
    );
    stage.agent_asks(ann, ends(&chat)).unwrap();
    stage.pass(200);
    assert_eq!(stage.warned(ann), vec![vec![]]);
    assert_eq!(stage.warned(meg), vec![vec![]]);
}

#[test]
fn a_restart_forgets_no_warning_and_makes_none() {
    let mut stage = Stage::warning();
    let (_, old) = stage.waiting("kari");
    stage.pass(61_000);
    let (_, new) = stage.waiting("ole");
    stage.crash();
    assert_eq!(
        stage.warned_at_once("ann"),
        vec![(old.clone(), Level::Agents)]
    );
    let ann = stage.agent("ann");
    stage.pass(61_000);
    let both = vec![(old, Level::Agents), (new, Level::Agents)];
    assert_eq!(stage.warned(ann), vec![both]);
}

#[test]
fn other_limits_count_at_once() {
    let mut stage = Stage::warning();
    let ann = stage.agent("ann");
    let (_, chat) = stage.waiting("kari");
    stage.pass(20_000);
    let limit = |seconds| {
        move |store: &mut Memory| {
            let mut channel = channel_named("support");
            channel.patience.waiting_s = seconds;
            store.put_channel(&channel).unwrap();
        }
    };
    stage.administrate(limit(Some(10)));
    stage.pass(200);
    assert_eq!(stage.warned_at_once("ann"), vec![(chat, Level::Agents)]);
    stage.administrate(limit(None));
    stage.pass(200);
    assert_eq!(stage.warned_at_once("ann"), Vec::new());
    let told = stage.warned(ann);
    assert_eq!(told.last().map(Vec::len), Some(0), "{told:?}");
}
