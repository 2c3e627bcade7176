//! What takes the pictures.

use std::path::PathBuf;

use tests::browser::{Look, Window};

/// How a page is looked at.
struct View {
    name: &'static str,
    size: (u32, u32),
    direction: &'static str,
}

const WIDE: (u32, u32) = (1280, 760);

const VIEWS: [View; 5] = [
    view("wide", WIDE, "ltr"),
    view("wide-rtl", WIDE, "rtl"),
    view("390", (390, 844), "ltr"),
    view("390-rtl", (390, 844), "rtl"),
    view("360", (360, 740), "ltr"),
];

const fn view(name: &'static str, size: (u32, u32), direction: &'static str) -> View {
    View {
        name,
        size,
        direction,
    }
}

/// Turns the page, and the frame on it that may be looked into, and waits until it stands.
const TURN: &str = "document.documentElement.dir = args[0]; return true";

/// Two frames later what was laid out is painted.
const PAINTED: &str =
    "await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))";

/// Takes pictures of pages in one colour scheme.
pub(crate) struct Camera {
    folder: PathBuf,
    is_dark: bool,
}

impl Camera {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            is_dark: false,
        }
    }

    /// The same, for another colour scheme.
    pub(crate) fn with_scheme(&self, is_dark: bool) -> Self {
        Self {
            folder: self.folder.clone(),
            is_dark,
        }
    }

    /// The browser of somebody who is to be looked at.
    pub(crate) fn look(&self) -> Look {
        Look {
            size: WIDE,
            is_dark: self.is_dark,
            ..Look::default()
        }
    }

    /// Takes one picture for the project's front page, in light.
    pub(crate) async fn shoot_for_readme(&self, window: &Window, name: &str, size: (u32, u32)) {
        if !self.is_dark {
            window.leave().await;
            window.resize(size).await;
            window.await_promise(PAINTED).await;
            let file = format!("readme-{name}.png");
            window.picture(&self.folder.join(file)).await;
            window.resize(WIDE).await;
        }
    }

    /// Takes a state of a page as it is, in one size.
    pub(crate) async fn shoot_once(&self, window: &Window, state: &str, size: (u32, u32)) {
        let scheme = if self.is_dark { "dark" } else { "light" };
        window.resize(size).await;
        window.await_promise(PAINTED).await;
        let file = format!("{state}-{scheme}.png");
        window.picture(&self.folder.join(file)).await;
    }

    /// Takes what a token does, for the document about theming.
    pub(crate) async fn shoot_token(&self, window: &Window, token: &str, size: (u32, u32)) {
        window.resize(size).await;
        window.await_promise(PAINTED).await;
        let file = format!("{token}.png");
        window.picture(&self.folder.join("tokens").join(file)).await;
    }

    /// Takes a state of a page in every size, in the direction it has.
    pub(crate) async fn shoot_as_it_is(&self, window: &Window, state: &str) {
        let scheme = if self.is_dark { "dark" } else { "light" };
        for view in VIEWS.iter().filter(|it| it.direction == "ltr") {
            window.resize(view.size).await;
            window.await_promise(PAINTED).await;
            let file = format!("{state}-{scheme}-{}.png", view.name);
            window.picture(&self.folder.join(file)).await;
        }
        window.resize(WIDE).await;
    }

    /// Takes a state of a page in every view. `frame`: a script that finds the frame on it which turns
    /// with it.
    pub(crate) async fn shoot(&self, window: &Window, state: &str, frame: Option<&str>) {
        let scheme = if self.is_dark { "dark" } else { "light" };
        for view in &VIEWS {
            window.leave().await;
            window.resize(view.size).await;
            window.ask(TURN, &[view.direction.into()]).await;
            if let Some(frame) = frame {
                window.enter(frame).await;
                window.ask(TURN, &[view.direction.into()]).await;
                window.await_promise(PAINTED).await;
                window.leave().await;
            }
            window.await_promise(PAINTED).await;
            let file = format!("{state}-{scheme}-{}.png", view.name);
            window.picture(&self.folder.join(file)).await;
        }
        window.resize(WIDE).await;
        window.ask(TURN, &["ltr".into()]).await;
    }
}
