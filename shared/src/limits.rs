//! Limits of the wire. A server tells the ones a client needs in `welcome`; these are the values the
//! reference backend uses and the most that any backend may ask a client to bear.

use serde::{Deserialize, Serialize};

use crate::file;

/// The longest frame in bytes, either way.
pub const MAX_FRAME: usize = 64 * 1024;
/// The longest first frame in bytes.
pub const MAX_HELLO: usize = 8 * 1024;
/// Milliseconds a client has for its `hello` once the socket is open.
pub const HELLO_WITHIN_MS: u64 = 5_000;
/// Milliseconds from the first to the last fragment of one message.
pub const MESSAGE_WITHIN_MS: u64 = 10_000;
/// The most fragments of one message.
pub const MAX_FRAGMENTS: usize = 16;
/// The deepest nesting of a frame's JSON.
pub const MAX_DEPTH: usize = 16;
/// The most keys of one object in a frame.
pub const MAX_KEYS: usize = 64;
/// The largest integer a frame may hold: what every language's numbers can carry.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;
/// The longest text of a message in characters (Unicode scalar values).
pub const MAX_TEXT: usize = 10_000;
/// The most options of one message.
pub const MAX_OPTIONS: usize = 10;
/// The longest option in characters.
pub const MAX_OPTION: usize = 255;
/// So many messages with options of a conversation, the latest ones, can be answered.
pub const MAX_MENUS: usize = 10;
/// The longest comment of a rating, and text beside one, in characters.
pub const MAX_COMMENT: usize = 1024;
/// The longest name in characters.
pub const MAX_NAME: usize = 80;
/// The longest e-mail address in characters.
pub const MAX_EMAIL: usize = 254;
/// The longest telephone number in characters.
pub const MAX_PHONE: usize = 40;
/// The longest [identity](crate::frame::Hello::identity) in bytes.
pub const MAX_IDENTITY: usize = 4 * 1024;
/// The most variables that are told of a visitor on a page, and as many in an identity.
pub const MAX_VARIABLES: usize = 20;
/// The longest value of one in characters; the rest is cut off.
pub const MAX_VARIABLE: usize = 255;
/// The longest title of a ready answer, and the longest path of folders, in characters.
pub const MAX_TITLE: usize = 255;
/// The longest link of a ready answer in characters.
pub const MAX_LINK: usize = 2_000;
/// The longest address of a page on a visitor's trail in characters.
pub const MAX_ADDRESS: usize = 500;
/// The most pages of a visitor's trail.
pub const MAX_TRAIL: usize = 20;
/// The most articles that are suggested for one question.
pub const MAX_ARTICLES: usize = 3;
/// The most quick replies of one agent.
pub const MAX_REPLIES: u32 = 500;
/// The longest address or note in the register, in characters.
pub const MAX_REMARK: usize = 2_000;
/// The most requests that are made of one conversation.
pub const MAX_REQUESTS: usize = 20;
/// The most documents that are told of a contact.
pub const MAX_DOCUMENTS: usize = 50;
/// The most files of one message.
pub const MAX_FILES: usize = 5;
/// The largest file in bytes: 20 MB, as people's computers count them.
pub const MAX_FILE: u64 = 20 * 1024 * 1024;
/// The longest name of a file in characters.
pub const MAX_FILE_NAME: usize = 120;
/// The most pixels of a picture.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The most files of one person that no message has taken yet.
pub const MAX_WAITING_FILES: u32 = 20;
/// Milliseconds after which a file is forgotten that no message has taken.
pub const FILE_WAITS_MS: u64 = 82_800_000;
/// Milliseconds within which the bytes of an announced file must begin to come.
pub const UPLOAD_WITHIN_MS: u64 = 600_000;
/// Milliseconds for which a file can be got from one address.
pub const LINK_LIVES_MS: u64 = 60_000;
/// The most entries of one history page.
pub const MAX_PAGE: u16 = 100;
/// The most events between two looks at the socket while a log is replayed.
pub const REPLAY_CHUNK: u16 = 200;
/// The most entries in the tail of a snapshot.
pub const SNAPSHOT_TAIL: u16 = 50;
/// The most conversations one socket follows at once. With the desk these are as many heads as an object
/// may have members.
pub const MAX_FOLLOWED: usize = MAX_KEYS - 1;
/// Events that may wait for one socket before it is closed as a slow consumer.
pub const MAX_WAITING_EVENTS: usize = 256;
/// Bytes that may wait for one socket before it is closed as a slow consumer.
pub const MAX_WAITING_BYTES: usize = 1024 * 1024;
/// Milliseconds one write to a socket may take.
pub const WRITE_WITHIN_MS: u64 = 10_000;
/// Milliseconds between two beats.
pub const BEAT_EVERY_MS: u64 = 20_000;
/// Milliseconds of silence after which the server gives a client up.
pub const SERVER_PATIENCE_MS: u64 = 45_000;
/// Milliseconds of silence after which a client gives the server up.
pub const CLIENT_PATIENCE_MS: u64 = 50_000;
/// Milliseconds a probe may stay unanswered.
pub const PROBE_WITHIN_MS: u64 = 3_000;
/// Milliseconds a typing hint is shown without being renewed.
pub const TYPING_LIVES_MS: u64 = 10_000;
/// Milliseconds between two typing hints of one person.
pub const TYPING_EVERY_MS: u64 = 1_000;
/// Milliseconds after which an agent who still looks at a conversation says so again.
pub const LOOK_EVERY_MS: u64 = 4_000;
/// Milliseconds between two fetches for the same gap.
pub const GAP_FETCH_EVERY_MS: u64 = 2_000;
/// Milliseconds within which a ticket must be used.
pub const TICKET_LIVES_MS: u64 = 30_000;
/// Sockets one visitor may have open.
pub const VISITOR_SOCKETS: usize = 5;
/// Sockets one agent may have open.
pub const AGENT_SOCKETS: usize = 10;

/// What a server tells a client of its limits, in `welcome`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Limits {
    /// The longest text of a message in characters.
    pub max_text: usize,
    /// The longest frame in bytes.
    pub max_frame: usize,
    /// Messages per ten seconds.
    pub posts_per_10s: u32,
    /// Messages per minute.
    pub posts_per_60s: u32,
    /// Which files are taken; absent: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Box<file::Limits>>,
}

impl Limits {
    /// What a visitor may do.
    pub const VISITOR: Self = Self {
        max_text: MAX_TEXT,
        max_frame: MAX_FRAME,
        posts_per_10s: 20,
        posts_per_60s: 60,
        files: None,
    };
    /// What an agent may do.
    pub const AGENT: Self = Self {
        max_text: MAX_TEXT,
        max_frame: MAX_FRAME,
        posts_per_10s: 60,
        posts_per_60s: 200,
        files: None,
    };
}

/// How both sides know that the other is alive, in `welcome`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Heartbeat {
    /// Milliseconds between two beats of the server.
    pub every_ms: u64,
    /// Milliseconds of silence after which the client should connect anew.
    pub patience_ms: u64,
}

impl Default for Heartbeat {
    fn default() -> Self {
        Self {
            every_ms: BEAT_EVERY_MS,
            patience_ms: CLIENT_PATIENCE_MS,
        }
    }
}
