//! `samtale reply`

use std::{
    io::{self, Read},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand, ValueEnum};
use shared::{
    id::{self, Id},
    limits,
    reply::{self, Entry},
    text::{self, Invalid},
};

use super::{
    Place, out,
    table::{self, Names},
};
use crate::{secret, store::replies::Replies};

/// The columns of a file.
const COLUMNS: Names = Names {
    needed: &["title", "content", "folder"],
    possible: &[],
};

/// What to do with ready answers. A running server takes every change over within a second. Agents keep
/// their own quick replies in the app; those are nobody else's business and not shown here.
#[derive(Debug, Subcommand)]
pub(super) enum Reply {
    /// Adds one.
    Add(Add),
    /// Lists them in the order in which agents see them.
    List(List),
    /// Removes some, by the ids that `list` shows.
    Remove(Remove),
    /// Adds all of a CSV file with the columns folder, title and content. One with the same folder and
    /// title takes the place of what was there. When any line is faulty, nothing is changed.
    Import(Import),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Kind {
    /// A text for all agents.
    Template,
    /// An https link to an article that everybody may read without signing in.
    Faq,
}

#[derive(Args, Debug)]
pub(super) struct Add {
    /// What agents call it; visitors never see it.
    title: String,
    /// The text, or the link of an article; `-` reads it from standard input.
    content: String,
    /// What it is.
    #[arg(long, value_enum)]
    kind: Kind,
    /// Where it lies, such as Orders/Returns.
    #[arg(long, default_value = "")]
    folder: String,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct List {
    /// Only these.
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Remove {
    /// Which. An id may begin with a hyphen.
    #[arg(required = true, value_name = "ID", allow_hyphen_values = true)]
    ids: Vec<String>,
    #[command(flatten)]
    place: Place,
}

#[derive(Args, Debug)]
pub(super) struct Import {
    /// The file: UTF-8, columns separated by `,` or `;`, the first line names them.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What all of them are.
    #[arg(long, value_enum)]
    kind: Kind,
    #[command(flatten)]
    place: Place,
}

impl Reply {
    pub(super) fn run(self, file: Option<&Path>) -> Result<()> {
        match self {
            Self::Add(it) => it.run(file),
            Self::List(it) => it.run(file),
            Self::Remove(it) => it.run(file),
            Self::Import(it) => it.run(file),
        }
    }
}

impl Add {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut content = self.content;
        if content == "-" {
            content.clear();
            let read = io::stdin().read_to_string(&mut content);
            read.context("cannot read standard input")?;
        }
        let entry = self.kind.entry(&self.folder, &self.title, &content);
        let entry = entry.map_err(anyhow::Error::msg)?;
        let mut store = self.place.store(file)?;
        let known = store.shared_replies()?;
        if let Some(it) = known.iter().find(|it| is_same(it, &entry)) {
            bail!(
                "there is `{}` already: samtale reply remove {}",
                path(it),
                it.id
            );
        }
        store.put_shared_reply(&entry)?;
        out::say(&format!("Agents have `{}` now.", path(&entry)));
        Ok(())
    }
}

impl List {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let (known, solved) = (store.shared_replies()?, store.solved()?);
        let mut is_empty = true;
        for it in known {
            if self.kind.is_none_or(|kind| kind.wire() == it.kind) {
                is_empty = false;
                let first = text::preview(&it.content, 60);
                let helped = solved.get(&it.id);
                let helped = helped.map_or(String::new(), |it| format!(" (has helped: {it})"));
                out::say(&format!(
                    "{}  {:8}  {}: {first}{helped}",
                    it.id,
                    name(it.kind),
                    path(&it)
                ));
            }
        }
        if is_empty {
            out::say("There is none yet: samtale reply add, samtale reply import");
        }
        Ok(())
    }
}

impl Remove {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let mut store = self.place.store(file)?;
        let known = store.shared_replies()?;
        let ids: Vec<Id<id::Reply>> = self.ids.into_iter().map(Id::new).collect();
        if let Some(id) = ids.iter().find(|id| !known.iter().any(|it| it.id == **id)) {
            bail!("there is no `{id}`, nothing was removed: see samtale reply list");
        }
        super::in_one(&mut store, |store| {
            for id in &ids {
                store.remove_shared_reply(id)?;
            }
            Ok(())
        })?;
        out::say(&format!("Removed: {}.", ids.len()));
        Ok(())
    }
}

impl Import {
    fn run(self, file: Option<&Path>) -> Result<()> {
        let text = table::read(&self.file)?;
        let (mut entries, mut faults) = (Vec::<(usize, Entry)>::new(), Vec::new());
        for row in table::rows(&text, COLUMNS).map_err(anyhow::Error::msg)? {
            match self.kind.entry(row.at(2), row.at(0), row.at(1)) {
                Err(fault) => faults.push(format!("line {}: {fault}", row.line)),
                Ok(entry) => match entries.iter().find(|(_, it)| is_same(it, &entry)) {
                    Some((line, _)) => faults.push(format!(
                        "line {}: the same folder and title as line {line}",
                        row.line
                    )),
                    None => entries.push((row.line, entry)),
                },
            }
        }
        if !faults.is_empty() {
            bail!("{}\nNothing was changed.", faults.join("\n"));
        }
        let mut store = self.place.store(file)?;
        let known = store.shared_replies()?;
        let mut replaced = 0;
        for (_, entry) in &mut entries {
            if let Some(before) = known.iter().find(|it| is_same(it, entry)) {
                entry.id.clone_from(&before.id);
                replaced += 1;
            }
        }
        super::in_one(&mut store, |store| {
            for (_, entry) in &entries {
                store.put_shared_reply(entry)?;
            }
            Ok(())
        })?;
        let added = entries.len() - replaced;
        out::say(&format!("Added: {added}. Replaced: {replaced}."));
        Ok(())
    }
}

impl Kind {
    const fn wire(self) -> reply::Kind {
        match self {
            Self::Template => reply::Kind::Template,
            Self::Faq => reply::Kind::Faq,
        }
    }

    /// A new one, or what is wrong with it.
    fn entry(self, folder: &str, title: &str, content: &str) -> Result<Entry, String> {
        let checked = match self {
            Self::Template => text::body(content),
            Self::Faq => reply::link(content),
        };
        Ok(Entry {
            id: Id::from_bits(u128::from_be_bytes(secret::random())),
            kind: self.wire(),
            folder: reply::folder(folder).map_err(|it| fault("folder", limits::MAX_TITLE, it))?,
            title: reply::title(title).map_err(|it| fault("title", limits::MAX_TITLE, it))?,
            content: checked.map_err(|it| match self {
                Self::Template => fault("content", limits::MAX_TEXT, it),
                Self::Faq => fault("link", limits::MAX_LINK, it),
            })?,
        })
    }
}

fn fault(what: &str, most: usize, invalid: Invalid) -> String {
    match invalid {
        Invalid::Empty => format!("the {what} is empty"),
        Invalid::TooLong => format!("the {what} is longer than {most} characters"),
        Invalid::Malformed => {
            format!("the {what} is not an https link such as https://www.example.com/help")
        }
    }
}

/// Whether one stands where the other does.
fn is_same(one: &Entry, other: &Entry) -> bool {
    (one.kind, &one.folder, &one.title) == (other.kind, &other.folder, &other.title)
}

fn path(it: &Entry) -> String {
    if it.folder.is_empty() {
        it.title.clone()
    } else {
        format!("{}/{}", it.folder, it.title)
    }
}

const fn name(kind: reply::Kind) -> &'static str {
    match kind {
        reply::Kind::Faq => "faq",
        reply::Kind::Template => "template",
        reply::Kind::Quick | reply::Kind::Unknown => "other",
    }
}
