//! Firefox and geckodriver.

use serde_json::{Value, json};

use super::{Look, Program, path, program};

pub(super) async fn start(port: u16) -> Program {
    let mut command = program("SAMTALE_GECKODRIVER", "geckodriver");
    // The port behind the port: the browser's own, which it chooses itself.
    command.args(["--host", "127.0.0.1", "--websocket-port=0"]);
    command.arg(format!("--port={port}"));
    command.env("MOZ_REMOTE_ALLOW_SYSTEM_ACCESS", "1");
    let mut program = Program::start("geckodriver", command);
    program
        .line("that geckodriver listens", |line| {
            line.contains("Listening on").then_some(())
        })
        .await;
    program
}

pub(super) fn capabilities(look: &Look) -> Value {
    let mut prefs = json!({
        "intl.accept_languages": look.language,
        "devtools.console.stdout.content": true,
        "ui.prefersReducedMotion": 1,
        "layout.css.prefers-color-scheme.content-override": if look.is_dark { 0 } else { 1 },
        "media.autoplay.default": 0,
        // It is not to go anywhere by itself.
        "app.update.enabled": false,
        "browser.safebrowsing.malware.enabled": false,
        "browser.safebrowsing.phishing.enabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "dom.push.connection.enabled": false,
        "services.settings.server": "data:,#remote-settings-dummy/v1",
        "extensions.getAddons.cache.enabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
        "toolkit.telemetry.server": "",
        "browser.region.network.url": "",
        "browser.topsites.contile.enabled": false,
        "network.dns.disablePrefetch": true,
        "network.prefetch-next": false,
    });
    if let Some(road) = look.road {
        let proxy = [
            ("network.proxy.type", json!(1)),
            ("network.proxy.socks", json!(road.ip().to_string())),
            ("network.proxy.socks_port", json!(road.port())),
            ("network.proxy.socks_version", json!(5)),
            ("network.proxy.socks_remote_dns", json!(true)),
            ("network.proxy.allow_hijacking_localhost", json!(true)),
            ("network.proxy.no_proxies_on", json!("")),
        ];
        let prefs = prefs.as_object_mut().expect("it was written as an object");
        prefs.extend(proxy.map(|(name, value)| (name.to_owned(), value)));
    }
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": path("SAMTALE_FIREFOX", "/usr/bin/firefox-esr"),
            "args": ["-headless"],
            "prefs": prefs,
        },
    })
}

/// `console.error: …`, `JavaScript error: …`
pub(super) fn complaint(line: &str) -> Option<&str> {
    let kinds = ["console.error:", "console.warn:", "JavaScript error:"];
    // What Firefox itself is written in complains now and then, of its maker's servers too.
    let is_own = ["resource://", "chrome://", "RSLoader:"];
    let is_own = is_own.iter().any(|it| line.contains(it));
    (kinds.iter().any(|kind| line.starts_with(kind)) && !is_own).then_some(line)
}
