//! Accounts, in every kind of store.

use shared::{
    channel::Rights,
    presence::{Presence, Profile},
};

use super::*;
use crate::{
    directory::{Office, Serves},
    store::accounts::{Account, Session},
};

const RESPOND: Rights = Rights {
    respond: true,
    listen: false,
    notify: false,
    manage: false,
};

pub(super) fn account(name: &str) -> Account {
    Account {
        id: Id::new(name),
        name: name.to_owned(),
        email: format!("{name}@example.com"),
        is_active: true,
        is_administrator: name == "meg",
    }
}

fn session(key: u8, agent: &str) -> Session {
    Session {
        key: [key; 32],
        agent: Id::new(agent),
        created_at: Timestamp(1_000),
        expires_at: Timestamp(2_000),
    }
}

#[test]
fn an_account_is_found_by_its_address_in_any_case() {
    each(|home| {
        let mut store = open(home);
        for name in ["meg", "ann"] {
            store.put_account(&account(name)).unwrap();
        }
        let found = store.account_by_email("MEG@example.com").unwrap();
        assert_eq!(found, Some(account("meg")));
        assert_eq!(store.account_by_email("bob@example.com").unwrap(), None);
        let all = store.accounts().unwrap();
        assert_eq!(all, [account("ann"), account("meg")]);

        let mut taken = account("bob");
        taken.email = "Ann@Example.com".to_owned();
        assert!(matches!(store.put_account(&taken), Err(Trouble::Taken)));
        let renamed = Account {
            name: "Anna".to_owned(),
            ..account("ann")
        };
        store.put_account(&renamed).unwrap();
        assert_eq!(store.accounts().unwrap()[0], renamed);
    });
}

#[test]
fn a_session_ends_by_itself_by_sign_out_by_a_new_password_and_with_the_account() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        let now = Timestamp(1_500);
        let is_open = |store: &mut dyn Store, now| store.session(&[1; 32], now).unwrap().is_some();

        store.open_session(&session(1, "ann")).unwrap();
        let (found, whose) = store.session(&[1; 32], now).unwrap().unwrap();
        assert_eq!((found, whose), (session(1, "ann"), account("ann")));
        assert!(!is_open(&mut *store, Timestamp(2_000)));
        assert!(store.directory(now).unwrap().sessions.contains(&[1; 32]));
        store.close_session(&[1; 32]).unwrap();
        assert!(!is_open(&mut *store, now));
        assert!(store.directory(now).unwrap().sessions.is_empty());

        store.open_session(&session(1, "ann")).unwrap();
        store.set_password(&Id::new("ann"), "hash").unwrap();
        assert!(!is_open(&mut *store, now));
        assert_eq!(
            store.password(&Id::new("ann")).unwrap().as_deref(),
            Some("hash")
        );

        store.open_session(&session(1, "ann")).unwrap();
        let inactive = Account {
            is_active: false,
            ..account("ann")
        };
        store.put_account(&inactive).unwrap();
        assert!(!is_open(&mut *store, now));
        let refused = store.open_session(&session(2, "ann"));
        assert!(matches!(refused, Err(Trouble::Absent)));
        assert!(store.directory(now).unwrap().agents.is_empty());
    });
}

#[test]
fn sessions_that_ended_are_forgotten() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        store.open_session(&session(1, "ann")).unwrap();
        store.forget_sessions(Timestamp(2_000)).unwrap();
        assert!(store.session(&[1; 32], Timestamp(0)).unwrap().is_none());
    });
}

#[test]
fn rights_are_per_channel_and_can_be_taken_away() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        let (ann, support) = (Id::new("ann"), Id::new("support"));
        store.set_rights(&ann, &support, RESPOND).unwrap();
        let rights = |store: &mut dyn Store| {
            let directory = store.directory(Timestamp(0)).unwrap();
            directory.agents[&Id::new("ann")].rights_on(&Id::new("support"))
        };
        assert_eq!(rights(&mut *store), RESPOND);
        store.set_rights(&ann, &support, Rights::default()).unwrap();
        assert_eq!(rights(&mut *store), Rights::default());
        let nowhere = store.set_rights(&ann, &Id::new("x"), RESPOND);
        assert!(matches!(nowhere, Err(Trouble::Absent)));
    });
}

#[test]
fn a_change_of_accounts_is_noticed_once() {
    each(|home| {
        let mut store = open(home);
        store.has_new_directory().unwrap();
        assert!(!store.has_new_directory().unwrap());
        store.put_account(&account("ann")).unwrap();
        assert!(store.has_new_directory().unwrap());
        assert!(!store.has_new_directory().unwrap());
        let mut other = home.open();
        other.put_account(&account("bob")).unwrap();
        assert!(store.has_new_directory().unwrap());
        put(&mut *other, &log());
        assert!(!store.has_new_directory().unwrap());
    });
}

#[test]
fn a_channel_keeps_its_settings_and_a_setup_token_its_value() {
    each(|home| {
        let mut store = open(home);
        let changed = Channel {
            title: "Hallo".to_owned(),
            ..channel()
        };
        store.put_channel(&changed).unwrap();
        assert_eq!(store.channels().unwrap(), [changed]);

        assert_eq!(store.setup_token().unwrap(), None);
        let mut token = [0xab; 32];
        token[1] = 0x07;
        store.set_setup_token(Some(token)).unwrap();
        assert_eq!(home.open().setup_token().unwrap(), Some(token));
        store.set_setup_token(None).unwrap();
        assert_eq!(store.setup_token().unwrap(), None);
    });
}

#[test]
fn what_counts_for_everybody_is_kept_and_a_profile_is_found_by_whoever_serves_it() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        assert_eq!(store.office().unwrap(), Office::default());
        let profile = Profile {
            id: Id::new("day"),
            name: "Day".to_owned(),
            channels: vec![Id::new("support")],
        };
        let office = Office {
            capacity: Some(4),
            away_at_midnight: true,
            profiles: vec![profile],
            ..Office::default()
        };
        store.set_office(&office).unwrap();
        assert_eq!(home.open().office().unwrap(), office);
        let profile = Id::new("day");
        let chosen = Serves::Profile { profile };
        put(
            &mut *store,
            &[Write::Serves {
                agent: Id::new("ann"),
                chosen,
            }],
        );
        let ann = |store: &mut dyn Store| {
            let directory = store.directory(Timestamp(0)).unwrap();
            directory.agents[&Id::new("ann")].clone()
        };
        let found = ann(&mut *store);
        assert_eq!(found.profile, Some(Id::new("day")));
        assert_eq!(found.serves, [Id::new("support")]);
        store.set_office(&Office::default()).unwrap();
        let found = ann(&mut *store);
        assert_eq!((found.profile, found.serves), (None, Vec::new()));
    });
}

#[test]
fn presence_can_be_set_from_outside_and_forgets_the_reason() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        let ann = Id::new("ann");
        put(
            &mut *store,
            &[Write::Presence {
                agent: ann.clone(),
                presence: Presence::Away,
                reason: Some(Id::new("lunch")),
            }],
        );
        store.set_presence(&ann, Presence::Away).unwrap();
        let directory = store.directory(Timestamp(0)).unwrap();
        let found = &directory.agents[&ann];
        assert_eq!((found.presence, &found.reason), (Presence::Away, &None));
        let nobody = store.set_presence(&Id::new("x"), Presence::Away);
        assert!(matches!(nobody, Err(Trouble::Absent)));
    });
}
