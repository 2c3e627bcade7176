//! Chats that scripts make, change, and take away, as applications do: EM-02, EM-07, EM-10.

use serde_json::{Value, json};
use tests::{browser::Window, host::Host, patience::within};

use crate::{
    loader::take_away,
    stage::{Stage, Visitor, play},
};

/// Somebody on a page of the shop where no chat stands yet, though the script has come.
async fn guest(stage: &mut Stage) -> Visitor {
    let kari = stage.visitor("Kari").await;
    let page = kari.page().await;
    page.see("button.launcher", "").await;
    take_away(page).await;
    kari
}

/// Somebody on a page without a policy, which has the line.
async fn free(stage: &mut Stage) -> (Host, Visitor) {
    let line = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Site</title>\
         <script src=\"{}/widget.js\" data-channel=support async></script>",
        stage.demo.origin()
    );
    let host = stage.host([("/", String::new(), line)]).await;
    let kari = stage.guest("Kari", &host, "/").await;
    (host, kari)
}

/// Has the page make a chat.
async fn make(page: &Window, script: &str, server: &str) -> Value {
    let script = format!(
        "const chat = Object.assign(document.createElement('samtale-chat'), {{ server: args[0] }}); {script}"
    );
    page.ask(&script, &[json!(server)]).await
}

/// Some frameworks put an element into the page first, and then say what it is.
#[tokio::test]
async fn what_a_chat_is_may_be_said_once_it_stands_in_the_page() {
    play("said-later", async |stage| {
        let mut anna = stage.desk(0).await;
        let server = stage.demo.origin().to_owned();
        let kari = guest(stage).await;
        let page = kari.page().await;
        let place = "document.documentElement.append(chat);
            return chat.shadowRoot.querySelectorAll('button').length";
        assert_eq!(make(page, place, &server).await, 0);
        page.miss("button.launcher", "").await;
        let said = page.complaints().await;
        assert!(said.iter().all(|it| it.contains("no channel")), "{said:?}");
        let name = "
            const chat = document.querySelector('samtale-chat');
            chat.variables = [{ name: 'Basket', value: '2 lamps' }];
            chat.channel = 'support'";
        page.ask(name, &[]).await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        let told = anna.summary(&chat).visitor.variables;
        let told = told.first().expect("the page told something");
        assert_eq!(
            (told.name.as_str(), told.value.as_deref()),
            ("Basket", Some("2 lamps"))
        );
    })
    .await;
}

#[tokio::test]
async fn a_chat_of_no_channel_takes_another_one() {
    play("other-channel", async |stage| {
        let server = stage.demo.origin().to_owned();
        let kari = guest(stage).await;
        let page = kari.page().await;
        let place = "chat.channel = 'no-such-channel'; document.documentElement.append(chat)";
        make(page, place, &server).await;
        page.press("button.launcher", "").await;
        page.miss("button.launcher, .panel", "").await;
        // It is not the element that hides: that is the page's to say.
        let rename = "
            const chat = document.querySelector('samtale-chat');
            chat.channel = 'support';
            return [chat.hidden, chat.hasAttribute('open')]";
        assert_eq!(page.ask(rename, &[]).await, json!([false, false]));
        let said = page.complaints().await;
        assert!(
            said.iter().any(|it| it.contains("no such channel")),
            "{said:?}"
        );
        kari.open_chat().await;
    })
    .await;
}

/// Applications that replace a page's body by that of the next run the line in it again.
#[tokio::test]
async fn the_same_line_again_changes_the_chat_that_stands_there() {
    play("line-again", async |stage| {
        let (_host, kari) = free(stage).await;
        kari.open_chat().await;
        let page = kari.page().await;
        let again = "
            const body = document.createElement('body');
            body.append('The next page');
            document.body.replaceWith(body);
            const script = document.createElement('script');
            Object.assign(script.dataset, { channel: 'support', language: 'nb' });
            script.src = document.querySelector('samtale-chat').server + '/widget.js';
            body.append(script);
            await new Promise((done) => { script.onload = done });
            return all('samtale-chat').length;
        ";
        assert_eq!(page.await_promise(again).await, 1);
        kari.panel().await.see("textarea", "").await;
        kari.page().await.see("button.launcher", "Lukk chat").await;
    })
    .await;
}

/// What lays out its children in a row asks each how wide it is.
#[tokio::test]
async fn a_chat_fills_its_place_however_that_lays_out_what_is_in_it() {
    play("places", async |stage| {
        let server = stage.demo.origin().to_owned();
        let kari = guest(stage).await;
        for style in ["display: flex", "display: flex; flex-direction: column", "display: grid", "display: block"] {
            let page = kari.page().await;
            let place = format!(
                "const place = document.createElement('div');
                place.style.cssText = 'block-size: 500px; inline-size: 400px; {style}';
                Object.assign(chat, {{ channel: 'support', placement: 'inline' }});
                place.append(chat);
                document.querySelector('main').replaceChildren(place);
                chat.open();
                const {{ width, height }} = chat.shadowRoot.querySelector('.panel').getBoundingClientRect();
                return [width, height]"
            );
            assert_eq!(make(page, &place, &server).await, json!([400, 500]), "{style}");
        }
    })
    .await;
}

/// What the browser still holds of the page, once it has looked for what nobody needs.
async fn held(page: &Window) -> [u64; 2] {
    page.dev_tools("HeapProfiler.collectGarbage", json!({}))
        .await;
    let told = page.dev_tools("Performance.getMetrics", json!({})).await;
    let told = told["metrics"].as_array().expect("a list");
    ["JSEventListeners", "Nodes"].map(|name| {
        let metric = told.iter().find(|it| it["name"] == name);
        metric
            .and_then(|it| it["value"].as_f64())
            .expect("it is told") as u64
    })
}

/// Puts chats into the page and takes each away again once it is ready, or, where it is not opened, at once.
const COME_AND_GO: &str = "
    const [count, given, isOpened] = args;
    for (let i = 0; i < count; i += 1) {
        const chat = Object.assign(document.createElement('samtale-chat'), given);
        const ready = new Promise((done) => chat.addEventListener('ready', done, { once: true }));
        document.documentElement.append(chat);
        if (isOpened) {
            chat.open();
            await ready;
        }
        chat.remove();
    }
    // What each has begun to fetch comes after the first of its kind.
    const fetched = performance.getEntriesByType('resource').map((it) => it.name);
    await Promise.all(fetched.filter((it) => /widget\\/(extras|bridge)-/.test(it)).map((it) => import(it)));
    await new Promise((done) => setTimeout(done));
    return all('samtale-chat').length;
";

/// Has chats come and go; tells what the browser holds then.
async fn come_and_go(page: &Window, count: u64, given: &Value, is_opened: bool) -> [u64; 2] {
    let script = format!(
        "const args = {}; {COME_AND_GO}",
        json!([count, given, is_opened])
    );
    assert_eq!(page.await_promise(&script).await, 0);
    held(page).await
}

#[tokio::test]
async fn chats_that_come_and_go_leave_nothing_behind() {
    play("come-and-go", async |stage| {
        let server = stage.demo.origin().to_owned();
        let (_host, kari) = free(stage).await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        take_away(page).await;
        page.dev_tools("Performance.enable", json!({})).await;
        let count = "
            window.ticking = new Set();
            const [begin, end] = [setInterval, clearInterval];
            window.setInterval = (...given) => { const it = begin(...given); ticking.add(it); return it };
            window.clearInterval = (it) => { ticking.delete(it); end(it) }";
        page.ask(count, &[]).await;
        let mut given = json!({ "server": server, "channel": "support", "position": "movable", "rules": [{ "greeting": "Hello" }] });
        for (isolation, is_opened, more) in [("frame", true, 5), ("frame", false, 100), ("shadow", true, 5), ("shadow", false, 20)] {
            given["isolation"] = json!(isolation);
            let before = come_and_go(page, 2, &given, is_opened).await;
            let mut after = come_and_go(page, more, &given, is_opened).await;
            // The browser lets go when it likes; each chat would leave more than one of both.
            let let_go = async {
                while (0..2).any(|it| after[it] >= before[it] + more) {
                    after = held(page).await;
                }
            };
            within("that nothing is left", let_go).await;
            assert_eq!(page.ask("return ticking.size", &[]).await, 0);
        }
    })
    .await;
}
