//! E-mails about what is unanswered, as an operator sets them up.

use crate::command_line::Shell;

// SO-64.
#[test]
fn a_channels_alarms_are_kept() {
    let shell = Shell::new();
    assert!(!shell.says("channel add support").contains("mails"));
    let complaint = shell.complains("channel change support --alarm-new 300");
    assert!(complaint.contains("--alarm-to: "), "{complaint}");
    shell.says(
        "channel change support --alarm-new 300 --alarm-message-managers 600 \
         --alarm-to lead@example.com,shift@example.com --alarm-to-managers boss@example.com",
    );
    let told = shell.says("channel list");
    for part in [
        "mails of new after 300 s to lead@example.com shift@example.com",
        "mails of message after 600 s to boss@example.com",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let told = shell.says("channel change support --email false --popup false");
    assert!(
        told.contains("off: --email true") && told.contains("no popups"),
        "{told}"
    );
    for (line, part) in [
        ("--alarm-to nobody", "`nobody`"),
        ("--alarm-to a@example.com,b@", "`b@`"),
        ("--alarm-to-managers=", "--alarm-to-managers: "),
        ("--alarm-new 90000", "--alarm-new"),
        ("--alarm-template none-such", "none-such"),
    ] {
        let complaint = shell.complains(&format!("channel change support {line}"));
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
    let told = shell.says("channel list");
    assert!(
        told.contains("to lead@example.com shift@example.com"),
        "{told}"
    );

    shell.says("reply add Alarm {name}:{message} --kind template");
    let list = shell.says("reply list");
    let id = list.split_whitespace().next().unwrap();
    shell.says(&format!("channel change support --alarm-template {id}"));
    shell.says("channel change support --alarm-template none");
}

#[test]
fn a_check_tells_where_mails_go_and_what_they_lack() {
    let shell = Shell::new();
    shell.says("channel add support --alarm-new 300 --alarm-to lead@example.com");
    let complaint = shell.complains("check");
    assert!(
        complaint.contains("mail_server: ") && complaint.contains("support"),
        "{complaint}"
    );
    let from = "--mail-from chat@example.com";
    let told = shell.says(&format!("check --mail-server folder:mails {from}"));
    assert!(told.contains("the folder mails"), "{told}");
    let told = shell.says(&format!("check --mail-server mail.example.com {from}"));
    assert!(told.contains("mail.example.com, port 465"), "{told}");
    let login = "--mail-user me --mail-secret secret";
    let line = format!("check --mail-server mail.example.com {from} {login}");
    let complaint = shell.complains(&line);
    assert!(complaint.contains("mail_secret: "), "{complaint}");
    std::fs::write(shell.path().join("secret"), "correct horse\n").unwrap();
    shell.says(&line);
    let complaint = shell.complains("serve --mail-server mail.example.com");
    assert!(complaint.contains("mail_from: "), "{complaint}");
}
