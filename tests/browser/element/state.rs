//! How the chat stands, as a page reads it: PZ-33, PZ-43.

use serde_json::{Value, json};
use shared::presence::Presence;
use tests::browser::Window;

use super::command;
use crate::stage::play;

/// Waits until the page reads this of the chat's state.
async fn stands(page: &Window, expected: Value) {
    let script = "
        const { state } = document.querySelector('samtale-chat');
        return Object.entries(args[0]).every(([name, value]) => state?.[name] === value);";
    page.until(
        &format!("a state with {expected}"),
        script,
        std::slice::from_ref(&expected),
    )
    .await;
}

#[tokio::test]
async fn a_page_reads_how_its_chat_stands_and_hears_when_the_channel_closes() {
    play("state", async |stage| {
        let mut anna = stage.desk(0).await;
        stage.opens().await;
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let nothing = "return document.querySelector('samtale-chat').state === undefined";
        assert_eq!(page.ask(nothing, &[]).await, json!(true));
        let listen = "
            window.told = [];
            addEventListener('available', ({ detail }) => told.push(detail.available));";
        page.ask(listen, &[]).await;
        kari.open_chat().await;
        let page = kari.page().await;
        let open = json!({ "version": env!("CARGO_PKG_VERSION"), "channel": "support", "language": "en", "open": true,
            "ready": true, "connected": true, "available": true, "live": false, "unread": 0 });
        stands(page, open).await;

        kari.say("Is this open?").await;
        let chat = anna.shows("the question", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        let page = kari.page().await;
        stands(page, json!({ "live": true })).await;
        command(page, "chat.close()").await;
        anna.post(&chat, "For an hour").await;
        stands(page, json!({ "open": false, "unread": 1 })).await;

        // The channel closes, and opens again.
        anna.be(Presence::Away).await;
        stands(page, json!({ "available": false })).await;
        anna.be(Presence::Present).await;
        stands(page, json!({ "available": true })).await;
        assert_eq!(page.ask("return told", &[]).await, json!([true, false, true]));

        kari.seat.go_offline();
        let page = kari.page().await;
        stands(page, json!({ "connected": false })).await;
        kari.seat.come_online();
        stands(page, json!({ "connected": true })).await;
        // Nobody changes it from the page.
        command(page, "chat.state.unread = 99; try { chat.state = {} } catch {}").await;
        stands(page, json!({ "unread": 1 })).await;
        // It ends with the chat that it is about.
        command(page, "window.gone = chat; chat.remove()").await;
        let is_over = "return gone.state === undefined";
        page.until("no state any more", is_over, &[]).await;
    })
    .await;
}
