//! What the person before a window does with mouse and keyboard.

use fantoccini::{
    actions::{
        InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
        TouchActions,
    },
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

    /// Takes an element with the mouse, pulls it so many pixels to the right and down, in two strokes, and lets go.
    pub async fn drag(&self, css: &str, words: &str, by: (f64, f64)) {
        let mouse = self.stroke(css, words, by).await;
        let mouse = mouse
            .into_iter()
            .fold(MouseActions::new("mouse".to_owned()), MouseActions::then);
        self.client
            .perform_actions(mouse)
            .await
            .unwrap_or_else(|error| panic!("`{css}` “{words}” cannot be dragged: {error}"));
    }

    /// The same with a finger.
    pub async fn drag_by_finger(&self, css: &str, words: &str, by: (f64, f64)) {
        let finger = self.stroke(css, words, by).await;
        let finger = finger
            .into_iter()
            .fold(TouchActions::new("finger".to_owned()), TouchActions::then);
        self.client
            .perform_actions(finger)
            .await
            .unwrap_or_else(|error| panic!("`{css}` “{words}” cannot be dragged: {error}"));
    }

    /// Takes an element with the mouse, pulls it so far, and does not let go.
    pub async fn hold(&self, css: &str, words: &str, by: (f64, f64)) {
        let mouse = self.stroke(css, words, by).await;
        let mouse = mouse
            .into_iter()
            .take(4)
            .fold(MouseActions::new("mouse".to_owned()), MouseActions::then);
        self.client
            .perform_actions(mouse)
            .await
            .unwrap_or_else(|error| panic!("`{css}` “{words}” cannot be held: {error}"));
    }

    /// Lets go of what the mouse holds.
    pub async fn let_go(&self) {
        let up = PointerAction::Up {
            button: MOUSE_BUTTON_LEFT,
        };
        let mouse = MouseActions::new("mouse".to_owned()).then(up);
        self.client
            .perform_actions(mouse)
            .await
            .expect("one can let go");
    }

    async fn stroke(&self, css: &str, words: &str, (x, y): (f64, f64)) -> [PointerAction; 5] {
        let element = self.find(css, words).await;
        let half = PointerAction::MoveBy {
            duration: None,
            x: x / 2.0,
            y: y / 2.0,
        };
        let button = MOUSE_BUTTON_LEFT;
        let there = PointerAction::MoveToElement {
            element,
            duration: None,
            x: 0.0,
            y: 0.0,
        };
        let (down, up) = (PointerAction::Down { button }, PointerAction::Up { button });
        [there, down, half.clone(), half, up]
    }

    /// Clicks at a place of the window, in pixels from its left upper corner.
    pub async fn press_at(&self, (x, y): (f64, f64)) {
        let button = MOUSE_BUTTON_LEFT;
        let there = PointerAction::MoveTo {
            duration: None,
            x,
            y,
        };
        let mouse = MouseActions::new("mouse".to_owned())
            .then(there)
            .then(PointerAction::Down { button })
            .then(PointerAction::Up { button });
        self.client
            .perform_actions(mouse)
            .await
            .expect("one can click anywhere");
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
