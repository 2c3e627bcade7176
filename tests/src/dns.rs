//! A name server of a few made-up domains, over UDP.

use std::net::SocketAddr;

use tokio::{net::UdpSocket, task::JoinHandle};

const A: u16 = 1;
const MX: u16 = 15;
/// There is no such name.
const ABSENT: u8 = 3;
/// The name server cannot say.
const FAILED: u8 = 2;
/// The bytes before the question.
const HEAD: usize = 12;

/// A running name server.
pub struct Dns {
    /// Where it answers.
    pub address: SocketAddr,
    task: JoinHandle<()>,
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Dns {
    /// Knows `fjord.example` by its mail server, `plain.example` by its address alone, `null.example`, which takes
    /// no mail; says of `broken.example` that it cannot say, and of `mute.example` nothing at all. There are no
    /// others.
    pub async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await;
        let socket = socket.expect("there is a free port");
        let address = socket.local_addr().expect("it is bound");
        let task = tokio::spawn(async move {
            let mut question = [0; 512];
            while let Ok((length, from)) = socket.recv_from(&mut question).await {
                if let Some(answer) = answer(&question[..length]) {
                    // Whoever asked may be gone.
                    let _ = socket.send_to(&answer, from).await;
                }
            }
        });
        Self { address, task }
    }
}

fn answer(question: &[u8]) -> Option<Vec<u8>> {
    let mut labels = Vec::new();
    let mut at = HEAD;
    while let length @ 1.. = usize::from(*question.get(at)?) {
        let label = question.get(at + 1..=at + length)?;
        labels.push(String::from_utf8_lossy(label).to_lowercase());
        at += length + 1;
    }
    let end = at + 5;
    let kind = u16::from_be_bytes([*question.get(at + 1)?, *question.get(at + 2)?]);
    let (code, data): (u8, Option<Vec<u8>>) = match (labels.join(".").as_str(), kind) {
        ("mute.example", _) => return None,
        ("broken.example", _) => (FAILED, None),
        ("fjord.example", MX) => (0, Some(mail_server(b"\x04mail\x05fjord\x07example\0"))),
        ("null.example", MX) => (0, Some(mail_server(b"\0"))),
        ("plain.example", A) => (0, Some(vec![192, 0, 2, 1])),
        ("fjord.example" | "plain.example" | "null.example", _) => (0, None),
        _ => (ABSENT, None),
    };
    let mut text = question.get(..2)?.to_vec();
    text.extend([
        0x81,
        0x80 | code,
        0,
        1,
        0,
        u8::from(data.is_some()),
        0,
        0,
        0,
        0,
    ]);
    text.extend(question.get(HEAD..end)?);
    if let Some(data) = data {
        // The name of the question, its kind, the class of the internet, a minute.
        text.extend([0xc0, 0x0c]);
        text.extend(kind.to_be_bytes());
        text.extend([0, 1, 0, 0, 0, 60]);
        text.extend((data.len() as u16).to_be_bytes());
        text.extend(data);
    }
    Some(text)
}

fn mail_server(name: &[u8]) -> Vec<u8> {
    [&[0, 10], name].concat()
}
