//! Measures what the widget costs the page it stands on: a bare page, a processor slowed down four times, and
//! beside it in the same run the same page with nothing on it, with the least that shows a button, and with
//! another chat widget if there is one.
//!
//! `SAMTALE_SERVER`, `SAMTALE_APPS`, `SAMTALE_CHROMIUM` and `SAMTALE_CHROMEDRIVER` name what is measured and
//! with what. The first argument names a file for the figures as JSON, a second one the script of another
//! widget that defines `<deep-chat>`.

use std::{env, fs, path::PathBuf};

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tests::{
    browser::{Driver, Engine, Look, Window},
    host::Host,
    report::{Report, Wish},
    stage::Demo,
};
use tokio::time::{Duration, Instant, sleep_until};

/// How often each page is loaded.
const LOADS: usize = 7;
/// How much slower the processor is made.
const SLOWER: u32 = 4;
/// After this nothing is left to do.
const CALM: Duration = Duration::from_millis(2_500);
/// A task that takes longer blocks whoever uses the page.
const LONG_MS: f64 = 50.0;

/// Notes long tasks from the very beginning on.
const WATCH: &str = "
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) globalThis.longTasks.push(entry.duration);
    }).observe({ type: 'longtask', buffered: true });
";

/// The least that any chat does to a page: a script that puts one round button in its corner.
const BUTTON: &str = "
    const button = document.createElement('button');
    button.style.cssText = 'position:fixed;right:20px;bottom:20px;width:56px;height:56px;border-radius:50%';
    button.innerHTML = '<svg viewBox=\"0 0 24 24\" width=28 fill=none stroke=currentcolor><path d=\"M4 12h16\"/></svg>';
    document.documentElement.append(button);
";

/// What one page costs.
#[derive(Clone, Copy, Debug, Default)]
struct Cost {
    /// The main thread's time in all.
    work_ms: f64,
    /// How much of it was more than 50 ms at a stretch.
    blocked_ms: f64,
    /// The longest stretch above 50 ms.
    longest_ms: f64,
    heap_mb: f64,
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = env::args().skip(1);
    let out = arguments.next().map(PathBuf::from);
    let peer = arguments.next().map(fs::read_to_string).transpose()?;
    // It is a module; as a plain script it exports nothing.
    let peer = peer.map(|it| {
        it.rsplit_once("export{")
            .map_or(it.clone(), |it| it.0.to_owned())
    });
    let demo = Demo::start().await;
    let host = pages(&demo, peer.clone()).await;

    let mut report = Report::new();
    let driver = Driver::start(Engine::Chromium).await;
    let window = driver.open(&Look::default()).await;
    let slow = json!({ "rate": SLOWER });
    window
        .dev_tools("Emulation.setCPUThrottlingRate", slow)
        .await;
    let watch = json!({ "source": WATCH });
    window
        .dev_tools("Page.addScriptToEvaluateOnNewDocument", watch)
        .await;
    let meter = Meter {
        window: &window,
        host: &host,
    };
    let bare = meter.load("/bare", "return true").await?;
    let button = meter
        .load("/button", "return all('button').length === 1")
        .await?;
    let launcher = "return all('button.launcher').length === 1";
    let widget = meter.load("/widget", launcher).await?;
    say("a page with nothing on it", bare, &mut report);
    say("the same page with a button", button, &mut report);
    say("the same page with the widget", widget, &mut report);
    if peer.is_some() {
        let shown = "return customElements.get('deep-chat') !== undefined";
        let peer = meter.load("/peer", shown).await?;
        say("the same page with deep-chat", peer, &mut report);
    }
    report.aim(
        "the longest task that the widget adds before the visitor acts",
        widget.longest_ms,
        "ms",
        Wish::AtMost(LONG_MS),
    );
    let added = widget.work_ms - bare.work_ms;
    report.aim(
        "main thread's work that the widget adds before the visitor acts",
        added,
        "ms",
        Wish::AtMost(5.0),
    );
    report.figure(
        "main thread's work that a button adds",
        button.work_ms - bare.work_ms,
        "ms",
    );
    meter.open(&mut report).await?;
    window.close().await;
    report.show();
    if let Some(out) = out {
        report.save(&out)?;
    }
    Ok(())
}

/// The pages, on a host that the demo knows.
async fn pages(demo: &Demo, peer: Option<String>) -> Host {
    let page = |content: &str| {
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>A page</title><h1>A page</h1>{content}"
        )
    };
    let script = format!(
        "<script src={}/widget.js data-channel=support async></script>",
        demo.origin()
    );
    let host = Host::serve([
        ("/bare", String::new(), page("")),
        ("/widget", String::new(), page(&script)),
        (
            "/button",
            String::new(),
            page("<script src=/button.js async></script>"),
        ),
        ("/button.js", String::new(), BUTTON.to_owned()),
        (
            "/peer",
            String::new(),
            page("<script src=/peer.js async></script><deep-chat></deep-chat>"),
        ),
        ("/peer.js", String::new(), peer.unwrap_or_default()),
    ])
    .await;
    let sites = format!("channel change support --sites {}", host.origin());
    demo.administer(&sites).await;
    host
}

/// Measures pages in a window.
struct Meter<'a> {
    window: &'a Window,
    host: &'a Host,
}

impl Meter<'_> {
    /// Loads a page several times, each time with nothing in the cache; answers with the middle of each figure.
    async fn load(&self, path: &str, is_there: &str) -> Result<Cost> {
        let mut costs = Vec::new();
        for _ in 0..LOADS {
            self.window.go("about:blank").await;
            self.window
                .dev_tools("Network.clearBrowserCache", json!({}))
                .await;
            self.count_anew().await;
            self.window
                .go(&format!("{}{path}", self.host.origin()))
                .await;
            self.window.until(path, is_there, &[]).await;
            sleep_until(Instant::now() + CALM).await;
            costs.push(self.cost().await?);
        }
        let middle = |figure: fn(&Cost) -> f64| {
            let mut all: Vec<f64> = costs.iter().map(figure).collect();
            all.sort_by(f64::total_cmp);
            all[all.len() / 2]
        };
        Ok(Cost {
            work_ms: middle(|it| it.work_ms),
            blocked_ms: middle(|it| it.blocked_ms),
            longest_ms: middle(|it| it.longest_ms),
            heap_mb: middle(|it| it.heap_mb),
        })
    }

    async fn count_anew(&self) {
        self.window
            .dev_tools("Performance.disable", json!({}))
            .await;
        let clock = json!({ "timeDomain": "threadTicks" });
        self.window.dev_tools("Performance.enable", clock).await;
    }

    async fn cost(&self) -> Result<Cost> {
        let answer = self
            .window
            .dev_tools("Performance.getMetrics", json!({}))
            .await;
        let metrics = answer["metrics"].as_array().into_iter().flatten();
        let mut found = metrics.filter(|it| it["name"] == "TaskDuration");
        let work = found.next().and_then(|it| it["value"].as_f64());
        let tasks = self.window.ask("return globalThis.longTasks", &[]).await;
        let tasks: Vec<f64> = tasks
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_f64)
            .collect();
        self.window
            .dev_tools("HeapProfiler.collectGarbage", json!({}))
            .await;
        let heap = self
            .window
            .dev_tools("Runtime.getHeapUsage", json!({}))
            .await;
        Ok(Cost {
            work_ms: work.context("the browser counts tasks")? * 1e3,
            blocked_ms: tasks.iter().fold(0.0, |all, it| all + it - LONG_MS),
            longest_ms: tasks.iter().copied().fold(0.0, f64::max),
            heap_mb: heap["usedSize"].as_f64().context("it is a size")? / 1e6,
        })
    }

    /// Opens the chat: how long until the panel is painted, and until one can write.
    async fn open(&self, report: &mut Report) -> Result<()> {
        let (mut painted, mut writable) = (Vec::new(), Vec::new());
        for _ in 0..LOADS {
            self.window.go("about:blank").await;
            self.window
                .dev_tools("Network.clearBrowserCache", json!({}))
                .await;
            self.window
                .go(&format!("{}/widget", self.host.origin()))
                .await;
            let press = "
                const [launcher] = all('button.launcher');
                if (!launcher) return false;
                const chat = document.querySelector('samtale-chat');
                const begun = performance.now();
                chat.addEventListener('ready', () => (globalThis.ready = performance.now() - begun));
                launcher.click();
                requestAnimationFrame(() => setTimeout(() => (globalThis.painted = performance.now() - begun)));
                return true;
            ";
            self.window.until("the launcher", press, &[]).await;
            let done = "return globalThis.ready && globalThis.painted && [painted, ready]";
            let found = self.window.until("the app", done, &[]).await;
            painted.push(found[0].as_f64().context("it is a time")?);
            writable.push(found[1].as_f64().context("it is a time")?);
            self.window
                .ask("document.querySelector('samtale-chat').destroy()", &[])
                .await;
        }
        for (name, mut times) in [("painted", painted), ("ready to write in", writable)] {
            times.sort_by(f64::total_cmp);
            report.figure(
                &format!("press on the launcher, until the panel is {name}"),
                times[times.len() / 2],
                "ms",
            );
        }
        Ok(())
    }
}

fn say(what: &str, cost: Cost, report: &mut Report) {
    report.figure(&format!("{what}: main thread"), cost.work_ms, "ms");
    report.figure(&format!("{what}: blocked"), cost.blocked_ms, "ms");
    report.figure(
        &format!("{what}: longest task above 50 ms"),
        cost.longest_ms,
        "ms",
    );
    report.figure(&format!("{what}: JavaScript heap"), cost.heap_mb, "MB");
}
