//! Before the chat: the form (SO-45, SO-48, SO-70, PZ-32), the consent (SO-47) and articles that may answer the
//! question (SO-49).

use fantoccini::key::Key;
use serde_json::json;
use tests::{browser::Look, dns::Dns, stage::play_with};

use crate::{
    access::must_be_accessible,
    stage::{Stage, Visitor, play},
};

/// What a text field holds.
const HOLDS: &str = "return all(args[0])[0]?.value === args[1]";

async fn holds(kari: &Visitor, css: &str, text: &str) {
    let arguments = [css.into(), text.into()];
    let panel = kari.panel().await;
    panel
        .until(&format!("{css} with “{text}”"), HOLDS, &arguments)
        .await;
}

async fn has_focus(kari: &Visitor, id: &str) {
    let script = "return document.activeElement?.id === args[0]";
    let panel = kari.panel().await;
    panel
        .until(&format!("the focus on {id}"), script, &[id.into()])
        .await;
}

/// Asks for an e-mail address, a company, a telephone number and consent.
pub(crate) async fn ask_for_much(stage: &Stage) {
    let line = "channel change support --form-fields email=required,company=required,phone --form-text Welcome! \
                --consent You-may-keep-it.";
    stage.demo.administer(line).await;
}

/// Suggests articles.
pub(crate) async fn suggest(stage: &Stage) {
    let line = "channel change support --faq true";
    stage.demo.administer(line).await;
}

/// Fills in two fields as a browser does that knows the visitor: at once, and without being in either.
const FILL_IN: &str = "
    for (const [id, value] of [['email', 'kari@fjord.example'], ['company', 'Fjord AS']]) {
        const field = document.getElementById(id);
        field.value = value;
        field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
";

/// Waits until both are in the browser's storage, while the page stays as it is.
const KEPT: &str = "
    const [database] = await indexedDB.databases();
    const opening = indexedDB.open(database.name);
    await new Promise((done) => opening.onsuccess = done);
    const answer = (request) => new Promise((done) => request.onsuccess = () => done(request.result));
    for (;;) {
        const values = opening.result.transaction('values').objectStore('values');
        const kept = await Promise.all(['email', 'company'].map((it) => answer(values.get(`draft:${it}`))));
        if (kept.every(Boolean)) return kept.map(String);
    }
";

/// SO-45: nothing that was filled in is lost, whatever becomes of the page.
#[tokio::test]
async fn so_45_what_a_browser_fills_in_by_itself_is_kept() {
    play("filled-in", async |stage| {
        ask_for_much(stage).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.see("#company-field label", "Your company").await;
        panel.ask(FILL_IN, &[]).await;
        let kept = panel.await_promise(KEPT).await;
        assert_eq!(kept, json!(["kari@fjord.example", "Fjord AS"]));
    })
    .await;
}

/// SO-45, SO-47, SO-48: by keyboard alone, and what was answered reaches the agent.
#[tokio::test]
async fn so_45_so_47_a_form_is_filled_in_before_the_chat_and_the_agent_sees_it() {
    play("form", async |stage| {
        ask_for_much(stage).await;
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.see("#form-text", "Welcome!").await;
        panel.see("#company-field label", "Your company").await;
        panel.miss("#name-field", "").await;
        panel.see("#phone-field label", "optional").await;
        panel.miss("#company-field label", "optional").await;
        must_be_accessible(panel, "the form").await;

        kari.say("Where is my lamp?").await;
        let panel = kari.panel().await;
        panel.see("#email-wrong", "Please fill this in.").await;
        panel.see("#company-wrong", "Please fill this in.").await;
        panel.see("#consent-wrong", "Please tick this first.").await;
        must_be_accessible(panel, "the form with what is wrong").await;
        has_focus(&kari, "email").await;
        holds(&kari, "#message", "Where is my lamp?").await;

        let panel = kari.panel().await;
        panel.keys("kari@fjord.example".chars()).await;
        panel.key(Key::Tab).await;
        panel.keys("Fjord AS".chars()).await;
        panel.key(Key::Tab).await;
        panel.keys("+47 22 33 44 55".chars()).await;
        panel.key(Key::Tab).await;
        has_focus(&kari, "consent").await;
        kari.panel().await.keys(" ".chars()).await;
        panel.miss("#consent-wrong", "Please").await;
        // What was typed is there after a reload; who comes back is asked for consent again.
        kari.reload().await;
        kari.panel().await.see("#company-field", "").await;
        holds(&kari, "#email", "kari@fjord.example").await;
        holds(&kari, "#company", "Fjord AS").await;
        holds(&kari, "#message", "Where is my lamp?").await;
        kari.panel().await.press("#consent-field label", "").await;
        kari.panel().await.press("#send", "").await;
        kari.sees("You are next in line.").await;

        anna.answer("Where is my lamp?").await;
        let page = anna.page();
        for fact in ["kari@fjord.example", "Fjord AS", "+47 22 33 44 55"] {
            page.see("dd", fact).await;
        }
        page.see("dt", "Consent given").await;
        must_be_accessible(page, "the answers").await;
        page.press(".customer button", "New contact").await;
        let company = "return all('#new-contact-company')[0]?.value === 'Fjord AS'";
        page.until("the company", company, &[]).await;
    })
    .await;
}

/// Whether an element lies within the part that scrolls, whole.
const IS_SEEN: &str = "
    const [it, around] = [args[0], '#scroll'].map((css) => all(css)[0].getBoundingClientRect());
    return it.top >= around.top && it.bottom <= around.bottom;
";

/// SO-45: a long form on a small phone.
#[tokio::test]
async fn so_45_on_a_phone_a_form_is_read_from_its_beginning_and_what_is_wrong_is_in_sight() {
    play("form-phone", async |stage| {
        ask_for_much(stage).await;
        let phone = Look {
            size: (360, 480),
            ..Look::default()
        };
        let kari = stage.visitor_with("Kari", phone, "/").await;
        kari.open_chat().await;
        let panel = kari.panel().await;
        panel.see("#form-text", "Welcome!").await;
        panel
            .until("the beginning", IS_SEEN, &["#welcome".into()])
            .await;
        // Without a question the way leads to where it is written, by the button as by the key.
        panel.write("#email", "kari@").await;
        panel.write("#company", "Fjord AS").await;
        panel.press("#consent-field label", "").await;
        panel.press("#send", "").await;
        has_focus(&kari, "email").await;
        let panel = kari.panel().await;
        panel
            .until("what is wrong", IS_SEEN, &["#email".into()])
            .await;
        panel.key(Key::End).await;
        panel.keys("fjord.example".chars()).await;
        panel.press("#send", "").await;
        has_focus(&kari, "message").await;
        kari.say("Where is my lamp?").await;
        kari.sees("You are next in line.").await;
        let panel = kari.panel().await;
        panel.until("the end", IS_SEEN, &["#leave".into()]).await;
    })
    .await;
}

/// SO-45, SO-70: what the server asks for meanwhile is asked for, and nothing that was written is lost.
#[tokio::test]
async fn so_45_what_the_server_refuses_is_in_the_form_again() {
    play("form-refused", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.panel().await.see("#name-field", "").await;
        kari.seat.go_offline();
        kari.panel().await.see(".notice", "Reconnecting").await;
        kari.say("Where is my lamp?").await;
        kari.sees("Where is my lamp?").await;
        ask_for_much(stage).await;
        kari.seat.come_online();
        kari.panel()
            .await
            .see("#company-wrong", "Please fill this in.")
            .await;
        holds(&kari, "#message", "Where is my lamp?").await;
        let panel = kari.panel().await;
        panel.write("#email", "kari@fjord.example").await;
        panel.write("#company", "Fjord AS").await;
        panel.press("#consent-field label", "").await;
        panel.press("#send", "").await;
        let waiting = anna.shows("the question", |it| it.unread == 1).await;
        assert_eq!(waiting.visitor.company.as_deref(), Some("Fjord AS"));
        assert!(waiting.visitor.consented_at.is_some());
    })
    .await;
}

/// Links to other sites lead nowhere here, and nothing is fetched of them ahead.
pub(crate) const STAY: &str = "
    for (const it of all('#faq a')) {
        it.removeAttribute('target');
        it.href = '#';
        it.addEventListener('click', (event) => event.preventDefault());
    }
";

/// SO-49: an article that helps ends without a chat; one that does not leads into it with the question typed.
#[tokio::test]
async fn so_49_articles_are_suggested_before_anybody_waits() {
    play("faq", async |stage| {
        suggest(stage).await;
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.say("How long does delivery take?").await;
        let panel = kari.panel().await;
        panel.see("#faq a", "How long delivery takes").await;
        has_focus(&kari, "faq").await;
        must_be_accessible(panel, "articles").await;
        panel.ask(STAY, &[]).await;
        panel.key(Key::Tab).await;
        panel.key(Key::Enter).await;
        panel.see("#did-help", "Did this help?").await;
        must_be_accessible(panel, "an article was opened").await;
        kari.walk_to("Yes, thank you", false).await;
        kari.panel().await.key(Key::Enter).await;
        kari.panel().await.see("#glad", "Glad to hear that!").await;
        holds(&kari, "#message", "").await;

        kari.say("Which bulbs are for this lamp?").await;
        let panel = kari.panel().await;
        panel.see("#faq a", "Which bulbs fit our lamps").await;
        panel.ask(STAY, &[]).await;
        panel.press("#faq a", "Which bulbs").await;
        kari.walk_to("No, chat with us", false).await;
        kari.panel().await.key(Key::Enter).await;
        kari.sees("You are next in line.").await;
        has_focus(&kari, "message").await;
        let waiting = anna.shows("a question", |it| it.unread == 1).await;
        assert_eq!(waiting.first.text, "Which bulbs are for this lamp?");
        kari.panel().await.miss("#faq", "").await;
    })
    .await;
}

/// SO-49: nobody is held up where no article fits.
#[tokio::test]
async fn so_49_a_question_without_an_article_goes_straight_to_the_queue() {
    play("faq-none", async |stage| {
        suggest(stage).await;
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.begin("Hello, is anybody there?").await;
        anna.shows("the question", |it| it.unread == 1).await;
    })
    .await;
}

/// SO-46: an address whose domain does not exist is corrected before the chat begins, and nothing typed is lost.
#[tokio::test]
async fn so_46_a_mail_domain_that_does_not_exist_is_corrected_before_the_chat() {
    let dns = Dns::start().await;
    let address = dns.address.to_string();
    play_with("no-domain", &["--dns", &address], async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.panel()
            .await
            .write("#email", "kari@fjrod.example")
            .await;
        kari.say("Where is my lamp?").await;
        let panel = kari.panel().await;
        panel
            .see(
                "#email-wrong",
                "There is no such mail domain: fjrod.example",
            )
            .await;
        has_focus(&kari, "email").await;
        holds(&kari, "#email", "kari@fjrod.example").await;
        holds(&kari, "#message", "Where is my lamp?").await;
        must_be_accessible(kari.panel().await, "a domain that does not exist").await;
        let panel = kari.panel().await;
        panel.command('a').await;
        panel.keys("kari@fjord.example".chars()).await;
        panel.press("#send", "").await;
        kari.sees("You are next in line.").await;
        let waiting = anna.shows("the question", |it| it.unread == 1).await;
        assert_eq!(waiting.visitor.email.as_deref(), Some("kari@fjord.example"));
    })
    .await;
}
