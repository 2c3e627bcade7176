//! Looking for conversations.

use leptos::prelude::*;
use shared::{agent::Command, archive::Search};

use super::Session;
use crate::slice::Archive;

impl Session {
    /// What is looked for, and what was found.
    pub(crate) fn archive(self) -> ReadSignal<Archive> {
        self.archive.read_only()
    }

    /// Looks for something.
    pub(crate) fn look_for(self, search: Search) {
        let question = self.ask(Command::Search(search.clone()));
        self.archive.update(|it| it.begin(search, question));
    }

    /// Looks for what comes after what was found.
    pub(crate) fn look_further(self) {
        let further = self.archive.read_untracked().further();
        if let Some(search) = further {
            let question = self.ask(Command::Search(search));
            self.archive.update(|it| it.go_on(question));
        }
    }

    /// Looks for the same once more.
    pub(crate) fn look_again(self) {
        let search = self.archive.read_untracked().search().clone();
        self.look_for(search);
    }
}
