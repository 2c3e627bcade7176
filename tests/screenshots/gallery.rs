//! Every state of the gallery, and what each token does: the pictures of docs/THEMING.md.

use serde_json::{Value, json};
use tests::{browser::Window, stage::Stage};

use crate::camera::Camera;

/// The gallery's copy of the panel.
const PANEL: (u32, u32) = (384, 640);
/// Pieces of pages that show one token: of the panel, of a page with the panel, of one with the launcher alone.
const PIECE: (u32, u32) = (320, 300);
const PAGE: (u32, u32) = (520, 520);
const CORNER: (u32, u32) = (320, 180);
/// What is seen best while the chat is closed.
const LAUNCHERS: [&str; 4] = [
    "launcher",
    "on-launcher",
    "launcher-size",
    "launcher-offset",
];

/// For tokens that are not colours, something that cannot be overlooked; colours get one that nobody has.
const SHOWY: [(&str, &str); 12] = [
    ("font", "Georgia, \"DejaVu Serif\", serif"),
    ("size", "1.5rem"),
    ("space", "0.5rem"),
    ("radius", "22px"),
    ("radius-bubble", "0px"),
    ("radius-panel", "48px"),
    ("shadow", "0 0 0 8px oklch(0.65 0.25 330)"),
    ("launcher-size", "88px"),
    ("launcher-offset", "56px"),
    ("panel-width", "240px"),
    ("panel-height", "130px"),
    ("layer", "1"),
];
const COLOUR: &str = "oklch(0.65 0.25 330)";

/// Puts a token and a zoomed piece of the page before the camera.
const SHOW: &str = "
    const [token, value] = args;
    const place = document.querySelector('samtale-chat') ?? document.documentElement;
    place.style.setProperty(`--samtale-${token}`, value);
    document.documentElement.style.colorScheme = 'light';
    return true";

/// Every state, as it is and from right to left.
pub(crate) async fn take(stage: &mut Stage, camera: &Camera) {
    let seat = stage.seat("Designer", camera.look()).await;
    let window = &seat.window;
    let origin = stage.demo.origin().to_owned();
    window.go(&format!("{origin}/gallery/stage.html")).await;
    let states = window
        .await_promise("return (await fetch('states.json')).json()")
        .await;
    for (index, state) in states.as_array().into_iter().flatten().enumerate() {
        for language in ["en", "ar"] {
            open(window, &origin, state, language).await;
            let id = state["id"].as_str().unwrap_or_default();
            let name = format!("gallery-{:02}-{id}-{language}", index + 1);
            camera.shoot_once(window, &name, PANEL).await;
        }
    }
}

/// What each token does, in light.
pub(crate) async fn tokens(stage: &mut Stage, camera: &Camera) {
    let seat = stage.seat("Designer", camera.look()).await;
    let window = &seat.window;
    let origin = stage.demo.origin().to_owned();
    window.go(&format!("{origin}/gallery/stage.html")).await;
    let read = "return Promise.all(['states.json', 'contract.json'].map(async (it) => (await fetch(it)).json()))";
    let read = window.await_promise(read).await;
    let contract = &read[1]["tokens"];
    for token in contract.as_array().into_iter().flatten() {
        let name = token["name"].as_str().unwrap_or_default();
        let shown = SHOWY.iter().find(|it| it.0 == name);
        let value = shown.map_or(COLOUR, |it| it.1);
        let is_closed = LAUNCHERS.contains(&name);
        let size = match (is_of_page(name), is_closed) {
            (true, true) => CORNER,
            (true, false) => PAGE,
            (false, _) => PIECE,
        };
        window.resize(size).await;
        if is_of_page(name) {
            let open = if is_closed { "" } else { "&open=1" };
            let about = format!("state=chat&language=en{open}");
            let address = format!("{origin}/gallery/host.html?{name}#{about}");
            window.go(&address).await;
            window.see("button.launcher", "").await;
            if !is_closed {
                window.enter("return all('iframe')[0]").await;
                window.see(".bubble", "parcel").await;
                window.leave().await;
            }
        } else {
            let id = state_for(name);
            let states = read[0].as_array().into_iter().flatten();
            let mut states = states.filter(|it| it["id"] == id);
            let state = states.next().expect("the state is in the gallery");
            open(window, &origin, state, "en").await;
        }
        window.ask(SHOW, &[json!(name), json!(value)]).await;
        camera.shoot_token(window, name, size).await;
    }
}

fn is_of_page(token: &str) -> bool {
    let begins = [
        "launcher",
        "on-launcher",
        "panel-",
        "radius-panel",
        "shadow",
        "layer",
    ];
    begins.iter().any(|it| token.starts_with(it))
}

/// The state in which a token is seen best.
fn state_for(token: &str) -> &'static str {
    match token {
        "accent" | "on-accent" | "line" | "radius" | "text" | "link" => "several",
        "danger" => "refused",
        _ => "chat",
    }
}

async fn open(window: &Window, origin: &str, state: &Value, language: &str) {
    let id = state["id"].as_str().unwrap_or_default();
    let about = state["about"].as_object().into_iter().flatten();
    let about: String = about
        .map(|(name, value)| format!("&{name}={}", value.as_str().unwrap_or_default()))
        .collect();
    let query = format!("{id}-{language}");
    let address =
        format!("{origin}/gallery/stage.html?{query}#state={id}&language={language}{about}");
    window.go(&address).await;
    let stands = "return document.documentElement.dataset.stands === ''";
    window.until(id, stands, &[]).await;
}
