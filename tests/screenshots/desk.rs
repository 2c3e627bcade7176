//! The agents' app, with visitors and a colleague on bare sockets.

use shared::{
    message::Content,
    visitor::{Command, Start, Visitor},
};
use tests::{
    socket::Socket,
    stage::{Agent, Stage},
};

use crate::camera::Camera;

pub(crate) async fn take(stage: &mut Stage, camera: &Camera) {
    let anna = arrive(stage, camera).await;
    let shoot = async |state: &str| camera.shoot(anna.page(), state, None).await;

    // A colleague in a chat, and three who wait.
    let mut bo = stage.desk(1).await;
    let mut sven = ask(
        stage,
        "Sven Åkesson",
        "My kettle whistles in the wrong key.",
    )
    .await;
    let busy = bo.take_next().await.id;
    let answer = "Shall we send you the other lid?";
    bo.post(&busy, answer).await;
    sven.hear(answer).await;
    let question = "Hello! Does the Dusk lamp come in green too?";
    let mut kari = ask(stage, "Kari Nordmann", question).await;
    let _jan = ask(stage, "Jan de Vries", "Do you deliver to Utrecht?").await;
    let long = "Hi, where can I see what I ordered in October? I have looked everywhere, and there \
        is nothing in my mail either.";
    let _nobody = ask(stage, "", long).await;
    anna.go_to_dashboard().await;
    anna.page().see(".incoming [role=row]", "October").await;
    anna.page().see(".ongoing [role=row]", "Bo Lindqvist").await;
    anna.page().see(".tile", "Waiting now 3").await;
    shoot("desk-4-dashboard").await;

    talk(&anna, &mut kari).await;
    shoot("desk-5-chat").await;
    camera
        .shoot_for_readme(anna.page(), "agent", (1280, 760))
        .await;
    anna.page().press("[role=switch]", "Private").await;
    anna.page().write("textarea", "She has a voucher").await;
    shoot("desk-6-private").await;
    anna.page().press("[role=switch]", "Private").await;
    anna.page().write("textarea", ", I think").await;

    // On a phone it is called; where there is room it is there.
    anna.page().resize((390, 844)).await;
    anna.page().press("button", "Contact").await;
    anna.page().see(".contact", "Kari").await;
    shoot("desk-7-contact").await;

    anna.page().resize((390, 844)).await;
    anna.page().press(".contact button", "").await;
    anna.page().resize((1280, 760)).await;

    anna.page().press("button", "Your menu").await;
    shoot("desk-8-menu").await;
    anna.page().key(fantoccini::key::Key::Escape).await;

    anna.seat.go_offline();
    anna.say(" so").await;
    anna.sees("Is sent when the connection is back").await;
    anna.page()
        .see("[role=status], .connection", "Reconnecting")
        .await;
    shoot("desk-9-connection-lost").await;
    anna.seat.come_online();
    anna.sees("Sent").await;

    // More than one at a time, and one that is over.
    anna.take_next().await;
    kari.post("Thank you! That was all.").await;
    anna.page().see("a.session", "That was all").await;
    shoot("desk-10-several").await;
    anna.open_chat("That was all").await;
    anna.page().press("button", "End chat").await;
    anna.page().see("dialog", "End the chat?").await;
    shoot("desk-11-sure").await;
    anna.page().press("dialog button", "End chat").await;
    anna.page().see("textarea", "Private message").await;
    shoot("desk-12-ended").await;
}

/// Before anything has happened.
async fn arrive(stage: &mut Stage, camera: &Camera) -> Agent {
    let account = stage.demo.account(0);
    let seat = stage.seat("Anna", camera.look()).await;
    let anna = Agent::new(seat, stage.demo.origin(), account);
    anna.open().await;
    anna.page().see("input[type=email]", "").await;
    camera.shoot(anna.page(), "desk-1-sign-in", None).await;
    anna.sign_in().await;
    anna.page().see(".tiles", "").await;
    camera
        .shoot(anna.page(), "desk-2-dashboard-empty", None)
        .await;
    anna.go_to_chats().await;
    camera.shoot(anna.page(), "desk-3-chats-empty", None).await;
    anna
}

/// A chat with everything in it that a chat has.
async fn talk(anna: &Agent, kari: &mut Socket<Visitor>) {
    anna.answer("Dusk lamp").await;
    let answer = "Hello Kari! It does: in fir green and in sand.";
    anna.say(answer).await;
    kari.hear(answer).await;
    kari.post("Lovely. How long does delivery to Bergen take?")
        .await;
    anna.sees("Bergen").await;
    anna.say_privately("Third question about Bergen this week.")
        .await;
    let answer = "Two to three working days. Shall I put one aside for you?";
    anna.say(answer).await;
    let last = kari.hear(answer).await;
    kari.read(&last).await;
    anna.sees("Seen").await;
    kari.typing().await;
    anna.sees("writing").await;
}

/// A visitor with a question. The socket stays open: the visitor is on the page.
async fn ask(stage: &Stage, name: &str, question: &str) -> Socket<Visitor> {
    let mut visitor = stage.stranger().await;
    let start = Start {
        content: Content::text(question),
        name: (!name.is_empty()).then(|| name.to_owned()),
        language: Some("en".to_owned()),
        ..Start::default()
    };
    visitor.ask(Command::Start(start)).await.expect("it begins");
    visitor
}
