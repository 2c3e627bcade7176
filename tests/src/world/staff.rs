//! Who works in a world.

use shared::{channel::Rights, presence::Card};

use crate::socket::Person;

/// Everything an agent may do on a channel.
pub const ALL_RIGHTS: Rights = Rights {
    respond: true,
    listen: true,
    notify: true,
    manage: false,
};

/// Somebody who works here.
#[derive(Clone, Debug)]
pub struct Member {
    /// What visitors know.
    pub card: Card,
    /// The address to sign in with.
    pub email: String,
    /// Signed in.
    pub person: Person,
}

/// Everybody who works here.
#[derive(Debug, Default)]
pub(super) struct Staff(Vec<Member>);

impl Staff {
    pub(super) fn member(&self, name: &str) -> Option<Member> {
        self.0.iter().find(|it| it.card.name == name).cloned()
    }

    pub(super) fn add(&mut self, member: Member) {
        self.0.push(member);
    }
}

/// The address of somebody with this name.
pub(super) fn email(name: &str) -> String {
    format!("{}@example.com", name.to_lowercase().replace(' ', "."))
}
