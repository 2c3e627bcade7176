use super::*;

const ACTIONS: [Action; 13] = [
    Action::List,
    Action::Read,
    Action::Take,
    Action::Post,
    Action::Note,
    Action::Register,
    Action::Mark,
    Action::Type,
    Action::End,
    Action::Reopen,
    Action::HandOver,
    Action::Invite,
    Action::TakeOver,
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
    // Rights and part, then List Read Take Post Note Register Mark Type End Reopen HandOver Invite TakeOver, while it
    // waits, is active, has ended.
    use Part::{Asked, Listener, None, Owner, Participant};
    let same = |it| [it; 3];
    let table = [
        ("", None, same("-------------")),
        ("", Owner, same("-------------")),
        ("", Listener, same("yynnyynnnnnnn")),
        ("", Asked, same("yynnyynnnnnnn")),
        (
            "",
            Participant,
            ["yynnyynnnnnyn", "yynyyynynnnyn", "yynyyynynnnyn"],
        ),
        ("n", None, same("ynnnnnnnnnnnn")),
        ("n", Owner, same("yynnyynnnnnnn")),
        (
            "r",
            None,
            ["yyynyynnnnnnn", "ynynnnnnnnnnn", "yyynyynnnnnnn"],
        ),
        ("r", Listener, same("yyynyynnnnnnn")),
        ("r", Asked, same("yyynyynnnnnnn")),
        (
            "r",
            Participant,
            ["yyynyynnnnnyn", "yyyyyynynnnyn", "yyyyyynynnnyn"],
        ),
        ("r", Owner, same("yyyyyyyyyyyyn")),
        ("l", None, same("yynnyynnnnnnn")),
        ("rl", None, same("yyynyynnnnnnn")),
        ("m", None, same("yynnyynnyyyyn")),
        ("rm", None, same("yyynyynnyyyyy")),
        ("rlnm", Owner, same("yyyyyyyyyyyyy")),
    ];
    for (letters, part, [queued, active, ended]) in table {
        for (status, expected) in [
            (Status::Queued, queued),
            (Status::Active, active),
            (Status::Ended, ended),
        ] {
            let found = row(|action| agent_can(rights(letters), part, status, action));
            assert_eq!(found, expected, "{letters:?} {part:?} {status:?}");
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
            for part in [Part::None, Part::Asked, Part::Participant, Part::Owner] {
                let few = row(|action| agent_can(rights(some), part, status, action));
                let many = row(|action| agent_can(rights(&more), part, status, action));
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
    assert_eq!(row(visitor_can), "yy-y--yyyy---");
}

#[test]
fn one_token_is_another_visitor_on_another_channel() {
    let (a, b) = (Id::new("a"), Id::new("b"));
    assert_eq!(visitor_id(&a, "t"), visitor_id(&a, "t"));
    assert_ne!(visitor_id(&a, "t"), visitor_id(&b, "t"));
    assert_ne!(visitor_id(&a, "t"), visitor_id(&a, "u"));
    assert_eq!(visitor_id(&a, "t").as_str().len(), 22);
}
