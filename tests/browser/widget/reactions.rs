//! What a visitor thinks of single messages.

use serde_json::json;

use crate::{access::must_be_accessible, stage::play};

/// Waits until the buttons that are pressed are these.
const PRESSED: &str = "
    const pressed = shown('.reactions [aria-pressed=true]').map((it) => it.ariaLabel);
    return JSON.stringify(pressed) === JSON.stringify(args[0])";

// PZ-39.
#[tokio::test]
async fn pz_39_a_visitor_says_of_a_message_that_it_helps_and_takes_it_back() {
    play("reactions", async |stage| {
        let change = "channel change support --reactions true";
        stage.demo.administer(change).await;
        let kari = stage.visitor("Kari").await;
        let anna = stage.agent(0).await;
        kari.open_chat().await;
        kari.say("My lamp flickers").await;
        anna.answer("My lamp flickers").await;
        anna.say("Turn it off.").await;
        kari.sees("Turn it off.").await;
        let panel = kari.panel().await;
        must_be_accessible(panel, "asked of a message").await;
        panel.press(".reactions button", "This helps").await;
        panel
            .until("what was pressed", PRESSED, &[json!(["This helps"])])
            .await;
        let page = anna.page();
        page.see(".transcript li", "The visitor finds this helpful")
            .await;
        must_be_accessible(page, "liked").await;
        // The latest message is asked of, and where something was said it stays.
        anna.say("And on again.").await;
        kari.sees("And on again.").await;
        let buttons = "return shown('.reactions').length === args[0]";
        panel.until("two messages", buttons, &[json!(2)]).await;
        kari.reload().await;
        let panel = kari.panel().await;
        panel
            .until("the same after a reload", PRESSED, &[json!(["This helps"])])
            .await;
        // Without a network it is said at once, and told when it is back.
        kari.seat.go_offline();
        panel
            .press(".reactions [aria-pressed=true]", "This helps")
            .await;
        panel.until("nothing", PRESSED, &[json!([])]).await;
        kari.seat.come_online();
        page.miss(".transcript li", "finds this helpful").await;
        panel.press(".reactions button", "This does not help").await;
        page.see(".transcript li", "The visitor finds this not helpful")
            .await;
    })
    .await;
}
