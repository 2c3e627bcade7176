//! The rest of the demo's shop: colleagues who do not sign in, what they know, how the work is shared out.

use shared::{
    channel::Rights,
    id::Id,
    presence::{Profile, Reason},
};

use crate::{
    directory::{Group, Work},
    secret,
    store::{
        Trouble,
        accounts::{Account, Accounts},
    },
};

/// A colleague who is there without signing in.
pub(super) struct Colleague {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    /// The channels, each with the skill.
    channels: &'static [(&'static str, u8)],
    rights: Rights,
    capacity: Option<u32>,
    is_new: bool,
}

const RESPONDS: Rights = Rights {
    respond: true,
    listen: false,
    notify: true,
    manage: false,
};

/// They differ in what they may do, in what they know and in how much they bear.
pub(super) const COLLEAGUES: [Colleague; 4] = [
    Colleague {
        name: "Ingrid Solberg",
        email: "ingrid@demo.example",
        channels: &[("kundeservice", 9), ("support", 4)],
        rights: RESPONDS,
        capacity: Some(3),
        is_new: false,
    },
    Colleague {
        name: "Jonas Vik",
        email: "jonas@demo.example",
        channels: &[("support", 3)],
        rights: Rights {
            notify: false,
            ..RESPONDS
        },
        capacity: None,
        is_new: true,
    },
    Colleague {
        name: "Maja Lindgren",
        email: "maja@demo.example",
        channels: &[("sales", 8), ("support", 6)],
        rights: Rights {
            listen: true,
            manage: true,
            ..RESPONDS
        },
        capacity: Some(6),
        is_new: false,
    },
    Colleague {
        name: "Pieter de Vries",
        email: "pieter@demo.example",
        channels: &[("sales", 5)],
        // He reads along and is told, and answers nobody.
        rights: Rights {
            respond: false,
            listen: true,
            notify: true,
            manage: false,
        },
        capacity: None,
        is_new: false,
    },
];

/// Makes them, and what counts for everybody, where it is not there yet.
pub(super) fn provide(accounts: &mut dyn Accounts) -> Result<(), Trouble> {
    let mut office = accounts.office()?;
    if office.profiles.is_empty() && office.groups.is_empty() {
        office.groups.push(Group {
            id: Id::new("newcomers"),
            name: "Newcomers".to_owned(),
            capacity: Some(2),
        });
        office.profiles = vec![
            profile(
                "shop",
                "The whole shop",
                &["support", "sales", "kundeservice"],
            ),
            profile("norsk", "In Norwegian", &["kundeservice"]),
            profile("firms", "Companies", &["sales"]),
        ];
        accounts.set_office(&office)?;
    }
    if accounts.reasons()?.is_empty() {
        let reason = |id: &str, name: &str| Reason {
            id: Id::new(id),
            name: name.to_owned(),
        };
        accounts.set_reasons(&[
            reason("lunch", "Lunch"),
            reason("meeting", "Meeting"),
            reason("wrap-up", "Wrap-up"),
        ])?;
    }
    COLLEAGUES.iter().try_for_each(|it| it.enlist(accounts))
}

impl Colleague {
    fn enlist(&self, accounts: &mut dyn Accounts) -> Result<(), Trouble> {
        if accounts.account_by_email(self.email)?.is_some() {
            return Ok(());
        }
        let account = Account {
            id: Id::from_bits(u128::from_be_bytes(secret::random())),
            name: self.name.to_owned(),
            email: self.email.to_owned(),
            is_active: true,
            is_administrator: false,
        };
        accounts.put_account(&account)?;
        let mut work = Work {
            capacity: self.capacity,
            group: self.is_new.then(|| Id::new("newcomers")),
            ..Work::default()
        };
        for (channel, skill) in self.channels {
            let channel = Id::new(*channel);
            accounts.set_rights(&account.id, &channel, self.rights)?;
            work.skills.insert(channel, *skill);
        }
        accounts.set_work(&account.id, &work)
    }
}

fn profile(id: &str, name: &str, channels: &[&str]) -> Profile {
    Profile {
        id: Id::new(id),
        name: name.to_owned(),
        channels: channels.iter().map(|it| Id::new(*it)).collect(),
    }
}
