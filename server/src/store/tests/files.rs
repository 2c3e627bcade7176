//! What only a file can do.

use super::*;
use crate::store::accounts::Accounts;

fn file() -> (tempfile::TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("samtale.db");
    (folder, path)
}

#[test]
fn an_epoch_lasts_as_long_as_the_file_and_a_copy_has_another() {
    let (folder, path) = file();
    let mut store = Sqlite::open(&path).unwrap();
    store.put_channel(&channel()).unwrap();
    put(&mut store, &log());
    let epoch = store.epoch();
    let copy = folder.path().join("copy.db");
    store.back_up(&copy).unwrap();
    assert!(store.back_up(&copy).is_err(), "nothing is written over");
    drop(store);

    assert_eq!(Sqlite::open(&path).unwrap().epoch(), epoch);
    let mut copy = Sqlite::open(&copy).unwrap();
    assert_ne!(copy.epoch(), epoch);
    let loaded = copy.conversation(&Id::new("c")).unwrap().unwrap();
    assert_eq!(loaded.since.len(), 5);
    assert_eq!(copy.check().unwrap(), [""; 0]);
}

#[test]
fn a_file_of_another_program_or_a_later_version_is_left_alone() {
    let (_folder, path) = file();
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE theirs (a)").unwrap();
    drop(other);
    assert!(Sqlite::open(&path).is_err());

    let (_folder, path) = file();
    drop(Sqlite::open(&path).unwrap());
    let later = rusqlite::Connection::open(&path).unwrap();
    later.pragma_update(None, "user_version", 99).unwrap();
    drop(later);
    assert!(Sqlite::open(&path).is_err());

    let (_folder, path) = file();
    std::fs::write(&path, "This is not a database, and long enough to see it.").unwrap();
    assert!(Sqlite::open(&path).is_err());
}

#[test]
fn a_hole_in_a_log_is_found() {
    let (_folder, path) = file();
    let mut store = Sqlite::open(&path).unwrap();
    store.put_channel(&channel()).unwrap();
    put(&mut store, &log());
    assert_eq!(store.check().unwrap(), [""; 0]);
    let knife = rusqlite::Connection::open(&path).unwrap();
    knife
        .execute("DELETE FROM entries WHERE agent_seq = 2", [])
        .unwrap();
    assert_eq!(store.check().unwrap(), ["the log of c has a hole"]);
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, path) = file();
    let mut store = Sqlite::open(&path).unwrap();
    store.put_channel(&channel()).unwrap();
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[test]
fn many_threads_read_beside_the_writer() {
    let (_folder, path) = file();
    let mut store = Sqlite::open(&path).unwrap();
    store.put_channel(&channel()).unwrap();
    put(&mut store, &log());
    let reader = store.reader();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert_eq!(read(&*reader, Audience::Agents, (0, 5), 9, false).len(), 5);
                }
            });
        }
        for seq in 6..56 {
            let more = entry(
                "c",
                seq,
                Some(seq - 1),
                posted(&format!("m{seq}"), Author::Visitor),
            );
            put(&mut store, &[more]);
        }
    });
    assert_eq!(
        read(&*reader, Audience::Agents, (0, 99), 99, false).len(),
        55
    );
}
