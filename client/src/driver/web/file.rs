//! Files of the page's own origin, and bytes that a link leads to.

use shared::file::File;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// The text of a file of the page's own origin, if it can be had.
pub async fn text(path: &str) -> Option<String> {
    super::account::request("GET", path, None).await.ok()
}

/// The bytes at the address of a link, if they come whole.
pub async fn bytes(address: &str, file: &File) -> Option<Blob> {
    let bytes = fetch(address).await.ok()?;
    (bytes.size() as u64 == file.size).then_some(bytes)
}

async fn fetch(address: &str) -> Result<Blob, JsValue> {
    // Nothing but the address goes along: it may be of an origin that is only for files.
    let response = JsFuture::from(super::window().fetch_with_str(address)).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(response.blob()?).await?.dyn_into()
}
