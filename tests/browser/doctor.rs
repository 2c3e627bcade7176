//! `?samtale-doctor`: what is wrong with how a site put the chat into its pages, and what to do (EM-08, NX-10).

mod frameless;

use serde_json::json;
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

/// What a page's script line and style sheet say, and what the doctor finds (`our` stands for the name that tokens begin with, so
/// that nobody takes these for some).
const SLIPS: [(&str, &str, &str); 9] = [
    ("data-channel", "", "The channel is missing"),
    (
        "data-channel=\"my support\"",
        "",
        "no name of one: my support",
    ),
    (
        "data-channel=support data-placement=inlin",
        "",
        "placement is inlin, which says nothing to the chat. It may be corner, inline.",
    ),
    (
        "data-channel=support data-isolation=shadows",
        "",
        "isolation is shadows",
    ),
    (
        "data-channel=support data-position=\"top left\"",
        "",
        "position is left",
    ),
    (
        "data-channel=support data-language=fr",
        "",
        "language is fr",
    ),
    (
        "data-channel=support data-variables='{\"a\": 1}'",
        "",
        "variables are a list",
    ),
    (
        "data-channel=support",
        "--samtale-launcher-offset: 0",
        "--samtale-launcher-offset cannot be 0",
    ),
    (
        "data-channel=support",
        "--our-acent: teal",
        "There is nothing that is called --our-acent.",
    ),
];

#[tokio::test]
async fn the_doctor_names_what_is_misspelt() {
    play("misspelt", async |stage| {
        let server = stage.demo.origin().to_owned();
        let pages = SLIPS.map(|(attributes, style, _)| {
            let style = style.replace("--our", "--samtale");
            format!(
                "<!doctype html><html lang=en><meta charset=utf-8><title>Site</title>\
                 <style>samtale-chat {{ {style} }}</style>\
                 <script src=\"{server}/widget.js\" {attributes} async></script>"
            )
        });
        let [a, b, c, d, e, f, g, h, i] = pages.map(|html| (String::new(), html));
        let host = stage
            .host([
                ("/0", a.0, a.1),
                ("/1", b.0, b.1),
                ("/2", c.0, c.1),
                ("/3", d.0, d.1),
                ("/4", e.0, e.1),
                ("/5", f.0, f.1),
                ("/6", g.0, g.1),
                ("/7", h.0, h.1),
                ("/8", i.0, i.1),
            ])
            .await;
        let kari = stage.guest("Kari", &host, "/0").await;
        for (index, (attributes, style, expected)) in SLIPS.iter().enumerate() {
            kari.go(&format!("/{index}?samtale-doctor")).await;
            let (verdict, fault) = diagnosis(&kari).await;
            let fault = fault.unwrap_or_default();
            let expected = expected.replace("--our", "--samtale");
            assert!(fault.contains(&expected), "{attributes} {style}: {fault}");
            assert_eq!(verdict, "Faults: 1", "{attributes} {style}");
            kari.page().await.complaints().await;
        }
    })
    .await;
}

/// A frame of a page that stands in a frame itself shows only where all that are around it are listed.
#[tokio::test]
async fn the_doctor_names_a_page_around_the_page() {
    play("nested", async |stage| {
        let host = site(stage, "", "data-channel=support").await;
        stage.list(&host).await;
        let frame = format!("<!doctype html><title>Around</title><iframe src=\"{}/?samtale-doctor\" width=600 height=600></iframe>", host.origin());
        let around = stage.foreign_host([("/", String::new(), frame)]).await;
        let kari = stage.guest("Kari", &around, "/").await;
        let page = kari.page().await;
        page.enter("return document.querySelector('iframe')").await;
        page.until_slowly("the verdict", "return text(all('section[aria-label]')[0]).includes('Faults: 1')", &[]).await;
        page.see("li[data-is=ill]", &format!("stands in a frame of {}", around.origin())).await;
        page.complaints().await;
    })
    .await;
}

/// A page of no origin, as one in a sandbox is, no channel can list.
#[tokio::test]
async fn the_doctor_names_a_page_without_an_origin() {
    play("sandbox", async |stage| {
        let host = site(stage, "sandbox allow-scripts", "data-channel=support").await;
        let kari = stage.guest("Kari", &host, "/?samtale-doctor").await;
        let (_, fault) = diagnosis(&kari).await;
        let fault = fault.expect("there is one");
        assert!(
            fault.contains("has no origin that a channel could list"),
            "{fault}"
        );
        assert!(fault.contains("allow-same-origin"), "{fault}");
        kari.page().await.complaints().await;
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

#[tokio::test]
async fn the_doctor_names_clocks_that_disagree() {
    play("clocks", async |stage| {
        let kari = stage.visitor("Kari").await;
        let fast = "const now = Date.now; Date.now = () => now() + 300_000;";
        let script = json!({ "source": fast });
        let page = kari.page().await;
        page.dev_tools("Page.addScriptToEvaluateOnNewDocument", script)
            .await;
        kari.go("/?samtale-doctor").await;
        let (verdict, fault) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 1");
        let fault = fault.expect("there is one");
        assert!(fault.contains("seconds apart"), "{fault}");
    })
    .await;
}

/// Where no socket comes through, that is what is named.
async fn names_sockets(kari: &Visitor) {
    kari.seat.expect_losses();
    kari.seat.road.refuse_sockets();
    kari.go("/?samtale-doctor").await;
    let (verdict, fault) = diagnosis(kari).await;
    assert_eq!(verdict, "Faults: 1");
    let fault = fault.expect("there is one");
    assert!(fault.contains("cannot open a WebSocket"), "{fault}");
}

#[tokio::test]
async fn the_doctor_names_sockets_that_do_not_come_through() {
    play("no-sockets", async |stage| {
        names_sockets(&stage.visitor("Kari").await).await;
    })
    .await;
}

#[tokio::test]
async fn the_doctor_names_storage_that_is_denied() {
    play("no-storage", async |stage| {
        let look = Look {
            denies_storage: true,
            ..Look::default()
        };
        let kari = stage.visitor_with("Kari", look, "/?samtale-doctor").await;
        let (verdict, _) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 2");
        let page = kari.page().await;
        page.see("li[data-is=ill]", "denies the chat its storage")
            .await;
        page.see("li[data-is=ill]", "The page has no storage.")
            .await;
    })
    .await;
}

/// Has the doctor look once more, and tells it what no demo is like: what the server is to say beyond what it does,
/// and where the page is to be instead of where it is.
const LOOK_AGAIN: &str = "
    const [more, surroundings] = args;
    const names = performance.getEntriesByType('resource').map((it) => it.name);
    const script = names.find((it) => /\\/doctor-[^/]*\\.js/.test(it));
    const element = document.querySelector('samtale-chat');
    const chat = { element, server: new URL(script).origin, channel: 'support', removed: new AbortController() };
    const make = (tag, attributes = {}, ...children) => {
      const made = document.createElement(tag);
      for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
      made.append(...children);
      return made;
    };
    const standing = { at: Date.now(), known: true, listed: true, open: true, ...more };
    const last = surroundings ? [surroundings] : [];
    import(script).then(({ doctor }) => doctor(chat, { make }, async () => standing, JSON.parse, ...last));
";

#[tokio::test]
async fn the_doctor_names_a_secure_page_with_a_server_that_is_not() {
    play("mixed", async |stage| {
        let kari = stage
            .visitor_with("Kari", Look::default(), "/?samtale-doctor")
            .await;
        assert_eq!(diagnosis(&kari).await.0, "All is well.");
        let page = kari.page().await;
        page.press("section button", "Close").await;
        let secure = [json!({}), json!({ "protocol": "https:" })];
        page.ask(LOOK_AGAIN, &secure).await;
        let (verdict, fault) = diagnosis(&kari).await;
        assert_eq!(verdict, "Faults: 1");
        let fault = fault.expect("there is one");
        assert!(fault.contains("refuse mixed content"), "{fault}");
        let fix = stage.demo.origin().replace("http:", "https:");
        assert!(fault.contains(&fix), "{fault}");
    })
    .await;
}

#[tokio::test]
async fn the_doctor_speaks_the_chats_language() {
    play("legen", async |stage| {
        let host = site(stage, "", "data-channel=support data-language=nb").await;
        let kari = stage.guest("Kari", &host, "/?samtale-doctor").await;
        let page = kari.page().await;
        page.see("section[aria-label] > p", "Feil: 1").await;
        let fault = format!("Kanalen kjenner ikke {}.", host.origin());
        page.see("li[data-is=ill]", &fault).await;
        page.see("li", "Klokkene stemmer").await;
        page.see("button", "Lukk").await;
    })
    .await;
}
