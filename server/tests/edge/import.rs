//! Customers on the command line.

use std::fs;

use crate::command_line::Shell;

const COMPANIES: &str = "id,name,number\nfjord,Fjord AS,20114\n";
const CONTACTS: &str =
    "Id;Name;E-mail;Company\nkari;Kari Nordmann;kari@example.com;fjord\nola;Ola;;\n";

/// A folder with these files.
fn shell(files: &[(&str, &str)]) -> Shell {
    let shell = Shell::new();
    for (name, text) in files {
        fs::write(shell.path().join(name), text).unwrap();
    }
    shell
}

#[test]
fn customers_are_imported_in_order_and_again_without_harm() {
    let shell = shell(&[
        ("companies.csv", COMPANIES),
        ("contacts.csv", CONTACTS),
        (
            "sales.csv",
            "id,title,contact,amount,date\n1,40 lamps,kari,\"31 960 NOK\",2026-03-31\n",
        ),
        (
            "calls.csv",
            "id,title,company,date\n1,Call,fjord,2026-04-01\n",
        ),
    ]);
    for (sheet, first, again) in [
        ("companies companies.csv", "Added: 1.", "Already there: 1."),
        ("contacts contacts.csv", "Added: 2.", "Already there: 2."),
        ("sales sales.csv", "Added: 1.", "Already there: 1."),
        ("projects sales.csv", "Added: 1.", "Already there: 1."),
        ("requests sales.csv", "Added: 1.", "Already there: 1."),
        ("follow-ups calls.csv", "Added: 1.", "Already there: 1."),
    ] {
        let said = shell.says(&format!("import {sheet}"));
        assert!(said.contains(first), "{sheet}: {said}");
        let said = shell.says(&format!("import {sheet}"));
        assert!(
            said.contains(again) && said.contains("Added: 0."),
            "{sheet}: {said}"
        );
    }
}

#[test]
fn a_faulty_file_changes_nothing_and_every_fault_is_told_with_its_line() {
    let shell = shell(&[
        ("companies.csv", COMPANIES),
        (
            "contacts.csv",
            "id,name,email,company\nkari,Kari,kari@example.com,fjord\nola,,x,elv\n",
        ),
        (
            "elsewhere.csv",
            "id,name,company\nkari,Kari,\nola,Ola,elv\n",
        ),
        ("columns.csv", "id,name,colour\nkari,Kari,red\n"),
        ("missing.csv", "id,email\nkari,kari@example.com\n"),
        ("sales.csv", "id,title,contact\n1,Lamps,nobody\n"),
        ("odd.csv", "id,name\nno id,Kari\n"),
    ]);
    shell.says("import companies companies.csv");
    for (line, faults) in [
        ("contacts contacts.csv", &["line 3: the name is empty"][..]),
        (
            "contacts elsewhere.csv",
            &["line 3: there is no company `elv`"],
        ),
        (
            "contacts columns.csv",
            &["line 1: there is no column `colour`"],
        ),
        (
            "contacts missing.csv",
            &["line 1: the column `name` is missing"],
        ),
        ("sales sales.csv", &["line 2: there is no contact `nobody`"]),
        ("contacts odd.csv", &["line 2: id: `no id` is not made of"]),
        ("contacts none.csv", &["cannot read"]),
    ] {
        let said = shell.complains(&format!("import {line}"));
        for fault in faults {
            assert!(said.contains(fault), "{fault} in {said}");
        }
    }
    // Nothing of the faulty files is there.
    let said = shell.complains("import sales sales.csv");
    assert!(said.contains("Nothing was changed"), "{said}");
    fs::write(
        shell.path().join("one.csv"),
        "id,title,contact\n1,Lamps,kari\n",
    )
    .unwrap();
    let said = shell.complains("import sales one.csv");
    assert!(said.contains("there is no contact `kari`"), "{said}");
}
