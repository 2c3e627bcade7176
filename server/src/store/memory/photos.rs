//! Agents' photos in memory.

use shared::id::{self, Id};

use super::Memory;
use crate::{
    photo::Photo,
    store::{Trouble, photos::Photos},
};

impl Photos for Memory {
    fn set_photo(&mut self, agent: &Id<id::Agent>, photo: Option<&Photo>) -> Result<(), Trouble> {
        self.write(|it| {
            if !it.accounts.contains_key(agent) {
                return Err(Trouble::Absent);
            }
            match photo {
                Some(photo) => it.photos.insert(agent.clone(), photo.clone()),
                None => it.photos.remove(agent),
            };
            it.directory_version += 1;
            Ok(())
        })
    }
}
