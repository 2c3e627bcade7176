use super::*;

const ACTIONS: [Action; 9] = [
    Action::List,
    Action::Read,
    Action::Take,
    Action::Post,
    Action::Note,
    Action::Mark,
    Action::Type,
    Action::End,
    Action::Reopen,
];

/// One letter per action of [`ACTIONS`]: y allowed, n not allowed, - not found.
fn row(verdict: impl Fn(Action) -> Verdict) -> String {
    ACTIONS
        .map(|action| match verdict(action) {
            Verdict::Allowed => 'y',
            Verdict::NotAllowed => 'n',
            Verdict::NotFound => '-',
        })
        .iter()
        .collect()
}

fn rights(letters: &str) -> Rights {
    Rights {
        respond: letters.contains('r'),
        listen: letters.contains('l'),
        notify: letters.contains('n'),
        manage: letters.contains('m'),
    }
}

#[test]
fn what_an_agent_may_do_stands_in_a_table() {
    // Rights, owner, then List Read Take Post Note Mark Type End Reopen per status.
    let table = [
        ("", false, "---------", "---------", "---------"),
        ("", true, "---------", "---------", "---------"),
        ("n", false, "ynnnnnnnn", "ynnnnnnnn", "ynnnnnnnn"),
        ("n", true, "yynnynnnn", "yynnynnnn", "yynnynnnn"),
        ("r", false, "yyynynnnn", "ynynnnnnn", "yyynynnnn"),
        ("r", true, "yyyyyyyyn", "yyyyyyyyn", "yyyyyyyyn"),
        ("l", false, "yynnynnnn", "yynnynnnn", "yynnynnnn"),
        ("rl", false, "yyynynnnn", "yyynynnnn", "yyynynnnn"),
        ("m", false, "yynnynnyn", "yynnynnyn", "yynnynnyn"),
        ("rm", false, "yyynynnyn", "yyynynnyn", "yyynynnyn"),
        ("rlnm", true, "yyyyyyyyn", "yyyyyyyyn", "yyyyyyyyn"),
    ];
    for (letters, owns, queued, active, ended) in table {
        for (status, expected) in [
            (Status::Queued, queued),
            (Status::Active, active),
            (Status::Ended, ended),
        ] {
            let found = row(|action| agent_can(rights(letters), owns, status, action));
            assert_eq!(found, expected, "{letters:?} {owns} {status:?}");
        }
    }
}

#[test]
fn more_rights_never_forbid() {
    let letters = ["", "r", "l", "n", "m"];
    for (some, more) in letters
        .iter()
        .flat_map(|a| letters.iter().map(move |b| (*a, format!("{a}{b}"))))
    {
        for status in [Status::Queued, Status::Active, Status::Ended] {
            for owns in [false, true] {
                let few = row(|action| agent_can(rights(some), owns, status, action));
                let many = row(|action| agent_can(rights(&more), owns, status, action));
                let lost = few
                    .chars()
                    .zip(many.chars())
                    .any(|(a, b)| a == 'y' && b != 'y');
                assert!(!lost, "{some} {more} {status:?}: {few} {many}");
            }
        }
    }
}

#[test]
fn a_visitor_may_do_everything_to_the_own_conversation_that_is_not_an_agents() {
    assert_eq!(row(visitor_can), "yy-y-yyyy");
}

#[test]
fn one_token_is_another_visitor_on_another_channel() {
    let (a, b) = (Id::new("a"), Id::new("b"));
    assert_eq!(visitor_id(&a, "t"), visitor_id(&a, "t"));
    assert_ne!(visitor_id(&a, "t"), visitor_id(&b, "t"));
    assert_ne!(visitor_id(&a, "t"), visitor_id(&a, "u"));
    assert_eq!(visitor_id(&a, "t").as_str().len(), 22);
}
