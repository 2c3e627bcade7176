use std::collections::BTreeSet;

use client::json::Value;
use shared::error::Code;

use super::{Language, Words};

impl Language {
    /// Its sentences.
    pub(crate) fn words(self) -> &'static Words {
        Words::read(self.file()).expect("the file has every sentence")
    }

    fn file(self) -> &'static str {
        match self {
            Self::English => include_str!("../../words/en.json"),
            Self::Bokmal => include_str!("../../words/nb.json"),
            Self::Swedish => include_str!("../../words/sv.json"),
            Self::Dutch => include_str!("../../words/nl.json"),
            Self::Arabic => include_str!("../../words/ar.json"),
        }
    }

    /// How many forms a sentence has that depends on a number.
    fn forms(self) -> usize {
        if self == Self::Arabic { 6 } else { 2 }
    }

    /// Every name in the file, with its sentence or its forms.
    fn all(self) -> Vec<(String, Vec<String>)> {
        let Ok(Value::Object(members)) = Value::parse(self.file()) else {
            panic!("{}.json is no object", self.tag());
        };
        let text = |value| match value {
            Value::Text(it) => it,
            _ => panic!("{}.json holds texts and lists of texts", self.tag()),
        };
        let sentence = |(name, value)| match value {
            Value::List(forms) => (name, forms.into_iter().map(text).collect()),
            it => (name, vec![text(it)]),
        };
        members.into_iter().map(sentence).collect()
    }
}

/// The names of the gaps in a sentence.
fn gaps(sentence: &str) -> BTreeSet<&str> {
    sentence
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}'))
        .map(|it| it.0)
        .collect()
}

#[test]
fn every_language_has_the_sentences_of_the_table_in_its_order() {
    for language in Language::ALL {
        let all = language.all();
        for (index, name) in Words::NAMES.iter().enumerate() {
            let found = all.get(index).map(|it| it.0.as_str());
            assert_eq!(found, Some(*name), "{}.json", language.tag());
        }
        assert_eq!(all.len(), Words::NAMES.len(), "{}.json", language.tag());
    }
}

#[test]
fn a_line_holds_a_sentence() {
    for language in Language::ALL {
        let lines: Vec<&str> = language.file().lines().collect();
        assert_eq!(lines.len(), Words::NAMES.len() + 2, "{}", language.tag());
    }
}

#[test]
fn a_sentence_has_forms_where_the_table_says_so() {
    let table = include_str!("table.rs");
    for language in Language::ALL {
        for (name, forms) in language.all() {
            let has_forms = table.contains(&format!(" {name}: Forms,"));
            let expected = if has_forms { language.forms() } else { 1 };
            assert_eq!(forms.len(), expected, "{} {name}", language.tag());
        }
    }
}

#[test]
fn every_sentence_says_something_in_every_language() {
    for language in Language::ALL {
        for (name, forms) in language.all() {
            for sentence in forms {
                assert!(!sentence.trim().is_empty(), "{} {name}", language.tag());
                assert_eq!(sentence, sentence.trim(), "{} {name}", language.tag());
                assert!(!sentence.contains('\t'), "{} {name}", language.tag());
            }
        }
    }
}

#[test]
fn a_sentence_has_the_same_gaps_in_every_language() {
    let english = Language::English.all();
    for language in Language::ALL {
        for ((name, here), (_, there)) in language.all().iter().zip(&english) {
            let there = gaps(&there[0]);
            // A form for one number alone may write it as a word.
            let exact = if here.len() == 6 { 3 } else { 0 };
            for (index, sentence) in here.iter().enumerate() {
                let here = gaps(sentence);
                let is_right = here == there || index < exact && here.is_subset(&there);
                assert!(is_right, "{} {name}: {sentence}", language.tag());
            }
        }
    }
}

#[test]
fn long_sentences_are_translated() {
    let english = Language::English.all();
    for language in &Language::ALL[1..] {
        for ((name, here), (_, there)) in language.all().iter().zip(&english) {
            let is_long = here[0].split_whitespace().count() > 3;
            assert!(!is_long || here != there, "{} {name}", language.tag());
        }
    }
    let faults = Language::ALL.map(|it| it.fault()[0]);
    assert_eq!(BTreeSet::from(faults).len(), faults.len());
}

#[test]
fn every_code_has_a_sentence_of_its_own() {
    for language in Language::ALL {
        let words = language.words();
        let sentences: BTreeSet<&str> = Code::ALL.iter().map(|code| words.refusal(*code)).collect();
        assert_eq!(sentences.len(), Code::ALL.len(), "{}", language.tag());
    }
}

#[test]
fn a_number_chooses_the_form() {
    let words = Language::English.words();
    assert_eq!(words.unread.of(1, "1"), "1 unread message");
    assert_eq!(words.unread.of(0, "0"), "0 unread messages");
    assert_eq!(words.unread.of(1_200, "1,200"), "1,200 unread messages");
}

#[test]
fn a_file_without_names_says_the_same() {
    let bare = |value: Vec<String>| match value.as_slice() {
        [sentence] => format!("{sentence:?}"),
        forms => format!("{forms:?}"),
    };
    let all = Language::English.all().into_iter();
    let bare: Vec<String> = all.map(|(_, forms)| bare(forms)).collect();
    let words = Words::read(&format!("[{}]", bare.join(","))).unwrap();
    assert_eq!(words.skip, Language::English.words().skip);
    assert_eq!(words.unread.of(2, "2"), "2 unread messages");
}

#[test]
fn a_file_of_another_table_is_none() {
    for file in ["", "[]", "{}", r#"["Skip to content"]"#, "\"Skip\""] {
        assert!(Words::read(file).is_none(), "{file}");
    }
    let more = Language::English
        .file()
        .replacen('{', "{\"more\": \"More\",", 1);
    assert!(Words::read(&more).is_none());
}

#[test]
fn tags_of_browsers_find_their_language() {
    assert_eq!(Language::of_tag("no-NO"), Some(Language::Bokmal));
    assert_eq!(Language::of_tag("NL"), Some(Language::Dutch));
    assert_eq!(Language::of_tag("fr"), None);
    for language in Language::ALL {
        assert_eq!(Language::of_tag(language.tag()), Some(language));
    }
}
