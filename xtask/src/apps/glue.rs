//! What wasm-bindgen writes around the widget's WebAssembly, with one way to begin it in place of the many that nobody
//! goes, and with a way to let go of it: without a frame, a page may show chats and take them away for as long as it stands, and
//! browsers never forget a script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::bundle;

/// From here on it is about how to begin.
const BEGINS: &str = "\nlet wasmModule, wasmInstance, wasm;\n";
/// What it remembers of the memory.
const KEPT: [&str; 2] = ["cachedDataViewMemory0", "cachedUint8ArrayMemory0"];
const OWN: &str = "
let wasm;

export default async ({ module_or_path }) => {
  const response = await module_or_path;
  const imports = __wbg_get_imports();
  let made;
  try {
    made = await WebAssembly.instantiateStreaming(response, imports);
  } catch {
    // Some servers do not say what it is.
    made = await WebAssembly.instantiate(await response.arrayBuffer(), imports);
  }
  wasm = made.instance.exports;
  wasm.__wbindgen_start();
};

/* What still comes does nothing. */
export const end = () => {
  wasm = new Proxy({}, { get: () => () => {} });
  cachedDataViewMemory0 = cachedUint8ArrayMemory0 = null;
};
";

/// Does so with every script in a folder that WebAssembly stands beside.
pub(super) fn replace(folder: &Path) -> Result<()> {
    for wasm in bundle::files(folder)? {
        let name = wasm.file_name().unwrap_or_default().to_string_lossy();
        let Some(stem) = name.strip_suffix("_bg.wasm") else {
            continue;
        };
        let script = wasm.with_file_name(format!("{stem}.js"));
        let text = fs::read_to_string(&script)?;
        let text = replaced(&text).with_context(|| format!("the beginning of {stem}.js"))?;
        fs::write(script, text)?;
    }
    Ok(())
}

fn replaced(text: &str) -> Result<String> {
    let (before, _) = text
        .split_once(BEGINS)
        .context("wasm-bindgen begins it another way")?;
    for name in KEPT {
        ensure!(before.contains(&format!("let {name} ")), "no {name}");
    }
    Ok([before, OWN].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_it_is_ours_and_the_rest_stays() {
        let kept = KEPT.map(|name| format!("let {name} = null;\n")).concat();
        let text = format!("{kept}function f() {{}}\n{BEGINS}export {{ initSync }};\n");
        let text = replaced(&text).unwrap();
        assert!(text.starts_with(&kept) && text.contains("function f()"));
        assert!(!text.contains("initSync") && text.contains("export const end"));
    }

    #[test]
    fn what_is_not_known_is_not_replaced() {
        assert!(replaced("let wasm;\n").is_err());
        assert!(replaced(&format!("f();\n{BEGINS}")).is_err());
    }
}
