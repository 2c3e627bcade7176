//! Which language the app speaks, and which it is to speak.

use crate::words::{Language, Words};

/// A language that can be spoken: its sentences are there.
#[derive(Clone, Copy)]
pub(crate) struct Sentences {
    pub(crate) language: Language,
    pub(crate) words: &'static Words,
}

/// Words are compared by where they are: they are large, and come once.
impl PartialEq for Sentences {
    fn eq(&self, other: &Self) -> bool {
        self.language == other.language && std::ptr::eq(self.words, other.words)
    }
}

/// What is spoken, wished and known. A language is spoken when it has come, until then the one before.
pub(crate) struct Tongue {
    wished: Language,
    spoken: Option<Sentences>,
    known: Vec<Sentences>,
    has_failed: bool,
}

impl Tongue {
    /// Nothing is spoken yet.
    pub(crate) fn new(wished: Language) -> Self {
        Self {
            wished,
            spoken: None,
            known: Vec::new(),
            has_failed: false,
        }
    }

    /// Wishes a language. Tells whether it has to be fetched.
    pub(crate) fn wish(&mut self, language: Language) -> bool {
        self.wished = language;
        self.has_failed = false;
        let known = self.known.iter().find(|it| it.language == language);
        self.spoken = known.copied().or(self.spoken);
        known.is_none()
    }

    /// A language has come. It is spoken, unless another one has been wished meanwhile.
    pub(crate) fn learn(&mut self, sentences: Sentences) {
        if self
            .known
            .iter()
            .all(|it| it.language != sentences.language)
        {
            self.known.push(sentences);
        }
        if self.wished == sentences.language {
            self.wish(sentences.language);
        }
    }

    /// A language could not be had: the one that is spoken stays.
    pub(crate) fn fail(&mut self, language: Language) {
        if self.wished == language {
            self.has_failed = true;
            self.wished = self.spoken.map_or(language, |it| it.language);
        }
    }

    /// The sentences of a language, if they have come.
    pub(crate) fn known(&self, language: Language) -> Option<&'static Words> {
        let known = self.known.iter().find(|it| it.language == language);
        known.map(|it| it.words)
    }

    /// What is to be spoken.
    pub(crate) fn wished(&self) -> Language {
        self.wished
    }

    /// What is spoken, as soon as there is something.
    pub(crate) fn spoken(&self) -> Option<Sentences> {
        self.spoken
    }

    /// Whether what was wished last could not be had.
    pub(crate) fn has_failed(&self) -> bool {
        self.has_failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(language: Language) -> Sentences {
        Sentences {
            language,
            words: language.words(),
        }
    }

    fn english() -> Tongue {
        let mut tongue = Tongue::new(Language::English);
        tongue.learn(sentences(Language::English));
        tongue
    }

    fn spoken(tongue: &Tongue) -> Option<Language> {
        tongue.spoken().map(|it| it.language)
    }

    #[test]
    fn a_language_is_spoken_when_it_has_come() {
        let mut tongue = Tongue::new(Language::English);
        assert_eq!(spoken(&tongue), None);
        tongue.learn(sentences(Language::English));
        assert_eq!(spoken(&tongue), Some(Language::English));
        assert!(tongue.wish(Language::Dutch));
        assert_eq!(spoken(&tongue), Some(Language::English));
        assert_eq!(tongue.wished(), Language::Dutch);
        tongue.learn(sentences(Language::Dutch));
        assert_eq!(spoken(&tongue), Some(Language::Dutch));
    }

    #[test]
    fn what_has_come_once_need_not_come_again() {
        let mut tongue = english();
        tongue.wish(Language::Dutch);
        tongue.learn(sentences(Language::Dutch));
        assert!(!tongue.wish(Language::English));
        assert_eq!(spoken(&tongue), Some(Language::English));
    }

    #[test]
    fn a_language_that_does_not_come_leaves_the_one_before() {
        let mut tongue = english();
        tongue.wish(Language::Dutch);
        tongue.fail(Language::Dutch);
        assert!(tongue.has_failed());
        assert_eq!(spoken(&tongue), Some(Language::English));
        assert_eq!(tongue.wished(), Language::English);
        assert!(tongue.wish(Language::Dutch));
        assert!(!tongue.has_failed());
    }

    #[test]
    fn the_last_wish_counts() {
        let mut tongue = english();
        tongue.wish(Language::Dutch);
        tongue.wish(Language::Swedish);
        tongue.learn(sentences(Language::Dutch));
        assert_eq!(spoken(&tongue), Some(Language::English));
        tongue.fail(Language::Dutch);
        assert!(!tongue.has_failed());
        tongue.learn(sentences(Language::Swedish));
        assert_eq!(spoken(&tongue), Some(Language::Swedish));
    }
}
