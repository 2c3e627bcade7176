//! Files go with messages, both ways: chosen, dropped or pasted, shown or saved, kept with drafts, and with a private
//! message they stay among agents.

use fantoccini::key::Key;
use serde_json::{Value, json};

use crate::stage::{Agent, Visitor, play};

/// Files by name, type and text; of a picture the text is its width.
const MAKE: &str = "
    const made = (files) => {
        const board = new DataTransfer();
        for (const [name, type, text] of files) {
            let bytes = text;
            if (type === 'image/png') {
                const canvas = document.createElement('canvas');
                canvas.width = Number(text);
                canvas.height = 20;
                canvas.getContext('2d').fillRect(0, 0, 9, 9);
                bytes = Uint8Array.from(atob(canvas.toDataURL(type).split(',')[1]), (it) => it.charCodeAt(0));
            }
            board.items.add(new File([bytes], name, { type }));
        }
        return board;
    };
";

/// Chooses them in the system's dialog.
const CHOOSE: &str = "
    const field = document.querySelector('input[type=file]');
    field.files = made(args).files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
";

/// Drops them on what is in the middle of the page.
const DROP: &str = "
    const place = all('.talk')[0] ?? all('main')[0];
    for (const type of ['dragover', 'drop']) {
        const options = { dataTransfer: made(args), bubbles: true, cancelable: true };
        place.dispatchEvent(new DragEvent(type, options));
    }
";

/// Pastes them where one writes.
const PASTE: &str = "
    const [field] = all('textarea');
    const options = { clipboardData: made(args), bubbles: true, cancelable: true };
    field.dispatchEvent(new ClipboardEvent('paste', options));
";

/// A picture is loaded and has this width.
const PICTURE: &str =
    "return all('.line .picture img').some((it) => it.complete && it.naturalWidth === args[0])";

/// Where the next file that is saved comes from, instead of saving it.
const CATCH: &str = "HTMLAnchorElement.prototype.click = function () { window.saved = this.href; }";

/// What came from there.
const SAVED: &str = "
    const answer = await fetch(window.saved);
    return [answer.headers.get('content-disposition'), await answer.text()];
";

fn picture(name: &str, width: u32) -> Value {
    json!([name, "image/png", width.to_string()])
}

fn text(name: &str, text: &str) -> Value {
    json!([name, "text/plain", text])
}

async fn agent_does(agent: &Agent, how: &str, files: &[Value]) {
    agent.page().ask(&format!("{MAKE}{how}"), files).await;
}

async fn visitor_does(visitor: &Visitor, how: &str, files: &[Value]) {
    let panel = visitor.panel().await;
    panel.ask(&format!("{MAKE}{how}"), files).await;
}

/// SO-37, SO-38, PZ-26, PX-21.
#[tokio::test]
async fn an_agent_and_a_visitor_exchange_files() {
    play("files", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        visitor_does(&kari, CHOOSE, &[picture("parcel.png", 40)]).await;
        let panel = kari.panel().await;
        panel.see(".chip[data-stage=ready]", "parcel.png").await;
        kari.say("It came like this").await;
        panel.see(".line .picture", "").await;
        panel.miss(".chip", "").await;

        let anna = stage.agent(0).await;
        anna.answer("It came like this").await;
        let page = anna.page();
        page.until("the picture", PICTURE, &[json!(40)]).await;
        let svg = json!(["logo.svg", "image/svg+xml", "<svg/>"]);
        agent_does(&anna, DROP, &[text("label.txt", "Return to us"), svg]).await;
        page.see(".chip[data-stage=ready]", "label.txt").await;
        page.see(
            ".chip[data-stage=refused]",
            "Files of this kind are not accepted here.",
        )
        .await;
        page.press(".chip[data-stage=refused] button", "Remove logo.svg")
            .await;
        agent_does(&anna, PASTE, &[picture("image.png", 30)]).await;
        page.see(".chip[data-stage=ready]", "image.png").await;
        anna.say("Use this label").await;
        page.miss(".chip", "").await;

        kari.sees("Use this label").await;
        let panel = kari.panel().await;
        panel.until("the picture", PICTURE, &[json!(30)]).await;
        panel.ask(CATCH, &[]).await;
        panel.press(".line .file", "label.txt").await;
        panel.until("a file", "return window.saved", &[]).await;
        let saved = panel.await_promise(SAVED).await;
        assert!(
            saved[0].as_str().is_some_and(|it| it.contains("label.txt")),
            "{saved}"
        );
        assert_eq!(saved[1], "Return to us");

        // All of it is there when they come back.
        page.reload().await;
        page.until("the picture", PICTURE, &[json!(40)]).await;
        page.see(".line .file", "label.txt").await;
    })
    .await;
}

/// F-02, PZ-26.
#[tokio::test]
async fn private_files_never_reach_the_visitor() {
    play("files-private", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.say("Hello?").await;
        let anna = stage.agent(0).await;
        anna.answer("Hello?").await;
        let page = anna.page();
        page.press("[role=switch]", "Private").await;
        page.see("textarea", "Private message").await;
        agent_does(
            &anna,
            CHOOSE,
            &[text("secret.txt", "hemmelig"), picture("secret.png", 50)],
        )
        .await;
        page.see(".chip[data-stage=ready]", "secret.txt").await;
        page.see(".chip[data-stage=ready]", "secret.png").await;
        page.press("textarea", "Private message").await;
        page.key(Key::Enter).await;
        page.see(".line[data-private] .file", "secret.txt").await;
        page.until("the picture", PICTURE, &[json!(50)]).await;
        page.press("[role=switch]", "Private").await;
        page.see("textarea", "Message:").await;
        anna.say("I have asked a colleague").await;

        kari.sees("I have asked a colleague").await;
        let panel = kari.panel().await;
        let traces = "return document.documentElement.outerHTML.includes('secret')";
        assert_eq!(panel.ask(traces, &[]).await, false);
        assert_eq!(panel.count(".file, .picture", "").await, 0);
        let ole = stage.agent(1).await;
        let here = page.ask("return location.href", &[]).await;
        ole.page().go(here.as_str().expect("an address")).await;
        ole.page()
            .see(".line[data-private] .file", "secret.txt")
            .await;
    })
    .await;
}

/// PX-02, PX-21.
#[tokio::test]
async fn a_draft_keeps_its_files_and_sending_waits_for_them() {
    play("files-draft", async |stage| {
        let mut kari = stage.stranger().await;
        kari.start("Hello?").await;
        let anna = stage.agent(0).await;
        anna.answer("Hello?").await;
        let page = anna.page();
        page.write("textarea", "Here it is").await;
        agent_does(&anna, CHOOSE, &[text("kept.txt", "kept")]).await;
        page.see(".chip[data-stage=ready]", "kept.txt").await;
        page.reload().await;
        page.see(".chip[data-stage=ready]", "kept.txt").await;

        // One that does not move on can be taken out; until then nothing is sent, and nothing typed is lost.
        page.ask("XMLHttpRequest.prototype.send = () => {}", &[])
            .await;
        agent_does(&anna, CHOOSE, &[text("stuck.txt", "stuck")]).await;
        page.see(".chip[data-stage=sending]", "stuck.txt").await;
        page.see("button[type=submit][aria-disabled=true]", "")
            .await;
        page.see(".count", "Waiting for the files").await;
        page.press("textarea", "Message:").await;
        page.key(Key::Enter).await;
        page.press(".chip button", "Cancel stuck.txt").await;
        page.miss(".chip", "stuck.txt").await;
        page.see("textarea", "Message:").await;
        page.key(Key::Enter).await;
        kari.hear("Here it is").await;
        page.see(".line .file", "kept.txt").await;
        page.miss(".chip", "").await;
    })
    .await;
}

/// PX-02, PX-21.
#[tokio::test]
async fn a_visitors_files_are_kept_with_what_is_written() {
    play("files-visitor", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.write("textarea", "Look").await;
        visitor_does(&kari, DROP, &[text("a.txt", "a"), text("b.txt", "b")]).await;
        visitor_does(&kari, PASTE, &[picture("c.png", 20)]).await;
        for name in ["a.txt", "b.txt", "c.png"] {
            panel.see(".chip[data-stage=ready]", name).await;
        }
        let many = ["d.txt", "e.txt", "f.txt"].map(|name| text(name, "x"));
        visitor_does(&kari, CHOOSE, &many).await;
        panel
            .see(
                ".chip[data-stage=refused]",
                "At most 5 files with one message.",
            )
            .await;
        panel.press(".chip button", "Remove b.txt").await;
        panel.miss(".chip", "b.txt").await;
        kari.reload().await;
        let panel = kari.panel().await;
        for name in ["a.txt", "c.png", "d.txt", "e.txt"] {
            panel.see(".chip[data-stage=ready]", name).await;
        }
        panel.press("textarea", "").await;
        panel.key(Key::Enter).await;
        panel.see(".line .file", "d.txt").await;
        panel.miss(".chip", "").await;
        let anna = stage.agent(0).await;
        anna.answer("Look").await;
        anna.page().see(".line .file", "e.txt").await;
        anna.page()
            .until("the picture", PICTURE, &[json!(20)])
            .await;
    })
    .await;
}
