//! What was said can be found again.

use shared::{
    archive::Rated,
    rating::{Rating, Scale},
    tag::Tag,
};

use super::*;

fn says(id: &str, text: &str) -> Change {
    Change::Posted(Message {
        id: Id::new(id),
        client_id: None,
        author: Author::Visitor,
        at: Timestamp(1_001),
        content: Content::text(text),
    })
}

fn notes(id: &str, text: &str) -> Change {
    Change::Noted(PrivateMessage {
        id: Id::new(id),
        client_id: None,
        author: Card {
            id: Id::new("ann"),
            name: "Ann".to_owned(),
        },
        at: Timestamp(1_001),
        content: Content::text(text),
    })
}

fn told(store: &mut dyn Store, writes: impl IntoIterator<Item = Write>) {
    store.begin().unwrap();
    for write in writes {
        store.apply(&write).unwrap();
    }
    store.commit().unwrap();
    while store.index().unwrap() {}
}

fn query(words: &str) -> Query {
    Query {
        words: words.split_whitespace().map(str::to_owned).collect(),
        channels: vec![Id::new("support")],
        limit: 20,
        ..Query::default()
    }
}

/// The conversations found, each with the numbers of its excerpts.
fn found(store: &dyn Store, query: &Query) -> Vec<(String, Vec<u64>)> {
    let matches = store.reader().search(query).unwrap();
    let places = |it: Match| {
        let seqs = it.excerpts.iter().map(|it| it.seq).collect();
        (it.kept.conversation.id.to_string(), seqs)
    };
    matches.into_iter().map(places).collect()
}

fn rated(scale: Scale, least: u32, most: u32) -> Option<Rated> {
    Some(Rated { scale, least, most })
}

#[test]
fn every_word_has_to_begin_a_word_of_one_message() {
    each(|home| {
        let mut store = home.open();
        store.put_channel(&channel()).unwrap();
        told(
            &mut *store,
            [
                kept("a", "v1"),
                entry("a", 1, Some(1), started()),
                entry("a", 2, Some(2), says("m1", "Where is my parcel, please?")),
                entry("a", 3, None, notes("n1", "Third PARCEL this week")),
                kept("b", "v2"),
                entry("b", 1, Some(1), started()),
                entry("b", 2, Some(2), says("m2", "My kettle broke")),
            ],
        );
        let store = &*store;
        let ab = |seqs: &[u64]| vec![("a".to_owned(), seqs.to_vec())];
        assert_eq!(found(store, &query("parcel")), ab(&[3, 2]));
        assert_eq!(found(store, &query("parc my")), ab(&[2]));
        assert_eq!(found(store, &query("arcel")), []);
        assert_eq!(found(store, &query("parcel kettle")), []);
        // The visitor's name, of both.
        let both = vec![("b".to_owned(), vec![0]), ("a".to_owned(), vec![0])];
        assert_eq!(found(store, &query("kari")), both);
        let all: Vec<_> = found(store, &query(""))
            .into_iter()
            .map(|it| it.0)
            .collect();
        assert_eq!(all, ["b", "a"]);
    });
}

#[test]
fn filters_leave_out_what_does_not_pass() {
    each(|home| {
        let mut store = home.open();
        store.put_channel(&channel()).unwrap();
        let mut ended = conversation("b", "v2");
        ended.status = Status::Ended;
        ended.started_at = Timestamp(5_000);
        ended.owner = Some(Card {
            id: Id::new("ann"),
            name: "Ann".to_owned(),
        });
        ended.rating = Some(Rating {
            scale: Scale::Score,
            value: 0,
            comment: String::new(),
            at: Timestamp(6_000),
        });
        told(
            &mut *store,
            [kept("a", "v1"), Write::Conversation(Box::new(ended))],
        );
        let store = &*store;
        let ids = |query: Query| -> Vec<String> {
            found(store, &query).into_iter().map(|it| it.0).collect()
        };
        let all = query("");
        let of = |change: fn(&mut Query)| {
            let mut it = all.clone();
            change(&mut it);
            ids(it)
        };
        assert_eq!(of(|it| it.status = Some(Status::Ended)), ["b"]);
        assert_eq!(of(|it| it.owner = Some(Id::new("ann"))), ["b"]);
        assert_eq!(of(|it| it.since = Some(Timestamp(1_001))), ["b"]);
        assert_eq!(of(|it| it.before = Some(Timestamp(5_000))), ["a"]);
        assert_eq!(of(|it| it.channels.clear()), [""; 0]);
        assert_eq!(of(|it| it.rated = rated(Scale::Score, 0, 6)), ["b"]);
        assert_eq!(of(|it| it.rated = rated(Scale::Score, 1, 10)), [""; 0]);
        assert_eq!(of(|it| it.rated = rated(Scale::Stars, 0, 5)), [""; 0]);
        assert_eq!(of(|it| it.limit = 1), ["b"]);
        let place = store.reader().search(&all).unwrap()[0].place;
        let mut rest = all.clone();
        rest.from = Some(place);
        assert_eq!(ids(rest), ["a"]);
    });
}

#[test]
fn a_long_conversation_hides_no_other_and_gives_its_latest_excerpts() {
    each(|home| {
        let mut store = home.open();
        store.put_channel(&channel()).unwrap();
        let mut writes = vec![
            kept("a", "v1"),
            entry("a", 1, Some(1), says("a1", "old lamp")),
        ];
        writes.push(kept("b", "v2"));
        let many =
            (1..=1_500).map(|seq| entry("b", seq, Some(seq), says(&format!("b{seq}"), "lamp")));
        writes.extend(many);
        told(&mut *store, writes);
        assert_eq!(
            found(&*store, &query("lamp")),
            [
                ("b".to_owned(), vec![1_500, 1_499, 1_498]),
                ("a".to_owned(), vec![1])
            ]
        );
    });
}

#[test]
fn what_marks_the_words_found_is_no_part_of_them() {
    let file = File(tempfile::tempdir().unwrap());
    let mut store = file.open();
    store.put_channel(&channel()).unwrap();
    let said = says(
        "m1",
        "Når kommer pakken? Jeg har ventet på \"PAKKEN\" lenge",
    );
    told(&mut *store, [kept("a", "v1"), entry("a", 1, Some(1), said)]);
    // Accents and case do not count.
    let matches = store.reader().search(&query("nar pakken")).unwrap();
    assert_eq!(
        matches[0].excerpts[0].pieces,
        [
            "",
            "Når",
            " kommer ",
            "pakken",
            "? Jeg har ventet på \"",
            "PAKKEN",
            "\" lenge"
        ]
    );
}

#[test]
fn what_was_said_before_a_crash_is_found_after_it() {
    let file = File(tempfile::tempdir().unwrap());
    let mut store = file.open();
    store.put_channel(&channel()).unwrap();
    store.begin().unwrap();
    store.apply(&kept("a", "v1")).unwrap();
    store
        .apply(&entry("a", 1, Some(1), says("m1", "lamp")))
        .unwrap();
    store.commit().unwrap();
    drop(store);
    let mut store = file.open();
    while store.index().unwrap() {}
    assert_eq!(found(&*store, &query("lamp")), [("a".to_owned(), vec![1])]);
    // What is said later is added to what was found before.
    told(&mut *store, [entry("a", 2, Some(2), says("m2", "lamps"))]);
    assert_eq!(
        found(&*store, &query("lamp")),
        [("a".to_owned(), vec![2, 1])]
    );
}

#[test]
fn a_topic_is_a_filter() {
    each(|home| {
        let mut store = home.open();
        store.put_channel(&channel()).unwrap();
        let about = |id: &str, visitor: &str, topics: &[&str]| {
            let Write::Conversation(mut it) = kept(id, visitor) else {
                panic!("a conversation is kept");
            };
            it.tags = topics
                .iter()
                .map(|topic| Tag {
                    id: Id::new(*topic),
                    name: "Name".to_owned(),
                    category: String::new(),
                })
                .collect();
            Write::Conversation(it)
        };
        told(
            &mut *store,
            [
                about("a", "v1", &["refund", "lamp"]),
                entry("a", 1, Some(1), started()),
                entry("a", 2, Some(2), says("m1", "My lamp")),
                about("b", "v2", &[]),
                entry("b", 1, Some(1), started()),
                entry("b", 2, Some(2), says("m2", "My kettle")),
            ],
        );
        let ids = |words: &str, tags: &[&str]| -> Vec<String> {
            let query = Query {
                tags: tags.iter().map(|it| Id::new(*it)).collect(),
                ..query(words)
            };
            let found = found(&*store, &query).into_iter();
            found.map(|(id, _)| id).collect()
        };
        assert_eq!(ids("", &[]), ["b", "a"]);
        assert_eq!(ids("", &["praise", "lamp"]), ["a"]);
        assert_eq!(ids("my", &["refund"]), ["a"]);
        assert_eq!(ids("kettle", &["refund"]), [""; 0]);
    });
}
