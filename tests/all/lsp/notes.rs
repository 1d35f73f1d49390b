//! Notes on a document beside its findings: it was read as another format, or not at all.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

#[test]
fn a_document_read_as_plain_text_has_a_note_on_its_first_line() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("deep.html");
    let text = format!("{}\n<p>The word gate.</p>\n", "<div>".repeat(3000));
    client.open(&uri, "html", 1, &text);
    let found = client.diagnostics(&uri, 1);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0]["code"], "house/product");
    let sent = &found[1];
    assert_eq!((&sent["code"], &sent["severity"]), (&json!("wordgate/read-as-text"), &json!(3)));
    assert!(sent["message"].as_str().unwrap().contains("to parse"), "{sent}");
    let (start, end) = (json!({ "line": 0, "character": 0 }), json!({ "line": 0, "character": 15_000 }));
    assert_eq!(sent["range"], json!({ "start": start, "end": end }));
    client.shut_down();
}

#[test]
fn an_invalid_date_is_reported_where_it_is() {
    let folder = Folder::new(&format!("document_date = ['date']\n{CONFIG}"));
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, "---\ndate: soon\n---\n\nNothing.\n");
    let found = client.diagnostics(&uri, 1);
    assert_eq!((found.len(), &found[0]["code"]), (1, &json!("wordgate/document-date")), "{found:?}");
    assert_eq!((&found[0]["severity"], &found[0]["range"]["start"]["line"]), (&json!(2), &json!(1)));
    // The document's date counts, so a rule that takes effect only in the future applies.
    client.edit(&uri, 2, [1, 6, 1, 10], "2031-01-01");
    client.edit(&uri, 3, [4, 0, 4, 0], "Someday. ");
    assert_eq!(client.diagnostics(&uri, 3)[0]["code"], "house/later");
    client.shut_down();
}
