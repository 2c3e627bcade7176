//! Mails that wait, in every kind of store.

use shared::reply::{Entry as Ready, Kind};

use super::*;
use crate::{mail::Letter, record::Alert, store::mails::Waiting};

fn letter(id: &str, at: u64) -> Letter {
    Letter {
        id: Id::new(id),
        to: format!("{id}@example.com"),
        sender: String::new(),
        html: String::new(),
        subject: "A «subject»".to_owned(),
        text: "Two\nlines".to_owned(),
        written_at: Timestamp(at),
        until: Timestamp(9_000),
    }
}

fn mail(id: &str, at: u64) -> Write {
    Write::Mail(Box::new(letter(id, at)))
}

fn due(store: &mut dyn Store, now: u64, limit: usize) -> Vec<(String, u32)> {
    let found = store.reader().mails(Timestamp(now), limit).unwrap();
    let pairs = found
        .into_iter()
        .map(|it| (it.letter.id.to_string(), it.tried));
    pairs.collect()
}

fn pairs(all: &[(&str, u32)]) -> Vec<(String, u32)> {
    all.iter()
        .map(|(id, tried)| ((*id).to_owned(), *tried))
        .collect()
}

#[test]
fn a_mail_waits_until_it_was_sent_and_comes_back_as_it_was() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &[mail("b", 2_000), mail("a", 1_000)]);
        // The first one counts.
        put(&mut *store, &[mail("a", 5_000)]);
        drop(store);
        let mut store = home.open();
        let first = store.reader().mails(Timestamp(1_000), 9).unwrap();
        let expected = Waiting {
            letter: letter("a", 1_000),
            tried: 0,
        };
        assert_eq!(first, [expected]);
        assert_eq!(due(&mut *store, 3_000, 9), pairs(&[("a", 0), ("b", 0)]));
        assert_eq!(due(&mut *store, 3_000, 1), pairs(&[("a", 0)]));
        store.put_off_mail(&Id::new("a"), Timestamp(4_000)).unwrap();
        assert_eq!(due(&mut *store, 3_999, 9), pairs(&[("b", 0)]));
        assert_eq!(due(&mut *store, 4_000, 9), pairs(&[("b", 0), ("a", 1)]));
        store.drop_mail(&Id::new("b")).unwrap();
        store.drop_mail(&Id::new("absent")).unwrap();
        assert_eq!(store.waiting_mails().unwrap(), 1);
        drop(store);
        assert_eq!(due(&mut *home.open(), 9_000, 9), pairs(&[("a", 1)]));
    });
}

#[test]
fn a_mail_and_what_it_is_about_become_durable_together_or_not_at_all() {
    each(|home| {
        let mut store = open(home);
        let alerts = vec![Alert {
            is_waiting: true,
            level: shared::warning::Level::Managers,
        }];
        let told = Conversation {
            alerts: alerts.clone(),
            ..conversation("c", "kari")
        };
        let writes = [mail("a", 1), Write::Conversation(Box::new(told))];
        store.begin().unwrap();
        writes.iter().for_each(|it| store.apply(it).unwrap());
        store.rollback();
        assert_eq!(store.waiting_mails().unwrap(), 0);
        put(&mut *store, &writes);
        drop(store);
        let mut store = home.open();
        assert_eq!(store.waiting_mails().unwrap(), 1);
        let loaded = store.conversation(&Id::new("c")).unwrap().unwrap();
        assert_eq!(loaded.conversation.alerts, alerts);
    });
}

#[test]
fn the_directory_has_the_templates_that_channels_write_with() {
    each(|home| {
        let mut store = open(home);
        for id in ["used", "unused"] {
            let template = Ready {
                id: Id::new(id),
                kind: Kind::Template,
                folder: String::new(),
                title: id.to_owned(),
                content: format!("Text of {id}"),
            };
            store.put_shared_reply(&template).unwrap();
        }
        let mut channel = channel();
        channel.alarm.template = Some(Id::new("used"));
        store.put_channel(&channel).unwrap();
        let directory = store.directory(Timestamp(0)).unwrap();
        let expected = [(Id::new("used"), "Text of used".to_owned())];
        assert!(directory.templates.into_iter().eq(expected));
        assert_eq!(directory.channels[&channel.id], channel);
        store.remove_shared_reply(&Id::new("used")).unwrap();
        assert!(store.has_new_directory().unwrap());
        let directory = store.directory(Timestamp(0)).unwrap();
        assert!(directory.templates.is_empty());
    });
}
