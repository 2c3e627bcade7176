//! Who gets a socket at all.

use std::time::Duration;

use serde_json::{Value, json};
use server::store::accounts::Accounts;
use shared::id::Id;

use crate::{
    house::{House, SITE, TOKEN},
    raw::{Request, Socket},
};

#[tokio::test]
async fn only_listed_origins_get_a_socket() {
    let house = House::with(|config| {
        config.public_url = Some("https://chat.example.com".parse().unwrap());
        config.origins = vec!["https://old.example.com:8443".parse().unwrap()];
    })
    .await;
    let open = async |origin: Option<&str>| {
        let mut request = Request::upgrade().for_samtale();
        if let Some(origin) = origin {
            request = request.with("origin", origin);
        }
        request.begin(house.running.address).await.0.status
    };
    assert_eq!(open(None).await, 101, "a program that is no browser");
    assert_eq!(open(Some("https://chat.example.com")).await, 101);
    assert_eq!(open(Some("https://old.example.com:8443")).await, 101);
    for origin in [
        "https://evil.example",
        "null",
        "",
        "http://chat.example.com",
        "https://chat.example.com:443",
        "https://chat.example.com:8443",
        "https://old.example.com",
        "https://chat.example.com.evil.com",
        "https://evilchat.example.com",
        "https://Chat.example.com",
        "https://chat.example.com.",
        "https://chat.example.com/",
        "https://chat.example.com https://evil.example",
    ] {
        assert_eq!(open(Some(origin)).await, 403, "{origin:?}");
    }
    let twice = Request::upgrade()
        .for_samtale()
        .with("origin", "https://chat.example.com")
        .with("origin", "https://evil.example");
    assert_eq!(twice.begin(house.running.address).await.0.status, 403);
}

#[tokio::test]
async fn a_page_of_a_site_can_be_a_visitor_of_the_channels_that_list_it_and_nobody_else() {
    let house = House::open().await.with_channel().await;
    let mut other = house.running.engine.directory().channels[&Id::new("support")].clone();
    other.id = Id::new("sales");
    other.sites = vec!["https://other.example".to_owned()];
    let add = move |accounts: &mut dyn Accounts| accounts.put_channel(&other);
    house.running.engine.ask(add).await.unwrap();

    let hello = |change: Value| {
        let mut hello =
            json!({"min": 1, "max": 1, "role": "visitor", "channel": "support", "token": TOKEN});
        hello
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        json!({ "hello": hello }).to_string()
    };
    let mut socket = Socket::of_site(&house, SITE).await;
    socket.say(&hello(json!({}))).await;
    assert_eq!(
        socket.until("welcome").await["me"]["channel"]["id"],
        "support"
    );
    let agent = json!({"role": "agent", "channel": "support"});
    for (site, change, code) in [
        (SITE, json!({"channel": "sales"}), "unknown_channel"),
        (SITE, json!({"channel": "none"}), "unknown_channel"),
        (SITE, agent, "sign_in_required"),
        ("https://other.example", json!({}), "unknown_channel"),
    ] {
        let mut socket = Socket::of_site(&house, site).await;
        socket.say(&hello(change.clone())).await;
        let refused = json!({ "code": code });
        assert_eq!(socket.until("refused").await, refused, "{site} {change}");
        assert_eq!(socket.closed().await, 4002);
    }
    let stranger = Request::upgrade()
        .for_samtale()
        .with("origin", "https://evil.example");
    assert_eq!(stranger.begin(house.running.address).await.0.status, 403);
}

#[tokio::test]
async fn a_request_that_is_no_handshake_of_ours_is_told_what_is() {
    let house = House::open().await;
    for request in [
        Request::new("GET", "/v1/socket"),
        Request::upgrade(),
        Request::upgrade().with("sec-websocket-protocol", "samtale.v99"),
        Request::upgrade().with("sec-websocket-protocol", "graphql-ws"),
    ] {
        let answer = request.send(house.running.address).await;
        assert_eq!(answer.status, 426, "{request:?}");
        assert_eq!(answer.header("sec-websocket-protocol"), "samtale.v1");
        assert_eq!(answer.header("sec-websocket-version"), "13");
    }
    let (answer, _) = Request::upgrade()
        .for_samtale()
        .begin(house.running.address)
        .await;
    assert_eq!(
        answer.header("sec-websocket-accept"),
        "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    );
    assert_eq!(answer.header("sec-websocket-protocol"), "samtale.v1");
    assert_eq!(answer.header("sec-websocket-extensions"), "");
}

#[tokio::test]
async fn whoever_does_not_introduce_themself_is_closed() {
    let house = House::hasty(|pace| pace.hello = Duration::from_millis(100)).await;
    assert_eq!(Socket::open(&house).await.closed().await, 4000);
    let mut socket = Socket::open(&house).await;
    socket.frame(0x89, b"only pings").await;
    assert_eq!(socket.closed().await, 4000);

    let house = House::open().await;
    for text in [
        "",
        "null",
        r#"{"probe":{}}"#,
        r#"{"do":{"id":"a","command":{"end":{}}}}"#,
    ] {
        let mut socket = Socket::open(&house).await;
        socket.say(text).await;
        assert_eq!(socket.closed().await, 4001, "{text}");
    }
    for text in [
        r#"{"hello":{}}"#,
        r#"{"hello":{"min":1,"max":1,"role":"admin"}}"#,
        r#"{"hello":{"min":-1,"max":1,"role":"visitor"}}"#,
        r#"{"hello":{"min":1,"min":1,"max":1,"role":"visitor"}}"#,
        r#"{"hello":[1,1,"visitor"]}"#,
        r#"{"hello":{"min":1,"max":1,"role":"visitor","later":null}}"#,
    ] {
        let mut socket = Socket::open(&house).await;
        socket.say(text).await;
        let refused = json!({"code": "bad_request"});
        assert_eq!(socket.until("refused").await, refused, "{text}");
        assert_eq!(socket.closed().await, 4002, "{text}");
    }
}

#[tokio::test]
async fn a_hello_is_refused_with_a_reason() {
    let house = House::open().await.with_channel().await;
    let hello =
        json!({"min": 1, "max": 1, "role": "visitor", "channel": "support", "token": TOKEN});
    for (change, code) in [
        (json!({"min": 99, "max": 99}), "unsupported_version"),
        (json!({"min": 2, "max": 1}), "unsupported_version"),
        (json!({"token": ""}), "sign_in_required"),
        (json!({"token": "short"}), "sign_in_required"),
        (json!({"token": format!("{TOKEN}=")}), "sign_in_required"),
        (json!({"channel": "none"}), "unknown_channel"),
        (json!({"channel": "../x"}), "unknown_channel"),
        (json!({"channel": null}), "bad_request"),
        (json!({"role": "agent"}), "sign_in_required"),
        (json!({"role": "agent", "token": TOKEN}), "sign_in_required"),
    ] {
        let mut changed = hello.clone();
        for (name, value) in change.as_object().unwrap() {
            changed[name] = value.clone();
        }
        let mut socket = Socket::open(&house).await;
        socket.say(&json!({ "hello": changed }).to_string()).await;
        let refused = socket.until("refused").await;
        assert_eq!(refused["code"], code, "{change}");
        let is_about_versions = code == "unsupported_version";
        assert_eq!(refused["versions"] == json!([1, 1]), is_about_versions);
        assert_eq!(socket.closed().await, 4002);
    }
    let mut later = hello;
    later["max"] = 7.into();
    let mut socket = Socket::open(&house).await;
    socket.say(&json!({ "hello": later }).to_string()).await;
    assert_eq!(socket.until("welcome").await["v"], 1);
}

#[tokio::test]
async fn an_agent_needs_a_fresh_ticket() {
    let house = House::open().await.with_channel().await;
    let mut browser = house.administrator().await;
    let ticket = browser.ticket().await;
    let mut first = Socket::agent(&house, &ticket).await;
    assert_eq!(
        first.until("welcome").await["me"]["email"],
        "anna@example.com"
    );

    let mut second = Socket::agent(&house, &ticket).await;
    assert_eq!(second.until("refused").await["code"], "sign_in_required");
    assert_eq!(second.closed().await, 4002, "a used ticket");

    let cookie = browser.cookies["__Host-samtale"].clone();
    let mut third = Socket::agent(&house, &cookie).await;
    assert_eq!(third.until("refused").await["code"], "sign_in_required");
    assert!(first.is_alive().await);
}
