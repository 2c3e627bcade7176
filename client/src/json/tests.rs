//! This JSON against serde_json, in both directions.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::{
    agent,
    frame::{FromServer, Heard},
    id::Id,
    visitor,
};

use super::*;
use crate::{link::frame, random::Random};

/// The tree as serde_json has it; numbers that mean nothing here are left out of the comparison.
fn as_theirs(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Flag(it) => (*it).into(),
        Value::Number(it) => (*it).into(),
        Value::OtherNumber => "a number".into(),
        Value::Text(it) => it.as_str().into(),
        Value::List(it) => it.iter().map(as_theirs).collect(),
        Value::Object(it) => {
            let members = it.iter().map(|(name, it)| (name.clone(), as_theirs(it)));
            serde_json::Value::Object(members.collect())
        }
    }
}

fn is_alike(text: &str) {
    let theirs: Result<serde_json::Value, _> = serde_json::from_str(text);
    let ours = Value::parse(text).map(|it| as_theirs(&it));
    assert_eq!(ours.ok(), theirs.ok(), "{text}");
}

#[test]
fn texts_are_read_as_serde_json_reads_them() {
    for text in [
        "null",
        " true ",
        "false",
        "0",
        "18446744073709551615",
        "01",
        "",
        "{",
        "[1,2,]",
        "[1 2]",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{a:1}",
        "[[],{},[{}]]",
        "{\"a\":{\"b\":[1,\"x\",null,true]},\"c\":\"\"}",
        "\"\\u00e5\\ud83d\\ude00\\n\\\"\\\\\\/\"",
        "\"\\ud83d\"",
        "\"\\ud83dx\"",
        "\"\\ude00\"",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"line\nbreak\"",
        "\"å😀\u{2028}\"",
        "\"open",
        "nul",
        "truex",
        "1 2",
        "\u{feff}{}",
        "-",
        "{\"a\":1}{}",
    ] {
        is_alike(text);
    }
    assert_eq!(
        Value::parse("[-1,1.5,1e3,99999999999999999999]").map(|it| as_theirs(&it)),
        Ok(serde_json::json!([
            "a number", "a number", "a number", "a number"
        ]))
    );
}

#[test]
fn damaged_texts_do_no_harm() {
    let frame =
        r#"{"event":{"log":"c","seq":12,"change":{"posted":{"id":"m","text":"å\u00e5\n\"x\""}}}}"#;
    let mut random = Random::new(9);
    for _ in 0..20_000 {
        let mut chars: Vec<char> = frame.chars().collect();
        for _ in 0..=random.below(3) {
            let at = random.below(chars.len() as u64) as usize;
            match random.below(3) {
                0 => chars.truncate(at + 1),
                1 => drop(chars.remove(at)),
                _ => {
                    chars[at] =
                        ['"', '\\', '{', '}', ',', 'u', '7', '😀'][random.below(8) as usize];
                }
            }
            if chars.is_empty() {
                break;
            }
        }
        let text: String = chars.into_iter().collect();
        if !text.contains(['-', '.', 'e', 'E']) {
            is_alike(&text);
        }
        let _ = Value::parse(&text);
    }
}

#[test]
fn nesting_has_an_end() {
    let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
    assert_eq!(Value::parse(&deep), Err(Malformed));
    let fine = ["[".repeat(60), "]".repeat(60)].concat();
    assert!(Value::parse(&fine).is_ok());
}

#[derive(Deserialize)]
struct Vectors {
    frames: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    frame: serde_json::Value,
}

fn vectors(text: &str) -> Vec<Named> {
    let vectors: Vectors = serde_json::from_str(text).expect("vectors have this form");
    vectors.frames
}

fn as_ours<R: crate::Voice>(heard: Heard<R>) -> frame::Heard<R> {
    let frame = match heard {
        Heard::Frame(frame) => frame,
        Heard::UnknownEvent(it) => return frame::Heard::Event(it.log, it.seq, None),
        Heard::UnknownReply(id) => return frame::Heard::Done(id, None),
        Heard::Unknown => return frame::Heard::Unknown,
    };
    match frame {
        FromServer::Welcome(it) => frame::Heard::Welcome(Box::new(it)),
        FromServer::Refused(it) => frame::Heard::Refused(it),
        FromServer::Done(it) => frame::Heard::Done(it.id, Some(it.reply)),
        FromServer::Failed(it) => frame::Heard::Failed(Box::new(it)),
        FromServer::Event(it) => frame::Heard::Event(it.log, it.seq, Some(it.change)),
        FromServer::Now(it) => frame::Heard::Hint(it),
        FromServer::Beat(it) => frame::Heard::Beat(it.heads.into_iter().collect()),
        FromServer::Reset(it) => frame::Heard::Reset(Box::new(it)),
        FromServer::CaughtUp(it) => frame::Heard::CaughtUp(it.heads.into_iter().collect()),
        FromServer::GoingAway(it) => frame::Heard::GoingAway(it.retry_in_ms),
    }
}

fn check_heard<R: crate::Voice>(text: &str) {
    let all = vectors(text);
    assert!(!all.is_empty());
    for Named { name, frame } in all {
        let text = frame.to_string();
        let theirs = Heard::<R>::decode(&text).expect(&name);
        assert_eq!(frame::decode::<R>(&text), Ok(as_ours(theirs)), "{name}");
    }
}

#[test]
fn every_golden_frame_is_read_as_the_protocol_reads_it() {
    check_heard::<visitor::Visitor>(include_str!("../../../tests/vectors/visitor_hears.json"));
    check_heard::<visitor::Visitor>(include_str!("../../../tests/vectors/visitor_failures.json"));
    check_heard::<visitor::Visitor>(include_str!(
        "../../../tests/vectors/unknown_to_visitor.json"
    ));
    check_heard::<agent::Agent>(include_str!("../../../tests/vectors/agent_hears.json"));
    check_heard::<agent::Agent>(include_str!("../../../tests/vectors/agent_failures.json"));
    check_heard::<agent::Agent>(include_str!("../../../tests/vectors/unknown_to_agent.json"));
}

#[test]
fn what_lacks_what_it_must_have_is_malformed() {
    for text in [
        "",
        "null",
        "[]",
        "3",
        "{\"beat\":",
        "{\"welcome\":{}}",
        "{\"reset\":3}",
        "{\"event\":{\"log\":\"c\",\"change\":{}}}",
        "{\"event\":7}",
        "{\"done\":{\"reply\":{}}}",
        "{\"failed\":{\"code\":7}}",
        "{\"beat\":{\"heads\":{\"c\":-1}}}",
        "{\"going_away\":{\"retry_in_ms\":\"soon\"}}",
    ] {
        let theirs = Heard::<visitor::Visitor>::decode(text).ok();
        let ours = frame::decode::<visitor::Visitor>(text).ok();
        assert!(ours.is_none() && theirs.is_none(), "{text}");
    }
}

#[test]
fn every_golden_command_is_written_as_serde_json_writes_it() {
    fn check<C: DeserializeOwned + Serialize>(text: &str) {
        for Named { name, frame } in vectors(text) {
            let command: C = serde_json::from_value(frame["do"]["command"].clone()).expect(&name);
            assert_eq!(
                write(&command),
                serde_json::to_string(&command).expect(&name),
                "{name}"
            );
        }
    }
    check::<visitor::Command>(include_str!("../../../tests/vectors/visitor_commands.json"));
    check::<agent::Command>(include_str!("../../../tests/vectors/agent_commands.json"));
}

#[test]
fn texts_and_numbers_are_written_as_serde_json_writes_them() {
    let texts: Vec<String> = (0..0x300)
        .filter_map(char::from_u32)
        .map(String::from)
        .collect();
    assert_eq!(
        write(&texts)
            .replace("\\u0008", "\\b")
            .replace("\\u000c", "\\f"),
        serde_json::to_string(&texts).expect("texts are JSON")
    );
    assert_eq!(read::<Vec<String>>(&write(&texts)), Ok(texts));
    let numbers = [0, 7, 10, 1_795_000_000_000, u64::MAX];
    assert_eq!(
        write(&numbers),
        serde_json::to_string(&numbers).expect("numbers are JSON")
    );
    let map: BTreeMap<Id<shared::id::Log>, u64> = [(Id::new("a"), 1), (Id::new("b"), 2)].into();
    assert_eq!(write(&map), r#"{"a":1,"b":2}"#);
    assert_eq!(read(&write(&map)), Ok(map));
}
