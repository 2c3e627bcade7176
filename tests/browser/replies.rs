//! Answering fast: SO-32 to SO-36 and PZ-19. Ready answers are found with the button or with `/`, put into
//! the text, and sent only by the agent; quick replies are nobody else's.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::Window;

use crate::stage::{Agent, Stage, play};

/// What stands in the composer, and where the cursor is.
const FIELD: &str = "const [field] = all('#composer'); return [field.value, field.selectionStart]";
/// Whether the composer holds this and has the focus.
const HOLDS: &str = "
    const [field] = all('#composer');
    return field && field.value === args[0] && document.activeElement === field;
";
const LABEL: &str = "You can send it back within 30 days. I have sent the label to your e-mail address; \
                     put it on the parcel and leave it at any post office.";

/// Anna in a chat with somebody who asked something.
async fn answering(stage: &mut Stage) -> (Agent, tests::socket::Socket<shared::visitor::Visitor>) {
    let mut kari = stage.stranger().await;
    kari.start("Hello?").await;
    let anna = stage.agent(0).await;
    anna.answer("Hello?").await;
    (anna, kari)
}

async fn holds(page: &Window, text: &str) {
    page.until(&format!("“{text}” in the composer"), HOLDS, &[json!(text)])
        .await;
}

/// Adds a quick reply in the window and saves it.
async fn keep(page: &Window, title: &str, content: &str) {
    page.press("button", "Insert").await;
    page.press("button", "Edit quick replies").await;
    page.press("dialog button", "Add").await;
    page.write("dialog .quick:last-child [aria-label='New name']", title)
        .await;
    page.write("dialog .quick:last-child textarea", content)
        .await;
    page.press("dialog button", "Save").await;
    page.miss("dialog", "Quick replies").await;
}

#[tokio::test]
async fn so_32_so_34_a_slash_finds_a_template_enter_inserts_it_and_enter_sends_it() {
    play("replies-slash", async |stage| {
        let (anna, mut kari) = answering(stage).await;
        let page = anna.page();
        page.write("#composer", "Of course. /return lab").await;
        // A space ends the word that is looked for: nothing is open, and the text is as it was typed.
        page.miss("[role=option]", "").await;
        page.keys("\u{e003}\u{e003}\u{e003}\u{e003}".chars()).await;
        page.see("[role=option][aria-selected=true]", "Return label")
            .await;
        assert_eq!(page.count("[role=option]", "How returns work").await, 1);
        page.key(Key::Escape).await;
        page.miss("[role=option]", "").await;
        holds(page, "Of course. /return").await;
        page.keys("\u{e003}".chars()).await;
        page.miss("[role=option]", "").await;
        page.keys(" /ret".chars()).await;
        page.see("[role=option][aria-selected=true]", "Return label")
            .await;
        page.key(Key::Enter).await;
        let text = format!("Of course. /retur {LABEL}");
        holds(page, &text).await;
        let cursor = page.ask(FIELD, &[]).await;
        assert_eq!(cursor, json!([text, text.len()]));
        page.miss("[role=option]", "").await;
        assert_eq!(anna.messages().await, ["Hello?"], "nothing was sent");
        page.key(Key::Enter).await;
        kari.hear(&text).await;
    })
    .await;
}

#[tokio::test]
async fn so_33_so_35_pz_19_the_menu_is_browsed_by_keyboard_and_an_article_is_a_link_at_the_cursor()
{
    play("replies-menu", async |stage| {
        let (anna, mut kari) = answering(stage).await;
        let page = anna.page();
        page.write("#composer", "See  for more").await;
        page.ask("all('#composer')[0].setSelectionRange(4, 4)", &[])
            .await;
        page.press("button", "Insert").await;
        page.see("[role=combobox]", "").await;
        page.see("[role=option]", "Welcome").await;
        // By source, by folder and by words.
        page.press(".sources label", "FAQ").await;
        page.miss("[role=option]", "Welcome").await;
        let choose = "const [it] = all('.sources select'); it.value = args[0];
                      it.dispatchEvent(new Event('change', { bubbles: true }))";
        page.ask(choose, &[json!("Orders")]).await;
        page.miss("[role=option]", "Warranty").await;
        page.write("[role=combobox]", "work").await;
        page.see("[role=option][aria-selected=true]", "How returns work")
            .await;
        page.press("button", "Favourite").await;
        page.press("[role=combobox]", "").await;
        page.key(Key::Enter).await;
        let text = "See https://nordlys.example/help/returns for more";
        holds(page, text).await;
        page.key(Key::Enter).await;
        kari.hear(text).await;

        // What was used last and what is liked best is found again, also after a reload.
        page.reload().await;
        page.see("textarea", "Message:").await;
        for source in ["Last used", "Favourites"] {
            page.press("button", "Insert").await;
            page.see("[role=option]", "Welcome").await;
            page.press(".sources label", source).await;
            page.miss("[role=option]", "Welcome").await;
            assert_eq!(page.count("[role=option]", "How returns work").await, 1);
            page.press(".sources label", "All").await;
            page.press("[role=combobox]", "").await;
            page.key(Key::Escape).await;
            page.miss(".insert", "").await;
            holds(page, "").await;
        }
        // With nothing but the keyboard.
        page.press("button", "Insert").await;
        page.see("[role=option][aria-selected=true]", "Goodbye")
            .await;
        page.key(Key::Down).await;
        page.see("[role=option][aria-selected=true]", "Welcome")
            .await;
        page.key(Key::Enter).await;
        holds(
            page,
            "Hello, and thank you for writing to Nordlys. How can I help you?",
        )
        .await;
    })
    .await;
}

#[tokio::test]
async fn so_36_quick_replies_are_edited_in_their_window_and_nobody_else_sees_them() {
    play("replies-quick", async |stage| {
        let (anna, mut kari) = answering(stage).await;
        let bo = stage.agent(1).await;
        let page = anna.page();
        keep(page, "Zebra", "Striped.").await;
        page.write("#composer", "/zebr").await;
        page.see("[role=option]", "Quick reply").await;
        page.key(Key::Enter).await;
        holds(page, "Striped.").await;
        page.key(Key::Enter).await;
        kari.hear("Striped.").await;

        // Changed, and still there after a reload; what lacks something is named and stays.
        page.press("button", "Insert").await;
        page.press("button", "Edit quick replies").await;
        page.write("dialog textarea", " And fast.").await;
        page.press("dialog button", "Add").await;
        page.write("dialog .quick:last-child textarea", "Half")
            .await;
        page.press("dialog button", "Save").await;
        page.see("dialog .wrong", "needs a name and a text").await;
        page.press("dialog .quick:last-child button", "Remove")
            .await;
        page.press("dialog button", "Save").await;
        page.miss("dialog", "Quick replies").await;
        page.reload().await;
        page.see("textarea", "Message:").await;
        page.write("#composer", "/").await;
        page.see("[role=option]", "").await;
        page.keys("zebra".chars()).await;
        page.see("[role=option]", "Striped. And fast.").await;
        page.key(Key::Enter).await;
        holds(page, "Striped. And fast.").await;

        // Another agent has the templates and not this.
        let mut ola = stage.stranger().await;
        ola.start("Anybody?").await;
        bo.answer("Anybody?").await;
        bo.page().press("button", "Insert").await;
        bo.page().see("[role=option]", "Welcome").await;
        bo.page().press(".sources label", "Quick replies").await;
        bo.page().see(".insert .faint", "Nothing matches.").await;
        let source = bo.page().source().await;
        assert!(!source.contains("Striped") && !source.contains("Zebra"));
    })
    .await;
}

#[tokio::test]
async fn so_36_what_is_written_in_the_window_survives_a_lost_connection_and_a_closed_page() {
    play("replies-lost", async |stage| {
        let (anna, _kari) = answering(stage).await;
        let page = anna.page();
        page.press("button", "Insert").await;
        page.see("[role=option]", "Welcome").await;
        page.press("button", "Edit quick replies").await;
        page.press("dialog button", "Add").await;
        page.write("dialog [aria-label='New name']", "Owl").await;
        page.write("dialog textarea", "Hoot.").await;
        page.reload().await;
        page.see("textarea", "Message:").await;
        page.press("button", "Insert").await;
        page.see(".insert", "1 change not saved").await;
        anna.seat.go_offline();
        page.see("[role=status], .connection", "Reconnecting").await;
        page.press("button", "Edit quick replies").await;
        let written =
            "return all('dialog .quick input, dialog .quick textarea').map((it) => it.value)";
        assert_eq!(page.ask(written, &[]).await, json!(["Owl", "", "Hoot."]));
        page.press("dialog button", "Save").await;
        anna.seat.come_online();
        page.press("button", "Insert").await;
        page.see("[role=option]", "Owl").await;
        page.miss(".insert", "not saved").await;
    })
    .await;
}
