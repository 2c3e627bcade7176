//! `?samtale-doctor`: what is wrong with how a site put the chat into its pages, and what to do (EM-08, NX-10).

use tests::{browser::Look, host::Host, stage::Visitor};

use crate::stage::{Stage, play};

/// A page of a site with a script line that has these attributes, under a policy.
async fn site(stage: &mut Stage, policy: &str, attributes: &str) -> Host {
    let server = stage.demo.origin().to_owned();
    let html = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Site</title><h1>Site</h1>\
         <script src=\"{server}/widget.js\" {attributes} async></script>"
    );
    let policy = policy.replace("{server}", &server);
    stage.foreign_host([("/", policy, html)]).await
}

/// What the doctor says of it in the end, with the first fault.
async fn diagnosis(kari: &Visitor) -> (String, Option<String>) {
    let page = kari.page().await;
    page.until(
        "the verdict",
        "return saying('samtale-doctor [role=status], [role=status]', '').some((it) => /well|Faults/.test(text(it)))",
        &[],
    )
    .await;
    let verdict = page.texts("section[aria-label] > p").await.concat();
    let faults = page.texts("li[data-is=ill]").await;
    (verdict, faults.into_iter().next())
}

#[tokio::test]
async fn where_all_is_well_the_doctor_says_so_and_nobody_else_loads_it() {
    play("well", async |stage| {
        let kari = stage
            .visitor_with("Kari", Look::default(), "/?samtale-doctor")
            .await;
        assert_eq!(diagnosis(&kari).await, ("All is well.".to_owned(), None));
        kari.page().await.press("section button", "Close").await;
        kari.page().await.miss("section[aria-label]", "").await;
        // It has left the chat as it was: not opened, nothing stored.
        let untouched =
            "return [all('iframe').length, sessionStorage.length, localStorage.length].join()";
        assert_eq!(kari.page().await.ask(untouched, &[]).await, "0,0,0");
        kari.open_chat().await;
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_a_site_that_the_channel_does_not_list() {
    play("unlisted", async |stage| {
        let host = site(stage, "", "data-channel=support").await;
        let kari = stage.guest("Kari", &host, "/?samtale-doctor").await;
        let (verdict, fault) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 1");
        let fault = fault.expect("there is one");
        assert!(
            fault.contains(&format!("The channel does not list {}.", host.origin())),
            "{fault}"
        );
        // What it says helps.
        assert!(
            fault.contains("samtale channel change support --sites"),
            "{fault}"
        );
        stage.list(&host).await;
        kari.reload().await;
        assert_eq!(diagnosis(&kari).await.0, "All is well.");
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_an_unknown_channel_and_what_the_element_says_wrong() {
    play("unknown", async |stage| {
        let rules = r#"data-rules='[{"whne": []}]'"#;
        let host = site(stage, "", &format!("data-channel=suport {rules}")).await;
        let kari = stage.guest("Kari", &host, "/?samtale-doctor").await;
        let (verdict, fault) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 2");
        assert!(fault.is_some_and(|it| it.contains("The server has no channel suport.")));
        kari.page()
            .await
            .see("li[data-is=ill]", "a rule has no whne")
            .await;
        let said = kari.page().await.complaints().await;
        assert!(
            said.iter().any(|it| it.contains("a rule has no whne")),
            "{said:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_what_the_pages_policy_lacks() {
    play("policy", async |stage| {
        let policy = "default-src 'none'; img-src 'self'; script-src {server}";
        let host = site(stage, policy, "data-channel=support").await;
        stage.list(&host).await;
        let kari = stage.guest("Kari", &host, "/?samtale-doctor").await;
        let (verdict, fault) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 1");
        let fault = fault.expect("there is one");
        assert!(
            fault.contains(&format!("Add frame-src {}", stage.demo.origin())),
            "{fault}"
        );
        let said = kari.page().await.complaints().await;
        assert!(said.iter().any(|it| it.contains("frame-src")), "{said:?}");
    })
    .await;
}
