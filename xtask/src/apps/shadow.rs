//! The widget without a frame: its panel as lists instead of markup, which a page's policy may forbid to parse, its
//! style sheet for a shadow root, and `boot.js` as a function of what it takes from its frame, all in one script.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::bundle;
use crate::place;

const ENTRY: &str = "widget/shadow.js";
/// What `boot.js` takes from its surroundings.
const TAKES: &str = "parent, window, document, location, fetch, addEventListener";
/// Elements that nothing is within.
const EMPTY: [&str; 3] = ["input", "br", "img"];

/// Makes the script out of the finished files.
pub(super) fn script(stage: &Path) -> Result<String> {
    let page = fs::read_to_string(stage.join("frame.html"))?;
    let boot = fs::read_to_string(place::root().join("widget/boot.js"))?;
    let sheet = fs::read_to_string(stage.join("widget.css"))?;
    let file = |name| attribute_of(&page, name);
    let panel = format!(
        "export const PANEL = {};\nexport const SCRIPT = {};\nexport const WASM = {};\nexport const SHEET = {};\n",
        Value::from(panel(&page)?),
        json!(file("data-app-js")?),
        json!(file("data-app-wasm")?),
        json!(sheet_of_root(&sheet)),
    );
    let folder = place::scratch().join("shadow");
    fs::create_dir_all(&folder)?;
    let boot = format!("export const boot = async ({{ {TAKES} }}) => {{\n{boot}\n}};\n");
    fs::write(folder.join("boot.js"), boot)?;
    fs::write(folder.join("panel.js"), panel)?;
    let entry = folder.join("shadow.js");
    fs::copy(place::root().join(ENTRY), &entry)?;
    bundle::script_for_pages(&entry)
}

/// The name of a file that the page names.
fn attribute_of(page: &str, name: &str) -> Result<String> {
    let value = page.split_once(&format!("{name}=\"/widget/"));
    let value = value.and_then(|(_, rest)| rest.split('"').next());
    Ok(value
        .with_context(|| format!("the page has no {name}"))?
        .to_owned())
}

/// The sheet for a shadow root: a class in place of a page's root and body, lengths that do not follow the root of
/// somebody else's page, and nothing read from that page but what is set here.
fn sheet_of_root(sheet: &str) -> String {
    let own = of_own_root(&of_own_size(sheet));
    let unset = read_and_unset(sheet);
    let unset: String = unset.iter().map(|it| format!("{it}:initial;")).collect();
    format!(":host{{{unset}}}{own}")
}

fn of_own_root(sheet: &str) -> String {
    let mut out = String::new();
    let mut rest = sheet;
    while let Some(at) = ["html", "body"].iter().filter_map(|it| rest.find(it)).min() {
        let (before, from) = rest.split_at(at);
        let (name, after) = from.split_at("html".len());
        let begins = before.chars().next_back().or(out.chars().next_back());
        let begins = begins.is_none_or(|it| "{},;".contains(it));
        let ends = after.starts_with(['{', ',', ':', '[', ' ', '>']);
        out.push_str(before);
        out.push_str(if begins && ends { ".app" } else { name });
        rest = after;
    }
    out + rest
}

/// With `--rem`, which the script measures, in place of the unit.
fn of_own_size(sheet: &str) -> String {
    let is_number = |it: char| it.is_ascii_digit() || it == '.';
    let mut parts = sheet.split("rem");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number = out.len() - out.trim_end_matches(is_number).len();
        let is_unit = number > 0 && !part.starts_with(|it: char| it.is_ascii_alphanumeric());
        if is_unit {
            let number = out.split_off(out.len() - number);
            let sign = if out.ends_with('-') { out.pop() } else { None };
            let sign = sign.map(String::from).unwrap_or_default();
            out.push_str(&format!("calc({sign}{number}*var(--rem))"));
        } else {
            out.push_str("rem");
        }
        out.push_str(part);
    }
    out
}

/// The names of properties that are read and nowhere set.
fn read_and_unset(sheet: &str) -> BTreeSet<&str> {
    let read = sheet.split("var(").skip(1);
    let read = read.filter_map(|rest| rest.split([',', ')']).next());
    let is_set = |name: &str| {
        let mut places = sheet.match_indices(name);
        places.any(|(at, _)| sheet[at + name.len()..].starts_with(':'))
    };
    read.filter(|name| !is_set(name)).collect()
}

/// What stands in the body of a page: texts, and elements as lists of name, attributes and what is within.
fn panel(page: &str) -> Result<Vec<Value>> {
    let body = page
        .split_once("<body>")
        .and_then(|(_, rest)| rest.split_once("</body>"));
    let mut rest = body.context("there is no body")?.0;
    let all = within(&mut rest, "")?;
    ensure!(rest.trim().is_empty(), "something is left: {rest}");
    Ok(all.into_iter().filter(|it| it[0] != "noscript").collect())
}

/// What is within an element, up to its end.
fn within(rest: &mut &str, name: &str) -> Result<Vec<Value>> {
    let mut all = Vec::new();
    loop {
        let Some((text, tag)) = rest.split_once('<') else {
            ensure!(name.is_empty(), "{name} has no end");
            return Ok(all);
        };
        ensure!(!text.contains('&'), "not read: {text}");
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            let is_spaced = |it: bool| if it { " " } else { "" };
            let before = is_spaced(text.starts_with(char::is_whitespace) && !all.is_empty());
            let after = is_spaced(text.ends_with(char::is_whitespace));
            all.push(Value::from([before, &words, after].concat()));
        } else if text == " " {
            all.push(Value::from(text));
        }
        if let Some(after) = tag.strip_prefix('/') {
            let (ended, after) = after.split_once('>').context("a tag has no end")?;
            ensure!(ended == name, "{ended} ends where {name} should");
            *rest = after;
            return Ok(all);
        }
        if let Some(comment) = tag.strip_prefix("!--") {
            *rest = comment.split_once("-->").context("a comment has no end")?.1;
            continue;
        }
        let (tag, after) = tag.split_once('>').context("a tag has no end")?;
        *rest = after;
        all.push(element(tag, rest)?);
    }
}

fn element(tag: &str, rest: &mut &str) -> Result<Value> {
    let is_closed = tag.ends_with('/');
    let tag = tag.trim_end_matches('/');
    let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
    let mut list = vec![
        Value::from(name),
        Value::Object(read_attributes(attributes)?),
    ];
    if !is_closed && !EMPTY.contains(&name) {
        list.extend(within(rest, name)?);
    }
    Ok(Value::from(list))
}

fn read_attributes(text: &str) -> Result<Map<String, Value>> {
    let mut all = Map::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let end = rest
            .find(|it: char| it == '=' || it.is_whitespace())
            .unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (value, after) = match after.strip_prefix("=\"") {
            Some(quoted) => quoted.split_once('"').context("a value has no end")?,
            None if after.starts_with('=') => bail!("{name} has no quotes"),
            None => ("", after),
        };
        all.insert(name.to_owned(), Value::from(value));
        rest = after.trim_start();
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_becomes_lists() {
        let page = "<html><body>\n  <p class=\"a b\" hidden><b data-word=\"x\"></b> <i>(y)</i></p>\n  <!-- <no> -->\n\
            <noscript>Off</noscript><svg viewBox=\"0 0 1 1\"><path d=\"M0 0\" /></svg><input id=\"z\"></body></html>";
        let expected = json!([
            ["p", { "class": "a b", "hidden": "" }, ["b", { "data-word": "x" }], " ", ["i", {}, "(y)"]],
            ["svg", { "viewBox": "0 0 1 1" }, ["path", { "d": "M0 0" }]],
            ["input", { "id": "z" }],
        ]);
        assert_eq!(Value::from(panel(page).unwrap()), expected);
        for wrong in [
            "<body><p></body>",
            "<body><p a=b></p></body>",
            "<body>&nbsp;<p></p></body>",
            "<p>",
        ] {
            assert!(panel(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_sheet_speaks_of_the_app_instead_of_a_page() {
        let sheet = "@layer a{html,body{x:1}body{y:2}.body-x{z:3}body .html{w:4}:root,:host{v:5}}";
        let expected =
            ":host{}@layer a{.app,.app{x:1}.app{y:2}.body-x{z:3}.app .html{w:4}:root,:host{v:5}}";
        assert_eq!(sheet_of_root(sheet), expected);
    }

    #[test]
    fn lengths_follow_nothing_of_the_page() {
        let sheet = "a{b:1.5rem -.25rem;c:calc(-1*2rem);premium:1;d:rem}";
        let expected = "a{b:calc(1.5*var(--rem)) calc(-.25*var(--rem));c:calc(-1*calc(2*var(--rem)));premium:1;d:rem}";
        assert_eq!(of_own_size(sheet), expected);
    }

    #[test]
    fn what_nobody_sets_is_not_taken_from_the_page() {
        let sheet = "a{--x:var(--y,1);b:var(--x);c:var(--logo) var(--logo-width)}";
        let expected = BTreeSet::from(["--logo", "--logo-width", "--y"]);
        assert_eq!(read_and_unset(sheet), expected);
    }
}
