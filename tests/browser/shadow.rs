//! The chat without a frame, where a site wants that: EM-03, and of it EM-02, EM-06 and EM-07.

mod engines;
mod files;
mod parts;
mod question;

use fantoccini::key::Key;
use serde_json::json;
use tests::{
    browser::{Look, Window},
    host::Host,
    stage::Visitor,
};

use crate::{
    access::must_be_accessible,
    stage::{MESSAGES, Stage, play},
};

/// What sites are told to allow.
const GUIDE: &str = include_str!("../../docs/EMBEDDING.md");

/// The policy that the guide gives, and what a page needs for itself: a style sheet, and a picture for the browser's tab
/// (the guide's last words are of pictures).
pub(crate) fn policy(server: &str) -> String {
    let section = GUIDE.split_once("\n## Without a frame\n");
    let section = section.expect("the guide speaks of it").1;
    let told = section.split("```").nth(1).expect("it gives a policy");
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = told.replace("wss://chat.example.com", &server.replace("http", "ws"));
    let told = told.replace("https://chat.example.com", server);
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; {told} 'self'; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    )
}

/// A page whose chat is a part of it.
fn page(server: &str, head: &str) -> String {
    format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title>\
         <style>{head}</style><h1>Host</h1><p>A page</p><label>Own <input id=own></label><a href=/next>Next</a>\
         <script src=\"{server}/widget.js\" data-channel=support data-isolation=shadow async></script>"
    )
}

/// Somebody before such a page, dressed by its own style sheet, under the policy that takes.
async fn guest(stage: &mut Stage, look: Look, style: &str) -> (Host, Visitor) {
    let server = stage.demo.origin().to_owned();
    let page = page(&server, style);
    let pages = [
        ("/", policy(&server), page.clone()),
        ("/next", policy(&server), page),
    ];
    let host = stage.host(pages).await;
    let kari = stage.guest_with("Kari", look, &host, "/").await;
    (host, kari)
}

/// Waits until the conversation shows this.
async fn sees(page: &Window, text: &str) {
    page.see("[role=log] li, .card, .typing, .delivery, h1", text)
        .await;
}

async fn open(page: &Window) {
    page.press("button.launcher", "Open chat").await;
    page.see("textarea", "").await;
}

async fn say(page: &Window, text: &str) {
    page.write("textarea", text).await;
    page.key(Key::Enter).await;
}

#[tokio::test]
async fn a_chat_that_is_part_of_its_page_works_as_in_a_frame() {
    play("shadow", async |stage| {
        let mut anna = stage.desk(0).await;
        let style = "p, button, textarea { color: lime; font-size: 3px } html { text-align: center }
            samtale-chat::part(send) { background: rgb(1, 2, 3) } samtale-chat { --samtale-surface: rgb(4, 5, 6) }";
        let (_host, kari) = guest(stage, Look::default(), style).await;
        let page = kari.page().await;
        open(page).await;
        assert_eq!(page.ask("return all('iframe').length", &[]).await, json!(0));
        say(page, "From the page").await;
        sees(page, "You are next in line.").await;
        let chat = anna.shows("the question", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        anna.post(&chat, "Hello, page!").await;
        sees(page, "Hello, page!").await;
        let face = "const [it] = shown('#photo'); return it?.complete && it.naturalWidth > 0";
        page.until("a photo", face, &[]).await;
        assert_eq!(page.texts(MESSAGES).await, ["From the page", "Hello, page!"]);

        // The page's style sheet reaches what has a name, and the tokens; nothing else of it does.
        let look = "
            const style = (css) => getComputedStyle(shown(css)[0]);
            return [style('#send').backgroundColor, style('.app').backgroundColor, style('.app textarea').color === style('#own').color, style('.app').textAlign];
        ";
        let expected = json!(["rgb(1, 2, 3)", "rgb(4, 5, 6)", false, "start"]);
        assert_eq!(page.ask(look, &[]).await, expected);

        // What is written, said and unread outlives closing, a reload, the site's next page, and another language.
        page.write("textarea", "A draft").await;
        page.press(".app header button", "Close chat").await;
        anna.post(&chat, "Still there?").await;
        page.see(".badge", "1").await;
        kari.reload().await;
        let page = kari.page().await;
        page.see(".badge", "1").await;
        page.press("button.launcher", "").await;
        sees(page, "Still there?").await;
        page.ask("document.querySelector('a').click()", &[]).await;
        let page = kari.page().await;
        page.until("the next page", "return location.pathname === '/next'", &[]).await;
        sees(page, "Still there?").await;
        let draft = "return shown('textarea')[0]?.value === 'A draft'";
        page.until("the draft", draft, &[]).await;
        page.ask("document.querySelector('samtale-chat').setLocale('nb')", &[]).await;
        page.see(".app button", "Meny").await;
        sees(page, "Still there?").await;
        kari.page().await.back().await;
        sees(kari.page().await, "Still there?").await;

        // Taken away it leaves the server, and nothing in the page.
        let page = kari.page().await;
        page.ask("document.querySelector('samtale-chat').remove()", &[]).await;
        anna.shows("that the visitor has gone", |it| !it.visitor.is_online).await;
        assert_eq!(page.ask("return all('.app, .launcher').length", &[]).await, json!(0));
    })
    .await;
}

#[tokio::test]
async fn a_visitor_signs_out_of_a_chat_that_is_part_of_its_page() {
    play("shadow-logout", async |stage| {
        let mut anna = stage.desk(0).await;
        let (_host, kari) = guest(stage, Look::default(), "").await;
        let page = kari.page().await;
        open(page).await;
        say(page, "Before I go").await;
        anna.shows("the question", |it| it.unread == 1).await;
        sees(page, "Before I go").await;
        page.ask("document.querySelector('samtale-chat').logout()", &[]).await;
        page.see("button.launcher[aria-expanded=false]", "").await;
        let left = "
            const kept = (await indexedDB.databases()).filter(({ name }) => name.startsWith('samtale-visitor'));
            return [kept.length, sessionStorage.length];
        ";
        assert_eq!(page.await_promise(left).await, json!([0, 0]));
        open(page).await;
        assert_eq!(page.count("[role=log] li", "Before I go").await, 0);
    })
    .await;
}

/// EM-02: in a frame and in none, in the corner and in a place of the page, two channels, two languages, at once.
#[tokio::test]
async fn chats_with_and_without_a_frame_stand_side_by_side() {
    play("shadow-several", async |stage| {
        let server = stage.demo.origin().to_owned();
        let html = format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title><h1>Host</h1>\
             <div id=place style=\"block-size: 500px\"></div><div id=other style=\"block-size: 500px\"></div>\
             <script src=\"{server}/widget.js\" data-channel=support async></script>"
        );
        let policy = format!("{}; frame-src {server}", policy(&server));
        let host = stage.host([("/", policy, html)]).await;
        let mut anna = stage.desk(0).await;
        let kari = stage.guest("Kari", &host, "/").await;
        kari.open_chat().await;
        kari.say("In a frame").await;
        kari.sees("You are next in line.").await;
        let page = kari.page().await;
        let made = "
            const add = (place, language) => {
                const chat = document.createElement('samtale-chat');
                Object.assign(chat, { channel: 'support', server: args[0], isolation: 'shadow', placement: 'inline', language });
                document.getElementById(place).append(chat);
                chat.open();
            };
            window.before = Object.keys(window).sort().join();
            add('place', 'nb');
            add('other', 'ar');
        ";
        page.ask(made, &[json!(server)]).await;
        page.see("#place textarea, .app[lang=nb] textarea", "Skriv").await;
        page.see(".app[lang=ar] textarea", "").await;
        let fills = "
            return ['place', 'other'].every((id) => {
                const outer = document.getElementById(id).getBoundingClientRect();
                const inner = document.querySelector(`#${id} samtale-chat`).shadowRoot.querySelector('.panel').getBoundingClientRect();
                return outer.width === inner.width && outer.top === inner.top && inner.height === 500;
            });
        ";
        page.until("the places are filled", fills, &[]).await;
        let directions = "return ['nb', 'ar'].map((it) => getComputedStyle(shown(`.app[lang=${it}]`)[0]).direction)";
        assert_eq!(page.ask(directions, &[]).await, json!(["ltr", "rtl"]));

        // Two of one channel in one page are one visitor, as two tabs are; the one in the frame keeps what it has elsewhere.
        page.write(".app[lang=nb] textarea", "In no frame").await;
        page.key(Key::Enter).await;
        let chat = anna.shows("it", |it| it.last.text == "In no frame").await.id;
        page.see(".app[lang=ar] [role=log] li", "In no frame").await;
        assert_eq!(page.count("[role=log] li", "In a frame").await, 0);
        anna.take(&chat).await;
        anna.post(&chat, "To both").await;
        for language in ["nb", "ar"] {
            page.see(&format!(".app[lang={language}] [role=log] li"), "To both").await;
        }
        assert_eq!(kari.messages().await, ["In a frame"]);

        // One goes, and another, while the third goes on.
        let page = kari.page().await;
        page.ask("document.querySelector('#other samtale-chat').destroy()", &[]).await;
        page.write(".app[lang=nb] textarea", "Still here").await;
        page.key(Key::Enter).await;
        anna.shows("what comes then", |it| it.last.text == "Still here").await;
        page.ask("document.querySelector('#place samtale-chat').destroy()", &[]).await;
        anna.shows("that it has gone", |it| it.id == chat && !it.visitor.is_online).await;
        let left = "return [all('.app').length, all('.launcher').length, window.before === Object.keys(window).filter((it) => it !== 'before').sort().join()]";
        assert_eq!(page.ask(left, &[]).await, json!([0, 1, true]));
        kari.say("And the frame too").await;
        anna.shows("the other", |it| it.last.text == "And the frame too").await;
    })
    .await;
}

/// EM-07: a page that hides and resets everything, runs the other way, has a small root and names of its own.
#[tokio::test]
async fn no_style_of_the_page_breaks_a_chat_that_is_part_of_it() {
    play("shadow-hostile", async |stage| {
        let mut anna = stage.desk(0).await;
        let style = "* { all: unset !important; display: none !important; color: lime !important; font-size: 3px !important;
                position: static !important; letter-spacing: 9px !important; pointer-events: none !important }
            html { font-size: 62.5% !important; direction: rtl !important; zoom: 1; color-scheme: dark !important;
                --logo: url(x); --logo-width: 300px; --rem: 1px; --samtale-surface-sunken: lime; --accent: lime; --text: lime }";
        let (_host, kari) = guest(stage, Look::default(), style).await;
        let page = kari.page().await;
        open(page).await;
        say(page, "Through the reset").await;
        let chat = anna.shows("it", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        anna.post(&chat, "Hello!").await;
        sees(page, "Hello!").await;
        let look = "
            const [app] = shown('.app');
            const lime = [...app.querySelectorAll('*')].filter((it) => isShown(it) && ['color', 'backgroundColor', 'fill'].some((name) => getComputedStyle(it)[name] === 'rgb(0, 255, 0)'));
            const style = getComputedStyle(app);
            return [style.fontSize, style.direction, style.letterSpacing, style.pointerEvents, lime.length,
                shown('.head')[0].getBoundingClientRect().height >= 60, shown('#send')[0].getBoundingClientRect().width,
                getComputedStyle(app.querySelector('.logo')).width];
        ";
        let expected = json!(["16px", "ltr", "normal", "auto", 0, true, 44, "0px"]);
        assert_eq!(page.ask(look, &[]).await, expected);
    })
    .await;
}

/// What floats above the page stands within the panel, keys are the chat's own, and nothing of it is inaccessible.
#[tokio::test]
async fn what_opens_in_a_chat_that_is_part_of_its_page_opens_in_its_panel() {
    play("shadow-menu", async |stage| {
        for look in crate::access::looks() {
            let (_host, kari) = guest(stage, look, "html { font-size: 10px }").await;
            let page = kari.page().await;
            page.ask("window.keys = []; addEventListener('keydown', ({ key }) => keys.push(key))", &[]).await;
            open(page).await;
            say(page, "Hi").await;
            page.see(".card button", "Leave the queue").await;
            must_be_accessible(page, "in the queue").await;
            let inside = "
                const [inner, outer] = [shown(args[0])[0], shown('.panel')[0]].map((it) => it?.getBoundingClientRect());
                return inner && inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;
            ";
            page.press("button", "Menu").await;
            page.until("the menu in the panel", inside, &[json!(".menu")]).await;
            let below = "return shown('.menu')[0].getBoundingClientRect().top - shown('.head')[0].getBoundingClientRect().top";
            assert_eq!(page.ask(below, &[]).await, json!(56));
            must_be_accessible(page, "with the menu").await;
            // Escape closes what is open within, and then the chat.
            page.key(Key::Escape).await;
            page.miss(".menu", "").await;
            page.see(".panel textarea, textarea", "").await;
            page.press("button", "Menu").await;
            page.press(".menu button", "Leave the queue").await;
            page.until("the question in the panel", inside, &[json!("dialog")]).await;
            must_be_accessible(page, "asked").await;
            page.key(Key::Escape).await;
            page.miss("dialog", "").await;
            page.see("textarea", "").await;
            let mine = "return keys.join()";
            assert_eq!(page.ask(mine, &[]).await, json!(""));
            page.key(Key::Escape).await;
            page.see("button.launcher[aria-expanded=false]", "").await;
            page.write("#own", "m").await;
            assert_eq!(page.ask(mine, &[]).await, json!("m"));
        }
    })
    .await;
}

/// Removed before it has begun, and put there again: nothing of the first comes after it.
#[tokio::test]
async fn a_chat_that_is_taken_away_while_it_loads_does_not_begin() {
    play("shadow-hasty", async |stage| {
        let mut anna = stage.desk(0).await;
        let (_host, kari) = guest(stage, Look::default(), "").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let hasty = "
            const sockets = [];
            const { WebSocket: real } = window;
            window.WebSocket = new Proxy(real, { construct: (it, given) => sockets.push(given) && new it(...given) });
            const chat = document.querySelector('samtale-chat');
            const until = async (css) => { while (!all(css).length) await new Promise(requestAnimationFrame); };
            chat.open();
            await until('.app');
            chat.remove();
            chat.open();
            document.body.append(chat);
            await until('.app [role=log]');
            window.opened = () => [all('.app').length, sockets.length];
        ";
        page.await_promise(hasty).await;
        page.see("textarea", "").await;
        say(page, "Once").await;
        anna.shows("it", |it| it.last.text == "Once").await;
        assert_eq!(page.ask("return opened()", &[]).await, json!([1, 1]));
    })
    .await;
}
