//! What the person before a window does with mouse and keyboard.

use fantoccini::{
    actions::{InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction},
    key::Key,
};

use super::{Engine, Window};

impl Window {
    /// Clicks with the mouse.
    pub async fn press(&self, css: &str, words: &str) {
        let element = self.find(css, words).await;
        element
            .click()
            .await
            .unwrap_or_else(|error| panic!("`{css}` “{words}” cannot be clicked: {error}"));
    }

    /// Clicks twice.
    pub async fn press_twice(&self, css: &str, words: &str) {
        let element = self.find(css, words).await;
        let mut mouse = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        });
        for _ in 0..2 {
            let button = MOUSE_BUTTON_LEFT;
            mouse = mouse
                .then(PointerAction::Down { button })
                .then(PointerAction::Up { button });
        }
        self.client
            .perform_actions(mouse)
            .await
            .unwrap_or_else(|error| panic!("`{css}` “{words}” cannot be clicked: {error}"));
    }

    /// Types into a field.
    pub async fn write(&self, css: &str, text: &str) {
        let field = self.find(css, "").await;
        // WebKit's driver takes no field of a frame for one that can have the cursor until it has it.
        if self.engine == Engine::WebKit {
            field.click().await.expect("a field can be clicked");
            return self.keys(text.chars()).await;
        }
        field
            .send_keys(text)
            .await
            .unwrap_or_else(|error| panic!("`{css}` cannot be written in: {error}"));
    }

    /// Presses one key after the other, wherever the focus is.
    pub async fn keys(&self, keys: impl IntoIterator<Item = char>) {
        let mut board = KeyActions::new("keyboard".to_owned());
        for value in keys {
            board = board
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client
            .perform_actions(board)
            .await
            .expect("keys can be pressed");
    }

    /// Presses keys together, such as Shift and Tab.
    pub async fn chord(&self, keys: &[Key]) {
        let mut board = KeyActions::new("keyboard".to_owned());
        for key in keys {
            let value = char::from(*key);
            board = board.then(KeyAction::Down { value });
        }
        for key in keys.iter().rev() {
            let value = char::from(*key);
            board = board.then(KeyAction::Up { value });
        }
        self.client
            .perform_actions(board)
            .await
            .expect("keys can be pressed");
    }

    /// Presses a character with Ctrl held.
    pub async fn command(&self, value: char) {
        let control = char::from(Key::Control);
        let board = KeyActions::new("keyboard".to_owned())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value })
            .then(KeyAction::Up { value })
            .then(KeyAction::Up { value: control });
        self.client
            .perform_actions(board)
            .await
            .expect("keys can be pressed");
    }

    /// Presses one key.
    pub async fn key(&self, key: Key) {
        self.chord(&[key]).await;
    }
}
