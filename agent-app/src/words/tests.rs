use std::collections::BTreeSet;

use shared::error::Code;

use super::{Language, Words, fill};

/// Every sentence, with its name and form.
fn all(words: &Words) -> Vec<(String, String)> {
    let listing = format!("{words:#?}");
    let mut name = "";
    let mut found = Vec::new();
    for line in listing.lines() {
        let Some((field, rest)) = line.trim().split_once(": ") else {
            continue;
        };
        if !matches!(field, "one" | "other") {
            name = field;
        }
        if let Some(sentence) = rest.strip_prefix('"').and_then(|it| it.strip_suffix("\",")) {
            found.push((format!("{name} {field}"), sentence.to_owned()));
        }
    }
    assert!(found.len() > 150, "the listing is read as it is written");
    found
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
fn every_sentence_says_something_in_every_language() {
    for language in Language::ALL {
        for (name, sentence) in all(language.words()) {
            assert!(!sentence.trim().is_empty(), "{} {name}", language.tag());
            assert_eq!(sentence, sentence.trim(), "{} {name}", language.tag());
        }
    }
}

#[test]
fn a_sentence_has_the_same_gaps_in_every_language() {
    let english = all(Language::English.words());
    for language in Language::ALL {
        for ((name, here), (_, there)) in all(language.words()).iter().zip(&english) {
            assert_eq!(gaps(here), gaps(there), "{} {name}", language.tag());
        }
    }
}

#[test]
fn long_sentences_are_translated() {
    let english = all(Language::English.words());
    for language in &Language::ALL[1..] {
        for ((name, here), (_, there)) in all(language.words()).iter().zip(&english) {
            let is_long = here.split_whitespace().count() > 3;
            assert!(!is_long || here != there, "{} {name}", language.tag());
        }
    }
}

#[test]
fn every_code_has_a_sentence_of_its_own() {
    for language in Language::ALL {
        let sentences: BTreeSet<&str> = Code::ALL
            .iter()
            .map(|code| language.words().refusal(*code))
            .collect();
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
fn a_gap_is_filled_with_the_text_as_it_is() {
    assert_eq!(fill("{name} writes", "name", "{n} <b>"), "{n} <b> writes");
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
