//! What kind of browser somebody uses.

use std::{net::SocketAddr, path::Path};

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

/// Size, language, colours and way to the network.
#[derive(Clone, Debug)]
pub struct Look {
    /// Width and height of the page in pixels.
    pub size: (u32, u32),
    /// The language the person reads, as BCP 47.
    pub language: String,
    /// Whether the person likes dark pages.
    pub is_dark: bool,
    /// A SOCKS proxy for everything, this machine included.
    pub road: Option<SocketAddr>,
}

impl Look {
    /// What chromedriver wants to know. What pages and frames write to their consoles goes to `log`.
    pub(super) fn capabilities(&self, log: &Path) -> Capabilities {
        let (width, height) = self.size;
        let mut args = vec![
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-gpu".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--hide-scrollbars".to_owned(),
            "--force-prefers-reduced-motion".to_owned(),
            // Windows that lie behind others go on as if they were seen.
            "--disable-backgrounding-occluded-windows".to_owned(),
            "--disable-renderer-backgrounding".to_owned(),
            "--autoplay-policy=no-user-gesture-required".to_owned(),
            "--mute-audio".to_owned(),
            format!("--window-size={width},{height}"),
            format!("--accept-lang={}", self.language),
            "--enable-logging".to_owned(),
            format!("--log-file={}", log.display()),
        ];
        if self.is_dark {
            args.push("--blink-settings=preferredColorScheme=0".to_owned());
        }
        if let Some(road) = self.road {
            args.push(format!("--proxy-server=socks5://{road}"));
            args.push("--proxy-bypass-list=<-loopback>".to_owned());
        }
        let capabilities = json!({
            "browserName": "chrome",
            "goog:loggingPrefs": { "browser": "ALL" },
            "goog:chromeOptions": {
                "binary": super::chromium(),
                "args": args,
                "prefs": { "intl.accept_languages": self.language },
            },
        });
        let Value::Object(capabilities) = capabilities else {
            unreachable!("it was written as an object");
        };
        capabilities
    }
}

impl Default for Look {
    fn default() -> Self {
        Self {
            size: (1280, 800),
            language: "en".to_owned(),
            is_dark: false,
            road: None,
        }
    }
}
