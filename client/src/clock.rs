//! The server's clock, as the client can know it.

use shared::time::Timestamp;

/// Translates the driver's clock into the server's, for showing ages. Never for order.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Clock {
    server: Timestamp,
    local_ms: u64,
}

impl Clock {
    /// The server said `server` when the driver's clock stood at `local_ms`.
    pub fn new(server: Timestamp, local_ms: u64) -> Self {
        Self { server, local_ms }
    }

    /// The server's time when the driver's clock stands at `local_ms`.
    pub fn at(self, local_ms: u64) -> Timestamp {
        self.server.plus(local_ms.saturating_sub(self.local_ms))
    }
}
