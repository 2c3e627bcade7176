//! The least a client needs: text messages out and in, and a glance at what they are. Nothing here decodes
//! JSON, so that the measuring does not take longer than the measured.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

/// A socket without any protocol of ours.
pub(crate) type Stream = WebSocketStream<TcpStream>;

/// Stands before the number of a message in its text.
pub(crate) const MARK: &str = "message=";

/// Opens a bare WebSocket.
pub(crate) async fn open(server: SocketAddr, path: &str) -> Result<Stream> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(crate::peer::BUFFER);
    let url = format!("ws://{server}{path}");
    Ok(client_async_with_config(url, stream, Some(config)).await?.0)
}

/// A text of 120 characters that begins with its number.
pub(crate) fn text(number: usize) -> String {
    format!("{:-<120}", format!("{MARK}{number:08}"))
}

/// The frame of a visitor that posts message `number`.
pub(crate) fn post(owner: &str, number: usize) -> String {
    let text = text(number);
    format!(
        r#"{{"do":{{"id":"{owner}-{number:08}","command":{{"post":{{"content":{{"text":"{text}"}}}}}}}}}}"#
    )
}

/// The number of the message that a frame tells of.
pub(crate) fn number(frame: &str) -> Option<usize> {
    let at = frame.find(MARK)? + MARK.len();
    frame.get(at..at + 8)?.parse().ok()
}

/// The number of the command that a frame answers.
pub(crate) fn answered(frame: &str) -> Option<usize> {
    let id = frame.strip_prefix(r#"{"done":{"id":""#)?;
    id.split('"').next()?.rsplit_once('-')?.1.parse().ok()
}

/// Sends a text.
pub(crate) async fn send(stream: &mut Stream, text: String) -> Result<()> {
    stream
        .send(Message::text(text))
        .await
        .context("the socket is open")
}

/// Waits for a frame in which `find` finds something.
pub(crate) async fn until<T>(stream: &mut Stream, find: impl Fn(&str) -> Option<T>) -> Result<T> {
    loop {
        match stream.next().await.context("the socket is open")?? {
            Message::Text(text) => {
                if text.starts_with(r#"{"failed""#) {
                    bail!("a command failed: {text}");
                }
                if let Some(found) = find(&text) {
                    return Ok(found);
                }
            }
            Message::Close(why) => bail!("closed: {why:?}"),
            _ => (),
        }
    }
}
