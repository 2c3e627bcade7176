//! The program as a person uses it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
};

use tempfile::TempDir;

/// The program in a folder of its own.
pub(crate) struct Shell(TempDir);

impl Shell {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    /// The folder it works in.
    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_samtale"));
        command
            .args(line.split_whitespace())
            .current_dir(self.0.path())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end and gives it this on standard input.
    fn run_with(&self, line: &str, input: &str) -> Output {
        let mut child = self.command(line).spawn().unwrap();
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        child.wait_with_output().unwrap()
    }

    /// What a command that works says.
    pub(crate) fn says(&self, line: &str) -> String {
        let output = self.run_with(line, "");
        assert!(output.status.success(), "{line}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command that does not work complains about.
    pub(crate) fn complains(&self, line: &str) -> String {
        let output = self.run_with(line, "");
        assert!(!output.status.success(), "{line}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// A server that has said that it listens.
    fn serve(&self, line: &str) -> (Child, String) {
        let mut child = self.command(line).spawn().unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let mut first = String::new();
        while !first.contains("listens on") && !first.contains("Sign in at the desk") {
            assert_ne!(said.read_line(&mut first).unwrap(), 0, "{first}");
        }
        (child, first)
    }
}

/// Stops a server as an operator does.
fn stop(mut child: Child) -> Output {
    let id = rustix::process::Pid::from_child(&child);
    rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
    let status = child.wait().unwrap();
    let mut stderr = Vec::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_end(&mut stderr)
        .unwrap();
    Output {
        status,
        stdout: Vec::new(),
        stderr,
    }
}

#[test]
fn help_names_what_a_person_expects() {
    let help = Shell::new().says("--help");
    for command in [
        "serve", "demo", "agent", "channel", "office", "group", "profile", "reason", "tag",
        "backup", "check", "config",
    ] {
        assert!(
            help.contains(&format!("\n  {command} ")),
            "{command}: {help}"
        );
    }
}

#[test]
fn accounts_and_channels_are_kept() {
    let shell = Shell::new();
    assert!(
        shell
            .says("channel add support --title Hello --sites https://a.example")
            .contains("support")
    );
    assert!(shell.complains("channel add support").contains("already"));
    assert!(
        shell
            .complains("channel add b --sites https://a.example/x")
            .contains("scheme, host and port")
    );
    shell.says("channel change support --sites https://b.example,http://localhost:1");
    let listed = shell.says("channel list");
    assert!(
        listed.contains("https://b.example http://localhost:1"),
        "{listed}"
    );

    let add = "agent add anna@example.com --name Anna --channels support";
    let short = shell.run_with(add, "short\n");
    assert!(!short.status.success());
    assert!(String::from_utf8_lossy(&short.stderr).contains("fewer than 12"));
    assert!(
        shell
            .run_with(add, "correct horse battery\n")
            .status
            .success()
    );
    assert!(shell.complains(add).contains("has an account already"));
    let told = shell.says("agent add bo@example.com --name Bo --administrator --generate");
    assert!(told.contains("shown this once"), "{told}");
    assert!(
        shell
            .complains("agent add c@example.com --name C --channels none --generate")
            .contains("no channel")
    );
    shell.says("agent deactivate bo@example.com");
    let listed = shell.says("agent list");
    assert!(
        listed.contains("bo@example.com  Bo  administrator  not active"),
        "{listed}"
    );
    assert!(
        shell
            .says("agent rights anna@example.com support --respond --notify")
            .contains("respond, notify")
    );
    assert!(
        shell
            .complains("agent rights none@example.com support")
            .contains("no account")
    );
    assert!(
        shell
            .complains("agent password none@example.com --generate")
            .contains("no account")
    );
}

#[test]
fn topics_are_kept_in_order_and_under_categories() {
    let shell = Shell::new();
    assert!(shell.says("tag list").contains("no topic yet"));
    shell.says("tag add refund --name Refund --category Money");
    shell.says("tag add delivery");
    shell.says("tag add refund --name Refunds");
    assert_eq!(
        shell.says("tag list"),
        "refund  Refunds  (Money)\ndelivery  delivery\n"
    );
    shell.says("tag remove refund");
    assert_eq!(shell.says("tag list"), "delivery  delivery\n");
    for (line, part) in [
        ("tag remove refund", "no topic `refund`"),
        ("tag add not/good", "not a topic's id"),
    ] {
        let complaint = shell.complains(line);
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
}

#[test]
fn reasons_to_be_away_are_kept_in_order() {
    let shell = Shell::new();
    assert!(shell.says("reason list").contains("no reason yet"));
    shell.says("reason add lunch --name Lunch");
    shell.says("reason add meeting");
    shell.says("reason add lunch --name Luncheon");
    assert_eq!(
        shell.says("reason list"),
        "lunch  Luncheon\nmeeting  meeting\n"
    );
    shell.says("reason remove lunch");
    assert_eq!(shell.says("reason list"), "meeting  meeting\n");
    for (line, part) in [
        ("reason remove lunch", "no reason `lunch`"),
        ("reason add not/good", "not a reason's id"),
        ("reason add no_answer", "the server itself"),
    ] {
        let complaint = shell.complains(line);
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
}

#[test]
fn an_agents_share_of_the_work_is_kept() {
    let shell = Shell::new();
    shell.says("channel add support");
    shell.says("channel add sales");
    shell.says("agent add anna@example.com --name Anna --channels support --generate");
    let work = "agent work anna@example.com";
    assert!(shell.says(work).contains("as many at once as anybody"));
    shell.says(&format!("{work} --capacity 3 --skill support=7,sales=2"));
    shell.says(&format!("{work} --skill sales=4"));
    let told = shell.says(work);
    assert!(
        told.contains("at most 3 at once, sales=4, support=7"),
        "{told}"
    );
    assert!(
        shell
            .says(&format!("{work} --capacity 0"))
            .contains("as many")
    );
    for (line, part) in [
        ("agent work none@example.com --capacity 3", "no account"),
        (
            "agent work anna@example.com --skill garden=3",
            "no channel `garden`",
        ),
        (
            "agent work anna@example.com --skill support=10",
            "from 1 to 9",
        ),
        ("agent work anna@example.com --skill support", "from 1 to 9"),
        ("agent work anna@example.com --capacity many", "--capacity"),
    ] {
        let complaint = shell.complains(line);
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
}

// PZ-01, PZ-07, PZ-13.
#[test]
fn how_the_work_is_shared_out_is_kept() {
    let shell = Shell::new();
    shell.says("channel add support");
    shell.says("channel add sales");
    let office = shell.says("office");
    assert!(office.contains("away after 3 offers"), "{office}");
    assert!(office.contains("nobody is sent away at midnight"));
    shell.says("office --capacity 4 --away-at-midnight true");
    let office = shell.says("office --misses 2 --by-skill true");
    for part in [
        "At most 4",
        "after 2 offers",
        "from midnight on",
        "know best",
    ] {
        assert!(office.contains(part), "{office}");
    }
    assert!(
        shell
            .says("office --capacity 0")
            .contains("standard number")
    );

    assert!(shell.says("profile list").contains("no profile yet"));
    shell.says("profile add day --name Day --channels support,sales");
    shell.says("profile add day --channels sales");
    assert_eq!(shell.says("profile list").trim(), "day  Day: sales");
    shell.says("profile remove day");

    shell.says("group add evening --name Evening --capacity 2");
    assert!(
        shell
            .says("group list")
            .contains("evening  Evening, at most 2")
    );
    shell.says("agent add anna@example.com --name Anna --channels support --generate");
    let work = "agent work anna@example.com";
    assert!(
        shell
            .says(&format!("{work} --group evening"))
            .contains("in evening")
    );
    assert!(
        !shell
            .says(&format!("{work} --group none"))
            .contains("in evening")
    );
    shell.says("group remove evening");
    for (line, part) in [
        ("profile add night", "a channel at least"),
        ("profile add night --channels garden", "no channel `garden`"),
        ("profile remove night", "no profile"),
        ("group remove evening", "no group"),
        ("agent work anna@example.com --group evening", "no group"),
        ("office --misses 0", "--misses"),
    ] {
        let complaint = shell.complains(line);
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
}

// SO-63.
#[test]
fn a_channels_limits_for_warnings_are_kept() {
    let shell = Shell::new();
    assert!(!shell.says("channel add support").contains("warns"));
    shell.says("channel change support --warn-new 60 --warn-new-managers 180 --warn-message 90");
    let told = shell.says("channel change support --warn-message 0");
    let limits = "warns of new after 60 s, warns of new for managers after 180 s";
    assert!(told.contains(limits) && !told.contains("message"), "{told}");
    let complaint = shell.complains("channel change support --warn-new 90000");
    assert!(complaint.contains("--warn-new"), "{complaint}");
}

#[test]
fn a_server_starts_once_on_its_data_and_stops_when_told() {
    let shell = Shell::new();
    let (server, said) = shell.serve("serve --listen 127.0.0.1:0 --ready-file ready.json");
    assert!(
        said.contains("plain http") || said.contains("listens on"),
        "{said}"
    );
    let complaint = shell.complains("serve --listen 127.0.0.1:0");
    assert!(complaint.contains("another samtale server"), "{complaint}");

    // Changes and copies are made beside it.
    shell.says("channel add support");
    shell.says("backup copy.sqlite");
    assert!(
        shell
            .complains("backup copy.sqlite")
            .contains("nothing is overwritten")
    );

    let output = stop(server);
    assert!(output.status.success(), "{output:?}");
    assert!(shell.says("check").contains("Nothing is wrong."));
    let ready = std::fs::read_to_string(shell.0.path().join("ready.json")).unwrap();
    let ready: serde_json::Value = serde_json::from_str(&ready).unwrap();
    assert!(
        ready["origin"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:")
    );
    assert_eq!(ready["setup_token"].as_str().unwrap().len(), 43);
}

#[test]
fn a_demo_keeps_its_sign_ins_until_it_is_made_anew() {
    let shell = Shell::new();
    let demo = "demo --port 0 --demo-port 0 --ready-file ready.json";
    let start = |line: &str| {
        let ready = shell.0.path().join("ready.json");
        let _ = std::fs::remove_file(&ready);
        let (server, said) = shell.serve(line);
        while !ready.exists() {
            std::thread::yield_now();
        }
        let output = stop(server);
        assert!(output.status.success(), "{output:?}");
        let text = std::fs::read_to_string(&ready).unwrap();
        assert!(said.contains("The shop, for visitors"), "{said}");
        assert!(said.contains("data/demo/mail"), "{said}");
        assert!(shell.0.path().join("data/demo/mail").is_dir());
        serde_json::from_str::<serde_json::Value>(&text).unwrap()["agents"].clone()
    };
    let first = start(demo);
    assert_eq!(first.as_array().map(Vec::len), Some(2));
    assert_eq!(start(demo), first);
    assert_ne!(start(&format!("{demo} --fresh")), first);
}

#[test]
fn mistakes_are_told_in_plain_words() {
    let shell = Shell::new();
    for (line, part) in [
        ("serve --listen 0.0.0.0:0", "plain http"),
        ("serve --listen here", "--listen"),
        ("serve --config none.toml", "none.toml"),
        ("serve --apps nowhere", "nowhere"),
        ("serve --time-zone Europe/Olso", "Europe/Olso"),
        ("dance", "dance"),
    ] {
        let complaint = shell.complains(line);
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
    std::fs::write(shell.0.path().join("samtale.toml"), "\nlisen = 1\n").unwrap();
    let complaint = shell.complains("check");
    for part in ["samtale.toml", "line 2", "lisen"] {
        assert!(complaint.contains(part), "{complaint}");
    }
    let missing = Shell::new().complains("serve --data /proc/none");
    assert!(missing.contains("/proc/none"), "{missing}");
}
