//! Whoever manages a channel gives it a look over HTTP, and nobody else.

use shared::{channel::Rights, id::Id};

use crate::{browser::Browser, house::House, raw::Answer};

/// May answer, and manages nothing.
const RESPOND: Rights = Rights {
    respond: true,
    listen: false,
    notify: false,
    manage: false,
};

const PATH: &str = "/v1/looks/support";

async fn put(browser: &mut Browser, tokens: &str) -> Answer {
    let body = format!(r#"{{"tokens":{tokens}}}"#);
    browser.change("PUT", PATH, &body).await
}

async fn sheet(house: &House) -> String {
    house.get("/frame/support/look.css").await.body
}

async fn may(house: &House, rights: Rights) {
    let anna = house.account().await.id;
    let set = move |it: &mut dyn server::store::accounts::Accounts| {
        it.set_rights(&anna, &Id::new("support"), rights)
    };
    house.running.engine.ask(set).await.unwrap();
}

// TH-06, S-18: what is taken is what the command line takes.
#[tokio::test]
async fn a_manager_saves_a_look_and_only_values_of_tokens_get_in() {
    let house = House::open().await.with_channel().await;
    let mut anna = house.administrator().await;
    let told = anna.get("/v1/looks").await;
    let expected = r#"{"channels":[{"id":"support","name":"Support"}]}"#;
    assert_eq!((told.status, told.body.as_str()), (200, expected));
    let done = put(
        &mut anna,
        r##"{"--samtale-accent":"#7a1f5c","radius":"3px"}"##,
    )
    .await;
    assert_eq!(done.status, 204, "{done:?}");
    let worn = sheet(&house).await;
    assert!(worn.contains("--samtale-accent:#7a1f5c"), "{worn}");
    for (tokens, token) in [
        (
            r##"{"accent":"#123","own":"url(https://evil.example)"}"##,
            "own",
        ),
        (r#"{"accent":"red;} body{display:none"}"#, "accent"),
        (r#"{"nonsense":"1"}"#, "nonsense"),
    ] {
        let answer = put(&mut anna, tokens).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "invalid"));
        assert_eq!(answer.json()["token"], token);
    }
    for odd in [r#"{"accent":1}"#, "[]", "null"] {
        assert_eq!(put(&mut anna, odd).await.status, 400, "{odd}");
    }
    assert_eq!(sheet(&house).await, worn, "nothing of it was taken");
    // It takes the place of all that was set.
    assert_eq!(put(&mut anna, "{}").await.status, 204);
    assert!(!sheet(&house).await.contains("7a1f5c"));
}

// TH-06, S-12, S-19.
#[tokio::test]
async fn whoever_does_not_manage_it_changes_nothing() {
    let house = House::open().await.with_channel().await;
    let mut anna = house.administrator().await;
    let red = r#"{"accent":"red"}"#;
    let absent = anna
        .change(
            "PUT",
            "/v1/looks/nowhere",
            &format!(r#"{{"tokens":{red}}}"#),
        )
        .await;
    may(&house, RESPOND).await;
    let answer = put(&mut anna, red).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (403, "not_allowed")
    );
    assert_eq!(anna.get("/v1/looks").await.body, r#"{"channels":[]}"#);
    may(&house, Rights::default()).await;
    let foreign = put(&mut anna, red).await;
    assert_eq!((foreign.status, absent.status), (404, 404));
    assert_eq!(foreign.body, absent.body);
    let mut nobody = Browser::at(&house);
    assert_eq!(put(&mut nobody, red).await.status, 401);
    assert!(!sheet(&house).await.contains("red"));
}
