//! What is typed at the last moment: until a message lies in the outbox it is a draft, whatever becomes
//! of the page. It is never in neither place, and in the end in just one.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{Engine, Look};

use crate::stage::{Stage, play};

/// Works in the app's database until the page is gone: what the app stores has to wait. As the page goes,
/// the browser may still let it in, or not.
const HOLD: &str = "
    for (const { name } of await indexedDB.databases()) {
        const request = indexedDB.open(name);
        await new Promise((done) => request.onsuccess = done);
        const shelf = request.result.transaction(['outbox', 'values'], 'readwrite').objectStore('outbox');
        const stay = () => shelf.get(0).onsuccess = stay;
        await new Promise((done) => shelf.get(0).onsuccess = () => done(stay()));
    }
    return 'held';
";

/// Enter, and in the same moment the page is loaded anew.
const AT_ONCE: &str = "
    const [field] = all('textarea');
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    location.reload();
";

/// Where a text is, once the first message is shown again: among the lines or in the composer.
const WHERE: &str = "
    const [lines, words] = args;
    const [field] = shown('textarea');
    if (!field || !saying(lines, 'Hello?').length) return null;
    const is_line = saying(lines, words).length > 0;
    if (is_line && field.value === '') return 'a line';
    return !is_line && field.value === words ? 'a draft' : null;
";

/// Begins to keep what is written in the very moment in which the page is left, before the app hears of that.
const KEEP_LAST: &str = "
    addEventListener('pagehide', () => {
        const [field] = all('#message');
        field.value = 'Written as I left';
        for (const type of ['input', 'blur']) field.dispatchEvent(new Event(type));
    }, { capture: true });
";

const TEXT: &str = "Written at the last moment";

#[tokio::test]
async fn an_agents_message_that_has_to_wait_for_the_store_survives_a_reload() {
    play("desk-held", async |stage| {
        let mut kari = stage.stranger().await;
        let chat = kari.start("Hello?").await.conversation;
        let anna = stage.agent(0).await;
        let page = anna.page();
        anna.answer("Hello?").await;
        assert_eq!(page.await_promise(HOLD).await, "held");
        page.write("textarea", TEXT).await;
        page.ask(AT_ONCE, &[]).await;
        let place = |text: &str| [json!(".transcript .line"), json!(text)];
        if page.until("the text", WHERE, &place(TEXT)).await == "a draft" {
            page.press("textarea", "Message:").await;
            page.key(Key::Enter).await;
        }
        kari.hear(TEXT).await;
        // For colleagues only it stays for colleagues only.
        page.press("[role=switch]", "Private").await;
        assert_eq!(page.await_promise(HOLD).await, "held");
        page.write("textarea", "Between us").await;
        page.ask(AT_ONCE, &[]).await;
        page.until("the text", WHERE, &place("Between us")).await;
        page.see("textarea", "Private message").await;
        assert_eq!(kari.texts(&chat).await, ["Hello?", TEXT]);
    })
    .await;
}

#[tokio::test]
async fn an_agents_message_is_either_sent_or_a_draft_when_the_page_is_loaded_anew_at_once() {
    play("desk-at-once", async |stage| {
        let mut kari = stage.stranger().await;
        let chat = kari.start("Hello?").await.conversation;
        let anna = stage.agent(0).await;
        anna.answer("Hello?").await;
        let mut expected = vec!["Hello?".to_owned()];
        for round in 0..6 {
            let text = format!("Message {round}");
            anna.page().write("textarea", &text).await;
            anna.page().ask(AT_ONCE, &[]).await;
            let place = [json!(".transcript .line"), json!(text)];
            if anna.page().until("the text", WHERE, &place).await == "a draft" {
                anna.page().press("textarea", "Message:").await;
                anna.page().key(Key::Enter).await;
            }
            kari.hear(&text).await;
            expected.push(text);
        }
        assert_eq!(kari.texts(&chat).await, expected);
        assert_eq!(anna.messages().await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_visitors_message_that_has_to_wait_for_the_store_survives_a_reload() {
    play("held", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        let panel = kari.panel().await;
        assert_eq!(panel.await_promise(HOLD).await, "held");
        panel.write("textarea", TEXT).await;
        panel.ask(AT_ONCE, &[]).await;
        let place = [json!("[role=log] li"), json!(TEXT)];
        let panel = kari.panel().await;
        if panel.until("the text", WHERE, &place).await == "a draft" {
            panel.press("textarea", "").await;
            panel.key(Key::Enter).await;
        }
        anna.shows("the message", |it| it.last.text == TEXT).await;
        assert_eq!(anna.texts(&chat).await, ["Hello?", TEXT]);
        assert_eq!(kari.messages().await, ["Hello?", TEXT]);
    })
    .await;
}

#[tokio::test]
async fn a_visitors_message_is_either_sent_or_a_draft_when_the_page_is_loaded_anew_at_once() {
    play("at-once", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        let mut expected = vec!["Hello?".to_owned()];
        for round in 0..6 {
            let text = format!("Message {round}");
            kari.panel().await.write("textarea", &text).await;
            kari.panel().await.ask(AT_ONCE, &[]).await;
            let place = [json!("[role=log] li"), json!(text)];
            let panel = kari.panel().await;
            if panel.until("the text", WHERE, &place).await == "a draft" {
                panel.press("textarea", "").await;
                panel.key(Key::Enter).await;
            }
            anna.shows("the message", |it| it.last.text == text).await;
            expected.push(text);
        }
        assert_eq!(anna.texts(&chat).await, expected);
        assert_eq!(kari.messages().await, expected);
    })
    .await;
}

/// A browser may hold a page that was left, with all that is under way in it.
#[tokio::test]
async fn what_is_being_kept_as_a_page_is_left_holds_up_no_other() {
    play("left", async |stage| {
        leave_at_once(stage, Engine::Chromium).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_being_kept_as_a_page_is_left_holds_up_no_other_in_webkit() {
    play("left-webkit", async |stage| {
        leave_at_once(stage, Engine::WebKit).await;
    })
    .await;
}

async fn leave_at_once(stage: &mut Stage, engine: Engine) {
    let look = Look {
        engine,
        ..Look::default()
    };
    let mut anna = stage.desk(0).await;
    let kari = stage.visitor_with("Kari", look, "/").await;
    let chat = kari.meet(&mut anna, "Hello?").await;
    kari.panel().await.ask(KEEP_LAST, &[]).await;
    kari.go("/delivery").await;
    kari.sees("Hello?").await;
    let draft = "return all('#message')[0].value === 'Written as I left'";
    kari.panel().await.until("the draft", draft, &[]).await;
    anna.post(&chat, "Hi!").await;
    kari.sees("Hi!").await;
}
