//! Escaping that only reports need: see [`wordgate_text::escape`] for that of all texts.

use std::fmt::Write;
use wordgate_text::escape::{needs_escape, opens_command, visible_start};

/// As [`visible_start`], with line ends kept: for text whose lines are the program's own.
pub fn visible_lines(text: &str, limit: usize) -> String {
    text.split('\n').map(|line| visible_start(line, limit)).collect::<Vec<_>>().join("\n")
}

/// JSON with the characters that [`needs_escape`] names written as `\uXXXX`, and one in each command of a CI log: the
/// same data, harmless on a terminal and in a log. Line ends stay, they can only stand between tokens.
pub fn harmless_json(json: String) -> String {
    let hostile = |(at, c): (usize, char)| match c {
        '\n' => false,
        // It can only stand in a string.
        '#' => opens_command(&json, at),
        c => needs_escape(c),
    };
    if !json.char_indices().any(hostile) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 64);
    for (at, c) in json.char_indices() {
        if hostile((at, c)) {
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
    fn json_stays_the_same_data() {
        let text = "a\u{9b}b\u{202E}c\u{E0041}\nd\u{7f} ###VSO[x] ##[y]";
        let json = harmless_json(serde_json::to_string_pretty(&[text]).unwrap());
        assert!(json.chars().all(|c| c == '\n' || !needs_escape(c)), "{json:?}");
        assert!(json.contains("##\\u0023VSO[") && json.contains("#\\u0023["), "{json}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
