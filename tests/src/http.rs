//! The few requests that tests make, written out in full: every header is the test's own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use serde::de::DeserializeOwned;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpSocket,
};

use crate::patience::within;

/// A request to make.
#[derive(Clone, Debug)]
pub struct Request {
    head: String,
    body: Vec<u8>,
    from: IpAddr,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Request {
    /// A request with no header but those that HTTP asks for.
    pub fn new(method: &str, path: &str, host: impl std::fmt::Display) -> Self {
        Self {
            head: format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n"),
            body: Vec::new(),
            from: Ipv4Addr::LOCALHOST.into(),
        }
    }

    /// Comes from one of this machine's loopback addresses, as from another machine.
    #[must_use]
    pub fn from(mut self, address: Ipv4Addr) -> Self {
        assert!(address.is_loopback(), "{address} is not ours");
        self.from = address.into();
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    /// Adds a JSON body.
    #[must_use]
    pub fn json(mut self, body: &impl serde::Serialize) -> Self {
        self.body = serde_json::to_vec(body).expect("it can be written as JSON");
        self.header("content-type", "application/json")
    }

    /// Adds a body of bytes.
    #[must_use]
    pub fn bytes(mut self, body: &[u8]) -> Self {
        self.body = body.to_vec();
        self
    }

    /// Sends it.
    pub async fn send(self, server: SocketAddr) -> Answer {
        let answer = self.try_send(server).await;
        answer.expect("the server answers")
    }

    /// Sends it; `None` when there is no answer.
    pub async fn try_send(self, server: SocketAddr) -> Option<Answer> {
        let Self { head, body, from } = self;
        let mut text = format!("{head}content-length: {}\r\n\r\n", body.len()).into_bytes();
        text.extend(body);
        let exchange = async {
            let socket = TcpSocket::new_v4().ok()?;
            socket.bind((from, 0).into()).ok()?;
            let mut socket = socket.connect(server).await.ok()?;
            socket.write_all(&text).await.ok()?;
            let mut answer = Vec::new();
            // A refused upgrade may be cut off after the answer.
            while socket.read_buf(&mut answer).await.unwrap_or_default() > 0 {}
            Some(answer)
        };
        Answer::parse(&within("an HTTP answer", exchange).await?)
    }
}

impl Answer {
    /// The first header with this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|it| it.0 == name)?;
        Some(&found.1)
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{}: {error}: {}", self.status, self.text()))
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut answer = Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = join_chunks(&answer.body)?;
        }
        Some(answer)
    }
}

/// Puts a body together that came in chunks.
fn join_chunks(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|it| it == b"\r\n")?;
        let size = std::str::from_utf8(&bytes[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 2 + size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_in_chunks_is_put_together() {
        let text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-Odd:  value \r\n\r\n\
            3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        let answer = Answer::parse(text.as_bytes()).unwrap();
        assert_eq!((answer.status, answer.text().as_str()), (200, "abcde"));
        assert_eq!(answer.header("x-odd"), Some("value"));
    }
}
