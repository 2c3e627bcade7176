//! What must hold for a visitor whatever the browser is made of: the same journey in Firefox and WebKit. All
//! other stories are played in Chromium.

use fantoccini::key::Key;
use serde_json::json;
use tests::{
    browser::{
        Engine, Look,
        files::{Way, picture, text},
    },
    stage::{Agent, Stage, Visitor, play},
};

use crate::{
    files::{CATCH, PICTURE},
    forms::{STAY, ask_for_much, suggest},
    offline,
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
    ask_for_much(stage).await;
    suggest(stage).await;
    let kari = stage.visitor_with("Kari", look, "/").await;
    let anna = stage.agent(0).await;

    kari.open_chat().await;
    fill_in(&kari).await;
    read_article(&kari).await;
    kari.sees("You are next in line.").await;
    anna.go_to_chats().await;
    anna.take_next().await;
    anna.sees("Which bulbs are for this lamp?").await;
    anna.say("All of ours.").await;
    kari.sees("All of ours.").await;

    // The site's next page, and the same once more.
    kari.go("/delivery").await;
    kari.sees("All of ours.").await;
    kari.reload().await;
    kari.sees("All of ours.").await;
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
        "Which bulbs are for this lamp?",
        "All of ours.",
        "Thank you!",
        "I take two.",
        "And the kettle?",
    ];
    assert_eq!(kari.messages().await, said);
    exchange_files(&kari, &anna).await;
    choose(&kari, &anna).await;
    rate(&kari, &anna).await;
    have_it_mailed(&kari, &anna).await;
    leave_request(stage, &kari, &anna).await;
}

/// SO-45, SO-47: the form before the chat, with what is missing first.
async fn fill_in(kari: &Visitor) {
    kari.say("Which bulbs are for this lamp?").await;
    let panel = kari.panel().await;
    panel.see("#email-wrong", "Please fill this in.").await;
    panel.see("#consent-wrong", "Please tick this first.").await;
    panel.write("#email", "kari@fjord.example").await;
    panel.press("#consent-field label", "").await;
    panel.write("#company", "Fjord AS").await;
    panel.key(Key::Enter).await;
}

/// SO-49: an article, which did not help.
async fn read_article(kari: &Visitor) {
    let panel = kari.panel().await;
    panel.see("#faq a", "Which bulbs fit our lamps").await;
    panel.ask(STAY, &[]).await;
    panel.press("#faq a", "Which bulbs").await;
    panel.press("#did-help button", "No, chat with us").await;
}

/// SO-37, SO-38: a picture of the visitor's, and a file of the agent's.
async fn exchange_files(kari: &Visitor, anna: &Agent) {
    let panel = kari.panel().await;
    panel.attach(Way::Choose, &[picture("lamp.png", 40)]).await;
    panel.see(".attachment[data-stage=ready]", "lamp.png").await;
    kari.say("It looks like this").await;
    anna.sees("It looks like this").await;
    let desk = anna.page();
    desk.until("the picture", PICTURE, &[json!(40)]).await;
    desk.attach(Way::Choose, &[text("bulbs.txt", "E27")]).await;
    desk.see(".attachment[data-stage=ready]", "bulbs.txt").await;
    anna.say("These are the bulbs").await;
    kari.sees("These are the bulbs").await;
    let panel = kari.panel().await;
    panel.until("the picture", PICTURE, &[json!(40)]).await;
    panel.ask(CATCH, &[]).await;
    panel.press(".line .file", "bulbs.txt").await;
    panel.until("a file", "return window.saved", &[]).await;
    let fetched = "return (await fetch(window.saved)).text()";
    assert_eq!(panel.await_promise(fetched).await, "E27");
}

/// SO-55, PZ-44: one of the things that the agent offers.
async fn choose(kari: &Visitor, anna: &Agent) {
    let desk = anna.page();
    desk.write("textarea", "Warm or cold?").await;
    desk.press("button", "Options").await;
    desk.write("#option-0", "Warm").await;
    desk.write("#option-1", "Cold").await;
    desk.press("dialog button", "Done").await;
    desk.press("textarea", "").await;
    desk.key(Key::Enter).await;
    kari.sees("Warm or cold?").await;
    kari.panel().await.press("fieldset button", "Warm").await;
    desk.see(".transcript .line", "Chose: Warm").await;
}

/// SO-59: what the visitor thinks of it, once it has ended.
async fn rate(kari: &Visitor, anna: &Agent) {
    anna.end_chat().await;
    kari.sees("This chat has ended.").await;
    let panel = kari.panel().await;
    panel.press("[name=rating]", "Stars: 4").await;
    panel.press("button", "Send rating").await;
    kari.sees("Thank you for your rating.").await;
    anna.sees("Rating: 4 of 5").await;
}

/// SO-58: what was said, by mail.
async fn have_it_mailed(kari: &Visitor, anna: &Agent) {
    // The address of the form stands there.
    let panel = kari.panel().await;
    let given = "return document.getElementById('to').value === 'kari@fjord.example'";
    panel.until("the address", given, &[]).await;
    kari.walk_to("E-mail me this chat", false).await;
    panel.key(Key::Enter).await;
    panel.see("#mailed", "It is on its way to you.").await;
    anna.sees("kari@fjord.example").await;
}

/// SO-60: the form in place of a chat, and the number of the request.
async fn leave_request(stage: &Stage, kari: &Visitor, anna: &Agent) {
    offline::have_form(stage).await;
    offline::close(stage, 3).await;
    let panel = kari.panel().await;
    panel.press("button", "Start a new chat").await;
    panel.see("#back-at", "We are back").await;
    panel.write("#ask", "My kettle leaks").await;
    panel.press("button", "Send message").await;
    let told = offline::number(kari).await;
    kari.reload().await;
    assert_eq!(offline::number(kari).await, told);
    offline::finds_in_archive(anna, "My kettle leaks", "Request posted").await;
    anna.sees(&format!("left request {told}")).await;
}
