//! Browsers in which somebody has signed in before. Such a browser keeps a proof of it, so that its
//! owner still gets in while strangers try passwords on the account.

use std::{io, path::Path};

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use sha2::{Digest, Sha256};
use shared::id::{self, Id};
use subtle::ConstantTimeEq;

use crate::{place, secret};

/// The file that keeps the key.
const FILE: &str = "browser.key";
const KEY: usize = 32;
const NONCE: usize = 16;
const SEAL: usize = 32;

/// Makes and checks the proofs.
#[derive(Clone)]
pub(crate) struct Browsers {
    key: [u8; KEY],
}

impl Browsers {
    /// Reads the key from the data folder, or makes it there.
    ///
    /// # Errors
    /// When the folder cannot be read or written.
    pub(crate) fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        let kept = match std::fs::read(&path) {
            Ok(bytes) => bytes.try_into().ok(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let key = match kept {
            Some(key) => key,
            None => {
                let key = secret::random();
                place::write_secret(&path, &key)?;
                key
            }
        };
        Ok(Self { key })
    }

    /// A proof for a browser in which the agent has signed in just now.
    pub(crate) fn proof(&self, agent: &Id<id::Agent>) -> String {
        let nonce = secret::random();
        let mut bytes = [0; NONCE + SEAL];
        bytes[..NONCE].copy_from_slice(&nonce);
        bytes[NONCE..].copy_from_slice(&self.seal(agent, &nonce));
        BASE64URL.encode(bytes)
    }

    /// What names the browser, if the proof is one for this agent.
    pub(crate) fn check(&self, proof: &str, agent: &Id<id::Agent>) -> Option<[u8; NONCE]> {
        let bytes = BASE64URL.decode(proof).ok()?;
        let (nonce, seal) = bytes.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        let is_ours: bool = self.seal(agent, &nonce).as_slice().ct_eq(seal).into();
        is_ours.then_some(nonce)
    }

    /// A keyed hash; hashed twice, so that nobody can continue it.
    fn seal(&self, agent: &Id<id::Agent>, nonce: &[u8; NONCE]) -> [u8; SEAL] {
        let inner = Sha256::new()
            .chain_update(self.key)
            .chain_update(nonce)
            .chain_update(agent.as_str())
            .finalize();
        Sha256::new()
            .chain_update(self.key)
            .chain_update(inner)
            .finalize()
            .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_for_its_agent_and_across_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let browsers = Browsers::open(folder.path()).unwrap();
        let (anna, bo) = (Id::new("anna"), Id::new("bo"));
        let proof = browsers.proof(&anna);
        let again = Browsers::open(folder.path()).unwrap();
        assert!(again.check(&proof, &anna).is_some());
        assert_eq!(again.check(&proof, &bo), None);
        let other = tempfile::tempdir().unwrap();
        let stranger = Browsers::open(other.path()).unwrap();
        assert_eq!(stranger.check(&proof, &anna), None);
        for odd in ["", "AAAA", "not base64!", &proof[1..]] {
            assert_eq!(again.check(odd, &anna), None, "{odd}");
        }
    }
}
