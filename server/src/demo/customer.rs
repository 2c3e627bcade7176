//! The customer whom the shop has signed in, as a shop's own server tells the chat of one.

use serde_json::json;

use crate::{clock, directory::Key, identity, secret};

/// How long a page's token counts: long enough to open the page and the chat.
const LIVES_S: u64 = 10 * 60;

/// A key of the shop's, made at each start.
pub(super) fn key() -> Key {
    Key {
        id: "shop".to_owned(),
        secret: secret::new(),
        made_at: clock::now(),
    }
}

/// The attributes that tell the chat who is before the page: signed, and beside it what only the page says.
pub(super) fn attributes(key: &Key, channel: &str) -> String {
    let now_s = clock::now().0 / 1_000;
    let claims = json!({
        "aud": channel,
        "sub": "kari",
        "iat": now_s,
        "exp": now_s + LIVES_S,
        "name": "Kari Nordmann",
        "email": "kari@example.com",
        "variables": [
            { "name": "Order", "value": "4711" },
            { "name": "Door code", "value": "2580", "secret": true },
        ],
    });
    let told = json!([{ "name": "Page", "value": "My account" }]).to_string();
    let told = told
        .replace('"', "&quot;")
        .replace('{', "&#123;")
        .replace('}', "&#125;");
    format!(
        " data-identity=\"{}\" data-variables=\"{told}\"",
        identity::sign(&claims, key)
    )
}
