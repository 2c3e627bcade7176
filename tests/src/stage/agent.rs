//! An agent at the desk.

use fantoccini::key::Key;
use serde_json::json;

use super::{Seat, Visitor, demo::Account};
use crate::browser::Window;

/// Somebody in front of the agent app.
pub struct Agent {
    /// The browser.
    pub seat: Seat,
    /// How to sign in.
    pub account: Account,
    origin: String,
}

impl Agent {
    /// Somebody at this seat, who has not opened the app yet.
    pub fn new(seat: Seat, origin: &str, account: Account) -> Self {
        Self {
            seat,
            account,
            origin: origin.to_owned(),
        }
    }

    /// The page.
    pub fn page(&self) -> &Window {
        &self.seat.window
    }

    /// Opens the app by its address.
    pub async fn open(&self) {
        self.page().go(&format!("{}/", self.origin)).await;
    }

    /// Opens the app at another address.
    pub async fn open_at(&self, path: &str) {
        self.page().go(&format!("{}{path}", self.origin)).await;
    }

    /// Types address and password.
    pub async fn sign_in(&self) {
        let page = self.page();
        page.write("input[type=email]", &self.account.email).await;
        page.write("input[type=password]", &self.account.password)
            .await;
        page.key(Key::Enter).await;
        page.see("nav a", "Dashboard").await;
    }

    /// Goes to the dashboard.
    pub async fn go_to_dashboard(&self) {
        self.page().press("nav a", "Dashboard").await;
        self.page().see(".tiles", "").await;
    }

    /// Goes to the chats.
    pub async fn go_to_chats(&self) {
        self.page().press("nav a", "Chats").await;
        self.page().see("button", "Get next in queue").await;
    }

    /// Answers the chat with this question by double-clicking it on the dashboard.
    pub async fn answer(&self, question: &str) {
        self.page()
            .press_twice(".incoming [role=row]", question)
            .await;
        self.page().see("textarea", "Message:").await;
    }

    /// A visitor opens the chat and asks something, and is answered: both see each other.
    pub async fn meet(&self, visitor: &Visitor, question: &str) {
        visitor.begin(question).await;
        self.answer(question).await;
        visitor.sees(&self.account.name).await;
    }

    /// Takes whoever waits longest.
    pub async fn take_next(&self) {
        self.page().press("button", "Get next in queue").await;
        self.page().see("textarea", "Message:").await;
    }

    /// Opens the chat in the list whose visitor or last message is this.
    pub async fn open_chat(&self, words: &str) {
        self.page().press("a.session", words).await;
        self.page().see("a.session[aria-current]", words).await;
    }

    /// Writes into the composer and sends it with Enter.
    pub async fn say(&self, text: &str) {
        self.page().write("textarea", text).await;
        self.page().key(Key::Enter).await;
    }

    /// Writes to colleagues only, and turns back to the visitor.
    pub async fn say_privately(&self, text: &str) {
        self.page().press("[role=switch]", "Private").await;
        self.page().see("textarea", "Private message").await;
        self.say(text).await;
        self.page().press("[role=switch]", "Private").await;
        self.page().see("textarea", "Message:").await;
    }

    /// Waits until the open conversation shows this.
    pub async fn sees(&self, text: &str) {
        self.page().see(".transcript .line, .writers", text).await;
    }

    /// The messages of the open conversation that are mounted, from top to bottom, private ones with a
    /// mark before them.
    pub async fn messages(&self) -> Vec<String> {
        let script = "return shown('.transcript .line:not([data-side=system])').map((it) =>
            (it.dataset.private === undefined ? '' : 'private: ') + text(it.querySelector('.bubble')))";
        let found = self.page().ask(script, &[]).await;
        serde_json::from_value(found).expect("they are texts")
    }

    /// Waits until the number on a way through the app is this; nothing stands there for none.
    pub async fn badge(&self, way: &str, number: u32) {
        let script = "
            const [way] = saying('.rail a', args[0]);
            const badge = way?.querySelector('.badge');
            return (badge && isShown(badge) ? parseInt(text(badge), 10) : 0) === args[1];
        ";
        let what = format!("{number} on {way}");
        self.page()
            .until(&what, script, &[json!(way), json!(number)])
            .await;
    }

    /// Ends the open conversation.
    pub async fn end_chat(&self) {
        self.page().press("button", "End chat").await;
        self.page().press("dialog button", "End chat").await;
    }
}
