//! E-mails about what is unanswered, as a mail server gets them.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use server::directory::Alarm;
use shared::{
    agent::Agent,
    id::{self, Id},
    message::Content,
    reply::{Entry, Kind},
    visitor::{Command, Reply, Start, Visitor},
    warning::Patience,
};
use tempfile::TempDir;
use tests::{
    patience::within,
    post::{FROM, Mail, Mood, Post},
    socket::Socket,
    world::{CHANNEL, Plan, World},
};
use tokio::{net::TcpStream, time::interval};

/// How often is looked whether the server still listens.
const GLANCE: Duration = Duration::from_millis(20);

const LEAD: &str = "lead@example.com";
/// Stands in everything that visitors say.
const CANARY: &str = "kanarifugl-7c1e";

/// A world that sends mails, and tells the lead at once of whoever waits.
async fn world(post: &Post) -> World {
    let world = World::with(Plan {
        mail: Some(post.address()),
        ..Plan::default()
    })
    .await;
    let alarm = Alarm {
        patience: Patience {
            waiting_s: Some(0),
            ..Patience::default()
        },
        to: vec![LEAD.to_owned()],
        ..Alarm::default()
    };
    let house = world.house();
    house.change_channel(CHANNEL, |it| it.alarm = alarm).await;
    world
}

/// The program, which signs in to a mail server with a password that lies in a folder.
async fn outside(post: &Post, security: &str) -> (World, TempDir) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let password = folder.path().join("password");
    std::fs::write(&password, "correct horse\n").expect("the folder can be written");
    let password = password.to_str().expect("it is plain");
    let server = post.address();
    let world = World::outside_with(&[
        "--mail-server",
        &server,
        "--mail-security",
        security,
        "--mail-from",
        FROM,
        "--mail-user",
        "me",
        "--mail-secret",
        password,
    ])
    .await;
    (world, folder)
}

async fn starts(visitor: &mut Socket<Visitor>, name: &str, text: &str) -> Id<id::Conversation> {
    let start = Start {
        name: Some(name.to_owned()),
        content: Content::text(text),
        ..Start::default()
    };
    match visitor.ask(Command::Start(start)).await {
        Ok(Reply::Started(receipt)) => receipt.conversation,
        other => panic!("not started: {other:?}"),
    }
}

fn is_about(mail: &Mail, conversation: &Id<id::Conversation>) -> bool {
    mail.text().contains(conversation.as_str())
}

// SO-64, PX-22.
#[tokio::test]
async fn whoever_waits_is_told_by_mail_which_says_nothing_of_what_they_said() {
    let post = Post::start(Mood::Well).await;
    let world = world(&post).await;
    let mut kari = world.visitor().await;
    let name = format!("Kari {CANARY}");
    let conversation = starts(&mut kari, &name, &format!("My card is {CANARY}")).await;
    let mail = post.mails(1).await.remove(0);
    assert_eq!(
        (mail.from.as_str(), &mail.to),
        ("chat@example.com", &vec![LEAD.to_owned()])
    );
    assert_eq!(mail.header("From"), FROM);
    assert_eq!(mail.header("To"), LEAD);
    assert_eq!(
        mail.header("Subject"),
        "A conversation is waiting for an answer"
    );
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    let link = format!("{}/chats/{conversation}", world.house().origin());
    assert!(
        mail.text().lines().any(|it| it == link),
        "{link} in {}",
        mail.text()
    );
    assert!(!format!("{mail:?}").contains(CANARY), "{mail:?}");
    world.house().has_sent_all().await;
}

// S-16, K-01.
#[tokio::test]
async fn line_breaks_and_markup_in_name_subject_and_text_stay_text() {
    let post = Post::start(Mood::Well).await;
    let world = world(&post).await;
    let mut ole = world.visitor().await;
    starts(&mut ole, "Ole", "Hello").await;
    let plain = post.mails(1).await.remove(0);
    let evil = "x\r\nBcc: eve@example.net\r\nContent-Type: text/html\r\n\r\n\
                <script>alert(1)</script>\r\n.\r\nRCPT TO:<eve@example.net>\r\nå\u{202e}{link}";
    let template = Entry {
        id: Id::new("evil"),
        kind: Kind::Template,
        folder: String::new(),
        title: evil.to_owned(),
        content: "{name}\r\n{message}\r\n.\r\n{channel}".to_owned(),
    };
    world.house().put_reply(template).await;
    let change = move |it: &mut server::directory::Channel| {
        it.name = evil.to_owned();
        it.alarm.template = Some(Id::new("evil"));
        // What is no address gets nothing, whatever was stored.
        let eves = format!("{LEAD}\r\nRCPT TO:<eve@example.net>");
        it.alarm.to.insert(0, eves);
        it.alarm.to.insert(0, format!("{LEAD}, eve@example.net"));
    };
    world.house().change_channel(CHANNEL, change).await;
    let mut eve = world.visitor().await;
    starts(&mut eve, &evil.chars().take(70).collect::<String>(), evil).await;
    let mails = post.mails(2).await;
    world.house().has_sent_all().await;
    assert_eq!(post.mails(2).await.len(), 2, "one mail each");
    let mail = &mails[1];
    assert_eq!(mail.to, [LEAD]);
    assert_eq!(mail.header("To"), LEAD);
    assert_eq!(mail.headers(), plain.headers());
    assert_eq!(mail.header("Subject"), plain.header("Subject"));
    assert_eq!(mail.header("Content-Type"), "text/plain; charset=utf-8");
    let text = mail.text();
    assert!(
        text.contains("<script>alert(1)</script>"),
        "it is text: {text}"
    );
    assert!(text.contains("\n.\n"), "also what would end a mail: {text}");
    assert!(
        text.contains("{link}"),
        "what was put in has no gaps: {text}"
    );
}

#[tokio::test]
async fn a_mail_server_that_is_away_or_busy_gets_the_mail_later_and_once() {
    for mood in [Mood::Away, Mood::Busy] {
        let post = Post::start(mood).await;
        let world = world(&post).await;
        let conversation = world.visitor().await.start("Hello").await.conversation;
        post.called(1).await;
        post.be(Mood::Well);
        let mails = post.mails(1).await;
        assert!(is_about(&mails[0], &conversation));
        world.house().has_sent_all().await;
        assert_eq!(post.mails(1).await.len(), 1, "{mood:?}");
    }
}

#[tokio::test]
async fn a_recipient_nobody_knows_is_given_up() {
    let post = Post::start(Mood::Strict).await;
    let world = world(&post).await;
    world.visitor().await.start("Hello").await;
    post.called(1).await;
    world.house().has_sent_all().await;
    post.be(Mood::Well);
    let next = world.visitor().await.start("Hello").await.conversation;
    let mails = post.mails(1).await;
    assert!(is_about(&mails[0], &next), "{mails:?}");
}

// Whether it was taken cannot be known then: it comes again under the same id.
#[tokio::test]
async fn a_mail_whose_taking_was_not_heard_comes_again_as_the_same() {
    let post = Post::start(Mood::Forgetful).await;
    let world = world(&post).await;
    world.visitor().await.start("Hello").await;
    post.mails(1).await;
    post.be(Mood::Well);
    let mails = post.mails(2).await;
    assert_eq!(mails[0], mails[1]);
    assert!(mails[0].header("Message-ID").ends_with("@example.com>"));
    world.house().has_sent_all().await;
}

#[tokio::test]
async fn nobody_waits_for_a_mail_server_that_says_nothing() {
    let post = Post::start(Mood::Silent).await;
    let world = world(&post).await;
    let mut kari = world.visitor().await;
    let conversation = kari.start("Hello").await.conversation;
    post.called(1).await;
    let mut ann: Socket<Agent> = world.agent("Ann").await;
    ann.take(&conversation).await;
    ann.post(&conversation, "Good morning").await;
    kari.hear("Good morning").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_the_tls_that_was_asked_for_nothing_is_said() {
    let post = Post::start(Mood::Well).await;
    let (mut world, _folder) = outside(&post, "starttls").await;
    let set = [
        "channel",
        "change",
        CHANNEL,
        "--alarm-new",
        "1",
        "--alarm-to",
        LEAD,
    ];
    world.house_mut().program().command(&set, "").await;
    world.visitor().await.start("Hello").await;
    post.called(2).await;
    let heard = post.heard();
    let is_harmless = |it: &String| it.starts_with("EHLO ") || it == "QUIT";
    assert!(heard.iter().all(is_harmless), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_while_a_mail_is_taken_it_waits_for_that() {
    let post = Post::start(Mood::Slow).await;
    let (mut world, _folder) = outside(&post, "none").await;
    let set = [
        "channel",
        "change",
        CHANNEL,
        "--alarm-new",
        "1",
        "--alarm-to",
        LEAD,
    ];
    world.house_mut().program().command(&set, "").await;
    world.visitor().await.start("Hello").await;
    post.mails(1).await;
    world.house_mut().program().terminate();
    let mut glances = interval(GLANCE);
    let closed = async {
        while TcpStream::connect(world.address()).await.is_ok() {
            glances.tick().await;
        }
    };
    within("no more visitors", closed).await;
    // What does not wait for the mail has ended by the next glance.
    glances.tick().await;
    glances.tick().await;
    post.be(Mood::Well);
    assert!(world.house_mut().program().ended().await, "it ends well");
    world.house().has_sent_all().await;
    assert_eq!(post.mails(1).await.len(), 1);
}

// SO-64: killed between writing and sending, it loses nothing and sends nothing twice.
#[tokio::test(flavor = "multi_thread")]
async fn killed_before_a_mail_was_sent_it_sends_it_after_and_once() {
    let post = Post::start(Mood::Away).await;
    let (mut world, _folder) = outside(&post, "none").await;
    let set = [
        "channel",
        "change",
        CHANNEL,
        "--alarm-new",
        "1",
        "--alarm-to",
        LEAD,
    ];
    world.house_mut().program().command(&set, "").await;
    let first = world.visitor().await.start("Hello").await.conversation;
    post.called(1).await;
    world.house_mut().program().kill().await;
    post.be(Mood::Well);
    world.house_mut().program().restart().await;
    let mails = post.mails(1).await;
    assert!(is_about(&mails[0], &first), "{mails:?}");
    world.house().has_sent_all().await;
    world.house_mut().program().kill().await;
    world.house_mut().program().restart().await;
    let second = world.visitor().await.start("Hello").await.conversation;
    // Whatever was still there would be sent before.
    let mails = post.mails(2).await;
    assert!(is_about(&mails[1], &second), "{mails:?}");
    world.house().has_sent_all().await;
    assert_eq!(post.mails(2).await.len(), 2);
    let login = format!("AUTH PLAIN {}", STANDARD.encode("\0me\0correct horse"));
    assert!(post.heard().contains(&login), "{:?}", post.heard());
    let said = world.house_mut().program().said();
    assert!(!said.contains(LEAD), "no addresses in the log: {said}");
}
