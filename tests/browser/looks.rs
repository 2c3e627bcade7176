//! How a channel's widget looks, as its administrator set it.

use serde_json::{Value, json};
use tests::browser::Look;

use crate::stage::{Stage, play};

/// Waits until the running server has taken over what was set.
async fn set(stage: &mut Stage, line: &str, expected: &str) {
    stage.demo.administer(line).await;
    let seat = stage.seat("Administrator", Look::default()).await;
    let origin = stage.demo.origin();
    seat.window.go(&format!("{origin}/gallery/host.html")).await;
    let wait = format!(
        "for (;;) {{
            const sheet = await (await fetch('/frame/support/look.css')).text();
            if (sheet.includes('{expected}')) return true;
            await new Promise((done) => requestAnimationFrame(done));
        }}"
    );
    assert_eq!(seat.window.await_promise(&wait).await, true);
}

/// TH-07, SO-66, SO-67: colours, scheme, size and logo of a channel are there when the visitor opens the chat, and not asked
/// for before.
#[tokio::test]
async fn a_channel_has_its_own_look() {
    play("looks", async |stage| {
        let line = "channel look support --set accent=#7a1f5c --set radius=3px --scheme light";
        set(stage, line, "--samtale-radius:3px").await;
        let kari = stage.visitor("Kari").await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let asked = "return performance.getEntriesByType('resource').filter((it) => it.name.includes('look.css')).length";
        assert_eq!(page.ask(asked, &[]).await, 0);
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.see("textarea", "").await;
        let colours = "
            const style = (css) => getComputedStyle(all(css)[0]);
            return [style('.head').backgroundColor, style('.head').color, style('.send').borderRadius,
                getComputedStyle(document.documentElement).colorScheme]";
        let found = panel.ask(colours, &[]).await;
        assert_eq!(found[0], "rgb(122, 31, 92)");
        assert_eq!((&found[2], &found[3]), (&json!("3px"), &json!("light")));
    })
    .await;
}

/// SO-66: a logo stands before the title until an agent's face does, and comes from the server itself.
#[tokio::test]
async fn a_channel_has_its_logo() {
    play("logo", async |stage| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let file = folder.path().join("logo.png");
        // Any picture will do: a small piece of a page is one.
        let seat = stage
            .seat(
                "Designer",
                Look {
                    size: (96, 96),
                    ..Look::default()
                },
            )
            .await;
        seat.window
            .go(&format!("{}/gallery/stage.html", stage.demo.origin()))
            .await;
        seat.window.picture(&file).await;
        let line = format!("channel look support --logo {}", file.display());
        set(stage, &line, "--logo:url").await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.see("textarea", "").await;
        let shown = "
            const [logo] = all('.logo');
            const { width, height } = logo.getBoundingClientRect();
            const address = /url\\(\"([^\"]*)\"\\)/.exec(getComputedStyle(logo).backgroundImage)[1];
            const response = await fetch(address);
            return [width > 0, width === height, new URL(address).origin === location.origin,
                response.headers.get('content-type'), (await response.blob()).size > 50]";
        let found = panel.await_promise(shown).await;
        assert_eq!(found, json!([true, true, true, "image/png", true]));
        kari.say("Hello?").await;
        kari.sees("You are next in line.").await;
        let mut anna = stage.desk(0).await;
        let chat = anna.take_next().await.id;
        anna.post(&chat, "Hello!").await;
        kari.sees("Hello!").await;
        let panel = kari.panel().await;
        panel
            .until(
                "the agent's face instead",
                "return !isShown(all('.logo')[0]) && isShown(all('.face')[0])",
                &[],
            )
            .await;
    })
    .await;
}

/// TH-07: what a page sets wins over the channel's look, and what it does not set is the channel's; in a frame and in none, also
/// where the page changes its mind.
#[tokio::test]
async fn a_pages_own_style_wins_over_the_channels_look() {
    play("look-of-page", async |stage| {
        let line = "channel look support --set accent=#7a1f5c --set surface=#fff8f0 --set radius=3px --scheme light";
        set(stage, line, "--samtale-radius:3px").await;
        let server = stage.demo.origin().to_owned();
        let page = |isolation: &str| {
            format!(
                "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title><link rel=icon href=\"data:,\">\
                 <style>samtale-chat {{ --samtale-accent: rgb(1, 2, 3) }} .night samtale-chat {{ --samtale-surface: rgb(4, 5, 6) }}</style>\
                 <script src=\"{server}/widget.js\" data-channel=support data-isolation={isolation} async></script>"
            )
        };
        let pages = [
            ("/frame", String::new(), page("frame")),
            ("/shadow", String::new(), page("shadow")),
        ];
        let host = stage.host(pages).await;
        for isolation in ["frame", "shadow"] {
            let kari = stage.guest("Kari", &host, &format!("/{isolation}")).await;
            kari.page().await.press("button.launcher", "").await;
            let is_framed = isolation == "frame";
            let worn = async |expected: Value| {
                let window = if is_framed { kari.panel().await } else { kari.page().await };
                let script = "
                    if (!shown('textarea').length) return false;
                    const style = (css) => getComputedStyle(shown(css)[0]);
                    const found = [style('#send').backgroundColor, style('.head:has(h1)').backgroundColor, style('#send').borderRadius, style('#message').backgroundColor, style('#message').colorScheme];
                    return JSON.stringify(found) === JSON.stringify(args[0]);";
                window.until(&expected.to_string(), script, std::slice::from_ref(&expected)).await;
            };
            let [own, ground] = ["rgb(1, 2, 3)", "rgb(255, 248, 240)"];
            worn(json!([own, own, "3px", ground, "light"])).await;
            let change = "document.documentElement.classList.add('night')";
            kari.page().await.ask(change, &[]).await;
            worn(json!([own, own, "3px", "rgb(4, 5, 6)", "light"])).await;
            // The page's scheme, too.
            let dark = "document.querySelector('samtale-chat').setTheme('dark')";
            kari.page().await.ask(dark, &[]).await;
            let scheme = async |wanted: &str| {
                let window = if is_framed { kari.panel().await } else { kari.page().await };
                let script = "return getComputedStyle(shown('#message')[0]).colorScheme === args[0]";
                window.until(wanted, script, &[json!(wanted)]).await;
            };
            scheme("dark").await;
            // What it takes back is the channel's again.
            let back = "
                document.documentElement.classList.remove('night');
                document.adoptedStyleSheets = [];
                document.querySelector('style').remove();
                document.querySelector('samtale-chat').removeAttribute('theme');";
            kari.page().await.ask(back, &[]).await;
            let [own, ground] = ["rgb(122, 31, 92)", "rgb(255, 248, 240)"];
            worn(json!([own, own, "3px", ground, "light"])).await;
        }
    })
    .await;
}

/// SO-67: a page that asks the server anyway knows the look before the visitor acts, and the window opens in its size.
#[tokio::test]
async fn where_the_page_has_asked_a_large_window_opens_large() {
    play("look-told", async |stage| {
        let line = "channel look support --set accent=#7a1f5c --window large";
        set(stage, line, "--samtale-panel-width:480px").await;
        let server = stage.demo.origin().to_owned();
        let page = format!(
            "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title><link rel=icon href=\"data:,\">\
             <script src=\"{server}/widget.js\" data-channel=support data-rules='[{{ \"badge\": true }}]' async></script>"
        );
        let policy = format!("default-src 'none'; img-src data:; script-src {server}; frame-src {server}");
        let host = stage.host([("/", policy, page)]).await;
        let look = Look {
            size: (1280, 1000),
            ..Look::default()
        };
        let kari = stage.guest_with("Kari", look, &host, "/").await;
        let page = kari.page().await;
        let worn = "return getComputedStyle(shown('.launcher')[0] ?? document.body).backgroundColor === 'rgb(122, 31, 92)'";
        page.until("the launcher in the channel's colour", worn, &[]).await;
        let opened = "
            const chat = document.querySelector('samtale-chat');
            chat.open();
            const panel = chat.shadowRoot.querySelector('.panel');
            return [panel.offsetWidth, panel.offsetHeight, all('iframe').length];";
        assert_eq!(page.ask(opened, &[]).await, json!([480, 800, 1]));
    })
    .await;
}

/// SO-67: once the visitor has opened the chat, what stands in the page wears the channel's look too, below what the page
/// sets; in a frame and in none.
#[tokio::test]
async fn launcher_and_window_follow_the_channels_look() {
    play("look-of-launcher", async |stage| {
        let line = "channel look support --set accent=#7a1f5c --set launcher-size=4rem --window large --scheme dark";
        set(stage, line, "--samtale-launcher-size:4rem").await;
        let server = stage.demo.origin().to_owned();
        let page = |isolation: &str| {
            format!(
                "<!doctype html><html lang=en><meta charset=utf-8><title>Host</title><link rel=icon href=\"data:,\">\
                 <style>html {{ font-size: 62.5% }} .own samtale-chat {{ --samtale-accent: rgb(1, 2, 3); --samtale-panel-width: 400px }}</style>\
                 <script src=\"{server}/widget.js\" data-channel=support data-isolation={isolation} async></script>"
            )
        };
        let pages = [
            ("/frame", String::new(), page("frame")),
            ("/shadow", String::new(), page("shadow")),
        ];
        let host = stage.host(pages).await;
        for isolation in ["frame", "shadow"] {
            let look = Look {
                size: (1280, 1000),
                ..Look::default()
            };
            let path = format!("/{isolation}");
            let kari = stage.guest_with("Kari", look, &host, &path).await;
            let page = kari.page().await;
            let worn = "
                const [launcher, panel] = ['.launcher', '.panel'].map((css) => all(css)[0]);
                const style = getComputedStyle(launcher);
                const found = [style.backgroundColor, style.colorScheme, style.width, Math.round(panel.getBoundingClientRect().width)];
                return JSON.stringify(found) === JSON.stringify(args[0]);";
            let standard = json!(["oklch(0.5 0.105 240)", "light dark", "56px", 0]);
            page.until("nothing known yet", worn, &[standard]).await;
            let watch = "
                window.grown = [];
                const { animate } = Element.prototype;
                Element.prototype.animate = function (...given) {
                    grown.push(given[0].map((it) => it.inlineSize));
                    return animate.apply(this, given);
                };";
            page.ask(watch, &[]).await;
            let motion = if isolation == "frame" { "no-preference" } else { "reduce" };
            let features = json!({ "features": [{ "name": "prefers-reduced-motion", "value": motion }] });
            page.dev_tools("Emulation.setEmulatedMedia", features).await;
            page.press("button.launcher", "").await;
            page.until("the look", worn, &[json!(["rgb(122, 31, 92)", "dark", "64px", 480])]).await;
            // Softly, not at a stroke, but for whoever wants nothing to move.
            let grown = page.ask("return grown", &[]).await;
            let expected = if isolation == "frame" { json!([["384px", "480px"]]) } else { json!([]) };
            assert_eq!(grown, expected, "{isolation}");
            page.ask("document.documentElement.classList.add('own')", &[]).await;
            page.until("the page's own", worn, &[json!(["rgb(1, 2, 3)", "dark", "64px", 400])]).await;
            page.ask("document.querySelector('samtale-chat').setTheme('light')", &[]).await;
            page.until("its scheme", worn, &[json!(["rgb(1, 2, 3)", "light", "64px", 400])]).await;
        }
    })
    .await;
}
