//! The question before an end, in a chat without a frame: it is asked within the panel, and the page goes on.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Look;

use super::{guest, open, say, sees};
use crate::stage::play;

#[tokio::test]
async fn the_question_about_the_end_holds_up_the_chat_and_not_the_page() {
    play("shadow-question", async |stage| {
        let mut anna = stage.desk(0).await;
        let (_host, kari) = guest(stage, Look::default(), "").await;
        let page = kari.page().await;
        open(page).await;
        say(page, "Hi").await;
        let chat = anna.shows("it", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        sees(page, "Anna Berg").await;
        let ask = async || {
            page.press("button", "Menu").await;
            page.press(".menu button", "End chat").await;
            page.see("dialog", "End this chat?").await;
        };
        ask().await;
        let modal = "return all('dialog').some((it) => it.matches(':modal'))";
        assert_eq!(page.ask(modal, &[]).await, json!(false));
        // The page is used meanwhile.
        page.write("#own", "m").await;
        let written = "return document.getElementById('own').value";
        assert_eq!(page.ask(written, &[]).await, json!("m"));
        // What else the chat has waits.
        let waits = "
            const [field] = all('textarea#message');
            field.focus();
            return field.getRootNode().activeElement !== field && !!field.closest('[inert]');";
        assert_eq!(page.ask(waits, &[]).await, json!(true));
        // Whoever says no goes on where they were.
        page.press("dialog button", "Keep chatting").await;
        page.miss("dialog", "").await;
        say(page, "Still here").await;
        anna.shows("it", |it| it.last.text == "Still here").await;
        ask().await;
        page.key(Key::Escape).await;
        page.miss("dialog", "").await;
        page.see("button.launcher[aria-expanded=true]", "").await;
        ask().await;
        page.press("dialog button", "End chat").await;
        sees(page, "This chat has ended.").await;
    })
    .await;
}
