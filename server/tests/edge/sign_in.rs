//! Signing in and out.

use std::collections::BTreeMap;

use crate::{
    browser::Browser,
    house::{EMAIL, House, PASSWORD},
    raw::Socket,
};

#[tokio::test]
async fn the_first_administrator_is_made_once_with_the_token() {
    let house = House::open().await;
    let mut stranger = Browser::at(&house);
    let body = |token: &str, email: &str, password: &str| {
        format!(r#"{{"token":"{token}","name":"Eve","email":"{email}","password":"{password}"}}"#)
    };
    let token = house.running.setup_token.clone().unwrap();
    let wrong = body("made-up", "eve@example.com", "a long enough one");
    assert_eq!(
        stranger.change("POST", "/v1/setup", &wrong).await.status,
        401
    );
    for invalid in [
        body(&token, "eve", "a long enough one"),
        body(&token, "eve@example.com", "too short"),
        body(&token, "eve@example.com", "aaaaaaaaaaaaaaaaaaa"),
    ] {
        let answer = stranger.change("POST", "/v1/setup", &invalid).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"));
    }
    let mut first = house.administrator().await;
    assert_eq!(
        first.get("/v1/session").await.json()["agent"]["email"],
        EMAIL
    );
    assert!(house.account().await.is_administrator);

    let again = body(&token, "eve@example.com", "a long enough one");
    assert_eq!(
        stranger.change("POST", "/v1/setup", &again).await.status,
        404
    );
}

#[tokio::test]
async fn signing_in_gives_a_cookie_that_scripts_and_foreign_pages_cannot_use() {
    let house = House::open().await;
    house.administrator().await;
    let mut browser = Browser::at(&house);
    let answer = browser.sign_in(PASSWORD).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["agent"]["card"]["name"], "Anna");
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookies = answer.all("set-cookie");
    assert_eq!(cookies.len(), 2);
    for cookie in cookies {
        assert!(cookie.starts_with("__Host-samtale"), "{cookie}");
        for part in ["; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
    assert_eq!(browser.cookies["__Host-samtale"].len(), 43);
}

#[tokio::test]
async fn each_sign_in_is_a_new_session_and_replaces_the_old_one() {
    let house = House::open().await;
    let mut browser = house.administrator().await;
    let old = browser.cookies["__Host-samtale"].clone();
    assert_eq!(browser.sign_in(PASSWORD).await.status, 200);
    assert_ne!(browser.cookies["__Host-samtale"], old);
    let mut thief = Browser::at(&house);
    thief.cookies = BTreeMap::from([("__Host-samtale".to_owned(), old)]);
    assert_eq!(thief.get("/v1/session").await.status, 401);
    assert_eq!(browser.get("/v1/session").await.status, 200);

    assert_eq!(
        browser.change("DELETE", "/v1/session", "").await.status,
        204
    );
    assert!(!browser.cookies.contains_key("__Host-samtale"));
    let again = browser.change("DELETE", "/v1/session", "").await;
    assert_eq!(again.status, 204, "signing out twice does no harm");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_account_look_alike() {
    let house = House::open().await;
    house.administrator().await;
    let mut browser = Browser::at(&house);
    let wrong = browser.sign_in("not the password").await;
    let unknown = r#"{"email":"nobody@example.com","password":"not the password"}"#;
    let unknown = browser.change("POST", "/v1/session", unknown).await;
    assert_eq!(wrong.status, 401);
    assert_eq!(unknown.status, 401);
    assert_eq!(wrong.body, unknown.body);
    assert!(wrong.all("set-cookie").is_empty() && unknown.all("set-cookie").is_empty());
    let capitals = format!(
        r#"{{"email":"{}","password":"{PASSWORD}"}}"#,
        EMAIL.to_uppercase()
    );
    assert_eq!(
        browser
            .change("POST", "/v1/session", &capitals)
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn strangers_are_slowed_down_and_the_owner_still_gets_in() {
    let house = House::open().await;
    let owner = house.administrator().await;
    let mut stranger = Browser::at(&house);
    let mut evaluated = 0;
    let mut limited = None;
    for _ in 0..40 {
        match stranger.sign_in("not the password").await {
            answer if answer.status == 401 => evaluated += 1,
            answer => limited = Some(answer),
        }
    }
    assert_eq!(evaluated, 5);
    let limited = limited.unwrap();
    assert_eq!(
        (limited.status, limited.code().as_str()),
        (429, "rate_limited")
    );
    assert!(
        limited.json()["retry_after_ms"]
            .as_u64()
            .is_some_and(|it| it > 0)
    );
    assert!(!limited.header("retry-after").is_empty());
    assert_eq!(
        stranger.sign_in(PASSWORD).await.status,
        429,
        "nothing is evaluated any more"
    );

    // The owner's browser is known from the last time, though it is signed out and at the same address.
    let mut known = Browser::at(&house);
    known.cookies = owner.cookies.clone();
    known.cookies.remove("__Host-samtale");
    assert_eq!(known.sign_in(PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_new_password_ends_all_sessions_and_sockets() {
    let house = House::open().await.with_channel().await;
    let mut browser = house.administrator().await;
    let mut socket = Socket::agent(&house, &browser.ticket().await).await;
    socket.until("caught_up").await;
    let id = house.account().await.id;
    let change = move |accounts: &mut dyn server::store::accounts::Accounts| {
        let hash = accounts.password(&id)?.unwrap_or_default();
        accounts.set_password(&id, &hash)
    };
    house.running.engine.ask(change).await.unwrap();
    assert_eq!(socket.closed().await, 4003);
    assert_eq!(browser.get("/v1/session").await.status, 401);
}

#[tokio::test]
async fn one_session_gets_few_unused_tickets() {
    let house = House::open().await;
    let mut browser = house.administrator().await;
    for _ in 0..16 {
        browser.ticket().await;
    }
    let answer = browser.change("POST", "/v1/ticket", "").await;
    assert_eq!(answer.status, 429);
}
