//! Chats that are not kept, as their visitors wish (PZ-37).

use serde_json::json;
use shared::agent::Summary;
use tests::stage::Visitor;

use crate::{
    access::must_be_accessible,
    stage::{Stage, play},
};

/// What is said, and must be nowhere after the end.
const SECRET: &str = "geheim4711";

/// Where it is offered, with a transcript and a rating.
async fn offer(stage: &Stage) {
    let line = "channel change support --unkept-offer true --transcript true --rating stars";
    stage.demo.administer(line).await;
}

/// Ticks that the chat shall not be kept, with the keyboard's way and the pointer's being one and the same control.
async fn tick(kari: &Visitor) {
    let panel = kari.panel().await;
    panel.press("label.consent", "Do not keep this chat").await;
    let is_ticked = "return shown('#unkept')[0]?.checked === true";
    panel.until("the tick", is_ticked, &[]).await;
}

// PZ-37, SO-57, SO-58.
#[tokio::test]
async fn pz_37_what_was_said_is_gone_with_the_end_and_both_are_told() {
    play("keeping", async |stage| {
        offer(stage).await;
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.write("#name", SECRET).await;
        tick(&kari).await;
        must_be_accessible(panel, "the beginning").await;
        kari.say(&format!("My code is {SECRET}")).await;
        kari.sees("You are next in line.").await;
        anna.answer(SECRET).await;
        let desk = anna.page();
        desk.see(".talk .notice", "does not want this chat kept")
            .await;
        must_be_accessible(desk, "a chat that is not kept").await;
        anna.say(&format!("I see {SECRET} here")).await;
        kari.sees("I see").await;
        anna.say_privately(&format!("Note {SECRET}")).await;
        anna.sees("Note").await;
        assert!(stage.demo.holds(SECRET), "while it goes on it is kept");

        // Both may still read what is on the screen; there is no way back and nothing to mail.
        kari.end_chat().await;
        kari.sees("It was not kept.").await;
        kari.sees("I see").await;
        let panel = kari.panel().await;
        panel.see("button", "Start a new chat").await;
        panel.miss("button", "Come back to this chat").await;
        panel.miss("button", "E-mail me this chat").await;
        must_be_accessible(panel, "the end").await;
        desk.see(".talk .notice", "This chat was not kept").await;
        desk.miss(".talk textarea", "").await;
        stage.demo.forgets(SECRET).await;

        // The rating counts.
        panel.press("input.star[value='4']", "").await;
        panel.press("button", "Send rating").await;
        panel.see("#rated", "Thank you").await;

        // After a reload there is nothing to read, and both are told why.
        kari.reload().await;
        kari.sees("It was not kept.").await;
        assert_eq!(kari.messages().await, [""; 0]);
        desk.reload().await;
        desk.see(".talk .notice", "This chat was not kept").await;
        assert_eq!(anna.messages().await, [""; 0]);
        desk.press("nav a", "Archive").await;
        desk.press("form button", "Search").await;
        desk.see("a.session", "Not kept").await;
        desk.see("a.session", "Rating: 4 of 5").await;
        desk.miss("a.session", SECRET).await;
        stage.demo.forgets(SECRET).await;

        // The next chat is kept, unless it is said anew.
        kari.panel().await.press("button", "Start a new chat").await;
        let is_blank = "return shown('#unkept')[0]?.checked === false";
        kari.panel().await.until("no tick", is_blank, &[]).await;
        kari.say("And another thing").await;
        kari.sees("You are next in line.").await;
        kari.reload().await;
        kari.sees("And another thing").await;
    })
    .await;
}

// PZ-37: what was being written at the end is not said into a chat that is gone, nor lost.
#[tokio::test]
async fn pz_37_what_was_being_written_at_the_end_begins_another_chat() {
    play("keeping-draft", async |stage| {
        offer(stage).await;
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        tick(&kari).await;
        kari.say("Hello?").await;
        let chat = anna.shows("the question", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        let panel = kari.panel().await;
        panel.write("#message", "One more thing").await;
        anna.end(&chat).await;
        kari.sees("It was not kept.").await;
        let panel = kari.panel().await;
        panel.press("#send", "").await;
        // It stands where a chat begins, also after a reload, and can be said there.
        let is_there = "return shown('#message')[0]?.value === 'One more thing' && shown('#unkept').length === 1";
        panel.until("the message at a beginning", is_there, &[]).await;
        kari.reload().await;
        kari.panel().await.until("it once more", "return shown('#message')[0]?.value === 'One more thing'", &[]).await;
        let panel = kari.panel().await;
        panel.press("button", "Start a new chat").await;
        panel.press("#send", "").await;
        kari.sees("You are next in line.").await;
        let is_it = |it: &Summary| it.first.text == "One more thing";
        anna.shows("the other question", is_it).await;
    })
    .await;
}

// PZ-37.
#[tokio::test]
async fn pz_37_where_it_is_not_offered_nobody_is_asked() {
    play("keeping-not", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.can_write().await;
        kari.panel().await.miss("label", "Do not keep").await;
        let found = kari
            .panel()
            .await
            .ask("return shown('#unkept').length", &[])
            .await;
        assert_eq!(found, json!(0));
    })
    .await;
}

// PZ-37.
#[tokio::test]
async fn pz_37_what_is_not_offered_any_more_is_not_promised_and_nothing_typed_is_lost() {
    play("keeping-withdrawn", async |stage| {
        offer(stage).await;
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        tick(&kari).await;
        let panel = kari.panel().await;
        panel.write("#message", "Is the lamp in stock?").await;
        let line = "channel change support --unkept-offer false";
        stage.demo.administer(line).await;
        panel.miss("label.consent", "Do not keep this chat").await;
        let is_there = "return all('#message')[0].value === 'Is the lamp in stock?'";
        panel.until("what was typed", is_there, &[]).await;
        panel.press("#send", "").await;
        kari.sees("You are next in line.").await;
        anna.answer("Is the lamp in stock?").await;
        kari.sees(&anna.account.name).await;
        anna.page().miss(".talk .notice", "kept").await;
        kari.end_chat().await;
        kari.panel()
            .await
            .see("button", "Come back to this chat")
            .await;
    })
    .await;
}
