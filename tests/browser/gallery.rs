//! The gallery: every state of the widget with no backend, each of them accessible; and what web designers may set, each
//! of it with an effect.

use serde_json::{Value, json};
use tests::browser::{Look, Window};

use crate::{
    access::must_be_accessible,
    stage::{Stage, play},
};

/// What every script here may use.
pub(crate) const COLOURS: &str = "
    const pencil = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const bytes = (colour) => {
        pencil.clearRect(0, 0, 1, 1);
        pencil.fillStyle = colour;
        pencil.fillRect(0, 0, 1, 1);
        return [...pencil.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const probe = document.body.appendChild(document.createElement('i'));
    const valued = (name) => {
        probe.style.color = `var(--samtale-${name})`;
        return bytes(getComputedStyle(probe).color);
    };
    const luminance = (parts) => parts
        .map((it) => it / 255)
        .map((it) => (it > 0.04045 ? ((it + 0.055) / 1.055) ** 2.4 : it / 12.92))
        .reduce((sum, it, index) => sum + it * [0.2126, 0.7152, 0.0722][index], 0);
    const contrast = (one, two) => {
        const [dark, light] = [luminance(one), luminance(two)].sort((a, b) => a - b);
        return (light + 0.05) / (dark + 0.05);
    };
    const root = document.documentElement;
    const wear = (scheme, tokens) => {
        for (const name of [...root.style]) root.style.removeProperty(name);
        root.style.colorScheme = scheme;
        for (const name of Object.keys(tokens)) root.style.setProperty(name, tokens[name]);
    };
    const contract = await (await fetch('contract.json')).json();
";

/// Too small for a finger, or fields that make a phone zoom in.
const TOO_SMALL: &str = "
    const targets = shown('button, [role=button], input:not([type=checkbox], [type=radio]), textarea, select, label:has(input), summary');
    const small = targets.filter((it) => {
        const { width, height } = it.getBoundingClientRect();
        const names = it.matches('label') && !it.querySelector('input');
        return !names && (width < 44 || height < 44);
    });
    const fields = shown('input, textarea, select').filter((it) => parseFloat(getComputedStyle(it).fontSize) < 16);
    return [...small, ...fields].map((it) => it.outerHTML.slice(0, 120));
";

/// The files that the gallery consists of.
pub(crate) async fn listed(window: &Window, name: &str) -> Vec<Value> {
    let script = format!("return (await fetch('{name}')).json()");
    let found = window.await_promise(&script).await;
    found.as_array().expect("it is a list").clone()
}

/// Opens one state of the real app by itself.
pub(crate) async fn open(stage: &Stage, window: &Window, state: &Value, language: &str) {
    let id = state["id"].as_str().expect("it has a name");
    let about = state["about"].as_object().into_iter().flatten();
    let about = about.map(|(name, value)| format!("&{name}={}", value.as_str().unwrap_or("")));
    let about: String = about.collect();
    let origin = stage.demo.origin();
    let query = format!("{id}-{language}");
    window
        .go(&format!(
            "{origin}/gallery/stage.html?{query}#state={id}&language={language}{about}"
        ))
        .await;
    let stands =
        "const { stands, fails } = document.documentElement.dataset; return fails ?? stands === ''";
    let told = window.until(id, stands, &[]).await;
    assert_eq!(told, true, "{id}");
}

/// A window on the gallery.
pub(crate) async fn gallery(stage: &mut Stage, look: Look) -> Window {
    let seat = stage.seat("Designer", look).await;
    let url = format!("{}/gallery/stage.html", stage.demo.origin());
    seat.window.go(&url).await;
    seat.window
}

/// TH-05, AX-01, AX-03: nothing serious in any state, in light and dark, from left to right and from right to left.
#[tokio::test]
async fn every_state_is_there_and_accessible() {
    play("gallery", async |stage| {
        for (language, is_dark) in [("en", false), ("ar", true)] {
            let look = Look {
                size: (384, 640),
                is_dark,
                ..Look::default()
            };
            let window = gallery(stage, look).await;
            let states = listed(&window, "states.json").await;
            assert!(states.len() > 20);
            for state in &states {
                open(stage, &window, state, language).await;
                let name = format!("{} in {language}", state["id"]);
                must_be_accessible(&window, &name).await;
                let small = window.ask(TOO_SMALL, &[]).await;
                assert_eq!(small, json!([]), "{name}");
            }
        }
    })
    .await;
}

/// TH-01, TH-04: what follows from the tokens can be read, whatever theme is worn.
#[tokio::test]
async fn every_theme_can_be_read_in_light_and_dark() {
    play("themes", async |stage| {
        let window = gallery(stage, Look::default()).await;
        let mut themes = listed(&window, "themes.json").await;
        assert!(themes.len() >= 6, "{themes:?}");
        themes.push(json!(null));
        for theme in themes {
            let script = format!(
                "{COLOURS}
                const {{ tokens, load }} = await import('./frames.js');
                const theme = {theme};
                const worn = theme ? tokens(await load(`themes/${{theme}}.css`)) : {{}};
                const own = new Set(contract.tokens.map((it) => `--samtale-${{it.name}}`));
                const found = Object.keys(worn).filter((it) => !own.has(it));
                for (const scheme of ['light', 'dark']) {{
                    wear(scheme, worn);
                    for (const [one, other, least] of contract.pairs) {{
                        const it = contrast(valued(one), valued(other));
                        if (!(it >= least)) found.push(`${{one}} on ${{other}}, ${{scheme}}: ${{it}}`);
                    }}
                }}
                return found;"
            );
            assert_eq!(window.await_promise(&script).await, json!([]), "{theme}");
        }
    })
    .await;
}

/// TH-01: one accent, whichever, gives a look that can be read.
#[tokio::test]
async fn any_accent_alone_gives_a_look_that_can_be_read() {
    play("accents", async |stage| {
        let window = gallery(stage, Look::default()).await;
        let script = format!(
            "{COLOURS}
            const found = [];
            // Of the accent itself it is said that it stands out from the ground; a designer chooses it so.
            const pairs = contract.pairs.filter(([one]) => one !== 'accent');
            const steps = [0, 51, 102, 153, 204, 255];
            const colours = steps.flatMap((red) => steps.flatMap((green) => steps.map((blue) => [red, green, blue])));
            for (const scheme of ['light', 'dark'])
                    for (const colour of colours) {{
                        const accent = `rgb(${{colour}})`;
                        wear(scheme, {{ '--samtale-accent': accent }});
                        for (const [one, other, least] of pairs) {{
                            const it = contrast(valued(one), valued(other));
                            if (!(it >= least)) found.push(`${{accent}}: ${{one}} on ${{other}}, ${{scheme}}: ${{it}}`);
                        }}
                    }}
            return found;"
        );
        assert_eq!(window.await_promise(&script).await, json!([]));
    })
    .await;
}

/// TH-02: what the contract says of each colour is what it is where nothing is set.
#[tokio::test]
async fn the_colours_are_those_of_the_contract() {
    play("contract", async |stage| {
        let window = gallery(stage, Look::default()).await;
        let script = format!(
            "{COLOURS}
            const found = [];
            for (const scheme of ['light', 'dark']) {{
                wear(scheme, {{}});
                for (const token of contract.tokens.filter((it) => it.kind === 'colour')) {{
                    const [is, said] = [valued(token.name), bytes(token[scheme])];
                    const far = Math.max(...is.map((it, index) => Math.abs(it - said[index])));
                    if (far > 2) found.push(`${{token.name}}, ${{scheme}}: ${{is}}, not ${{said}}`);
                }}
            }}
            return found;"
        );
        assert_eq!(window.await_promise(&script).await, json!([]));
    })
    .await;
}

/// What there is to see of a page, all of it, as one text.
pub(crate) const APPEARANCE: &str = "
    const seen = ['color', 'background-color', 'border-top-color', 'border-top-left-radius', 'box-shadow', 'font-family',
        'font-size', 'padding-top', 'padding-left', 'row-gap', 'width', 'height', 'z-index', 'right', 'bottom', 'margin-top',
        'outline-color', 'text-decoration-color'];
    const appearance = () => [...every()].map((it) => {
        const style = getComputedStyle(it);
        return seen.map((name) => style.getPropertyValue(name)).join();
    }).join('\\n');
";

/// For a token of each kind, something that nobody would have by itself.
pub(crate) const ODD: &str = "
    const odd = { colour: 'rgb(1 200 3)', font: 'fantasy', length: '77px', shadow: '3px 3px 3px rgb(1 2 3)', number: '7' };
";

/// TH-02: every token does something, in the panel or in the page, and the page sees it before the chat is opened too.
#[tokio::test]
async fn every_token_has_an_effect() {
    play("tokens", async |stage| {
        let window = gallery(stage, Look::default()).await;
        let states = listed(&window, "states.json").await;
        let shown = ["first", "chat", "attached", "refused", "menu"];
        let mut idle: Option<Vec<String>> = None;
        for state in states
            .iter()
            .filter(|it| shown.iter().any(|id| it["id"] == *id))
        {
            open(stage, &window, state, "en").await;
            let script = format!(
                "{COLOURS} {APPEARANCE} {ODD}
                const idle = [];
                wear('light', {{}});
                const before = appearance();
                for (const {{ name, kind }} of contract.tokens) {{
                    wear('light', {{ [`--samtale-${{name}}`]: odd[kind] }});
                    if (appearance() === before) idle.push(name);
                }}
                return idle;"
            );
            keep_common(&mut idle, &window.await_promise(&script).await);
        }
        let origin = stage.demo.origin();
        window
            .go(&format!(
                "{origin}/gallery/host.html#state=chat&language=en&open=1"
            ))
            .await;
        window.see(".panel", "").await;
        let script = format!(
            "{APPEARANCE} {ODD}
            const contract = await (await fetch('contract.json')).json();
            const idle = [];
            const [chat] = all('samtale-chat');
            const before = appearance();
            for (const {{ name, kind }} of contract.tokens) {{
                chat.style.setProperty(`--samtale-${{name}}`, odd[kind]);
                if (appearance() === before) idle.push(name);
                chat.style.removeProperty(`--samtale-${{name}}`);
            }}
            return idle;"
        );
        let in_page = window.await_promise(&script).await;
        for name in [
            "launcher",
            "on-launcher",
            "accent",
            "layer",
            "panel-width",
            "shadow",
        ] {
            let names = in_page.as_array().expect("it is a list");
            assert!(!names.iter().any(|it| it == name), "{name}: {in_page}");
        }
        keep_common(&mut idle, &in_page);
        assert_eq!(idle, Some(Vec::new()));
    })
    .await;
}

fn keep_common(idle: &mut Option<Vec<String>>, found: &Value) {
    let found: Vec<String> = serde_json::from_value(found.clone()).expect("they are names");
    match idle {
        Some(idle) => idle.retain(|it| found.contains(it)),
        None => *idle = Some(found),
    }
}

/// TH-02: every part of the contract is there to be styled, in one state or another.
#[tokio::test]
async fn every_part_is_there() {
    play("gallery-parts", async |stage| {
        let window = gallery(stage, Look::default()).await;
        let states = listed(&window, "states.json").await;
        let found = window
            .await_promise("return (await (await fetch('contract.json')).json()).parts")
            .await;
        let parts = found.as_array().expect("it is a list").clone();
        let of = |place: &str| -> Vec<String> {
            let own = parts.iter().filter(|it| it["where"] == place);
            own.filter_map(|it| it["name"].as_str().map(str::to_owned)).collect()
        };
        let mut missing = of("panel");
        let ids = ["chat", "queue", "reconnecting"];
        for state in states.iter().filter(|it| ids.iter().any(|id| it["id"] == *id)) {
            open(stage, &window, state, "en").await;
            let seen = "return all('[part]').filter(isShown).flatMap((it) => [...it.part])";
            let seen: Vec<String> =
                serde_json::from_value(window.ask(seen, &[]).await).expect("they are names");
            missing.retain(|it| !seen.contains(it));
        }
        assert_eq!(missing, Vec::<String>::new());
        let origin = stage.demo.origin();
        window.go(&format!("{origin}/gallery/host.html#state=chat&language=en&open=1")).await;
        window.see(".panel", "").await;
        let styled = "
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(args[0].map((it) => `samtale-chat::part(${it}) { outline: 7px solid rgb(1, 2, 3) }`).join(''));
            document.adoptedStyleSheets = [sheet];
            const found = all('[part]').filter((it) => getComputedStyle(it).outlineWidth === '7px');
            return args[0].every((name) => found.some((it) => it.part.contains(name)))";
        let names = of("page");
        assert_eq!(names, ["launcher", "unread", "panel"]);
        window.until("the page's parts", styled, &[json!(names)]).await;
    })
    .await;
}
