//! Who sits behind a socket, and how they prove it.

use std::net::SocketAddr;

use shared::{
    Role, VERSION,
    frame::{Hello, Resume},
    http::{GUARD, TICKET, Ticket},
    id::{self, Id},
};

use crate::http::Request;

/// Somebody who can open sockets.
#[derive(Clone, Debug)]
pub enum Person {
    /// A visitor with a secret of their own.
    Visitor {
        /// The secret.
        token: String,
        /// The channel.
        channel: Id<id::Channel>,
    },
    /// An agent who is signed in.
    Agent {
        /// The cookie, as the browser sends it.
        cookie: String,
        /// The server's own origin.
        origin: String,
        /// Where tickets are to be had, whatever way the socket takes.
        server: SocketAddr,
    },
}

impl Person {
    /// Introduces this person on a new socket. `None` when no ticket can be fetched.
    pub async fn hello<R: Role>(&self, resume: Option<Resume>) -> Option<Hello> {
        let (token, channel) = match self {
            Self::Visitor { token, channel } => (token.clone(), Some(channel.clone())),
            Self::Agent {
                cookie,
                origin,
                server,
            } => {
                let answer = Request::new("POST", TICKET, server)
                    .header(GUARD, "1")
                    .header("origin", origin)
                    .header("cookie", cookie)
                    .try_send(*server)
                    .await?;
                (answer.json::<Ticket>().ticket, None)
            }
        };
        Some(Hello {
            min: VERSION,
            max: VERSION,
            role: R::NAME,
            token,
            channel,
            identity: None,
            caps: Vec::new(),
            resume,
        })
    }
}
