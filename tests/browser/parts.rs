//! The part of the agent app that is loaded when the desk is there.

use serde_json::json;

use crate::stage::play;

/// What cannot be loaded is said, nothing else suffers, and it can be tried again.
#[tokio::test]
async fn a_part_that_cannot_be_loaded_is_said_and_tried_again() {
    play("parts", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        // A socket that is still being opened would complain of the reload.
        page.see(".tiles", "").await;
        let block = async |urls: &[&str]| {
            page.dev_tools("Network.setBlockedURLs", json!({ "urls": urls }))
                .await;
        };
        page.dev_tools("Network.enable", json!({})).await;
        page.dev_tools("Network.setCacheDisabled", json!({ "cacheDisabled": true }))
            .await;
        block(&["*_later.wasm"]).await;
        page.complaints().await;
        page.reload().await;
        page.see(".remark", "could not be loaded").await;
        page.see(".tiles", "").await;
        page.press("nav a", "Archive").await;
        page.see(".blank", "A part of Samtale is missing").await;
        let complaints = page.complaints().await;
        let is_of_part = complaints.iter().all(|it| it.contains("Failed to fetch"));
        assert!(!complaints.is_empty() && is_of_part, "{complaints:#?}");
        block(&[]).await;
        page.press(".blank button", "Retry").await;
        page.see(".archive", "").await;
        page.press("nav a", "Dashboard").await;
        page.see(".tiles", "").await;
        page.see(".hours", "").await;
    })
    .await;
}
