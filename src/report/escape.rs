//! Escapes text in ways that only reports need; see [`wordgate_text::escape`] for the others.

use std::fmt::Write;
use wordgate_text::escape::{needs_escape, starts_log_command, visible_prefix};

/// Escapes and cuts each line like [`visible_prefix`], but keeps line ends. Use it for text whose line ends come from
/// wordgate and not from a file.
pub fn visible_lines(text: &str, limit: usize) -> String {
    text.split('\n').map(|line| visible_prefix(line, limit)).collect::<Vec<_>>().join("\n")
}

/// Escapes JSON for terminals and CI logs without changing its data: the characters of [`needs_escape`], and one
/// character of each log command, become `\uXXXX`. Line ends stay, because in JSON they occur only between tokens.
pub fn harmless_json(json: String) -> String {
    let is_plain = |byte: u8| byte == b'\n' || (byte.is_ascii() && !byte.is_ascii_control() && byte != b'#');
    let mut out = String::new();
    let (mut at, mut done) = (0, 0);
    // Almost all bytes are plain, and there may be very many.
    while let Some(plain) = json.as_bytes()[at..].iter().position(|byte| !is_plain(*byte)) {
        at += plain;
        let Some(c) = json[at..].chars().next() else { break };
        // In JSON, `#` can only occur in a string.
        let is_escaped = if c == '#' { starts_log_command(&json, at) } else { needs_escape(c) };
        let end = at + c.len_utf8();
        if is_escaped {
            out.push_str(&json[done..at]);
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
            done = end;
        }
        at = end;
    }
    if done == 0 {
        return json;
    }
    out.push_str(&json[done..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_json_has_the_same_data() {
        let text = "a\u{9b}b\u{202E}c\u{E0041}\nd\u{7f} ###VSO[x] ##[y]";
        let json = harmless_json(serde_json::to_string_pretty(&[text]).unwrap());
        assert!(json.chars().all(|c| c == '\n' || !needs_escape(c)), "{json:?}");
        assert!(json.contains("##\\u0023VSO[") && json.contains("#\\u0023["), "{json}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
