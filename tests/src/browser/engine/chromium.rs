//! Chromium and chromedriver.

use std::path::Path;

use serde_json::{Value, json};

use super::{Look, Program, path, program};

pub(super) async fn start(port: u16) -> Program {
    let mut command = program("SAMTALE_CHROMEDRIVER", "chromedriver");
    command.arg(format!("--port={port}"));
    let mut program = Program::start("chromedriver", command);
    program
        .line("that chromedriver listens", |line| {
            line.contains("started successfully").then_some(())
        })
        .await;
    program
}

pub(super) fn capabilities(look: &Look, log: &Path) -> Value {
    let (width, height) = look.size;
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
        format!("--accept-lang={}", look.language),
        "--enable-logging".to_owned(),
        format!("--log-file={}", log.display()),
    ];
    if look.is_dark {
        args.push("--blink-settings=preferredColorScheme=0".to_owned());
    }
    if let Some(road) = look.road {
        args.push(format!("--proxy-server=socks5://{road}"));
        args.push("--proxy-bypass-list=<-loopback>".to_owned());
    }
    let mut prefs = json!({ "intl.accept_languages": look.language });
    if look.denies_storage {
        prefs["profile.default_content_setting_values.cookies"] = json!(2);
    }
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "binary": path("SAMTALE_CHROMIUM", "/usr/bin/chromium"),
            "args": args,
            "prefs": prefs,
        },
    })
}

/// `[process:thread:time:level:CONSOLE:line] "message", source: …`
pub(super) fn complaint(line: &str) -> Option<&str> {
    Some(line.split_once(":CONSOLE")?.1.split_once("] ")?.1)
}
