//! What draws attention, what is found by typing, and the desk in Arabic.

use fantoccini::key::Key;
use tests::{
    browser::Look,
    stage::{Agent, Stage},
};

use crate::camera::Camera;

pub(crate) async fn take(stage: &mut Stage, camera: &Camera) {
    stage
        .demo
        .administer("channel change support --warn-new 1 --warn-new-managers 2")
        .await;
    let anna = stage.agent_with(0, camera.look()).await;
    let page = anna.page();
    let mut kari = stage.stranger().await;
    kari.start("Is nobody there?").await;
    page.see(".warned li[data-level=managers]", "").await;
    camera.shoot(page, "alerts-1-warned", None).await;
    page.press("button", "Your menu").await;
    page.press(".menu .choice", "Alerts").await;
    page.see("dialog", "Test").await;
    camera.shoot(page, "alerts-2-dialog", None).await;
    page.key(Key::Escape).await;
    page.command('k').await;
    page.see("dialog.palette", "").await;
    camera.shoot(page, "alerts-3-palette", None).await;
    page.key(Key::Escape).await;
    page.press("button", "Your menu").await;
    page.press(".menu [role=switch]", "Compact").await;
    page.key(Key::Escape).await;
    camera.shoot(page, "alerts-4-compact", None).await;

    let account = stage.demo.account(1);
    let look = Look {
        language: "ar".to_owned(),
        ..camera.look()
    };
    let seat = stage.seat("Bo", look).await;
    let bo = Agent::new(seat, stage.demo.origin(), account);
    bo.open().await;
    let page = bo.page();
    page.write("input[type=email]", &bo.account.email).await;
    camera.shoot_as_it_is(page, "arabic-1-sign-in").await;
    page.write("input[type=password]", &bo.account.password)
        .await;
    page.key(Key::Enter).await;
    page.see(".incoming [role=row]", "Is nobody there?").await;
    camera.shoot_as_it_is(page, "arabic-2-dashboard").await;
    page.press_twice(".incoming [role=row]", "Is nobody there?")
        .await;
    page.see("textarea", "").await;
    bo.say("مرحبًا! كيف أساعدك؟").await;
    kari.hear("مرحبًا! كيف أساعدك؟").await;
    camera.shoot_as_it_is(page, "arabic-3-chat").await;
}
