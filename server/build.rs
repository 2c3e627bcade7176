//! Embeds the built apps in the program when `SAMTALE_APPS_DIR` names their folder.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

const VARIABLE: &str = "SAMTALE_APPS_DIR";

fn main() {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed=build.rs");
    let mut files = Vec::new();
    if let Some(folder) = env::var_os(VARIABLE).filter(|it| !it.is_empty()) {
        let folder = PathBuf::from(folder);
        assert!(
            folder.is_absolute() && folder.is_dir(),
            "{VARIABLE} must be the absolute path of a folder"
        );
        println!("cargo::rerun-if-changed={}", folder.display());
        collect(&folder, "", &mut files);
        files.sort();
    }
    let rows: String = files
        .iter()
        .map(|(name, path)| format!("    ({name:?}, include_bytes!({path:?})),\n"))
        .collect();
    let text = format!("pub(super) static FILES: &[(&str, &[u8])] = &[\n{rows}];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("embedded.rs"), text).expect("OUT_DIR can be written");
}

fn collect(folder: &Path, prefix: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.push((name, path.to_string_lossy().into_owned()));
        }
    }
}
