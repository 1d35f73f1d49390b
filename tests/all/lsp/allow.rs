//! The code action "Allow here with a reason" inserts a directive. The directive takes effect once it has a reason.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

const TEXT: &str = "# A 😀 title\r\n\r\n> - The word gate is here,\r\n>   and so on.\r\n";

fn actions(client: &mut Client, uri: &str, [line, character]: [u32; 2], only: &str) -> Vec<Value> {
    let at = json!({ "line": line, "character": character });
    let context = json!({ "diagnostics": [], "only": [only] });
    let params = json!({ "textDocument": { "uri": uri }, "range": { "start": at, "end": at }, "context": context });
    client.ask("textDocument/codeAction", params)["result"].as_array().unwrap().clone()
}

fn offered(client: &mut Client, uri: &str, at: [u32; 2]) -> Option<Value> {
    let all = actions(client, uri, at, "quickfix");
    all.into_iter().find(|action| action["title"].as_str().unwrap().starts_with("Allow here"))
}

fn codes(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn a_directive_without_a_reason_allows_nothing() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, TEXT);
    assert_eq!(codes(&client.diagnostics(&uri, 1)), ["house/product"]);
    let action = offered(&mut client, &uri, [2, 9]).expect("an action");
    assert_eq!(
        (&action["title"], action.get("isPreferred")),
        (&json!("Allow here with a reason (house/product)"), None)
    );
    assert_eq!((&action["kind"], &action["diagnostics"][0]["code"]), (&json!("quickfix"), &json!("house/product")));
    let edit = &action["edit"]["changes"][&uri][0];
    let here = json!({ "line": 2, "character": 4 });
    assert_eq!(edit["range"], json!({ "start": here, "end": here }));
    let written = edit["newText"].as_str().unwrap();
    assert_eq!(written, "<!-- wordgate-allow house/product: … -->\r\n>   ");
    client.edit(&uri, 2, [2, 4, 2, 4], written);
    assert_eq!(codes(&client.diagnostics(&uri, 2)), ["wordgate/malformed-directive", "house/product"]);
    // A diagnostic about a directive cannot be allowed by a directive.
    assert_eq!(offered(&mut client, &uri, [2, 10]), None);
    let dots = "> - <!-- wordgate-allow house/product: ".len();
    client.edit(&uri, 3, [2, dots, 2, dots + 1], "a quotation");
    assert_eq!(codes(&client.diagnostics(&uri, 3)), [""; 0]);
    client.shut_down();
}

#[test]
fn a_client_can_resolve_the_edit_and_get_a_snippet() {
    let folder = Folder::new(CONFIG);
    let capabilities = json!({
        "workspace": { "workspaceEdit": { "documentChanges": true, "snippetEditSupport": true } },
        "textDocument": { "codeAction": { "dataSupport": true, "resolveSupport": { "properties": ["edit"] } } },
    });
    let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
    let uri = folder.uri("a.mdx");
    client.open(&uri, "mdx", 7, "Fine.\n\n- fine\n\n  The word gate.\n- The word gate.\n");
    let resolved = |client: &mut Client, at: [u32; 2]| {
        let action = offered(client, &uri, at).expect("an action");
        assert_eq!(action.get("edit"), None);
        let resolved = client.ask("codeAction/resolve", action)["result"].clone();
        let change = resolved["edit"]["documentChanges"][0].clone();
        assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 7 }));
        change["edits"][0].clone()
    };
    let snippet = resolved(&mut client, [4, 8]);
    let value = "  {/* wordgate-allow house/product: ${1:…} */\\}\n";
    assert_eq!(snippet["snippet"], json!({ "kind": "snippet", "value": value }));
    assert_eq!(snippet["range"]["start"], json!({ "line": 4, "character": 0 }));
    // Editors indent multi-line snippets themselves, so a plain edit is sent here.
    let plain = resolved(&mut client, [5, 8]);
    assert_eq!(plain["newText"], "{/* wordgate-allow house/product: … */}\n  ");
    let action = offered(&mut client, &uri, [4, 8]).expect("an action");
    assert_eq!(action["edit"]["documentChanges"][0]["edits"][0], snippet, "it is known by now");
    client.edit(&uri, 8, [4, 0, 4, 0], " ");
    let action = offered(&mut client, &uri, [4, 9]).expect("an action");
    client.edit(&uri, 9, [0, 0, 0, 0], "x");
    assert_eq!(client.ask("codeAction/resolve", action)["error"]["code"], -32801);
    client.shut_down();
}

#[test]
fn no_directive_is_offered_where_directives_are_disabled() {
    let folder = Folder::new(&format!("inline = false\n{CONFIG}"));
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, TEXT);
    assert_eq!(offered(&mut client, &uri, [2, 9]), None);
    folder.write("wordgate.toml", CONFIG);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("wordgate.toml") } }));
    assert!(offered(&mut client, &uri, [2, 9]).is_some());
    assert_eq!(actions(&mut client, &uri, [2, 9], "source").len(), 1, "it is not a source action");
    client.shut_down();
}
