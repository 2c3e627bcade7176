//! A server and the people around it.

mod house;
mod staff;

use std::{
    ffi::OsStr,
    net::{Ipv4Addr, SocketAddr},
    sync::{Mutex, MutexGuard},
};

use shared::{
    agent::Agent,
    id::{self, Id},
    presence::Card,
    visitor::Visitor,
};

use crate::{
    check,
    random::Random,
    settings,
    site::Site,
    socket::{Person, Socket},
};

pub use house::{House, Plan};
pub use staff::{ALL_RIGHTS, Member};

use staff::Staff;

/// The channel everybody uses unless a test says otherwise.
pub const CHANNEL: &str = "support";
/// A second one.
pub const OTHER_CHANNEL: &str = "sales";
/// The only site that may embed the channels.
pub const SITE: &str = "https://shop.example";

/// A server of a test's own, on a port of its own, with a folder of its own.
pub struct World {
    house: House,
    staff: Mutex<Staff>,
}

impl World {
    /// A server within this process, with the protocol's own periods and so high limits on what people
    /// send that only tests of limits reach them.
    pub async fn start() -> Self {
        Self::with(Plan::default()).await
    }

    /// A server within this process.
    pub async fn with(plan: Plan) -> Self {
        Self::around(House::inside(plan).await).await
    }

    /// The server's own program, which can be killed.
    pub async fn outside() -> Self {
        Self::around(House::outside().await).await
    }

    /// The server's own program, with these arguments more.
    pub async fn outside_with(arguments: &[&str]) -> Self {
        let arguments: Vec<&OsStr> = arguments.iter().map(AsRef::as_ref).collect();
        Self::around(House::outside_with(&arguments).await).await
    }

    /// The server's own program, with the browser apps.
    pub async fn outside_with_apps() -> Self {
        Self::around(House::outside_with(&["--apps".as_ref(), settings::apps().as_ref()]).await)
            .await
    }

    /// How somebody signs in to the real program.
    pub fn sign_in_of(&self, name: &str) -> (String, String) {
        (self.member_named(name).email, house::PASSWORD.to_owned())
    }

    async fn around(house: House) -> Self {
        for channel in [CHANNEL, OTHER_CHANNEL] {
            house.add_channel(channel, SITE).await;
        }
        Self {
            house,
            staff: Mutex::default(),
        }
    }

    /// The server.
    pub fn house(&self) -> &House {
        &self.house
    }

    /// The server, to do something to it.
    pub fn house_mut(&mut self) -> &mut House {
        &mut self.house
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.house.address()
    }

    /// Adds a channel.
    pub async fn add_channel(&self, channel: &str) {
        self.house.add_channel(channel, SITE).await;
    }

    /// A site with a new key of a channel.
    pub async fn site(&self, channel: &str) -> Site {
        let site = Site {
            kid: Random::fresh().token()[..8].to_owned(),
            secret: Random::fresh().token(),
        };
        self.house.add_key(channel, &site).await;
        site
    }

    /// A visitor nobody has seen before.
    pub async fn visitor(&self) -> Socket<Visitor> {
        self.visitor_on(CHANNEL).await
    }

    /// A visitor nobody has seen before, on a channel.
    pub async fn visitor_on(&self, channel: &str) -> Socket<Visitor> {
        self.visitor_from(Ipv4Addr::LOCALHOST, channel).await
    }

    /// A visitor nobody has seen before, on a channel, from one of this machine's loopback addresses.
    pub async fn visitor_from(&self, machine: Ipv4Addr, channel: &str) -> Socket<Visitor> {
        let person = Person::Visitor {
            token: Random::fresh().token(),
            channel: Id::new(channel),
        };
        Socket::sign_on_from(machine, self.address(), person).await
    }

    /// A further socket of an agent or a visitor, as of another tab.
    pub async fn again<R: shared::Role>(&self, socket: &Socket<R>) -> Socket<R> {
        Socket::sign_on(self.address(), socket.person().clone()).await
    }

    /// A socket of the agent with this name, who may do everything a responder does on every channel
    /// and is present. Each call gives another device.
    pub async fn agent(&self, name: &str) -> Socket<Agent> {
        let everywhere = [CHANNEL, OTHER_CHANNEL].map(|channel| (channel, ALL_RIGHTS));
        self.member(name, &everywhere).await
    }

    /// A socket of the agent with this name and these rights.
    pub async fn member(
        &self,
        name: &str,
        rights: &[(&str, shared::channel::Rights)],
    ) -> Socket<Agent> {
        let known = self.staff().member(name);
        let member = match known {
            Some(member) => member,
            None => {
                let member = self.house.hire(name, rights).await;
                self.staff().add(member.clone());
                member
            }
        };
        Socket::sign_on(self.address(), member.person).await
    }

    /// Somebody who works here.
    pub fn member_named(&self, name: &str) -> Member {
        let member = self.staff().member(name);
        member.unwrap_or_else(|| panic!("{name} does not work here"))
    }

    /// What visitors know of an agent.
    pub fn card(&self, name: &str) -> Card {
        self.member_named(name).card
    }

    /// A running chat: a visitor said "Hello?", the named agent has taken it and follows it.
    pub async fn chat(&self, name: &str) -> (Socket<Agent>, Socket<Visitor>, Id<id::Conversation>) {
        let mut agent = self.agent(name).await;
        let mut visitor = self.visitor().await;
        let conversation = visitor.start("Hello?").await.conversation;
        agent.take(&conversation).await;
        agent.follow(&conversation, Some(0)).await;
        let taken = |change: &_| matches!(change, shared::visitor::Change::Taken(_)).then_some(());
        visitor.change("an agent", taken).await;
        (agent, visitor, conversation)
    }

    /// Looks a conversation over, see [`check::conversation`].
    pub async fn check(&self, visitor: &mut Socket<Visitor>, conversation: &Id<id::Conversation>) {
        let mut auditor = self.agent("Auditor").await;
        check::conversation(&mut auditor, visitor, conversation).await;
        auditor.close().await;
    }

    fn staff(&self) -> MutexGuard<'_, Staff> {
        self.staff.lock().expect("nobody panics with the staff")
    }
}
