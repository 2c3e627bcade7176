//! Who gets in, over HTTP and to the socket.

use serde_json::json;
use shared::{
    agent::Agent,
    error::Code,
    http::{GUARD, Problem, SESSION, SETUP, SignIn, SignedIn, TICKET},
    visitor::Visitor,
};
use tests::{
    http::{Answer, Request},
    socket::{Closed, Person, Socket},
    world::{CHANNEL, SITE, World},
};

#[tokio::test]
async fn a_socket_opens_only_from_listed_origins() {
    let world = World::start().await;
    let port = world.address().port();
    let own = world.house().origin();
    for origin in [own.as_str(), SITE] {
        Socket::<Visitor>::open_with(world.address(), &[("origin", origin)])
            .await
            .map(drop)
            .expect("our own pages and those of a listed site may");
    }
    for origin in [
        "https://evil.example".to_owned(),
        "null".to_owned(),
        String::new(),
        format!("{SITE}.evil.example"),
        format!("{SITE}:8443"),
        SITE.to_uppercase(),
        format!("http://localhost.evil.example:{port}"),
        format!("http://localhost:{}", port.wrapping_add(1)),
        "http://localhost".to_owned(),
        format!("http://LOCALHOST:{port}"),
        format!("http://localhost.:{port}"),
        format!("https://localhost:{port}"),
        format!("http://127.0.0.1:{port}"),
        format!("{own}/"),
        format!("{own} {own}"),
    ] {
        let refused = Socket::<Visitor>::open_with(world.address(), &[("origin", &origin)]).await;
        assert_eq!(refused.map(drop).err(), Some(403), "{origin:?}");
    }
}

#[tokio::test]
async fn a_cookie_alone_opens_no_socket_and_a_ticket_only_one() {
    let world = World::start().await;
    let ann = world.agent("Ann").await;
    let person = ann.person().clone();
    let Person::Agent { cookie, origin, .. } = &person else {
        panic!("Ann is an agent");
    };
    let browser = [("origin", origin.as_str()), ("cookie", cookie.as_str())];
    let hello = person.hello::<Agent>(None).await.expect("a ticket");

    let opened = Socket::<Agent>::open_with(world.address(), &browser).await;
    let mut without = opened.expect("the origin is right");
    let bare = shared::frame::Hello {
        token: String::new(),
        ..hello.clone()
    };
    let refused = without
        .hello(bare)
        .await
        .expect_err("a cookie is no ticket");
    assert_eq!(refused.code, Code::SignInRequired);
    assert_eq!(without.closed().await, Closed { code: Some(4002) });

    let mut first = Socket::<Agent>::open(world.address()).await;
    first
        .hello(hello.clone())
        .await
        .expect("the ticket is good");
    let mut second = Socket::<Agent>::open(world.address()).await;
    let refused = second
        .hello(hello.clone())
        .await
        .expect_err("the ticket is used");
    assert_eq!(refused.code, Code::SignInRequired);

    // A ticket is no visitor's secret, and the other way round.
    let mut visitor = Socket::<Visitor>::open(world.address()).await;
    let posing = shared::frame::Hello {
        channel: Some(shared::id::Id::new(CHANNEL)),
        ..hello
    };
    let posing = shared::frame::Hello {
        role: shared::frame::RoleName::Agent,
        ..posing
    };
    let text = serde_json::to_string(&shared::frame::FromClient::<()>::Hello(posing));
    visitor
        .say_text(&text.expect("a frame can be written"))
        .await;
    assert_eq!(visitor.closed().await, Closed { code: Some(4002) });
}

#[tokio::test]
async fn requests_that_change_something_come_from_our_own_pages() {
    let world = World::start().await;
    let ann = world.agent("Ann").await;
    let Person::Agent { cookie, origin, .. } = ann.person().clone() else {
        panic!("Ann is an agent");
    };
    let ticket = |headers: &[(&str, &str)]| {
        let mut request = Request::new("POST", TICKET, world.address());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        request.send(world.address())
    };
    let good = [
        (GUARD, "1"),
        ("origin", origin.as_str()),
        ("cookie", cookie.as_str()),
    ];
    assert_eq!(ticket(&good).await.status, 200);
    for missing in 0..2 {
        let mut headers = good.to_vec();
        headers.remove(missing);
        must_be(&ticket(&headers).await, 403, Code::NotAllowed);
    }
    must_be(&ticket(&good[..2]).await, 401, Code::SignInRequired);
    let foreign = [good[0], ("origin", "https://evil.example"), good[2]];
    must_be(&ticket(&foreign).await, 403, Code::NotAllowed);
}

#[tokio::test]
async fn signing_in_and_out_over_http() {
    let world = World::outside().await;
    let address = world.address();
    let mut ann = world.agent("Ann").await;
    let member = world.member_named("Ann");
    let Person::Agent { cookie, origin, .. } = &member.person else {
        panic!("Ann is an agent");
    };
    let request = |method: &str| {
        Request::new(method, SESSION, address)
            .header(GUARD, "1")
            .header("origin", origin)
            .header("cookie", cookie)
    };
    let who: SignedIn = request("GET").send(address).await.json();
    assert_eq!(who.agent.email, member.email);

    // A wrong password and an unknown address look alike.
    let wrong = |email: &str| {
        let sign_in = SignIn {
            email: email.to_owned(),
            password: "not this one at all".to_owned(),
            away: false,
        };
        Request::new("POST", SESSION, address)
            .header(GUARD, "1")
            .header("origin", origin)
            .json(&sign_in)
            .send(address)
    };
    let (known, unknown) = (
        wrong(&member.email).await,
        wrong("nobody@example.com").await,
    );
    must_be(&known, 401, Code::SignInRequired);
    assert_eq!(known.body, unknown.body);
    assert_eq!(known.status, unknown.status);

    assert_eq!(request("DELETE").send(address).await.status, 204);
    assert_eq!(ann.closed().await, Closed { code: Some(4003) });
    must_be(
        &request("GET").send(address).await,
        401,
        Code::SignInRequired,
    );
}

#[tokio::test]
async fn the_session_cookie_is_for_our_own_pages_alone() {
    let world = World::outside().await;
    world.agent("Ann").await;
    let member = world.member_named("Ann");
    let sign_in = json!({ "email": member.email, "password": "correct horse battery" });
    let answer = Request::new("POST", SESSION, world.address())
        .header(GUARD, "1")
        .header("origin", &world.house().origin())
        .json(&sign_in)
        .send(world.address())
        .await;
    let cookies = answer.headers.iter().filter(|it| it.0 == "set-cookie");
    let session = cookies
        .map(|it| &it.1)
        .find(|it| it.starts_with("__Host-samtale="));
    let session = session.expect("it is set");
    for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(session.contains(part), "{part} is missing in {session}");
    }
    assert!(!session.contains("Domain"), "{session}");
}

#[tokio::test]
async fn the_first_administrator_is_made_once() {
    let world = World::start().await;
    world.agent("Ann").await;
    let setup = json!({ "token": "guess", "name": "Eve", "email": "eve@example.com",
        "password": "a long enough one" });
    let answer = Request::new("POST", SETUP, world.address())
        .header(GUARD, "1")
        .header("origin", &world.house().origin())
        .json(&setup)
        .send(world.address())
        .await;
    assert!([401, 404].contains(&answer.status), "{}", answer.status);
}

#[tokio::test]
async fn health_is_told_to_whoever_asks() {
    let world = World::start().await;
    for path in ["/livez", "/readyz"] {
        let answer = Request::new("GET", path, world.address())
            .send(world.address())
            .await;
        assert_eq!(answer.status, 200, "{path}");
    }
}

#[tokio::test]
async fn pages_carry_strict_headers() {
    let world = World::start().await;
    let frame = format!("/frame/{CHANNEL}");
    for path in [
        "/livez",
        "/no-such-page",
        "/v1/no-such-thing",
        &frame,
        SESSION,
    ] {
        let answer = Request::new("GET", path, world.address())
            .send(world.address())
            .await;
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{path}"
        );
        let policy = answer.header("content-security-policy");
        let policy = policy.unwrap_or_else(|| panic!("{path} has no policy"));
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors"), "{path}: {policy}");
        assert_eq!(answer.header("server"), None, "{path}");
    }
}

fn must_be(answer: &Answer, status: u16, code: Code) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.json::<Problem>().code, code);
}
