//! Frames as text.

use serde::Serialize;
use shared::{Role, frame::FromServer};

/// Writes a frame as it goes over the wire.
pub fn text<R: Role>(frame: &FromServer<R>) -> String {
    json(frame)
}

/// Writes a part of a frame.
pub(crate) fn json(it: &impl Serialize) -> String {
    serde_json::to_string(it).expect("frames hold nothing that JSON cannot")
}

/// Writes an event of a desk's log around a change that is written already: every desk counts for
/// itself, and the change is the same for all.
pub(crate) fn desk_event(seq: u64, change: &str) -> String {
    format!(r#"{{"event":{{"log":"desk","seq":{seq},"change":{change}}}}}"#)
}

#[cfg(test)]
mod tests {
    use shared::{
        agent::{Agent, Change, Gone},
        frame::Event,
        id::Id,
    };

    use super::*;

    #[test]
    fn an_event_of_a_desk_is_written_like_any_other() {
        let change = Change::Gone(Gone {
            conversation: Id::new("c"),
        });
        let event = Event {
            log: Id::desk(),
            seq: 7,
            change: change.clone(),
        };
        assert_eq!(
            desk_event(7, &json(&change)),
            text(&FromServer::<Agent>::Event(event))
        );
    }
}
