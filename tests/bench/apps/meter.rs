//! What a page's main thread had to do, as the browser itself counts it.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tests::{browser::Window, report::Report};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};

use crate::APPENDED;

/// How often the conversation is shown.
const SHOWN: usize = 5;
/// Between two messages: each has a picture of its own.
const PACE: Duration = Duration::from_millis(40);
/// After so many messages is looked whether the view is still at the end.
const STAY_EVERY: usize = 20;
/// After this nothing is left to do for what was done before.
const CALM: Duration = Duration::from_secs(2);
/// The browser counts the processor's time of the main thread, not what other programs took of it.
const CLOCK: &str = "threadTicks";

/// What the comparison is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    pub(crate) show_ms: f64,
    pub(crate) append_ms: f64,
}

/// Measures one page.
pub(crate) struct Meter<'a> {
    window: &'a Window,
    name: &'a str,
}

impl<'a> Meter<'a> {
    /// Begins to measure the page that the window shows.
    pub(crate) async fn begin(window: &'a Window, name: &'a str) -> Self {
        let it = Self { window, name };
        it.reset().await;
        it
    }

    /// Lets the browser count anew.
    async fn reset(&self) {
        self.window
            .dev_tools("Performance.disable", json!({}))
            .await;
        let clock = json!({ "timeDomain": CLOCK });
        self.window.dev_tools("Performance.enable", clock).await;
    }

    /// Loads the page several times. `last` is a script that tells whether the last message is there.
    pub(crate) async fn load(&self, what: &str, last: &str, report: &mut Report) -> Result<()> {
        let source = format!(
            "{{
                const look = () => requestAnimationFrame({last} ? seen : look);
                const seen = () => globalThis.shownAfter = performance.now();
                look();
            }}"
        );
        let watch = json!({ "source": source });
        let added = self
            .window
            .dev_tools("Page.addScriptToEvaluateOnNewDocument", watch)
            .await;
        let (mut work, mut waits) = (Vec::new(), Vec::new());
        for _ in 0..SHOWN {
            // A new page may have a new count, which begins at nothing.
            self.reset().await;
            self.window.reload().await;
            self.calm().await;
            work.push(self.busy_ms().await?);
            waits.push(self.shown_after().await?);
        }
        self.window
            .dev_tools("Page.removeScriptToEvaluateOnNewDocument", added)
            .await;
        self.reset().await;
        self.say_shown(what, &mut work, &mut waits, report);
        Ok(())
    }

    /// Shows the conversation several times. `press` is a script that shows it, `hide` one that puts something
    /// else in its place, `last` one that tells whether the last message is there. Answers the main
    /// thread's time in the middle.
    pub(crate) async fn show(
        &self,
        what: &str,
        [press, hide, last]: [&str; 3],
        report: &mut Report,
    ) -> Result<f64> {
        let script = format!(
            "const begin = performance.now();
            globalThis.shownAfter = null;
            const look = () => {{
                if (!({last})) return requestAnimationFrame(look);
                requestAnimationFrame(() => globalThis.shownAfter = performance.now() - begin);
            }};
            {press};
            requestAnimationFrame(look);"
        );
        let (mut work, mut waits) = (Vec::new(), Vec::new());
        for _ in 0..SHOWN {
            self.window.ask(hide, &[]).await;
            self.calm().await;
            let before = self.busy_ms().await?;
            self.window.ask(&script, &[]).await;
            self.calm().await;
            work.push(self.busy_ms().await? - before);
            waits.push(self.shown_after().await?);
        }
        Ok(self.say_shown(what, &mut work, &mut waits, report))
    }

    async fn shown_after(&self) -> Result<f64> {
        let shown = "return globalThis.shownAfter";
        let wait = self.window.until("the last message", shown, &[]);
        wait.await.as_f64().context("it is a time")
    }

    fn say_shown(
        &self,
        what: &str,
        work: &mut [f64],
        waits: &mut [f64],
        report: &mut Report,
    ) -> f64 {
        let (work, wait) = (middle(work), middle(waits));
        let name = format!("{}, {what}", self.name);
        report.figure(&format!("{name}: main thread"), work, "ms");
        report.figure(&format!("{name}: until it is painted"), wait, "ms");
        work
    }

    /// Appends messages one by one, each in its own time, and lets the browser count what they cost. `last` is
    /// a script that tells whether the last one can be seen, `stay` one that goes back to the end if the
    /// view has lost it, and tells whether it had.
    pub(crate) async fn append(
        &self,
        what: &str,
        mut post: impl AsyncFnMut(usize),
        [last, stay]: [&str; 2],
        report: &mut Report,
    ) -> Result<f64> {
        self.calm().await;
        let before = self.busy_ms().await?;
        let begin = Instant::now();
        self.calm().await;
        let idle = (self.busy_ms().await? - before) / begin.elapsed().as_secs_f64();

        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let before = self.busy_ms().await?;
        let mut losses = 0;
        for index in 0..APPENDED {
            pace.tick().await;
            post(index).await;
            if index % STAY_EVERY == 0 {
                losses += u32::from(self.window.ask(stay, &[]).await == true);
            }
        }
        self.calm().await;
        losses += u32::from(self.window.ask(stay, &[]).await == true);
        let is_there = format!("return Boolean({last})");
        self.window
            .until_slowly("the last message", &is_there, &[])
            .await;
        let each = (self.busy_ms().await? - before) / APPENDED as f64;
        let name = format!("{}, {what}", self.name);
        report.figure(&format!("{name}: main thread"), each, "ms per message");
        report.figure(
            &format!("{name}: main thread when nothing comes"),
            idle,
            "ms per second",
        );
        let name = format!("{name}: the view lost the end");
        report.figure(&name, f64::from(losses), "times");
        Ok(each)
    }

    /// Elements in the page, and what it keeps in memory once what is not used has gone.
    pub(crate) async fn weigh(&self, what: &str, report: &mut Report) -> Result<()> {
        self.window
            .dev_tools("HeapProfiler.collectGarbage", json!({}))
            .await;
        let elements = self.window.ask("return [...every()].length", &[]).await;
        let name = format!("{}, {what}", self.name);
        let elements = elements.as_f64().context("it is a count")?;
        report.figure(&format!("{name}: DOM"), elements, "elements");
        let heap = self
            .window
            .dev_tools("Runtime.getHeapUsage", json!({}))
            .await;
        let bytes = heap["usedSize"].as_f64().context("it is a size")?;
        // The browser does not count what WebAssembly has taken.
        report.figure(&format!("{name}: JavaScript heap"), bytes / 1e6, "MB");
        Ok(())
    }

    /// Milliseconds that the main thread has worked so far.
    async fn busy_ms(&self) -> Result<f64> {
        let answer = self
            .window
            .dev_tools("Performance.getMetrics", json!({}))
            .await;
        let metrics = answer["metrics"].as_array().into_iter().flatten();
        let mut found = metrics.filter(|it| it["name"] == "TaskDuration");
        let seconds = found.next().and_then(|it| it["value"].as_f64());
        Ok(seconds.context("the browser counts tasks")? * 1e3)
    }

    async fn calm(&self) {
        sleep_until(Instant::now() + CALM).await;
    }
}

fn middle(all: &mut [f64]) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// What a script is given: a text in its own spelling.
pub(crate) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
