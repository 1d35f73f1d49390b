//! The pictures of a terminal and an editor show what the program says. `docs/pictures/make.py` draws them.

use super::pages;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const SAMPLE: &str = "release-notes.md";

/// The texts of the elements that begin with `<tag class="class"`, without markup.
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

fn wordgate() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wordgate"));
    command.current_dir(pages::root().join("tests/pictures"));
    command
}

const STALE: &str = "draw the pictures again: cargo build, then python3 docs/pictures/make.py";

#[test]
fn the_terminal_shows_what_is_printed() {
    let output = wordgate().args(["check", SAMPLE, "--isolated"]).output().expect("wordgate runs");
    let printed = String::from_utf8(output.stdout).expect("UTF-8").replace("\r\n", "\n");
    let expected = format!("$ wordgate check {SAMPLE}\n{printed}");
    let shown: String =
        texts(&picture("terminal.svg"), "text", "line").iter().map(|line| format!("{line}\n")).collect();
    // A line that is empty but for a colour has no text.
    let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(trimmed(&shown), trimmed(&expected), "{STALE}");
}

/// The next message of the server.
fn answer(output: &mut impl BufRead) -> Value {
    let mut length = 0;
    loop {
        let mut header = String::new();
        output.read_line(&mut header).expect("the server writes");
        match header.trim().split_once(": ") {
            Some(("Content-Length", number)) => length = number.parse().expect("a number"),
            Some(_) => {}
            None => break,
        }
    }
    let mut content = vec![0; length];
    output.read_exact(&mut content).expect("the server writes");
    serde_json::from_slice(&content).expect("JSON")
}

/// What the language server answers to a request for code actions on the last finding, after it published all.
fn titles_and_message(text: &str) -> (Vec<String>, String) {
    let uri = format!("file:///{SAMPLE}");
    let (line, column) = (text.lines().count() - 1, text.lines().last().and_then(|line| line.find("whitelist")));
    let place = json!({ "line": line, "character": column.expect("the sample ends with a finding") });
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
    let request = json!({ "textDocument": { "uri": uri }, "range": { "start": place, "end": place },
        "context": { "diagnostics": [] } });
    let messages = [
        json!({ "id": 1, "method": "initialize", "params": { "capabilities": {}, "processId": null, "rootUri": null } }),
        json!({ "method": "initialized", "params": {} }),
        json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        json!({ "id": 2, "method": "textDocument/codeAction", "params": request }),
    ];
    let mut server =
        wordgate().args(["lsp", "--isolated"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut input = server.stdin.take().expect("it is piped");
    for mut message in messages {
        message["jsonrpc"] = json!("2.0");
        let content = message.to_string();
        write!(input, "Content-Length: {}\r\n\r\n{content}", content.len()).expect("the server reads");
    }
    let mut output = BufReader::new(server.stdout.take().expect("it is piped"));
    let mut answers: Vec<Value> = Vec::new();
    let is_published = |answer: &Value| answer["method"] == "textDocument/publishDiagnostics";
    while !(answers.iter().any(|answer| answer["id"] == 2) && answers.iter().any(is_published)) {
        answers.push(answer(&mut output));
    }
    server.kill().expect("it still runs");
    server.wait().expect("it ends");
    let actions = answers.iter().find(|answer| answer["id"] == 2).expect("an answer to the request");
    let published = answers.iter().find(|answer| is_published(answer));
    let diagnostics = published.expect("findings")["params"]["diagnostics"].as_array().expect("a list");
    let string = |value: &Value| value.as_str().expect("a string").to_owned();
    let titles = actions["result"].as_array().expect("a list").iter().map(|action| string(&action["title"]));
    (titles.collect(), string(&diagnostics.last().expect("a finding")["message"]))
}

#[test]
fn the_editor_shows_what_the_server_answers() {
    let text = pages::read(&pages::root().join("tests/pictures").join(SAMPLE));
    let picture = picture("editor.svg");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(texts(&picture, "text", "line"), lines, "{STALE}");
    let (titles, message) = titles_and_message(&text);
    assert_eq!(texts(&picture, "text", "action"), titles, "{STALE}");
    assert_eq!(texts(&picture, "tspan", "message"), [message], "{STALE}");
}
