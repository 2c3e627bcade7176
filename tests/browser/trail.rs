//! On which pages a visitor is, for agents, where the channel follows that (PX-08).

use fantoccini::key::Key;
use serde_json::json;
use tests::stage::Visitor;

use crate::{
    access::must_be_accessible,
    stage::{Stage, play},
};

/// A channel that follows pages.
async fn follow(stage: &Stage) {
    let line = "channel change support --page-trail true";
    stage.demo.administer(line).await;
}

/// Notes down what the frame says to the page from now on.
const LISTEN: &str =
    "globalThis.said = []; addEventListener('message', ({ data }) => said.push(data.type))";

async fn has_asked(kari: &Visitor) -> bool {
    let asked = kari
        .page()
        .await
        .ask("return said.includes('where')", &[])
        .await;
    asked == json!(true)
}

// PX-08, H-01, H-02, S-04.
#[tokio::test]
async fn px_08_an_agent_sees_the_page_the_visitor_is_on_and_the_way_there() {
    play("trail", async |stage| {
        follow(stage).await;
        let anna = stage.agent(0).await;
        let look = tests::browser::Look::default();
        let page = "/products/lamp?token=geheim#/sizes?key=geheim";
        let kari = stage.visitor_with("Kari", look, page).await;
        kari.page().await.ask(LISTEN, &[]).await;
        kari.open_chat().await;
        kari.can_write().await;
        assert!(
            !has_asked(&kari).await,
            "nothing is asked before the chat begins"
        );
        kari.say("Does the lamp dim?").await;
        kari.sees("You are next in line.").await;
        anna.answer("Does the lamp dim?").await;
        let shop = stage.demo.shop();
        let desk = anna.page();
        desk.see(".visit .page bdi", "Dusk lamp · Nordlys").await;
        desk.see(".visit .page a", &format!("{shop}/products/lamp#/sizes"))
            .await;
        desk.see(".visit dt", "Local time").await;
        desk.see(".visit dd", "Chrome").await;
        assert!(has_asked(&kari).await);

        // The site's next page; then one that is changed by a script alone, and is called as badly as can be.
        kari.page().await.press("nav a", "Delivery").await;
        desk.see(".visit .page bdi", "Delivery and about us").await;
        let change = "history.pushState(null, '', '/orders/4711?mail=kari@fjord.example');
            document.title = '<img src=x onerror=pwned=1> javascript:pwned=1'";
        kari.page().await.ask(change, &[]).await;
        desk.see(".visit .page bdi", "<img src=x onerror=pwned=1>")
            .await;
        desk.see(".visit .page a", &format!("{shop}/orders/4711"))
            .await;
        desk.see(".visit summary", "Pages before: 2").await;
        desk.press(".visit summary", "").await;
        desk.see(".visit li bdi", "Dusk lamp · Nordlys").await;
        desk.miss(".visit", "geheim").await;
        desk.miss(".visit", "fjord.example").await;
        must_be_accessible(desk, "the visit").await;
        let harmless = "return globalThis.pwned === undefined && all('.visit a').every((it) =>
            it.href.startsWith(args[0]) && it.rel.includes('noopener'))";
        let is_harmless = desk.ask(harmless, &[json!(shop)]).await;
        assert_eq!(is_harmless, json!(true));
        // It is there after a reload, and stands still once the chat has ended.
        desk.reload().await;
        desk.see(".visit .page a", &format!("{shop}/orders/4711"))
            .await;
        kari.end_chat().await;
        anna.sees("Ended by the visitor").await;
        kari.page().await.press("nav a", "All things").await;
        kari.panel().await.key(Key::Tab).await;
        kari.sees("This chat has ended.").await;
        desk.miss(".visit", "All things").await;
    })
    .await;
}

// PX-08.
#[tokio::test]
async fn px_08_where_a_channel_does_not_follow_nothing_leaves_the_page() {
    play("no-trail", async |stage| {
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        kari.page().await.ask(LISTEN, &[]).await;
        anna.meet(&kari, "Does the lamp dim?").await;
        anna.say("It does.").await;
        kari.sees("It does.").await;
        assert!(!has_asked(&kari).await);
        anna.page().miss(".visit", "").await;
    })
    .await;
}
