//! A scripted client of the language server: it starts the built program and talks to it through pipes.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A timeout that no test reaches, even on a slow machine.
const TIMEOUT: Duration = Duration::from_secs(120);

pub struct Client {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    next_id: i32,
    /// Messages received while waiting for another one.
    unread: Vec<Value>,
}

impl Client {
    /// Starts a server in `folder`, not yet initialized.
    pub fn start(folder: &Path, arguments: &[&str]) -> Client {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wordgate"))
            .arg("lsp")
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        Client { child, input, messages, next_id: 0, unread: Vec::new() }
    }

    /// Starts and initializes a server. Returns its answer too.
    pub fn initialized(folder: &Path, capabilities: Value, options: Value) -> (Client, Value) {
        let mut client = Client::start(folder, &[]);
        let answer = client.ask(
            "initialize",
            json!({
                "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
                "workspaceFolders": [{ "uri": uri(folder), "name": "w" }],
            }),
        );
        client.notify("initialized", json!({}));
        (client, answer["result"].clone())
    }

    pub fn bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub fn send(&mut self, message: &Value) {
        let text = message.to_string();
        self.bytes(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id.
    pub fn request(&mut self, method: &str, params: Value) -> i32 {
        self.next_id += 1;
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// Returns the first received or future message that `wanted` accepts.
    pub fn wait(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&wanted) {
            return self.unread.remove(at);
        }
        loop {
            let message = self.messages.recv_timeout(TIMEOUT).expect("the server answers");
            if wanted(&message) {
                return message;
            }
            self.unread.push(message);
        }
    }

    pub fn answer(&mut self, id: i32) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.answer(id)
    }

    /// Returns the parameters of the next notification or request with this method.
    pub fn next_params(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)["params"].clone()
    }

    /// Whether such a message was received while waiting for another one.
    pub fn has_unread(&self, wanted: impl Fn(&Value) -> bool) -> bool {
        self.unread.iter().any(wanted)
    }

    /// Whether the server has sent a message with this method so far.
    pub fn has_received(&mut self, method: &str) -> bool {
        // Messages that the server sent before this answer have been received now.
        self.ask("$/ping", Value::Null);
        self.unread.iter().any(|message| message["method"] == method)
    }

    pub fn open(&mut self, uri: &str, language: &str, version: i32, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": version, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Replaces a range, given as line, character, line, character.
    pub fn edit(&mut self, uri: &str, version: i32, [a, b, c, d]: [usize; 4], text: &str) {
        let range = json!({ "start": { "line": a, "character": b }, "end": { "line": c, "character": d } });
        let changes = json!([{ "range": range, "text": text }]);
        let document = json!({ "uri": uri, "version": version });
        self.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// Returns the diagnostics of this version.
    pub fn diagnostics(&mut self, uri: &str, version: i32) -> Vec<Value> {
        let message = self.wait(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        });
        message["params"]["diagnostics"].as_array().unwrap().clone()
    }

    /// Closes the server's input and returns its exit code.
    pub fn close(mut self) -> Option<i32> {
        self.input = None;
        self.child.wait().unwrap().code()
    }

    /// Shuts the server down as the protocol requires.
    pub fn shut_down(mut self) {
        let answer = self.ask("shutdown", Value::Null);
        assert_eq!(answer.get("result"), Some(&Value::Null), "{answer}");
        self.notify("exit", Value::Null);
        assert_eq!(self.close(), Some(0));
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").map_or(length, |length| length.parse().unwrap()),
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

/// Returns the URI of a path, with every byte percent-encoded that may be.
pub fn uri(path: &Path) -> String {
    let path = path.to_str().unwrap().replace('\\', "/");
    let slash = if path.starts_with('/') { "" } else { "/" };
    let encoded: String = path
        .bytes()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
            _ if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect();
    format!("file://{slash}{encoded}")
}
