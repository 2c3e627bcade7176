//! Addresses of pages, and to which sites they belong.

/// Scheme, host and the rest of an address of a page; the host with its port, and with a user where one stands there.
/// Nothing for another scheme than http and https, nor for what is not plain ASCII.
pub(crate) fn parts(address: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = address.split_once("://")?;
    // Browsers read `\` as `/`.
    let is_plain = address
        .bytes()
        .all(|it| it.is_ascii_graphic() && it != b'\\');
    if !is_plain || !matches!(scheme, "http" | "https") {
        return None;
    }
    let (host, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let name = host.rsplit('@').next().unwrap_or_default();
    let is_odd =
        |it: char| !(it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | ':' | '[' | ']'));
    (!name.is_empty() && !name.contains(is_odd)).then_some((scheme, host, rest))
}

/// Whether an address is of one of these origins.
pub(crate) fn is_of(address: &str, origins: &[String]) -> bool {
    let is_of = |origin: &String| {
        let rest = address.strip_prefix(origin.as_str());
        rest.is_some_and(|it| it.is_empty() || it.starts_with(['/', '?', '#']))
    };
    origins.iter().any(is_of)
}
