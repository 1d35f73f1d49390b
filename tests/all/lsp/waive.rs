//! The code action "Waive in wordgate.toml" appends a waiver, which takes effect once it has a reason and an approver.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

const TEXT: &str = "The word gate is here.\n";

fn capabilities() -> Value {
    json!({ "workspace": { "workspaceEdit": { "documentChanges": true } }, "window": { "showDocument": { "support": true } } })
}

fn offered(client: &mut Client, uri: &str) -> Option<Value> {
    let at = json!({ "line": 0, "character": 6 });
    let context = json!({ "diagnostics": [], "only": ["quickfix"] });
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": context });
    let all = client.ask("textDocument/codeAction", params)["result"].as_array().unwrap().clone();
    all.into_iter().find(|action| action["title"].as_str().unwrap().starts_with("Waive in"))
}

fn saved(client: &mut Client, folder: &Folder, config: &str) {
    folder.write("wordgate.toml", config);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("wordgate.toml") } }));
}

#[test]
fn a_waiver_without_reason_and_approver_waives_nothing() {
    let folder = Folder::new(CONFIG);
    let (mut client, answer) = Client::initialized(&folder.path, capabilities(), Value::Null);
    let (uri, config) = (folder.uri("a.md"), folder.uri("wordgate.toml"));
    client.open(&uri, "markdown", 1, TEXT);
    let action = offered(&mut client, &uri).expect("an action");
    assert_eq!(action["title"], "Waive in wordgate.toml with a reason (house/product)");
    assert_eq!((&action["kind"], &action["diagnostics"][0]["code"]), (&json!("quickfix"), &json!("house/product")));
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": config, "version": null }));
    let end = json!({ "line": 2, "character": 0 });
    assert_eq!(change["edits"][0]["range"], json!({ "start": end, "end": end }));
    let written = change["edits"][0]["newText"].as_str().unwrap();
    let fingerprint = action["diagnostics"][0]["data"]["fingerprint"].as_str().unwrap();
    let expected = format!(
        "\n[[waiver]]\n# “word gate”\nrule = \"house/product\"\npath = \"/a.md\"\ntext = \"{fingerprint}\"\n\
         sentence = \"The word gate is here.\"\nreason = \"…\"\napprover = \"…\"\ngranted = "
    );
    assert!(written.starts_with(&expected), "{written}");
    // The client runs the command after the edit, and the server asks it to show the placeholder of the reason.
    let command = &action["command"];
    assert_eq!(answer["capabilities"]["executeCommandProvider"]["commands"], json!([command["command"]]));
    client.ask("workspace/executeCommand", command.clone());
    let shown = client.next_params("window/showDocument");
    assert_eq!((&shown["uri"], &shown["takeFocus"]), (&json!(config), &json!(true)));
    let (start, end) = (json!({ "line": 9, "character": 10 }), json!({ "line": 9, "character": 11 }));
    assert_eq!(shown["selection"], json!({ "start": start, "end": end }));
    // Until both are filled in, the configuration has mistakes.
    saved(&mut client, &folder, &format!("{CONFIG}{written}"));
    let is_of = |message: &Value, uri: &str| message["params"]["uri"] == uri && message.get("method").is_some();
    let found = client.wait(|message| is_of(message, &config));
    let lines: Vec<&Value> =
        found["params"]["diagnostics"].as_array().unwrap().iter().map(|one| &one["range"]["start"]["line"]).collect();
    assert_eq!(lines, [9, 10]);
    assert_eq!(client.diagnostics(&uri, 1).len(), 1);
    assert_eq!(offered(&mut client, &uri), None, "the finding has a waiver already");
    saved(&mut client, &folder, &format!("{CONFIG}{}", written.replace('…', "Legal")));
    assert_eq!(client.diagnostics(&uri, 1), [Value::Null; 0]);
    client.shut_down();
}

#[test]
fn the_edit_names_the_version_of_an_open_configuration() {
    let folder = Folder::new(CONFIG);
    let mut without = capabilities();
    without["window"] = json!({});
    let (mut client, answer) = Client::initialized(&folder.path, without, Value::Null);
    assert_eq!(answer["capabilities"].get("executeCommandProvider"), None);
    let (uri, config) = (folder.uri("a.md"), folder.uri("wordgate.toml"));
    client.open(&uri, "markdown", 1, TEXT);
    client.open(&config, "toml", 4, &format!("{CONFIG}fail_on = 'warning'"));
    let action = offered(&mut client, &uri).expect("an action");
    assert_eq!(action.get("command"), None);
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": config, "version": 4 }));
    assert_eq!(change["edits"][0]["range"]["start"], json!({ "line": 2, "character": 19 }));
    assert!(change["edits"][0]["newText"].as_str().unwrap().starts_with("\n\n[[waiver]]\n"));
    client.shut_down();
}

#[test]
fn no_waiver_is_offered_where_it_cannot_be_written() {
    let folder = Folder::new(CONFIG);
    let offers = |capabilities: Value, options: Value, name: &str| {
        let (mut client, _) = Client::initialized(&folder.path, capabilities, options);
        let uri = if name.contains(':') { name.to_owned() } else { folder.uri(name) };
        client.open(&uri, "markdown", 1, TEXT);
        let offered = offered(&mut client, &uri).is_some();
        client.shut_down();
        offered
    };
    assert!(offers(capabilities(), Value::Null, "a.md"));
    assert!(!offers(json!({}), Value::Null, "a.md"), "the client does not accept edits of other files");
    assert!(!offers(capabilities(), Value::Null, "untitled:Untitled-1"), "there is no path");
    folder.write("wordgate.toml", "packs = ['house']\nrules = ['house.toml']\nwaiver = []\n");
    assert!(!offers(capabilities(), Value::Null, "a.md"), "a table cannot extend a list");
    folder.write("wordgate.toml", "inline = false\n");
    let options = json!({ "rules": ["house.toml"], "packs": ["house"] });
    assert!(!offers(capabilities(), options, "a.md"), "other runs do not have this rule");
    std::fs::remove_file(folder.path.join("wordgate.toml")).unwrap();
    let options = json!({ "rules": ["house.toml"], "packs": ["house"] });
    assert!(!offers(capabilities(), options, "a.md"), "there is no configuration");
}
