//! Every route keeps its policy, and every answer has the strict headers.

use crate::{browser::Browser, house::House, raw::Request};

/// Everything that can be asked for: method, path, whether it changes something, whether it needs a
/// sign-in.
const ROUTES: [(&str, &str, bool, bool); 16] = [
    ("GET", "/v1/session", false, true),
    ("POST", "/v1/session", true, false),
    ("DELETE", "/v1/session", true, false),
    ("POST", "/v1/ticket", true, true),
    ("POST", "/v1/setup", true, false),
    ("GET", "/v1/looks", false, true),
    ("PUT", "/v1/looks/support", true, true),
    ("GET", "/v1/standing/support", false, false),
    ("GET", "/v1/photos/nobody", false, false),
    ("GET", "/livez", false, false),
    ("GET", "/readyz", false, false),
    ("GET", "/widget.js", false, false),
    ("GET", "/widget/words-nb.json", false, false),
    ("GET", "/frame/support", false, false),
    ("GET", "/frame.js", false, false),
    ("GET", "/", false, false),
];

#[tokio::test]
async fn no_foreign_page_can_change_anything() {
    let house = House::open().await;
    let own = house.origin();
    for (method, path, changes, _) in ROUTES {
        if !changes {
            continue;
        }
        let request = || Request::new(method, path).json("{}");
        for (foreign, what) in [
            (request(), "neither origin nor guard"),
            (request().with("origin", &own), "no guard"),
            (request().with("x-samtale", "1"), "no origin"),
            (
                request().with("origin", &own).with("x-samtale", "0"),
                "another guard",
            ),
            (
                request()
                    .with("x-samtale", "1")
                    .with("origin", "https://evil.example"),
                "another origin",
            ),
            (
                request().with("x-samtale", "1").with("origin", "null"),
                "no real origin",
            ),
            (
                request()
                    .with("x-samtale", "1")
                    .with("origin", &own)
                    .with("origin", "https://evil.example"),
                "two origins",
            ),
        ] {
            let answer = foreign.send(house.running.address).await;
            assert_eq!(answer.status, 403, "{method} {path}: {what}");
            assert_eq!(answer.code(), "not_allowed");
        }
    }
    let preflight = Request::new("OPTIONS", "/v1/session")
        .with("origin", "https://evil.example")
        .with("access-control-request-method", "POST")
        .send(house.running.address)
        .await;
    assert_eq!(preflight.header("access-control-allow-origin"), "");
}

#[tokio::test]
async fn what_needs_a_sign_in_asks_for_it() {
    let house = House::open().await;
    for (method, path, _, needs_sign_in) in ROUTES {
        let mut browser = Browser::at(&house);
        for cookie in ["", "made-up", &"x".repeat(43)] {
            browser
                .cookies
                .insert("__Host-samtale".to_owned(), cookie.to_owned());
            let answer = match method {
                "GET" => browser.get(path).await,
                _ => browser.change(method, path, "{}").await,
            };
            assert_eq!(
                answer.status == 401,
                needs_sign_in,
                "{method} {path} {answer:?}"
            );
        }
    }
}

#[tokio::test]
async fn every_answer_has_the_strict_headers() {
    let house = House::open().await.with_channel().await;
    let more = [
        ("GET", "/none.txt", false, false),
        ("GET", "/v1/socket", false, false),
        ("PUT", "/v1/session", false, false),
        ("GET", "/frame/none", false, false),
    ];
    for (method, path, ..) in ROUTES.into_iter().chain(more) {
        let answer = Request::new(method, path).send(house.running.address).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{method} {path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'"),
            "{method} {path}: {policy}"
        );
        assert!(
            policy.contains("frame-ancestors "),
            "{method} {path}: {policy}"
        );
        assert!(
            !answer.header("permissions-policy").is_empty(),
            "{method} {path}"
        );
        assert!(
            !answer.header("cache-control").is_empty(),
            "{method} {path}"
        );
        // What the widget is made of is the same for everybody; nothing else may be read by other sites.
        let is_for_all = ["/widget", "/v1/standing/"]
            .iter()
            .any(|it| path.starts_with(it));
        let readers = if is_for_all { "*" } else { "" };
        assert_eq!(
            answer.header("access-control-allow-origin"),
            readers,
            "{method} {path}"
        );
        assert_eq!(
            answer.header("strict-transport-security"),
            "",
            "{method} {path}"
        );
        assert_eq!(answer.header("server"), "", "{method} {path}");
    }
}

#[tokio::test]
async fn behind_tls_browsers_are_told_to_keep_to_it() {
    let house = House::with(|config| {
        config.public_url = Some("https://chat.example.com".parse().unwrap());
    })
    .await;
    let answer = house.get("/livez").await;
    let told = answer.header("strict-transport-security");
    assert!(told.starts_with("max-age=31536000"), "{told}");
}

#[tokio::test]
async fn long_heads_and_bodies_are_refused() {
    let house = House::open().await;
    let long = Request::new("GET", "/livez").with("x-long", &"x".repeat(17 * 1024));
    let answer = long.send(house.running.address).await;
    assert_eq!(answer.status, 431);

    let mut browser = Browser::at(&house);
    let body = format!(
        r#"{{"email":"a@b.no","password":"{}"}}"#,
        "x".repeat(17 * 1024)
    );
    let answer = browser.change("POST", "/v1/session", &body).await;
    assert_eq!(answer.status, 400);
    for body in [
        "",
        "null",
        "{",
        r#"{"email":1}"#,
        r#"{"email":"a","email":"b","password":""}"#,
    ] {
        let answer = browser.change("POST", "/v1/session", body).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (400, "bad_request"),
            "{body}"
        );
    }
    let plain = Request::new("POST", "/v1/session")
        .with("origin", &house.origin())
        .with("x-samtale", "1")
        .with("content-type", "text/plain");
    assert_eq!(plain.send(house.running.address).await.status, 400);
}

#[tokio::test]
async fn a_server_that_works_says_so() {
    let house = House::open().await;
    for path in ["/livez", "/readyz"] {
        assert_eq!(house.get(path).await.status, 200, "{path}");
    }
}
