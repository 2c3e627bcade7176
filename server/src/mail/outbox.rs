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
    use std::sync::Mutex;

    use jiff::tz::TimeZone;

    use super::*;
    use crate::{
        engine::Options,
        hub::Settings,
        record::Write,
        store::{
            Store,
            memory::{Disk, Fault, Memory},
        },
    };

    /// Says to each letter what was set, in turn, and remembers which it was given.
    #[derive(Default)]
    struct Fake {
        answers: Mutex<Vec<Result<(), Trouble>>>,
        given: Mutex<Vec<String>>,
        /// What breaks when a letter has been brought.
        breaks: Mutex<Option<Disk>>,
    }

    impl Carrier for Fake {
        fn bring(&self, letter: &Letter) -> Result<(), Trouble> {
            self.given.lock().unwrap().push(letter.id.to_string());
            if let Some(disk) = self.breaks.lock().unwrap().take() {
                disk.set_fault(Some(Fault::Full));
            }
            self.answers.lock().unwrap().pop().unwrap_or(Ok(()))
        }
    }

    /// An outbox in which these letters wait, until their moment.
    fn outbox(disk: &Disk, letters: &[(&str, u64)], fake: &Arc<Fake>) -> Outbox {
        let mut store = Memory::new(disk.clone());
        store.begin().unwrap();
        for (id, until) in letters {
            let letter = Letter {
                id: Id::new(*id),
                to: format!("{id}@example.com"),
                sender: String::new(),
                html: String::new(),
                subject: "Subject".to_owned(),
                text: "Text".to_owned(),
                written_at: Timestamp(1),
                until: Timestamp(*until),
            };
            store.apply(&Write::Mail(Box::new(letter))).unwrap();
        }
        store.commit().unwrap();
        let options = Options {
            settings: Settings::default(),
            zone: TimeZone::UTC,
        };
        let (engine, _) = Engine::start(Box::new(store), options).unwrap();
        Outbox {
            engine,
            carrier: fake.clone(),
            sent: HashSet::new(),
        }
    }

    /// Which wait, and how often each was tried.
    fn waiting(outbox: &Outbox) -> Vec<(String, u32)> {
        let all = outbox.engine.reader().mails(Timestamp(u64::MAX), 99);
        let all = all.unwrap().into_iter();
        all.map(|it| (it.letter.id.to_string(), it.tried)).collect()
    }

    fn later(why: &str) -> Result<(), Trouble> {
        Err(Trouble::Delayed(why.to_owned()))
    }

    #[tokio::test]
    async fn each_letter_is_sent_given_up_or_tried_again_for_itself() {
        let (disk, fake) = (Disk::default(), Arc::new(Fake::default()));
        let refused = Err(Trouble::Refused("no".to_owned()));
        *fake.answers.lock().unwrap() = vec![Ok(()), refused, later("busy")];
        let letters = [
            ("a", u64::MAX),
            ("old", 2),
            ("b", u64::MAX),
            ("c", u64::MAX),
        ];
        let mut outbox = outbox(&disk, &letters, &fake);
        let (_stop, stopping) = watch::channel(false);
        outbox.round(&stopping).await.unwrap();
        assert_eq!(*fake.given.lock().unwrap(), ["a", "b", "c"]);
        assert_eq!(waiting(&outbox), [("a".to_owned(), 1)]);
        // It is not due yet.
        outbox.round(&stopping).await.unwrap();
        assert_eq!(fake.given.lock().unwrap().len(), 3);
    }

    #[tokio::test]
    async fn without_a_mail_server_the_others_are_not_tried() {
        let (disk, fake) = (Disk::default(), Arc::new(Fake::default()));
        *fake.answers.lock().unwrap() = vec![Err(Trouble::Unavailable("away".to_owned()))];
        let mut outbox = outbox(&disk, &[("a", u64::MAX), ("b", u64::MAX)], &fake);
        let (_stop, stopping) = watch::channel(false);
        assert_eq!(outbox.round(&stopping).await, Err("away".to_owned()));
        let left = [("b".to_owned(), 0), ("a".to_owned(), 1)];
        assert_eq!(waiting(&outbox), left);
    }

    #[tokio::test]
    async fn what_was_sent_is_not_sent_again_when_that_could_not_be_kept() {
        let (disk, fake) = (Disk::default(), Arc::new(Fake::default()));
        *fake.breaks.lock().unwrap() = Some(disk.clone());
        let mut outbox = outbox(&disk, &[("a", u64::MAX)], &fake);
        let (_stop, stopping) = watch::channel(false);
        assert!(outbox.round(&stopping).await.is_err());
        assert_eq!(waiting(&outbox).len(), 1);
        disk.set_fault(None);
        outbox.round(&stopping).await.unwrap();
        assert_eq!(waiting(&outbox), []);
        assert_eq!(*fake.given.lock().unwrap(), ["a"]);
    }

    #[tokio::test]
    async fn nothing_more_is_sent_when_the_server_stops() {
        let (disk, fake) = (Disk::default(), Arc::new(Fake::default()));
        let mut outbox = outbox(&disk, &[("a", u64::MAX)], &fake);
        let (_stop, stopping) = watch::channel(true);
        outbox.round(&stopping).await.unwrap();
        assert_eq!(waiting(&outbox).len(), 1);
        assert!(fake.given.lock().unwrap().is_empty());
    }

    #[test]
    fn the_pauses_grow_up_to_a_quarter_of_an_hour() {
        let pauses = [1, 2, 5, 10, 11, u32::MAX].map(|tried| due_at(Timestamp(0), tried).0);
        assert_eq!(pauses, [2_000, 4_000, 32_000, 900_000, 900_000, 900_000]);
    }
}
