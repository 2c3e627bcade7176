//! The whole app: the session, the routes, and who may see what.

use leptos::prelude::*;
use leptos_router::{
    components::{Outlet, ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    dom,
    screen::{ArchiveScreen, Chats, Dashboard, Frame, Loading, SetUpScreen},
    session::Session,
};

/// Puts the app on the page.
pub fn run() {
    #[cfg(debug_assertions)]
    dom::fault::watch();
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let session = Session::start();
    provide_context(session);
    provide_context(Loading::new());
    Effect::new(move || {
        let language = session.language().get();
        dom::fault::prepare(language.fault());
        let settings = session.settings().read();
        let density = if settings.is_compact { "compact" } else { "" };
        dom::dress(
            language.tag(),
            language.direction(),
            settings.theme.name(),
            density,
        );
    });
    // Nothing is drawn before there is a language to draw it in.
    let is_speaking = Memo::new(move |_| session.tongue().read().spoken().is_some());
    move || is_speaking.get().then(Places)
}

#[component]
fn Places() -> impl IntoView {
    view! {
        <Router>
            <Routes fallback=|| ()>
                <Route path=path!("/setup") view=SetUpScreen />
                <ParentRoute path=path!("") view=|| view! { <Frame><Outlet /></Frame> }>
                    <Route path=path!("/") view=Dashboard />
                    <Route path=path!("/chats/:conversation?") view=Chats />
                    <Route path=path!("/archive/:conversation?") view=ArchiveScreen />
                    <Route path=path!("/*elsewhere") view=Elsewhere />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// An address that is none of the app's leads to its beginning.
#[component]
fn Elsewhere() -> impl IntoView {
    let session = Session::here();
    Effect::new(move || session.go("/"));
}
