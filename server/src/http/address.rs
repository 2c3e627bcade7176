//! Where a request comes from, as the limits count it.

use std::{fmt, net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::HeaderMap,
    middleware::Next,
    response::Response,
};

use crate::{config::Net, edge::Edge, listener, listener::Peer};

/// The header in which a proxy tells whom it speaks for.
const FORWARDED: &str = "x-forwarded-for";

/// The client's address; in IPv6 its /64.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Address(pub(crate) IpAddr);

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// Finds the address and puts it beside the request.
pub(super) async fn find(
    State(edge): State<Arc<Edge>>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(Peer(peer)) = request.extensions().get::<Peer>().copied() {
        let from = client(peer.ip(), request.headers(), &edge.config.trusted_proxies);
        request
            .extensions_mut()
            .insert(Address(listener::household(from)));
    }
    next.run(request).await
}

/// The last address in the chain of proxies that is not one of ours. What stands further left is the
/// word of somebody we do not trust.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Net]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|net| net.contains(address));
    let mut from = peer;
    let told = headers
        .get_all(FORWARDED)
        .iter()
        .rev()
        .flat_map(|value| value.to_str().unwrap_or_default().rsplit(','));
    for text in told {
        if !is_trusted(from) {
            break;
        }
        match text.trim().parse() {
            Ok(address) => from = address,
            Err(_) => break,
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn check(peer: &str, forwarded: &[&'static str], expected: &str) {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        let headers = forwarded
            .iter()
            .map(|it| (FORWARDED.parse().unwrap(), HeaderValue::from_static(it)))
            .collect();
        let found = client(peer.parse().unwrap(), &headers, &trusted);
        assert_eq!(found.to_string(), expected, "{peer} {forwarded:?}");
    }

    #[test]
    fn only_our_proxies_are_believed() {
        check("192.0.2.1", &["198.51.100.1"], "192.0.2.1");
        check("10.0.0.1", &["198.51.100.1"], "198.51.100.1");
        check("10.0.0.1", &[], "10.0.0.1");
        check(
            "10.0.0.1",
            &["6.6.6.6, 198.51.100.1, 10.0.0.2"],
            "198.51.100.1",
        );
        check("10.0.0.1", &["6.6.6.6", "198.51.100.1"], "198.51.100.1");
        check("10.0.0.1", &["6.6.6.6, nonsense"], "10.0.0.1");
        check("10.0.0.1", &["2001:db8::1"], "2001:db8::1");
    }
}
