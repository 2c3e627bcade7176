//! A web site's own server, as far as it signs who its visitors are.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// A site with a key of a channel.
#[derive(Clone, Debug)]
pub struct Site {
    /// What tokens name the key by.
    pub kid: String,
    /// The secret.
    pub secret: String,
}

impl Site {
    /// What the site claims of somebody for a channel, for the next five minutes.
    pub fn claims(channel: &str, customer: &str) -> Value {
        json!({ "aud": channel, "sub": customer, "iat": now_s(), "exp": now_s() + 300 })
    }

    /// Signs claims as it should be done.
    pub fn sign(&self, claims: &Value) -> String {
        self.sign_as(&json!({ "alg": "HS256", "kid": self.kid }), claims)
    }

    /// Signs claims under any head.
    pub fn sign_as(&self, head: &Value, claims: &Value) -> String {
        let part = |it: &Value| BASE64URL.encode(it.to_string());
        let signed = [part(head), part(claims)].join(".");
        let mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes());
        let mac = mac.expect("any key does").chain_update(&signed).finalize();
        [signed, BASE64URL.encode(mac.into_bytes())].join(".")
    }
}

/// Seconds since 1970.
pub fn now_s() -> u64 {
    server::clock::now().0 / 1_000
}
