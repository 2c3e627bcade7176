use std::collections::BTreeMap;

use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};
use serde_json::Value;

use super::*;

fn nested(depth: usize) -> String {
    format!("{}1{}", "[".repeat(depth), "]".repeat(depth))
}

fn wide(members: usize) -> String {
    let members: Vec<String> = (0..members).map(|n| format!("\"k{n}\":{n}")).collect();
    format!("{{{}}}", members.join(","))
}

#[test]
fn sixteen_levels_and_sixty_four_members_are_the_most() {
    assert_eq!(check(&nested(16)), Ok(()));
    assert_eq!(check(&nested(17)), Err(Fault::Deep));
    assert_eq!(check(&nested(10_000)), Err(Fault::Deep));
    assert_eq!(check(&wide(64)), Ok(()));
    assert_eq!(check(&wide(65)), Err(Fault::Wide));
    assert_eq!(check(&wide(5_000)), Err(Fault::Wide));
    assert_eq!(check(&format!("[{},{}]", wide(64), wide(64))), Ok(()));
}

#[test]
fn a_member_twice_is_found_however_it_is_spelled() {
    for text in [
        r#"{"a":1,"a":2}"#,
        r#"{"a":1,"\u0061":2}"#,
        r#"{"x":{"a":{},"b":[],"a":"a"}}"#,
        r#"{"é":1,"\u00e9":2}"#,
    ] {
        assert_eq!(check(text), Err(Fault::Twice), "{text}");
    }
    for text in [
        r#"{"a":"a","b":"a"}"#,
        r#"{"a":{"a":{"a":"a"}}}"#,
        r#"[{"a":1},{"a":1}]"#,
        r#"{"a":["a","a"]}"#,
        r#"{"\"":1,"\\":2}"#,
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
}

#[test]
fn integers_end_where_other_languages_lose_them() {
    for text in [
        "9007199254740991",
        "-9007199254740991",
        "0",
        "[1,2]",
        "1.5e3",
    ] {
        assert_eq!(check(text), Ok(()), "{text}");
    }
    for text in [
        "9007199254740992",
        "-9007199254740992",
        r#"{"a":99999999999999999999999999}"#,
    ] {
        assert_eq!(check(text), Err(Fault::Large), "{text}");
    }
}

#[test]
fn nothing_is_null() {
    for text in ["null", r#"{"a":null}"#, r#"{"a":[1,null]}"#] {
        assert_eq!(check(text), Err(Fault::Null), "{text}");
    }
    assert_eq!(check(r#"{"null":"null"}"#), Ok(()));
}

#[test]
fn what_is_cut_off_is_malformed() {
    for text in [
        "{",
        "[[]",
        "}",
        "\"a",
        r#""a\""#,
        r#"{"a":"b}"#,
        r#"{"\ud800":1}"#,
        r#""\"#,
    ] {
        assert_eq!(check(text), Err(Fault::Malformed), "{text}");
    }
}

/// Any JSON within the limits.
fn allowed() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        (0..=limits::MAX_INTEGER).prop_map(Value::from),
        // What is no number at all would be a null.
        any::<f64>().prop_map(|it| Value::from(if it.is_finite() { it } else { 0.5 })),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 128, 12, |inner| {
        let members = prop::collection::btree_map(any::<String>(), inner.clone(), 0..12);
        prop_oneof![
            prop::collection::vec(inner, 0..12).prop_map(Value::from),
            members.prop_map(|it: BTreeMap<String, Value>| it.into_iter().collect::<Value>()),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_allowed_passes(value in allowed()) {
        prop_assert_eq!(check(&value.to_string()), Ok(()));
    }

    #[test]
    fn a_doubled_member_never_passes(value in allowed(), name in any::<String>()) {
        let name = Value::from(name);
        let text = format!("{{{name}:{value},{name}:0}}");
        prop_assert_eq!(check(&text), Err(Fault::Twice));
    }

    #[test]
    fn no_text_is_a_fault_of_ours(text in any::<String>()) {
        let _ = check(&text);
    }

    #[test]
    fn cut_json_is_never_taken_for_whole(value in allowed(), cut in any::<prop::sample::Index>()) {
        let text = serde_json::json!({ "all": value }).to_string();
        let at = cut.index(text.len());
        if text.is_char_boundary(at) && at > 0 {
            prop_assert!(check(&text[..at]).is_err());
        }
    }
}
