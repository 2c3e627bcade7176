//! Accounts, channels and sessions in SQLite.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};
use serde::de::DeserializeOwned;
use shared::{
    channel::Rights,
    id::{self, Id},
    presence::{Card, Presence, Reason},
    tag::Tag,
    time::Timestamp,
};

use super::{
    Sqlite, photos, replies,
    row::{self, int, number},
    schema,
};
use crate::{
    directory::{Agent, Channel, Directory, Office, Serves, SessionKey, Work},
    store::{
        Trouble,
        accounts::{Account, Accounts, Session},
    },
};

/// The key of the reasons an agent may be away for.
const REASONS: &str = "reasons";
/// The key of the topics of conversations.
const TAGS: &str = "tags";

/// The key of what counts for everybody.
const OFFICE: &str = "office";

impl Sqlite {
    /// Carries out a change of accounts, channels or sessions, and counts it. Inside a round it is
    /// part of the round, otherwise a round of its own.
    pub(super) fn change<T>(
        &mut self,
        change: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let point = self.connection.savepoint()?;
        let found = change(&point)?;
        point.execute(
            "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'directory'",
            [],
        )?;
        point.commit()?;
        self.has_changed_directory = true;
        Ok(found)
    }
}

impl Accounts for Sqlite {
    fn accounts(&mut self) -> Result<Vec<Account>, Trouble> {
        self.connection
            .prepare(
                "SELECT id, name, email, is_active, is_administrator FROM agents ORDER BY name, id",
            )?
            .query_and_then([], account)?
            .collect()
    }

    fn account_by_email(&mut self, email: &str) -> Result<Option<Account>, Trouble> {
        self.connection
            .prepare_cached(
                "SELECT id, name, email, is_active, is_administrator FROM agents WHERE email = ?1",
            )?
            .query_and_then([email], account)?
            .next()
            .transpose()
    }

    fn put_account(&mut self, account: &Account) -> Result<(), Trouble> {
        self.change(|connection| {
            connection
                .execute(
                    "INSERT INTO agents (id, name, email, is_active, is_administrator)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (id) DO UPDATE SET
                        name = excluded.name, email = excluded.email,
                        is_active = excluded.is_active, is_administrator = excluded.is_administrator",
                    params![
                        account.id.as_str(),
                        account.name,
                        account.email,
                        account.is_active,
                        account.is_administrator
                    ],
                )
                .map_err(taken)?;
            if !account.is_active {
                close_sessions_of(connection, &account.id)?;
            }
            Ok(())
        })
    }

    fn password(&mut self, agent: &Id<id::Agent>) -> Result<Option<String>, Trouble> {
        let found = self
            .connection
            .prepare_cached("SELECT password FROM agents WHERE id = ?1")?
            .query_row([agent.as_str()], |row| row.get(0))
            .optional()?;
        Ok(found.flatten())
    }

    fn set_password(&mut self, agent: &Id<id::Agent>, hash: &str) -> Result<(), Trouble> {
        self.change(|connection| {
            let changed = connection.execute(
                "UPDATE agents SET password = ?2 WHERE id = ?1",
                [agent.as_str(), hash],
            )?;
            if changed == 0 {
                return Err(Trouble::Absent);
            }
            close_sessions_of(connection, agent)
        })
    }

    fn set_rights(
        &mut self,
        agent: &Id<id::Agent>,
        channel: &Id<id::Channel>,
        rights: Rights,
    ) -> Result<(), Trouble> {
        self.change(|connection| {
            let key = [agent.as_str(), channel.as_str()];
            connection.execute("DELETE FROM rights WHERE agent = ?1 AND channel = ?2", key)?;
            if rights == Rights::default() {
                return Ok(());
            }
            let added = connection.execute(
                "INSERT INTO rights (agent, channel, respond, listen, notify, manage)
                 SELECT agents.id, channels.id, ?3, ?4, ?5, ?6 FROM agents, channels
                 WHERE agents.id = ?1 AND channels.id = ?2",
                params![
                    agent.as_str(),
                    channel.as_str(),
                    rights.respond,
                    rights.listen,
                    rights.notify,
                    rights.manage
                ],
            )?;
            if added == 0 {
                return Err(Trouble::Absent);
            }
            Ok(())
        })
    }

    fn work(&mut self, agent: &Id<id::Agent>) -> Result<Work, Trouble> {
        self.connection
            .prepare_cached("SELECT work FROM agents WHERE id = ?1")?
            .query_and_then([agent.as_str()], |row| row::parsed(row, 0))?
            .next()
            .unwrap_or(Err(Trouble::Absent))
    }

    fn set_work(&mut self, agent: &Id<id::Agent>, work: &Work) -> Result<(), Trouble> {
        let work = row::json(work)?;
        self.change(|connection| {
            let changed = connection.execute(
                "UPDATE agents SET work = ?2 WHERE id = ?1",
                [agent.as_str(), &work],
            )?;
            (changed == 1).then_some(()).ok_or(Trouble::Absent)
        })
    }

    fn reasons(&mut self) -> Result<Vec<Reason>, Trouble> {
        list(&self.connection, REASONS)
    }

    fn set_reasons(&mut self, reasons: &[Reason]) -> Result<(), Trouble> {
        let reasons = row::json(&reasons)?;
        self.change(|connection| schema::set_meta(connection, REASONS, Some(&reasons)))
    }

    fn tags(&mut self) -> Result<Vec<Tag>, Trouble> {
        list(&self.connection, TAGS)
    }

    fn set_tags(&mut self, tags: &[Tag]) -> Result<(), Trouble> {
        let tags = row::json(&tags)?;
        self.change(|connection| schema::set_meta(connection, TAGS, Some(&tags)))
    }

    fn office(&mut self) -> Result<Office, Trouble> {
        office(&self.connection)
    }

    fn set_office(&mut self, office: &Office) -> Result<(), Trouble> {
        let office = row::json(office)?;
        self.change(|connection| schema::set_meta(connection, OFFICE, Some(&office)))
    }

    fn set_presence(&mut self, agent: &Id<id::Agent>, presence: Presence) -> Result<(), Trouble> {
        self.change(|connection| {
            let changed = connection.execute(
                "UPDATE agents SET presence = ?2, reason = NULL WHERE id = ?1",
                [agent.as_str(), row::presence(presence)],
            )?;
            (changed == 1).then_some(()).ok_or(Trouble::Absent)
        })
    }

    fn channels(&mut self) -> Result<Vec<Channel>, Trouble> {
        channels(&self.connection)
    }

    fn put_channel(&mut self, channel: &Channel) -> Result<(), Trouble> {
        let settings = row::json(channel)?;
        self.change(|connection| {
            connection.execute(
                "INSERT INTO channels (id, settings) VALUES (?1, ?2)
                 ON CONFLICT (id) DO UPDATE SET settings = excluded.settings",
                [channel.id.as_str(), &settings],
            )?;
            Ok(())
        })
    }

    fn open_session(&mut self, session: &Session) -> Result<(), Trouble> {
        self.change(|connection| {
            let added = connection.execute(
                "INSERT INTO sessions (key, agent, created_at, expires_at)
                 SELECT ?1, id, ?3, ?4 FROM agents WHERE id = ?2 AND is_active",
                params![
                    session.key,
                    session.agent.as_str(),
                    int(session.created_at.0),
                    int(session.expires_at.0)
                ],
            )?;
            if added == 0 {
                return Err(Trouble::Absent);
            }
            Ok(())
        })
    }

    fn session(
        &mut self,
        key: &SessionKey,
        now: Timestamp,
    ) -> Result<Option<(Session, Account)>, Trouble> {
        self.connection
            .prepare_cached(
                "SELECT id, name, email, is_active, is_administrator, created_at, expires_at
                 FROM sessions JOIN agents ON id = agent
                 WHERE key = ?1 AND expires_at > ?2 AND is_active",
            )?
            .query_and_then(params![key, int(now.0)], |row| {
                let account = account(row)?;
                let session = Session {
                    key: *key,
                    agent: account.id.clone(),
                    created_at: Timestamp(number(row.get(5)?)),
                    expires_at: Timestamp(number(row.get(6)?)),
                };
                Ok((session, account))
            })?
            .next()
            .transpose()
    }

    fn close_session(&mut self, key: &SessionKey) -> Result<(), Trouble> {
        self.change(|connection| {
            connection.execute("DELETE FROM sessions WHERE key = ?1", [key])?;
            Ok(())
        })
    }

    fn forget_sessions(&mut self, now: Timestamp) -> Result<(), Trouble> {
        self.change(|connection| {
            connection.execute("DELETE FROM sessions WHERE expires_at <= ?1", [int(now.0)])?;
            Ok(())
        })
    }

    fn setup_token(&mut self) -> Result<Option<[u8; 32]>, Trouble> {
        let Some(text) = schema::meta(&self.connection, "setup")? else {
            return Ok(None);
        };
        let byte = |at: usize| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok();
        let mut hash = [0; 32];
        for (at, place) in hash.iter_mut().enumerate() {
            let found = byte(at);
            *place = found.ok_or_else(|| Trouble::Storage("a row makes no sense".to_owned()))?;
        }
        Ok(Some(hash))
    }

    fn set_setup_token(&mut self, hash: Option<[u8; 32]>) -> Result<(), Trouble> {
        let text = hash.map(|hash| {
            hash.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>()
        });
        schema::set_meta(&self.connection, "setup", text.as_deref())
    }
}

/// Everything that decides who may do what.
pub(super) fn directory(connection: &Connection, now: Timestamp) -> Result<Directory, Trouble> {
    let channels: BTreeMap<_, _> = channels(connection)?
        .into_iter()
        .map(|it| (it.id.clone(), it))
        .collect();
    let office = office(connection)?;
    let mut agents: BTreeMap<Id<id::Agent>, Agent> = connection
        .prepare_cached(
            "SELECT id, name, email, is_administrator, presence, reason, serves, work FROM agents
             WHERE is_active",
        )?
        .query_and_then([], |row| agent(row, &office))?
        .collect::<Result<_, Trouble>>()?;
    let mut query = connection
        .prepare_cached("SELECT agent, channel, respond, listen, notify, manage FROM rights")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let Some(agent) = agents.get_mut(&Id::new(row.get::<_, String>(0)?)) else {
            continue;
        };
        let rights = Rights {
            respond: row.get(2)?,
            listen: row.get(3)?,
            notify: row.get(4)?,
            manage: row.get(5)?,
        };
        agent
            .rights
            .insert(Id::new(row.get::<_, String>(1)?), rights);
    }
    photos::give(connection, &mut agents)?;
    let sessions = connection
        .prepare_cached("SELECT key FROM sessions WHERE expires_at > ?1")?
        .query_map([int(now.0)], |row| row.get(0))?
        .collect::<Result<HashSet<SessionKey>, _>>()?;
    let templates = replies::templates(connection, &channels)?;
    Ok(Directory {
        channels,
        agents,
        sessions,
        reasons: list(connection, REASONS)?,
        tags: list(connection, TAGS)?,
        office,
        replies: replies::version(connection)?,
        templates,
    })
}

/// What is kept as one list under a key.
fn list<T: DeserializeOwned>(connection: &Connection, key: &str) -> Result<Vec<T>, Trouble> {
    let Some(text) = schema::meta(connection, key)? else {
        return Ok(Vec::new());
    };
    serde_json::from_str(&text).map_err(|_| row::strange())
}

fn office(connection: &Connection) -> Result<Office, Trouble> {
    let Some(text) = schema::meta(connection, OFFICE)? else {
        return Ok(Office::default());
    };
    serde_json::from_str(&text).map_err(|_| row::strange())
}

fn channels(connection: &Connection) -> Result<Vec<Channel>, Trouble> {
    connection
        .prepare_cached("SELECT settings FROM channels ORDER BY id")?
        .query_and_then([], |row| row::parsed(row, 0))?
        .collect()
}

fn close_sessions_of(connection: &Connection, agent: &Id<id::Agent>) -> Result<(), Trouble> {
    connection.execute("DELETE FROM sessions WHERE agent = ?1", [agent.as_str()])?;
    Ok(())
}

/// From `id, name, email, is_active, is_administrator`.
fn account(row: &Row<'_>) -> Result<Account, Trouble> {
    Ok(Account {
        id: Id::new(row.get::<_, String>(0)?),
        name: row.get(1)?,
        email: row.get(2)?,
        is_active: row.get(3)?,
        is_administrator: row.get(4)?,
    })
}

/// From `id, name, email, is_administrator, presence, reason, serves, work`.
fn agent(row: &Row<'_>, office: &Office) -> Result<(Id<id::Agent>, Agent), Trouble> {
    let id: Id<id::Agent> = Id::new(row.get::<_, String>(0)?);
    let mut agent = Agent {
        card: Card {
            id: id.clone(),
            name: row.get(1)?,
        },
        photo: None,
        email: row.get(2)?,
        is_administrator: row.get(3)?,
        presence: match row.get::<_, String>(4)?.as_str() {
            "away" => Presence::Away,
            _ => Presence::Present,
        },
        reason: row.get::<_, Option<String>>(5)?.map(Id::new),
        serves: Vec::new(),
        profile: None,
        work: row::parsed(row, 7)?,
        rights: BTreeMap::new(),
    };
    let chosen: Serves = row::parsed(row, 6)?;
    agent.choose(&chosen, office);
    Ok((id, agent))
}

fn taken(error: rusqlite::Error) -> Trouble {
    match error.sqlite_error_code() {
        Some(ErrorCode::ConstraintViolation) => Trouble::Taken,
        _ => error.into(),
    }
}
