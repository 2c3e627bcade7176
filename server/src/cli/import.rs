//! `samtale import`

mod sheet;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;

use self::sheet::{Line, Sheet};
use super::{Place, out, table};
use crate::store::customers::Customers;

/// What to import. Each line has an id of your own system: importing the same line again changes what it
/// brought before, and nothing twice. When any line is faulty, nothing is changed. A running server takes
/// it over at once.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Companies: id, name, number, email, phone, website, address.
    Companies(File),
    /// Contacts: id, name, email, phone, title, company (its id), address, note.
    Contacts(File),
    /// Requests: id, title, number, contact, company, status, category, priority, date, text.
    Requests(File),
    /// Sales: id, title, number, contact, company, status, amount, date, text.
    Sales(File),
    /// Follow-ups: id, title, contact, company, status, date, text.
    FollowUps(File),
    /// Projects: id, title, number, contact, company, status, date, text.
    Projects(File),
}

/// Where it stands.
#[derive(Args, Debug)]
pub(super) struct File {
    /// The file: UTF-8, columns separated by `,` or `;`, the first line names them.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    place: Place,
}

impl Import {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        let (sheet, it) = match self {
            Self::Companies(it) => (Sheet::Companies, it),
            Self::Contacts(it) => (Sheet::Contacts, it),
            Self::Requests(it) => (Sheet::Requests, it),
            Self::Sales(it) => (Sheet::Sales, it),
            Self::FollowUps(it) => (Sheet::FollowUps, it),
            Self::Projects(it) => (Sheet::Projects, it),
        };
        it.run(sheet, file)
    }
}

impl File {
    fn run(self, sheet: Sheet, file: Option<&Path>) -> Result<()> {
        let zone = self.place.config(file)?.time_zone;
        let text = table::read(&self.file)?;
        let lines = lines(&text, sheet, &zone).map_err(anyhow::Error::msg)?;
        let mut store = self.place.store(file)?;
        let mut faults = Vec::new();
        let mut changed = 0;
        for (number, line) in &lines {
            match line.lacks(&mut store)? {
                Some(fault) => faults.push(format!("line {number}: {fault}")),
                None => changed += usize::from(line.is_known(&mut store)?),
            }
        }
        if !faults.is_empty() {
            bail!("{}\nNothing was changed.", faults.join("\n"));
        }
        super::in_one(&mut store, |store| {
            lines.iter().try_for_each(|(_, line)| line.put(store))
        })?;
        let added = lines.len() - changed;
        out::say(&format!("Added: {added}. Already there: {changed}."));
        Ok(())
    }
}

/// The lines of a file, or all that is wrong with them.
fn lines(text: &str, sheet: Sheet, zone: &TimeZone) -> Result<Vec<(usize, Line)>, String> {
    let (mut lines, mut faults) = (Vec::<(usize, Line)>::new(), Vec::new());
    for row in table::rows(text, sheet.columns())? {
        match sheet.line(&row, zone) {
            Err(fault) => faults.push(format!("line {}: {fault}", row.line)),
            Ok(line) => match lines.iter().find(|(_, it)| it.id() == line.id()) {
                Some((before, _)) => {
                    faults.push(format!("line {}: the same id as line {before}", row.line));
                }
                None => lines.push((row.line, line)),
            },
        }
    }
    if faults.is_empty() {
        Ok(lines)
    } else {
        Err(format!("{}\nNothing was changed.", faults.join("\n")))
    }
}

impl Line {
    /// What it refers to that is not there.
    fn lacks(&self, store: &mut dyn Customers) -> Result<Option<String>, crate::store::Trouble> {
        if let Some(id) = self.company()
            && store.firm(id)?.is_none()
        {
            return Ok(Some(format!(
                "there is no company `{id}`: import companies first"
            )));
        }
        if let Some(id) = self.contact()
            && store.known_contact(id)?.is_none()
        {
            return Ok(Some(format!(
                "there is no contact `{id}`: import contacts first"
            )));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let text = "id,name,email\n1,Kari,kari@example.com\n,Ola,\n2,,x\n1,Per,\n4,Ida,ida\n";
        let wrong = lines(text, Sheet::Contacts, &TimeZone::UTC);
        assert_eq!(
            wrong,
            Err("line 3: the id is empty\n\
                 line 4: the name is empty\n\
                 line 5: the same id as line 2\n\
                 line 6: `ida` is no e-mail address\n\
                 Nothing was changed."
                .to_owned())
        );
    }

    #[test]
    fn a_date_is_a_day_in_the_time_zone_or_a_moment() {
        let zone = TimeZone::get("Europe/Oslo").expect("it is there");
        let text = "id,title,contact,date\n1,Call,c,2026-07-01\n2,Call,c,2026-07-01T10:00:00Z\n";
        let found = lines(text, Sheet::FollowUps, &zone).expect("both are dates");
        let at = |line: &Line| line.at().map(|it| it.0);
        assert_eq!(at(&found[0].1), Some(1_782_856_800_000));
        assert_eq!(at(&found[1].1), Some(1_782_900_000_000));
        let odd = lines(
            "id,title,contact,date\n1,Call,c,soon\n",
            Sheet::FollowUps,
            &zone,
        );
        assert!(odd.is_err_and(|it| it.contains("line 2: `soon` is no date")));
    }

    #[test]
    fn a_record_is_about_somebody() {
        let odd = lines("id,title\n1,Call\n", Sheet::Sales, &TimeZone::UTC);
        assert!(odd.is_err_and(|it| it.contains("line 2: neither a contact nor a company")));
    }
}
