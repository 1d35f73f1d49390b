//! Reads the string values of TOML files, such as the catalogues of Hugo and go-i18n.

use super::Messages;
use crate::extract::lines::start_after_bom;
use crate::extract::malformed::Malformed;
use crate::extract::spelling::number_escape;
use crate::extract::unescape::{decoded, escaped_character, push_unescaped};
use toml_parser::decoder::Encoding;
use toml_parser::parser::{EventReceiver, RecursionGuard, parse_document};
use toml_parser::{ErrorSink, ParseError, Raw, Source};
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// The maximum nesting depth of arrays and inline tables.
const MAX_DEPTH: u32 = 128;

/// Returns the messages of a TOML file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let start = start_after_bom(text);
    let tokens = Source::new(&text[start..]).lex().into_vec();
    let mut reader = Reader { text, start, messages: Messages::new(text), last: None };
    let mut error: Option<ParseError> = None;
    parse_document(&tokens, &mut RecursionGuard::new(&mut reader, MAX_DEPTH), &mut error);
    reader.end_message();
    match error {
        None => Ok(reader.messages.finish()),
        Some(error) => {
            let span = error.unexpected().or(error.context());
            Err(Malformed::new(start + span.map_or(0, |span| span.start()), error.description()))
        }
    }
}

/// A string with its quotation marks, and their kind.
struct Quoted {
    span: Span,
    kind: Encoding,
}

/// Collects the messages, each with the comments that apply to it.
struct Reader<'t> {
    text: &'t str,
    /// The length of the byte order mark, which the parser does not see.
    start: usize,
    messages: Messages<'t>,
    /// The last message, until the end of its line is reached: a comment there applies to it.
    last: Option<Quoted>,
}

impl<'t> Reader<'t> {
    fn span(&self, span: toml_parser::Span) -> Span {
        Span::new(self.start + span.start(), self.start + span.end())
    }

    fn raw(&self, span: toml_parser::Span, kind: Option<Encoding>) -> Raw<'t> {
        Raw::new_unchecked(&self.text[self.span(span).range()], kind, span)
    }

    fn end_message(&mut self) {
        let Some(Quoted { span, kind }) = self.last.take() else { return };
        let is_long = matches!(kind, Encoding::MlBasicString | Encoding::MlLiteralString);
        let quote = if is_long { 3 } else { 1 };
        let mut content = Span::new(span.start as usize + quote, span.end as usize - quote);
        if is_long {
            // The string does not contain a line break at its start.
            let source = &self.text[content.range()];
            let line_break = ["\r\n", "\n"].into_iter().find(|line_break| source.starts_with(line_break));
            content = Span::new(content.start as usize + line_break.map_or(0, str::len), content.end as usize);
        }
        let source = &self.text[content.range()];
        if source.trim().is_empty() {
            return;
        }
        if matches!(kind, Encoding::BasicString | Encoding::MlBasicString) {
            push_basic(self.text, content, self.messages.begin(Escapes::DoubleQuoted));
        } else {
            self.messages.begin(Escapes::Literal).push_verbatim(source, content.start as usize);
        }
    }
}

impl EventReceiver for Reader<'_> {
    fn simple_key(&mut self, span: toml_parser::Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        self.raw(span, kind).decode_key(&mut (), error);
    }

    fn scalar(&mut self, span: toml_parser::Span, kind: Option<Encoding>, error: &mut dyn ErrorSink) {
        self.end_message();
        let mut first = None;
        // Only errors matter here.
        let _ = self.raw(span, kind).decode_scalar(&mut (), &mut first);
        match first {
            Some(first) => error.report_error(first),
            None => self.last = kind.map(|kind| Quoted { span: self.span(span), kind }),
        }
    }

    fn comment(&mut self, span: toml_parser::Span, _: &mut dyn ErrorSink) {
        let span = self.span(span);
        self.messages.comment(Span { start: span.start + 1, ..span });
    }

    fn newline(&mut self, _: toml_parser::Span, _: &mut dyn ErrorSink) {
        self.end_message();
    }
}

/// Appends the decoded content of a basic string.
fn push_basic(text: &str, content: Span, out: &mut EmbeddedText) {
    push_unescaped(text, content, out, |escape| match escape.as_bytes().get(1)? {
        b'n' => decoded("\n", 2),
        b'r' => decoded("\r", 2),
        b't' => decoded("\t", 2),
        b'b' | b'f' | b'e' => decoded(" ", 2),
        b'u' | b'U' | b'x' => number_escape(escape),
        // At the end of a line, it joins the line with the next one.
        b' ' | b'\t' | b'\r' | b'\n' => decoded("", escape.len() - escape[1..].trim_ascii_start().len()),
        _ => escaped_character(escape),
    });
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::Format;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Toml)
    }

    #[test]
    fn strings_are_read_and_keys_are_not() {
        let text = "# no\nno = \"one \\\"two\\\" thr\\u0065e\"\n[no.\"no\"]\r\nother = 'C:\\x'\r\nn = 1\nd = 2026-01-01\nb = true\n\
            a = [\"f\", { no = 'g' }]\n[[no]]\nblank = \" \"\n";
        assert_eq!(read(text), ["one \"two\" three", "C:\\x", "f", "g"]);
        assert_eq!(read("\u{FEFF}a = 'b'"), ["b"]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn long_strings_are_read() {
        assert_eq!(read("a = \"\"\"\r\none \\\n   \n  two \"x\"\nthree\"\"\"\n"), ["one two \"x\"\nthree"]);
        assert_eq!(read("a = '''\none \\\ntwo'''"), ["one \\\ntwo"]);
        assert_eq!(read("a = \"\"\"x\"\"\"\"\""), ["x\"\""]);
    }

    #[test]
    fn a_comment_applies_to_the_message_beside_or_below_it() {
        let directive = "<!-- wordgate-allow a/b: c -->\n";
        let text = "# wordgate-allow a/b: c\nx = \"one\"\ny = \"two\" # wordgate-allow a/b: c\nz = [\"three\", # wordgate-allow a/b: c\n\
            \"four\"] # other";
        let expected = ["one", "two", "three"].map(|text| format!("{directive}{text}"));
        assert_eq!(read(text), [&expected[..], &["four".to_owned()]].concat());
    }

    #[test]
    fn other_text_is_an_error() {
        for (text, expected) in [
            ("a = ", "(line 1, column 5)"),
            ("a = b", "(line 1, column 5)"),
            ("a = \"b", "(line 1, column"),
            ("a = \"\"\"b", "(line 1, column"),
            ("a = \"\\q\"", "(line 1, column 7)"),
            ("a = \"b\" \"c\"", "(line 1, column 9)"),
            ("text", "(line 1, column"),
        ] {
            assert!(error(text, Format::Toml).contains(expected), "{text}: {}", error(text, Format::Toml));
        }
        for open in ["[", "{a = "] {
            let deep = format!("a = {}", open.repeat(100_000));
            assert!(error(&deep, Format::Toml).starts_with("this is not TOML"));
        }
    }

    proptest! {
        /// A string that another library writes is read as the same text.
        #[test]
        fn strings_are_decoded(values in proptest::collection::vec("[ -~\n\té日'\"\\\\]{0,20}", 1..4)) {
            let table: toml::Table = values.iter().enumerate().map(|(at, value)| (format!("k{at}"), value.as_str().into())).collect();
            let expected: Vec<String> = values.iter().filter(|value| !value.trim().is_empty()).cloned().collect();
            let mut found = read(&toml::to_string(&table).unwrap());
            found.retain(|value| !value.trim().is_empty());
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn reading_any_text_terminates(text in r#"([\[\]{}=,.#'"\\ \n\r\t]|"""|'''|a|1|\\u00|é|wordgate-allow){0,60}"#) {
            let _ = crate::extract::open(text.into_bytes(), Format::Toml);
        }
    }
}
