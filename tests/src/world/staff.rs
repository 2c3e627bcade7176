//! Who works in a world.

use std::net::{Ipv4Addr, SocketAddr};

use shared::{
    account,
    channel::Rights,
    http::{GUARD, SESSION, SignIn, SignedIn},
    presence::Card,
};

use crate::{http::Request, socket::Person};

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

impl Member {
    /// Signs in over HTTP, from one of this machine's loopback addresses.
    pub async fn sign_in(
        server: SocketAddr,
        machine: Ipv4Addr,
        email: &str,
        password: &str,
    ) -> Self {
        let origin = format!("http://localhost:{}", server.port());
        let answer = Request::new("POST", SESSION, server)
            .from(machine)
            .header(GUARD, "1")
            .header("origin", &origin)
            .json(&SignIn {
                email: email.to_owned(),
                password: password.to_owned(),
                away: false,
            })
            .send(server)
            .await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let account::Agent { card, email } = answer.json::<SignedIn>().agent;
        let cookies = answer.headers.iter().filter(|it| it.0 == "set-cookie");
        let cookies: Vec<&str> = cookies.filter_map(|it| it.1.split(';').next()).collect();
        Self {
            card,
            email,
            person: Person::Agent {
                cookie: cookies.join("; "),
                origin,
                server,
            },
        }
    }
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
