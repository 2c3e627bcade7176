//! Where the person looks, and what was seen.

use leptos::prelude::*;
use shared::{
    agent::{Change, Command, Look, Preview},
    id::{self, Id},
    message::{Author, Content},
};

use super::{Session, perform};
use crate::{slice::Talk, words::fill};

/// So many lines are kept for screen readers.
const MOST_SPOKEN: usize = 8;

impl Session {
    /// The page was looked at or away from.
    pub(super) fn look(self) {
        let is_looking = perform::has_attention();
        let was_looking = self.gaze.read_untracked().is_looking;
        if is_looking == was_looking {
            return;
        }
        self.gaze.update(|it| it.is_looking = is_looking);
        if is_looking {
            self.attend();
            self.tell_look();
        }
    }

    /// The open conversation was scrolled to its end, or away from it.
    pub(crate) fn reach_end(self, is_at_end: bool) {
        if self.gaze.read_untracked().is_at_end == is_at_end {
            return;
        }
        self.gaze.update(|it| it.is_at_end = is_at_end);
        if is_at_end {
            self.attend();
        }
    }

    /// The person comes to a conversation with news: they are marked off, and told to be seen.
    fn attend(self) {
        self.mark(Talk::attend);
    }

    /// The person has been there all along.
    fn watch(self) {
        self.mark(Talk::watch);
    }

    fn mark(self, look: fn(&mut Talk) -> Option<Command>) {
        let Some(conversation) = self.gaze.read_untracked().conversation.clone() else {
            return;
        };
        let is_reading = self.gaze.read_untracked().is_reading(&conversation);
        let Some(talk) = self.talks.with_value(|it| it.find(&conversation)) else {
            return;
        };
        if !is_reading {
            return;
        }
        // Shows nowhere: it goes along with what is written next.
        talk.update_untracked(Talk::see);
        if !self.owns(&conversation) {
            return;
        }
        let mut seen = None;
        // That it was told to be seen shows nowhere; only the divider does.
        talk.maybe_update(|it| {
            let divider = it.divider().map(str::to_owned);
            seen = look(it);
            it.divider() != divider.as_deref()
        });
        if let Some(seen) = seen {
            self.ask(seen);
        }
    }

    /// Tells colleagues now and then which conversation the person has before their eyes.
    pub(super) fn tell_look(self) {
        let gaze = self.gaze.read_untracked();
        let conversation = gaze.conversation.clone().filter(|_| gaze.is_looking);
        drop(gaze);
        let Some(conversation) = conversation else {
            return;
        };
        let now = perform::now();
        let is_live = self.connection.read_untracked().is_live();
        // That it was told shows nowhere.
        let mut is_due = false;
        self.looking
            .update_untracked(|it| is_due = is_live && it.is_due(&conversation, now));
        if is_due {
            self.ask(Command::Look(Look { conversation }));
        }
    }

    /// Something new lies in a conversation. News that arrives with the whole of it is marked off.
    pub(super) fn watch_or_attend(self, conversation: &Id<id::Conversation>) {
        let talk = self.talks.with_value(|it| it.find(conversation));
        let is_new = talk.is_some_and(|it| it.read_untracked().is_fresh());
        if is_new { self.attend() } else { self.watch() }
    }

    /// What a message says, on one line.
    fn gist(self, content: &Content) -> String {
        match &content.choice {
            Some(choice) if choice.cancelled => untrack(|| self.words().chose_none).to_owned(),
            _ => content.gist(),
        }
    }

    /// How the last message begins.
    pub(crate) fn preview(self, it: &Preview) -> String {
        if it.cancelled {
            return self.words().chose_none.to_owned();
        }
        it.text.clone()
    }

    /// Has screen readers say what came into the open conversation.
    pub(super) fn speak(self, conversation: &Id<id::Conversation>, change: &Change) {
        if self.gaze.read_untracked().conversation.as_ref() != Some(conversation) {
            return;
        }
        let me = untrack(move || self.my_id());
        let (name, content): (_, &Content) = match change {
            Change::Posted(it) => match &it.author {
                Author::Visitor => (untrack(|| self.visitor_name(conversation)), &it.content),
                Author::Agent(card) if card.id != me => (card.name.clone(), &it.content),
                _ => return,
            },
            Change::Noted(it) if it.author.id != me => (it.author.name.clone(), &it.content),
            _ => return,
        };
        let is_private = matches!(change, Change::Noted(_));
        let words = untrack(move || self.words());
        let from = if is_private {
            words.private_from
        } else {
            words.message_from
        };
        let line = format!("{}: {}", fill(from, "name", &name), self.gist(content));
        self.spoken.update(|lines| {
            let number = lines.last().map_or(0, |(number, _)| number + 1);
            lines.push((number, line));
            let surplus = lines.len().saturating_sub(MOST_SPOKEN);
            lines.drain(..surplus);
        });
    }
}
