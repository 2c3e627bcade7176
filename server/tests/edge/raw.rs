//! HTTP and WebSocket by hand, so that tests can also do what no proper client does.

use std::{collections::BTreeMap, net::SocketAddr};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::house::{House, TOKEN};

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
    host: String,
}

/// What came back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: BTreeMap<String, Vec<String>>,
    pub(crate) body: String,
    /// The body as it came.
    pub(crate) bytes: Vec<u8>,
    /// All of it, but for when it was sent.
    pub(crate) whole: String,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: Vec::new(),
            body: String::new(),
            host: "here".to_owned(),
        }
    }

    /// Asks for another host.
    pub(crate) fn at(mut self, host: &str) -> Self {
        host.clone_into(&mut self.host);
        self
    }

    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn json(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self.with("content-type", "application/json")
    }

    /// What a browser sends to open a socket.
    pub(crate) fn upgrade() -> Self {
        Self::new("GET", "/v1/socket")
            .with("connection", "Upgrade")
            .with("upgrade", "websocket")
            .with("sec-websocket-version", "13")
            .with("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
    }

    pub(crate) fn for_samtale(self) -> Self {
        self.with("sec-websocket-protocol", "samtale.v1")
    }

    fn text(&self) -> String {
        let Self {
            method, path, host, ..
        } = self;
        let mut text = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\n");
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.body.is_empty() || self.method != "GET" {
            text.push_str(&format!("content-length: {}\r\n", self.body.len()));
        }
        format!("{text}\r\n{}", self.body)
    }

    pub(crate) async fn send(&self, to: SocketAddr) -> Answer {
        let mut stream = TcpStream::connect(to).await.unwrap();
        let request = self.clone().with("connection", "close").text();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).await.unwrap();
        Answer::of(&bytes)
    }

    /// Sends it and keeps the connection, for an upgrade.
    pub(crate) async fn begin(&self, to: SocketAddr) -> (Answer, TcpStream) {
        let mut stream = TcpStream::connect(to).await.unwrap();
        stream.write_all(self.text().as_bytes()).await.unwrap();
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            bytes.push(stream.read_u8().await.unwrap());
        }
        (Answer::of(&bytes), stream)
    }
}

impl Answer {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|it| it == b"\r\n\r\n");
        Self {
            bytes: end.map_or_else(Vec::new, |end| bytes[end + 4..].to_vec()),
            ..Self::parse(&String::from_utf8_lossy(bytes))
        }
    }

    fn parse(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let mut headers: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
            headers
                .entry(name.to_lowercase())
                .or_default()
                .push(value.to_owned());
        }
        Self {
            status: status.and_then(|it| it.parse().ok()).unwrap_or_default(),
            headers,
            body: body.to_owned(),
            bytes: Vec::new(),
            whole: text
                .lines()
                .filter(|line| !line.starts_with("date: "))
                .collect::<Vec<_>>()
                .join("\n"),
        }
    }

    /// A header's value; empty when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.headers.get(name).map_or(&[], Vec::as_slice)
    }

    /// The code of a problem.
    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// A WebSocket, frame by frame.
pub(crate) struct Socket(TcpStream);

/// What a server sends.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Got {
    Text(Value),
    Ping,
    Pong(Vec<u8>),
    Close(u16),
    /// The connection ended.
    End,
}

impl Socket {
    /// A socket of a page of this origin.
    pub(crate) async fn of_site(house: &House, origin: &str) -> Self {
        let request = Request::upgrade().for_samtale().with("origin", origin);
        let (answer, stream) = request.begin(house.running.address).await;
        assert_eq!(answer.status, 101, "{origin}");
        Self(stream)
    }

    pub(crate) async fn open(house: &House) -> Self {
        let request = Request::upgrade().for_samtale();
        let (answer, stream) = request.begin(house.running.address).await;
        assert_eq!(answer.status, 101, "{answer:?}");
        Self(stream)
    }

    /// A socket of a visitor who was welcomed.
    pub(crate) async fn visitor(house: &House) -> Self {
        let mut socket = Self::open(house).await;
        socket.introduce().await;
        assert!(socket.until("welcome").await["me"].is_object());
        socket.until("caught_up").await;
        socket
    }

    /// Says hello as a visitor.
    pub(crate) async fn introduce(&mut self) {
        let hello =
            json!({"min": 1, "max": 1, "role": "visitor", "channel": "support", "token": TOKEN});
        self.say(&json!({ "hello": hello }).to_string()).await;
    }

    /// Sends a command.
    pub(crate) async fn ask(&mut self, id: &str, name: &str, content: Value) {
        let command = json!({ name: content });
        self.say(&json!({"do": {"id": id, "command": command}}).to_string())
            .await;
    }

    /// A socket that said hello as an agent.
    pub(crate) async fn agent(house: &House, ticket: &str) -> Self {
        let mut socket = Self::open(house).await;
        let hello = format!(r#"{{"hello":{{"min":1,"max":1,"role":"agent","token":"{ticket}"}}}}"#);
        socket.say(&hello).await;
        socket
    }

    pub(crate) async fn say(&mut self, text: &str) {
        self.frame(0x81, text.as_bytes()).await;
    }

    /// Sends one frame with this first byte.
    pub(crate) async fn frame(&mut self, first: u8, payload: &[u8]) {
        let mut bytes = vec![first];
        match payload.len() {
            length @ ..126 => bytes.push(0x80 | length as u8),
            length @ ..65_536 => {
                bytes.push(0x80 | 126);
                bytes.extend((length as u16).to_be_bytes());
            }
            length => {
                bytes.push(0x80 | 127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.extend([0; 4]);
        bytes.extend(payload);
        self.bytes(&bytes).await;
    }

    pub(crate) async fn bytes(&mut self, bytes: &[u8]) {
        // The server may have closed already.
        let _ = self.0.write_all(bytes).await;
    }

    pub(crate) async fn next(&mut self) -> Got {
        let mut header = [0; 2];
        if self.0.read_exact(&mut header).await.is_err() {
            return Got::End;
        }
        let Ok(payload) = self.payload(header[1]).await else {
            // Whoever is given up may be cut off in the middle of a frame.
            return Got::End;
        };
        match header[0] {
            0x81 => Got::Text(serde_json::from_slice(&payload).unwrap()),
            0x88 => Got::Close(u16::from_be_bytes([payload[0], payload[1]])),
            0x89 => Got::Ping,
            0x8a => Got::Pong(payload),
            other => panic!("a frame that begins with {other:#x}"),
        }
    }

    async fn payload(&mut self, length: u8) -> std::io::Result<Vec<u8>> {
        let length = match length {
            126 => usize::from(self.0.read_u16().await?),
            127 => usize::try_from(self.0.read_u64().await?).unwrap(),
            length => usize::from(length),
        };
        let mut payload = vec![0; length];
        self.0.read_exact(&mut payload).await?;
        Ok(payload)
    }

    /// The content of the next frame of this kind.
    pub(crate) async fn until(&mut self, kind: &str) -> Value {
        loop {
            match self.next().await {
                Got::Text(mut frame) if frame[kind].is_object() => return frame[kind].take(),
                Got::Text(_) | Got::Ping | Got::Pong(_) => {}
                end => panic!("{end:?} came before {kind}"),
            }
        }
    }

    /// The code the server closes with; 0 when it ends without one.
    pub(crate) async fn closed(&mut self) -> u16 {
        loop {
            match self.next().await {
                Got::Close(code) => return code,
                Got::End => return 0,
                Got::Text(_) | Got::Ping | Got::Pong(_) => {}
            }
        }
    }

    /// That the server still answers.
    pub(crate) async fn is_alive(&mut self) -> bool {
        self.say(r#"{"probe":{}}"#).await;
        self.until("beat").await.is_object()
    }
}
