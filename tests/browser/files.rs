//! Files go with messages, both ways: chosen, dropped or pasted, shown or saved, kept with drafts, and with a private
//! message they stay among agents.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{
    Look,
    files::{Way, picture, text},
};

use crate::{
    access::must_be_accessible,
    stage::{Agent, play},
};

/// A picture is loaded and has this width.
pub(crate) const PICTURE: &str =
    "return all('.line .picture img').some((it) => it.complete && it.naturalWidth === args[0])";

/// Where the next file that is saved comes from, instead of saving it.
pub(crate) const CATCH: &str =
    "HTMLAnchorElement.prototype.click = function () { window.saved = this.href; }";

/// What came from there.
const SAVED: &str = "
    const answer = await fetch(window.saved);
    return [answer.headers.get('content-disposition'), await answer.text()];
";

/// SO-37, SO-38, PZ-26, PX-21.
#[tokio::test]
async fn an_agent_and_a_visitor_exchange_files() {
    play("files", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.panel()
            .await
            .attach(Way::Choose, &[picture("parcel.png", 40)])
            .await;
        let panel = kari.panel().await;
        panel
            .see(".attachment[data-stage=ready]", "parcel.png")
            .await;
        kari.say("It came like this").await;
        panel.see(".line .picture", "").await;
        panel.miss(".attachment", "").await;

        let anna = stage.agent(0).await;
        anna.answer("It came like this").await;
        let page = anna.page();
        page.until("the picture", PICTURE, &[json!(40)]).await;
        let svg = json!(["logo.svg", "image/svg+xml", "<svg/>"]);
        anna.page()
            .attach(Way::Drop, &[text("label.txt", "Return to us"), svg])
            .await;
        page.see(".attachment[data-stage=ready]", "label.txt").await;
        page.see(
            ".attachment[data-stage=refused]",
            "Files of this kind are not accepted here.",
        )
        .await;
        page.press(".attachment[data-stage=refused] button", "Remove logo.svg")
            .await;
        anna.page()
            .attach(Way::Paste, &[picture("image.png", 30)])
            .await;
        page.see(".attachment[data-stage=ready]", "image.png").await;
        anna.say("Use this label").await;
        page.miss(".attachment", "").await;

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
        anna.page()
            .attach(
                Way::Choose,
                &[text("secret.txt", "hemmelig"), picture("secret.png", 50)],
            )
            .await;
        page.see(".attachment[data-stage=ready]", "secret.txt")
            .await;
        page.see(".attachment[data-stage=ready]", "secret.png")
            .await;
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

/// I-02.
#[tokio::test]
async fn nothing_runs_that_a_file_holds() {
    play("files-hostile", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let script = "<script>localStorage.setItem('harm', 'done')</script>";
        let files = [
            json!(["page.html", "text/html", format!("<!doctype html>{script}")]),
            json!([
                "list.xml",
                "text/xml",
                format!("<html xmlns='http://www.w3.org/1999/xhtml'>{script}</html>")
            ]),
            json!(["bill.pdf", "application/pdf", format!("%PDF-1.7 {script}")]),
        ];
        kari.panel().await.attach(Way::Choose, &files).await;
        for file in ["page.html", "list.xml", "bill.pdf"] {
            kari.panel()
                .await
                .see(".attachment[data-stage=ready] bdi", file)
                .await;
        }
        kari.say("Open these").await;
        let anna = stage.agent(0).await;
        anna.answer("Open these").await;
        let page = anna.page();
        page.ask(CATCH, &[]).await;
        for file in ["page.html.txt", "list.xml.txt", "bill.pdf"] {
            page.ask("window.saved = undefined", &[]).await;
            page.press(".line .file", file).await;
            page.until("a file", "return window.saved", &[]).await;
            let address = page.ask("return window.saved", &[]).await;
            let address = address.as_str().expect("an address");
            for how in ["", "&show"] {
                // It is saved, and the page stays.
                page.go(&format!("{address}{how}")).await;
                page.see(".line .file", file).await;
                let harm = page.ask("return localStorage.getItem('harm')", &[]).await;
                assert_eq!(harm, json!(null), "{file}{how}");
            }
        }
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
        anna.page()
            .attach(Way::Choose, &[text("kept.txt", "kept")])
            .await;
        page.see(".attachment[data-stage=ready]", "kept.txt").await;
        page.reload().await;
        page.see(".attachment[data-stage=ready]", "kept.txt").await;

        // One that does not move on can be taken out; until then nothing is sent, and nothing typed is lost.
        page.ask("XMLHttpRequest.prototype.send = () => {}", &[])
            .await;
        anna.page()
            .attach(Way::Choose, &[text("stuck.txt", "stuck")])
            .await;
        page.see(".attachment[data-stage=sending]", "stuck.txt")
            .await;
        page.see("button[type=submit][aria-disabled=true]", "")
            .await;
        page.see(".count", "Waiting for the files").await;
        page.press("textarea", "Message:").await;
        page.key(Key::Enter).await;
        page.press(".attachment button", "Cancel stuck.txt").await;
        page.miss(".attachment", "stuck.txt").await;
        page.see("textarea", "Message:").await;
        page.key(Key::Enter).await;
        kari.hear("Here it is").await;
        page.see(".line .file", "kept.txt").await;
        page.miss(".attachment", "").await;
    })
    .await;
}

/// SO-37.
#[tokio::test]
async fn a_text_that_is_pasted_with_a_picture_of_itself_stays_a_text() {
    let cells = "
        const board = new DataTransfer();
        board.setData('text/plain', 'a b');
        board.setData('text/html', '<td>a</td>');
        board.items.add(new File(['x'], 'image.png', { type: 'image/png' }));
        const options = { clipboardData: board, bubbles: true, cancelable: true };
        return all('textarea')[0].dispatchEvent(new ClipboardEvent('paste', options));
    ";
    play("files-cells", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.say("Hello?").await;
        let anna = stage.agent(0).await;
        anna.answer("Hello?").await;
        for page in [kari.panel().await, anna.page()] {
            page.see("textarea", "").await;
            assert_eq!(page.ask(cells, &[]).await, true, "it is the field's own");
            page.attach(Way::Paste, &[picture("alone.png", 30)]).await;
            page.see(".attachment", "alone.png").await;
            assert_eq!(page.count(".attachment", "").await, 1);
        }
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
        kari.panel()
            .await
            .attach(Way::Drop, &[text("a.txt", "a"), text("b.txt", "b")])
            .await;
        kari.panel()
            .await
            .attach(Way::Paste, &[picture("c.png", 20)])
            .await;
        for name in ["a.txt", "b.txt", "c.png"] {
            panel.see(".attachment[data-stage=ready]", name).await;
        }
        let many = ["d.txt", "e.txt", "f.txt"].map(|name| text(name, "x"));
        kari.panel().await.attach(Way::Choose, &many).await;
        panel
            .see(
                ".attachment[data-stage=refused]",
                "At most 5 files with one message.",
            )
            .await;
        for name in ["d.txt", "e.txt"] {
            panel.see(".attachment[data-stage=ready]", name).await;
        }
        panel.press(".attachment button", "Remove b.txt").await;
        panel.miss(".attachment", "b.txt").await;
        kari.reload().await;
        let panel = kari.panel().await;
        for name in ["a.txt", "c.png", "d.txt", "e.txt"] {
            panel.see(".attachment[data-stage=ready]", name).await;
        }
        panel.press("textarea", "").await;
        panel.key(Key::Enter).await;
        panel.see(".line .file", "d.txt").await;
        panel.miss(".attachment", "").await;
        let anna = stage.agent(0).await;
        anna.answer("Look").await;
        anna.page().see(".line .file", "e.txt").await;
        anna.page()
            .until("the picture", PICTURE, &[json!(20)])
            .await;
    })
    .await;
}

#[tokio::test]
async fn however_many_files_there_are_one_can_write_and_send() {
    play("files-crowd", async |stage| {
        let phone = Look {
            size: (320, 480),
            ..Look::default()
        };
        let kari = stage.visitor_with("Kari", phone, "/").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        let files: Vec<_> = (0..12)
            .map(|it| text(&format!("file-{it}.txt"), "text"))
            .collect();
        panel.attach(Way::Choose, &files).await;
        panel
            .see(".attachment[data-stage=refused]", "At most 5 files")
            .await;
        panel
            .see(".attachment[data-stage=ready]", "file-4.txt")
            .await;
        let fits = "return all('#send')[0].getBoundingClientRect().bottom <= innerHeight";
        assert_eq!(panel.ask(fits, &[]).await, json!(true));
        must_be_accessible(panel, "many files").await;
        kari.say("All of them").await;
        kari.sees("You are next in line.").await;
    })
    .await;
}

/// SO-37, SO-38.
#[tokio::test]
async fn files_are_accessible_in_every_state() {
    play("files-access", async |stage| {
        let phone = Look {
            size: (360, 740),
            is_dark: true,
            ..Look::default()
        };
        for (n, look) in [Look::default(), phone].into_iter().enumerate() {
            let kari = stage.visitor_with("Kari", look.clone(), "/").await;
            kari.open_chat().await;
            let panel = kari.panel().await;
            let svg = json!(["logo.svg", "image/svg+xml", "<svg/>"]);
            let files = [picture("parcel.png", 200), text("list.txt", "a"), svg];
            panel.attach(Way::Choose, &files).await;
            panel
                .see(".attachment[data-stage=refused]", "logo.svg")
                .await;
            panel
                .see(".attachment[data-stage=ready]", "parcel.png")
                .await;
            must_be_accessible(panel, "files before they are sent").await;
            let question = format!("Look {n}");
            kari.say(&question).await;
            panel.until("the picture", PICTURE, &[json!(200)]).await;
            must_be_accessible(panel, "files that were sent").await;

            let account = stage.demo.account(n);
            let seat = stage.seat("an agent", look).await;
            let agent = Agent::new(seat, stage.demo.origin(), account);
            agent.open().await;
            agent.sign_in().await;
            agent.answer(&question).await;
            let page = agent.page();
            page.until("the picture", PICTURE, &[json!(200)]).await;
            page.ask("XMLHttpRequest.prototype.send = () => {}", &[])
                .await;
            page.attach(Way::Drop, &files).await;
            page.see(".attachment[data-stage=refused]", "logo.svg")
                .await;
            page.see(".attachment[data-stage=sending]", "list.txt")
                .await;
            must_be_accessible(page, "files on their way and in the transcript").await;
        }
    })
    .await;
}
