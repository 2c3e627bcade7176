use client::outbox::{Pending, State};
use shared::form;

use super::*;

fn typed(message: &str, name: &str, email: &str) -> Composer {
    let mut composer = Composer::default();
    for (field, text) in Field::ALL.into_iter().zip([message, name, email]) {
        composer.set(field, text);
    }
    composer
}

fn kept(id: &str) -> Delivery<Visitor> {
    Delivery::Outbox(News::Kept(Pending {
        id: Id::new(id),
        lane: String::new(),
        content: None,
        is_private: false,
        state: State::Sending,
    }))
}

#[test]
fn what_the_page_offers_stands_only_where_the_visitor_has_written_nothing() {
    let offer = || ["A message", "Kari", ""].map(str::to_owned);
    let mut composer = Composer::default();
    assert!(!composer.offer(offer()), "what is remembered comes first");
    let draft = vec![("draft:message".to_owned(), "My draft".to_owned())];
    assert!(composer.receive(&Delivery::Remembered(draft)));
    assert_eq!(composer.texts[..3], ["My draft", "Kari", ""]);
    composer.write(Field::Message, "");
    assert!(composer.offer(offer()));
    assert_eq!(composer.texts[..3], ["A message", "Kari", ""]);
    assert!(!composer.offer(offer()));
}

#[test]
fn what_stood_in_the_fields_is_newer_than_what_was_remembered() {
    let before = typed("two\nlines", "Kari", "");
    let mut after = Composer::default();
    after.take_up(&Composer::default().late());
    assert_eq!(after.is_late.get(), [false; FIELDS]);
    after.take_up(&before.late());
    assert_eq!(after.is_late.get()[..3], [true, true, false]);
    let old = vec![("draft:message".to_owned(), "two".to_owned())];
    assert!(!after.receive(&Delivery::Remembered(old.clone())));
    assert_eq!(after.texts, before.texts);
    assert_eq!(after.remembered(Field::Message), Some("two\nlines"));
    // From then on what another tab remembers is newer still.
    assert!(after.receive(&Delivery::Remembered(old)));
    assert_eq!(after.text(Field::Message), "two");
}

#[test]
fn a_message_that_was_sent_does_not_come_back_as_a_draft() {
    let mut before = typed("Hi", "", "");
    before.sends(Id::new("1"));
    before.receive(&kept("1"));
    let remembered =
        |text: &str| Delivery::Remembered(vec![("draft:message".to_owned(), text.to_owned())]);
    let mut after = Composer::default();
    after.take_up(&before.late());
    assert!(!after.receive(&remembered("Hi")));
    assert_eq!(after.text(Field::Message), "");
    assert_eq!(after.remembered(Field::Message), Some(""), "forgotten");
    assert_eq!(after.remembered(Field::Message), None, "once");
    // What another tab wrote since is one.
    let mut after = Composer::default();
    after.take_up(&before.late());
    assert!(after.receive(&remembered("Hi again")));
}

#[test]
fn a_message_whose_page_went_away_stays_until_it_is_found_in_the_outbox() {
    let mut before = typed("Hi", "", "");
    before.sends(Id::new("1"));
    let mut after = Composer::default();
    after.take_up(&before.late());
    assert_eq!(after.text(Field::Message), "Hi");
    assert!(after.message().is_some(), "it can be sent again");
    assert!(!after.receive(&kept("2")));
    assert!(after.receive(&kept("1")));
    assert_eq!(after.text(Field::Message), "");
}

/// Asks for an e-mail address, and for a name if one likes.
fn form(consent: &str) -> Form {
    let fields = [(Kind::Email, true), (Kind::Name, false)];
    Form {
        fields: fields
            .map(|(kind, required)| form::Field { kind, required })
            .into(),
        consent: consent.to_owned(),
        ..Form::default()
    }
}

#[test]
fn what_is_not_asked_for_is_not_told() {
    let begun = typed(" Hi ", "Kari", "").begin("nb", &Form::default(), false);
    let start = begun.expect("nothing is wrong");
    assert_eq!((start.content.text.as_str(), start.name), ("Hi", None));
    let begun = typed("Hi", " ", "kari@example.no").begin("nb", &form(""), false);
    let start = begun.expect("nothing is wrong");
    assert_eq!(start.email.as_deref(), Some("kari@example.no"));
}

#[test]
fn what_is_wrong_is_marked_until_it_is_typed_anew() {
    let mut composer = typed("Hi", &"x".repeat(81), "");
    assert_eq!(composer.begin("nb", &form(""), false), None);
    assert_eq!(composer.wrong(Field::Name), Some(Code::TooLong));
    assert_eq!(composer.wrong(Field::Email), Some(Code::Incomplete));
    composer.set(Field::Email, "kari@");
    assert_eq!(composer.wrong(Field::Email), None);
    assert_eq!(composer.begin("nb", &form(""), false), None);
    assert_eq!(composer.wrong(Field::Email), Some(Code::Invalid));
}

#[test]
fn without_consent_nothing_begins() {
    let mut composer = typed("Hi", "", "kari@example.no");
    assert_eq!(composer.begin("nb", &form("You may keep it."), false), None);
    assert!(composer.lacks_consent);
    composer.has_consented = true;
    let begun = composer.begin("nb", &form("You may keep it."), false);
    assert!(begun.is_some_and(|it| it.consent));
}

#[test]
fn what_was_refused_is_there_again_once() {
    let mut composer = typed("And this", "", "kari@exampel.no");
    for _ in 0..2 {
        composer.take_back(&Content::text("Hi"), Code::NoDomain, &form(""));
    }
    assert_eq!(composer.text(Field::Message), "And this\n\nHi");
    assert_eq!(composer.wrong(Field::Email), Some(Code::NoDomain));
}

#[test]
fn the_field_is_emptied_only_when_the_message_lies_in_the_outbox() {
    let mut composer = typed("Hi", "", "");
    composer.sends(Id::new("a"));
    assert_eq!(composer.message(), None, "it is not sent twice");
    assert!(!composer.receive(&kept("b")));
    assert_eq!(composer.text(Field::Message), "Hi");
    assert!(composer.receive(&kept("a")));
    assert_eq!(composer.text(Field::Message), "");
}

#[test]
fn what_was_typed_meanwhile_stays() {
    let mut composer = typed("Hi", "", "");
    composer.sends(Id::new("a"));
    composer.set(Field::Message, "Hi, and one more thing");
    composer.receive(&kept("a"));
    assert_eq!(composer.text(Field::Message), "Hi, and one more thing");
}

#[test]
fn a_file_that_is_attached_before_the_server_has_spoken_is_announced() {
    let file = File {
        name: "a.png".to_owned(),
        size: 9,
        kind: "image/png".to_owned(),
        ..File::default()
    };
    let mut composer = typed("", "", "");
    assert!(composer.add(file.clone()).1);
    composer.limits = None;
    assert!(!composer.add(file).1, "it takes none");
}

#[test]
fn what_another_tab_typed_is_here_too() {
    let mut composer = typed("", "", "");
    let remembered = [("draft:message", "Hello"), ("quiet", "1")];
    let remembered = remembered.map(|(key, text)| (key.to_owned(), text.to_owned()));
    assert!(composer.receive(&Delivery::Remembered(remembered.to_vec())));
    assert_eq!(composer.text(Field::Message), "Hello");
}

#[test]
fn what_is_typed_here_is_newer_than_what_another_tab_sent_just_before() {
    let mut composer = Composer::default();
    let sent_there = Delivery::Remembered(vec![("draft:message".to_owned(), String::new())]);
    composer.write(Field::Message, "And one mo");
    assert!(!composer.receive(&sent_there));
    assert_eq!(composer.text(Field::Message), "And one mo");
    composer.write(Field::Message, "And one more");
    let told = composer.remembered(Field::Message);
    assert_eq!(told, Some("And one more"), "the other tab is told");
    assert!(composer.receive(&sent_there));
}

#[test]
fn what_was_remembered_long_ago_may_come_after_what_was_typed_is_remembered() {
    let mut composer = Composer::default();
    composer.write(Field::Message, "Hello");
    assert_eq!(composer.remembered(Field::Message), Some("Hello"));
    let old = vec![("draft:message".to_owned(), String::new())];
    assert!(!composer.receive(&Delivery::Remembered(old)));
    assert_eq!(composer.text(Field::Message), "Hello");
}

#[test]
fn the_room_is_counted_in_characters() {
    assert_eq!(typed(&"å".repeat(10_002), "", "").room(), -2);
}

#[test]
fn where_something_was_said_before_nothing_need_be_written() {
    let mut composer = typed(" ", "", "kari@example.no");
    assert_eq!(composer.begin("nb", &form(""), false), None);
    let left = composer.begin("nb", &form(""), true);
    assert_eq!(left.map(|it| it.content), Some(Content::default()));
}

#[test]
fn what_another_tab_may_have_typed_is_not_forgotten_before_it_is_known() {
    let mut composer = Composer::default();
    assert_eq!(composer.remembered(Field::Message), None);
    composer.write(Field::Name, "Kari");
    assert_eq!(composer.remembered(Field::Name), Some("Kari"));
    let there = vec![("draft:message".to_owned(), "A draft".to_owned())];
    assert!(composer.receive(&Delivery::Remembered(there)));
    assert_eq!(composer.text(Field::Message), "A draft");
    assert_eq!(composer.remembered(Field::Name), Some("Kari"));
}
