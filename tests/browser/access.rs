//! Accessibility, judged by axe in every state of both apps, in light and dark, wide and narrow: nothing
//! serious, nothing critical.

use serde_json::Value;
use tests::{
    browser::{Look, Window},
    settings,
};

use crate::stage::{Agent, Visitor, play};

/// Says what is wrong with the page or frame, in one line for each fault and place.
const JUDGE: &str = "
    const found = await axe.run(document, { resultTypes: ['violations'] });
    return found.violations.filter((it) => ['serious', 'critical'].includes(it.impact)).flatMap((it) =>
        it.nodes.map((node) => `${it.id}: ${node.target} ${node.failureSummary}`));
";

#[tokio::test]
async fn the_widget_is_accessible_in_every_state() {
    play("access-widget", async |stage| {
        let mut anna = stage.desk(0).await;
        for look in looks() {
            let kari = stage.visitor_with("Kari", look, "/").await;
            must_be_accessible(kari.page().await, "the shop").await;
            kari.open_chat().await;
            must_be_accessible(kari.panel().await, "before the first message").await;
            must_be_accessible(kari.page().await, "the shop with the panel").await;
            kari.panel().await.write("#email", "not an address").await;
            kari.say("Hello?").await;
            must_be_accessible(kari.panel().await, "something to correct").await;
            correct(&kari).await;
            kari.sees("You are next in line.").await;
            must_be_accessible(kari.panel().await, "waiting").await;
            let chat = anna.take_next().await.id;
            anna.post(&chat, "See https://example.com for more.").await;
            kari.sees("example.com").await;
            anna.typing(&chat, false).await;
            kari.sees("is writing").await;
            must_be_accessible(kari.panel().await, "in a chat").await;
            kari.panel().await.press("button", "Menu").await;
            must_be_accessible(kari.panel().await, "with the menu").await;
            kari.panel().await.press(".menu button", "End chat").await;
            kari.panel().await.see("dialog", "End this chat?").await;
            must_be_accessible(kari.panel().await, "asked about the end").await;
            kari.panel().await.press("dialog button", "End chat").await;
            kari.sees("This chat has ended.").await;
            must_be_accessible(kari.panel().await, "ended").await;
            kari.seat.go_offline();
            kari.panel().await.see(".notice", "Reconnecting").await;
            must_be_accessible(kari.panel().await, "offline").await;
            kari.seat.come_online();
        }
    })
    .await;
}

#[tokio::test]
async fn the_agent_app_is_accessible_in_every_state() {
    play("access-desk", async |stage| {
        for look in looks() {
            let mut kari = stage.stranger().await;
            let mut ola = stage.stranger().await;
            let account = stage.demo.account(0);
            let seat = stage.seat("Anna", look).await;
            let anna = Agent::new(seat, stage.demo.origin(), account);
            anna.open().await;
            anna.page().see("input[type=email]", "").await;
            must_be_accessible(anna.page(), "signing in").await;
            anna.page().press("button", "Sign in").await;
            must_be_accessible(anna.page(), "something to correct").await;
            anna.sign_in().await;
            anna.page().see(".tiles", "").await;
            must_be_accessible(anna.page(), "an empty dashboard").await;
            kari.start("Kari's question").await;
            let second = ola.start("Ola's question").await.conversation;
            anna.page()
                .see(".incoming [role=row]", "Ola's question")
                .await;
            must_be_accessible(anna.page(), "a dashboard").await;
            anna.page().press("button", "Your menu").await;
            must_be_accessible(anna.page(), "with the menu").await;
            anna.page().key(fantoccini::key::Key::Escape).await;
            anna.answer("Kari's question").await;
            anna.say("An answer").await;
            kari.typing().await;
            anna.sees("writing").await;
            must_be_accessible(anna.page(), "in a chat").await;
            anna.page().press("button", "Insert").await;
            anna.page().see("[role=option]", "Welcome").await;
            must_be_accessible(anna.page(), "with ready answers").await;
            anna.page().press("button", "Edit quick replies").await;
            anna.page().press("dialog button", "Add").await;
            anna.page()
                .write("dialog textarea", "A text without a name")
                .await;
            anna.page().press("dialog button", "Save").await;
            anna.page().see("dialog .wrong", "needs a name").await;
            must_be_accessible(anna.page(), "with quick replies").await;
            anna.page().press("dialog button", "Remove").await;
            anna.page().press("dialog button", "Save").await;
            anna.page().write("#composer", "/ret").await;
            anna.page().see("[role=option]", "Return label").await;
            must_be_accessible(anna.page(), "with ready answers to a slash").await;
            anna.page().key(fantoccini::key::Key::Escape).await;
            anna.page().keys("\u{e003}".repeat(4).chars()).await;
            anna.say_privately("A private message").await;
            anna.page().press("[role=switch]", "Private").await;
            must_be_accessible(anna.page(), "in private").await;
            anna.page().press("[role=switch]", "Private").await;
            anna.page().press("button", "End chat").await;
            anna.page().see("dialog", "End the chat?").await;
            must_be_accessible(anna.page(), "asked about the end").await;
            anna.page().press("dialog button", "End chat").await;
            anna.page().see("textarea", "Private message").await;
            must_be_accessible(anna.page(), "ended").await;
            let archive = format!("{}/archive", stage.demo.origin());
            anna.page().go(&archive).await;
            anna.page().see(".findings a", "Kari's question").await;
            must_be_accessible(anna.page(), "in the archive").await;
            anna.seat.go_offline();
            anna.page()
                .see("[role=status], .connection", "Reconnecting")
                .await;
            must_be_accessible(anna.page(), "offline").await;
            anna.seat.come_online();
            ola.end().await;
            drop(second);
        }
    })
    .await;
}

/// In light and dark, and on a phone.
pub(crate) fn looks() -> [Look; 2] {
    let phone = Look {
        size: (360, 740),
        is_dark: true,
        ..Look::default()
    };
    [Look::default(), phone]
}

async fn correct(visitor: &Visitor) {
    let panel = visitor.panel().await;
    let clear = "const [it] = all('#email'); it.focus(); it.select()";
    panel.ask(clear, &[]).await;
    panel.keys("kari@example.com".chars()).await;
    panel.press("button.send", "").await;
}

pub(crate) async fn must_be_accessible(window: &Window, state: &str) {
    let script = std::fs::read_to_string(settings::axe()).expect("axe can be read");
    // In this frame alone: the frames of a page are judged by themselves.
    window
        .ask(&format!("if (!window.axe) {{ {script} }}"), &[])
        .await;
    let faults = window.await_promise(JUDGE).await;
    assert_eq!(faults, Value::Array(Vec::new()), "{state}: {faults:#}");
}
