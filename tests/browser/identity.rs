//! Who the visitor is: signed by the site with a padlock, or only said.

use serde_json::{Value, json};

use crate::stage::{Agent, Stage, Visitor, play};
use tests::browser::Look;

/// What the contact panel shows beside the name of something, if that is there.
const BESIDE: &str = "
    const [term] = shown('.contact dt').filter((it) => text(it) === args[0]);
    return term !== undefined && text(term.nextElementSibling).includes(args[1]);
";

/// Everything that the chat's own origin keeps in this browser of conversations and drafts.
const KEPT: &str = "
    const kept = Object.keys(sessionStorage);
    for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((done) => {
            const opening = indexedDB.open(name);
            opening.onsuccess = () => done(opening.result);
        });
        for (const shelf of database.objectStoreNames) {
            const all = database.transaction(shelf).objectStore(shelf).getAllKeys();
            await new Promise((done) => { all.onsuccess = done; });
            kept.push(...all.result.map((key) => `${name} ${shelf} ${key}`));
        }
        database.close();
    }
    return kept;
";

/// A visitor on the page of the shop on which they are signed in.
async fn signed_in(stage: &mut Stage) -> Visitor {
    stage
        .visitor_with("Kari", Look::default(), "/account")
        .await
}

/// Waits until the contact panel shows these words beside the name of something.
async fn beside(agent: &Agent, name: &str, words: &str) {
    let what = format!("“{words}” beside “{name}”");
    let args = [json!(name), json!(words)];
    agent.page().until(&what, BESIDE, &args).await;
}

/// PZ-16, PZ-17, EM-05: what the site has signed carries a padlock, what a visitor says does not, and a secret
/// is shown when the agent asks.
#[tokio::test]
async fn pz_16_pz_17_signed_values_carry_a_padlock_and_secrets_wait_to_be_asked_for() {
    play("padlock", async |stage| {
        let anna = stage.agent(0).await;
        let kari = signed_in(stage).await;
        kari.open_chat().await;
        kari.panel().await.miss("input", "Your name").await;
        kari.say("Where is my order?").await;
        kari.sees("You are next in line.").await;
        anna.answer("Where is my order?").await;
        for (name, value) in [
            ("Name", "Kari Nordmann"),
            ("E-mail", "kari@example.com"),
            ("Customer", "kari"),
            ("Order", "4711"),
        ] {
            beside(&anna, name, value).await;
            beside(&anna, name, "Verified by the site").await;
        }
        beside(&anna, "Page", "Not verified").await;
        let locks = anna
            .page()
            .count(".contact .mark[data-verified] svg", "")
            .await;
        assert_eq!(locks, 5, "name, address, customer, order and door code");
        let is_there = "return document.documentElement.outerHTML.includes('2580')";
        assert_eq!(anna.page().ask(is_there, &[]).await, json!(false));
        anna.page().press("button", "Show Door code").await;
        beside(&anna, "Door code", "2580").await;
        anna.page()
            .press("button[aria-pressed=true]", "Show Door code")
            .await;
        beside(&anna, "Door code", "•••").await;

        // Somebody who only says to be her.
        let mallory = stage.visitor("Mallory").await;
        mallory.open_chat().await;
        let panel = mallory.panel().await;
        panel.write("#name", "Kari Nordmann").await;
        panel.write("#email", "kari@example.com").await;
        mallory.say("Where do I live again?").await;
        mallory.sees("You are next in line.").await;
        anna.take_next().await;
        beside(&anna, "Name", "Kari Nordmann").await;
        for name in ["Name", "E-mail"] {
            beside(&anna, name, "Not verified").await;
        }
        anna.page().miss(".contact .mark[data-verified]", "").await;
        anna.page().miss(".contact dt", "Customer").await;
        assert_eq!(mallory.messages().await, ["Where do I live again?"]);
    })
    .await;
}

/// PZ-45: what the page says of the visitor now is what the agent sees, while the chat goes on.
#[tokio::test]
async fn pz_45_an_agent_sees_what_the_page_says_of_the_visitor_now() {
    play("told", async |stage| {
        let anna = stage.agent(0).await;
        let kari = stage.visitor("Kari").await;
        let says = async |basket: &str| {
            let variables = json!([{"name": "Basket", "value": basket}]).to_string();
            let script = "document.querySelector('samtale-chat').variables = args[0]";
            kari.page().await.ask(script, &[json!(variables)]).await;
        };
        kari.begin("Which bulb fits?").await;
        says("a lamp").await;
        anna.answer("Which bulb fits?").await;
        beside(&anna, "Basket", "a lamp").await;
        beside(&anna, "Basket", "Not verified").await;
        // What is said without a network is told when it is back.
        kari.seat.go_offline();
        says("a lamp and a bulb").await;
        kari.seat.come_online();
        beside(&anna, "Basket", "a lamp and a bulb").await;
        // On another page the chat goes on, and the page says something else.
        kari.go("/delivery").await;
        kari.sees("Which bulb fits?").await;
        says("nothing any more").await;
        beside(&anna, "Basket", "nothing any more").await;
        anna.page().reload().await;
        beside(&anna, "Basket", "nothing any more").await;
        // It can be taken back, too.
        let script = "document.querySelector('samtale-chat').variables = null";
        kari.page().await.ask(script, &[]).await;
        anna.page().miss(".contact dt", "Basket").await;
    })
    .await;
}

/// EM-05, S-07: whoever is signed in goes on with the own chat, apart from nobody's; `logout()` leaves nothing of
/// it in the browser.
#[tokio::test]
async fn em_05_a_chat_belongs_to_its_person_and_logout_leaves_no_trace_of_it() {
    play("logout", async |stage| {
        let anna = stage.agent(0).await;
        let kari = signed_in(stage).await;
        anna.meet(&kari, "My secret question").await;

        // On a page where nobody is signed in there is nothing of it; on hers there is.
        kari.go("/").await;
        kari.panel()
            .await
            .see("textarea", "Write your question")
            .await;
        assert_eq!(kari.messages().await, Vec::<String>::new());
        kari.go("/account").await;
        kari.sees("My secret question").await;
        let panel = kari.panel().await;
        panel.write("textarea", "Half a thought").await;

        let leave = "document.querySelector('samtale-chat').logout()";
        kari.page().await.ask(leave, &[]).await;
        kari.page()
            .await
            .until("no frame", "return all('iframe').length === 0", &[])
            .await;
        kari.page()
            .await
            .see("button.launcher[aria-expanded=false]", "")
            .await;
        let kept = "return sessionStorage.length + localStorage.length";
        assert_eq!(kari.page().await.ask(kept, &[]).await, json!(0));
        anna.sees("Ended by the visitor").await;

        kari.page().await.press("button.launcher", "").await;
        kari.panel()
            .await
            .see("textarea", "Write your question")
            .await;
        assert_eq!(kari.messages().await, Vec::<String>::new());
        let kept = kari.panel().await.await_promise(KEPT).await;
        let kept: Vec<String> = serde_json::from_value(kept).expect("they are names");
        // Of nobody in particular, who has just opened it.
        let new = [
            "samtale-visitor-support late",
            "samtale-visitor-support values secret",
        ];
        let is_own = |it: &String| new.contains(&&**it);
        assert!(kept.iter().all(is_own), "{kept:?}");
    })
    .await;
}

/// G-03, EM-05: whom the server does not believe is told so and chats as nobody, without what was written before.
#[tokio::test]
async fn g_03_a_forged_identity_chats_as_a_guest_and_sees_nothing_of_the_person() {
    play("forged", async |stage| {
        let kari = signed_in(stage).await;
        let read = "return document.querySelector('samtale-chat').getAttribute('identity')";
        let token = kari.page().await.ask(read, &[]).await;
        kari.begin("My secret question").await;

        // The same browser, and a token of hers that nobody has signed.
        kari.go("/").await;
        let token = token.as_str().expect("it is signed");
        let (signed, _) = token.rsplit_once('.').expect("it has a signature");
        let forged = format!("{signed}.{}", "A".repeat(43));
        let identify = "document.querySelector('samtale-chat').identify(args[0])";
        let listen = "
            window.reasons = [];
            document.querySelector('samtale-chat').addEventListener('error', ({ detail }) => reasons.push(detail.reason))";
        kari.page().await.ask(listen, &[]).await;
        kari.page()
            .await
            .ask(identify, &[Value::from(forged)])
            .await;
        kari.panel()
            .await
            .see("#notice", "chatting as a guest")
            .await;
        kari.panel()
            .await
            .see("textarea", "Write your question")
            .await;
        assert_eq!(kari.messages().await, Vec::<String>::new());
        let page = kari.page().await;
        page.until("the page is told", "return reasons.join() === 'identity'", &[])
            .await;
        let said = page.complaints().await;
        assert!(
            said.iter().all(|it| it.contains("the identity was refused")) && said.len() == 1,
            "{said:?}"
        );
        kari.say("As a guest").await;
        kari.sees("in line").await;
        assert_eq!(kari.messages().await, ["As a guest"]);
        // And with the right one she is herself again.
        kari.page().await.ask(identify, &[Value::from(token)]).await;
        kari.sees("My secret question").await;
    })
    .await;
}
