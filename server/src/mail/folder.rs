//! A mailbox for whoever tries things out: each mail becomes a file that mail programs open.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{Carrier, Letter, Trouble};
use crate::{config::MailFrom, place};

/// A folder with mails.
pub(super) struct Folder {
    path: PathBuf,
    from: MailFrom,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub(super) fn open(path: &Path, from: &MailFrom) -> Result<Self> {
        place::make_private(path)
            .with_context(|| format!("mail_server: cannot make the folder {}", path.display()))?;
        Ok(Self {
            path: path.to_owned(),
            from: from.clone(),
        })
    }
}

impl Carrier for Folder {
    /// The file is named after the letter: brought twice, it is there once.
    fn bring(&self, letter: &Letter) -> Result<(), Trouble> {
        if !letter.id.is_well_formed() {
            return Err(Trouble::Refused("it has no id".to_owned()));
        }
        let name = format!("{}-{}.eml", letter.written_at.0, letter.id);
        let bytes = letter.message(&self.from)?.formatted();
        place::write_secret(&self.path.join(name), &bytes)
            .map_err(|error| Trouble::Unavailable(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use shared::{id::Id, time::Timestamp};

    use super::*;

    #[test]
    fn brought_twice_it_is_there_once() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("mail");
        let folder = Folder::open(&path, &"chat@example.com".parse().unwrap()).unwrap();
        let letter = Letter {
            id: Id::new("one"),
            to: "lead@example.com".to_owned(),
            sender: String::new(),
            html: String::new(),
            subject: "Hello".to_owned(),
            text: "Good morning".to_owned(),
            written_at: Timestamp(5),
            until: Timestamp(9),
        };
        for _ in 0..2 {
            folder.bring(&letter).unwrap();
        }
        let names: Vec<_> = fs::read_dir(&path).unwrap().collect();
        assert_eq!(names.len(), 1);
        let text = fs::read_to_string(path.join("5-one.eml")).unwrap();
        assert!(text.contains("To: lead@example.com\r\n") && text.contains("Good morning"));
        let elsewhere = Letter {
            id: Id::new("../one"),
            ..letter
        };
        assert!(matches!(folder.bring(&elsewhere), Err(Trouble::Refused(_))));
    }
}
