//! What must hold for a visitor whatever the browser is made of: the same journey in Firefox and WebKit. All
//! other stories are played in Chromium.

use tests::{
    browser::{Engine, Look},
    stage::{Stage, play},
};

// EM-06, EM-09, AX-03: the shop's pages have a strict policy and want Trusted Types.
#[tokio::test]
async fn a_visitor_with_firefox_chats() {
    play("firefox", async |stage| chat(stage, Engine::Firefox).await).await;
}

#[tokio::test]
async fn a_visitor_with_webkit_chats() {
    play("webkit", async |stage| chat(stage, Engine::WebKit).await).await;
}

async fn chat(stage: &mut Stage, engine: Engine) {
    let look = Look {
        engine,
        ..Look::default()
    };
    let kari = stage.visitor_with("Kari", look, "/").await;
    let anna = stage.agent(0).await;

    kari.open_chat().await;
    kari.say("Does the lamp dim?").await;
    kari.sees("You are next in line.").await;
    anna.go_to_chats().await;
    anna.take_next().await;
    anna.sees("Does the lamp dim?").await;
    anna.say("It does.").await;
    kari.sees("It does.").await;

    // The site's next page, and the same once more.
    kari.go("/delivery").await;
    kari.sees("It does.").await;
    kari.reload().await;
    kari.sees("It does.").await;
    kari.say("Thank you!").await;
    anna.sees("Thank you!").await;

    // Back to the first page, which the browser may have kept as it was.
    kari.page().await.back().await;
    kari.sees("Thank you!").await;
    kari.say("I take two.").await;
    anna.sees("I take two.").await;

    // What is written without a network arrives once, when it is there again.
    kari.seat.go_offline();
    kari.say("And the kettle?").await;
    kari.seat.come_online();
    anna.sees("And the kettle?").await;
    let said = [
        "Does the lamp dim?",
        "It does.",
        "Thank you!",
        "I take two.",
        "And the kettle?",
    ];
    assert_eq!(kari.messages().await, said);
}
