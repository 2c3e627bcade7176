//! Who a visitor is, as the channel's site has signed it: a JSON Web Token (RFC 7519) of the one kind that is taken
//! here. Nothing of a token is believed before its signature is right, and nothing in it chooses how it is checked
//! but `kid`, which names one of the channel's own keys.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use shared::{
    id::{self, Id},
    limits::{MAX_IDENTITY, MAX_NAME, MAX_VARIABLE},
    text,
    time::Timestamp,
    variable::{self, Told},
};

use crate::directory::{Key, Trust};

/// Seconds from now to the latest end of a token: no more than it takes to open a page and write.
const LIVES_S: u64 = 15 * 60;
/// Seconds by which the site's clock may differ.
const LEEWAY_S: u64 = 60;

/// Who a visitor is at the company.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Identity {
    /// What the site calls the person by: always the same one for the same person.
    pub subject: String,
    /// The person's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The person's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What else agents should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Told>,
}

/// Why a token is not taken: for the log, and nobody else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Longer than [`MAX_IDENTITY`].
    TooLong,
    /// Not three parts of base64url, or a part is not what it should be.
    Malformed,
    /// Its head has members that are not known here, such as `jku`, `jwk` or `crit`.
    Head,
    /// Signed otherwise than with HS256.
    Algorithm,
    /// The channel has no such key.
    Key,
    /// Not signed with that key.
    Signature,
    /// For another channel.
    Audience,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    Early,
    /// It would count for longer than [`LIVES_S`].
    Lasting,
    /// It does not say whom it is about.
    Subject,
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::TooLong => "it is longer than 4096 bytes",
            Self::Malformed => "it is no token, or lacks exp",
            Self::Head => "its header has members other than alg, typ and kid",
            Self::Algorithm => "its alg is not HS256",
            Self::Key => "its kid is none of the channel's keys",
            Self::Signature => "it is not signed with that key",
            Self::Audience => "its aud is not the channel",
            Self::Expired => "its exp is over",
            Self::Early => "its nbf or iat is in the future",
            Self::Lasting => "its exp is more than 15 minutes away",
            Self::Subject => "its sub is empty, too long or has odd characters",
        })
    }
}

/// The head of a token. Anything more could only ask us to check it in another way.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Head {
    alg: String,
    #[serde(default)]
    typ: Option<String>,
    #[serde(default)]
    kid: String,
}

/// What a token claims.
#[derive(Deserialize)]
struct Claims {
    aud: Audience,
    sub: String,
    exp: u64,
    #[serde(default)]
    nbf: Option<u64>,
    #[serde(default)]
    iat: Option<u64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
    #[serde(default)]
    email_verified: Option<bool>,
    #[serde(default)]
    variables: Vec<Told>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Finds out whom a token is about.
///
/// # Errors
/// Why it is not taken.
pub fn verify(
    token: &str,
    channel: &Id<id::Channel>,
    trust: &Trust,
    now: Timestamp,
) -> Result<Identity, Refusal> {
    if token.len() > MAX_IDENTITY {
        return Err(Refusal::TooLong);
    }
    let (signed, signature) = token.rsplit_once('.').ok_or(Refusal::Malformed)?;
    let (head, claims) = signed.split_once('.').ok_or(Refusal::Malformed)?;
    let key = key_of(&decoded(head)?, trust)?;
    let signature = decoded(signature)?;
    mac(key, signed)
        .verify_slice(&signature)
        .map_err(|_| Refusal::Signature)?;
    let claims: Claims =
        serde_json::from_slice(&decoded(claims)?).map_err(|_| Refusal::Malformed)?;
    claims.check(channel, now.0 / 1_000)?;
    claims.identity()
}

/// Makes a token of these claims, which are a JSON object.
pub(crate) fn sign(claims: &serde_json::Value, key: &Key) -> String {
    let head = Head {
        alg: "HS256".to_owned(),
        typ: Some("JWT".to_owned()),
        kid: key.id.clone(),
    };
    let part = |json: String| BASE64URL.encode(json);
    let head = serde_json::to_string(&head).expect("a head holds nothing that JSON cannot");
    let signed = [part(head), part(claims.to_string())].join(".");
    let signature = mac(key, &signed).finalize().into_bytes();
    [signed, BASE64URL.encode(signature)].join(".")
}

fn mac(key: &Key, signed: &str) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(key.secret.as_bytes());
    mac.expect("any length does").chain_update(signed)
}

fn decoded(part: &str) -> Result<Vec<u8>, Refusal> {
    BASE64URL.decode(part).map_err(|_| Refusal::Malformed)
}

/// The channel's own key that the token was signed with, as it says.
fn key_of<'a>(head: &[u8], trust: &'a Trust) -> Result<&'a Key, Refusal> {
    let head: Head = serde_json::from_slice(head).map_err(|error| {
        if error.is_data() {
            Refusal::Head
        } else {
            Refusal::Malformed
        }
    })?;
    if head.alg != "HS256" {
        return Err(Refusal::Algorithm);
    }
    if head.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err(Refusal::Head);
    }
    trust.key(&head.kid).ok_or(Refusal::Key)
}

impl Claims {
    fn check(&self, channel: &Id<id::Channel>, now_s: u64) -> Result<(), Refusal> {
        let is_ours = match &self.aud {
            Audience::One(it) => it == channel.as_str(),
            Audience::Several(all) => all.iter().any(|it| it == channel.as_str()),
        };
        if !is_ours {
            return Err(Refusal::Audience);
        }
        if self.exp <= now_s {
            return Err(Refusal::Expired);
        }
        if self.exp - now_s > LIVES_S + LEEWAY_S {
            return Err(Refusal::Lasting);
        }
        let begins = self.nbf.max(self.iat).unwrap_or_default();
        if begins > now_s + LEEWAY_S {
            return Err(Refusal::Early);
        }
        Ok(())
    }

    /// A name that is too long is cut, and an address that is none is left out: the person is known all the same.
    fn identity(self) -> Result<Identity, Refusal> {
        let subject = text::line(&self.sub, MAX_VARIABLE).ok();
        let subject = subject.filter(|it| *it == self.sub);
        let name = self
            .name
            .and_then(|it| text::line(&text::preview(&it, MAX_NAME - 1), MAX_NAME).ok());
        let email = self.email.filter(|_| self.email_verified != Some(false));
        Ok(Identity {
            subject: subject.ok_or(Refusal::Subject)?,
            name,
            email: email.and_then(|it| text::email(&it).ok()),
            variables: variable::clean(&self.variables),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const NOW: u64 = 1_795_000_000;

    fn key(id: &str, secret: &str) -> Key {
        Key {
            id: id.to_owned(),
            secret: secret.to_owned(),
            made_at: Timestamp(0),
        }
    }

    fn trust() -> Trust {
        Trust {
            keys: vec![key("k1", "the first secret"), key("k2", "the second")],
            is_required: false,
        }
    }

    fn claims() -> Value {
        json!({ "aud": "support", "sub": "c-1042", "exp": NOW + 300, "iat": NOW,
            "name": "Kari Nordmann", "email": "kari@example.com",
            "variables": [{ "name": "Plan", "value": "Gold" },
                { "name": "PIN", "value": "4711", "secret": true }] })
    }

    fn with(name: &str, value: Value) -> Value {
        let mut claims = claims();
        claims[name] = value;
        claims
    }

    fn without(name: &str) -> Value {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        claims
    }

    fn looked_at(token: &str) -> Result<Identity, Refusal> {
        verify(token, &Id::new("support"), &trust(), Timestamp(NOW * 1_000))
    }

    fn judged(claims: &Value) -> Result<Identity, Refusal> {
        looked_at(&sign(claims, &trust().keys[0]))
    }

    /// A token with any head and claims, signed with a key.
    fn forged(head: &str, claims: &str, key: &Key) -> String {
        let signed = [head, claims].map(|it| BASE64URL.encode(it)).join(".");
        let signature = mac(key, &signed).finalize().into_bytes();
        format!("{signed}.{}", BASE64URL.encode(signature))
    }

    fn headed(head: Value) -> Result<Identity, Refusal> {
        let key = &trust().keys[0];
        looked_at(&forged(&head.to_string(), &claims().to_string(), key))
    }

    #[test]
    fn what_a_site_has_signed_is_believed() {
        let identity = judged(&claims()).unwrap();
        assert_eq!(identity.subject, "c-1042");
        assert_eq!(identity.name.as_deref(), Some("Kari Nordmann"));
        assert_eq!(identity.email.as_deref(), Some("kari@example.com"));
        assert_eq!(identity.variables.len(), 2);
        // While keys are changed both count.
        assert!(looked_at(&sign(&claims(), &trust().keys[1])).is_ok());
        assert!(judged(&with("aud", json!(["site", "support"]))).is_ok());
        assert!(headed(json!({ "alg": "HS256", "kid": "k1" })).is_ok());
    }

    #[test]
    fn the_signature_is_that_of_the_standard() {
        // RFC 7515, A.1, whose key is 64 bytes that are no text: so RFC 4231, case 2, which is.
        let mac = mac(&key("k", "Jefe"), "what do ya want for nothing?");
        let hex: String = mac.finalize().into_bytes()[..8]
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(hex, "5bdcc146bf60754e");
    }

    #[test]
    fn a_token_that_asks_to_be_checked_in_another_way_is_refused() {
        for alg in [
            "none", "None", "HS384", "HS512", "RS256", "ES256", "hs256", "",
        ] {
            let head = json!({ "alg": alg, "kid": "k1", "typ": "JWT" });
            assert_eq!(headed(head), Err(Refusal::Algorithm), "{alg}");
        }
        for (name, value) in [
            ("jku", json!("https://evil.example/keys")),
            ("jwk", json!({ "kty": "oct", "k": "AA" })),
            ("x5u", json!("https://evil.example/cert")),
            ("crit", json!(["exp"])),
            ("b64", json!(false)),
            ("zip", json!("DEF")),
        ] {
            let mut head = json!({ "alg": "HS256", "kid": "k1", "typ": "JWT" });
            head[name] = value;
            assert_eq!(headed(head), Err(Refusal::Head), "{name}");
        }
        let encrypted = json!({ "alg": "HS256", "kid": "k1", "typ": "JWE" });
        assert_eq!(headed(encrypted), Err(Refusal::Head));
        let key = &trust().keys[0];
        let twice = forged(
            r#"{"alg":"none","alg":"HS256","kid":"k1"}"#,
            &claims().to_string(),
            key,
        );
        assert!(looked_at(&twice).is_err());
    }

    #[test]
    fn a_kid_names_one_of_the_channels_keys_and_nothing_else() {
        for kid in [
            "",
            "k3",
            "K1",
            "k1\0",
            "../k1",
            "' OR 1=1 --",
            "https://evil.example",
        ] {
            let head = json!({ "alg": "HS256", "kid": kid });
            assert_eq!(headed(head), Err(Refusal::Key), "{kid}");
        }
        assert_eq!(headed(json!({ "alg": "HS256" })), Err(Refusal::Key));
        for kid in [json!(1), json!(["k1"]), json!(null)] {
            assert_eq!(
                headed(json!({ "alg": "HS256", "kid": kid })),
                Err(Refusal::Head)
            );
        }
        // The key of another channel, under the name of one of this one's.
        let foreign = sign(&claims(), &key("k1", "the secret of sales"));
        assert_eq!(looked_at(&foreign), Err(Refusal::Signature));
        // One key under the name of the other.
        let swapped = sign(&claims(), &key("k1", "the second"));
        assert_eq!(looked_at(&swapped), Err(Refusal::Signature));
    }

    #[test]
    fn a_token_counts_for_its_channel_and_its_time_alone() {
        for (claims, refusal) in [
            (with("aud", json!("sales")), Refusal::Audience),
            (with("aud", json!(["sales"])), Refusal::Audience),
            (with("aud", json!([])), Refusal::Audience),
            (without("aud"), Refusal::Malformed),
            (with("exp", json!(NOW)), Refusal::Expired),
            (with("exp", json!(NOW - 3_600)), Refusal::Expired),
            (without("exp"), Refusal::Malformed),
            (with("exp", json!("soon")), Refusal::Malformed),
            (with("exp", json!(-1)), Refusal::Malformed),
            (with("exp", json!(u64::MAX)), Refusal::Lasting),
            (with("exp", json!(NOW + 16 * 60 + 1)), Refusal::Lasting),
            (with("nbf", json!(NOW + 61)), Refusal::Early),
            (with("iat", json!(NOW + 61)), Refusal::Early),
            (without("sub"), Refusal::Malformed),
            (with("sub", json!("")), Refusal::Subject),
            (with("sub", json!(" c-1042")), Refusal::Subject),
            (with("sub", json!("c\u{202e}1")), Refusal::Subject),
            (with("sub", json!("x".repeat(256))), Refusal::Subject),
        ] {
            assert_eq!(judged(&claims), Err(refusal), "{claims}");
        }
        assert!(judged(&with("exp", json!(NOW + 15 * 60))).is_ok());
        assert!(judged(&with("nbf", json!(NOW + 60))).is_ok());
    }

    #[test]
    fn what_is_no_token_is_refused_whatever_it_is() {
        let good = sign(&claims(), &trust().keys[0]);
        let (signed, signature) = good.rsplit_once('.').unwrap();
        let (head, payload) = signed.split_once('.').unwrap();
        let other = BASE64URL.encode(with("sub", json!("c-1")).to_string());
        for odd in [
            String::new(),
            ".".to_owned(),
            "..".to_owned(),
            signed.to_owned(),
            format!("{signed}."),
            format!("{good}="),
            format!("{good}.{signature}"),
            format!(" {good}"),
            format!("{head}.{other}.{signature}"),
            format!("{signed}.{}", &signature[..40]),
            format!("{head}.{payload}.{}", signature.to_lowercase()),
            good.replace('.', "%2E"),
        ] {
            assert!(looked_at(&odd).is_err(), "{odd}");
        }
        let long = sign(&with("filler", json!("x".repeat(10_000))), &trust().keys[0]);
        assert_eq!(looked_at(&long), Err(Refusal::TooLong));
    }

    #[test]
    fn a_person_with_an_odd_name_or_address_is_known_all_the_same() {
        let odd = with("name", json!("K".repeat(300)));
        assert_eq!(judged(&odd).unwrap().name.unwrap().chars().count(), 80);
        assert_eq!(judged(&with("email", json!("kari"))).unwrap().email, None);
        // The site itself says that the address is not known to be theirs.
        let doubtful = judged(&with("email_verified", json!(false))).unwrap();
        assert_eq!(doubtful.email, None);
    }
}
