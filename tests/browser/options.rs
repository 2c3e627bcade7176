//! Options instead of plain text, PZ-20, PZ-21, SO-55: an agent offers them, the visitor answers once, by mouse
//! or keyboard, and both see what was chosen wherever they look later.

use fantoccini::key::Key;
use serde_json::json;
use shared::{
    agent::{Command, Post},
    choice::{Choice, Options},
    error::Code,
    id::{self, Id},
    link::PageLink,
    message::Content,
};
use tests::socket::Socket;

use crate::{
    access::must_be_accessible,
    stage::{Visitor, play},
};

/// Offers options from a bare socket.
async fn offer(
    anna: &mut Socket<shared::agent::Agent>,
    chat: &Id<id::Conversation>,
    texts: &[&str],
    multiple: bool,
) {
    let options = Options {
        texts: texts.iter().map(|it| (*it).to_owned()).collect(),
        multiple,
        ..Options::default()
    };
    let content = Content {
        options: Some(options),
        ..Content::text("Which?")
    };
    let posted = anna.ask(post(chat, content)).await;
    posted.expect("it is posted");
}

fn post(chat: &Id<id::Conversation>, content: Content) -> Command {
    Command::Post(Post {
        conversation: chat.clone(),
        content,
        seen: None,
    })
}

/// The last choice that came to an agent.
async fn chosen(anna: &mut Socket<shared::agent::Agent>, text: &str) -> Choice {
    let found = |change: &shared::agent::Change| match change {
        shared::agent::Change::Posted(it) if it.content.text == text => it.content.choice.clone(),
        _ => None,
    };
    anna.until("a choice", |frame| match frame {
        shared::frame::FromServer::Event(it) => found(&it.change),
        _ => None,
    })
    .await
}

/// Whether the options that are shown last can be chosen.
async fn can_choose(visitor: &Visitor, can: bool) {
    let script = "const last = all('.options').at(-1); return last && !last.disabled === args[0]";
    visitor
        .panel()
        .await
        .until("options to choose from", script, &[json!(can)])
        .await;
}

#[tokio::test]
async fn pz_20_an_agent_offers_options_and_sees_the_clear_answer() {
    play("options-agent", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        kari.start("I need help").await;
        anna.answer("I need help").await;
        let page = anna.page();
        page.write("textarea", "What is it about?").await;
        page.press("button", "Options").await;
        page.see("dialog", "Options and a link for the visitor")
            .await;
        must_be_accessible(page, "writing options").await;
        page.write("#option-0", "Return").await;
        page.press("dialog button", "Done").await;
        page.see("dialog .wrong", "at least two").await;
        // By the keyboard: Enter goes on to the next row, and makes one at the end.
        page.press("#option-1", "").await;
        page.keys("Delivery".chars()).await;
        page.key(Key::Enter).await;
        page.until(
            "a third row",
            "return all('#option-2')[0] === document.activeElement",
            &[],
        )
        .await;
        page.keys("Something else".chars()).await;
        page.press("dialog button", "Move option 2 up").await;
        page.press("dialog button", "Done").await;
        page.see(".offering", "Delivery").await;
        // All of it is still there after a reload.
        page.reload().await;
        page.see(".offering li", "Something else").await;
        let order = "return all('.offering li').map((it) => it.textContent).join()";
        assert_eq!(page.ask(order, &[]).await, "Delivery,Return,Something else");
        page.press("textarea", "").await;
        page.key(Key::Enter).await;
        page.miss(".offering", "").await;
        page.see(".transcript .offered li", "Delivery").await;
        page.see("a.session", "[Delivery / Return / Something else]")
            .await;
        let message = kari.hear("What is it about?").await;
        kari.choose(&message, &["Return"]).await;
        page.see(".transcript .line", "Chose: Return").await;
        page.see("a.session", "Return").await;
        must_be_accessible(page, "an answer to options").await;
        // None of them is an answer too, in the list as well.
        page.write("textarea", "And now?").await;
        page.press("button", "Options").await;
        page.write("#option-0", "Yes").await;
        page.write("#option-1", "No").await;
        page.press("dialog button", "Done").await;
        page.press("textarea", "").await;
        page.key(Key::Enter).await;
        let message = kari.hear("And now?").await;
        kari.choose(&message, &[]).await;
        page.see(".transcript .line", "Chose none of them").await;
        page.see("a.session", "Chose none of them").await;
        kari.end().await;
        // In the archive it stands as it stood.
        page.press(".rail a", "Archive").await;
        page.press(".findings a", "I need help").await;
        page.see(".transcript .offered li", "Delivery").await;
        page.see(".transcript .line", "Chose: Return").await;
    })
    .await;
}

#[tokio::test]
async fn pz_21_a_visitor_chooses_once_by_keyboard_and_it_stays_so() {
    play("options-visitor", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello").await;
        anna.follow(&chat, None).await;
        offer(&mut anna, &chat, &["Lamp", "Kettle"], false).await;
        kari.sees("Which?").await;
        can_choose(&kari, true).await;
        let panel = kari.panel().await;
        panel.see("fieldset legend", "Choose one").await;
        must_be_accessible(panel, "options").await;
        kari.walk_to("Kettle", true).await;
        panel.key(Key::Enter).await;
        let choice = chosen(&mut anna, "Kettle").await;
        assert_eq!(
            (choice.texts, choice.cancelled),
            (vec!["Kettle".to_owned()], false)
        );
        can_choose(&kari, false).await;
        kari.sees("Kettle").await;
        kari.reload().await;
        kari.panel().await.see("fieldset", "Lamp").await;
        can_choose(&kari, false).await;
        // Several, one of which is thought over.
        offer(&mut anna, &chat, &["Red", "Green", "Blue"], true).await;
        kari.panel()
            .await
            .see("fieldset legend", "one or more")
            .await;
        can_choose(&kari, true).await;
        let panel = kari.panel().await;
        panel.press("fieldset:not(:disabled) label", "Blue").await;
        panel.press("fieldset:not(:disabled) label", "Green").await;
        panel.press("fieldset:not(:disabled) label", "Green").await;
        panel.press("fieldset:not(:disabled) label", "Red").await;
        panel
            .press("fieldset:not(:disabled) button", "Send choice")
            .await;
        let choice = chosen(&mut anna, "Red, Blue").await;
        assert_eq!(choice.texts, ["Red", "Blue"]);
        can_choose(&kari, false).await;
        // None, without a network at first.
        offer(&mut anna, &chat, &["Yes", "No"], false).await;
        can_choose(&kari, true).await;
        kari.seat.go_offline();
        kari.panel()
            .await
            .press("fieldset:not(:disabled) button", "None of these")
            .await;
        can_choose(&kari, false).await;
        kari.seat.come_online();
        assert!(chosen(&mut anna, "").await.cancelled);
        kari.sees("None of these").await;
        // After the end nothing can be chosen, and after a return it can.
        offer(&mut anna, &chat, &["Up", "Down"], false).await;
        can_choose(&kari, true).await;
        anna.end(&chat).await;
        can_choose(&kari, false).await;
        kari.panel()
            .await
            .press("button", "Come back to this chat")
            .await;
        can_choose(&kari, true).await;
    })
    .await;
}

/// Whether something can be written.
async fn can_write(visitor: &Visitor, can: bool) {
    let script = "return all('#message')[0]?.readOnly === !args[0]";
    visitor
        .panel()
        .await
        .until("a field to write in", script, &[json!(can)])
        .await;
}

// SO-55, PZ-45.
#[tokio::test]
async fn so_55_a_message_points_out_a_page_and_may_ask_for_a_choice_before_more_is_written() {
    play("options-link", async |stage| {
        let kari = stage.visitor("Kari").await;
        let anna = stage.agent(0).await;
        anna.meet(&kari, "What about delivery?").await;
        let page = anna.page();
        page.write("textarea", "It is all here. Do you pay with a card?")
            .await;
        page.press("button", "Options").await;
        page.write("#option-0", "Yes").await;
        page.write("#option-1", "No").await;
        page.press("dialog label", "must choose").await;
        page.write("#link-title", "All of delivery").await;
        page.press("dialog button", "Done").await;
        page.see("dialog .wrong", "no address of a page").await;
        let delivery = [stage.demo.shop(), "/delivery"].concat();
        page.write("#link-address", &delivery).await;
        page.press("dialog button", "Done").await;
        page.see(".offering", "All of delivery").await;
        page.reload().await;
        page.see(".offering", "All of delivery").await;
        page.press("textarea", "").await;
        page.key(Key::Enter).await;
        page.miss(".offering", "").await;
        page.see(".pointed-out a", "All of delivery").await;
        must_be_accessible(page, "a link").await;

        // What the visitor was writing stays, and waits.
        kari.sees("Do you pay with a card?").await;
        can_write(&kari, false).await;
        let panel = kari.panel().await;
        must_be_accessible(panel, "options that must be answered").await;
        panel.miss("fieldset button", "None of these").await;
        panel.see("a.file", "All of delivery").await;
        // The page goes there, and the chat goes with it.
        panel.press("a.file", "All of delivery").await;
        let is_there = "return location.pathname === '/delivery'";
        kari.page().await.until("the page", is_there, &[]).await;
        kari.sees("Do you pay with a card?").await;
        can_write(&kari, false).await;
        kari.panel().await.press("fieldset button", "No").await;
        can_write(&kari, true).await;
        page.see(".transcript .line", "Chose: No").await;
        kari.say("How do I get one?").await;
        page.see(".transcript .line", "How do I get one?").await;
    })
    .await;
}

#[tokio::test]
async fn so_55_a_page_of_somebody_elses_opens_beside_the_shop_and_nothing_but_a_page_does() {
    play("options-link-elsewhere", async |stage| {
        let kari = stage.visitor("Kari").await;
        let mut desk = stage.desk(0).await;
        let chat = kari.meet(&mut desk, "What about delivery?").await;
        let point = |address: &str| {
            let link = PageLink {
                address: address.to_owned(),
                own_site: true,
                ..PageLink::default()
            };
            let content = Content {
                link: Some(Box::new(link)),
                ..Content::text("Look")
            };
            post(&chat, content)
        };
        for address in ["javascript:alert(1)", "//evil.test", "https://a@evil.test/"] {
            let refused = desk.ask(point(address)).await.err();
            assert_eq!(refused.map(|it| it.code), Some(Code::Invalid), "{address}");
        }
        desk.ask(point("https://elsewhere.test/"))
            .await
            .expect("it is posted");
        let panel = kari.panel().await;
        panel
            .see("a.file[target=_blank][rel~=noopener]", "elsewhere.test")
            .await;
        // Another message ends the wait for an answer.
        let options = Options {
            texts: vec!["Up".to_owned(), "Down".to_owned()],
            required: true,
            ..Options::default()
        };
        let content = Content {
            options: Some(options),
            ..Content::text("Which way?")
        };
        desk.ask(post(&chat, content)).await.expect("it is posted");
        can_write(&kari, false).await;
        desk.post(&chat, "Or just write.").await;
        can_write(&kari, true).await;
    })
    .await;
}
