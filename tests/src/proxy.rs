//! A way from clients to a server that tests can cut, freeze, spoil and listen to.

mod frames;
mod pipe;
mod socks;

use std::{
    collections::{BTreeSet, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
};

use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    task::JoinHandle,
};

/// Where connections lead.
#[derive(Clone, Copy)]
enum Target {
    /// Always to one server.
    Fixed(SocketAddr),
    /// Wherever the client asks for, by SOCKS: a browser's way to everything.
    Asked,
}

/// How many bytes a connection carries before it breaks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Budget {
    /// Bytes to the server.
    pub up: Option<u64>,
    /// Bytes to the client.
    pub down: Option<u64>,
}

/// Decides whether a text message to the client is lost on the way.
pub type Swallow = Box<dyn FnMut(&str) -> bool + Send>;

/// What the connections of one proxy share.
#[derive(Default)]
struct Rules {
    /// For the next connections, in order.
    budgets: VecDeque<Budget>,
    swallow: Option<Swallow>,
    /// Whether a connection ends that asks for a WebSocket.
    refuses_sockets: bool,
    /// Every byte that was sent to a client, if wanted.
    heard: Option<Vec<u8>>,
    /// Every place asked for.
    places: BTreeSet<String>,
    connections: u64,
}

/// The state of the way, which every connection watches.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Weather {
    /// New connections are accepted.
    is_up: bool,
    /// Bytes go through.
    flows: bool,
    /// Connections of an earlier generation end.
    generation: u64,
}

/// A running proxy on a port of its own. Dropping it cuts everything.
pub struct Proxy {
    address: SocketAddr,
    rules: Arc<Mutex<Rules>>,
    weather: watch::Sender<Weather>,
    accepting: JoinHandle<()>,
}

impl Proxy {
    /// Leads to one server.
    pub async fn to(server: SocketAddr) -> Self {
        Self::start(Target::Fixed(server)).await
    }

    /// Leads wherever a browser asks for.
    pub async fn socks() -> Self {
        Self::start(Target::Asked).await
    }

    async fn start(target: Target) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let address = listener.local_addr().expect("a listener has an address");
        let rules = Arc::new(Mutex::new(Rules::default()));
        let (weather, watcher) = watch::channel(Weather {
            is_up: true,
            flows: true,
            generation: 0,
        });
        let accepting = tokio::spawn(accept(listener, target, rules.clone(), watcher));
        Self {
            address,
            rules,
            weather,
            accepting,
        }
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Breaks every connection there is. New ones work.
    pub fn cut(&self) {
        self.weather.send_modify(|it| it.generation += 1);
    }

    /// Breaks every connection and lets no new one through.
    pub fn go_down(&self) {
        self.weather.send_modify(|it| {
            it.generation += 1;
            it.is_up = false;
        });
    }

    /// Lets new connections through again.
    pub fn come_up(&self) {
        self.weather.send_modify(|it| it.is_up = true);
    }

    /// Holds every byte back, without breaking anything.
    pub fn freeze(&self) {
        self.weather.send_modify(|it| it.flows = false);
    }

    /// Lets what was held back go on.
    pub fn thaw(&self) {
        self.weather.send_modify(|it| it.flows = true);
    }

    /// Breaks the connections to come after so many bytes, one budget for each.
    pub fn ration(&self, budgets: impl IntoIterator<Item = Budget>) {
        self.rules().budgets.extend(budgets);
    }

    /// Loses the text messages to clients for which `swallow` says so.
    pub fn swallow(&self, swallow: impl FnMut(&str) -> bool + Send + 'static) {
        self.rules().swallow = Some(Box::new(swallow));
    }

    /// Breaks connections that ask for a WebSocket, as some networks do.
    pub fn refuse_sockets(&self) {
        self.rules().refuses_sockets = true;
    }

    /// Loses nothing any more.
    pub fn spare(&self) {
        self.rules().swallow = None;
    }

    /// Keeps every byte that is sent to clients from now on.
    pub fn record(&self) {
        self.rules().heard.get_or_insert_default();
    }

    /// Every byte sent to clients since [`Self::record`].
    pub fn heard(&self) -> Vec<u8> {
        self.rules().heard.clone().unwrap_or_default()
    }

    /// Every `host:port` a browser asked for.
    pub fn places(&self) -> BTreeSet<String> {
        self.rules().places.clone()
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> u64 {
        self.rules().connections
    }

    fn rules(&self) -> MutexGuard<'_, Rules> {
        lock(&self.rules)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        self.go_down();
    }
}

fn lock(rules: &Mutex<Rules>) -> MutexGuard<'_, Rules> {
    rules.lock().expect("no connection panics with the rules")
}

async fn accept(
    listener: TcpListener,
    target: Target,
    rules: Arc<Mutex<Rules>>,
    weather: watch::Receiver<Weather>,
) {
    while let Ok((client, _)) = listener.accept().await {
        let now = *weather.borrow();
        if now.is_up {
            let carried = carry(
                client,
                target,
                rules.clone(),
                weather.clone(),
                now.generation,
            );
            tokio::spawn(carried);
        }
    }
}

/// Carries one connection to its end.
async fn carry(
    mut client: TcpStream,
    target: Target,
    rules: Arc<Mutex<Rules>>,
    mut weather: watch::Receiver<Weather>,
    born: u64,
) {
    let budget = {
        let mut rules = lock(&rules);
        rules.connections += 1;
        rules.budgets.pop_front().unwrap_or_default()
    };
    let flow = weather.clone();
    let whole_way = async {
        let server = match target {
            Target::Fixed(server) => TcpStream::connect(server).await.ok()?,
            Target::Asked => socks::connect(&mut client, &rules).await?,
        };
        pipe::run(client, server, budget, &rules, flow).await;
        Some(())
    };
    tokio::select! {
        _ = whole_way => (),
        // Also when the proxy is gone.
        _ = weather.wait_for(|it| it.generation > born) => (),
    }
}

#[cfg(test)]
mod tests;
