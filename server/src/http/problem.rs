//! Why a request is not carried out.

use std::time::Duration;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use shared::{error::Code, http::Problem};

use crate::{
    edge::{BUSY_FOR, Busy},
    store::Trouble,
};

/// What is told to whoever asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Refusal {
    code: Code,
    retry_after: Option<Duration>,
}

impl Refusal {
    /// The request has not the form it should have.
    pub(crate) const BAD_REQUEST: Self = Self::new(Code::BadRequest);
    /// Nobody is signed in, or with a wrong password.
    pub(crate) const SIGN_IN: Self = Self::new(Code::SignInRequired);
    /// Not from there.
    pub(crate) const NOT_ALLOWED: Self = Self::new(Code::NotAllowed);
    /// No such thing, or not for you.
    pub(crate) const NOT_FOUND: Self = Self::new(Code::NotFound);
    /// A name, address or password that cannot be taken.
    pub(crate) const INVALID: Self = Self::new(Code::Invalid);

    /// For this reason.
    pub(crate) const fn new(code: Code) -> Self {
        Self {
            code,
            retry_after: None,
        }
    }

    /// Too often.
    pub(crate) fn rate_limited(wait: Duration) -> Self {
        Self {
            code: Code::RateLimited,
            retry_after: Some(wait),
        }
    }

    /// Not now.
    pub(crate) fn unavailable(wait: Duration) -> Self {
        Self {
            code: Code::Unavailable,
            retry_after: Some(wait),
        }
    }

    fn status(self) -> StatusCode {
        match self.code {
            Code::SignInRequired => StatusCode::UNAUTHORIZED,
            Code::NotAllowed => StatusCode::FORBIDDEN,
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Code::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Code::WrongType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<Busy> for Refusal {
    fn from(_: Busy) -> Self {
        Self::unavailable(BUSY_FOR)
    }
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Taken => Self::INVALID,
            Trouble::Absent => Self::NOT_FOUND,
            Trouble::Storage(why) => {
                tracing::error!(why, "a request met trouble with the storage");
                Self::unavailable(BUSY_FOR)
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let millis = |wait: Duration| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
        let problem = Problem {
            code: self.code,
            retry_after_ms: self.retry_after.map(millis),
            token: None,
        };
        let mut response = (self.status(), Json(problem)).into_response();
        if let Some(wait) = self.retry_after {
            let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
