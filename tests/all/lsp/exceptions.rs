//! Waived findings and findings in the baseline are not diagnostics, and have no quick fix.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};
use std::process::Command;

const OLD: &str = "The word gate is the best tool.\n";

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn waived_and_baseline_findings_are_not_diagnostics() {
    let waiver = "[[waiver]]\nrule = 'house/claim'\npath = 'a.md'\ntext = 'The word gate is the best tool'\n\
                  reason = 'r'\napprover = 'a'\n";
    let baseline = "baseline = 'wordgate-baseline.toml'\n";
    let folder = Folder::new(CONFIG);
    folder.write("a.md", OLD);
    let wrote = Command::new(env!("CARGO_BIN_EXE_wordgate")).arg("baseline").current_dir(&folder.path).status();
    assert!(wrote.unwrap().success());
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, OLD);
    assert_eq!(codes(&client.diagnostics(&uri, 1)), ["house/product", "house/claim"], "nothing is excepted yet");
    let save = |client: &mut Client, config: &str| {
        folder.write("wordgate.toml", config);
        let saved = json!({ "textDocument": { "uri": folder.uri("wordgate.toml") } });
        client.notify("textDocument/didSave", saved);
    };
    save(&mut client, &format!("{CONFIG}{waiver}"));
    assert_eq!(codes(&client.diagnostics(&uri, 1)), ["house/product"]);
    save(&mut client, &format!("{baseline}{CONFIG}"));
    assert_eq!(codes(&client.diagnostics(&uri, 1)), [""; 0]);
    // Another copy of the sentence is a new finding, and so is an edited sentence.
    client.edit(&uri, 2, [1, 0, 1, 0], OLD);
    assert_eq!(codes(&client.diagnostics(&uri, 2)), ["house/product", "house/claim"]);
    client.edit(&uri, 3, [0, 0, 0, 0], "So: ");
    let lines: Vec<u64> =
        client.diagnostics(&uri, 3).iter().map(|d| d["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [0, 0], "the second one takes the place of the first");
    // A missing baseline is reported, and the last one that was read stays in effect.
    std::fs::remove_file(folder.path.join("wordgate-baseline.toml")).unwrap();
    save(&mut client, &format!("{baseline}{CONFIG}"));
    let sent = client.next_params("window/showMessage");
    assert_eq!(sent["message"], "wordgate.toml has a mistake");
    client.shut_down();
}
