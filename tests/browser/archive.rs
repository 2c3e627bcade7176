//! Looking for conversations, however long ago.

use fantoccini::key::Key;
use shared::{
    agent::{Agent, Command, Reply},
    archive::Search,
};
use tests::{patience::within, socket::Socket};

use crate::stage::play;

/// PX-06: full text over messages and names, private ones marked, filters, the whole log.
#[tokio::test]
async fn a_conversation_is_found_by_a_word_and_read_whole() {
    play("archive", async |stage| {
        let mut kari = stage.stranger().await;
        let chat = kari.start("My parcel never came").await.conversation;
        let mut bo = stage.desk(1).await;
        bo.take(&chat).await;
        bo.note(&chat, "Third parcel this week").await;
        bo.post(&chat, "I send another one").await;
        bo.end(&chat).await;
        let mut ole = stage.stranger().await;
        ole.start("Is the kettle back in stock?").await;

        let anna = stage.agent(0).await;
        let page = anna.page();
        page.press("nav a", "Archive").await;
        page.see("h1", "Archive").await;
        // The latest ones stand there before anything is asked.
        page.see(".findings a", "Is the kettle back").await;
        page.see(".findings a", "My parcel never came").await;
        // Each part has the whole width of its row: the name, and below it what was said.
        let is_laid_out = "return all('.findings .session').every((row) => {
            const [who, said] = ['.who', '.said'].map((it) => row.querySelector(it).getBoundingClientRect());
            return who.width > 0 && said.width > row.clientWidth / 2 && said.top >= who.bottom;
        })";
        page.until("names and questions below each other", is_laid_out, &[])
            .await;
        // Words are found a moment after they were written.
        within("the words are found", async {
            while !finds(&mut bo, "parcel").await {}
        })
        .await;
        page.write("#archive-words", "PARC").await;
        page.key(Key::Enter).await;
        page.see(".findings mark", "parcel").await;
        assert_eq!(page.count(".findings mark", "parcel").await, 2);
        page.see(".findings .excerpt[data-private]", "Third parcel")
            .await;
        page.miss(".findings a", "kettle").await;
        page.press(".findings a", "My parcel").await;
        anna.sees("I send another one").await;
        anna.sees("Third parcel this week").await;
        // What was found is still there after coming back from elsewhere.
        page.press("nav a", "Dashboard").await;
        page.see(".tiles", "").await;
        page.press("nav a", "Archive").await;
        page.see(".findings mark", "parcel").await;
        page.write("#archive-words", "giraffe").await;
        page.key(Key::Enter).await;
        page.see(".archive", "Nothing found").await;
    })
    .await;
}

/// Whether a word is found in two messages of a conversation.
async fn finds(agent: &mut Socket<Agent>, word: &str) -> bool {
    let words = word.to_owned();
    let search = Command::Search(Search {
        words,
        ..Search::default()
    });
    match agent.ask(search).await {
        Ok(Reply::Found(found)) => found.hits.iter().any(|hit| hit.excerpts.len() == 2),
        other => panic!("{other:?}"),
    }
}
