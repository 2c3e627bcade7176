//! WebKitGTK's MiniBrowser and WebKitWebDriver. Neither can do without a screen.

use std::{
    net::Ipv4Addr,
    path::{Path, PathBuf},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::{net::TcpStream, time::sleep};

use super::{Look, Program, path, program};
use crate::patience::within;

/// How often it is looked whether the driver listens.
const GLANCE: Duration = Duration::from_millis(10);

pub(super) async fn start(port: u16) -> Vec<Program> {
    let mut command = program("SAMTALE_XVFB", "Xvfb");
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1600x1200x24",
        "-nolisten",
        "tcp",
    ]);
    let mut screen = Program::start("Xvfb", command);
    let display = screen
        .line("the screen's number", |line| {
            line.trim().parse::<u32>().ok()
        })
        .await;
    let mut command = program("SAMTALE_WEBKIT_DRIVER", "WebKitWebDriver");
    command.arg(format!("--port={port}"));
    command.env("DISPLAY", format!(":{display}"));
    command.env("LIBGL_ALWAYS_SOFTWARE", "1");
    command.env("GDK_BACKEND", "x11");
    command.env_remove("WAYLAND_DISPLAY");
    let driver = Program::start("WebKitWebDriver", command);
    // It does not say when it listens.
    within("that WebKitWebDriver listens", async {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port))
            .await
            .is_err()
        {
            sleep(GLANCE).await;
        }
    })
    .await;
    vec![driver, screen]
}

pub(super) fn capabilities(look: &Look) -> Value {
    let mut args = vec!["--automation".to_owned()];
    if let Some(road) = look.road {
        args.push(format!("--proxy=socks5://{road}"));
    }
    if look.is_dark {
        args.push("--dark-mode".to_owned());
    }
    json!({
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {
            "binary": browser(),
            "args": args,
        },
    })
}

/// MiniBrowser: Debian keeps it beside the library, in a folder of the machine's kind.
fn browser() -> PathBuf {
    let kinds = Path::new("/usr/lib")
        .read_dir()
        .into_iter()
        .flatten()
        .flatten();
    let found = kinds.map(|kind| kind.path().join("webkit2gtk-4.1/MiniBrowser"));
    let found = found.into_iter().find(|it| it.is_file());
    path(
        "SAMTALE_MINIBROWSER",
        &found.unwrap_or("MiniBrowser".into()).to_string_lossy(),
    )
}
