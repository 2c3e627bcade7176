//! What a visitor meets at the end of a chat, and what agents see of it.

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    access::{looks, must_be_accessible},
    stage::{Visitor, play},
};

/// Waits until the value that is chosen is this one.
async fn has_chosen(visitor: &Visitor, value: &str) {
    let script = "const chosen = all('[name=rating]').find((it) => it.checked);
        return (chosen?.value ?? '') === args[0]";
    let panel = visitor.panel().await;
    panel.until("the rating", script, &[json!(value)]).await;
}

// SO-59, PX-13, SO-05.
#[tokio::test]
async fn so_59_a_chat_is_rated_with_stars_by_the_keyboard_and_everybody_sees_it() {
    play("ending-stars", async |stage| {
        let kari = stage.visitor("Kari").await;
        let anna = stage.agent(0).await;
        anna.meet(&kari, "My lamp flickers").await;
        anna.say("I send you another one.").await;
        kari.sees("I send you another one.").await;
        kari.end_chat().await;
        kari.sees("How content are you with the help you got?")
            .await;
        must_be_accessible(kari.panel().await, "asked for stars").await;
        // Without a star there is nothing to send: the way leads to the first one.
        kari.walk_to("Send rating", false).await;
        let panel = kari.panel().await;
        panel.key(Key::Enter).await;
        panel.see("#rated", "Please fill this in.").await;
        kari.walk_to("Stars: 1", false).await;
        panel.keys([' ']).await;
        panel.miss("#rated", "").await;
        for _ in 0..3 {
            panel.key(Key::Right).await;
        }
        has_chosen(&kari, "4").await;
        kari.walk_to("Comment (optional)", false).await;
        panel.keys("Quick & <b>kind</b>".chars()).await;
        kari.walk_to("Send rating", false).await;
        panel.key(Key::Enter).await;
        kari.sees("Thank you for your rating.").await;
        must_be_accessible(panel, "rated").await;
        let page = anna.page();
        page.see(".transcript .line", "Rating: 4 of 5 “Quick & <b>kind</b>”")
            .await;
        // It is there after a reload, and can be changed without a network for a while.
        kari.reload().await;
        has_chosen(&kari, "4").await;
        kari.sees("Thank you for your rating.").await;
        kari.seat.go_offline();
        let panel = kari.panel().await;
        panel.press("[name=rating]", "Stars: 5").await;
        // Nobody is thanked for what is not sent.
        panel.miss("#rated", "").await;
        panel.press("button", "Send rating").await;
        kari.sees("Sending…").await;
        kari.seat.come_online();
        kari.sees("Thank you for your rating.").await;
        page.see(".transcript .line", "Rating: 5 of 5 “Quick").await;
        // The day's figures and the archive know the last one.
        anna.go_to_dashboard().await;
        page.see(".tile", "Average rating today 5 ★").await;
        page.press(".rail a", "Archive").await;
        page.see(".findings a", "Rating: 5 of 5").await;
        page.press("select", "Rating").await;
        page.keys("★ 1".chars()).await;
        page.key(Key::Enter).await;
        page.miss(".findings a", "Rating").await;
        // The next chat begins with nothing.
        kari.panel().await.press("button", "Start a new chat").await;
        kari.say("And a kettle").await;
        kari.sees("You are next in line.").await;
        kari.panel().await.miss("[name=rating]", "").await;
    })
    .await;
}

// PZ-38.
#[tokio::test]
async fn pz_38_a_channel_may_ask_for_a_number_from_0_to_10() {
    play("ending-score", async |stage| {
        let change = "channel change support --rating score --rating-text How-likely?";
        stage.demo.administer(change).await;
        let mut anna = stage.desk(0).await;
        for look in looks() {
            let kari = stage.visitor_with("Kari", look, "/").await;
            kari.begin("Hello?").await;
            let chat = anna.take_next().await.id;
            anna.post(&chat, "Hello!").await;
            kari.sees("Hello!").await;
            anna.end(&chat).await;
            kari.sees("How-likely?").await;
            let panel = kari.panel().await;
            let count = "return shown('[name=rating]').length";
            assert_eq!(panel.ask(count, &[]).await, 11);
            let thin = "return shown('[name=rating]').filter((it) => it.getBoundingClientRect().width < 24).length";
            assert_eq!(panel.ask(thin, &[]).await, 0);
            must_be_accessible(panel, "asked for a number").await;
            panel.press("[name=rating][value='0']", "").await;
            panel.press("button", "Send rating").await;
            kari.sees("Thank you for your rating.").await;
            let rated = anna
                .shows("a rating", |it| it.id == chat && it.rating.is_some())
                .await;
            assert_eq!(rated.rating.map(|it| it.value), Some(0));
        }
    })
    .await;
}

// SO-57, SO-58, SO-71, PZ-36.
#[tokio::test]
async fn so_58_a_visitor_has_the_chat_sent_by_mail_and_sees_how_it_ended() {
    play("ending-mail", async |stage| {
        let change = "channel change support --end-title Goodbye! --end-text See_you. --idle-nudge 1 --idle-end 3";
        let kari = stage.visitor("Kari").await;
        let anna = stage.agent(0).await;
        kari.open_chat().await;
        kari.panel().await.write("#email", "kari@example.com").await;
        kari.say("My lamp flickers").await;
        anna.answer("My lamp flickers").await;
        anna.say("I send you another one.").await;
        kari.sees("I send you another one.").await;
        kari.end_chat().await;
        kari.sees("You ended the chat.").await;
        let panel = kari.panel().await;
        panel.see("#over", "This chat has ended.").await;
        must_be_accessible(panel, "the ways at the end").await;
        // The address given at the beginning stands there; one that is none is told.
        kari.walk_to("Your e-mail address", false).await;
        let address = "return document.activeElement.value";
        assert_eq!(panel.ask(address, &[]).await, "kari@example.com");
        panel.key(Key::End).await;
        panel.keys("@".chars()).await;
        panel.press("button", "E-mail me this chat").await;
        kari.sees("This does not look like an e-mail address.").await;
        panel.key(Key::End).await;
        panel.key(Key::Backspace).await;
        panel.key(Key::Enter).await;
        kari.sees("It is on its way to you.").await;
        panel.write("#to", "x").await;
        panel.miss("#mailed", "").await;
        let page = anna.page();
        page.see(".transcript .line", "mailed to kari@example.com").await;
        let mail = stage.demo.mail().await;
        assert!(mail.contains("To: kari@example.com\r\n"), "{mail}");
        assert!(mail.contains("From: Nordlys <chat@demo.example>\r\n"), "{mail}");
        assert!(mail.contains("I send you another one."), "{mail}");
        // What the channel says at the end, and an end by silence, which both are told.
        stage.demo.administer(change).await;
        kari.reload().await;
        kari.panel().await.see("#over", "Goodbye!").await;
        kari.sees("See_you.").await;
        kari.panel().await.press("button", "Come back to this chat").await;
        kari.sees("is here for you").await;
        page.see("textarea", "Message:").await;
        anna.say("Is there anything else?").await;
        kari.sees("Are you still there?").await;
        kari.sees("The chat ended because nothing was written for a while.").await;
        page.see(".transcript .line", "Ended, because the visitor said nothing").await;
    })
    .await;
}
