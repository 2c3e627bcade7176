//! Both apps in Arabic: its words, its plurals, and everything from right to left.

use fantoccini::key::Key;
use serde_json::json;
use tests::browser::{Look, Window};

use crate::{
    access::must_be_accessible,
    stage::{Agent, play},
};

/// Nothing lies beside the page, and nothing can be scrolled to the side.
const FITS: &str = "
    const root = document.scrollingElement;
    const bar = all('.bar > *').filter(isShown).map((it) => it.getBoundingClientRect());
    return root.scrollWidth <= innerWidth && bar.every((it) => it.left >= 0 && it.right <= innerWidth)";

/// While nothing is written, what the field asks for begins where its writing will.
const FIELD_BEGINS_RIGHT: &str =
    "return shown('textarea').every((it) => getComputedStyle(it).direction === 'rtl')";

/// A name in Latin letters begins where everything else does.
const TITLE_BEGINS_RIGHT: &str = "
    const [title] = shown('#title');
    const words = document.createRange();
    words.selectNodeContents(title);
    const [around, within] = [title, words].map((it) => it.getBoundingClientRect());
    return within.left > around.left + 1 && within.right >= around.right - 1";

// PX-19, TH-03.
#[tokio::test]
async fn the_desk_is_written_from_right_to_left() {
    play("arabic-desk", async |stage| {
        let mut kari = stage.stranger().await;
        let mut ola = stage.stranger().await;
        kari.start("أين طردي؟").await;
        ola.start("Where is my lamp?").await;
        let look = Look {
            language: "ar".to_owned(),
            ..Look::default()
        };
        let account = stage.demo.account(0);
        let seat = stage.seat("Anna", look).await;
        let anna = Agent::new(seat, stage.demo.origin(), account);
        anna.open().await;
        let page = anna.page();
        page.see("h1", "تسجيل الدخول").await;
        direction_is(page, "rtl").await;
        must_be_accessible(page, "signing in").await;
        page.write("input[type=email]", &anna.account.email).await;
        page.write("input[type=password]", &anna.account.password)
            .await;
        page.key(Key::Enter).await;
        page.see("nav a", "المتابعة").await;
        page.see(".incoming [role=row]", "Where is my lamp?").await;
        // One and two of something have forms of their own.
        page.see(".rail .spoken", "زائران ينتظران").await;
        fits(page).await;
        must_be_accessible(page, "the dashboard").await;
        // The way through the app stands at the side where reading begins.
        let mirrored = "
            const rail = all('.rail')[0].getBoundingClientRect();
            const menu = all('[popovertarget=own-menu]')[0].getBoundingClientRect();
            return rail.right > innerWidth - 4 && menu.right < innerWidth / 2";
        page.until("a mirrored page", mirrored, &[]).await;
        page.press("button", "قائمتك").await;
        must_be_accessible(page, "the menu").await;
        fits(page).await;
        page.key(Key::Escape).await;
        page.command('k').await;
        page.see("dialog.palette", "اعثر على أمر").await;
        must_be_accessible(page, "the palette").await;
        page.key(Key::Escape).await;
        page.miss("dialog", "").await;
        page.press("nav a", "الأرشيف").await;
        page.see(".findings a", "أين طردي؟").await;
        fits(page).await;
        must_be_accessible(page, "the archive").await;
        page.press("nav a", "المحادثات").await;
        page.press("button", "خذ التالي من الطابور").await;
        page.see("textarea", "").await;
        page.until("the field's side", FIELD_BEGINS_RIGHT, &[])
            .await;
        page.write("textarea", "مرحبًا!").await;
        page.key(Key::Enter).await;
        kari.hear("مرحبًا!").await;
        // One's own stands at the end of the line, which is on the left.
        let sides = "
            const side = (words) => {
                const [it] = saying('.transcript .bubble', words);
                const place = it?.getBoundingClientRect();
                const room = all('.transcript')[0].getBoundingClientRect();
                return place && place.left + place.right < room.left + room.right ? 'left' : 'right';
            };
            return side('مرحبًا!') === 'left' && side('أين طردي؟') === 'right'";
        page.until("the sides", sides, &[]).await;
        fits(page).await;
        must_be_accessible(page, "a chat").await;
    })
    .await;
}

// PX-19: the language changes without a reload, and the direction with it.
#[tokio::test]
async fn the_direction_follows_the_language_at_once() {
    play("arabic-switch", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        direction_is(page, "ltr").await;
        page.ask("window.stays = true", &[]).await;
        choose(&anna, "ar").await;
        page.see("nav a", "المتابعة").await;
        direction_is(page, "rtl").await;
        choose(&anna, "en").await;
        page.see("nav a", "Dashboard").await;
        direction_is(page, "ltr").await;
        assert_eq!(page.ask("return window.stays", &[]).await, true);
    })
    .await;
}

// PX-19.
#[tokio::test]
async fn the_widget_is_written_from_right_to_left() {
    play("arabic-widget", async |stage| {
        let mut anna = stage.desk(0).await;
        for size in [(1280, 800), (360, 740)] {
            let look = Look {
                language: "ar".to_owned(),
                size,
                ..Look::default()
            };
            let visitor = stage.visitor_with("Amal", look, "/").await;
            let page = visitor.page().await;
            page.see("button.launcher", "").await;
            let anew = "
                document.documentElement.removeAttribute('lang');
                const old = document.querySelector('samtale-chat');
                const chat = document.createElement('samtale-chat');
                for (const name of ['channel', 'server']) chat.setAttribute(name, old.getAttribute(name));
                old.replaceWith(chat);
                return true;
            ";
            page.ask(anew, &[]).await;
            page.press("button.launcher", "").await;
            let panel = visitor.panel().await;
            panel.see("textarea", "اكتب سؤالك").await;
            direction_is(panel, "rtl").await;
            panel
                .until("the field's side", FIELD_BEGINS_RIGHT, &[])
                .await;
            panel.until("the title's side", TITLE_BEGINS_RIGHT, &[]).await;
            must_be_accessible(panel, "before the first message").await;
            visitor.say("أين طردي؟").await;
            visitor.sees("أنت التالي في الطابور").await;
            let chat = anna.take_next().await.id;
            anna.post(&chat, "مرحبًا!").await;
            visitor.sees("مرحبًا!").await;
            let panel = visitor.panel().await;
            let sides = "
                const place = (words) => saying('.bubble', words)[0]?.getBoundingClientRect();
                const [own, other] = [place('أين طردي؟'), place('مرحبًا!')];
                return own && other && own.left < other.left && document.scrollingElement.scrollWidth <= innerWidth";
            panel.until("the sides", sides, &[]).await;
            // A sentence of ours runs from right to left, though it begins with a name that does not.
            let taken = "
                const [it] = saying('.event', 'Anna');
                return it && getComputedStyle(it).direction === 'rtl'";
            panel.until("a line of ours", taken, &[]).await;
            must_be_accessible(panel, "a chat").await;
            anna.end(&chat).await;
            visitor.sees("انتهت هذه المحادثة").await;
        }
    })
    .await;
}

async fn choose(agent: &Agent, language: &str) {
    let page = agent.page();
    page.press("[popovertarget=own-menu]", "").await;
    let choose = "
        const [it] = shown('.languages select');
        if (!it) return false;
        it.value = args[0];
        it.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    page.until("a language", choose, &[json!(language)]).await;
    page.key(Key::Escape).await;
}

async fn direction_is(page: &Window, direction: &str) {
    let is_so = "return getComputedStyle(document.body).direction === args[0]
        && document.documentElement.dir === args[0]";
    page.until(direction, is_so, &[json!(direction)]).await;
}

async fn fits(page: &Window) {
    page.until("no overflow", FITS, &[]).await;
}
