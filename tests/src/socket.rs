//! A person's bare socket: frames of the protocol and nothing behind them, so that tests see every
//! frame and can send any.

pub mod agent;
mod log;
mod talk;
pub mod visitor;

use std::{
    collections::{BTreeMap, VecDeque},
    net::SocketAddr,
};

use futures_util::{SinkExt, StreamExt};
use shared::{
    Role, SUBPROTOCOL, VERSION,
    error::{Code, Failed, Refused},
    frame::{Do, FromClient, FromServer, Heard, Hello, Resume, Welcome},
    http::SOCKET,
    id::{self, Id},
};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        self, Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig,
    },
};

use crate::{patience::within, random::Random};

pub use log::Log;

/// An open socket. Whatever it hears of a log must be without holes: that is checked always.
pub struct Socket<R: Role> {
    stream: WebSocketStream<TcpStream>,
    random: Random,
    /// Frames that came, but were not asked for yet.
    waiting: VecDeque<FromServer<R>>,
    /// Every log as far as it was heard.
    pub logs: BTreeMap<Id<id::Log>, Log<R>>,
}

/// How a socket came to its end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Closed {
    /// The close code; absent when the connection just broke.
    pub code: Option<u16>,
}

impl<R: Role> Socket<R> {
    /// Opens a socket as a client that is no browser does.
    pub async fn open(server: SocketAddr) -> Self {
        let opened = Self::open_from(server, server, None).await;
        opened.unwrap_or_else(|status| panic!("the socket was refused with {status}"))
    }

    /// Opens a socket to `host`, from a page of some origin. The status code when it is refused.
    pub async fn open_from(
        server: SocketAddr,
        host: impl std::fmt::Display,
        origin: Option<&str>,
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{host}{SOCKET}")
            .into_client_request()
            .expect("it is an address");
        let headers = request.headers_mut();
        headers.insert(
            "sec-websocket-protocol",
            HeaderValue::from_static(SUBPROTOCOL),
        );
        if let Some(origin) = origin {
            headers.insert(
                "origin",
                HeaderValue::from_str(origin).expect("it is a header"),
            );
        }
        let connect = async {
            let stream = TcpStream::connect(server).await?;
            stream.set_nodelay(true)?;
            let config = WebSocketConfig::default().read_buffer_size(8 * 1024);
            client_async_with_config(request, stream, Some(config)).await
        };
        match within("a socket", connect).await {
            Ok((stream, _)) => Ok(Self {
                random: Random::fresh(),
                stream,
                waiting: VecDeque::new(),
                logs: BTreeMap::new(),
            }),
            Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("no socket: {error}"),
        }
    }

    /// Says hello and hears the welcome.
    pub async fn hello(&mut self, hello: Hello) -> Result<Welcome<R::Me>, Refused> {
        for (log, known) in hello.resume.iter().flat_map(|it| &it.cursors) {
            self.logs.insert(log.clone(), Log::known_to(*known));
        }
        self.say(&FromClient::Hello(hello)).await;
        match self.next("a welcome").await {
            FromServer::Welcome(welcome) => Ok(welcome),
            FromServer::Refused(refused) => Err(refused),
            other => panic!("no welcome, but {other:?}"),
        }
    }

    /// A `hello` for this role.
    pub fn introduction(token: &str, channel: Option<&str>, resume: Option<Resume>) -> Hello {
        Hello {
            min: VERSION,
            max: VERSION,
            role: R::NAME,
            token: token.to_owned(),
            channel: channel.map(Id::new),
            caps: Vec::new(),
            resume,
        }
    }

    /// Sends a frame.
    pub async fn say(&mut self, frame: &FromClient<R::Command>) {
        let text = serde_json::to_string(frame).expect("a frame can be written");
        self.say_text(&text).await;
    }

    /// Sends any text.
    pub async fn say_text(&mut self, text: &str) {
        self.say_message(Message::text(text)).await;
    }

    /// Sends any message of a WebSocket.
    pub async fn say_message(&mut self, message: Message) {
        // The other end may have closed already; whoever waits for an answer will learn it.
        let _ = within("room to send", self.stream.send(message)).await;
    }

    /// A new id for a command.
    pub fn mint(&mut self) -> Id<id::Client> {
        self.random.id()
    }

    /// Sends a command and does not wait.
    pub async fn submit(&mut self, command: R::Command) -> Id<id::Client> {
        let id = self.mint();
        self.submit_as(id.clone(), command).await;
        id
    }

    /// Sends a command under an id and does not wait.
    pub async fn submit_as(&mut self, id: Id<id::Client>, command: R::Command) {
        self.say(&FromClient::Do(Do { id, command })).await;
    }

    /// Sends a command and waits for its one answer.
    pub async fn ask(&mut self, command: R::Command) -> Result<R::Reply, Failed<R::Current>> {
        let id = self.submit(command).await;
        self.answer(&id).await
    }

    /// Sends a command under an id and waits for its one answer.
    pub async fn ask_as(
        &mut self,
        id: &Id<id::Client>,
        command: R::Command,
    ) -> Result<R::Reply, Failed<R::Current>> {
        self.submit_as(id.clone(), command).await;
        self.answer(id).await
    }

    /// Waits for the answer to a command. Other frames are kept.
    pub async fn answer(&mut self, id: &Id<id::Client>) -> Result<R::Reply, Failed<R::Current>> {
        let mut passed = VecDeque::new();
        let answer = loop {
            match self.next("an answer").await {
                FromServer::Done(done) if done.id == *id => break Ok(done.reply),
                FromServer::Failed(failed) if failed.id.as_ref() == Some(id) => break Err(failed),
                other => passed.push_back(other),
            }
        };
        passed.append(&mut self.waiting);
        self.waiting = passed;
        answer
    }

    /// The code with which a command fails.
    pub async fn refusal(&mut self, command: R::Command) -> Code {
        match self.ask(command).await {
            Ok(reply) => panic!("it was carried out: {reply:?}"),
            Err(failed) => failed.code,
        }
    }

    /// The next frame.
    pub async fn next(&mut self, what: &str) -> FromServer<R> {
        match self.next_or_end(what).await {
            Ok(frame) => frame,
            Err(closed) => panic!("the socket closed before {what}: {closed:?}"),
        }
    }

    /// The next frame, or how the socket ended.
    pub async fn next_or_end(&mut self, what: &str) -> Result<FromServer<R>, Closed> {
        match self.waiting.pop_front() {
            Some(frame) => Ok(frame),
            None => self.receive(what).await,
        }
    }

    /// The first thing that `pick` finds in the frames to come.
    pub async fn until<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(&FromServer<R>) -> Option<T>,
    ) -> T {
        loop {
            if let Some(found) = pick(&self.next(what).await) {
                return found;
            }
        }
    }

    /// Waits until everything that the server had for this socket is here.
    pub async fn settle(&mut self) {
        self.say(&FromClient::Probe {}).await;
        let mut passed = VecDeque::new();
        let heads = loop {
            match self.next("a beat").await {
                FromServer::Beat(beat) => break beat.heads,
                other => passed.push_back(other),
            }
        };
        passed.append(&mut self.waiting);
        self.waiting = passed;
        for (log, head) in heads {
            let known = self.logs.get(&log).map_or(0, Log::head);
            assert_eq!(known, head, "the beat tells of more than came of {log}");
        }
    }

    /// Waits until everything is here and forgets the frames, though not the logs.
    pub async fn drain(&mut self) -> Vec<FromServer<R>> {
        self.settle().await;
        self.waiting.drain(..).collect()
    }

    /// Waits for the end of the socket.
    pub async fn closed(&mut self) -> Closed {
        loop {
            if let Err(closed) = self.next_or_end("the end of the socket").await {
                return closed;
            }
        }
    }

    /// Breaks the connection without a word.
    pub fn cut(self) {
        drop(self.stream);
    }

    /// Closes politely and waits for the end.
    pub async fn close(&mut self) -> Closed {
        // An error means that it is closed already.
        let _ = self.stream.close(None).await;
        self.closed().await
    }

    async fn receive(&mut self, what: &str) -> Result<FromServer<R>, Closed> {
        loop {
            let text = match within(what, self.stream.next()).await {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Close(frame))) => {
                    let code = frame.map(|it| it.code.into());
                    return Err(Closed { code });
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                Some(Ok(other)) => panic!("a server sends text only: {other:?}"),
                Some(Err(_)) | None => return Err(Closed { code: None }),
            };
            match Heard::decode(&text) {
                Ok(Heard::Frame(frame)) => {
                    self.fold(&frame);
                    return Ok(frame);
                }
                odd => panic!("not a frame of this version: {odd:?}: {text}"),
            }
        }
    }

    /// Folds what a frame says of a log into what is known of it.
    fn fold(&mut self, frame: &FromServer<R>) {
        match frame {
            FromServer::Reset(reset) => {
                self.logs.insert(reset.log.clone(), Log::begun(reset));
            }
            FromServer::Event(event) => self
                .logs
                .entry(event.log.clone())
                .or_insert_with(|| Log::known_to(0))
                .take(event),
            FromServer::CaughtUp(beat) => {
                for (log, head) in &beat.heads {
                    let known = self.logs.get(log).map_or(0, Log::head);
                    assert_eq!(known, *head, "caught up, but not with {log}");
                }
            }
            _ => (),
        }
    }
}
