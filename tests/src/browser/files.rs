//! Files that people have at hand, and their ways to attach them.

use serde_json::{Value, json};

use super::Window;

/// Files by name, type and text; of a picture the text is its width.
const MAKE: &str = "
    const made = (files) => {
        const board = new DataTransfer();
        for (const [name, type, text] of files) {
            let bytes = text;
            if (type === 'image/png') {
                const canvas = document.createElement('canvas');
                canvas.width = Number(text);
                canvas.height = Math.ceil(canvas.width * 0.6);
                const pen = canvas.getContext('2d');
                pen.fillStyle = 'teal';
                pen.fillRect(0, 0, canvas.width, canvas.height);
                bytes = Uint8Array.from(atob(canvas.toDataURL(type).split(',')[1]), (it) => it.charCodeAt(0));
            }
            board.items.add(new File([bytes], name, { type }));
        }
        return board;
    };
";

/// Chooses them in the system's dialog.
const CHOOSE: &str = "
    const [field] = all('input[type=file]');
    field.files = made(args).files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
";

/// Drops them on what is in the middle of the page.
const DROP: &str = "
    const place = all('.talk')[0] ?? all('main')[0];
    for (const type of ['dragover', 'drop']) {
        const options = { dataTransfer: made(args), bubbles: true, cancelable: true, composed: true };
        place.dispatchEvent(new DragEvent(type, options));
    }
";

/// Pastes them where one writes.
const PASTE: &str = "
    const [field] = all('textarea');
    const options = { clipboardData: made(args), bubbles: true, cancelable: true, composed: true };
    field.dispatchEvent(new ClipboardEvent('paste', options));
";

/// How files are attached.
#[derive(Clone, Copy, Debug)]
pub enum Way {
    /// In the system's dialog.
    Choose,
    /// By dragging them there.
    Drop,
    /// By pasting them.
    Paste,
}

/// A picture of this width.
pub fn picture(name: &str, width: u32) -> Value {
    json!([name, "image/png", width.to_string()])
}

/// A text.
pub fn text(name: &str, text: &str) -> Value {
    json!([name, "text/plain", text])
}

impl Window {
    /// Attaches files to what is written here.
    pub async fn attach(&self, way: Way, files: &[Value]) {
        let how = match way {
            Way::Choose => CHOOSE,
            Way::Drop => DROP,
            Way::Paste => PASTE,
        };
        self.ask(&format!("{MAKE}{how}"), files).await;
    }
}
