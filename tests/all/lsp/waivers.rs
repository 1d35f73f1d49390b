//! Expired and stale waivers are diagnostics on their lines of the configuration.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

/// A document whose findings the waivers of these tests cover.
const WAIVED_TEXT: &str = "The word gate is the best tool.\n";

fn waiver(rule: &str, path: &str, expires: &str) -> String {
    let text = "The word gate is the best tool.";
    let expiry = if expires.is_empty() { String::new() } else { format!("expires = {expires}\n") };
    // Control characters from a configuration must be escaped in messages.
    let approver = "\"Jane\\u001B\"";
    format!(
        "[[waiver]]\nrule = '{rule}'\npath = '{path}'\ntext = '{text}'\nreason = 'r'\napprover = {approver}\n{expiry}\n"
    )
}

fn save(client: &mut Client, folder: &Folder, config: &str) {
    folder.write("wordgate.toml", config);
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": folder.uri("wordgate.toml") } }));
}

/// Returns the next diagnostics of the configuration: line, code and message of each.
fn config_diagnostics(client: &mut Client, folder: &Folder) -> Vec<(u64, String, String)> {
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
fn an_expired_waiver_is_reported_while_a_document_is_open() {
    let config = format!("as_of = 2026-11-22\n{CONFIG}");
    let (last_day, expired) =
        (waiver("house/product", "a.md", "2026-11-22"), waiver("house/claim", "a.md", "2026-11-21"));
    let folder = Folder::new(&format!("{config}{last_day}{expired}"));
    // The client may ask for the diagnostics of documents. Those of the configuration are sent unasked all the same.
    for pulls in [false, true] {
        folder.write("wordgate.toml", &format!("{config}{last_day}{expired}"));
        let mut capabilities = json!({ "textDocument": { "publishDiagnostics": { "relatedInformation": true } } });
        if pulls {
            capabilities["textDocument"]["diagnostic"] = json!({});
        }
        let (mut client, _) = Client::initialized(&folder.path, capabilities, Value::Null);
        let uri = folder.uri("a.md");
        client.open(&uri, "markdown", 1, WAIVED_TEXT);
        let expected = "the waiver of house/claim (approved by Jane\\u{1b}) expired on 2026-11-21: its findings are reported \
                        again; renew or remove it";
        let all = config_diagnostics(&mut client, &folder);
        assert_eq!(all, [(11, "wordgate/expired-waiver".to_owned(), expected.to_owned())]);
        if !pulls {
            // The finding that is reported again has the waiver as related information.
            let found = client.diagnostics(&uri, 1);
            let related = &found[0]["relatedInformation"][0];
            assert_eq!((found.len(), &found[0]["code"]), (1, &json!("house/claim")));
            assert_eq!(related["message"], "the waiver of house/claim (approved by Jane\\u{1b}) expired on 2026-11-21");
            assert_eq!(related["location"]["uri"], folder.uri("wordgate.toml"));
            assert_eq!(related["location"]["range"]["start"], json!({ "line": 11, "character": 0 }));
        }
        // A second document with the same configuration changes nothing. Closing the last document removes the
        // diagnostic.
        client.open(&folder.uri("b.md"), "markdown", 1, "Fine.\n");
        let close = |client: &mut Client, uri: &str| {
            client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
        };
        close(&mut client, &uri);
        // The server answers in order. After this answer, nothing more is sent for the message before.
        client.ask("$/ping", Value::Null);
        let config_uri = folder.uri("wordgate.toml");
        assert!(!client.has_unread(|message| message["params"]["uri"] == config_uri));
        close(&mut client, &folder.uri("b.md"));
        assert_eq!(config_diagnostics(&mut client, &folder), []);
        // A renewed waiver is no longer expired.
        client.open(&uri, "markdown", 1, WAIVED_TEXT);
        assert_eq!(config_diagnostics(&mut client, &folder).len(), 1);
        save(&mut client, &folder, &format!("{config}{last_day}"));
        assert_eq!(config_diagnostics(&mut client, &folder), []);
        client.shut_down();
    }
}

#[test]
fn a_stale_waiver_of_an_open_document_is_reported() {
    let config = format!("{CONFIG}{}{}", waiver("house/product", "/a.md", ""), waiver("house/claim", "*.md", ""));
    let folder = Folder::new(&config);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, WAIVED_TEXT);
    assert_eq!(client.diagnostics(&uri, 1), [Value::Null; 0]);
    client.edit(&uri, 2, [0, 4, 0, 4], "new ");
    let expected = "the waiver of house/product (approved by Jane\\u{1b}) is stale: its finding no longer occurs in /a.md; \
                    remove it";
    assert_eq!(
        config_diagnostics(&mut client, &folder),
        [(2, "wordgate/stale-waiver".to_owned(), expected.to_owned())]
    );
    // While the diagnostics are unchanged, none are sent.
    client.edit(&uri, 3, [0, 4, 0, 8], "old ");
    client.diagnostics(&uri, 3);
    let config_uri = folder.uri("wordgate.toml");
    assert!(!client.has_unread(|message| message["params"]["uri"] == config_uri));
    client.edit(&uri, 4, [0, 4, 0, 8], "");
    assert_eq!(config_diagnostics(&mut client, &folder), []);
    // A finding that a directive allows still exists, so its waiver is not stale.
    client.edit(&uri, 5, [0, 0, 0, 0], "<!-- wordgate-allow house/product: it is so -->\n");
    assert_eq!(client.diagnostics(&uri, 5), [Value::Null; 0]);
    // The server answers in order. After this answer, nothing more is sent for the messages before.
    client.ask("$/ping", Value::Null);
    assert!(!client.has_unread(|message| message["params"]["uri"] == config_uri));
    client.shut_down();
}

/// Some editors open the configuration as plain text.
#[test]
fn an_open_configuration_is_not_checked_but_keeps_its_waiver_diagnostics() {
    let config = format!("as_of = 2026-11-22\n{CONFIG}{}", waiver("house/claim", "a.md", "2026-11-21"));
    let folder = Folder::new(&config);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let (uri, config_uri) = (folder.uri("a.md"), folder.uri("wordgate.toml"));
    let codes = |found: &[Value]| found.iter().map(|one| one["code"].clone()).collect::<Vec<_>>();
    client.open(&config_uri, "plaintext", 1, &config);
    assert_eq!(codes(&client.diagnostics(&config_uri, 1)), ["wordgate/expired-waiver"]);
    client.open(&uri, "markdown", 1, WAIVED_TEXT);
    client.diagnostics(&uri, 1);
    client.edit(&config_uri, 2, [0, 0, 0, 0], "# Edited.\n");
    assert_eq!(codes(&client.diagnostics(&config_uri, 2)), ["wordgate/expired-waiver"]);
    // The configuration is closed, and the document is still open.
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": config_uri } }));
    assert_eq!(config_diagnostics(&mut client, &folder), []);
    assert_eq!(config_diagnostics(&mut client, &folder).len(), 1);
    client.shut_down();
}
