//! Where the visitor's attention is led: by the focus, by the launcher's name, by a sound, and to what
//! there is to read.

use serde_json::json;

use crate::stage::{Visitor, play};

#[tokio::test]
async fn the_focus_goes_on_where_something_vanishes() {
    play("focus", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        // The composer goes while the cursor stands in it.
        kari.can_write().await;
        anna.end(&chat).await;
        kari.sees("This chat has ended.").await;
        focus_is_on(&kari, "scroll").await;
        // The button that was pressed goes; one writes where it led to.
        let panel = kari.panel().await;
        panel.press("button", "Come back to this chat").await;
        anna.shows("a return", |it| it.ended.is_none()).await;
        panel.miss(".card", "This chat has ended.").await;
        kari.can_write().await;
        // The question goes, and what was asked about with it.
        kari.end_chat().await;
        kari.sees("You ended the chat.").await;
        focus_is_on(&kari, "scroll").await;
    })
    .await;
}

#[tokio::test]
async fn the_way_down_to_new_messages_leads_the_focus_there() {
    play("down", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        for number in 1..=20 {
            anna.post(&chat, &format!("Line {number}")).await;
        }
        kari.sees("Line 20").await;
        let up = "const [it] = all('#scroll'); it.scrollTop = -it.scrollHeight; it.focus()";
        let panel = kari.panel().await;
        panel.ask(up, &[]).await;
        // A browser tells of scrolling with its next picture.
        let is_up = "return all('#log')[0].getAttribute('aria-live') === 'off'";
        panel.until("that the end is left", is_up, &[]).await;
        anna.post(&chat, "The newest").await;
        panel.press(".below button", "New messages").await;
        panel.miss(".below button", "").await;
        focus_is_on(&kari, "scroll").await;
        let is_down = "return all('#scroll')[0].scrollTop > -48";
        panel.until("the end", is_down, &[]).await;
    })
    .await;
}

#[tokio::test]
async fn a_tall_panel_is_filled_with_what_was_said_earlier() {
    play("tall", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "The very first").await;
        for number in 1..=60 {
            anna.post(&chat, &format!("{number}")).await;
        }
        kari.sees("60").await;
        // So tall that the newest fifty leave room, and there is nothing to scroll.
        kari.page().await.resize((400, 6_000)).await;
        kari.reload().await;
        kari.sees("60").await;
        kari.sees("The very first").await;
    })
    .await;
}

#[tokio::test]
async fn the_launchers_name_tells_what_is_unread_and_the_first_sound_is_heard() {
    play("launcher", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        let listen = "
            window.notes = 0;
            const play = OscillatorNode.prototype.start;
            OscillatorNode.prototype.start = function (...when) {
                window.notes += 1;
                return play.apply(this, when);
            };
        ";
        kari.panel().await.ask(listen, &[]).await;
        kari.close_chat().await;
        name_is(&kari, "Open chat").await;
        anna.post(&chat, "one").await;
        name_is(&kari, "Open chat Unread messages: 1").await;
        let is_heard = "return window.notes === 2";
        kari.panel().await.until("two notes", is_heard, &[]).await;
        kari.page().await.press("button.launcher", "").await;
        name_is(&kari, "Close chat").await;
    })
    .await;
}

async fn focus_is_on(visitor: &Visitor, id: &str) {
    let is_there = "return document.activeElement?.id === args[0]";
    let panel = visitor.panel().await;
    panel
        .until(&format!("the focus on {id}"), is_there, &[json!(id)])
        .await;
}

async fn name_is(visitor: &Visitor, words: &str) {
    let is_so = "return name(shown('button.launcher')[0]) === args[0]";
    let page = visitor.page().await;
    page.until(&format!("“{words}”"), is_so, &[json!(words)])
        .await;
}
