//! The names by which a script and its WebAssembly know each other's parts, made short. Nobody reads them, there
//! are hundreds, and the hashes in them do not compress.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::bundle;

const HEADER: usize = 8;
const IMPORTS: u8 = 2;
const EXPORTS: u8 = 7;

/// Shortens the names in every pair of `name.js` and `name_bg.wasm` in a folder.
pub(super) fn shorten(folder: &Path) -> Result<()> {
    for wasm in bundle::files(folder)? {
        let name = wasm.file_name().unwrap_or_default().to_string_lossy();
        let Some(stem) = name.strip_suffix("_bg.wasm") else {
            continue;
        };
        let script = wasm.with_file_name(format!("{stem}.js"));
        let (text, bytes) = pair(&fs::read_to_string(&script)?, &fs::read(&wasm)?)
            .with_context(|| format!("shortening the names in {name}"))?;
        fs::write(script, text)?;
        fs::write(wasm, bytes)?;
    }
    Ok(())
}

/// New names, by the old ones.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    /// The new name. Names that are short, or that mean something to others, stay.
    fn of(&mut self, old: &str) -> String {
        let is_linked = old.starts_with("__wasm_split") || old == "__indirect_function_table";
        if is_linked || !old.contains("__") && !old.contains("intounderlying") {
            return old.to_owned();
        }
        let next = short(self.0.len());
        self.0.entry(old.to_owned()).or_insert(next).clone()
    }
}

/// A script and its WebAssembly, with short names.
fn pair(script: &str, wasm: &[u8]) -> Result<(String, Vec<u8>)> {
    let (mut imports, mut exports) = (Names::default(), Names::default());
    let mut out = wasm.get(..HEADER).context("it is cut off")?.to_vec();
    let mut rest = &wasm[HEADER..];
    while let Some((&kind, after)) = rest.split_first() {
        rest = after;
        let length = number(&mut rest)?;
        let mut section = take(&mut rest, length)?;
        let section = match kind {
            IMPORTS => import_section(&mut section, &mut imports)?,
            EXPORTS => export_section(&mut section, &mut exports)?,
            _ => section.to_vec(),
        };
        out.push(kind);
        write(&section, &mut out);
    }
    let text = renamed(script, &imports.0, &exports.0);
    for old in imports.0.keys() {
        let is_known = script.contains(old.as_str()) && !text.contains(old.as_str());
        ensure!(is_known, "the script does not give `{old}` as expected");
    }
    Ok((text, out))
}

fn import_section(section: &mut &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let count = number(section)?;
    let mut out = Vec::new();
    write_number(count, &mut out);
    for _ in 0..count {
        let module = name(section)?;
        let field = name(section)?;
        let kind = take(section, 1)?;
        ensure!(kind == [0], "`{field}` is no function");
        write(module.as_bytes(), &mut out);
        write(names.of(field).as_bytes(), &mut out);
        out.push(0);
        write_number(number(section)?, &mut out);
    }
    Ok(out)
}

fn export_section(section: &mut &[u8], names: &mut Names) -> Result<Vec<u8>> {
    let count = number(section)?;
    let mut out = Vec::new();
    write_number(count, &mut out);
    for _ in 0..count {
        let field = name(section)?;
        write(names.of(field).as_bytes(), &mut out);
        out.extend(take(section, 1)?);
        write_number(number(section)?, &mut out);
    }
    Ok(out)
}

/// The script with new names: of imports wherever they stand, of exports behind a dot.
fn renamed(
    script: &str,
    imports: &BTreeMap<String, String>,
    exports: &BTreeMap<String, String>,
) -> String {
    let is_inner = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '$';
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(begin) = rest.find(is_inner) {
        let (before, word) = rest.split_at(begin);
        let end = word.find(|it| !is_inner(it)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        let export = exports.get(word).filter(|_| before.ends_with('.'));
        out.push_str(export.or(imports.get(word)).map_or(word, String::as_str));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The shortest names: a to z, A to Z, then aa and so on.
fn short(index: usize) -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let last = char::from(LETTERS[index % LETTERS.len()]);
    match index / LETTERS.len() {
        0 => last.to_string(),
        more => format!("{}{last}", short(more - 1)),
    }
}

fn take<'a>(from: &mut &'a [u8], count: usize) -> Result<&'a [u8]> {
    let (taken, rest) = from.split_at_checked(count).context("it is cut off")?;
    *from = rest;
    Ok(taken)
}

/// A number as WebAssembly writes it: seven bits in each byte, the lowest first.
fn number(from: &mut &[u8]) -> Result<usize> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let byte = take(from, 1)?[0];
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
        shift += 7;
        ensure!(shift < 35, "a number is too long");
    }
}

fn write_number(mut number: usize, to: &mut Vec<u8>) {
    while number > 0x7f {
        to.push(number as u8 & 0x7f | 0x80);
        number >>= 7;
    }
    to.push(number as u8);
}

fn name<'a>(from: &mut &'a [u8]) -> Result<&'a str> {
    let length = number(from)?;
    Ok(str::from_utf8(take(from, length)?)?)
}

/// Bytes behind their number.
fn write(bytes: &[u8], to: &mut Vec<u8>) {
    write_number(bytes.len(), to);
    to.extend(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module of one type, which takes a function and gives one.
    fn module(import: &str, export: &str) -> Vec<u8> {
        let mut wasm = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0".to_vec();
        let (mut imports, mut exports) = (vec![1], vec![1]);
        write(b"./glue.js", &mut imports);
        write(import.as_bytes(), &mut imports);
        imports.extend([0, 0]);
        write(export.as_bytes(), &mut exports);
        exports.extend([0, 0]);
        for (kind, section) in [(IMPORTS, imports), (EXPORTS, exports)] {
            wasm.push(kind);
            write(&section, &mut wasm);
        }
        wasm
    }

    #[test]
    fn both_sides_get_the_same_names() {
        let wasm = module("__wbg_now_1f2e", "__wbindgen_free");
        let script = r#"const it={__wbg_now_1f2e:()=>o.__wbindgen_free()};o.memory,free"#;
        let (script, bytes) = pair(script, &wasm).unwrap();
        assert_eq!(script, "const it={a:()=>o.a()};o.memory,free");
        assert_eq!(bytes, module("a", "a"));
    }

    #[test]
    fn what_others_know_keeps_its_name() {
        let wasm = module("__wbg_now_1f2e", "memory");
        let (_, bytes) = pair("__wbg_now_1f2e", &wasm).unwrap();
        assert_eq!(bytes, module("a", "memory"));
    }

    #[test]
    fn what_is_not_as_expected_is_an_error() {
        let wasm = module("__wbg_now_1f2e", "memory");
        assert!(pair("nothing of the kind", &wasm).is_err());
        assert!(pair("__wbg_now_1f2e", &wasm[..wasm.len() - 3]).is_err());
    }

    #[test]
    fn names_are_short_and_differ() {
        assert_eq!([0, 51, 52, 53].map(short), ["a", "Z", "aa", "ab"]);
        let all: std::collections::BTreeSet<String> = (0..4_000).map(short).collect();
        assert_eq!(all.len(), 4_000);
    }
}
