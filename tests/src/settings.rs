//! What the environment says about a test run. Everything has a default, so that `cargo test` works
//! by hand.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// A count, such as the kill cycles of `SAMTALE_KILL_CYCLES`.
pub fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is not a number: {text}")),
    )
}

/// A path that the environment names.
pub fn path(variable: &str) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from)
}

/// The folder into which cargo builds.
pub fn target() -> PathBuf {
    path("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |it| root().join(it))
}

/// The server's program: `SAMTALE_SERVER`, else a development build, made now.
pub fn server() -> PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    path("SAMTALE_SERVER").unwrap_or_else(|| BUILT.get_or_init(build_server).clone())
}

/// The built apps: `SAMTALE_APPS`, else where `cargo xtask apps` leaves them.
pub fn apps() -> PathBuf {
    path("SAMTALE_APPS").unwrap_or_else(|| target().join("apps"))
}

/// The script that checks a page's accessibility: `SAMTALE_AXE`, else where `cargo xtask setup` puts it.
pub fn axe() -> PathBuf {
    path("SAMTALE_AXE").unwrap_or_else(|| {
        let home = env::home_dir().unwrap_or_default();
        let tools = home.join(".cache").join("samtale").join("tools");
        let folders = tools.read_dir().into_iter().flatten().flatten();
        let scripts = folders.map(|it| it.path().join("node_modules/axe-core/axe.min.js"));
        scripts
            .into_iter()
            .find(|it| it.is_file())
            .expect("`cargo xtask setup` installs axe")
    })
}

/// The checkout.
fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package)
}

fn build_server() -> PathBuf {
    let done = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--package",
            "server",
            "--bin",
            "samtale",
        ])
        .current_dir(root())
        .status()
        .expect("cargo runs");
    assert!(done.success(), "the server does not compile");
    target()
        .join("debug")
        .join(format!("samtale{}", env::consts::EXE_SUFFIX))
}
