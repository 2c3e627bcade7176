//! How long the tests wait for what must happen: long enough for a busy machine, and an error
//! after that. No test passes or fails by time itself.

use std::{future::Future, time::Duration};

/// The longest wait for anything that needs no timer of the product.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The longest wait for what the next heartbeat brings.
pub const BEAT_PATIENCE: Duration = Duration::from_secs(60);

/// Waits for `event`, and panics with `what` when it does not come.
pub async fn within<T>(what: &str, event: impl Future<Output = T>) -> T {
    within_time(PATIENCE, what, event).await
}

/// Waits for `event` for a time of its own.
pub async fn within_time<T>(limit: Duration, what: &str, event: impl Future<Output = T>) -> T {
    match tokio::time::timeout(limit, event).await {
        Ok(outcome) => outcome,
        Err(_) => panic!("waited {limit:?} in vain: {what}"),
    }
}
