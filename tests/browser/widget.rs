//! The widget, with the other side on a bare socket.

mod blocking;
mod ending;
mod focus;
mod large;
mod meeting;
mod reactions;

use fantoccini::key::Key;
use tests::browser::Look;

use crate::stage::{MESSAGES, play};

#[tokio::test]
async fn a_question_waits_in_line_is_answered_and_the_chat_ends() {
    play("question", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        kari.open_chat().await;
        kari.panel().await.write("#name", "Kari Nordmann").await;
        kari.say("Where is my lamp?").await;
        kari.sees("You are next in line.").await;
        kari.sees("Thank you. One of us will be with you in a moment.")
            .await;

        let waiting = anna.shows("the question", |it| it.unread == 1).await;
        assert_eq!(waiting.visitor.name.as_deref(), Some("Kari Nordmann"));
        let chat = anna.take(&waiting.id).await.id;
        anna.follow(&chat, None).await;
        kari.sees("Anna Berg").await;
        anna.typing(&chat, false).await;
        kari.sees("Anna Berg is writing").await;
        anna.post(&chat, "It is on its way.").await;
        kari.sees("It is on its way.").await;
        kari.panel().await.miss(".typing", "writing").await;
        kari.say("Thank you!").await;
        let thanks = anna.hear("Thank you!").await;
        kari.sees("Sent").await;
        anna.read(&chat, &thanks).await;
        kari.sees("Seen").await;
        anna.note(&chat, "Between us: she was nice.").await;
        anna.end(&chat).await;
        kari.sees("This chat has ended.").await;
        let said = ["Where is my lamp?", "It is on its way.", "Thank you!"];
        assert_eq!(kari.messages().await, said);
        let source = kari.panel().await.source().await;
        assert!(
            !source.contains("Between us"),
            "a private message reached the widget"
        );
        let bytes = kari.seat.road.heard();
        assert!(
            !bytes.windows(10).any(|it| it == b"Between us"),
            "or its socket"
        );

        kari.panel()
            .await
            .press("button", "Come back to this chat")
            .await;
        anna.shows("a return", |it| it.ended.is_none()).await;
        kari.say("One more thing").await;
        anna.hear("One more thing").await;
        kari.end_chat().await;
        kari.sees("You ended the chat.").await;
        anna.shows("the end", |it| it.ended.is_some()).await;
    })
    .await;
}

#[tokio::test]
async fn the_chat_is_still_there_on_the_next_page_and_after_a_reload() {
    play("pages", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Do you have it in blue?").await;
        anna.post(&chat, "Let me look.").await;
        kari.sees("Let me look.").await;
        // By a link of the shop, without touching the chat.
        kari.page().await.press("nav a", "Delivery").await;
        kari.page().await.see("h1, h2", "Delivery").await;
        kari.sees("Let me look.").await;
        anna.post(&chat, "Yes, we do.").await;
        kari.sees("Yes, we do.").await;
        // A draft survives, too.
        kari.panel().await.write("textarea", "Then I would").await;
        kari.panel().await.key(Key::Tab).await;
        kari.reload().await;
        kari.sees("Yes, we do.").await;
        let draft = "return all('#message')[0].value === 'Then I would'";
        kari.panel().await.until("the draft", draft, &[]).await;
        kari.panel().await.write("textarea", " like one.").await;
        kari.panel().await.key(Key::Enter).await;
        anna.shows("what was a draft", |it| {
            it.last.text == "Then I would like one."
        })
        .await;
        // In another window of the same browser, nothing is open: that is for this tab to know.
        kari.close_chat().await;
        kari.go("/products").await;
        kari.page()
            .await
            .see("button.launcher[aria-expanded=false]", "")
            .await;
    })
    .await;
}

#[tokio::test]
async fn a_message_sent_as_the_page_goes_away_arrives_once() {
    play("reload", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        let mut written = vec!["Hello?".to_owned()];
        for round in 0..6 {
            // The reload comes while the message is on its way, or before it has left.
            let text = format!("Message {round}");
            kari.say(&text).await;
            written.push(text);
            kari.reload().await;
            kari.panel().await.see("textarea", "").await;
        }
        kari.sees("Message 5").await;
        kari.panel()
            .await
            .until(
                "all of it",
                "return shown(args[0]).length === 7",
                &[serde_json::json!(MESSAGES)],
            )
            .await;
        assert_eq!(kari.messages().await, written);
        kari.sees("Sent").await;
        assert_eq!(anna.texts(&chat).await, written);
    })
    .await;
}

#[tokio::test]
async fn what_is_written_offline_is_kept_and_sent_later() {
    play("offline", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        kari.seat.go_offline();
        kari.say("Written in a tunnel").await;
        kari.say("And this").await;
        kari.sees("And this").await;
        kari.sees("Sending").await;
        kari.panel().await.see(".notice", "Reconnecting").await;
        anna.post(&chat, "Are you there?").await;
        kari.seat.come_online();
        kari.sees("Are you there?").await;
        kari.sees("Sent").await;
        kari.panel().await.miss(".notice", "Reconnecting").await;
        let expected = [
            "Hello?",
            "Are you there?",
            "Written in a tunnel",
            "And this",
        ];
        assert_eq!(anna.texts(&chat).await, expected);
        assert_eq!(kari.messages().await, expected);
    })
    .await;
}

#[tokio::test]
async fn the_server_is_killed_and_the_chat_goes_on() {
    play("killed", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.seat.expect_losses();
        kari.begin("Before").await;
        stage.demo.kill().await;
        kari.say("While it is gone").await;
        kari.sees("While it is gone").await;
        stage.demo.restart().await;
        kari.sees("Sent").await;
        kari.sees("You are next in line.").await;
        kari.say("After").await;
        let mut anna = stage.desk(0).await;
        let chat = anna.shows("the chat", |it| it.unread == 3).await.id;
        let expected = ["Before", "While it is gone", "After"];
        assert_eq!(anna.texts(&chat).await, expected);
        assert_eq!(kari.messages().await, expected);
    })
    .await;
}

#[tokio::test]
async fn unread_messages_are_counted_on_the_launcher_while_the_chat_is_closed() {
    play("badge", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "Hello?").await;
        kari.close_chat().await;
        anna.post(&chat, "one").await;
        kari.page().await.see(".badge", "1").await;
        let second = anna.post(&chat, "two").await.message;
        kari.page().await.see(".badge", "2").await;
        kari.page()
            .await
            .see("[role=status]", "Unread messages: 2")
            .await;
        // The next page shows it as well, with the chat still closed.
        kari.page().await.press("nav a", "Delivery").await;
        kari.page().await.see(".badge", "2").await;
        assert_eq!(anna.summary(&chat).seen_by_visitor, None);
        kari.page().await.press("button.launcher", "").await;
        kari.sees("two").await;
        kari.page().await.miss(".badge", "").await;
        anna.shows("that it was seen", |it| {
            it.seen_by_visitor == Some(second.clone())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn everything_can_be_done_with_the_keyboard_alone() {
    play("keyboard", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let keys = &kari.seat.window;
        kari.page().await.see("button.launcher", "").await;
        let begin = "all('button.launcher')[0].focus()";
        kari.page().await.ask(begin, &[]).await;
        keys.key(Key::Enter).await;
        kari.can_write().await;
        keys.keys("Only keys".chars()).await;
        keys.key(Key::Enter).await;
        let chat = anna.shows("the question", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        kari.sees("Anna Berg").await;
        // The cursor has stayed where one writes.
        keys.keys("More".chars()).await;
        keys.chord(&[Key::Shift, Key::Enter]).await;
        keys.keys("in two lines".chars()).await;
        keys.key(Key::Enter).await;
        anna.shows("both lines", |it| it.last.text == "More in two lines")
            .await;

        // Out of the chat: the launcher has the focus then, and leads back.
        kari.walk_to("Close chat", true).await;
        keys.key(Key::Enter).await;
        let on_launcher =
            "return document.activeElement.shadowRoot?.activeElement?.matches('.launcher')";
        kari.page()
            .await
            .until("the launcher", on_launcher, &[])
            .await;
        keys.key(Key::Enter).await;
        kari.can_write().await;

        kari.walk_to("Menu", true).await;
        keys.key(Key::Enter).await;
        kari.walk_to("End chat", false).await;
        keys.key(Key::Enter).await;
        kari.panel().await.see("dialog", "End this chat?").await;
        kari.walk_to("End chat", false).await;
        keys.key(Key::Enter).await;
        anna.shows("the end", |it| it.ended.is_some()).await;
        kari.sees("You ended the chat.").await;
        kari.walk_to("Come back to this chat", false).await;
        keys.key(Key::Enter).await;
        anna.shows("a return", |it| it.ended.is_none()).await;
    })
    .await;
}

#[tokio::test]
async fn the_chat_speaks_the_language_of_its_page_and_of_its_reader() {
    play("languages", async |stage| {
        for (language, page, ask, next) in [
            ("sv", "/no", "Skriv spørsmålet ditt", "Du er den neste i køen."),
            ("nl", "/", "Write your question", "You are"),
        ] {
            let look = Look {
                language: language.to_owned(),
                ..Look::default()
            };
            let visitor = stage.visitor_with(language, look, page).await;
            visitor.page().await.press("button.launcher", "").await;
            visitor.panel().await.see("textarea", ask).await;
            visitor.say("?").await;
            visitor.sees(next).await;
        }
        // A page in no particular language is read in the reader's own.
        for (language, ask) in [
            ("nb-NO", "Skriv spørsmålet ditt"),
            ("sv-SE", "Skriv din fråga"),
            ("nl-NL", "Schrijf je vraag"),
            ("ja", "Write your question"),
        ] {
            let look = Look {
                language: language.to_owned(),
                ..Look::default()
            };
            let visitor = stage.visitor_with(language, look, "/").await;
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
            visitor.panel().await.see("textarea", ask).await;
        }
    })
    .await;
}

#[tokio::test]
async fn several_tabs_of_one_visitor_show_one_chat() {
    play("tabs", async |stage| {
        let mut anna = stage.desk(0).await;
        let kari = stage.visitor("Kari").await;
        let chat = kari.meet(&mut anna, "From the first tab").await;
        let second = kari.second_tab("/delivery").await;
        second.open_chat().await;
        second.sees("From the first tab").await;
        second.say("From the second tab").await;
        anna.follow(&chat, Some(0)).await;
        second.sees("Sent").await;
        kari.show_tab(0).await;
        kari.sees("From the second tab").await;
        anna.post(&chat, "To both").await;
        kari.sees("To both").await;
        let expected = ["From the first tab", "From the second tab", "To both"];
        assert_eq!(kari.messages().await, expected);
        kari.show_tab(1).await;
        second.sees("To both").await;
        assert_eq!(second.messages().await, expected);
        assert_eq!(anna.texts(&chat).await, expected);
    })
    .await;
}
