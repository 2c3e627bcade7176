//! The demo as a person starts it: the server's own program with example data and a shop.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::Path,
    process::Stdio,
};

use crate::{patience::within, program::Program, settings};
use serde::Deserialize;
use tempfile::TempDir;
use tokio::{
    io::AsyncWriteExt,
    process::Command,
    time::{Duration, interval},
};

/// How often is looked whether the demo is up.
const GLANCE: Duration = Duration::from_millis(20);

/// A running demo.
pub struct Demo {
    program: Program,
    ready: Ready,
    folder: TempDir,
    arguments: Vec<String>,
}

/// What the demo tells of itself.
#[derive(Clone, Debug, Deserialize)]
struct Ready {
    origin: String,
    shop: String,
    agents: Vec<Account>,
}

/// How an agent of the demo signs in.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// The name visitors see.
    pub name: String,
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
}

impl Demo {
    /// Starts a new one on free ports.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// The same with these arguments too.
    pub async fn start_with(arguments: &[&str]) -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        let arguments: Vec<String> = arguments.iter().map(|&it| it.to_owned()).collect();
        let (program, ready) = start(folder.path(), "0", "0", &arguments).await;
        Self {
            program,
            ready,
            folder,
            arguments,
        }
    }

    /// Where the server is for browsers: what the agents open.
    pub fn origin(&self) -> &str {
        &self.ready.origin
    }

    /// Where the shop is.
    pub fn shop(&self) -> &str {
        &self.ready.shop
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        let (_, port) = self.origin().rsplit_once(':').expect("it has a port");
        (Ipv4Addr::LOCALHOST, port.parse().expect("it is a port")).into()
    }

    /// One of the two agents.
    pub fn account(&self, index: usize) -> Account {
        self.ready.agents[index].clone()
    }

    /// Runs a command of the server's program on the demo's data, as whoever runs it does.
    pub async fn administer(&self, line: &str) {
        self.run(line, "").await;
    }

    /// Gives another agent an account with all rights on these channels.
    pub async fn hire(&self, name: &str, channels: &str) -> Account {
        let account = Account {
            name: name.to_owned(),
            email: format!("{}@demo.example", name.to_lowercase()),
            password: "a long enough word".to_owned(),
        };
        let email = &account.email;
        let add = format!("agent add {email} --name {name} --channels {channels}");
        self.run(&add, &account.password).await;
        account
    }

    /// The first mail that the demo sends, as it is sent.
    pub async fn mail(&self) -> String {
        let folder = self.folder.path().join("data/mail");
        let found = async {
            let mut glances = interval(GLANCE);
            loop {
                glances.tick().await;
                let mut files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
                let is_mail =
                    |it: &std::fs::DirEntry| it.path().extension().is_some_and(|it| it == "eml");
                let mail = files.find(is_mail);
                let text = mail.and_then(|it| std::fs::read_to_string(it.path()).ok());
                if let Some(text) = text.filter(|it| !it.is_empty()) {
                    return text;
                }
            }
        };
        within("a mail", found).await
    }

    /// Whether anything that the server keeps holds this text as it stands.
    pub fn holds(&self, text: &str) -> bool {
        let mut folders = vec![self.folder.path().join("data")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                // A file may go while it is looked at.
                let bytes = std::fs::read(&path).unwrap_or_default();
                if bytes.windows(text.len()).any(|it| it == text.as_bytes()) {
                    return true;
                }
            }
        }
        false
    }

    /// Waits until nothing that the server keeps holds it.
    pub async fn forgets(&self, text: &str) {
        let gone = async {
            let mut glances = interval(GLANCE);
            while self.holds(text) {
                glances.tick().await;
            }
        };
        within("that nothing of it is left", gone).await;
    }

    async fn run(&self, line: &str, input: &str) {
        let mut command = Command::new(settings::server());
        command
            .args(line.split_whitespace())
            .arg("--data")
            .arg(self.folder.path().join("data"))
            .stdin(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("it is piped");
        let told = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        let status = within(line, child.wait()).await;
        assert!(
            status.is_ok_and(|it| it.success()) && told.is_ok(),
            "{line}"
        );
    }

    /// Ends the program at once: `kill -9`. The shop ends with it.
    pub async fn kill(&mut self) {
        self.program.kill().await;
    }

    /// Starts it again on the same ports with the same data.
    pub async fn restart(&mut self) {
        let [port, shop_port] = [self.origin(), self.shop()].map(|origin| {
            let port = origin
                .rsplit_once(':')
                .expect("an origin here has a port")
                .1;
            port.to_owned()
        });
        let (program, ready) = start(self.folder.path(), &port, &shop_port, &self.arguments).await;
        self.program = program;
        assert_eq!(ready.origin, self.ready.origin);
    }

    /// What the program said since its last start.
    pub fn said(&self) -> String {
        self.program.said()
    }
}

async fn start(
    folder: &Path,
    port: &str,
    shop_port: &str,
    arguments: &[String],
) -> (Program, Ready) {
    let ready_file = folder.join("ready.json");
    // It may lie there from an earlier start; an error means that it does not.
    let _ = std::fs::remove_file(&ready_file);
    let mut command = Command::new(settings::server());
    command
        .args([
            "demo",
            "--port",
            port,
            "--demo-port",
            shop_port,
            "--log",
            "info",
            // A story counts what it has told itself.
            "--without-past",
            // Nor does a channel do anything of itself but in the stories about that.
            "--plain",
        ])
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--apps")
        .arg(settings::apps())
        .arg("--ready-file")
        .arg(&ready_file)
        .args(arguments);
    let program = Program::start("the demo", command);
    let up = async {
        let mut glances = interval(GLANCE);
        loop {
            glances.tick().await;
            if let Ok(text) = std::fs::read(&ready_file) {
                return text;
            }
        }
    };
    let text = within("the demo's start", up).await;
    let ready = serde_json::from_slice(&text).expect("the demo says where it is");
    (program, ready)
}
