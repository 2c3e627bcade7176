//! Pages that make it hard: EM-06, EM-07, H-03, H-04.

use serde_json::json;
use tests::{host::Host, stage::Visitor};

use crate::stage::{Stage, play};

/// A page with the script line, and more in its head.
fn page(server: &str, head: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title>{head}\
         <h1>Host</h1><p><a href=/next>Next</a></p>\
         <script nonce=once src=\"{server}/widget.js\" data-channel=support async></script>"
    )
}

/// The visitor opens the chat with the launcher, says something, and an agent answers.
async fn chat(stage: &Stage, kari: &Visitor, text: &str) {
    let mut anna = stage.desk(0).await;
    kari.open_chat().await;
    kari.can_write().await;
    kari.say(text).await;
    let chat = anna.shows(text, |it| it.last.text == text).await.id;
    anna.take(&chat).await;
    anna.post(&chat, "Hello!").await;
    kari.sees("Hello!").await;
}

/// Somebody in front of one page of a site of the test's own.
async fn guest(stage: &mut Stage, policy: &str, head: &str) -> (Host, Visitor) {
    let server = stage.demo.origin().to_owned();
    let policy = policy.replace("{server}", &server);
    let pages = [
        ("/", policy.clone(), page(&server, head)),
        ("/next", policy, page(&server, head)),
    ];
    let host = stage.host(pages).await;
    let kari = stage.guest("Kari", &host, "/").await;
    (host, kari)
}

#[tokio::test]
async fn a_page_whose_style_hides_and_resets_everything_has_a_chat() {
    play("hidden", async |stage| {
        let style =
            "<style>* { all: unset !important; display: none !important; color: lime !important;
            font-size: 3px !important; position: static !important }</style>";
        let (_host, kari) = guest(stage, "", style).await;
        chat(stage, &kari, "Through the reset").await;
    })
    .await;
}

#[tokio::test]
async fn a_page_that_has_changed_what_scripts_stand_on_has_a_chat() {
    play("changed", async |stage| {
        let script = "<script>
            Object.prototype.more = function () {};
            Object.prototype.channel = 'other';
            Array.prototype.more = 1;
            Array.prototype.flat = Array.prototype.reduce = () => { throw new Error('changed'); };
            const taken = [];
            JSON.parse = window.fetch = (it) => { taken.push(it); throw new Error('changed'); };
            XMLHttpRequest = WebSocket = indexedDB = undefined;
            for (const name of ['sessionStorage', 'localStorage'])
                Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });
            addEventListener('message', ({ data }) => taken.push(data));
            window.heard = () => taken;
        </script>";
        let (_host, kari) = guest(stage, "", script).await;
        chat(stage, &kari, "Through the changes").await;
        // And it has seen nothing of what was said, nor the visitor's secret.
        let page = kari.page().await;
        let seen = "return args.some((secret) => heard().some((it) => String(it?.text ?? Object.values(it)).includes(secret)))";
        assert_eq!(page.ask(seen, &[json!("Through"), json!("Hello!")]).await, json!(false));
        let kinds = "return [...new Set(heard().map((it) => it.type))].sort().join()";
        assert_eq!(page.ask(kinds, &[]).await, json!("message,ready,state,who"));
    })
    .await;
}

#[tokio::test]
async fn the_strictest_policies_have_room_for_the_chat() {
    for (name, policy) in [
        (
            "as documented",
            "default-src 'none'; img-src 'self'; script-src {server}; frame-src {server}; require-trusted-types-for 'script'; trusted-types 'none'",
        ),
        (
            "with a nonce",
            "default-src 'none'; img-src 'self'; script-src 'nonce-once' 'strict-dynamic'; frame-src {server}; require-trusted-types-for 'script'; trusted-types 'none'",
        ),
    ] {
        play(name, async |stage| {
            let (_host, kari) = guest(stage, policy, "").await;
            chat(stage, &kari, "Through the policy").await;
        })
        .await;
    }
}

/// A page that keeps out whatever has not agreed to be loaded, as those do that share memory between threads.
#[tokio::test]
async fn a_page_that_is_isolated_from_other_origins_has_a_chat() {
    play("isolated", async |stage| {
        // More headers follow the policy.
        let headers = "img-src 'self'\r\ncross-origin-embedder-policy: require-corp\r\ncross-origin-opener-policy: same-origin";
        let (_host, kari) = guest(stage, headers, "").await;
        let page = kari.page().await;
        assert_eq!(page.ask("return crossOriginIsolated", &[]).await, json!(true));
        chat(stage, &kari, "Through the isolation").await;
    })
    .await;
}

#[tokio::test]
async fn on_small_and_enlarged_pages_all_of_the_chat_can_be_reached() {
    play("small", async |stage| {
        let (_host, kari) = guest(stage, "", "").await;
        kari.page().await.see("button.launcher", "").await;
        // 200 % and 400 % of a page of 1280 by 1024, and the smallest phone, upright and not.
        for (size, direction) in [((640, 512), "ltr"), ((320, 256), "ltr"), ((320, 568), "rtl"), ((568, 320), "rtl")] {
            let page = kari.page().await;
            page.resize(size).await;
            page.ask("document.documentElement.dir = args[0]", &[json!(direction)]).await;
            let inside = "
                const isInside = (it) => {
                    const { left, right, top, bottom } = it.getBoundingClientRect();
                    return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && right > left;
                };
                const wanted = args.map((css) => shown(css)[0]);
                return wanted.every((it) => it && isInside(it));
            ";
            page.until(&format!("the launcher at {size:?}"), inside, &[json!("button.launcher")]).await;
            kari.open_chat().await;
            kari.page().await.until(&format!("the panel at {size:?}"), inside, &[json!(".panel")]).await;
            let panel = kari.panel().await;
            let wanted = [json!("#close"), json!("#send"), json!("textarea")];
            panel.until(&format!("what is in it at {size:?}"), inside, &wanted).await;
            // Where the panel is as large as the page, there is no launcher below it.
            kari.panel().await.press("header button", "Close chat").await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_chat_outlives_what_a_single_page_application_does_to_its_page() {
    play("application", async |stage| {
        let (_host, kari) = guest(stage, "", "").await;
        chat(stage, &kari, "Before").await;
        let page = kari.page().await;
        let go = "
            history.pushState({}, '', '/elsewhere');
            const body = document.createElement('body');
            body.append('Elsewhere');
            document.body.replaceWith(body);
            document.head.replaceChildren();
            return [all('samtale-chat').length, shown('.panel').length];
        ";
        assert_eq!(page.ask(go, &[]).await, json!([1, 1]));
        kari.say("After").await;
        kari.sees("Sent").await;
        // An application that keeps the element in a part of its own moves it along, or draws it anew.
        let page = kari.page().await;
        let moved = "const chat = document.querySelector('samtale-chat'); document.body.append(chat); chat.remove(); document.body.append(chat)";
        page.ask(moved, &[]).await;
        kari.sees("After").await;
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_back_with_the_browsers_arrow_finds_the_chat() {
    play("back", async |stage| {
        let (_host, kari) = guest(stage, "", "").await;
        chat(stage, &kari, "Before").await;
        kari.page().await.press("a", "Next").await;
        let next = "return location.pathname === '/next'";
        kari.page().await.until("the next page", next, &[]).await;
        kari.sees("Before").await;
        kari.page().await.ask("history.back()", &[]).await;
        let first = "return location.pathname === '/'";
        kari.page().await.until("the first page", first, &[]).await;
        kari.sees("Hello!").await;
        kari.say("And back").await;
        kari.sees("And back").await;
        kari.sees("Sent").await;
        let written = kari.messages().await;
        assert_eq!(written, ["Before", "Hello!", "And back"]);
    })
    .await;
}

#[tokio::test]
async fn a_frame_of_another_site_can_neither_pose_as_the_chat_nor_as_the_page() {
    play("posing", async |stage| {
        let forge = "<!doctype html><script>
            const types = ['close', 'gone', 'failed', 'left', 'who', 'ready', 'panel', 'identity', 'look', 'prefill'];
            const forge = (target) => types.forEach((type) => target.postMessage({ samtale: 1, type, token: null, open: false, tokens: { '--samtale-accent': 'red' }, message: 'forged' }, '*'));
            const all = (target) => { forge(target); for (let i = 0; i < target.length; i += 1) forge(target[i]); };
            addEventListener('message', ({ data }) => data === 'go' && (all(top), parent.postMessage('done', '*')));
        </script>";
        let foreign = stage.foreign_host([("/", String::new(), forge.to_owned())]).await;
        let frame = format!("<iframe src=\"{}/\" id=foreign></iframe>", foreign.origin());
        let (_host, kari) = guest(stage, "", &frame).await;
        chat(stage, &kari, "Before").await;
        let page = kari.page().await;
        let go = "
            const frame = document.getElementById('foreign');
            const done = new Promise((told) => addEventListener('message', ({ data }) => data === 'done' && told()));
            frame.contentWindow.postMessage('go', '*');
            await done;
            await new Promise(requestAnimationFrame);
            return [shown('.panel').length, all('samtale-chat')[0].hidden, shown('[role=alert]').length];
        ";
        assert_eq!(page.await_promise(go).await, json!([1, false, 0]));
        let untouched = "return [getComputedStyle(document.documentElement).getPropertyValue('--samtale-accent') === 'red', all('textarea')[0].value]";
        assert_eq!(kari.panel().await.ask(untouched, &[]).await, json!([false, ""]));
        kari.sees("Hello!").await;
    })
    .await;
}
