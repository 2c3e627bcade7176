//! Files, on both sides: on their way, there, refused, and in what was said.

use serde_json::json;
use tests::{
    browser::files::{Way, picture, text},
    stage::Stage,
};

use crate::camera::Camera;

pub(crate) async fn take(stage: &mut Stage, camera: &Camera) {
    let kari = stage.visitor_with("Kari", camera.look(), "/").await;
    kari.open_chat().await;
    let panel = kari.panel().await;
    let svg = json!(["logo.svg", "image/svg+xml", "<svg/>"]);
    let long = "A very long name of a file that nobody would ever want to read to its end.txt";
    let files = [picture("parcel.png", 400), text(long, "a"), svg.clone()];
    panel.attach(Way::Choose, &files).await;
    panel
        .see(".attachment[data-stage=refused]", "logo.svg")
        .await;
    panel
        .see(".attachment[data-stage=ready]", "parcel.png")
        .await;
    panel
        .see(".attachment[data-stage=ready]", "A very long")
        .await;
    let frame = Some("return all('iframe')[0]");
    camera
        .shoot(&kari.seat.window, "files-1-panel-chips", frame)
        .await;
    kari.say("It came like this").await;
    kari.panel().await.see(".line .file", "A very long").await;
    camera
        .shoot(&kari.seat.window, "files-2-panel-sent", frame)
        .await;

    let anna = stage.agent_with(0, camera.look()).await;
    anna.answer("It came like this").await;
    let page = anna.page();
    page.see(".line .file", "A very long").await;
    page.attach(Way::Drop, &[text("label.txt", "Return to us"), svg])
        .await;
    page.see(".attachment[data-stage=ready]", "label.txt").await;
    page.ask("XMLHttpRequest.prototype.send = () => {}", &[])
        .await;
    page.attach(Way::Paste, &[picture("image.png", 300)]).await;
    page.see(".attachment[data-stage=sending]", "image.png")
        .await;
    camera.shoot(page, "files-3-desk", None).await;
}
