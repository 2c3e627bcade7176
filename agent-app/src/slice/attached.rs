//! The files of every message that is being written.

use std::collections::BTreeMap;

use client::{
    Delivery,
    attach::{Next, Tray},
    draft::Drafts,
};
use shared::{
    agent::Agent,
    id::{self, Id},
};

/// What the names of what is remembered end with.
const SUFFIX: &str = "#files";

/// A tray for each conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Attached {
    trays: BTreeMap<String, Tray>,
    /// Whether what was remembered has come.
    has_recalled: bool,
    /// Files of a draft that are newer than what will be remembered.
    late: Option<(Id<id::Conversation>, String)>,
}

/// A file of a conversation's tray.
pub(crate) type Place = (Id<id::Conversation>, u32);

impl Attached {
    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        match delivery {
            Delivery::Remembered(values) => {
                let mut has_changed = false;
                for (name, text) in values {
                    let name = name.strip_prefix(Drafts::PREFIX);
                    if let Some(key) = name.and_then(|it| it.strip_suffix(SUFFIX)) {
                        has_changed |= self.tray_mut(&Id::new(key)).recall(text);
                    }
                }
                self.has_recalled = true;
                if let Some((conversation, files)) = self.late.take() {
                    has_changed |= self.write_late(&conversation, &files);
                }
                has_changed
            }
            Delivery::Outbox(news) => {
                let mut has_changed = false;
                for tray in self.trays.values_mut() {
                    has_changed |= tray.hear(news);
                }
                has_changed
            }
            _ => false,
        }
    }

    /// Takes the answer to an announcement: whose it is, and what is to be done.
    pub(crate) fn next(&mut self, delivery: &Delivery<Agent>) -> Option<(Place, Next)> {
        self.trays.iter_mut().find_map(|(conversation, tray)| {
            let (key, next) = tray.receive(delivery)?;
            Some(((Id::new(conversation.as_str()), key), next))
        })
    }

    /// The files of a conversation's message.
    pub(crate) fn tray(&self, conversation: &Id<id::Conversation>) -> Option<&Tray> {
        self.trays.get(conversation.as_str())
    }

    /// The same, to be changed.
    pub(crate) fn tray_mut(&mut self, conversation: &Id<id::Conversation>) -> &mut Tray {
        self.trays
            .entry(conversation.as_str().to_owned())
            .or_default()
    }

    /// Sets the files of a draft that is newer than what is or will be remembered; tells whether they changed.
    pub(crate) fn write_late(&mut self, conversation: &Id<id::Conversation>, files: &str) -> bool {
        if !self.has_recalled {
            self.late = Some((conversation.clone(), files.to_owned()));
        }
        self.tray_mut(conversation).recall(files)
    }

    /// Whether a conversation's message has files.
    pub(crate) fn has_any(&self, conversation: &Id<id::Conversation>) -> bool {
        self.tray(conversation)
            .is_some_and(|it| !it.chips().is_empty())
    }

    /// Whether any file is still on its way.
    pub(crate) fn is_busy(&self) -> bool {
        self.trays.values().any(Tray::is_busy)
    }

    /// Whether what was remembered has come. Before that nothing is known that could replace it.
    pub(crate) fn has_recalled(&self) -> bool {
        self.has_recalled
    }

    /// What to remember of a conversation, as name and value.
    pub(crate) fn memory(&self, conversation: &Id<id::Conversation>) -> (String, String) {
        let name = [Drafts::PREFIX, conversation.as_str(), SUFFIX].concat();
        let value = self.tray(conversation).map(Tray::encode);
        (name, value.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::file::File;

    #[test]
    fn files_that_are_there_come_back_with_the_draft() {
        let conversation = Id::new("c");
        let file = File {
            id: Id::new("f"),
            name: "a.png".to_owned(),
            size: 9,
            ..File::default()
        };
        let mut before = Attached::default();
        before.tray_mut(&conversation).restore(file.clone());
        let mut after = Attached::default();
        assert!(after.receive(&Delivery::Remembered(vec![before.memory(&conversation)])));
        let ready = after.tray(&conversation).map(Tray::ready);
        assert_eq!(ready, Some(vec![file]));
        assert!(after.has_any(&conversation) && !after.has_any(&Id::new("d")));
        let gone = ("draft:c#files".to_owned(), String::new());
        assert!(after.receive(&Delivery::Remembered(vec![gone])));
        assert!(!after.has_any(&conversation));
    }

    #[test]
    fn files_of_a_late_draft_win_over_what_is_remembered_whichever_comes_first() {
        let conversation = Id::new("c");
        let file = |id: &str| File {
            id: Id::new(id),
            ..File::default()
        };
        let mut old = Attached::default();
        old.tray_mut(&conversation).restore(file("old"));
        let remembered = Delivery::Remembered(vec![old.memory(&conversation)]);
        let mut new = Attached::default();
        new.tray_mut(&conversation).restore(file("new"));
        let (_, late) = new.memory(&conversation);
        for is_first in [true, false] {
            let mut after = Attached::default();
            if is_first {
                after.write_late(&conversation, &late);
                after.receive(&remembered);
            } else {
                after.receive(&remembered);
                after.write_late(&conversation, &late);
            }
            let ready = after.tray(&conversation).map(Tray::ready);
            assert_eq!(ready, Some(vec![file("new")]));
            // What another tab remembers from then on is newer still.
            after.receive(&remembered);
            let ready = after.tray(&conversation).map(Tray::ready);
            assert_eq!(ready, Some(vec![file("old")]));
        }
    }
}
