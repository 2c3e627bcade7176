//! Where a story is played: the demo with its shop, and people with browsers of their own.

mod agent;
mod demo;
mod hosts;
mod seat;
mod visitor;

use std::{
    net::Ipv4Addr,
    panic::{AssertUnwindSafe, resume_unwind},
};

use crate::{
    browser::{Driver, Engine, Look},
    random::Random,
    socket::{Person, Socket},
    world::Member,
};
use futures_util::FutureExt;
use shared::id::Id;

pub use agent::Agent;
pub use demo::{Account, Demo};
pub use seat::Seat;
pub use visitor::{MESSAGES, Visitor};

/// The demo and everybody in front of it.
pub struct Stage {
    /// The server and the shop.
    pub demo: Demo,
    drivers: Vec<Driver>,
    seats: Vec<Seat>,
    /// Origins of sites of the story's own.
    hosts: Vec<String>,
}

/// Plays a story to its end. If it fails, pictures and sources of all windows tell where; if it does
/// not, nobody's browser may have had anything to complain about.
pub async fn play(name: &str, story: impl AsyncFnOnce(&mut Stage)) {
    play_with(name, &[], story).await;
}

/// The same with a demo that is started with these arguments too.
pub async fn play_with(name: &str, arguments: &[&str], story: impl AsyncFnOnce(&mut Stage)) {
    let mut stage = Stage {
        demo: Demo::start_with(arguments).await,
        drivers: vec![Driver::start(Engine::Chromium).await],
        seats: Vec::new(),
        hosts: Vec::new(),
    };
    let played = AssertUnwindSafe(story(&mut stage)).catch_unwind().await;
    let judged = match played {
        Ok(()) => AssertUnwindSafe(stage.judge()).catch_unwind().await,
        failed @ Err(_) => failed,
    };
    if let Err(failure) = judged {
        for seat in &stage.seats {
            seat.keep_evidence(name).await;
        }
        eprintln!("the server said:\n{}", stage.demo.said());
        resume_unwind(failure);
    }
}

impl Stage {
    /// A visitor with a browser of their own, on the first page of the shop.
    pub async fn visitor(&mut self, name: &str) -> Visitor {
        self.visitor_with(name, Look::default(), "/").await
    }

    /// A visitor with a certain browser, on a page of the shop.
    pub async fn visitor_with(&mut self, name: &str, look: Look, page: &str) -> Visitor {
        let seat = self.seat(name, look).await;
        let visitor = Visitor::new(seat, self.demo.shop());
        visitor.go(page).await;
        visitor
    }

    /// The demo's first or second agent, signed in.
    pub async fn agent(&mut self, index: usize) -> Agent {
        self.agent_with(index, Look::default()).await
    }

    /// The demo's first or second agent, signed in with a certain browser.
    pub async fn agent_with(&mut self, index: usize, look: Look) -> Agent {
        let account = self.demo.account(index);
        self.agent_of(account, look).await
    }

    /// Whoever has this account, signed in with a certain browser.
    pub async fn agent_of(&mut self, account: Account, look: Look) -> Agent {
        let seat = self.seat(&account.name, look).await;
        let agent = Agent::new(seat, self.demo.origin(), account);
        agent.open().await;
        agent.sign_in().await;
        agent
    }

    /// The demo's first or second agent, on a bare socket.
    pub async fn desk(&self, index: usize) -> Socket<shared::agent::Agent> {
        let account = self.demo.account(index);
        let server = self.demo.address();
        let from = Ipv4Addr::LOCALHOST;
        let member = Member::sign_in(server, from, &account.email, &account.password).await;
        Socket::sign_on(server, member.person).await
    }

    /// Somebody nobody has seen before, on a bare socket.
    pub async fn stranger(&self) -> Socket<shared::visitor::Visitor> {
        self.stranger_on("support").await
    }

    /// The same on another channel.
    pub async fn stranger_on(&self, channel: &str) -> Socket<shared::visitor::Visitor> {
        let person = Person::Visitor {
            token: Random::fresh().token(),
            channel: Id::new(channel),
        };
        Socket::sign_on(self.demo.address(), person).await
    }

    /// A browser of its own, with an empty page.
    pub async fn seat(&mut self, name: &str, look: Look) -> Seat {
        if look.engine != Engine::Chromium {
            self.drivers.push(Driver::start(look.engine).await);
        }
        let driver = match look.engine {
            Engine::Chromium => self.drivers.first(),
            Engine::Firefox | Engine::WebKit => self.drivers.last(),
        };
        let driver = driver.expect("there is one");
        let seat = Seat::take(driver, name, look).await;
        self.seats.push(seat.clone());
        seat
    }

    /// What must hold of every window at the end of every story.
    async fn judge(&self) {
        let hosts = self.hosts.iter().map(String::as_str);
        let ours: Vec<&str> = hosts
            .chain([self.demo.origin(), self.demo.shop()])
            .collect();
        for seat in &self.seats {
            seat.must_have_no_complaint(&ours).await;
        }
        let said = self.demo.said();
        assert!(!said.contains("panicked"), "{said}");
    }
}
