//! The first frame: who is it? Until it is answered, nothing is asked of the store.

use std::{sync::Arc, time::Instant};

use serde::{Deserialize, de::IgnoredAny};
use shared::{
    VERSION,
    error::{CloseCode, Code, Refused},
    frame::{FromClient, FromServer, Hello, RoleName},
    id::{self, Id},
    visitor::Visitor,
};
use tokio::time::timeout;

use super::{
    Whence,
    link::{End, Link},
    shape,
    wire::{self, Seen},
};
use crate::{
    clock,
    edge::Edge,
    engine::Joining,
    frame,
    hub::input::Who,
    identity::{self, Identity},
    secret, who,
};

/// Waits for the `hello` and finds out who is behind it.
pub(crate) async fn receive(
    edge: &Arc<Edge>,
    link: &mut Link,
    from: Whence,
) -> Result<(RoleName, Joining), End> {
    let Whence { address, site } = from;
    let waited = timeout(edge.config.pace.hello, first_text(link)).await;
    let text = waited.map_err(|_| End::Close(CloseCode::HelloTimeout as u16))??;
    let frame = parse(&text).ok_or(End::Close(CloseCode::HelloExpected as u16))?;
    let Some(hello) = frame else {
        refuse(link, Code::BadRequest).await?;
        return Err(End::Close(CloseCode::Refused as u16));
    };
    let role = hello.role;
    match prove(edge, &hello, site.as_deref()) {
        Ok((who, identity)) => {
            link.allow_long_messages();
            let address = address.to_string();
            Ok((
                role,
                Joining {
                    who,
                    hello,
                    identity,
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

/// Finds out who it is by the token, and by what a site has signed. From a page of a site it can only be a visitor of a
/// channel that lists the site; any other is not there.
fn prove(edge: &Edge, hello: &Hello, site: Option<&str>) -> Result<(Who, Option<Identity>), Code> {
    if !(hello.min..=hello.max).contains(&VERSION) {
        return Err(Code::UnsupportedVersion);
    }
    if let Some(site) = site {
        let directory = edge.engine.directory();
        let channel = hello.channel.as_ref();
        let channel = channel.and_then(|it| directory.channels.get(it));
        if !channel.is_some_and(|it| it.sites.iter().any(|listed| listed == site)) {
            return Err(Code::UnknownChannel);
        }
        if hello.role != RoleName::Visitor {
            return Err(Code::SignInRequired);
        }
    }
    match (hello.role, &hello.channel) {
        (RoleName::Visitor, Some(channel)) if channel.is_well_formed() => {
            if !secret::is_well_formed(&hello.token) {
                return Err(Code::SignInRequired);
            }
            let identity = identified(edge, channel, hello)?;
            let who = Who::Visitor {
                id: who::visitor_id(channel, &hello.token),
                channel: channel.clone(),
            };
            Ok((who, identity))
        }
        (RoleName::Visitor, _) => Err(Code::UnknownChannel),
        (RoleName::Agent, _) => {
            let ticket = edge.tickets.redeem(&hello.token, Instant::now());
            let ticket = ticket.ok_or(Code::SignInRequired)?;
            let who = Who::Agent {
                id: ticket.agent,
                session: ticket.session,
            };
            Ok((who, None))
        }
    }
}

/// Who the visitor is, if the hello says so. What is not to be believed is refused, not passed over: somebody
/// meant to be known.
fn identified(
    edge: &Edge,
    channel: &Id<id::Channel>,
    hello: &Hello,
) -> Result<Option<Identity>, Code> {
    let Some(token) = &hello.identity else {
        return Ok(None);
    };
    let directory = edge.engine.directory();
    let found = directory.channels.get(channel);
    let trust = &found.ok_or(Code::UnknownChannel)?.trust;
    let identity = identity::verify(token, channel, trust, clock::now());
    identity.map(Some).map_err(|reason| {
        tracing::info!(%channel, %reason, "refused an identity");
        Code::IdentityRefused
    })
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
