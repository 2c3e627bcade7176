//! The door to the socket: what is checked before a connection stops speaking HTTP.

use std::sync::Arc;

use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header},
    response::{IntoResponse, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha1::{Digest, Sha1};
use shared::SUBPROTOCOL;

use super::{Address, Refusal, policy};
use crate::{
    edge::{BUSY_FOR, Edge},
    listener::{Io, Seat},
    socket::{self, Whence},
};

/// What RFC 6455 appends to the key.
const MAGIC: &str = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
/// The version of RFC 6455.
const VERSION: &str = "13";

/// `GET /v1/socket`
pub(super) async fn open(
    State(edge): State<Arc<Edge>>,
    Extension(address): Extension<Address>,
    Extension(seat): Extension<Arc<Seat>>,
    mut request: Request,
) -> Response {
    if edge.is_stopping() {
        return Refusal::unavailable(BUSY_FOR).into_response();
    }
    let Some(accept) = accept(&request) else {
        let offer = [
            (header::UPGRADE, "websocket"),
            (header::SEC_WEBSOCKET_VERSION, VERSION),
            (header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL),
        ];
        let mut response = Refusal::BAD_REQUEST.into_response();
        *response.status_mut() = StatusCode::UPGRADE_REQUIRED;
        return (offer, response).into_response();
    };
    let site = policy::site(&edge, request.headers());
    let upgrade = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let Ok(upgraded) = upgrade.await else { return };
        let Ok(parts) = upgraded.downcast::<Io>() else {
            return;
        };
        let stream = parts.io.into_inner().into_inner();
        let from = Whence { address, site };
        socket::run(edge, stream, parts.read_buf, from).await;
        drop(seat);
    });
    let headers = [
        (header::UPGRADE, HeaderValue::from_static("websocket")),
        (header::CONNECTION, HeaderValue::from_static("upgrade")),
        (header::SEC_WEBSOCKET_ACCEPT, accept),
        (
            header::SEC_WEBSOCKET_PROTOCOL,
            HeaderValue::from_static(SUBPROTOCOL),
        ),
    ];
    (StatusCode::SWITCHING_PROTOCOLS, headers).into_response()
}

/// The proof that we speak WebSocket, if the request asks for ours.
fn accept(request: &Request) -> Option<HeaderValue> {
    let headers = request.headers();
    let key = headers.get(header::SEC_WEBSOCKET_KEY)?;
    let is_key = BASE64_STANDARD
        .decode(key)
        .is_ok_and(|bytes| bytes.len() == 16);
    let is_ours = request.version() == Version::HTTP_11
        && is_key
        && names(headers, &header::UPGRADE, "websocket")
        && names(headers, &header::CONNECTION, "upgrade")
        && names(headers, &header::SEC_WEBSOCKET_VERSION, VERSION)
        && names(headers, &header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL);
    let hash = Sha1::new().chain_update(key).chain_update(MAGIC).finalize();
    HeaderValue::try_from(BASE64_STANDARD.encode(hash))
        .ok()
        .filter(|_| is_ours)
}

/// Whether a header's list has this word, in upper or lower case.
fn names(headers: &HeaderMap, header: &HeaderName, word: &str) -> bool {
    headers
        .get_all(header)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|it| it.trim().eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(change: Option<(&str, &str)>) -> Request {
        let mut request = Request::new(Body::empty());
        for (name, value) in [
            ("upgrade", "WebSocket"),
            ("connection", "keep-alive, Upgrade"),
            ("sec-websocket-version", "13"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("sec-websocket-protocol", "other, samtale.v1"),
        ]
        .into_iter()
        .chain(change)
        {
            let name = HeaderName::try_from(name).unwrap();
            request
                .headers_mut()
                .insert(name, HeaderValue::try_from(value).unwrap());
        }
        request
    }

    #[test]
    fn a_proper_request_gets_the_proof() {
        let accept = accept(&request(None)).unwrap();
        assert_eq!(accept, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn anything_else_does_not() {
        for change in [
            ("upgrade", "h2c"),
            ("connection", "keep-alive"),
            ("sec-websocket-version", "8"),
            ("sec-websocket-key", "short"),
            ("sec-websocket-protocol", "samtale.v99"),
        ] {
            assert_eq!(accept(&request(Some(change))), None, "{change:?}");
        }
    }
}
