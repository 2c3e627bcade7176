//! The agent app, with an agent before it who answers the conversation.

use anyhow::Result;
use fantoccini::key::Key;
use shared::id::{self, Id};
use tests::{
    browser::{Driver, Look, Window},
    report::Report,
    socket,
    world::World,
};

use crate::{
    meter::{Cost, Meter, quoted},
    talk,
};

const AGENT: &str = "Ann";
/// Goes back to the end, if the view has lost it; tells whether it had.
const STAY: &str =
    "const jump = document.querySelector('.jump'); jump?.click(); return Boolean(jump)";

pub(crate) async fn measure(driver: &Driver, messages: usize, report: &mut Report) -> Result<Cost> {
    let world = World::outside_with_apps().await;
    let mut ann = world.agent(AGENT).await;
    let mut kari = world.visitor().await;
    let mut ola = world.visitor().await;
    let long = kari.start(&talk::text(0)).await.conversation;
    let short = ola.start("Hello?").await.conversation;
    for conversation in [&long, &short] {
        ann.take(conversation).await;
    }
    talk::fill(&mut kari, messages - 1, socket::visitor::post).await;
    let last = kari.post(&talk::text(messages - 1)).await.message;
    // What is not seen yet is shown first, and the end is meant here.
    ann.read(&long, &last).await;
    ann.close().await;

    let window = open(&world, driver, &short).await;
    let meter = Meter::begin(&window, "agent app").await;
    let go = |conversation: &Id<id::Conversation>| {
        format!("document.querySelector('a.session[href$=\"{conversation}\"]').click()")
    };
    let last = |text: &str| {
        let text = quoted(text);
        format!(
            "document.querySelector('.transcript > li:last-child .bubble')?.textContent === {text}"
        )
    };
    let shown = last(&talk::text(messages - 1));
    let (show, hide) = (go(&long), go(&short));
    let what = "the end of the conversation";
    meter.show(what, [&show, &hide, &shown], report).await?;
    climb(&window, &show, &shown).await;
    let what = format!("{messages} messages");
    let show_ms = meter.show(&what, [&show, &hide, &shown], report).await?;
    meter.weigh(&what, report).await?;
    go_to_end(&window, &shown).await;
    // The server gives up whoever is silent for long.
    kari.come_back().await;
    let post = async |index| {
        kari.post(&talk::text(index)).await;
        kari.forget();
    };
    let appended = last(&talk::text(crate::APPENDED - 1));
    let what = format!("appending to {messages}");
    let append_ms = meter.append(&what, post, [&appended, STAY], report).await?;
    window.close().await;
    Ok(Cost { show_ms, append_ms })
}

/// Ann signs in and has a conversation before her.
async fn open(world: &World, driver: &Driver, conversation: &Id<id::Conversation>) -> Window {
    let page = driver.open(&Look::default()).await;
    let (email, password) = world.sign_in_of(AGENT);
    let address = format!("{}/chats/{conversation}", world.house().origin());
    page.go(&address).await;
    page.write("input[type=email]", &email).await;
    page.write("input[type=password]", &password).await;
    page.key(Key::Enter).await;
    page.see(".transcript .bubble", "Hello?").await;
    page
}

/// Goes up to the very first message, so that the app holds all, and back to the last one.
async fn climb(window: &Window, show: &str, shown: &str) {
    window.ask(show, &[]).await;
    let up = "
        const scroller = document.querySelector('.scroller');
        if (scroller.scrollTop > 0) scroller.scrollTop = 0;
        const lines = [...document.querySelectorAll('.transcript .bubble')];
        return lines.slice(0, 5).some((it) => it.textContent === 'message 0');
    ";
    window.until_slowly("the first message", up, &[]).await;
    go_to_end(window, shown).await;
}

/// Goes to the last message and stays there.
async fn go_to_end(window: &Window, shown: &str) {
    let down = format!(
        "const scroller = document.querySelector('.scroller');
        scroller.scrollTop = scroller.scrollHeight;
        return {shown} && !document.querySelector('.jump')"
    );
    window.until("the end", &down, &[]).await;
}
