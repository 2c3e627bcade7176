//! Frames as text.

use shared::{Role, frame::FromServer};

/// Writes a frame as it goes over the wire.
pub fn text<R: Role>(frame: &FromServer<R>) -> String {
    serde_json::to_string(frame).expect("frames hold nothing that JSON cannot")
}
