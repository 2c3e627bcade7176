//! The open loop: many sockets, five hundred messages a second, sent when they are due whatever became of
//! those before.

use std::{
    cell::RefCell,
    net::Ipv4Addr,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::Result;
use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use shared::limits::MAX_FOLLOWED;
use tests::{
    histogram::Histogram,
    random::Random,
    report::Report,
    world::{ALL_RIGHTS, World},
};
use tokio::{
    task::{LocalSet, spawn_local},
    time::sleep_until,
};
use tokio_tungstenite::tungstenite::Message;

use crate::{
    core,
    wire::{self, Stream},
};

const AGENTS: usize = 50;
/// Sockets of each agent, at least; each follows its share of the conversations.
const DEVICES: usize = 2;
/// Visitors who share an address. The server lets an address have so many connections only.
const NEIGHBOURS: usize = 500;
const PER_SECOND: u32 = 500;
const FOR: Duration = Duration::from_secs(10);
/// For the last answers to arrive.
const AFTERWARDS: Duration = Duration::from_secs(2);

/// When each message left, and how long it took.
#[derive(Default)]
pub(crate) struct Clock {
    sent: Vec<Instant>,
    pub(crate) acknowledged: Histogram,
    pub(crate) delivered: Histogram,
    /// How much later than due messages left.
    late: Histogram,
}

type Sink = SplitSink<Stream, Message>;

/// Where a visitor comes from.
pub(crate) fn machine(visitor: usize) -> Ipv4Addr {
    let number = visitor / NEIGHBOURS;
    let [.., high, low] = number.to_be_bytes();
    Ipv4Addr::new(127, 1, high, low + 1)
}

pub(crate) async fn measure(sockets: usize, report: &mut Report) -> Result<Clock> {
    let mut world = World::outside().await;
    let clock = Rc::new(RefCell::new(Clock::default()));
    let local = LocalSet::new();
    let mut sinks = local.run_until(gather(&world, sockets, &clock)).await;
    let process = world.house_mut().program().id();
    core::pin_process(process, core::SERVER);
    let sent = local.run_until(send(&mut sinks, &clock)).await?;
    drop(local);
    let clock = clock.take();
    let name = format!("samtale, {PER_SECOND}/s among {sockets} sockets");
    report.times(&format!("{name}: acknowledged"), &clock.acknowledged);
    report.times(&format!("{name}: delivered"), &clock.delivered);
    report.times("  (the load itself was late by)", &clock.late);
    let missing = sent.saturating_sub(clock.delivered.count());
    let name = format!("{name}: not delivered in time");
    report.figure(&name, missing as f64, "messages");
    Ok(clock)
}

/// Chats of so many sockets in all. They are listened to from the beginning: who is silent for long is
/// given up by the server.
async fn gather(world: &World, sockets: usize, clock: &Rc<RefCell<Clock>>) -> Vec<Sink> {
    let devices = DEVICES.max(sockets.div_ceil(AGENTS * (MAX_FOLLOWED + 1)));
    let chats = sockets - AGENTS * devices;
    let mut sinks = Vec::new();
    for agent in 0..AGENTS {
        let channel = format!("channel-{agent}");
        world.add_channel(&channel).await;
        for device in 0..devices {
            let name = format!("Agent {agent}");
            let mut socket = world.member(&name, &[(&channel, ALL_RIGHTS)]).await;
            let part = agent * devices + device;
            let share = |part: usize| part * chats / (AGENTS * devices);
            for index in share(part)..share(part + 1) {
                let mut visitor = world.visitor_from(machine(index), &channel).await;
                let conversation = visitor.start("Hello?").await.conversation;
                socket.take(&conversation).await;
                socket.follow(&conversation, None).await;
                let (sink, stream) = visitor.into_stream().split();
                sinks.push(sink);
                spawn_local(listen(stream, clock.clone(), false));
            }
            // The other half is kept: it answers pings.
            let (sink, stream) = socket.into_stream().split();
            spawn_local(hold(sink, listen(stream, clock.clone(), true)));
        }
    }
    sinks
}

async fn send(sinks: &mut [Sink], clock: &Rc<RefCell<Clock>>) -> Result<u64> {
    let mut random = Random::new(4);
    let begin = Instant::now();
    let count = PER_SECOND * u32::try_from(FOR.as_secs())?;
    for number in 0..count {
        let due = begin + Duration::from_secs(1) / PER_SECOND * number;
        sleep_until(due.into()).await;
        let sink = usize::try_from(random.below(sinks.len() as u64))?;
        {
            let mut clock = clock.borrow_mut();
            clock.late.add(due.elapsed());
            clock.sent.push(Instant::now());
        }
        let frame = wire::post("crowd", number as usize);
        sinks[sink].send(Message::text(frame)).await?;
    }
    sleep_until((Instant::now() + AFTERWARDS).into()).await;
    Ok(count.into())
}

async fn listen(mut stream: SplitStream<Stream>, clock: Rc<RefCell<Clock>>, is_agent: bool) {
    while let Some(Ok(message)) = stream.next().await {
        let Message::Text(frame) = message else {
            continue;
        };
        let number = match is_agent {
            true if frame.contains(r#""change":{"posted""#) => wire::number(&frame),
            true => None,
            false => wire::answered(&frame),
        };
        let mut clock = clock.borrow_mut();
        let Some(took) = number
            .and_then(|it| clock.sent.get(it))
            .map(Instant::elapsed)
        else {
            continue;
        };
        match is_agent {
            true => clock.delivered.add(took),
            false => clock.acknowledged.add(took),
        }
    }
}

/// Keeps the writing half as long as the reading one.
async fn hold(_sink: Sink, reading: impl Future<Output = ()>) {
    reading.await;
}
