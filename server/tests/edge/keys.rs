//! A channel's keys, as a person changes them.

use crate::command_line::Shell;

#[test]
fn a_key_is_shown_once_and_several_count_until_they_are_removed() {
    let shell = Shell::new();
    shell.says("channel add support");
    assert!(shell.says("channel key list support").contains("no key"));
    assert!(
        shell
            .complains("channel key add sales")
            .contains("no channel")
    );
    let word = |said: &str, name: &str| {
        let mut words = said.split_whitespace().skip_while(|it| *it != name);
        words.nth(1).unwrap().to_owned()
    };
    let (first, second) = (
        shell.says("channel key add support"),
        shell.says("channel key add support"),
    );
    let (kid, secret) = (word(&first, "kid"), word(&first, "secret"));
    assert_eq!(secret.len(), 43);
    assert_ne!(secret, word(&second, "secret"));
    shell.says("channel change support --title Hello --identified-only true");
    let listed = shell.says("channel key list support");
    assert!(listed.contains(&kid) && listed.contains(&word(&second, "kid")));
    for said in [&listed, &shell.says("channel list")] {
        assert!(!said.contains(&secret), "{said}");
    }
    assert!(
        shell
            .says("channel list")
            .contains("identified customers only")
    );
    shell.says(&format!("channel key remove support {kid}"));
    assert!(!shell.says("channel key list support").contains(&kid));
    assert!(
        shell
            .complains(&format!("channel key remove support {kid}"))
            .contains("no key")
    );
    for _ in 0..7 {
        shell.says("channel key add support");
    }
    assert!(
        shell
            .complains("channel key add support")
            .contains("8 keys")
    );
}
