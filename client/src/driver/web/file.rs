//! The app's own files.

/// The text of a file of the page's own origin, if it can be had.
pub async fn text(path: &str) -> Option<String> {
    super::account::request("GET", path, None).await.ok()
}
