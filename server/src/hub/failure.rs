//! Why a command is not carried out.

use shared::{
    error::{Code, Failed},
    id::{self, Id},
    text::Invalid,
};

use crate::who::Verdict;

/// A refusal, with how the conversation stands where that helps.
#[derive(Debug)]
pub(super) struct Failure<C> {
    code: Code,
    retry_after_ms: Option<u64>,
    current: Option<Box<C>>,
}

impl<C> Failure<C> {
    /// A refusal that tells how the conversation stands.
    pub(super) fn with(code: Code, current: C) -> Self {
        Self {
            current: Some(Box::new(current)),
            ..code.into()
        }
    }

    /// Too much in too short a time.
    pub(super) fn rate_limited(retry_after_ms: u64) -> Self {
        Self {
            retry_after_ms: Some(retry_after_ms),
            ..Code::RateLimited.into()
        }
    }

    /// Not now, for want of room.
    pub(super) fn unavailable(retry_after_ms: u64) -> Self {
        Self {
            retry_after_ms: Some(retry_after_ms),
            ..Code::Unavailable.into()
        }
    }

    /// As the reply to a command.
    pub(super) fn reply(self, id: Id<id::Client>) -> Failed<C> {
        Failed {
            retry_after_ms: self.retry_after_ms,
            current: self.current.map(|current| *current),
            ..Failed::new(Some(id), self.code)
        }
    }
}

impl<C> From<Code> for Failure<C> {
    fn from(code: Code) -> Self {
        Self {
            code,
            retry_after_ms: None,
            current: None,
        }
    }
}

/// The text of a message was not accepted.
pub(super) fn of_text(invalid: Invalid) -> Code {
    match invalid {
        Invalid::Empty => Code::Empty,
        Invalid::TooLong => Code::TooLong,
        Invalid::Malformed => Code::Invalid,
    }
}

/// Goes on only when it is allowed.
pub(super) fn of_verdict(verdict: Verdict) -> Result<(), Code> {
    match verdict {
        Verdict::Allowed => Ok(()),
        Verdict::NotAllowed => Err(Code::NotAllowed),
        Verdict::NotFound => Err(Code::NotFound),
    }
}
