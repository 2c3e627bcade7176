//! The driver over real sockets, against the little server of the link's tests.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use shared::{
    SUBPROTOCOL,
    message::Content,
    visitor::{Command, Post, Start, Visitor},
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc::{UnboundedSender, unbounded_channel},
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{ErrorResponse, Request, Response},
        http::{HeaderValue, header},
    },
};

use super::{Participant, Place};
use crate::{
    Delivery,
    link::{Input, Status, tests::model::Model},
    outbox::News,
    random::Random,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// The little server, and where each socket's frames go.
struct Server {
    model: Model,
    sockets: BTreeMap<u64, UnboundedSender<String>>,
}

type Shared = Arc<Mutex<Server>>;

fn with<T>(server: &Shared, act: impl FnOnce(&mut Server) -> T) -> T {
    let mut server = server.lock().unwrap_or_else(PoisonError::into_inner);
    let result = act(&mut server);
    for (socket, text) in std::mem::take(&mut server.model.out) {
        if let Some(socket) = server.sockets.get(&socket) {
            let _ = socket.send(text);
        }
    }
    result
}

async fn serve() -> (Place, Shared) {
    let mut model = Model::new(1);
    model.is_troubled = false;
    let server = Arc::new(Mutex::new(Server {
        model,
        sockets: BTreeMap::new(),
    }));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let place = Place::new(listener.local_addr().unwrap().to_string());
    let shared = server.clone();
    tokio::spawn(async move {
        for number in 1.. {
            let (stream, _) = listener.accept().await.unwrap();
            tokio::spawn(attend(stream, number, shared.clone()));
        }
    });
    (place, server)
}

#[expect(
    clippy::result_large_err,
    reason = "the library's own type of callback"
)]
async fn attend(stream: TcpStream, number: u64, server: Shared) {
    let choose = |_: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        let protocol = HeaderValue::from_static(SUBPROTOCOL);
        response
            .headers_mut()
            .insert(header::SEC_WEBSOCKET_PROTOCOL, protocol);
        Ok(response)
    };
    let Ok(mut socket) = accept_hdr_async(stream, choose).await else {
        return;
    };
    let (sender, mut waiting) = unbounded_channel();
    with(&server, |it| it.sockets.insert(number, sender));
    loop {
        tokio::select! {
            heard = socket.next() => match heard {
                Some(Ok(Message::Text(text))) => with(&server, |it| it.model.hear(number, &text)),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => break,
            },
            text = waiting.recv() => {
                let text = text.expect("the server holds the other end");
                if socket.send(Message::text(text)).await.is_err() {
                    break;
                }
            }
        }
    }
    with(&server, |it| it.model.close(number));
}

fn post(text: String) -> Command {
    Command::Post(Post {
        content: Content::text(text),
    })
}

fn start(text: &str) -> Command {
    Command::Start(Start {
        content: Content::text(text),
        ..Start::default()
    })
}

fn is_done(delivery: &Delivery<Visitor>) -> bool {
    matches!(delivery, Delivery::Outbox(News::Done(..)))
}

#[tokio::test]
async fn a_message_goes_out_and_its_event_comes_back() {
    let (place, server) = serve().await;
    let mut kari = Participant::<Visitor>::visitor(&place, "support", "secret");
    kari.send(start("Hello?"));
    let is_event = |it: &Delivery<Visitor>| matches!(it, Delivery::Event(it) if it.seq == 2);
    kari.wait_until(PATIENCE, is_event).await.unwrap();
    assert_eq!(with(&server, |it| it.model.heard_texts().len()), 1);
}

#[tokio::test]
async fn cut_at_any_byte_each_message_still_arrives_once_and_in_order() {
    let (place, server) = serve().await;
    let mut random = Random::new(3);
    let mut kari = Participant::<Visitor>::visitor(&place, "support", "secret");
    kari.send(start("0"));
    let expected: Vec<String> = (0..=120).map(|it| it.to_string()).collect();
    // Always a few under way, and no more: else all could be said before this learns of the connection.
    let mut further = expected[1..].iter();
    for text in further.by_ref().take(3) {
        kari.send(post(text.clone()));
    }
    let (mut done, mut cuts) = (0, 0);
    while done < expected.len() {
        let delivery = kari.wait_until(PATIENCE, |_| true).await.unwrap();
        match &delivery {
            Delivery::Status(Status::Waiting(_)) => {
                cuts += 1;
                kari.give(Input::Online);
            }
            // Before it stands, and again when it does: what was ordered first may have ended an attempt
            // that was given up anyway.
            Delivery::Status(Status::Connecting | Status::Live) if cuts < 150 => {
                kari.cut_after(random.below(1_000));
            }
            it if is_done(it) => {
                done += 1;
                if let Some(text) = further.next() {
                    kari.send(post(text.clone()));
                }
            }
            _ => {}
        }
    }
    assert!(cuts > 50, "{cuts}");
    with(&server, |it| assert_eq!(it.model.heard_texts(), expected));
}

#[tokio::test]
async fn a_participant_that_is_cut_comes_back() {
    let (place, _server) = serve().await;
    let mut kari = Participant::<Visitor>::visitor(&place, "support", "secret");
    let is_live = |it: &Delivery<Visitor>| *it == Delivery::Status(Status::Live);
    for _ in 0..3 {
        kari.wait_until(PATIENCE, is_live).await.unwrap();
        kari.cut();
        let is_waiting =
            |it: &Delivery<Visitor>| matches!(it, Delivery::Status(Status::Waiting(_)));
        kari.wait_until(PATIENCE, is_waiting).await.unwrap();
        kari.give(Input::Online);
    }
}
