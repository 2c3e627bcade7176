//! What drivers understand and our client has no words for.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// Such a command.
#[derive(Debug)]
pub(super) enum Vendor {
    /// What pages and the browser wrote to the console since the last time.
    Console,
    /// A command of the Chrome DevTools Protocol.
    DevTools(&'static str, Value),
    /// Standard, but not in our client: work in the page itself, not in one of its frames.
    TopFrame,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let path = match self {
            Self::Console => "se/log",
            Self::DevTools(..) => "goog/cdp/execute",
            Self::TopFrame => "frame",
        };
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/{path}"))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = match self {
            Self::Console => json!({ "type": "browser" }),
            Self::DevTools(name, params) => json!({ "cmd": name, "params": params }),
            Self::TopFrame => json!({ "id": null }),
        };
        (Method::POST, Some(body.to_string()))
    }
}
