//! What is kept of files beside their bytes, in every kind of store.

use shared::{error::Code, file::File as Named};

use super::*;
use crate::{
    record::{Filed, Filing, Stage},
    store::files::Held,
};

fn filed(id: &str, owner: &str, begun_at: u64) -> Filed {
    Filed {
        file: Named {
            id: Id::new(id),
            name: format!("{id}.png"),
            size: 100,
            kind: "image/png".to_owned(),
            width: None,
            height: None,
        },
        owner: Id::new(owner),
        stage: Stage::Pending,
        begun_at: Timestamp(begun_at),
        place: None,
    }
}

fn write(filed: &Filed) -> Write {
    Write::File(Box::new(filed.clone()))
}

/// It went with a message of the conversation `c`.
fn with_a_message(filed: &Filed, is_private: bool) -> Filed {
    Filed {
        place: Some(Filing {
            conversation: Id::new("c"),
            is_private,
        }),
        ..filed.clone()
    }
}

#[test]
fn a_file_comes_is_known_better_and_goes_with_a_message() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let announced = filed("f", "kari", 1);
        put(&mut *store, &[write(&announced)]);
        assert_eq!(store.file(&Id::new("f")).unwrap(), Some(announced.clone()));
        let better = Named {
            size: 90,
            width: Some(3),
            height: Some(2),
            ..announced.file.clone()
        };
        let ready = store.settle_file(&better, Stage::Ready).unwrap();
        assert_eq!((ready.stage, &ready.file), (Stage::Ready, &better));
        let again = store.settle_file(&announced.file, Stage::Refused(Code::WrongType));
        assert_eq!(again.unwrap(), ready, "what is settled stays so");
        assert_eq!(store.ready_files().unwrap(), [better]);
        drop(store);

        let mut store = home.open();
        let bound = with_a_message(&ready, true);
        put(&mut *store, &[write(&bound)]);
        let (found, kept) = store.reader().filed(&Id::new("f")).unwrap().unwrap();
        assert_eq!(found, bound);
        assert_eq!(kept.unwrap().conversation.id, Id::new("c"));
        assert!(store.reader().filed(&Id::new("x")).unwrap().is_none());
        let absent = store.settle_file(&filed("x", "kari", 1).file, Stage::Ready);
        assert!(matches!(absent, Err(Trouble::Absent)));
    });
}

#[test]
fn a_message_that_is_not_stored_takes_no_file_along() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let file = filed("f", "kari", 1);
        put(&mut *store, &[write(&file)]);
        store.begin().unwrap();
        store.apply(&write(&with_a_message(&file, false))).unwrap();
        let seen = store.file(&Id::new("f")).unwrap().unwrap();
        assert!(seen.place.is_some(), "the round sees its own writes");
        store.rollback();
        assert_eq!(store.file(&Id::new("f")).unwrap(), Some(file));
    });
}

#[test]
fn what_counts_towards_limits_is_counted() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let (a, b, c) = (
            filed("a", "kari", 1),
            filed("b", "kari", 2),
            filed("c", "ole", 3),
        );
        put(&mut *store, &[&a, &b, &c].map(write));
        put(&mut *store, &[write(&with_a_message(&a, false))]);
        let held = |waiting, bytes| Held { waiting, bytes };
        assert_eq!(store.held(&Id::new("kari")).unwrap(), held(1, 300));
        let smaller = Named {
            size: 40,
            ..b.file.clone()
        };
        store.settle_file(&smaller, Stage::Ready).unwrap();
        assert_eq!(store.held(&Id::new("ole")).unwrap(), held(1, 240));
        assert_eq!(store.held(&Id::new("nobody")).unwrap(), held(0, 240));
    });
}

#[test]
fn the_latest_files_of_some_conversations_are_found_and_no_others() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        put(&mut *store, &[kept("d", "ole")]);
        let went = |id: &str, at: u64, to: &str| Filed {
            stage: Stage::Ready,
            place: Some(Filing {
                conversation: Id::new(to),
                is_private: id == "new",
            }),
            ..filed(id, "kari", at)
        };
        let (old, new) = (went("old", 1, "c"), went("new", 9, "c"));
        let other = went("other", 5, "d");
        put(&mut *store, &[&old, &new, &other].map(write));
        put(&mut *store, &[write(&filed("waiting", "kari", 7))]);
        let reader = home.open().reader();
        let found = |all: &[&str]| {
            let all: Vec<_> = all.iter().copied().map(Id::new).collect();
            reader.filed_in(&all).unwrap()
        };
        assert_eq!(found(&["c"]), [new.clone(), old.clone()]);
        assert_eq!(found(&["c", "absent", "d"]), [new, other, old]);
        assert_eq!(found(&[]), []);
        for n in 0..60 {
            put(&mut *store, &[write(&went(&format!("f{n}"), 100 + n, "c"))]);
        }
        let most = home.open().reader().filed_in(&[Id::new("c")]).unwrap();
        assert_eq!(most.len(), shared::limits::MAX_DOCUMENTS);
        assert_eq!(most[0].begun_at, Timestamp(159));
    });
}

#[test]
fn what_no_message_took_is_forgotten_in_two_steps() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &log());
        let (old, bound, new) = (
            filed("old", "kari", 1),
            filed("bound", "kari", 1),
            filed("new", "kari", 9),
        );
        put(&mut *store, &[&old, &bound, &new].map(write));
        put(&mut *store, &[write(&with_a_message(&bound, false))]);
        for _ in 0..2 {
            // A server that stopped in between goes on.
            let forgotten = store.forget_files(Timestamp(5)).unwrap();
            assert_eq!(forgotten, [Id::new("old")]);
        }
        let marked = store.file(&Id::new("old")).unwrap().unwrap();
        assert_eq!(marked.stage, Stage::Forgotten);
        let all = ["old", "bound", "new"].map(Id::new);
        store.drop_files(&all).unwrap();
        assert_eq!(store.file(&Id::new("old")).unwrap(), None);
        assert_eq!(store.forget_files(Timestamp(5)).unwrap(), []);
        for id in ["bound", "new"] {
            assert!(store.file(&Id::new(id)).unwrap().is_some(), "{id}");
        }
        assert_eq!(store.held(&Id::new("kari")).unwrap().bytes, 200);
    });
}

#[test]
fn a_remembered_announcement_names_its_file() {
    each(|home| {
        let mut store = open(home);
        put(&mut *store, &[sent("up", Answer::Announced(Id::new("f")))]);
        let found = |store: &mut dyn Store| store.sent(&Id::new("kari"), &Id::new("up")).unwrap();
        let expected = Some(Answer::Announced(Id::new("f")));
        assert_eq!(found(&mut *store).map(|it| it.answer), expected);
        drop(store);
        assert_eq!(found(&mut *home.open()).map(|it| it.answer), expected);
    });
}
