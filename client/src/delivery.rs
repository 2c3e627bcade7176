//! What the link tells the app, in order.

use shared::{
    Role,
    error::{Code, Failed},
    frame::{Event, Reset, Welcome},
    id::{self, Id},
};

use crate::{link::Status, outbox};

/// One thing that happened. Every slice is given every delivery.
#[derive(Clone, Debug, PartialEq)]
pub enum Delivery<R: Role> {
    /// The connection stands differently.
    Status(Status),
    /// Signed in, at this time of the driver's clock.
    Welcome(Box<Welcome<R::Me>>, u64),
    /// A change of a log: in order, without holes, each once.
    Event(Event<R::Change>),
    /// A change of a kind this version does not know. Its number counts.
    Unknown(Event<()>),
    /// A log begins anew: drop what you have of it and take this.
    Reset(Box<Reset<R::Snapshot>>),
    /// A log cannot be followed (any more): drop what you have of it.
    Lost(Id<id::Log>, Code),
    /// Something short-lived.
    Hint(R::Hint),
    /// The one answer to a command.
    Answer(Box<Answer<R>>),
    /// Something about a command in the outbox.
    Outbox(outbox::News),
    /// Whether what is sent survives a reload of the page. When not, say so to the person.
    Durable(bool),
    /// Whether this is the one tab of the person that sends.
    Leading(bool),
    /// Small values kept by `remember`, all of them at the start, later those that another tab changed.
    Remembered(Vec<(String, String)>),
}

/// The answer to a command.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<R: Role> {
    /// The command's id.
    pub id: Id<id::Client>,
    /// The question, for commands that were asked; absent for those from the outbox.
    pub question: Option<R::Command>,
    /// What came of it.
    pub outcome: Outcome<R>,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<R: Role> {
    /// Carried out. The reply is absent when it is of a later version.
    Done(Option<R::Reply>),
    /// Not carried out.
    Refused(Failed<R::Current>),
    /// There was no connection, or it ended before the answer. Only for asked commands: those in the
    /// outbox wait.
    Unanswered,
}
