//! What a conversation is about, and ends by accident.

use crate::{access::must_be_accessible, stage::play};

/// PX-07, PZ-29: topics under categories, set and removed, kept after the end, a filter of the archive.
#[tokio::test]
async fn px_07_a_chat_gets_topics_and_is_found_by_them() {
    play("topics", async |stage| {
        let mut kari = stage.stranger().await;
        let mut ole = stage.stranger().await;
        let anna = stage.agent(0).await;
        kari.start("My lamp is broken").await;
        ole.start("Where is my kettle?").await;
        anna.answer("My lamp is broken").await;
        let page = anna.page();
        page.see(".topics", "No topic yet").await;
        page.press(".topics button", "Set topics").await;
        page.see(".menu .category", "Orders").await;
        page.press(".menu [role=switch]", "Lamps").await;
        page.see(".menu [role=switch][aria-checked=true]", "Lamps")
            .await;
        page.press(".menu [role=switch]", "Refund").await;
        page.see(".chip", "Refund").await;
        must_be_accessible(page, "setting topics").await;
        page.press(".topics button", "Set topics").await;
        page.see(".transcript .line", "Topic: Lamps").await;
        anna.end_chat().await;
        page.see(".heading", "Ended").await;
        page.press(".chip button", "Remove topic Lamps").await;
        page.miss(".chip", "Lamps").await;
        page.see(".transcript .line", "No longer topic: Lamps")
            .await;
        page.reload().await;
        page.see(".chip", "Refund").await;
        page.press(".rail a", "Archive").await;
        page.see(".findings a", "Where is my kettle?").await;
        let chosen = "
            const [filter] = all('select').filter((it) => it.ariaLabel === 'Topics');
            filter.value = 'refund';
            filter.dispatchEvent(new Event('change', { bubbles: true }));
        ";
        page.ask(chosen, &[]).await;
        page.miss(".findings a", "Where is my kettle?").await;
        page.see(".findings a", "My lamp is broken").await;
        must_be_accessible(page, "a filter by topic").await;
    })
    .await;
}

/// PX-02, SO-24: an end by accident is taken back at once or from the menu, and the row is active again.
#[tokio::test]
async fn px_02_an_end_by_accident_is_taken_back() {
    play("undo-end", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        kari.start("Do not go").await;
        anna.answer("Do not go").await;
        anna.end_chat().await;
        let page = anna.page();
        page.see("[role=alert]", "You ended the chat.").await;
        anna.badge("Chats", 0).await;
        must_be_accessible(page, "an end that can be taken back").await;
        page.press(".remark button", "Undo").await;
        page.see("textarea", "Message:").await;
        anna.badge("Chats", 1).await;
        anna.say("Sorry, I am here.").await;
        kari.hear("Sorry, I am here.").await;
        // Later, from the menu.
        anna.end_chat().await;
        page.see(".ended-note", "").await;
        page.press(".heading button", "More for this chat").await;
        page.press(".heading .menu .choice", "Take back the end")
            .await;
        anna.badge("Chats", 1).await;
        anna.say("Here again").await;
        kari.hear("Here again").await;
        // What the visitor ended is not the agent's to reopen.
        kari.end().await;
        anna.sees("Ended by the visitor").await;
        page.press(".heading button", "More for this chat").await;
        page.see(".heading .menu .choice", "Create request").await;
        page.miss(".heading .menu .choice", "Take back the end")
            .await;
    })
    .await;
}

/// PZ-18, PZ-27, PZ-28: what has ended stays until it is closed, and comes back when it goes on; both ends are
/// told.
#[tokio::test]
async fn pz_27_what_has_ended_stays_until_it_is_closed() {
    play("close", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        kari.start("Just a moment").await;
        anna.answer("Just a moment").await;
        let page = anna.page();
        let asks = "
            const leaving = new Event('beforeunload', { cancelable: true });
            window.dispatchEvent(leaving);
            return leaving.defaultPrevented === args[0];
        ";
        page.until(
            "a question before leaving",
            asks,
            &[serde_json::json!(true)],
        )
        .await;
        kari.end().await;
        anna.sees("Ended by the visitor").await;
        page.until(
            "no question before leaving",
            asks,
            &[serde_json::json!(false)],
        )
        .await;
        page.see("a.session", "Just a moment").await;
        page.see(".contact dt", "Visitor left").await;
        page.miss(".contact dt", "Agent finished").await;
        page.reload().await;
        page.see("a.session", "Just a moment").await;
        page.press(".heading button", "Close chat").await;
        page.miss("a.session", "Just a moment").await;
        page.see("h2, p", "No chat is open").await;
        page.reload().await;
        page.see("button", "Get next in queue").await;
        page.miss("a.session", "Just a moment").await;
        kari.reopen().await;
        anna.open_chat("Just a moment").await;
        page.see("textarea", "Message:").await;
        // Who has left is not asked about.
        drop(kari);
        page.see(".heading", "Not connected").await;
        page.press("button", "End chat").await;
        page.see(".heading", "Ended").await;
        page.see(".contact dt", "Agent finished").await;
        page.until_slowly(
            "that the visitor left",
            "return saying('.transcript .line', 'The visitor has left').length > 0",
            &[],
        )
        .await;
        page.see(".contact dt", "Visitor left").await;
    })
    .await;
}
