//! Writes for the server's own register by way of the engine, which owns the writer.

use tokio::runtime::Handle;

use super::own::{Done, Job, Scribe};
use crate::{engine::Engine, store::Trouble};

/// Brings jobs to the engine. To be used on threads that may block.
pub(crate) struct Clerk {
    engine: Engine,
    runtime: Handle,
}

impl Clerk {
    /// From within the runtime.
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            engine,
            runtime: Handle::current(),
        }
    }
}

impl Scribe for Clerk {
    fn write(&self, job: Job) -> Result<Done, Trouble> {
        self.runtime.block_on(self.engine.ask(job))
    }
}
