//! The open loop: a thousand sockets, five hundred messages a second, sent when they are due whatever
//! became of those before.

use std::{
    cell::RefCell,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::Result;
use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use tests::{
    histogram::Histogram,
    random::Random,
    world::{ALL_RIGHTS, World},
};
use tokio::{task::LocalSet, time::sleep_until};
use tokio_tungstenite::tungstenite::Message;

use crate::{
    SOCKETS, core,
    report::Report,
    wire::{self, Stream},
};

const AGENTS: usize = 50;
/// Sockets of each agent; each follows its share of the conversations.
const DEVICES: usize = 2;
const CHATS: usize = SOCKETS - AGENTS * DEVICES;
const PER_SECOND: u32 = 500;
const FOR: Duration = Duration::from_secs(10);
/// For the last answers to arrive.
const AFTERWARDS: Duration = Duration::from_secs(2);

/// When each message left, and how long it took.
#[derive(Default)]
struct Clock {
    sent: Vec<Instant>,
    acknowledged: Histogram,
    delivered: Histogram,
    /// How much later than due messages left.
    late: Histogram,
}

pub(crate) async fn measure(report: &mut Report) -> Result<()> {
    let mut world = World::outside().await;
    let (visitors, agents) = gather(&world).await;
    let process = world.house_mut().program().id();
    core::pin_process(process, core::SERVER);
    let clock = Rc::new(RefCell::new(Clock::default()));
    let local = LocalSet::new();
    let mut sinks = Vec::new();
    for stream in visitors {
        let (sink, stream) = stream.split();
        sinks.push(sink);
        local.spawn_local(listen(stream, clock.clone(), false));
    }
    for stream in agents {
        // The other half is kept: it answers pings.
        let (sink, stream) = stream.split();
        local.spawn_local(hold(sink, listen(stream, clock.clone(), true)));
    }
    let sent = local.run_until(send(&mut sinks, &clock)).await?;
    let clock = clock.borrow();
    let name = format!("samtale, {PER_SECOND}/s among {SOCKETS} sockets");
    report.times(&format!("{name}: acknowledged"), &clock.acknowledged);
    report.times(&format!("{name}: delivered"), &clock.delivered);
    report.times("  (the load itself was late by)", &clock.late);
    let missing = sent.saturating_sub(clock.delivered.count());
    report.figure(
        &format!("{name}: not delivered in time"),
        missing as f64,
        "messages",
    );
    Ok(())
}

/// Chats of a thousand sockets in all.
async fn gather(world: &World) -> (Vec<Stream>, Vec<Stream>) {
    let (mut visitors, mut agents) = (Vec::new(), Vec::new());
    for agent in 0..AGENTS {
        let channel = format!("channel-{agent}");
        world.add_channel(&channel).await;
        for _ in 0..DEVICES {
            let name = format!("Agent {agent}");
            let mut socket = world.member(&name, &[(&channel, ALL_RIGHTS)]).await;
            for _ in 0..CHATS / (AGENTS * DEVICES) {
                let mut visitor = world.visitor_on(&channel).await;
                let conversation = visitor.start("Hello?").await.conversation;
                socket.take(&conversation).await;
                socket.follow(&conversation, None).await;
                visitors.push(visitor.into_stream());
            }
            agents.push(socket.into_stream());
        }
    }
    (visitors, agents)
}

async fn send(sinks: &mut [SplitSink<Stream, Message>], clock: &Rc<RefCell<Clock>>) -> Result<u64> {
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
async fn hold(_sink: SplitSink<Stream, Message>, reading: impl Future<Output = ()>) {
    reading.await;
}
