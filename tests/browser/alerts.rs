//! What draws an agent's attention: sounds, notifications, marks, and warnings of what is unanswered.

use serde_json::json;
use shared::{presence::Presence, visitor::Change};
use tests::browser::{Look, Window};

use crate::{
    access::must_be_accessible,
    stage::{Agent, play},
};

/// Counts the notes that a page plays.
const LISTEN: &str = "
    window.notes = 0;
    const play = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...when) {
        window.notes += 1;
        return play.apply(this, when);
    };
";

/// Nobody looks at the page any more.
const LOOK_AWAY: &str = "document.hasFocus = () => false; window.dispatchEvent(new Event('blur'));";

/// Has the system show everything, and writes down what it shows.
const PERMIT: &str = "
    window.shownNotes = [];
    window.Notification = class {
        static permission = 'default';
        static async requestPermission() {
            window.asked = (window.asked ?? 0) + 1;
            return (this.permission = 'granted');
        }
        constructor(title, { body }) { window.shownNotes.push(`${title}: ${body}`); window.lastNote = this; }
        close() {}
    };
";

/// How many notes each sound has.
const QUEUE: u64 = 3;
const MESSAGE: u64 = 2;
const WARNING: u64 = 4;

// SO-19, SO-63, PX-22, SO-17.
#[tokio::test]
async fn who_waits_too_long_warns_those_who_are_there_and_the_way_leads_to_the_visitor() {
    play("warned", async |stage| {
        stage
            .demo
            .administer("channel change support --warn-new 1 --warn-new-managers 3")
            .await;
        let anna = stage.agent(0).await;
        let phone = Look {
            size: (360, 740),
            is_dark: true,
            ..Look::default()
        };
        let bo = stage.demo.account(1);
        let bo = stage.agent_of(bo, phone).await;
        bo.page().press(".presence label", "Away").await;
        let mut kari = stage.stranger().await;
        kari.start("Is nobody there?").await;
        anna.page()
            .see(".warned li", "has been waiting in the queue for")
            .await;
        anna.page().see(".warned li", "Support").await;
        anna.page()
            .see("[role=alert]", "has been waiting in the queue for")
            .await;
        anna.page()
            .see(".incoming .wait[data-late=agents]", "")
            .await;
        must_be_accessible(anna.page(), "warned").await;
        // Anna is a manager too.
        anna.page().see(".warned li[data-level=managers]", "").await;
        must_be_accessible(anna.page(), "warned as a manager").await;
        assert_eq!(bo.page().count(".warned li", "").await, 0);
        bo.page().press(".presence label", "Present").await;
        bo.page().see(".warned li[data-level=agents]", "").await;
        must_be_accessible(bo.page(), "warned on a phone").await;
        // It stays over a reload, and can be put away.
        bo.page().reload().await;
        bo.page().see(".warned li", "").await;
        bo.page().press(".warned button", "Close").await;
        bo.page().miss(".warned li", "").await;
        // With the keyboard alone.
        anna.page().keys(['w']).await;
        anna.page()
            .until(
                "the focus on the way",
                "return name(document.activeElement) === 'Answer'",
                &[],
            )
            .await;
        anna.page().key(fantoccini::key::Key::Enter).await;
        anna.page().see("textarea", "Message:").await;
        anna.sees("Is nobody there?").await;
        anna.page().miss(".warned li", "").await;
    })
    .await;
}

// SO-63, PX-22.
#[tokio::test]
async fn a_message_without_an_answer_warns_its_agent_and_then_the_managers() {
    play("warned-message", async |stage| {
        stage
            .demo
            .administer("channel change support --warn-message 1 --warn-message-managers 2")
            .await;
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        let mut kari = stage.stranger().await;
        kari.start("Hello?").await;
        bo.answer("Hello?").await;
        bo.go_to_dashboard().await;
        bo.page()
            .see(".warned li", "has been waiting for your answer for")
            .await;
        anna.page()
            .see(
                ".warned li[data-level=managers]",
                "waiting for an answer from Bo Lindqvist",
            )
            .await;
        bo.page().press(".warned button", "Open").await;
        // What is on the screen needs no warning.
        bo.page().miss(".warned li", "").await;
        bo.say("Hello!").await;
        kari.hear("Hello!").await;
        anna.page().miss(".warned li", "").await;
    })
    .await;
}

// PX-04.
#[tokio::test]
async fn of_several_windows_one_rings_and_none_for_what_another_shows() {
    play("alerts-windows", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        page.see(".tiles", "").await;
        page.ask(LISTEN, &[]).await;
        page.ask(LOOK_AWAY, &[]).await;
        page.open_tab().await;
        page.go(&format!("{}/chats", stage.demo.origin())).await;
        page.see("button", "Get next in queue").await;
        page.ask(LISTEN, &[]).await;
        let mut kari = stage.stranger().await;
        kari.start("Hello?").await;
        page.see(".queue", "In queue: 1").await;
        page.show_tab(0).await;
        heard(page, QUEUE).await;
        page.show_tab(1).await;
        anna.take_next().await;
        anna.sees("Hello?").await;
        let seen = |change: &_| matches!(change, Change::Read(_)).then_some(());
        kari.change("that it was read", seen).await;
        // The second window shows it: silence.
        kari.post("Are you there?").await;
        kari.change("that this was read too", seen).await;
        // And that is not looked at by anybody.
        anna.go_to_dashboard().await;
        kari.post("Hello?").await;
        page.show_tab(0).await;
        heard(page, QUEUE + MESSAGE).await;
        page.show_tab(1).await;
        heard(page, 0).await;
    })
    .await;
}

// PX-04.
#[tokio::test]
async fn every_way_of_drawing_attention_can_be_switched_and_tried() {
    play("alerts", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        page.see(".tiles", "").await;
        page.ask(LISTEN, &[]).await;
        page.ask(PERMIT, &[]).await;
        open_alerts(&anna).await;
        must_be_accessible(page, "alerts").await;
        page.press("dialog button", "Test: Sound for a warning")
            .await;
        heard(page, WARNING).await;
        // The system is asked when the switch is pressed, and not before.
        let asked = "return (window.asked ?? 0) === args[0]";
        page.until("no question", asked, &[json!(0)]).await;
        let desktop = "Notification on the desktop";
        page.see("dialog [aria-checked=false]", desktop).await;
        page.press("dialog [role=switch]", desktop).await;
        page.until("a question", asked, &[json!(1)]).await;
        page.see("dialog [aria-checked=true]", desktop).await;
        page.press("dialog button", &format!("Test: {desktop}"))
            .await;
        shows(page, "Samtale: This is what an alert looks like.").await;
        // Silent for who comes.
        page.press("dialog [role=switch]", "Sound for a new visitor")
            .await;
        page.press("dialog button", "Test: Number in the title")
            .await;
        title_is(page, "(1) Dashboard · Samtale").await;
        page.press("dialog button", "Test: Dot on the icon").await;
        icon_is(page, "/icon-news.svg").await;
        page.press("dialog button", "Close").await;
        page.miss("dialog", "").await;
        page.ask(LOOK_AWAY, &[]).await;
        let mut kari = stage.stranger().await;
        kari.start("Where is my lamp?").await;
        shows(page, "Where is my lamp?").await;
        title_is(page, "(1) Dashboard · Samtale").await;
        icon_is(page, "/icon-news.svg").await;
        heard(page, WARNING).await;
        // What was set stays.
        page.reload().await;
        open_alerts(&anna).await;
        page.see("dialog [aria-checked=false]", "Sound for a new visitor")
            .await;
        page.press("dialog [role=switch]", "Number in the title")
            .await;
        title_is(page, "Dashboard · Samtale").await;
        page.press("dialog [role=switch]", "Dot on the icon").await;
        icon_is(page, "/icon.svg").await;
    })
    .await;
}

// PX-04, SO-17.
#[tokio::test]
async fn whoever_is_away_hears_of_no_new_visitor() {
    play("alerts-away", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        page.see(".tiles", "").await;
        page.ask(LISTEN, &[]).await;
        page.ask(LOOK_AWAY, &[]).await;
        page.press(".presence label", "Away").await;
        let mut phone = stage.desk(0).await;
        phone
            .desk_is("away", |desk| desk.presence == Presence::Away)
            .await;
        page.see(".held", "Away").await;
        let mut kari = stage.stranger().await;
        let chat = kari.start("Hello?").await.conversation;
        page.see(".incoming [role=row]", "Hello?").await;
        // Own chats are heard of, also while away.
        phone.take(&chat).await;
        kari.post("There you are").await;
        heard(page, MESSAGE).await;
    })
    .await;
}

async fn open_alerts(agent: &Agent) {
    agent.page().press("button", "Your menu").await;
    agent.page().press(".menu .choice", "Alerts").await;
    agent.page().see("dialog h2", "Alerts").await;
}

async fn heard(page: &Window, notes: u64) {
    let is_so = "return window.notes === args[0]";
    let what = format!("{notes} notes");
    page.until(&what, is_so, &[json!(notes)]).await;
}

async fn shows(page: &Window, words: &str) {
    let is_so = "return window.shownNotes.some((it) => it.includes(args[0]))";
    page.until(words, is_so, &[json!(words)]).await;
}

async fn title_is(page: &Window, title: &str) {
    let is_so = "return plain(document.title) === args[0]";
    page.until(title, is_so, &[json!(title)]).await;
}

async fn icon_is(page: &Window, file: &str) {
    let is_so = "return document.querySelector('link[rel=icon]').getAttribute('href') === args[0]";
    page.until(file, is_so, &[json!(file)]).await;
}
