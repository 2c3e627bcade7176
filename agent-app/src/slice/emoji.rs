//! Emoji to choose from. They come in a file of their own, when somebody wants them first.

/// So many of those used last are kept.
const MOST_RECENT: usize = 16;

/// How the file is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Supply {
    /// Nobody wanted it yet.
    #[default]
    Unasked,
    /// It is on its way.
    Asked,
    /// It is there.
    There,
    /// It could not be had.
    Failed,
}

/// One emoji and what it is called, by the order of languages in the file.
#[derive(Clone, Debug, PartialEq)]
struct Sign {
    sign: String,
    names: Vec<String>,
}

/// Several that belong together.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    names: Vec<String>,
    signs: Vec<Sign>,
}

/// What is shown of a group: its name, and the emoji with theirs.
pub(crate) type Shown = (String, Vec<(String, String)>);

/// All emoji, and those the person used last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Emoji {
    supply: Supply,
    groups: Vec<Group>,
    recent: Vec<String>,
}

impl Emoji {
    /// Takes up those used last, as they were stored.
    pub(crate) fn recall(&mut self, stored: Option<&str>) {
        let stored = stored.unwrap_or_default().split_whitespace();
        self.recent = stored.take(MOST_RECENT).map(str::to_owned).collect();
    }

    /// Those used last as a text to store.
    pub(crate) fn encode(&self) -> String {
        self.recent.join(" ")
    }

    /// Somebody wants to choose: whether the file is to be fetched.
    pub(crate) fn want(&mut self) -> bool {
        let is_due = matches!(self.supply, Supply::Unasked | Supply::Failed);
        if is_due {
            self.supply = Supply::Asked;
        }
        is_due
    }

    /// Takes the file: lines of an emoji and its names, and of `=` and the names of a group.
    pub(crate) fn read(&mut self, file: Option<&str>) {
        let Some(file) = file else {
            self.supply = Supply::Failed;
            return;
        };
        self.supply = Supply::There;
        self.groups.clear();
        for line in file.lines() {
            let mut parts = line.split('\t').map(str::to_owned);
            let Some(sign) = parts.next().filter(|it| !it.is_empty()) else {
                continue;
            };
            let names = parts.collect();
            if sign == "=" {
                let signs = Vec::new();
                self.groups.push(Group { names, signs });
            } else if let Some(group) = self.groups.last_mut() {
                group.signs.push(Sign { sign, names });
            }
        }
    }

    pub(crate) fn supply(&self) -> Supply {
        self.supply
    }

    /// One was used; it stands before the others from now on.
    pub(crate) fn touch(&mut self, sign: &str) {
        self.recent.retain(|it| it != sign);
        self.recent.insert(0, sign.to_owned());
        self.recent.truncate(MOST_RECENT);
    }

    /// What is shown to who looks for `words` and reads the language of this number: each word begins a word of
    /// the name. Those used last come first, under the name `recent`, unless something is looked for.
    pub(crate) fn find(&self, words: &str, language: usize, recent: &str) -> Vec<Shown> {
        let wanted: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let all = || self.groups.iter().flat_map(|it| &it.signs);
        let used = self.recent.iter();
        let used = used.filter_map(|sign| all().find(|it| it.sign == *sign));
        let used: Vec<_> = used.map(|it| it.shown(language)).collect();
        let mut shown = vec![(recent.to_owned(), used)];
        if !wanted.is_empty() {
            shown.clear();
        }
        for group in &self.groups {
            let found = group
                .signs
                .iter()
                .filter(|it| it.is_named(&wanted, language));
            let found = found.map(|it| it.shown(language)).collect();
            shown.push((name(&group.names, language), found));
        }
        shown.retain(|(_, signs)| !signs.is_empty());
        shown
    }
}

impl Sign {
    fn shown(&self, language: usize) -> (String, String) {
        (self.sign.clone(), name(&self.names, language))
    }

    fn is_named(&self, wanted: &[String], language: usize) -> bool {
        let name = name(&self.names, language).to_lowercase();
        let begins = |word: &String| {
            name.split([' ', '-'])
                .any(|it| it.starts_with(word.as_str()))
        };
        wanted.iter().all(begins)
    }
}

/// The name in a language; in the first one, where the file lacks it.
fn name(names: &[String], language: usize) -> String {
    let name = names.get(language).or(names.first());
    name.cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../emoji.txt");

    #[test]
    fn the_file_has_a_name_for_each_in_four_languages() {
        let mut emoji = Emoji::default();
        emoji.read(Some(FILE));
        assert_eq!(emoji.groups.len(), 6);
        let signs: Vec<&Sign> = emoji.groups.iter().flat_map(|it| &it.signs).collect();
        assert!(signs.len() > 100);
        let mut seen = std::collections::BTreeSet::new();
        for it in signs {
            assert!(seen.insert(&it.sign), "{} twice", it.sign);
            assert_eq!(it.names.len(), 4, "{}", it.sign);
            assert!(
                it.names.iter().all(|name| !name.trim().is_empty()),
                "{}",
                it.sign
            );
        }
    }

    #[test]
    fn they_are_found_by_name_and_those_used_last_come_first() {
        let mut emoji = Emoji::default();
        assert!(emoji.want());
        assert!(!emoji.want());
        emoji.read(Some(FILE));
        emoji.touch("📦");
        emoji.touch("👍");
        emoji.touch("📦");
        let mut again = Emoji::default();
        again.recall(Some(&emoji.encode()));
        again.read(Some(FILE));
        let shown = again.find("", 1, "Sist brukt");
        assert_eq!(shown.len(), 7);
        let (heading, recent) = &shown[0];
        assert_eq!(heading, "Sist brukt");
        assert_eq!(recent[0], ("📦".to_owned(), "pakke".to_owned()));
        assert_eq!(recent[1].0, "👍");
        let found = |words: &str, language| -> Vec<String> {
            let found = again.find(words, language, "").into_iter();
            found.flat_map(|it| it.1).map(|it| it.0).collect()
        };
        assert_eq!(found("Thumbs up", 0), ["👍"]);
        assert_eq!(found("pakk", 1), ["📦"]);
        assert_eq!(
            found("parcel", 9),
            ["📦"],
            "in English, where there is no other name"
        );
        assert!(found("nothing of it", 0).is_empty());
    }
}
