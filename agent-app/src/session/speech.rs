//! In which language the app speaks: its sentences are fetched first.

use leptos::{prelude::*, task::spawn_local};

use super::{Session, perform};
use crate::{
    slice::Sentences,
    words::{Language, Words},
};

impl Session {
    /// Speaks another language as soon as its sentences are there.
    pub(crate) fn choose_language(self, language: Language) {
        if self.tongue.write().wish(language) {
            self.learn(language);
        } else {
            self.follow_tongue();
        }
    }

    /// Fetches a language, which is spoken then.
    pub(super) fn learn(self, language: Language) {
        spawn_local(async move {
            match perform::sentences(language).await {
                Some(words) => self.tongue.write().learn(Sentences { language, words }),
                None => self.tongue.write().fail(language),
            }
            self.follow_tongue();
        });
    }

    /// The sentences of a language for what another person is to read; in the one that is spoken, if they cannot
    /// be had.
    pub(super) async fn words_in(self, language: Option<Language>) -> &'static Words {
        let own = self.sentences.get_untracked().words;
        let Some(language) = language else { return own };
        let known = self.tongue.read_untracked().known(language);
        match known {
            Some(words) => words,
            None => perform::sentences(language).await.unwrap_or(own),
        }
    }

    /// Everything else follows what is spoken now.
    fn follow_tongue(self) {
        let spoken = self.tongue.read_untracked().spoken();
        let Some(Sentences { language, .. }) = spoken else {
            return perform::fault();
        };
        if self.settings.read_untracked().language != language {
            self.locale.set_value(perform::locale(language));
            self.choose(|it| it.language = language);
        }
    }
}
