//! What a text message says, once the client is known.

use std::{borrow::Cow, collections::HashMap};

use serde::{Deserialize, de::DeserializeOwned, de::IgnoredAny};
use serde_json::value::RawValue;
use shared::{
    agent,
    error::Code,
    frame::{Do, FromClient, RoleName},
    id::{self, Id},
    visitor,
};

use super::shape;
use crate::hub::Said;

/// What was heard.
#[derive(Debug, PartialEq)]
pub(crate) enum Heard {
    /// A command.
    Said(Box<Said>),
    /// The client asks for a beat.
    Probe,
    /// Nothing that can be carried out; the id if it can be read.
    Faulty(Option<Id<id::Client>>, Code),
}

/// Reads a frame of a client in this role.
pub(crate) fn parse(role: RoleName, text: &str) -> Heard {
    if shape::check(text).is_err() {
        return Heard::Faulty(id_of(text), Code::BadRequest);
    }
    let frame = match serde_json::from_str::<FromClient<&RawValue>>(text) {
        Ok(FromClient::Do(frame)) => frame,
        Ok(FromClient::Probe {}) => return Heard::Probe,
        Ok(FromClient::Hello(_)) | Err(_) => return Heard::Faulty(id_of(text), Code::BadRequest),
    };
    if !frame.id.is_well_formed() {
        return Heard::Faulty(None, Code::BadRequest);
    }
    let said = match role {
        RoleName::Visitor => command(&frame, &visitor::Command::NAMES).map(Said::Visitor),
        RoleName::Agent => command(&frame, &agent::Command::NAMES).map(Said::Agent),
    };
    said.map_or_else(
        |code| Heard::Faulty(Some(frame.id), code),
        |said| Heard::Said(Box::new(said)),
    )
}

fn command<C: DeserializeOwned>(frame: &Do<&RawValue>, names: &[&str]) -> Result<Do<C>, Code> {
    let text = frame.command.get();
    if let Ok(command) = serde_json::from_str(text) {
        let id = frame.id.clone();
        return Ok(Do { id, command });
    }
    match serde_json::from_str::<HashMap<Cow<'_, str>, IgnoredAny>>(text) {
        Ok(members) if members.len() == 1 && members.keys().all(|it| !names.contains(&&**it)) => {
            Err(Code::UnknownCommand)
        }
        _ => Err(Code::BadRequest),
    }
}

/// The id in a frame that is otherwise faulty.
fn id_of(text: &str) -> Option<Id<id::Client>> {
    #[derive(Deserialize)]
    struct Frame {
        r#do: Named,
    }
    #[derive(Deserialize)]
    struct Named {
        id: Id<id::Client>,
    }
    serde_json::from_str::<Frame>(text)
        .ok()
        .map(|frame| frame.r#do.id)
        .filter(Id::is_well_formed)
}

#[cfg(test)]
mod tests {
    use shared::visitor::{Command, End};

    use super::*;

    fn faulty(text: &str) -> (Option<String>, Code) {
        match parse(RoleName::Visitor, text) {
            Heard::Faulty(id, code) => (id.map(|it| it.to_string()), code),
            heard => panic!("{text} is {heard:?}"),
        }
    }

    fn named(id: &str) -> Option<String> {
        Some(id.to_owned())
    }

    #[test]
    fn commands_and_probes_are_understood() {
        let text = r#"{"do":{"id":"a1","command":{"end":{"later":[1]}},"extra":true}}"#;
        let end = Do {
            id: Id::new("a1"),
            command: Command::End(End {}),
        };
        assert_eq!(
            parse(RoleName::Visitor, text),
            Heard::Said(Box::new(Said::Visitor(end)))
        );
        assert_eq!(parse(RoleName::Agent, r#"{"probe":{}}"#), Heard::Probe);
    }

    #[test]
    fn an_unknown_command_is_told_from_a_faulty_one() {
        let text = r#"{"do":{"id":"a1","command":{"dance":{"how":"well"}}}}"#;
        assert_eq!(faulty(text), (named("a1"), Code::UnknownCommand));
        let text = r#"{"do":{"id":"a1","command":{"take":{"conversation":"c"}}}}"#;
        assert_eq!(
            faulty(text),
            (named("a1"), Code::UnknownCommand),
            "an agent's"
        );
        for command in [
            r#"{"post":{}}"#,
            r#"{"post":{"content":{"text":3}}}"#,
            r#""end""#,
            r#"{}"#,
            r#"{"end":{},"typing":{}}"#,
            "null",
            "[]",
        ] {
            let text = format!(r#"{{"do":{{"id":"a1","command":{command}}}}}"#);
            assert_eq!(faulty(&text), (named("a1"), Code::BadRequest), "{text}");
        }
    }

    #[test]
    fn what_is_no_frame_is_a_bad_request() {
        for text in [
            "",
            "null",
            "[]",
            "3",
            r#"{"do":"#,
            r#"{"weather":{}}"#,
            r#"{"hello":{"min":1,"max":1,"role":"visitor"}}"#,
            r#"{"do":{"id":"a b","command":{"end":{}}}}"#,
            r#"{"do":{"id":3,"command":{"end":{}}}}"#,
            r#"{"do":{"command":{"end":{}}}}"#,
            r#"{"do":{"id":"a","id":"b","command":{"end":{}}}}"#,
        ] {
            assert_eq!(faulty(text), (None, Code::BadRequest), "{text}");
        }
    }

    #[test]
    fn the_id_is_told_where_it_can_be_read() {
        for text in [
            r#"{"do":{"id":"a1"}}"#,
            r#"{"do":{"id":"a1","command":{"end":{}},"n":9007199254740992}}"#,
            r#"{"do":{"id":"a1","command":{"end":{}}},"probe":{}}"#,
        ] {
            assert_eq!(faulty(text), (named("a1"), Code::BadRequest), "{text}");
        }
        let deep = format!(
            r#"{{"do":{{"id":"a1","command":{}1{}}}}}"#,
            "[".repeat(10_000),
            "]".repeat(10_000)
        );
        assert_eq!(faulty(&deep), (named("a1"), Code::BadRequest));
    }
}
