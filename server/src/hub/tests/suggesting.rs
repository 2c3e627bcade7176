//! Articles that may answer a question before anybody waits.

use shared::{
    faq::{Helped, Suggest},
    reply::{self, Kind},
    visitor::{Command, Reply},
};

use super::*;
use crate::store::replies::Replies;

fn entry(id: &str, kind: Kind, folder: &str, title: &str) -> reply::Entry {
    reply::Entry {
        id: Id::new(id),
        kind,
        folder: folder.to_owned(),
        title: title.to_owned(),
        content: "https://help.example/kettle".to_owned(),
    }
}

impl Stage {
    fn suggesting(folder: &str) -> Self {
        let mut stage = Self::new();
        stage.administrate(|store| {
            let mut channel = channel_named("support");
            channel.intake.suggests = true;
            channel.intake.faq_folder = folder.to_owned();
            store.put_channel(&channel).unwrap();
            for it in [
                entry("k", Kind::Faq, "Products/Kettles", "Descaling the kettle"),
                entry("t", Kind::Template, "Products", "Kettle secrets"),
                entry("d", Kind::Faq, "Orders", "How long delivery takes"),
            ] {
                store.put_shared_reply(&it).unwrap();
            }
        });
        stage
    }

    fn suggested(&mut self, socket: SocketId, question: &str) -> Vec<String> {
        let text = question.to_owned();
        match self.visitor_asks(socket, Command::Suggest(Suggest { text })) {
            Ok(Reply::Suggested(it)) => it.articles.into_iter().map(|it| it.title).collect(),
            other => panic!("{other:?}"),
        }
    }
}

fn helped(article: &str) -> Command {
    let article = Id::new(article);
    Command::Helped(Helped { article })
}

#[test]
fn a_question_is_answered_with_articles_and_nothing_else() {
    let mut stage = Stage::suggesting("");
    let kari = stage.visitor("kari");
    let found = stage.suggested(kari, "How do I descale my kettle?");
    assert_eq!(found, ["Descaling the kettle"]);
    assert!(stage.suggested(kari, "How are you?").is_empty());
    // Nobody waits because of it.
    let ann = stage.agent("ann");
    assert_eq!(stage.agent_asks(ann, take_next()), Err(Code::QueueEmpty));
}

#[test]
fn only_the_folder_of_the_channel_is_looked_at() {
    let mut stage = Stage::suggesting("Products");
    let kari = stage.visitor("kari");
    assert!(stage.suggested(kari, "delivery").is_empty());
    assert_eq!(stage.suggested(kari, "kettle"), ["Descaling the kettle"]);
    let ola = stage.visitor_on("sales", "ola", None);
    assert!(
        stage.suggested(ola, "kettle").is_empty(),
        "it suggests nothing"
    );
    assert_eq!(stage.visitor_asks(ola, helped("k")), Err(Code::NotAllowed));
}

#[test]
fn what_has_helped_is_counted_once() {
    let mut stage = Stage::suggesting("");
    let kari = stage.visitor("kari");
    stage.visitor_asks(kari, helped("k")).unwrap();
    stage.crash();
    let again = stage.visitor("kari");
    stage.visitor_asks(again, helped("k")).unwrap();
    let mut counted = 0;
    stage.administrate(|store| counted = store.solved().unwrap()[&Id::new("k")]);
    assert_eq!(counted, 2);
}
