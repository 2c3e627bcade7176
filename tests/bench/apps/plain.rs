//! The floor: a windowed list in some lines of JavaScript, in a page of its own, told of messages by a
//! WebSocket as the apps are.

use anyhow::Result;
use axum::{
    Router,
    extract::{
        WebSocketUpgrade,
        ws::{Message, WebSocket},
    },
    http::header,
    response::{Html, IntoResponse},
    routing::get,
};
use serde_json::json;
use tests::{
    browser::{Driver, Look},
    report::Report,
};
use tokio::{net::TcpListener, sync::broadcast};

use crate::{
    meter::{Cost, Meter, quoted},
    talk,
};

const PAGE: &str = include_str!("plain.html");
const SCRIPT: &str = include_str!("plain.js");
/// Messages that may be on their way.
const WAITING: usize = 64;

pub(crate) async fn measure(driver: &Driver, messages: usize, report: &mut Report) -> Result<Cost> {
    let (feed, _) = broadcast::channel(WAITING);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let site = tokio::spawn(axum::serve(listener, router(feed.clone())).into_future());

    let window = driver.open(&Look::default()).await;
    window.go(&origin).await;
    // They are there before anything is measured, as they are in the apps.
    let text = "`message ${index}${' and some more words'.repeat(index % 5)}`";
    let all = format!(
        "globalThis.held = Array.from({{ length: {messages} }}, (_, index) => ({{ by: 'Kari', text: {text} }}));"
    );
    window.ask(&all, &[]).await;
    let meter = Meter::begin(&window, "plain list").await;
    let last = |text: &str| {
        let text = quoted(text);
        format!("[...document.querySelectorAll('li')].at(-1)?.textContent.endsWith({text})")
    };
    let shown = last(&talk::text(messages - 1));
    let what = format!("{messages} messages");
    let show = ["show([...held])", "show([])", &shown];
    let show_ms = meter.show(&what, show, report).await?;
    meter.weigh(&what, report).await?;
    let post = async |index| {
        let message = json!({ "by": "Kari", "text": talk::text(index) });
        // Nobody listening would be noticed by what is missing in the end.
        let _ = feed.send(message.to_string());
    };
    let appended = last(&talk::text(crate::APPENDED - 1));
    let what = format!("appending to {messages}");
    let append_ms = meter
        .append(&what, post, [&appended, "return false"], report)
        .await?;
    window.close().await;
    site.abort();
    Ok(Cost { show_ms, append_ms })
}

fn router(feed: broadcast::Sender<String>) -> Router {
    let script = || async { ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT).into_response() };
    let listen = move |upgrade: WebSocketUpgrade| async move {
        upgrade.on_upgrade(move |socket| tell(socket, feed.subscribe()))
    };
    Router::new()
        .route("/", get(|| async { Html(PAGE) }))
        .route("/plain.js", get(script))
        .route("/feed", get(listen))
}

async fn tell(mut socket: WebSocket, mut feed: broadcast::Receiver<String>) {
    while let Ok(message) = feed.recv().await {
        if socket.send(Message::text(message)).await.is_err() {
            break;
        }
    }
}
