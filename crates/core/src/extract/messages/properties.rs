//! Reads the values of Java properties files.

use super::Messages;
use crate::extract::lines::{lines, start_after_bom};
use crate::extract::spelling::number_escape;
use crate::extract::unescape::{decoded, escaped_character, push_unescaped};
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// Returns the values of a properties file.
pub(in crate::extract) fn read(text: &str) -> EmbeddedText {
    let mut messages = Messages::new(text);
    let mut lines = lines(text, start_after_bom(text)..text.len());
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
            decode(text, Span::new(value, end), messages.begin(Escapes::Properties));
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
fn decode(text: &str, value: Span, out: &mut EmbeddedText) {
    push_unescaped(text, value, out, |escape| match escape.as_bytes().get(1)? {
        b'n' | b'r' => decoded("\n", 2),
        b't' | b'f' => decoded(" ", 2),
        // The white space at the start of the next line is not part of the value.
        b'\n' | b'\r' => decoded("", escape.len() - escape[1..].trim_start().len()),
        b'u' => number_escape(escape).or_else(|| decoded("u", 2)),
        _ => escaped_character(escape),
    });
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
