//! The agent app, with visitors on bare sockets.

use fantoccini::key::Key;
use serde_json::json;
use tests::socket;

use crate::stage::play;

#[tokio::test]
async fn signing_in_with_a_wrong_password_says_so_and_keeps_the_address() {
    play("sign-in", async |stage| {
        let account = stage.demo.account(0);
        let seat = stage.seat("Anna", tests::browser::Look::default()).await;
        let page = &seat.window;
        page.go(&format!("{}/chats", stage.demo.origin())).await;
        page.write("input[type=email]", &account.email).await;
        page.write("input[type=password]", "not my password").await;
        page.press("button", "Sign in").await;
        page.see("[role=alert]", "E-mail or password is not right")
            .await;
        let kept = "return all('input[type=email]')[0].value === args[0]";
        page.until("the address", kept, &[json!(account.email)])
            .await;
        let clear = "const [it] = all('input[type=password]'); it.select(); it.focus()";
        page.ask(clear, &[]).await;
        page.keys(account.password.chars()).await;
        page.key(Key::Enter).await;
        // On the page that was asked for.
        page.see("button", "Get next in queue").await;
        page.press("button", "Your menu").await;
        page.press("button", "Sign out").await;
        page.see("input[type=email]", "").await;
        page.reload().await;
        page.see("input[type=email]", "").await;
    })
    .await;
}

#[tokio::test]
async fn a_reload_keeps_place_draft_and_unread() {
    play("desk-reload", async |stage| {
        let mut kari = stage.stranger().await;
        let mut ola = stage.stranger().await;
        kari.start("Kari's question").await;
        ola.start("Ola's question").await;
        let anna = stage.agent(0).await;
        anna.answer("Kari's question").await;
        anna.sees("Kari's question").await;
        kari.change("that it was read", |change| {
            matches!(change, shared::visitor::Change::Read(_)).then_some(())
        })
        .await;
        anna.go_to_chats().await;
        anna.take_next().await;
        anna.sees("Ola's question").await;
        kari.post("One more").await;
        kari.post("And another").await;
        anna.page().see("a.session .badge", "2").await;
        anna.page().write("textarea", "A draft for Ola").await;
        anna.page().key(Key::Tab).await;
        anna.page().reload().await;
        anna.sees("Ola's question").await;
        let draft = "return all('textarea')[0]?.value === 'A draft for Ola'";
        anna.page().until("the draft", draft, &[]).await;
        anna.page().see("a.session .badge", "2").await;
        anna.badge("Chats", 2).await;
        anna.open_chat("And another").await;
        anna.sees("And another").await;
        anna.page().miss("a.session .badge", "").await;
        kari.change("that it was read", |change| {
            matches!(change, shared::visitor::Change::Read(_)).then_some(())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn an_address_of_nothing_leads_to_the_dashboard() {
    play("elsewhere", async |stage| {
        let anna = stage.agent(0).await;
        for path in ["/nonsense", "/a/b/c"] {
            anna.open_at(path).await;
            anna.page().see(".tiles", "").await;
        }
    })
    .await;
}

#[tokio::test]
async fn what_an_agent_writes_offline_is_kept_over_a_reload_and_sent_once() {
    play("desk-offline", async |stage| {
        let mut kari = stage.stranger().await;
        let chat = kari.start("Hello?").await.conversation;
        let anna = stage.agent(0).await;
        anna.answer("Hello?").await;
        anna.seat.go_offline();
        anna.say("Written in a tunnel").await;
        anna.sees("Is sent when the connection is back").await;
        anna.page()
            .see("[role=status], .connection", "Reconnecting")
            .await;
        anna.seat.come_online();
        kari.hear("Written in a tunnel").await;
        anna.sees("Sent").await;
        for round in 0..4 {
            anna.say(&format!("Message {round}")).await;
            // The composer is emptied once the message is kept; whether it has left, nobody knows.
            let is_kept = "return all('textarea')[0]?.value === ''";
            anna.page().until("an empty composer", is_kept, &[]).await;
            anna.page().reload().await;
            anna.page().see("textarea", "Message:").await;
        }
        kari.hear("Message 3").await;
        let expected = [
            "Hello?",
            "Written in a tunnel",
            "Message 0",
            "Message 1",
            "Message 2",
            "Message 3",
        ];
        assert_eq!(kari.texts(&chat).await, expected);
        anna.sees("Message 3").await;
        assert_eq!(anna.messages().await, expected);
    })
    .await;
}

#[tokio::test]
async fn of_two_agents_who_answer_the_same_question_the_slower_is_told() {
    play("desk-race", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let mut bo = stage.desk(1).await;
        let chat = kari.start("Who is quicker?").await.conversation;
        anna.page()
            .see(".incoming [role=row]", "Who is quicker?")
            .await;
        // Bo is quicker than Anna's screen: what she presses leaves her browser before she hears of it.
        anna.seat.road.freeze();
        bo.take(&chat).await;
        anna.page()
            .press_twice(".incoming [role=row]", "Who is quicker?")
            .await;
        anna.seat.road.thaw();
        anna.page()
            .see("[role=alert], [role=status]", "Bo Lindqvist was faster")
            .await;
        anna.page()
            .miss(".incoming [role=row]", "Who is quicker?")
            .await;
    })
    .await;
}

#[tokio::test]
async fn presence_is_shown_and_changed_on_every_device() {
    play("desk-presence", async |stage| {
        let kari = stage.stranger().await;
        assert!(!kari.me().channel.is_open);
        let anna = stage.agent(0).await;
        let mut phone = stage.desk(0).await;
        let is = |wanted| format!("return all('input[name=presence][value={wanted}]')[0]?.checked");
        anna.page().until("present", &is("present"), &[]).await;
        anna.page().press(".presence label", "Away").await;
        phone
            .desk_is("away", |desk| {
                desk.colleagues
                    .iter()
                    .any(|it| it.presence == shared::presence::Presence::Away)
            })
            .await;
        phone.be(shared::presence::Presence::Present).await;
        anna.page()
            .until("present again", &is("present"), &[])
            .await;
    })
    .await;
}

#[tokio::test]
async fn the_whole_work_can_be_done_with_the_keyboard_alone() {
    play("desk-keyboard", async |stage| {
        let mut kari = stage.stranger().await;
        let chat = kari.start("Only keys?").await.conversation;
        let anna = stage.agent(0).await;
        let page = anna.page();
        page.see(".incoming [role=row]", "Only keys?").await;
        // From the top of the page by Tab to the list, then Enter.
        page.ask("document.activeElement?.blur()", &[]).await;
        let on_row = "return document.activeElement?.matches('.incoming [role=row]') ?? false";
        walk(&anna, "the row", on_row).await;
        page.key(Key::Enter).await;
        page.see("textarea", "Message:").await;
        page.until(
            "the cursor",
            "return document.activeElement?.localName === 'textarea'",
            &[],
        )
        .await;
        page.keys("Only keys.".chars()).await;
        page.key(Key::Enter).await;
        kari.hear("Only keys.").await;
        // Private by Tab and Space, and back.
        let on_switch = "return document.activeElement?.matches('[role=switch]') ?? false";
        walk(&anna, "the private switch", on_switch).await;
        page.keys([' ']).await;
        page.see("textarea", "Private message").await;
        page.keys([' ']).await;
        page.see("textarea", "Message:").await;
        // Single keys work where nothing is typed.
        page.keys(['1']).await;
        page.see(".tiles", "").await;
        page.keys(['2']).await;
        page.see("textarea", "Message:").await;
        page.key(Key::Escape).await;
        page.keys(['e']).await;
        page.see("dialog", "End the chat?").await;
        let on_end = "return name(document.activeElement) === 'End chat'";
        walk(&anna, "the end", on_end).await;
        page.key(Key::Enter).await;
        kari.change("the end", |change| {
            matches!(change, shared::visitor::Change::Ended(_)).then_some(())
        })
        .await;
        // And nobody is disturbed while typing.
        kari.ask(socket::visitor::post("Back"))
            .await
            .expect("it reopens");
        page.see("textarea", "Message:").await;
        page.write("textarea", "e12np").await;
        page.see("textarea", "Message:").await;
        assert_eq!(page.count("dialog", "End the chat?").await, 0);
        assert_eq!(
            kari.texts(&chat).await,
            ["Only keys?", "Only keys.", "Back"]
        );
    })
    .await;
}

#[tokio::test]
async fn the_desk_speaks_four_languages() {
    play("desk-languages", async |stage| {
        for (language, dashboard, next) in [
            ("nb", "Oversikt", "Hent neste i køen"),
            ("sv", "Översikt", "Hämta nästa i kön"),
            ("nl", "Overzicht", "Volgende uit de wachtrij"),
        ] {
            let account = stage.demo.account(0);
            let look = tests::browser::Look {
                language: language.to_owned(),
                ..Default::default()
            };
            let seat = stage.seat(language, look).await;
            let page = &seat.window;
            page.go(&format!("{}/chats", stage.demo.origin())).await;
            page.write("input[type=email]", &account.email).await;
            page.write("input[type=password]", &account.password).await;
            page.key(Key::Enter).await;
            page.see("nav a", dashboard).await;
            page.see("button", next).await;
            let lang = page.ask("return document.documentElement.lang", &[]).await;
            assert!(
                lang.as_str().is_some_and(|it| it.starts_with(language)),
                "{lang}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_language_comes_without_a_reload_and_one_that_cannot_come_leaves_the_old_one() {
    play("desk-language-lost", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        page.ask("window.loadedOnce = true", &[]).await;
        page.press("button", "Your menu").await;
        let choose = "const [it] = all('.menu .languages select'); it.value = args[0];
            it.dispatchEvent(new Event('change', { bubbles: true }))";
        let chosen = "return all('.menu .languages select')[0].value === args[0]";

        anna.seat.go_offline();
        page.ask(choose, &[json!("nl")]).await;
        page.see(".menu [role=alert]", "This language could not be loaded")
            .await;
        page.until("the old language", chosen, &[json!("en")]).await;
        page.see("nav a", "Dashboard").await;

        anna.seat.come_online();
        page.ask(choose, &[json!("nl")]).await;
        page.see("nav a", "Overzicht").await;
        page.miss(".menu [role=alert]", "could not").await;
        // What has come once is there, also without a network.
        anna.seat.go_offline();
        page.ask(choose, &[json!("en")]).await;
        page.see("nav a", "Dashboard").await;
        assert_eq!(page.ask("return window.loadedOnce", &[]).await, true);
        anna.seat.come_online();
        page.reload().await;
        page.see("nav a", "Dashboard").await;
    })
    .await;
}

#[tokio::test]
async fn an_app_that_has_failed_says_so_and_offers_to_reload() {
    play("desk-fault", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        let fail = "const error = new WebAssembly.RuntimeError('unreachable');
            dispatchEvent(new ErrorEvent('error', { error }));
            dispatchEvent(new ErrorEvent('error', { error }))";
        page.ask(fail, &[]).await;
        page.see(".fault[role=alert]", "Samtale has failed").await;
        assert_eq!(page.count(".fault", "").await, 1);
        page.press(".fault button", "Reload").await;
        page.see("nav a", "Dashboard").await;
        page.miss(".fault", "").await;
    })
    .await;
}

/// Presses Tab until a script says that the focus is there.
async fn walk(agent: &crate::stage::Agent, what: &str, is_there: &str) {
    for _ in 0..60 {
        if agent.page().ask(is_there, &[]).await == true {
            return;
        }
        agent.page().key(Key::Tab).await;
    }
    panic!("the keyboard does not lead to {what}");
}
