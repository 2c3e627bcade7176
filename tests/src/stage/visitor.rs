//! A visitor of the shop, who sees the widget.

use fantoccini::key::Key;

use shared::{
    agent::{Agent, Summary},
    id::{self, Id},
};

use super::Seat;
use crate::{browser::Window, socket::Socket};

/// Where the widget's own page is within the site's: of the chat that the script line has made, or else the first.
const FRAME: &str = "
    const chat = document.querySelector(':root > samtale-chat') ?? document.querySelector('samtale-chat');
    return chat?.shadowRoot?.querySelector('iframe');
";

/// The messages of either side, without what the system says.
pub const MESSAGES: &str = "[role=log] li:not([data-side=system]) .bubble";

/// Somebody in front of the shop.
pub struct Visitor {
    /// The browser.
    pub seat: Seat,
    shop: String,
}

impl Visitor {
    pub(super) fn new(seat: Seat, shop: &str) -> Self {
        Self {
            seat,
            shop: shop.to_owned(),
        }
    }

    /// Goes to a page of the shop by its address.
    pub async fn go(&self, page: &str) {
        self.seat.window.leave().await;
        self.seat.window.go(&format!("{}{page}", self.shop)).await;
    }

    /// Opens another tab of the same browser, and works there.
    pub async fn second_tab(&self, page: &str) -> Self {
        self.seat.window.open_tab().await;
        let tab = Self::new(self.seat.clone(), &self.shop);
        tab.go(page).await;
        tab
    }

    /// Works in one of the browser's tabs.
    pub async fn show_tab(&self, index: usize) {
        self.seat.window.show_tab(index).await;
    }

    /// Loads the page anew.
    pub async fn reload(&self) {
        self.seat.window.leave().await;
        self.seat.window.reload().await;
    }

    /// Works on the shop's page.
    pub async fn page(&self) -> &Window {
        self.seat.window.leave().await;
        &self.seat.window
    }

    /// Works in the chat's panel, once it is there.
    pub async fn panel(&self) -> &Window {
        self.seat.window.enter(FRAME).await;
        &self.seat.window
    }

    /// Opens the chat with the launcher.
    pub async fn open_chat(&self) {
        self.page().await.press("button.launcher", "").await;
        self.panel().await.see("textarea", "").await;
    }

    /// Opens the chat and asks something: the visitor waits from then on.
    pub async fn begin(&self, question: &str) {
        self.open_chat().await;
        self.say(question).await;
        self.sees("You are next in line.").await;
    }

    /// The same, and an agent on a bare socket answers: the visitor sees who.
    pub async fn meet(&self, agent: &mut Socket<Agent>, question: &str) -> Id<id::Conversation> {
        self.open_chat().await;
        self.say(question).await;
        let is_it = |it: &Summary| it.unread == 1 && it.first.text == question;
        let chat = agent.shows(question, is_it).await.id;
        agent.take(&chat).await;
        let name = agent.me().card.name.clone();
        self.sees(&name).await;
        chat
    }

    /// Closes the panel with the button in it.
    pub async fn close_chat(&self) {
        self.panel()
            .await
            .press("header button", "Close chat")
            .await;
        self.page()
            .await
            .see("button.launcher[aria-expanded=false]", "")
            .await;
    }

    /// Writes a message and sends it with Enter.
    pub async fn say(&self, text: &str) {
        let panel = self.panel().await;
        panel.write("textarea", text).await;
        panel.key(Key::Enter).await;
    }

    /// Waits until the conversation shows this.
    pub async fn sees(&self, text: &str) {
        self.panel()
            .await
            .see("[role=log] li, .card, .typing, .delivery, h1", text)
            .await;
    }

    /// The messages of the conversation, from top to bottom.
    pub async fn messages(&self) -> Vec<String> {
        self.panel().await.texts(MESSAGES).await
    }

    /// Walks with the keyboard alone to what has this name, forwards or backwards.
    pub async fn walk_to(&self, name: &str, is_backwards: bool) {
        let panel = self.panel().await;
        for _ in 0..20 {
            let here = panel.ask("return name(document.activeElement)", &[]).await;
            if here == name {
                return;
            }
            match is_backwards {
                true => panel.chord(&[Key::Shift, Key::Tab]).await,
                false => panel.key(Key::Tab).await,
            }
        }
        panic!("the keyboard does not lead to “{name}”");
    }

    /// Waits until the cursor stands where one writes.
    pub async fn can_write(&self) {
        let is_there = "return document.activeElement.localName === 'textarea'";
        self.panel().await.until("the cursor", is_there, &[]).await;
    }

    /// Ends the chat by the menu.
    pub async fn end_chat(&self) {
        let panel = self.panel().await;
        panel.press("button", "Menu").await;
        panel.press(".menu button", "End chat").await;
        panel.press("dialog button", "End chat").await;
    }
}
