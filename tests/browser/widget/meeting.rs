//! How a visitor is met: a greeting, and the name and face of whoever answers.

use crate::{access::must_be_accessible, stage::play};

// SO-53, SO-54.
#[tokio::test]
async fn so_53_a_visitor_is_greeted_and_sees_who_answers() {
    play("meeting", async |stage| {
        let change = "channel change support --greeting Welcome,_{name}! --first-names true";
        stage.demo.administer(change).await;
        let kari = stage.visitor("Kari").await;
        let anna = stage.agent(0).await;
        kari.open_chat().await;
        kari.panel().await.write("#name", "Kari Nordmann").await;
        kari.say("My lamp flickers").await;
        kari.sees("Welcome,_Kari Nordmann!").await;
        let said = ["Welcome,_Kari Nordmann!", "My lamp flickers"];
        assert_eq!(kari.messages().await, said);
        anna.answer("My lamp flickers").await;
        anna.page().see(".transcript .line", said[0]).await;
        anna.say("I send you another one.").await;
        kari.sees("I send you another one.").await;
        let panel = kari.panel().await;
        let face = "const [it] = all('#photo'); return it.complete && it.naturalWidth === 96";
        panel.until("a photo", face, &[]).await;
        must_be_accessible(panel, "somebody with a photo").await;
        // The server tells the first name alone.
        assert_eq!(panel.texts("h1").await, ["Anna"]);
        let told = "return document.documentElement.innerHTML.includes('Berg')";
        assert_eq!(panel.ask(told, &[]).await, false);
        kari.reload().await;
        let panel = kari.panel().await;
        panel.until("the photo again", face, &[]).await;
        assert_eq!(kari.messages().await.len(), 3);
        // Without one there is the first letter.
        let mut bo = stage.desk(1).await;
        let change = "agent change anna@demo.example --photo none --name Annika";
        stage.demo.administer(change).await;
        bo.desk_is("that it counts", |desk| {
            desk.colleagues.iter().any(|it| it.card.name == "Annika")
        })
        .await;
        kari.reload().await;
        kari.panel().await.see("#initial", "A").await;
        kari.panel().await.miss("#photo", "").await;
    })
    .await;
}
