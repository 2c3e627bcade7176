//! The whole story: two visitors of one shop, two agents, one server that does not stay up all the time.

use crate::stage::{Agent, Stage, Visitor, play};

/// Stands in the private message, and nowhere else.
const CANARY: &str = "kanarifugl";

// SO-01, SO-03, SO-04, SO-10, SO-11, SO-13, SO-21, PX-01, PZ-24, PZ-25.
#[tokio::test]
async fn two_visitors_and_two_agents_chat_for_real() {
    play("story", async |stage| {
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        let kari = stage.visitor("Kari").await;
        let ola = stage.visitor("Ola").await;

        // Two questions, one queue.
        kari.open_chat().await;
        kari.panel().await.write("#name", "Kari").await;
        kari.say("Does the lamp dim?").await;
        kari.sees("You are next in line.").await;
        ola.open_chat().await;
        ola.panel().await.write("#name", "Ola").await;
        ola.say("Is the kettle loud?").await;
        ola.sees("You are number 2 in line.").await;
        for agent in [&anna, &bo] {
            agent.badge("Dashboard", 2).await;
            agent
                .page()
                .see(".incoming [role=row]", "Does the lamp dim?")
                .await;
            agent
                .page()
                .see(".incoming [role=row]", "Is the kettle loud?")
                .await;
        }

        // Anna picks Ola out of turn; Bo takes whoever is next.
        anna.answer("Is the kettle loud?").await;
        ola.sees("Anna Berg").await;
        bo.badge("Dashboard", 1).await;
        bo.go_to_chats().await;
        bo.take_next().await;
        kari.sees("Bo Lindqvist").await;
        for agent in [&anna, &bo] {
            agent.badge("Dashboard", 0).await;
            agent.badge("Chats", 1).await;
        }
        bo.sees("Does the lamp dim?").await;

        // Both ways, with what tells that the other is there.
        bo.page().write("textarea", "It d").await;
        kari.sees("Bo Lindqvist is writing").await;
        bo.say("oes.").await;
        kari.sees("It does.").await;
        bo.sees("Seen").await;
        kari.panel().await.write("textarea", "And how").await;
        bo.sees("Kari is writing").await;
        kari.say(" low?").await;
        bo.sees("And how low?").await;
        kari.sees("Seen").await;

        // Between colleagues.
        bo.say_privately(&format!("She asks a lot, {CANARY}")).await;
        bo.say("To a glow.").await;
        kari.sees("To a glow.").await;
        anna.go_to_dashboard().await;
        anna.page()
            .press_twice(".ongoing [role=row]", "Bo Lindqvist")
            .await;
        anna.sees(CANARY).await;
        anna.open_chat("Ola").await;
        anna.say("It hums.").await;
        ola.sees("It hums.").await;

        // Kari leafs through the shop and loads a page anew; the chat stays.
        kari.page().await.press("nav a", "Delivery").await;
        kari.sees("To a glow.").await;
        kari.say("Sent just before a reload").await;
        kari.reload().await;
        kari.sees("Sent just before a reload").await;
        bo.sees("Sent just before a reload").await;

        kill_and_restart(stage, [&kari, &ola], [&anna, &bo]).await;

        // Everybody has the same story, Kari without what is private.
        let private = format!("private: She asks a lot, {CANARY}");
        let story = bo.messages().await;
        assert_eq!(story.iter().filter(|it| **it == private).count(), 1);
        let public: Vec<String> = story.into_iter().filter(|it| *it != private).collect();
        assert_eq!(kari.messages().await, public);
        assert_eq!(public.len(), 7);
        assert_eq!(ola.messages().await, anna.messages().await);
        must_not_know(&kari).await;

        end_both([&kari, &ola], [&anna, &bo]).await;
        must_not_know(&kari).await;
    })
    .await;
}

/// The server is killed. What is written meanwhile waits, on all four screens.
async fn kill_and_restart(stage: &mut Stage, [kari, ola]: [&Visitor; 2], [anna, bo]: [&Agent; 2]) {
    for seat in [&kari.seat, &ola.seat, &anna.seat, &bo.seat] {
        seat.expect_losses();
    }
    stage.demo.kill().await;
    kari.say("Written by Kari meanwhile").await;
    ola.say("Written by Ola meanwhile").await;
    bo.say("Written by Bo meanwhile").await;
    anna.say("Written by Anna meanwhile").await;
    kari.sees("Written by Kari meanwhile").await;
    bo.sees("Written by Bo meanwhile").await;
    stage.demo.restart().await;
    bo.sees("Written by Kari meanwhile").await;
    kari.sees("Written by Bo meanwhile").await;
    anna.sees("Written by Ola meanwhile").await;
    ola.sees("Written by Anna meanwhile").await;
}

/// The ends: by the agent, and by the visitor, who comes back.
async fn end_both([kari, ola]: [&Visitor; 2], [anna, bo]: [&Agent; 2]) {
    bo.end_chat().await;
    kari.sees("This chat has ended.").await;
    bo.badge("Chats", 0).await;
    ola.end_chat().await;
    anna.sees("Ended by the visitor").await;
    ola.panel()
        .await
        .press("button", "Come back to this chat")
        .await;
    anna.sees("The visitor came back").await;
    anna.say("Welcome back").await;
    ola.sees("Welcome back").await;
}

/// Neither the page nor any byte that came to this browser holds what is private.
async fn must_not_know(visitor: &Visitor) {
    let source = visitor.panel().await.source().await;
    assert!(!source.contains(CANARY), "it is in the widget's page");
    let source = visitor.page().await.source().await;
    assert!(!source.contains(CANARY), "it is in the shop's page");
    let heard = visitor.seat.road.heard();
    let canary = CANARY.as_bytes();
    assert!(
        !heard.windows(canary.len()).any(|it| it == canary),
        "it came to the browser"
    );
}
