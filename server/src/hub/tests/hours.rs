//! Hours: a channel opens and closes by itself, and everybody is told at that moment.

use shared::visitor::{Command, Hint, Open};

use super::*;
use crate::{
    directory::{Hours, Overflow},
    hours::week,
};

/// A Monday, 14:13:20.
const NOW: u64 = 1_790_000_000_000;
const MINUTE: u64 = 60_000;

fn hours(week: &str) -> Hours {
    Hours {
        is_on: true,
        zone: "UTC".to_owned(),
        week: week::read(week).unwrap(),
        ..Hours::default()
    }
}

impl Stage {
    fn opened(week: &str) -> Self {
        let mut stage = Self::new();
        stage.set_hours(week);
        stage
    }

    fn set_hours(&mut self, week: &str) {
        let channel = Channel {
            hours: hours(week),
            ..channel_named("support")
        };
        self.administrate(|store| store.put_channel(&channel).unwrap());
        self.pass(100);
    }

    /// What a visitor was told of the channel since this was asked last.
    fn told_open(&mut self, socket: SocketId) -> Vec<Open> {
        let frames = self.heard::<Visitor>(socket).into_iter();
        let told = frames.filter_map(|frame| match frame {
            FromServer::Now(Hint::Open(open)) => Some(open),
            FromServer::Welcome(it) => Some(Open {
                is_open: it.me.channel.is_open,
                back_at: it.me.channel.back_at,
                is_full: it.me.channel.is_full,
            }),
            _ => None,
        });
        told.collect()
    }

    /// What a desk was told of the channel.
    fn desk_open(&mut self, socket: SocketId) -> Vec<(bool, Option<Timestamp>)> {
        let changes = self.changes::<Agent>(socket, "desk").into_iter();
        let told = changes.filter_map(|(_, change)| match change {
            agent::Change::Channel(desk) => Some((desk.channel.is_open, desk.channel.back_at)),
            _ => None,
        });
        told.collect()
    }

    /// Lets the time pass as the engine does: to each moment at which something is due, and no further.
    fn pass_by_itself(&mut self, until: Timestamp) {
        while self.now < until {
            let due = self.machine.due_in(self.now).max(1);
            let left = until.since(self.now);
            self.pass(due.min(left));
        }
    }
}

/// A time of that Monday, or of a day after it.
fn clock(days: u64, hour: u64, minute: u64) -> Timestamp {
    let midnight = NOW - NOW % (24 * 60 * MINUTE);
    Timestamp(midnight + ((days * 24 + hour) * 60 + minute) * MINUTE)
}

const CLOSED: Open = Open {
    is_open: false,
    back_at: None,
    is_full: false,
};

#[test]
fn a_channel_closes_and_opens_by_the_clock_and_everybody_is_told() {
    let mut stage = Stage::opened("mon-fri 08:00-14:20");
    let (ann, kari) = (stage.agent("ann"), stage.visitor("kari"));
    stage.pass(200);
    let open = Open {
        is_open: true,
        ..CLOSED
    };
    assert_eq!(stage.told_open(kari).last(), Some(&open));
    stage.heard::<Agent>(ann);

    let tomorrow = clock(1, 8, 0);
    stage.pass_by_itself(clock(0, 14, 20).plus(150));
    let closed = Open {
        back_at: Some(tomorrow),
        ..CLOSED
    };
    assert_eq!(stage.told_open(kari), [closed]);
    assert_eq!(stage.desk_open(ann), [(false, Some(tomorrow))]);
    let ola = stage.visitor("ola");
    assert_eq!(stage.told_open(ola), [closed]);

    // Nothing but the hours changes what is open overnight.
    stage.now = Timestamp(tomorrow.0 - 1_000);
    stage.pass_by_itself(tomorrow.plus(150));
    assert_eq!(stage.told_open(kari), [open]);
    assert_eq!(stage.desk_open(ann), [(true, None)]);
}

#[test]
fn within_the_hours_somebody_has_to_be_there_too() {
    let mut stage = Stage::opened("mon-fri 08:00-16:00");
    let kari = stage.visitor("kari");
    assert_eq!(stage.told_open(kari), [CLOSED], "when is not known");
    let ann = stage.agent("ann");
    stage.pass(200);
    assert!(stage.told_open(kari)[0].is_open);
    stage.leave(ann);
    stage.pass(200);
    assert_eq!(stage.told_open(kari), [CLOSED]);
}

#[test]
fn hours_that_are_changed_count_at_once_and_after_a_restart() {
    let mut stage = Stage::opened("mon-fri 08:00-16:00");
    let (_ann, kari) = (stage.agent("ann"), stage.visitor("kari"));
    stage.pass(200);
    stage.told_open(kari);
    stage.set_hours("mon-fri 08:00-12:00");
    let closed = Open {
        back_at: Some(clock(1, 8, 0)),
        ..CLOSED
    };
    assert_eq!(stage.told_open(kari), [closed]);
    stage.crash();
    let (_ann, kari) = (stage.agent("ann"), stage.visitor("kari"));
    stage.pass(200);
    assert_eq!(stage.told_open(kari).last(), Some(&closed));
    let always = channel_named("support");
    stage.administrate(|store| store.put_channel(&always).unwrap());
    stage.pass(100);
    assert!(stage.told_open(kari).last().unwrap().is_open);
}

#[test]
fn when_as_many_wait_as_may_nobody_else_begins() {
    let mut stage = Stage::new();
    let channel = Channel {
        overflow: Overflow {
            limit: 2,
            ..Overflow::default()
        },
        ..channel_named("support")
    };
    stage.administrate(|store| store.put_channel(&channel).unwrap());
    let ola = stage.visitor("ola");
    stage.waiting("kari");
    stage.pass(100);
    assert_eq!(stage.told_open(ola), [CLOSED]);
    stage.waiting("per");
    stage.pass(100);
    let full = Open {
        is_full: true,
        ..CLOSED
    };
    assert_eq!(stage.told_open(ola), [full]);
    assert_eq!(
        stage.visitor_asks(ola, start("me too")),
        Err(Code::QueueFull)
    );
    // Who waits may go on writing, and whoever leaves makes room.
    let kari = stage.visitor("kari");
    stage.visitor_asks(kari, says("still here")).unwrap();
    let end = Command::End(visitor::End {});
    stage.visitor_asks(kari, end).unwrap();
    stage.pass(100);
    assert_eq!(stage.told_open(ola), [CLOSED]);
    stage.start(ola, "me too");
}
