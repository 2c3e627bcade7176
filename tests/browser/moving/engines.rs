//! The panel is moved in Firefox and WebKit.

use fantoccini::key::Key;
use tests::browser::{Engine, Look};

use super::{MOVE, guest, place, stands};
use crate::stage::{Stage, play};

/// The handle has the focus.
const HOLD: &str =
    "document.querySelector('samtale-chat').shadowRoot.querySelector('.move').focus()";

#[tokio::test]
async fn a_visitor_with_firefox_moves_the_panel() {
    play("moving-firefox", async |stage| {
        journey(stage, Engine::Firefox).await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_with_webkit_moves_the_panel() {
    play("moving-webkit", async |stage| {
        journey(stage, Engine::WebKit).await;
    })
    .await;
}

async fn journey(stage: &mut Stage, engine: Engine) {
    let look = Look {
        engine,
        ..Look::default()
    };
    let attributes = "data-position='movable resizable'";
    let (_host, kari) = guest(stage, look, attributes, "lang=en").await;
    let page = kari.page().await;
    // The chat that begins has taken the focus, if it wanted it.
    let is_ready = "return document.querySelector('samtale-chat').state?.ready === true";
    page.until("a chat that is ready", is_ready, &[]).await;
    let home = place(page).await;
    page.drag(MOVE.0, MOVE.1, (-300.0, -24.0)).await;
    let moved = [home[0] - 300, home[1] - 24, home[2], home[3]];
    stands(page, moved).await;
    page.ask(HOLD, &[]).await;
    page.key(Key::Left).await;
    stands(page, [moved[0] - 16, moved[1], home[2], home[3]]).await;
    kari.go("/next").await;
    let page = kari.page().await;
    stands(page, [moved[0] - 16, moved[1], home[2], home[3]]).await;
    page.ask(HOLD, &[]).await;
    page.key(Key::Home).await;
    stands(page, home).await;
}
