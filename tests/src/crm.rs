//! A register as a company might write one: a few lines of HTTP, customers in memory.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

use crate::patience::within;

/// What lets the server in.
pub const SECRET: &str = "a-secret-of-the-register";

/// How it behaves.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Mood {
    /// As it should.
    #[default]
    Well,
    /// It answers with a failure.
    Broken,
    /// It sends whoever asks elsewhere.
    Elsewhere,
    /// It talks without end.
    Endless,
    /// It says nothing that makes sense.
    Confused,
}

/// The program.
pub struct Crm {
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
    contacts: BTreeMap<String, Value>,
    requests: BTreeMap<String, Value>,
    activities: BTreeMap<String, Value>,
    asked: Vec<String>,
    strangers: usize,
}

impl Crm {
    /// Starts with these contacts.
    pub async fn start(contacts: &[Value]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await;
        let listener = listener.expect("a port is free");
        let address = listener.local_addr().expect("it is bound");
        let inside = Arc::new(Inside::default());
        for contact in contacts {
            let id = contact["id"].as_str().expect("a contact has an id");
            let known = &mut inside.lock().contacts;
            known.insert(id.to_owned(), contact.clone());
        }
        let serving = tokio::spawn(serve(listener, inside.clone()));
        Self {
            address,
            inside,
            serving,
        }
    }

    /// Where it is asked.
    pub fn url(&self) -> String {
        format!("http://{}/samtale", self.address)
    }

    /// Behaves so from now on.
    pub fn be(&self, mood: Mood) {
        self.inside.lock().mood = mood;
    }

    /// The requests that were made, by key.
    pub fn requests(&self) -> BTreeMap<String, Value> {
        self.inside.lock().requests.clone()
    }

    /// What it was asked, in order.
    pub fn asked(&self) -> Vec<String> {
        self.inside.lock().asked.clone()
    }

    /// How often somebody came without the secret.
    pub fn strangers(&self) -> usize {
        self.inside.lock().strangers
    }

    /// Waits until it was told of a chat that it is so.
    pub async fn told(&self, conversation: &str, is_so: impl Fn(&Value) -> bool) -> Value {
        let told = async {
            loop {
                let changed = self.inside.changed.notified();
                let found = self.inside.lock().activities.get(conversation).cloned();
                match found.filter(&is_so) {
                    Some(found) => return found,
                    None => changed.await,
                }
            }
        };
        within("an activity in the register", told).await
    }
}

impl Drop for Crm {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Inside {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn serve(listener: TcpListener, inside: Arc<Inside>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, inside.clone()));
    }
}

/// Answers one request and closes.
async fn answer(stream: TcpStream, inside: Arc<Inside>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    stream.read_line(&mut line).await.ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut is_known) = (0, false);
    loop {
        let mut header = String::new();
        stream.read_line(&mut header).await.ok()?;
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => is_known = value == format!("Bearer {SECRET}"),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    let body = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let mood = inside.lock().mood;
    let head = |status: &str, more: &str| {
        format!("HTTP/1.1 {status}\r\nconnection: close\r\n{more}\r\n").into_bytes()
    };
    let out = match mood {
        Mood::Broken => head("500 Broken", "content-length: 0\r\n"),
        Mood::Elsewhere => {
            let elsewhere = "location: /samtale/contacts/kari\r\ncontent-length: 0\r\n";
            head("302 Found", elsewhere)
        }
        Mood::Confused => {
            let mut out = head("200 OK", "content-length: 4\r\n");
            out.extend(b"{\"a\"");
            out
        }
        Mood::Endless => {
            let mut out = head("200 OK", "");
            out.extend(vec![b' '; 2 * 1024 * 1024]);
            out
        }
        Mood::Well => {
            let mut state = inside.lock();
            state.asked.push(format!("{method} {target}"));
            state.strangers += usize::from(!is_known);
            let (status, text) = state.say(&method, &target, &body);
            let length = format!("content-length: {}\r\n", text.len());
            let mut out = head(status, &length);
            out.extend(text.into_bytes());
            out
        }
    };
    inside.changed.notify_waiters();
    // Whoever asked may not want to hear all of it.
    let _ = stream.write_all(&out).await;
    let _ = stream.shutdown().await;
    Some(())
}

impl State {
    fn say(&mut self, method: &str, target: &str, body: &Value) -> (&'static str, String) {
        const OK: &str = "200 OK";
        const NOT_FOUND: (&str, String) = ("404 Not Found", String::new());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let parts: Vec<&str> = path.split('/').skip(2).collect();
        match (method, &parts[..]) {
            ("GET", ["matches"]) => {
                let is_it = |it: &&Value| {
                    let email = it["email"].as_str().unwrap_or("-").replace('@', "%40");
                    query.to_lowercase().contains(&email)
                };
                let found: Vec<_> = self.contacts.values().filter(is_it).collect();
                (OK, json!({ "contacts": found }).to_string())
            }
            ("GET", ["contacts"]) => {
                let all: Vec<_> = self.contacts.values().collect();
                (OK, json!({ "contacts": all, "next": 20 }).to_string())
            }
            ("GET", ["contacts", id]) => match self.contacts.get(*id) {
                Some(contact) => {
                    let made = self.requests.iter();
                    let records: Vec<_> = made.map(|(key, it)| record(key, it)).collect();
                    let found = json!({ "contact": contact, "records": records });
                    (OK, found.to_string())
                }
                None => NOT_FOUND,
            },
            ("GET", ["records", "request", id]) => match self.requests.get(*id) {
                Some(it) => {
                    let found = json!({
                        "record": record(id, it), "text": it["text"], "log": it["log"],
                    });
                    (OK, found.to_string())
                }
                None => NOT_FOUND,
            },
            ("PUT", ["contacts", key]) => {
                let made = json!({ "id": key, "name": body["name"] });
                self.contacts.insert((*key).to_owned(), made.clone());
                ("201 Created", made.to_string())
            }
            ("PUT", ["requests", key]) => {
                self.requests.insert((*key).to_owned(), body.clone());
                let number = format!("CRM-{}", self.requests.len());
                (
                    "201 Created",
                    json!({ "id": key, "number": number }).to_string(),
                )
            }
            ("PUT", ["activities", conversation]) => {
                let activities = &mut self.activities;
                activities.insert((*conversation).to_owned(), body.clone());
                ("204 No Content", String::new())
            }
            _ => NOT_FOUND,
        }
    }
}

fn record(key: &str, request: &Value) -> Value {
    json!({
        "id": key, "kind": "request", "title": request["title"],
        "conversation": request["conversation"], "category": request["category"],
    })
}
