//! The server's own program, on a port of its own, set up by its own commands.

use std::{
    ffi::{OsStr, OsString},
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    process::Stdio,
    sync::atomic::{AtomicU8, Ordering},
};

use shared::{channel::Rights, id::Id, visitor::Visitor};
use tokio::{
    io::AsyncWriteExt,
    process::Command,
    time::{Duration, interval},
};

use super::{super::staff::email, UNHURRIED};
use crate::{
    patience::within,
    program::Program,
    random::Random,
    settings,
    socket::{Person, Socket},
    world::Member,
};

/// How often is looked whether the server knows something new.
const GLANCE: Duration = Duration::from_millis(20);

/// The last part of the next program's address.
static NEXT_HOST: AtomicU8 = AtomicU8::new(1);

/// Everybody's, in tests.
pub(in crate::world) const PASSWORD: &str = "correct horse battery";

/// The running program.
pub struct Outside {
    program: Program,
    address: SocketAddr,
    data: PathBuf,
    /// Further arguments of every start.
    arguments: Vec<OsString>,
    sign_ins: AtomicU8,
}

impl Outside {
    pub(super) async fn start(folder: &Path, arguments: &[&OsStr]) -> Self {
        let data = folder.join("data");
        let arguments: Vec<OsString> = arguments.iter().map(Into::into).collect();
        // A loopback address of its own: while the program is down, no connection of another test can
        // be given its port. Browsers ask for `localhost`, so with apps it is the common one.
        let host = match arguments.iter().all(|it| it != "--apps") {
            true => [127, 0, 2, NEXT_HOST.fetch_add(1, Ordering::Relaxed)],
            false => [127, 0, 0, 1],
        };
        let (program, address) = serve(&data, &arguments, (host, 0).into()).await;
        Self {
            program,
            address,
            data,
            arguments,
            sign_ins: AtomicU8::new(0),
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends the program at once: `kill -9`.
    pub async fn kill(&mut self) {
        self.program.kill().await;
    }

    /// Starts it again, on the same port and folder, and waits until it listens.
    pub async fn restart(&mut self) {
        let (program, address) = serve(&self.data, &self.arguments, self.address).await;
        self.program = program;
        assert_eq!(address, self.address);
    }

    /// Asks the program to end, as a service manager does.
    pub fn terminate(&self) {
        self.program.terminate();
    }

    /// Waits until it has ended; whether it ended well.
    pub async fn ended(&mut self) -> bool {
        self.program.ended().await.success()
    }

    /// All it has said since its last start.
    pub fn said(&self) -> String {
        self.program.said()
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.program.id()
    }

    /// Adds a channel by command and waits until the running server knows it.
    pub(super) async fn add_channel(&self, channel: &str, site: &str) {
        // As many as a measurement may need.
        let room = ["--queue-limit", "10000"];
        let add = ["channel", "add", channel, "--sites", site];
        self.command(&[&add[..], &room].concat(), "").await;
        let somebody = Person::Visitor {
            token: Random::fresh().token(),
            channel: Id::new(channel),
        };
        let mut glances = interval(GLANCE);
        let known = async {
            loop {
                glances.tick().await;
                let hello = somebody.hello::<Visitor>(None).await;
                let hello = hello.expect("a visitor needs no ticket");
                let mut socket = Socket::<Visitor>::open(self.address).await;
                if socket.hello(hello).await.is_ok() {
                    break;
                }
            }
        };
        within("the new channel", known).await;
    }

    /// Adds an account by command and signs it in over HTTP. It gets every right on its channels.
    pub(super) async fn hire(&self, name: &str, rights: &[(&str, Rights)]) -> Member {
        let email = email(name);
        let channels: Vec<&str> = rights.iter().map(|it| it.0).collect();
        let channels = channels.join(",");
        let arguments = [
            "agent",
            "add",
            &email,
            "--name",
            name,
            "--channels",
            &channels,
        ];
        self.command(&arguments, PASSWORD).await;
        // Whoever signs in comes from a machine of their own: one address may try only so often.
        let machine = self.sign_ins.fetch_add(1, Ordering::Relaxed);
        let machine = Ipv4Addr::new(127, 0, 1, machine);
        Member::sign_in(self.address, machine, &email, PASSWORD).await
    }

    /// Runs one of the program's other commands on the same folder.
    pub async fn command(&self, arguments: &[&str], input: &str) {
        let mut child = Command::new(settings::server())
            .args(arguments)
            .env("SAMTALE_DATA", &self.data)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("the server's program is there");
        let mut stdin = child.stdin.take().expect("it is piped");
        // A command that asks nothing may have ended already.
        let _ = stdin.write_all(format!("{input}\n").as_bytes()).await;
        drop(stdin);
        let status = within("the command's end", child.wait()).await;
        let status = status.expect("its status can be read");
        assert!(status.success(), "{arguments:?}");
    }
}

async fn serve(data: &Path, arguments: &[OsString], address: SocketAddr) -> (Program, SocketAddr) {
    let mut command = Command::new(settings::server());
    command
        .args(["serve", "--listen", &address.to_string(), "--log", "warn"])
        .args(["--dns", "off"])
        .args(["--rate-factor", &UNHURRIED.to_string()])
        .args(arguments)
        .env("SAMTALE_DATA", data);
    let mut program = Program::start("samtale", command);
    let address = program
        .line("where it listens", |line| {
            let (_, rest) = line.split_once("listens on ")?;
            rest.split_once(". ")?.0.parse().ok()
        })
        .await;
    (program, address)
}
