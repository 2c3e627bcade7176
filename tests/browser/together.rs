//! Agents work together in the agent app: what is offered, handed over, invited, listened to, and who is
//! there.

use fantoccini::key::Key;
use serde_json::json;
use shared::{
    agent::{Command, SetPresence, Summary},
    ask::{Answer, Kind},
    id::{self, Id},
    presence::Presence,
};
use tests::{browser::Look, socket::Socket};

use crate::{
    access::must_be_accessible,
    stage::{Agent, play},
};

type Conversation = Id<id::Conversation>;

// PZ-08, PZ-09, PZ-10, PZ-12; decision 3.
#[tokio::test]
async fn what_is_offered_is_shown_on_every_screen_and_accepted_with_enter() {
    play("together-offer", async |stage| {
        stage
            .demo
            .administer("channel change support --routing offer --answer-within 300 --rest 300")
            .await;
        let anna = stage.agent(0).await;
        let page = anna.page();
        let mut kari = stage.stranger().await;
        kari.start("Is my lamp on its way?").await;
        page.see(".offer[role=alertdialog]", "A visitor waits for you")
            .await;
        page.see(".offer", "Is my lamp on its way?").await;
        page.see(".offer", "Support").await;
        page.see(".offer [role=timer]", "seconds left").await;
        page.see("[role=alert]", "A visitor waits for you: Is my lamp")
            .await;
        must_be_accessible(page, "an offer").await;
        // On every screen.
        anna.go_to_chats().await;
        page.see(".offer", "Is my lamp on its way?").await;
        // One at a time.
        let mut ola = stage.stranger().await;
        ola.start("And my kettle?").await;
        page.until("one offer", "return shown('.offer').length === 1", &[])
            .await;
        page.keys(['o']).await;
        has_focus(&anna, "Accept").await;
        page.key(Key::Enter).await;
        page.see("textarea", "Message:").await;
        anna.sees("Is my lamp on its way?").await;
        // The next one comes when the first is accepted; whoever writes is not disturbed.
        page.see(".offer", "And my kettle?").await;
        has_focus(&anna, "Message:").await;
        page.press(".offer button", "Decline").await;
        page.miss(".offer", "").await;
        // Nobody else is there to be asked: it waits, and whoever declined is busy for a while.
        page.see(".presence", "Busy").await;
        page.see(".queue", "In queue: 1").await;
    })
    .await;
}

// SO-14 (3), SO-16, SO-22, SO-26, SO-27, SO-28.
#[tokio::test]
async fn a_chat_is_handed_over_read_accepted_and_listened_to() {
    play("together-transfer", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        kari.start("Who knows lamps?").await;
        anna.answer("Who knows lamps?").await;
        anna.say("A colleague does.").await;
        kari.hear("A colleague does.").await;
        hand(&anna, "Transfer…", "Bo Lindqvist", "Bo, she is in a hurry").await;
        anna.page().see("li[data-asked]", "Transfer waits").await;
        anna.page()
            .see(".asked", "Bo Lindqvist is asked to take over")
            .await;
        // Until the answer it is Anna's.
        anna.say("One moment.").await;
        kari.hear("One moment.").await;
        // It comes to Bo by itself, on the dashboard too, and can be read first.
        bo.page()
            .see(".offer", "Anna Berg asks you to take over")
            .await;
        bo.page().press(".offer button", "Read it").await;
        bo.page().see("li[data-asked]", "Transfer waits").await;
        bo.sees("Bo, she is in a hurry").await;
        must_be_accessible(bo.page(), "asked to take over").await;
        bo.page().miss(".offer", "").await;
        bo.page().press(".asked button", "Accept transfer").await;
        bo.page().see("textarea", "Message:").await;
        bo.say("I am Bo.").await;
        kari.hear("I am Bo.").await;
        bo.page().miss("li[data-asked]", "").await;
        // Anna listens on, and leaves.
        anna.page().see(".listening", "You are listening").await;
        anna.page().miss("textarea", "").await;
        anna.sees("I am Bo.").await;
        anna.page().see("a.session", "Listening").await;
        must_be_accessible(anna.page(), "listening").await;
        anna.page().press(".listening button", "Close window").await;
        anna.page().miss("a.session", "").await;
        bo.sees("Anna Berg left").await;
    })
    .await;
}

// SO-29, SO-30.
#[tokio::test]
async fn a_transfer_is_rejected_or_taken_back_and_its_sender_goes_on() {
    play("together-rejected", async |stage| {
        let mut kari = stage.stranger().await;
        let mut bo = stage.desk(1).await;
        let anna = stage.agent(0).await;
        let chat = kari.start("Who knows kettles?").await.conversation;
        anna.answer("Who knows kettles?").await;
        hand(&anna, "Transfer…", "Bo Lindqvist", "").await;
        asked(&mut bo, &chat).await;
        answer(&mut bo, &chat, Kind::Transfer, false).await;
        anna.sees("Bo Lindqvist declined").await;
        anna.page().miss("li[data-asked]", "").await;
        anna.say("I go on.").await;
        kari.hear("I go on.").await;
        hand(&anna, "Transfer…", "Bo Lindqvist", "").await;
        anna.page()
            .press("li[data-asked] button", "Cancel transfer")
            .await;
        anna.sees("Taken back by Anna Berg").await;
        anna.page().miss("li[data-asked]", "").await;
        anna.page().see("textarea", "Message:").await;
    })
    .await;
}

// SO-26: nothing that was written is lost when nobody can be asked.
#[tokio::test]
async fn a_note_that_found_nobody_is_kept() {
    play("together-note", async |stage| {
        let mut kari = stage.stranger().await;
        let mut bo = stage.desk(1).await;
        let anna = stage.agent(0).await;
        kari.start("Hello?").await;
        anna.answer("Hello?").await;
        open_hand(&anna, "Transfer…", "Bo Lindqvist", "Long and careful").await;
        // Bo goes away before Anna's screen hears of it.
        anna.seat.road.freeze();
        bo.be(Presence::Away).await;
        anna.page()
            .press("dialog button[type=submit]", "Transfer")
            .await;
        anna.seat.road.thaw();
        anna.page().see("[role=alert]", "Your note is kept").await;
        task(&anna, "Transfer…").await;
        anna.page()
            .see("dialog", "No colleague who could do this")
            .await;
        let kept = "return all('#hand-note')[0]?.value === args[0]";
        anna.page()
            .until("the note", kept, &[json!("Long and careful")])
            .await;
    })
    .await;
}

// PZ-22, PZ-23; decision 4.
#[tokio::test]
async fn a_colleague_is_invited_writes_too_and_owns_the_chat_when_the_owner_leaves() {
    play("together-invite", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        kari.start("A hard question").await;
        anna.answer("A hard question").await;
        hand(&anna, "Invite…", "Bo Lindqvist", "").await;
        bo.page().see(".offer", "Anna Berg invites you").await;
        bo.page().press(".offer button", "Read it").await;
        bo.page().press(".asked button", "Join the chat").await;
        bo.page().see("textarea", "Message:").await;
        bo.page().see(".heading", "With Anna Berg and you").await;
        bo.say("Both of us are here.").await;
        kari.hear("Both of us are here.").await;
        anna.page().see(".heading", "Bo Lindqvist too").await;
        bo.page().see("a.session", "Joined").await;
        task(&anna, "Leave the chat").await;
        anna.page()
            .see("dialog", "Bo Lindqvist owns the chat then")
            .await;
        must_be_accessible(anna.page(), "asked about leaving").await;
        anna.page().press("dialog button", "Leave the chat").await;
        bo.page().see(".heading", "With you").await;
        anna.page().miss("a.session", "A hard question").await;
        anna.page().see("h2, p", "No chat is open").await;
    })
    .await;
}

// PZ-22, PZ-23: any of a channel, and who declines leaves it to the others.
#[tokio::test]
async fn any_of_a_channel_is_invited_and_the_first_one_joins() {
    play("together-channel", async |stage| {
        let cleo = stage.demo.hire("Cleo", "sales").await;
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        let cleo = stage.agent_of(cleo, Look::default()).await;
        kari.start("Two hundred lamps").await;
        anna.answer("Two hundred lamps").await;
        hand(&anna, "Invite…", "Anybody of Sales", "").await;
        for one in [&bo, &cleo] {
            one.page().press(".offer button", "Read it").await;
        }
        bo.page().press(".asked button", "Decline invitation").await;
        bo.page().miss("li[data-asked]", "").await;
        cleo.page().press(".asked button", "Join the chat").await;
        cleo.say("Sales here.").await;
        kari.hear("Sales here.").await;
        task(&cleo, "Leave the chat").await;
        anna.sees("Cleo left").await;
        cleo.page().miss("a.session", "").await;
    })
    .await;
}

// SO-08, SO-25.
#[tokio::test]
async fn a_manager_listens_in_writes_privately_and_takes_over() {
    play("together-listen", async |stage| {
        let mut kari = stage.stranger().await;
        let mut bo = stage.desk(1).await;
        let anna = stage.agent(0).await;
        let chat = kari.start("Is it too late?").await.conversation;
        bo.take(&chat).await;
        bo.follow(&chat, None).await;
        anna.page().press(".ongoing button", "Listen in").await;
        anna.page()
            .see(".listening", "Only Bo Lindqvist can write")
            .await;
        anna.page().miss("textarea", "").await;
        anna.page()
            .press(".listening button", "Write a private message")
            .await;
        anna.page().see("textarea", "Private message").await;
        anna.say("Offer her a discount").await;
        anna.sees("Offer her a discount").await;
        task(&anna, "Take over").await;
        anna.page().see("textarea", "Message:").await;
        anna.say("Anna here.").await;
        kari.hear("Anna here.").await;
        assert_eq!(kari.texts(&chat).await, ["Is it too late?", "Anna here."]);
        let summary = bo
            .shows("another owner", |it| !it.listeners.is_empty())
            .await;
        assert_eq!(owner(&summary), "Anna Berg");
    })
    .await;
}

// PZ-02, PZ-03, PZ-06, SO-17; decision 5.
#[tokio::test]
async fn an_agent_is_away_for_a_reason_and_colleagues_read_it() {
    play("together-away", async |stage| {
        stage.demo.administer("reason add lunch --name Lunch").await;
        stage
            .demo
            .administer("reason add meeting --name Meeting")
            .await;
        let anna = stage.agent(0).await;
        let mut bo = stage.desk(1).await;
        anna.page().press("button", "Reasons to be away").await;
        must_be_accessible(anna.page(), "reasons").await;
        anna.page().press(".menu .choice", "Lunch").await;
        anna.page().see(".presence", "Lunch").await;
        // From one reason to another without being present between.
        anna.page().press("button", "Reasons to be away").await;
        anna.page().press(".menu .choice", "Meeting").await;
        anna.page().see(".presence", "Meeting").await;
        bo.desk_is("a meeting", |desk| {
            let mut all = desk.colleagues.iter();
            all.any(|it| it.reason.as_ref().is_some_and(|it| it.name == "Meeting"))
        })
        .await;
        let lunch = Command::Presence(SetPresence {
            presence: Presence::Away,
            reason: Some(Id::new("lunch")),
        });
        bo.do_it(lunch).await;
        anna.page().see(".colleagues li", "Away · Lunch").await;
        anna.page().press(".presence label", "Present").await;
        anna.page().miss(".presence .because", "").await;
    })
    .await;
}

// PZ-03, PZ-07, PZ-11 and the rule behind it: three offers without an answer.
#[tokio::test]
async fn whoever_leaves_offers_unanswered_counts_as_away_and_comes_back_with_one_press() {
    play("together-no-answer", async |stage| {
        stage
            .demo
            .administer("channel change support --routing offer --answer-within 5")
            .await;
        let anna = stage.agent(0).await;
        let mut strangers = Vec::new();
        for number in 0..3 {
            let mut it = stage.stranger().await;
            it.start(&format!("Question {number}")).await;
            strangers.push(it);
        }
        let page = anna.page();
        let is_away = "return saying('.missed', 'Several offers got no answer').length > 0";
        page.until_slowly("being away", is_away, &[]).await;
        page.see(".presence", "No answer").await;
        must_be_accessible(page, "counted as away").await;
        page.press(".missed button", "I am back").await;
        page.miss(".missed", "Several offers").await;
        let is = "return all('input[name=presence][value=present]')[0]?.checked";
        page.until("present", is, &[]).await;
    })
    .await;
}

// The channels one serves: protocol, `serve`.
#[tokio::test]
async fn an_agent_chooses_channels_and_is_not_offered_the_others() {
    play("together-serve", async |stage| {
        let anna = stage.agent(0).await;
        let mut bo = stage.desk(1).await;
        anna.page().press("button", "Reasons to be away").await;
        anna.page()
            .see(".menu [role=switch][aria-checked=true]", "Sales")
            .await;
        anna.page().press(".menu [role=switch]", "Sales").await;
        anna.page()
            .see(".menu [role=switch][aria-checked=false]", "Sales")
            .await;
        bo.desk_is("all channels but one", |desk| {
            let mut all = desk.colleagues.iter();
            let others = desk.channels.len() - 1;
            all.any(|it| it.card.name == "Anna Berg" && it.channels.len() == others)
        })
        .await;
        anna.page().press(".menu [role=switch]", "Sales").await;
        anna.page()
            .see(".menu [role=switch][aria-checked=true]", "Sales")
            .await;
    })
    .await;
}

// Decision 6.
#[tokio::test]
async fn an_owner_without_connection_is_shown_with_the_time_that_is_left() {
    play("together-missing", async |stage| {
        stage
            .demo
            .administer("channel change support --grace 600")
            .await;
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let bo = stage.desk(1).await;
        let chat = kari.start("Do not go").await.conversation;
        let mut bo = bo;
        bo.take(&chat).await;
        anna.page().see(".ongoing [role=row]", "Bo Lindqvist").await;
        drop(bo);
        let is_shown = "return saying('.ongoing .returns', 'back in the queue in').length > 0";
        anna.page()
            .until_slowly("the time left", is_shown, &[])
            .await;
    })
    .await;
}

/// Chooses an entry of the open conversation's menu.
async fn task(agent: &Agent, name: &str) {
    agent
        .page()
        .press(".heading button", "More for this chat")
        .await;
    agent.page().press(".heading .menu .choice", name).await;
}

/// Asks somebody about the open conversation.
async fn hand(agent: &Agent, name: &str, whom: &str, note: &str) {
    open_hand(agent, name, whom, note).await;
    agent.page().press("dialog button[type=submit]", "").await;
    agent.page().miss("dialog", "").await;
}

/// All of it but the last press.
async fn open_hand(agent: &Agent, name: &str, whom: &str, note: &str) {
    task(agent, name).await;
    agent.page().press("dialog .candidate", whom).await;
    must_be_accessible(agent.page(), "asking a colleague").await;
    if !note.is_empty() {
        agent.page().write("#hand-note", note).await;
    }
}

async fn has_focus(agent: &Agent, name: &str) {
    let script = "return name(document.activeElement).includes(args[0])";
    let what = format!("the focus on {name}");
    agent.page().until(&what, script, &[json!(name)]).await;
}

async fn asked(bo: &mut Socket<shared::agent::Agent>, chat: &Conversation) {
    bo.shows("a question", |it| it.id == *chat && it.question.is_some())
        .await;
}

async fn answer(
    bo: &mut Socket<shared::agent::Agent>,
    chat: &Conversation,
    kind: Kind,
    accept: bool,
) {
    let conversation = chat.clone();
    bo.do_it(Command::Answer(Answer {
        conversation,
        kind,
        accept,
    }))
    .await;
}

fn owner(summary: &Summary) -> &str {
    summary.owner.as_ref().map_or("", |it| it.name.as_str())
}

// PX-03, NX-04.
#[tokio::test]
async fn a_message_that_has_not_seen_a_colleagues_asks_before_it_is_sent() {
    play("together-changed", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let mut bo = stage.desk(1).await;
        let chat = kari.start("Does it dim?").await.conversation;
        anna.answer("Does it dim?").await;
        hand(&anna, "Invite…", "Bo Lindqvist", "").await;
        asked(&mut bo, &chat).await;
        let accept = Command::Answer(Answer {
            conversation: chat.clone(),
            kind: Kind::Invitation,
            accept: true,
        });
        bo.ask(accept).await.expect("Bo joins");
        anna.page().see(".heading", "Bo Lindqvist too").await;
        // Bo's answer is on its way to Anna's screen when she sends hers.
        anna.seat.road.freeze();
        bo.post(&chat, "Yes, it does.").await;
        anna.page().write("textarea", "I do not know.").await;
        anna.page().key(Key::Enter).await;
        anna.seat.road.thaw();
        anna.page()
            .see("dialog", "A colleague has written meanwhile")
            .await;
        anna.page().see("dialog", "Yes, it does.").await;
        anna.page().see("dialog", "I do not know.").await;
        must_be_accessible(anna.page(), "a message that is held back").await;
        // The answer that does nothing is the one the keyboard stands on; the text is there to be changed.
        anna.page().key(Key::Enter).await;
        let text = "return all('textarea')[0].value === args[0]";
        let written = [json!("I do not know.")];
        anna.page().until("the text", text, &written).await;
        has_focus(&anna, "Message:").await;
        anna.page().write("textarea", " As Bo says!").await;
        anna.page().key(Key::Enter).await;
        kari.hear("I do not know. As Bo says!").await;
        // Now Anna wants it all the same.
        anna.seat.road.freeze();
        bo.note(&chat, "Between us").await;
        anna.say("Anyway").await;
        anna.seat.road.thaw();
        anna.page().see("dialog", "Between us").await;
        anna.page().press("dialog button", "Send anyway").await;
        kari.hear("Anyway").await;
        anna.page().miss("dialog", "").await;
        let texts = kari.texts(&chat).await;
        assert_eq!(
            texts,
            [
                "Does it dim?",
                "Yes, it does.",
                "I do not know. As Bo says!",
                "Anyway"
            ]
        );
    })
    .await;
}

// PX-03.
#[tokio::test]
async fn one_sees_who_else_looks_at_a_chat() {
    play("together-looking", async |stage| {
        let mut kari = stage.stranger().await;
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        kari.start("Anybody?").await;
        anna.answer("Anybody?").await;
        bo.page()
            .press_twice(".ongoing [role=row]", "Anna Berg")
            .await;
        bo.sees("Anybody?").await;
        bo.page().see(".heading", "Looking: Anna Berg").await;
        anna.page().see(".heading", "Looking: Bo Lindqvist").await;
        // A private message is being written; it is told among colleagues.
        bo.page()
            .press(".listening button", "Write a private message")
            .await;
        bo.page().write("textarea", "She").await;
        anna.sees("Bo Lindqvist is writing privately").await;
        bo.go_to_dashboard().await;
        anna.page().miss(".heading", "Looking: Bo Lindqvist").await;
    })
    .await;
}
