//! The chat without a frame in Firefox and WebKit.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{Engine, Look, Window};

use super::{guest, open, sees};
use crate::stage::{MESSAGES, Stage, play};

#[tokio::test]
async fn a_visitor_with_firefox_chats_without_a_frame() {
    play("shadow-firefox", async |stage| {
        journey(stage, Engine::Firefox).await;
    })
    .await;
}

#[tokio::test]
async fn a_visitor_with_webkit_chats_without_a_frame() {
    play("shadow-webkit", async |stage| {
        journey(stage, Engine::WebKit).await;
    })
    .await;
}

async fn journey(stage: &mut Stage, engine: Engine) {
    let look = Look {
        engine,
        ..Look::default()
    };
    let style = "samtale-chat::part(send) { background: rgb(1, 2, 3) } html { font-size: 62.5% }";
    let (_host, kari) = guest(stage, look, style).await;
    let mut anna = stage.desk(0).await;
    let page = kari.page().await;
    open(page).await;
    // WebKit's driver takes what lies in a root within a root for covered by its host; a finger does not.
    let hit = "
        const { left, top, width, height } = shown('#message')[0].getBoundingClientRect();
        const root = shown('#message')[0].getRootNode();
        return root.elementFromPoint(left + width / 2, top + height / 2).id";
    assert_eq!(page.ask(hit, &[]).await, json!("message"));
    let say = async |page: &Window, text: &str| {
        page.ask("shown('#message')[0].focus()", &[]).await;
        page.keys(text.chars()).await;
        page.key(Key::Enter).await;
    };
    let press = async |page: &Window, css: &str, words: &str| {
        page.see(css, words).await;
        let press = "saying(args[0], args[1]).at(-1).click()";
        page.ask(press, &[json!(css), json!(words)]).await;
    };
    say(page, "Does the lamp dim?").await;
    sees(page, "You are next in line.").await;
    let chat = anna.shows("the question", |it| it.unread == 1).await.id;
    anna.take(&chat).await;
    anna.post(&chat, "It does.").await;
    sees(page, "It does.").await;
    let look = "return [getComputedStyle(shown('#send')[0]).backgroundColor, getComputedStyle(shown('.app')[0]).fontSize]";
    assert_eq!(page.ask(look, &[]).await, json!(["rgb(1, 2, 3)", "16px"]));

    // The site's next page, the same once more, and back to the first, which the browser may have kept as it was.
    kari.go("/next").await;
    sees(kari.page().await, "It does.").await;
    kari.reload().await;
    let page = kari.page().await;
    sees(page, "It does.").await;
    say(page, "Thank you!").await;
    anna.shows("the thanks", |it| it.last.text == "Thank you!")
        .await;
    page.back().await;
    let page = kari.page().await;
    sees(page, "Thank you!").await;

    // What is written without a network arrives once, when it is there again.
    kari.seat.go_offline();
    say(page, "And the kettle?").await;
    kari.seat.come_online();
    anna.shows("what came late", |it| it.last.text == "And the kettle?")
        .await;
    let said = [
        "Does the lamp dim?",
        "It does.",
        "Thank you!",
        "And the kettle?",
    ];
    assert_eq!(page.texts(MESSAGES).await, said);
    press(page, "button", "Menu").await;
    press(page, ".menu button", "End chat").await;
    press(page, "dialog button", "End chat").await;
    sees(page, "This chat has ended.").await;
}
