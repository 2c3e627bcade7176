//! What the lines of a file mean.

use jiff::{Timestamp as Instant, civil::Date, tz::TimeZone};
use shared::{
    id::{self, Id},
    limits::{MAX_REMARK, MAX_TEXT, MAX_TITLE},
    register::{Company, Contact, Firm, Kind, Record},
    text::{self, Invalid},
    time::Timestamp,
};

use crate::{
    cli::table::{Names, Row},
    store::{
        Trouble,
        customers::{Customers, Kept},
    },
};

/// What a file holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Sheet {
    Companies,
    Contacts,
    Requests,
    Sales,
    FollowUps,
    Projects,
}

/// What a line brings.
#[derive(Debug, PartialEq)]
pub(super) enum Line {
    Company(Company),
    Contact(Contact),
    Record(Box<Kept>),
}

impl Sheet {
    /// What its columns are called.
    pub(super) const fn columns(self) -> Names {
        match self {
            Self::Companies => Names {
                needed: &["id", "name"],
                possible: &["number", "email", "phone", "website", "address"],
            },
            Self::Contacts => Names {
                needed: &["id", "name"],
                possible: &["email", "phone", "title", "company", "address", "note"],
            },
            _ => Names {
                needed: &["id", "title"],
                possible: &[
                    "number", "contact", "company", "status", "category", "priority", "amount",
                    "date", "text",
                ],
            },
        }
    }

    const fn kind(self) -> Kind {
        match self {
            Self::Requests => Kind::Request,
            Self::Sales => Kind::Sale,
            Self::FollowUps => Kind::FollowUp,
            Self::Projects => Kind::Project,
            Self::Companies | Self::Contacts => Kind::Unknown,
        }
    }

    /// The line, or what is wrong with it.
    pub(super) fn line(self, row: &Row, zone: &TimeZone) -> Result<Line, String> {
        let short = |place: usize, name: &str| optional(row.at(place), name, MAX_TITLE);
        let id = id(row.at(0), "id")?.ok_or("the id is empty")?;
        let needed = self.columns().needed[1];
        let name = short(1, needed)?;
        if name.is_empty() {
            return Err(format!("the {needed} is empty"));
        }
        match self {
            Self::Companies => Ok(Line::Company(Company {
                id,
                name,
                number: short(2, "number")?,
                email: email(row.at(3))?,
                phone: short(4, "phone")?,
                website: short(5, "website")?,
                address: optional(row.at(6), "address", MAX_REMARK)?,
            })),
            Self::Contacts => Ok(Line::Contact(Contact {
                id,
                name,
                email: email(row.at(2))?,
                phone: short(3, "phone")?,
                title: short(4, "title")?,
                company: self::id(row.at(5), "company")?.map(|id| Firm {
                    id,
                    name: String::new(),
                }),
                address: optional(row.at(6), "address", MAX_REMARK)?,
                note: optional(row.at(7), "note", MAX_REMARK)?,
            })),
            _ => self.record(row, id, name, zone),
        }
    }

    fn record(
        self,
        row: &Row,
        id: Id<id::Entry>,
        title: String,
        zone: &TimeZone,
    ) -> Result<Line, String> {
        let short = |place: usize, name: &str| optional(row.at(place), name, MAX_TITLE);
        let contact = self::id(row.at(3), "contact")?;
        let company = self::id(row.at(4), "company")?;
        if contact.is_none() && company.is_none() {
            return Err("neither a contact nor a company is named".to_owned());
        }
        let text = match text::body(row.at(10)) {
            Err(Invalid::Empty) => String::new(),
            Err(_) => return Err(format!("the text is longer than {MAX_TEXT} characters")),
            Ok(text) => text,
        };
        Ok(Line::Record(Box::new(Kept {
            record: Record {
                id,
                kind: self.kind(),
                title,
                number: short(2, "number")?,
                status: short(5, "status")?,
                category: short(6, "category")?,
                priority: short(7, "priority")?,
                amount: short(8, "amount")?,
                at: date(row.at(9), zone)?,
                conversation: None,
                of_company: false,
            },
            contact,
            company,
            text,
            log: String::new(),
        })))
    }
}

impl Line {
    /// What tells it from others of its file.
    pub(super) fn id(&self) -> &Id<id::Entry> {
        match self {
            Self::Company(it) => &it.id,
            Self::Contact(it) => &it.id,
            Self::Record(it) => &it.record.id,
        }
    }

    /// The company it belongs to.
    pub(super) fn company(&self) -> Option<&Id<id::Entry>> {
        match self {
            Self::Company(_) => None,
            Self::Contact(it) => it.company.as_ref().map(|it| &it.id),
            Self::Record(it) => it.company.as_ref(),
        }
    }

    /// The contact it belongs to.
    pub(super) fn contact(&self) -> Option<&Id<id::Entry>> {
        match self {
            Self::Company(_) | Self::Contact(_) => None,
            Self::Record(it) => it.contact.as_ref(),
        }
    }

    /// The moment it names.
    #[cfg(test)]
    pub(super) fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Company(_) | Self::Contact(_) => None,
            Self::Record(it) => it.record.at,
        }
    }

    /// Whether it was imported before.
    pub(super) fn is_known(&self, store: &mut dyn Customers) -> Result<bool, Trouble> {
        Ok(match self {
            Self::Company(it) => store.firm(&it.id)?.is_some(),
            Self::Contact(it) => store.known_contact(&it.id)?.is_some(),
            Self::Record(it) => store.known_record(it.record.kind, &it.record.id)?.is_some(),
        })
    }

    /// Keeps it. A record without a company of its own is its contact's company's too.
    pub(super) fn put(&self, store: &mut dyn Customers) -> Result<(), Trouble> {
        match self {
            Self::Company(it) => store.put_company(it),
            Self::Contact(it) => store.put_contact(it),
            Self::Record(it) => {
                let mut kept = (**it).clone();
                if let (None, Some(contact)) = (&kept.company, &kept.contact) {
                    let contact = store.known_contact(contact)?;
                    kept.company = contact.and_then(|it| it.company).map(|it| it.id);
                }
                store.put_record(&kept)
            }
        }
    }
}

fn id(text: &str, column: &str) -> Result<Option<Id<id::Entry>>, String> {
    let id = Id::new(text.trim());
    if id.as_str().is_empty() {
        return Ok(None);
    }
    if !id.is_well_formed() {
        return Err(format!(
            "{column}: `{id}` is not made of 1 to 64 letters a to z, digits, _ and -"
        ));
    }
    Ok(Some(id))
}

fn optional(text: &str, name: &str, most: usize) -> Result<String, String> {
    match text::line(text, most) {
        Ok(text) => Ok(text),
        Err(Invalid::Empty) => Ok(String::new()),
        Err(_) => Err(format!("the {name} is longer than {most} characters")),
    }
}

fn email(raw: &str) -> Result<String, String> {
    match text::email(raw) {
        Ok(email) => Ok(email),
        Err(Invalid::Empty) => Ok(String::new()),
        Err(_) => Err(format!("`{}` is no e-mail address", raw.trim())),
    }
}

/// A day, which begins at midnight in the time zone, or a moment.
fn date(raw: &str, zone: &TimeZone) -> Result<Option<Timestamp>, String> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let moment = raw.parse::<Instant>().ok();
    let day = || {
        let day: Date = raw.parse().ok()?;
        Some(day.to_zoned(zone.clone()).ok()?.timestamp())
    };
    let found = moment.or_else(day).map(Instant::as_millisecond);
    let found = found.and_then(|ms| u64::try_from(ms).ok()).map(Timestamp);
    found
        .map(Some)
        .ok_or_else(|| format!("`{raw}` is no date such as 2026-03-31 or 2026-03-31T14:30:00Z"))
}
