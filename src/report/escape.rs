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
    let is_escaped = |(at, c): (usize, char)| match c {
        '\n' => false,
        // In JSON, `#` can only occur in a string.
        '#' => starts_log_command(&json, at),
        c => needs_escape(c),
    };
    if !json.char_indices().any(is_escaped) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for (at, c) in json.char_indices() {
        if is_escaped((at, c)) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
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
