//! Files in memory.

use shared::{
    file::File,
    id::{self, Id},
    time::Timestamp,
};

use super::Memory;
use crate::{
    record::{Filed, Sender, Stage},
    store::{
        Trouble,
        files::{FORGOTTEN_AT_ONCE, Files, Held},
    },
};

impl Files for Memory {
    fn file(&mut self, id: &Id<id::File>) -> Result<Option<Filed>, Trouble> {
        self.read(|it| it.files.get(id).cloned())
    }

    fn held(&mut self, owner: &Id<Sender>) -> Result<Held, Trouble> {
        self.read(|it| {
            let own = it.files.values().filter(|it| it.owner == *owner);
            let waiting = own.filter(|it| it.place.is_none()).count();
            Held {
                waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
                bytes: it.files.values().map(|it| it.file.size).sum(),
            }
        })
    }

    fn settle_file(&mut self, file: &File, stage: Stage) -> Result<Filed, Trouble> {
        self.write(|it| {
            let filed = it.files.get_mut(&file.id).ok_or(Trouble::Absent)?;
            if filed.stage == Stage::Pending {
                filed.file = file.clone();
                filed.stage = stage;
            }
            Ok(filed.clone())
        })
    }

    fn forget_files(&mut self, begun_before: Timestamp) -> Result<Vec<Id<id::File>>, Trouble> {
        self.write(|it| {
            let old = it.files.values_mut();
            let old = old.filter(|it| it.place.is_none() && it.begun_at < begun_before);
            let old = old.take(FORGOTTEN_AT_ONCE as usize);
            let forgotten = old.map(|it| {
                it.stage = Stage::Forgotten;
                it.file.id.clone()
            });
            Ok(forgotten.collect())
        })
    }

    fn drop_files(&mut self, forgotten: &[Id<id::File>]) -> Result<(), Trouble> {
        self.write(|it| {
            it.files
                .retain(|id, filed| filed.stage != Stage::Forgotten || !forgotten.contains(id));
            Ok(())
        })
    }

    fn ready_files(&mut self) -> Result<Vec<File>, Trouble> {
        self.read(|it| {
            let ready = it.files.values().filter(|it| it.stage == Stage::Ready);
            ready.map(|it| it.file.clone()).collect()
        })
    }
}
