//! Accounts, channels and sessions in memory.

use shared::{
    channel::Rights,
    id::{self, Id},
    presence::{Presence, Reason},
    tag::Tag,
    time::Timestamp,
};

use super::Memory;
use crate::{
    directory::{Channel, Office, SessionKey, Work},
    store::{
        Trouble,
        accounts::{Account, Accounts, Session},
    },
};

impl Accounts for Memory {
    fn accounts(&mut self) -> Result<Vec<Account>, Trouble> {
        let mut all: Vec<Account> = self.read(|it| it.accounts.values().cloned().collect())?;
        all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Ok(all)
    }

    fn account_by_email(&mut self, email: &str) -> Result<Option<Account>, Trouble> {
        self.read(|it| {
            let mut all = it.accounts.values();
            all.find(|it| it.email.eq_ignore_ascii_case(email)).cloned()
        })
    }

    fn put_account(&mut self, account: &Account) -> Result<(), Trouble> {
        self.write(|it| {
            let mut others = it.accounts.values().filter(|it| it.id != account.id);
            if others.any(|it| it.email.eq_ignore_ascii_case(&account.email)) {
                return Err(Trouble::Taken);
            }
            if !account.is_active {
                it.sessions.retain(|it| it.agent != account.id);
            }
            it.accounts.insert(account.id.clone(), account.clone());
            it.directory_version += 1;
            Ok(())
        })
    }

    fn password(&mut self, agent: &Id<id::Agent>) -> Result<Option<String>, Trouble> {
        self.read(|it| it.passwords.get(agent).cloned())
    }

    fn set_password(&mut self, agent: &Id<id::Agent>, hash: &str) -> Result<(), Trouble> {
        self.write(|it| {
            if !it.accounts.contains_key(agent) {
                return Err(Trouble::Absent);
            }
            it.passwords.insert(agent.clone(), hash.to_owned());
            it.sessions.retain(|it| it.agent != *agent);
            it.directory_version += 1;
            Ok(())
        })
    }

    fn set_rights(
        &mut self,
        agent: &Id<id::Agent>,
        channel: &Id<id::Channel>,
        rights: Rights,
    ) -> Result<(), Trouble> {
        self.write(|it| {
            let key = (agent.clone(), channel.clone());
            it.directory_version += 1;
            if rights == Rights::default() {
                it.rights.remove(&key);
                return Ok(());
            }
            if !it.accounts.contains_key(agent) || !it.channels.contains_key(channel) {
                return Err(Trouble::Absent);
            }
            it.rights.insert(key, rights);
            Ok(())
        })
    }

    fn work(&mut self, agent: &Id<id::Agent>) -> Result<Work, Trouble> {
        self.read(|it| {
            let is_known = it.accounts.contains_key(agent);
            is_known.then(|| it.work.get(agent).cloned().unwrap_or_default())
        })?
        .ok_or(Trouble::Absent)
    }

    fn set_work(&mut self, agent: &Id<id::Agent>, work: &Work) -> Result<(), Trouble> {
        self.write(|it| {
            if !it.accounts.contains_key(agent) {
                return Err(Trouble::Absent);
            }
            it.work.insert(agent.clone(), work.clone());
            it.directory_version += 1;
            Ok(())
        })
    }

    fn reasons(&mut self) -> Result<Vec<Reason>, Trouble> {
        self.read(|it| it.reasons.clone())
    }

    fn set_reasons(&mut self, reasons: &[Reason]) -> Result<(), Trouble> {
        self.write(|it| {
            it.reasons = reasons.to_vec();
            it.directory_version += 1;
            Ok(())
        })
    }

    fn tags(&mut self) -> Result<Vec<Tag>, Trouble> {
        self.read(|it| it.tags.clone())
    }

    fn set_tags(&mut self, tags: &[Tag]) -> Result<(), Trouble> {
        self.write(|it| {
            it.tags = tags.to_vec();
            it.directory_version += 1;
            Ok(())
        })
    }

    fn office(&mut self) -> Result<Office, Trouble> {
        self.read(|it| it.office.clone())
    }

    fn set_office(&mut self, office: &Office) -> Result<(), Trouble> {
        self.write(|it| {
            it.office = office.clone();
            it.directory_version += 1;
            Ok(())
        })
    }

    fn set_presence(&mut self, agent: &Id<id::Agent>, presence: Presence) -> Result<(), Trouble> {
        self.write(|it| {
            if !it.accounts.contains_key(agent) {
                return Err(Trouble::Absent);
            }
            it.presence.insert(agent.clone(), (presence, None));
            it.directory_version += 1;
            Ok(())
        })
    }

    fn channels(&mut self) -> Result<Vec<Channel>, Trouble> {
        self.read(|it| it.channels.values().cloned().collect())
    }

    fn put_channel(&mut self, channel: &Channel) -> Result<(), Trouble> {
        self.write(|it| {
            it.channels.insert(channel.id.clone(), channel.clone());
            it.directory_version += 1;
            Ok(())
        })
    }

    fn open_session(&mut self, session: &Session) -> Result<(), Trouble> {
        self.write(|it| {
            let account = it.accounts.get(&session.agent);
            if !account.is_some_and(|account| account.is_active) {
                return Err(Trouble::Absent);
            }
            it.sessions.push(session.clone());
            it.directory_version += 1;
            Ok(())
        })
    }

    fn session(
        &mut self,
        key: &SessionKey,
        now: Timestamp,
    ) -> Result<Option<(Session, Account)>, Trouble> {
        self.read(|it| {
            let mut sessions = it.sessions.iter();
            let session = sessions.find(|it| it.key == *key && it.expires_at > now)?;
            let account = it.accounts.get(&session.agent).filter(|it| it.is_active)?;
            Some((session.clone(), account.clone()))
        })
    }

    fn close_session(&mut self, key: &SessionKey) -> Result<(), Trouble> {
        self.write(|it| {
            it.sessions.retain(|it| it.key != *key);
            it.directory_version += 1;
            Ok(())
        })
    }

    fn forget_sessions(&mut self, now: Timestamp) -> Result<(), Trouble> {
        self.write(|it| {
            it.sessions.retain(|it| it.expires_at > now);
            it.directory_version += 1;
            Ok(())
        })
    }

    fn setup_token(&mut self) -> Result<Option<[u8; 32]>, Trouble> {
        self.read(|it| it.setup_token)
    }

    fn set_setup_token(&mut self, hash: Option<[u8; 32]>) -> Result<(), Trouble> {
        self.write(|it| {
            it.setup_token = hash;
            Ok(())
        })
    }
}
