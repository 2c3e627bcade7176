//! One person's place: a browser and its way to the network.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    browser::{Driver, Look, Window},
    proxy::Proxy,
    settings,
};

/// What browsers say of requests that a lost network breaks.
const OF_LOST_NETWORKS: [&str; 5] = [
    "net::ERR_",
    "WebSocket connection to",
    "Failed to load",
    // Firefox's words for the second.
    "t establish a connection to the server at ws",
    "was interrupted while the page was loading",
];

/// What Chromium says when a list that measures its rows as they come has more of them in one picture than fit: the
/// rest comes in the next one.
const OF_MEASURING: &str = "ResizeObserver loop completed with undelivered notifications.";

/// What browsers say of the question who is signed in, when nobody is.
const OF_NOBODY: &str =
    "/v1/session - Failed to load resource: the server responded with a status of 401";

/// A browser, and the way on which it goes to the network.
#[derive(Clone)]
pub struct Seat {
    /// Whose it is.
    pub name: String,
    /// The browser.
    pub window: Window,
    /// Every connection goes this way.
    pub road: Arc<Proxy>,
    /// Whether the network was lost on purpose.
    lost_network: Arc<AtomicBool>,
}

impl Seat {
    pub(super) async fn take(driver: &Driver, name: &str, look: Look) -> Self {
        let road = Proxy::socks().await;
        road.record();
        let look = Look {
            road: Some(road.address()),
            ..look
        };
        Self {
            name: name.to_owned(),
            window: driver.open(&look).await,
            road: Arc::new(road),
            lost_network: Arc::default(),
        }
    }

    /// Loses the network.
    pub fn go_offline(&self) {
        self.expect_losses();
        self.road.go_down();
    }

    /// Has it again.
    pub fn come_online(&self) {
        self.road.come_up();
    }

    /// From now on the browser may complain about lost connections.
    pub fn expect_losses(&self) {
        self.lost_network.store(true, Ordering::Relaxed);
    }

    /// Nothing on the console, and no connection but to these origins.
    pub(super) async fn must_have_no_complaint(&self, origins: &[&str]) {
        let may_lose = self.lost_network.load(Ordering::Relaxed);
        let is_odd = |said: &String| {
            let is_of_loss = OF_LOST_NETWORKS.iter().any(|it| said.contains(it));
            let is_nothing = said.contains(OF_NOBODY) || said.contains(OF_MEASURING);
            !(is_nothing || may_lose && is_of_loss)
        };
        let complaints = self.window.complaints().await;
        let odd: Vec<&String> = complaints.iter().filter(|it| is_odd(it)).collect();
        assert!(odd.is_empty(), "{}'s browser says {odd:#?}", self.name);
        for place in self.window.places(&self.road) {
            let is_ours = origins.iter().any(|it| it.ends_with(&format!("//{place}")));
            assert!(is_ours, "{}'s browser went to {place}", self.name);
        }
    }

    /// Saves what can be seen, for whoever looks into the failure.
    pub(super) async fn keep_evidence(&self, story: &str) {
        let folder = settings::target().join("test-shots");
        let name = format!("{story}-{}", self.name).replace(' ', "-");
        let window = &self.window;
        window.picture(&folder.join(format!("{name}.png"))).await;
        let mut text = window.source().await;
        window.leave().await;
        text.push_str(&window.source().await);
        for said in window.complaints().await {
            text.push_str(&format!("\n<!-- {said} -->"));
        }
        // Evidence that cannot be kept must not hide the failure itself.
        let _ = std::fs::write(folder.join(format!("{name}.html")), text);
    }
}
