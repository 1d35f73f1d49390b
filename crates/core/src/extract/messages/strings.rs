//! Reads the values of Apple's `.strings` files: `"key" = "value";`.

use super::Messages;
use crate::extract::entity::DecodedText;
use crate::extract::lines::start_after_bom;
use crate::extract::malformed::Malformed;
use crate::extract::spelling::number_escape;
use crate::extract::unescape::{decoded, escaped_character, push_unescaped};
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// Returns the values of a file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut reader = Reader { text, at: start_after_bom(text), messages: Messages::new(text) };
    while reader.skip_blank()? {
        reader.string("a key")?;
        reader.sign('=')?;
        let value = reader.string("a value")?;
        reader.sign(';')?;
        if !text[value.range()].trim().is_empty() {
            decode(text, value, reader.messages.begin(Escapes::DoubleQuoted));
        }
    }
    Ok(reader.messages.finish())
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    messages: Messages<'t>,
}

impl Reader<'_> {
    /// Skips white space and comments. Returns whether there is more.
    fn skip_blank(&mut self) -> Result<bool, Malformed> {
        loop {
            let rest = self.text[self.at..].trim_start();
            self.at = self.text.len() - rest.len();
            let (len, content) = if let Some(comment) = rest.strip_prefix("/*") {
                let Some(len) = comment.find("*/") else {
                    return Err(Malformed::new(self.at, "the comment does not end"));
                };
                (len + 4, len)
            } else if let Some(comment) = rest.strip_prefix("//") {
                let len = comment.find(['\n', '\r']).unwrap_or(comment.len());
                (len + 2, len)
            } else {
                return Ok(!rest.is_empty());
            };
            self.messages.comment(Span::new(self.at + 2, self.at + 2 + content));
            self.at += len;
        }
    }

    /// Reads a string, with or without quotation marks. Returns its content.
    fn string(&mut self, what: &str) -> Result<Span, Malformed> {
        self.skip_blank()?;
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with('"') {
            let mut bytes = rest.bytes().enumerate().skip(1);
            while let Some((len, byte)) = bytes.next() {
                match byte {
                    b'\\' => drop(bytes.next()),
                    b'"' => {
                        self.at += len + 1;
                        return Ok(Span::new(start + 1, start + len));
                    }
                    _ => {}
                }
            }
            return Err(Malformed::new(start, "the string does not end"));
        }
        let is_bare = |c: char| c.is_ascii_alphanumeric() || "_.-$/:".contains(c);
        let len = rest.find(|c| !is_bare(c)).unwrap_or(rest.len());
        self.at += len;
        if len == 0 { Err(Malformed::new(start, format!("{what} is missing"))) } else { Ok(Span::new(start, self.at)) }
    }

    fn sign(&mut self, sign: char) -> Result<(), Malformed> {
        self.skip_blank()?;
        if !self.text[self.at..].starts_with(sign) {
            return Err(Malformed::new(self.at, format!("a `{sign}` is missing")));
        }
        self.at += 1;
        Ok(())
    }
}

/// Appends the decoded content of a string.
fn decode(text: &str, content: Span, out: &mut EmbeddedText) {
    push_unescaped(text, content, out, |escape| match escape.as_bytes().get(1)? {
        b'n' | b'r' => decoded("\n", 2),
        b't' => decoded(" ", 2),
        // Apple's tools write four hexadecimal digits after `U`.
        b'U' | b'u' => number_escape(&format!("\\u{}", escape.get(2..6).unwrap_or_default()))
            .map(|number| DecodedText { len: 6, ..number })
            .or_else(|| escaped_character(escape)),
        _ => escaped_character(escape),
    });
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::Format;

    #[test]
    fn values_are_read_and_keys_are_not() {
        let text = "/* no */\n\"no\" = \"a \\\"b\\\" \\U0065\";\n// no\nno = \"two\\nlines\";\n\"no\"=\"\";";
        assert_eq!(messages(text, Format::Strings), ["a \"b\" e", "two\nlines"]);
        let allowed = "/* wordgate-allow a/b: c */ \"x\" = \"y\";";
        assert_eq!(messages(allowed, Format::Strings), ["<!-- wordgate-allow a/b: c -->\ny"]);
    }

    #[test]
    fn other_text_is_an_error() {
        for (text, expected) in [
            ("\"a\" \"b\";", "a `=` is missing (line 1, column 5)"),
            ("\"a\" = \"b\"", "a `;` is missing"),
            ("\"a", "the string does not end"),
            ("/* a", "the comment does not end"),
            ("a = ;", "a value is missing"),
        ] {
            assert!(error(text, Format::Strings).contains(expected), "{text}: {}", error(text, Format::Strings));
        }
    }
}
