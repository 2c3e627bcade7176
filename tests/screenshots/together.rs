//! Two agents and what they ask each other, in the agents' app.

use tests::stage::{Agent, Stage};

use crate::camera::Camera;

pub(crate) async fn take(stage: &mut Stage, camera: &Camera) {
    stage.demo.administer("reason add lunch --name Lunch").await;
    stage
        .demo
        .administer("reason add meeting --name Meeting")
        .await;
    let anna = stage.agent_with(0, camera.look()).await;
    let bo = stage.agent_with(1, camera.look()).await;
    let mut kari = stage.stranger().await;
    kari.start("Which bulb fits the Dusk lamp?").await;
    anna.answer("Which bulb").await;
    anna.say("Bo knows. One moment, please.").await;
    kari.hear("Bo knows. One moment, please.").await;

    anna.page().press("button", "Reasons to be away").await;
    camera.shoot(anna.page(), "together-1-duty", None).await;
    anna.page().key(fantoccini::key::Key::Escape).await;
    task(&anna, "").await;
    camera.shoot(anna.page(), "together-2-menu", None).await;
    anna.page()
        .press(".heading .menu .choice", "Transfer")
        .await;
    anna.page().press("dialog .candidate", "Bo").await;
    anna.page()
        .write("#hand-note", "She has the green one")
        .await;
    camera.shoot(anna.page(), "together-3-transfer", None).await;
    anna.page().press("dialog button[type=submit]", "").await;
    bo.page().see(".offer", "Anna Berg").await;
    camera.shoot(bo.page(), "together-4-asked", None).await;
    camera.shoot(anna.page(), "together-5-waits", None).await;
    bo.page().press(".offer button", "Read it").await;
    bo.sees("She has the green one").await;
    camera.shoot(bo.page(), "together-6-read", None).await;
    bo.page().press(".asked button", "Accept transfer").await;
    bo.page().see("textarea", "Message:").await;
    anna.page().see(".listening", "").await;
    camera
        .shoot(anna.page(), "together-7-listening", None)
        .await;

    let often = "channel change support --routing offer --answer-within 300";
    stage.demo.administer(often).await;
    let mut ola = stage.stranger().await;
    ola.start("My order says it was delivered, but nothing has come. Where can it be?")
        .await;
    anna.go_to_dashboard().await;
    anna.page().see(".offer", "My order").await;
    camera.shoot(anna.page(), "together-8-offer", None).await;
}

async fn task(agent: &Agent, entry: &str) {
    agent
        .page()
        .press(".heading button", "More for this chat")
        .await;
    agent.page().see(".heading .menu .choice", entry).await;
}
