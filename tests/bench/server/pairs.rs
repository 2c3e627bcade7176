//! The closed loop: fifty visitors, each with an agent. A visitor sends 120 characters and the next ones
//! when they are acknowledged and the agent has them.

use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::future::try_join_all;
use shared::{agent::Agent, visitor::Visitor};
use tests::{
    histogram::Histogram,
    report::Report,
    socket::Socket,
    world::{ALL_RIGHTS, CHANNEL, World},
};

use crate::{
    PAIRS, core,
    wire::{self, Stream},
};

const WARM_UP: Duration = Duration::from_secs(1);
const FOR: Duration = Duration::from_secs(5);

/// The two ends of a chat.
pub(crate) struct Pair {
    pub(crate) visitor: Stream,
    pub(crate) agent: Stream,
}

/// What was found out about a server.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) per_second: f64,
    pub(crate) processor_micros: f64,
}

/// What became of the messages of one pair.
#[derive(Default)]
struct Times {
    acknowledged: Histogram,
    delivered: Histogram,
}

/// Every agent on a channel of their own.
pub(crate) async fn measure(report: &mut Report) -> Result<Cost> {
    let channel = |index| format!("channel-{index}");
    measure_on("samtale, a channel for each pair", channel, report).await
}

/// All on one channel, so that every agent's desk tells of every chat.
pub(crate) async fn measure_crowded(report: &mut Report) -> Result<Cost> {
    let channel = |_| CHANNEL.to_owned();
    let name = "samtale, one channel, every agent sees all";
    measure_on(name, channel, report).await
}

async fn measure_on(
    name: &str,
    channel: impl Fn(usize) -> String,
    report: &mut Report,
) -> Result<Cost> {
    let mut world = World::outside().await;
    let mut all = Vec::new();
    for index in 0..PAIRS {
        let (agent, visitor) = chat(&world, index, &channel(index)).await;
        all.push(Pair {
            visitor: visitor.into_stream(),
            agent: agent.into_stream(),
        });
    }
    let process = world.house_mut().program().id();
    core::pin_process(process, core::SERVER);
    closed_loop(name, &mut all, process, report).await
}

/// A running chat of an agent of its own on a channel.
async fn chat(world: &World, index: usize, channel: &str) -> (Socket<Agent>, Socket<Visitor>) {
    if channel != CHANNEL {
        world.add_channel(channel).await;
    }
    let name = format!("Agent {index}");
    let mut agent = world.member(&name, &[(channel, ALL_RIGHTS)]).await;
    let mut visitor = world.visitor_on(channel).await;
    let conversation = visitor.start("Hello?").await.conversation;
    agent.take(&conversation).await;
    agent.follow(&conversation, None).await;
    (agent, visitor)
}

/// Lets all pairs run, once to warm up and once to measure.
pub(crate) async fn closed_loop(
    name: &str,
    all: &mut [Pair],
    process: u32,
    report: &mut Report,
) -> Result<Cost> {
    run(all, WARM_UP, 0).await?;
    let begin = Instant::now();
    let processor = core::processor_seconds(process);
    let times = run(all, FOR, 1_000_000).await?;
    let took = begin.elapsed();
    let processor = core::processor_seconds(process) - processor;
    let count = times.delivered.count();
    report.rate(name, count, took);
    report.times(&format!("{name}: acknowledged"), &times.acknowledged);
    report.times(&format!("{name}: delivered"), &times.delivered);
    let cost = Cost {
        per_second: count as f64 / took.as_secs_f64(),
        processor_micros: processor * 1e6 / count as f64,
    };
    let name = format!("{name}: processor");
    report.figure(&name, cost.processor_micros, "µs per message");
    Ok(cost)
}

async fn run(all: &mut [Pair], limit: Duration, first: usize) -> Result<Times> {
    let begin = Instant::now();
    let each = all.iter_mut().map(|it| it.chat(begin, limit, first));
    let mut times = Times::default();
    for one in try_join_all(each).await? {
        times.acknowledged.merge(&one.acknowledged);
        times.delivered.merge(&one.delivered);
    }
    Ok(times)
}

impl Pair {
    async fn chat(&mut self, begin: Instant, limit: Duration, first: usize) -> Result<Times> {
        let mut times = Times::default();
        let mut number = first;
        while begin.elapsed() < limit {
            let start = Instant::now();
            wire::send(&mut self.visitor, wire::post("pair", number)).await?;
            let acknowledged = async {
                let is_it = |it: &str| (wire::answered(it) == Some(number)).then_some(());
                wire::until(&mut self.visitor, is_it).await?;
                anyhow::Ok(start.elapsed())
            };
            let delivered = async {
                let is_it = |it: &str| (wire::number(it) == Some(number)).then_some(());
                wire::until(&mut self.agent, is_it).await?;
                anyhow::Ok(start.elapsed())
            };
            let (acknowledged, delivered) = tokio::try_join!(acknowledged, delivered)?;
            times.acknowledged.add(acknowledged);
            times.delivered.add(delivered);
            number += 1;
        }
        Ok(times)
    }
}
