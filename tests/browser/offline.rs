//! Is somebody there, and what if not: hours, requests in place of chats, and queues that are too long
//! (SO-18, SO-50 to SO-52, SO-60, SO-65, SO-69, PZ-35, PZ-47, PX-23).

use fantoccini::key::Key;
use serde_json::json;
use tests::{
    browser::Look,
    stage::{Agent, Visitor},
};

use crate::{
    access::must_be_accessible,
    stage::{Stage, play},
};

/// The day of the week and the hour so many hours from now, in UTC.
fn ahead(hours: u64) -> (&'static str, u64) {
    let hours = server::clock::now().0 / 3_600_000 + hours;
    // The first day of 1970 was a Thursday.
    let days = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];
    let day = usize::try_from(hours / 24 % 7).expect("it is small");
    (days[day], hours % 24)
}

/// Support is closed now, and opens in so many hours by its hours.
pub(crate) async fn close(stage: &Stage, opens_in: u64) {
    let (day, hour) = ahead(opens_in);
    let week = format!("{day} {hour:02}:00-{hour:02}:30");
    let line = format!("channel hours support --zone UTC --week {week}");
    stage.demo.administer(&line).await;
}

pub(crate) async fn have_form(stage: &Stage) {
    let form = "--offline form --offline-fields name,email=required";
    let line = format!("channel change support {form}");
    stage.demo.administer(&line).await;
}

/// Kari, where nobody is there, with the form before her.
async fn at_the_form(stage: &mut Stage) -> Visitor {
    let kari = stage.visitor("Kari").await;
    kari.open_chat().await;
    let panel = kari.panel().await;
    panel.see(".intro", "Nobody is here right now.").await;
    panel.see("label", "Your question").await;
    panel.miss("#composer", "").await;
    kari
}

/// The number of the request, as the panel shows it.
pub(crate) async fn number(kari: &Visitor) -> String {
    kari.sees("Your request has the number").await;
    let texts = kari.panel().await.texts("#over").await;
    let text = texts.first().expect("it is shown").clone();
    let number = text.split_whitespace().last().expect("it has words");
    let is_of_number = |it: char| it.is_ascii_alphanumeric() || it == '-';
    number.chars().filter(|it| is_of_number(*it)).collect()
}

pub(crate) async fn finds_in_archive(anna: &Agent, words: &str, status: &str) {
    let page = anna.page();
    page.press("nav a", "Archive").await;
    page.see(".findings a", words).await;
    page.see(".findings .beside", status).await;
    page.press(".findings a", words).await;
}

#[tokio::test]
async fn outside_hours_a_request_is_left_and_an_agent_finds_it() {
    play("offline", async |stage| {
        have_form(stage).await;
        close(stage, 3).await;
        let anna = stage.agent(0).await;
        anna.page()
            .see(".dashboard", "Support is closed until")
            .await;
        let kari = at_the_form(stage).await;
        let panel = kari.panel().await;
        panel.see("#back-at", "We are back").await;
        must_be_accessible(panel, "the form in place of a chat").await;
        panel.press("button", "Send message").await;
        panel.see("#ask-wrong", "Please fill this in.").await;
        must_be_accessible(panel, "the form without a question").await;
        panel.write("#ask", "My kettle leaks").await;
        panel.miss("#ask-wrong", "").await;
        panel.press("button", "Send message").await;
        panel.see("#email-wrong", "").await;
        panel.write("#email", "kari@fjord.example").await;
        panel.key(Key::Tab).await;
        // What is typed is there after a reload.
        kari.reload().await;
        let is_there = "return all('#ask')[0]?.value === 'My kettle leaks'
            && all('#email')[0]?.value === 'kari@fjord.example'";
        kari.panel()
            .await
            .until("what was typed", is_there, &[])
            .await;
        kari.panel().await.press("button", "Send message").await;
        let told = number(&kari).await;
        must_be_accessible(kari.panel().await, "a request that was sent").await;
        kari.panel()
            .await
            .miss("button", "Come back to this chat")
            .await;
        kari.reload().await;
        assert_eq!(number(&kari).await, told, "after a reload, too");

        finds_in_archive(&anna, "My kettle leaks", "Request posted").await;
        anna.sees(&format!("left request {told}")).await;
        // Another question is a request of its own, with an empty field.
        kari.panel().await.press("button", "Start a new chat").await;
        let is_empty = "return all('#ask')[0]?.value === ''";
        kari.panel()
            .await
            .until("an empty field", is_empty, &[])
            .await;
        kari.panel().await.write("#ask", "And the lamp").await;
        kari.panel().await.press("button", "Send message").await;
        let is_another = "return all('#over')[0] && !text(all('#over')[0]).includes(args[0])
            && text(all('#over')[0]).includes('number')";
        kari.panel()
            .await
            .until("another number", is_another, &[json!(told)])
            .await;
    })
    .await;
}

#[tokio::test]
async fn when_somebody_is_back_is_told_by_the_visitors_own_clock() {
    play("clock", async |stage| {
        have_form(stage).await;
        close(stage, 3).await;
        let kari = stage.visitor("Kari").await;
        let zone = json!({ "timezoneId": "Asia/Tokyo" });
        let window = kari.page().await;
        // The chat's own page by itself: a frame of another site keeps the clock of the machine.
        window
            .dev_tools("Emulation.setTimezoneOverride", zone)
            .await;
        let page = format!("{}/frame/support", stage.demo.origin());
        window.go(&page).await;
        kari.seat.expect_losses();
        let (_, hour) = ahead(3);
        let there = (hour + 9) % 24;
        let (half, twelve) = if there < 12 {
            ("AM", there)
        } else {
            ("PM", there - 12)
        };
        let twelve = if twelve == 0 { 12 } else { twelve };
        let told =
            "return all('#back-at')[0] && text(all('#back-at')[0]).replaceAll('\u{202f}', ' ')
            .includes(args[0])";
        let time = format!("at {twelve}:00 {half}");
        window.until(&time, told, &[json!(time)]).await;
    })
    .await;
}

#[tokio::test]
async fn hours_that_change_while_the_panel_is_open_lose_nothing_that_was_typed() {
    play("changing", async |stage| {
        have_form(stage).await;
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.panel().await.see("#composer", "").await;
        kari.panel().await.write("#message", "Do you").await;
        close(stage, 40).await;
        let panel = kari.panel().await;
        panel.see("#back-at", "We are back on").await;
        let holds = "return all(args[0])[0]?.value === args[1]";
        panel
            .until("the question", holds, &[json!("#ask"), json!("Do you")])
            .await;
        panel.write("#ask", " have it in blue?").await;
        // Somebody is there again: the form stays, and a chat is offered.
        stage.demo.administer("channel hours support --off").await;
        panel.see("button", "Somebody is here now").await;
        let question = "Do you have it in blue?";
        panel
            .until("the question", holds, &[json!("#ask"), json!(question)])
            .await;
        panel.press("button", "Somebody is here now").await;
        panel
            .until("the question", holds, &[json!("#message"), json!(question)])
            .await;
        kari.can_write().await;
        panel.key(Key::Enter).await;
        kari.sees("You are next in line.").await;
        anna.shows("the question", |it| it.first.text == question)
            .await;
    })
    .await;
}

#[tokio::test]
async fn without_the_form_there_is_a_message_and_when_somebody_is_back() {
    play("message", async |stage| {
        let line = "channel change support --offline message --offline-header Closed";
        stage.demo.administer(line).await;
        close(stage, 3).await;
        let kari = stage.visitor("Kari").await;
        kari.page().await.press("button.launcher", "").await;
        let panel = kari.panel().await;
        panel.see(".intro", "Closed").await;
        panel.see("#back-at", "We are back").await;
        panel.miss("textarea", "").await;
        panel.miss("button", "Send message").await;
        must_be_accessible(panel, "closed").await;
    })
    .await;
}

#[tokio::test]
async fn who_waits_in_a_long_queue_leaves_a_message_instead() {
    play("overflow", async |stage| {
        have_form(stage).await;
        let offer = "channel change support --offer-form-at 1 --queue-text You_are_{cque},_{cavw} \
                     --offline-header We_are_closed --offline-text Until_tomorrow";
        stage.demo.administer(offer).await;
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.say("My kettle leaks").await;
        kari.sees("You_are_1,_00:00").await;
        let panel = kari.panel().await;
        must_be_accessible(panel, "waiting, with a form offered").await;
        panel.press("button", "Leave a message instead").await;
        // The channel is open.
        panel.see("#welcome", "Leave a message instead").await;
        panel.miss(".intro", "We_are_closed").await;
        panel.miss(".intro", "Until_tomorrow").await;
        panel.miss("#ask", "").await;
        panel.miss(".delivery", "Sent").await;
        panel.press("button", "Keep waiting").await;
        kari.sees("You are next in line.").await;
        panel.press("button", "Leave a message instead").await;
        panel.write("#email", "kari@fjord.example").await;
        panel.key(Key::Enter).await;
        let told = number(&kari).await;
        finds_in_archive(&anna, "My kettle leaks", "Request posted").await;
        anna.sees(&format!("left request {told}")).await;

        let mut ola = stage.stranger().await;
        ola.start("Is the lamp there?").await;
        ola.end().await;
        let page = anna.page();
        page.press("nav a", "Dashboard").await;
        page.see(".tiles", "").await;
        anna.open_at("/archive").await;
        finds_in_archive(&anna, "Is the lamp there?", "Closed in queue").await;
        anna.sees("left the queue").await;
    })
    .await;
}

#[tokio::test]
async fn when_the_queue_is_full_the_form_stands_in_place_of_a_chat() {
    play("full", async |stage| {
        have_form(stage).await;
        let limit = "channel change support --queue-limit 1";
        stage.demo.administer(limit).await;
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor_with("Kari", Look::default(), "/").await;
        kari.open_chat().await;
        kari.panel().await.write("#message", "Hello?").await;
        let mut ola = stage.stranger().await;
        ola.start("I was first").await;
        let panel = kari.panel().await;
        panel.see("#welcome", "Leave a message instead").await;
        panel.see("#away", "Many people are waiting").await;
        let holds = "return all('#ask')[0]?.value === 'Hello?'";
        panel.until("what was typed", holds, &[]).await;
        anna.take_next().await;
        panel.see("#composer", "").await;
    })
    .await;
}

#[tokio::test]
async fn a_request_that_cannot_be_handed_over_is_kept_and_sent_later() {
    play("later", async |stage| {
        have_form(stage).await;
        let kari = at_the_form(stage).await;
        let panel = kari.panel().await;
        panel.write("#ask", "My kettle leaks").await;
        panel.write("#email", "kari@fjord.example").await;
        kari.seat.go_offline();
        panel.see(".notice", "Reconnecting").await;
        panel.press("button", "Send message").await;
        panel.see("#request-state", "It is kept here").await;
        kari.seat.come_online();
        number(&kari).await;
    })
    .await;
}

// SO-60, SO-65.
#[tokio::test]
async fn the_demos_workshop_is_closed_and_takes_requests() {
    play("workshop", async |stage| {
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        kari.page().await.press("nav a", "Repairs").await;
        kari.page().await.press("button.launcher", "").await;
        let panel = kari.panel().await;
        panel.see(".intro", "The workshop is closed now").await;
        panel.see("#back-at", "We are back").await;
        panel.write("#ask", "My kettle leaks").await;
        panel.write("#email", "kari@fjord.example").await;
        panel.press("button", "Send message").await;
        let told = number(&kari).await;
        finds_in_archive(&anna, "My kettle leaks", "Request posted").await;
        anna.sees(&format!("left request {told}")).await;
    })
    .await;
}
