//! Customers, in every kind of store.

use shared::register::{Card as Entry, Company, Contact, Firm, Kind, Number, Receipt, Record};

use super::*;
use crate::store::customers::Kept;

fn company(id: &str, name: &str) -> Company {
    Company {
        id: Id::new(id),
        name: name.to_owned(),
        number: "20114".to_owned(),
        email: String::new(),
        phone: String::new(),
        website: String::new(),
        address: String::new(),
    }
}

fn contact(id: &str, name: &str, email: &str, company: Option<&str>) -> Contact {
    Contact {
        id: Id::new(id),
        name: name.to_owned(),
        company: company.map(|id| Firm {
            id: Id::new(id),
            name: String::new(),
        }),
        title: String::new(),
        email: email.to_owned(),
        phone: "+47 900".to_owned(),
        address: String::new(),
        note: String::new(),
    }
}

fn record(kind: Kind, id: &str, at: u64, of: [Option<&str>; 2]) -> Kept {
    Kept {
        record: Record {
            id: Id::new(id),
            kind,
            number: String::new(),
            title: format!("Title of {id}"),
            status: String::new(),
            category: String::new(),
            priority: String::new(),
            amount: String::new(),
            at: Some(Timestamp(at)),
            conversation: None,
            of_company: false,
        },
        contact: of[0].map(Id::new),
        company: of[1].map(Id::new),
        text: format!("Text of {id}"),
        log: "Log".to_owned(),
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn filled(home: &dyn Home) -> Box<dyn Store> {
    let mut store = open(home);
    store.put_company(&company("f", "Fjord AS")).unwrap();
    for it in [
        contact("k", "Kari Nordmann", "Kari@example.com", Some("f")),
        contact("o", "Ola Ås", "ola@example.com", None),
    ] {
        store.put_contact(&it).unwrap();
    }
    store
}

#[test]
fn contacts_are_found_by_address_and_by_the_begin_of_their_words() {
    each(|home| {
        let mut store = filled(home);
        let reader = store.reader();
        let found = reader.contacts_by_email("kari@EXAMPLE.com").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].company,
            Some(Firm {
                id: Id::new("f"),
                name: "Fjord AS".to_owned()
            })
        );
        let names = |text: &str, from, limit| {
            let found = reader.contacts(&words(text), from, limit).unwrap();
            found.into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(names("nord kar", 0, 9), ["Kari Nordmann"]);
        assert_eq!(names("fjo", 0, 9), ["Kari Nordmann"]);
        assert_eq!(names("900", 0, 9), ["Kari Nordmann", "Ola Ås"]);
        assert_eq!(names("900", 1, 9), ["Ola Ås"]);
        assert_eq!(names("900", 0, 1), ["Kari Nordmann"]);
        assert!(names("ordmann", 0, 9).is_empty());
        let all = reader.contacts(&[], 0, 9).unwrap();
        assert_eq!(all.len(), 2);

        // A company with another name, and a contact who left it.
        store.put_company(&company("f", "Vidde AS")).unwrap();
        assert!(names("fjo", 0, 9).is_empty());
        assert_eq!(names("vidde", 0, 9), ["Kari Nordmann"]);
        let alone = contact("k", "Kari Vik", "kari@example.com", None);
        store.put_contact(&alone).unwrap();
        assert!(names("vidde", 0, 9).is_empty());
        assert!(names("nordmann", 0, 9).is_empty());
        let reader = home.open().reader();
        let (found, company) = reader.contact(&Id::new("k")).unwrap().unwrap();
        assert_eq!((found, company), (alone, None));
        assert_eq!(reader.contact(&Id::new("x")).unwrap(), None);
    });
}

#[test]
fn a_company_is_found_by_its_name_and_a_contact_needs_one_that_is_there() {
    each(|home| {
        let mut store = filled(home);
        let firm = store.firm_named("fjord as").unwrap().unwrap();
        assert_eq!((firm.id.as_str(), &*firm.name), ("f", "Fjord AS"));
        assert_eq!(store.firm_named("Fjord").unwrap(), None);
        assert!(store.firm(&Id::new("f")).unwrap().is_some());
        let nowhere = contact("n", "Nils", "", Some("nowhere"));
        assert!(store.put_contact(&nowhere).is_err());
        assert_eq!(store.known_contact(&Id::new("n")).unwrap(), None);
    });
}

#[test]
fn the_records_of_a_contact_and_its_company_come_the_latest_first() {
    each(|home| {
        let mut store = filled(home);
        for it in [
            record(Kind::Request, "1", 10, [Some("k"), Some("f")]),
            record(Kind::Sale, "1", 30, [Some("k"), None]),
            record(Kind::FollowUp, "2", 20, [None, Some("f")]),
            record(Kind::Project, "3", 40, [Some("o"), None]),
        ] {
            store.put_record(&it).unwrap();
        }
        let reader = store.reader();
        let (kari, _) = reader.contact(&Id::new("k")).unwrap().unwrap();
        let found = reader.records(&kari).unwrap();
        let found: Vec<_> = found.iter().map(|it| (it.kind, it.of_company)).collect();
        assert_eq!(
            found,
            [
                (Kind::Sale, false),
                (Kind::FollowUp, true),
                (Kind::Request, false)
            ]
        );
        let (ola, _) = reader.contact(&Id::new("o")).unwrap().unwrap();
        assert_eq!(
            reader.records(&ola).unwrap().len(),
            1,
            "no company, nobody else's"
        );
        let changed = record(Kind::Sale, "1", 5, [Some("k"), Some("f")]);
        store.put_record(&changed).unwrap();
        let one = Id::new("1");
        assert_eq!(reader.record(Kind::Sale, &one).unwrap(), Some(changed));
        assert_eq!(reader.record(Kind::FollowUp, &one).unwrap(), None);
        let known = store.known_record(Kind::Request, &one).unwrap();
        assert!(known.is_some_and(|it| it.text == "Text of 1"));
    });
}

#[test]
fn numbers_of_requests_are_given_once() {
    each(|home| {
        let mut store = open(home);
        assert_eq!(store.next_request().unwrap(), 1);
        store.begin().unwrap();
        assert_eq!(store.next_request().unwrap(), 2);
        store.rollback();
        assert_eq!(store.next_request().unwrap(), 2);
        drop(store);
        assert_eq!(home.open().next_request().unwrap(), 3);
    });
}

#[test]
fn a_conversation_is_found_by_its_contact_and_its_activity_comes_and_goes() {
    each(|home| {
        let mut store = filled(home);
        put(&mut *store, &log());
        let reader = store.reader();
        let kari = Id::new("k");
        assert!(reader.conversations_with(&kari).unwrap().is_empty());
        let mut linked = conversation("c", "kari");
        linked.links.contact = Some(Entry {
            id: kari.clone(),
            name: "Kari".to_owned(),
            company: None,
        });
        linked.agent_head = 5;
        linked.public_head = 4;
        let activity = record(Kind::Activity, "c", 7, [Some("k"), None]);
        put(
            &mut *store,
            &[
                Write::Conversation(Box::new(linked.clone())),
                Write::Activity(Box::new(activity)),
            ],
        );
        let found = home.open().reader().conversations_with(&kari).unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].conversation, linked);
        let id = Id::new("c");
        assert!(reader.conversation(&id).unwrap().is_some());
        let kept = || reader.record(Kind::Activity, &Id::new("c")).unwrap();
        assert!(kept().is_some());
        let told = reader.errands(9).unwrap();
        assert_eq!(told.len(), 1);
        assert_eq!((&told[0].conversation, &told[0].activity), (&id, &kept()));
        put(&mut *store, &[Write::NoActivity(id.clone())]);
        assert!(kept().is_none());
        // What is newer is not done with what was done before.
        store.finish_errand(told[0].number).unwrap();
        let told = reader.errands(9).unwrap();
        assert_eq!((&told[0].conversation, &told[0].activity), (&id, &None));
        store.finish_errand(told[0].number).unwrap();
        assert!(home.open().reader().errands(9).unwrap().is_empty());
    });
}

#[test]
fn the_answer_to_a_request_is_kept() {
    each(|home| {
        let mut store = open(home);
        let answer = Answer::Requested(Receipt {
            conversation: Id::new("c"),
            request: Number {
                id: Id::new("r"),
                number: "R-1001".to_owned(),
            },
            dup: false,
        });
        put(&mut *store, &log());
        for number in 0..9 {
            put(&mut *store, &[sent(&format!("s{number}"), answer.clone())]);
        }
        for number in [0, 8] {
            let found = home
                .open()
                .sent(&Id::new("kari"), &Id::new(format!("s{number}")));
            assert_eq!(found.unwrap().map(|it| it.answer), Some(answer.clone()));
        }
    });
}
