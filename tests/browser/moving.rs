//! A panel that visitors move and resize, where a site lets them: PZ-33.

mod engines;
mod keyboard;

use serde_json::{Value, json};
use tests::{
    browser::{Look, Window},
    host::Host,
    stage::Visitor,
};

use crate::{
    shadow::policy,
    stage::{Stage, play},
};

/// The handles, by what they are called.
const MOVE: (&str, &str) = ("button", "Move the chat");
const RESIZE: (&str, &str) = ("button", "Resize the chat");

/// A page with such a panel, in a language and its direction.
fn page(server: &str, attributes: &str, root: &str) -> String {
    format!(
        "<!doctype html><html {root}><meta charset=utf-8><title>Host</title>\
         <h1>Host</h1><p>A page</p><label>Own <input id=own></label><a href=/next>Next</a>\
         <script src=\"{server}/widget.js\" data-channel=support {attributes} async></script>"
    )
}

/// A site of such pages, whose policy is the strictest that we tell; somebody has opened its chat.
async fn guest(stage: &mut Stage, look: Look, attributes: &str, root: &str) -> (Host, Visitor) {
    let server = stage.demo.origin().to_owned();
    let policy = format!("{}; frame-src {server}", policy(&server));
    let page = |root| page(&server, attributes, root);
    let pages = [
        ("/", policy.clone(), page(root)),
        ("/next", policy.clone(), page(root)),
        ("/ltr", policy, page("lang=en")),
    ];
    let host = stage.host(pages).await;
    let kari = stage.guest_with("Kari", look, &host, "/").await;
    kari.page().await.press("button.launcher", "").await;
    (host, kari)
}

/// Left, top, width and height of the panel, once nothing of it moves by itself.
async fn place(page: &Window) -> [i64; 4] {
    let script = "
        const [panel] = shown('.panel');
        if (!panel || panel.getAnimations().length || !all('.bar').length) return null;
        const { left, top, width, height } = panel.getBoundingClientRect();
        return [left, top, width, height].map(Math.round);";
    let found = page.until("a panel at rest", script, &[]).await;
    serde_json::from_value(found).expect("four numbers")
}

/// Waits until the panel is there.
async fn stands(page: &Window, expected: [i64; 4]) {
    let script = "
        const { left, top, width, height } = shown('.panel')[0]?.getBoundingClientRect() ?? {};
        return JSON.stringify([left, top, width, height].map(Math.round)) === JSON.stringify(args[0]);";
    page.until(&format!("{expected:?}"), script, &[json!(expected)])
        .await;
}

/// What the tab remembers of where the panel is.
async fn kept(page: &Window) -> Value {
    let script = "return Object.keys(sessionStorage).filter((it) => it.endsWith(' place')).length";
    page.ask(script, &[]).await
}

#[tokio::test]
async fn a_visitor_moves_and_resizes_the_panel_with_the_mouse() {
    play("moving", async |stage| {
        for isolation in ["frame", "shadow"] {
            let attributes =
                format!("data-isolation={isolation} data-position='movable resizable'");
            let (_host, kari) = guest(stage, Look::default(), &attributes, "lang=en").await;
            let page = kari.page().await;
            let [left, top, width, height] = place(page).await;
            assert_eq!(kept(page).await, json!(0));
            page.drag(MOVE.0, MOVE.1, (-400.0, -40.0)).await;
            stands(page, [left - 400, top - 40, width, height]).await;
            // Into the panel, over what is in it.
            page.drag(RESIZE.0, RESIZE.1, (40.0, 120.0)).await;
            let moved = [left - 360, top + 80, width - 40, height - 120];
            stands(page, moved).await;
            assert_eq!(kept(page).await, json!(1));

            // The site's next page has it there, and the chat goes on within.
            page.ask("document.querySelector('a').click()", &[]).await;
            let page = kari.page().await;
            page.until("the next page", "return location.pathname === '/next'", &[])
                .await;
            stands(page, moved).await;
            kari.reload().await;
            let page = kari.page().await;
            stands(page, moved).await;

            // Never beyond what can be seen, by hand or because the window shrinks; back again when it grows.
            page.resize((640, 500)).await;
            let inside = "
                const { left, top, right, bottom } = shown('.panel')[0].getBoundingClientRect();
                return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && innerWidth === args[0];";
            page.until("the panel inside", inside, &[json!(640)]).await;
            page.resize((1280, 800)).await;
            stands(page, moved).await;
            page.drag(MOVE.0, MOVE.1, (-700.0, -140.0)).await;
            page.until("the panel inside", inside, &[json!(1280)]).await;
            page.drag(RESIZE.0, RESIZE.1, (-20.0, -10.0)).await;
            page.until("the panel inside", inside, &[json!(1280)]).await;

            // Pressed twice, each handle puts back what it has changed.
            page.press_twice(RESIZE.0, RESIZE.1).await;
            page.press_twice(MOVE.0, MOVE.1).await;
            stands(page, [left, top, width, height]).await;
            assert_eq!(kept(page).await, json!(0));
        }
    })
    .await;
}

/// WCAG 2.5.7: nothing has to be dragged.
#[tokio::test]
async fn a_handle_is_pressed_and_then_the_place_where_it_is_to_go() {
    play("moving-press", async |stage| {
        let attributes = "data-position='movable resizable'";
        let (_host, kari) = guest(stage, Look::default(), attributes, "lang=en").await;
        let page = kari.page().await;
        let home = place(page).await;
        page.ask("window.clicks = 0; document.body.onclick = () => window.clicks++", &[])
            .await;
        let middle = "
            const { left, top, width, height } = saying('button', args[0])[0].getBoundingClientRect();
            return [left + width / 2, top + height / 2];";
        let middle = page.ask(middle, &[json!(MOVE.1)]).await;
        page.press(MOVE.0, MOVE.1).await;
        page.see("button[aria-pressed=true]", MOVE.1).await;
        page.press_at((300.0, 200.0)).await;
        page.see("button[aria-pressed=false]", MOVE.1).await;
        let by = [300, 200].map(f64::from);
        let by = [0, 1].map(|axis| by[axis] - middle[axis].as_f64().expect("a number"));
        let moved = [
            home[0] + by[0].round() as i64,
            // No lower than what can be seen.
            (home[1] + by[1].round() as i64).min(800 - 8 - home[3]),
            home[2],
            home[3],
        ];
        stands(page, moved).await;
        // The page hears nothing of it, and has its own again.
        assert_eq!(page.ask("return window.clicks", &[]).await, json!(0));
        page.press("h1", "Host").await;
        assert_eq!(page.ask("return window.clicks", &[]).await, json!(1));
        // Pressed once more, nothing is to go anywhere.
        page.press(RESIZE.0, RESIZE.1).await;
        page.see("button[aria-pressed=true]", RESIZE.1).await;
        page.press(RESIZE.0, RESIZE.1).await;
        page.see("button[aria-pressed=false]", RESIZE.1).await;
        stands(page, [moved[0], moved[1], home[2], home[3]]).await;
    })
    .await;
}

#[tokio::test]
async fn a_finger_moves_the_panel_too() {
    play("moving-touch", async |stage| {
        let attributes = "data-position='start top movable'";
        let (_host, kari) = guest(stage, Look::default(), attributes, "lang=en").await;
        let page = kari.page().await;
        let [left, top, width, height] = place(page).await;
        page.drag_by_finger(MOVE.0, MOVE.1, (200.0, 24.0)).await;
        stands(page, [left + 200, top + 24, width, height]).await;
        assert_eq!(page.count(RESIZE.0, RESIZE.1).await, 0);
    })
    .await;
}

#[tokio::test]
async fn from_right_to_left_the_panel_moves_the_same_and_its_far_corner_is_the_other() {
    play("moving-rtl", async |stage| {
        let attributes = "data-position='movable resizable'";
        let root = "lang=ar dir=rtl";
        let (_host, kari) = guest(stage, Look::default(), attributes, root).await;
        let page = kari.page().await;
        let [left, top, width, height] = place(page).await;
        assert_eq!(left, 20);
        page.drag("button", "انقل المحادثة", (150.0, -20.0)).await;
        stands(page, [left + 150, top - 20, width, height]).await;
        page.drag("button", "غيّر حجم المحادثة", (60.0, 30.0)).await;
        stands(page, [left + 150, top + 10, width + 60, height - 30]).await;
        // On a page that runs the other way it is mirrored.
        kari.go("/ltr").await;
        let page = kari.page().await;
        let mirrored = 1280 - (left + 150) - (width + 60);
        stands(page, [mirrored, top + 10, width + 60, height - 30]).await;
    })
    .await;
}

#[tokio::test]
async fn where_the_panel_fills_the_window_or_a_place_there_are_no_handles() {
    play("moving-phone", async |stage| {
        let attributes = "data-position='movable resizable'";
        let (_host, kari) = guest(stage, Look::default(), attributes, "lang=en").await;
        let page = kari.page().await;
        place(page).await;
        page.drag(MOVE.0, MOVE.1, (-300.0, -40.0)).await;
        page.until("a place", "return sessionStorage.length === 2", &[])
            .await;
        page.resize((400, 700)).await;
        stands(page, [0, 0, 400, 700]).await;
        assert_eq!(page.count(MOVE.0, MOVE.1).await, 0);
        page.resize((1280, 800)).await;
        page.see(MOVE.0, MOVE.1).await;
        page.ask(
            "document.querySelector('samtale-chat').placement = 'inline'",
            &[],
        )
        .await;
        page.miss(MOVE.0, MOVE.1).await;
        page.ask(
            "document.querySelector('samtale-chat').placement = null",
            &[],
        )
        .await;
        page.see(MOVE.0, MOVE.1).await;
        page.ask(
            "document.querySelector('samtale-chat').position = 'start'",
            &[],
        )
        .await;
        page.miss(MOVE.0, MOVE.1).await;
        let style = "return getComputedStyle(shown('.panel')[0]).translate";
        assert_eq!(page.ask(style, &[]).await, json!("none"));
    })
    .await;
}

#[tokio::test]
async fn a_page_that_does_not_ask_for_handles_loads_nothing_for_them() {
    play("moving-not", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let fetched = "return performance.getEntriesByType('resource').filter((it) => it.name.includes('/move-')).length";
        assert_eq!(kari.page().await.ask(fetched, &[]).await, json!(0));
        assert_eq!(kari.page().await.count(MOVE.0, MOVE.1).await, 0);
    })
    .await;
}
