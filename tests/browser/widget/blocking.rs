//! A visitor who may not write any more.

use crate::{access::must_be_accessible, stage::play};

// PX-09.
#[tokio::test]
async fn px_09_an_agent_blocks_a_visitor_who_is_told_so_and_lets_them_write_again() {
    play("blocking", async |stage| {
        let kari = stage.visitor("Kari").await;
        let anna = stage.agent(0).await;
        anna.meet(&kari, "You are all fools").await;
        let panel = kari.panel().await;
        panel.write("#message", "And another thing").await;
        let page = anna.page();
        page.press(".heading button", "More for this chat").await;
        page.press(".heading .menu .choice", "Block visitor").await;
        page.see(".transcript .line", "Anna Berg blocked the visitor")
            .await;
        page.see(".ended-note", "You can still write a private message.")
            .await;
        page.miss(".ended-note", "come back").await;
        // What was being written stays, and nobody gets it.
        kari.sees("You cannot write here any more.").await;
        let panel = kari.panel().await;
        must_be_accessible(panel, "blocked").await;
        panel.miss("button", "Come back to this chat").await;
        panel.miss("button", "Start a new chat").await;
        kari.reload().await;
        kari.sees("You cannot write here any more.").await;
        kari.sees("You are all fools").await;
        let panel = kari.panel().await;
        panel.miss("button", "Start a new chat").await;
        let kept = "return all('#message')[0].value === 'And another thing'";
        panel.until("what was being written", kept, &[]).await;
        panel.press("#send", "").await;
        panel.miss(".line[data-delivery=sending]", "").await;
        panel.until("it once more", kept, &[]).await;
        page.miss(".transcript .line", "And another thing").await;

        page.reload().await;
        page.see(".transcript .line", "Anna Berg blocked the visitor")
            .await;
        page.press(".heading button", "More for this chat").await;
        page.see(".heading .menu .choice", "Let the visitor write again")
            .await;
        must_be_accessible(page, "a blocked visitor").await;
        page.press(".heading .menu .choice", "Let the visitor write again")
            .await;
        page.see(".transcript .line", "Anna Berg let the visitor write again")
            .await;
        let panel = kari.panel().await;
        panel.see("button", "Start a new chat").await;
        panel.press("#send", "").await;
        page.see(".transcript .line", "And another thing").await;
    })
    .await;
}
