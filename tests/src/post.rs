//! A mail server as tests need it: a few lines of SMTP, which keep what they are given.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

use crate::patience::within;

/// From whom the server's mails are.
pub const FROM: &str = "Samtale <chat@example.com>";

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Mood {
    /// As it should.
    #[default]
    Well,
    /// It greets nobody.
    Away,
    /// It says nothing.
    Silent,
    /// It takes nothing for now.
    Busy,
    /// It knows no recipient.
    Strict,
    /// It takes a mail, and the connection breaks before it says so.
    Forgetful,
    /// It takes a mail, and says so when it is in another mood.
    Slow,
}

/// A mail that was taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Mail {
    /// From whom, in the envelope.
    pub from: String,
    /// To whom, in the envelope.
    pub to: Vec<String>,
    /// The headers.
    pub head: String,
    /// What follows them, as it came.
    pub body: String,
}

/// The program.
pub struct Post {
    address: SocketAddr,
    inside: Arc<Inside>,
    serving: JoinHandle<()>,
}

#[derive(Default)]
struct Inside {
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Default)]
struct State {
    mood: Mood,
    mails: Vec<Mail>,
    /// Every command.
    heard: Vec<String>,
    /// How often somebody came.
    calls: usize,
}

impl Post {
    /// Starts, in this mood.
    pub async fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let inside = Arc::new(Inside::default());
        inside.lock().mood = mood;
        let serving = tokio::spawn(serve(listener, inside.clone()));
        Self {
            address,
            inside,
            serving,
        }
    }

    /// Where it is reached.
    pub fn address(&self) -> String {
        self.address.to_string()
    }

    /// Behaves so from now on.
    pub fn be(&self, mood: Mood) {
        self.inside.lock().mood = mood;
        self.inside.changed.notify_waiters();
    }

    /// Waits until somebody has come so often.
    pub async fn called(&self, times: usize) {
        self.until("a call", |it| (it.calls >= times).then_some(()))
            .await;
    }

    /// Every command it was given, in order.
    pub fn heard(&self) -> Vec<String> {
        self.inside.lock().heard.clone()
    }

    /// Waits until it has taken so many mails, and gives all it has.
    pub async fn mails(&self, count: usize) -> Vec<Mail> {
        let enough = |it: &State| (it.mails.len() >= count).then(|| it.mails.clone());
        self.until("a mail", enough).await
    }

    async fn until<T>(&self, what: &str, found: impl Fn(&State) -> Option<T>) -> T {
        let wait = async {
            loop {
                let changed = self.inside.changed.notified();
                let found = found(&self.inside.lock());
                match found {
                    Some(found) => return found,
                    None => changed.await,
                }
            }
        };
        within(what, wait).await
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Mail {
    /// What stands in a header, where it is there once.
    pub fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|it| it.split_once(": "));
        let mut found = lines.filter(|(it, _)| it.eq_ignore_ascii_case(name));
        let first = found
            .next()
            .unwrap_or_else(|| panic!("no {name} in {}", self.head));
        assert_eq!(found.next(), None, "{name} is there twice");
        first.1
    }

    /// The names of all headers.
    pub fn headers(&self) -> Vec<&str> {
        let lines = self.head.lines().filter(|it| !it.starts_with([' ', '\t']));
        let mut names: Vec<_> = lines.filter_map(|it| Some(it.split_once(':')?.0)).collect();
        names.sort_unstable();
        names
    }

    /// What is read, with the encoding taken off.
    pub fn text(&self) -> String {
        match self.header("Content-Transfer-Encoding") {
            "quoted-printable" => printed(&self.body),
            "7bit" | "8bit" => self.body.replace("\r\n", "\n"),
            other => panic!("{other} is not read here"),
        }
    }

    /// All parts of a mail that has several: the headers of each, and what is read of it.
    pub fn decoded(&self) -> String {
        let (_, mark) = self.head.split_once("boundary=\"").expect("it has several");
        let (mark, _) = mark.split_once('"').expect("the mark has an end");
        let mark = format!("--{mark}");
        let parts = self.body.split(&mark).skip(1);
        let parts = parts.filter_map(|part| part.split_once("\r\n\r\n"));
        let parts = parts.map(|(head, body)| {
            let body = match head {
                it if it.contains("quoted-printable") => printed(body),
                it if it.contains("base64") => {
                    let packed: String = body.split_whitespace().collect();
                    let bytes = STANDARD.decode(packed).expect("it is base64");
                    String::from_utf8(bytes).expect("it is UTF-8")
                }
                _ => body.replace("\r\n", "\n"),
            };
            format!("{head}\n\n{body}")
        });
        parts.collect()
    }
}

/// A text that was quoted-printable.
fn printed(quoted: &str) -> String {
    let joined = quoted.replace("=\r\n", "").replace("\r\n", "\n");
    let mut parts = joined.split('=');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (code, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(code, 16).expect("two digits follow"));
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).expect("it is UTF-8")
}

impl Inside {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for another mood.
    async fn is_other_than(&self, mood: Mood) {
        loop {
            let changed = self.changed.notified();
            if self.lock().mood != mood {
                return;
            }
            changed.await;
        }
    }
}

async fn serve(listener: TcpListener, inside: Arc<Inside>) {
    while let Ok((stream, _)) = listener.accept().await {
        let inside = inside.clone();
        tokio::spawn(async move {
            let mood = {
                let mut state = inside.lock();
                state.calls += 1;
                state.mood
            };
            inside.changed.notify_waiters();
            // Whoever came may leave at any time.
            let _ = talk(stream, mood, &inside).await;
            inside.changed.notify_waiters();
        });
    }
}

/// One conversation. Nothing comes back when it broke off.
async fn talk(stream: TcpStream, mood: Mood, inside: &Inside) -> Option<()> {
    let mut stream = BufReader::new(stream);
    if mood == Mood::Away {
        return None;
    }
    if mood == Mood::Silent {
        let mut nothing = String::new();
        return stream.read_line(&mut nothing).await.ok().map(|_| ());
    }
    stream.write_all(b"220 post.example\r\n").await.ok()?;
    let (mut from, mut to) = (String::new(), Vec::new());
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        inside.lock().heard.push(line.to_owned());
        let inner = || Some(line.split_once('<')?.1.split_once('>')?.0.to_owned());
        let answer = match line.split(' ').next()? {
            "EHLO" => "250-post.example\r\n250-AUTH PLAIN\r\n250 8BITMIME",
            "AUTH" => "235 welcome",
            "MAIL" => {
                from = inner()?;
                "250 ok"
            }
            "RCPT" => match mood {
                Mood::Busy => "451 later, lead@example.com",
                Mood::Strict => "550 no such lead@example.com",
                _ => {
                    to.push(inner()?);
                    "250 ok"
                }
            },
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                let text = data(&mut stream).await?;
                let (head, body) = text.split_once("\r\n\r\n")?;
                let mail = Mail {
                    from: from.clone(),
                    to: std::mem::take(&mut to),
                    head: head.to_owned(),
                    body: body.to_owned(),
                };
                inside.lock().mails.push(mail);
                inside.changed.notify_waiters();
                match mood {
                    Mood::Forgetful => return None,
                    Mood::Slow => inside.is_other_than(mood).await,
                    _ => {}
                }
                "250 taken"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await.ok()?;
                return Some(());
            }
            _ => "250 ok",
        };
        stream
            .write_all(format!("{answer}\r\n").as_bytes())
            .await
            .ok()?;
    }
}

/// A mail, up to the dot that ends it.
async fn data(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        if line == ".\r\n" {
            return Some(text);
        }
        // A dot in front is doubled on its way.
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
