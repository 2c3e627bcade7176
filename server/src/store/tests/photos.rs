//! Agents' photos, in every kind of store.

use super::*;
use crate::photo::Photo;

// SO-53.
#[test]
fn an_agent_has_one_photo_which_the_directory_and_every_reader_know() {
    each(|home| {
        let mut store = open(home);
        store.put_account(&account("ann")).unwrap();
        let agent = Id::new("ann");
        let known = |store: &mut dyn Store| {
            let directory = store.directory(Timestamp(0)).unwrap();
            directory.agents[&agent].photo.clone()
        };
        assert_eq!(known(&mut *store), None);
        let one = Photo::new("image/png", b"one".to_vec());
        let two = Photo::new("image/webp", b"two".to_vec());
        for photo in [&one, &two] {
            store.set_photo(&agent, Some(photo)).unwrap();
            assert!(store.has_new_directory().unwrap());
            assert_eq!(known(&mut *store), Some(photo.id.clone()));
        }
        drop(store);
        let mut store = home.open();
        assert_eq!(known(&mut *store), Some(two.id.clone()));
        assert_eq!(store.reader().photo(&one.id).unwrap(), None);
        assert_eq!(store.reader().photo(&two.id).unwrap(), Some(two.clone()));
        store.set_photo(&agent, None).unwrap();
        assert_eq!(known(&mut *store), None);
        assert_eq!(store.reader().photo(&two.id).unwrap(), None);
        let nobody = store.set_photo(&Id::new("nobody"), Some(&two));
        assert!(matches!(nobody, Err(Trouble::Absent)), "{nobody:?}");
    });
}
