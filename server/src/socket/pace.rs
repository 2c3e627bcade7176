//! The periods of a socket.

use std::time::Duration;

use shared::limits;

/// How long a socket waits for what.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// For the `hello`.
    pub hello: Duration,
    /// Between two beats.
    pub beat: Duration,
    /// For anything at all from the client.
    pub patience: Duration,
    /// From the first to the last byte of a message.
    pub message: Duration,
    /// For so many bytes of a file that a line is not too slow.
    pub bytes: Duration,
    /// For one write to be taken.
    pub write: Duration,
    /// For the client to close after us.
    pub goodbye: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            hello: Duration::from_millis(limits::HELLO_WITHIN_MS),
            beat: Duration::from_millis(limits::BEAT_EVERY_MS),
            patience: Duration::from_millis(limits::SERVER_PATIENCE_MS),
            message: Duration::from_millis(limits::MESSAGE_WITHIN_MS),
            bytes: Duration::from_secs(15),
            write: Duration::from_millis(limits::WRITE_WITHIN_MS),
            goodbye: Duration::from_secs(1),
        }
    }
}
