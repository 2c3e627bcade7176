//! What the person changes in their quick replies, until the server has it.

use client::{Delivery, delivery::Outcome, json, replies::Replies};
use serde::{Deserialize, Serialize};
use shared::{
    agent::{Agent, Command},
    error::Code,
    id::{self, Id},
    reply::{Entry, Quick, RemoveReply, SaveReply},
    text::Invalid,
};

type Reply = Id<id::Reply>;

/// A part of a quick reply.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    Folder,
    Title,
    Content,
}

/// A quick reply as it stands in the window.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Draft {
    pub(crate) id: Reply,
    #[serde(default)]
    pub(crate) folder: String,
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) content: String,
    /// Whether it is to be removed.
    #[serde(default)]
    pub(crate) is_gone: bool,
}

/// What is changed and not yet known to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Revision {
    drafts: Vec<Draft>,
    sent: Vec<(Id<id::Client>, Draft)>,
    refused: Vec<(Reply, Code)>,
    /// Whether to say what is missing.
    is_checked: bool,
}

impl Revision {
    /// What was stored on this device, or nothing.
    pub(crate) fn recall(stored: Option<&str>) -> Self {
        let drafts = stored.and_then(|it| json::read(it).ok());
        Self {
            drafts: drafts.unwrap_or_default(),
            ..Self::default()
        }
    }

    /// The text to store.
    pub(crate) fn encode(&self) -> String {
        json::write(&self.drafts)
    }

    /// Takes what happened; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>) -> bool {
        let Delivery::Answer(answer) = delivery else {
            return false;
        };
        let Some(at) = self.sent.iter().position(|(id, _)| *id == answer.id) else {
            return false;
        };
        let (_, draft) = self.sent.remove(at);
        if let Outcome::Refused(failed) = &answer.outcome {
            self.refused.push((draft.id, failed.code));
        }
        true
    }

    /// Whether a command is one of those that were sent from here.
    pub(crate) fn has_sent(&self, id: &Id<id::Client>) -> bool {
        self.sent.iter().any(|(it, _)| it == id)
    }

    /// Lets go of what the server has; tells whether anything here changed.
    pub(crate) fn settle(&mut self, replies: &Replies) -> bool {
        if !replies.is_known() {
            return false;
        }
        let before = self.drafts.len();
        self.drafts.retain(|draft| {
            let known = replies.own().find(|it| it.id == draft.id);
            match (known, draft.is_gone) {
                (None, is_gone) => !is_gone,
                (Some(_), true) => true,
                (Some(known), false) => draft.clean().as_ref() != Ok(known.as_ref()),
            }
        });
        self.drafts.len() != before
    }

    /// All quick replies as they stand in the window: those that are kept, then the new ones.
    pub(crate) fn rows(&self, replies: &Replies) -> Vec<Draft> {
        let changed = |id: &Reply| self.drafts.iter().find(|it| it.id == *id).cloned();
        let kept: Vec<Draft> = replies
            .own()
            .map(|it| changed(&it.id).unwrap_or_else(|| Draft::of(it)))
            .collect();
        let is_new = |draft: &&Draft| !kept.iter().any(|it| it.id == draft.id);
        let new: Vec<Draft> = self.drafts.iter().filter(is_new).cloned().collect();
        kept.into_iter().chain(new).collect()
    }

    /// One of the rows, to be changed.
    fn draft(&mut self, id: &Reply, replies: &Replies) -> &mut Draft {
        self.refused.retain(|(it, _)| it != id);
        let at = self.drafts.iter().position(|it| it.id == *id);
        let at = at.unwrap_or_else(|| {
            let known = replies.own().find(|it| it.id == *id);
            self.drafts
                .push(known.map_or_else(|| Draft::new(id), |it| Draft::of(it)));
            self.drafts.len() - 1
        });
        &mut self.drafts[at]
    }

    /// Adds an empty row.
    pub(crate) fn add(&mut self, id: &Reply) {
        self.drafts.push(Draft::new(id));
        self.is_checked = false;
    }

    /// A part of a row is this now.
    pub(crate) fn write(&mut self, id: &Reply, part: Part, text: &str, replies: &Replies) {
        let draft = self.draft(id, replies);
        let place = match part {
            Part::Folder => &mut draft.folder,
            Part::Title => &mut draft.title,
            Part::Content => &mut draft.content,
        };
        text.clone_into(place);
    }

    /// A row is to be removed, or not any more.
    pub(crate) fn set_gone(&mut self, id: &Reply, is_gone: bool, replies: &Replies) {
        self.draft(id, replies).is_gone = is_gone;
    }

    /// How many rows are not saved.
    pub(crate) fn count(&self) -> usize {
        self.drafts.iter().filter(|it| !it.is_blank()).count()
    }

    /// What is wrong with a row, once somebody tried to save it.
    pub(crate) fn fault(&self, draft: &Draft) -> Option<Code> {
        let refused = self.refused.iter().find(|(it, _)| *it == draft.id);
        let refused = refused.map(|(_, code)| *code);
        refused.or_else(|| draft.fault().filter(|_| self.is_checked))
    }

    /// What has to be sent; nothing while a row cannot be kept as it is, whose id is the failure.
    pub(crate) fn save(&mut self, replies: &Replies) -> Result<Vec<(Draft, Command)>, Reply> {
        self.drafts.retain(|it| !it.is_blank());
        self.settle(replies);
        self.is_checked = true;
        self.refused.clear();
        if let Some(draft) = self.drafts.iter().find(|it| it.fault().is_some()) {
            return Err(draft.id.clone());
        }
        let is_new = |it: &&Draft| !self.sent.iter().any(|(_, sent)| sent == *it);
        let all = self.drafts.iter().filter(is_new);
        Ok(all.map(|it| (it.clone(), it.command())).collect())
    }

    /// A row is on its way.
    pub(crate) fn leave(&mut self, id: Id<id::Client>, draft: Draft) {
        self.sent.push((id, draft));
    }
}

impl Draft {
    fn new(id: &Reply) -> Self {
        Self {
            id: id.clone(),
            folder: String::new(),
            title: String::new(),
            content: String::new(),
            is_gone: false,
        }
    }

    fn of(it: &Entry) -> Self {
        Self {
            folder: it.folder.clone(),
            title: it.title.clone(),
            content: it.content.clone(),
            ..Self::new(&it.id)
        }
    }

    fn quick(&self) -> Quick {
        Quick {
            id: self.id.clone(),
            folder: self.folder.clone(),
            title: self.title.clone(),
            content: self.content.clone(),
        }
    }

    fn clean(&self) -> Result<Entry, Invalid> {
        self.quick().clean()
    }

    /// A new row in which nothing was written.
    fn is_blank(&self) -> bool {
        let all = [&self.folder, &self.title, &self.content];
        !self.is_gone && all.iter().all(|it| it.trim().is_empty())
    }

    fn fault(&self) -> Option<Code> {
        match self.clean() {
            _ if self.is_gone => None,
            Ok(_) => None,
            Err(Invalid::Empty) => Some(Code::Empty),
            Err(Invalid::TooLong) => Some(Code::TooLong),
            Err(Invalid::Malformed) => Some(Code::Invalid),
        }
    }

    fn command(&self) -> Command {
        if self.is_gone {
            let id = self.id.clone();
            return Command::RemoveReply(RemoveReply { id });
        }
        let reply = self.quick();
        Command::SaveReply(SaveReply { reply })
    }
}

#[cfg(test)]
mod tests {
    use client::delivery::Answer;
    use shared::{
        agent::Reply as Said,
        error::Failed,
        reply::{Kind, Shelf},
    };

    use super::*;

    fn known(titles: &[&str]) -> Replies {
        let mut replies = Replies::default();
        replies.want();
        let entries = titles.iter().map(|title| Entry {
            id: Id::new(*title),
            kind: Kind::Quick,
            folder: String::new(),
            title: (*title).to_owned(),
            content: "Text".to_owned(),
        });
        let shelf = Shelf {
            entries: entries.collect(),
            more: false,
        };
        let question = replies.question();
        let outcome = Outcome::Done(Some(Said::Replies(shelf)));
        replies.receive(&answer("q", question, outcome));
        replies
    }

    fn answer(id: &str, question: Option<Command>, outcome: Outcome<Agent>) -> Delivery<Agent> {
        Delivery::Answer(Box::new(Answer {
            id: Id::new(id),
            question,
            outcome,
        }))
    }

    fn titles(revision: &Revision, replies: &Replies) -> Vec<String> {
        let rows = revision.rows(replies).into_iter();
        rows.map(|it| it.title).collect()
    }

    #[test]
    fn what_is_written_stands_until_the_server_has_it() {
        let before = known(&["a", "b"]);
        let mut revision = Revision::default();
        revision.write(&Id::new("a"), Part::Title, " A ", &before);
        revision.add(&Id::new("new"));
        revision.write(&Id::new("new"), Part::Title, "n", &before);
        revision.write(&Id::new("new"), Part::Content, "Text", &before);
        revision.set_gone(&Id::new("b"), true, &before);
        let mut revision = Revision::recall(Some(&revision.encode()));
        assert_eq!(titles(&revision, &before), [" A ", "b", "n"]);
        assert_eq!(revision.count(), 3);
        let all = revision.save(&before).expect("all can be kept");
        for (number, (draft, _)) in (0..).zip(all) {
            revision.leave(Id::new(format!("c{number}")), draft);
        }
        assert_eq!(
            revision.save(&before).map(|it| it.len()),
            Ok(0),
            "on their way"
        );
        assert!(revision.receive(&answer("c0", None, Outcome::Done(Some(Said::Ok {})))));
        assert_eq!(titles(&revision, &before), [" A ", "b", "n"]);

        let after = known(&["n"]);
        let mut other = Revision::default();
        other.write(&Id::new("n"), Part::Title, " n\n", &after);
        assert!(other.settle(&after));
        other.set_gone(&Id::new("gone"), true, &after);
        assert!(other.settle(&after));
        assert_eq!(other.count(), 0);
    }

    #[test]
    fn a_row_that_cannot_be_kept_is_named_and_nothing_is_sent() {
        let replies = known(&["a"]);
        let mut revision = Revision::default();
        revision.add(&Id::new("blank"));
        revision.add(&Id::new("half"));
        revision.write(&Id::new("half"), Part::Title, "Half", &replies);
        let half = revision.rows(&replies)[2].clone();
        assert_eq!(revision.fault(&half), None);
        assert_eq!(revision.save(&replies), Err(Id::new("half")));
        assert_eq!(revision.fault(&half), Some(Code::Empty));
        assert_eq!(titles(&revision, &replies), ["a", "Half"], "blank ones go");
    }

    #[test]
    fn a_refusal_stands_at_its_row_until_it_is_changed() {
        let replies = known(&[]);
        let (mut revision, id) = (Revision::default(), Id::new("new"));
        revision.add(&id);
        revision.write(&id, Part::Title, "n", &replies);
        revision.write(&id, Part::Content, "Text", &replies);
        let all = revision.save(&replies).expect("it can be kept");
        revision.leave(Id::new("c"), all[0].0.clone());
        assert!(revision.has_sent(&Id::new("c")));
        let failed = Failed::new(None, Code::TooMany);
        revision.receive(&answer("c", None, Outcome::Refused(failed)));
        let row = revision.rows(&replies)[0].clone();
        assert_eq!(revision.fault(&row), Some(Code::TooMany));
        revision.write(&id, Part::Title, "m", &replies);
        let row = revision.rows(&replies)[0].clone();
        assert_eq!((revision.fault(&row), row.title.as_str()), (None, "m"));
    }
}
