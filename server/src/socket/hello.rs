//! The first frame: who is it? Until it is answered, nothing is asked of the store.

use std::{sync::Arc, time::Instant};

use serde::{Deserialize, de::IgnoredAny};
use shared::{
    VERSION,
    error::{CloseCode, Code, Refused},
    frame::{FromClient, FromServer, Hello, RoleName},
    visitor::Visitor,
};
use tokio::time::timeout;

use super::{
    link::{End, Link},
    shape,
    wire::{self, Seen},
};
use crate::{edge::Edge, engine::Joining, frame, http::Address, hub::input::Who, secret, who};

/// Waits for the `hello` and finds out who is behind it.
pub(crate) async fn receive(
    edge: &Arc<Edge>,
    link: &mut Link,
    address: Address,
) -> Result<(RoleName, Joining), End> {
    let waited = timeout(edge.config.pace.hello, first_text(link)).await;
    let text = waited.map_err(|_| End::Close(CloseCode::HelloTimeout as u16))??;
    let frame = parse(&text).ok_or(End::Close(CloseCode::HelloExpected as u16))?;
    let Some(hello) = frame else {
        refuse(link, Code::BadRequest).await?;
        return Err(End::Close(CloseCode::Refused as u16));
    };
    let role = hello.role;
    match prove(edge, &hello) {
        Ok(who) => {
            link.allow_long_messages();
            let address = address.to_string();
            Ok((
                role,
                Joining {
                    who,
                    hello,
                    address,
                },
            ))
        }
        Err(code) => {
            tracing::info!(%address, ?role, ?code, "refused a hello");
            refuse(link, code).await?;
            Err(End::Close(CloseCode::Refused as u16))
        }
    }
}

async fn first_text(link: &mut Link) -> Result<String, End> {
    loop {
        match link.seen().await? {
            Some(Seen::Text(text)) => return Ok(text),
            Some(Seen::Ping(payload)) => {
                let mut out = Vec::new();
                wire::put_pong(&mut out, &payload);
                link.write(&out).await?;
            }
            Some(Seen::Pong) | None => {}
            Some(Seen::Close) => return Err(End::Close(CloseCode::Normal as u16)),
        }
    }
}

/// The `hello`; `Some(None)` when it is one, but malformed; `None` when it is something else.
fn parse(text: &str) -> Option<Option<Hello>> {
    #[derive(Deserialize)]
    struct First {
        #[serde(rename = "hello")]
        _hello: IgnoredAny,
    }
    serde_json::from_str::<First>(text).ok()?;
    if shape::check(text).is_err() {
        return Some(None);
    }
    match serde_json::from_str::<FromClient<()>>(text) {
        Ok(FromClient::Hello(hello)) => {
            let is_named = shape::names_members(text, &FromClient::<()>::Hello(hello.clone()));
            Some(Some(hello).filter(|_| is_named))
        }
        Ok(FromClient::Do(_) | FromClient::Probe {}) | Err(_) => Some(None),
    }
}

/// Finds out who it is by the token alone.
fn prove(edge: &Edge, hello: &Hello) -> Result<Who, Code> {
    if !(hello.min..=hello.max).contains(&VERSION) {
        return Err(Code::UnsupportedVersion);
    }
    match (hello.role, &hello.channel) {
        (RoleName::Visitor, Some(channel)) if channel.is_well_formed() => {
            if !secret::is_well_formed(&hello.token) {
                return Err(Code::SignInRequired);
            }
            Ok(Who::Visitor {
                id: who::visitor_id(channel, &hello.token),
                channel: channel.clone(),
            })
        }
        (RoleName::Visitor, _) => Err(Code::UnknownChannel),
        (RoleName::Agent, _) => {
            let ticket = edge.tickets.redeem(&hello.token, Instant::now());
            let ticket = ticket.ok_or(Code::SignInRequired)?;
            Ok(Who::Agent {
                id: ticket.agent,
                session: ticket.session,
            })
        }
    }
}

async fn refuse(link: &mut Link, code: Code) -> Result<(), End> {
    let refused = Refused {
        code,
        versions: (code == Code::UnsupportedVersion).then_some((VERSION, VERSION)),
        retry_after_ms: None,
    };
    let mut out = Vec::new();
    let frame = FromServer::<Visitor>::Refused(refused);
    wire::put_text(&mut out, &frame::text(&frame));
    link.write(&out).await
}
