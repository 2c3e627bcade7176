//! The versions of the tools. Trunk.toml names two of them again, and so does Cargo.toml; a test
//! below keeps them equal.

/// A tool that cargo builds from the registry.
pub(crate) struct CargoTool {
    /// The package and its version.
    pub(crate) package: &'static str,
    pub(crate) version: &'static str,
    /// Further arguments for `cargo install`.
    pub(crate) arguments: &'static [&'static str],
}

/// Trunk needs neither TLS nor update checks here: it never downloads anything. The lock file
/// of wasm-bindgen-cli is left out because it can name a version that was withdrawn.
pub(crate) const CARGO_TOOLS: &[CargoTool] = &[
    CargoTool {
        package: "trunk",
        version: "0.21.14",
        arguments: &["--locked", "--no-default-features"],
    },
    CargoTool {
        package: "wasm-bindgen-cli",
        version: "0.2.130",
        arguments: &["--bin", "wasm-bindgen"],
    },
    CargoTool {
        package: "wasm_split_cli_support",
        version: "0.2.3",
        arguments: &["--locked", "--features", "build-binary"],
    },
];

/// Drives Firefox in the tests. Debian has no package of it.
pub(crate) const GECKODRIVER: CargoTool = CargoTool {
    package: "geckodriver",
    version: "0.37.1",
    arguments: &["--locked"],
};

/// The npm packages: wasm-opt, the style and script bundler, the accessibility checker.
pub(crate) const NPM_PACKAGES: &[Package] = &[
    ("binaryen", "132.0.0"),
    ("esbuild", "0.28.2"),
    ("axe-core", "4.14.1"),
];

/// The lightest chat widget of others that was found.
pub(crate) const PEER: &[Package] = &[("deep-chat", "2.4.2")];

/// A package of npm and its version.
pub(crate) type Package = (&'static str, &'static str);

/// All versions in one text, for stamps: what was built with other tools is out of date.
pub(crate) fn fingerprint() -> String {
    let cargo = CARGO_TOOLS
        .iter()
        .map(|it| format!("{}@{}", it.package, it.version));
    let npm = NPM_PACKAGES
        .iter()
        .map(|(name, version)| format!("{name}@{version}"));
    cargo.chain(npm).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place;

    #[test]
    fn the_manifests_name_the_same_versions() {
        let read = |name: &str| std::fs::read_to_string(place::root().join(name)).unwrap();
        let wasm_bindgen = CARGO_TOOLS[1].version;
        assert!(read("Cargo.toml").contains(&format!("wasm-bindgen = \"={wasm_bindgen}\"")));
        let binaryen = NPM_PACKAGES[0].1.split('.').next().unwrap();
        for name in ["Trunk.toml", "widget/Trunk.toml"] {
            let config = read(name);
            assert!(
                config.contains(&format!("wasm_bindgen = \"{wasm_bindgen}\"")),
                "{name}"
            );
            assert!(
                config.contains(&format!("wasm_opt = \"version_{binaryen}\"")),
                "{name}"
            );
        }
    }
}
