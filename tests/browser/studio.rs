//! The theme studio: a designer makes a theme that can be read, and takes it along.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{Look, Window};

use crate::{
    access::must_be_accessible,
    stage::{Stage, play},
};

/// The studio, with all that it shows.
async fn studio(stage: &mut Stage, look: Look) -> Window {
    let seat = stage.seat("Designer", look).await;
    let url = format!("{}/gallery/studio.html", stage.demo.origin());
    seat.window.go(&url).await;
    seat.window.see("#verdict", "Everything can be read.").await;
    seat.window
}

/// Puts a value into a field, as typing does.
async fn set(window: &Window, token: &str, scheme: &str, value: &str) {
    let script = "
        const [it] = all(`[data-token='${args[0]}'][data-scheme='${args[1]}']`);
        it.focus();
        it.select();";
    window.ask(script, &[json!(token), json!(scheme)]).await;
    window.keys(value.chars()).await;
}

async fn css(window: &Window) -> String {
    let css = window.ask("return all('#css')[0].value", &[]).await;
    css.as_str().unwrap_or_default().to_owned()
}

/// TH-06, NX-07: what is hard to read is not exported until it is repaired, which keeps its hue.
#[tokio::test]
async fn what_is_hard_to_read_is_repaired_before_it_is_exported() {
    play("studio-repair", async |stage| {
        let window = studio(stage, Look::default()).await;
        set(&window, "own", "light", "#ffd6d6").await;
        window.see("#verdict", "Everything can be read.").await;
        set(&window, "on-own", "light", "#ff8080").await;
        window
            .see("#verdict", "Pairs that are hard to read: 1")
            .await;
        window.see("#blocked", "").await;
        assert_eq!(css(&window).await, "");
        window
            .press("[data-mends='on-own own light']", "Repair")
            .await;
        window.see("#verdict", "Everything can be read.").await;
        let text = css(&window).await;
        assert!(
            text.contains("--samtale-on-own: light-dark(oklch("),
            "{text}"
        );
        let hue = "
            const { rgb, oklch, contrast } = await import('./colour.js');
            const [, colour] = /on-own: light-dark\\((oklch\\([^)]*\\))/.exec(all('#css')[0].value);
            const [before, after] = ['#ff8080', colour].map((it) => oklch(rgb(it))[2]);
            return [Math.abs(before - after) < 4, contrast(rgb(colour), rgb('#ffd6d6')) >= 4.5]";
        assert_eq!(window.await_promise(hue).await, json!([true, true]));
        // It survives a reload.
        window.reload().await;
        window.see("#verdict", "Everything can be read.").await;
        window
            .until(
                "the same sheet",
                "return all('#css')[0].value === args[0]",
                &[json!(text)],
            )
            .await;
    })
    .await;
}

/// TH-06: a theme is taken over, seen in the real widget, and comes out again.
#[tokio::test]
async fn a_theme_goes_in_and_comes_out() {
    play("studio-themes", async |stage| {
        let window = studio(stage, Look::default()).await;
        let choose = "
            const [it] = all('#theme');
            it.value = args[0];
            it.dispatchEvent(new Event('change'))";
        window.ask(choose, &[json!("berry")]).await;
        let worn = "return all('#css')[0].value.includes('oklch(0.5 0.19 5)')";
        window.until("the theme", worn, &[]).await;
        let seen = "
            const inner = all('#frames iframe')[0].contentDocument;
            const button = inner.querySelector('#send');
            const probe = document.createElement('i');
            probe.style.color = 'oklch(0.5 0.19 5)';
            return inner.defaultView.getComputedStyle(button).backgroundColor === probe.style.color";
        window.until("the real widget in it", seen, &[]).await;
        let unknown = ["--samtale", "-nonsense"].concat();
        let given = format!("samtale-chat {{ --samtale-accent: light-dark(#7a1f5c, #f0a6d4); {unknown}: 1; --samtale-radius: 3px }}");
        window.write("#given", &given).await;
        window.press("#take", "").await;
        window.see("#taken", &format!("Not taken over: {unknown}")).await;
        let text = css(&window).await;
        assert_eq!(text, "samtale-chat {\n  --samtale-accent: light-dark(#7a1f5c, #f0a6d4);\n  --samtale-radius: 3px;\n}\n");
        // What the studio exports is what a channel takes.
        let file = tempfile::NamedTempFile::new().expect("a file can be made");
        std::fs::write(file.path(), text).expect("it can be written");
        let line = format!("channel look support --theme {}", file.path().display());
        stage.demo.administer(&line).await;
    })
    .await;
}

/// TH-06: a manager saves a look from the studio, and the next visitor sees it.
#[tokio::test]
async fn a_manager_saves_the_look_of_a_channel() {
    play("studio-save", async |stage| {
        let anna = stage.demo.account(0);
        let window = studio(stage, Look::default()).await;
        set(&window, "accent", "light", "#7a1f5c").await;
        set(&window, "radius", "", "3px").await;
        window.see("#verdict", "Everything can be read.").await;
        window.press("#connect", "Save to a channel").await;
        window.see("#saved", "Please sign in").await;
        must_be_accessible(&window, "signing in at the studio").await;
        window.write("#email", &anna.email).await;
        window.write("#password", "not the password").await;
        window.key(Key::Enter).await;
        window.see("#saved", "Address or password is wrong.").await;
        window.write("#password", &anna.password).await;
        window.key(Key::Enter).await;
        window.see("#save", "").await;
        must_be_accessible(&window, "choosing a channel").await;
        let choose = "
            const [it] = all('#channel');
            it.value = 'support';
            return [it.value, document.activeElement === it]";
        assert_eq!(window.ask(choose, &[]).await, json!(["support", true]));
        window.press("#save button", "Save").await;
        window
            .see("#saved", "Visitors see it when they load a page")
            .await;

        // What cannot be read is not saved.
        set(&window, "on-accent", "light", "#7a1f5c").await;
        window.see("#verdict", "Pairs that are hard to read").await;
        window.press("#save button", "Save").await;
        window.see("#saved", "There is nothing to export").await;

        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let worn = "
            const style = getComputedStyle(all('.send')[0]);
            return [style.backgroundColor, style.borderRadius]";
        let found = kari.panel().await.ask(worn, &[]).await;
        assert_eq!(found, json!(["rgb(122, 31, 92)", "3px"]));
    })
    .await;
}

/// TH-06: whoever manages nothing is told so, and whoever is signed in need not do it again.
#[tokio::test]
async fn without_the_right_nothing_changes() {
    play("studio-no-right", async |stage| {
        let nina = stage.demo.hire("Nina", "support").await;
        let line = format!("agent rights {} support --respond", nina.email);
        stage.demo.administer(&line).await;
        let agent = stage.agent_of(nina, Look::default()).await;
        let window = agent.page();
        window
            .go(&format!("{}/gallery/studio.html", stage.demo.origin()))
            .await;
        window.see("#verdict", "Everything can be read.").await;
        let known = "
            for (;;) {
                const { channels } = await (await fetch('/v1/looks')).json();
                if (!channels.length) return true;
                await new Promise((done) => requestAnimationFrame(done));
            }";
        assert_eq!(window.await_promise(known).await, json!(true));
        window.press("#connect", "Save to a channel").await;
        window
            .see("#saved", "Your account manages no such channel.")
            .await;
        window.miss("#save", "").await;
        let sheet = "return (await fetch('/frame/support/look.css')).text()";
        assert_eq!(window.await_promise(sheet).await, json!(""));
    })
    .await;
}

/// TH-06, AX-01: by keyboard, to screen readers, in light and dark, on a phone.
#[tokio::test]
async fn studio_and_gallery_are_accessible() {
    play("studio-access", async |stage| {
        for is_dark in [false, true] {
            let look = Look {
                size: if is_dark { (390, 844) } else { (1280, 900) },
                is_dark,
                ..Look::default()
            };
            let window = studio(stage, look).await;
            must_be_accessible(&window, "the studio").await;
            set(&window, "text", "light", "#cccccc").await;
            window.see("#verdict", "Pairs that are hard").await;
            set(&window, "radius", "", "12").await;
            window.see(".wrong", "A length needs a unit").await;
            must_be_accessible(&window, "the studio with faults").await;
            window.ask("all('#mend')[0].focus()", &[]).await;
            window.key(Key::Enter).await;
            window.see("#verdict", "Everything can be read.").await;
            let gallery = format!("{}/gallery/", stage.demo.origin());
            window.go(&gallery).await;
            window.see("h2", "In the queue").await;
            must_be_accessible(&window, "the gallery").await;
            let fits = "return document.scrollingElement.scrollWidth <= innerWidth";
            window.until("no overflow", fits, &[]).await;
        }
    })
    .await;
}
