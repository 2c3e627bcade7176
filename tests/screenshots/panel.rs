//! The widget on the demo's shop.

use tests::stage::{Stage, Visitor};

use crate::camera::Camera;

/// Where the panel's own page is.
const FRAME: &str = "return all('iframe')[0]";

pub(crate) async fn take(stage: &mut Stage, camera: &Camera) {
    let mut anna = stage.desk(0).await;
    let kari = stage.visitor_with("Kari", camera.look(), "/").await;
    kari.page().await.see("button.launcher", "").await;
    camera
        .shoot(kari.page().await, "widget-1-closed", None)
        .await;

    kari.open_chat().await;
    shoot(&kari, camera, "widget-2-open").await;
    kari.panel().await.write("#name", "Kari Nordmann").await;
    kari.panel().await.write("#email", "kari@example").await;
    kari.say("Hello! Does the Dusk lamp come in green too?")
        .await;
    kari.panel().await.see("#email-wrong", "address").await;
    shoot(&kari, camera, "widget-3-to-correct").await;
    kari.panel().await.write("#email", ".com").await;
    kari.panel().await.press("button.send", "").await;
    kari.sees("You are next in line.").await;
    shoot(&kari, camera, "widget-4-in-queue").await;

    let chat = anna.take_next().await.id;
    anna.follow(&chat, None).await;
    anna.post(&chat, "Hello Kari! It does: in fir green and in sand.")
        .await;
    kari.sees("fir green").await;
    kari.say("Lovely. How long does delivery to Bergen take?")
        .await;
    anna.hear("Lovely. How long does delivery to Bergen take?")
        .await;
    anna.post(&chat, "Two to three working days.").await;
    anna.post(&chat, "Shall I put one aside for you?").await;
    kari.sees("aside").await;
    shoot(&kari, camera, "widget-5-chatting").await;
    camera
        .shoot_for_readme(&kari.seat.window, "widget", (1120, 720))
        .await;
    kari.say("Yes please, a green one").await;
    let wish = anna.hear("Yes please, a green one").await;
    anna.read(&chat, &wish).await;
    kari.sees("Seen").await;
    anna.typing(&chat, false).await;
    kari.sees("is writing").await;
    shoot(&kari, camera, "widget-6-typing").await;

    kari.panel().await.press("button", "Menu").await;
    shoot(&kari, camera, "widget-7-menu").await;
    kari.panel().await.press(".menu button", "End chat").await;
    kari.panel().await.see("dialog", "End this chat?").await;
    shoot(&kari, camera, "widget-8-sure").await;
    kari.panel()
        .await
        .press("dialog button", "Keep chatting")
        .await;

    kari.seat.go_offline();
    kari.say("Are you still there?").await;
    kari.panel().await.see(".notice", "Reconnecting").await;
    shoot(&kari, camera, "widget-9-connection-lost").await;
    kari.seat.come_online();
    kari.sees("Sent").await;
    kari.panel().await.miss(".notice", "Reconnecting").await;

    kari.close_chat().await;
    anna.post(&chat, "I am. Your lamp is on its way.").await;
    kari.page().await.see(".badge", "1").await;
    camera
        .shoot(kari.page().await, "widget-10-unread", None)
        .await;
    kari.page().await.press("button.launcher", "").await;
    anna.end(&chat).await;
    kari.sees("This chat has ended.").await;
    shoot(&kari, camera, "widget-11-ended").await;
}

async fn shoot(visitor: &Visitor, camera: &Camera, state: &str) {
    camera.shoot(&visitor.seat.window, state, Some(FRAME)).await;
}
