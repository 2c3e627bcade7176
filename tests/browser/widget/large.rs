//! Letters of twice the size, as the settings of a browser give them, on a phone.

use serde_json::json;
use tests::browser::{Look, Window};

use crate::stage::play;

/// What can be pressed or written in stands out of the panel, or out of the question in it.
const OUTSIDE: &str = "
    return shown('button, textarea, label').filter((it) => {
        const around = it.closest('dialog')?.getBoundingClientRect() ?? { left: 0, right: innerWidth };
        const { left, right } = it.getBoundingClientRect();
        return left < around.left || right > around.right;
    }).map((it) => it.outerHTML)";

async fn is_within(panel: &Window) {
    assert_eq!(panel.ask(OUTSIDE, &[]).await, json!([]));
}

#[tokio::test]
async fn with_large_letters_nothing_stands_outside_and_there_is_room_to_write() {
    play("large-letters", async |stage| {
        let phone = Look {
            size: (375, 667),
            ..Look::default()
        };
        let kari = stage.visitor_with("Kari", phone, "/").await;
        kari.begin("Where is my lamp?").await;
        let panel = kari.panel().await;
        panel
            .ask("document.documentElement.style.fontSize = '32px'", &[])
            .await;
        is_within(panel).await;
        let room = "return all('#message')[0].clientWidth > innerWidth / 2";
        assert_eq!(panel.ask(room, &[]).await, json!(true));
        panel.press("button", "Menu").await;
        panel.see(".menu button", "Leave the queue").await;
        is_within(panel).await;
        panel.press(".menu button", "Leave the queue").await;
        panel.see("dialog", "Leave the queue?").await;
        is_within(panel).await;
    })
    .await;
}
