//! Files in a chat without a frame: attached, shown and saved as in one, under the policy that the guide gives.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{
    Look,
    files::{Way, picture, text},
};

use super::{guest, open, say, sees};
use crate::{
    access::must_be_accessible,
    files::{CATCH, PICTURE},
    stage::play,
};

/// SO-37, SO-38, EM-03.
#[tokio::test]
async fn files_go_both_ways_without_a_frame() {
    play("shadow-files", async |stage| {
        let (_host, kari) = guest(stage, Look::default(), "").await;
        let page = kari.page().await;
        let mine = "
            window.heard = [];
            for (const type of ['paste', 'dragover', 'drop']) addEventListener(type, () => heard.push(type));";
        page.ask(mine, &[]).await;
        open(page).await;
        page.see("button", "Attach files").await;
        page.attach(Way::Choose, &[picture("parcel.png", 40)]).await;
        page.see(".attachment[data-stage=ready]", "parcel.png").await;
        page.attach(Way::Drop, &[text("list.txt", "a")]).await;
        page.see(".attachment[data-stage=ready]", "list.txt").await;
        page.attach(Way::Paste, &[picture("image.png", 30)]).await;
        page.see(".attachment[data-stage=ready]", "image.png").await;
        // What the server refuses on the way is told, too.
        let feigned = json!(["feigned.jpg", "image/jpeg", "<svg/>"]);
        page.attach(Way::Choose, &[feigned]).await;
        page.see(".attachment[data-stage=refused]", "Files of this kind are not accepted here.")
            .await;
        let said = page.complaints().await;
        assert!(said.iter().all(|it| it.contains("415")), "{said:?}");
        must_be_accessible(page, "files before they are sent").await;
        page.press(".attachment[data-stage=refused] button", "Remove feigned.jpg")
            .await;
        page.miss(".attachment", "feigned.jpg").await;
        // Nothing of it is the page's.
        assert_eq!(page.ask("return heard.join()", &[]).await, json!(""));
        // They outlive a reload.
        kari.reload().await;
        let page = kari.page().await;
        page.see(".attachment[data-stage=ready]", "list.txt").await;
        say(page, "It came like this").await;
        for width in [40, 30] {
            page.until("the picture", PICTURE, &[json!(width)]).await;
        }
        page.miss(".attachment", "").await;

        let anna = stage.agent(0).await;
        anna.answer("It came like this").await;
        let desk = anna.page();
        desk.until("the picture", PICTURE, &[json!(40)]).await;
        anna.page()
            .attach(Way::Choose, &[picture("label.png", 50), text("label.txt", "Return to us")])
            .await;
        desk.see(".attachment[data-stage=ready]", "label.png").await;
        desk.see(".attachment[data-stage=ready]", "label.txt").await;
        anna.say("Use this label").await;
        let page = kari.page().await;
        sees(page, "Use this label").await;
        page.until("the picture", PICTURE, &[json!(50)]).await;
        page.ask(CATCH, &[]).await;
        page.press(".line .file", "label.txt").await;
        page.until("a file", "return window.saved", &[]).await;
        let saved = page
            .await_promise("return (await fetch(window.saved)).text()")
            .await;
        assert_eq!(saved, "Return to us");
        must_be_accessible(page, "files that came").await;
    })
    .await;
}

/// One that does not move on shows how far it has come, and can be taken out.
#[tokio::test]
async fn a_file_on_its_way_shows_how_far_it_is_without_a_frame() {
    play("shadow-files-slow", async |stage| {
        let (_host, kari) = guest(stage, Look::default(), "").await;
        let page = kari.page().await;
        open(page).await;
        let half = "
            XMLHttpRequest.prototype.send = function (file) {
                this.upload.onprogress({ loaded: file.size / 2 });
            }";
        page.ask(half, &[]).await;
        page.attach(Way::Choose, &[text("stuck.txt", "stuck and stuck")])
            .await;
        let progress =
            "return shown('.attachment progress').some((it) => it.value > 40 && it.value < 60)";
        page.until("half of it", progress, &[]).await;
        page.press(".attachment button", "Remove stuck.txt").await;
        page.miss(".attachment", "").await;
        page.key(Key::Tab).await;
    })
    .await;
}
