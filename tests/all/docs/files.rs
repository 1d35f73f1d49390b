//! The TOML on the pages is valid, as a configuration, as rules, or as a baseline.

use super::pages::{self, Block};
use std::fs;
use std::process::Command;
use wordgate_rules::RuleSet;
use wordgate_rules::toml_file::TomlFile;

fn is_rules(text: &str) -> bool {
    text.contains("[pack]") || text.contains("[[rule]]")
}

/// Returns what is wrong with a configuration, by running the program, which also looks for the rules that it names.
fn mistake(text: &str) -> Option<String> {
    let root = tempfile::tempdir().expect("a folder");
    fs::write(root.path().join("wordgate.toml"), "").expect("a file that the example may extend");
    let folder = root.path().join("package");
    fs::create_dir(&folder).expect("a folder");
    let put = |name: &str, text: &str| fs::write(folder.join(name), text).expect("a file");
    let pack = |id: &str| format!("[pack]\nid = '{id}'\n[[rule]]\nid = 'x'\npatterns = ['x']\n");
    put("house.toml", &pack("house"));
    put("clinic.toml", &pack("clinic"));
    put("wordgate-baseline.toml", "version = 1\nfindings = []\n");
    put("wordgate.toml", text);
    let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    let output = command.args(["config", "--config", "wordgate.toml"]).current_dir(&folder).output();
    let output = output.expect("wordgate runs");
    (!output.status.success()).then(|| String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn toml_blocks_are_accepted() {
    let is_ours = |block: &Block| {
        let is_part = block.asked("append ").is_some_and(|name| name != "wordgate.toml");
        block.language == "toml" && block.asked("not ours").is_none() && !is_part
    };
    let mut count = 0;
    for page in pages::pages() {
        for block in page.blocks().into_iter().filter(is_ours) {
            count += 1;
            let text = block.text();
            let place = format!("{}:{}", page.path, block.range.start + 1);
            if is_rules(&text) {
                let loaded = RuleSet::load(&[TomlFile::new(&*place, text)], &wordgate_packs::terms());
                assert!(loaded.is_ok(), "{loaded:?}");
            } else if text.starts_with("version = ") {
                let config = "baseline = 'old.toml'\n";
                let folder = tempfile::tempdir().expect("a folder");
                fs::write(folder.path().join("wordgate.toml"), config).expect("a file");
                fs::write(folder.path().join("old.toml"), text).expect("a file");
                let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
                let output = command.args(["check", "--quiet", "--allow-empty"]).current_dir(folder.path()).output();
                let output = output.expect("wordgate runs");
                assert_ne!(output.status.code(), Some(2), "{place}: {}", String::from_utf8_lossy(&output.stderr));
            } else {
                assert_eq!(mistake(&text), None, "{place}");
            }
        }
    }
    assert!(count > 20, "only {count} blocks were read");
}
