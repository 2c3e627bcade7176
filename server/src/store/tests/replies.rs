//! Ready answers, in every kind of store.

use shared::reply::{Entry as Ready, Kind};

use super::*;
use crate::store::replies::Look;

fn ready(id: &str, kind: Kind, folder: &str, title: &str) -> Ready {
    Ready {
        id: Id::new(id),
        kind,
        folder: folder.to_owned(),
        title: title.to_owned(),
        content: format!("Text of {id}"),
    }
}

fn own(agent: &str, entry: &Ready) -> Write {
    Write::Reply {
        agent: Id::new(agent),
        entry: entry.clone(),
    }
}

fn ids(all: &[Ready]) -> Vec<&str> {
    all.iter().map(|it| it.id.as_str()).collect()
}

#[test]
fn everybodys_and_ones_own_are_read_in_order_and_nobody_elses() {
    each(|home| {
        let mut store = open(home);
        let template = ready("t", Kind::Template, "Orders", "Returns");
        let faq = ready("f", Kind::Faq, "", "How to return");
        for entry in [&template, &faq] {
            store.put_shared_reply(entry).unwrap();
        }
        let anns = ready("q", Kind::Quick, "Orders", "Late");
        let bobs = ready("q", Kind::Quick, "", "Bob's");
        put(&mut *store, &[own("ann", &anns), own("bob", &bobs)]);
        let reader = store.reader();
        let mut look = Look {
            agent: Id::new("ann"),
            after: None,
        };
        let found = reader.replies(&look).unwrap();
        assert_eq!(found, [faq.clone(), anns.clone(), template.clone()]);
        look.after = Some(anns.position());
        assert_eq!(ids(&reader.replies(&look).unwrap()), ["t"]);
        assert_eq!(store.shared_replies().unwrap(), [faq, template]);

        let (ann, q) = (Id::new("ann"), Id::new("q"));
        assert_eq!(store.other_replies(&ann, &q).unwrap(), 0);
        assert_eq!(store.other_replies(&ann, &Id::new("new")).unwrap(), 1);
        let changed = ready("q", Kind::Quick, "", "Changed");
        put(&mut *store, &[own("ann", &changed)]);
        put(
            &mut *store,
            &[Write::NoReply {
                agent: Id::new("bob"),
                id: q,
            }],
        );
        look.after = None;
        assert_eq!(
            ids(&home.open().reader().replies(&look).unwrap()),
            ["q", "f", "t"]
        );
        look.agent = Id::new("bob");
        assert_eq!(ids(&reader.replies(&look).unwrap()), ["f", "t"]);
    });
}

#[test]
fn a_change_of_everybodys_is_noticed() {
    each(|home| {
        let mut store = open(home);
        let before = store.directory(Timestamp(0)).unwrap().replies;
        store.has_new_directory().unwrap();
        let mut other = home.open();
        other
            .put_shared_reply(&ready("t", Kind::Template, "", "One"))
            .unwrap();
        assert!(store.has_new_directory().unwrap());
        let after = store.directory(Timestamp(0)).unwrap().replies;
        assert_ne!(before, after);
        other.remove_shared_reply(&Id::new("t")).unwrap();
        let absent = other.remove_shared_reply(&Id::new("t"));
        assert!(matches!(absent, Err(Trouble::Absent)));
        assert!(store.has_new_directory().unwrap());
    });
}

#[test]
fn it_is_counted_what_articles_have_answered() {
    each(|home| {
        let mut store = open(home);
        assert!(store.solved().unwrap().is_empty());
        let solved = ["a", "b", "a"].map(|article| Write::Solved {
            channel: Id::new("support"),
            article: Id::new(article),
            at: Timestamp(1),
        });
        put(&mut *store, &solved);
        drop(store);
        let counted = home.open().solved().unwrap();
        assert_eq!(counted[&Id::new("a")], 2);
        assert_eq!(counted[&Id::new("b")], 1);
    });
}
