//! Customers in SQLite. The words of contacts stand in an index of their own, beside the messages'.

use rusqlite::{Connection, OptionalExtension, Row, params};
use shared::{
    id::{self, Id},
    register::{Company, Contact, Firm, Kind, Record},
    time::Timestamp,
};

use super::{
    Sqlite,
    row::{int, number},
    schema,
};
use crate::store::{
    Trouble,
    customers::{Customers, Errand, Kept, RECORDS, kind_name},
};

/// The key of the count of requests.
const REQUESTS: &str = "requests";

impl Customers for Sqlite {
    fn put_company(&mut self, it: &Company) -> Result<(), Trouble> {
        self.change_customers(|connection| {
            connection
                .prepare_cached(
                    "INSERT INTO companies (id, name, number, email, phone, website, address)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name,
                        number = excluded.number, email = excluded.email,
                        phone = excluded.phone, website = excluded.website,
                        address = excluded.address",
                )?
                .execute(params![
                    it.id.as_str(),
                    it.name,
                    it.number,
                    it.email,
                    it.phone,
                    it.website,
                    it.address
                ])?;
            let of_it: Vec<i64> = connection
                .prepare_cached("SELECT number FROM contacts WHERE company = ?1")?
                .query_map([it.id.as_str()], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            of_it.into_iter().try_for_each(|row| index(connection, row))
        })
    }

    fn put_contact(&mut self, it: &Contact) -> Result<(), Trouble> {
        self.change_customers(|connection| {
            let row = connection
                .prepare_cached(
                    "INSERT INTO contacts (id, name, title, email, phone, company, address, note)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                     ON CONFLICT (id) DO UPDATE SET name = excluded.name, title = excluded.title,
                        email = excluded.email, phone = excluded.phone,
                        company = excluded.company, address = excluded.address,
                        note = excluded.note
                     RETURNING number",
                )?
                .query_row(
                    params![
                        it.id.as_str(),
                        it.name,
                        it.title,
                        it.email,
                        it.phone,
                        it.company.as_ref().map(|it| it.id.as_str()),
                        it.address,
                        it.note
                    ],
                    |row| row.get(0),
                )?;
            index(connection, row)
        })
    }

    fn put_record(&mut self, it: &Kept) -> Result<(), Trouble> {
        self.change_customers(|connection| put_record(connection, it))
    }

    fn firm(&mut self, id: &Id<id::Entry>) -> Result<Option<Firm>, Trouble> {
        let company = company(&self.connection, id)?;
        Ok(company.map(|it| Firm {
            id: it.id,
            name: it.name,
        }))
    }

    fn firm_named(&mut self, name: &str) -> Result<Option<Firm>, Trouble> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT id, name FROM companies WHERE name = ?1 COLLATE NOCASE ORDER BY id LIMIT 1",
            )?
            .query_row([name], |row| {
                Ok(Firm {
                    id: Id::new(row.get::<_, String>(0)?),
                    name: row.get(1)?,
                })
            })
            .optional()?;
        Ok(found)
    }

    fn known_contact(&mut self, id: &Id<id::Entry>) -> Result<Option<Contact>, Trouble> {
        contact(&self.connection, id)
    }

    fn known_record(&mut self, kind: Kind, id: &Id<id::Entry>) -> Result<Option<Kept>, Trouble> {
        record(&self.connection, kind, id)
    }

    fn next_request(&mut self) -> Result<u64, Trouble> {
        self.change_customers(|connection| {
            let last = schema::meta(connection, REQUESTS)?;
            let next = last.and_then(|it| it.parse().ok()).unwrap_or(0) + 1;
            schema::set_meta(connection, REQUESTS, Some(&next.to_string()))?;
            Ok(next)
        })
    }

    fn finish_errand(&mut self, number: u64) -> Result<(), Trouble> {
        self.change_customers(|connection| {
            connection
                .prepare_cached("DELETE FROM errands WHERE number = ?1")?
                .execute([int(number)])?;
            Ok(())
        })
    }
}

impl Sqlite {
    /// Changes customers inside the round, or in one of its own.
    fn change_customers<T>(
        &mut self,
        change: impl FnOnce(&Connection) -> Result<T, Trouble>,
    ) -> Result<T, Trouble> {
        let point = self.connection.savepoint()?;
        let done = change(&point)?;
        point.commit()?;
        Ok(done)
    }
}

/// Puts a contact's words into their index, in place of those that were there.
fn index(connection: &Connection, row: i64) -> Result<(), Trouble> {
    connection
        .prepare_cached("DELETE FROM contact_words WHERE rowid = ?1")?
        .execute([row])?;
    connection
        .prepare_cached(
            "INSERT INTO contact_words (rowid, text)
             SELECT contacts.number, concat_ws(' ', contacts.name, contacts.email, contacts.phone,
                companies.name)
             FROM contacts LEFT JOIN companies ON companies.id = contacts.company
             WHERE contacts.number = ?1",
        )?
        .execute([row])?;
    Ok(())
}

pub(super) fn put_record(connection: &Connection, it: &Kept) -> Result<(), Trouble> {
    let record = &it.record;
    connection
        .prepare_cached(
            "INSERT INTO records (kind, id, number, title, status, category, priority, amount, at,
                conversation, contact, company, text, log)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
             ON CONFLICT (kind, id) DO UPDATE SET number = excluded.number,
                title = excluded.title, status = excluded.status, category = excluded.category,
                priority = excluded.priority, amount = excluded.amount, at = excluded.at,
                conversation = excluded.conversation, contact = excluded.contact,
                company = excluded.company, text = excluded.text, log = excluded.log",
        )?
        .execute(params![
            kind_name(record.kind),
            record.id.as_str(),
            record.number,
            record.title,
            record.status,
            record.category,
            record.priority,
            record.amount,
            record.at.map(|at| int(at.0)),
            record.conversation.as_ref().map(Id::as_str),
            it.contact.as_ref().map(Id::as_str),
            it.company.as_ref().map(Id::as_str),
            it.text,
            it.log
        ])?;
    Ok(())
}

pub(super) fn remove_record(
    connection: &Connection,
    kind: Kind,
    id: &Id<id::Entry>,
) -> Result<(), Trouble> {
    connection
        .prepare_cached("DELETE FROM records WHERE kind = ?1 AND id = ?2")?
        .execute([kind_name(kind), id.as_str()])?;
    Ok(())
}

/// Notes down that the register is to be told of a conversation.
pub(super) fn tell(connection: &Connection, conversation: &str) -> Result<(), Trouble> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO errands (conversation) VALUES (?1)")?
        .execute([conversation])?;
    Ok(())
}

/// What the register is to be told, the oldest first.
pub(super) fn errands(connection: &Connection, limit: usize) -> Result<Vec<Errand>, Trouble> {
    let waiting: Vec<(i64, String)> = connection
        .prepare_cached("SELECT number, conversation FROM errands ORDER BY number LIMIT ?1")?
        .query_map([int(limit as u64)], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let errand = |(row, conversation): (i64, String)| {
        let activity = record(connection, Kind::Activity, &Id::new(conversation.as_str()))?;
        Ok(Errand {
            number: number(row),
            conversation: Id::new(conversation),
            activity,
        })
    };
    waiting.into_iter().map(errand).collect()
}

macro_rules! contacts {
    () => {
        "SELECT contacts.id, contacts.name, contacts.title, contacts.email, contacts.phone,
            contacts.address, contacts.note, companies.id, companies.name
         FROM contacts LEFT JOIN companies ON companies.id = contacts.company "
    };
}

/// Contacts with this address, by name.
pub(super) fn by_email(connection: &Connection, email: &str) -> Result<Vec<Contact>, Trouble> {
    connection
        .prepare_cached(concat!(
            contacts!(),
            "WHERE contacts.email = ?1 COLLATE NOCASE ORDER BY contacts.name, contacts.id LIMIT 20"
        ))?
        .query_and_then([email], row_contact)?
        .collect()
}

/// Contacts of whom each word begins some word, by name.
pub(super) fn find(
    connection: &Connection,
    words: &[String],
    from: u64,
    limit: usize,
) -> Result<Vec<Contact>, Trouble> {
    let limit = int(limit as u64);
    if words.is_empty() {
        return connection
            .prepare_cached(concat!(
                contacts!(),
                "ORDER BY contacts.name, contacts.id LIMIT ?2 OFFSET ?1"
            ))?
            .query_and_then(params![int(from), limit], row_contact)?
            .collect();
    }
    // Words hold letters and digits only.
    let phrase: Vec<String> = words.iter().map(|it| format!("\"{it}\"*")).collect();
    connection
        .prepare_cached(concat!(
            contacts!(),
            "WHERE contacts.number IN (SELECT rowid FROM contact_words WHERE text MATCH ?3)
             ORDER BY contacts.name, contacts.id LIMIT ?2 OFFSET ?1"
        ))?
        .query_and_then(params![int(from), limit, phrase.join(" ")], row_contact)?
        .collect()
}

pub(super) fn contact(
    connection: &Connection,
    id: &Id<id::Entry>,
) -> Result<Option<Contact>, Trouble> {
    connection
        .prepare_cached(concat!(contacts!(), "WHERE contacts.id = ?1"))?
        .query_and_then([id.as_str()], row_contact)?
        .next()
        .transpose()
}

pub(super) fn company(
    connection: &Connection,
    id: &Id<id::Entry>,
) -> Result<Option<Company>, Trouble> {
    let found = connection
        .prepare_cached(
            "SELECT id, name, number, email, phone, website, address FROM companies WHERE id = ?1",
        )?
        .query_row([id.as_str()], |row| {
            Ok(Company {
                id: Id::new(row.get::<_, String>(0)?),
                name: row.get(1)?,
                number: row.get(2)?,
                email: row.get(3)?,
                phone: row.get(4)?,
                website: row.get(5)?,
                address: row.get(6)?,
            })
        })
        .optional()?;
    Ok(found)
}

macro_rules! records {
    () => {
        "SELECT kind, id, number, title, status, category, priority, amount, at, conversation,
            contact, company, text, log
         FROM records "
    };
}

/// The records of a contact and of its company, the latest first.
pub(super) fn records(connection: &Connection, of: &Contact) -> Result<Vec<Record>, Trouble> {
    let company = of.company.as_ref().map(|it| it.id.as_str());
    connection
        .prepare_cached(concat!(
            records!(),
            "WHERE contact = ?1 OR company = ?2 ORDER BY at DESC, kind, id LIMIT ?3"
        ))?
        .query_and_then(
            params![of.id.as_str(), company, int(RECORDS as u64)],
            |row| {
                let kept = row_record(row)?;
                let of_company = kept.contact.as_ref() != Some(&of.id);
                Ok(Record {
                    of_company,
                    ..kept.record
                })
            },
        )?
        .collect()
}

pub(super) fn record(
    connection: &Connection,
    kind: Kind,
    id: &Id<id::Entry>,
) -> Result<Option<Kept>, Trouble> {
    connection
        .prepare_cached(concat!(records!(), "WHERE kind = ?1 AND id = ?2"))?
        .query_and_then([kind_name(kind), id.as_str()], row_record)?
        .next()
        .transpose()
}

fn row_contact(row: &Row<'_>) -> Result<Contact, Trouble> {
    let firm = row.get::<_, Option<String>>(7)?;
    Ok(Contact {
        id: Id::new(row.get::<_, String>(0)?),
        name: row.get(1)?,
        title: row.get(2)?,
        email: row.get(3)?,
        phone: row.get(4)?,
        address: row.get(5)?,
        note: row.get(6)?,
        company: match firm {
            Some(id) => Some(Firm {
                id: Id::new(id),
                name: row.get(8)?,
            }),
            None => None,
        },
    })
}

fn row_record(row: &Row<'_>) -> Result<Kept, Trouble> {
    let id = |at| -> Result<Option<String>, rusqlite::Error> { row.get(at) };
    Ok(Kept {
        record: Record {
            kind: kind(&row.get::<_, String>(0)?),
            id: Id::new(row.get::<_, String>(1)?),
            number: row.get(2)?,
            title: row.get(3)?,
            status: row.get(4)?,
            category: row.get(5)?,
            priority: row.get(6)?,
            amount: row.get(7)?,
            at: row
                .get::<_, Option<i64>>(8)?
                .map(|at| Timestamp(number(at))),
            conversation: id(9)?.map(Id::new),
            of_company: false,
        },
        contact: id(10)?.map(Id::new),
        company: id(11)?.map(Id::new),
        text: row.get(12)?,
        log: row.get(13)?,
    })
}

fn kind(name: &str) -> Kind {
    match name {
        "request" => Kind::Request,
        "sale" => Kind::Sale,
        "follow_up" => Kind::FollowUp,
        "project" => Kind::Project,
        "activity" => Kind::Activity,
        _ => Kind::Unknown,
    }
}
