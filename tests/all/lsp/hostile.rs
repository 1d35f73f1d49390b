//! Invalid messages: the server answers them with an error or ignores them, and continues.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

#[test]
fn broken_messages_are_answered_with_an_error_or_ignored() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let deep = "[".repeat(100_000);
    for body in ["{]", "", "\u{FEFF}{}", deep.as_str(), "nul"] {
        client.bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let answer = client.wait(|message| message.get("error").is_some());
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&Value::Null, &json!(-32700)), "{body:.9}");
    }
    client.bytes(b"Content-Length: 3\r\n\r\n\xFF\xFE\xFD");
    assert_eq!(client.wait(|message| message.get("error").is_some())["error"]["code"], -32700);
    client.bytes(b"Content-Type: x\r\nContent-Length: many\r\n\r\n");
    assert_eq!(client.wait(|message| message.get("error").is_some())["error"]["code"], -32700);
    for message in [json!([]), json!(1), json!({}), json!({ "id": 1.5 }), json!({ "method": 3 })] {
        client.send(&message);
        assert_eq!(client.wait(|message| message.get("error").is_some())["error"]["code"], -32600, "{message}");
    }
    client.send(&json!({ "id": "x", "method": "nonsense" }));
    assert_eq!(client.wait(|message| message["id"] == "x")["error"]["code"], -32601);
    client.send(&json!({ "jsonrpc": "2.0", "id": 99, "result": null }));
    client.send(&json!({ "jsonrpc": "2.0", "id": 99, "error": { "code": 1, "message": "no" } }));
    client.notify("$/unknown", json!({}));
    client.shut_down();
}

#[test]
fn wrong_parameters_are_refused() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let methods = ["textDocument/hover", "textDocument/codeAction", "textDocument/diagnostic"];
    for method in methods {
        let position = json!({ "line": 0, "character": 0 });
        let closed = json!({
            "textDocument": { "uri": "file:///nowhere.md" }, "position": position,
            "range": { "start": position, "end": position }, "context": { "diagnostics": [] },
        });
        for params in [Value::Null, json!({}), json!([1]), json!({ "textDocument": 1 }), closed] {
            assert_eq!(client.ask(method, params.clone())["error"]["code"], -32602, "{method} {params}");
        }
    }
    for method in ["didOpen", "didChange", "didClose", "didSave"] {
        client.notify(&format!("textDocument/{method}"), json!({ "textDocument": { "uri": 1 } }));
    }
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": "file:///nowhere.md" } }));
    client.edit("file:///nowhere.md", 1, [0, 0, 0, 0], "x");
    client.notify("workspace/didChangeConfiguration", json!(7));
    client.notify("workspace/didChangeConfiguration", json!({ "settings": [1, "x"] }));
    client.shut_down();
}

#[test]
fn positions_out_of_bounds_are_clamped() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, "😀 word\u{0} gate\r\n");
    let edits: [([usize; 4], &str); 5] = [
        ([0, 999, 0, 999], " word gate"),
        ([99, 99, 4_000_000_000, 4_000_000_000], "\nword gate\n"),
        ([5, 0, 0, 1], ""),
        ([0, 1, 0, 1], "word gate "),
        ([4_294_967_295, 4_294_967_295, 0, 0], "x"),
    ];
    for (version, (range, text)) in (2..).zip(edits) {
        client.edit(&uri, version, range, text);
        client.diagnostics(&uri, version);
    }
    let position = json!({ "line": 4_000_000_000_u32, "character": 4_000_000_000_u32 });
    let params = json!({ "textDocument": { "uri": uri }, "position": position });
    assert_eq!(client.ask("textDocument/hover", params)["result"], Value::Null);
    client.shut_down();
}

#[test]
fn strange_document_uris_do_no_harm() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    for uri in ["", ":", "é", "file:", "file://", "file:///%00%FF%zz.md", "file:///..//../", "file://host/a.md", "x:%"]
    {
        client.open(uri, "markdown", 1, "word gate");
        client.diagnostics(uri, 1);
    }
    client.shut_down();
}

#[test]
fn nonsensical_initialize_parameters_get_the_defaults() {
    let folder = Folder::new(CONFIG);
    for params in [Value::Null, json!([]), json!({ "capabilities": 3, "workspaceFolders": 1, "rootUri": [] })] {
        let mut client = Client::start(&folder.path, &[]);
        let answer = client.ask("initialize", params);
        assert_eq!(answer["result"]["capabilities"]["positionEncoding"], "utf-16");
        client.open("untitled:x", "markdown", 1, "word gate");
        assert_eq!(client.diagnostics("untitled:x", 1).len(), 1);
        client.shut_down();
    }
}
