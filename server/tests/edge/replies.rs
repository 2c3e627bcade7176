//! Ready answers on the command line.

use std::fs;

use crate::command_line::Shell;

#[test]
fn ready_answers_are_added_listed_and_removed() {
    let shell = Shell::new();
    assert!(shell.says("reply list").contains("There is none yet"));
    shell.says("reply add Greeting Hello! --kind template --folder A/B");
    shell.says("reply add Returns https://www.example.com/returns --kind faq");
    let listed = shell.says("reply list");
    assert!(
        listed.contains("template  A/B/Greeting: Hello!"),
        "{listed}"
    );
    assert!(listed.contains("faq       Returns: https://"), "{listed}");
    assert!(!shell.says("reply list --kind faq").contains("Greeting"));
    let twice = shell.complains("reply add Greeting Again --kind template --folder A/B");
    assert!(twice.contains("already"), "{twice}");
    let link = shell.complains("reply add Bad http://www.example.com --kind faq");
    assert!(link.contains("https"), "{link}");

    let id = listed.split_whitespace().next().unwrap();
    let unknown = shell.complains(&format!("reply remove {id} nothing"));
    assert!(unknown.contains("nothing was removed"), "{unknown}");
    let unknown = shell.complains("reply remove -x9 nothing");
    assert!(unknown.contains("nothing was removed"), "{unknown}");
    assert_eq!(shell.says("reply list"), listed);
    shell.says(&format!("reply remove {id}"));
    assert_eq!(shell.says("reply list").lines().count(), 1);
}

#[test]
fn a_file_is_taken_whole_or_not_at_all() {
    let shell = Shell::new();
    let file = shell.path().join("texts.csv");
    let faulty = "folder,title,content\n,Good,Text\nA,,Text\n,Good,\"Once\nmore\"\nB,Empty,\n";
    fs::write(&file, faulty).unwrap();
    let faults = shell.complains("reply import texts.csv --kind template");
    for fault in [
        "line 3: the title is empty",
        "line 4: the same folder and title as line 2",
        "line 6: the content is empty",
        "Nothing was changed",
    ] {
        assert!(faults.contains(fault), "{fault} in {faults}");
    }
    assert!(shell.says("reply list").contains("There is none yet"));

    fs::write(
        &file,
        "Title;Folder;Content\r\nOne;A;\"Two; three\"\r\nFour;;Five\r\n",
    )
    .unwrap();
    let said = shell.says("reply import texts.csv --kind template");
    assert!(said.contains("Added: 2. Replaced: 0."), "{said}");
    fs::write(&file, "folder,title,content\nA,One,Changed\n,New,Text\n").unwrap();
    let said = shell.says("reply import texts.csv --kind template");
    assert!(said.contains("Added: 1. Replaced: 1."), "{said}");
    let listed = shell.says("reply list");
    assert!(listed.contains("A/One: Changed"), "{listed}");
    assert_eq!(listed.lines().count(), 3);

    fs::write(&file, [0xff, 0xfe]).unwrap();
    let odd = shell.complains("reply import texts.csv --kind faq");
    assert!(odd.contains("not UTF-8"), "{odd}");
}
