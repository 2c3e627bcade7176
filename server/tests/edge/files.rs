//! The files of the apps, and under which policy they run.

use server::store::accounts::Accounts;
use shared::id::Id;

use crate::{
    house::{House, SITE},
    raw::Request,
};

#[tokio::test]
async fn files_come_with_type_tag_and_the_right_to_keep_them() {
    let house = House::open().await;
    for (path, kind, keep, body) in [
        (
            "/",
            "text/html; charset=utf-8",
            "no-cache",
            "<!doctype html><title>Agent</title>",
        ),
        (
            "/boot.js",
            "text/javascript; charset=utf-8",
            "no-cache",
            "boot",
        ),
        (
            "/app-0123456789abcdef.js",
            "text/javascript; charset=utf-8",
            "public, max-age=31536000, immutable",
            "export default 1",
        ),
        (
            "/app-0123456789abcdef_bg.wasm",
            "application/wasm",
            "public, max-age=31536000, immutable",
            "\0asm plain",
        ),
        (
            "/widget.js",
            "text/javascript; charset=utf-8",
            "no-cache",
            "loader",
        ),
        (
            "/widget/words-nb.json",
            "application/json",
            "no-cache",
            "{}",
        ),
    ] {
        let answer = house.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(answer.header("cache-control"), keep, "{path}");
        assert_eq!(answer.body, body, "{path}");
        assert_eq!(answer.header("content-encoding"), "", "{path}");

        let tag = answer.header("etag");
        let again = Request::new("GET", path)
            .with("if-none-match", &format!("\"other\", W/{tag}"))
            .send(house.running.address)
            .await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        assert_eq!(again.header("etag"), tag, "{path}");

        let head = Request::new("HEAD", path).send(house.running.address).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""), "{path}");
        assert_eq!(
            head.header("content-length"),
            body.len().to_string(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn whoever_accepts_brotli_gets_it() {
    let house = House::open().await;
    let get = async |path: &str, accepted: &str| {
        Request::new("GET", path)
            .with("accept-encoding", accepted)
            .send(house.running.address)
            .await
    };
    let path = "/app-0123456789abcdef_bg.wasm";
    let small = get(path, "gzip, br").await;
    assert_eq!(small.body, "compressed wasm");
    assert_eq!(small.header("content-encoding"), "br");
    assert_eq!(small.header("content-type"), "application/wasm");
    assert!(small.header("vary").contains("accept-encoding"));
    let plain = get(path, "gzip, br;q=0").await;
    assert_eq!(plain.body, "\0asm plain");
    assert_ne!(plain.header("etag"), small.header("etag"));
    assert_eq!(
        get("/boot.js", "br").await.body,
        "boot",
        "there is no compressed one"
    );
}

#[tokio::test]
async fn places_within_the_agent_app_are_its_page() {
    let house = House::open().await;
    for path in ["/dashboard", "/chats/b3xT0hUqkXvE7cWm2LrZ1a", "/setup"] {
        let answer = house.get(path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains("<title>Agent</title>"), "{path}");
    }
    for path in [
        "/none.js",
        "/boot.js.br",
        "/index.html.br",
        "/v1/none",
        "/widget/none",
        "/widget/frame.html",
        "/frame/",
        "/../Cargo.toml",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "/widget/..%2fagent%2fboot.js",
    ] {
        let answer = house.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.code(), "not_found", "{path}");
    }
}

#[tokio::test]
async fn apps_run_under_a_strict_policy() {
    let house = House::open().await;
    let page = house.get("/").await;
    let policy = page.header("content-security-policy");
    let socket = house.origin().replace("http", "ws");
    for part in [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        &format!("connect-src 'self' {socket}"),
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types default",
    ] {
        assert!(
            policy.split("; ").any(|it| it == part),
            "{part} is not in {policy}"
        );
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("*"));
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(page.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(
        house
            .get("/widget.js")
            .await
            .header("cross-origin-resource-policy"),
        "cross-origin"
    );
}

#[tokio::test]
async fn the_widgets_page_may_be_framed_by_the_sites_of_its_channel() {
    let house = House::open().await.with_channel().await;
    let page = house.get("/frame/support").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("<title>Widget</title>"));
    let policy = page.header("content-security-policy");
    let ancestors = format!("frame-ancestors {SITE} http://localhost:1234;");
    assert!(policy.contains(&ancestors), "{policy}");
    assert_eq!(page.header("cross-origin-resource-policy"), "cross-origin");

    let unknown = house.get("/frame/none").await;
    assert_eq!(unknown.status, 404);
    assert!(unknown.body.contains("no such chat channel"));
    assert!(unknown.body.contains("src=\"/frame.js\""));
    let policy = unknown.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';"),
        "{policy}"
    );
    assert!(house.get("/frame.js").await.body.contains("\"gone\""));
}

#[tokio::test]
async fn another_policy_makes_another_page() {
    let house = House::open().await.with_channel().await;
    let before = house.get("/frame/support").await;
    let change = |accounts: &mut dyn Accounts| {
        let mut channel = accounts.channels()?.remove(0);
        channel.sites.clear();
        accounts.put_channel(&channel)
    };
    house.running.engine.ask(change).await.unwrap();
    let after = Request::new("GET", "/frame/support")
        .with("if-none-match", before.header("etag"))
        .send(house.running.address)
        .await;
    assert_eq!(after.status, 200, "a browser would keep the old policy");
    let policy = after.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
}

#[tokio::test]
async fn a_page_can_ask_how_a_channel_stands() {
    let house = House::open().await.with_channel().await;
    let ask = async |channel: &str, origin: &str| {
        Request::new("GET", &format!("/v1/standing/{channel}"))
            .with("origin", origin)
            .send(house.running.address)
            .await
    };
    for (channel, origin, known, listed) in [
        ("support", SITE, true, true),
        ("support", "https://evil.example", true, false),
        ("support", "null", true, false),
        ("none", SITE, false, false),
        ("%22%3B%3C", SITE, false, false),
    ] {
        let answer = ask(channel, origin).await;
        assert_eq!(answer.status, 200, "{channel}");
        let kind = "text/javascript; charset=utf-8";
        assert_eq!(answer.header("content-type"), kind);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let told = format!(r#""known":{known},"listed":{listed},"open":false}};"#);
        assert!(answer.body.starts_with(r#"export const standing = {"at":"#));
        assert!(
            answer.body.ends_with(&format!("{told}\n")),
            "{}",
            answer.body
        );
    }
    // What stands beside the launcher is for the channel's sites.
    let mut channel = house.running.engine.directory().channels[&Id::new("support")].clone();
    channel.manner.badge = "\"Chat\"".to_owned();
    let change = move |accounts: &mut dyn Accounts| accounts.put_channel(&channel);
    house.running.engine.ask(change).await.unwrap();
    for (origin, is_told) in [(SITE, true), ("https://evil.example", false)] {
        let told = ask("support", origin).await.body;
        assert_eq!(told.contains(r#""badge":"\"Chat\"""#), is_told, "{told}");
    }
}
