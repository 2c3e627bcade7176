//! Who visitors are, over real sockets: what a site has signed is known for sure, what anybody says is not, and no
//! doubt about it ever opens what somebody else wrote (hard cases G-03 and G-04, rule S-07).

use serde_json::json;
use shared::{
    agent::{Agent, Command, Reply},
    error::{CloseCode, Code},
    frame::{FromServer, Hello},
    id::{self, Id},
    message::Content,
    register::{Company, Contact, MatchContacts},
    variable::{Reveal, Told},
    visitor::{Command as VisitorCommand, End, Forget, Start, Visitor},
};
use tests::{
    proxy::Proxy,
    random::Random,
    site::{Site, now_s},
    socket::{Person, Socket},
    world::{CHANNEL, OTHER_CHANNEL, World},
};

/// Stands in every secret value, and nowhere else.
const CANARY: &str = "kanarifugl-9d22";

fn somebody() -> Person {
    Person::Visitor {
        token: Random::fresh().token(),
        channel: Id::new(CHANNEL),
    }
}

/// What a person says first, with an identity.
async fn hello(person: &Person, identity: &str) -> Hello {
    let hello = person.hello::<Visitor>(None).await;
    let mut hello = hello.expect("a visitor needs no ticket");
    hello.identity = Some(identity.to_owned());
    hello
}

/// A socket of a person whom a site has identified, or why there is none.
async fn identified(
    world: &World,
    person: &Person,
    identity: &str,
) -> Result<Socket<Visitor>, Code> {
    let mut socket = Socket::open(world.address()).await;
    let refused = socket.hello(hello(person, identity).await).await;
    refused.map(|()| socket).map_err(|it| it.code)
}

fn start(text: &str) -> VisitorCommand {
    VisitorCommand::Start(Start {
        content: Content::text(text),
        name: Some("Kari Nordmann".to_owned()),
        email: Some("kari@fjord.example".to_owned()),
        ..Start::default()
    })
}

async fn begins(socket: &mut Socket<Visitor>, command: VisitorCommand) -> Id<id::Conversation> {
    match socket.ask(command).await {
        Ok(shared::visitor::Reply::Started(receipt)) => receipt.conversation,
        other => panic!("not started: {other:?}"),
    }
}

async fn certain(agent: &mut Socket<Agent>, conversation: &Id<id::Conversation>) -> Option<String> {
    let conversation = conversation.clone();
    let asked = agent.ask(Command::MatchContacts(MatchContacts { conversation }));
    match asked.await {
        Ok(Reply::Contacts(found)) => {
            assert!(!found.contacts.is_empty(), "it is suggested in any case");
            found.certain.map(|it| it.as_str().to_owned())
        }
        other => panic!("no contacts: {other:?}"),
    }
}

/// Kari, whom the company knows.
async fn with_customer(world: &World) {
    let company = Company {
        id: Id::new("fjord"),
        name: "Fjord".to_owned(),
        number: String::new(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        address: String::new(),
    };
    let contact = Contact {
        id: Id::new("c-1042"),
        name: "Kari Nordmann".to_owned(),
        company: None,
        title: String::new(),
        email: "kari@fjord.example".to_owned(),
        phone: String::new(),
        address: String::new(),
        note: String::new(),
    };
    world.house().put_contact(company, contact).await;
}

/// Tokens that are wrong in what they claim.
fn wrong_claims(site: &Site) -> Vec<(&'static str, String)> {
    let claims = || Site::claims(CHANNEL, "c-1042");
    let with = |name: &str, value: serde_json::Value| {
        let mut claims = claims();
        claims[name] = value;
        site.sign(&claims)
    };
    let without = |name: &str| {
        let mut claims = claims();
        claims.as_object_mut().expect("an object").remove(name);
        site.sign(&claims)
    };
    vec![
        ("another audience", with("aud", json!(OTHER_CHANNEL))),
        ("expired", with("exp", json!(now_s() - 5))),
        ("not yet", with("nbf", json!(now_s() + 120))),
        ("without an end", without("exp")),
        ("good for a day", with("exp", json!(now_s() + 86_400))),
        ("without a person", without("sub")),
        ("too long", with("filler", json!("x".repeat(4_000)))),
    ]
}

/// Tokens that are signed otherwise than they should be.
fn wrongly_signed(site: &Site, other_site: &Site) -> Vec<(&'static str, String)> {
    let claims = Site::claims(CHANNEL, "c-1042");
    let foreign = Site::claims(OTHER_CHANNEL, "c-1042");
    let under = |name: &str, value: serde_json::Value| {
        let mut head = json!({ "alg": "HS256", "kid": site.kid });
        head[name] = value;
        site.sign_as(&head, &claims)
    };
    let unsigned = site.sign(&claims);
    let (unsigned, _) = unsigned.rsplit_once('.').expect("it has a signature");
    let renamed = Site {
        kid: site.kid.clone(),
        ..other_site.clone()
    };
    let own_key = json!({ "kty": "oct", "k": "AAAA" });
    vec![
        ("none", under("alg", json!("none"))),
        ("without a signature", format!("{unsigned}.")),
        ("a public key's algorithm", under("alg", json!("RS256"))),
        ("another hash", under("alg", json!("HS512"))),
        ("another channel's token", other_site.sign(&foreign)),
        ("another channel's key", other_site.sign(&claims)),
        ("another channel's key, renamed", renamed.sign(&claims)),
        ("an odd kid", under("kid", json!("../../etc/passwd"))),
        ("no kid", site.sign_as(&json!({ "alg": "HS256" }), &claims)),
        ("a key of its own", under("jwk", own_key)),
        (
            "a place of keys",
            under("jku", json!("https://evil.example")),
        ),
        ("something critical", under("crit", json!(["exp"]))),
        ("no token", "kari".to_owned()),
        ("nothing", String::new()),
    ]
}

#[tokio::test]
async fn g_03_a_token_that_is_not_right_is_refused_and_shows_no_history() {
    let world = World::start().await;
    let site = world.site(CHANNEL).await;
    let other_site = world.site(OTHER_CHANNEL).await;
    // The browser holds a token of Kari's, with which she wrote.
    let kari = somebody();
    let good = site.sign(&Site::claims(CHANNEL, "c-1042"));
    let before = identified(&world, &kari, &good).await;
    let mut before = before.expect("she is known");
    before.start("My secret question").await;
    before.close().await;

    let mut wrong = wrong_claims(&site);
    wrong.extend(wrongly_signed(&site, &other_site));
    for (what, token) in wrong {
        // Neither with a token of the visitor's that nobody used, nor with the one that has a history.
        for person in [&somebody(), &kari] {
            let mut socket = Socket::<Visitor>::open(world.address()).await;
            let refused = socket.hello(hello(person, &token).await).await;
            let refused = refused.expect_err(what);
            assert_eq!(refused.code, Code::IdentityRefused, "{what}");
            let end = socket.next_or_end("the end").await.expect_err(what);
            assert_eq!(end.code, Some(CloseCode::Refused as u16), "{what}");
        }
    }
    let mut claims = Site::claims(CHANNEL, "c-1042");
    claims["filler"] = json!("x".repeat(10_000));
    let mut socket = Socket::<Visitor>::open(world.address()).await;
    let frame = shared::frame::FromClient::Hello(hello(&kari, &site.sign(&claims)).await);
    socket.say(&frame).await;
    let end = socket.next_or_end("the end").await.expect_err("10 KB");
    assert_eq!(end.code, Some(CloseCode::TooBig as u16));
}

#[tokio::test]
async fn g_04_who_says_to_be_a_customer_is_not_taken_for_one() {
    let world = World::start().await;
    with_customer(&world).await;
    let site = world.site(CHANNEL).await;
    let mut claims = Site::claims(CHANNEL, "c-1042");
    claims["email"] = json!("kari@fjord.example");
    let kari = somebody();
    let mut kari = identified(&world, &kari, &site.sign(&claims))
        .await
        .expect("she is known");
    let hers = begins(&mut kari, start("My secret question")).await;

    let mut mallory = world.visitor().await;
    assert_eq!(mallory.me().conversation, None);
    let theirs = begins(&mut mallory, start("Where do I live again?")).await;
    assert_ne!(hers, theirs);
    assert_eq!(mallory.texts(&theirs).await, ["Where do I live again?"]);

    let mut ann = world.agent("Ann").await;
    let seen = ann.take(&theirs).await;
    assert_eq!(seen.visitor.email.as_deref(), Some("kari@fjord.example"));
    assert!(!seen.visitor.is_email_verified && !seen.visitor.is_name_verified);
    assert_eq!((seen.visitor.customer, seen.contact), (None, None));
    assert_eq!(certain(&mut ann, &theirs).await, None, "only a suggestion");

    let seen = ann.take(&hers).await;
    assert!(seen.visitor.is_email_verified);
    assert!(!seen.visitor.is_name_verified, "the site did not tell it");
    assert_eq!(seen.visitor.customer.as_deref(), Some("c-1042"));
    assert_eq!(certain(&mut ann, &hers).await.as_deref(), Some("c-1042"));
}

#[tokio::test]
async fn s_07_another_person_is_another_token_and_the_old_one_is_dead() {
    let world = World::start().await;
    let site = world.site(CHANNEL).await;
    let kari = site.sign(&Site::claims(CHANNEL, "c-1042"));
    let ola = site.sign(&Site::claims(CHANNEL, "c-7"));
    // Whoever wrote as nobody cannot become somebody by the same token.
    let mut nobody = world.visitor().await;
    nobody.start("As nobody").await;
    let token = nobody.person().clone();
    let refused = identified(&world, &token, &kari).await;
    assert_eq!(refused.err(), Some(Code::IdentityRefused));

    // Nor can Ola by Kari's.
    let hers = somebody();
    let mut first = identified(&world, &hers, &kari)
        .await
        .expect("she is known");
    assert!(first.me().is_identified);
    let conversation = first.start("As Kari").await.conversation;
    let refused = identified(&world, &hers, &ola).await;
    assert_eq!(refused.err(), Some(Code::IdentityRefused));
    // Kari can, also without a further proof.
    let again = Socket::<Visitor>::sign_on(world.address(), hers.clone()).await;
    assert!(again.me().is_identified);
    assert_eq!(again.me().conversation, Some(conversation.clone()));
    // On another device she is the same customer, with a session of its own.
    let elsewhere = identified(&world, &somebody(), &kari).await;
    assert_eq!(elsewhere.expect("she is known").me().conversation, None);

    // She signs out: her sockets close, and her token opens nothing any more.
    let mut ann = world.agent("Ann").await;
    ann.take(&conversation).await;
    let mut again = again;
    first.do_it(VisitorCommand::Forget(Forget {})).await;
    for socket in [&mut first, &mut again] {
        assert_eq!(
            socket.closed().await.code,
            Some(CloseCode::SignedOut as u16)
        );
    }
    ann.shows("an end", |it| it.id == conversation && it.ended.is_some())
        .await;
    for identity in [None, Some(&kari)] {
        let mut socket = Socket::<Visitor>::open(world.address()).await;
        let mut hello = hers
            .hello::<Visitor>(None)
            .await
            .expect("no ticket is needed");
        hello.identity = identity.cloned();
        let refused = socket.hello(hello).await.expect_err("it is dead");
        assert_eq!(refused.code, Code::SignInRequired);
    }
}

#[tokio::test]
async fn keys_are_changed_without_a_gap_and_a_removed_one_is_believed_no_more() {
    let world = World::start().await;
    let (old, new) = (world.site(CHANNEL).await, world.site(CHANNEL).await);
    let claims = Site::claims(CHANNEL, "c-1042");
    let kari = somebody();
    for site in [&old, &new] {
        let welcome = identified(&world, &kari, &site.sign(&claims)).await;
        assert!(welcome.is_ok());
    }
    world.house().remove_keys(CHANNEL).await;
    let refused = identified(&world, &somebody(), &new.sign(&claims)).await;
    assert_eq!(refused.err(), Some(Code::IdentityRefused));
    // Whoever is known stays that.
    let known = Socket::<Visitor>::sign_on(world.address(), kari).await;
    assert!(known.me().is_identified);
}

#[tokio::test]
async fn no_byte_holds_a_secret_before_an_agent_asks_for_it() {
    let world = World::start().await;
    let site = world.site(CHANNEL).await;
    let road = Proxy::to(world.address()).await;
    road.record();
    let mut ann = world.agent("Ann").await;
    ann.move_to(road.address());
    ann.come_back().await;

    let mut claims = Site::claims(CHANNEL, "c-1042");
    claims["name"] = json!("Kari Nordmann");
    claims["variables"] = json!([
        { "name": "Plan", "value": "Gold" },
        { "name": "PIN", "value": CANARY, "secret": true },
    ]);
    let mut kari = identified(&world, &somebody(), &site.sign(&claims))
        .await
        .expect("she is known");
    let told = |name: &str, secret| Told {
        name: name.to_owned(),
        value: format!("{name} {CANARY}"),
        secret,
    };
    let begun = VisitorCommand::Start(Start {
        content: Content::text("Hello?"),
        variables: vec![told("Door", true)],
        ..Start::default()
    });
    let conversation = begins(&mut kari, begun).await;
    let taken = ann.take(&conversation).await;
    ann.follow(&conversation, None).await;
    ann.come_back().await;
    let shown: Vec<_> = taken.visitor.variables.into_iter().collect();
    let shown: Vec<_> = shown
        .iter()
        .map(|it| (&*it.name, it.value.as_deref(), it.verified, it.secret))
        .collect();
    let expected = [
        ("Plan", Some("Gold"), true, false),
        ("PIN", None, true, true),
        ("Door", None, false, true),
    ];
    assert_eq!(shown, expected);
    ann.settle().await;
    let heard = String::from_utf8_lossy(&road.heard()).into_owned();
    assert!(heard.contains("Gold"), "the proxy listens");
    assert!(!heard.contains(CANARY), "a secret came through");

    let reveal = Command::Reveal(Reveal {
        conversation: conversation.clone(),
        name: "PIN".to_owned(),
    });
    match ann.ask(reveal.clone()).await {
        Ok(Reply::Revealed(it)) => assert_eq!(it.value, CANARY),
        other => panic!("not revealed: {other:?}"),
    }
    // A colleague who may not read it gets nothing.
    let mut ole = world
        .member("Ole", &[(OTHER_CHANNEL, tests::world::ALL_RIGHTS)])
        .await;
    assert_eq!(ole.refusal(reveal).await, Code::NotFound);

    // The visitor is told none of it back, by any way.
    kari.do_it(VisitorCommand::End(End {})).await;
    let frames = kari.drain().await;
    assert!(frames.iter().any(|it| matches!(it, FromServer::Event(_))));
    let told = serde_json::to_string(&frames).expect("frames can be written");
    assert!(!told.contains(CANARY) && !told.contains("Gold"), "{told}");
}
