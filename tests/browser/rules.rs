//! When the launcher shows, and when a greeting stands beside it: PX-10, PX-16, PZ-41, PZ-42.

use serde_json::{Value, json};
use tests::{browser::Window, host::Host, stage::Visitor};

use crate::{
    access::must_be_accessible,
    stage::{Stage, play},
};

/// A page with these rules, of a site that the channel lists.
async fn site(stage: &mut Stage, rules: &Value) -> (Host, Visitor) {
    let server = stage.demo.origin();
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Site</title><h1>Site</h1>\
         <script src=\"{server}/widget.js\" data-channel=support data-rules='{rules}' async></script>"
    );
    let policy = format!(
        "default-src 'none'; img-src 'self'; script-src {server}; frame-src {server}; \
         require-trusted-types-for 'script'; trusted-types 'none'"
    );
    let host = stage.host([("/", policy, html)]).await;
    let kari = stage.guest("Kari", &host, "/").await;
    (host, kari)
}

/// What the page has fetched from the server, by the first words of the names.
async fn fetched(page: &Window) -> Value {
    let script = "return performance.getEntriesByType('resource').map((it) => new URL(it.name))
        .filter((it) => it.origin !== location.origin).map((it) => it.pathname.split('-')[0])";
    page.ask(script, &[]).await
}

#[tokio::test]
async fn the_first_rule_that_is_true_decides_and_each_page_anew() {
    play("rules", async |stage| {
        let rules = json!([
            { "when": { "page": ["/checkout*", "#help"] }, "greeting": { "en": "Need a hand?", "nb": "Trenger du hjelp?" } },
            { "when": [{ "page": "/quiet" }], "launcher": false },
            { "when": [{ "page": "*", "hours": "00:00-24:00", "seconds": 0 }], "greeting": "" },
            { "launcher": false },
        ]);
        let (_host, kari) = site(stage, &rules).await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let go = async |address: &str| {
            kari.page().await.ask("history.pushState({}, '', args[0])", &[json!(address)]).await;
        };
        go("/quiet").await;
        page.miss("button.launcher", "").await;
        go("/checkout/2?step=pay").await;
        page.see("button.launcher", "").await;
        page.see(".greeting", "Need a hand?").await;
        // It takes no focus, and is no alert.
        let calm = "return document.activeElement === document.body && shown('[role=alert], [role=status]').every((it) => !text(it).includes('hand'))";
        assert_eq!(page.ask(calm, &[]).await, json!(true));
        go("/elsewhere").await;
        page.miss(".greeting", "").await;
        page.ask("location.hash = 'help'", &[]).await;
        page.see(".greeting", "Need a hand?").await;
        // Nothing was fetched but the two scripts, and nothing is kept.
        assert_eq!(fetched(page).await, json!(["/widget.js", "/widget/extras"]));
        assert_eq!(page.ask("return sessionStorage.length", &[]).await, json!(0));
        // Who dismisses it is not asked again in this tab.
        page.press(".greeting button", "Dismiss").await;
        page.miss(".greeting", "").await;
        let back = "return document.activeElement.shadowRoot?.activeElement.matches('.launcher')";
        assert_eq!(page.ask(back, &[]).await, json!(true));
        go("/checkout").await;
        kari.reload().await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        page.miss(".greeting", "").await;
    })
    .await;
}

#[tokio::test]
async fn a_greeting_leads_into_the_chat_when_somebody_is_there_and_the_page_has_asked_to_know() {
    play("greeting", async |stage| {
        let rules = json!([
            { "when": { "open": true, "seconds": 1 }, "greeting": "We are here." },
            { "when": { "open": false }, "launcher": false },
        ]);
        let (_host, kari) = site(stage, &rules).await;
        // Nobody is there.
        let page = kari.page().await;
        page.until(
            "that it was asked",
            "return all('button.launcher')[0]?.hidden",
            &[],
        )
        .await;
        assert_eq!(
            fetched(page).await,
            json!(["/widget.js", "/widget/extras", "/v1/standing/support"])
        );
        let _anna = stage.desk(0).await;
        stage.opens().await;
        kari.reload().await;
        let page = kari.page().await;
        page.press(".greeting button", "We are here.").await;
        kari.can_write().await;
        kari.close_chat().await;
        kari.page().await.miss(".greeting", "").await;
    })
    .await;
}

#[tokio::test]
async fn what_rules_can_say_is_read_as_documented() {
    play("conditions", async |stage| {
        let (_host, kari) = site(stage, &json!([{}])).await;
        let page = kari.page().await;
        page.see("button.launcher", "").await;
        let name = "return performance.getEntriesByType('resource').map((it) => it.name).find((it) => it.includes('extras'))";
        let name = page.until("the script", name, &[]).await;
        let script = format!(
            "const {{ choose, fits, isPage, isWithin, read }} = await import({name});
            const at = (address) => new URL(address, 'https://shop.example');
            // 27 November 2026, a Friday, 22:30 in Oslo.
            const now = Date.UTC(2026, 10, 27, 21, 30);
            const within = (hours, zone) => isWithin(hours, now, zone);
            const refuses = (text) => {{ try {{ read(text); return false; }} catch {{ return true; }} }};
            const moment = {{ address: at('/a?b=1#c'), seconds: 5, now, isOpen: undefined }};
            const pick = (...rules) => rules.indexOf(choose(rules, moment));
            const facts = {{
                whole: fits('abc', 'abc') && !fits('ab', 'abc') && !fits('abc', 'ab'),
                star: fits('a*c', 'abbc') && fits('*', '') && fits('a*', 'a') && !fits('a*a', 'a') && fits('*b*b*', 'abab'),
                path: isPage('/a', at('/a?b=1')) && isPage('/a?b=*', at('/a?b=1')) && !isPage('/a', at('/a/b')),
                hash: isPage('#c', at('/a#c')) && !isPage('#c', at('/a#d')) && isPage('https://shop.example/*', at('/a')),
                hours: within('fri 22:00-23:00', 'Europe/Oslo') && !within('fri 22:00-23:00', 'UTC') && within('21:00-22:00', 'UTC'),
                days: within('mon-fri 20:00-24:00', 'UTC') && !within('sat-thu 00:00-24:00', 'UTC') && within('sat-thu 00:00-01:00, thu-sun 21:30-21:31', 'UTC'),
                edge: within('fri 21:30-21:31', 'UTC') && !within('fri 21:00-21:30', 'UTC'),
                any: pick({{ when: [{{ page: '/b' }}, {{ page: '/a' }}] }}) === 0,
                every: pick({{ when: {{ page: '/a', seconds: 6 }} }}, {{ when: {{ page: '/a', seconds: 5 }} }}) === 1,
                unknown: pick({{ when: {{ open: true }} }}, {{ when: {{ open: false }} }}, {{}}) === 2,
                none: pick({{ when: {{ page: '/b' }} }}) === -1,
                wrong: ['{{}}', '[{{\"whne\": []}}]', '[{{\"when\": {{\"pages\": \"/\"}}}}]', '[{{\"when\": {{\"hours\": \"always\"}}}}]',
                    '[{{\"when\": {{\"hours\": \"10:00-11:00\", \"zone\": \"Nowhere/At_all\"}}}}]', 'no JSON'].every(refuses),
                right: !refuses('[{{\"when\": {{\"hours\": \"10:00-11:00\", \"zone\": \"Europe/Oslo\"}}, \"greeting\": \"Hi\"}}, {{}}]'),
            }};
            return Object.keys(facts).filter((name) => !facts[name]);"
        );
        assert_eq!(page.await_promise(&script).await, json!([]));
    })
    .await;
}

/// SO-44: a short text beside the launcher leads into the chat: the page's, or the channel's, which is only asked for where a
/// rule says so.
#[tokio::test]
async fn so_44_a_badge_says_what_the_launcher_is_for() {
    play("badge", async |stage| {
        let change = "channel change support --badge Ask_the_lamp_people";
        stage.demo.administer(change).await;
        let rules = json!([
            { "when": { "page": "#own" }, "badge": { "en": "Chat with us", "nb": "Chat med oss" } },
            { "when": { "page": "#none" } },
            { "badge": true },
        ]);
        let (_host, kari) = site(stage, &rules).await;
        let page = kari.page().await;
        page.see("button.label", "Ask_the_lamp_people").await;
        let beside = "
            const [label, launcher] = ['.label', '.launcher'].map((it) => shown(it)[0].getBoundingClientRect());
            return label.right < launcher.left && label.top > launcher.top && label.bottom < launcher.bottom && label.height >= 44";
        page.until("it beside the launcher", beside, &[]).await;
        must_be_accessible(page, "with a badge").await;
        page.ask("location.hash = 'none'", &[]).await;
        page.miss("button.label", "").await;
        page.ask("location.hash = 'own'", &[]).await;
        page.see("button.label", "Chat with us").await;
        page.ask("document.querySelector('samtale-chat').hide()", &[]).await;
        page.miss("button.label", "").await;
        page.ask("document.querySelector('samtale-chat').show()", &[]).await;
        page.press("button.label", "").await;
        kari.panel().await.see("textarea", "").await;
        kari.can_write().await;
        kari.page().await.miss("button.label", "").await;
        kari.close_chat().await;
        kari.page().await.see("button.label", "Chat with us").await;

        // A page that brings its own text asks the server for nothing.
        let (_host, ola) = site(stage, &json!([{ "badge": "Hello" }])).await;
        let page = ola.page().await;
        page.see("button.label", "Hello").await;
        assert_eq!(fetched(page).await, json!(["/widget.js", "/widget/extras"]));
    })
    .await;
}
