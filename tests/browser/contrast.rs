//! TH-03: for people who need more contrast, or colours of their own, every state of the widget can be read, controls have
//! edges, and what has the focus shows it.

use serde_json::{Value, json};
use tests::browser::{Look, Window};

use crate::{
    access::must_be_accessible,
    gallery::{COLOURS, gallery, listed, open},
    stage::play,
};

/// What is wrong with what can be seen now: `words` and `edge` are the least contrasts of words with their ground, and of a
/// control's edge with what is around it.
const FAULTS: &str = "
    const [words, edge] = args;
    const told = (it) => `${it.localName}#${it.id}.${it.className}`;
    const alpha = (colour) => {
        pencil.clearRect(0, 0, 1, 1);
        pencil.fillStyle = colour;
        pencil.fillRect(0, 0, 1, 1);
        return pencil.getImageData(0, 0, 1, 1).data[3];
    };
    // The nearest ground that hides what is behind it.
    const ground = (it) => {
        for (let at = it; at; at = at.parentElement) {
            const { backgroundColor } = getComputedStyle(at);
            if (alpha(backgroundColor) > 250) return bytes(backgroundColor);
        }
        return bytes('Canvas');
    };
    const isNeeded = matchMedia('(prefers-contrast: more), (forced-colors: active)').matches;
    const faults = isNeeded ? [] : ['nobody needs anything'];
    const must = (it, what, one, other, least) => {
        const found = contrast(one, other);
        if (!(found >= least)) faults.push(`${what} of ${told(it)}: ${found.toFixed(2)}`);
    };
    const isOff = (it) => it.closest(':disabled, [aria-disabled=true]');
    for (const it of shown('body *')) {
        const speaks = [...it.childNodes].some((each) => each.nodeType === 3 && each.data.trim());
        if (speaks && !isOff(it)) must(it, 'text', bytes(getComputedStyle(it).color), ground(it), words);
    }
    const edges = '.button:not([data-kind=quiet]), .input, .bubble, .card, .menu, .attachment, .file, .picture, .score, .options > label, dialog';
    const isForced = matchMedia('(forced-colors: active)').matches;
    // Where grounds are gone, more needs an edge to be seen.
    const wanted = isForced ? `${edges}, .button, .send, .face, .notice, .head, .composer` : '.button:not([data-kind]), .input, .attachment, .file, .score, .options > label';
    for (const it of shown(wanted)) {
        if (isOff(it) || it.closest('[data-side=system]')) continue;
        const style = getComputedStyle(it);
        const sides = ['Top', 'Bottom'].filter((side) => parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== 'none');
        if (!sides.length) faults.push(`no edge of ${told(it)}`);
        else must(it, 'edge', bytes(style[`border${sides[0]}Color`]), ground(it.parentElement), edge);
    }
    // What is chosen looks otherwise than what is not.
    for (const it of shown('.score:checked, [aria-pressed=true]')) must(it, 'choice', ground(it), ground(it.parentElement), 3);
    for (const it of shown('a[href], button, input, textarea, [tabindex=\"0\"]')) {
        it.focus({ focusVisible: true });
        if (document.activeElement !== it) continue;
        const holder = [it, it.closest('label')].find((each) => each && getComputedStyle(each).outlineStyle !== 'none');
        if (!holder) {
            faults.push(`no ring around ${told(it)}`);
            continue;
        }
        const { outlineColor, outlineWidth, outlineOffset } = getComputedStyle(holder);
        if (parseFloat(outlineWidth) < 2) faults.push(`a thin ring around ${told(it)}`);
        // It lies within, or around it.
        const around = parseFloat(outlineOffset) < -1 ? holder : holder.parentElement;
        must(it, 'ring', bytes(outlineColor), ground(around), 3);
    }
    document.activeElement?.blur();
    return faults;
";

/// Has the browser tell pages what the person needs.
async fn need(window: &Window, name: &str, value: &str, scheme: &str) {
    let features = json!([
        { "name": name, "value": value },
        { "name": "prefers-color-scheme", "value": scheme },
    ]);
    window
        .dev_tools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await;
}

/// Walks through all states, and gathers what is wrong in them.
async fn walk(name: &str, media: (&str, &str), least: [f64; 2]) {
    play(name, async |stage| {
        let look = Look {
            size: (384, 640),
            ..Look::default()
        };
        let window = gallery(stage, look).await;
        let states = listed(&window, "states.json").await;
        let mut faults = Vec::new();
        for scheme in ["light", "dark"] {
            need(&window, media.0, media.1, scheme).await;
            for state in &states {
                open(stage, &window, state, "en").await;
                let script = format!("const args = {}; {COLOURS} {FAULTS}", json!(least));
                let found = window.await_promise(&script).await;
                let found = found.as_array().cloned().unwrap_or_else(|| vec![found]);
                faults.extend(
                    found
                        .iter()
                        .map(|it| format!("{}, {scheme}: {it}", state["id"])),
                );
                must_be_accessible(&window, &format!("{} in {scheme}", state["id"])).await;
            }
        }
        assert_eq!(faults, Vec::<String>::new(), "{faults:#?}");
    })
    .await;
}

#[tokio::test]
async fn whoever_needs_more_contrast_has_it_in_every_state() {
    walk("contrast", ("prefers-contrast", "more"), [7.0, 4.5]).await;
}

#[tokio::test]
async fn with_forced_colours_every_state_can_be_read_and_has_edges() {
    walk("forced", ("forced-colors", "active"), [4.5, 3.0]).await;
}

/// In the page: launcher, panel and the number of unread messages have edges of their own.
#[tokio::test]
async fn with_forced_colours_what_stands_in_the_page_has_edges() {
    play("forced-page", async |stage| {
        let window = gallery(stage, Look::default()).await;
        need(&window, "forced-colors", "active", "light").await;
        let url = format!("{}/gallery/host.html#state=chat&language=en&open=1", stage.demo.origin());
        window.go(&url).await;
        window.see(".panel", "").await;
        let without = "
            const badge = all('.badge')[0];
            if (!badge) return false;
            badge.hidden = false;
            return ['.launcher', '.panel', '.badge'].filter((it) => getComputedStyle(all(it)[0]).borderTopStyle === 'none').join() || 'none';
        ";
        let without: Value = window.until("the number", without, &[]).await;
        assert_eq!(without, json!("none"));
    })
    .await;
}
