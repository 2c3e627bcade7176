//! The panel is moved and resized with keys alone: WCAG 2.1.1.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{Look, Window};

use super::{MOVE, RESIZE, guest, kept, place, stands};
use crate::{access::must_be_accessible, stage::play};

/// Walks with the keyboard alone to what has this name.
async fn walk_to(page: &Window, words: &str) {
    let here = "
        let it = document.activeElement;
        while (it.shadowRoot?.activeElement) it = it.shadowRoot.activeElement;
        return name(it)";
    for _ in 0..10 {
        page.key(Key::Tab).await;
        if page.ask(here, &[]).await == words {
            return;
        }
    }
    panic!("the keyboard does not lead to “{words}”");
}

#[tokio::test]
async fn a_visitor_moves_and_resizes_the_panel_with_keys() {
    play("moving-keys", async |stage| {
        for (root, is_dark) in [("lang=en", false), ("lang=en dir=rtl", true)] {
            let look = Look {
                is_dark,
                ..Look::default()
            };
                let attributes = "data-position='movable resizable'";
                let (_host, kari) = guest(stage, look, attributes, root).await;
                let page = kari.page().await;
                let [left, top, width, height] = place(page).await;
                // Whatever way the lines run, a key moves things its own way.
                let (away, far) = match root.contains("rtl") {
                    true => (Key::Right, 1),
                    false => (Key::Left, -1),
                };
                let mine = "window.keys = []; addEventListener('keydown', ({ key }) => keys.push(key)); document.querySelector('a').focus()";
                page.ask(mine, &[]).await;
                walk_to(page, RESIZE.1).await;
                page.key(Key::Down).await;
                page.key(away).await;
                let grown = [left + (16 * far).min(0), top + 16, width + 16, height - 16];
                stands(page, grown).await;
                walk_to(page, MOVE.1).await;
                for _ in 0..3 {
                    page.key(away).await;
                }
                page.chord(&[Key::Shift, Key::Up]).await;
                // No higher than what can be seen.
                let up = (top + 16 - 64).max(8);
                stands(page, [grown[0] + 48 * far, up, width + 16, height - 16]).await;
                must_be_accessible(page, "a panel that was moved").await;
                assert_eq!(kept(page).await, json!(1));
                assert_eq!(page.ask("return keys.filter((it) => it !== 'Tab' && it !== 'Shift').length", &[]).await, json!(0));

                // Home puts it back; Escape does, and only then closes the chat.
                page.key(Key::Home).await;
                stands(page, grown).await;
                page.key(away).await;
                page.key(Key::Escape).await;
                stands(page, grown).await;
                page.chord(&[Key::Shift, Key::Tab]).await;
                page.key(Key::Home).await;
                stands(page, [left, top, width, height]).await;
                assert_eq!(kept(page).await, json!(0));
                page.key(Key::Enter).await;
                page.see("button[aria-pressed=true]", RESIZE.1).await;
                must_be_accessible(page, "a handle that was pressed").await;
                page.key(Key::Escape).await;
                page.see("button[aria-pressed=false]", RESIZE.1).await;
                page.key(Key::Escape).await;
                page.see("button.launcher[aria-expanded=false]", "").await;
        }
    })
    .await;
}

/// Escape gives up a drag that goes on.
#[tokio::test]
async fn what_is_dragged_goes_back_where_it_was() {
    play("moving-escape", async |stage| {
        let attributes = "data-position=movable";
        let (_host, kari) = guest(stage, Look::default(), attributes, "lang=en").await;
        let page = kari.page().await;
        let home = place(page).await;
        page.hold(MOVE.0, MOVE.1, (-200.0, -20.0)).await;
        stands(page, [home[0] - 200, home[1] - 20, home[2], home[3]]).await;
        page.key(Key::Escape).await;
        stands(page, home).await;
        page.let_go().await;
        stands(page, home).await;
        assert_eq!(kept(page).await, json!(0));
    })
    .await;
}
