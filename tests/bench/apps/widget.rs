//! The widget's panel. It keeps every line it holds in the page, so it is measured twice: as a visitor finds
//! it who comes back, and after going up to the very first message.

use anyhow::Result;
use fantoccini::key::Key;
use shared::{
    agent::Agent,
    id::{self, Id},
};
use tests::{
    browser::{Driver, Look, Window},
    report::{Report, Wish},
    socket::{self, Socket},
    world::{CHANNEL, World},
};

use crate::{
    APPENDED, MOST,
    meter::{Cost, Meter, quoted},
    talk,
};

pub(crate) async fn measure(
    driver: &Driver,
    messages: usize,
    floor: Cost,
    report: &mut Report,
) -> Result<()> {
    let world = World::outside_with_apps().await;
    let mut ann = world.agent("Ann").await;
    let window = driver.open(&Look::default()).await;
    let address = format!("{}/frame/{CHANNEL}", world.house().origin());
    window.go(&address).await;
    window.write("textarea", &talk::text(0)).await;
    window.key(Key::Enter).await;
    window.see("#lines .bubble", &talk::text(0)).await;
    window.see("#waiting", "").await;
    let conversation = ann.take_next().await.id;
    // Nobody looks while the rest is written.
    window.go("about:blank").await;
    let say = |text: &str| socket::agent::post(&conversation, text);
    talk::fill(&mut ann, messages, say).await;

    let last = |text: &str| {
        let text = quoted(text);
        format!("document.querySelector('#lines > :last-child .bubble')?.textContent === {text}")
    };
    window.go(&address).await;
    let shown = talk::text(messages - 1);
    window.see("#lines .bubble", &shown).await;
    let meter = Meter::begin(&window, "widget").await;
    meter
        .load(
            "page, app and the end of the conversation",
            &last(&shown),
            report,
        )
        .await?;
    meter.weigh("the end of the conversation", report).await?;

    let appended = last(&talk::text(APPENDED - 1));
    let what = "appending to the end";
    let each = append(&mut ann, &conversation, &meter, what, &appended, report).await?;
    compare(what, each, floor, report);
    climb(&window).await;
    let held = messages + APPENDED;
    let what = format!("{held} messages, all in the page");
    meter.weigh(&what, report).await?;
    let what = format!("appending to {held}");
    let each = append(&mut ann, &conversation, &meter, &what, &appended, report).await?;
    compare(&what, each, floor, report);
    window.close().await;
    Ok(())
}

async fn append(
    ann: &mut Socket<Agent>,
    conversation: &Id<id::Conversation>,
    meter: &Meter<'_>,
    what: &str,
    last: &str,
    report: &mut Report,
) -> Result<f64> {
    // The server gives up whoever is silent for long.
    ann.come_back().await;
    let post = async |index| {
        ann.post(conversation, &talk::text(index)).await;
        ann.forget();
    };
    meter
        .append(what, post, [last, "return false"], report)
        .await
}

fn compare(what: &str, each: f64, floor: Cost, report: &mut Report) {
    let name = format!("widget, main thread per message {what}, to the plain list's");
    report.aim(&name, each / floor.append_ms, "×", Wish::AtMost(MOST));
}

/// Goes up to the very first message, so that all are in the page, and back to the last one.
async fn climb(window: &Window) {
    let up = "
        const scroller = document.querySelector('#scroll');
        scroller.scrollTop = -scroller.scrollHeight;
        const first = document.querySelector('#lines .bubble:not(.event)');
        return first?.textContent === 'message 0';
    ";
    window.until_slowly("the first message", up, &[]).await;
    let down = "document.querySelector('#scroll').scrollTop = 0; return true";
    window.ask(down, &[]).await;
}
