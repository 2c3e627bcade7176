//! Where the keyboard is when the panel changes: never nowhere.

use fantoccini::key::Key;

use crate::stage::{Visitor, play};

/// Waits until the keyboard is at the element with this id.
async fn is_at(kari: &Visitor, id: &str) {
    let script = "return document.activeElement.id === args[0]";
    let panel = kari.panel().await;
    panel
        .until(&format!("the focus on {id}"), script, &[id.into()])
        .await;
}

#[tokio::test]
async fn what_vanishes_leaves_the_focus_to_the_conversation() {
    play("focus-vanishes", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.begin("Where is my lamp?").await;
        kari.walk_to("Leave the queue", true).await;
        let chat = anna.take_next().await.id;
        kari.sees("Anna Berg").await;
        is_at(&kari, "scroll").await;
        anna.end(&chat).await;
        kari.walk_to("Come back to this chat", false).await;
        kari.panel().await.key(Key::Enter).await;
        is_at(&kari, "message").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_does_not_end_the_chat_is_where_they_were() {
    play("focus-question", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Where is my lamp?").await;
        for answer in ["Keep chatting", ""] {
            kari.walk_to("Menu", true).await;
            let panel = kari.panel().await;
            panel.key(Key::Enter).await;
            kari.walk_to("End chat", false).await;
            panel.key(Key::Enter).await;
            panel.see("dialog", "End this chat?").await;
            if answer.is_empty() {
                panel.key(Key::Escape).await;
            } else {
                kari.walk_to(answer, false).await;
                panel.key(Key::Enter).await;
            }
            panel.miss("dialog", "").await;
            let is_back = "return name(document.activeElement) === 'Menu'";
            panel.until("the menu's button", is_back, &[]).await;
        }
        // A question that the other side has answered is not asked any more.
        let panel = kari.panel().await;
        panel.key(Key::Enter).await;
        panel.press(".menu button", "End chat").await;
        panel.see("dialog", "End this chat?").await;
        anna.end(&chat).await;
        panel.miss("dialog", "").await;
        kari.sees("The agent ended the chat.").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_wants_to_leave_the_queue_is_asked_no_more_once_somebody_is_there() {
    play("focus-queue", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.begin("Where is my lamp?").await;
        let panel = kari.panel().await;
        panel.press("button", "Leave the queue").await;
        panel.see("dialog", "Leave the queue?").await;
        anna.take_next().await;
        panel.miss("dialog", "").await;
        is_at(&kari, "scroll").await;
    })
    .await;
}

#[tokio::test]
async fn after_the_send_button_one_writes_on() {
    play("focus-send", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Where is my lamp?").await;
        anna.follow(&chat, None).await;
        let panel = kari.panel().await;
        panel.write("#message", "It is").await;
        panel.press("#send", "").await;
        anna.hear("It is").await;
        panel.keys("blue".chars()).await;
        panel.key(Key::Enter).await;
        anna.hear("blue").await;
    })
    .await;
}
