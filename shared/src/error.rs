//! What can go wrong, as closed lists. Each tells the client what to do.

use serde::{Deserialize, Serialize};

use crate::id::{self, Id};

/// Why a command failed or a `hello` was refused.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The frame or command is not of the form the protocol asks for. Do not repeat it.
    BadRequest,
    /// This backend does not know the command. Hide the feature.
    UnknownCommand,
    /// The text is longer than `welcome.limits.max_text`. Let the person shorten it.
    TooLong,
    /// There is nothing in the message. Let the person write something.
    Empty,
    /// An e-mail address, a name or another answer is not well formed. Let the person correct it.
    Invalid,
    /// An answer that the channel's form requires is missing, or the consent. Let the person give it.
    Incomplete,
    /// There is no such mail domain as that of the e-mail address. Let the person correct it.
    NoDomain,
    /// No such thing, or not for you: the two look alike.
    NotFound,
    /// You may see it, but not do this with it.
    NotAllowed,
    /// Somebody was faster; `current` holds how it stands now.
    Conflict,
    /// The conversation has ended; `current` holds how it stands now.
    Ended,
    /// A colleague wrote since what the writer had seen; nothing was posted. Show it, and let the person decide.
    Changed,
    /// There is nobody to take out of the queue.
    QueueEmpty,
    /// The channel takes no chats now. Let the person leave a request where there is a form for it.
    Closed,
    /// As many wait as may. Let the person try later, or leave a request where there is a form for it.
    QueueFull,
    /// There are as many of these as one may have. Let the person remove one.
    TooMany,
    /// The file is larger than `welcome.limits.files.max_bytes`, or a picture of too many pixels. Let the
    /// person take a smaller one.
    TooLarge,
    /// The file is of a type that is not taken, or its bytes are not what its type says. Let the person
    /// take another one.
    WrongType,
    /// A file of the message is not there, not ready, or went with another message. Let the person attach
    /// it again.
    NoFile,
    /// The same command id was used before with other content. Use a new id.
    IdConflict,
    /// Too much in too short a time. Repeat after `retry_after_ms`.
    RateLimited,
    /// The backend cannot store anything now. Repeat after `retry_after_ms`; nothing was done.
    Unavailable,
    /// None of the offered versions is spoken here (`hello` only). The client must be renewed.
    UnsupportedVersion,
    /// The token is missing, wrong, used or expired (`hello` only). Sign in anew.
    SignInRequired,
    /// There is no such channel, or it is closed to this origin (`hello` only).
    UnknownChannel,
    /// This person has too many sockets open (`hello` only). Close one.
    TooManySockets,
    /// The signed identity is not taken: forged, expired, for another channel, or not that of this token (`hello`
    /// only). Go on as nobody in particular, with a new token.
    IdentityRefused,
    /// The channel is for visitors alone whose identity its site has signed (`hello` only).
    IdentityRequired,
    /// A code of a later version. Treat it as final.
    #[serde(other)]
    Unknown,
}

impl Code {
    /// Every code of this version, in the order above.
    pub const ALL: [Self; 28] = [
        Self::BadRequest,
        Self::UnknownCommand,
        Self::TooLong,
        Self::Empty,
        Self::Invalid,
        Self::Incomplete,
        Self::NoDomain,
        Self::NotFound,
        Self::NotAllowed,
        Self::Conflict,
        Self::Ended,
        Self::Changed,
        Self::QueueEmpty,
        Self::Closed,
        Self::QueueFull,
        Self::TooMany,
        Self::TooLarge,
        Self::WrongType,
        Self::NoFile,
        Self::IdConflict,
        Self::RateLimited,
        Self::Unavailable,
        Self::UnsupportedVersion,
        Self::SignInRequired,
        Self::UnknownChannel,
        Self::TooManySockets,
        Self::IdentityRefused,
        Self::IdentityRequired,
    ];

    /// Whether the same command with the same id may succeed later.
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::RateLimited | Self::Unavailable)
    }
}

/// The reply to a command that was not carried out.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Failed<C> {
    /// The command's id; absent when the frame was too broken to have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id<id::Client>>,
    /// Why.
    pub code: Code,
    /// Whether the same command with the same id may succeed later.
    #[serde(default)]
    pub retryable: bool,
    /// How long to wait before repeating, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
    /// How the thing stands now, for `conflict` and `ended`.
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none")]
    pub current: Option<C>,
}

impl<C> Failed<C> {
    /// A plain failure of the command `id`.
    pub fn new(id: Option<Id<id::Client>>, code: Code) -> Self {
        Self {
            id,
            code,
            retryable: code.is_retryable(),
            retry_after_ms: None,
            current: None,
        }
    }
}

/// The answer to a `hello` that is not accepted; the socket closes after it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Refused {
    /// Why.
    pub code: Code,
    /// The versions spoken here, lowest and highest, for `unsupported_version`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<(u16, u16)>,
    /// How long to wait before another try, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u64>,
}

/// Why a server closes a socket: WebSocket close codes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CloseCode {
    /// 1000: the client closed. Nothing to do.
    Normal = 1000,
    /// 1001: the server goes away, after `going_away`. Connect anew after the time it named.
    GoingAway = 1001,
    /// 1003: a binary frame came. The client is faulty; connect anew, slowly.
    Binary = 1003,
    /// 1007: a text frame was not UTF-8. The client is faulty; connect anew, slowly.
    NotUtf8 = 1007,
    /// 1009: a frame was longer than the limit. Do not send it again.
    TooBig = 1009,
    /// 4000: no `hello` came in time. Connect anew.
    HelloTimeout = 4000,
    /// 4001: the first frame was not a `hello`. The client is faulty.
    HelloExpected = 4001,
    /// 4002: the `hello` was refused; the `refused` frame before it says why.
    Refused = 4002,
    /// 4003: the person's access ended. Sign in anew.
    SignedOut = 4003,
    /// 4004: the client read too slowly. Connect anew and resume by cursor; nothing is lost.
    SlowConsumer = 4004,
    /// 4005: nothing was heard of the client for too long. Connect anew.
    Silent = 4005,
    /// 4006: a message came in too many fragments or too slowly. The client is faulty.
    Fragments = 4006,
    /// 4007: the server met a fault of its own. Connect anew and resume by cursor.
    Fault = 4007,
}

impl CloseCode {
    /// Every close code a server uses.
    pub const ALL: [Self; 13] = [
        Self::Normal,
        Self::GoingAway,
        Self::Binary,
        Self::NotUtf8,
        Self::TooBig,
        Self::HelloTimeout,
        Self::HelloExpected,
        Self::Refused,
        Self::SignedOut,
        Self::SlowConsumer,
        Self::Silent,
        Self::Fragments,
        Self::Fault,
    ];

    /// The code behind a number; `None` for codes of others, which mean: connect anew.
    pub fn from_number(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|code| *code as u16 == number)
    }
}
