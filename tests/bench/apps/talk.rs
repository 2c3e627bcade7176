//! What is said in the conversations that are measured.

use shared::Role;
use tests::socket::Socket;

/// Messages under way at once while a conversation is filled.
const BATCH: usize = 50;

/// The text of a message.
pub(crate) fn text(index: usize) -> String {
    format!(
        "message {index}{}",
        " and some more words".repeat(index % 5)
    )
}

/// Writes all messages but the first.
pub(crate) async fn fill<R: Role>(
    writer: &mut Socket<R>,
    messages: usize,
    post: impl Fn(&str) -> R::Command,
) {
    for first in (1..messages).step_by(BATCH) {
        let mut ids = Vec::new();
        for index in first..(first + BATCH).min(messages) {
            let id = writer.mint();
            writer.submit(&id, post(&text(index))).await;
            ids.push(id);
        }
        for id in &ids {
            writer.answer(id).await.expect("stored");
        }
        writer.forget();
    }
}
