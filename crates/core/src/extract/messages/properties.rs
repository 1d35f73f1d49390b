//! Reads the values of Java properties files.

use super::Messages;
use crate::extract::lines::lines;
use crate::extract::spelling::number_escape;
use std::ops::Range;
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// Returns the values of a properties file.
pub(in crate::extract) fn read(text: &str) -> EmbeddedText {
    let mut messages = Messages::new(text);
    let start = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut lines = lines(text, start..text.len());
    while let Some(line) = lines.next() {
        let source = text[line.range()].trim_end_matches(['\n', '\r']);
        let content = source.trim_start_matches(BLANK);
        let at = line.start as usize + (source.len() - content.len());
        if let Some(comment) = content.strip_prefix(['#', '!']) {
            messages.comment(Span::new(at + 1, at + 1 + comment.len()));
            continue;
        }
        let mut end = line.start as usize + source.len();
        while is_continued(&text[at..end]) {
            let Some(next) = lines.next() else { break };
            end = next.start as usize + text[next.range()].trim_end_matches(['\n', '\r']).len();
        }
        let value = at + value_start(&text[at..end]);
        if !text[value..end].trim().is_empty() {
            decode(text, value..end, messages.begin(Escapes::Properties));
        }
    }
    messages.finish()
}

/// The white space of the format.
const BLANK: [char; 3] = [' ', '\t', '\u{C}'];

/// Returns whether a line ends with a backslash that is not escaped.
fn is_continued(line: &str) -> bool {
    (line.len() - line.trim_end_matches('\\').len()) % 2 == 1
}

/// Returns the offset of the value in a line `key = value`.
fn value_start(line: &str) -> usize {
    let mut chars = line.char_indices();
    let mut key_end = line.len();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '=' | ':' | ' ' | '\t' | '\u{C}' => {
                key_end = at;
                break;
            }
            _ => {}
        }
    }
    let rest = line[key_end..].trim_start_matches(BLANK);
    let rest = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim_start_matches(BLANK);
    line.len() - rest.len()
}

/// Appends the decoded text of a value.
fn decode(text: &str, value: Range<usize>, out: &mut EmbeddedText) {
    let mut at = value.start;
    while let Some(len) = text[at..value.end].find('\\') {
        out.push_verbatim(&text[at..at + len], at);
        at += len;
        let rest = &text[at..value.end];
        let Some(c) = rest[1..].chars().next() else { break };
        let (decoded, len) = match c {
            'n' | 'r' => ("\n".to_owned(), 2),
            't' | 'f' => (" ".to_owned(), 2),
            // The white space at the start of the next line is not part of the value.
            '\n' | '\r' => (String::new(), rest.len() - rest[1..].trim_start().len()),
            'u' => match number_escape(rest) {
                Some(escape) => (escape.text.into_owned(), escape.len),
                None => ("u".to_owned(), 2),
            },
            c => (c.to_string(), 1 + c.len_utf8()),
        };
        out.push_decoded(&decoded, Span::new(at, at + len));
        at += len;
    }
    out.push_verbatim(&text[at..value.end], at);
}

#[cfg(test)]
mod tests {
    use super::super::tests::messages;
    use crate::extract::Format;

    #[test]
    fn values_are_read_and_keys_are_not() {
        let text =
            "# no\n! no\na=one\n b : two \\\n   lines\nc\\ d\\=e three\\u0065 \\\"x\\\" \\\\\nf=\n\nno\ng=a\\tb\\nc\n";
        let expected = ["one", "two lines", "threee \"x\" \\", "a b\nc"];
        assert_eq!(messages(text, Format::Properties), expected);
        assert_eq!(messages("# wordgate-allow a/b: c\nx=y", Format::Properties), ["<!-- wordgate-allow a/b: c -->\ny"]);
        assert_eq!(messages("a=b\\", Format::Properties), ["b\\"]);
    }
}
