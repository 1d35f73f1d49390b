//! Opening, changing and closing documents.

use super::client::Client;
use super::{CONFIG, Folder};
use serde_json::{Value, json};

fn encodings(names: &[&str]) -> Value {
    json!({ "general": { "positionEncodings": names } })
}

fn place(diagnostic: &Value) -> [u64; 4] {
    let at = |end: &str, key: &str| diagnostic["range"][end][key].as_u64().unwrap();
    [at("start", "line"), at("start", "character"), at("end", "line"), at("end", "character")]
}

#[test]
fn initialization_agrees_on_a_position_encoding() {
    let folder = Folder::new(CONFIG);
    let offers: [(&[&str], &str); 4] =
        [(&["utf-16", "utf-8"], "utf-8"), (&["utf-32", "utf-16"], "utf-16"), (&["utf-32"], "utf-32"), (&[], "utf-16")];
    for (offered, expected) in offers {
        let (client, answer) = Client::initialized(&folder.path, encodings(offered), Value::Null);
        assert_eq!(answer["capabilities"]["positionEncoding"], expected);
        assert_eq!(answer["capabilities"]["textDocumentSync"]["change"], 2);
        assert_eq!(answer["capabilities"].get("diagnosticProvider"), None);
        assert_eq!(answer["serverInfo"]["name"], "wordgate");
        client.shut_down();
    }
}

#[test]
fn an_open_document_has_diagnostics_until_it_is_closed() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("docs/naïve notes.md");
    client.open(&uri, "markdown", 7, "The *word\ngate* is the best tool, someday.\n");
    let found = client.diagnostics(&uri, 7);
    assert_eq!(found.len(), 2);
    assert_eq!(place(&found[0]), [0, 5, 1, 4]);
    assert_eq!(
        (&found[0]["code"], &found[0]["severity"], &found[0]["source"]),
        (&json!("house/product"), &json!(1), &json!("wordgate"))
    );
    assert_eq!(found[0]["codeDescription"]["href"], "https://e.org/a%20b");
    assert_eq!(found[0]["message"], "The product is called wordgate.");
    assert_eq!(found[0]["data"]["fingerprint"].as_str().unwrap().len(), 32);
    assert_eq!((&found[1]["code"], &found[1]["severity"]), (&json!("house/claim"), &json!(2)));
    assert_eq!(found[1].get("codeDescription"), None);
    client.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    let closed = client.next_params("textDocument/publishDiagnostics");
    assert_eq!((&closed["uri"], &closed["diagnostics"]), (&json!(uri), &json!([])));
    client.shut_down();
}

#[test]
fn files_with_names_of_code_have_no_diagnostics() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    for (name, expected) in [("docs/requirements.txt", 0), ("a.py", 0), ("notes.txt", 1), ("notes", 1)] {
        client.open(&folder.uri(name), "plaintext", 1, "word gate\n");
        assert_eq!(client.diagnostics(&folder.uri(name), 1).len(), expected, "{name}");
    }
    client.shut_down();
}

#[test]
fn saved_reading_settings_take_effect_at_once() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    let config = folder.uri("wordgate.toml");
    client.open(&uri, "markdown", 1, "---\nblurb_two: word gate\n---\n");
    assert_eq!(client.diagnostics(&uri, 1).len(), 0);
    folder.write("wordgate.toml", &format!("{CONFIG}[reading]\nkeys = ['blurb_two']\n"));
    client.notify("textDocument/didSave", json!({ "textDocument": { "uri": config } }));
    assert_eq!(client.diagnostics(&uri, 1).len(), 1);
    client.shut_down();
}

#[test]
fn a_byte_order_mark_has_no_column() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 1, "\u{FEFF}The word gate.\n");
    assert_eq!(place(&client.diagnostics(&uri, 1)[0]), [0, 4, 0, 13]);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 4 } });
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "range": range, "text": "" }] }),
    );
    assert_eq!(place(&client.diagnostics(&uri, 2)[0]), [0, 0, 0, 9]);
    client.shut_down();
}

#[test]
fn changes_use_the_agreed_position_encoding() {
    let folder = Folder::new(CONFIG);
    for (encoding, emoji, umlaut) in [("utf-16", 2, 1), ("utf-8", 4, 2), ("utf-32", 1, 1)] {
        let (mut client, _) = Client::initialized(&folder.path, encodings(&[encoding]), Value::Null);
        let uri = folder.uri("a.md");
        client.open(&uri, "markdown", 1, "Über 😀 gate\r\n\r\nzwei\r\n");
        assert_eq!(client.diagnostics(&uri, 1), [Value::Null; 0]);
        let at = 3 + umlaut + 1 + emoji + 1;
        client.edit(&uri, 2, [0, at, 0, at], "word ");
        let found = client.diagnostics(&uri, 2);
        assert_eq!(place(&found[0]), [0, at as u64, 0, at as u64 + 9], "{encoding}");
        // A change of several lines: the rest of the first line, the blank line, and the first letter of the third.
        client.edit(&uri, 3, [0, at + 9, 2, 1], "! ü😀 word gate ");
        let found = client.diagnostics(&uri, 3);
        let second = (at + 9 + 2 + umlaut + emoji + 1) as u64;
        assert_eq!((found.len(), place(&found[1])), (2, [0, second, 0, second + 9]), "{encoding}");
        // The whole text, and two changes in one message, where the second applies to the result of the first.
        let start = json!({ "line": 0, "character": 0 });
        let changes = json!([{ "text": "gate" }, { "range": { "start": start, "end": start }, "text": "word " }]);
        let document = json!({ "uri": uri, "version": 4 });
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
        assert_eq!(place(&client.diagnostics(&uri, 4)[0]), [0, 0, 0, 9], "{encoding}");
        client.shut_down();
    }
}

#[test]
fn edits_give_the_same_diagnostics_as_opening_the_result() {
    let folder = Folder::new(CONFIG);
    let atoms = ["word gate ", "ü", "😀", "\n\n", "best ", "tool", "# ", "\r\n", "- ", "`", "*", "| a |\n|---|\n"];
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let (mut client, _) = Client::initialized(&folder.path, encodings(&[encoding]), Value::Null);
        let (uri, other) = (folder.uri("a.md"), folder.uri("b.md"));
        let mut text = "Über 😀 word gate\n\n- one best tool\n- zwei\n".to_owned();
        client.open(&uri, "markdown", 0, &text);
        let mut seed = 7_usize;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for version in 1..60 {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            // Not between the two bytes of a line end, where no editor has a position.
            let fits = |at: &usize| !(text[..*at].ends_with('\r') && text[*at..].starts_with('\n'));
            let boundaries: Vec<usize> = boundaries.into_iter().filter(fits).collect();
            let first = next(boundaries.len());
            let last = (first + next(4)).min(boundaries.len() - 1);
            let (start, end) = (boundaries[first], boundaries[last]);
            let position = |at: usize| {
                let before = &text[..at];
                let line = before.replace("\r\n", "\n").matches(['\n', '\r']).count();
                let tail = &before[before.rfind(['\n', '\r']).map_or(0, |end| end + 1)..];
                let units = match encoding {
                    "utf-8" => tail.len(),
                    "utf-16" => tail.encode_utf16().count(),
                    _ => tail.chars().count(),
                };
                (line, units)
            };
            let ((a, b), (c, d)) = (position(start), position(end));
            let atom = atoms[next(atoms.len())];
            client.edit(&uri, version, [a, b, c, d], atom);
            text.replace_range(start..end, atom);
        }
        let edited = client.diagnostics(&uri, 59);
        client.open(&other, "markdown", 1, &text);
        let opened = client.diagnostics(&other, 1);
        let shown =
            |found: &[Value]| found.iter().map(|one| format!("{} {:?}", one["code"], place(one))).collect::<Vec<_>>();
        assert_eq!(shown(&edited), shown(&opened), "{encoding} {text:?}");
        client.shut_down();
    }
}

#[test]
fn after_a_burst_of_changes_the_last_version_is_checked() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let uri = folder.uri("a.md");
    client.open(&uri, "markdown", 0, &"A paragraph of words.\n\n".repeat(2000));
    for version in 1..200 {
        client.edit(&uri, version, [0, 0, 0, 0], "word gate ");
    }
    let mut last = -1;
    loop {
        let sent = client.next_params("textDocument/publishDiagnostics");
        let version = sent["version"].as_i64().unwrap();
        assert!(version > last, "{version} after {last}");
        assert_eq!(sent["diagnostics"].as_array().unwrap().len() as i64, version);
        last = version;
        if version == 199 {
            break;
        }
    }
    client.shut_down();
}

#[test]
fn the_format_depends_on_the_extension_then_on_the_language() {
    let folder = Folder::new(CONFIG);
    let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
    let cases = [
        (folder.uri("a.html"), "markdown", "<p>word gate</p><pre>word gate</pre>", 1),
        (folder.uri("LICENSE"), "plaintext", "`word gate`", 1),
        (folder.uri("a.rs"), "rust", "// word gate", 0),
        ("untitled:Untitled-1".to_owned(), "markdown", "`word gate` word gate", 1),
        ("untitled:Untitled-2".to_owned(), "rust", "word gate", 0),
    ];
    for (uri, language, text, count) in cases {
        client.open(&uri, language, 1, text);
        assert_eq!(client.diagnostics(&uri, 1).len(), count, "{uri}");
    }
    client.shut_down();
}

#[test]
fn directives_apply_and_are_checked_unless_the_configuration_disables_them() {
    let text = "<!-- wordgate-allow house/claim: x -->\nThe word gate.\n\n\
        <!-- wordgate-allow house/product: x -->\nThe word gate.\n";
    let directive = |code: &str| format!("wordgate/{code}");
    for (inline, expected) in [
        ("", vec![directive("unused-directive"), "house/product".to_owned()]),
        ("inline = false\n", vec!["house/product".to_owned(); 2]),
    ] {
        let folder = Folder::new(&format!("{inline}{CONFIG}"));
        let (mut client, _) = Client::initialized(&folder.path, json!({}), Value::Null);
        let uri = folder.uri("a.md");
        client.open(&uri, "markdown", 1, text);
        let found = client.diagnostics(&uri, 1);
        let codes: Vec<&str> = found.iter().map(|diagnostic| diagnostic["code"].as_str().unwrap()).collect();
        assert_eq!(codes, expected);
        if inline.is_empty() {
            assert_eq!((place(&found[0]), &found[0]["severity"]), ([0, 20, 0, 31], &json!(2)));
            let params = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 22 } });
            let hover = client.ask("textDocument/hover", params)["result"]["contents"]["value"].clone();
            assert!(hover.as_str().unwrap().contains("An unused directive should be removed"), "{hover}");
        }
        client.shut_down();
    }
}
