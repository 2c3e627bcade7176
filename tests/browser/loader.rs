//! What a page pays for the chat before anybody opens it, and what it can do to it.

use serde_json::{Value, json};
use tests::browser::Window;

use crate::stage::play;

/// Everything that a page has fetched from another origin, and everything it keeps.
const TRACES: &str = "
    const stored = [localStorage, sessionStorage].map((it) => it.length);
    const databases = (await indexedDB.databases()).length;
    const caches_kept = globalThis.caches ? (await caches.keys()).length : 0;
    const fetched = performance.getEntriesByType('resource').map((it) => it.name)
        .filter((it) => !it.startsWith(location.origin));
    return { stored, databases, caches_kept, cookies: document.cookie, fetched,
        frames: all('iframe').length };
";

/// Takes the chat of the script line away.
pub(crate) async fn take_away(page: &Window) {
    page.ask("document.querySelector('samtale-chat').remove()", &[])
        .await;
}

#[tokio::test]
async fn before_the_visitor_acts_a_page_has_one_script_more_and_nothing_else() {
    play("before", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.page().await.see("button.launcher", "Open chat").await;
        let traces = kari.page().await.await_promise(TRACES).await;
        let script = format!("{}/widget.js", stage.demo.origin());
        let expected = json!({ "stored": [0, 0], "databases": 0, "caches_kept": 0, "cookies": "",
            "fetched": [script], "frames": 0 });
        assert_eq!(traces, expected);
    })
    .await;
}

#[tokio::test]
async fn the_panel_is_drawn_by_the_click_itself() {
    play("click", async |stage| {
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "Open chat").await;
        let click = "all('button.launcher')[0].click(); return shown('.panel').length";
        assert_eq!(page.ask(click, &[]).await, 1);
        kari.panel()
            .await
            .see("textarea", "Write your question")
            .await;
        let focused = kari
            .panel()
            .await
            .ask("return document.activeElement.localName", &[])
            .await;
        assert_eq!(focused, "textarea", "the visitor opened it and can write");
    })
    .await;
}

#[tokio::test]
async fn a_page_can_neither_read_nor_command_the_chat() {
    play("page", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.begin("My secret question").await;
        let page = kari.page().await;
        let pose = "
            const [frame] = all('iframe');
            const messages = [{ samtale: 1, type: 'close' }, { samtale: 1, type: 'gone' },
                { samtale: 1, type: 'failed' }, { samtale: 1, type: 'state', unread: 99, live: true }];
            for (const it of messages) { postMessage(it, '*'); }
            let inside = 'closed to the page';
            try { inside = frame.contentDocument?.body?.innerText ?? inside; } catch { }
            await new Promise(requestAnimationFrame);
            const kept = JSON.stringify({ ...sessionStorage, ...localStorage });
            return { inside, kept, open: shown('.panel').length, badge: shown('.badge').length };
        ";
        let found = page.await_promise(pose).await;
        assert_eq!(found["inside"], "closed to the page");
        assert_eq!((&found["open"], &found["badge"]), (&json!(1), &json!(0)));
        let kept = found["kept"].as_str().unwrap_or_default();
        assert!(kept.contains("open") && kept.len() < 100, "{kept}");
        // And the chat takes no orders from a page that is not its own, nor from its own about anything else.
        let order = "all('iframe')[0].contentWindow.postMessage({ samtale: 1, type: 'end' }, '*')";
        kari.page().await.ask(order, &[]).await;
        kari.sees("You are next in line.").await;
        let theirs = kari.page().await.ask("return document.querySelectorAll('[role=log]').length", &[]).await;
        assert_eq!(theirs, Value::from(0));
    })
    .await;
}

#[tokio::test]
async fn an_unknown_channel_hides_the_chat_and_says_why() {
    play("unknown-channel", async |stage| {
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let add = "
            const chat = document.createElement('samtale-chat');
            chat.setAttribute('channel', 'no-such-channel');
            chat.setAttribute('server', args[0]);
            document.documentElement.append(chat);
        ";
        take_away(page).await;
        page.ask(add, &[json!(stage.demo.origin())]).await;
        page.press("button.launcher", "").await;
        page.miss("button.launcher", "").await;
        page.miss(".panel", "").await;
        let said = page.complaints().await;
        assert!(
            said.iter().any(|it| it.contains("no such channel")),
            "{said:?}"
        );
    })
    .await;
}

/// No browser tells a page that it may not frame another: the chat finds out.
#[tokio::test]
async fn on_a_site_that_the_channel_does_not_list_the_chat_goes_and_says_why() {
    play("unlisted-site", async |stage| {
        let server = stage.demo.origin().to_owned();
        for isolation in ["frame", "shadow"] {
            let html = format!(
                "<!doctype html><html lang=en><meta charset=utf-8><title>Site</title>\
                 <script src=\"{server}/widget.js\" data-channel=support data-isolation={isolation} async></script>"
            );
            let host = stage.foreign_host([("/", String::new(), html)]).await;
            let kari = stage.guest("Kari", &host, "/").await;
            let page = kari.page().await;
            page.see("button.launcher", "").await;
            let listen = "
                window.reasons = [];
                document.querySelector('samtale-chat').addEventListener('error', ({ detail }) => reasons.push(detail.reason))";
            page.ask(listen, &[]).await;
            page.press("button.launcher", "").await;
            page.miss("button.launcher, .panel", "").await;
            assert_eq!(page.ask("return reasons.join()", &[]).await, "channel", "{isolation}");
            let said = page.complaints().await;
            assert!(said.iter().any(|it| it.contains("no such channel for this page")), "{said:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_removed_chat_leaves_nothing_behind() {
    play("removed", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let page = kari.page().await;
        take_away(page).await;
        let left =
            "return [all('iframe').length, all('samtale-chat').length, all('.launcher').length]";
        assert_eq!(page.ask(left, &[]).await, json!([0, 0, 0]));
    })
    .await;
}
