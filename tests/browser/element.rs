//! `<samtale-chat>` as a site uses it: EM-02, EM-03, EM-04.

mod made;
mod state;

use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::browser::Window;

use crate::stage::play;

/// Writes down what the page is told from now on.
const LISTEN: &str = "
    window.told = [];
    const note = ({ type, detail }) => window.told.push([type, detail]);
    for (const type of ['ready', 'open', 'close', 'unread', 'message', 'ended', 'error']) {
        document.querySelector('samtale-chat').addEventListener(type, note);
    }
";

/// Waits until the page was told this.
async fn told(page: &Window, event: Value) {
    let was_told =
        "return window.told.some((it) => JSON.stringify(it) === JSON.stringify(args[0]))";
    page.until(&event.to_string(), was_told, std::slice::from_ref(&event))
        .await;
}

/// Has the page do something with its chat.
async fn command(page: &Window, script: &str) {
    let script = format!("const chat = document.querySelector('samtale-chat'); {script}");
    page.ask(&script, &[]).await;
}

#[tokio::test]
async fn what_is_not_needed_at_once_comes_when_the_visitor_acts() {
    play("bridge", async |stage| {
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let fetched = "return performance.getEntriesByType('resource').map((it) => it.name)
            .filter((it) => !it.startsWith(location.origin)).map((it) => new URL(it).pathname)";
        assert_eq!(page.ask(fetched, &[]).await, json!(["/widget.js"]));
        // What costs no request is answered without the second script, too.
        command(page, "chat.identify(''); chat.setTheme('dark'); chat.prefill({ name: 'Kari' }); chat.hide(); chat.show()").await;
        assert_eq!(page.ask(fetched, &[]).await, json!(["/widget.js"]));
        kari.open_chat().await;
        let fetched = kari.page().await.ask(fetched, &[]).await;
        let fetched: Vec<&str> = fetched.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        let is_bridge = |it: &&str| it.starts_with("/widget/bridge-") && it.len() == "/widget/bridge-01234567.js".len();
        assert_eq!(fetched.iter().filter(|it| is_bridge(it)).count(), 1, "{fetched:?}");
    })
    .await;
}

#[tokio::test]
async fn a_page_commands_its_chat_and_is_told_what_happens_but_not_what_is_said() {
    play("commands", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        page.ask(LISTEN, &[]).await;
        command(
            page,
            "chat.prefill({ message: 'Where is it?', name: 'Kari Nordmann' }); chat.open()",
        )
        .await;
        told(page, json!(["open", null])).await;
        told(page, json!(["ready", null])).await;
        let filled = "return all('textarea')[0].value === 'Where is it?'";
        kari.panel()
            .await
            .until("what was prefilled", filled, &[])
            .await;
        kari.say(" My lamp?").await;
        let chat = anna
            .shows("the question", |it| it.last.text == "Where is it? My lamp?")
            .await;
        assert_eq!(chat.visitor.name.as_deref(), Some("Kari Nordmann"));
        let chat = anna.take(&chat.id).await.id;
        kari.sees("Anna Berg").await;

        let page = kari.page().await;
        command(page, "chat.toggle()").await;
        told(page, json!(["close", null])).await;
        anna.post(&chat, "A secret answer").await;
        told(page, json!(["message", null])).await;
        told(page, json!(["unread", { "count": 1 }])).await;
        page.see(".badge", "1").await;
        command(page, "chat.setAttribute('open', '')").await;
        kari.sees("A secret answer").await;
        let page = kari.page().await;
        told(page, json!(["unread", { "count": 0 }])).await;

        command(page, "chat.hide()").await;
        page.miss(".panel, .launcher", "").await;
        command(page, "chat.show()").await;
        page.see("button.launcher", "").await;
        command(page, "chat.setLocale('nb')").await;
        kari.panel().await.see("button", "Legg ved filer").await;
        kari.sees("A secret answer").await;

        anna.end(&chat).await;
        let page = kari.page().await;
        told(page, json!(["ended", null])).await;
        let told = page.ask("return JSON.stringify(told)", &[]).await;
        assert!(!told.to_string().contains("secret"), "{told}");
        command(page, "chat.destroy()").await;
        let left = "return [all('iframe, samtale-chat, .launcher').length, sessionStorage.length]";
        assert_eq!(page.ask(left, &[]).await, json!([0, 0]));
    })
    .await;
}

#[tokio::test]
async fn a_chat_wears_what_the_page_gives_it() {
    play("look", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let look = "
            const style = getComputedStyle(document.documentElement);
            return style.colorScheme === args[0] && style.getPropertyValue('--samtale-accent') === args[1];
        ";
        let wears = async |scheme: &str, accent: &str| {
            let panel = kari.panel().await;
            let what = format!("{scheme} and {accent}");
            panel.until(&what, look, &[json!(scheme), json!(accent)]).await;
        };
        command(kari.page().await, "chat.setTheme('dark')").await;
        command(kari.page().await, "chat.setTheme({ '--samtale-accent': 'rgb(1, 2, 3)' })").await;
        wears("dark", "rgb(1, 2, 3)").await;
        // A style sheet of the page, and a class that it turns on, change it as well, and say nothing to us.
        let dress = "
            const sheet = new CSSStyleSheet();
            sheet.replaceSync('.night samtale-chat { --samtale-accent: rgb(7, 8, 9) }');
            document.adoptedStyleSheets.push(sheet);
            chat.style.removeProperty('--samtale-accent');
            chat.theme = 'light';
            document.documentElement.classList.add('night');
        ";
        command(kari.page().await, dress).await;
        wears("light", "rgb(7, 8, 9)").await;
        // And it is so from the beginning on the next time.
        command(kari.page().await, "chat.setLocale('sv')").await;
        wears("light", "rgb(7, 8, 9)").await;
    })
    .await;
}

#[tokio::test]
async fn several_chats_stand_side_by_side_each_with_its_own_ways() {
    play("several", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.say("For support").await;
        let page = kari.page().await;
        let add = "
            const second = document.createElement('samtale-chat');
            Object.assign(second, { channel: 'sales', server: chat.server, language: 'nb', theme: 'dark', placement: 'inline' });
            const place = document.createElement('div');
            place.style.blockSize = '500px';
            place.append(second);
            document.querySelector('main').prepend(place);
        ";
        command(page, add).await;
        // It fills its place, and asks for nothing before somebody wants it.
        let frames = "return all('iframe').length";
        assert_eq!(page.ask(frames, &[]).await, 1);
        page.ask("document.querySelector('main samtale-chat').open()", &[]).await;
        let second = "return document.querySelector('main samtale-chat').shadowRoot.querySelector('iframe')";
        let fills = "
            const [place, panel] = ['main > div', 'main samtale-chat'].map((it) => document.querySelector(it));
            const [outer, inner] = [place, panel.shadowRoot.querySelector('.panel')].map((it) => it.getBoundingClientRect());
            return outer.width === inner.width && inner.height === 500 && outer.top === inner.top;
        ";
        page.until("the place is filled", fills, &[]).await;
        page.enter(second).await;
        page.see("textarea", "Skriv spørsmålet ditt").await;
        let scheme = "return getComputedStyle(document.documentElement).colorScheme === 'dark'";
        page.until("its scheme", scheme, &[]).await;
        page.write("textarea", "For sales").await;
        page.key(Key::Enter).await;
        let sales = anna.shows("one chat", |it| it.last.text == "For sales").await;
        let support = anna.shows("the other", |it| it.last.text == "For support").await;
        assert_eq!((sales.channel.as_str(), support.channel.as_str()), ("sales", "support"));
        assert_eq!(kari.messages().await, ["For support"]);

        // One of them is moved, and then goes away: nothing of it stays, and the other goes on.
        let page = kari.page().await;
        let go = "
            const second = document.querySelector('main samtale-chat');
            document.querySelector('main').append(second);
            const isOpen = second.hasAttribute('open');
            second.destroy();
            return [isOpen, all('iframe').length, all('.launcher').length, Object.keys(sessionStorage).filter((it) => it.includes('sales')).length];
        ";
        assert_eq!(page.ask(go, &[]).await, json!([true, 1, 1, 0]));
        let support = anna.take(&support.id).await.id;
        anna.post(&support, "From support").await;
        kari.sees("From support").await;
    })
    .await;
}

#[tokio::test]
async fn a_chat_stands_where_the_site_wants_it() {
    play("position", async |stage| {
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let corner = "
            const { left, right, top, bottom } = all('.launcher')[0].getBoundingClientRect();
            return [left < innerWidth - right ? 'left' : 'right', top < innerHeight - bottom ? 'top' : 'bottom'];
        ";
        for (position, direction, expected) in [
            ("end", "ltr", ["right", "bottom"]),
            ("start", "ltr", ["left", "bottom"]),
            ("top", "ltr", ["right", "top"]),
            ("top start", "ltr", ["left", "top"]),
            ("start", "rtl", ["right", "bottom"]),
            ("end", "rtl", ["left", "bottom"]),
        ] {
            let place = format!("chat.position = '{position}'; document.documentElement.dir = '{direction}'");
            command(page, &place).await;
            assert_eq!(page.ask(corner, &[]).await, json!(expected), "{position} {direction}");
            // The panel opens into the page.
            command(page, "chat.open()").await;
            let inside = "
                const { left, right, top, bottom } = all('.panel')[0].getBoundingClientRect();
                return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
            ";
            assert_eq!(page.ask(inside, &[]).await, json!(true), "{position} {direction}");
            command(page, "chat.close()").await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_cannot_be_loaded_says_so_and_can_be_tried_again() {
    play("again", async |stage| {
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        page.ask(LISTEN, &[]).await;
        kari.seat.go_offline();
        let page = kari.page().await;
        page.press("button.launcher", "").await;
        page.see("[role=alert]", "The chat could not be loaded.")
            .await;
        told(page, json!(["error", { "reason": "script" }])).await;
        kari.seat.come_online();
        page.press("button", "Try again").await;
        kari.panel().await.see("textarea", "").await;
    })
    .await;
}

/// What the loader says itself runs the way of its language, whatever way the page runs.
#[tokio::test]
async fn what_the_panel_says_without_the_app_runs_the_way_of_its_language() {
    play("again-arabic", async |stage| {
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        kari.seat.go_offline();
        for (language, failed, direction, way) in [
            ("ar", "تعذّر تحميل المحادثة.", "ltr", "rtl"),
            ("nb", "Chatten kunne ikke lastes.", "rtl", "ltr"),
        ] {
            let page = kari.page().await;
            let turn = format!("document.documentElement.dir = '{direction}'; chat.setLocale('{language}'); chat.open()");
            command(page, &turn).await;
            page.see("[role=alert]", failed).await;
            let runs = "
                const [shell, head, say] = ['.shell', '.head', '[role=alert]'].map((css) => shown(css)[0]);
                const [{ left }, { right }] = [head.lastChild.getBoundingClientRect(), shell.getBoundingClientRect()];
                return [getComputedStyle(say).direction, left > right - 100 ? 'ltr' : 'rtl'];";
            assert_eq!(page.ask(runs, &[]).await, json!([way, way]));
        }
    })
    .await;
}

// EM-09.
#[tokio::test]
async fn tabs_of_one_visitor_share_the_draft_and_what_waits_to_be_seen() {
    play("shared", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        kari.panel().await.write("textarea", "A draft").await;
        let second = kari.second_tab("/delivery").await;
        second.open_chat().await;
        let written = "return all('textarea')[0].value === args[0]";
        let panel = second.panel().await;
        panel.until("the draft", written, &[json!("A draft")]).await;
        panel.write("textarea", " of both").await;
        second.close_chat().await;
        kari.show_tab(0).await;
        let panel = kari.panel().await;
        panel
            .until("all of it", written, &[json!("A draft of both")])
            .await;
        kari.close_chat().await;

        anna.post(&chat, "One").await;
        anna.post(&chat, "Two").await;
        kari.page().await.see(".badge", "2").await;
        kari.show_tab(1).await;
        second.page().await.see(".badge", "2").await;
        second.open_chat().await;
        second.sees("Two").await;
        second.page().await.miss(".badge", "").await;
        kari.show_tab(0).await;
        kari.page().await.miss(".badge", "").await;
    })
    .await;
}

#[tokio::test]
async fn the_package_puts_a_chat_into_a_page_without_a_script_line() {
    const PACKAGE: &str = include_str!("../../widget/npm/index.js");
    play("package", async |stage| {
        let server = stage.demo.origin().to_owned();
        let policy = format!(
            "default-src 'none'; img-src 'self'; script-src {server}; frame-src {server}; \
             require-trusted-types-for 'script'; trusted-types 'none'"
        );
        let html = "<!doctype html><html lang=en><meta charset=utf-8><title>Site</title><main></main>";
        let host = stage.host([("/", policy, html.to_owned())]).await;
        let kari = stage.guest("Kari", &host, "/").await;
        let create = format!(
            "{} const options = {{ server: '{server}/', channel: 'support', language: 'sv', open: true, variables: [{{ name: 'Basket', value: '2' }}] }};
            const chat = await create({{ ...options, parent: document.querySelector('main') }});
            return [chat.channel, chat.variables, chat.parentElement.localName, typeof chat.identify];",
            PACKAGE.replace("export const", "const")
        );
        let made = kari.page().await.await_promise(&create).await;
        let variables = r#"[{"name":"Basket","value":"2"}]"#;
        assert_eq!(made, json!(["support", variables, "main", "function"]));
        kari.panel().await.see("textarea", "Skriv din fråga").await;
    })
    .await;
}

// PZ-43.
#[tokio::test]
async fn pz_43_a_page_may_change_on_the_way_what_the_chat_is_told() {
    play("beforetell", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let listen = "addEventListener('beforetell', ({ detail }) => {
            detail.variables = JSON.stringify([{ name: 'Basket', value: document.title }]);
        })";
        kari.page().await.ask(listen, &[]).await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        let told = anna.summary(&chat).visitor.variables;
        let told = told.first().expect("the page told something");
        assert_eq!(
            (told.name.as_str(), told.value.as_deref()),
            ("Basket", Some("Nordlys"))
        );
    })
    .await;
}
