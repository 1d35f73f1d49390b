//! Waivers that have had their day are told on their lines of the configuration.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

const OLD: &str = "The word gate is the best tool.\n";

fn waiver(rule: &str, path: &str, expires: &str) -> String {
    let text = "The word gate is the best tool.";
    let end = if expires.is_empty() { String::new() } else { format!("expires = {expires}\n") };
    // Nothing in a configuration is written as it is to where somebody reads it.
    let approver = "\"Jane\\u001B\"";
    format!(
        "[[waiver]]\nrule = '{rule}'\npath = '{path}'\ntext = '{text}'\nreason = 'r'\napprover = {approver}\n{end}\n"
    )
}

fn save(client: &mut Client, folder: &Folder, config: &str) {
    folder.write("wordgate.toml", config);
    client.tell("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("wordgate.toml") } }));
}

/// The next diagnostics of the configuration: line, code and message of each.
fn told(client: &mut Client, folder: &Folder) -> Vec<(u64, String, String)> {
    let uri = folder.uri("wordgate.toml");
    let message = client
        .wait(|message| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri);
    assert_eq!(message["params"].get("version").filter(|version| !version.is_null()), None);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let one = |one: &Value| {
        assert_eq!((&one["severity"], &one["source"]), (&json!(2), &json!("wordgate")));
        (one["range"]["start"]["line"].as_u64().unwrap(), text(&one["code"]), text(&one["message"]))
    };
    message["params"]["diagnostics"].as_array().unwrap().iter().map(one).collect()
}

#[test]
fn an_expired_waiver_is_told_while_a_document_is_open() {
    let config = format!("as_of = 2026-11-22\n{CONFIG}");
    let (day, over) = (waiver("house/product", "a.md", "2026-11-22"), waiver("house/claim", "a.md", "2026-11-21"));
    let folder = Folder::new(&format!("{config}{day}{over}"));
    for pulls in [false, true] {
        folder.write("wordgate.toml", &format!("{config}{day}{over}"));
        let mut capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
        if pulls {
            capabilities["textDocument"]["diagnostic"] = json!({});
        }
        let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
        let uri = folder.uri("a.md");
        client.open(&uri, "markdown", 1, OLD);
        let expected = "the waiver of house/claim (approved by Jane\\u{1b}) expired on 2026-11-21: its findings are reported \
                        again; renew or remove it";
        let all = told(&mut client, &folder);
        assert_eq!(all, [(11, "wordgate/expired-waiver".to_owned(), expected.to_owned())]);
        if !pulls {
            // The finding that is back says why.
            let found = client.diagnostics(&uri, 1);
            let related = &found[0]["relatedInformation"][0];
            assert_eq!((found.len(), &found[0]["code"]), (1, &json!("house/claim")));
            assert_eq!(related["message"], "the waiver of house/claim (approved by Jane\\u{1b}) expired on 2026-11-21");
            assert_eq!(related["location"]["uri"], folder.uri("wordgate.toml"));
            assert_eq!(related["location"]["range"]["start"], json!({ "line": 11, "character": 0 }));
        }
        // A second document of the same configuration says nothing new; the last one that is closed takes it away.
        client.open(&folder.uri("b.md"), "markdown", 1, "Fine.\n");
        let close = |client: &mut Client, uri: &str| {
            client.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        };
        close(&mut client, &uri);
        client.ask("$/ping", Value::Null);
        let config_uri = folder.uri("wordgate.toml");
        assert!(!client.has(|message| message["params"]["uri"] == config_uri));
        close(&mut client, &folder.uri("b.md"));
        assert_eq!(told(&mut client, &folder), []);
        // Renewed, it is none.
        client.open(&uri, "markdown", 1, OLD);
        assert_eq!(told(&mut client, &folder).len(), 1);
        save(&mut client, &folder, &format!("{config}{day}"));
        assert_eq!(told(&mut client, &folder), []);
        client.shut_down();
    }
}

#[test]
fn a_waiver_of_an_open_document_that_names_nothing_is_told() {
    let config = format!("{CONFIG}{}{}", waiver("house/product", "/a.md", ""), waiver("house/claim", "*.md", ""));
    let folder = Folder::new(&config);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, OLD);
    assert_eq!(client.diagnostics(&uri, 1), [Value::Null; 0]);
    client.edit(&uri, 2, [0, 4, 0, 4], "new ");
    let expected = "the waiver of house/product (approved by Jane\\u{1b}) is stale: its finding no longer occurs in /a.md; \
                    remove it";
    assert_eq!(told(&mut client, &folder), [(2, "wordgate/stale-waiver".to_owned(), expected.to_owned())]);
    // While it stays so, nothing is sent.
    client.edit(&uri, 3, [0, 4, 0, 8], "old ");
    client.diagnostics(&uri, 3);
    let config_uri = folder.uri("wordgate.toml");
    assert!(!client.has(|message| message["params"]["uri"] == config_uri));
    client.edit(&uri, 4, [0, 4, 0, 8], "");
    assert_eq!(told(&mut client, &folder), []);
    // What a directive allows is there.
    client.edit(&uri, 5, [0, 0, 0, 0], "<!-- wordgate-allow house/product: it is so -->\n");
    assert_eq!(client.diagnostics(&uri, 5), [Value::Null; 0]);
    client.ask("$/ping", Value::Null);
    assert!(!client.has(|message| message["params"]["uri"] == config_uri));
    client.shut_down();
}

/// Some editors take the configuration for plain text.
#[test]
fn a_configuration_that_is_open_itself_is_no_document_and_has_its_waivers() {
    let config = format!("as_of = 2026-11-22\n{CONFIG}{}", waiver("house/claim", "a.md", "2026-11-21"));
    let folder = Folder::new(&config);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let (uri, config_uri) = (folder.uri("a.md"), folder.uri("wordgate.toml"));
    let codes = |found: &[Value]| found.iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
    client.open(&config_uri, "plaintext", 1, &config);
    assert_eq!(codes(&client.diagnostics(&config_uri, 1)), ["wordgate/expired-waiver"]);
    client.open(&uri, "markdown", 1, OLD);
    client.diagnostics(&uri, 1);
    client.edit(&config_uri, 2, [0, 0, 0, 0], "# Edited.\n");
    assert_eq!(codes(&client.diagnostics(&config_uri, 2)), ["wordgate/expired-waiver"]);
    // It is closed, and the document is still there.
    client.tell("textDocument/didClose", json!({ "textDocument": { "uri": config_uri } }));
    assert_eq!(told(&mut client, &folder), []);
    assert_eq!(told(&mut client, &folder).len(), 1);
    client.shut_down();
}
