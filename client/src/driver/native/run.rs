//! The loop around the link: inputs in, outputs performed, deliveries out.

use std::{collections::VecDeque, future, pin::Pin, sync::Arc};

use tokio::{
    select,
    sync::mpsc::{UnboundedReceiver, UnboundedSender},
    time::{Duration, Instant, sleep_until},
};

use super::{
    Error, Order, Place,
    account::Session,
    line::{Heard, Line},
    shelf::Shelf,
    wire::Fault,
};
use crate::{
    Delivery, Link, Voice,
    link::{Credentials, Input, Output, Setup},
};

/// What opens a socket.
#[derive(Clone, Debug)]
pub(super) enum Entrance {
    /// A visitor's own secret.
    Secret(String),
    /// An agent's session, which gives tickets.
    Session(Session),
}

type Fetching = Pin<Box<dyn Future<Output = Result<String, Error>> + Send>>;

/// A participant at work.
pub(super) struct Run<R: Voice> {
    place: Place,
    entrance: Entrance,
    fault: Arc<Fault>,
    deliver: UnboundedSender<Delivery<R>>,
    link: Link<R>,
    shelf: Shelf,
    line: Line,
    fetching: Option<Fetching>,
    wake_at: Option<Instant>,
    began_at: Instant,
    inputs: VecDeque<Input<R>>,
}

impl<R: Voice> Run<R> {
    pub(super) fn new(
        place: &Place,
        setup: Setup,
        entrance: Entrance,
        fault: Arc<Fault>,
        deliver: UnboundedSender<Delivery<R>>,
    ) -> Self {
        Self {
            place: place.clone(),
            entrance,
            fault,
            deliver,
            link: Link::new(setup),
            shelf: Shelf::default(),
            line: Line::None,
            fetching: None,
            wake_at: None,
            began_at: Instant::now(),
            inputs: VecDeque::new(),
        }
    }

    pub(super) async fn go(mut self, mut orders: UnboundedReceiver<Order<R>>) {
        self.inputs.push_back(match &self.entrance {
            Entrance::Secret(secret) => Input::Credentials(Credentials::new(secret.as_str())),
            Entrance::Session(_) => Input::SignedIn,
        });
        loop {
            self.turn().await;
            let wake_at = self.wake_at;
            let input = select! {
                order = orders.recv() => match order {
                    Some(Order::Give(input)) => input,
                    Some(Order::Cut) => {
                        if matches!(self.line, Line::None) {
                            continue;
                        }
                        self.line = Line::None;
                        Input::Closed(1006)
                    }
                    None => return,
                },
                heard = self.line.next() => match heard {
                    Heard::Opened => Input::Opened,
                    Heard::Text(text) => Input::Text(text),
                    Heard::Closed(code) => Input::Closed(code),
                },
                ticket = fetched(&mut self.fetching) => match ticket {
                    Ok(ticket) => Input::Credentials(Credentials::new(ticket)),
                    Err(Error::Refused(code, after_ms)) => Input::Denied(Some(code), after_ms),
                    Err(_) => Input::Denied(None, None),
                },
                () = woken(wake_at) => {
                    self.wake_at = None;
                    Input::Wake
                }
            };
            self.inputs.push_back(input);
        }
    }

    /// Gives the link all inputs that wait, each with everything that comes of it.
    async fn turn(&mut self) {
        while let Some(input) = self.inputs.pop_front() {
            let now = self.began_at.elapsed().as_millis() as u64;
            self.link.handle(input, now);
            while let Some(output) = self.link.poll() {
                self.perform(output).await;
            }
        }
    }

    async fn perform(&mut self, output: Output<R>) {
        match output {
            Output::Connect => self.line = Line::open(&self.place, &self.fault),
            Output::Transmit(text) => {
                if !self.line.send(text).await {
                    self.line = Line::None;
                    self.inputs.push_back(Input::Closed(1006));
                }
            }
            Output::Close => self.line = Line::None,
            Output::WakeAt(at) => self.wake_at = Some(self.began_at + Duration::from_millis(at)),
            // Nobody may be there any more to hear it.
            Output::Deliver(delivery) => drop(self.deliver.send(delivery)),
            Output::Keep(record, at) => {
                let id = record.id.clone();
                let order = self.shelf.put(record, at);
                self.inputs.push_back(Input::Kept(id, Some(order)));
            }
            Output::Forget(order) => self.shelf.remove(order),
            Output::Recall => self.inputs.push_back(Input::Stored(self.shelf.all())),
            Output::Tell(_) => {}
            Output::Authorize => {
                if let Entrance::Session(session) = &self.entrance {
                    let session = session.clone();
                    self.fetching = Some(Box::pin(async move { session.ticket().await }));
                }
            }
        }
    }
}

async fn fetched(fetching: &mut Option<Fetching>) -> Result<String, Error> {
    let Some(running) = fetching else {
        return future::pending().await;
    };
    let ticket = running.await;
    *fetching = None;
    ticket
}

async fn woken(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => future::pending().await,
    }
}
