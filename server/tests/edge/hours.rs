//! Opening hours, as an operator sets them.

use std::fs;

use crate::command_line::Shell;

// SO-65, PX-23.
#[test]
fn hours_are_set_shown_and_switched_off() {
    let shell = Shell::new();
    shell.says("channel add support");
    assert!(
        shell
            .says("channel hours support")
            .contains("open at all times")
    );
    let complaint = shell.complains("channel hours support --week mon-fri 08:00-16:00");
    assert!(complaint.contains("--zone: "), "{complaint}");
    let told = shell.says(
        "channel hours support --zone Europe/Oslo --week mon-fri 08:00-16:00, sat 22:00-02:00 --lunch 12:00-12:30",
    );
    for part in [
        "mon 08:00-16:00",
        "sat 22:00-02:00",
        "Europe/Oslo",
        "closed 12:00-12:30",
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(shell.says("channel list").contains("open mon 08:00-16:00"));
    let told = shell.says("channel hours support --lunch none");
    assert!(
        told.contains("sat 22:00-02:00") && !told.contains("12:30"),
        "{told}"
    );
    assert!(
        shell
            .says("channel hours support --off")
            .contains("open at all times")
    );
    let told = shell.says("channel hours support --on");
    assert!(
        told.contains("sat 22:00-02:00"),
        "what was set is kept: {told}"
    );
    for (line, part) in [
        ("--zone Mars/North", "`Mars/North`"),
        ("--week mon 25:00-26:00", "`25:00`"),
        ("--week funday 08:00-16:00", "`funday`"),
        ("--lunch 13:00-12:00", "--lunch: "),
        ("--holidays none-such.ics", "none-such.ics"),
        ("--on --off", "--off"),
    ] {
        let complaint = shell.complains(&format!("channel hours support {line}"));
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
    shell.complains("channel hours sales --off");
}

#[test]
fn holidays_come_from_a_calendar_whose_faults_are_named() {
    let shell = Shell::new();
    shell.says("channel add support");
    shell.says("channel hours support --zone Europe/Oslo --week mon-sun 00:00-24:00");
    let write = |name: &str, lines: &[&str]| {
        fs::write(shell.path().join(name), lines.join("\r\n")).unwrap();
    };
    write(
        "days.ics",
        &[
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "DTSTART;VALUE=DATE:20200501",
            "RRULE:FREQ=YEARLY",
            "SUMMARY:First of May",
            "END:VEVENT",
            "END:VCALENDAR",
        ],
    );
    let told = shell.says("channel hours support --holidays days.ics");
    assert!(told.contains("1 holidays"), "{told}");
    write(
        "odd.ics",
        &[
            "BEGIN:VCALENDAR",
            "BEGIN:VEVENT",
            "DTSTART:yesterday",
            "END:VEVENT",
            "END:VCALENDAR",
        ],
    );
    let complaint = shell.complains("channel hours support --holidays odd.ics");
    for part in ["odd.ics", "line 3", "`yesterday`"] {
        assert!(complaint.contains(part), "{complaint}");
    }
    let told = shell.says("channel hours support");
    assert!(told.contains("1 holidays"), "what was set stays: {told}");
    assert!(
        !shell
            .says("channel hours support --holidays none")
            .contains("holidays")
    );
}

#[test]
fn a_queue_has_a_length() {
    let shell = Shell::new();
    shell.says("channel add support --queue-limit 5");
    assert!(
        shell
            .complains("channel change support --queue-limit 0")
            .contains("--queue-limit")
    );
}

// SO-69, SO-51.
#[test]
fn what_visitors_meet_when_nobody_is_there_is_kept() {
    let shell = Shell::new();
    shell.says("channel add support");
    let complaint = shell.complains("channel change support --offer-form-after 300");
    assert!(complaint.contains("--offline form"), "{complaint}");
    let told = shell.says(
        "channel change support --offline form --offline-header Closed --offline-fields email=required,phone \
         --offline-category Web --offline-priority high --offer-form-after 300 --offer-form-at 5",
    );
    assert!(told.contains("a form when nobody is there"), "{told}");
    for (line, part) in [
        ("--offline-fields email,email", "twice"),
        ("--offline-fields shoe", "`shoe`"),
        ("--offline dance", "dance"),
    ] {
        let complaint = shell.complains(&format!("channel change support {line}"));
        assert!(complaint.contains(part), "{line}: {complaint}");
    }
    let complaint = shell.complains("channel change support --offline message");
    assert!(complaint.contains("--offline form"), "{complaint}");
    let told = shell
        .says("channel change support --offline message --offer-form-after 0 --offer-form-at 0");
    assert!(told.contains("a message when nobody is there"), "{told}");
}
