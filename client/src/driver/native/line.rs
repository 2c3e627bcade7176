//! The WebSocket of a participant: none, being opened, or open.

use std::{future, io, pin::Pin, sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use shared::{SUBPROTOCOL, http, limits};
use tokio::time::timeout;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        http::{HeaderValue, header},
        protocol::WebSocketConfig,
    },
};

use super::{
    Place,
    wire::{Fault, Wire},
};

/// A load of ten thousand participants has as many buffers.
const BUFFER_BYTES: usize = 4 * 1024;
/// How long a socket may take to take a text.
const WRITE_WITHIN: Duration = Duration::from_millis(limits::WRITE_WITHIN_MS);
/// The code of a connection that ended without one.
const NO_CODE: u16 = 1006;

type Stream = WebSocketStream<Wire>;
type Opening = Pin<Box<dyn Future<Output = Result<Stream, tungstenite::Error>> + Send>>;

/// The WebSocket of a participant.
pub(super) enum Line {
    None,
    Opening(Opening),
    Open(Box<Stream>),
}

/// What happened on it.
#[derive(Debug)]
pub(super) enum Heard {
    Opened,
    Text(String),
    Closed(u16),
}

impl Line {
    /// Begins to open a socket.
    pub(super) fn open(place: &Place, fault: &Arc<Fault>) -> Self {
        Self::Opening(Box::pin(open(place.clone(), fault.clone())))
    }

    /// Waits for what happens next; for ever where there is no socket.
    pub(super) async fn next(&mut self) -> Heard {
        match self {
            Self::None => future::pending().await,
            Self::Opening(opening) => match opening.await {
                Ok(stream) => {
                    *self = Self::Open(Box::new(stream));
                    Heard::Opened
                }
                Err(_) => self.close_with(NO_CODE),
            },
            Self::Open(stream) => loop {
                match stream.next().await {
                    Some(Ok(Message::Text(text))) => break Heard::Text(text.as_str().to_owned()),
                    Some(Ok(Message::Close(frame))) => {
                        let code = frame.map_or(NO_CODE, |it| it.code.into());
                        break self.close_with(code);
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => break self.close_with(NO_CODE),
                }
            },
        }
    }

    /// Sends a text; answers whether the socket took it.
    pub(super) async fn send(&mut self, text: String) -> bool {
        let Self::Open(stream) = self else {
            return true;
        };
        let sent = timeout(WRITE_WITHIN, stream.send(Message::text(text))).await;
        matches!(sent, Ok(Ok(())))
    }

    fn close_with(&mut self, code: u16) -> Heard {
        *self = Self::None;
        Heard::Closed(code)
    }
}

async fn open(place: Place, fault: Arc<Fault>) -> Result<Stream, tungstenite::Error> {
    let address = ["ws://", &place.server, http::SOCKET].concat();
    let mut request = address.into_client_request()?;
    let headers = request.headers_mut();
    headers.insert(
        header::SEC_WEBSOCKET_PROTOCOL,
        HeaderValue::from_static(SUBPROTOCOL),
    );
    if let Some(origin) = &place.origin {
        let origin = HeaderValue::from_str(origin);
        headers.insert(header::ORIGIN, origin.map_err(io::Error::other)?);
    }
    let config = WebSocketConfig::default()
        .read_buffer_size(BUFFER_BYTES)
        .write_buffer_size(0)
        .max_message_size(Some(16 * limits::MAX_FRAME));
    let wire = Wire::connect(&place.server, fault).await?;
    let (stream, _) = client_async_with_config(request, wire, Some(config)).await?;
    Ok(stream)
}
