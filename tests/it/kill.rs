//! The server's own program is killed in the middle of traffic, again and again: what was acknowledged
//! is there, once, in its order.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use shared::{
    agent::{self, Agent},
    error::CloseCode,
    frame::FromServer,
    id::{self, Id},
    message::{Author, Receipt},
    visitor::{self, Visitor},
};
use tests::{
    histogram::Histogram,
    patience::within,
    random::Random,
    settings,
    socket::{self, Closed, Socket},
    world::World,
};
use tokio::{sync::watch, task::JoinHandle, time::interval};

/// Each of eight writers writes fifty times a second.
const BETWEEN_MESSAGES: Duration = Duration::from_millis(20);

/// What somebody wrote and knows to be stored, in order.
#[derive(Clone, Default)]
struct Ledger(Arc<Mutex<Vec<(String, Receipt)>>>);

impl Ledger {
    fn add(&self, text: String, receipt: Receipt) {
        self.0
            .lock()
            .expect("nobody panics with it")
            .push((text, receipt));
    }

    fn so_far(&self) -> Vec<(String, Receipt)> {
        self.0.lock().expect("nobody panics with it").clone()
    }
}

/// A chat whose both sides write without pause.
struct Chat {
    conversation: Id<id::Conversation>,
    of_visitor: Ledger,
    of_agent: Ledger,
    writers: Vec<JoinHandle<()>>,
}

/// How many acknowledgements there were, and whether to go on.
struct Traffic {
    acknowledged: watch::Sender<u64>,
    goes_on: AtomicBool,
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_it_keeps_what_it_acknowledged() {
    let cycles = settings::number("SAMTALE_KILL_CYCLES").unwrap_or(25);
    let mut random = Random::from_env(9);
    let mut world = World::outside().await;
    let traffic = Arc::new(Traffic::new());
    let mut chats = Vec::new();
    for name in ["Ann", "Ole", "Eva", "Tor"] {
        chats.push(Chat::begin(&world, name, &traffic).await);
    }
    let mut auditor = world.agent("Auditor").await;
    let mut ready = Histogram::default();
    for _ in 0..cycles {
        traffic.wait_for_more(20 + random.below(100)).await;
        world.house_mut().program().kill().await;
        let known: Vec<_> = chats.iter().map(Chat::known).collect();
        let since = Instant::now();
        world.house_mut().program().restart().await;
        ready.add(since.elapsed());
        auditor.come_back().await;
        for (chat, known) in chats.iter().zip(known) {
            chat.must_hold(&mut auditor, &known).await;
        }
    }
    traffic.goes_on.store(false, Ordering::Relaxed);
    for chat in &mut chats {
        for writer in &mut chat.writers {
            within("the last answer", writer)
                .await
                .expect("no writer fails");
        }
    }
    for chat in &chats {
        chat.must_hold_only(&mut auditor).await;
    }
    let said = world.house_mut().program().said();
    assert!(!said.contains("panicked"), "{said}");
    eprintln!(
        "{cycles} kills, {} messages, listening again after {:?} (median), {:?} (longest)",
        *traffic.acknowledged.borrow(),
        ready.quantile(0.5),
        ready.longest(),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_says_goodbye_and_ends_well() {
    let mut world = World::outside().await;
    let traffic = Arc::new(Traffic::new());
    let mut chat = Chat::begin(&world, "Ann", &traffic).await;
    let mut eva = world.agent("Eva").await;
    traffic.wait_for_more(20).await;
    traffic.goes_on.store(false, Ordering::Relaxed);
    world.house_mut().program().terminate();
    let retry_in_ms = eva
        .until("a goodbye", |frame| match frame {
            FromServer::GoingAway(it) => Some(it.retry_in_ms),
            _ => None,
        })
        .await;
    assert!(retry_in_ms <= 5_000, "{retry_in_ms}");
    let going_away = CloseCode::GoingAway as u16;
    assert_eq!(
        eva.closed().await,
        Closed {
            code: Some(going_away)
        }
    );
    assert!(world.house_mut().program().ended().await, "it ends well");
    let said = world.house_mut().program().said();
    assert!(!said.contains("did not end in time"), "{said}");
    world.house_mut().program().restart().await;
    for writer in &mut chat.writers {
        within("the last answer", writer)
            .await
            .expect("no writer fails");
    }
    eva.come_back().await;
    chat.must_hold_only(&mut eva).await;
}

impl Traffic {
    fn new() -> Self {
        Self {
            acknowledged: watch::channel(0).0,
            goes_on: AtomicBool::new(true),
        }
    }

    async fn wait_for_more(&self, more: u64) {
        let mut acknowledged = self.acknowledged.subscribe();
        let enough = *acknowledged.borrow() + more;
        let wait = acknowledged.wait_for(|count| *count >= enough);
        within("traffic", wait).await.expect("the counter stays");
    }
}

impl Chat {
    async fn begin(world: &World, agent: &str, traffic: &Arc<Traffic>) -> Self {
        let (agent, visitor, conversation) = world.chat(agent).await;
        let (of_visitor, of_agent) = (Ledger::default(), Ledger::default());
        let answer = {
            let conversation = conversation.clone();
            move |text: &str| socket::agent::post(&conversation, text)
        };
        let writers = vec![
            tokio::spawn(write(
                visitor,
                socket::visitor::post,
                of_visitor.clone(),
                traffic.clone(),
            )),
            tokio::spawn(write(agent, answer, of_agent.clone(), traffic.clone())),
        ];
        Self {
            conversation,
            of_visitor,
            of_agent,
            writers,
        }
    }

    fn known(&self) -> [Vec<(String, Receipt)>; 2] {
        [self.of_visitor.so_far(), self.of_agent.so_far()]
    }

    /// Everything known to be stored is there, in its order.
    async fn must_hold(&self, reader: &mut Socket<Agent>, known: &[Vec<(String, Receipt)>; 2]) {
        let found = self.messages(reader).await;
        for (found, known) in found.iter().zip(known) {
            let known: Vec<_> = known.iter().map(|it| (&it.0, &it.1.message)).collect();
            let begun: Vec<_> = found
                .iter()
                .map(|it| (&it.0, &it.1))
                .take(known.len())
                .collect();
            assert_eq!(begun, known, "what was acknowledged is lost or changed");
            // What came since is in order too, and nothing is there twice.
            let texts = (0..found.len()).map(|index| format!("message {index}"));
            assert!(found.iter().map(|it| it.0.clone()).eq(texts), "{found:?}");
        }
    }

    /// Everything known to be stored is there, and nothing else.
    async fn must_hold_only(&self, reader: &mut Socket<Agent>) {
        let found = self.messages(reader).await;
        for (found, known) in found.iter().zip(self.known()) {
            let known: Vec<_> = known.into_iter().map(|it| (it.0, it.1.message)).collect();
            assert_eq!(*found, known);
        }
    }

    /// What is stored of the visitor's and of the agent's, in order; without the first question.
    async fn messages(&self, reader: &mut Socket<Agent>) -> [Vec<(String, Id<id::Message>)>; 2] {
        let mut found = [Vec::new(), Vec::new()];
        for change in reader.history(&self.conversation).await.into_iter().skip(2) {
            if let agent::Change::Posted(it) = change {
                let side = usize::from(it.author != Author::Visitor);
                found[side].push((it.content.text, it.id));
            }
        }
        found
    }
}

/// What both roles' receipts are found in.
trait Acknowledge: shared::Role {
    fn receipt(reply: Self::Reply) -> Option<Receipt>;
}

impl Acknowledge for Visitor {
    fn receipt(reply: visitor::Reply) -> Option<Receipt> {
        match reply {
            visitor::Reply::Posted(receipt) => Some(receipt),
            _ => None,
        }
    }
}

impl Acknowledge for Agent {
    fn receipt(reply: agent::Reply) -> Option<Receipt> {
        match reply {
            agent::Reply::Posted(receipt) => Some(receipt),
            _ => None,
        }
    }
}

/// Writes one message after the other and keeps the ledger.
async fn write<R: Acknowledge>(
    mut socket: Socket<R>,
    command: impl Fn(&str) -> R::Command,
    ledger: Ledger,
    traffic: Arc<Traffic>,
) {
    let mut beat = interval(BETWEEN_MESSAGES);
    while traffic.goes_on.load(Ordering::Relaxed) {
        beat.tick().await;
        let text = format!("message {}", ledger.so_far().len());
        let id = socket.mint();
        let reply = socket.insist(&id, command(&text)).await;
        let reply = reply.unwrap_or_else(|failed| panic!("not stored: {failed:?}"));
        let receipt = R::receipt(reply).expect("a message gets a receipt");
        ledger.add(text, receipt);
        socket.forget();
        traffic.acknowledged.send_modify(|count| *count += 1);
    }
}
