//! Passwords: what is a fit one, and Argon2id hashes of them.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};

use crate::secret;

/// The fewest characters.
const MIN: usize = 12;
/// The most bytes: hashing should not be paid by length.
const MAX: usize = 1024;
/// The fewest different characters.
const MIN_DIFFERENT: usize = 5;

/// Of a random password that nobody knows, made by [`hash`].
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$\
    I7bq9cue7FT+EvicF3UNEw$KRHRvQmaDTYAGPcf1teXk7IvZ+KLoKf9D/oS/6BCaIw";

/// Why a password is not taken, in plain words.
pub(crate) fn objection(password: &str, email: &str) -> Option<&'static str> {
    let mut letters: Vec<char> = password.chars().collect();
    let length = letters.len();
    letters.sort_unstable();
    letters.dedup();
    let lower = password.to_lowercase();
    let name = email.split('@').next().unwrap_or_default().to_lowercase();
    if length < MIN {
        Some("the password has fewer than 12 characters")
    } else if password.len() > MAX {
        Some("the password is longer than 1024 bytes")
    } else if letters.len() < MIN_DIFFERENT {
        Some("the password repeats too few characters")
    } else if lower.starts_with("password") || (name.len() > 3 && lower.contains(&name)) {
        Some("the password is easy to guess")
    } else {
        None
    }
}

/// The hash to keep. Takes tens of milliseconds and 19 MiB.
pub(crate) fn hash(password: &str) -> String {
    Argon2::default()
        .hash_password(password.as_bytes())
        .expect("the standard parameters are valid")
        .to_string()
}

/// Whether the password belongs to the hash. Takes as long when there is no hash.
pub(crate) fn verify(password: &str, hash: Option<&str>) -> bool {
    let hash = hash.unwrap_or(NOBODY);
    PasswordHash::new(hash).is_ok_and(|hash| {
        Argon2::default()
            .verify_password(password.as_bytes(), &hash)
            .is_ok()
    })
}

/// A password for a person to type once: 20 letters and digits that are not mistaken for each other.
pub(crate) fn generate() -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters: Vec<char> = secret::random::<20>()
        .iter()
        .map(|byte| char::from(ALPHABET[usize::from(byte & 31)]))
        .collect();
    letters
        .chunks(5)
        .map(String::from_iter)
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_belongs_to_its_hash_alone() {
        let kept = hash("correct horse battery");
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("correct horse battery", Some(&kept)));
        assert!(!verify("correct horse batterx", Some(&kept)));
        assert!(!verify("correct horse battery", Some("nonsense")));
    }

    #[test]
    fn nobody_is_verified_at_the_same_cost_and_never_right() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert!(!verify("", None));
        let cost = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(cost(NOBODY), cost(&hash("any")));
    }

    #[test]
    fn weak_passwords_are_told_why() {
        for weak in [
            "short",
            "aaaaaaaaaaaaaaaa",
            "Password12345",
            "anna.berg-rules!",
            &"long".repeat(300),
        ] {
            assert!(objection(weak, "anna.berg@example.com").is_some(), "{weak}");
        }
        assert_eq!(objection("correct horse battery", "anna@example.com"), None);
        assert_eq!(objection(&generate(), "anna@example.com"), None);
        assert_eq!(generate().len(), 23);
    }
}
