//! How the connection stands, in the words of a person.

use client::{Delivery, clock::Clock, link::Status};
use shared::{
    agent::{Agent, Snapshot},
    error::Code,
    file, limits,
    time::Timestamp,
};

/// Milliseconds for which a broken connection is nobody's business.
const PATIENCE_MS: u64 = 2_000;

/// The level of the protocol that has more than taking, writing and ending.
const DESK: &str = "desk";

/// The connection and what it told about itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Connection {
    status: Status,
    /// Since when it is not live.
    since: Option<u64>,
    clock: Clock,
    max_text: usize,
    files: Option<Box<file::Limits>>,
    has_desk: bool,
    is_ready: bool,
    is_durable: bool,
    is_leading: bool,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            status: Status::default(),
            since: None,
            clock: Clock::default(),
            max_text: limits::MAX_TEXT,
            files: None,
            has_desk: false,
            is_ready: false,
            is_durable: true,
            is_leading: false,
        }
    }
}

/// What a person must know of the connection.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Trouble {
    /// There is none.
    Reconnecting,
    /// There is one, but something is still missing.
    CatchingUp,
    /// The server refused it.
    Barred(Code),
}

impl Connection {
    /// Takes what happened at a time of the driver's clock; tells whether anything here changed.
    pub(crate) fn receive(&mut self, delivery: &Delivery<Agent>, now: u64) -> bool {
        let before = self.clone();
        match delivery {
            Delivery::Status(status) => {
                self.status = *status;
                let is_over = status.is_live() || *status == Status::Idle;
                self.since = (!is_over).then(|| self.since.unwrap_or(now));
            }
            Delivery::Welcome(welcome, at) => {
                self.clock = Clock::new(welcome.server_time, *at);
                self.max_text = welcome.limits.max_text;
                self.files = welcome.limits.files.clone();
                self.has_desk = welcome.levels.iter().any(|it| it == DESK);
            }
            Delivery::Reset(it) if matches!(it.snapshot, Snapshot::Desk(_)) => self.is_ready = true,
            Delivery::Durable(is_durable) => self.is_durable = *is_durable,
            Delivery::Leading(is_leading) => self.is_leading = *is_leading,
            _ => {}
        }
        *self != before
    }

    /// Which files the server takes; nothing: none.
    pub(crate) fn files(&self) -> Option<&file::Limits> {
        self.files.as_deref()
    }

    /// Whether the server has the level `desk`; what belongs to it is not shown without.
    pub(crate) fn has_desk(&self) -> bool {
        self.has_desk
    }

    /// What a person must know now; nothing while all is well or may soon be.
    pub(crate) fn trouble(&self, now: u64) -> Option<Trouble> {
        let has_lasted = self.since.is_some_and(|since| now >= since + PATIENCE_MS);
        match self.status {
            Status::Barred(Code::SignInRequired) | Status::Live | Status::Idle => None,
            Status::Barred(code) => Some(Trouble::Barred(code)),
            _ if !has_lasted => None,
            Status::CatchingUp => Some(Trouble::CatchingUp),
            Status::Connecting | Status::Waiting(_) => Some(Trouble::Reconnecting),
        }
    }

    /// Whether the server ended the person's access.
    pub(crate) fn is_signed_out(&self) -> bool {
        self.status == Status::Barred(Code::SignInRequired)
    }

    /// Whether the desk was shown once.
    pub(crate) fn is_ready(&self) -> bool {
        self.is_ready
    }

    /// Whether what is sent lies in storage until it is acknowledged.
    pub(crate) fn is_durable(&self) -> bool {
        self.is_durable
    }

    /// Whether this tab speaks for all tabs of the person.
    pub(crate) fn is_leading(&self) -> bool {
        self.is_leading
    }

    /// Whether a message would leave at once.
    pub(crate) fn is_live(&self) -> bool {
        self.status.is_live()
    }

    /// The most characters of a message.
    pub(crate) fn max_text(&self) -> usize {
        self.max_text
    }

    /// The server's time at a time of the driver's clock.
    pub(crate) fn server_time(&self, now: u64) -> Timestamp {
        self.clock.at(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(statuses: &[(Status, u64)]) -> Connection {
        let mut connection = Connection::default();
        for (status, now) in statuses {
            connection.receive(&Delivery::Status(*status), *now);
        }
        connection
    }

    #[test]
    fn a_short_break_is_not_mentioned_and_a_long_one_is() {
        let connection = after(&[(Status::Live, 0), (Status::Waiting(1_500), 1_000)]);
        assert_eq!(connection.trouble(2_999), None);
        assert_eq!(connection.trouble(3_000), Some(Trouble::Reconnecting));
    }

    #[test]
    fn several_tries_are_one_break() {
        let broken = [
            (Status::Waiting(1), 0),
            (Status::Connecting, 1_900),
            (Status::Waiting(9), 1_950),
        ];
        assert_eq!(after(&broken).trouble(2_000), Some(Trouble::Reconnecting));
        let mut healing = broken.to_vec();
        healing.push((Status::CatchingUp, 2_500));
        assert_eq!(after(&healing).trouble(2_500), Some(Trouble::CatchingUp));
        healing.push((Status::Live, 2_600));
        assert_eq!(after(&healing).trouble(9_000), None);
    }

    #[test]
    fn a_refusal_is_said_at_once_but_a_missing_sign_in_is_another_screen() {
        let barred = |code| after(&[(Status::Barred(code), 0)]);
        let many = barred(Code::TooManySockets);
        assert_eq!(many.trouble(0), Some(Trouble::Barred(Code::TooManySockets)));
        assert_eq!(barred(Code::SignInRequired).trouble(0), None);
        assert!(barred(Code::SignInRequired).is_signed_out());
    }
}
