//! Reads the messages of Fluent files (`.ftl`): the values and attributes of messages and terms.
//!
//! A placeable such as `{ $name }` becomes a placeholder, and a select expression becomes one with branches, as in ICU
//! syntax, so that [`crate::extract::message`] reads each variant as a text of its own. `{ "text" }` is text.
//!
//! The reader keeps its own stack, because the crate `fluent-syntax` calls itself for each nested placeable and so
//! overflows the stack on a hostile file.

use super::Messages;
use crate::extract::entity::DecodedText;
use crate::extract::lines::start_after_bom;
use crate::extract::malformed::Malformed;
use crate::extract::script::string_len;
use crate::extract::spelling::number_escape;
use crate::extract::unescape::{escaped_character, push_unescaped};
use wordgate_text::source::{EmbeddedText, Escapes, Span};

/// The maximum nesting depth of placeables.
const MAX_DEPTH: usize = 128;

/// Returns the messages of a Fluent file.
pub(in crate::extract) fn read(text: &str) -> Result<EmbeddedText, Malformed> {
    let mut reader = Reader {
        text,
        at: start_after_bom(text),
        messages: Messages::new(text),
        is_first: true,
        has_text: false,
        open: Vec::new(),
    };
    while reader.at < text.len() {
        reader.entry()?;
    }
    Ok(reader.messages.finish())
}

/// An open select expression.
struct Select {
    /// The byte of its brace.
    start: usize,
    /// How many placeables contain it and nothing else.
    wraps: usize,
    /// Whether it has a variant.
    has_variant: bool,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    messages: Messages<'t>,
    /// Whether the current pattern is the first of its entry that has text.
    is_first: bool,
    /// Whether the current pattern has text, so that a message was begun for it.
    has_text: bool,
    /// The open select expressions of the current pattern, outermost first.
    open: Vec<Select>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn error<T>(&self, message: &str) -> Result<T, Malformed> {
        Err(Malformed::new(self.at, message))
    }

    fn skip(&mut self, blank: &[char]) {
        self.at = self.text.len() - self.rest().trim_start_matches(blank).len();
    }

    /// Consumes `token`, if it comes next.
    fn take(&mut self, token: char) -> bool {
        let is_next = self.rest().starts_with(token);
        self.at += if is_next { token.len_utf8() } else { 0 };
        is_next
    }

    /// Reads a comment, a message, a term or a blank line.
    fn entry(&mut self) -> Result<(), Malformed> {
        let line_len = self.rest().find(['\n', '\r']).unwrap_or(self.rest().len());
        let line = &self.rest()[..line_len];
        if line.trim().is_empty() {
            self.at += line_len;
            self.skip(&LINE_BREAK);
            return Ok(());
        }
        if line.starts_with('#') {
            let content = line.trim_start_matches('#');
            self.messages.comment(Span::new(self.at + line_len - content.len(), self.at + line_len));
            self.at += line_len;
            return Ok(());
        }
        self.take('-');
        self.name()?;
        self.is_first = true;
        loop {
            self.skip(&BLANK);
            if !self.take('=') {
                return self.error("a `=` is missing");
            }
            self.skip(&BLANK);
            self.has_text = false;
            self.pattern()?;
            // The next line is that of an attribute, or starts the next entry.
            let line = self.rest().trim_start_matches(ANY_BLANK);
            if !line.starts_with('.') || !self.rest()[..self.rest().len() - line.len()].ends_with(' ') {
                break;
            }
            self.at = self.text.len() - line.len() + 1;
            self.name()?;
        }
        self.messages.end_region();
        Ok(())
    }

    fn name(&mut self) -> Result<(), Malformed> {
        let is_in_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if !self.rest().starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.error("the name of a message is missing");
        }
        self.skip_while(is_in_name);
        Ok(())
    }

    fn skip_while(&mut self, is_wanted: impl Fn(char) -> bool) {
        self.at = self.text.len() - self.rest().trim_start_matches(is_wanted).len();
    }

    /// Returns the text of the current pattern. The directives before the entry apply to all of its patterns.
    fn out(&mut self) -> &mut EmbeddedText {
        if std::mem::replace(&mut self.has_text, true) {
            return self.messages.current();
        }
        match std::mem::take(&mut self.is_first) {
            true => self.messages.begin_region(Escapes::Fluent),
            false => self.messages.begin(Escapes::Fluent),
        }
    }

    /// Reads a pattern up to the line break after it.
    fn pattern(&mut self) -> Result<(), Malformed> {
        loop {
            let len = self.rest().find(['\n', '\r', '{', '}']).unwrap_or(self.rest().len());
            if len > 0 {
                let (source, at) = (&self.rest()[..len], self.at);
                self.out().push_verbatim(source, at);
                self.at += len;
            }
            match self.rest().bytes().next() {
                Some(b'{') => {
                    if let Some(select) = self.placeable()? {
                        self.open.push(select);
                        if self.open.len() > MAX_DEPTH {
                            return self.error("placeables are nested more than 128 deep");
                        }
                        self.variant()?;
                    }
                }
                Some(b'}') if self.open.is_empty() => return self.error("there is no `{` for this `}`"),
                Some(b'}') => self.close()?,
                Some(_) if self.next_line()? => {}
                _ => break,
            }
        }
        match self.open.last() {
            Some(select) => Err(Malformed::new(select.start, "the placeable is not closed")),
            None => Ok(()),
        }
    }

    /// Goes to the next line of a pattern. Returns whether there is one.
    fn next_line(&mut self) -> Result<bool, Malformed> {
        let line = self.rest().trim_start_matches(ANY_BLANK);
        let start = self.text.len() - line.len();
        let is_indented = self.text[..start].ends_with(' ');
        let is_selecting = !self.open.is_empty();
        match line.bytes().next() {
            Some(b'}') if is_selecting => self.at = start,
            Some(b'[' | b'*') if is_selecting => {
                self.at = start;
                self.variant()?;
            }
            None | Some(b'}' | b'[' | b'*' | b'.') => return Ok(false),
            Some(first) if !is_indented && first != b'{' => return Ok(false),
            _ => {
                let breaks = self.text[self.at..start].matches('\n').count();
                // A blank line would end the branch.
                let breaks = if is_selecting { 1 } else { breaks.max(1) };
                let source = Span::new(self.at, start);
                self.at = start;
                if self.has_text {
                    self.out().push_decoded(&"\n".repeat(breaks), source);
                }
            }
        }
        Ok(true)
    }

    /// Reads the placeable at the current brace. Returns the select expression that starts there, if any.
    fn placeable(&mut self) -> Result<Option<Select>, Malformed> {
        let start = self.at;
        let mut wraps = 0;
        while self.take('{') {
            wraps += 1;
            self.skip(&ANY_BLANK);
        }
        if wraps > MAX_DEPTH {
            return self.error("placeables are nested more than 128 deep");
        }
        let unclosed = || Malformed::new(start, "the placeable is not closed");
        let literal = self.rest().starts_with('"').then(|| string_len(self.rest().as_bytes())).flatten();
        let content = literal.map(|len| Span::new(self.at + 1, self.at + len - 1));
        // The number of placeables that are open in the expression.
        let mut depth = wraps;
        loop {
            let rest = self.rest();
            let len = rest.find(['"', '{', '}', '-']).ok_or_else(unclosed)?;
            self.at += len;
            match rest.as_bytes()[len] {
                b'"' => self.at += string_len(&rest.as_bytes()[len..]).ok_or_else(unclosed)?,
                b'-' if rest[len..].starts_with("->") && depth == wraps => {
                    self.at += 2;
                    let source = Span::new(start, self.at);
                    self.out().push_decoded("{0,select,", source);
                    self.skip(&ANY_BLANK);
                    return Ok(Some(Select { start, wraps, has_variant: false }));
                }
                b'-' => self.at += 1,
                b'{' => (depth, self.at) = (depth + 1, self.at + 1),
                _ => (depth, self.at) = (depth - 1, self.at + 1),
            }
            if depth == 0 {
                break;
            }
        }
        let source = Span::new(start, self.at);
        match content.filter(|content| !self.text[content.range()].contains(['{', '}'])) {
            Some(content) => {
                let text = self.text;
                push_literal(text, content, self.out());
            }
            // A brace would look like a placeholder.
            None => self.out().push_decoded("{0}", source),
        }
        Ok(None)
    }

    /// Starts the variant whose key comes next.
    fn variant(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        self.take('*');
        let Some(len) = self.rest().find([']', '\n']).filter(|_| self.rest().starts_with('[')) else {
            return self.error("the key of a variant, such as `[one]`, is missing");
        };
        self.at += len + 1;
        self.skip(&BLANK);
        let source = Span::new(start, self.at);
        let select = self.open.last_mut().expect("a variant is in a select expression");
        let end = if std::mem::replace(&mut select.has_variant, true) { "}" } else { "" };
        let out = self.out();
        out.push_unmapped(end);
        out.push_decoded(" {", source);
        Ok(())
    }

    /// Closes the select expression at the current brace.
    fn close(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        let select = self.open.pop().expect("the caller has checked that one is open");
        for wrap in 0..select.wraps {
            if wrap > 0 {
                self.skip(&ANY_BLANK);
            }
            if !self.take('}') {
                return self.error("a `}` is missing");
            }
        }
        let source = Span::new(start, self.at);
        let out = self.out();
        out.push_unmapped("}");
        out.push_decoded("}", source);
        Ok(())
    }
}

const BLANK: [char; 1] = [' '];
const LINE_BREAK: [char; 2] = ['\n', '\r'];
const ANY_BLANK: [char; 3] = [' ', '\n', '\r'];

/// Appends the decoded content of a string.
fn push_literal(text: &str, content: Span, out: &mut EmbeddedText) {
    push_unescaped(text, content, out, |escape| match escape.as_bytes().get(1)? {
        b'u' => number_escape(escape),
        // It has six digits.
        b'U' => number_escape(&format!("\\u{{{}}}", escape.get(2..8)?)).map(|number| DecodedText { len: 8, ..number }),
        _ => escaped_character(escape),
    });
}

#[cfg(test)]
mod tests {
    use super::super::tests::{error, messages};
    use crate::extract::{Extractor, Format, Piece, open};
    use proptest::prelude::*;
    use wordgate_text::prose::{OPAQUE, ScopeSet};

    fn read(text: &str) -> Vec<String> {
        messages(text, Format::Fluent)
    }

    /// Returns the text of each block of a file, with `_` for opaque words.
    fn blocks(text: &str) -> Vec<String> {
        let file = open(text.as_bytes().to_vec(), Format::Fluent).unwrap();
        let piece = Piece::whole(file.text(), Format::Fluent);
        let extraction = Extractor::new().extract(file.text(), Format::Fluent, &piece, ScopeSet::checked_by_default());
        extraction.blocks.iter().map(|block| block.text.replace(OPAQUE, "_")).collect()
    }

    #[test]
    fn values_and_attributes_are_read() {
        let text = "# no\n\n## no\n### no\nno = one\n-no =\n    two\n    lines\n\n    more\n    .no = three\n\
            no =\n    .no = { \"\" }four\n    .other-no=five\n\n";
        assert_eq!(read(text), ["one", "two\nlines\n\nmore", "three", "four", "five"]);
        assert_eq!(read("\u{FEFF}a = b\r\n  c\r\nd = e"), ["b\nc", "e"]);
        assert_eq!(read(""), [""; 0]);
    }

    #[test]
    fn placeables_are_opaque_words() {
        let text = "a = x { $no } y { -no } z { NO($no, no: \"{ no\") } { { no.no } }\n";
        assert_eq!(blocks(text), ["x _ y _ z _ _"]);
        let literals = "a = { \"\" } it{\"'\"}s { \"\\u0061\\U000062\\\"\" } { \"{\" }\n";
        assert_eq!(blocks(literals), ["it's ab\" _"]);
    }

    #[test]
    fn each_variant_is_a_text() {
        let text = "a = You { $n ->\n    [one] have\n  a { $x }\n\n   *[other] { $k ->\n        *[b] give (or \" take\n    }\n} access\n\
            \x20   .b = { PLATFORM() ->\n  [ macos ] Mac\n *[1.5] PC\n    }\nc = d\n";
        assert_eq!(blocks(text), ["You _ access", "have a _", "give (or \" take", "Mac", "PC", "d"]);
        assert_eq!(blocks("a = { { $n ->\n *[x] one\n} }"), ["one"]);
    }

    #[test]
    fn a_directive_applies_to_the_message_with_its_attributes() {
        let text = "# wordgate-allow a/b: c\na = one\n  .d = two\ne = f\n";
        let expected = ["<!-- wordgate-allow-start a/b: c -->\none", "two\n<!-- wordgate-allow-end a/b -->", "f"];
        assert_eq!(read(text), expected);
    }

    #[test]
    fn other_text_is_an_error() {
        for (text, expected) in [
            ("a", "a `=` is missing (line 1, column 2)"),
            ("a = b\n=", "the name of a message is missing (line 2, column 1)"),
            ("a = { $b", "the placeable is not closed (line 1, column 5)"),
            ("a = { \"b\n}", "the placeable is not closed"),
            ("a = b }", "there is no `{` for this `}` (line 1, column 7)"),
            ("a = { $b ->\n c\n}", "the key of a variant, such as `[one]`, is missing (line 2, column 2)"),
            ("a = { $b ->\n *[c] d\n", "the placeable is not closed (line 1, column 5)"),
            (" .a = b", "the name of a message is missing"),
        ] {
            assert!(error(text, Format::Fluent).contains(expected), "{text}: {}", error(text, Format::Fluent));
        }
    }

    #[test]
    fn deep_placeables_are_refused() {
        assert!(error(&format!("a = {}", "{".repeat(100_000)), Format::Fluent).contains("nested more than 128 deep"));
        let selects = "{ $a ->\n *[b] ".repeat(100_000);
        assert!(error(&format!("a = {selects}"), Format::Fluent).contains("nested more than 128 deep"));
        assert!(error(&format!("a = {{ A{} }}", "({".repeat(100_000)), Format::Fluent).contains("not closed"));
    }

    proptest! {
        #[test]
        fn reading_any_text_terminates(text in r#"([{}\[\]*."=#$ \n\r-]|a = |->|\n  |\{ \$a ->\n|\*\[a\] |\\u00|é|wordgate-allow){0,60}"#) {
            let _ = open(text.into_bytes(), Format::Fluent);
        }
    }
}
