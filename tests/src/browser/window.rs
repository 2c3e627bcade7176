//! One browser window, as the person before it uses it.

use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    sync::{Arc, Mutex},
};

use fantoccini::{
    Client, ClientBuilder,
    error::{CmdError, NewSessionError},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Engine, Look, vendor::Vendor};
use crate::{patience::within, proxy::Proxy};

/// Functions that every script may use.
const PROBE: &str = include_str!("probe.js");

/// The file into which the browser writes what its pages say.
const LOG: &str = "log";

/// How often Chromium is started before it is taken for broken.
const MOST_STARTS: u32 = 3;

/// Where browsers go by themselves, whatever page they show. They get nowhere.
const OF_BROWSER: [&str; 5] = [
    ".google.com:",
    ".googleapis.com:",
    ".gvt1.com:",
    ".mozilla.com:",
    ".mozilla.org:",
];

/// A window of a browser of its own.
#[derive(Clone, Debug)]
pub struct Window {
    pub(super) client: Client,
    pub(super) engine: Engine,
    /// What the driver says, and those browsers with it that keep no log.
    voice: Arc<Mutex<Vec<String>>>,
    /// Holds the browser's log.
    folder: Arc<TempDir>,
    /// How much of it was read.
    read: Arc<Mutex<usize>>,
}

impl Window {
    pub(super) async fn open(driver: &str, look: &Look, voice: Arc<Mutex<Vec<String>>>) -> Self {
        let folder = TempDir::new().expect("a folder can be made");
        let mut starts = 0;
        let client = loop {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let log = folder.path().join(LOG);
            builder.capabilities(look.engine.capabilities(look, &log));
            starts += 1;
            match within("a browser", builder.connect(driver)).await {
                Ok(client) => break client,
                // Now and then Chromium ends before it has shown anything. That tells nothing of our pages.
                Err(NewSessionError::SessionNotCreated(error))
                    if starts < MOST_STARTS && error.message.contains("instance exited") => {}
                Err(error) => panic!("the driver of {:?} starts no browser: {error}", look.engine),
            }
        };
        let window = Self {
            client,
            engine: look.engine,
            voice,
            folder: Arc::new(folder),
            read: Arc::default(),
        };
        window.resize(look.size).await;
        window
    }

    /// Makes the page exactly this large, whatever the window around it takes.
    pub async fn resize(&self, (width, height): (u32, u32)) {
        if self.engine != Engine::Chromium {
            return self.resize_window((width, height)).await;
        }
        self.dev_tools(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        )
        .await;
    }

    /// The same by the window around it.
    async fn resize_window(&self, (width, height): (u32, u32)) {
        let rest = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
        let rest = self.ask(rest, &[]).await;
        let rest = [0, 1].map(|axis| rest[axis].as_u64().unwrap_or_default() as u32);
        let sized = self
            .client
            .set_window_size(width + rest[0], height + rest[1]);
        within("another size", sized)
            .await
            .expect("the window can be resized");
    }

    /// Opens a page.
    pub async fn go(&self, url: &str) {
        within(url, self.client.goto(url))
            .await
            .unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        within("the page again", self.client.refresh())
            .await
            .expect("the page loads");
    }

    /// Goes back to the page before.
    pub async fn back(&self) {
        within("the page before", self.client.back())
            .await
            .expect("there is one");
    }

    /// Opens another tab and works there.
    pub async fn open_tab(&self) {
        let tab = self
            .client
            .new_window(true)
            .await
            .expect("a tab can be opened");
        let tab = self.client.switch_to_window(tab.handle).await;
        tab.expect("the tab is there");
    }

    /// Works in one of the tabs, counted from the first.
    pub async fn show_tab(&self, index: usize) {
        let mut tabs = self.client.windows().await.expect("there are tabs");
        let tab = self.client.switch_to_window(tabs.swap_remove(index)).await;
        tab.expect("the tab is there");
    }

    /// Ends the browser.
    pub async fn close(self) {
        // It may have crashed; then the test has failed for another reason already.
        let _ = self.client.close().await;
    }

    /// Works in the frame whose element a script returns, from the top of the page on.
    pub async fn enter(&self, frame: &str) {
        self.leave().await;
        let element = self.element("the frame", frame, &[]).await;
        element.enter_frame().await.expect("the frame is there");
    }

    /// Works in the page itself again.
    pub async fn leave(&self) {
        self.client
            .issue_cmd(Vendor::TopFrame)
            .await
            .expect("the page is there");
    }

    /// What a script returns. It may use what `probe.js` defines, and its arguments as `args`.
    pub async fn ask(&self, script: &str, args: &[Value]) -> Value {
        self.try_ask(script, args)
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    pub(super) async fn try_ask(&self, script: &str, args: &[Value]) -> Result<Value, CmdError> {
        let script = format!("const args = [...arguments];\n{PROBE}\n{script}");
        self.client.execute(&script, args.to_vec()).await
    }

    /// What a promise resolves to that a script returns.
    pub async fn await_promise(&self, script: &str) -> Value {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n\
             (async () => {{ {PROBE}\n{script} }})().then(done, (error) => done(`failed: ${{error}}`));"
        );
        within("a promise", self.client.execute_async(&script, Vec::new()))
            .await
            .expect("the script runs")
    }

    /// What page and frames had to say on their consoles since the last time, breaches of a security
    /// policy and failed requests of the page among it. Pages of ours have nothing to say. Firefox tells only
    /// what pages say themselves, WebKit nothing.
    pub async fn complaints(&self) -> BTreeSet<String> {
        if self.engine != Engine::Chromium {
            let said = self.voice.lock().expect("no reader panics");
            return self.unread(said.iter().map(String::as_str));
        }
        let log = self
            .client
            .issue_cmd(Vendor::Console)
            .await
            .expect("the console can be read");
        let of_page = log
            .as_array()
            .into_iter()
            .flatten()
            .filter(|entry| entry["source"] == "network")
            .filter_map(|entry| entry["message"].as_str());
        let log = fs::read(self.folder.path().join(LOG)).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        let of_all = self.unread(log.lines());
        of_page.map(str::to_owned).chain(of_all).collect()
    }

    /// The complaints of the lines that were not looked at yet.
    fn unread<'a>(&self, lines: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
        let mut read = self.read.lock().expect("no reader panics");
        let new = lines.skip(*read).inspect(|_| *read += 1);
        new.filter_map(|line| self.engine.complaint(line))
            .map(str::to_owned)
            .collect()
    }

    /// Where the browser went on this road, but for what it does on behalf of its maker.
    pub fn places(&self, road: &Proxy) -> BTreeSet<String> {
        let mut places = road.places();
        places.retain(|place| !OF_BROWSER.iter().any(|it| place.contains(it)));
        places
    }

    /// Sends a command of the Chrome DevTools Protocol to the page.
    pub async fn dev_tools(&self, name: &'static str, params: Value) -> Value {
        self.client
            .issue_cmd(Vendor::DevTools(name, params))
            .await
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Saves a picture of the page.
    pub async fn picture(&self, file: &Path) {
        let png = within("a picture", self.client.screenshot())
            .await
            .expect("a picture can be taken");
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
        fs::write(file, png).expect("a picture can be saved");
    }

    /// The page as it stands, shadow roots included.
    pub async fn source(&self) -> String {
        let script = "const roots = [...every()].map((it) => it.shadowRoot).filter(Boolean);
            return document.documentElement.getHTML({ serializableShadowRoots: true, shadowRoots: roots })";
        match self.try_ask(script, &[]).await {
            Ok(source) => source.as_str().unwrap_or_default().to_owned(),
            Err(error) => format!("no source: {error}"),
        }
    }
}
