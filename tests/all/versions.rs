//! Checks that everything that is released together has the version in Cargo.toml. Packages that a script builds need
//! no check, because the script reads the version from there.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn extensions_have_the_same_version_as_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    for path in ["editors/vscode/package.json", "editors/vscode/package-lock.json"] {
        let json: serde_json::Value = serde_json::from_str(&read(path)).unwrap();
        assert_eq!(json["version"], version, "{path}");
    }
    let extension: toml::Table = read("editors/zed/extension.toml").parse().unwrap();
    assert_eq!(extension["version"].as_str(), Some(version), "editors/zed/extension.toml");
    let package: toml::Table = read("editors/zed/Cargo.toml").parse().unwrap();
    assert_eq!(package["package"]["version"].as_str(), Some(version), "editors/zed/Cargo.toml");
}
