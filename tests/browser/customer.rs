//! Knowing the customer: SO-31, SO-39 to SO-43 and SO-23's record. Whom one talks to is found, linked and shown;
//! requests are made of a chat, and the visitor hears of them only what the agent sends.

use fantoccini::key::Key;
use serde_json::json;
use shared::{
    message::Content,
    visitor::{Change, Command, Post, Reply, Start, Visitor},
};
use tests::{
    browser::{
        Window,
        files::{Way, text},
    },
    socket::{Socket, files::get},
};

use crate::{
    access::must_be_accessible,
    stage::{Agent, Stage, play},
};

/// Nothing more can be fetched.
const LOSE: &str = "
    window.whole = window.fetch;
    window.fetch = () => Promise.reject(new Error('lost'));
";

/// Somebody who tells a name and an address.
async fn asks(stage: &Stage, name: &str, email: &str, text: &str) -> Socket<Visitor> {
    asks_in(stage, "en", name, email, text).await
}

/// The same in another language.
async fn asks_in(
    stage: &Stage,
    language: &str,
    name: &str,
    email: &str,
    text: &str,
) -> Socket<Visitor> {
    let mut visitor = stage.stranger().await;
    let given = |it: &str| Some(it.to_owned()).filter(|it| !it.is_empty());
    let start = Command::Start(Start {
        content: Content::text(text),
        name: given(name),
        email: given(email),
        language: Some(language.to_owned()),
        ..Start::default()
    });
    let started = visitor.ask(start).await;
    assert!(matches!(started, Ok(Reply::Started(_))), "{started:?}");
    visitor
}

/// Anna in a chat with somebody.
async fn answering(stage: &mut Stage, name: &str, email: &str) -> (Agent, Socket<Visitor>) {
    let visitor = asks(stage, name, email, "My kettle leaks").await;
    let anna = stage.agent(0).await;
    anna.answer("My kettle leaks").await;
    (anna, visitor)
}

/// Looks for contacts with other words than before.
async fn looks_for(page: &Window, words: &str) {
    let clear = "const [it] = all('#contact-search'); it.value = '';
                 it.dispatchEvent(new Event('input', { bubbles: true }))";
    page.see("#contact-search", "").await;
    page.ask(clear, &[]).await;
    page.write("#contact-search", words).await;
    page.press(".contact-search button", "Search").await;
}

async fn composer_holds(page: &Window, text: &str) {
    let script = "return all('#composer')[0]?.value === args[0]";
    page.until(&format!("“{text}” in the composer"), script, &[json!(text)])
        .await;
}

#[tokio::test]
async fn so_39_so_42_matches_are_listed_a_press_links_and_all_about_the_contact_is_shown() {
    play("customer-match", async |stage| {
        let (anna, _kari) = answering(stage, "Kari", "KARI@example.com").await;
        let page = anna.page();
        page.see(".customer h3", "This could be").await;
        page.see(".customer .entry", "Kari Nordmann").await;
        page.see(".customer .entry", "Kari Haugen").await;
        page.press(".customer .entry", "Kari Nordmann").await;
        page.see(".customer h3", "Kari Nordmann").await;
        page.see(".customer dd", "+47 900 00 101").await;
        page.see(".customer dd", "20114").await;
        for heading in ["Requests", "Sales", "Follow-ups", "Projects"] {
            page.see(".customer h4", heading).await;
        }
        anna.sees("Anna Berg linked Kari Nordmann").await;

        // A record opens to be read, also with the keyboard, and closes.
        page.press(".customer .entry", "Kettle leaks at the handle")
            .await;
        page.see("dialog .record-text", "drips where the handle")
            .await;
        page.see("dialog dd", "Complaint").await;
        page.press("dialog button", "Close").await;
        page.miss("dialog .record-text", "").await;

        // A sale and a project can be linked too.
        page.press(".customer li:has(.entry) button.button", "Link")
            .await;
        page.see(".customer button", "Linked").await;

        // It is still so after a reload, and at another desk.
        page.reload().await;
        page.see(".customer h3", "Kari Nordmann").await;
        page.see(".customer button", "Linked").await;
        let bo = stage.agent(1).await;
        bo.go_to_dashboard().await;
        bo.page()
            .press_twice(".ongoing [role=row]", "Anna Berg")
            .await;
        bo.page().see(".customer h3", "Kari Nordmann").await;
    })
    .await;
}

#[tokio::test]
async fn so_40_somebody_else_is_looked_for_and_the_last_and_the_favourites_are_at_hand() {
    play("customer-search", async |stage| {
        let (anna, _ola) = answering(stage, "Nobody", "").await;
        let page = anna.page();
        page.see(".customer [role=status]", "Nobody known has this name")
            .await;
        looks_for(page, "lilla kar").await;
        page.see(".customer .entry", "Karin Lind").await;
        page.miss(".customer .entry", "Erik Sand").await;
        page.press(".customer li button", "Favourite").await;
        page.press(".customer .entry", "Karin Lind").await;
        page.see(".customer h3", "Karin Lind").await;

        // Wrong: another one, found among favourites and the last ones.
        page.press(".customer button", "Change contact").await;
        page.press(".customer button", "Cancel").await;
        page.see(".customer h3", "Karin Lind").await;
        page.reload().await;
        page.see(".customer h3", "Karin Lind").await;
        page.press(".customer button", "Change contact").await;
        for heading in ["Favourites", "Last used"] {
            page.see(".customer h4", heading).await;
        }
        looks_for(page, "nothing like that").await;
        page.see(".customer [role=status]", "No contact matches.")
            .await;
        looks_for(page, "erik").await;
        page.press(".customer .entry", "Erik Sand").await;
        page.see(".customer h3", "Erik Sand").await;
        page.press(".customer button", "It is nobody known").await;
        page.see(".customer h3", "This could be").await;
    })
    .await;
}

#[tokio::test]
async fn so_41_a_new_contact_with_its_company_is_added_and_what_was_typed_survives_a_reload() {
    play("customer-new", async |stage| {
        let (anna, _ida) = answering(stage, "Ida Vik", "ida@vik.example").await;
        let page = anna.page();
        page.press(".customer button", "New contact").await;
        let value = "return all(args[0])[0]?.value === args[1]";
        for (field, text) in [
            ("#new-contact-name", "Ida Vik"),
            ("#new-contact-email", "ida@vik.example"),
        ] {
            page.until(text, value, &[json!(field), json!(text)]).await;
        }
        page.write("#new-contact-company", "Vik Bakeri").await;
        page.reload().await;
        page.until(
            "the company",
            value,
            &[json!("#new-contact-company"), json!("Vik Bakeri")],
        )
        .await;
        anna.seat.go_offline();
        page.see("[role=status], .connection", "Reconnecting").await;
        page.press(".contact-form button", "Add").await;
        anna.seat.come_online();
        page.see(".customer h3", "Ida Vik").await;
        page.see(".customer dd", "Vik Bakeri").await;
        page.miss(".contact-form", "").await;
    })
    .await;
}

#[tokio::test]
async fn so_31_a_request_gets_a_number_that_the_agent_sends_and_the_chat_goes_on() {
    play("customer-request", async |stage| {
        let (anna, mut kari) = answering(stage, "Kari", "kari@example.com").await;
        let page = anna.page();
        page.press(".customer .entry", "Kari Nordmann").await;
        anna.say_privately("third one this week").await;
        page.write("#composer", "I have noted it.").await;
        page.press(".heading button", "More for this chat").await;
        page.press(".menu button, .choice", "Create request").await;
        page.write("#new-request-title", "Kettle leaks").await;
        page.write("#new-request-text", "Send a new one").await;
        // What is typed stays when the dialog is closed and the page is loaded anew.
        page.press("dialog button", "Cancel").await;
        page.reload().await;
        page.press(".heading button", "More for this chat").await;
        page.press(".menu button, .choice", "Create request").await;
        let value = "return all(args[0])[0]?.value === args[1]";
        page.until(
            "the subject",
            value,
            &[json!("#new-request-title"), json!("Kettle leaks")],
        )
        .await;
        page.press("dialog [role=switch]", "Also private messages")
            .await;
        page.press("dialog button", "Save").await;
        composer_holds(
            page,
            "I have noted it.\nYour request has the number R-1001.",
        )
        .await;
        anna.sees("Anna Berg created request R-1001").await;
        page.press(".pen button", "Send").await;
        kari.hear("I have noted it.\nYour request has the number R-1001.")
            .await;
        kari.post("Thank you").await;
        anna.sees("Thank you").await;
        page.press(".customer .entry", "R-1001").await;
        page.see("dialog .record-text", "Kari: My kettle leaks")
            .await;
        page.see("dialog .record-text", "(private): third one this week")
            .await;
    })
    .await;
}

#[tokio::test]
async fn so_31_the_number_is_told_in_the_visitors_language() {
    play("customer-language", async |stage| {
        let mut kari = asks_in(stage, "nb-NO", "Kari", "", "Kannen lekker").await;
        let anna = stage.agent(0).await;
        anna.answer("Kannen lekker").await;
        let page = anna.page();
        page.press(".heading button", "More for this chat").await;
        page.press(".menu button, .choice", "Create request").await;
        page.write("#new-request-title", "Kettle leaks").await;
        page.press("dialog button", "Save").await;
        composer_holds(page, "Henvendelsen din har nummer R-1001.").await;
        page.press(".pen button", "Send").await;
        kari.hear("Henvendelsen din har nummer R-1001.").await;
    })
    .await;
}

#[tokio::test]
async fn so_23_so_43_an_ended_chat_is_an_activity_and_opens_in_the_archive() {
    play("customer-activity", async |stage| {
        let (anna, kari) = answering(stage, "Kari", "kari@example.com").await;
        let page = anna.page();
        page.press(".customer .entry", "Kari Nordmann").await;
        page.see(".customer h3", "Kari Nordmann").await;
        anna.end_chat().await;
        drop(kari);
        let mut again = asks(stage, "Kari", "kari@example.com", "It leaks again").await;
        anna.go_to_dashboard().await;
        anna.answer("It leaks again").await;
        page.press(".customer .entry", "Kari Nordmann").await;
        page.see(".customer h4", "Activities").await;
        page.see(".customer .entry", "Support · Anna Berg").await;
        page.see(".customer h4", "Earlier chats").await;
        page.press(".customer a.entry", "My kettle leaks").await;
        anna.sees("My kettle leaks").await;
        page.see(".archive", "").await;
        again.post("Still there?").await;
    })
    .await;
}

/// SO-37.
#[tokio::test]
async fn so_37_a_file_of_an_earlier_chat_is_found_attached_and_sent_once_more() {
    play("customer-document", async |stage| {
        let (anna, mut kari) = answering(stage, "Kari", "kari@example.com").await;
        let page = anna.page();
        page.press(".customer .entry", "Kari Nordmann").await;
        page.see(".customer h3", "Kari Nordmann").await;
        let server = stage.demo.address();
        let mut files = Vec::new();
        for name in ["plan.txt", "b.txt", "c.txt", "d.txt", "e.txt"] {
            files.push(kari.file(server, name, name.as_bytes()).await);
        }
        let content = Content {
            files,
            ..Content::default()
        };
        let posted = kari.ask(Command::Post(Post { content })).await;
        assert!(matches!(posted, Ok(Reply::Posted(_))), "{posted:?}");
        page.see(".line .file", "plan.txt").await;
        page.press("[role=switch]", "Private").await;
        page.see("textarea", "Private message").await;
        page.attach(Way::Choose, &[text("secret plan.txt", "hush")])
            .await;
        page.see(".attachment[data-stage=ready]", "secret plan.txt")
            .await;
        anna.say("For us").await;
        page.see(".line .file", "secret plan.txt").await;
        anna.end_chat().await;
        drop(kari);

        let mut again = asks(stage, "Kari", "kari@example.com", "It leaks again").await;
        anna.go_to_dashboard().await;
        anna.answer("It leaks again").await;
        page.press(".customer .entry", "Kari Nordmann").await;
        page.see(".customer h4", "Documents").await;
        page.see(".documents .entry", "e.txt").await;
        must_be_accessible(page, "documents of a contact").await;
        page.write("#document-search", "PLAN").await;
        page.miss(".documents .entry", "e.txt").await;
        page.see(".documents .entry", "Private").await;
        page.write("#document-search", "x").await;
        page.see(".customer [role=status]", "No document has such a name.")
            .await;
        page.key(Key::Backspace).await;

        // What cannot be had is told, and can be tried again.
        page.ask(LOSE, &[]).await;
        page.press(".documents button", "Attach plan.txt").await;
        page.see(".remark", "There was no answer.").await;
        page.ask("window.fetch = window.whole", &[]).await;
        page.press(".documents button[aria-busy=false]", "Attach plan.txt")
            .await;
        page.see(".attachment[data-stage=ready]", "plan.txt").await;
        anna.say("Your own plan").await;
        let change = |it: &Change| match it {
            Change::Posted(it) if it.content.text == "Your own plan" => {
                Some(it.content.files.clone())
            }
            _ => None,
        };
        let files = again.change("the plan", change).await;
        assert_eq!(files.len(), 1);
        assert_eq!(files[0].name, "plan.txt");
        let link = again.link(&files[0].id).await.expect("it is hers");
        assert_eq!(get(server, &link.address).await.body, b"plan.txt");
    })
    .await;
}
