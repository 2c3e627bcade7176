//! Measures both apps in a browser: how long they take to show a conversation of ten thousand messages, and
//! what the page's main thread has to do for each one that comes. Beside them in the same run a plain
//! windowed list, written by hand, which is as little as it takes.
//!
//! `SAMTALE_SERVER`, `SAMTALE_APPS`, `SAMTALE_CHROMIUM` and `SAMTALE_CHROMEDRIVER` name what is measured and
//! with what. The first argument names a file for the figures as JSON, the second how long the conversation is.

mod agent;
mod meter;
mod plain;
mod talk;
mod widget;

use std::{env, path::PathBuf};

use anyhow::{Context, Result};
use tests::{
    browser::{Driver, Engine},
    report::{Report, Wish},
};

use meter::Cost;

/// How many messages a conversation has, unless it is said.
const MESSAGES: usize = 10_000;
/// How many are appended.
const APPENDED: usize = 1_000;
/// What is wanted of both figures, in times of the plain list's.
const MOST: f64 = 1.5;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let out = arguments.next().map(PathBuf::from);
    let messages = match arguments.next() {
        None => MESSAGES,
        Some(argument) => argument
            .parse()
            .with_context(|| format!("`{argument}` is no number of messages"))?,
    };
    let mut report = Report::new();
    let driver = Driver::start(Engine::Chromium).await;
    let agent = agent::measure(&driver, messages, &mut report).await?;
    let floor = plain::measure(&driver, messages, &mut report).await?;
    compare("agent app", agent, floor, &mut report);
    widget::measure(&driver, messages, floor, &mut report).await?;
    report.show();
    if let Some(out) = out {
        report.save(&out)?;
    }
    Ok(())
}

/// Sets what an app took beside what the plain list took.
fn compare(name: &str, it: Cost, floor: Cost, report: &mut Report) {
    let wish = Wish::AtMost(MOST);
    let name_of = |what: &str| format!("{name}, {what}, to the plain list's");
    report.aim(
        &name_of("main thread to show"),
        it.show_ms / floor.show_ms,
        "×",
        wish,
    );
    let each = it.append_ms / floor.append_ms;
    report.aim(
        &name_of("main thread per appended message"),
        each,
        "×",
        wish,
    );
}
