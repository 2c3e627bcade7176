//! Which agents wrote last in a conversation.

use serde::{Deserialize, Serialize};
use shared::id::{self, Id};

/// Where agents wrote last, to the visitor or in private: enough to know for each of them where a colleague
/// did.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Voices {
    last: Option<(Id<id::Agent>, u64)>,
    /// The last one of anybody but whoever wrote last.
    others: Option<u64>,
}

impl Voices {
    /// An agent wrote the entry with this number.
    pub fn speak(&mut self, agent: &Id<id::Agent>, seq: u64) {
        match &mut self.last {
            Some((last, at)) if last == agent => *at = seq,
            last => self.others = last.replace((agent.clone(), seq)).map(|it| it.1),
        }
    }

    /// Where somebody else than this agent wrote last.
    pub fn beside(&self, agent: &Id<id::Agent>) -> Option<u64> {
        match &self.last {
            Some((last, at)) if last != agent => Some(*at),
            _ => self.others,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_each_agent_it_is_known_where_a_colleague_wrote_last() {
        let written = [
            "ann", "ann", "bob", "ann", "meg", "meg", "ann", "bob", "bob",
        ];
        let mut voices = Voices::default();
        for (seq, agent) in (1..).zip(written) {
            voices.speak(&Id::new(agent), seq);
            for me in ["ann", "bob", "meg", "nil"] {
                let so_far = (1..=seq).zip(written);
                let others = so_far.filter(|(_, it)| *it != me).last();
                assert_eq!(
                    voices.beside(&Id::new(me)),
                    others.map(|it| it.0),
                    "{me} {seq}"
                );
            }
        }
    }
}
