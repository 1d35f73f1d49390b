//! The code action "Fix all safe" makes exactly the edits of `wordgate fix`.

use super::Folder;
use super::client::Client;
use serde_json::{Value, json};
use std::process::Command;

const RULES: &str = r#"
[pack]
id = "house"

[[rule]]
id = "list"
patterns = ["white-list"]
suggest = ["allowlist"]
fix = "safe"
message = "No."

[[rule]]
id = "bad"
patterns = ["old name"]
suggest = ["worse name"]
fix = "safe"
message = "No."

[[rule]]
id = "worse"
patterns = ["worse name"]
message = "No."

[[rule]]
id = "long"
severity = "warning"
patterns = ["first step"]
suggest = ["start point"]
fix = "safe"
message = "No."

[[rule]]
id = "overlap"
patterns = ["step two"]
suggest = ["second step"]
fix = "safe"
message = "No."

[[rule]]
id = "late"
severity = "info"
patterns = ["point alpha"]
suggest = ["point A"]
fix = "safe"
message = "No."
"#;

const CONFIG: &str = "packs = ['house']\nrules = ['house.toml']\n";

fn capabilities(resolves: bool) -> Value {
    let resolve = json!({ "dataSupport": true, "resolveSupport": { "properties": ["edit"] } });
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "textDocument": { "codeAction": if resolves { resolve } else { json!({}) } },
    })
}

fn folder() -> Folder {
    let folder = Folder::new(CONFIG);
    folder.write("house.toml", RULES);
    folder
}

fn offered(client: &mut Client, uri: &str) -> Vec<Value> {
    let start = json!({ "line": 0, "character": 0 });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let params =
        json!({ "textDocument": { "uri": uri }, "range": { "start": start, "end": start }, "context": context });
    client.ask("textDocument/codeAction", params)["result"].as_array().unwrap().clone()
}

/// Applies the edits of an action to a text, as a client does. Positions are in UTF-16 code units.
fn applied(text: &str, edits: &Value) -> String {
    let offset = |position: &Value| {
        let (line, wanted) = (position["line"].as_u64().unwrap() as usize, position["character"].as_u64().unwrap());
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let mut units = 0;
        let next = text[start..].char_indices().find(|(_, c)| {
            let here = units == wanted;
            units += c.len_utf16() as u64;
            here
        });
        start + next.map_or(text.len() - start, |(at, _)| at)
    };
    let mut edits: Vec<_> = edits.as_array().unwrap().iter().collect();
    edits.sort_by_key(|edit| offset(&edit["range"]["start"]));
    let mut fixed = text.to_owned();
    for edit in edits.iter().rev() {
        let range = offset(&edit["range"]["start"])..offset(&edit["range"]["end"]);
        fixed.replace_range(range, edit["newText"].as_str().unwrap());
    }
    fixed
}

const TEXT: &str = "😀 The white-list, its old name.\r\n\r\n\
    A first step two and a first step alpha; the \"white-list\" 😀 white list.\r\n";

#[test]
fn the_edits_are_those_of_wordgate_fix() {
    let folder = folder();
    let (name, expected) = ("größe 😀.md", {
        folder.write("größe 😀.md", TEXT);
        let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
        let output = command.current_dir(&folder.path).args(["fix", "größe 😀.md"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        std::fs::read_to_string(folder.path.join("größe 😀.md")).unwrap()
    });
    assert!(expected.contains("old name") && expected.contains("allowlist") && expected != TEXT, "{expected}");
    let uri = folder.uri(name);
    for resolves in [false, true] {
        let (mut client, answer) = Client::initialized(&folder.path, capabilities(resolves), Value::Null);
        assert_eq!(answer["capabilities"]["codeActionProvider"]["resolveProvider"], resolves);
        client.open(&uri, "markdown", 1, TEXT);
        let [action] = &offered(&mut client, &uri)[..] else { panic!("one action") };
        let action = if resolves {
            assert_eq!(action.get("edit"), None);
            client.ask("codeAction/resolve", action.clone())["result"].clone()
        } else {
            action.clone()
        };
        assert_eq!(action["title"], "Apply all safe fixes");
        assert_eq!(applied(TEXT, &action["edit"]["changes"][&uri]), expected);
        // The remaining findings have no safe fix.
        client.open(&uri, "markdown", 2, &expected);
        let left = offered(&mut client, &uri);
        match &left[..] {
            [] => assert!(!resolves),
            [action] => {
                assert!(resolves);
                let answer = client.ask("codeAction/resolve", action.clone());
                assert_eq!(answer["error"]["code"], -32803, "{answer}");
                assert_eq!(offered(&mut client, &uri), [Value::Null; 0], "it is known by now");
            }
            more => panic!("{more:?}"),
        }
        client.shut_down();
    }
}

#[test]
fn an_action_of_an_old_version_is_not_resolved() {
    let folder = folder();
    let (mut client, _) = Client::initialized(&folder.path, capabilities(true), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, TEXT);
    let [action] = &offered(&mut client, &uri)[..] else { panic!("one action") };
    client.edit(&uri, 2, [0, 0, 0, 0], "x");
    assert_eq!(client.ask("codeAction/resolve", action.clone())["error"]["code"], -32801);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(client.ask("codeAction/resolve", action.clone())["error"]["code"], -32602);
    // An action with nothing to resolve is returned unchanged.
    let bare = json!({ "title": "x", "kind": "quickfix" });
    assert_eq!(client.ask("codeAction/resolve", bare.clone())["result"], bare);
    client.shut_down();
}
