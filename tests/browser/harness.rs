//! The way to look into a page, before anything is concluded from what is seen there.

use std::net::SocketAddr;

use fantoccini::key::Key;
use tests::{
    browser::{Driver, Engine, Look},
    proxy::Proxy,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

/// A page with a frame of another site in a shadow root, as a shop with the widget is.
const HOST: &str = r#"<!doctype html><title>Host</title><h1>Shop</h1><x-chat></x-chat><script>
    const root = document.querySelector("x-chat").attachShadow({ mode: "open" });
    const frame = document.createElement("iframe");
    frame.src = `http://localhost:${location.port}/frame`;
    root.append(frame);
    fetch('/missing');
</script>"#;
const FRAME: &str = r#"<!doctype html><title>Frame</title>
    <label>Message <input id="it"></label><p hidden>secret</p><output></output><script>
    it.onkeydown = (event) => {
        if (event.key === "Enter") document.querySelector("output").textContent = `You said ${it.value}`;
    };
    console.error("a complaint");
</script>"#;

/// Serves both pages.
async fn site() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it has one");
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = vec![0; 8192];
                let count = socket.read(&mut request).await.unwrap_or_default();
                let (status, page) = match request[..count].split(|byte| *byte == b' ').nth(1) {
                    Some(b"/") => ("200 OK", HOST),
                    Some(b"/frame") => ("200 OK", FRAME),
                    _ => ("404 Not Found", ""),
                };
                let head = "content-type: text/html\r\nconnection: close";
                let length = page.len();
                let answer = format!(
                    "HTTP/1.1 {status}\r\n{head}\r\ncontent-length: {length}\r\n\r\n{page}"
                );
                socket.write_all(answer.as_bytes()).await
            });
        }
    });
    address
}

#[tokio::test]
async fn a_frame_of_another_site_in_a_shadow_root_can_be_used() {
    use_the_frame(Engine::Chromium).await;
}

#[tokio::test]
async fn the_frame_can_be_used_in_firefox() {
    use_the_frame(Engine::Firefox).await;
}

#[tokio::test]
async fn the_frame_can_be_used_in_webkit() {
    use_the_frame(Engine::WebKit).await;
}

async fn use_the_frame(engine: Engine) {
    let site = site().await;
    let road = Proxy::socks().await;
    let look = Look {
        engine,
        language: "nb".to_owned(),
        is_dark: true,
        denies_storage: false,
        size: (500, 640),
        road: Some(road.address()),
    };
    let driver = Driver::start(engine).await;
    let window = driver.open(&look).await;
    window.go(&format!("http://{site}/")).await;
    window.see("h1", "Shop").await;
    window.enter("return all('iframe')[0]").await;
    window.write("input", "hello").await;
    window.key(Key::Enter).await;
    window.see("output", "You said hello").await;
    assert_eq!(window.count("p", "secret").await, 0);
    assert_eq!(window.count("input", "Message").await, 1);
    let is_dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(window.ask(is_dark, &[]).await, true);
    // WebKit's speaks the language of the machine.
    if engine != Engine::WebKit {
        assert_eq!(window.ask("return navigator.language", &[]).await, "nb");
    }
    window.leave().await;
    assert_eq!(window.ask("return innerWidth", &[]).await, 500);
    let complaints = window.complaints().await;
    let expected: &[&str] = match engine {
        Engine::Chromium => &["a complaint", "404"],
        Engine::Firefox => &["a complaint"],
        Engine::WebKit => &[],
    };
    for expected in expected {
        assert!(
            complaints.iter().any(|it| it.contains(expected)),
            "{complaints:?}"
        );
    }
    let places = window.places(&road);
    let known = |place: &String| place.ends_with(&format!(":{}", site.port()));
    assert!(places.iter().all(known), "{places:?}");
    assert!(window.source().await.contains("iframe"));
    window.close().await;
}
