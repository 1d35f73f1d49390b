//! Reads JSON as a stream of events with the byte offsets of its strings.
//!
//! A notebook may hold hundreds of megabytes of pictures, and we need only a few of its strings. So we never build a
//! tree, and the memory does not depend on the length of the file.

use super::entity::DecodedText;
use super::lines::start_after_bom;
use super::malformed::Malformed;
use super::spelling::number_escape;
use super::unescape::{decoded, escaped_character, push_unescaped};
use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};
use memchr::memmem::Finder;
use std::borrow::Cow;
use wordgate_text::source::{EmbeddedText, SUBSTITUTE, Span};

/// The maximum nesting depth.
const MAX_DEPTH: usize = 512;

/// A part of a JSON text.
#[derive(Debug, PartialEq)]
pub(super) enum JsonEvent<'t> {
    /// The key of the next value, decoded.
    Key(Cow<'t, str>),
    /// A string value: the span between its quotation marks.
    String(Span),
    /// Another value that is neither an object nor an array.
    Scalar,
    /// The start of an object.
    OpenObject,
    /// The start of an array.
    OpenArray,
    /// The end of an object or an array.
    Close,
    /// A comment, without its delimiters.
    Comment(Span),
}

/// Which JSON a reader accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum JsonDialect {
    /// JSON, and the numbers that Python adds.
    Strict,
    /// JSON with comments, JSON5, and everything that people write between the two.
    Lenient,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expected {
    /// A value.
    Value,
    /// A value, or the end of the array that has just begun.
    FirstItem,
    /// A key.
    Key,
    /// A key, or the end of the object that has just begun.
    FirstKey,
    /// A comma or the end of the object or array.
    CommaOrEnd,
    /// Nothing.
    End,
}

/// Reads one JSON text.
pub(super) struct JsonReader<'t> {
    scanner: Scanner<'t>,
    /// The length of the byte order mark, which the scanner does not see.
    start: usize,
    /// Whether each open value is an object rather than an array, outermost first.
    open: Vec<bool>,
    expected: Expected,
    is_lenient: bool,
}

impl<'t> JsonReader<'t> {
    /// Creates a reader for one value.
    pub fn new(text: &'t str, dialect: JsonDialect) -> JsonReader<'t> {
        let is_lenient = dialect == JsonDialect::Lenient;
        let options = ScannerOptions {
            allow_single_quoted_strings: is_lenient,
            allow_hexadecimal_numbers: is_lenient,
            allow_unary_plus_numbers: is_lenient,
            allow_bare_decimal_point_numbers: is_lenient,
            allow_non_finite_numbers: true,
            allow_extended_string_escapes: is_lenient,
        };
        let start = start_after_bom(text);
        let json = &text[start..];
        JsonReader {
            scanner: Scanner::new(json, &options),
            start,
            open: Vec::new(),
            expected: Expected::Value,
            is_lenient,
        }
    }

    /// Returns the next event, or `None` at the end of the text.
    pub fn next(&mut self) -> Result<Option<JsonEvent<'t>>, Malformed> {
        loop {
            let token = self.token()?;
            if let Some(Token::CommentLine(content) | Token::CommentBlock(content)) = &token {
                if !self.is_lenient {
                    return Err(self.error("JSON has no comments"));
                }
                let start = self.start + self.scanner.token_start() + 2;
                return Ok(Some(JsonEvent::Comment(Span::new(start, start + content.len()))));
            }
            match (self.expected, token) {
                (Expected::End, None) => return Ok(None),
                (_, None) => return Err(self.error("the text ends too early")),
                (Expected::CommaOrEnd, Some(Token::Comma)) => {
                    let in_object = self.open.last() == Some(&true);
                    self.expected = match (in_object, self.is_lenient) {
                        (true, true) => Expected::FirstKey,
                        (true, false) => Expected::Key,
                        (false, true) => Expected::FirstItem,
                        (false, false) => Expected::Value,
                    };
                }
                (Expected::Key | Expected::FirstKey, Some(Token::String(key))) => return self.key(key).map(Some),
                (Expected::FirstKey, Some(Token::Word(key) | Token::Number(key))) if self.is_lenient => {
                    return self.key(key.into()).map(Some);
                }
                (Expected::FirstKey, Some(Token::Boolean(_) | Token::Null)) if self.is_lenient => {
                    return self.key("".into()).map(Some);
                }
                (Expected::FirstKey | Expected::CommaOrEnd, Some(Token::CloseBrace))
                    if self.open.last() == Some(&true) =>
                {
                    return Ok(Some(self.close()));
                }
                (Expected::FirstItem | Expected::CommaOrEnd, Some(Token::CloseBracket))
                    if self.open.last() == Some(&false) =>
                {
                    return Ok(Some(self.close()));
                }
                (Expected::Value | Expected::FirstItem, Some(token)) => return self.value(token).map(Some),
                (Expected::CommaOrEnd, _) => return Err(self.error("a comma or a closing bracket is missing")),
                (Expected::Key | Expected::FirstKey, _) => {
                    return Err(self.error("a key in quotation marks is missing"));
                }
                (Expected::End, _) => return Err(self.error("there is text after the end of the value")),
            }
        }
    }

    fn key(&mut self, key: Cow<'t, str>) -> Result<JsonEvent<'t>, Malformed> {
        if self.token()? != Some(Token::Colon) {
            return Err(self.error("a colon is missing after a key"));
        }
        self.expected = Expected::Value;
        Ok(JsonEvent::Key(key))
    }

    fn token(&mut self) -> Result<Option<Token<'t>>, Malformed> {
        self.scanner.scan().map_err(|error| {
            let message = error.kind().to_string();
            let mut letters = message.chars();
            let first = letters.next().map(|first| first.to_lowercase().to_string()).unwrap_or_default();
            Malformed { at: self.start + error.range().start, message: first + letters.as_str() }
        })
    }

    fn value(&mut self, token: Token<'t>) -> Result<JsonEvent<'t>, Malformed> {
        let event = match token {
            Token::OpenBrace | Token::OpenBracket => {
                if self.open.len() == MAX_DEPTH {
                    return Err(self.error(&format!("values are nested more than {MAX_DEPTH} deep")));
                }
                let is_object = token == Token::OpenBrace;
                self.open.push(is_object);
                self.expected = if is_object { Expected::FirstKey } else { Expected::FirstItem };
                return Ok(if is_object { JsonEvent::OpenObject } else { JsonEvent::OpenArray });
            }
            Token::String(_) => {
                let (start, end) = (self.scanner.token_start() + 1, self.scanner.token_end() - 1);
                JsonEvent::String(Span::new(self.start + start, self.start + end))
            }
            Token::Boolean(_) | Token::Number(_) | Token::Null => JsonEvent::Scalar,
            _ => return Err(self.error("a value is missing")),
        };
        self.after_value();
        Ok(event)
    }

    fn close(&mut self) -> JsonEvent<'t> {
        self.open.pop();
        self.after_value();
        JsonEvent::Close
    }

    fn after_value(&mut self) {
        self.expected = if self.open.is_empty() { Expected::End } else { Expected::CommaOrEnd };
    }

    fn error(&self, message: &str) -> Malformed {
        Malformed { at: self.start + self.scanner.token_start(), message: message.to_owned() }
    }
}

/// Replaces each escape of half a surrogate pair by one of the same length that [`JsonReader`] accepts. Programs that
/// cut text between the halves write such JSON, and others read it.
pub(super) fn without_lone_surrogates(text: &str) -> Cow<'_, str> {
    let mut replaced = Cow::Borrowed(text);
    let mut at = 0;
    let escapes = Finder::new("\\u");
    while let Some(found) = escapes.find(&text.as_bytes()[at..]) {
        at += found;
        let Some(escape) = number_escape(&text[at..]) else {
            at += 1;
            continue;
        };
        if escape.text == "\u{FFFD}" {
            replaced.to_mut().replace_range(at..at + escape.len, "\\ufffd");
        }
        at += escape.len;
    }
    replaced
}

/// Appends the decoded content of a JSON string, at `content` of `text`, to `out`.
pub(super) fn decode_string(text: &str, content: Span, out: &mut EmbeddedText) {
    push_unescaped(text, content, out, |escape| match escape.as_bytes().get(1)? {
        b'n' => decoded("\n", 2),
        b'r' => decoded("\r", 2),
        b't' => decoded("\t", 2),
        b'b' | b'f' => decoded(" ", 2),
        b'\n' => decoded("", 2),
        b'\r' => decoded("", if escape[1..].starts_with("\r\n") { 3 } else { 2 }),
        b'u' | b'x' => {
            let number = number_escape(escape)?;
            let text = if number.text == "\0" { SUBSTITUTE.to_string().into() } else { number.text };
            Some(DecodedText { text, ..number })
        }
        _ => escaped_character(escape),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use wordgate_text::source::SourceFile;

    fn events(text: &str) -> Result<Vec<String>, Malformed> {
        events_of(text, JsonDialect::Strict)
    }

    fn events_of(text: &str, dialect: JsonDialect) -> Result<Vec<String>, Malformed> {
        let mut reader = JsonReader::new(text, dialect);
        let mut found = Vec::new();
        while let Some(event) = reader.next()? {
            found.push(match event {
                JsonEvent::Key(key) => format!("{key}:"),
                JsonEvent::String(span) => text[span.range()].to_owned(),
                JsonEvent::Scalar => "-".to_owned(),
                JsonEvent::OpenObject => "{".to_owned(),
                JsonEvent::OpenArray => "[".to_owned(),
                JsonEvent::Close => "]".to_owned(),
                JsonEvent::Comment(span) => format!("//{}", &text[span.range()]),
            });
        }
        Ok(found)
    }

    #[test]
    fn strings_keep_their_offsets() {
        let text = r#" {"a\u0062": ["x \" y", 1, {}, [], null], "c": "é"} "#;
        let expected = ["{", "ab:", "[", "x \\\" y", "-", "{", "]", "[", "]", "-", "]", "c:", "é", "]"];
        assert_eq!(events(text).unwrap(), expected);
    }

    #[test]
    fn comments_single_quotes_and_bare_keys_are_read_if_allowed() {
        let text = "// a\n{b: 'c', /*d*/ 'e': [+1, .5, 0xF, /* f */], true: 1,}";
        let expected = ["// a", "{", "b:", "c", "//d", "e:", "[", "-", "-", "-", "// f ", "]", ":", "-", "]"];
        assert_eq!(events_of(text, JsonDialect::Lenient).unwrap(), expected);
        assert_eq!(events_of("{b: 1}", JsonDialect::Strict).unwrap_err().at, 1);
    }

    #[test]
    fn text_that_is_not_json_is_an_error_with_its_place() {
        let cases = [
            ("", 0),
            ("{", 1),
            ("[1,]", 3),
            ("{\"a\" 1}", 5),
            ("{\"a\":}", 5),
            ("{a:1}", 1),
            ("[1 2]", 3),
            ("[1}", 2),
            ("1 2", 2),
            ("[// c\n1]", 1),
            ("['a']", 1),
            ("[\"\\x\"]", 2),
            ("[\"a", 1),
            ("\u{FEFF}[", 4),
        ];
        for (text, at) in cases {
            assert_eq!(events(text).unwrap_err().at, at, "{text}");
        }
        assert!(events(&"[".repeat(100_000)).unwrap_err().message.contains("nested"));
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        let text = r#"["\\ud83d\uDE00 \ud83d\ud83d\ude00 \ude00", "\\ud83d", "\ud8"]"#;
        let expected = r#"["\\ud83d\uDE00 \ufffd\ud83d\ude00 \ufffd", "\\ufffd", "\ud8"]"#;
        assert_eq!(without_lone_surrogates(text), expected);
    }

    proptest! {
        #[test]
        fn reading_any_text_terminates(text in r#"([\[\]{},:" ]|\\u00|[a-z0-9]){0,60}"#) {
            let _ = events(&text);
        }

        /// A string that serde writes is decoded to the same text, and every character leads back to its source.
        #[test]
        fn strings_are_decoded(text in any::<String>()) {
            let stored = serde_json::to_string(&text).unwrap();
            let mut inside = EmbeddedText::default();
            decode_string(&stored, Span::new(1, stored.len() - 1), &mut inside);
            let file = SourceFile::decode(stored.clone().into_bytes()).unwrap().with_embedded(inside);
            let unsafe_characters = ['\0', '\u{8}', '\u{C}'];
            if !text.contains(unsafe_characters) {
                prop_assert_eq!(file.text(), &text);
            }
            for (at, c) in file.text().char_indices().filter(|(_, c)| c.is_alphanumeric()) {
                let span = file.stored_span(Span::new(at, at + c.len_utf8()));
                prop_assert_eq!(&stored[span.range()], c.to_string());
            }
            prop_assert_eq!(events(&stored).unwrap().len(), 1);
        }
    }
}
