//! Configuration and rules: where they are found, when they are read again, and how mistakes in them are reported.

use super::client::{Client, uri};
use super::{CONFIG, Folder};
use serde_json::{Value, json};

const TEXT: &str = "The word gate is the best tool, someday.\n";

fn count(client: &mut Client, uri: &str, version: i32) -> usize {
    client.open(uri, "markdown", version, TEXT);
    client.diagnostics(uri, version).len()
}

fn saved(client: &mut Client, folder: &Folder, name: &str) {
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri(name) } }));
}

#[test]
fn the_nearest_configuration_applies() {
    let config = "packs = ['house']\nrules = ['house.toml']\nexclude = ['old/**']\n\
        [[override]]\npaths = ['blog/**']\ndisable = ['house/claim']\n";
    let folder = Folder::new(config);
    folder.write("sub/wordgate.toml", "packs = []\n");
    let outside = tempfile::tempdir().unwrap();
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let cases = [("a.md", 2), ("blog/a.md", 1), ("old/a.md", 0), ("old/größe x.md", 0), ("sub/a.md", 0)];
    for (name, expected) in cases {
        assert_eq!(count(&mut client, &folder.uri(name), 1), expected, "{name}");
    }
    // A buffer without a file uses the configuration of the workspace. A file elsewhere has none, as with the command.
    assert_eq!(count(&mut client, "untitled:Untitled-1", 1), 2);
    assert_eq!(count(&mut client, &uri(&outside.path().join("a.md")), 1), 0);
    client.shut_down();
}

#[test]
fn changed_files_are_read_again_and_mistakes_are_reported() {
    let folder = Folder::new(CONFIG);
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
    let asked = client.next_params("client/registerCapability");
    assert_eq!(asked["registrations"][0]["method"], "workspace/didChangeWatchedFiles");
    let uri = folder.uri("a.md");
    assert_eq!(count(&mut client, &uri, 1), 2);
    folder.write("wordgate.toml", "packs = ['house']\nrules = ['house.toml']\ndisable = ['house/claim']\n");
    saved(&mut client, &folder, "wordgate.toml");
    assert_eq!(client.diagnostics(&uri, 1).len(), 1);
    // If the new one has a mistake, the last good one stays in effect.
    folder.write("wordgate.toml", "packs = ['house']\nrulez = ['x']\n");
    saved(&mut client, &folder, "wordgate.toml");
    let sent = client.next_params("window/showMessage");
    assert_eq!(sent["type"], 1);
    assert_eq!(sent["message"], "wordgate.toml has a mistake in line 2");
    client.edit(&uri, 2, [0, 0, 0, 0], "A word gate. ");
    assert_eq!(client.diagnostics(&uri, 2).len(), 2);
    // The same through a watched file, and with a mistake in the rules.
    folder.write("wordgate.toml", CONFIG);
    folder.write("house.toml", "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['a (b']\n");
    let change = json!({ "changes": [{ "uri": folder.uri("house.toml"), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change.clone());
    let sent = client.next_params("window/showMessage");
    assert_eq!(sent["message"], "house.toml has a mistake in line 5");
    folder.write("house.toml", "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['tool']\n");
    client.notify("workspace/didChangeWatchedFiles", change);
    let found = client.diagnostics(&uri, 2);
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("house/x")));
    client.shut_down();
}

#[test]
fn an_initial_mistake_is_reported_once_until_it_is_fixed() {
    let folder = Folder::new("packs = ['nonesuch']\n");
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let (uri, other) = (folder.uri("a.md"), folder.uri("b.md"));
    // A document that was not checked must not look clean.
    for uri in [&uri, &other] {
        client.open(uri, "markdown", 1, TEXT);
        let [sent] = &client.diagnostics(uri, 1)[..] else { panic!("one diagnostic says so") };
        assert_eq!((&sent["code"], &sent["severity"]), (&json!("wordgate/input-error"), &json!(1)));
        assert!(sent["message"].as_str().unwrap().starts_with("not checked: wordgate.toml:1:10: "), "{sent}");
    }
    assert_eq!(client.next_params("window/showMessage")["message"], "wordgate.toml has a mistake in line 1");
    assert!(!client.has_received("window/showMessage"));
    folder.write("wordgate.toml", CONFIG);
    saved(&mut client, &folder, "wordgate.toml");
    assert_eq!((client.diagnostics(&uri, 1).len(), client.diagnostics(&other, 1).len()), (2, 2));
    client.shut_down();
}

#[test]
fn settings_override_the_configuration_and_may_change() {
    let folder = Folder::new(CONFIG);
    folder.write("other/strict.toml", "packs = ['house']\nrules = ['../house.toml']\ndisable = ['house/product']\n");
    let options = json!({ "configPath": "other/strict.toml", "asOf": "2030-01-01" });
    let (mut client, _) = Client::initialized(&folder.path, json!({}), options);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, TEXT);
    let codes =
        |found: Vec<Value>| found.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    assert_eq!(codes(client.diagnostics(&uri, 1)), ["house/claim", "house/later"]);
    let configure = |client: &mut Client, settings: Value| {
        client.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    };
    configure(&mut client, json!({ "wordgate": { "rules": ["house.toml"], "packs": ["house"] } }));
    assert_eq!(codes(client.diagnostics(&uri, 1)), ["house/product", "house/claim"]);
    // Empty settings change nothing, and an invalid setting is reported.
    configure(&mut client, json!({}));
    configure(&mut client, json!({ "wordgate": { "asOf": "soon" } }));
    let sent = client.next_params("window/showMessage");
    assert!(sent["message"].as_str().unwrap().contains("`asOf`"), "{sent}");
    // It is reported once, and the known settings beside an unknown one apply.
    let wrong = json!({ "wordgate": { "asOf": "soon", "pack": ["house"], "configPath": "other/strict.toml" } });
    configure(&mut client, wrong.clone());
    configure(&mut client, wrong);
    let sent = client.next_params("window/showMessage");
    assert_eq!(sent["message"], "unknown setting `pack`; did you mean `packs`, a list of pack ids?");
    client.wait(|message| message["params"]["diagnostics"].as_array().is_some_and(|found| found.len() == 1));
    assert!(!client.has_received("window/showMessage"));
    client.shut_down();
}

#[test]
fn an_unknown_initial_setting_is_reported() {
    let folder = Folder::new(CONFIG);
    let options = json!({ "rule": ["x.toml"], "asOf": "2030-01-01" });
    let (mut client, _) = Client::initialized(&folder.path, json!({}), options);
    let sent = client.next_params("window/showMessage");
    assert_eq!(sent["message"], "unknown setting `rule`; did you mean `rules`, a list of paths?");
    assert_eq!(count(&mut client, &folder.uri("a.md"), 1), 3);
    client.shut_down();
}

#[test]
fn rule_files_outside_the_workspace_are_watched() {
    let folder = Folder::new(CONFIG);
    let elsewhere = tempfile::tempdir().unwrap();
    let rules = elsewhere.path().canonicalize().unwrap().join("x y.toml");
    std::fs::write(&rules, "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['tool']\n").unwrap();
    folder.write("wordgate.toml", &format!("packs = ['house']\nrules = ['{}']\n", rules.display()));
    let watching = json!({ "dynamicRegistration": true, "relativePatternSupport": true });
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": watching } });
    let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
    client.next_params("client/registerCapability");
    assert_eq!(count(&mut client, &folder.uri("a.md"), 1), 1);
    let asked = client.next_params("client/registerCapability")["registrations"][0].clone();
    let expected = json!({ "baseUri": uri(rules.parent().unwrap()), "pattern": "*.toml" });
    assert_eq!(asked["registerOptions"]["watchers"][0]["globPattern"], expected);
    assert_eq!(count(&mut client, &folder.uri("b.md"), 1), 1);
    assert!(!client.has_received("client/registerCapability"));
    // While the last good rules apply, their folder is watched.
    folder.write("wordgate.toml", "rulez = 1\n");
    saved(&mut client, &folder, "wordgate.toml");
    assert!(!client.has_received("client/unregisterCapability"));
    folder.write("wordgate.toml", CONFIG);
    saved(&mut client, &folder, "wordgate.toml");
    let unwatched = client.next_params("client/unregisterCapability")["unregisterations"].clone();
    assert_eq!(unwatched, json!([{ "id": asked["id"], "method": "workspace/didChangeWatchedFiles" }]));
    // If the folder is used again, it is registered with a new id.
    folder.write("wordgate.toml", &format!("packs = ['house']\nrules = ['{}']\n", rules.display()));
    saved(&mut client, &folder, "wordgate.toml");
    let again = client.next_params("client/registerCapability")["registrations"][0].clone();
    assert_eq!(again["registerOptions"], asked["registerOptions"]);
    assert_ne!(again["id"], asked["id"]);
    client.shut_down();
}

#[test]
fn a_rule_file_with_a_mistake_is_watched_until_it_is_fixed() {
    let folder = Folder::new(CONFIG);
    let elsewhere = tempfile::tempdir().unwrap();
    let rules = elsewhere.path().canonicalize().unwrap().join("x.toml");
    std::fs::write(&rules, "[pack\n").unwrap();
    folder.write("wordgate.toml", &format!("packs = ['house']\nrules = ['{}']\n", rules.display()));
    let watching = json!({ "dynamicRegistration": true, "relativePatternSupport": true });
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": watching } });
    let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
    client.next_params("client/registerCapability");
    let document = folder.uri("a.md");
    client.open(&document, "markdown", 1, TEXT);
    assert_eq!(client.diagnostics(&document, 1)[0]["code"], "wordgate/input-error");
    let asked = client.next_params("client/registerCapability")["registrations"][0].clone();
    let expected = json!({ "baseUri": uri(rules.parent().unwrap()), "pattern": "*.toml" });
    assert_eq!(asked["registerOptions"]["watchers"][0]["globPattern"], expected);
    std::fs::write(&rules, "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['tool']\n").unwrap();
    let change = json!({ "changes": [{ "uri": uri(&rules), "type": 2 }] });
    client.notify("workspace/didChangeWatchedFiles", change);
    assert_eq!(client.diagnostics(&document, 1)[0]["code"], "house/x");
    client.shut_down();
}
