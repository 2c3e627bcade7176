//! Forgetting files that no message took, and those of conversations that are not kept.

use std::{sync::Arc, time::Duration};

use shared::limits::FILE_WAITS_MS;
use tokio::{sync::watch, time::timeout};

use crate::{clock, edge::Edge, listener, store::Trouble};

/// How long to wait between two rounds. With [`FILE_WAITS_MS`] it makes a day at most.
const EVERY: Duration = Duration::from_secs(60);

/// Forgets old ones now and then, until the server stops.
pub(crate) async fn sweep(edge: Arc<Edge>, mut stop: watch::Receiver<bool>) {
    loop {
        match round(&edge).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "forgot files of no message"),
            Err(trouble) => tracing::warn!(%trouble, "old files cannot be forgotten"),
        }
        if timeout(EVERY, listener::stopped(&mut stop)).await.is_ok() {
            return;
        }
    }
}

/// First no message can take them any more, then their bytes go, then what is kept of them: so nothing is left
/// over, whenever the server stops.
async fn round(edge: &Arc<Edge>) -> Result<usize, Trouble> {
    let before = clock::now().0.saturating_sub(FILE_WAITS_MS);
    let before = shared::time::Timestamp(before);
    let mut count = 0;
    loop {
        let marked = edge
            .engine
            .ask(move |accounts| accounts.forget_files(before))
            .await?;
        let old: Vec<_> = marked
            .into_iter()
            .filter(|id| !edge.files.is_coming(id))
            .collect();
        if old.is_empty() {
            return Ok(count);
        }
        let objects = edge.files.objects.clone();
        let gone = old.clone();
        tokio::task::spawn_blocking(move || gone.iter().try_for_each(|id| objects.remove(id)))
            .await
            .map_err(|error| Trouble::Storage(error.to_string()))?
            .map_err(|error| Trouble::Storage(error.to_string()))?;
        count += old.len();
        edge.engine
            .ask(move |accounts| accounts.drop_files(&old))
            .await?;
    }
}
