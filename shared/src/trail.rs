//! On which pages of the channel's sites a visitor is and was, since the chat began.
//!
//! The page says so, and so nothing of it is verified. What could be a secret is left out on the way in.

use serde::{Deserialize, Serialize};

use crate::{
    id::{self, Id},
    limits::{MAX_ADDRESS, MAX_NAME, MAX_TITLE, MAX_TRAIL},
    site, text,
    time::Timestamp,
};

/// The visitor is on a page, with whatever browser it is. Sent when the conversation begins, at each page after that, and
/// when the connection was lost. Each member may be empty.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Browse {
    /// The page's address: http or https.
    pub address: String,
    /// The page's title.
    #[serde(default)]
    pub title: String,
    /// The address of the page that led there.
    #[serde(default)]
    pub referrer: String,
    /// The visitor's time zone by its name, such as `Europe/Oslo`.
    #[serde(default)]
    pub zone: String,
    /// What the browser says of itself.
    #[serde(default)]
    pub browser: String,
}

/// A page on which the visitor is or was.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Stop {
    /// Its address, at most [`MAX_ADDRESS`] characters of ASCII; see [`address`] for what is not kept of it.
    pub address: String,
    /// Its title, at most [`MAX_TITLE`] characters; empty where it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Since when.
    pub at: Timestamp,
}

/// Where a visitor was, and with what.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Trail {
    /// The pages in order, the latest last, at most [`MAX_TRAIL`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<Stop>,
    /// From where the visitor came to the first page that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
    /// The browser and the system it runs on, such as `Firefox 144, Windows`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// The visitor's time zone by its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// Asks for a visitor's trail. Whoever may read the conversation may.
///
/// Refused with `not_allowed`.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct LookAtTrail {
    /// Of which conversation.
    pub conversation: Id<id::Conversation>,
}

impl Trail {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Where the visitor is now.
    pub fn last(&self) -> Option<&Stop> {
        self.stops.last()
    }

    /// Takes what a page tells, if it is a page of one of these origins; tells whether that is news.
    pub fn take(&mut self, told: &Browse, sites: &[String], at: Timestamp) -> bool {
        let Some(address) = address(&told.address).filter(|it| site::is_of(it, sites)) else {
            return false;
        };
        let before = self.clone();
        let title = text::line(&told.title, usize::MAX).unwrap_or_default();
        let title = text::preview(&title, MAX_TITLE);
        if self.stops.is_empty() {
            self.referrer = self::address(&told.referrer);
        }
        self.browser = browser(&told.browser).or_else(|| self.browser.take());
        self.zone = zone(&told.zone).or_else(|| self.zone.take());
        match self.stops.last_mut() {
            Some(last) if last.address == address => last.title = title,
            _ => self.stops.push(Stop { address, title, at }),
        }
        let surplus = self.stops.len().saturating_sub(MAX_TRAIL);
        self.stops.drain(..surplus);
        *self != before
    }
}

/// What may be kept of an address: scheme, host and path, and what stands behind `#` where that is a way within the page.
/// Nothing of another scheme than http and https. User, password and query are left out, and `…` stands for a part of
/// the path that may be a key or names a person: one that holds an @, or at least 16 letters and digits in a row with
/// a digit among them.
pub fn address(text: &str) -> Option<String> {
    let (scheme, host, rest) = site::parts(text)?;
    let host = host.rsplit('@').next().unwrap_or_default();
    let (path, place) = rest.split_once('#').unwrap_or((rest, ""));
    let is_way = place.starts_with('/') || place.starts_with("!/");
    let mut kept = [scheme, "://", host, &way(path)].concat();
    if is_way {
        kept.push('#');
        kept.push_str(&way(place));
    }
    Some(text::preview(&kept, MAX_ADDRESS))
}

/// A path without its query, and with nothing that may be a key.
fn way(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path
        .split('/')
        .map(|part| if is_secret(part) { "…" } else { part })
        .collect();
    parts.join("/")
}

fn is_secret(part: &str) -> bool {
    let is_key = |run: &str| run.len() >= 16 && run.bytes().any(|it| it.is_ascii_digit());
    let mut runs = part.split(|it: char| !it.is_ascii_alphanumeric());
    part.contains('@') || part.to_ascii_lowercase().contains("%40") || runs.any(is_key)
}

/// How browsers tell who they are, the special ones first, and what they are called.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
];

/// How they tell on what they run.
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
];

/// Browser, main version and system, out of what a browser says of itself.
fn browser(agent: &str) -> Option<String> {
    let name = BROWSERS.iter().find_map(|(mark, name)| {
        let (_, rest) = agent.split_once(mark)?;
        let version: String = rest
            .chars()
            .take_while(char::is_ascii_digit)
            .take(4)
            .collect();
        Some(format!("{name} {version}"))
    });
    let system = SYSTEMS.iter().find(|(mark, _)| agent.contains(mark));
    let system = system.map(|(_, name)| (*name).to_owned());
    let parts: Vec<String> = name.into_iter().chain(system).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A zone's name, if it may be one.
fn zone(name: &str) -> Option<String> {
    let is_odd = |it: char| !(it.is_ascii_alphanumeric() || matches!(it, '/' | '_' | '+' | '-'));
    let fits = (1..=MAX_NAME).contains(&name.len()) && !name.contains(is_odd);
    fits.then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(address: &str, title: &str) -> Browse {
        Browse {
            address: address.to_owned(),
            title: title.to_owned(),
            ..Browse::default()
        }
    }

    #[test]
    fn what_may_be_a_secret_is_not_kept_of_an_address() {
        for (told, kept) in [
            ("https://shop.example/", "https://shop.example/"),
            ("https://shop.example", "https://shop.example"),
            ("http://127.0.0.1:8080/a/b", "http://127.0.0.1:8080/a/b"),
            (
                "https://shop.example/a?token=geheim#x",
                "https://shop.example/a",
            ),
            ("https://shop.example?token=geheim", "https://shop.example"),
            (
                "https://kari:geheim@shop.example/a",
                "https://shop.example/a",
            ),
            (
                "https://shop.example/#access_token=geheim",
                "https://shop.example/",
            ),
            (
                "https://shop.example/#/cart?key=geheim",
                "https://shop.example/#/cart",
            ),
            (
                "https://shop.example/#!/cart",
                "https://shop.example/#!/cart",
            ),
            (
                "https://shop.example/reset/Zm9ydHktdHdvIGFuZCBzb21lIG1vcmU/now",
                "https://shop.example/reset/…/now",
            ),
            (
                "https://shop.example/stop/kari@fjord.example",
                "https://shop.example/stop/…",
            ),
            (
                "https://shop.example/stop/kari%40fjord.example",
                "https://shop.example/stop/…",
            ),
            (
                "https://shop.example/lamps-for-long-evenings-2026/4711",
                "https://shop.example/lamps-for-long-evenings-2026/4711",
            ),
        ] {
            assert_eq!(address(told).as_deref(), Some(kept), "{told}");
        }
        let long = format!("https://shop.example/{}", "a/".repeat(600));
        assert_eq!(
            address(&long).map(|it| it.chars().count()),
            Some(MAX_ADDRESS + 1)
        );
    }

    #[test]
    fn nothing_but_the_web_is_an_address() {
        for odd in [
            "",
            "javascript:alert(1)",
            "javascript://shop.example/%0aalert(1)",
            "data:text/html,<script>alert(1)</script>",
            "//shop.example/",
            "https:///a",
            "https://shop.example\\@evil.example/",
            "https://b\u{430}nk.example/",
            "https://shop.example/\u{202e}gpj.exe",
            "https://shop.example/a b",
            "file:///etc/passwd",
            "HTTPS://shop.example/",
        ] {
            assert_eq!(address(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_trail_has_the_last_pages_of_the_sites_listed() {
        let sites = ["https://shop.example".to_owned()];
        let mut trail = Trail::default();
        let first = Browse {
            referrer: "https://search.example/find?q=lamp".to_owned(),
            zone: "Europe/Oslo".to_owned(),
            browser: "Mozilla/5.0 (Windows NT 10.0; rv:144.0) Gecko/20100101 Firefox/144.0"
                .to_owned(),
            ..on("https://shop.example/0", " A\nlamp\u{202e} ")
        };
        assert!(trail.take(&first, &sites, Timestamp(1)));
        assert!(
            !trail.take(&first, &sites, Timestamp(2)),
            "it is the same page"
        );
        for foreign in [
            "https://shop.example.evil.example/",
            "https://evil.example/",
            "",
        ] {
            assert!(
                !trail.take(&on(foreign, "x"), &sites, Timestamp(3)),
                "{foreign}"
            );
        }
        assert!(trail.take(&on("https://shop.example/0", "Lamp"), &sites, Timestamp(4)));
        let stop = Stop {
            address: "https://shop.example/0".to_owned(),
            title: "Lamp".to_owned(),
            at: Timestamp(1),
        };
        assert_eq!(trail.stops, [stop]);
        for page in 1..=30_u64 {
            let it = on(&format!("https://shop.example/{page}"), "");
            assert!(trail.take(&it, &sites, Timestamp(page)));
        }
        assert_eq!(trail.stops.len(), MAX_TRAIL);
        assert_eq!(trail.last().map(|it| it.at), Some(Timestamp(30)));
        assert_eq!(
            trail.referrer.as_deref(),
            Some("https://search.example/find")
        );
        assert_eq!(trail.browser.as_deref(), Some("Firefox 144, Windows"));
        assert_eq!(trail.zone.as_deref(), Some("Europe/Oslo"));
    }

    #[test]
    fn browsers_are_told_apart_and_nothing_they_say_is_believed() {
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 \
                      (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";
        let edge = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0";
        assert_eq!(browser(safari).as_deref(), Some("Safari 19, iOS"));
        assert_eq!(browser(edge).as_deref(), Some("Edge 142, macOS"));
        assert_eq!(browser("<script>alert(1)</script>"), None);
        assert_eq!(zone("Europe/Oslo\"><script>"), None);
    }
}
