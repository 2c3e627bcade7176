//! The one place where an error becomes a sentence.

use shared::error::Code;

use super::Words;

impl Words {
    /// What to tell a person whose command was refused.
    pub(crate) fn refusal(&self, code: Code) -> &'static str {
        match code {
            Code::BadRequest => self.refused_bad_request,
            Code::UnknownCommand => self.refused_unknown_command,
            Code::TooLong => self.refused_too_long,
            Code::Empty => self.refused_empty,
            Code::Invalid => self.refused_invalid,
            Code::Incomplete => self.refused_incomplete,
            Code::NoDomain => self.refused_no_domain,
            Code::NotFound => self.refused_not_found,
            Code::NotAllowed => self.refused_not_allowed,
            Code::Conflict => self.refused_conflict,
            Code::Ended => self.refused_ended,
            Code::Changed => self.refused_changed,
            Code::QueueEmpty => self.refused_queue_empty,
            Code::Closed => self.refused_closed,
            Code::QueueFull => self.refused_queue_full,
            Code::TooMany => self.refused_too_many,
            Code::TooLarge => self.refused_too_large,
            Code::WrongType => self.refused_wrong_type,
            Code::NoFile => self.refused_no_file,
            Code::IdConflict => self.refused_id_conflict,
            Code::RateLimited => self.refused_rate_limited,
            Code::Unavailable => self.refused_unavailable,
            Code::UnsupportedVersion => self.refused_unsupported_version,
            Code::SignInRequired => self.refused_sign_in_required,
            Code::UnknownChannel => self.refused_unknown_channel,
            Code::TooManySockets => self.refused_too_many_sockets,
            Code::IdentityRefused => self.refused_identity,
            Code::IdentityRequired => self.refused_nobody,
            Code::Unknown => self.refused_unknown,
        }
    }
}
