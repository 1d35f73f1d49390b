//! Small documents and new requests do not wait for the check of a large document. The tests decide the order of
//! events: a check that is held back does not end until it is cancelled.

use super::client::Client;
use super::{CONFIG, Folder, HELD};
use serde_json::{Value, json};

/// Returns a large document with two findings, whose check is held back.
fn large() -> String {
    format!("{HELD}\n<p>The word gate is the best tool.</p>\n{}", "<p>Some words to read.</p>\n".repeat(12_000))
}

/// Waits until the checks of all open documents have begun: the server starts them together, and this small one ends.
fn wait_for_checks(client: &mut Client, folder: &Folder) {
    let uri = folder.uri("barrier.md");
    client.open(&uri, "markdown", 1, "The word gate.\n");
    let answer = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(answer["result"]["items"].as_array().unwrap().len(), 1);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
}

fn is_of(uri: &str) -> impl Fn(&Value) -> bool + '_ {
    move |message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
}

#[test]
fn a_small_document_does_not_wait_for_a_large_one() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let (big, small) = (folder.uri("big.html"), folder.uri("small.md"));
    client.open(&big, "html", 1, &large());
    client.open(&small, "markdown", 1, "The word gate.\n");
    assert_eq!(client.diagnostics(&small, 1).len(), 1);
    for version in 2..6 {
        client.edit(&small, version, [0, 0, 0, 0], "A word gate. ");
        assert_eq!(client.diagnostics(&small, version).len(), version as usize);
    }
    let position = json!({ "line": 0, "character": 4 });
    let hover = client.ask("textDocument/hover", json!({ "textDocument": { "uri": small }, "position": position }));
    assert_ne!(hover["result"], Value::Null);
    assert!(!client.has_unread(is_of(&big)), "the large document is still being checked");
    client.edit(&big, 2, [0, 0, 0, HELD.len()], "");
    assert_eq!(client.diagnostics(&big, 2).len(), 2);
    client.shut_down();
}

#[test]
fn a_change_cancels_the_check_of_the_previous_version() {
    let folder = Folder::new(CONFIG);
    let capabilities = json!({ "textDocument": { "diagnostic": {} } });
    let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
    let uri = folder.uri("big.html");
    client.open(&uri, "html", 1, &large());
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 0 } });
    let pull = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    let hover = client.request("textDocument/hover", at);
    wait_for_checks(&mut client, &folder);
    // Requests for positions in the old text get no answer. A request for diagnostics is answered for the newest text.
    let whole = json!({ "uri": uri, "version": 2 });
    let changes = json!([{ "text": "<p>The word gate.</p>" }]);
    client.notify("textDocument/didChange", json!({ "textDocument": whole, "contentChanges": changes }));
    assert_eq!(client.answer(hover)["error"]["code"], -32801);
    assert_eq!(client.answer(pull)["result"]["items"].as_array().unwrap().len(), 1);
    // A pending request for the diagnostics of a closed document is answered with an error.
    client.open(&uri, "html", 3, &large());
    let pull = client.request("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    wait_for_checks(&mut client, &folder);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(client.answer(pull)["error"]["code"], -32602);
    // The cancelled check does not block another large document either.
    client.open(&uri, "html", 1, &large().replace(HELD, ""));
    let answer = client.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } }));
    assert_eq!(answer["result"]["items"].as_array().unwrap().len(), 2);
    client.shut_down();
}

#[test]
fn shutdown_does_not_wait_for_checks() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let big = folder.uri("big.html");
    client.open(&big, "html", 1, &large());
    wait_for_checks(&mut client, &folder);
    assert_eq!(client.ask("shutdown", Value::Null)["result"], Value::Null);
    assert!(!client.has_unread(is_of(&big)));
    client.notify("exit", Value::Null);
    assert_eq!(client.close(), Some(0));
}
