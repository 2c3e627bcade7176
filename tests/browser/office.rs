//! How the work is shared out, and what the day looks like in figures.

use fantoccini::key::Key;
use serde_json::json;
use shared::id::Id;
use tests::browser::{Look, Window};

use crate::{
    access::must_be_accessible,
    stage::{Agent, play},
};

// PZ-01.
#[tokio::test]
async fn an_agent_serves_a_profile_all_channels_or_single_ones() {
    play("office-profile", async |stage| {
        stage
            .demo
            .administer("profile add trade --name Trade --channels sales,kundeservice")
            .await;
        let anna = stage.agent(0).await;
        let page = anna.page();
        let mut bo = stage.desk(1).await;
        let duty = "Reasons to be away, and my channels";
        page.press("button", duty).await;
        page.see(".menu .choice[aria-pressed=true]", "All my channels")
            .await;
        must_be_accessible(page, "profiles").await;
        page.press(".menu .choice", "Trade").await;
        bo.desk_is("two channels", |desk| {
            let mut all = desk.colleagues.iter();
            let expected = [Id::new("kundeservice"), Id::new("sales")];
            all.any(|it| it.card.name == "Anna Berg" && it.channels == expected)
        })
        .await;
        page.reload().await;
        page.press("button", duty).await;
        page.see(".menu .choice[aria-pressed=true]", "Trade").await;
        page.see(".menu [aria-checked=false]", "Support").await;
        // The administrator's change counts at once.
        stage
            .demo
            .administer("profile add trade --channels support")
            .await;
        page.see(".menu [aria-checked=true]", "Support").await;
        page.see(".menu [aria-checked=false]", "Sales").await;
        page.press(".menu .choice", "All my channels").await;
        bo.desk_is("all channels", |desk| {
            let mut all = desk.colleagues.iter();
            all.any(|it| it.card.name == "Anna Berg" && it.channels.len() == desk.channels.len())
        })
        .await;
    })
    .await;
}

// PZ-14, PZ-15: the most skilled first; and an agent is only offered what they know best, where that is wanted.
#[tokio::test]
async fn an_offer_goes_to_whoever_knows_most_and_then_to_whoever_was_ready_longest() {
    play("office-skill", async |stage| {
        let administer = async |line: &str| stage.demo.administer(line).await;
        let (first, second) = (stage.demo.account(0).email, stage.demo.account(1).email);
        administer("channel change support --routing offer --answer-within 300").await;
        administer("channel change sales --routing offer --answer-within 300").await;
        administer(&format!("agent work {second} --skill support=9")).await;
        administer("office --by-ready true").await;
        let anna = stage.agent(0).await;
        let bo = stage.agent(1).await;
        let administer = async |line: &str| stage.demo.administer(line).await;
        figure(anna.page(), "Agents available", "2").await;
        let mut kari = stage.stranger().await;
        kari.start("Does it come in green?").await;
        bo.page().see(".offer", "Does it come in green?").await;
        anna.page().miss(".offer", "").await;
        bo.page().press(".offer button", "Accept").await;
        bo.sees("Does it come in green?").await;

        // Skill counts above load; where it is equal, whoever holds less is asked.
        administer(&format!("agent work {second} --skill support=5")).await;
        administer("channel change kundeservice --name Hjelp").await;
        knows_channel(anna.page(), "Hjelp").await;
        let mut ola = stage.stranger().await;
        ola.start("And in red?").await;
        anna.page().see(".offer", "And in red?").await;
        bo.page().miss(".offer", "").await;
        anna.page().press(".offer button", "Accept").await;
        anna.sees("And in red?").await;

        // Away, while two wait; back, Anna gets what she knows best, though the other has waited longer.
        administer("office --by-skill true").await;
        administer(&format!("agent work {first} --skill support=2,sales=7")).await;
        administer("channel change kundeservice --name Service").await;
        anna.go_to_dashboard().await;
        knows_channel(anna.page(), "Service").await;
        for agent in [&anna, &bo] {
            agent.page().press(".presence label", "Away").await;
        }
        figure(anna.page(), "Agents available", "0").await;
        let mut ida = stage.stranger().await;
        ida.start("Is it loud?").await;
        let mut jon = stage.stranger_on("sales").await;
        jon.start("Forty lamps, please").await;
        figure(anna.page(), "Waiting now", "2").await;
        anna.page().press(".presence label", "Present").await;
        anna.page().see(".offer", "Forty lamps, please").await;
    })
    .await;
}

// PZ-02, PZ-04, PZ-06, PZ-30.
#[tokio::test]
async fn one_signs_in_straight_into_a_pause_and_changes_its_reason() {
    play("office-pause", async |stage| {
        stage
            .demo
            .administer("reason add wrap-up --name Wrap-up")
            .await;
        let mut bo = stage.desk(1).await;
        let account = stage.demo.account(0);
        let seat = stage.seat("Anna", Look::default()).await;
        let anna = Agent::new(seat, stage.demo.origin(), account);
        anna.open().await;
        anna.page().press("[role=switch]", "Start as away").await;
        must_be_accessible(anna.page(), "signing in as away").await;
        anna.sign_in().await;
        anna.page().see(".held", "Away (0)").await;
        bo.desk_is("Anna away", |desk| {
            let mut all = desk.colleagues.iter();
            all.any(|it| {
                it.card.name == "Anna Berg" && it.presence == shared::presence::Presence::Away
            })
        })
        .await;
        anna.page().press("button", "Reasons to be away").await;
        anna.page().press(".menu .choice", "Wrap-up").await;
        anna.page().see(".held", "Wrap-up (0)").await;
        anna.page().press(".presence label", "Present").await;
        anna.page().see(".held", "Ready (0)").await;
    })
    .await;
}

// PZ-04, PZ-05, PZ-13.
#[tokio::test]
async fn the_number_held_stands_behind_the_status() {
    play("office-busy", async |stage| {
        stage.demo.administer("office --capacity 2").await;
        let anna = stage.agent(0).await;
        anna.page().see(".held", "Ready (0)").await;
        let mut strangers = Vec::new();
        for number in 0..2 {
            let mut it = stage.stranger().await;
            it.start(&format!("Question {number}")).await;
            strangers.push(it);
        }
        anna.answer("Question 0").await;
        anna.page().see(".held", "Ready (1)").await;
        anna.take_next().await;
        anna.page().see(".held", "Busy (2)").await;
        stage.demo.administer("office --capacity 3").await;
        anna.page().see(".held", "Ready (2)").await;
    })
    .await;
}

// SO-02, SO-05, SO-06, SO-07.
#[tokio::test]
async fn the_dashboard_counts_the_day_by_channel_and_by_the_hour() {
    play("office-figures", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        let mut strangers = Vec::new();
        for number in 0..3 {
            let mut it = stage.stranger().await;
            it.start(&format!("Question {number}")).await;
            strangers.push(it);
        }
        for (name, value) in [
            ("Waiting now", "3"),
            ("Agents available", "1"),
            ("Started today", "3"),
        ] {
            figure(page, name, value).await;
        }
        // The longest wait counts on by itself.
        let wait = "return parseInt(saying('.tile', 'Longest wait')[0]
            .querySelector('dd').textContent.split(':')[1], 10) >= 1";
        page.until("a second", wait, &[]).await;
        strangers[2].end().await;
        anna.answer("Question 1").await;
        anna.end_chat().await;
        anna.go_to_dashboard().await;
        anna.answer("Question 0").await;
        anna.go_to_dashboard().await;
        for (name, value) in [
            ("Waiting now", "0"),
            ("Active chats", "1"),
            ("Answered today", "2"),
            ("Abandoned today", "1"),
            ("Longest wait", "–"),
            ("Median duration", "0:0"),
            ("Median wait", "0:0"),
        ] {
            figure(page, name, value).await;
        }
        // Three came within this hour or the one before, and two of them were answered.
        let sums = "
            const rows = [...all('.hours tbody tr')].map((it) => [...it.querySelectorAll('td')]);
            const sum = (at) => rows.reduce((sum, it) => sum + parseInt(it[at].textContent, 10), 0);
            return sum(0) === 3 && sum(1) === 2 && all('.hours rect').length >= 48";
        page.until("the hours", sums, &[]).await;
        must_be_accessible(page, "figures").await;
        page.ask(
            "const [it] = all('.channels select'); it.value = 'sales';
             it.dispatchEvent(new Event('change', { bubbles: true }))",
            &[],
        )
        .await;
        figure(page, "Started today", "0").await;
        page.miss(".ongoing [role=row]", "Question 0").await;
        page.until("no bars", "return all('.hours tbody tr').length === 0", &[])
            .await;
    })
    .await;
}

// SO-08.
#[tokio::test]
async fn a_double_click_on_a_colleagues_chat_listens_in_with_the_right_alone() {
    play("office-listen", async |stage| {
        let mut kari = stage.stranger().await;
        let mut bo = stage.desk(1).await;
        let chat = kari.start("Who hears this?").await.conversation;
        bo.take(&chat).await;
        let anna = stage.agent(0).await;
        anna.page()
            .press_twice(".ongoing [role=row]", "Who hears this?")
            .await;
        anna.page()
            .see(".listening", "Only Bo Lindqvist can write")
            .await;
        anna.sees("Who hears this?").await;
        // Neither side is told.
        let summary = bo
            .shows("his chat", |it| it.id == chat && it.owner.is_some())
            .await;
        assert!(summary.listeners.is_empty());
        assert_eq!(kari.texts(&chat).await, ["Who hears this?"]);
        stage
            .demo
            .administer("agent rights anna@demo.example support --respond --notify")
            .await;
        anna.page()
            .see(".talk-none, .talk", "cannot be shown")
            .await;
        anna.go_to_dashboard().await;
        anna.page().see(".ongoing [role=row]", "Who hears").await;
        anna.page().miss(".ongoing button", "Listen in").await;
        anna.page()
            .press_twice(".ongoing [role=row]", "Who hears this?")
            .await;
        anna.page().key(Key::Escape).await;
        anna.page().see(".tiles", "").await;
    })
    .await;
}

// SO-12, SO-14, SO-15, SO-16.
#[tokio::test]
async fn the_list_tells_chats_apart_by_colour_and_who_wrote_last_by_its_fill() {
    play("office-colours", async |stage| {
        let anna = stage.agent(0).await;
        let mut chats = Vec::new();
        for number in 0..3 {
            let mut it = stage.stranger().await;
            it.start(&format!("Question {number}")).await;
            anna.go_to_dashboard().await;
            anna.answer(&format!("Question {number}")).await;
            chats.push(it);
        }
        let page = anna.page();
        for number in 0..3 {
            dot(page, &format!("Question {number}"), number + 1, "visitor").await;
        }
        anna.open_chat("Question 1").await;
        anna.say("An answer").await;
        dot(page, "An answer", 2, "agent").await;
        chats[0].post("One more").await;
        page.see("a.session .badge", "1").await;
        // The colour that comes free is taken by the next.
        anna.end_chat().await;
        page.see(".sessions h3, .sessions h2", "Recent chat sessions")
            .await;
        let mut next = stage.stranger().await;
        next.start("Question 3").await;
        page.see(".queue", "In queue: 1").await;
        anna.take_next().await;
        dot(page, "Question 3", 2, "visitor").await;
    })
    .await;
}

// SO-25.
#[tokio::test]
async fn a_manager_hands_a_colleagues_chat_to_a_third() {
    play("office-third", async |stage| {
        let cleo = stage.demo.hire("Cleo", "support").await;
        let cleo = stage.agent_of(cleo, Look::default()).await;
        let mut kari = stage.stranger().await;
        let mut bo = stage.desk(1).await;
        let chat = kari.start("Who takes this?").await.conversation;
        bo.take(&chat).await;
        let anna = stage.agent(0).await;
        anna.page()
            .press_twice(".ongoing [role=row]", "Who takes this?")
            .await;
        anna.page().see(".listening", "Only Bo Lindqvist").await;
        anna.page()
            .press(".heading button", "More for this chat")
            .await;
        anna.page()
            .press(".heading .menu .choice", "Transfer…")
            .await;
        anna.page().press("dialog .candidate", "Cleo").await;
        anna.page().press("dialog button[type=submit]", "").await;
        cleo.page().see(".offer", "Anna Berg asks you").await;
        cleo.page().press(".offer button", "Read it").await;
        cleo.page().press(".asked button", "Accept transfer").await;
        cleo.page().see("textarea", "Message:").await;
        cleo.say("Cleo here.").await;
        kari.hear("Cleo here.").await;
        // Bo reads on.
        bo.shows("a listener", |it| {
            it.id == chat && it.listeners.iter().any(|it| it.name == "Bo Lindqvist")
        })
        .await;
    })
    .await;
}

// PX-18.
#[tokio::test]
async fn more_fits_on_the_screen_where_that_is_wanted() {
    play("office-compact", async |stage| {
        let anna = stage.agent(0).await;
        let page = anna.page();
        let height = "return all('.tile')[0].getBoundingClientRect().height";
        page.see(".tiles", "").await;
        let before = page.ask(height, &[]).await.as_f64();
        page.press("button", "Your menu").await;
        page.press(".menu [role=switch]", "Compact").await;
        let is_less = "return all('.tile')[0].getBoundingClientRect().height < args[0]";
        page.until("smaller tiles", is_less, &[json!(before)]).await;
        must_be_accessible(page, "compact").await;
        page.reload().await;
        page.see(".tiles", "").await;
        page.until("still smaller tiles", is_less, &[json!(before)])
            .await;
    })
    .await;
}

async fn figure(page: &Window, name: &str, value: &str) {
    let is_so = "
        const [tile] = saying('.tile', args[0]);
        return tile?.querySelector('dd').textContent.startsWith(args[1]) ?? false";
    let what = format!("{name}: {value}");
    page.until(&what, is_so, &[json!(name), json!(value)]).await;
}

/// The server has taken over what was changed before a channel got this name.
async fn knows_channel(page: &Window, name: &str) {
    let is_there = "return all('option').some((it) => it.textContent === args[0])";
    page.until(name, is_there, &[json!(name)]).await;
}

async fn dot(page: &Window, words: &str, rank: u64, by: &str) {
    let is_so = "
        const [row] = saying('a.session', args[0]);
        const dot = row?.querySelector('.dot');
        const by = dot?.hasAttribute('data-filled') ? 'visitor' : 'agent';
        return dot?.dataset.colour === String(args[1]) && by === args[2]";
    let what = format!("the dot of {words}");
    let args = [json!(words), json!(rank), json!(by)];
    page.until(&what, is_so, &args).await;
}
