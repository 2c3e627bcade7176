//! What the person before a window can see. What is not there yet is waited for.

use std::time::Duration;

use fantoccini::elements::Element;
use serde_json::{Value, json};
use tokio::time::{Instant, interval};

use super::Window;
use crate::patience::PATIENCE;

/// How often a page is looked at again.
const GLANCE: Duration = Duration::from_millis(25);

impl Window {
    /// Waits until a script returns something that is not null, false or undefined, and returns it.
    /// While the page is exchanged for another, nothing is true.
    pub async fn until(&self, what: &str, script: &str, args: &[Value]) -> Value {
        self.until_within(PATIENCE, what, script, args).await
    }

    /// Waits longer, for what takes many steps.
    pub async fn until_slowly(&self, what: &str, script: &str, args: &[Value]) -> Value {
        self.until_within(PATIENCE * 4, what, script, args).await
    }

    async fn until_within(
        &self,
        limit: Duration,
        what: &str,
        script: &str,
        args: &[Value],
    ) -> Value {
        let mut glances = interval(GLANCE);
        let deadline = Instant::now() + limit;
        let mut last = String::new();
        while Instant::now() < deadline {
            glances.tick().await;
            match self.try_ask(script, args).await {
                Ok(Value::Null | Value::Bool(false)) => last.clear(),
                Ok(found) => return found,
                Err(error) => last = error.to_string(),
            }
        }
        panic!("waited {limit:?} in vain: {what} {last}");
    }

    /// Waits for the element that a script returns.
    pub async fn element(&self, what: &str, script: &str, args: &[Value]) -> Element {
        let found = self.until(what, script, args).await;
        let id = found
            .as_object()
            .and_then(|it| it.values().next())
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("{what} is no element: {found}"));
        Element::from_element_id(self.client.clone(), id.to_owned().into())
    }

    /// Waits until somebody can see an element that matches and says these words.
    pub async fn see(&self, css: &str, words: &str) {
        self.until(
            &format!("`{css}` saying “{words}”"),
            "return saying(args[0], args[1]).length > 0",
            &[json!(css), json!(words)],
        )
        .await;
    }

    /// Waits until nobody can see such an element any more.
    pub async fn miss(&self, css: &str, words: &str) {
        self.until(
            &format!("no `{css}` saying “{words}”"),
            "return saying(args[0], args[1]).length === 0",
            &[json!(css), json!(words)],
        )
        .await;
    }

    /// How many such elements can be seen now.
    pub async fn count(&self, css: &str, words: &str) -> u64 {
        self.ask(
            "return saying(args[0], args[1]).length",
            &[json!(css), json!(words)],
        )
        .await
        .as_u64()
        .expect("it is a count")
    }

    /// The texts of all matching elements that can be seen now, from top to bottom.
    pub async fn texts(&self, css: &str) -> Vec<String> {
        let found = self
            .ask("return shown(args[0]).map(text)", &[json!(css)])
            .await;
        serde_json::from_value(found).expect("they are texts")
    }

    /// Waits for the element that matches and says these words, the last one if there are several.
    pub async fn find(&self, css: &str, words: &str) -> Element {
        self.element(
            &format!("`{css}` saying “{words}”"),
            "return saying(args[0], args[1]).at(-1)",
            &[json!(css), json!(words)],
        )
        .await
    }
}
