//! SO-20, PX-21: emoji at the cursor, by keyboard; and an Enter that sends only when it is meant to.

use fantoccini::key::Key;
use serde_json::json;

use crate::{access::must_be_accessible, stage::play};

/// Whether the composer holds this and has the focus.
const HOLDS: &str = "
    const [field] = all('#composer');
    return field && field.value === args[0] && document.activeElement === field;
";
/// Whether this is what has the focus.
const NAMED: &str = "return name(document.activeElement) === args[0]";

#[tokio::test]
async fn so_20_an_emoji_is_found_by_name_and_put_at_the_cursor() {
    play("emoji", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        kari.start("Hello?").await;
        anna.answer("Hello?").await;
        let page = anna.page();
        page.write("#composer", "It ships today").await;
        page.keys("\u{e012}\u{e012}\u{e012}\u{e012}\u{e012}\u{e012}".chars())
            .await;
        page.press("button", "Emoji").await;
        page.see(".emojis section", "").await;
        must_be_accessible(page, "choosing an emoji").await;
        page.write("#emoji-search", "parc").await;
        page.miss(".emojis section", "Faces").await;
        page.key(Key::Enter).await;
        page.until("the parcel", NAMED, &[json!("parcel")]).await;
        page.key(Key::Enter).await;
        page.until(
            "the emoji at the cursor",
            HOLDS,
            &[json!("It ships📦 today")],
        )
        .await;
        page.miss(".emojis", "").await;
        // With the arrows through the grid; the one used last comes first, after a reload too.
        page.reload().await;
        page.press("button", "Emoji").await;
        page.see(".emojis section", "Used last").await;
        page.key(Key::Down).await;
        page.until("the parcel first", NAMED, &[json!("parcel")])
            .await;
        page.key(Key::Right).await;
        page.until("the next", NAMED, &[json!("grinning")]).await;
        page.key(Key::Down).await;
        page.until("one row down", NAMED, &[json!("wink")]).await;
        page.key(Key::Escape).await;
        page.miss(".emojis", "").await;
        page.until("the composer", HOLDS, &[json!("It ships📦 today")])
            .await;
        page.key(Key::Enter).await;
        kari.hear("It ships📦 today").await;
    })
    .await;
}

#[tokio::test]
async fn px_21_an_enter_that_chooses_a_character_or_breaks_a_line_does_not_send() {
    play("composition", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let chat = kari.start("Hello?").await.conversation;
        anna.answer("Hello?").await;
        let page = anna.page();
        page.write("#composer", "一").await;
        let composing = "
            const [field] = all('#composer');
            for (const more of [{ isComposing: true }, { keyCode: 229 }, { shiftKey: true }]) {
                const press = new KeyboardEvent('keydown',
                    { key: 'Enter', bubbles: true, cancelable: true, ...more });
                field.dispatchEvent(press);
                if (press.defaultPrevented) return Object.keys(more)[0];
            }
            return 'nothing is sent';
        ";
        assert_eq!(page.ask(composing, &[]).await, "nothing is sent");
        page.chord(&[Key::Shift, Key::Enter]).await;
        page.keys("two".chars()).await;
        page.until("two lines", HOLDS, &[json!("一\ntwo")]).await;
        page.key(Key::Enter).await;
        kari.hear("一\ntwo").await;
        assert_eq!(kari.texts(&chat).await, ["Hello?", "一\ntwo"]);
    })
    .await;
}
