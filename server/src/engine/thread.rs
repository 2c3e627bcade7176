//! The loop: take what waits, carry it out, tend to what is due.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc, PoisonError,
        atomic::Ordering,
        mpsc::{Receiver, RecvTimeoutError},
    },
    thread,
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::{
    Board, Wish,
    machine::{Machine, Order},
};
use crate::{clock, store::Trouble};

/// Orders of one round at most.
const MAX_ROUND: usize = 512;

/// Rounds of one order after a fault: what caused it, fails alone the next time.
const CAREFUL_ROUNDS: usize = 4 * MAX_ROUND;

type Waiting = Receiver<(Wish, Option<OwnedSemaphorePermit>)>;

/// Starts the thread.
pub(super) fn start(
    machine: Machine,
    waiting: Waiting,
    board: Arc<Board>,
) -> Result<oneshot::Receiver<()>, Trouble> {
    let (ending, ended) = oneshot::channel();
    let mut run = Run {
        machine,
        waiting,
        board,
        careful: 0,
    };
    thread::Builder::new()
        .name("engine".to_owned())
        .spawn(move || {
            let goodbye = run.run();
            run.board.is_ready.store(false, Ordering::Relaxed);
            drop(run);
            // Nobody has to listen.
            let _ = ending.send(());
            if let Some(goodbye) = goodbye {
                let _ = goodbye.send(());
            }
        })
        .map_err(|error| Trouble::Storage(error.to_string()))?;
    Ok(ended)
}

struct Run {
    machine: Machine,
    waiting: Waiting,
    board: Arc<Board>,
    /// Rounds that take one order only.
    careful: usize,
}

impl Run {
    /// Runs until it is stopped, and returns whom to tell, or until nobody holds a handle.
    fn run(&mut self) -> Option<oneshot::Sender<()>> {
        loop {
            let due_in = Duration::from_millis(self.machine.due_in(clock::now()));
            let first = match self.waiting.recv_timeout(due_in) {
                Ok(first) => Some(first),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            };
            if let Some(goodbye) = self.take(first) {
                return Some(goodbye);
            }
            self.guarded(|machine| machine.tend(clock::now()));
            self.publish();
        }
    }

    /// Carries out the first wish and those that wait behind it.
    fn take(
        &mut self,
        first: Option<(Wish, Option<OwnedSemaphorePermit>)>,
    ) -> Option<oneshot::Sender<()>> {
        let limit = if self.careful > 0 { 1 } else { MAX_ROUND };
        self.careful = self.careful.saturating_sub(1);
        let mut orders = Vec::new();
        let mut seats = Vec::new();
        let mut next = first;
        while let Some((wish, seat)) = next {
            seats.extend(seat);
            match wish {
                Wish::Order(order) => orders.push(order),
                Wish::Ask(job) => {
                    self.round(std::mem::take(&mut orders));
                    let outcome = self.guarded(|machine| machine.ask(job, clock::now()));
                    self.publish();
                    if let Some(tell) = outcome {
                        tell();
                    }
                }
                Wish::IsOpen(channel, told) => {
                    // Whoever asked may have gone away.
                    let _ = told.send(self.machine.is_open(&channel));
                }
                Wish::Stop(code, goodbye) => {
                    self.round(std::mem::take(&mut orders));
                    self.machine.close(code);
                    return Some(goodbye);
                }
            }
            if orders.len() >= limit {
                break;
            }
            next = self.waiting.try_recv().ok();
        }
        self.round(orders);
        None
    }

    fn round(&mut self, orders: Vec<Order>) {
        if !orders.is_empty() {
            self.guarded(|machine| machine.round(orders, clock::now()));
        }
    }

    /// A fault of the rules costs the round, not the server: everybody in it is told that nothing was
    /// done.
    fn guarded<T>(&mut self, work: impl FnOnce(&mut Machine) -> T) -> Option<T> {
        let machine = &mut self.machine;
        let done = catch_unwind(AssertUnwindSafe(|| work(machine))).ok();
        if done.is_none() {
            tracing::error!("a fault of the rules: starting over from what is stored");
            self.careful = CAREFUL_ROUNDS;
            self.machine.start_over(clock::now());
        }
        done
    }

    /// Lets others see how it stands.
    fn publish(&self) {
        let is_ready = self.machine.is_well();
        self.board.is_ready.store(is_ready, Ordering::Relaxed);
        let directory = self.machine.directory();
        let mut shown = self
            .board
            .directory
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&shown, directory) {
            *shown = directory.clone();
        }
    }
}
