//! Mistakes in configurations, rule files and baselines are diagnostics at their places in these files.

use super::client::{Client, uri};
use super::{CONFIG, Folder};
use serde_json::{Value, json};

/// Two mistakes, the second after a letter that takes two units of UTF-16.
const BROKEN: &str =
    "[pack]\nid = 'house'\n[[rule]]\nid = 'x'\npatterns = ['a (b']\n[[rule]]\nid = 'y'\npatterns = ['😀 a ~']\n";

fn saved(client: &mut Client, folder: &Folder, name: &str, text: &str) {
    folder.write(name, text);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri(name) } }));
}

/// Returns the next diagnostics of a file that is not open.
fn closed(client: &mut Client, uri: &str) -> Vec<Value> {
    let is_next = |message: &Value| {
        message["method"] == "textDocument/publishDiagnostics"
            && message["params"]["uri"] == uri
            && message["params"].get("version").is_none_or(Value::is_null)
    };
    client.wait(is_next)["params"]["diagnostics"].as_array().unwrap().clone()
}

fn start(diagnostic: &Value) -> (u64, u64) {
    let at = &diagnostic["range"]["start"];
    (at["line"].as_u64().unwrap(), at["character"].as_u64().unwrap())
}

#[test]
fn all_mistakes_of_a_rule_file_are_diagnostics_until_they_are_fixed() {
    for pulls in [false, true] {
        let folder = Folder::new(CONFIG);
        let capabilities = if pulls { json!({ "textDocument": { "diagnostic": {} } }) } else { json!({}) };
        let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
        let (document, rules) = (folder.uri("a.md"), folder.uri("house.toml"));
        client.open(&document, "markdown", 1, "The word gate.\n");
        saved(&mut client, &folder, "house.toml", BROKEN);
        let found = closed(&mut client, &rules);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(start(&found[0]).0, 4);
        assert_eq!(start(&found[1]), (7, 18), "{found:?}");
        for one in &found {
            assert_eq!((&one["source"], &one["severity"]), (&json!("wordgate"), &json!(1)));
            assert_eq!(one["code"], "wordgate/mistake");
            let message = one["message"].as_str().unwrap();
            assert!(message.ends_with(')') && !message.contains("house.toml"), "the help is missing: {message}");
        }
        let sent = client.next_params("window/showMessage");
        assert_eq!(sent["message"], "house.toml has 2 mistakes, the first in line 5");
        // One is fixed. The message is not repeated, and closing the document changes nothing.
        saved(&mut client, &folder, "house.toml", &BROKEN.replace("(b", "b"));
        assert_eq!(closed(&mut client, &rules), [found[1].clone()]);
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": document } }));
        saved(&mut client, &folder, "other.toml", "");
        assert!(!client.has_received("window/showMessage"));
        assert!(!client.has_unread(|message| message["params"]["uri"] == rules));
        saved(&mut client, &folder, "house.toml", "[pack]\nid = 'house'\n");
        assert_eq!(closed(&mut client, &rules), [Value::Null; 0]);
        client.shut_down();
    }
}

#[test]
fn mistakes_are_shown_without_an_open_document_and_outside_of_the_workspace() {
    let elsewhere = tempfile::tempdir().unwrap();
    let rules = elsewhere.path().canonicalize().unwrap().join("x y.toml");
    std::fs::write(&rules, BROKEN).unwrap();
    let folder = Folder::new(&format!("packs = ['house']\nrules = ['{}']\n", rules.display()));
    folder.write("sub/wordgate.toml", "packs = ['nonesuch']\n");
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    assert_eq!(closed(&mut client, &uri(&rules)).len(), 2);
    // The configuration of a folder is loaded with its first document, and its mistakes stay when that is closed.
    let (document, nested) = (folder.uri("sub/a.md"), folder.uri("sub/wordgate.toml"));
    client.open(&document, "markdown", 1, "Fine.\n");
    assert_eq!(start(&closed(&mut client, &nested)[0]), (0, 9));
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": document } }));
    saved(&mut client, &folder, "wordgate.toml", CONFIG);
    assert_eq!(closed(&mut client, &uri(&rules)), [Value::Null; 0]);
    client.ask("$/ping", Value::Null);
    assert!(!client.has_unread(|message| message["params"]["uri"] == nested));
    saved(&mut client, &folder, "sub/wordgate.toml", "");
    assert_eq!(closed(&mut client, &nested), [Value::Null; 0]);
    client.shut_down();
}

#[test]
fn an_open_configuration_shows_its_own_mistakes() {
    let broken = "packs = ['nonesuch']\n";
    let folder = Folder::new(broken);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let config = folder.uri("wordgate.toml");
    client.open(&config, "plaintext", 1, broken);
    let found = client.diagnostics(&config, 1);
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("wordgate/mistake")), "{found:?}");
    saved(&mut client, &folder, "wordgate.toml", CONFIG);
    assert_eq!(client.diagnostics(&config, 1), [Value::Null; 0]);
    client.shut_down();
}

#[test]
fn mistakes_of_the_baseline_are_shown_and_a_missing_one_is_placed_in_the_configuration() {
    let config = format!("baseline = 'known.toml'\n{CONFIG}");
    let folder = Folder::new(&config);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let missing = closed(&mut client, &folder.uri("wordgate.toml"));
    assert!(missing[0]["message"].as_str().unwrap().starts_with("known.toml: the baseline cannot be read"));
    saved(&mut client, &folder, "known.toml", "\nversion = 1\nx = 1\nfindings = []\n");
    assert_eq!(closed(&mut client, &folder.uri("wordgate.toml")), [Value::Null; 0]);
    assert_eq!(start(&closed(&mut client, &folder.uri("known.toml"))[0]).0, 2);
    client.shut_down();
}
