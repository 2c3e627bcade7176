//! What the page around the chat may know of a change: a word, and nothing of what was said.

use client::Delivery;
use shared::{
    message::Author,
    visitor::{Change, Visitor},
};

/// The word for the page, where there is one: the other side wrote, or the conversation is over. What comes with a
/// snapshot is not new.
pub(crate) fn word(delivery: &Delivery<Visitor>) -> Option<&'static str> {
    let Delivery::Event(event) = delivery else {
        return None;
    };
    match &event.change {
        Change::Posted(it) if matches!(it.author, Author::Agent(_)) => Some("message"),
        Change::Ended(_) => Some("ended"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::{frame::Event, id::Id};

    use super::*;

    fn check(change: serde_json::Value, expected: Option<&str>) {
        let change = serde_json::from_value(change).expect("it is a change");
        let log = Id::new("c");
        let delivery = Delivery::Event(Event {
            log,
            seq: 1,
            change,
        });
        assert_eq!(word(&delivery), expected);
    }

    #[test]
    fn the_page_hears_of_what_the_other_side_writes_and_of_the_end() {
        let said = |author| {
            let content = serde_json::json!({ "text": "Hello" });
            serde_json::json!({ "posted": { "id": "m", "at": 1, "author": author, "content": content } })
        };
        let anna = serde_json::json!({ "agent": { "id": "a", "name": "Anna" } });
        check(said(anna), Some("message"));
        check(said("visitor".into()), None);
        check(said("system".into()), None);
        let ended = serde_json::json!({ "ended": { "at": 1, "by": "visitor" } });
        check(ended, Some("ended"));
    }
}
