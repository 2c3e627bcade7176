//! Hands letters to their carrier. They wait in the store, so that none is lost while the mail server is away;
//! one is sent twice only when the server dies, or the connection breaks, after it was taken and before that is
//! kept. Its id is the same then, by which mail programs tell.

use std::{collections::HashSet, sync::Arc, time::Duration};

use shared::{id::Id, time::Timestamp};
use tokio::{sync::watch, task::spawn_blocking, time::sleep};

use super::{Carrier, Letter, Trouble};
use crate::{clock, engine::Engine, store::mails::Waiting};

/// How often is looked for something to send.
const EVERY: Duration = Duration::from_secs(1);
/// The longest pause while nothing can be sent.
const AT_MOST: Duration = Duration::from_secs(60);
/// So many are looked at in one go.
const AT_ONCE: usize = 20;

/// Milliseconds until a letter is tried again for the first time; each time twice as long.
const AGAIN_MS: u64 = 2_000;
/// The longest of these.
const AGAIN_AT_MOST_MS: u64 = 15 * 60_000;

/// Hands over what there is, until the server stops.
pub(crate) async fn run(
    engine: Engine,
    carrier: Arc<dyn Carrier>,
    mut stop: watch::Receiver<bool>,
) {
    let mut outbox = Outbox {
        engine,
        carrier,
        sent: HashSet::new(),
    };
    let mut pause = EVERY;
    loop {
        tokio::select! {
            () = sleep(pause) => {}
            _ = stop.changed() => return,
        }
        pause = match outbox.round(&stop).await {
            Ok(()) => EVERY,
            Err(why) => {
                tracing::warn!(why, "mails cannot be sent");
                (pause * 2).min(AT_MOST)
            }
        };
    }
}

struct Outbox {
    engine: Engine,
    carrier: Arc<dyn Carrier>,
    /// Letters that were sent, which the store could not be told yet.
    sent: HashSet<Id<Letter>>,
}

impl Outbox {
    async fn round(&mut self, stop: &watch::Receiver<bool>) -> Result<(), String> {
        let reader = self.engine.reader();
        let now = clock::now();
        let waiting = spawn_blocking(move || reader.mails(now, AT_ONCE)).await;
        let waiting = waiting.map_err(|it| it.to_string())?;
        for it in waiting.map_err(|it| it.to_string())? {
            if *stop.borrow() {
                break;
            }
            self.hand_over(it).await?;
        }
        Ok(())
    }

    async fn hand_over(&mut self, it: Waiting) -> Result<(), String> {
        let (id, until) = (it.letter.id.clone(), it.letter.until);
        let tried = it.tried + 1;
        let mut problem = None;
        let is_over = match self.bring(it.letter).await? {
            Ok(()) => {
                tracing::info!(mail = id.as_str(), tried, "a mail was sent");
                self.sent.insert(id.clone());
                true
            }
            Err(Trouble::Refused(why)) => {
                tracing::warn!(mail = id.as_str(), tried, why, "a mail was given up");
                true
            }
            Err(Trouble::Delayed(why)) => {
                tracing::info!(
                    mail = id.as_str(),
                    tried,
                    why,
                    "a mail is tried again later"
                );
                false
            }
            Err(Trouble::Unavailable(why)) => {
                problem = Some(why);
                false
            }
        };
        let of = id.clone();
        let kept = self.engine.ask(move |accounts| {
            if is_over {
                accounts.drop_mail(&of)
            } else {
                accounts.put_off_mail(&of, due_at(clock::now(), tried).min(until))
            }
        });
        kept.await.map_err(|it| it.to_string())?;
        self.sent.remove(&id);
        problem.map_or(Ok(()), Err)
    }

    async fn bring(&self, letter: Letter) -> Result<Result<(), Trouble>, String> {
        if self.sent.contains(&letter.id) {
            return Ok(Ok(()));
        }
        if clock::now() >= letter.until {
            let why = "nobody needs it any more".to_owned();
            return Ok(Err(Trouble::Refused(why)));
        }
        let carrier = self.carrier.clone();
        let brought = spawn_blocking(move || carrier.bring(&letter)).await;
        brought.map_err(|it| it.to_string())
    }
}

/// When a letter is tried again that was tried so often.
fn due_at(now: Timestamp, tried: u32) -> Timestamp {
    let doubled = tried.saturating_sub(1).min(20);
    now.plus((AGAIN_MS << doubled).min(AGAIN_AT_MOST_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_up_to_a_quarter_of_an_hour() {
        let pauses = [1, 2, 5, 10, 11, u32::MAX].map(|tried| due_at(Timestamp(0), tried).0);
        assert_eq!(pauses, [2_000, 4_000, 32_000, 900_000, 900_000, 900_000]);
    }
}
