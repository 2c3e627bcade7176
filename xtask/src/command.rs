//! The list of commands. A new one is a line in `ALL` and a module with its entry.

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::out::say;
use crate::{apps, bench, dist, screenshots, setup, size, start, test, tidy};

struct Command {
    name: &'static str,
    options: &'static str,
    summary: &'static str,
    run: fn(&[String]) -> Result<()>,
}

const ALL: &[Command] = &[
    Command {
        name: "start",
        options: "[--port N] [--demo-port N] [--fresh]",
        summary: "install what is missing, build everything, run a demo with both apps",
        run: start::run,
    },
    Command {
        name: "test",
        options: "[runner…] [-- test-name…]",
        summary: "every check there is; ends with a table and the line `N passed, N failed`",
        run: test::run,
    },
    Command {
        name: "setup",
        options: "",
        summary: "install the pinned tools into the user's cache (`start` and `test` do it too)",
        run: setup::run,
    },
    Command {
        name: "apps",
        options: "[agent] [widget]",
        summary: "build the agent app and the widget, or one of them, into target/apps",
        run: apps::run,
    },
    Command {
        name: "dist",
        options: "",
        summary: "one release binary with both apps inside: target/dist/samtale",
        run: dist::run,
    },
    Command {
        name: "size",
        options: "",
        summary: "bytes of what a browser loads, beside the budgets",
        run: size::run,
    },
    Command {
        name: "screenshots",
        options: "",
        summary: "pictures of both apps in all their states, in target/screenshots",
        run: screenshots::run,
    },
    Command {
        name: "bench",
        options: "[server] [search] [apps] [widget] [--sockets N] [--messages N]",
        summary: "what server and apps reach, beside a floor measured in the same run",
        run: bench::run,
    },
    Command {
        name: "tidy",
        options: "",
        summary: "house rules that neither the compiler nor clippy knows",
        run: tidy::run,
    },
];

/// A failure that the command itself has told about, as its last word.
#[derive(Debug)]
pub(crate) struct Reported;

impl std::fmt::Display for Reported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Reported {}

/// Reads the command line, runs the command, says what went wrong.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(end) = apps::in_its_place() {
        return end;
    }
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if !error.is::<Reported>() {
                say(format_args!("error: {error:#}"));
            }
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<()> {
    let Some((name, rest)) = arguments.split_first() else {
        print_help();
        return Ok(());
    };
    if ["--help", "-h", "help"].contains(&name.as_str()) || rest.iter().any(|it| it == "--help") {
        print_help();
        return Ok(());
    }
    match ALL.iter().find(|it| it.name == name) {
        Some(command) => (command.run)(rest),
        None => {
            print_help();
            bail!("there is no command `{name}`")
        }
    }
}

fn print_help() {
    say(format_args!("cargo xtask <command>\n"));
    for Command {
        name,
        options,
        summary,
        ..
    } in ALL
    {
        say(format_args!("  {name:<12}{summary}"));
        if !options.is_empty() {
            say(format_args!("              {name} {options}"));
        }
    }
}

/// Fails when a command that takes no arguments was given some.
pub(crate) fn expect_no_arguments(arguments: &[String]) -> Result<()> {
    match arguments.first() {
        None => Ok(()),
        Some(first) => bail!("`{first}` is not understood here"),
    }
}
