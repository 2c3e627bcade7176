//! The bytes of files over HTTP: their limits to the byte, who may send and get them, and how they are served.

use std::time::Duration;

use serde_json::{Value, json};
use shared::limits::{MAX_FILE, MAX_FILE_NAME, MAX_FILES};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    command_line::Shell,
    house::House,
    raw::{Answer, Got, Request, Socket},
};

/// A picture of three by two pixels, as far as its structure tells.
fn png(behind: &[u8]) -> Vec<u8> {
    let chunk = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], name, content, &[0; 4]].concat()
    };
    let head = [0, 0, 0, 3, 0, 0, 0, 2, 8, 6, 0, 0, 0];
    [
        b"\x89PNG\r\n\x1a\n",
        &chunk(b"IHDR", &head)[..],
        &chunk(b"IDAT", b"pixels"),
        &chunk(b"IEND", b""),
        behind,
    ]
    .concat()
}

/// Where bytes go.
struct Slot {
    file: String,
    address: String,
    key: String,
}

impl Slot {
    fn of(reply: &Value) -> Self {
        let text = |name: &str| reply[name].as_str().unwrap().to_owned();
        Self {
            file: text("file"),
            address: text("address"),
            key: text("key"),
        }
    }

    fn head(&self, more: &str) -> String {
        format!(
            "PUT {} HTTP/1.1\r\nhost: here\r\nconnection: close\r\nauthorization: Bearer {}\r\n{more}\r\n",
            self.address, self.key
        )
    }

    async fn send(&self, house: &House, bytes: &[u8]) -> Answer {
        let head = self.head(&format!("content-length: {}\r\n", bytes.len()));
        exchange(house, &[head.as_bytes(), bytes]).await
    }

    async fn send_chunked(&self, house: &House, bytes: &[u8]) -> Answer {
        let head = self.head("transfer-encoding: chunked\r\n");
        let mut parts = vec![head.into_bytes()];
        for piece in bytes.chunks(256 * 1024) {
            parts.push(format!("{:x}\r\n", piece.len()).into_bytes());
            parts.push(piece.to_vec());
            parts.push(b"\r\n".to_vec());
        }
        parts.push(b"0\r\n\r\n".to_vec());
        let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        exchange(house, &parts).await
    }
}

/// Sends parts of a request until the server has heard enough, and reads the answer.
async fn exchange(house: &House, parts: &[&[u8]]) -> Answer {
    let stream = TcpStream::connect(house.running.address).await.unwrap();
    let (mut from, mut to) = stream.into_split();
    let parts: Vec<Vec<u8>> = parts.iter().map(|it| it.to_vec()).collect();
    let sending = tokio::spawn(async move {
        for part in parts {
            if to.write_all(&part).await.is_err() {
                break;
            }
        }
        to
    });
    let mut answer = Vec::new();
    // Whoever sends too much may be cut off after the answer.
    while from.read_buf(&mut answer).await.unwrap_or_default() > 0 {}
    sending.abort();
    Answer::of(&answer)
}

impl Socket {
    async fn done(&mut self, id: &str, name: &str, content: Value) -> Value {
        self.ask(id, name, content).await;
        loop {
            match self.next().await {
                Got::Text(frame) if frame["done"]["id"] == id => {
                    return frame["done"]["reply"].clone();
                }
                Got::Text(frame) if frame["failed"]["id"] == id => return frame["failed"].clone(),
                Got::Text(_) | Got::Ping | Got::Pong(_) => {}
                end => panic!("{end:?} came before the answer"),
            }
        }
    }

    async fn slot(&mut self, id: &str, name: &str, size: usize, kind: &str) -> Slot {
        let upload = json!({"name": name, "size": size, "type": kind});
        Slot::of(&self.done(id, "upload", upload).await["upload"])
    }

    async fn link(&mut self, id: &str, file: &str) -> String {
        let reply = self.done(id, "fetch", json!({ "file": file })).await;
        reply["link"]["address"].as_str().unwrap().to_owned()
    }
}

/// SO-37, S-13.
#[tokio::test]
async fn a_picture_goes_up_and_comes_down_without_what_is_not_the_picture() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let dirty = png(b"<html><script>alert(1)</script>");
    let slot = kari.slot("u", "../x\".png", dirty.len(), "image/png").await;
    let answer = slot.send(&house, &dirty).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let file = answer.json()["file"].clone();
    assert_eq!(file["name"], "x_.png");
    assert_eq!((&file["width"], &file["height"]), (&json!(3), &json!(2)));
    assert_eq!(file["size"], json!(png(b"").len()));
    let again = slot.send(&house, &dirty).await;
    assert_eq!(again.json()["file"], file, "sent again, it is the same");
    let content = json!({"text": "Look", "files": [{"id": slot.file}]});
    let started = kari.done("s", "start", json!({ "content": content })).await;
    assert!(started["started"].is_object(), "{started}");

    let address = kari.link("f", &slot.file).await;
    let answer = house.get(&address).await;
    assert_eq!(
        (answer.status, answer.bytes.as_slice()),
        (200, &png(b"")[..])
    );
    for (name, value) in [
        ("content-type", "image/png"),
        (
            "content-disposition",
            "attachment; filename=\"x_.png\"; filename*=UTF-8''x_.png",
        ),
        ("x-content-type-options", "nosniff"),
        // A visitor's chat may be a part of its site's page.
        ("cross-origin-resource-policy", "cross-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let policy = answer.header("content-security-policy");
    assert!(
        policy.contains("sandbox") && policy.contains("default-src 'none'"),
        "{policy}"
    );
    let shown = house.get(&format!("{address}&show")).await;
    assert!(shown.header("content-disposition").starts_with("inline; "));
}

/// I-03, H-01.
#[tokio::test]
async fn no_name_is_more_than_a_name() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let names = [
        "../../x.txt",
        "CON.txt",
        "a\0b.txt",
        "a\r\nset-cookie: x=1\r\n\r\n<script>.txt",
        "x\"; filename=x.html; y=\".txt",
        "invoice\u{202e}txt.exe",
        "<img src=x onerror=alert(1)>.txt",
        &"å".repeat(4_096),
    ];
    for (n, name) in names.into_iter().enumerate() {
        let slot = kari.slot(&format!("u{n}"), name, 3, "text/plain").await;
        let answer = slot.send(&house, b"abc").await;
        let file = answer.json()["file"].clone();
        let kept = file["name"].as_str().unwrap();
        assert!(kept.chars().count() <= MAX_FILE_NAME, "{kept}");
        assert!(kept.ends_with(".txt"), "{kept}");
        let odd = |c: char| c.is_control() || "/\\\"<>;\u{202e}".contains(c);
        assert!(!kept.contains(odd), "{kept}");
        let link = kari.link(&format!("f{n}"), &slot.file).await;
        let served = house.get(&link).await;
        assert_eq!(served.bytes, b"abc", "{kept}");
        let header = served.header("content-disposition");
        assert!(header.is_ascii(), "{header}");
        assert_eq!(header.matches('"').count(), 2, "{header}");
        let parts: Vec<&str> = header.split("; ").collect();
        let [how, plain, coded] = parts[..] else {
            panic!("{header}");
        };
        assert_eq!(how, "attachment");
        assert!(plain.starts_with("filename=\""), "{header}");
        assert!(coded.starts_with("filename*=UTF-8''"), "{header}");
        assert_eq!(served.header("set-cookie"), "", "{name}");
        let bytes = house.data().join("files").join(&slot.file);
        assert!(bytes.is_file(), "it lies under its id");
    }
}

/// I-01.
#[tokio::test]
async fn the_largest_file_passes_and_one_byte_more_does_not() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let most = usize::try_from(MAX_FILE).unwrap();
    let text = vec![b'a'; most + 1];
    let whole = kari.slot("u1", "a.txt", most, "text/plain").await;
    let answer = whole.send(&house, &text[..most]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let chunked = kari.slot("u2", "a.txt", most, "text/plain").await;
    assert_eq!(
        chunked.send_chunked(&house, &text[..most]).await.status,
        200
    );

    let more = kari.slot("u3", "a.txt", most, "text/plain").await;
    let told = more.send(&house, &text).await;
    assert_eq!((told.status, told.code().as_str()), (413, "too_large"));
    assert_eq!(more.send_chunked(&house, &text).await.status, 413);
    let fewer = more.send(&house, &text[..9]).await;
    assert_eq!((fewer.status, fewer.code().as_str()), (400, "bad_request"));
    assert_eq!(
        more.send(&house, &text[..most]).await.status,
        200,
        "in the end"
    );
    let told = json!({"name": "a.txt", "size": most + 1});
    let told = kari.done("u4", "upload", told).await;
    assert_eq!(told["code"], "too_large");

    let mut files = vec![json!({"id": whole.file}), json!({"id": chunked.file})];
    for n in 0..4 {
        let slot = kari.slot(&format!("v{n}"), "b.txt", 1, "").await;
        assert_eq!(slot.send(&house, b"b").await.status, 200);
        files.push(json!({ "id": slot.file }));
    }
    let content = |files: &[Value]| json!({"content": {"files": files}});
    let six = kari.done("s6", "start", content(&files)).await;
    assert_eq!(six["code"], "too_many");
    let five = kari.done("s5", "start", content(&files[..MAX_FILES])).await;
    assert!(five["started"].is_object(), "{five}");
}

/// I-02.
#[tokio::test]
async fn what_is_not_what_it_says_is_refused_for_good_and_the_rest_is_never_shown() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let html = b"<html><script>alert(1)</script>";
    let slot = kari.slot("u1", "a.png", html.len(), "image/png").await;
    for _ in 0..2 {
        let told = slot.send(&house, html).await;
        assert_eq!((told.status, told.code().as_str()), (415, "wrong_type"));
    }
    let content = json!({"content": {"text": "Hi", "files": [{"id": slot.file}]}});
    let told = kari.done("s", "start", content).await;
    assert_eq!(told["code"], "no_file");

    let slot = kari.slot("u2", "page.html", html.len(), "text/html").await;
    assert_eq!(slot.send(&house, html).await.status, 200);
    let address = kari.link("f2", &slot.file).await;
    let served = house.get(&format!("{address}&show")).await;
    assert_eq!(served.header("content-type"), "text/plain");
    let name = served.header("content-disposition");
    assert!(
        name.starts_with("attachment; filename=\"page.html.txt\""),
        "{name}"
    );
    let pdf = b"%PDF-1.7 /OpenAction /JS";
    let slot = kari.slot("u3", "a.pdf", pdf.len(), "application/pdf").await;
    assert_eq!(slot.send(&house, pdf).await.status, 200);
    let address = kari.link("f3", &slot.file).await;
    let served = house.get(&format!("{address}&show")).await;
    assert!(
        served
            .header("content-disposition")
            .starts_with("attachment")
    );
}

/// S-14, F-02.
#[tokio::test]
async fn without_its_key_a_file_looks_like_one_that_is_not_there() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let slot = kari.slot("u1", "a.txt", 3, "text/plain").await;
    let other = kari.slot("u2", "b.txt", 3, "text/plain").await;
    assert_eq!(other.send(&house, b"abc").await.status, 200);
    let link = kari.link("f", &other.file).await;
    let key = link.split_once("?key=").unwrap().1.to_owned();
    let absent = "/v1/files/0123456789abcdefghijkl";
    let nothing = house.get(absent).await;
    assert_eq!(
        (nothing.status, nothing.code().as_str()),
        (404, "not_found")
    );
    for path in [
        format!("/v1/files/{}", other.file),
        format!("/v1/files/{}?key=", other.file),
        format!("/v1/files/{}?key={}", other.file, slot.key),
        format!("/v1/files/{}?key={key}", slot.file),
        format!("{absent}?key={key}"),
        format!("{link}x"),
    ] {
        assert_eq!(house.get(&path).await.whole, nothing.whole, "{path}");
    }
    let refused = |slot: &Slot, key: &str| Slot {
        file: slot.file.clone(),
        address: slot.address.clone(),
        key: key.to_owned(),
    };
    for key in ["", &other.key, &key] {
        let told = refused(&slot, key).send(&house, b"abc").await;
        assert_eq!((told.status, told.code().as_str()), (404, "not_found"));
    }
    // The key is asked for before the first byte is read.
    let head = refused(&slot, "none").head("content-length: 3\r\n");
    assert_eq!(exchange(&house, &[head.as_bytes()]).await.status, 404);
    let foreign = slot.head("content-length: 3\r\norigin: https://evil.example\r\n");
    assert_eq!(
        exchange(&house, &[foreign.as_bytes(), b"abc"]).await.status,
        403
    );
    assert_eq!(slot.send(&house, b"abc").await.status, 200);
}

/// B-01.
#[tokio::test]
async fn an_upload_that_was_cut_is_sent_again_from_its_beginning() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let bytes = png(b"");
    for cut in [0, 1, 7, bytes.len() / 2, bytes.len() - 1] {
        let slot = kari
            .slot(&format!("u{cut}"), "a.png", bytes.len(), "image/png")
            .await;
        let head = slot.head(&format!("content-length: {}\r\n", bytes.len()));
        let mut stream = TcpStream::connect(house.running.address).await.unwrap();
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&bytes[..cut]).await.unwrap();
        drop(stream);
        let mut answer = slot.send(&house, &bytes).await;
        while answer.status == 503 {
            // The server has not noticed yet that the other one is gone.
            answer = slot.send(&house, &bytes).await;
        }
        assert_eq!(answer.status, 200, "{cut}: {answer:?}");
        let link = kari.link(&format!("f{cut}"), &slot.file).await;
        assert_eq!(house.get(&link).await.bytes, bytes);
    }
}

/// S-14.
#[tokio::test]
async fn bytes_that_come_too_slowly_are_given_up() {
    let house = House::hasty(|pace| pace.bytes = Duration::from_millis(50)).await;
    let house = house.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let slot = kari.slot("u", "a.txt", 100, "text/plain").await;
    let head = slot.head("content-length: 100\r\n");
    let told = exchange(&house, &[head.as_bytes(), b"slowly"]).await;
    assert_eq!((told.status, told.code().as_str()), (400, "bad_request"));
    assert_eq!(slot.send(&house, &[b'a'; 100]).await.status, 200);
}

#[cfg(unix)]
#[tokio::test]
async fn the_operators_scanner_has_its_say() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let scanner = folder.path().join("scan");
    std::fs::write(&scanner, "#!/bin/sh\n! grep -q EICAR \"$1\"\n").unwrap();
    std::fs::set_permissions(&scanner, std::fs::Permissions::from_mode(0o755)).unwrap();
    let house = House::with(|config| config.file_scanner = Some(scanner)).await;
    let house = house.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let slot = kari.slot("u1", "a.txt", 5, "text/plain").await;
    let told = slot.send(&house, b"EICAR").await;
    assert_eq!((told.status, told.code().as_str()), (403, "not_allowed"));
    let slot = kari.slot("u2", "a.txt", 5, "text/plain").await;
    assert_eq!(slot.send(&house, b"fine!").await.status, 200);
}

/// S-13.
#[tokio::test]
async fn an_origin_for_files_serves_files_and_nothing_else() {
    let origin = "https://files.example.com";
    let house = House::with(|config| config.files_url = Some(origin.parse().unwrap())).await;
    let house = house.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let slot = kari.slot("u", "a.txt", 3, "text/plain").await;
    assert_eq!(slot.send(&house, b"abc").await.status, 200);
    let link = kari.link("f", &slot.file).await;
    let path = link.strip_prefix(origin).unwrap();
    assert_eq!(house.get(path).await.status, 404, "not at the apps' origin");
    let there = |path: &str| Request::new("GET", path).at("files.example.com");
    let served = there(path).send(house.running.address).await;
    assert_eq!((served.status, served.body.as_str()), (200, "abc"));
    assert_eq!(
        served.header("cross-origin-resource-policy"),
        "cross-origin"
    );
    // Pages of ours may read it, and of sites whose visitors may have it, and no others.
    let allowed = "access-control-allow-origin";
    assert_eq!(served.header(allowed), "");
    for (page, told) in [
        (house.origin(), house.origin()),
        (
            "https://shop.example".to_owned(),
            "https://shop.example".to_owned(),
        ),
        ("https://elsewhere.example".to_owned(), String::new()),
    ] {
        let asked = there(path).with("origin", &page);
        let served = asked.send(house.running.address).await;
        assert_eq!(
            (served.status, served.header(allowed)),
            (200, told.as_str())
        );
    }
    for path in ["/", "/widget.js", "/frame/support", "/v1/session"] {
        let told = there(path).send(house.running.address).await;
        assert_eq!(told.status, 404, "{path}");
    }
    let page = house.get("/").await;
    let policy = page.header("content-security-policy");
    for part in ["img-src 'self' data:", "connect-src 'self' ws"] {
        let mut parts = policy.split("; ").filter(|it| it.starts_with(part));
        let ends = |it: &str| it.ends_with(" https://files.example.com");
        assert!(parts.next().is_some_and(ends), "{part}: {policy}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_holds_the_files_and_a_check_tells_which_are_missing() {
    let house = House::open().await.with_channel().await;
    let mut kari = Socket::visitor(&house).await;
    let slot = kari.slot("u", "a.txt", 3, "text/plain").await;
    assert_eq!(slot.send(&house, b"abc").await.status, 200);
    let data = house.data();
    let shell = Shell::new();
    let line = |command: &str| format!("{command} --data {}", data.display());
    let said = shell.says(&line("backup copy.sqlite"));
    assert!(said.contains("copy.sqlite.files"), "{said}");
    let copy = shell.path().join("copy.sqlite.files").join(&slot.file);
    assert_eq!(std::fs::read(copy).unwrap(), b"abc");
    assert!(shell.says(&line("check")).contains("Nothing is wrong."));
    std::fs::remove_file(data.join("files").join(&slot.file)).unwrap();
    let complaint = shell.complains(&line("check"));
    assert!(complaint.contains(&slot.file), "{complaint}");
}
