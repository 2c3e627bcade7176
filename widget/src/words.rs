//! The sentences of the app, by key. The five languages lie in `words/*.json`, and only the one
//! that is needed is fetched.

/// The sentences of one language, there for as long as the app is.
#[derive(Clone, Copy)]
pub(crate) struct Words(&'static [String]);

/// The key of a sentence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Word(&'static str);

impl Word {
    /// What names the sentence in the lists.
    #[cfg(test)]
    pub(crate) fn key(self) -> &'static str {
        self.0
    }
}

impl Words {
    /// Takes keys and sentences by turns.
    pub(crate) fn new(words: Vec<String>) -> Self {
        Self(words.leak())
    }

    /// A sentence; its key where it is missing.
    pub(crate) fn say(self, word: Word) -> &'static str {
        let mut pairs = self.0.chunks_exact(2);
        pairs
            .find(|pair| pair[0] == word.0)
            .map_or(word.0, |pair| &pair[1])
    }

    /// A sentence with a number in it.
    pub(crate) fn count(self, word: Word, n: u64) -> String {
        self.fill(word, &[&n.to_string()])
    }

    /// A sentence with a name in it, which keeps its own direction of writing.
    pub(crate) fn name(self, word: Word, name: &str) -> String {
        self.fill(word, &[&["\u{2068}", name, "\u{2069}"].concat()])
    }

    /// A sentence with something in each of its gaps, which are in braces.
    pub(crate) fn fill(self, word: Word, texts: &[&str]) -> String {
        let parts = self.say(word).split(['{', '}']).enumerate();
        parts
            .map(|(index, part)| match index % 2 {
                0 => part,
                _ => texts.get(index / 2).copied().unwrap_or_default(),
            })
            .collect()
    }

    /// How long people wait today, in plain words.
    pub(crate) fn wait(self, ms: u64) -> String {
        let minutes = (ms + 30_000) / 60_000;
        match (minutes, (minutes + 30) / 60) {
            _ if ms < 50_000 => self.say(WAIT_SHORT).to_owned(),
            (..=1, _) => self.say(WAIT_MINUTE).to_owned(),
            (..=54, _) => self.count(WAIT_MINUTES, minutes),
            (_, ..=1) => self.say(WAIT_HOUR).to_owned(),
            (_, hours) => self.count(WAIT_HOURS, hours),
        }
    }
}

pub(crate) const NAME: Word = Word("name");
pub(crate) const WRITE: Word = Word("write");
pub(crate) const ASK: Word = Word("ask");
pub(crate) const WELCOME: Word = Word("welcome");
pub(crate) const AWAY: Word = Word("away");
pub(crate) const OFFLINE: Word = Word("offline");
pub(crate) const FULL: Word = Word("full");
pub(crate) const LEAVE_REQUEST: Word = Word("leave_request");
pub(crate) const REQUEST_SLOW: Word = Word("request_slow");
pub(crate) const REQUESTED: Word = Word("requested");
pub(crate) const BLOCKED: Word = Word("blocked");
pub(crate) const OVER_NOW: Word = Word("over_now");
pub(crate) const UNKEPT: Word = Word("unkept");
pub(crate) const BACK: Word = Word("back");
pub(crate) const BACK_AT: Word = Word("back_at");
pub(crate) const BACK_ON: Word = Word("back_on");
pub(crate) const NAME_WRONG: Word = Word("name_wrong");
pub(crate) const EMAIL_WRONG: Word = Word("email_wrong");
pub(crate) const PHONE_WRONG: Word = Word("phone_wrong");
pub(crate) const NO_DOMAIN: Word = Word("no_domain");
pub(crate) const MISSING: Word = Word("missing");
pub(crate) const CONSENT_MISSING: Word = Word("consent_missing");
pub(crate) const LEFT: Word = Word("left");
pub(crate) const OVER: Word = Word("over");
pub(crate) const YOU: Word = Word("you");
pub(crate) const NEXT: Word = Word("next");
pub(crate) const PLACE: Word = Word("place");
pub(crate) const QUEUE: Word = Word("queue");
pub(crate) const WAIT_SHORT: Word = Word("wait_short");
pub(crate) const WAIT_MINUTE: Word = Word("wait_minute");
pub(crate) const WAIT_MINUTES: Word = Word("wait_minutes");
pub(crate) const WAIT_HOUR: Word = Word("wait_hour");
pub(crate) const WAIT_HOURS: Word = Word("wait_hours");
pub(crate) const LEAVE: Word = Word("leave");
pub(crate) const LEAVE_SURE: Word = Word("leave_sure");
pub(crate) const WAIT_ON: Word = Word("wait_on");
pub(crate) const END: Word = Word("end");
pub(crate) const END_SURE: Word = Word("end_sure");
pub(crate) const GO_ON: Word = Word("go_on");
pub(crate) const SENDING: Word = Word("sending");
pub(crate) const SENT: Word = Word("sent");
pub(crate) const SEEN: Word = Word("seen");
pub(crate) const WRITING: Word = Word("writing");
pub(crate) const TAKEN: Word = Word("taken");
pub(crate) const QUEUED: Word = Word("queued");
pub(crate) const ENDED: Word = Word("ended");
pub(crate) const ENDED_BY_YOU: Word = Word("ended_by_you");
pub(crate) const REOPENED: Word = Word("reopened");
pub(crate) const NEWER: Word = Word("newer");
pub(crate) const CHOOSE: Word = Word("choose");
pub(crate) const CHOOSE_SEVERAL: Word = Word("choose_several");
pub(crate) const CHOSE_NONE: Word = Word("chose_none");
pub(crate) const CONNECTING: Word = Word("connecting");
pub(crate) const RECONNECTING: Word = Word("reconnecting");
pub(crate) const CATCHING_UP: Word = Word("catching_up");
pub(crate) const NOT_KEPT: Word = Word("not_kept");
pub(crate) const GUEST: Word = Word("guest");
pub(crate) const OUTDATED: Word = Word("outdated");
pub(crate) const TOO_MANY: Word = Word("too_many");
pub(crate) const REFUSED: Word = Word("refused");
pub(crate) const REMOVE: Word = Word("remove");
pub(crate) const CUT: Word = Word("cut");
pub(crate) const TOO_LARGE: Word = Word("too_large");
pub(crate) const WRONG_TYPE: Word = Word("wrong_type");
pub(crate) const TOO_MANY_FILES: Word = Word("too_many_files");
pub(crate) const NO_FILE: Word = Word("no_file");
pub(crate) const HOW_WAS_IT: Word = Word("how_was_it");
pub(crate) const STARS: Word = Word("stars");
pub(crate) const RATED: Word = Word("rated");
pub(crate) const RATE_REFUSED: Word = Word("rate_refused");
pub(crate) const MAILED: Word = Word("mailed");
pub(crate) const MAILED_OFTEN: Word = Word("mailed_often");
pub(crate) const NOT_MAILED: Word = Word("not_mailed");
pub(crate) const NUDGED: Word = Word("nudged");
pub(crate) const ENDED_BY_AGENT: Word = Word("ended_by_agent");
pub(crate) const ENDED_IDLE: Word = Word("ended_idle");
pub(crate) const LEFT_QUEUE: Word = Word("left_queue");
pub(crate) const TODAY: Word = Word("today");
pub(crate) const YESTERDAY: Word = Word("yesterday");

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const LANGUAGES: [(&str, &str); 5] = [
        ("en", include_str!("../words/en.json")),
        ("nb", include_str!("../words/nb.json")),
        ("sv", include_str!("../words/sv.json")),
        ("nl", include_str!("../words/nl.json")),
        ("ar", include_str!("../words/ar.json")),
    ];

    fn table(json: &str) -> BTreeMap<String, String> {
        serde_json::from_str(json).expect("a word list is an object of texts")
    }

    fn words(json: &str) -> Words {
        Words::new(
            table(json)
                .into_iter()
                .flat_map(<[String; 2]>::from)
                .collect(),
        )
    }

    /// The keys that the constants of this file and the page name.
    fn named() -> BTreeSet<&'static str> {
        let constants = include_str!("words.rs")
            .lines()
            .filter(|line| line.starts_with("pub(crate) const "))
            .filter_map(|line| line.split('"').nth(1));
        let page = include_str!("../frame.html");
        let in_page = [" data-word=\"", " data-label=\""]
            .into_iter()
            .flat_map(|name| page.split(name).skip(1))
            .filter_map(|rest| rest.split('"').next());
        constants.chain(in_page).collect()
    }

    #[test]
    fn every_language_has_every_word_and_no_other() {
        for (language, json) in LANGUAGES {
            let table = table(json);
            for key in named() {
                assert!(table.contains_key(key), "{language} lacks {key}");
            }
            assert_eq!(
                table.len(),
                named().len(),
                "{language} has words that nobody says"
            );
        }
    }

    #[test]
    fn every_language_has_the_same_gaps_to_fill() {
        let english = table(LANGUAGES[0].1);
        for (language, json) in LANGUAGES {
            for (key, sentence) in table(json) {
                for gap in ["{n}", "{name}", "{day}", "{time}"] {
                    let has = |text: &str| text.matches(gap).count();
                    assert_eq!(has(&sentence), has(&english[&key]), "{language}: {key}");
                }
                assert!(!sentence.trim().is_empty(), "{language}: {key}");
                let (day, time) = (sentence.find("{day}"), sentence.find("{time}"));
                assert!(
                    day <= time,
                    "{language}: {key}: gaps are filled in this order"
                );
            }
        }
    }

    #[test]
    fn waits_are_told_in_plain_words() {
        let words = words(LANGUAGES[0].1);
        let told = |seconds: u64| words.wait(seconds * 1000);
        for (seconds, end) in [
            (0, "less than a minute."),
            (49, "less than a minute."),
            (50, "about a minute."),
            (89, "about a minute."),
            (90, "about 2 minutes."),
            (54 * 60, "about 54 minutes."),
            (55 * 60, "about an hour."),
            (89 * 60, "about an hour."),
            (90 * 60, "about 2 hours."),
        ] {
            assert!(told(seconds).ends_with(end), "{seconds}: {}", told(seconds));
        }
    }

    #[test]
    fn names_keep_their_direction() {
        let told = words(LANGUAGES[0].1).name(TAKEN, "Kari");
        assert_eq!(told, "\u{2068}Kari\u{2069} is here for you.");
    }
}
