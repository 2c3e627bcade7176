//! A program started by a test: what it says, and its end, by signal if need be.

use std::{
    fs,
    process::{ExitStatus, Stdio},
    sync::{Arc, Mutex},
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, BufReader},
    process::{Child, Command},
    sync::mpsc,
};

use crate::patience::within;

/// A running program. Dropping it kills it, and whatever it started.
pub struct Program {
    name: String,
    child: Child,
    pid: Pid,
    lines: mpsc::UnboundedReceiver<String>,
    said: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts it. Must be called within a runtime.
    pub fn start(name: &str, mut command: Command) -> Self {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command
            .spawn()
            .unwrap_or_else(|error| panic!("{name} does not start: {error}"));
        let pid = child
            .id()
            .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?))
            .expect("a program just started has an id");
        let (sender, lines) = mpsc::unbounded_channel();
        let said = Arc::new(Mutex::new(Vec::new()));
        let out = child.stdout.take().expect("it is piped");
        let err = child.stderr.take().expect("it is piped");
        tokio::spawn(listen(out, sender.clone(), said.clone()));
        tokio::spawn(listen(err, sender, said.clone()));
        Self {
            name: name.to_owned(),
            child,
            pid,
            lines,
            said,
        }
    }

    /// Waits for a line from which `read` makes something.
    pub async fn line<T>(&mut self, what: &str, read: impl Fn(&str) -> Option<T>) -> T {
        let wait = async {
            while let Some(line) = self.lines.recv().await {
                if let Some(found) = read(&line) {
                    return Some(found);
                }
            }
            None
        };
        let found = within(what, wait).await;
        found.unwrap_or_else(|| panic!("{} ended without {what}:\n{}", self.name, self.said()))
    }

    /// Ends it at once, without any chance to tidy up: `kill -9`.
    pub async fn kill(&mut self) {
        // An error means that it has ended already.
        let _ = self.child.start_kill();
        self.ended().await;
    }

    /// Asks it to end, as a service manager does.
    pub fn terminate(&self) {
        kill_process(self.pid, Signal::TERM).expect("it still runs");
    }

    /// Waits for its end.
    pub async fn ended(&mut self) -> ExitStatus {
        within("the program's end", self.child.wait())
            .await
            .expect("its status can be read")
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    /// Everything it says, as it says it.
    pub fn voice(&self) -> Arc<Mutex<Vec<String>>> {
        self.said.clone()
    }

    /// All it has said so far, on both streams.
    pub fn said(&self) -> String {
        self.said.lock().expect("no reader panics").join("\n")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if self.child.id().is_none() {
            return;
        }
        for pid in family(self.pid) {
            // Some may have ended with their parents.
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

async fn listen(
    stream: impl AsyncRead + Unpin,
    lines: mpsc::UnboundedSender<String>,
    said: Arc<Mutex<Vec<String>>>,
) {
    let mut stream = BufReader::new(stream).lines();
    while let Ok(Some(line)) = stream.next_line().await {
        said.lock().expect("no reader panics").push(line.clone());
        // Nobody may be waiting for lines any more.
        let _ = lines.send(line);
    }
}

/// A process and all that descend from it, parents first.
fn family(first: Pid) -> Vec<Pid> {
    let parents: Vec<(Pid, Pid)> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let pid = entry.file_name().to_str()?.parse().ok()?;
            let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
            // The name, in brackets, may hold anything; the parent is the second word after it.
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
            Some((Pid::from_raw(pid)?, Pid::from_raw(parent.parse().ok()?)?))
        })
        .collect();
    let mut members = vec![first];
    let mut next = 0;
    while let Some(&parent) = members.get(next) {
        let children = parents.iter().filter(|it| it.1 == parent).map(|it| it.0);
        members.extend(children);
        next += 1;
    }
    members
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Program {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        Program::start("sh", command)
    }

    #[tokio::test]
    async fn its_lines_are_heard() {
        let mut program = shell("echo one; echo port=7 >&2; sleep 60");
        let port = program
            .line("a port", |line| {
                line.strip_prefix("port=")?.parse::<u16>().ok()
            })
            .await;
        assert_eq!(port, 7);
    }

    #[tokio::test]
    async fn dropping_it_ends_its_children_too() {
        let mut program = shell("sleep 60 & echo $!; wait");
        let child = program
            .line("the child", |line| line.parse::<i32>().ok())
            .await;
        let child = Pid::from_raw(child).unwrap();
        assert!(family(program.pid).contains(&child));
        drop(program);
        let ends = async {
            while fs::read_to_string(format!("/proc/{}/stat", child.as_raw_nonzero()))
                .is_ok_and(|stat| !stat.contains(") Z "))
            {
                tokio::task::yield_now().await;
            }
        };
        within("the child's end", ends).await;
    }
}
