//! The golden frames of `tests/vectors`: the types read and write exactly these, every name of the
//! protocol occurs in them, and docs/PROTOCOL.md explains each.

use std::{collections::BTreeSet, fmt::Debug, fs, path::PathBuf};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use shared::{
    Role,
    agent::{self, Agent},
    error::{CloseCode, Code},
    frame::{FromClient, Heard},
    limits,
    visitor::{self, Visitor},
};

#[derive(Deserialize)]
struct Vectors {
    reader: String,
    frames: Vec<Vector>,
}

#[derive(Deserialize)]
struct Vector {
    name: String,
    #[serde(default)]
    heard: Option<String>,
    frame: Value,
}

#[test]
fn the_types_write_what_they_read_in_every_vector() {
    for file in all() {
        for vector in file.frames {
            let text = vector.frame.to_string();
            let again = match (file.reader.as_str(), vector.heard) {
                ("server" | "server from visitor", None) => told::<visitor::Command>(&text),
                ("server from agent", None) => told::<agent::Command>(&text),
                ("visitor", None) => heard_again::<Visitor>(&text),
                ("agent", None) => heard_again::<Agent>(&text),
                (reader, Some(kind)) => {
                    let heard = if reader == "agent" {
                        kind_of::<Agent>
                    } else {
                        kind_of::<Visitor>
                    };
                    assert_eq!(heard(&text), kind, "{}", vector.name);
                    continue;
                }
                (reader, _) => panic!("no such reader: {reader}"),
            };
            assert_eq!(again, vector.frame, "{}", vector.name);
        }
    }
}

#[test]
fn every_name_of_the_protocol_has_a_vector() {
    let seen: BTreeSet<String> = all()
        .iter()
        .flat_map(|file| &file.frames)
        .flat_map(words)
        .collect();
    for (what, names) in names() {
        for name in names {
            assert!(seen.contains(&name), "no vector shows the {what} `{name}`");
        }
    }
}

#[test]
fn the_command_names_are_the_commands() {
    assert_eq!(variants::<visitor::Command>(), visitor::Command::NAMES);
    assert_eq!(variants::<agent::Command>(), agent::Command::NAMES);
}

#[test]
fn the_close_codes_are_the_listed_ones() {
    let listed: Value = read("close_codes.json");
    let coded: Vec<Value> = CloseCode::ALL
        .iter()
        .map(|code| json!({"number": *code as u16, "name": snake(&format!("{code:?}"))}))
        .collect();
    assert_eq!(listed, json!({ "close_codes": coded }));
}

#[test]
fn the_document_explains_every_name_code_and_limit() {
    let document = fs::read_to_string(root().join("docs/PROTOCOL.md")).expect("the document");
    let mut missing = Vec::new();
    for (what, names) in names() {
        missing.extend(
            names
                .into_iter()
                .filter(|it| !document.contains(&format!("`{it}`")))
                .map(|it| format!("{what} {it}")),
        );
    }
    for code in CloseCode::ALL {
        let row = format!("| {} | `{}` |", code as u16, snake(&format!("{code:?}")));
        if !document.contains(&row) {
            missing.push(row);
        }
    }
    for (name, value) in limit_values() {
        let row = format!("| `{name}` | {value} |");
        if !document.contains(&row) {
            missing.push(row);
        }
    }
    assert!(missing.is_empty(), "docs/PROTOCOL.md lacks: {missing:#?}");
}

/// TH-05: what the gallery plays is what a server says, or it would show what never is.
#[test]
fn the_gallery_speaks_the_protocol() {
    let folder = root().join("widget/gallery/states");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the states") {
        let path = entry.expect("a file").path();
        let text = fs::read_to_string(&path).expect("it is text");
        let state: Value = serde_json::from_str(&text).expect("a state is JSON");
        let title = |language| state["title"][language].is_string();
        assert!(["en", "nb", "sv", "nl"].into_iter().all(title), "{path:?}");
        let lists = ["hears", "repeats"].map(|it| state[it].as_array());
        let said = lists.into_iter().flatten().flatten();
        let steps = state["does"].as_array().into_iter().flatten();
        let later = steps.filter(|it| it[0] == "hear").map(|it| &it[1]);
        for frame in said.chain(later).filter(|it| it.is_object()) {
            let again = heard_again::<Visitor>(&frame.to_string());
            assert_eq!(&again, frame, "{path:?}");
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn a_visitor_has_no_word_for_a_private_message() {
    for vector in all()
        .into_iter()
        .filter(|it| it.reader == "agent")
        .flat_map(|it| it.frames)
    {
        if vector.frame.to_string().contains("noted") {
            let heard = Heard::<Visitor>::decode(&vector.frame.to_string());
            assert!(
                !matches!(heard, Ok(Heard::Frame(_))),
                "{}: {heard:?}",
                vector.name
            );
        }
    }
}

fn limit_values() -> [(&'static str, u64); 44] {
    [
        ("max_frame", limits::MAX_FRAME as u64),
        ("max_hello", limits::MAX_HELLO as u64),
        ("hello_within_ms", limits::HELLO_WITHIN_MS),
        ("message_within_ms", limits::MESSAGE_WITHIN_MS),
        ("max_fragments", limits::MAX_FRAGMENTS as u64),
        ("max_depth", limits::MAX_DEPTH as u64),
        ("max_keys", limits::MAX_KEYS as u64),
        ("max_text", limits::MAX_TEXT as u64),
        ("max_options", limits::MAX_OPTIONS as u64),
        ("max_option", limits::MAX_OPTION as u64),
        ("max_menus", limits::MAX_MENUS as u64),
        ("max_comment", limits::MAX_COMMENT as u64),
        ("max_name", limits::MAX_NAME as u64),
        ("max_email", limits::MAX_EMAIL as u64),
        ("max_phone", limits::MAX_PHONE as u64),
        ("max_identity", limits::MAX_IDENTITY as u64),
        ("max_variables", limits::MAX_VARIABLES as u64),
        ("max_variable", limits::MAX_VARIABLE as u64),
        ("max_title", limits::MAX_TITLE as u64),
        ("max_link", limits::MAX_LINK as u64),
        ("max_address", limits::MAX_ADDRESS as u64),
        ("max_trail", limits::MAX_TRAIL as u64),
        ("max_articles", limits::MAX_ARTICLES as u64),
        ("max_replies", limits::MAX_REPLIES.into()),
        ("max_files", limits::MAX_FILES as u64),
        ("max_file", limits::MAX_FILE),
        ("max_file_name", limits::MAX_FILE_NAME as u64),
        ("max_pixels", limits::MAX_PIXELS),
        ("max_waiting_files", limits::MAX_WAITING_FILES.into()),
        ("file_waits_ms", limits::FILE_WAITS_MS),
        ("upload_within_ms", limits::UPLOAD_WITHIN_MS),
        ("link_lives_ms", limits::LINK_LIVES_MS),
        ("max_page", limits::MAX_PAGE.into()),
        ("snapshot_tail", limits::SNAPSHOT_TAIL.into()),
        ("max_followed", limits::MAX_FOLLOWED as u64),
        ("max_waiting_events", limits::MAX_WAITING_EVENTS as u64),
        ("max_waiting_bytes", limits::MAX_WAITING_BYTES as u64),
        ("beat_every_ms", limits::BEAT_EVERY_MS),
        ("server_patience_ms", limits::SERVER_PATIENCE_MS),
        ("client_patience_ms", limits::CLIENT_PATIENCE_MS),
        ("probe_within_ms", limits::PROBE_WITHIN_MS),
        ("ticket_lives_ms", limits::TICKET_LIVES_MS),
        ("visitor_sockets", limits::VISITOR_SOCKETS as u64),
        ("agent_sockets", limits::AGENT_SOCKETS as u64),
    ]
}

/// Every name the types know, by kind.
fn names() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("client frame", variants::<FromClient<visitor::Command>>()),
        ("visitor command", variants::<visitor::Command>()),
        ("visitor reply", variants::<visitor::Reply>()),
        ("visitor event", variants::<visitor::Change>()),
        ("visitor hint", variants::<visitor::Hint>()),
        ("agent command", variants::<agent::Command>()),
        ("agent reply", variants::<agent::Reply>()),
        ("agent event", variants::<agent::Change>()),
        ("agent hint", variants::<agent::Hint>()),
        ("agent snapshot", variants::<agent::Snapshot>()),
        (
            "code",
            Code::ALL
                .iter()
                .map(|code| snake(&format!("{code:?}")))
                .collect(),
        ),
    ]
}

/// The names of an enum's variants, as its own decoder lists them when none fits.
fn variants<T: DeserializeOwned + Debug>() -> Vec<String> {
    let error = serde_json::from_str::<T>(r#"{"no such name": {}}"#)
        .expect_err("an unknown name")
        .to_string();
    let (_, listed) = error
        .split_once("expected ")
        .expect("the decoder lists what it expects");
    listed
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Every key and string of a frame.
fn words(vector: &Vector) -> Vec<String> {
    fn walk(value: &Value, into: &mut Vec<String>) {
        match value {
            Value::String(text) => into.push(text.clone()),
            Value::Array(items) => items.iter().for_each(|it| walk(it, into)),
            Value::Object(fields) => fields.iter().for_each(|(key, it)| {
                into.push(key.clone());
                walk(it, into);
            }),
            _ => {}
        }
    }
    let mut into = Vec::new();
    walk(&vector.frame, &mut into);
    into
}

fn told<C: DeserializeOwned + Serialize>(text: &str) -> Value {
    let frame: FromClient<C> = serde_json::from_str(text).expect("a client's frame");
    serde_json::to_value(frame).expect("a frame can be written")
}

fn heard_again<R: Role>(text: &str) -> Value {
    match Heard::<R>::decode(text) {
        Ok(Heard::Frame(frame)) => serde_json::to_value(frame).expect("a frame can be written"),
        other => panic!("not understood: {other:?} in {text}"),
    }
}

fn kind_of<R: Role>(text: &str) -> &'static str {
    match Heard::<R>::decode(text) {
        Ok(Heard::Frame(_)) => "frame",
        Ok(Heard::UnknownEvent(_)) => "unknown_event",
        Ok(Heard::UnknownReply(_)) => "unknown_reply",
        Ok(Heard::Unknown) => "unknown",
        Err(_) => "malformed",
    }
}

fn all() -> Vec<Vectors> {
    let mut files: Vec<_> = fs::read_dir(root().join("tests/vectors"))
        .expect("the vectors")
        .map(|entry| {
            entry
                .expect("a file")
                .file_name()
                .into_string()
                .expect("a plain name")
        })
        .filter(|name| name != "close_codes.json")
        .collect();
    files.sort();
    files.iter().map(|name| read(name)).collect()
}

fn read<T: DeserializeOwned>(name: &str) -> T {
    let text = fs::read_to_string(root().join("tests/vectors").join(name)).expect("a vector file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
