//! A person's bare socket: frames of the protocol and nothing behind them, so that tests see every
//! frame and can send any.

pub mod agent;
pub mod files;
mod log;
mod persist;
mod person;
mod talk;
pub mod visitor;

use std::{
    collections::{BTreeMap, VecDeque},
    net::{Ipv4Addr, SocketAddr},
};

use futures_util::{SinkExt, StreamExt};
use shared::{
    Role, SUBPROTOCOL,
    error::{Code, Failed, Refused},
    frame::{Do, FromClient, FromServer, Heard, Hello, Welcome},
    http::SOCKET,
    id::{self, Id},
};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Error, Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig,
    },
};

use crate::{patience::within, random::Random};

pub use log::Log;
pub use person::Person;

/// An open socket. Whatever it hears of a log must be without holes: that is checked always.
pub struct Socket<R: Role> {
    stream: WebSocketStream<TcpStream>,
    server: SocketAddr,
    random: Random,
    person: Option<Person>,
    welcome: Option<Welcome<R::Me>>,
    /// Frames that came, but were not asked for yet.
    waiting: VecDeque<FromServer<R>>,
    /// Every log as far as it was heard, on this connection and those before it.
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
        Self::open_with(server, &[])
            .await
            .unwrap_or_else(|status| panic!("the socket was refused with {status}"))
    }

    /// Opens a socket with further headers, such as a browser's. The status code when it is refused.
    pub async fn open_with(
        server: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        match connect(server, headers, Ipv4Addr::LOCALHOST).await {
            Ok(stream) => Ok(Self::over(stream, server)),
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("no socket: {error}"),
        }
    }

    /// Opens a socket from one of this machine's loopback addresses, as from another machine.
    pub async fn open_from(machine: Ipv4Addr, server: SocketAddr) -> Self {
        let stream = connect(server, &[], machine).await;
        Self::over(stream.expect("the server is there"), server)
    }

    fn over(stream: WebSocketStream<TcpStream>, server: SocketAddr) -> Self {
        Self {
            stream,
            server,
            random: Random::fresh(),
            person: None,
            welcome: None,
            waiting: VecDeque::new(),
            logs: BTreeMap::new(),
        }
    }

    /// Says hello, hears the welcome and whatever was missed.
    pub async fn hello(&mut self, hello: Hello) -> Result<(), Refused> {
        match self.try_hello(hello).await {
            Ok(outcome) => outcome,
            Err(closed) => panic!("closed at once: {closed:?}"),
        }
    }

    async fn try_hello(&mut self, hello: Hello) -> Result<Result<(), Refused>, Closed> {
        for (log, known) in hello.resume.iter().flat_map(|it| &it.cursors) {
            self.logs
                .entry(log.clone())
                .or_insert_with(|| Log::known_to(*known))
                .forget_above(*known);
        }
        self.say(&FromClient::Hello(hello)).await;
        match self.next_or_end("a welcome").await? {
            FromServer::Welcome(welcome) => self.welcome = Some(welcome),
            FromServer::Refused(refused) => return Ok(Err(refused)),
            other => panic!("no welcome, but {other:?}"),
        }
        self.fetch("what was missed", |frame| match frame {
            FromServer::CaughtUp(_) => Ok(()),
            other => Err(other),
        })
        .await
        .map(Ok)
    }

    /// What the server said in its welcome.
    pub fn welcome(&self) -> &Welcome<R::Me> {
        self.welcome.as_ref().expect("it was welcomed")
    }

    /// Who the server says this is.
    pub fn me(&self) -> &R::Me {
        &self.welcome().me
    }

    /// Sends a frame.
    pub async fn say(&mut self, frame: &FromClient<R::Command>) {
        let text = serde_json::to_string(frame).expect("a frame can be written");
        self.say_message(Message::text(text)).await;
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
    pub async fn submit(&mut self, id: &Id<id::Client>, command: R::Command) {
        let id = id.clone();
        self.say(&FromClient::Do(Do { id, command })).await;
    }

    /// Sends a command and waits for its one answer.
    pub async fn ask(&mut self, command: R::Command) -> Result<R::Reply, Failed<R::Current>> {
        let id = self.mint();
        self.ask_as(&id, command).await
    }

    /// Sends a command under an id and waits for its one answer.
    pub async fn ask_as(
        &mut self,
        id: &Id<id::Client>,
        command: R::Command,
    ) -> Result<R::Reply, Failed<R::Current>> {
        self.submit(id, command).await;
        self.answer(id).await
    }

    /// Waits for the answer to a command. Other frames are kept.
    pub async fn answer(&mut self, id: &Id<id::Client>) -> Result<R::Reply, Failed<R::Current>> {
        match self.answer_or_end(id).await {
            Ok(answer) => answer,
            Err(closed) => panic!("the socket closed before an answer: {closed:?}"),
        }
    }

    async fn answer_or_end(
        &mut self,
        id: &Id<id::Client>,
    ) -> Result<Result<R::Reply, Failed<R::Current>>, Closed> {
        self.fetch("an answer", |frame| match frame {
            FromServer::Done(done) if done.id == *id => Ok(Ok(done.reply)),
            FromServer::Failed(failed) if failed.id.as_ref() == Some(id) => Ok(Err(failed)),
            other => Err(other),
        })
        .await
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

    /// The first thing that `pick` finds in the frames to come; those before it are passed over.
    pub async fn until<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(&FromServer<R>) -> Option<T>,
    ) -> T {
        let found = async {
            loop {
                if let Some(found) = pick(&self.next(what).await) {
                    return found;
                }
            }
        };
        within(what, found).await
    }

    /// Waits until everything that the server had for this socket is here.
    pub async fn settle(&mut self) {
        // Beats that were kept for later tell how it was then.
        self.waiting.retain(|it| !matches!(it, FromServer::Beat(_)));
        self.say(&FromClient::Probe {}).await;
        let beat = self.fetch("a beat", |frame| match frame {
            FromServer::Beat(beat) => Ok(beat.heads),
            other => Err(other),
        });
        let heads = beat.await.expect("the socket stays open");
        for (log, head) in heads {
            let known = self.logs.get(&log).map_or(0, Log::head);
            assert_eq!(known, head, "the beat tells of more than came of {log}");
        }
    }

    /// Waits until everything is here and takes the frames away, though not the logs.
    pub async fn drain(&mut self) -> Vec<FromServer<R>> {
        self.settle().await;
        self.waiting.drain(..).collect()
    }

    /// Takes the frames away that came and were not asked for, though not the logs.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }

    /// Waits for the end of the socket.
    pub async fn closed(&mut self) -> Closed {
        loop {
            if let Err(closed) = self.next_or_end("the end of the socket").await {
                return closed;
            }
        }
    }

    /// The bare WebSocket, for whoever reads its frames alone.
    pub fn into_stream(self) -> WebSocketStream<TcpStream> {
        self.stream
    }

    /// Closes politely and waits for the end.
    pub async fn close(&mut self) -> Closed {
        // An error means that it is closed already.
        let _ = self.stream.close(None).await;
        self.closed().await
    }

    /// Takes the first frame that `pick` wants, and keeps those before it for later.
    async fn fetch<T>(
        &mut self,
        what: &str,
        mut pick: impl FnMut(FromServer<R>) -> Result<T, FromServer<R>>,
    ) -> Result<T, Closed> {
        let mut passed = VecDeque::new();
        let fetched = loop {
            match self.next_or_end(what).await.map(&mut pick) {
                Ok(Ok(found)) => break Ok(found),
                Ok(Err(other)) => passed.push_back(other),
                Err(closed) => break Err(closed),
            }
        };
        passed.append(&mut self.waiting);
        self.waiting = passed;
        fetched
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

/// Opens a WebSocket from one of this machine's loopback addresses.
async fn connect(
    server: SocketAddr,
    headers: &[(&'static str, &str)],
    machine: Ipv4Addr,
) -> Result<WebSocketStream<TcpStream>, Error> {
    let mut request = format!("ws://{server}{SOCKET}").into_client_request()?;
    let protocol = ("sec-websocket-protocol", SUBPROTOCOL);
    for (name, value) in headers.iter().copied().chain([protocol]) {
        request
            .headers_mut()
            .insert(name, HeaderValue::from_str(value)?);
    }
    let opened = async {
        let socket = TcpSocket::new_v4()?;
        if machine != Ipv4Addr::LOCALHOST {
            socket.bind((machine, 0).into())?;
        }
        let stream = socket.connect(server).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(8 * 1024);
        client_async_with_config(request, stream, Some(config)).await
    };
    Ok(within("a socket", opened).await?.0)
}
