//! How visitors are met and how conversations end, as a person sets it.

use crate::command_line::Shell;

#[test]
fn what_channels_say_at_both_ends_is_set_step_by_step_and_kept() {
    let shell = Shell::new();
    shell.says("channel add support --greeting Hi,{name}! --rating stars");
    let said = shell.says("channel change support --rating-text How? --transcript true");
    for part in ["greets", "rated with stars", "sent by mail"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    let said = shell.says("channel change support --rating score --idle-nudge 60 --idle-end 120");
    assert!(said.contains("rated from 0 to 10") && said.contains("after 120 s of silence"));
    let said = shell.says("channel change support --rating off --idle-end 0 --greeting=");
    assert!(!said.contains("rated") && !said.contains("silence") && !said.contains("greets"));
    assert!(said.contains("sent by mail"));
    assert!(
        shell
            .says("channel change support --first-names true")
            .contains("first names")
    );
    for (wrong, why) in [
        ("--rating-text What?", "it is not asked for"),
        ("--idle-nudge 60 --idle-end 60", "before --idle-end"),
        ("--transcript-colour red", "is not like #1f6f8b"),
        (
            "--transcript-logo http://example.com/a.png",
            "no https address",
        ),
    ] {
        let said = shell.complains(&format!("channel change support {wrong}"));
        assert!(said.contains(why), "{wrong}: {said}");
    }
}
