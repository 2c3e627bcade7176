//! What web designers may style of a chat without a frame.

use fantoccini::key::Key;
use serde_json::{Value, json};
use tests::browser::{Look, Window};

use super::{guest, open, say, sees};
use crate::{
    gallery::{APPEARANCE, ODD},
    stage::play,
};

/// What they are promised.
const CONTRACT: &str = include_str!("../../../style/contract.json");

/// TH-01, TH-02: in no frame, each part takes what the page's style sheet says, and nothing else does; and each token of
/// the page does something, as it does in a frame.
#[tokio::test]
async fn every_part_and_every_token_has_an_effect_without_a_frame() {
    let contract: Value = serde_json::from_str(CONTRACT).expect("it is JSON");
    let names = |list: &str| -> Vec<String> {
        let all = contract[list].as_array().expect("it is a list").iter();
        all.filter_map(|it| it["name"].as_str().map(str::to_owned))
            .collect()
    };
    let (mut parts, mut tokens) = (names("parts"), names("tokens"));
    assert!(parts.len() > 10 && tokens.len() > 20);
    play("shadow-parts", async |stage| {
        let mut anna = stage.desk(0).await;
        let (_host, kari) = guest(stage, Look::default(), "").await;
        let page = kari.page().await;
        open(page).await;
        keep_idle(page, &mut parts, &mut tokens, &contract).await;
        say(page, "Hi").await;
        sees(page, "You are next in line.").await;
        keep_idle(page, &mut parts, &mut tokens, &contract).await;
        let chat = anna.shows("it", |it| it.unread == 1).await.id;
        anna.take(&chat).await;
        anna.post(&chat, "Hello!").await;
        sees(page, "Hello!").await;
        page.press("button", "Menu").await;
        page.see(".menu", "End chat").await;
        keep_idle(page, &mut parts, &mut tokens, &contract).await;
        page.key(Key::Escape).await;
        page.press(".app header button", "Close chat").await;
        anna.post(&chat, "Still there?").await;
        page.see(".badge", "1").await;
        keep_idle(page, &mut parts, &mut tokens, &contract).await;
        page.press("button.launcher", "").await;
        kari.seat.go_offline();
        let page = kari.page().await;
        page.see(".notice", "Reconnecting").await;
        keep_idle(page, &mut parts, &mut tokens, &contract).await;
        kari.seat.come_online();
        assert_eq!(
            (parts, tokens),
            (Vec::new(), Vec::new()),
            "these do nothing"
        );
    })
    .await;
}

/// Keeps of parts and tokens those that do nothing in what the page shows now.
async fn keep_idle(
    page: &Window,
    parts: &mut Vec<String>,
    tokens: &mut Vec<String>,
    contract: &Value,
) {
    let script = format!(
        "{APPEARANCE} {ODD}
        const [parts, tokens] = {};
        const chat = document.querySelector('samtale-chat');
        const sheet = new CSSStyleSheet();
        document.adoptedStyleSheets = [sheet];
        const found = {{ parts: [], tokens: [], wrong: [] }};
        for (const name of parts) {{
            sheet.replaceSync(`samtale-chat::part(${{name}}) {{ outline: 7px solid rgb(1, 2, 3) }}`);
            const marked = [...every()].filter((it) => getComputedStyle(it).outlineWidth === '7px');
            if (!marked.some(isShown)) found.parts.push(name);
            found.wrong.push(...marked.filter((it) => !it.part.contains(name)).map((it) => `${{name}}: ${{it.outerHTML}}`));
        }}
        sheet.replaceSync('');
        // What the page sets comes to the app when the browser says that it has changed.
        const inner = all('.panel > [exportparts]')[0];
        const said = async (name, value) => {{
            while (inner.style.getPropertyValue(name) !== value) await new Promise(requestAnimationFrame);
        }};
        const before = appearance();
        for (const {{ name, kind }} of tokens) {{
            const property = `--samtale-${{name}}`;
            chat.style.setProperty(property, odd[kind]);
            await said(property, odd[kind]);
            if (appearance() === before) found.tokens.push(name);
            chat.style.removeProperty(property);
            await said(property, '');
        }}
        return found;",
        json!([
            parts,
            contract["tokens"]
                .as_array()
                .into_iter()
                .flatten()
                .filter(|it| tokens.iter().any(|name| it["name"] == **name))
                .collect::<Vec<_>>()
        ])
    );
    let mut found = page.await_promise(&script).await;
    assert_eq!(found["wrong"], json!([]), "{found}");
    let mut take = |list: &str| serde_json::from_value(found[list].take()).expect("they are names");
    *parts = take("parts");
    *tokens = take("tokens");
}
