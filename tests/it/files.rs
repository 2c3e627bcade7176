//! Files of messages over real sockets and HTTP: they reach whoever may read the message, and nobody else.

use std::{net::SocketAddr, sync::Arc};

use shared::{
    agent::{self, Note, Post},
    error::Code,
    file::{File, Upload},
    http::Uploaded,
    id::{self, Id},
    limits::MAX_FILE,
    message::Content,
    visitor::{self, Reply},
};
use tests::{
    http::{Answer, Request},
    patience::within,
    proxy::Proxy,
    socket::files::{get, put, text},
    world::{SITE, World},
};
use tokio::{
    io::AsyncWriteExt,
    net::TcpStream,
    task::{JoinSet, yield_now},
};

/// Stands in the name and the bytes of every private file, and nowhere else.
const CANARY: &str = "kanarifugl-52b8";

fn with(text: &str, file: &File) -> Content {
    Content {
        text: text.to_owned(),
        files: vec![file.clone()],
        ..Content::default()
    }
}

/// The files of a message that says this.
fn files_of(change: &visitor::Change, text: &str) -> Option<Vec<File>> {
    match change {
        visitor::Change::Posted(it) if it.content.text == text => Some(it.content.files.clone()),
        _ => None,
    }
}

/// SO-37, PZ-26.
#[tokio::test]
async fn a_visitor_and_an_agent_send_each_other_files() {
    let world = World::start().await;
    let server = world.address();
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let karis = kari.file(server, "list.csv", b"a;b").await;
    let content = with("My list", &karis);
    let post = visitor::Command::Post(visitor::Post { content });
    assert!(matches!(kari.ask(post).await, Ok(Reply::Posted(_))));
    ann.hear("My list").await;
    let link = ann.link(&karis.id).await.expect("Ann may read it");
    let got = get(server, &link.address).await;
    assert_eq!((got.status, got.body.as_slice()), (200, &b"a;b"[..]));

    let anns = ann.file(server, "bill.txt", b"42").await;
    let content = with("Your bill", &anns);
    let conversation_id = conversation.clone();
    ann.ask(agent::Command::Post(Post {
        conversation: conversation_id,
        content,
        seen: None,
    }))
    .await
    .expect("Ann may write");
    let find = |change: &_| files_of(change, "Your bill");
    let files = kari.change("a bill", find).await;
    assert_eq!(files, [anns]);
    let link = kari.link(&files[0].id).await.expect("Kari may read it");
    assert_eq!(get(server, &link.address).await.body, b"42");
    // Whoever comes later finds them too.
    kari.come_back_with(None).await;
    let changes = kari.history(&conversation).await;
    let found = changes.iter().filter_map(|it| files_of(it, "My list"));
    assert_eq!(found.collect::<Vec<_>>(), [vec![karis]]);
    world.check(&mut kari, &conversation).await;
}

/// F-02.
#[tokio::test]
async fn no_byte_of_a_private_file_reaches_a_visitor() {
    let world = World::start().await;
    let road = Proxy::to(world.address()).await;
    road.record();
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    kari.move_to(road.address());
    kari.come_back().await;
    let server = world.address();
    let mut private = Vec::new();
    for n in 0..5 {
        let name = format!("{CANARY} {n}.txt");
        private.push(ann.file(server, &name, CANARY.as_bytes()).await);
    }
    let note = Note {
        conversation: conversation.clone(),
        content: Content {
            files: private.clone(),
            ..Content::default()
        },
    };
    let noted = ann.ask(agent::Command::Note(note)).await;
    noted.expect("Ann may note");
    let karis = kari.file(road.address(), "own.txt", b"own").await;
    let own = kari.link(&karis.id).await.expect("her own");
    let (_, key) = own.address.split_once('?').expect("a key");

    let made_up = Id::new("0123456789abcdefghijkl");
    let nothing = kari.link(&made_up).await.expect_err("there is none");
    assert_eq!(nothing.code, Code::NotFound);
    let absent = |id: &Id<id::File>| format!("/v1/files/{id}?{key}");
    let no_bytes = get(road.address(), &absent(&made_up)).await;
    assert_eq!(no_bytes.status, 404);
    for file in &private {
        let refused = kari.link(&file.id).await.expect_err("it is private");
        assert_eq!(refused.code, nothing.code);
        assert_eq!(
            (refused.retryable, refused.current),
            (nothing.retryable, nothing.current.clone())
        );
        for show in ["", "&show"] {
            let address = absent(&file.id) + show;
            let answer = get(road.address(), &address).await;
            let head = |it: &Answer| {
                let mut all = it.headers.clone();
                all.retain(|(name, _)| name != "date");
                (it.status, all, it.body.clone())
            };
            assert_eq!(head(&answer), head(&no_bytes));
        }
        // Nor does it go with a message of hers.
        let post = visitor::Command::Post(visitor::Post {
            content: with(
                "Mine!",
                &File {
                    id: file.id.clone(),
                    ..File::default()
                },
            ),
        });
        assert_eq!(kari.refusal(post).await, Code::NoFile);
    }
    kari.come_back().await;
    kari.come_back_with(None).await;
    kari.history(&conversation).await;
    kari.settle().await;
    let heard = String::from_utf8_lossy(&road.heard()).into_owned();
    assert!(heard.contains("own.txt"), "the proxy listens");
    assert!(!heard.contains(CANARY), "something private came through");
    for file in &private {
        let link = ann.link(&file.id).await.expect("Ann may read it");
        assert_eq!(get(server, &link.address).await.body, CANARY.as_bytes());
    }
}

/// S-13, P-19.
#[tokio::test]
async fn a_link_ends_with_the_access_of_whoever_has_it() {
    let world = World::start().await;
    let server = world.address();
    let (mut ann, mut kari, conversation) = world.chat("Ann").await;
    let file = kari.file(server, "list.csv", b"a;b").await;
    let content = with("My list", &file);
    kari.ask(visitor::Command::Post(visitor::Post { content }))
        .await
        .expect("it is posted");
    ann.hear("My list").await;
    let link = ann.link(&file.id).await.expect("Ann may read it");
    assert_eq!(get(server, &link.address).await.status, 200);
    world.house().dismiss(&world.member_named("Ann")).await;
    ends(server, &link.address).await;
    let own = kari.link(&file.id).await.expect("her own");
    assert_eq!(get(server, &own.address).await.status, 200);
    world.check(&mut kari, &conversation).await;
}

/// Waits until a link is good for nothing.
/// EM-03: a chat without a frame sends files from its site's page, which a channel lists; no other page can.
#[tokio::test]
async fn a_page_of_a_listed_site_sends_files_and_reads_the_answer() {
    let world = World::start().await;
    let server = world.address();
    let (mut ann, mut kari, _) = world.chat("Ann").await;
    let slot = kari.slot(text("list.csv", b"a;b")).await;
    let bearer = format!("Bearer {}", slot.key);
    let ask = async |method: &str, origin: &str, bytes: &[u8]| {
        let request = Request::new(method, &slot.address, server).header("origin", origin);
        let request = request.header("authorization", &bearer).bytes(bytes);
        request.send(server).await
    };
    let allowed = |answer: &Answer| {
        let origin = answer.header("access-control-allow-origin");
        (answer.status, origin.map(str::to_owned))
    };
    let other = "https://elsewhere.example";
    for method in ["OPTIONS", "PUT"] {
        assert_eq!(allowed(&ask(method, other, b"a;b").await), (403, None));
    }
    let site = Some(SITE.to_owned());
    let asked = ask("OPTIONS", SITE, b"").await;
    assert_eq!(allowed(&asked), (204, site.clone()));
    let headers = asked.header("access-control-allow-headers");
    assert_eq!(headers, Some("authorization, content-type"));
    // An answer that is a refusal is read too.
    assert_eq!(allowed(&ask("PUT", SITE, b"a").await), (400, site.clone()));
    let put = ask("PUT", SITE, b"a;b").await;
    assert_eq!(allowed(&put), (200, site.clone()));
    let file = put.json::<Uploaded>().file;

    let link = kari.link(&file.id).await.expect("her own");
    let get = async |address: &str| {
        let asked = Request::new("GET", address, server).header("origin", SITE);
        asked.send(server).await
    };
    let got = get(&link.address).await;
    assert_eq!(allowed(&got), (200, site));
    let policy = |it: &Answer| it.header("cross-origin-resource-policy").map(str::to_owned);
    assert_eq!(policy(&got).as_deref(), Some("cross-origin"));
    // What agents are given is for their app alone.
    let anns = ann.file(server, "bill.txt", b"42").await;
    let link = ann.link(&anns.id).await.expect("Ann's own");
    let got = get(&link.address).await;
    assert_eq!(policy(&got).as_deref(), Some("same-origin"));
}

async fn ends(server: SocketAddr, address: &str) {
    within("the end of a link", async {
        while get(server, address).await.status != 404 {
            yield_now().await;
        }
    })
    .await;
}

/// B-01.
#[tokio::test(flavor = "multi_thread")]
async fn killed_while_a_file_comes_it_takes_it_from_the_beginning_and_keeps_what_was_ready() {
    let mut world = World::outside().await;
    let (_ann, mut kari, conversation) = world.chat("Ann").await;
    let ready = kari.file(world.address(), "ready.txt", b"ready").await;
    let bytes = vec![b'x'; 300_000];
    let (id, announce) = (kari.mint(), || {
        visitor::Command::Upload(text("half.txt", &bytes))
    });
    let Ok(Reply::Upload(slot)) = kari.ask_as(&id, announce()).await else {
        panic!("no place for a file");
    };
    let mut half = TcpStream::connect(world.address()).await.expect("a way");
    let head = format!(
        "PUT {} HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {}\r\ncontent-length: {}\r\n\r\n",
        slot.address,
        slot.key,
        bytes.len()
    );
    half.write_all(head.as_bytes()).await.expect("it is heard");
    half.write_all(&bytes[..100_000])
        .await
        .expect("it is heard");
    world.house_mut().program().kill().await;
    world.house_mut().program().restart().await;
    kari.come_back().await;
    assert_eq!(
        put(world.address(), &slot, &bytes).await.status,
        404,
        "an old key"
    );
    let Ok(Reply::Upload(again)) = kari.ask_as(&id, announce()).await else {
        panic!("no place for a file");
    };
    assert_eq!(again.file, slot.file, "the same file");
    let there = put(world.address(), &again, &bytes).await;
    let half = there.json::<Uploaded>().file;
    assert_eq!(half.size, 300_000);
    let content = Content {
        text: "Both".to_owned(),
        files: vec![ready.clone(), half.clone()],
        ..Content::default()
    };
    let post_id = kari.mint();
    let post = || {
        visitor::Command::Post(visitor::Post {
            content: content.clone(),
        })
    };
    for dup in [false, true] {
        let answer = kari.ask_as(&post_id, post()).await;
        let Ok(Reply::Posted(receipt)) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(receipt.dup, dup);
        world.house_mut().program().kill().await;
        world.house_mut().program().restart().await;
        kari.come_back().await;
    }
    for (file, bytes) in [(&ready, &b"ready"[..]), (&half, &bytes)] {
        let link = kari.link(&file.id).await.expect("her own");
        assert_eq!(get(world.address(), &link.address).await.body, bytes);
    }
    let changes = kari.history(&conversation).await;
    let both = changes.iter().filter_map(|it| files_of(it, "Both"));
    assert_eq!(both.collect::<Vec<_>>(), [vec![ready, half]]);
}

/// I-01, I-04: what a file costs is what the server holds of it at a time, not its size.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn large_files_at_once_cost_little_memory() {
    const AT_ONCE: usize = 8;
    const MOST_EACH: usize = 2 << 20;
    let mut world = World::outside().await;
    let server = world.address();
    let (_ann, mut kari, _) = world.chat("Ann").await;
    kari.file(server, "first.txt", b"what the first one costs")
        .await;
    let before = peak(world.house_mut().program().id());
    let bytes = Arc::new(vec![b'x'; usize::try_from(MAX_FILE).expect("it fits")]);
    let mut coming = JoinSet::new();
    for n in 0..AT_ONCE {
        let slot = kari.slot(text(&format!("{n}.txt"), &bytes)).await;
        let bytes = bytes.clone();
        coming.spawn(async move { put(server, &slot, &bytes).await.status });
    }
    assert_eq!(coming.join_all().await, [200; AT_ONCE]);
    let picture = huge_picture();
    let slot = kari.slot(text("huge.png", &picture)).await;
    assert_eq!(put(server, &slot, &picture).await.status, 415, "no text");
    let announced = Upload {
        kind: "image/png".to_owned(),
        ..text("huge.png", &picture)
    };
    let slot = kari.slot(announced).await;
    assert_eq!(put(server, &slot, &picture).await.status, 413);
    let cost = peak(world.house_mut().program().id()) - before;
    assert!(cost <= AT_ONCE * MOST_EACH, "{cost} bytes");
}

/// The most memory a process has held so far, in bytes.
#[cfg(target_os = "linux")]
fn peak(process: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
    let line = status.lines().find_map(|it| it.strip_prefix("VmHWM:"));
    let number = line.and_then(|it| it.trim().strip_suffix(" kB"));
    number
        .and_then(|it| it.parse::<usize>().ok())
        .expect("a number")
        * 1024
}

/// The head of a picture that would have 50,000 by 50,000 pixels.
#[cfg(target_os = "linux")]
fn huge_picture() -> Vec<u8> {
    let side = 50_000_u32.to_be_bytes();
    let head = [
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR",
        &side[..],
        &side,
        &[8, 6, 0, 0, 0, 0, 0, 0, 0],
    ];
    head.concat()
}
