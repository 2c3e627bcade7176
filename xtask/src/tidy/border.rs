//! Who may import whom, below the level of packages, where cargo does not watch.

use super::tree::{File, Tree};

/// Words that must not stand in the Rust files below a folder.
struct Border {
    folder: &'static str,
    /// Files or folders in it, by name, for which the border does not hold.
    except: &'static [&'static str],
    forbidden: &'static [&'static str],
    why: &'static str,
}

/// What talks to the browser directly. All else is tested without one.
const BROWSER_SIDE: &[&str] = &["driver", "element", "perform", "dom"];

const BORDERS: &[Border] = &[
    Border {
        folder: "shared/src/",
        except: &[],
        forbidden: &[
            "web_sys",
            "tokio",
            "leptos",
            "SystemTime",
            "Instant",
            "async",
        ],
        why: "is out of place: the protocol knows no clock, no socket and no page",
    },
    Border {
        folder: "client/src/",
        except: &["driver"],
        forbidden: &[
            "web_sys",
            "js_sys",
            "tokio",
            "leptos",
            "SystemTime",
            "Instant",
            "async",
        ],
        why: "belongs into the driver",
    },
    Border {
        folder: "client/src/",
        except: &[],
        forbidden: &["leptos"],
        why: "is out of place: this package has no face",
    },
    Border {
        folder: "server/src/hub",
        except: &[],
        forbidden: &["axum", "tokio", "rusqlite", "SystemTime", "Instant"],
        why: "is out of place: the rules do no input or output",
    },
    Border {
        folder: "agent-app/src/ui",
        except: &[],
        forbidden: &[
            "Session",
            "client",
            "leptos_router",
            "use_context",
            "expect_context",
        ],
        why: "is out of place: props in, callbacks out",
    },
    Border {
        folder: "agent-app/src/screen",
        except: &[],
        forbidden: &["client::driver", "RwSignal<Session>"],
        why: "is out of place: screens ask the session",
    },
    Border {
        folder: "agent-app/src/session",
        except: &[],
        forbidden: &["crate::screen", "crate::ui"],
        why: "is out of place: the session does not know who looks at it",
    },
    Border {
        folder: "agent-app/src/",
        except: BROWSER_SIDE,
        forbidden: &["web_sys"],
        why: "belongs into a file that is named for touching the browser",
    },
    Border {
        folder: "widget/src/",
        except: BROWSER_SIDE,
        forbidden: &["web_sys"],
        why: "belongs into a file that is named for touching the browser",
    },
];

/// The architecture's table, as far as words can show it.
pub(super) fn borders_are_kept(tree: &Tree) -> Vec<String> {
    let mut findings = Vec::new();
    for border in BORDERS {
        for file in tree.rust().filter(|it| border.holds_for(it)) {
            for word in border.forbidden {
                findings.extend(outside_comments(file).lines_with(word, border.why));
            }
        }
    }
    findings
}

impl Border {
    fn holds_for(&self, file: &File) -> bool {
        let Some(rest) = file.path.strip_prefix(self.folder) else {
            return false;
        };
        let mut names = rest.trim_end_matches(".rs").split('/');
        !file.is_test() && !names.any(|name| self.except.contains(&name))
    }
}

/// The file with its comments emptied, so that lines keep their numbers.
fn outside_comments(file: &File) -> File {
    let lines = file
        .text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    File {
        path: file.path.clone(),
        text: lines.collect::<Vec<_>>().join("\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn findings(path: &str, text: &str) -> usize {
        let file = File {
            path: path.to_owned(),
            text: text.to_owned(),
        };
        borders_are_kept(&Tree { files: vec![file] }).len()
    }

    #[test]
    fn components_never_see_the_session() {
        assert_eq!(
            findings("agent-app/src/ui/button.rs", "use crate::session::Session;"),
            1
        );
        assert_eq!(
            findings(
                "agent-app/src/screen/chats.rs",
                "use crate::session::Session;"
            ),
            0
        );
    }

    #[test]
    fn only_some_files_touch_the_browser() {
        assert_eq!(findings("widget/src/view/panel.rs", "web_sys::window()"), 1);
        assert_eq!(findings("widget/src/element.rs", "web_sys::window()"), 0);
        assert_eq!(
            findings("agent-app/src/session/perform.rs", "web_sys::window()"),
            0
        );
        assert_eq!(findings("client/src/driver/web.rs", "web_sys::window()"), 0);
        assert_eq!(findings("client/src/link.rs", "// Not web_sys."), 0);
    }
}
