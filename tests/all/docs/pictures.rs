//! The pictures of a terminal and an editor match the program's output. `docs/pictures/make.py` draws them.

use super::pages;
use crate::lsp::client::Client;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

const SAMPLE: &str = "release-notes.md";

/// Returns the texts of the elements that begin with `<tag class="class"`, without markup.
fn texts(svg: &str, tag: &str, class: &str) -> Vec<String> {
    let start = format!("<{tag} class=\"{class}\"");
    let starts = svg.split(start.as_str()).skip(1);
    let inner = starts.map(|rest| {
        let (_, rest) = rest.split_once('>').expect("a tag ends");
        rest.split_once(&format!("</{tag}>")).expect("an element ends").0
    });
    inner.map(without_markup).collect()
}

fn without_markup(text: &str) -> String {
    let mut plain = String::new();
    for part in text.split('<') {
        plain.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn picture(name: &str) -> String {
    pages::read(&pages::root().join("docs/pictures").join(name))
}

fn folder() -> PathBuf {
    pages::root().join("tests/pictures")
}

const STALE: &str = "draw the pictures again: cargo build, then python3 docs/pictures/make.py";

#[test]
fn the_terminal_picture_has_the_printed_output() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    let output = command.args(["check", SAMPLE, "--isolated"]).current_dir(folder()).output().expect("wordgate runs");
    let printed = String::from_utf8(output.stdout).expect("UTF-8").replace("\r\n", "\n");
    let expected = format!("$ wordgate check {SAMPLE}\n{printed}");
    let shown: String =
        texts(&picture("terminal.svg"), "text", "line").iter().map(|line| format!("{line}\n")).collect();
    // A line with nothing but colour codes has no text.
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&shown), trimmed(&expected), "{STALE}");
}

/// Returns the language server's answer to a request for code actions on the last published finding.
fn titles_and_message(text: &str) -> (Vec<String>, String) {
    let uri = format!("file:///{SAMPLE}");
    let (line, column) = (text.lines().count() - 1, text.lines().last().and_then(|line| line.find("whitelist")));
    let place = json!({ "line": line, "character": column.expect("the sample ends with a finding") });
    let mut client = Client::start(&folder(), &["--isolated"]);
    client.ask("initialize", json!({ "capabilities": {}, "processId": null, "rootUri": null }));
    client.notify("initialized", json!({}));
    client.open(&uri, "markdown", 1, text);
    let diagnostics = client.diagnostics(&uri, 1);
    let range = json!({ "start": place, "end": place });
    let request = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.ask("textDocument/codeAction", request);
    client.shut_down();
    let string = |value: &Value| value.as_str().expect("a string").to_owned();
    let titles = actions["result"].as_array().expect("a list").iter().map(|action| string(&action["title"]));
    (titles.collect(), string(&diagnostics.last().expect("a finding")["message"]))
}

#[test]
fn the_editor_picture_has_the_answer_of_the_server() {
    let text = pages::read(&folder().join(SAMPLE));
    let picture = picture("editor.svg");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(texts(&picture, "text", "line"), lines, "{STALE}");
    let (titles, message) = titles_and_message(&text);
    assert_eq!(texts(&picture, "text", "action"), titles, "{STALE}");
    assert_eq!(texts(&picture, "tspan", "message"), [message], "{STALE}");
}
