//! The cookies: which browser is signed in, and which has been before.

use axum::http::{HeaderMap, HeaderValue, header};

/// Holds the secret of a browser session.
pub(super) const SESSION: &str = "__Host-samtale";
/// Holds the proof that somebody has signed in before in this browser.
pub(super) const BROWSER: &str = "__Host-samtale-browser";

/// The value of a cookie; nothing when it stands there twice, which no browser of ours sends.
pub(super) fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut found = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

/// Lets the browser keep a cookie for so many seconds; 0 removes it.
pub(super) fn set(headers: &mut HeaderMap, name: &str, value: &str, seconds: u64) {
    let text =
        format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict");
    let value = HeaderValue::try_from(text).expect("our cookies are plain ASCII");
    headers.append(header::SET_COOKIE, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(values: &[&'static str]) -> HeaderMap {
        values
            .iter()
            .map(|value| (header::COOKIE, HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn a_cookie_is_found_by_its_exact_name() {
        let all = headers(&["a=1; __Host-samtale=secret; __Host-samtale-browser=proof"]);
        assert_eq!(read(&all, SESSION), Some("secret"));
        assert_eq!(read(&all, BROWSER), Some("proof"));
        assert_eq!(
            read(&headers(&["samtale=x; x__Host-samtale=y"]), SESSION),
            None
        );
        let twice = headers(&["__Host-samtale=a", "__Host-samtale=b"]);
        assert_eq!(read(&twice, SESSION), None);
    }
}
