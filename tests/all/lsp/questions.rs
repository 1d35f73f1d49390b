//! Requests: code actions, hover, diagnostics on request, cancellation and shutdown.

use super::client::Client;
use super::{CONFIG, Folder, HELD};
use serde_json::{Value, json};

const TEXT: &str = "The word gate is the best tool. Word gate!\n";

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

fn actions(client: &mut Client, uri: &str, range: Value, only: Value) -> Vec<Value> {
    let context = json!({ "diagnostics": [], "only": only });
    let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
    client.ask("textDocument/codeAction", params)["result"].as_array().unwrap().clone()
}

#[test]
fn suggestions_are_quick_fixes() {
    let folder = Folder::new(CONFIG);
    let capabilities = json!({ "workspace": { "workspaceEdit": { "documentChanges": true } } });
    let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 3, TEXT);
    let at_name = actions(&mut client, &uri, range(0, 6, 6), json!(["quickfix"]));
    assert_eq!((at_name.len(), &at_name[1]["title"]), (3, &json!("Allow here with a reason (house/product)")));
    assert_eq!((&at_name[0]["title"], &at_name[0]["kind"]), (&json!("Replace with “wordgate”"), &json!("quickfix")));
    assert_eq!(at_name[0]["isPreferred"], true);
    assert_eq!(at_name[0]["diagnostics"][0]["code"], "house/product");
    let change = &at_name[0]["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 3 }));
    assert_eq!(change["edits"], json!([{ "range": range(0, 4, 13), "newText": "wordgate" }]));
    let at_claim = actions(&mut client, &uri, range(0, 24, 25), json!(["quickfix"]));
    // The other suggestion has a placeholder that the writer must fill in.
    assert_eq!((at_claim.len(), &at_claim[1]["title"]), (3, &json!("Allow here with a reason (house/claim)")));
    assert_eq!((&at_claim[0]["title"], at_claim[0].get("isPreferred")), (&json!("Replace with “good tool”"), None));
    assert_eq!(actions(&mut client, &uri, range(0, 16, 18), json!(["quickfix"])), [Value::Null; 0]);
    let all = actions(&mut client, &uri, range(0, 0, 0), json!(["source.fixAll"]));
    assert_eq!((&all[0]["title"], &all[0]["kind"]), (&json!("Apply all safe fixes"), &json!("source.fixAll.wordgate")));
    assert_eq!(actions(&mut client, &uri, range(0, 0, 0), json!(["source.fixAll.wordgate"])), all);
    assert_eq!(all[0]["edit"]["documentChanges"][0]["edits"].as_array().unwrap().len(), 2);
    client.shut_down();
}

#[test]
fn a_client_without_versions_gets_plain_changes() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 3, TEXT);
    let found = actions(&mut client, &uri, range(0, 6, 6), Value::Null);
    assert_eq!(found.len(), 3);
    assert_eq!(found[0]["edit"]["changes"][&uri][0]["newText"], "wordgate");
    client.shut_down();
}

#[test]
fn hover_gives_the_reason_in_escaped_markdown() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 3, TEXT);
    let hover = |client: &mut Client, character: u32| {
        let position = json!({ "line": 0, "character": character });
        client.ask("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position }))["result"]
            .clone()
    };
    let shown = hover(&mut client, 7);
    assert_eq!(shown["range"], range(0, 4, 13));
    assert_eq!(shown["contents"]["kind"], "markdown");
    let text = shown["contents"]["value"].as_str().unwrap();
    let expected = "**Write \\*wordgate\\* in one word** (house/product)\n\nThe product is called wordgate.\n\n\
        Write: “wordgate” (safe)\n\nThe name is one word \\<b\\>.\n\nIt is a name.\n\n\
        - [Style\\_guide, 2](<https://e.org/a%20b>) (house, as of 2026-03-11)";
    assert_eq!(text, expected);
    assert_eq!(hover(&mut client, 15), Value::Null);
    // A position beyond the end of a line means the end of the line.
    client.edit(&uri, 4, [0, 41, 0, 42], "");
    assert_eq!(hover(&mut client, 9999)["range"], range(0, 32, 41));
    client.shut_down();
}

#[test]
fn a_client_that_pulls_diagnostics_is_sent_none() {
    let folder = Folder::new(CONFIG);
    let capabilities = json!({
        "textDocument": { "diagnostic": {} }, "workspace": { "diagnostics": { "refreshSupport": true } }
    });
    let (mut client, answer) = Client::initialized(&folder.path, capabilities, Value::Null);
    assert_eq!(answer["capabilities"]["diagnosticProvider"]["identifier"], "wordgate");
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, TEXT);
    let pull = |client: &mut Client, previous: Value| {
        let params = json!({ "textDocument": { "uri": uri }, "previousResultId": previous });
        client.ask("textDocument/diagnostic", params)["result"].clone()
    };
    let first = pull(&mut client, Value::Null);
    assert_eq!((&first["kind"], first["items"].as_array().unwrap().len()), (&json!("full"), 3));
    let again = pull(&mut client, first["resultId"].clone());
    assert_eq!(again, json!({ "kind": "unchanged", "resultId": first["resultId"] }));
    client.edit(&uri, 2, [0, 4, 0, 13], "it");
    let changed = pull(&mut client, first["resultId"].clone());
    assert_eq!((&changed["kind"], changed["items"].as_array().unwrap().len()), (&json!("full"), 2));
    folder.write("wordgate.toml", "packs = ['house']\nrules = ['house.toml']\ndisable = ['house/claim']\n");
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("wordgate.toml") } }));
    client.next_params("workspace/diagnostic/refresh");
    let changed = pull(&mut client, changed["resultId"].clone());
    assert_eq!((&changed["kind"], changed["items"].as_array().unwrap().len()), (&json!("full"), 1));
    assert!(!client.has_received("textDocument/publishDiagnostics"));
    client.shut_down();
}

#[test]
fn a_request_can_be_cancelled_while_others_run() {
    let folder = Folder::new("packs = ['all']\n");
    let (mut client, _) =
        Client::initialized(&folder.path, json!({ "textDocument": { "diagnostic": {} } }), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, &format!("{HELD}\n\nGet direct access to *OpenAI* models.\n"));
    let slow = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    let position = json!({ "line": 2, "character": 5 });
    let cancelled =
        client.request("textDocument/hover", json!({ "textDocument": { "uri": uri }, "position": position }));
    client.notify("$/cancelRequest", json!({ "id": cancelled }));
    let answer = client.answer(cancelled);
    assert_eq!(answer["error"]["code"], -32800, "{answer}");
    client.edit(&uri, 2, [0, 0, 0, HELD.len()], "");
    assert_eq!(client.answer(slow)["result"]["items"].as_array().unwrap().len(), 1);
    // A request that was answered cannot be cancelled.
    client.notify("$/cancelRequest", json!({ "id": slow }));
    client.notify("$/cancelRequest", json!({ "id": [] }));
    client.shut_down();
}

#[test]
fn shutdown_follows_the_protocol() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    assert_eq!(client.ask("initialize", json!({}))["error"]["code"], -32600);
    assert_eq!(client.ask("shutdown", Value::Null)["result"], Value::Null);
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32600);
    client.notify("exit", Value::Null);
    assert_eq!(client.close(), Some(0));
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.close(), Some(1));
    let (client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    assert_eq!(client.close(), Some(1), "the client is gone");
    let mut client = Client::start(&folder.path, &["--stdio"]);
    assert_eq!(client.ask("textDocument/hover", json!({}))["error"]["code"], -32002);
    client.notify("exit", Value::Null);
    assert_eq!(client.close(), Some(1));
}
