//! Brings activities to the register. They wait in the store, so that none is lost while the register is away.

use std::{sync::Arc, time::Duration};

use tokio::{sync::watch, task::spawn_blocking, time::sleep};

use super::{Register, Trouble};
use crate::{engine::Engine, store::customers::Errand};

/// How often is looked for something to bring.
const EVERY: Duration = Duration::from_secs(1);
/// The longest pause while the register does not answer.
const AT_MOST: Duration = Duration::from_secs(60);
/// So many are looked at in one go.
const AT_ONCE: usize = 20;

/// Brings what there is, until the server stops.
pub(crate) async fn run(
    engine: Engine,
    register: Arc<dyn Register>,
    mut stop: watch::Receiver<bool>,
) {
    let mut pause = EVERY;
    loop {
        tokio::select! {
            () = sleep(pause) => {}
            _ = stop.changed() => return,
        }
        pause = match round(&engine, &register).await {
            Ok(()) => EVERY,
            Err(why) => {
                tracing::warn!(why, "activities cannot be brought to the register");
                (pause * 2).min(AT_MOST)
            }
        };
    }
}

async fn round(engine: &Engine, register: &Arc<dyn Register>) -> Result<(), String> {
    let reader = engine.reader();
    let waiting = spawn_blocking(move || reader.errands(AT_ONCE)).await;
    let waiting = waiting.map_err(|it| it.to_string())?;
    for errand in waiting.map_err(|it| it.to_string())? {
        let number = errand.number;
        let register = register.clone();
        let brought = spawn_blocking(move || bring(&*register, &errand)).await;
        match brought.map_err(|it| it.to_string())? {
            Ok(()) => {}
            // It would not take it later either.
            Err(Trouble::Refused) => tracing::warn!("the register does not take an activity"),
            Err(Trouble::Unavailable(why)) => return Err(why),
        }
        let done = engine.ask(move |accounts| accounts.finish_errand(number));
        done.await.map_err(|it| it.to_string())?;
    }
    Ok(())
}

fn bring(register: &dyn Register, errand: &Errand) -> Result<(), Trouble> {
    register.record_activity(&errand.conversation, errand.activity.as_ref())
}
