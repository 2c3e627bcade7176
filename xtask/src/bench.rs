//! `cargo xtask bench`: what server and apps reach, beside a floor that is measured in the same run.
//!
//! The programs that measure lie in `tests/bench`; each shows a table and keeps it as JSON in `target/bench`.

use anyhow::{Context, Result, bail};

use crate::out::{say, step};
use crate::{apps, place, process, server, setup};

/// What can be measured.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Server,
    Search,
    Apps,
    Widget,
}

/// What the command line asks for.
#[derive(Debug, PartialEq)]
struct Selection {
    parts: Vec<Part>,
    sockets: usize,
    messages: usize,
}

/// Fewer sockets give the agents nobody to talk to; for more the system has no room in one process.
const SOCKETS: std::ops::RangeInclusive<usize> = 200..=19_500;
/// Fewer messages fit into a window whole.
const MESSAGES: std::ops::RangeInclusive<usize> = 500..=50_000;

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let selection = Selection::parse(arguments)?;
    for part in &selection.parts {
        match part {
            Part::Server => measure_server(selection.sockets)?,
            Part::Search => measure_search()?,
            Part::Apps => measure_apps(selection.messages)?,
            Part::Widget => measure_widget()?,
        }
    }
    Ok(())
}

fn measure_server(sockets: usize) -> Result<()> {
    let program = server::build_release(None)?;
    let mut bench = program_of("bench-server")?;
    let figures = place::target().join("bench").join("server.json");
    bench.env("SAMTALE_SERVER", program);
    process::run(bench.arg(&figures).arg(sockets.to_string()))?;
    say(format_args!("\n{}", figures.display()));
    Ok(())
}

fn measure_search() -> Result<()> {
    let mut bench = program_of("bench-search")?;
    let figures = place::target().join("bench").join("search.json");
    process::run(bench.arg(&figures))?;
    say(format_args!("\n{}", figures.display()));
    Ok(())
}

fn measure_apps(messages: usize) -> Result<()> {
    let mut bench = in_browser("bench-apps")?;
    let figures = place::target().join("bench").join("apps.json");
    process::run(bench.arg(&figures).arg(messages.to_string()))?;
    say(format_args!("\n{}", figures.display()));
    Ok(())
}

/// Beside the widget stands another one, to know what the machine's figures mean.
fn measure_widget() -> Result<()> {
    let mut bench = in_browser("bench-widget")?;
    let figures = place::target().join("bench").join("widget.json");
    process::run(bench.arg(&figures).arg(setup::peer_script()?))?;
    say(format_args!("\n{}", figures.display()));
    Ok(())
}

/// Builds both apps, the server and a program that measures them in a browser.
fn in_browser(name: &str) -> Result<std::process::Command> {
    setup::ensure()?;
    let browser = setup::chromium()?;
    let apps = apps::build()?;
    let program = server::build_release(None)?;
    let mut bench = program_of(name)?;
    bench.env("SAMTALE_SERVER", program);
    bench.env("SAMTALE_APPS", apps);
    bench.envs(browser);
    Ok(bench)
}

/// Builds a program that measures.
fn program_of(name: &str) -> Result<std::process::Command> {
    step(name, || {
        let mut cargo = process::cargo();
        cargo.args(["build", "--release", "--package", "tests", "--bin", name]);
        process::run(&mut cargo)
    })?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(process::command(place::target().join("release").join(file)))
}

impl Selection {
    fn parse(arguments: &[String]) -> Result<Self> {
        let mut parts = Vec::new();
        let (mut sockets, mut messages) = (1_000, 10_000);
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "server" => parts.push(Part::Server),
                "search" => parts.push(Part::Search),
                "apps" => parts.push(Part::Apps),
                "widget" => parts.push(Part::Widget),
                "--sockets" => sockets = number(argument, rest.next(), SOCKETS)?,
                "--messages" => messages = number(argument, rest.next(), MESSAGES)?,
                other => bail!("`bench` does not understand `{other}`"),
            }
        }
        if parts.is_empty() {
            parts = vec![Part::Server, Part::Search, Part::Apps, Part::Widget];
        }
        Ok(Self {
            parts,
            sockets,
            messages,
        })
    }
}

fn number(
    name: &str,
    value: Option<&String>,
    possible: std::ops::RangeInclusive<usize>,
) -> Result<usize> {
    let number = value.and_then(|it| it.parse().ok());
    let (least, most) = (possible.start(), possible.end());
    number
        .filter(|it| possible.contains(it))
        .with_context(|| format!("`{name}` wants a number from {least} to {most}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selection(line: &str) -> Result<Selection> {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        Selection::parse(&words)
    }

    #[test]
    fn without_arguments_everything_is_measured() {
        let all = selection("").unwrap();
        assert_eq!(all.parts.len(), 4);
        assert_eq!((all.sockets, all.messages), (1_000, 10_000));
    }

    #[test]
    fn a_part_and_its_size_can_be_chosen() {
        let some = selection("server --sockets 10000").unwrap();
        assert_eq!((some.parts, some.sockets), (vec![Part::Server], 10_000));
    }

    #[test]
    fn what_cannot_be_measured_is_said() {
        for (line, word) in [
            ("--sockets", "--sockets"),
            ("--sockets many", "--sockets"),
            ("--sockets 20000", "19500"),
            ("--messages 5", "500"),
            ("srever", "srever"),
        ] {
            let error = selection(line).unwrap_err().to_string();
            assert!(error.contains(word), "{line}: {error}");
        }
    }
}
