//! Everything without a mouse: the palette, the single keys, the sheet.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Look;

use crate::{
    access::must_be_accessible,
    stage::{Agent, play},
};

// PX-05.
#[tokio::test]
async fn the_palette_finds_commands_chats_colleagues_and_channels() {
    play("palette", async |stage| {
        let mut kari = stage.stranger().await;
        let mut ola = stage.stranger().await;
        kari.start("Where is my lamp?").await;
        ola.start("Is the kettle blue?").await;
        let anna = stage.agent(0).await;
        let page = anna.page();
        anna.answer("Where is my lamp?").await;
        // Also while writing; what is typed there stays.
        page.write("textarea", "A draft").await;
        look_for(&anna, "kettle").await;
        must_be_accessible(page, "the palette").await;
        page.key(Key::Enter).await;
        anna.sees("Is the kettle blue?").await;
        page.see(".foot", "waits for an answer").await;
        look_for(&anna, "lamp").await;
        page.key(Key::Enter).await;
        page.see("textarea", "Message:").await;
        let draft = "return all('textarea')[0]?.value === 'A draft'";
        page.until("the draft", draft, &[]).await;
        // What can be done here is there, and only that.
        look_for(&anna, "trans").await;
        page.key(Key::Enter).await;
        page.see("dialog", "Transfer the chat to a colleague").await;
        page.key(Key::Escape).await;
        page.miss("dialog", "").await;
        look_for(&anna, "take over").await;
        page.see("dialog.palette", "Nothing matches").await;
        page.key(Key::Escape).await;
        page.miss("dialog", "").await;
        // Colleagues, and what they said.
        look_for(&anna, "bo lind").await;
        page.see("dialog [role=option]", "Bo Lindqvist").await;
        page.key(Key::Enter).await;
        page.see(".findings, .filter", "").await;
        let owner = "return saying('select', 'All agents').some((it) =>
            it.selectedOptions[0].textContent.includes('Bo Lindqvist'))";
        page.until("what Bo did", owner, &[]).await;
        // A channel's figures.
        look_for(&anna, "sales").await;
        page.key(Key::Enter).await;
        let channel = "return all('.channels select')[0]?.value === 'sales'";
        page.until("a channel", channel, &[]).await;
        // Rows are also reached with arrows, and a press of the mouse does the same.
        page.command('k').await;
        page.see(
            "dialog [role=option][aria-selected=true]",
            "Open the Dashboard",
        )
        .await;
        page.key(Key::Down).await;
        page.see("dialog [role=option][aria-selected=true]", "Open Chats")
            .await;
        page.press("dialog [role=option]", "This list").await;
        page.see("dialog.sheet", "Ctrl").await;
        page.see("dialog.sheet", "To the first warning").await;
        must_be_accessible(page, "the sheet").await;
    })
    .await;
}

// PX-05: nothing happens while typing, and every act has a way without a mouse.
#[tokio::test]
async fn single_keys_do_nothing_while_typing_and_every_act_is_reached() {
    play("palette-keys", async |stage| {
        let mut kari = stage.stranger().await;
        let phone = Look {
            size: (360, 740),
            ..Look::default()
        };
        let account = stage.demo.account(0);
        let anna = stage.agent_of(account, phone).await;
        let page = anna.page();
        kari.start("Hello?").await;
        page.see(".incoming [role=row]", "Hello?").await;
        page.command('k').await;
        must_be_accessible(page, "the palette on a phone").await;
        page.keys("n1e?".chars()).await;
        let typed = "return all('dialog.palette input')[0]?.value === 'n1e?'";
        page.until("what was typed", typed, &[]).await;
        page.see(".incoming [role=row]", "Hello?").await;
        page.key(Key::Escape).await;
        page.miss("dialog", "").await;
        // By the palette alone, from the desk to the end of a chat and out.
        run(&anna, "get next").await;
        page.see("textarea", "Message:").await;
        for (words, css) in [
            ("private on", ".pen[data-private=true]"),
            ("ready answers", ".insert[data-panel=true]"),
            ("contact", "#contact"),
        ] {
            run(&anna, words).await;
            page.see(css, "").await;
            if css == ".insert[data-panel=true]" {
                page.key(Key::Escape).await;
            }
        }
        run(&anna, "contact").await;
        run(&anna, "leave").await;
        page.see("dialog", "Leave the chat?").await;
        page.key(Key::Escape).await;
        run(&anna, "end").await;
        page.see("dialog", "End the chat?").await;
        page.key(Key::Escape).await;
        run(&anna, "alerts").await;
        page.see("dialog", "Test").await;
        page.key(Key::Escape).await;
        run(&anna, "your menu").await;
        page.see(".menu", "Appearance").await;
        page.key(Key::Escape).await;
        run(&anna, "sign out").await;
        page.see("input[type=email]", "").await;
    })
    .await;
}

/// Opens the palette and types.
async fn look_for(agent: &Agent, words: &str) {
    let page = agent.page();
    page.command('k').await;
    page.see("dialog.palette input", "").await;
    page.keys(words.chars()).await;
    let typed = "return all('dialog.palette input')[0]?.value === args[0]";
    page.until(words, typed, &[json!(words)]).await;
}

/// Does the first thing that is found.
async fn run(agent: &Agent, words: &str) {
    look_for(agent, words).await;
    agent.page().key(Key::Enter).await;
    agent.page().miss("dialog.palette", "").await;
}
