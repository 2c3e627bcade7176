//! Keys for the bytes of files: given out over a socket, good at one address for a short time.
//!
//! Nothing is kept of them: a key says what it is for and is sealed. They end with the server.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use sha2::{Digest, Sha256};
use shared::{
    id::{self, Id},
    limits,
    time::Timestamp,
};
use subtle::ConstantTimeEq;

use crate::{directory::SessionKey, hub::input::Who};

/// Bytes of a seal.
const SEAL: usize = 16;
/// Bytes of a browser session's key that stand in an agent's key.
const SESSION: usize = 12;

/// Makes and checks keys.
#[derive(Clone)]
pub struct Keys {
    key: [u8; 32],
}

/// Somebody who was given the address of a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Holder {
    /// A visitor.
    Visitor(Id<id::Visitor>),
    /// An agent, and how the key of the browser session begins.
    Agent(Id<id::Agent>, String),
}

impl Keys {
    /// From a secret.
    pub fn new(seed: [u8; 32]) -> Self {
        let key = Sha256::new().chain_update(b"files").chain_update(seed);
        Self {
            key: key.finalize().into(),
        }
    }

    /// Lets the bytes of a file in.
    pub fn upload(&self, file: &Id<id::File>, now: Timestamp) -> String {
        let until = now.plus(limits::UPLOAD_WITHIN_MS).0.to_string();
        let seal = self.seal(&["put", file.as_str(), &until]);
        format!("{until}.{seal}")
    }

    /// Whether the key lets the bytes of that file in.
    pub fn lets_in(&self, file: &Id<id::File>, key: &str, now: Timestamp) -> bool {
        let Some((until, seal)) = key.split_once('.') else {
            return false;
        };
        is_before(now, until) && self.is_sealed(&["put", file.as_str(), until], seal)
    }

    /// Lets somebody get a file.
    pub fn link(&self, file: &Id<id::File>, who: &Who, now: Timestamp) -> String {
        let until = now.plus(limits::LINK_LIVES_MS).0.to_string();
        let (kind, id, session) = match who {
            Who::Visitor { id, .. } => ("v", id.as_str(), String::new()),
            Who::Agent { id, session } => ("a", id.as_str(), beginning(session)),
        };
        let seal = self.seal(&["get", file.as_str(), kind, id, &session, &until]);
        format!("{kind}.{id}.{session}.{until}.{seal}")
    }

    /// Whom the key was given to, if it is one for that file and still good.
    pub fn holder(&self, file: &Id<id::File>, key: &str, now: Timestamp) -> Option<Holder> {
        let parts: Vec<&str> = key.split('.').collect();
        let [kind, id, session, until, seal] = parts[..] else {
            return None;
        };
        let said = ["get", file.as_str(), kind, id, session, until];
        if !is_before(now, until) || !self.is_sealed(&said, seal) {
            return None;
        }
        match kind {
            "v" => Some(Holder::Visitor(Id::new(id))),
            "a" => Some(Holder::Agent(Id::new(id), session.to_owned())),
            _ => None,
        }
    }

    fn is_sealed(&self, said: &[&str], seal: &str) -> bool {
        self.seal(said).as_bytes().ct_eq(seal.as_bytes()).into()
    }

    /// A keyed hash; hashed twice, so that nobody can continue it.
    fn seal(&self, said: &[&str]) -> String {
        let mut inner = Sha256::new().chain_update(self.key);
        for part in said {
            inner.update((part.len() as u64).to_le_bytes());
            inner.update(part);
        }
        let outer = Sha256::new()
            .chain_update(self.key)
            .chain_update(inner.finalize())
            .finalize();
        BASE64URL.encode(&outer[..SEAL])
    }
}

impl Holder {
    /// Whether this is the browser session an agent's address was given in.
    pub fn is_of(&self, session: &SessionKey) -> bool {
        matches!(self, Self::Agent(_, begin) if *begin == beginning(session))
    }
}

fn beginning(session: &SessionKey) -> String {
    BASE64URL.encode(&session[..SESSION])
}

fn is_before(now: Timestamp, until: &str) -> bool {
    until.parse().is_ok_and(|until: u64| now.0 < until)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn keys() -> Keys {
        Keys::new([7; 32])
    }

    #[test]
    fn a_key_is_good_for_its_file_and_its_time() {
        let (keys, file, other) = (keys(), Id::new("f"), Id::new("g"));
        let key = keys.upload(&file, NOW);
        assert!(keys.lets_in(&file, &key, NOW.plus(limits::UPLOAD_WITHIN_MS - 1)));
        assert!(!keys.lets_in(&file, &key, NOW.plus(limits::UPLOAD_WITHIN_MS)));
        assert!(!keys.lets_in(&other, &key, NOW));
        assert!(!Keys::new([8; 32]).lets_in(&file, &key, NOW));
        let longer = key.replacen('1', "9", 1);
        for odd in ["", ".", "a.b", longer.as_str()] {
            assert!(!keys.lets_in(&file, odd, NOW), "{odd}");
        }
    }

    #[test]
    fn an_address_says_whom_it_was_given_to() {
        let (keys, file) = (keys(), Id::new("f"));
        let (kari, ann) = (Id::new("kari"), Id::new("ann"));
        let visitor = Who::Visitor {
            id: kari.clone(),
            channel: Id::new("support"),
        };
        let key = keys.link(&file, &visitor, NOW);
        assert_eq!(keys.holder(&file, &key, NOW), Some(Holder::Visitor(kari)));
        assert_eq!(keys.holder(&Id::new("g"), &key, NOW), None);
        let later = NOW.plus(limits::LINK_LIVES_MS);
        assert_eq!(keys.holder(&file, &key, later), None);
        let forged = key.replacen('v', "a", 1);
        assert_eq!(keys.holder(&file, &forged, NOW), None);
        assert!(!keys.lets_in(&file, &key, NOW));

        let session = [3; 32];
        let agent = Who::Agent {
            id: ann.clone(),
            session,
        };
        let key = keys.link(&file, &agent, NOW);
        let holder = keys.holder(&file, &key, NOW).unwrap();
        assert!(holder.is_of(&session) && !holder.is_of(&[4; 32]));
    }
}
