//! Ten thousand messages in one conversation: few are mounted, all can be reached.

use serde_json::json;
use shared::{
    id::{self, Id},
    visitor::Visitor,
};
use tests::{
    browser::{Driver, Engine, Look, Window},
    socket::{self, Socket},
    world::World,
};

const COUNT: usize = 10_000;
/// More rows than this are never in the page.
const MOST_MOUNTED: u64 = 300;
/// So many messages come while one stands at the end.
const FOLLOWED: usize = 100;
/// Messages under way at once while the conversation is filled.
const BATCH: usize = 50;

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_messages_stay_fluent_and_reachable() {
    let world = World::outside_with_apps().await;
    world.agent("Ann").await;
    let mut kari = world.visitor().await;
    let conversation = kari.start("message 0").await.conversation;
    fill(&mut kari).await;
    let mut ann = world.agent("Ann").await;
    ann.take(&conversation).await;

    let driver = Driver::start(Engine::Chromium).await;
    let page = open(&world, &driver, &conversation).await;

    // Upwards to the very first, screen by screen.
    let mounted = "return document.querySelectorAll('.transcript > li').length";
    let climb = "
        const scroller = document.querySelector('.scroller');
        if (scroller.scrollTop > 0) scroller.scrollTop = 0;
        return saying('.transcript .bubble', 'message 0').some((it) => text(it) === 'message 0');
    ";
    page.until_slowly("the first message", climb, &[]).await;
    let most = page.ask(mounted, &[]).await;
    assert!(
        most.as_u64().is_some_and(|it| it <= MOST_MOUNTED),
        "{most} rows are mounted"
    );

    // What is added meanwhile does not move what is read.
    let place = "
        const [first] = saying('.transcript .bubble', 'message 0');
        return Math.round(first.getBoundingClientRect().top);
    ";
    let before = page.ask(place, &[]).await;
    for index in 0..200 {
        kari.post(&format!("later {index}")).await;
        kari.forget();
    }
    page.see("button", "new message").await;
    assert_eq!(page.ask(place, &[]).await, before);

    // All of them lie between: any part can be scrolled to.
    for part in [0.25, 0.5, 0.75] {
        let jump = "
            const scroller = document.querySelector('.scroller');
            scroller.scrollTop = scroller.scrollHeight * args[0];
            return true;
        ";
        page.ask(jump, &[json!(part)]).await;
        page.until(
            "messages around there",
            "return shown('.transcript .bubble').length > 3",
            &[],
        )
        .await;
        let rows = page.ask(mounted, &[]).await;
        assert!(
            rows.as_u64().is_some_and(|it| it <= MOST_MOUNTED),
            "{rows} rows are mounted"
        );
    }
    page.press("button", "new message").await;
    page.see(".transcript .bubble", "later 199").await;
    follow(&mut kari, &page).await;
    kari.post("the very last").await;
    page.see(".transcript .bubble", "the very last").await;
    let most = page.ask(mounted, &[]).await;
    assert!(
        most.as_u64().is_some_and(|it| it <= MOST_MOUNTED),
        "{most} rows are mounted"
    );
    // The browser reports that nobody is signed in at first, and that heights were measured in two steps.
    let is_known =
        |said: &&String| said.contains("status of 401") || said.contains("ResizeObserver");
    let complaints = page.complaints().await;
    let odd: Vec<&String> = complaints.iter().filter(|it| !is_known(it)).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

/// Who stands at the end stays there, however much comes and however the window of mounted rows moves.
async fn follow(kari: &mut Socket<Visitor>, page: &Window) {
    for index in 0..FOLLOWED {
        let text = format!("then {index}{}", " and some more words".repeat(index % 5));
        kari.post(&text).await;
        kari.forget();
        page.see(".transcript .bubble", &text).await;
        let has_left = page.ask("return Boolean(document.querySelector('.jump'))", &[]);
        assert_eq!(has_left.await, false, "the view left the end at {index}");
    }
}

/// Writes the rest of the ten thousand.
async fn fill(kari: &mut Socket<Visitor>) {
    for first in (1..COUNT).step_by(BATCH) {
        let mut ids = Vec::new();
        for index in first..(first + BATCH).min(COUNT) {
            let id = kari.mint();
            let text = format!(
                "message {index}{}",
                " and some more words".repeat(index % 5)
            );
            kari.submit(&id, socket::visitor::post(&text)).await;
            ids.push(id);
        }
        for id in &ids {
            kari.answer(id).await.expect("stored");
        }
        kari.forget();
    }
}

/// Ann signs in and has the conversation before her.
async fn open(world: &World, driver: &Driver, conversation: &Id<id::Conversation>) -> Window {
    let page = driver.open(&Look::default()).await;
    let (email, password) = world.sign_in_of("Ann");
    page.go(&format!("{}/chats/{conversation}", world.house().origin()))
        .await;
    page.write("input[type=email]", &email).await;
    page.write("input[type=password]", &password).await;
    page.key(fantoccini::key::Key::Enter).await;
    // What is not seen yet comes first: the end may be further down.
    page.see(".transcript .bubble", "message 99").await;
    page
}
